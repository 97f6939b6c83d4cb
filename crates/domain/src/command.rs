//! Everything a person can ask, and the reasons to refuse it.

use std::collections::BTreeSet;

use crate::group::leads_to;
use crate::{
    Arbitration, ArbitrationId, Ballot, BallotFault, BallotId, CardId, CommentId, CouncilId, Date,
    Decision, Label, PaperCount, Place, ProposalId, Remark, Round, RoundId, RoundRules,
    RoundStatus, Snapshot, Subject, Target, Timestamp, Title, VoterKey, WorkshopId, limits,
};

/// What a person asks of the document. Ids and times are given by the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Create a workshop.
    CreateWorkshop {
        /// Fresh id.
        id: WorkshopId,
        /// Name.
        title: Title,
        /// Day.
        date: Date,
        /// Place, if known.
        place: Option<Place>,
        /// Councils that meet; at least one.
        councils: Vec<CouncilId>,
        /// Cards on the table; at least one.
        cards: Vec<CardId>,
        /// Rules of its rounds.
        rules: RoundRules,
    },
    /// Open a round on the workshop's cards, with its rules.
    OpenRound {
        /// Fresh id.
        id: RoundId,
        /// Workshop.
        workshop: WorkshopId,
        /// Cards of the round, among the workshop's.
        cards: Vec<CardId>,
        /// Rules of the round.
        rules: RoundRules,
        /// When.
        at: Timestamp,
    },
    /// Suspend or resume a round.
    PauseRound {
        /// Round.
        round: RoundId,
        /// True to suspend, false to resume.
        is_paused: bool,
    },
    /// Close a round: the ballots known here are on time, any other is late.
    CloseRound {
        /// Round.
        round: RoundId,
        /// When.
        at: Timestamp,
    },
    /// Show the totals of some cards of a closed round.
    Reveal {
        /// Round.
        round: RoundId,
        /// Cards to show.
        cards: Vec<CardId>,
        /// When.
        at: Timestamp,
    },
    /// Cast a ballot.
    CastBallot(Ballot),
    /// Add a proposal to a card.
    AddProposal {
        /// Fresh id.
        id: ProposalId,
        /// Card.
        card: CardId,
        /// Wording.
        label: Label,
        /// Council that brings it.
        council: Option<CouncilId>,
        /// Workshop in which it is added.
        workshop: Option<WorkshopId>,
    },
    /// Add a comment.
    AddComment {
        /// Fresh id.
        id: CommentId,
        /// What it is about.
        target: Target,
        /// Wording.
        text: Remark,
        /// Council it comes from.
        council: Option<CouncilId>,
        /// Workshop in which it is made.
        workshop: Option<WorkshopId>,
        /// When.
        at: Timestamp,
    },
    /// Say that a proposal repeats another.
    GroupProposal {
        /// The one that repeats.
        proposal: ProposalId,
        /// The one that stands for both.
        into: ProposalId,
    },
    /// Take a proposal out of its group.
    UngroupProposal {
        /// The proposal.
        proposal: ProposalId,
    },
    /// Record a paper count, or correct one.
    RecordPaperCount(PaperCount),
    /// Record a decision.
    Arbitrate(Arbitration),
}

