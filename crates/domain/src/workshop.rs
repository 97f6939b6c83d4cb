//! A workshop: one meeting, with a date, a place, councils and cards.

use crate::{CardId, CouncilId, Date, Place, RoundRules, Title, WorkshopId};

/// One meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workshop {
    /// Its id.
    pub id: WorkshopId,
    /// Name.
    pub title: Title,
    /// Day.
    pub date: Date,
    /// Place; `None` when unknown.
    pub place: Option<Place>,
    /// Councils that meet.
    pub councils: Vec<CouncilId>,
    /// Cards on the table, in the order of the deck.
    pub cards: Vec<CardId>,
    /// Rules that a new round takes; `None` for a workshop of the past whose rules
    /// were not printed.
    pub rules: Option<RoundRules>,
}
