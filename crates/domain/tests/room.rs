//! Rules of the room: prepared rounds, codes, what stands on the table, who is there.

#![allow(
    clippy::expect_used,
    reason = "a value of the test that cannot be made is a fault of the test"
)]

use domain::{
    Attendance, BallotStanding, CodeSheetId, Command, ModerationId, ModerationSubject, ProposalId,
    Refusal, RoundStatus, Snapshot, VersionId, check, count, limits,
};

mod support {
    #![allow(dead_code, reason = "several test programs share it, each uses a part")]
    pub(crate) mod apply;
    pub(crate) mod asked;
    pub(crate) mod world;
}

use support::apply::apply;
use support::asked::{OTHER_ROUND, OTHER_WORKSHOP, add_proposal, close, closed};
use support::world::{
    AT, ROUND, WORKSHOP, With, ballot, card_id, code, device, label, proposal_id, reason,
    voter_code, world,
};

/// The snapshot after commands that must all be accepted.
fn after(snapshot: Snapshot, commands: &[Command]) -> Snapshot {
    commands.iter().fold(snapshot, |snapshot, command| {
        assert_eq!(check(&snapshot, command), Ok(()), "{command:?}");
        apply(snapshot, command)
    })
}

fn draft() -> Command {
    Command::DraftRound {
        id: OTHER_ROUND,
        workshop: WORKSHOP,
        cards: vec![card_id(1)],
    }
}

fn start() -> Command {
    Command::StartRound {
        round: OTHER_ROUND,
        at: AT,
    }
}

fn issue(n: u8, codes: &[&str]) -> Command {
    Command::IssueCodes {
        id: CodeSheetId::from_bytes([n; 16]),
        round: OTHER_ROUND,
        codes: codes.iter().map(|text| voter_code(text)).collect(),
    }
}

fn void(text: &str) -> Command {
    Command::VoidCode {
        round: OTHER_ROUND,
        code: voter_code(text),
        reason: reason(),
    }
}

fn select(card: u8, proposals: &[u8]) -> Command {
    Command::SelectProposals {
        workshop: WORKSHOP,
        card: card_id(card),
        proposals: proposals.iter().map(|n| proposal_id(*n)).collect(),
    }
}

fn reword(id: u8, former: u8) -> Command {
    Command::AddProposal {
        id: proposal_id(id),
        card: card_id(1),
        label: label("Récrite"),
        council: None,
        workshop: Some(WORKSHOP),
        replaces: Some(proposal_id(former)),
    }
}

fn moderate(n: u8, proposal: u8, is_hidden: bool) -> Command {
    Command::Moderate {
        id: ModerationId::from_bytes([n; 16]),
        subject: ModerationSubject::Proposal(proposal_id(proposal)),
        is_hidden,
        reason: reason(),
        at: AT,
    }
}

fn on_table(snapshot: &Snapshot, card: u8) -> Vec<ProposalId> {
    let found = snapshot.on_table(WORKSHOP, &card_id(card));
    found.iter().map(|proposal| proposal.id).collect()
}

fn ids(numbers: &[u8]) -> Vec<ProposalId> {
    numbers.iter().map(|n| proposal_id(*n)).collect()
}

#[test]
fn prepared_round_is_started_once_and_alone() {
    let prepared = after(closed(), &[draft()]);
    assert_eq!(prepared.rounds[&OTHER_ROUND].status(), RoundStatus::Draft);
    let wrong = |status| Err(Refusal::WrongStatus(status));
    assert_eq!(
        check(&prepared, &close(OTHER_ROUND)),
        wrong(RoundStatus::Draft)
    );
    let started = after(prepared, &[start()]);
    let round = &started.rounds[&OTHER_ROUND];
    assert_eq!(round.status(), RoundStatus::Open);
    assert_eq!(round.proposals, ids(&[1, 2, 3, 4]));
    assert_eq!(check(&started, &start()), wrong(RoundStatus::Open));
    // Another one runs: neither prepared nor started beside it.
    let busy = Err(Refusal::AnotherRoundIsOpen);
    assert_eq!(check(&world(), &draft()), busy);
    let both = {
        // Prepared on a tablet that did not know of the open one.
        let prepared = after(closed(), &[draft()]);
        prepared.with_round(|round| round.closings.clear())
    };
    assert_eq!(check(&both, &start()), busy);
}

