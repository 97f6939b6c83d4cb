//! Every refusal, with the commands that meet it; and the same commands, made right.

#![allow(
    clippy::expect_used,
    reason = "a value of the test that cannot be made is a fault of the test"
)]

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::{
    Arbitration, BallotFault, Command, Decision, DifficultyId, DotScope, PaperCount, ProposalId,
    Refusal, Round, RoundStatus, Snapshot, Subject, Target, check, limits,
};

mod support {
    #![allow(dead_code, reason = "several test programs share it, each uses a part")]
    pub(crate) mod asked;
    pub(crate) mod world;
}

use support::asked::{
    OTHER_ROUND, OTHER_WORKSHOP, add_comment, add_proposal, cast, cast_with, close, closed,
    count_paper, create, create_with, decide, double, group, open, pause, paused, reveal, revealed,
    target,
};

use support::world::{
    AT, ROUND, WORKSHOP, With, arbitration, arbitration_id, ballot, ballot_id, card_id, code,
    comment_id, council_id, device, paper, proposal_id, reason, rules, world,
};

fn refused(refusal: &Refusal, cases: &[(&str, Snapshot, Command)]) {
    for (what, snapshot, command) in cases {
        assert_eq!(check(snapshot, command), Err(refusal.clone()), "{what}");
    }
}

fn accepted(cases: &[(&str, Snapshot, Command)]) {
    for (what, snapshot, command) in cases {
        assert_eq!(check(snapshot, command), Ok(()), "{what}");
    }
}

#[test]
fn the_same_commands_made_right_are_accepted() {
    let first_ballot = || world().with_ballots([ballot(1, device(1), &[(1, 1)], &[])]);
    accepted(&[
        ("a workshop", world(), create()),
        (
            "a round after the last is closed",
            closed(),
            open(OTHER_ROUND, WORKSHOP, &[1, 2]),
        ),
        ("a pause", world(), pause(true)),
        ("the end of a pause", paused(), pause(false)),
        ("closing", world(), close(ROUND)),
        ("closing during a pause", paused(), close(ROUND)),
        ("showing a card", closed(), reveal(ROUND, &[1])),
        ("showing the other card", revealed(), reveal(ROUND, &[2])),
        ("a ballot", world(), cast(&[(1, 2), (2, 1), (5, 1)])),
        ("a blank ballot", world(), cast(&[])),
        (
            "a changed ballot",
            first_ballot(),
            cast_with(|b| {
                b.supersedes.insert(ballot_id(1));
            }),
        ),
        ("a proposal", world(), add_proposal(50, 3, 1, WORKSHOP)),
        ("a comment", world(), add_comment(target(), 1, WORKSHOP)),
        (
            "a comment on a difficulty",
            world(),
            add_comment(
                Target::Difficulty(DifficultyId::from_bytes([1; 16])),
                1,
                WORKSHOP,
            ),
        ),
        (
            "a comment on an action",
            world(),
            add_comment(Target::Action(1), 1, WORKSHOP),
        ),
        ("a group", world(), group(2, 1)),
        (
            "a group of groups",
            world().with_pointer(2, Some(1)),
            group(1, 3),
        ),
        (
            "leaving for another group",
            world().with_pointer(2, Some(1)),
            group(2, 3),
        ),
        (
            "ungrouping",
            world().with_pointer(2, Some(1)),
            Command::UngroupProposal {
                proposal: proposal_id(2),
            },
        ),
        ("a paper count", world(), count_paper(|_| ())),
        (
            "a paper count after closing",
            revealed(),
            count_paper(|_| ()),
        ),
        (
            "a correction",
            world().with_papers([paper(1, &[(1, 1)], &[])]),
            Command::RecordPaperCount(paper(50, &[(1, 2)], &[1])),
        ),
        (
            "keeping one of two ballots",
            double(),
            decide(
                Subject::Double(code("k7mx")),
                Decision::Keep(ballot_id(2)),
                &[],
            ),
        ),
        (
            "counting late ballots",
            closed(),
            decide(Subject::LateBallots, Decision::Count, &[]),
        ),
        (
            "setting a ballot aside",
            double(),
            decide(Subject::Ballot(ballot_id(1)), Decision::SetAside, &[]),
        ),
    ]);
}

