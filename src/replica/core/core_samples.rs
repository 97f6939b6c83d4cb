//! Tablets with the real contract, for the tests beside it.

use domain::{Command, Label, ProposalId};

use super::{Core, Start};

pub(super) static START: Start = Start {
    genesis: include_bytes!("../../../data/annemasse/genesis.automerge"),
    amendment: include_bytes!("../../../data/annemasse/amendment.automerge"),
};

/// A tablet on which nothing was done yet.
pub(super) fn tablet() -> Core {
    Core::open(START, []).expect("the genesis opens").0
}

/// Adds a proposal.
pub(super) fn propose(core: &mut Core, byte: u8) {
    let command = Command::AddProposal {
        id: ProposalId::from_bytes([byte; 16]),
        card: "culture".parse().expect("a slug"),
        label: Label::new(&format!("Proposition {byte}")).expect("a label"),
        council: None,
        workshop: None,
        replaces: None,
    };
    core.dispatch(&command).expect("the rules accept it");
}