#[test]
fn codes_are_new_in_the_whole_workshop_and_open_ballots_of_their_round_only() {
    let prepared = after(closed(), &[draft(), issue(1, &["mmmm", "nnnn"])]);
    for codes in [&["mmmm"][..], &["pppp", "pppp"], &["k7mx"], &[]] {
        let refused = Err(Refusal::CodeTaken);
        assert_eq!(check(&prepared, &issue(2, codes)), refused, "{codes:?}");
    }
    let open = after(prepared, &[issue(2, &["pppp"]), start()]);
    let cast = |text: &str| {
        let mut cast = ballot(50, code(text), &[(1, 1)], &[]);
        cast.round = OTHER_ROUND;
        Command::CastBallot(cast)
    };
    assert_eq!(check(&open, &cast("mmmm")), Ok(()));
    assert_eq!(check(&open, &cast("pppp")), Ok(()));
    assert_eq!(check(&open, &cast("k7mx")), Err(Refusal::UnknownCode));
    let open = after(open, &[void("nnnn")]);
    assert_eq!(check(&open, &cast("nnnn")), Err(Refusal::VoidCode));
    assert_eq!(check(&open, &void("nnnn")), Err(Refusal::VoidCode));
    assert_eq!(check(&open, &void("k7mx")), Err(Refusal::UnknownCode));
    let closed = after(open, &[close(OTHER_ROUND)]);
    assert_eq!(
        check(&closed, &issue(3, &["rrrr"])),
        Err(Refusal::WrongStatus(RoundStatus::Closed))
    );
}

#[test]
fn more_codes_than_a_room_has_people_are_refused() {
    let many: Vec<String> = (0..=limits::CODES_MAX)
        .map(|n| {
            let letters = b"abcdefghjk";
            let digits = format!("{n:05}");
            let letter = |digit: u8| char::from(letters[usize::from(digit - b'0')]);
            digits.bytes().map(letter).collect()
        })
        .collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let prepared = after(closed(), &[draft()]);
    assert_eq!(check(&prepared, &issue(1, &many)), Err(Refusal::TooMany));
    assert_eq!(check(&prepared, &issue(1, &many[1..])), Ok(()));
}

#[test]
fn ballots_of_a_void_code_do_not_count_and_of_an_unknown_one_are_faulty() {
    let world = world()
        .with_ballots([
            ballot(1, code("k7mx"), &[(1, 1)], &[]),
            ballot(2, code("abcd"), &[(1, 1)], &[]),
            ballot(3, code("nnnn"), &[(1, 1)], &[]),
            ballot(4, device(1), &[(1, 1)], &[]),
        ])
        .with_round(|round| {
            round.void_codes.insert(voter_code("abcd"), Some(reason()));
        });
    let standings: Vec<BallotStanding> = count(&world, ROUND)
        .ballots
        .iter()
        .map(|counted| counted.standing)
        .collect();
    assert_eq!(
        standings,
        [
            BallotStanding::Counted,
            BallotStanding::SetAside,
            BallotStanding::Faulty,
            BallotStanding::Counted,
        ]
    );
}

