//! The real contract for the tests beside it.

use domain::Snapshot;

use crate::replica::{Core, Start};

static START: Start = Start {
    genesis: include_bytes!("../../data/annemasse/genesis.automerge"),
    amendment: include_bytes!("../../data/annemasse/amendment.automerge"),
};

/// A tablet that starts with the contract.
pub(crate) fn tablet() -> Core {
    let (core, _) = Core::open(START, []).expect("the genesis opens");
    core
}

/// The contract as every tablet starts with it.
pub(crate) fn start() -> Snapshot {
    tablet().snapshot().clone()
}
