//! The back of a card: the pattern of its theme.

use leptos::prelude::*;

use super::{CardLook, Pictogram};

/// Decorative back of a card. Fills the box that holds it.
#[component]
pub fn CardBack(
    /// Its colour and drawing.
    card: CardLook,
) -> impl IntoView {
    view! {
        <div class="card-back" data-card=card.color() aria-hidden="true">
            <div class="card-back__pattern"></div>
            <div class="card-back__medal"><Pictogram card /></div>
        </div>
    }
}
