//! The cards on the table.

use leptos::prelude::*;

/// A list of [`PlayingCard`](super::PlayingCard)s, dealt one by one at first show.
#[component]
pub fn Deck(
    /// The cards.
    children: Children,
) -> impl IntoView {
    view! { <ul class="deck" role="list">{children()}</ul> }
}
