//! What goes into an actor and what comes out.

use automerge::ChangeHash;

use crate::chunk::{Chunk, ChunkKey};
use crate::message::{Message, PeerId};

/// Names one connection for the life of the process; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// Names one append of one actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AppendId(pub u64);

/// Names one compaction of one actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CompactionId(pub u64);

/// Where changes come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A person on this device: store with the strictest durability there is.
    Local,
    /// A peer, or another process on the same store.
    Remote,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A session for this document opened; it always gets a fresh sync state.
    Connected {
        /// The connection.
        connection: ConnectionId,
        /// This end's peer id on it.
        local: PeerId,
        /// The other end's peer id.
        peer: PeerId,
        /// Whether this end speaks first: true for a client, false for a
        /// relay, which answers about the documents that it is asked for.
        announce: bool,
        /// Whether the peer's changes are taken in. If not, it still gets all
        /// of ours, is told so in each message, and its changes are ignored.
        may_write: bool,
    },
    /// The connection is gone.
    Disconnected {
        /// The connection.
        connection: ConnectionId,
    },
    /// A message about this document came.
    Frame {
        /// From where.
        connection: ConnectionId,
        /// As [`SessionEvent::Document`](crate::session::SessionEvent) gave it.
        message: Message,
    },
    /// Tell every peer something that is forwarded and never stored.
    Broadcast {
        /// Names this run of the sender.
        session_id: String,
        /// Rises with each message of the session.
        count: u64,
        /// The content, never empty; the driver bounds it.
        data: Vec<u8>,
    },
    /// The chunk of this append is durable.
    Stored {
        /// Which.
        append: AppendId,
    },
    /// The chunk of this append is not stored; its changes stay in memory.
    AppendFailed {
        /// Which.
        append: AppendId,
    },
    /// The store may work again: emit the failed appends once more.
    RetryAppends,
    /// Another process on the same store stored this chunk.
    StoredElsewhere {
        /// The chunk, verified.
        chunk: Chunk,
    },
    /// Write a snapshot chunk now, if there is anything to compact.
    ///
    /// The driver decides who does it and when:
    /// see [`DocumentActor::wants_compaction`](super::DocumentActor::wants_compaction).
    Compact,
    /// The snapshot chunk is durable, and the superseded ones may be gone.
    Compacted {
        /// Which.
        compaction: CompactionId,
    },
    /// The snapshot chunk is not stored, or perhaps not.
    CompactionFailed {
        /// Which.
        compaction: CompactionId,
    },
}

/// What the driver must do, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Send a message; on back-pressure close the connection, never drop it.
    Send {
        /// To where.
        connection: ConnectionId,
        /// What.
        message: Message,
    },
    /// These changes came by this connection and are new here; comes before
    /// the `Append` that holds them.
    Admitted {
        /// Which brought them first.
        connection: ConnectionId,
        /// Each once; never empty.
        changes: Vec<ChangeHash>,
    },
    /// Make a chunk durable, then answer `Stored`, else `AppendFailed`.
    Append {
        /// Name for the answer.
        append: AppendId,
        /// One or several changes.
        chunk: Chunk,
        /// Whose changes.
        origin: Origin,
    },
    /// This append and all before it are durable: now it may be called saved.
    ///
    /// Not the same as its `Stored`: while an earlier append has failed, its
    /// changes cannot be read back, because they build on the missing ones.
    Saved {
        /// Which.
        append: AppendId,
    },
    /// Make `snapshot` durable and only then delete `superseded`, best in one
    /// transaction; then answer `Compacted`, else `CompactionFailed`.
    Compact {
        /// Name for the answer.
        compaction: CompactionId,
        /// The whole document.
        snapshot: Chunk,
        /// Chunks that the snapshot contains; never its own key.
        superseded: Vec<ChunkKey>,
    },
    /// The document has new changes.
    Changed {
        /// Heads before, for `Automerge::diff` against the heads now.
        before: Vec<ChangeHash>,
        /// Whose changes.
        origin: Origin,
    },
    /// The peer has just advertised heads that cover ours.
    PeerInSync {
        /// Which.
        connection: ConnectionId,
    },
    /// The peer has nothing of this document; it may come later.
    Unavailable {
        /// Which.
        connection: ConnectionId,
    },
    /// An ephemeral message arrived for the first time.
    Ephemeral {
        /// The peer that made it.
        sender: PeerId,
        /// Its content.
        data: Vec<u8>,
    },
    /// Close this connection; the actor has already forgotten it.
    Close {
        /// Which.
        connection: ConnectionId,
        /// Why; tell the peer as an `error` message.
        reason: CloseReason,
    },
}

/// Why a connection must be closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CloseReason {
    /// The payload is not a sync message, or its changes cannot be read.
    #[error("malformed sync message: {reason}")]
    Malformed {
        /// What was found.
        reason: String,
    },
    /// Automerge refuses the changes.
    #[error("changes refused: {reason}")]
    Refused {
        /// What Automerge says.
        reason: String,
    },
    /// Too much waits for the store: the peer must keep its changes for now.
    #[error("the store does not keep up")]
    Overloaded,
    /// A sync message to this peer would be over the frame limit.
    #[error("a sync message of {n_bytes} bytes is over the limit")]
    TooLong {
        /// Its length.
        n_bytes: usize,
    },
}
