//! Which look a council and a card take: their place in the document decides. Pure.
//!
//! Must not know: the browser, the document, the clock.

use domain::{Card, CardId, Contract, CouncilId, Snapshot};

use crate::components::{CardLook, CouncilLook};

/// Shape and colour of a council; neutral when the contract does not have it.
pub fn council_look(contract: &Contract, id: &CouncilId) -> CouncilLook {
    let mut councils = contract.councils.iter();
    let idx = councils.position(|council| council.id == *id);
    idx.map_or_else(CouncilLook::default, CouncilLook::at)
}

/// Colour and drawing of a card.
pub fn card_look(card: &Card) -> CardLook {
    CardLook::new(card.number, card.id.as_str())
}

/// Colour and drawing of a card by its id; none when the document does not have it.
pub fn card_look_by_id(snapshot: &Snapshot, id: &CardId) -> CardLook {
    let card = snapshot.cards.get(id);
    card.map_or_else(CardLook::default, |card| card_look(card))
}
