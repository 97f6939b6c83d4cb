//! Which shape and colour stands for which council.

use leptos::prelude::*;

use super::{CouncilBadge, Sticker};
use crate::i18n::parts;

/// A line of stickers with their names.
#[component]
pub fn CouncilLegend(
    /// Councils to name, in order.
    #[prop(into)]
    councils: Signal<Vec<CouncilBadge>>,
) -> impl IntoView {
    let entries = move || {
        councils
            .get()
            .into_iter()
            .map(|council| view! {
                <li class="council-legend__entry"><Sticker council=council.look />{council.name}</li>
            })
            .collect_view()
    };
    view! {
        <ul class="council-legend" role="list" aria-label=parts::council_legend()>{entries}</ul>
    }
}
