//! A sheet of paper on the table: groups what belongs together.

use leptos::prelude::*;

use super::unique_id;

/// A titled section. Without a title it is a plain group.
#[component]
pub fn Panel(
    /// Second-level heading; empty for none.
    #[prop(optional, into)]
    title: Signal<String>,
    /// What belongs together.
    children: Children,
) -> impl IntoView {
    let id = unique_id("panel");
    let has_title = move || title.with(|title| !title.is_empty());
    let name = id.clone();
    view! {
        <section class="panel" aria-labelledby=move || has_title().then(|| name.clone())>
            {move || has_title().then(|| view! {
                <h2 class="panel__title" id=id.clone()>{move || title.get()}</h2>
            })}
            {children()}
        </section>
    }
}
