//! Other implementations of the protocol beside ours, for tests and the benchmark.
//!
//! [`Client`] is our side: a session and a document actor over a real socket.
//! [`Live`] is one in a task of its own; [`OurRelay`] is our relay in a process.
//! [`Node`] is `automerge-repo` in its own process, as client or as server.
//! [`samod_peer`] is the other implementation in Rust.
//! Knows what peers say to each other; knows nothing of councils or ballots.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test fails by panicking, and so does a measurement"
)]

mod ballot;
mod client;
mod live;
mod node;
mod our_relay;
pub mod samod_peer;

use std::time::Duration;

use automerge::transaction::Transactable;
use automerge::{Automerge, ROOT, ReadDoc};

pub use ballot::put_ballot;
pub use client::Client;
pub use live::{Edited, Known, Live};
pub use node::Node;
pub use our_relay::OurRelay;

/// Long enough on a loaded machine; no test waits for it when all is well.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Puts a text at the top of a document.
pub fn put(document: &mut Automerge, key: &str, value: &str) {
    document.transact(|tx| tx.put(ROOT, key, value)).unwrap();
}

/// The text at the top of a document, if there is one.
pub fn get(document: &Automerge, key: &str) -> Option<String> {
    let (value, _) = document.get(ROOT, key).unwrap()?;
    Some(value.as_str()?.to_owned())
}
