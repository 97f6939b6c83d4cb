//! The real contract for the tests beside it.

use domain::Snapshot;

use crate::replica::{Core, Start};

static START: Start = Start {
    genesis: include_bytes!("../../data/annemasse/genesis.automerge"),
    amendment: include_bytes!("../../data/annemasse/amendment.automerge"),
};

/// The contract as every tablet starts with it.
pub(crate) fn start() -> Snapshot {
    let (core, _) = Core::open(START, []).expect("the genesis opens");
    core.snapshot().clone()
}
