//! Random commands that a person could ask on what they see, right or not.

use std::collections::{BTreeMap, BTreeSet};

use document::genesis::proposal_id;
use domain::{
    ActionNews, ActionStep, Answer, AnswerKind, Arbitration, ArbitrationId, Attendance, Author,
    AuthorRole, Ballot, BallotId, CardId, Claim, CodeSheetId, Command, CommentId, Decision,
    DotScope, FollowUp, Label, LinkTarget, ModerationId, ModerationSubject, PaperCount,
    PaperCountId, Passage, Place, ProposalId, Reason, Remark, RoundId, RoundRules, Snapshot,
    Statement, StatementId, Subject, Target, VersionId, VoterCode, VoterId, VoterKey, count,
    current_ballots,
};

use super::chance::Chance;
use super::replica::{AT, CARDS, ROUND, WORKSHOP, create_workshop, open_round};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Cast,
    CastAgain,
    Close,
    Pause,
    Reveal,
    OpenRound,
    Group,
    Ungroup,
    AddProposal,
    Comment,
    Paper,
    Correct,
    Arbitrate,
    Draft,
    Start,
    Codes,
    Void,
    Select,
    Edit,
    Attend,
    Reword,
    Moderate,
    Freeze,
    State,
    Merge,
    MergeStale,
}

pub(crate) const KINDS: [Kind; 26] = [
    Kind::Cast,
    Kind::CastAgain,
    Kind::Close,
    Kind::Pause,
    Kind::Reveal,
    Kind::OpenRound,
    Kind::Group,
    Kind::Ungroup,
    Kind::AddProposal,
    Kind::Comment,
    Kind::Paper,
    Kind::Correct,
    Kind::Arbitrate,
    Kind::Draft,
    Kind::Start,
    Kind::Codes,
    Kind::Void,
    Kind::Select,
    Kind::Edit,
    Kind::Attend,
    Kind::Reword,
    Kind::Moderate,
    Kind::Freeze,
    Kind::State,
    Kind::Merge,
    Kind::MergeStale,
];

/// Random weights; about one kind in four never happens in this run.
pub(crate) fn weights(chance: &mut Chance) -> Vec<(Kind, usize)> {
    KINDS
        .into_iter()
        .map(|kind| {
            let weight = if chance.once_in(4) {
                0
            } else {
                1 + chance.below(6)
            };
            let weight = match kind {
                Kind::Close | Kind::Reveal | Kind::Draft | Kind::Void | Kind::Freeze => {
                    weight.min(1)
                }
                Kind::Group => weight * 2,
                Kind::Paper | Kind::Correct => weight * 3,
                _ => weight,
            };
            (kind, weight)
        })
        .collect()
}

fn reason() -> Reason {
    Reason::new("Vu avec le groupe").expect("a reason of the test")
}

/// One of the rounds, usually the first.
fn some_round(chance: &mut Chance, snapshot: &Snapshot) -> RoundId {
    let ids: Vec<RoundId> = snapshot.rounds.keys().copied().collect();
    if chance.once_in(4) {
        chance.pick(&ids).copied().unwrap_or(ROUND)
    } else {
        ROUND
    }
}

fn some_proposal(chance: &mut Chance, snapshot: &Snapshot) -> ProposalId {
    let ids: Vec<ProposalId> = snapshot.proposals.keys().copied().collect();
    let printed = proposal_id(CARDS[0], 1 + chance.below(4));
    if chance.once_in(2) {
        chance.pick(&ids).copied().unwrap_or(printed)
    } else {
        printed
    }
}

/// Few, so that groupings made apart meet and form circles.
fn few_proposals(chance: &mut Chance) -> ProposalId {
    proposal_id(CARDS[0], 1 + chance.below(3))
}

/// Few voters, so that two replicas often hold ballots of the same one.
pub(crate) fn some_voter(chance: &mut Chance) -> VoterKey {
    match chance.below(5) {
        0 => VoterKey::Device(VoterId::from_bytes(chance.id())),
        1 => VoterKey::Device(VoterId::from_bytes([7; 16])),
        n => {
            let code = ["k7mx", "abcd", "2345"][n - 2];
            VoterKey::Code(VoterCode::new(code).expect("a code of the test"))
        }
    }
}

pub(crate) fn ballot(
    chance: &mut Chance,
    snapshot: &Snapshot,
    round: RoundId,
    voter: VoterKey,
) -> Ballot {
    let proposals = snapshot
        .rounds
        .get(&round)
        .map(|r| r.proposals.clone())
        .unwrap_or_default();
    let mut dots = BTreeMap::new();
    for _ in 0..chance.below(3) {
        if let Some(proposal) = chance.pick(&proposals) {
            dots.insert(*proposal, 1);
        }
    }
    let council = ["nord", "sud"][chance.below(2)];
    Ballot {
        id: BallotId::from_bytes(chance.id()),
        round,
        supersedes: current_ballots(snapshot, round, &voter),
        voter,
        council: Some(council.parse().expect("a slug of the test")),
        dots,
        is_assisted: chance.once_in(5),
    }
}

