//! A small whole number, by keyboard or by two large buttons.

use leptos::prelude::*;

use super::field::{ErrorLine, Hint};
use super::{Icon, unique_id};
use crate::i18n::parts;

/// A number between two bounds, both included.
#[component]
pub fn NumberField(
    /// What is counted; always in sight.
    #[prop(into)]
    label: Signal<String>,
    /// The number.
    #[prop(into)]
    value: Signal<u32>,
    /// A number within the bounds was chosen.
    #[prop(into)]
    on_change: Callback<u32>,
    /// Least number, included.
    #[prop(optional, into)]
    min: Signal<u32>,
    /// Greatest number, included.
    #[prop(into)]
    max: Signal<u32>,
    /// One sentence of help; empty for none.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong and how to put it right; `None` when all is well.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let id = unique_id("number");
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let step = move |by: i64| {
        let wanted = i64::from(value.get_untracked()) + by;
        if let Ok(wanted) = u32::try_from(wanted)
            && (min.get_untracked()..=max.get_untracked()).contains(&wanted)
        {
            on_change.run(wanted);
        }
    };
    view! {
        <div class="field" data-invalid=move || error.with(Option::is_some)>
            <label class="field__label" for=id.clone()>{move || label.get()}</label>
            <Hint id=hint_id.clone() hint />
            <div class="number-field">
                <Step icon="minus" name=Signal::derive(move || label.with(|label| parts::decrease(label)))
                    at_end=Signal::derive(move || value.get() <= min.get())
                    on_press=Callback::new(move |()| step(-1)) />
                <NumberInput id=id.clone() described_by=format!("{hint_id} {error_id}")
                    value min max on_change />
                <Step icon="plus" name=Signal::derive(move || label.with(|label| parts::increase(label)))
                    at_end=Signal::derive(move || value.get() >= max.get())
                    on_press=Callback::new(move |()| step(1)) />
            </div>
            <ErrorLine id=error_id error />
        </div>
    }
}

#[component]
fn NumberInput(
    id: String,
    described_by: String,
    value: Signal<u32>,
    min: Signal<u32>,
    max: Signal<u32>,
    on_change: Callback<u32>,
) -> impl IntoView {
    view! {
        <input
            class="number-field__input"
            id=id
            type="number"
            inputmode="numeric"
            min=move || min.get()
            max=move || max.get()
            aria-describedby=described_by
            prop:value=move || value.get().to_string()
            on:change:target=move |event| {
                let typed = event.target().value().trim().parse::<u32>();
                let kept = typed.map_or(value.get_untracked(), |typed| {
                    typed.clamp(min.get_untracked(), max.get_untracked())
                });
                // What shows is what counts, even when the text was no number.
                event.target().set_value(&kept.to_string());
                on_change.run(kept);
            }
        />
    }
}

#[component]
fn Step(
    icon: &'static str,
    name: Signal<String>,
    at_end: Signal<bool>,
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="number-field__step"
            aria-label=move || name.get()
            aria-disabled=move || at_end.get().then_some("true")
            on:click=move |_| on_press.run(())
        >
            <Icon name=icon />
        </button>
    }
}
