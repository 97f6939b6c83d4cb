//! The rule of the priorities: what stands, who chose it, its history, and its form.

use std::sync::Arc;

use domain::{Claim, Passage, PriorityRule, Statement, Topic, Weighing};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Together;
use crate::components::{
    Button, ButtonKind, ChoiceGroup, ChoiceKind, ChoiceTile, FormActions, Notice, NoticeTone,
    NumberField, Panel, TextArea, TextField,
};
use crate::i18n::priorities as words;
use crate::model::choice_list::place_of;
use crate::model::priorities::n_marked;
use crate::model::priorities::rule_form::{DOTS_MAX, PLACES_MAX, RuleForm};
use crate::pages::statement::{FormFault, form_field, said_by, say, say_over};
use crate::platform;
use crate::replica::use_replica;
use crate::state::device::use_device;

/// Id of the form, which takes the focus when it opens.
const FORM_ID: &str = "regle-formulaire";

/// The rule of a statement.
fn rule_of(statement: &Statement) -> Option<&PriorityRule> {
    match &statement.claim {
        Claim::PriorityRule(rule) => Some(rule),
        _ => None,
    }
}

/// Shown to everyone; chosen by those who may run workshops.
#[component]
pub(super) fn RulePanel(
    /// What the page shows.
    together: Together,
) -> impl IntoView {
    let follow_up = together.follow_up;
    let capabilities = use_replica().capabilities();
    let may_choose = Memo::new(move |_| capabilities.get().may_facilitate);
    let standing = Memo::new(move |_| -> Vec<Arc<Statement>> {
        let said = follow_up.read();
        let standing = said.standing(&Topic::PriorityRule).into_iter();
        standing.cloned().collect()
    });
    let is_conflict = Memo::new(move |_| follow_up.read().is_conflict(&Topic::PriorityRule));
    let shown = move || match (is_conflict.get(), standing.get().pop()) {
        (_, None) => view! { <p>{words::no_rule()}</p> }.into_any(),
        (true, _) => view! { <Conflict standing together may_choose /> }.into_any(),
        (false, Some(statement)) => {
            let n = move || words::preview(together.model.read().n_priorities());
            view! { <RuleWords statement /><p><strong>{n}</strong></p> }.into_any()
        }
    };
    view! {
        <Panel title=words::rule_title()>
            {shown}
            <History together />
            <Show when=move || may_choose.get()>
                <RuleDesk together />
            </Show>
        </Panel>
    }
}

/// A rule with who chose it, when and why.
#[component]
fn RuleWords(statement: Arc<Statement>) -> impl IntoView {
    let by = said_by(use_replica(), &statement);
    let rule = rule_of(&statement)?;
    let day = platform::date_in_words(rule.date);
    let ties = matches!(rule.bar, domain::PriorityBar::Places(_)).then(words::bar_ties);
    Some(view! {
        <div>
            <p><strong>{words::bar(rule.bar)}</strong>" "{ties}</p>
            <p>{words::weighing(rule.weighing)}</p>
            <p>{words::chosen_by(rule.body.as_str(), &day)}</p>
            <p class="typed">{words::why(rule.reason.as_str())}</p>
            <p><small>{by}</small></p>
        </div>
    })
}

/// Rules that were chosen apart: a person keeps one.
#[component]
fn Conflict(
    standing: Memo<Vec<Arc<Statement>>>,
    together: Together,
    may_choose: Memo<bool>,
) -> impl IntoView {
    let (replica, device) = (use_replica(), use_device());
    let error = RwSignal::new(None::<String>);
    let choices = standing.get_untracked().into_iter().map(|statement| {
        let claim = statement.claim.clone();
        let name = rule_of(&statement).map(|rule| {
            let day = platform::date_in_words(rule.date);
            words::keep_rule(rule.body.as_str(), &day)
        });
        let keep = move |()| {
            let said = say_over(replica, device, together.follow_up, claim.clone());
            error.set(said);
        };
        let button = may_choose
            .get_untracked()
            .then(|| view! { <Button on_press=keep>{name}</Button> });
        view! { <li><RuleWords statement />{button}</li> }
    });
    let text = move || {
        if may_choose.get() {
            words::rule_conflict_words()
        } else {
            words::rule_conflict_to_read()
        }
    };
    view! {
        <Notice
            title=words::rule_conflict()
            text=Signal::derive(move || text().to_owned())
            tone=NoticeTone::Warning
        />
        <ul class="contract-texts">{choices.collect_view()}</ul>
        <div role="alert">{move || error.get()}</div>
    }
}

/// Every rule that was ever chosen, first chosen first.
#[component]
fn History(together: Together) -> impl IntoView {
    let history = Memo::new(move |_| -> Vec<Arc<Statement>> {
        let said = together.follow_up.read();
        said.history(&Topic::PriorityRule).to_vec()
    });
    let lines = move || {
        let history = history.get().into_iter();
        let lines = history.map(|statement| view! { <li><RuleWords statement /></li> });
        lines.collect_view()
    };
    view! {
        <Show when=move || history.with(|history| history.len() > 1)>
            <details class="screen-only">
                <summary>{move || words::rule_history(history.with(Vec::len))}</summary>
                <ol class="contract-texts">{lines}</ol>
            </details>
        </Show>
    }
}