/// Why a command is not carried out. A value to show next to the control, not an error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// An entry with this id is already there.
    #[error("the id is taken")]
    IdTaken,
    /// The workshop is unknown.
    #[error("unknown workshop {0}")]
    UnknownWorkshop(WorkshopId),
    /// The round is unknown.
    #[error("unknown round {0}")]
    UnknownRound(RoundId),
    /// The card is unknown, or not on the table.
    #[error("unknown card {0}")]
    UnknownCard(CardId),
    /// The council is unknown, or does not meet in this workshop.
    #[error("unknown council {0}")]
    UnknownCouncil(CouncilId),
    /// The proposal is unknown.
    #[error("unknown proposal {0}")]
    UnknownProposal(ProposalId),
    /// The target of a comment is unknown.
    #[error("unknown target")]
    UnknownTarget,
    /// No council was chosen.
    #[error("no council chosen")]
    NoCouncil,
    /// No card was chosen.
    #[error("no card chosen")]
    NoCard,
    /// More cards or proposals than a round may hold.
    #[error("too many cards or proposals")]
    TooMany,
    /// Another round of the workshop is not closed yet.
    #[error("another round of the workshop is not closed")]
    AnotherRoundIsOpen,
    /// The round does not accept this in its status.
    #[error("the round is {0:?}")]
    WrongStatus(RoundStatus),
    /// The ballot breaks a rule.
    #[error("the ballot breaks a rule: {0}")]
    Ballot(#[from] BallotFault),
    /// The voter has a current ballot that this one does not supersede, or names as
    /// superseded one that is not the voter's.
    #[error("the voter already has a ballot")]
    VoterHasBallot,
    /// Grouping with itself, over two cards, or in a circle.
    #[error("these proposals cannot be grouped")]
    CannotGroup,
    /// The proposal is in no group.
    #[error("the proposal is in no group")]
    NotGrouped,
    /// People or dots of a paper count are over the limits.
    #[error("the paper count is over the limits")]
    PaperOverLimits,
    /// A correction must name entries of the same round and give a reason.
    #[error("a correction needs the entries it corrects and a reason")]
    CorrectionIncomplete,
    /// The decision does not fit its subject, or leaves a former one in force.
    #[error("the decision does not fit its subject")]
    DecisionUnfit,
}

/// Says whether `command` can be carried out on `snapshot`.
///
/// # Errors
/// [`Refusal`]; the document is then left as it is.
pub fn check(snapshot: &Snapshot, command: &Command) -> Result<(), Refusal> {
    match command {
        Command::CreateWorkshop {
            id,
            councils,
            cards,
            ..
        } => {
            refuse_if(snapshot.workshops.contains_key(id), Refusal::IdTaken)?;
            refuse_if(councils.is_empty(), Refusal::NoCouncil)?;
            councils
                .iter()
                .try_for_each(|council| known_council(snapshot, Some(council)))?;
            check_cards(snapshot, cards)
        }
        Command::OpenRound {
            id,
            workshop,
            cards,
            ..
        } => check_open(snapshot, *id, *workshop, cards),
        Command::PauseRound { round, is_paused } => {
            let needed = if *is_paused {
                RoundStatus::Open
            } else {
                RoundStatus::Paused
            };
            let status = known_round(snapshot, *round)?.status();
            refuse_if(status != needed, Refusal::WrongStatus(status))
        }
        Command::CloseRound { round, .. } => {
            let status = known_round(snapshot, *round)?.status();
            refuse_if(status >= RoundStatus::Closed, Refusal::WrongStatus(status))
        }
        Command::Reveal { round, cards, .. } => {
            let round = known_round(snapshot, *round)?;
            refuse_if(cards.is_empty(), Refusal::NoCard)?;
            let foreign = cards.iter().find(|card| !round.cards.contains(card));
            foreign.map_or(Ok(()), |card| Err(Refusal::UnknownCard(card.clone())))?;
            let status = round.status();
            refuse_if(status < RoundStatus::Closed, Refusal::WrongStatus(status))
        }
        Command::CastBallot(ballot) => check_ballot(snapshot, ballot),
        Command::AddProposal {
            id,
            card,
            council,
            workshop,
            ..
        } => {
            refuse_if(snapshot.proposals.contains_key(id), Refusal::IdTaken)?;
            known_card(snapshot, card)?;
            known_council(snapshot, council.as_ref())?;
            known_workshop(snapshot, *workshop)
        }
        Command::AddComment {
            id,
            target,
            council,
            workshop,
            ..
        } => {
            refuse_if(snapshot.comments.contains_key(id), Refusal::IdTaken)?;
            refuse_if(!target_exists(snapshot, *target), Refusal::UnknownTarget)?;
            known_council(snapshot, council.as_ref())?;
            known_workshop(snapshot, *workshop)
        }
        Command::GroupProposal { proposal, into } => check_group(snapshot, *proposal, *into),
        Command::UngroupProposal { proposal } => {
            let found = snapshot
                .proposals
                .get(proposal)
                .ok_or(Refusal::UnknownProposal(*proposal))?;
            refuse_if(found.grouped_into.is_none(), Refusal::NotGrouped)
        }
        Command::RecordPaperCount(entry) => check_paper(snapshot, entry),
        Command::Arbitrate(arbitration) => check_arbitration(snapshot, arbitration),
    }
}

