//! The projected screen: dark, large, one thing at a time.

use leptos::prelude::*;

use super::{CardLook, Pictogram};

/// Fills the screen of a projector, readable from 8 m.
///
/// Put a [`Ranking`](super::Ranking), a [`CardTurn`](super::CardTurn) or plain
/// text inside; sizes follow the width of the screen.
#[component]
pub fn Stage(
    /// Card on it; none by default.
    #[prop(optional, into)]
    card: Signal<CardLook>,
    /// Short line above the title, such as "Carte 6 sur 6 · 16 bulletins".
    #[prop(into)]
    eyebrow: Signal<String>,
    /// What everybody looks at; the page's first heading.
    #[prop(into)]
    title: Signal<String>,
    /// What the stage shows.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="stage" data-card=move || card.get().color()>
            <div class="stage__head">
                {move || {
                    let card = card.get();
                    (!card.is_none())
                        .then(|| view! { <span class="stage__medal"><Pictogram card /></span> })
                }}
                <div class="stage__titles">
                    <p class="stage__eyebrow">{move || eyebrow.get()}</p>
                    <h1 class="stage__title" tabindex="-1">{move || title.get()}</h1>
                </div>
            </div>
            <div class="stage__body">{children()}</div>
        </section>
    }
}
