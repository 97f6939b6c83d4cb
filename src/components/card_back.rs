//! The back of a card: the pattern of its theme.

use leptos::prelude::*;

use super::Pictogram;

/// Decorative back of a card. Fills the box that holds it.
#[component]
pub fn CardBack(
    /// Card id.
    #[prop(into)]
    card: String,
) -> impl IntoView {
    view! {
        <div class="card-back" data-card=card aria-hidden="true">
            <div class="card-back__pattern"></div>
            <div class="card-back__medal"><Pictogram card=card.clone() /></div>
        </div>
    }
}
