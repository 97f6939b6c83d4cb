//! One theme card, face up.

use leptos::prelude::*;

use super::{CardLook, Pictogram};
use crate::i18n::parts;

/// A card of the deck, whole card a link. Lives in a [`Deck`](super::Deck).
#[component]
pub fn PlayingCard(
    /// Place in the deck, from 1, in two corners as on a playing card.
    number: usize,
    /// Its colour and drawing.
    card: CardLook,
    /// Name of the theme.
    #[prop(into)]
    name: Signal<String>,
    /// One short line under the name, such as "9 propositions"; may be empty.
    #[prop(into)]
    note: Signal<String>,
    /// Address of the card.
    #[prop(into)]
    href: String,
) -> impl IntoView {
    view! {
        <li class="playing-card" data-card=card.color() style:--order=number.to_string()>
            <a class="playing-card__link" href=href>
                <span class="playing-card__frame" aria-hidden="true"></span>
                <Corner number card end=false />
                <span class="playing-card__medal"><Pictogram card /></span>
                <span class="playing-card__text">
                    <span class="visually-hidden">{parts::card_number(number)}" "</span>
                    <span class="playing-card__name">{move || name.get()}</span>
                    " "
                    <span class="playing-card__note">{move || note.get()}</span>
                </span>
                <Corner number card end=true />
            </a>
        </li>
    }
}

#[component]
fn Corner(number: usize, card: CardLook, end: bool) -> impl IntoView {
    view! {
        <span class="playing-card__corner" data-end=end aria-hidden="true">
            <span>{number}</span>
            <Pictogram card small=true />
        </span>
    }
}
