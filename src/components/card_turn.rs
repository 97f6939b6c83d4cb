//! A card that turns over to show what was hidden.

use leptos::prelude::*;

use super::{CardBack, CardLook};

/// Shows the back of a card until `turned`, then turns to the face.
///
/// The face does not exist in the page before: nothing hidden can be read,
/// neither by eye nor by a screen reader.
#[component]
pub fn CardTurn(
    /// Its colour and drawing.
    card: CardLook,
    /// True once the face may show.
    #[prop(into)]
    turned: Signal<bool>,
    /// The face.
    children: ChildrenFn,
) -> impl IntoView {
    view! {
        <div class="card-turn" data-turned=move || turned.get()>
            <div class="card-turn__back"><CardBack card /></div>
            <div class="card-turn__face" aria-live="polite">
                {move || turned.get().then(|| children())}
            </div>
        </div>
    }
}