#[test]
fn chosen_proposals_are_those_of_the_next_round_in_their_order() {
    let chosen = after(closed(), &[select(1, &[4, 2])]);
    assert_eq!(on_table(&chosen, 1), ids(&[4, 2]));
    assert_eq!(on_table(&chosen, 2), ids(&[5, 6, 7, 8]), "all of the card");
    let started = after(chosen, &[draft(), start()]);
    assert_eq!(started.rounds[&OTHER_ROUND].proposals, ids(&[4, 2]));
    let unfit = Err(Refusal::SelectionUnfit);
    for (proposals, refused) in [
        (&[][..], unfit.clone()),
        (&[1, 1], unfit.clone()),
        (&[1, 5], unfit),
        (&[77], Err(Refusal::UnknownProposal(proposal_id(77)))),
    ] {
        assert_eq!(check(&world(), &select(1, proposals)), refused);
    }
    let foreign = Err(Refusal::UnknownCard(card_id(3)));
    assert_eq!(check(&world(), &select(3, &[9])), foreign);
}

#[test]
fn new_wording_takes_the_place_of_the_former_and_leaves_its_dots() {
    let voted = world().with_ballots([ballot(1, device(1), &[(2, 2)], &[])]);
    let reworded = after(voted, &[close(ROUND), reword(60, 2)]);
    assert_eq!(on_table(&reworded, 1), ids(&[1, 60, 3, 4]));
    assert_eq!(
        reworded.rounds[&ROUND].proposals,
        ids(&[1, 2, 3, 4, 5, 6, 7, 8])
    );
    let counted = count(&reworded, ROUND);
    assert!(counted.tablet_dots.contains_key(&proposal_id(2)));
    assert_eq!(
        check(&reworded, &reword(61, 2)),
        Err(Refusal::AlreadyReplaced)
    );
    let again = after(reworded, &[reword(61, 60)]);
    assert_eq!(on_table(&again, 1), ids(&[1, 61, 3, 4]));
    // A selection names wordings that were replaced since.
    let selected = after(again, &[select(1, &[3, 2])]);
    assert_eq!(on_table(&selected, 1), ids(&[3, 61]));
    assert_eq!(
        check(&world(), &reword(60, 5)),
        Err(Refusal::UnknownCard(card_id(1))),
        "of another card"
    );
}

#[test]
fn two_new_wordings_made_apart_both_stand_on_the_table() {
    let one = after(world(), &[reword(60, 2)]);
    let mut merged = one.clone();
    let other = after(world(), &[reword(61, 2)]);
    let made = other.proposals[&proposal_id(61)].clone();
    std::sync::Arc::make_mut(&mut merged.proposals).insert(made.id, made);
    assert_eq!(on_table(&merged, 1), ids(&[1, 60, 61, 3, 4]));
}

#[test]
fn grouped_proposal_leaves_no_gap_and_finds_its_place_again() {
    let group = |proposal, into| Command::GroupProposal {
        proposal: proposal_id(proposal),
        into: proposal_id(into),
    };
    let ungroup = |proposal| Command::UngroupProposal {
        proposal: proposal_id(proposal),
    };
    let grouped = after(closed(), &[select(1, &[4, 2, 1, 3]), group(2, 1)]);
    assert_eq!(on_table(&grouped, 1), ids(&[4, 1, 3, 2]));
    let chosen = |snapshot: &Snapshot| -> Vec<ProposalId> {
        let found = snapshot.chosen(WORKSHOP, &card_id(1));
        found.iter().map(|proposal| proposal.id).collect()
    };
    assert_eq!(chosen(&grouped), ids(&[4, 2, 1, 3]));
    let alone = after(grouped.clone(), &[ungroup(2)]);
    assert_eq!(on_table(&alone, 1), ids(&[4, 2, 1, 3]));
    // What it was grouped into is not on the table: it stands for itself.
    let without = after(grouped, &[select(1, &[4, 2, 3])]);
    assert_eq!(on_table(&without, 1), ids(&[4, 2, 3]));
    let hidden = after(without, &[moderate(1, 2, true)]);
    assert_eq!(
        chosen(&hidden),
        ids(&[4, 2, 3]),
        "a choice outlives a hiding"
    );
}

