//! Large tiles to tick: one of several, or each by itself.

use leptos::prelude::*;

use super::{CouncilLook, Sticker};

/// Whether ticking one tile unticks the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChoiceKind {
    /// Each by itself.
    #[default]
    Checkbox,
    /// One of the tiles that share a `name`.
    Radio,
}

/// A native checkbox or radio button inside a tile, whole tile to tap.
#[component]
pub fn ChoiceTile(
    /// One of several, or each by itself.
    #[prop(optional)]
    kind: ChoiceKind,
    /// Shared by the radio tiles of one question.
    #[prop(into)]
    name: String,
    /// What the tile stands for; names the control.
    #[prop(into)]
    label: Signal<String>,
    /// One short line more; may be empty.
    #[prop(optional, into)]
    note: Signal<String>,
    /// Council whose dot is drawn in the tile; neutral for none.
    #[prop(optional)]
    council: CouncilLook,
    /// True when ticked.
    #[prop(into)]
    checked: Signal<bool>,
    /// The person ticked (true) or unticked (false) it.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    let input_type = match kind {
        ChoiceKind::Checkbox => "checkbox",
        ChoiceKind::Radio => "radio",
    };
    view! {
        <label class="choice" data-council=council.color()>
            <input
                class="choice__input"
                type=input_type
                name=name
                prop:checked=move || checked.get()
                on:change:target=move |event| on_change.run(event.target().checked())
            />
            {(!council.is_neutral()).then(|| view! { <Sticker council /> })}
            <span class="choice__words">
                <span class="choice__label">{move || label.get()}</span>
                " "
                <span class="choice__note">{move || note.get()}</span>
            </span>
        </label>
    }
}

/// A question and its tiles.
#[component]
pub fn ChoiceGroup(
    /// The question; names the group.
    #[prop(into)]
    legend: Signal<String>,
    /// One sentence of help; empty for none.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// The tiles.
    children: Children,
) -> impl IntoView {
    view! {
        <fieldset class="choice-group">
            <legend class="choice-group__legend">{move || legend.get()}</legend>
            {move || {
                let hint = hint.get();
                (!hint.is_empty()).then(|| view! { <p class="choice-group__hint">{hint}</p> })
            }}
            <div class="choice-group__tiles">{children()}</div>
        </fieldset>
    }
}
