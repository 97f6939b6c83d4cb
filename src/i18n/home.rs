//! Sentences of the home page.

use super::counted;

/// The question that all cards share.
pub fn question() -> &'static str {
    "Que faudrait-il en priorité pour bien vivre dans votre quartier\u{a0}?"
}

/// What one can do in it.
pub fn open_round(dots_per_ballot: u8, is_per_card: bool) -> String {
    let dots = super::parts::dots(dots_per_ballot.into());
    let scope = if is_per_card { "par carte" } else { "en tout" };
    format!("Le tour est ouvert. Vous avez {dots} {scope}.")
}

/// Begins a ballot.
pub fn begin_ballot() -> &'static str {
    "Commencer mon bulletin"
}

/// Asks which council this device is for.
pub fn council_question() -> &'static str {
    "Pour quel conseil citoyen est cette tablette\u{a0}?"
}

/// The council is chosen.
pub fn council_noted() -> &'static str {
    "C’est noté. Vous pourrez changer dans les réglages."
}

/// Name of the deck, and of the way back to it.
pub fn deck_title(n_cards: usize) -> &'static str {
    if n_cards == 6 {
        "Les six cartes"
    } else {
        "Les cartes"
    }
}

/// Name of the links to what came of the votes.
pub fn further() -> &'static str {
    "Ce que disent les conseils"
}

/// Number of proposals on a card.
pub fn proposals(n: usize) -> String {
    counted(n, "proposition", "propositions")
}
