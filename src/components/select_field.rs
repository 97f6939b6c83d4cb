//! One choice among many, in the browser's own list.

use leptos::prelude::*;

use super::field::Hint;
use super::unique_id;

/// A native drop-down list. For six choices or fewer, prefer tiles.
#[component]
pub fn SelectField(
    /// What is chosen; always in sight.
    #[prop(into)]
    label: Signal<String>,
    /// Value and text of each choice, in order.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// Value of the current choice.
    #[prop(into)]
    value: Signal<String>,
    /// The person chose this value.
    #[prop(into)]
    on_change: Callback<String>,
    /// One sentence of help; empty for none.
    #[prop(optional, into)]
    hint: Signal<String>,
) -> impl IntoView {
    let id = unique_id("select");
    let hint_id = format!("{id}-hint");
    let choices = move || {
        options
            .get()
            .into_iter()
            .map(|(choice, text)| {
                let this = choice.clone();
                let is_chosen = move || value.with(|value| *value == this);
                view! { <option value=choice prop:selected=is_chosen>{text}</option> }
            })
            .collect_view()
    };
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{move || label.get()}</label>
            <Hint id=hint_id.clone() hint />
            <select
                class="field__input"
                id=id
                aria-describedby=hint_id
                on:change:target=move |event| on_change.run(event.target().value())
            >
                {choices}
            </select>
        </div>
    }
}
