//! Chips that lead from one card of a ballot to another.

use leptos::prelude::*;

use super::{CardLook, CouncilLook, Pictogram, Sticker};
use crate::i18n::parts;

/// One card of the ballot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardTab {
    /// Place in the deck, from 1.
    pub number: usize,
    /// Card id.
    pub card: String,
    /// Its colour and drawing.
    pub look: CardLook,
    /// Name of the theme.
    pub name: String,
    /// Dots placed on this card by this ballot.
    pub dots: u32,
}

/// A row of chips, one per card, the current one marked.
#[component]
pub fn CardTabs(
    /// Cards in order.
    #[prop(into)]
    tabs: Signal<Vec<CardTab>>,
    /// Id of the card that shows.
    #[prop(into)]
    current: Signal<String>,
    /// Council, for the shape of the dots.
    #[prop(into)]
    council: Signal<CouncilLook>,
    /// The person wants this card id.
    #[prop(into)]
    on_select: Callback<String>,
) -> impl IntoView {
    let cards = Memo::new(move |_| {
        tabs.with(|tabs| tabs.iter().map(|tab| tab.card.clone()).collect::<Vec<_>>())
    });
    // One memo per chip: a chip that holds the focus is not rebuilt when dots change.
    let chip = move |card: String| {
        let id = card.clone();
        let tab = Memo::new(move |_| {
            tabs.with(|tabs| tabs.iter().find(|tab| tab.card == id).cloned())
                .unwrap_or_default()
        });
        view! { <Chip card tab=tab.into() current council on_select /> }
    };
    view! {
        <nav class="card-tabs" aria-label=parts::card_tabs()>
            <ol class="card-tabs__list" role="list">
                <For each=move || cards.get() key=Clone::clone children=chip />
            </ol>
        </nav>
    }
}

#[component]
fn Chip(
    card: String,
    tab: Signal<CardTab>,
    current: Signal<String>,
    council: Signal<CouncilLook>,
    on_select: Callback<String>,
) -> impl IntoView {
    let id = card.clone();
    let look = Signal::derive(move || tab.with(|tab| tab.look));
    let is_current = move || current.with(|current| *current == id);
    let wanted = card;
    view! {
        <li class="card-tabs__place" data-card=move || look.get().color()>
            <button
                type="button"
                class="card-tabs__chip"
                aria-current=move || is_current().then_some("step")
                on:click=move |_| on_select.run(wanted.clone())
            >
                <span class="card-tabs__number" aria-hidden="true">
                    {move || tab.with(|tab| tab.number)}
                    <Pictogram card=look small=true />
                </span>
                <span class="visually-hidden">
                    {move || tab.with(|tab| parts::card_number(tab.number))}" "
                </span>
                <span class="card-tabs__name">{move || tab.with(|tab| tab.name.clone())}</span>
                <span class="visually-hidden">
                    ", "{move || tab.with(|tab| parts::dots_placed(tab.dots))}
                </span>
                <span class="card-tabs__dots" aria-hidden="true">
                    {move || (0..tab.with(|tab| tab.dots.min(5)))
                        .map(|_| view! { <Sticker council /> })
                        .collect_view()}
                </span>
            </button>
        </li>
    }
}
