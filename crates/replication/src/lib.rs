//! Sync and storage of Automerge documents, without IO.
//!
//! Knows the `automerge-repo` protocol, version "1", and when a change is
//! durable. Knows nothing of councils or ballots, and does no IO: sockets,
//! stores, the clock and randomness belong to the driver, so the browser, the
//! relay and the simulator run the same code.
//!
//! # The driver's loop
//!
//! 1. Open: [`DocumentActor::new`] with the genesis, then
//!    [`DocumentActor::load`] with every chunk of the store.
//! 2. When the socket opens: [`Session::client`], and send its `join`.
//! 3. When a frame comes: [`Session::receive`].
//!    `Established` becomes [`Input::Connected`], `Document` becomes
//!    [`Input::Frame`]; on an error send [`Session::refusal`] and close.
//! 4. When a person acts: [`DocumentActor::edit`].
//! 5. Carry out every [`Output`] in order: send messages, store chunks, and
//!    answer each [`Output::Append`] with [`Input::Stored`] or
//!    [`Input::AppendFailed`]. Nothing is acknowledged to anyone before.
//! 6. When the socket closes: [`Input::Disconnected`], drop the session, and
//!    connect anew after [`Backoff::delay`].
//!
//! A relay does the same with [`DocumentActor::empty`], [`Session::server`]
//! and a [`ChunkStore`].
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::panic,
        reason = "a test fails by panicking"
    )
)]

pub mod actor;
pub mod backoff;
pub mod chunk;
mod confine;
#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
pub mod document_id;
pub mod limits;
pub mod memory;
pub mod message;
pub mod session;
#[cfg(any(test, feature = "simulation"))]
pub mod simulation;
pub mod store;

pub use actor::{
    AppendId, CloseReason, CompactionId, ConnectionId, DamagedChunk, DocumentActor, Input,
    LoadError, LoadReport, MergeError, MergeReport, Origin, Output, PeerStatus, read_file,
};
pub use automerge::ChangeHash;
pub use backoff::Backoff;
pub use chunk::{Chunk, ChunkHash, ChunkKey, ChunkKind, StoredChunk};
pub use document_id::{DocumentId, DocumentIdError};
pub use message::{Message, PeerId, PeerMetadata};
pub use session::{Session, SessionError, SessionEvent};
pub use store::{ChunkStore, StoreError};