fn refuse_if(condition: bool, refusal: Refusal) -> Result<(), Refusal> {
    if condition { Err(refusal) } else { Ok(()) }
}

fn known_round(snapshot: &Snapshot, id: RoundId) -> Result<&Round, Refusal> {
    snapshot
        .rounds
        .get(&id)
        .map(AsRef::as_ref)
        .ok_or(Refusal::UnknownRound(id))
}

fn known_card(snapshot: &Snapshot, id: &CardId) -> Result<(), Refusal> {
    refuse_if(
        !snapshot.cards.contains_key(id),
        Refusal::UnknownCard(id.clone()),
    )
}

fn known_council(snapshot: &Snapshot, id: Option<&CouncilId>) -> Result<(), Refusal> {
    match id {
        Some(id) if snapshot.contract.council(id).is_none() => {
            Err(Refusal::UnknownCouncil(id.clone()))
        }
        _ => Ok(()),
    }
}

fn known_workshop(snapshot: &Snapshot, id: Option<WorkshopId>) -> Result<(), Refusal> {
    match id {
        Some(id) if !snapshot.workshops.contains_key(&id) => Err(Refusal::UnknownWorkshop(id)),
        _ => Ok(()),
    }
}

fn check_cards(snapshot: &Snapshot, cards: &[CardId]) -> Result<(), Refusal> {
    refuse_if(cards.is_empty(), Refusal::NoCard)?;
    refuse_if(cards.len() > limits::CARDS_MAX, Refusal::TooMany)?;
    cards.iter().try_for_each(|card| known_card(snapshot, card))
}

fn check_open(
    snapshot: &Snapshot,
    id: RoundId,
    workshop: WorkshopId,
    cards: &[CardId],
) -> Result<(), Refusal> {
    refuse_if(snapshot.rounds.contains_key(&id), Refusal::IdTaken)?;
    let found = snapshot
        .workshops
        .get(&workshop)
        .ok_or(Refusal::UnknownWorkshop(workshop))?;
    check_cards(snapshot, cards)?;
    let foreign = cards.iter().find(|card| !found.cards.contains(card));
    foreign.map_or(Ok(()), |card| Err(Refusal::UnknownCard(card.clone())))?;
    let n_proposals = snapshot
        .proposals
        .values()
        .filter(|p| cards.contains(&p.card))
        .count();
    refuse_if(n_proposals > limits::ROUND_PROPOSALS_MAX, Refusal::TooMany)?;
    let is_busy = snapshot
        .rounds
        .values()
        .any(|round| round.workshop == workshop && round.status() < RoundStatus::Closed);
    refuse_if(is_busy, Refusal::AnotherRoundIsOpen)
}

fn check_ballot(snapshot: &Snapshot, ballot: &Ballot) -> Result<(), Refusal> {
    refuse_if(snapshot.ballots.contains_key(&ballot.id), Refusal::IdTaken)?;
    let round = known_round(snapshot, ballot.round)?;
    let status = round.status();
    refuse_if(!round.accepts_ballots(), Refusal::WrongStatus(status))?;
    known_council(snapshot, ballot.council.as_ref())?;
    ballot.fault(round, &round.votable(&snapshot.proposals))?;
    refuse_if(
        ballot.supersedes.len() > limits::SUPERSEDES_MAX,
        Refusal::TooMany,
    )?;
    let current = current_ballots(snapshot, ballot.round, &ballot.voter);
    refuse_if(current != ballot.supersedes, Refusal::VoterHasBallot)
}

