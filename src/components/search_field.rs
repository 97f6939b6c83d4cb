//! A field that narrows a list as one types.

use leptos::prelude::*;

use super::{Icon, unique_id};

/// Search with a label in sight and the number of results said politely.
#[component]
pub fn SearchField(
    /// What is searched.
    #[prop(into)]
    label: Signal<String>,
    /// Words typed so far.
    #[prop(into)]
    value: Signal<String>,
    /// The words changed.
    #[prop(into)]
    on_input: Callback<String>,
    /// What was found, such as "12 actions"; empty says nothing.
    #[prop(optional, into)]
    result: Signal<String>,
) -> impl IntoView {
    let id = unique_id("search");
    view! {
        <div class="search-field" role="search">
            <label class="field__label" for=id.clone()>{move || label.get()}</label>
            <div class="search-field__box">
                <Icon name="search" />
                <input
                    class="search-field__input"
                    id=id
                    type="search"
                    autocomplete="off"
                    enterkeyhint="search"
                    prop:value=move || value.get()
                    on:input:target=move |event| on_input.run(event.target().value())
                />
            </div>
            <p class="search-field__result" role="status">{move || result.get()}</p>
        </div>
    }
}