fn paper(chance: &mut Chance, snapshot: &Snapshot, corrects: BTreeSet<PaperCountId>) -> PaperCount {
    let proposal = some_proposal(chance, snapshot);
    PaperCount {
        id: PaperCountId::from_bytes(chance.id()),
        round: ROUND,
        council: None,
        people: 10,
        dots: [(proposal, 1 + u32::from(chance.byte(9)))].into(),
        reason: (!corrects.is_empty()).then(reason),
        corrects,
        entered_at: Some(AT),
    }
}

fn arbitration(chance: &mut Chance, snapshot: &Snapshot) -> Arbitration {
    let ballots: Vec<BallotId> = snapshot
        .ballots
        .values()
        .filter(|b| b.round == ROUND)
        .map(|b| b.id)
        .collect();
    let ballot = chance
        .pick(&ballots)
        .copied()
        .unwrap_or(BallotId::from_bytes([0; 16]));
    let yes = if chance.once_in(2) {
        Decision::Count
    } else {
        Decision::SetAside
    };
    let (subject, decision) = match chance.below(4) {
        0 => (Subject::LateBallots, yes),
        1 => (Subject::Ballot(ballot), yes),
        _ => {
            let voter = snapshot.ballots.get(&ballot).map(|b| b.voter.clone());
            let voter = voter.unwrap_or_else(|| some_voter(chance));
            (Subject::Double(voter), Decision::Keep(ballot))
        }
    };
    let same = || {
        let of_round = snapshot.arbitrations.values().filter(|a| a.round == ROUND);
        of_round.filter(|a| a.subject == subject)
    };
    let supersedes = same()
        .map(|a| a.id)
        .filter(|id| !same().any(|a| a.supersedes.contains(id)))
        .collect();
    Arbitration {
        id: ArbitrationId::from_bytes(chance.id()),
        round: ROUND,
        subject,
        decision,
        reason: reason(),
        supersedes,
        decided_at: AT,
    }
}

/// A command of this kind; `None` for merging.
pub(crate) fn command(chance: &mut Chance, snapshot: &Snapshot, kind: Kind) -> Option<Command> {
    let round = some_round(chance, snapshot);
    Some(match kind {
        Kind::Cast => {
            let voter = some_voter(chance);
            Command::CastBallot(ballot(chance, snapshot, round, voter))
        }
        Kind::CastAgain => {
            let voters: Vec<VoterKey> =
                snapshot.ballots.values().map(|b| b.voter.clone()).collect();
            let voter = chance
                .pick(&voters)
                .cloned()
                .unwrap_or_else(|| some_voter(chance));
            Command::CastBallot(ballot(chance, snapshot, round, voter))
        }
        Kind::Close => Command::CloseRound { round, at: AT },
        Kind::Pause => Command::PauseRound {
            round,
            is_paused: chance.once_in(2),
        },
        Kind::Reveal => {
            let card = CARDS[chance.below(CARDS.len())];
            let cards = vec![card.parse().expect("a slug of the test")];
            Command::Reveal {
                round,
                cards,
                at: AT,
            }
        }
        Kind::OpenRound => {
            if snapshot.workshops.contains_key(&WORKSHOP) {
                open_round(RoundId::from_bytes(chance.id()))
            } else {
                create_workshop()
            }
        }
        Kind::Group => Command::GroupProposal {
            proposal: few_proposals(chance),
            into: few_proposals(chance),
        },
        Kind::Ungroup => {
            let grouped = snapshot
                .proposals
                .values()
                .filter(|p| p.grouped_into.is_some());
            let ids: Vec<ProposalId> = grouped.map(|p| p.id).collect();
            Command::UngroupProposal {
                proposal: chance.pick(&ids).copied()?,
            }
        }
        Kind::AddProposal => Command::AddProposal {
            id: ProposalId::from_bytes(chance.id()),
            card: CARDS[chance.below(CARDS.len())]
                .parse()
                .expect("a slug of the test"),
            label: Label::new("Un banc").expect("a label of the test"),
            council: None,
            workshop: None,
            replaces: None,
        },
        Kind::Comment => {
            let target = some_proposal_target(chance, snapshot);
            comment(chance, target)
        }
        Kind::Paper => Command::RecordPaperCount(paper(chance, snapshot, BTreeSet::new())),
        Kind::Correct => {
            let in_force = count(snapshot, ROUND).paper_counts;
            let former = chance.pick(&in_force).map(|entry| entry.id)?;
            Command::RecordPaperCount(paper(chance, snapshot, [former].into()))
        }
        Kind::Arbitrate => Command::Arbitrate(arbitration(chance, snapshot)),
        Kind::State => Command::State(statements(chance, snapshot)),
        Kind::Merge | Kind::MergeStale => return None,
        _ => return about_the_room(chance, snapshot, kind),
    })
}

