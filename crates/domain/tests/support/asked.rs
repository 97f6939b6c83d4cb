//! Commands that are right in the small world, and states of its round.

use domain::{
    Ballot, Command, Decision, PaperCount, RoundId, RoundRules, Snapshot, Subject, Target,
    WorkshopId,
};

use super::world::{
    AT, ROUND, With, arbitration, ballot, card_id, code, comment_id, council_id, date, device,
    label, paper, proposal_id, remark, title, world,
};

pub(crate) const OTHER_WORKSHOP: WorkshopId = WorkshopId::from_bytes([77; 16]);
pub(crate) const OTHER_ROUND: RoundId = RoundId::from_bytes([77; 16]);

pub(crate) fn create() -> Command {
    create_with(WorkshopId::from_bytes([50; 16]), &[1], &[1])
}

pub(crate) fn create_with(id: WorkshopId, councils: &[u8], cards: &[u8]) -> Command {
    Command::CreateWorkshop {
        id,
        title: title(),
        date: date(),
        place: None,
        councils: councils.iter().map(|n| council_id(*n)).collect(),
        cards: cards.iter().map(|n| card_id(*n)).collect(),
        rules: RoundRules::default(),
        lock: None,
    }
}

pub(crate) fn open(id: RoundId, workshop: WorkshopId, cards: &[u8]) -> Command {
    Command::OpenRound {
        id,
        workshop,
        cards: cards.iter().map(|n| card_id(*n)).collect(),
        rules: RoundRules::default(),
        at: AT,
    }
}

pub(crate) fn pause(is_paused: bool) -> Command {
    Command::PauseRound {
        round: ROUND,
        is_paused,
    }
}

pub(crate) fn close(round: RoundId) -> Command {
    Command::CloseRound { round, at: AT }
}

pub(crate) fn reveal(round: RoundId, cards: &[u8]) -> Command {
    let cards = cards.iter().map(|n| card_id(*n)).collect();
    Command::Reveal {
        round,
        cards,
        at: AT,
    }
}

pub(crate) fn cast(dots: &[(u8, u8)]) -> Command {
    Command::CastBallot(ballot(50, device(1), dots, &[]))
}

pub(crate) fn cast_with(change: impl FnOnce(&mut Ballot)) -> Command {
    let mut cast = ballot(50, device(1), &[(1, 1)], &[]);
    change(&mut cast);
    Command::CastBallot(cast)
}

pub(crate) fn add_proposal(id: u8, card: u8, council: u8, workshop: WorkshopId) -> Command {
    Command::AddProposal {
        id: proposal_id(id),
        card: card_id(card),
        label: label("Un banc"),
        council: Some(council_id(council)),
        workshop: Some(workshop),
        replaces: None,
    }
}

pub(crate) fn add_comment(target: Target, council: u8, workshop: WorkshopId) -> Command {
    Command::AddComment {
        id: comment_id(50),
        target,
        text: remark("Oui"),
        council: Some(council_id(council)),
        workshop: Some(workshop),
        at: AT,
    }
}

pub(crate) fn group(proposal: u8, into: u8) -> Command {
    Command::GroupProposal {
        proposal: proposal_id(proposal),
        into: proposal_id(into),
    }
}

pub(crate) fn count_paper(change: impl FnOnce(&mut PaperCount)) -> Command {
    let mut entry = paper(50, &[(1, 1)], &[]);
    change(&mut entry);
    Command::RecordPaperCount(entry)
}

pub(crate) fn decide(subject: Subject, decision: Decision, supersedes: &[u8]) -> Command {
    Command::Arbitrate(arbitration(50, subject, decision, supersedes))
}

pub(crate) fn closed() -> Snapshot {
    world().with_closing(&[])
}

pub(crate) fn paused() -> Snapshot {
    world().with_round(|round| round.is_paused = true)
}

pub(crate) fn revealed() -> Snapshot {
    closed().with_round(|round| {
        round.revealed.insert(card_id(1), Some(AT));
    })
}

/// The world with a double of one code.
pub(crate) fn double() -> Snapshot {
    world().with_ballots([
        ballot(1, code("k7mx"), &[(1, 1)], &[]),
        ballot(2, code("k7mx"), &[(2, 1)], &[]),
    ])
}

pub(crate) fn target() -> Target {
    Target::Proposal(proposal_id(1))
}
