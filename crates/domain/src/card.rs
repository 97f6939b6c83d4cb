//! A theme card: what it asks and what makes it hard.

use std::sync::Arc;

use crate::{CardId, DifficultyId};

/// One of the playing cards of a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Slug that stands in addresses.
    pub id: CardId,
    /// Place in the deck, from 1.
    pub number: u8,
    /// Name as printed.
    pub name: Arc<str>,
    /// Question as printed.
    pub question: Arc<str>,
    /// Difficulties in printed order.
    pub difficulties: Vec<Difficulty>,
}

/// What people named as difficult on a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difficulty {
    /// Its id.
    pub id: DifficultyId,
    /// Wording.
    pub label: Arc<str>,
}
