//! What was said of an action since it was printed: values, conflicts, history.

use domain::{ActionNews, ContractAction, FollowUp, Statement};
use leptos::prelude::*;

use super::edit::EditAction;
use crate::components::{Button, Notice, NoticeTone, Panel, StatusPill};
use crate::i18n::action_news as words;
use crate::model::action_news::{self, ActionNow, FieldNow, HistoryLine, news_of};
use crate::model::contract::shown_step;
use crate::pages::statement::{beginning, said_by, say_over};
use crate::platform;
use crate::replica::use_replica;
use crate::state::device::use_device;

/// How the action stands today.
#[component]
pub(super) fn Now(
    /// The action as printed.
    action: Memo<Option<ContractAction>>,
    /// What was said.
    follow_up: Memo<FollowUp>,
) -> impl IntoView {
    let now = Memo::new(move |_| {
        action.with(|action| {
            let action = action.as_ref()?;
            Some(follow_up.with(|follow_up| ActionNow::build(action, follow_up)))
        })
    });
    let capabilities = use_replica().capabilities();
    let may_edit = Memo::new(move |_| capabilities.get().may_facilitate);
    let values = move || {
        let fields = now.get().unwrap_or_default().fields;
        fields
            .into_iter()
            .map(|field| view! { <Field field follow_up may_edit /> })
            .collect_view()
    };
    let history = move || now.get().unwrap_or_default().history;
    view! {
        <Panel title=words::title()>
            <Show
                when=move || !history().is_empty()
                fallback=|| view! { <p>{words::nothing_new()}</p> }
            >
                <dl class="contract-terms">{values}</dl>
                <details>
                    <summary>{move || words::history(history().len())}</summary>
                    <ol class="contract-texts">
                        {move || history().into_iter().map(|line| view! { <Line line /> }).collect_view()}
                    </ol>
                </details>
            </Show>
            <Show when=move || may_edit.get()>
                <EditAction action follow_up />
            </Show>
        </Panel>
    }
}

/// One field: its value, or several to choose from.
#[component]
fn Field(field: FieldNow, follow_up: Memo<FollowUp>, may_edit: Memo<bool>) -> impl IntoView {
    let replica = use_replica();
    let name = words::field(field.field);
    if field.is_conflict {
        return view! {
            <dt>{name}</dt>
            <dd><Conflict field follow_up may_edit /></dd>
        }
        .into_any();
    }
    let statement = field.standing.into_iter().next_back();
    let said = statement.map(|statement| {
        let by = said_by(replica, &statement);
        view! {
            <dd>{value_view(&statement)}</dd>
            <dd><small>{by}</small></dd>
        }
    });
    view! { <dt>{name}</dt> {said} }.into_any()
}

/// Values that were written apart: each with who and when, and a person chooses.
#[component]
fn Conflict(field: FieldNow, follow_up: Memo<FollowUp>, may_edit: Memo<bool>) -> impl IntoView {
    let (replica, device) = (use_replica(), use_device());
    let error = RwSignal::new(None::<String>);
    let choices = field.standing.into_iter().map(|statement| {
        let by = said_by(replica, &statement);
        let name = words::keep(&beginning(&in_words(&statement)));
        let shown = value_view(&statement);
        let claim = statement.claim.clone();
        let keep = move |()| error.set(say_over(replica, device, follow_up, claim.clone()));
        let button = may_edit
            .get_untracked()
            .then(|| view! { <Button on_press=keep>{name}</Button> });
        view! {
            <li>
                <p>{shown}</p>
                <p><small>{by}</small></p>
                {button}
            </li>
        }
    });
    let sentence = move || {
        if may_edit.get() {
            words::conflict_words()
        } else {
            words::conflict_words_to_read()
        }
    };
    view! {
        <Notice
            title=words::conflict_title(words::field(field.field))
            text=Signal::derive(move || sentence().to_owned())
            tone=NoticeTone::Warning
        />
        <ul class="contract-texts">{choices.collect_view()}</ul>
        <div role="alert">{move || error.get()}</div>
    }
}

/// One change of the past.
#[component]
fn Line(line: HistoryLine) -> impl IntoView {
    let by = said_by(use_replica(), &line.statement);
    let field = words::field(line.news.field());
    let before = line.before.as_ref().map(news_in_words);
    let text = words::change(field, before.as_deref(), &news_in_words(&line.news));
    view! { <li><span class="typed">{text}</span> <br /> <small>{by}</small></li> }
}

/// A value as it shows: a pill for a step, words for the rest.
fn value_view(statement: &Statement) -> AnyView {
    match news_of(statement) {
        Some(ActionNews::Step(step)) if step.is_some() => {
            view! { <StatusPill step=shown_step(*step) /> }.into_any()
        }
        _ => view! { <span class="typed">{in_words(statement)}</span> }.into_any(),
    }
}

fn in_words(statement: &Statement) -> String {
    news_of(statement).map_or_else(String::new, news_in_words)
}

fn news_in_words(news: &ActionNews) -> String {
    action_news::in_words(news, platform::date_in_words)
}
