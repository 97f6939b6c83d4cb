//! The field for a code: large, in capitals, forgiving.

use leptos::prelude::*;

use super::unique_id;

/// Most characters typed: a code has 12 at most, and spaces do not matter.
const CHARS_MAX: &str = "24";

/// One code, as it is read on paper.
///
/// The keyboard of the tablet neither corrects nor remembers it.
#[component]
pub fn VoterCodeField(
    /// What to write; always in sight.
    #[prop(into)]
    label: Signal<String>,
    /// What the field holds.
    #[prop(into)]
    value: Signal<String>,
    /// The person typed.
    #[prop(into)]
    on_input: Callback<String>,
) -> impl IntoView {
    let id = unique_id("code");
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{move || label.get()}</label>
            <input
                class="voter-code-field"
                id=id
                type="text"
                maxlength=CHARS_MAX
                autocomplete="off"
                autocapitalize="characters"
                spellcheck="false"
                enterkeyhint="go"
                prop:value=move || value.get()
                on:input:target=move |event| on_input.run(event.target().value())
            />
        </div>
    }
}
