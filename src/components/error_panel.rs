//! What happened, what is safe, what to do next.

use leptos::prelude::*;

use super::Icon;
use crate::i18n::parts;

/// The three things a person reads when something went wrong. Never a raw error.
#[component]
pub fn ErrorPanel(
    /// What happened, in one sentence.
    #[prop(into)]
    what: Signal<String>,
    /// What is safe.
    #[prop(into)]
    safe: Signal<String>,
    /// What to do next.
    #[prop(into)]
    next: Signal<String>,
    /// Buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="error-panel" role="alert">
            <p class="error-panel__what"><Icon name="warning" /><span>{move || what.get()}</span></p>
            <dl class="error-panel__facts">
                <div class="error-panel__fact">
                    <dt class="error-panel__term"><Icon name="shield" />{parts::error_safe()}</dt>
                    <dd class="error-panel__words">{move || safe.get()}</dd>
                </div>
                <div class="error-panel__fact">
                    <dt class="error-panel__term"><Icon name="next" />{parts::error_next()}</dt>
                    <dd class="error-panel__words">{move || next.get()}</dd>
                </div>
            </dl>
            {children.map(|children| view! {
                <div class="error-panel__actions">{children()}</div>
            })}
        </section>
    }
}
