//! Axes of the contract that the priorities of today mark, beside the printed stars.

use leptos::prelude::*;

use super::Together;
use crate::components::{Icon, Panel};
use crate::i18n::priorities as words;
use crate::model::contract::Anchor;
use crate::model::priorities::axes::{MarkedAxis, marked_axes};
use crate::pages::contract::parts::anchor_href;
use crate::replica::use_replica;

/// The list, or what to do when it is empty.
#[component]
pub(super) fn MarkedAxes(
    /// What the page shows.
    together: Together,
) -> impl IntoView {
    let snapshot = use_replica().snapshot();
    let axes = Memo::new(move |_| {
        let said = together.follow_up.read();
        marked_axes(&snapshot.read(), &together.consolidation.read(), &said)
    });
    let list = move || {
        let axes = axes.get();
        if axes.is_empty() {
            return view! { <p>{words::no_axis()}</p> }.into_any();
        }
        let axes = axes.into_iter().map(|axis| view! { <Axis axis /> });
        view! { <ul class="contract-axes" role="list">{axes.collect_view()}</ul> }.into_any()
    };
    view! {
        <Panel title=words::axes_title()>
            <p>{words::axes_lead()}</p>
            {list}
        </Panel>
    }
}

#[component]
fn Axis(axis: MarkedAxis) -> impl IntoView {
    let printed = if axis.is_starred {
        view! {
            <span class="contract-axis__star">
                <Icon name="star" />{words::printed_star(true)}
            </span>
        }
        .into_any()
    } else {
        view! { <span>{words::printed_star(false)}</span> }.into_any()
    };
    let proposals = axis.proposals.into_iter();
    view! {
        <li class="contract-axis" data-starred="">
            <a href=anchor_href(Anchor::Axes(axis.theme))>{axis.label.to_string()}</a>
            <span class="contract-axis__star"><Icon name="star" />{words::star_today()}</span>
            {printed}
            {proposals.map(|label| view! { <span>{words::led_by()}" "{label}</span> }).collect_view()}
        </li>
    }
}