/// What a facilitator asks before and around the vote.
fn about_the_room(chance: &mut Chance, snapshot: &Snapshot, kind: Kind) -> Option<Command> {
    let round = some_round(chance, snapshot);
    let card: CardId = CARDS[0].parse().expect("a slug of the test");
    let one = few_proposals(chance);
    Some(match kind {
        Kind::Draft => Command::DraftRound {
            id: RoundId::from_bytes(chance.id()),
            workshop: WORKSHOP,
            cards: vec![card],
        },
        Kind::Start => Command::StartRound { round, at: AT },
        Kind::Codes => Command::IssueCodes {
            id: CodeSheetId::from_bytes(chance.id()),
            round,
            codes: vec![some_code(chance)],
        },
        Kind::Void => Command::VoidCode {
            round,
            code: some_code(chance),
            reason: reason(),
        },
        Kind::Select => {
            let other = few_proposals(chance);
            let chosen = if one == other {
                vec![one]
            } else {
                vec![one, other]
            };
            Command::SelectProposals {
                workshop: WORKSHOP,
                card,
                proposals: chosen,
            }
        }
        Kind::Edit => {
            let workshop = snapshot.workshops.get(&WORKSHOP)?;
            let n = 2 + chance.byte(4);
            let rules = RoundRules::new(n, 1 + chance.byte(n), DotScope::PerCard);
            Command::EditWorkshop {
                id: WORKSHOP,
                title: workshop.title.clone(),
                date: workshop.date,
                place: workshop.place.clone(),
                councils: workshop.councils.clone(),
                cards: workshop.cards.clone(),
                rules: rules.expect("rules of the test"),
            }
        }
        Kind::Attend => Command::RecordAttendance {
            workshop: WORKSHOP,
            attendance: Attendance {
                present: 10 + u16::from(chance.byte(10)),
                residents: None,
                associations: chance.once_in(2).then_some(3),
                quorum: Some(12),
            },
        },
        Kind::Reword => Command::AddProposal {
            id: ProposalId::from_bytes(chance.id()),
            card,
            label: Label::new("Un banc à l’ombre").expect("a label of the test"),
            council: None,
            workshop: Some(WORKSHOP),
            replaces: Some(one),
        },
        Kind::Moderate => Command::Moderate {
            id: ModerationId::from_bytes(chance.id()),
            subject: snapshot
                .comments
                .keys()
                .next()
                .map_or(ModerationSubject::Proposal(one), |comment| {
                    ModerationSubject::Comment(*comment)
                }),
            is_hidden: chance.once_in(2),
            reason: reason(),
            at: AT,
        },
        Kind::Freeze => Command::FreezeVersion {
            id: VersionId::from_bytes(chance.id()),
            workshop: WORKSHOP,
            at: AT,
        },
        _ => return None,
    })
}

/// News of one of two actions, an answer, a link: few topics, so that people speak apart.
fn statements(chance: &mut Chance, snapshot: &Snapshot) -> Vec<Statement> {
    let proposal = few_proposals(chance);
    let claim = match chance.below(4) {
        0 => Claim::Answer {
            proposal,
            answer: Answer {
                kind: AnswerKind::ALL[chance.below(5)],
                reason: Passage::new("Vu en comité").expect("a passage of the test"),
                date: "2026-11-27".parse().expect("a day of the test"),
                body: Place::new("Comité de pilotage").expect("a body of the test"),
            },
        },
        1 => Claim::Link {
            proposal,
            target: LinkTarget::Action(1),
            source: chance.once_in(2).then(reason),
        },
        _ => Claim::Action {
            action: 1 + u16::from(chance.byte(2)),
            news: ActionNews::Step(chance.once_in(2).then_some(ActionStep::Reached)),
        },
    };
    let follow_up = FollowUp::new(&snapshot.statements);
    let standing = follow_up.standing(&claim.topic());
    vec![Statement {
        id: StatementId::from_bytes(chance.id()),
        at: AT,
        author: Author {
            role: AuthorRole::Councillor,
            council: Some("nord".parse().expect("a slug of the test")),
        },
        supersedes: standing.iter().map(|it| it.id).collect(),
        claim,
    }]
}

/// Few codes, so that sheets made apart hold the same one.
fn some_code(chance: &mut Chance) -> VoterCode {
    let code = ["k7mx", "abcd", "2345", "mnpr"][chance.below(4)];
    VoterCode::new(code).expect("a code of the test")
}

fn some_proposal_target(chance: &mut Chance, snapshot: &Snapshot) -> Target {
    match chance.below(3) {
        0 => Target::Action(1 + u16::from(chance.byte(3))),
        _ => Target::Proposal(some_proposal(chance, snapshot)),
    }
}

pub(crate) fn comment(chance: &mut Chance, target: Target) -> Command {
    Command::AddComment {
        id: CommentId::from_bytes(chance.id()),
        target,
        text: Remark::new("Une remarque").expect("a remark of the test"),
        council: None,
        workshop: None,
        at: AT,
    }
}
