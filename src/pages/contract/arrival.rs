//! Sections of the contract that an address can name: `/contrat#theme-2`.

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::model::contract::Anchor;

/// A sheet with a title that the address can name.
///
/// On arrival the title is in view and has the focus, also when the page shows the
/// section later than the router looks for it.
#[component]
pub(super) fn Sheet(
    /// Place on the page.
    anchor: Anchor,
    /// Second-level heading.
    title: String,
    /// What belongs together.
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<html::H2>::new();
    let is_named = use_named(anchor);
    Effect::new(move |_| {
        if let Some(heading) = heading.get()
            && is_named.get()
        {
            let _focused = heading.focus();
            heading.scroll_into_view();
        }
    });
    view! {
        <section class="panel" aria-labelledby=anchor.id()>
            <h2 class="panel__title contract-anchor" id=anchor.id() tabindex="-1" node_ref=heading>
                {title}
            </h2>
            {children()}
        </section>
    }
}

/// A closed part that the address opens.
#[component]
pub(super) fn Fold(
    /// Place on the page.
    anchor: Anchor,
    /// What is inside.
    title: String,
    /// What shows once open.
    children: Children,
) -> impl IntoView {
    let details = NodeRef::<html::Details>::new();
    let summary = NodeRef::<html::Summary>::new();
    let is_named = use_named(anchor);
    Effect::new(move |_| {
        if let (Some(details), Some(summary)) = (details.get(), summary.get())
            && is_named.get()
        {
            details.set_open(true);
            let _focused = summary.focus();
            details.scroll_into_view();
        }
    });
    view! {
        <details class="contract-anchor" id=anchor.id() node_ref=details>
            <summary node_ref=summary>{title}</summary>
            <div class="contract-fold">{children()}</div>
        </details>
    }
}

/// True while the address names the place.
fn use_named(anchor: Anchor) -> Memo<bool> {
    let hash = use_location().hash;
    let id = anchor.id();
    Memo::new(move |_| hash.read().strip_prefix('#') == Some(id.as_str()))
}
