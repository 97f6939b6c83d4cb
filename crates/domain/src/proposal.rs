//! A proposal: what people place dots on.

use std::sync::Arc;

use crate::moderation::is_hidden;
use crate::{CardId, CouncilId, Moderation, ProposalId, WorkshopId};

/// One proposal of one card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its id.
    pub id: ProposalId,
    /// Card it stands on.
    pub card: CardId,
    /// Place among the printed proposals of its card, from 1; `None` for one that
    /// was added later (those follow, in the order of their ids).
    pub number: Option<u16>,
    /// Wording.
    pub label: Arc<str>,
    /// Council that brought it; `None` when printed in the contract.
    pub council: Option<CouncilId>,
    /// Workshop in which it was added.
    pub workshop: Option<WorkshopId>,
    /// Proposal that this one repeats, as decided by a person; reversible.
    pub grouped_into: Option<ProposalId>,
    /// Proposal whose wording this one replaces: dots stay on the text that was voted.
    pub replaces: Option<ProposalId>,
    /// Decisions to hide it or to show it again.
    pub moderation: Vec<Moderation>,
}

impl Proposal {
    /// Sort key of the fixed order on screen, paper and ballot: printed ones first.
    pub fn order(&self) -> (u16, ProposalId) {
        (self.number.unwrap_or(u16::MAX), self.id)
    }

    /// True when it is hidden: it is on no new ballot.
    pub fn is_hidden(&self) -> bool {
        is_hidden(&self.moderation)
    }
}
