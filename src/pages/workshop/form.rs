//! The form of a new workshop.

use domain::{CardId, CouncilId, DotScope, Place, Title, limits};
use leptos::html::{self, ElementType};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use crate::components::{
    ChoiceGroup, ChoiceKind, ChoiceTile, CouncilBadge, FormActions, Icon, NumberField, Panel,
    TextField,
};
use crate::i18n::{lending, workshop as words};
use crate::model::workshop_form::{WorkshopForm, WorkshopFormFaults, tick};
use crate::platform;

/// What there is to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pages) struct FormTable {
    /// Councils, in the order of the contract.
    pub(in crate::pages) councils: Vec<(CouncilId, CouncilBadge)>,
    /// Cards with their names, in the order of the deck.
    pub(in crate::pages) cards: Vec<(CardId, String)>,
}

/// The form on its sheet; takes the focus when it appears.
#[component]
pub(in crate::pages) fn WorkshopFormPanel(
    /// Councils and cards to choose from.
    table: FormTable,
    /// What the form holds.
    form: RwSignal<WorkshopForm>,
    /// What is wrong with each field, once the person asked to create the workshop.
    #[prop(into)]
    faults: Signal<WorkshopFormFaults>,
    /// The person asked to create the workshop.
    on_submit: Callback<()>,
    /// The person left the form.
    on_cancel: Callback<()>,
    /// Heading of the form.
    #[prop(default = words::new_workshop())]
    title: &'static str,
    /// The button that ends it.
    #[prop(default = words::create())]
    submit: &'static str,
    /// Fields of this form alone, and what the document answered, over the buttons.
    children: Children,
) -> impl IntoView {
    let element = NodeRef::<html::Form>::new();
    Effect::new(move |_| {
        if let Some(element) = element.get() {
            focus_first_field(&element);
        }
    });
    view! {
        <Panel title=title>
            <form
                class="flow"
                novalidate
                node_ref=element
                on:submit=move |event| {
                    event.prevent_default();
                    on_submit.run(());
                }
            >
                <Meeting form faults />
                <CouncilTiles councils=table.councils form faults />
                <CardTiles cards=table.cards form faults />
                <Rules form faults />
                {children()}
                <FormActions on_cancel=on_cancel submit=submit />
            </form>
        </Panel>
    }
}

/// The field makes its own id, so it is found by its place.
fn focus_first_field(form: &<html::Form as ElementType>::Output) {
    let field = form.query_selector("input").ok().flatten();
    if let Some(field) = field {
        let field: <html::Input as ElementType>::Output = field.unchecked_into();
        // A field that cannot take the focus leaves it where it was.
        let _ = field.focus();
    }
}

/// Title, day and place.
#[component]
fn Meeting(form: RwSignal<WorkshopForm>, faults: Signal<WorkshopFormFaults>) -> impl IntoView {
    let title_error = move || faults.with(|faults| faults.title.as_ref().map(words::text_fault));
    let date_error =
        move || faults.with(|faults| faults.date.then(|| words::date_fault().to_owned()));
    // A date of the past is allowed, e.g. for a workshop that was held on paper.
    let past_date = move || {
        let is_past = form.with(|form| form.is_before(platform::today()));
        if is_past {
            words::past_date().to_owned()
        } else {
            String::new()
        }
    };
    let place_error = move || faults.with(|faults| faults.place.as_ref().map(words::text_fault));
    view! {
        <TextField
            label=words::field_title()
            value=Signal::derive(move || form.with(WorkshopForm::shown_title))
            on_input=move |title| form.update(|form| form.title = Some(title))
            error=Signal::derive(title_error)
            chars_max=Title::CHARS_MAX
        />
        <div class="switcher">
            <TextField
                label=words::field_date()
                hint=Signal::derive(past_date)
                input_type="date"
                value=Signal::derive(move || form.with(|form| form.date.clone()))
                on_input=move |date| form.update(|form| form.date = date)
                error=Signal::derive(date_error)
            />
            <TextField
                label=words::field_place()
                hint=words::field_place_hint()
                value=Signal::derive(move || form.with(|form| form.place.clone()))
                on_input=move |place| form.update(|form| form.place = place)
                error=Signal::derive(place_error)
                chars_max=Place::CHARS_MAX
            />
        </div>
    }
}

