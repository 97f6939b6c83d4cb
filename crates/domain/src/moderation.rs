//! Hiding what people wrote: a reason each time, a trace for ever, undone by a new entry.

use crate::{CommentId, ModerationId, ProposalId, Reason, Timestamp};

/// What is hidden or shown again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ModerationSubject {
    /// A comment.
    Comment(CommentId),
    /// A proposal: it keeps its dots and its results, and is on no new ballot.
    Proposal(ProposalId),
}

/// One decision to hide something, or to show it again; never changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moderation {
    /// How many decisions its maker knew: a later one knows more, whatever the clock says.
    pub seq: u32,
    /// When, to the minute.
    pub at: Timestamp,
    /// Its id.
    pub id: ModerationId,
    /// True to hide, false to show again.
    pub is_hidden: bool,
    /// Why.
    pub reason: Reason,
}

/// True when the latest decision hides; of two that know as many others, made apart, the
/// later minute counts, then the greater id, the same on every device.
pub(crate) fn is_hidden(decisions: &[Moderation]) -> bool {
    decisions.iter().max().is_some_and(|last| last.is_hidden)
}
