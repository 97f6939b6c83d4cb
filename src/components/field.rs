//! Fields for text: one line or several.

use leptos::prelude::*;

use super::{Icon, unique_id};
use crate::i18n::parts;

/// The ids that tie a field to its hint, its error and its counter.
#[derive(Clone)]
struct FieldIds {
    input: String,
    hint: String,
    error: String,
}

impl FieldIds {
    fn new() -> Self {
        let input = unique_id("field");
        Self {
            hint: format!("{input}-hint"),
            error: format!("{input}-error"),
            input,
        }
    }

    fn described_by(&self) -> String {
        format!("{} {}", self.hint, self.error)
    }
}

/// One line of text.
#[component]
pub fn TextField(
    /// What to write; always in sight.
    #[prop(into)]
    label: Signal<String>,
    /// What the field holds.
    #[prop(into)]
    value: Signal<String>,
    /// The person typed.
    #[prop(into)]
    on_input: Callback<String>,
    /// One sentence of help; empty for none.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong and how to put it right; `None` when all is well.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Most characters (Unicode scalar values); 0 shows no counter.
    #[prop(optional)]
    chars_max: usize,
    /// `text`, `date`, `time`…: the HTML type.
    #[prop(default = "text")]
    input_type: &'static str,
) -> impl IntoView {
    let ids = FieldIds::new();
    view! {
        <div class="field" data-invalid=move || error.with(Option::is_some)>
            <label class="field__label" for=ids.input.clone()>{move || label.get()}</label>
            <Hint id=ids.hint.clone() hint />
            <input
                class="field__input"
                id=ids.input.clone()
                type=input_type
                autocomplete="off"
                aria-describedby=ids.described_by()
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                prop:value=move || value.get()
                on:input:target=move |event| on_input.run(event.target().value())
            />
            <ErrorLine id=ids.error error />
            <Counter value chars_max />
        </div>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// What to write; always in sight.
    #[prop(into)]
    label: Signal<String>,
    /// What the field holds.
    #[prop(into)]
    value: Signal<String>,
    /// The person typed.
    #[prop(into)]
    on_input: Callback<String>,
    /// One sentence of help; empty for none.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong and how to put it right; `None` when all is well.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Most characters (Unicode scalar values); 0 shows no counter.
    #[prop(optional)]
    chars_max: usize,
    /// Lines in sight.
    #[prop(default = 4)]
    rows: u32,
) -> impl IntoView {
    let ids = FieldIds::new();
    view! {
        <div class="field" data-invalid=move || error.with(Option::is_some)>
            <label class="field__label" for=ids.input.clone()>{move || label.get()}</label>
            <Hint id=ids.hint.clone() hint />
            <textarea
                class="field__input"
                id=ids.input.clone()
                rows=rows
                aria-describedby=ids.described_by()
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                prop:value=move || value.get()
                on:input:target=move |event| on_input.run(event.target().value())
            ></textarea>
            <ErrorLine id=ids.error error />
            <Counter value chars_max />
        </div>
    }
}

/// Help under a label. Shared with the other fields.
#[component]
pub(super) fn Hint(id: String, hint: Signal<String>) -> impl IntoView {
    view! { <p class="field__hint" id=id>{move || hint.get()}</p> }
}

/// What is wrong, said as soon as it appears. Shared with the other fields.
#[component]
pub(super) fn ErrorLine(id: String, error: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div class="field__error" id=id role="alert">
            {move || error.get().map(|sentence| view! {
                <Icon name="warning" /><span>{sentence}</span>
            })}
        </div>
    }
}

/// Characters used: in sight all along, said only near the limit.
#[component]
fn Counter(value: Signal<String>, chars_max: usize) -> impl IntoView {
    let used = Memo::new(move |_| value.with(|value| value.chars().count()));
    (chars_max > 0).then(|| view! {
        <p class="field__counter" data-over=move || { used.get() > chars_max } aria-hidden="true">
            {move || parts::characters_used(used.get(), chars_max)}
        </p>
        <p class="visually-hidden" role="status">
            {move || parts::characters_warning(used.get(), chars_max)}
        </p>
    })
}
