//! Says whether a command can be carried out; the one place that refuses.

mod statements;

use std::collections::BTreeSet;

use self::statements::check_statements;
use crate::group::leads_to;
use crate::{
    Arbitration, ArbitrationId, Attendance, Ballot, BallotId, CardId, Command, CouncilId, Decision,
    ModerationId, ModerationSubject, PaperCount, ProposalId, Refusal, Round, RoundId, RoundStatus,
    Snapshot, Subject, Target, VersionId, VoterCode, VoterKey, WorkshopId, limits,
};

/// Says whether `command` can be carried out on `snapshot`.
///
/// # Errors
/// [`Refusal`]; the document is then left as it is.
pub fn check(snapshot: &Snapshot, command: &Command) -> Result<(), Refusal> {
    match command {
        Command::CreateWorkshop { .. }
        | Command::EditWorkshop { .. }
        | Command::SetFacilitatorLock { .. }
        | Command::SelectProposals { .. }
        | Command::RecordAttendance { .. }
        | Command::FreezeVersion { .. } => check_workshop(snapshot, command),
        Command::DraftRound { .. }
        | Command::StartRound { .. }
        | Command::OpenRound { .. }
        | Command::PauseRound { .. }
        | Command::CloseRound { .. }
        | Command::Reveal { .. }
        | Command::IssueCodes { .. }
        | Command::VoidCode { .. } => check_round(snapshot, command),
        Command::CastBallot(ballot) => check_ballot(snapshot, ballot),
        Command::AddProposal {
            id,
            card,
            council,
            workshop,
            replaces,
            ..
        } => {
            refuse_if(snapshot.proposals.contains_key(id), Refusal::IdTaken)?;
            known_card(snapshot, card)?;
            known_council(snapshot, council.as_ref())?;
            known_workshop(snapshot, *workshop)?;
            check_replacement(snapshot, card, *replaces)
        }
        Command::Moderate {
            id,
            subject,
            is_hidden,
            ..
        } => check_moderation(snapshot, *id, *subject, *is_hidden),
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
        Command::State(statements) => check_statements(snapshot, statements),
    }
}

fn check_workshop(snapshot: &Snapshot, command: &Command) -> Result<(), Refusal> {
    match command {
        Command::CreateWorkshop {
            id,
            councils,
            cards,
            ..
        } => {
            refuse_if(snapshot.workshops.contains_key(id), Refusal::IdTaken)?;
            check_meeting(snapshot, councils, cards)
        }
        Command::EditWorkshop {
            id,
            councils,
            cards,
            ..
        } => {
            with_rules(snapshot, *id)?;
            check_meeting(snapshot, councils, cards)
        }
        Command::SetFacilitatorLock { workshop, .. } => known_workshop(snapshot, Some(*workshop)),
        Command::SelectProposals {
            workshop,
            card,
            proposals,
        } => check_selection(snapshot, *workshop, card, proposals),
        Command::RecordAttendance {
            workshop,
            attendance,
        } => {
            known_workshop(snapshot, Some(*workshop))?;
            check_attendance(attendance)
        }
        Command::FreezeVersion { id, workshop, .. } => check_version(snapshot, *id, *workshop),
        _ => Ok(()),
    }
}