#[test]
fn hidden_proposal_is_on_no_new_ballot_and_comes_back() {
    let hidden = after(closed(), &[moderate(1, 2, true)]);
    assert_eq!(on_table(&hidden, 1), ids(&[1, 3, 4]));
    let nothing = Err(Refusal::NothingToChange);
    assert_eq!(check(&hidden, &moderate(2, 2, true)), nothing);
    assert_eq!(
        check(&hidden, &moderate(1, 2, false)),
        Err(Refusal::IdTaken)
    );
    let shown = after(hidden, &[moderate(2, 2, false)]);
    assert_eq!(on_table(&shown, 1), ids(&[1, 2, 3, 4]));
    // In the same minute, with a smaller id: what was decided last counts.
    let again = after(shown.clone(), &[moderate(0, 2, true)]);
    assert_eq!(on_table(&again, 1), ids(&[1, 3, 4]));
    assert_eq!(check(&shown, &moderate(3, 2, false)), nothing);
}

#[test]
fn round_needs_a_proposal_on_the_table() {
    let hide = |n: u8| moderate(n, n, true);
    let bare = after(closed(), &[hide(1), hide(2), hide(3), hide(4)]);
    assert_eq!(check(&bare, &draft()), Err(Refusal::SelectionUnfit));
}

#[test]
fn attendance_is_numbers_that_go_together() {
    let record = |present, residents, associations, quorum| Command::RecordAttendance {
        workshop: WORKSHOP,
        attendance: Attendance {
            present,
            residents,
            associations,
            quorum,
        },
    };
    let counted = after(world(), &[record(17, Some(12), Some(5), Some(20))]);
    let attendance = counted.workshops[&WORKSHOP].attendance[0];
    assert_eq!(attendance.reaches_quorum(), Some(false));
    assert_eq!(
        after(world(), &[record(17, None, None, None)]).workshops[&WORKSHOP].attendance[0]
            .reaches_quorum(),
        None
    );
    let unfit = Err(Refusal::AttendanceUnfit);
    assert_eq!(
        check(&world(), &record(17, Some(12), Some(6), None)),
        unfit.clone()
    );
    assert_eq!(check(&world(), &record(5_001, None, None, None)), unfit);
}

#[test]
fn version_is_frozen_between_rounds_only() {
    let freeze = |n: u8| Command::FreezeVersion {
        id: VersionId::from_bytes([n; 16]),
        workshop: WORKSHOP,
        at: AT,
    };
    assert_eq!(
        check(&world(), &freeze(1)),
        Err(Refusal::WrongStatus(RoundStatus::Open))
    );
    let frozen = after(closed(), &[freeze(1), freeze(2)]);
    assert_eq!(frozen.workshops[&WORKSHOP].versions.len(), 2);
    assert_eq!(check(&frozen, &freeze(1)), Err(Refusal::IdTaken));
}

#[test]
fn history_is_left_as_it_is() {
    let mut history = closed();
    let workshops = std::sync::Arc::make_mut(&mut history.workshops);
    let workshop = workshops.get_mut(&WORKSHOP).expect("the world has one");
    std::sync::Arc::make_mut(workshop).rules = None;
    let refused = Err(Refusal::WorkshopIsHistory);
    assert_eq!(check(&history, &draft()), refused);
    let freeze = Command::FreezeVersion {
        id: VersionId::from_bytes([1; 16]),
        workshop: WORKSHOP,
        at: AT,
    };
    assert_eq!(check(&history, &freeze), refused);
}

#[test]
fn what_is_not_there_is_named() {
    let unknown = Err(Refusal::UnknownRound(OTHER_ROUND));
    for command in [start(), issue(1, &["mmmm"]), void("mmmm")] {
        assert_eq!(check(&world(), &command), unknown, "{command:?}");
    }
    let elsewhere = add_proposal(60, 1, 1, OTHER_WORKSHOP);
    assert_eq!(
        check(&world(), &elsewhere),
        Err(Refusal::UnknownWorkshop(OTHER_WORKSHOP))
    );
    assert_eq!(
        check(&world(), &reword(60, 77)),
        Err(Refusal::UnknownProposal(proposal_id(77)))
    );
}