/// The button that opens the form, and the form.
#[component]
fn RuleDesk(together: Together) -> impl IntoView {
    let form = RwSignal::new(None::<RuleForm>);
    let is_saved = RwSignal::new(false);
    let follow_up = together.follow_up;
    let has_rule = Memo::new(move |_| follow_up.read().priority_rule().is_some());
    let open = move |()| {
        is_saved.set(false);
        let today = platform::today();
        form.set(Some(follow_up.with_untracked(|said| {
            let seen = said.standing_ids(&Topic::PriorityRule);
            match said.priority_rule() {
                Some(rule) => RuleForm::of(rule, seen, today),
                None => RuleForm::new(today),
            }
        })));
        platform::focus(FORM_ID);
    };
    let name = move || {
        if has_rule.get() {
            words::change_rule()
        } else {
            words::choose_rule()
        }
    };
    view! {
        <div role="status">
            {move || is_saved.get().then(|| view! {
                <Notice title=words::rule_saved() tone=NoticeTone::Success />
            })}
        </div>
        <Show
            when=move || form.with(Option::is_some)
            fallback=move || view! {
                <div class="actions">
                    <Button kind=ButtonKind::Primary on_press=open>{name}</Button>
                </div>
            }
        >
            <FormPanel form together on_saved=move |()| { form.set(None); is_saved.set(true); } />
        </Show>
    }
}

/// What is chosen, with what it would mark.
#[component]
fn FormPanel(
    form: RwSignal<Option<RuleForm>>,
    together: Together,
    /// It was saved.
    #[prop(into)]
    on_saved: Callback<()>,
) -> impl IntoView {
    let (replica, device) = (use_replica(), use_device());
    let error = RwSignal::new(None::<String>);
    let save = Callback::new(move |event: SubmitEvent| {
        event.prevent_default();
        let Some(typed) = form.get_untracked() else {
            return;
        };
        let refused = match typed.read() {
            Err(sentence) => Some(sentence),
            Ok(rule) => say(
                replica,
                device,
                vec![(Claim::PriorityRule(rule), typed.seen)],
            ),
        };
        if refused.is_none() {
            on_saved.run(());
        }
        error.set(refused);
    });
    let preview = move || {
        form.with(|form| match form.as_ref()?.bar() {
            Ok((weighing, bar)) => {
                let n = n_marked(&together.consolidation.read(), weighing, bar);
                Some(words::preview(n))
            }
            Err(sentence) => Some(sentence),
        })
    };
    let (body, set_body) = form_field(form, |typed| &mut typed.body);
    let (date, set_date) = form_field(form, |typed| &mut typed.date);
    let (reason, set_reason) = form_field(form, |typed| &mut typed.reason);
    view! {
        <form class="flow" id=FORM_ID tabindex="-1" on:submit=move |event| save.run(event)>
            <WeighingChoice form />
            <BarChoice form />
            <p role="status"><strong>{preview}</strong></p>
            <TextField label=words::body_label() value=body on_input=set_body
                hint=words::body_hint() />
            <TextField label=words::date_label() value=date on_input=set_date input_type="date" />
            <TextArea label=words::rule_reason_label() value=reason on_input=set_reason
                hint=words::rule_reason_hint() chars_max=Passage::CHARS_MAX />
            <FormFault fault=error />
            <FormActions on_cancel=move |()| form.set(None) submit=words::save_rule() />
        </form>
    }
}

/// Changes the form while it is open.
fn change(form: RwSignal<Option<RuleForm>>, change: impl FnOnce(&mut RuleForm)) {
    form.update(|form| {
        if let Some(form) = form {
            change(form);
        }
    });
}

#[component]
fn WeighingChoice(form: RwSignal<Option<RuleForm>>) -> impl IntoView {
    let tiles = Weighing::ALL.map(|weighing| {
        let place = StoredValue::new(place_of(&Weighing::ALL, Some(&weighing)));
        let is_chosen = move || {
            form.with(|form| {
                let form = form.as_ref();
                form.is_some_and(|form| form.weighing == place.get_value())
            })
        };
        view! {
            <ChoiceTile
                kind=ChoiceKind::Radio
                name="poids"
                label=words::weighing_choice(weighing)
                checked=Signal::derive(is_chosen)
                on_change=move |_| change(form, |form| form.weighing = place.get_value())
            />
        }
    });
    view! { <ChoiceGroup legend=words::weighing_label()>{tiles}</ChoiceGroup> }
}

#[component]
fn BarChoice(form: RwSignal<Option<RuleForm>>) -> impl IntoView {
    let is_by_dots =
        Memo::new(move |_| form.with(|form| form.as_ref().is_some_and(|it| it.is_by_dots)));
    let kinds = [false, true].into_iter().zip(words::bar_kinds());
    let tiles = kinds.map(|(by_dots, label)| {
        view! {
            <ChoiceTile
                kind=ChoiceKind::Radio
                name="seuil"
                label
                checked=Signal::derive(move || is_by_dots.get() == by_dots)
                on_change=move |_| change(form, |form| form.is_by_dots = by_dots)
            />
        }
    });
    let tiles = tiles.collect_view();
    let number = move |part: fn(&RuleForm) -> u32| {
        Signal::derive(move || form.with(|form| form.as_ref().map_or(1, part)))
    };
    view! {
        <ChoiceGroup legend=words::bar_label()>{tiles}</ChoiceGroup>
        <Show
            when=move || is_by_dots.get()
            fallback=move || view! {
                <NumberField label=words::places_label() value=number(|form| form.places)
                    min=1 max=PLACES_MAX
                    on_change=move |n| change(form, |form| form.places = n) />
            }
        >
            <NumberField label=words::dots_label() value=number(|form| form.dots)
                min=1 max=DOTS_MAX
                on_change=move |n| change(form, |form| form.dots = n) />
        </Show>
    }
}
