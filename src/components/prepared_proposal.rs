//! One proposal of a table that is being prepared: its number, its words, its place.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::{FormActions, TextArea};
use crate::i18n::preparation as words;

/// One proposal as it shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreparedView {
    /// Stable id; begins the ids of the buttons.
    pub id: String,
    /// Number on the ballot and on the poster; `None` off the table.
    pub number: Option<usize>,
    /// What the proposal says.
    pub label: String,
    /// Short lines under it: the former wording, where it comes from.
    pub notes: Vec<String>,
    /// What it stands for too: ids and wordings.
    pub originals: Vec<(String, String)>,
    /// True at the head of the table.
    pub is_first: bool,
    /// True at its end.
    pub is_last: bool,
    /// Id of what it is grouped into, when that one is not in sight: its own id then
    /// takes it out.
    pub is_grouped: bool,
}

/// What the person asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreparedAction {
    /// One place nearer to the first.
    Up,
    /// One place nearer to the last.
    Down,
    /// Off the table.
    TakeOff,
    /// On the table.
    PutOn,
    /// The proposal of this id out of its group.
    Ungroup(String),
}

/// Ids of the buttons, so that a page can give them the focus back after a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreparedButton {
    /// « Monter ».
    Up,
    /// « Descendre ».
    Down,
    /// « Retirer » or « Mettre sur la table ».
    Table,
}

impl PreparedButton {
    /// Id of this button of the proposal `id`.
    pub fn of(self, id: &str) -> String {
        let name = match self {
            Self::Up => "monter",
            Self::Down => "descendre",
            Self::Table => "table",
        };
        format!("{name}-{id}")
    }
}

/// A proposal with its buttons.
#[component]
pub fn PreparedProposal(
    /// The proposal; its id never changes.
    #[prop(into)]
    view: Signal<PreparedView>,
    /// Whether proposals can be taken out of their groups now.
    #[prop(into)]
    may_ungroup: Signal<bool>,
    /// The person asked for something that needs no words.
    on_action: Callback<PreparedAction>,
    /// The person wrote a new wording; answers with what is wrong, if anything is.
    on_reword: Callback<String, Option<String>>,
    /// Longest wording, in Unicode scalar values.
    label_chars_max: usize,
) -> impl IntoView {
    let is_editing = RwSignal::new(false);
    let number = move || view.with(|view| view.number);
    let notes = move || {
        let notes = view.with(|view| view.notes.clone()).into_iter();
        notes
            .map(|note| view! { <p class="prepared-proposal__note">{note}</p> })
            .collect_view()
    };
    view! {
        <div class="prepared-proposal" data-on-table=move || number().is_some()>
            <span class="prepared-proposal__number">{number}</span>
            <div class="prepared-proposal__words">
                <p class="prepared-proposal__label">{move || view.with(|view| view.label.clone())}</p>
                {notes}
                <Originals view may_ungroup on_action />
            </div>
            <Show
                when=move || is_editing.get()
                fallback=move || view! { <Buttons view is_editing may_ungroup on_action /> }
            >
                <Rewording view is_editing on_reword label_chars_max />
            </Show>
        </div>
    }
}

/// What it stands for, each with the way out.
#[component]
fn Originals(
    view: Signal<PreparedView>,
    may_ungroup: Signal<bool>,
    on_action: Callback<PreparedAction>,
) -> impl IntoView {
    let originals = Memo::new(move |_| view.with(|view| view.originals.clone()));
    view! {
        <Show when=move || originals.with(|originals| !originals.is_empty())>
            <p class="prepared-proposal__note">{words::stands_for()}</p>
            <ul class="prepared-proposal__originals" role="list">
                <For each=move || originals.get() key=Clone::clone let:((id, label))>
                    <li class="prepared-proposal__original">
                        <span>{label.clone()}</span>
                        <Ungroup id label may_ungroup on_action />
                    </li>
                </For>
            </ul>
        </Show>
    }
}