/// Ballots of `voter` in `round` that no other one of theirs supersedes: the ones that a
/// new ballot of theirs must name.
pub fn current_ballots(
    snapshot: &Snapshot,
    round: RoundId,
    voter: &VoterKey,
) -> BTreeSet<BallotId> {
    let of_voter = || {
        snapshot
            .ballots
            .values()
            .filter(|b| b.round == round && b.voter == *voter)
    };
    of_voter()
        .map(|b| b.id)
        .filter(|id| !of_voter().any(|other| other.supersedes.contains(id)))
        .collect()
}

fn target_exists(snapshot: &Snapshot, target: Target) -> bool {
    match target {
        Target::Proposal(id) => snapshot.proposals.contains_key(&id),
        Target::Difficulty(id) => snapshot
            .cards
            .values()
            .any(|card| card.difficulties.iter().any(|d| d.id == id)),
        Target::Action(seq) => snapshot.contract.action(seq).is_some(),
    }
}

fn check_group(snapshot: &Snapshot, proposal: ProposalId, into: ProposalId) -> Result<(), Refusal> {
    let find = |id| {
        snapshot
            .proposals
            .get(&id)
            .ok_or(Refusal::UnknownProposal(id))
    };
    let (one, other) = (find(proposal)?, find(into)?);
    refuse_if(
        one.card != other.card || leads_to(&snapshot.proposals, into, proposal),
        Refusal::CannotGroup,
    )
}

fn check_paper(snapshot: &Snapshot, entry: &PaperCount) -> Result<(), Refusal> {
    refuse_if(
        snapshot.paper_counts.contains_key(&entry.id),
        Refusal::IdTaken,
    )?;
    let round = known_round(snapshot, entry.round)?;
    known_council(snapshot, entry.council.as_ref())?;
    refuse_if(
        entry.people > limits::PAPER_PEOPLE_MAX
            || entry
                .dots
                .values()
                .any(|dots| !(1..=limits::PAPER_DOTS_MAX).contains(dots)),
        Refusal::PaperOverLimits,
    )?;
    let foreign = entry.dots.keys().find(|id| !round.proposals.contains(id));
    foreign.map_or(Ok(()), |id| Err(Refusal::UnknownProposal(*id)))?;
    refuse_if(
        entry.corrects.len() > limits::SUPERSEDES_MAX,
        Refusal::TooMany,
    )?;
    let are_known = entry.corrects.iter().all(|id| {
        snapshot
            .paper_counts
            .get(id)
            .is_some_and(|former| former.round == entry.round)
    });
    refuse_if(
        !are_known || entry.corrects.is_empty() != entry.reason.is_none(),
        Refusal::CorrectionIncomplete,
    )
}

fn check_arbitration(snapshot: &Snapshot, arbitration: &Arbitration) -> Result<(), Refusal> {
    refuse_if(
        snapshot.arbitrations.contains_key(&arbitration.id),
        Refusal::IdTaken,
    )?;
    let round = known_round(snapshot, arbitration.round)?;
    let is_ballot_of = |id: &BallotId, voter: Option<&VoterKey>| {
        snapshot
            .ballots
            .get(id)
            .is_some_and(|b| b.round == round.id && voter.is_none_or(|voter| b.voter == *voter))
    };
    let fits = match (&arbitration.subject, &arbitration.decision) {
        (Subject::Double(voter), Decision::Keep(ballot)) => is_ballot_of(ballot, Some(voter)),
        (Subject::Double(voter), Decision::SetAside) => snapshot
            .ballots
            .values()
            .any(|b| b.round == round.id && b.voter == *voter),
        (Subject::LateBallots, Decision::Count | Decision::SetAside) => true,
        (Subject::Ballot(id), Decision::Count | Decision::SetAside) => is_ballot_of(id, None),
        _ => false,
    };
    let in_force: BTreeSet<ArbitrationId> = {
        let same = || {
            snapshot
                .arbitrations
                .values()
                .filter(|a| a.round == round.id && a.subject == arbitration.subject)
        };
        same()
            .map(|a| a.id)
            .filter(|id| !same().any(|a| a.id != *id && a.supersedes.contains(id)))
            .collect()
    };
    refuse_if(
        !fits || in_force != arbitration.supersedes,
        Refusal::DecisionUnfit,
    )
}