fn check_round(snapshot: &Snapshot, command: &Command) -> Result<(), Refusal> {
    match command {
        Command::OpenRound {
            id,
            workshop,
            cards,
            ..
        } => check_open(snapshot, *id, *workshop, cards),
        Command::DraftRound {
            id,
            workshop,
            cards,
        } => {
            with_rules(snapshot, *workshop)?;
            check_open(snapshot, *id, *workshop, cards)
        }
        Command::StartRound { round, .. } => check_start(snapshot, *round),
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
            refuse_if(!status.is_running(), Refusal::WrongStatus(status))
        }
        Command::Reveal { round, cards, .. } => {
            let round = known_round(snapshot, *round)?;
            refuse_if(cards.is_empty(), Refusal::NoCard)?;
            let foreign = cards.iter().find(|card| !round.cards.contains(card));
            foreign.map_or(Ok(()), |card| Err(Refusal::UnknownCard(card.clone())))?;
            let status = round.status();
            refuse_if(status < RoundStatus::Closed, Refusal::WrongStatus(status))
        }
        Command::IssueCodes { round, codes, .. } => check_codes(snapshot, *round, codes),
        Command::VoidCode { round, code, .. } => {
            let round = known_round(snapshot, *round)?;
            refuse_if(!round.codes.contains(code), Refusal::UnknownCode)?;
            refuse_if(round.void_codes.contains_key(code), Refusal::VoidCode)
        }
        _ => Ok(()),
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

/// A workshop that can have rounds; one of the past has no rules, and is history.
fn with_rules(snapshot: &Snapshot, id: WorkshopId) -> Result<(), Refusal> {
    let found = snapshot.workshops.get(&id);
    let found = found.ok_or(Refusal::UnknownWorkshop(id))?;
    refuse_if(found.rules.is_none(), Refusal::WorkshopIsHistory)
}

fn check_version(snapshot: &Snapshot, id: VersionId, workshop: WorkshopId) -> Result<(), Refusal> {
    with_rules(snapshot, workshop)?;
    let found = snapshot.workshops.get(&workshop);
    let versions = found.map_or(&[][..], |found| &found.versions);
    let is_taken = versions.iter().any(|version| version.id == id);
    refuse_if(is_taken, Refusal::IdTaken)?;
    refuse_if(versions.len() >= limits::VERSIONS_MAX, Refusal::TooMany)?;
    let rounds = snapshot.rounds_of(workshop);
    let running = rounds.iter().find(|round| round.status().is_running());
    running.map_or(Ok(()), |round| Err(Refusal::WrongStatus(round.status())))
}

fn check_meeting(
    snapshot: &Snapshot,
    councils: &[CouncilId],
    cards: &[CardId],
) -> Result<(), Refusal> {
    refuse_if(councils.is_empty(), Refusal::NoCouncil)?;
    councils
        .iter()
        .try_for_each(|council| known_council(snapshot, Some(council)))?;
    check_cards(snapshot, cards)
}

fn check_selection(
    snapshot: &Snapshot,
    workshop: WorkshopId,
    card: &CardId,
    proposals: &[ProposalId],
) -> Result<(), Refusal> {
    let found = snapshot
        .workshops
        .get(&workshop)
        .ok_or(Refusal::UnknownWorkshop(workshop))?;
    refuse_if(
        !found.cards.contains(card),
        Refusal::UnknownCard(card.clone()),
    )?;
    refuse_if(
        proposals.len() > limits::ROUND_PROPOSALS_MAX,
        Refusal::TooMany,
    )?;
    let unknown = proposals
        .iter()
        .find(|id| !snapshot.proposals.contains_key(id));
    unknown.map_or(Ok(()), |id| Err(Refusal::UnknownProposal(*id)))?;
    let each_once: BTreeSet<&ProposalId> = proposals.iter().collect();
    let is_foreign = |id: &ProposalId| {
        snapshot
            .proposals
            .get(id)
            .is_none_or(|proposal| proposal.card != *card)
    };
    refuse_if(
        proposals.is_empty()
            || each_once.len() != proposals.len()
            || proposals.iter().any(is_foreign),
        Refusal::SelectionUnfit,
    )
}

fn check_attendance(attendance: &Attendance) -> Result<(), Refusal> {
    let college = |n: Option<u16>| u32::from(n.unwrap_or(0));
    let of_colleges = college(attendance.residents) + college(attendance.associations);
    refuse_if(
        attendance.present > limits::ATTENDANCE_MAX
            || attendance.quorum.unwrap_or(0) > limits::ATTENDANCE_MAX
            || of_colleges > u32::from(attendance.present),
        Refusal::AttendanceUnfit,
    )
}

fn check_start(snapshot: &Snapshot, id: RoundId) -> Result<(), Refusal> {
    let round = known_round(snapshot, id)?;
    let status = round.status();
    refuse_if(status != RoundStatus::Draft, Refusal::WrongStatus(status))?;
    with_rules(snapshot, round.workshop)?;
    check_n_proposals(snapshot, round.workshop, &round.cards)?;
    let mut others = snapshot.rounds.values();
    let is_busy =
        others.any(|other| other.workshop == round.workshop && other.status().is_running());
    refuse_if(is_busy, Refusal::AnotherRoundIsOpen)
}

/// A round on cards without a proposal, or with more than it may hold, is refused.
fn check_n_proposals(
    snapshot: &Snapshot,
    workshop: WorkshopId,
    cards: &[CardId],
) -> Result<(), Refusal> {
    let on_table = cards.iter().map(|card| snapshot.on_table(workshop, card));
    let n_proposals: usize = on_table.map(|proposals| proposals.len()).sum();
    refuse_if(n_proposals == 0, Refusal::SelectionUnfit)?;
    refuse_if(n_proposals > limits::ROUND_PROPOSALS_MAX, Refusal::TooMany)
}

fn check_codes(snapshot: &Snapshot, id: RoundId, codes: &[VoterCode]) -> Result<(), Refusal> {
    let round = known_round(snapshot, id)?;
    let status = round.status();
    refuse_if(status >= RoundStatus::Closed, Refusal::WrongStatus(status))?;
    refuse_if(
        round.codes.len().saturating_add(codes.len()) > limits::CODES_MAX,
        Refusal::TooMany,
    )?;
    // New in the whole workshop, so that a sheet of another round is told apart.
    let rounds = snapshot.rounds_of(round.workshop);
    let is_taken = |code: &VoterCode| rounds.iter().any(|other| other.codes.contains(code));
    let each_once: BTreeSet<&VoterCode> = codes.iter().collect();
    refuse_if(
        codes.is_empty() || each_once.len() != codes.len() || codes.iter().any(is_taken),
        Refusal::CodeTaken,
    )
}

fn check_replacement(
    snapshot: &Snapshot,
    card: &CardId,
    replaces: Option<ProposalId>,
) -> Result<(), Refusal> {
    let Some(id) = replaces else { return Ok(()) };
    let former = snapshot.proposals.get(&id);
    let former = former.ok_or(Refusal::UnknownProposal(id))?;
    refuse_if(former.card != *card, Refusal::UnknownCard(card.clone()))?;
    refuse_if(snapshot.is_replaced(id), Refusal::AlreadyReplaced)
}

fn check_moderation(
    snapshot: &Snapshot,
    id: ModerationId,
    subject: ModerationSubject,
    is_hidden: bool,
) -> Result<(), Refusal> {
    let (former, is_hidden_now) = match subject {
        ModerationSubject::Comment(comment) => {
            let found = snapshot.comments.get(&comment);
            let found = found.ok_or(Refusal::UnknownTarget)?;
            (&found.moderation, found.is_hidden())
        }
        ModerationSubject::Proposal(proposal) => {
            let found = snapshot.proposals.get(&proposal);
            let found = found.ok_or(Refusal::UnknownProposal(proposal))?;
            (&found.moderation, found.is_hidden())
        }
    };
    let is_taken = former.iter().any(|decision| decision.id == id);
    refuse_if(is_taken, Refusal::IdTaken)?;
    refuse_if(is_hidden == is_hidden_now, Refusal::NothingToChange)?;
    refuse_if(former.len() >= limits::MODERATIONS_MAX, Refusal::TooMany)
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
    check_n_proposals(snapshot, workshop, cards)?;
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
    if let VoterKey::Code(code) = &ballot.voter {
        refuse_if(!round.knows_code(code), Refusal::UnknownCode)?;
        refuse_if(round.void_codes.contains_key(code), Refusal::VoidCode)?;
    }
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
