//! The form that brings an action up to date.

use domain::{
    ActionField, ActionStep, ActionText, Claim, ContractAction, FollowUp, Passage, StatementId,
    Topic,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::{
    Button, FormActions, Notice, NoticeTone, SelectField, TextArea, TextField,
};
use crate::i18n::{action_news as words, parts, workshop};
use crate::model::action_news::{ActionForm, FieldFault};
use crate::model::choice_list;
use crate::model::contract::shown_step;
use crate::pages::statement::say;
use crate::replica::use_replica;
use crate::state::device::use_device;

/// What the person saw when the form opened.
#[derive(Clone)]
struct Before {
    form: ActionForm,
    seen: Vec<(ActionField, Vec<StatementId>)>,
}

/// A button, then a form with a field for each value.
#[component]
pub(super) fn EditAction(
    /// The action as printed.
    action: Memo<Option<ContractAction>>,
    /// What was said.
    follow_up: Memo<FollowUp>,
) -> impl IntoView {
    let (replica, device) = (use_replica(), use_device());
    let before = StoredValue::new(None::<Before>);
    let form = RwSignal::new(None::<ActionForm>);
    let answer = RwSignal::new(None::<Result<(), String>>);
    let fault = RwSignal::new(None::<FieldFault>);
    let open = move |()| {
        let opened = action.with_untracked(|action| {
            let action = action.as_ref()?;
            follow_up.with_untracked(|follow_up| {
                let seen = ActionField::ALL.map(|field| {
                    let topic = Topic::Action(action.seq, field);
                    (field, follow_up.standing_ids(&topic))
                });
                Some(Before {
                    form: ActionForm::new(action, follow_up),
                    seen: seen.to_vec(),
                })
            })
        });
        answer.set(None);
        fault.set(None);
        form.set(opened.as_ref().map(|opened| opened.form.clone()));
        before.set_value(opened);
    };
    let save = Callback::new(move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(typed), Some(before), Some(seq)) = (
            form.get_untracked(),
            before.get_value(),
            action.with_untracked(|action| action.as_ref().map(|action| action.seq)),
        ) else {
            return;
        };
        let changes = match typed.changes(&before.form) {
            Ok(changes) => changes,
            Err(found) => return fault.set(Some(found)),
        };
        fault.set(None);
        if changes.is_empty() {
            return answer.set(Some(Err(words::nothing_changed().to_owned())));
        }
        let said = changes.into_iter().map(|news| {
            let seen = before.seen.iter().find(|(field, _)| *field == news.field());
            let seen = seen.map_or(Vec::new(), |(_, ids)| ids.clone());
            (Claim::Action { action: seq, news }, seen)
        });
        let refused = say(replica, device, said.collect());
        if refused.is_none() {
            form.set(None);
        }
        answer.set(Some(refused.map_or(Ok(()), Err)));
    });
    view! {
        <div role="status">
            {move || answer.get().map(|answer| match answer {
                Ok(()) => view! { <Notice title=words::updated() tone=NoticeTone::Success /> }.into_any(),
                Err(sentence) => view! { <Notice title=sentence tone=NoticeTone::Warning /> }.into_any(),
            })}
        </div>
        <Show
            when=move || form.with(Option::is_some)
            fallback=move || view! {
                <div class="actions"><Button on_press=open>{words::update()}</Button></div>
            }
        >
            <form class="flow" on:submit=move |event| save.run(event)>
                <StepField form />
                <TextFields form fault />
                <DateField form fault />
                <FormActions on_cancel=move |()| form.set(None) submit=words::save() />
            </form>
        </Show>
    }
}

fn value(form: RwSignal<Option<ActionForm>>, field: ActionField) -> Signal<String> {
    Signal::derive(move || {
        form.with(|form| {
            form.as_ref()
                .map_or_else(String::new, |form| form.value(field).to_owned())
        })
    })
}

fn set(form: RwSignal<Option<ActionForm>>, field: ActionField) -> impl Fn(String) + Clone {
    move |typed| {
        form.update(|form| {
            if let Some(form) = form {
                form.set(field, typed);
            }
        });
    }
}

/// The step on the scale of the contract.
#[component]
fn StepField(form: RwSignal<Option<ActionForm>>) -> impl IntoView {
    let word = |step| parts::action_step(shown_step(Some(step)));
    let steps = choice_list::choices(&ActionStep::ALL, word);
    let options = choice_list::with_none(words::unknown_step(), steps);
    view! {
        <SelectField
            label=words::field(ActionField::Step)
            options
            value=value(form, ActionField::Step)
            on_change=set(form, ActionField::Step)
        />
    }
}

/// The texts: one line for a name, several for what was done.
#[component]
fn TextFields(
    form: RwSignal<Option<ActionForm>>,
    fault: RwSignal<Option<FieldFault>>,
) -> impl IntoView {
    let texts = [
        ActionText::Pilot,
        ActionText::Partners,
        ActionText::NextStep,
        ActionText::Detail,
        ActionText::Outlook,
    ];
    texts
        .map(|text| {
            let field = ActionField::Text(text);
            let error = Signal::derive(move || {
                fault.with(|fault| match fault {
                    Some(FieldFault::Text(at, fault)) if *at == text => {
                        Some(workshop::text_fault(fault))
                    }
                    _ => None,
                })
            });
            let is_long = matches!(text, ActionText::Detail | ActionText::Outlook);
            if is_long {
                view! {
                    <TextArea
                        label=words::field(field)
                        value=value(form, field)
                        on_input=set(form, field)
                        error
                        chars_max=Passage::CHARS_MAX
                    />
                }
                .into_any()
            } else {
                view! {
                    <TextField
                        label=words::field(field)
                        value=value(form, field)
                        on_input=set(form, field)
                        hint=words::hint(field)
                        error
                    />
                }
                .into_any()
            }
        })
        .collect_view()
}

/// The day of the next step.
#[component]
fn DateField(
    form: RwSignal<Option<ActionForm>>,
    fault: RwSignal<Option<FieldFault>>,
) -> impl IntoView {
    let error = Signal::derive(move || {
        (fault.get() == Some(FieldFault::Date)).then(|| words::date_fault().to_owned())
    });
    view! {
        <TextField
            label=words::field(ActionField::DueDate)
            value=value(form, ActionField::DueDate)
            on_input=set(form, ActionField::DueDate)
            input_type="date"
            error
        />
    }
}
