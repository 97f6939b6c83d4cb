//! Strategies: what a document may hold after any merge, and commands.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Arbitration, Attendance, Ballot, Closing, CodeSheetId, Command, Decision, DotScope,
    ModerationId, ModerationSubject, PaperCount, Snapshot, Subject, Target, VersionId, VoterKey,
    WorkshopId,
};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;

use super::world::{
    AT, ROUND, WORKSHOP, With, arbitration, ballot_id, card_id, code, comment_id, council_id, date,
    device, label, paper, proposal_id, remark, rules, title, voter_code, world,
};

const BALLOTS: std::ops::Range<u8> = 1..12;

pub(crate) fn voter() -> impl Strategy<Value = VoterKey> {
    prop_oneof![
        (1_u8..4).prop_map(device),
        // The last one was made for no round.
        prop_oneof![4 => Just("k7mx"), 4 => Just("abcd"), 1 => Just("nnnn")].prop_map(code),
    ]
}

fn any_ballot(n: u8) -> impl Strategy<Value = Ballot> {
    // Two dots on two proposals keep the rules; the rest is what others may write.
    let dots = prop_oneof![
        3 => btree_map(1_u8..9, 1_u8..=2, 0..=2),
        1 => btree_map(0_u8..11, 0_u8..=5, 0..=5),
    ];
    (
        voter(),
        dots,
        btree_set(BALLOTS, 0..3),
        prop::option::of(1_u8..3),
    )
        .prop_map(move |(voter, dots, supersedes, council)| Ballot {
            council: council.map(council_id),
            dots: dots.into_iter().map(|(p, d)| (proposal_id(p), d)).collect(),
            supersedes: supersedes.into_iter().map(ballot_id).collect(),
            ..super::world::ballot(n, voter, &[], &[])
        })
}

fn any_subject() -> impl Strategy<Value = (Subject, Decision)> {
    let yes_or_no = || prop_oneof![Just(Decision::Count), Just(Decision::SetAside)];
    let keep = prop_oneof![
        4 => BALLOTS.prop_map(|n| Decision::Keep(ballot_id(n))),
        1 => Just(Decision::SetAside),
    ];
    prop_oneof![
        (voter(), keep).prop_map(|(voter, decision)| (Subject::Double(voter), decision)),
        yes_or_no().prop_map(|decision| (Subject::LateBallots, decision)),
        (BALLOTS, yes_or_no()).prop_map(|(n, d)| (Subject::Ballot(ballot_id(n)), d)),
    ]
}

fn any_arbitration(n: u8) -> impl Strategy<Value = Arbitration> {
    (any_subject(), btree_set(1_u8..8, 0..2)).prop_map(move |((subject, decision), supersedes)| {
        let supersedes: Vec<u8> = supersedes.into_iter().collect();
        arbitration(n, subject, decision, &supersedes)
    })
}

/// A paper count that corrects only entries with a smaller number: no circle.
fn any_paper(n: u8) -> impl Strategy<Value = PaperCount> {
    let dots = btree_map(1_u8..9, 1_u32..40, 0..3);
    (
        dots,
        btree_set(1..n.max(2), 0..=2),
        prop::option::of(1_u8..3),
    )
        .prop_map(move |(dots, corrects, council)| {
            let dots: Vec<(u8, u32)> = dots.into_iter().collect();
            let corrects: Vec<u8> = corrects.into_iter().filter(|former| *former < n).collect();
            PaperCount {
                council: council.map(council_id),
                ..paper(n, &dots, &corrects)
            }
        })
}

fn each<T: std::fmt::Debug, S: Strategy<Value = T>>(
    numbers: std::ops::Range<u8>,
    make: impl Fn(u8) -> S,
) -> impl Strategy<Value = Vec<T>> {
    numbers
        .map(|n| prop::option::weighted(0.6, make(n)))
        .collect::<Vec<_>>()
        .prop_map(|found| found.into_iter().flatten().collect())
}

pub(crate) fn papers() -> impl Strategy<Value = Vec<PaperCount>> {
    each(1..9, any_paper)
}

