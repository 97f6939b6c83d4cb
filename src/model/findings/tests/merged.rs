//! Two tablets that wrote apart, merged for good.

use super::*;
use crate::model::contract_start::tablet;
use crate::replica::Core;

/// Three proposals of one card.
fn three(core: &Core) -> [ProposalId; 3] {
    let snapshot = core.snapshot();
    let deck = snapshot.deck();
    let first = snapshot.proposals_of(&deck[0].id);
    [first[0].id, first[1].id, first[2].id]
}

fn dispatch(core: &mut Core, commands: &[Command]) {
    for command in commands {
        core.dispatch(command).expect("the rules accept it");
    }
}

fn meet(one: &mut Core, other: &mut Core) {
    let (mine, theirs) = (one.export(), other.export());
    one.merge_file(&theirs).expect("a file of the contract");
    other.merge_file(&mine).expect("a file of the contract");
    assert_eq!(found(one), found(other), "both tablets tell the same");
}

fn found(core: &Core) -> Findings {
    read(core.snapshot(), &core.anomalies())
}

#[test]
fn a_group_made_apart_is_kept_or_undone_for_good() {
    for idx in 0..2 {
        let (mut one, mut other) = (tablet(), tablet());
        let [a, b, c] = three(&one);
        let group = |into| [Command::GroupProposal { proposal: a, into }];
        dispatch(&mut one, &group(b));
        dispatch(&mut other, &group(c));
        meet(&mut one, &mut other);
        let open = found(&one).open;
        assert_eq!(kinds(&open), [FindingKind::Groupings]);
        dispatch(&mut one, &commands(&only(&open).choices[idx]));
        assert_eq!(found(&one).open, []);
        meet(&mut one, &mut other);
        assert_eq!(found(&other).open, []);
    }
}

#[test]
fn a_group_that_only_one_tablet_knew_of_may_stay_apart() {
    let (mut one, mut other) = (tablet(), tablet());
    let [a, b, _] = three(&one);
    let group = Command::GroupProposal {
        proposal: a,
        into: b,
    };
    dispatch(&mut one, &[group]);
    meet(&mut one, &mut other);
    let apart = [Command::UngroupProposal { proposal: a }];
    dispatch(&mut one, &apart);
    dispatch(&mut other, &apart);
    meet(&mut one, &mut other);
    assert_eq!(found(&one).open, []);
}

#[test]
fn a_circle_that_a_merge_closed_is_opened_on_both_tablets() {
    let (mut one, mut other) = (tablet(), tablet());
    let [a, b, _] = three(&one);
    let group = |proposal, into| [Command::GroupProposal { proposal, into }];
    dispatch(&mut one, &group(a, b));
    dispatch(&mut other, &group(b, a));
    meet(&mut one, &mut other);
    let open = found(&one).open;
    assert_eq!(kinds(&open), [FindingKind::Groupings]);
    dispatch(&mut other, &commands(&only(&open).choices[0]));
    meet(&mut one, &mut other);
    assert_eq!(found(&one).open, []);
    let groups = domain::groups(&one.snapshot().proposals);
    assert_eq!(groups.root(a), groups.root(b));
}