#[test]
fn an_id_that_is_taken_is_refused() {
    let double = double()
        .with_papers([paper(1, &[], &[])])
        .with_arbitrations([arbitration(1, Subject::LateBallots, Decision::Count, &[])]);
    let mut commented = world();
    Arc::make_mut(&mut commented.comments).insert(
        comment_id(50),
        Arc::new(domain::Comment {
            id: comment_id(50),
            target: target(),
            text: "Oui".into(),
            council: None,
            workshop: None,
            added_at: AT,
            moderation: Vec::new(),
        }),
    );
    refused(
        &Refusal::IdTaken,
        &[
            ("workshop", world(), create_with(WORKSHOP, &[1], &[1])),
            ("round", closed(), open(ROUND, WORKSHOP, &[1])),
            ("ballot", double.clone(), cast_with(|b| b.id = ballot_id(1))),
            ("proposal", world(), add_proposal(1, 1, 1, WORKSHOP)),
            ("comment", commented, add_comment(target(), 1, WORKSHOP)),
            (
                "paper count",
                double.clone(),
                Command::RecordPaperCount(paper(1, &[], &[])),
            ),
            (
                "decision",
                double,
                Command::Arbitrate(arbitration(1, Subject::LateBallots, Decision::Count, &[1])),
            ),
        ],
    );
}

#[test]
fn an_unknown_workshop_is_refused() {
    refused(
        &Refusal::UnknownWorkshop(OTHER_WORKSHOP),
        &[
            ("round", closed(), open(OTHER_ROUND, OTHER_WORKSHOP, &[1])),
            ("proposal", world(), add_proposal(50, 1, 1, OTHER_WORKSHOP)),
            ("comment", world(), add_comment(target(), 1, OTHER_WORKSHOP)),
        ],
    );
}

#[test]
fn an_unknown_round_is_refused() {
    let decision = Arbitration {
        round: OTHER_ROUND,
        ..arbitration(50, Subject::LateBallots, Decision::Count, &[])
    };
    refused(
        &Refusal::UnknownRound(OTHER_ROUND),
        &[
            (
                "pause",
                world(),
                Command::PauseRound {
                    round: OTHER_ROUND,
                    is_paused: true,
                },
            ),
            ("close", world(), close(OTHER_ROUND)),
            ("reveal", world(), reveal(OTHER_ROUND, &[1])),
            ("ballot", world(), cast_with(|b| b.round = OTHER_ROUND)),
            (
                "paper count",
                world(),
                count_paper(|p| p.round = OTHER_ROUND),
            ),
            ("decision", world(), Command::Arbitrate(decision)),
        ],
    );
}

#[test]
fn a_card_that_is_unknown_or_not_on_the_table_is_refused() {
    refused(
        &Refusal::UnknownCard(card_id(9)),
        &[
            (
                "workshop",
                world(),
                create_with(OTHER_WORKSHOP, &[1], &[1, 9]),
            ),
            ("round", closed(), open(OTHER_ROUND, WORKSHOP, &[9])),
            ("reveal", closed(), reveal(ROUND, &[1, 9])),
            ("proposal", world(), add_proposal(50, 9, 1, WORKSHOP)),
        ],
    );
    refused(
        &Refusal::UnknownCard(card_id(3)),
        &[
            (
                "a card that is not in the workshop",
                closed(),
                open(OTHER_ROUND, WORKSHOP, &[3]),
            ),
            (
                "a card that is not in the round",
                closed(),
                reveal(ROUND, &[3]),
            ),
        ],
    );
}

#[test]
fn an_unknown_council_is_refused() {
    refused(
        &Refusal::UnknownCouncil(council_id(9)),
        &[
            (
                "workshop",
                world(),
                create_with(OTHER_WORKSHOP, &[1, 9], &[1]),
            ),
            (
                "ballot",
                world(),
                cast_with(|b| b.council = Some(council_id(9))),
            ),
            ("proposal", world(), add_proposal(50, 1, 9, WORKSHOP)),
            ("comment", world(), add_comment(target(), 9, WORKSHOP)),
            (
                "paper count",
                world(),
                count_paper(|p| p.council = Some(council_id(9))),
            ),
        ],
    );
}

#[test]
fn an_unknown_proposal_is_refused() {
    refused(
        &Refusal::UnknownProposal(proposal_id(77)),
        &[
            ("group", world(), group(77, 1)),
            ("group into", world(), group(1, 77)),
            (
                "ungroup",
                world(),
                Command::UngroupProposal {
                    proposal: proposal_id(77),
                },
            ),
            (
                "paper count",
                world(),
                count_paper(|p| {
                    p.dots.insert(proposal_id(77), 1);
                }),
            ),
        ],
    );
    refused(
        &Refusal::UnknownProposal(proposal_id(9)),
        &[(
            "a proposal that is not in the round",
            world(),
            count_paper(|p| {
                p.dots.insert(proposal_id(9), 1);
            }),
        )],
    );
}