#[component]
fn Ungroup(
    id: String,
    label: String,
    may_ungroup: Signal<bool>,
    on_action: Callback<PreparedAction>,
) -> impl IntoView {
    let name = words::named(words::ungroup(), &label);
    let id = StoredValue::new(id);
    let name = StoredValue::new(name);
    view! {
        <Show when=move || may_ungroup.get()>
            <button
                type="button"
                class="prepared-proposal__button"
                aria-label=name.get_value()
                on:click=move |_| on_action.run(PreparedAction::Ungroup(id.get_value()))
            >
                {words::ungroup()}
            </button>
        </Show>
    }
}

#[component]
fn Buttons(
    view: Signal<PreparedView>,
    is_editing: RwSignal<bool>,
    may_ungroup: Signal<bool>,
    on_action: Callback<PreparedAction>,
) -> impl IntoView {
    let id = view.with_untracked(|view| view.id.clone());
    let own = StoredValue::new(id);
    let is_on_table = Memo::new(move |_| view.with(|view| view.number.is_some()));
    let is_first = Signal::derive(move || view.with(|view| view.is_first));
    let is_last = Signal::derive(move || view.with(|view| view.is_last));
    let is_grouped = Memo::new(move |_| view.with(|view| view.is_grouped));
    let never = Signal::derive(|| false);
    let act = move |action: PreparedAction| Callback::new(move |()| on_action.run(action.clone()));
    let table = move || own.with_value(|id| PreparedButton::Table.of(id));
    view! {
        <div class="prepared-proposal__buttons">
            <Show
                when=move || is_on_table.get()
                fallback=move || view! {
                    <Act id=table() name=words::put_on() view at_end=never on_press=act(PreparedAction::PutOn) />
                }
            >
                <Act
                    id=own.with_value(|id| PreparedButton::Up.of(id))
                    name=words::up() view at_end=is_first on_press=act(PreparedAction::Up)
                />
                <Act
                    id=own.with_value(|id| PreparedButton::Down.of(id))
                    name=words::down() view at_end=is_last on_press=act(PreparedAction::Down)
                />
                <Act
                    id=own.with_value(|id| format!("texte-{id}"))
                    name=words::reword() view at_end=never
                    on_press=Callback::new(move |()| is_editing.set(true))
                />
                <Act id=table() name=words::take_off() view at_end=never on_press=act(PreparedAction::TakeOff) />
            </Show>
            <Show when=move || is_grouped.get() && may_ungroup.get()>
                <Act
                    id=own.with_value(|id| format!("groupe-{id}"))
                    name=words::ungroup() view at_end=never
                    on_press=act(PreparedAction::Ungroup(own.get_value()))
                />
            </Show>
        </div>
    }
}

/// One button; its name says the proposal, and pressing it at the end does nothing.
#[component]
fn Act(
    id: String,
    name: &'static str,
    view: Signal<PreparedView>,
    at_end: Signal<bool>,
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="prepared-proposal__button"
            id=id
            aria-label=move || view.with(|view| words::named(name, &view.label))
            aria-disabled=move || at_end.get().then_some("true")
            on:click=move |_| {
                if !at_end.get_untracked() {
                    on_press.run(());
                }
            }
        >
            {name}
        </button>
    }
}

/// The field of a new wording, with the wording of now in it.
#[component]
fn Rewording(
    view: Signal<PreparedView>,
    is_editing: RwSignal<bool>,
    on_reword: Callback<String, Option<String>>,
    label_chars_max: usize,
) -> impl IntoView {
    let text = RwSignal::new(view.with_untracked(|view| view.label.clone()));
    let error = RwSignal::new(None::<String>);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let wrong = on_reword.run(text.get_untracked());
        if wrong.is_none() {
            is_editing.set(false);
        }
        // The row may be gone with its former wording.
        let _row_is_gone = error.try_set(wrong);
    };
    view! {
        <form class="prepared-proposal__form flow" on:submit=on_submit>
            <TextArea
                label=words::new_wording()
                value=text
                on_input=move |typed| text.set(typed)
                hint=words::new_wording_hint()
                error
                chars_max=label_chars_max
            />
            <FormActions on_cancel=move |()| is_editing.set(false) submit=words::save_wording() />
        </form>
    }
}