/// One tile per council.
#[component]
fn CouncilTiles(
    councils: Vec<(CouncilId, CouncilBadge)>,
    form: RwSignal<WorkshopForm>,
    faults: Signal<WorkshopFormFaults>,
) -> impl IntoView {
    let tiles = councils
        .into_iter()
        .map(|(id, badge)| {
            let (ticked, changed) = (id.clone(), id.clone());
            view! {
                <ChoiceTile
                    name="conseils"
                    label=badge.name
                    council=badge.look
                    checked=Signal::derive(move || form.with(|form| form.councils.contains(&ticked)))
                    on_change=move |is_ticked| {
                        form.update(|form| tick(&mut form.councils, changed.clone(), is_ticked));
                    }
                />
            }
        })
        .collect_view();
    let error = move || faults.with(|f| f.councils.then(|| words::councils_fault().to_owned()));
    view! {
        <ChoiceGroup legend=words::field_councils()>{tiles}</ChoiceGroup>
        <GroupError error=Signal::derive(error) />
    }
}

/// One tile per card.
#[component]
fn CardTiles(
    cards: Vec<(CardId, String)>,
    form: RwSignal<WorkshopForm>,
    faults: Signal<WorkshopFormFaults>,
) -> impl IntoView {
    let tiles = cards
        .into_iter()
        .map(|(id, name)| {
            let ticked = id.clone();
            view! {
                <ChoiceTile
                    name="cartes"
                    label=name
                    checked=Signal::derive(move || form.with(|form| form.cards.contains(&ticked)))
                    on_change=move |is_ticked| {
                        form.update(|form| tick(&mut form.cards, id.clone(), is_ticked));
                    }
                />
            }
        })
        .collect_view();
    let error = move || faults.with(|f| f.cards.then(|| words::cards_fault().to_owned()));
    view! {
        <ChoiceGroup legend=words::field_cards()>{tiles}</ChoiceGroup>
        <GroupError error=Signal::derive(error) />
    }
}

/// The two numbers side by side, what they count for, and the rule in words.
#[component]
fn Rules(form: RwSignal<WorkshopForm>, faults: Signal<WorkshopFormFaults>) -> impl IntoView {
    let sentence = move || match form.with(WorkshopForm::rules) {
        Ok(rules) => words::rules_sentence(rules),
        Err(fault) => words::rules_fault(fault),
    };
    let error = move || faults.with(|faults| faults.rules.map(words::rules_fault));
    view! {
        <fieldset class="flow">
            <legend class="choice-group__legend">{words::field_rules()}</legend>
            <div class="switcher">
                <NumberField
                    label=words::field_dots_per_ballot()
                    value=Signal::derive(move || form.with(|form| form.dots_per_ballot))
                    on_change=move |n| form.update(|form| form.set_dots_per_ballot(n))
                    min=1
                    max=u32::from(limits::DOTS_PER_BALLOT_MAX)
                />
                <NumberField
                    label=words::field_dots_per_proposal()
                    value=Signal::derive(move || form.with(|form| form.dots_per_proposal_max))
                    on_change=move |cap| form.update(|form| form.dots_per_proposal_max = cap)
                    min=1
                    max=Signal::derive(move || form.with(|form| form.dots_per_ballot))
                    error=Signal::derive(error)
                />
            </div>
            <ChoiceGroup legend=words::field_scope()>
                <ScopeTile form scope=DotScope::PerCard />
                <ScopeTile form scope=DotScope::PerRound />
            </ChoiceGroup>
            <p>
                <output>{sentence}</output>
            </p>
        </fieldset>
    }
}

/// The facilitator's code, which takes a lent tablet back.
#[component]
pub(in crate::pages) fn LockField(
    /// What the form holds.
    form: RwSignal<WorkshopForm>,
    /// What is wrong with it.
    #[prop(into)]
    faults: Signal<WorkshopFormFaults>,
) -> impl IntoView {
    let error = move || faults.with(|faults| faults.code.map(lending::code_fault));
    view! {
        <TextField
            label=lending::code_label()
            hint=lending::code_hint()
            value=Signal::derive(move || form.with(|form| form.code.clone()))
            on_input=move |code| form.update(|form| form.code = code)
            error=Signal::derive(error)
        />
    }
}

/// One of the two things that N can count for.
#[component]
fn ScopeTile(form: RwSignal<WorkshopForm>, scope: DotScope) -> impl IntoView {
    view! {
        <ChoiceTile
            kind=ChoiceKind::Radio
            name="portee"
            label=words::scope_choice(scope)
            checked=Signal::derive(move || form.with(|form| form.scope == scope))
            on_change=move |_| form.update(|form| form.scope = scope)
        />
    }
}

/// What is wrong with a group of tiles, said as soon as it appears.
#[component]
fn GroupError(error: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div class="field__error" role="alert">
            {move || error.get().map(|sentence| view! {
                <Icon name="warning" />
                <span>{sentence}</span>
            })}
        </div>
    }
}
