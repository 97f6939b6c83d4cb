//! A proposal: what people place dots on.

use std::sync::Arc;

use crate::{CardId, CouncilId, ProposalId, WorkshopId};

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
}

impl Proposal {
    /// Sort key of the fixed order on screen, paper and ballot: printed ones first.
    pub fn order(&self) -> (u16, ProposalId) {
        (self.number.unwrap_or(u16::MAX), self.id)
    }
}