#[test]
fn a_comment_on_nothing_is_refused() {
    refused(
        &Refusal::UnknownTarget,
        &[
            (
                "proposal",
                world(),
                add_comment(Target::Proposal(proposal_id(77)), 1, WORKSHOP),
            ),
            (
                "difficulty",
                world(),
                add_comment(
                    Target::Difficulty(DifficultyId::from_bytes([77; 16])),
                    1,
                    WORKSHOP,
                ),
            ),
            (
                "action",
                world(),
                add_comment(Target::Action(2), 1, WORKSHOP),
            ),
        ],
    );
}

#[test]
fn a_workshop_without_a_council_is_refused() {
    let command = create_with(OTHER_WORKSHOP, &[], &[1]);
    refused(&Refusal::NoCouncil, &[("workshop", world(), command)]);
}

#[test]
fn a_choice_of_no_card_is_refused() {
    refused(
        &Refusal::NoCard,
        &[
            ("workshop", world(), create_with(OTHER_WORKSHOP, &[1], &[])),
            ("round", closed(), open(OTHER_ROUND, WORKSHOP, &[])),
            ("reveal", closed(), reveal(ROUND, &[])),
        ],
    );
}

#[test]
fn more_than_the_limits_is_refused() {
    let many = |n: usize| vec![1; n];
    let id = |n: usize| {
        let mut bytes = [200; 16];
        bytes[..8].copy_from_slice(&n.to_be_bytes());
        bytes
    };
    let with_proposals = |n: usize| {
        let mut snapshot = closed();
        let model = snapshot
            .proposals
            .get(&proposal_id(1))
            .expect("it is there")
            .clone();
        let proposals = Arc::make_mut(&mut snapshot.proposals);
        for n in 0..n {
            let id = ProposalId::from_bytes(id(n));
            proposals.insert(
                id,
                Arc::new(domain::Proposal {
                    id,
                    ..(*model).clone()
                }),
            );
        }
        snapshot
    };
    let room = limits::ROUND_PROPOSALS_MAX - 4;
    accepted(&[
        (
            "24 cards",
            world(),
            create_with(OTHER_WORKSHOP, &[1], &many(limits::CARDS_MAX)),
        ),
        (
            "600 proposals",
            with_proposals(room),
            open(OTHER_ROUND, WORKSHOP, &[1]),
        ),
    ]);
    let supersedes: BTreeSet<_> = (0..=limits::SUPERSEDES_MAX)
        .map(|n| domain::BallotId::from_bytes(id(n)))
        .collect();
    let corrects: BTreeSet<_> = (0..=limits::SUPERSEDES_MAX)
        .map(|n| domain::PaperCountId::from_bytes(id(n)))
        .collect();
    refused(
        &Refusal::TooMany,
        &[
            (
                "25 cards",
                world(),
                create_with(OTHER_WORKSHOP, &[1], &many(limits::CARDS_MAX + 1)),
            ),
            (
                "25 cards in a round",
                closed(),
                open(OTHER_ROUND, WORKSHOP, &many(limits::CARDS_MAX + 1)),
            ),
            (
                "601 proposals",
                with_proposals(room + 1),
                open(OTHER_ROUND, WORKSHOP, &[1]),
            ),
            (
                "65 former ballots",
                world(),
                cast_with(|b| b.supersedes = supersedes),
            ),
            (
                "65 former counts",
                world(),
                count_paper(|p| {
                    p.corrects = corrects;
                    p.reason = Some(reason());
                }),
            ),
        ],
    );
}

#[test]
fn a_second_round_in_a_workshop_waits_for_the_first_to_close() {
    refused(
        &Refusal::AnotherRoundIsOpen,
        &[
            ("open", world(), open(OTHER_ROUND, WORKSHOP, &[1])),
            ("paused", paused(), open(OTHER_ROUND, WORKSHOP, &[1])),
        ],
    );
    let mut elsewhere = world();
    let round = elsewhere.rounds.get(&ROUND).expect("it is there").clone();
    let moved = Round {
        workshop: OTHER_WORKSHOP,
        ..(*round).clone()
    };
    Arc::make_mut(&mut elsewhere.rounds).insert(ROUND, Arc::new(moved));
    accepted(&[(
        "open in another workshop",
        elsewhere,
        open(OTHER_ROUND, WORKSHOP, &[1]),
    )]);
}

