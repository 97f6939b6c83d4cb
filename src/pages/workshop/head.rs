//! What a workshop is and where it stands, in the list and on its page.

use domain::RoundStatus;
use leptos::prelude::*;

use crate::components::{CouncilBadge, Icon, Sticker};
use crate::i18n::workshop as words;

/// The councils that meet, each with its dot.
#[component]
pub(in crate::pages) fn Councils(
    /// Councils in the order of the contract.
    councils: Vec<CouncilBadge>,
) -> impl IntoView {
    let entries = councils
        .into_iter()
        .map(|council| {
            view! {
                <li class="cluster">
                    <Sticker council=council.look />
                    {council.name}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="cluster" role="list" aria-label=words::field_councils()>{entries}</ul> }
}

/// Where a workshop stands, in words beside a small drawing.
#[component]
pub(in crate::pages) fn StageLine(
    /// Status of the current round; `None` without a round.
    #[prop(into)]
    stage: Signal<Option<RoundStatus>>,
) -> impl IntoView {
    view! {
        <p class="cluster">
            {move || view! { <Icon name=drawing(stage.get()) /> }}
            <strong>{move || words::stage(stage.get())}</strong>
        </p>
    }
}

fn drawing(stage: Option<RoundStatus>) -> &'static str {
    match stage {
        None | Some(RoundStatus::Draft) => "wait",
        Some(RoundStatus::Open) => "edit",
        Some(RoundStatus::Paused) => "stop",
        Some(RoundStatus::Closed) => "lock",
        Some(RoundStatus::Revealed) => "eye",
    }
}
