//! The contract and its workshops as one Automerge document.
//!
//! Knows: the schema, how a [`domain::Command`] becomes a change, how a document
//! becomes a [`domain::Snapshot`] with a list of [`Anomaly`]. Must not know: storage,
//! network, clock, randomness, screens.
//!
//! Reading order: [`schema`] (every key), [`genesis`] (the fixed first change), [`amendment()`] (the fixed change after it),
//! [`Reader`] (document to snapshot; reading never fails), [`write()`] (command to
//! change), [`fingerprint()`] (what two people compare aloud), [`inspect`] (is this file
//! ours?).

mod amendment;
mod anomaly;
mod fields;
mod fingerprint;
pub mod genesis;
mod inspect;
mod pack;
mod read;
mod read_contract;
mod rehearsal;
pub mod schema;
mod statement;
mod touched;
mod write;

pub use amendment::{AmendmentLink, AmendmentParts, amendment};
pub use anomaly::{Anomaly, AnomalyKind};
pub use fingerprint::{Fingerprint, fingerprint, fingerprint_of_version};
pub use inspect::{FILE_BYTES_MAX, FileFault, FileReport, inspect};
pub use read::Reader;
pub use rehearsal::rehearsal;
pub use write::{WriteError, write};