#[test]
fn a_round_refuses_what_does_not_fit_its_status() {
    let damaged = || world().with_round(|round| round.is_closed = true);
    for (status, cases) in [
        (
            RoundStatus::Open,
            vec![
                ("resume", world(), pause(false)),
                ("reveal", world(), reveal(ROUND, &[1])),
            ],
        ),
        (
            RoundStatus::Paused,
            vec![
                ("pause", paused(), pause(true)),
                ("vote", paused(), cast(&[])),
                ("reveal", paused(), reveal(ROUND, &[1])),
            ],
        ),
        (
            RoundStatus::Closed,
            vec![
                ("pause", closed(), pause(true)),
                ("resume", closed(), pause(false)),
                ("close again", closed(), close(ROUND)),
                ("vote", closed(), cast(&[])),
                (
                    "vote although the closing is unreadable",
                    damaged(),
                    cast(&[]),
                ),
            ],
        ),
        (
            RoundStatus::Revealed,
            vec![
                ("close again", revealed(), close(ROUND)),
                ("vote", revealed(), cast(&[])),
            ],
        ),
    ] {
        refused(&Refusal::WrongStatus(status), &cases);
    }
}

#[test]
fn a_ballot_that_breaks_a_rule_is_refused_with_the_rule() {
    let over_card = BallotFault::OverBudget {
        card: Some(card_id(2)),
        dots: 4,
        dots_max: 3,
    };
    let over_round = BallotFault::OverBudget {
        card: None,
        dots: 4,
        dots_max: 3,
    };
    let per_round = world().with_round(|r| r.rules = Some(rules(3, 2, DotScope::PerRound)));
    let no_rules = world().with_round(|r| r.rules = None);
    let foreign = |n| BallotFault::ForeignProposal {
        proposal: proposal_id(n),
    };
    let cases = [
        (foreign(9), world(), cast(&[(9, 1)])),
        (foreign(77), world(), cast(&[(1, 1), (77, 1)])),
        (
            BallotFault::OverCap {
                proposal: proposal_id(2),
                dots: 3,
                dots_max: 2,
            },
            world(),
            cast(&[(1, 1), (2, 3)]),
        ),
        (over_card, world(), cast(&[(1, 2), (5, 2), (6, 2)])),
        (over_round, per_round, cast(&[(1, 2), (5, 2)])),
        (
            BallotFault::NoDot {
                proposal: proposal_id(1),
            },
            world(),
            cast(&[(1, 0)]),
        ),
        (BallotFault::NoRules, no_rules, cast(&[])),
    ];
    for (fault, snapshot, command) in cases {
        let what = fault.to_string();
        refused(&Refusal::Ballot(fault), &[(&what, snapshot, command)]);
    }
}

#[test]
fn a_ballot_must_name_the_current_ballots_of_its_voter_and_no_other() {
    let voted = || {
        world().with_ballots([
            ballot(1, device(1), &[(1, 1)], &[]),
            ballot(2, device(1), &[(1, 1)], &[1]),
            ballot(3, device(2), &[(1, 1)], &[]),
        ])
    };
    let naming = |ids: &[u8]| {
        let ids: BTreeSet<_> = ids.iter().map(|n| ballot_id(*n)).collect();
        cast_with(|b| b.supersedes = ids)
    };
    accepted(&[("the current one", voted(), naming(&[2]))]);
    refused(
        &Refusal::VoterHasBallot,
        &[
            ("none", voted(), naming(&[])),
            ("one that is superseded", voted(), naming(&[1])),
            ("one too many", voted(), naming(&[1, 2])),
            ("the one of another voter", voted(), naming(&[2, 3])),
            ("one that does not exist", world(), naming(&[9])),
        ],
    );
}

#[test]
fn a_group_is_on_one_card_and_has_no_circle() {
    refused(
        &Refusal::CannotGroup,
        &[
            ("itself", world(), group(1, 1)),
            ("over two cards", world(), group(1, 5)),
            (
                "a circle of two",
                world().with_pointer(1, Some(2)),
                group(2, 1),
            ),
            (
                "a circle of three",
                world().with_pointer(1, Some(2)).with_pointer(2, Some(3)),
                group(3, 1),
            ),
            (
                "a circle through a proposal that leaves its group",
                world().with_pointer(1, Some(2)).with_pointer(2, Some(3)),
                group(2, 1),
            ),
        ],
    );
}

