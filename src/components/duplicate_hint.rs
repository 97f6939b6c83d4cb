//! Two proposals that may say the same, why, and the button that groups them.

use leptos::prelude::*;

use crate::i18n::preparation as words;

/// A hint as it shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DuplicateView {
    /// The one that would stand for both, with its number.
    pub first: String,
    /// The other, with its number.
    pub second: String,
    /// Why they may say the same.
    pub why: String,
    /// What grouping does.
    pub result: String,
    /// Name of the button.
    pub button_name: String,
}

/// The hint; nothing happens until the button is pressed.
#[component]
pub fn DuplicateHint(
    /// What it says.
    view: DuplicateView,
    /// The person groups them.
    #[prop(into)]
    on_group: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="duplicate-hint">
            <p>{view.first}</p>
            <p>{view.second}</p>
            <p class="duplicate-hint__why">{view.why}</p>
            <div class="duplicate-hint__act">
                <p>{view.result}</p>
                <button
                    type="button"
                    class="button"
                    aria-label=view.button_name
                    on:click=move |_| on_group.run(())
                >
                    {words::group()}
                </button>
            </div>
        </div>
    }
}