fn closings() -> impl Strategy<Value = Vec<Closing>> {
    vec(btree_set(BALLOTS, 0..12), 0..3).prop_map(|closings| {
        closings
            .into_iter()
            .map(|known| Closing {
                at: AT,
                ballots: known.into_iter().map(ballot_id).collect(),
            })
            .collect()
    })
}

/// Pointers between the proposals of the world, in any direction, circles included; 11
/// is a proposal that does not exist.
pub(crate) fn pointers() -> impl Strategy<Value = BTreeMap<u8, u8>> {
    btree_map(1_u8..=10, 1_u8..=11, 0..8)
}

/// Any state that merging, or another program, can lead to.
pub(crate) fn merged() -> impl Strategy<Value = Snapshot> {
    let rules = prop_oneof![
        1 => Just(None),
        6 => (1_u8..6, 1_u8..4, any::<bool>()).prop_map(|(n, cap, per_card)| {
            let scope = if per_card { DotScope::PerCard } else { DotScope::PerRound };
            Some(rules(n, cap.min(n), scope))
        }),
    ];
    let entries = (
        each(BALLOTS, any_ballot),
        papers(),
        each(1..8, any_arbitration),
    );
    let void = btree_set(prop_oneof![Just("k7mx"), Just("abcd")], 0..2);
    (entries, closings(), (rules, void), pointers()).prop_map(
        |((ballots, papers, arbitrations), closings, (rules, void), pointers)| {
            let base = world()
                .with_ballots(ballots)
                .with_papers(papers)
                .with_arbitrations(arbitrations)
                .with_round(|round| {
                    round.closings = closings;
                    round.rules = rules;
                    round.void_codes = void.iter().map(|c| (voter_code(c), None)).collect();
                });
            pointed(base, &pointers)
        },
    )
}

pub(crate) fn pointed(base: Snapshot, pointers: &BTreeMap<u8, u8>) -> Snapshot {
    pointers.iter().fold(base, |world, (from, to)| {
        world.with_pointer(*from, Some(*to))
    })
}

/// What a person asks, not knowing whether it will be refused. Ids of what is made are
/// taken from `n`.
pub(crate) fn command(n: u8) -> impl Strategy<Value = Command> {
    let small = || 1_u8..11;
    let about_votes = prop_oneof![
        8 => any_ballot(n).prop_map(Command::CastBallot),
        1 => any::<bool>().prop_map(|is_paused| Command::PauseRound { round: ROUND, is_paused }),
        1 => Just(Command::CloseRound { round: ROUND, at: AT }),
        1 => (1_u8..4).prop_map(|card| Command::Reveal {
            round: ROUND, cards: vec![card_id(card)], at: AT,
        }),
        1 => Just(Command::OpenRound {
            id: domain::RoundId::from_bytes([n; 16]),
            workshop: WORKSHOP,
            cards: vec![card_id(1)],
            rules: rules(3, 2, DotScope::PerCard),
            at: AT,
        }),
        4 => any_paper(n).prop_map(Command::RecordPaperCount),
        4 => any_arbitration(n).prop_map(Command::Arbitrate),
    ];
    let about_texts = prop_oneof![
        (small(), small()).prop_map(|(proposal, into)| Command::GroupProposal {
            proposal: proposal_id(proposal),
            into: proposal_id(into),
        }),
        (small(), small()).prop_map(|(proposal, into)| Command::GroupProposal {
            proposal: proposal_id(proposal),
            into: proposal_id(into),
        }),
        small().prop_map(|proposal| Command::UngroupProposal {
            proposal: proposal_id(proposal)
        }),
        (1_u8..5).prop_map(move |card| Command::AddProposal {
            id: proposal_id(n),
            card: card_id(card),
            label: label("Ajoutée"),
            council: Some(council_id(1)),
            workshop: Some(WORKSHOP),
            replaces: None,
        }),
        (1_u8..11).prop_map(move |former| Command::AddProposal {
            id: proposal_id(n),
            card: card_id(former.div_ceil(4)),
            label: label("Récrite"),
            council: None,
            workshop: Some(WORKSHOP),
            replaces: Some(proposal_id(former)),
        }),
        small().prop_map(move |target| Command::AddComment {
            id: comment_id(n),
            target: Target::Proposal(proposal_id(target)),
            text: remark("Oui"),
            council: None,
            workshop: None,
            at: AT,
        }),
        Just(Command::CreateWorkshop {
            id: WorkshopId::from_bytes([n; 16]),
            title: title(),
            date: date(),
            place: None,
            councils: vec![council_id(1)],
            cards: vec![card_id(1)],
            rules: rules(3, 2, DotScope::PerCard),
            lock: None,
        }),
    ];
    prop_oneof![4 => about_votes, 2 => about_texts, 1 => about_the_room(n)]
}