#[test]
fn a_proposal_that_is_alone_cannot_be_ungrouped() {
    let command = Command::UngroupProposal {
        proposal: proposal_id(1),
    };
    refused(&Refusal::NotGrouped, &[("alone", world(), command)]);
}

#[test]
fn a_paper_count_over_the_limits_is_refused() {
    let most = |p: &mut PaperCount| {
        p.people = limits::PAPER_PEOPLE_MAX;
        p.dots.insert(proposal_id(1), limits::PAPER_DOTS_MAX);
    };
    accepted(&[("at the limits", world(), count_paper(most))]);
    refused(
        &Refusal::PaperOverLimits,
        &[
            (
                "people",
                world(),
                count_paper(|p| p.people = limits::PAPER_PEOPLE_MAX + 1),
            ),
            (
                "dots",
                world(),
                count_paper(|p| {
                    p.dots.insert(proposal_id(1), limits::PAPER_DOTS_MAX + 1);
                }),
            ),
            (
                "no dot",
                world(),
                count_paper(|p| {
                    p.dots.insert(proposal_id(1), 0);
                }),
            ),
        ],
    );
}

#[test]
fn a_correction_names_counts_of_the_round_and_gives_a_reason() {
    let counted = || world().with_papers([paper(1, &[(1, 1)], &[])]);
    let mut elsewhere = world();
    let mut entry = paper(1, &[(1, 1)], &[]);
    entry.round = OTHER_ROUND;
    elsewhere = elsewhere.with_papers([entry]);
    let correction = || paper(50, &[(1, 2)], &[1]);
    refused(
        &Refusal::CorrectionIncomplete,
        &[
            (
                "no reason",
                counted(),
                Command::RecordPaperCount(PaperCount {
                    reason: None,
                    ..correction()
                }),
            ),
            (
                "a reason without a correction",
                counted(),
                count_paper(|p| p.reason = Some(reason())),
            ),
            (
                "an unknown count",
                world(),
                Command::RecordPaperCount(correction()),
            ),
            (
                "a count of another round",
                elsewhere,
                Command::RecordPaperCount(correction()),
            ),
        ],
    );
}

#[test]
fn a_decision_fits_its_subject_and_names_the_decisions_it_replaces() {
    let of_code = || Subject::Double(code("k7mx"));
    let keep = |n| Decision::Keep(ballot_id(n));
    let decided = || {
        double().with_arbitrations([
            arbitration(1, of_code(), keep(1), &[]),
            arbitration(2, Subject::LateBallots, Decision::Count, &[]),
        ])
    };
    accepted(&[(
        "changing one's mind",
        decided(),
        decide(of_code(), keep(2), &[1]),
    )]);
    refused(
        &Refusal::DecisionUnfit,
        &[
            (
                "counting a double",
                double(),
                decide(of_code(), Decision::Count, &[]),
            ),
            (
                "keeping a ballot that is not there",
                double(),
                decide(of_code(), keep(9), &[]),
            ),
            (
                "keeping the ballot of another voter",
                double().with_ballots([ballot(3, device(1), &[], &[])]),
                decide(of_code(), keep(3), &[]),
            ),
            (
                "a voter without a ballot",
                world(),
                decide(of_code(), Decision::SetAside, &[]),
            ),
            (
                "keeping late ballots",
                closed(),
                decide(Subject::LateBallots, keep(1), &[]),
            ),
            (
                "an unknown ballot",
                world(),
                decide(Subject::Ballot(ballot_id(9)), Decision::Count, &[]),
            ),
            (
                "leaving a former decision in force",
                decided(),
                decide(of_code(), keep(2), &[]),
            ),
            (
                "naming a decision on another subject",
                decided(),
                decide(of_code(), keep(2), &[1, 2]),
            ),
        ],
    );
    let names_itself = double().with_arbitrations([Arbitration {
        supersedes: [arbitration_id(1)].into(),
        ..arbitration(1, of_code(), keep(1), &[])
    }]);
    accepted(&[(
        "replacing a decision that names itself, which is still in force",
        names_itself,
        decide(of_code(), keep(2), &[1]),
    )]);
}
