//! A comment: what people say about a proposal, a difficulty or an action.

use std::sync::Arc;

use crate::moderation::is_hidden;
use crate::{CommentId, CouncilId, DifficultyId, Moderation, ProposalId, Timestamp, WorkshopId};

/// What a comment is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A proposal.
    Proposal(ProposalId),
    /// A difficulty.
    Difficulty(DifficultyId),
    /// A row of annexe 2, from 1.
    Action(u16),
}

/// A comment; carries no name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// What it is about.
    pub target: Target,
    /// Wording.
    pub text: Arc<str>,
    /// Council it comes from.
    pub council: Option<CouncilId>,
    /// Workshop in which it was made.
    pub workshop: Option<WorkshopId>,
    /// When, to the minute.
    pub added_at: Timestamp,
    /// Decisions to hide it or to show it again.
    pub moderation: Vec<Moderation>,
}

impl Comment {
    /// True when it is hidden; its text is then not shown.
    pub fn is_hidden(&self) -> bool {
        is_hidden(&self.moderation)
    }
}