/// What a facilitator asks before and around the vote.
fn about_the_room(n: u8) -> impl Strategy<Value = Command> {
    let round = || prop_oneof![Just(ROUND), (20_u8..50).prop_map(round_id)];
    prop_oneof![
        Just(Command::DraftRound {
            id: round_id(n),
            workshop: WORKSHOP,
            cards: vec![card_id(1)],
        }),
        round().prop_map(|round| Command::StartRound { round, at: AT }),
        (
            round(),
            prop_oneof![Just("mmmm"), Just("nnnn"), Just("pppp")]
        )
            .prop_map(move |(round, text)| Command::IssueCodes {
                id: CodeSheetId::from_bytes([n; 16]),
                round,
                codes: vec![voter_code(text)],
            }),
        (round(), prop_oneof![Just("k7mx"), Just("nnnn")]).prop_map(|(round, text)| {
            Command::VoidCode {
                round,
                code: voter_code(text),
                reason: super::world::reason(),
            }
        }),
        (1_u8..3, btree_set(1_u8..9, 0..4)).prop_map(|(card, chosen)| Command::SelectProposals {
            workshop: WORKSHOP,
            card: card_id(card),
            proposals: chosen.into_iter().map(proposal_id).collect(),
        }),
        (0_u16..40, prop::option::of(0_u16..40)).prop_map(|(present, residents)| {
            Command::RecordAttendance {
                workshop: WORKSHOP,
                attendance: Attendance {
                    present,
                    residents,
                    ..Attendance::default()
                },
            }
        }),
        (1_u8..11, any::<bool>()).prop_map(move |(proposal, is_hidden)| Command::Moderate {
            id: ModerationId::from_bytes([n; 16]),
            subject: ModerationSubject::Proposal(proposal_id(proposal)),
            is_hidden,
            reason: super::world::reason(),
            at: AT,
        }),
        Just(Command::FreezeVersion {
            id: VersionId::from_bytes([n; 16]),
            workshop: WORKSHOP,
            at: AT,
        }),
    ]
}

fn round_id(n: u8) -> domain::RoundId {
    domain::RoundId::from_bytes([n; 16])
}

/// Names, in a ballot, a correction or a decision, what the program would name.
pub(crate) fn informed(snapshot: &Snapshot, command: Command) -> Command {
    match command {
        Command::CastBallot(mut ballot) => {
            ballot.supersedes = domain::current_ballots(snapshot, ballot.round, &ballot.voter);
            Command::CastBallot(ballot)
        }
        Command::RecordPaperCount(mut entry) if !entry.corrects.is_empty() => {
            let in_force = domain::count(snapshot, entry.round).paper_counts;
            entry.corrects = in_force.iter().map(|former| former.id).collect();
            entry.reason = (!entry.corrects.is_empty()).then(super::world::reason);
            Command::RecordPaperCount(entry)
        }
        Command::Arbitrate(mut entry) => {
            let same = || {
                snapshot
                    .arbitrations
                    .values()
                    .filter(|a| a.round == entry.round && a.subject == entry.subject)
            };
            let last: BTreeSet<_> = same()
                .filter(|a| !same().any(|b| b.supersedes.contains(&a.id)))
                .map(|a| a.id)
                .collect();
            entry.supersedes = last;
            Command::Arbitrate(entry)
        }
        other => other,
    }
}
