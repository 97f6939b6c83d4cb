//! How many of how many, as a bar and in words.

use leptos::prelude::*;

use super::unique_id;
use crate::i18n::parts;

/// A native progress bar with its words in sight.
#[component]
pub fn Progress(
    /// What is counted, such as "Bulletins validés".
    #[prop(into)]
    label: Signal<String>,
    /// How many.
    #[prop(into)]
    done: Signal<u32>,
    /// Of how many; 0 shows an empty bar.
    #[prop(into)]
    total: Signal<u32>,
) -> impl IntoView {
    let id = unique_id("progress");
    view! {
        <div class="progress">
            <label class="progress__label" for=id.clone()>{move || label.get()}</label>
            <span class="progress__words">{move || parts::progress(done.get(), total.get())}</span>
            <progress
                class="progress__bar"
                id=id
                max=move || total.get().max(1)
                value=move || done.get()
            ></progress>
        </div>
    }
}
