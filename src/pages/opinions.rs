//! What the councils think of the protocol or of an action.

use domain::{
    Claim, CouncilId, FollowUp, Opinion, OpinionKind, OpinionSubject, Passage, Statement, Topic,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::statement::{FormFault, say_over};
use crate::components::{
    Button, CouncilLook, FormActions, Notice, NoticeTone, Panel, SelectField, Sticker, TextArea,
    TextField,
};
use crate::i18n::{action_news, opinion as words, parts, workshop};
use crate::model::choice_list;
use crate::model::looks::council_look;
use crate::platform;
use crate::replica::use_replica;
use crate::state::device::use_device;

/// The opinions that stand, council by council, and the form to give one.
#[component]
pub(super) fn Opinions(
    /// What they are about.
    subject: Memo<OpinionSubject>,
    /// What was said.
    follow_up: Memo<FollowUp>,
    /// True inside a panel of another thing: no panel of its own.
    #[prop(optional)]
    nested: bool,
) -> impl IntoView {
    let replica = use_replica();
    let snapshot = replica.snapshot();
    let councils = Memo::new(move |_| {
        let snapshot = snapshot.read();
        let councils = snapshot.contract.councils.iter();
        councils
            .map(|council| (council.id.clone(), council.name.to_string()))
            .collect::<Vec<_>>()
    });
    let given = Memo::new(move |_| {
        follow_up.with(|follow_up| {
            let councils = councils.get().into_iter();
            councils
                .map(|(id, name)| {
                    let topic = Topic::Opinion(id.clone(), subject.get());
                    let standing = follow_up.standing(&topic).into_iter().cloned();
                    (id, name, standing.collect::<Vec<_>>())
                })
                .filter(|(.., standing)| !standing.is_empty())
                .collect::<Vec<_>>()
        })
    });
    let capabilities = replica.capabilities();
    let may_give = move || {
        let capabilities = capabilities.get();
        capabilities.may_contribute && capabilities.may_browse
    };
    let list = move || {
        let given = given.get().into_iter();
        given
            .map(|(id, name, standing)| {
                let look = council_look(&snapshot.read_untracked().contract, &id);
                let several = standing.len() > 1;
                let opinions = standing.iter().filter_map(|said| {
                    Some(view! { <Given opinion=opinion_of(said)?.clone() council=look name=name.clone() /> })
                });
                let opinions = opinions.collect_view();
                view! {
                    {several.then(|| view! {
                        <Notice title=words::given_twice(&name) tone=NoticeTone::Warning />
                    })}
                    {opinions}
                }
            })
            .collect_view()
    };
    let inside = view! {
        <Show
            when=move || given.with(|given| !given.is_empty())
            fallback=|| view! { <p>{words::none()}</p> }
        >
            {list}
        </Show>
        <Show when=may_give>
            <OpinionForm subject follow_up councils />
        </Show>
    };
    if nested {
        view! { <h3>{words::title()}</h3> {inside} }.into_any()
    } else {
        view! { <Panel title=words::title()>{inside}</Panel> }.into_any()
    }
}

fn opinion_of(statement: &Statement) -> Option<&Opinion> {
    match &statement.claim {
        Claim::Opinion { opinion, .. } => Some(opinion),
        _ => None,
    }
}

/// One council's opinion.
#[component]
fn Given(opinion: Opinion, council: CouncilLook, name: String) -> impl IntoView {
    let day = platform::date_in_words(opinion.date);
    view! {
        <div class="outcome__answer">
            <p><strong>{words::kind(opinion.kind)}</strong></p>
            {opinion.text.map(|text| view! { <p class="typed">{text.to_string()}</p> })}
            <p class="comment-list__source">
                <Sticker council />
                {words::given_by(&name, &day)}
            </p>
        </div>
    }
}

/// Gives the opinion of a council: of the device's own one, or of any for a facilitator.
#[component]
fn OpinionForm(
    subject: Memo<OpinionSubject>,
    follow_up: Memo<FollowUp>,
    councils: Memo<Vec<(CouncilId, String)>>,
) -> impl IntoView {
    let (replica, device) = (use_replica(), use_device());
    let capabilities = replica.capabilities();
    let is_open = RwSignal::new(false);
    let is_saved = RwSignal::new(false);
    let council = RwSignal::new(String::new());
    let kind = RwSignal::new(String::new());
    let text = RwSignal::new(String::new());
    let date = RwSignal::new(platform::today().to_string());
    let error = RwSignal::new(None::<String>);
    let choices = Memo::new(move |_| {
        let own = device.council().get();
        let any = capabilities.get().may_facilitate;
        let councils = councils.get().into_iter();
        let councils = councils
            .filter(|(id, _)| any || own.as_ref() == Some(id))
            .map(|(id, name)| (id.to_string(), name));
        let first = any.then(|| (String::new(), words::choose_council().to_owned()));
        first.into_iter().chain(councils).collect::<Vec<_>>()
    });
    let chosen = move || {
        let typed = council.get_untracked();
        choices.with_untracked(|choices| {
            let found = choices.iter().find(|(id, _)| *id == typed);
            let (id, _) = found.or_else(|| choices.first())?;
            id.parse::<CouncilId>().ok()
        })
    };
    let read = move || {
        let kind = choice_list::chosen(&OpinionKind::ALL, &kind.get_untracked());
        let typed = text.get_untracked();
        let text = (!typed.trim().is_empty()).then(|| Passage::new(&typed));
        Ok(Opinion {
            kind: kind.ok_or_else(|| words::choose_kind().to_owned())?,
            text: text.transpose().map_err(|fault| {
                parts::in_field(words::text_label(), &workshop::text_fault(&fault))
            })?,
            date: date
                .get_untracked()
                .parse()
                .map_err(|_| action_news::date_fault().to_owned())?,
        })
    };
    // What a council said before stands in the form, to be changed and not lost.
    let choose = move |id: String| {
        let standing = id.parse::<CouncilId>().ok().and_then(|council| {
            let topic = Topic::Opinion(council, subject.get_untracked());
            follow_up.with_untracked(|said| opinion_of(said.latest(&topic)?).cloned())
        });
        council.set(id);
        if let Some(opinion) = standing {
            kind.set(choice_list::place_of(
                &OpinionKind::ALL,
                Some(&opinion.kind),
            ));
            text.set(
                opinion
                    .text
                    .map_or_else(String::new, |text| text.to_string()),
            );
            date.set(opinion.date.to_string());
        }
    };
    let save = Callback::new(move |event: SubmitEvent| {
        event.prevent_default();
        let Some(council) = chosen() else {
            return error.set(Some(words::choose_council().to_owned()));
        };
        let refused = match read() {
            Ok(opinion) => {
                let claim = Claim::Opinion {
                    council,
                    subject: subject.get_untracked(),
                    opinion,
                };
                say_over(replica, device, follow_up, claim)
            }
            Err(sentence) => Some(sentence),
        };
        if refused.is_none() {
            is_open.set(false);
            is_saved.set(true);
            text.set(String::new());
        }
        error.set(refused);
    });
    let kinds = choice_list::choices(&OpinionKind::ALL, words::kind);
    let kinds = StoredValue::new(choice_list::with_none(words::choose_kind(), kinds));
    let open = move |()| {
        is_saved.set(false);
        error.set(None);
        let first = choices.with_untracked(|choices| choices.first().map(|(id, _)| id.clone()));
        kind.set(String::new());
        text.set(String::new());
        date.set(platform::today().to_string());
        choose(first.unwrap_or_default());
        is_open.set(true);
    };
    view! {
        <div role="status">
            {move || is_saved.get().then(|| view! {
                <Notice title=words::saved() tone=NoticeTone::Success />
            })}
        </div>
        <Show when=move || choices.with(|choices| !choices.is_empty())>
            <Show
                when=move || is_open.get()
                fallback=move || view! {
                    <div class="actions"><Button on_press=open>{words::give()}</Button></div>
                }
            >
                <form class="flow" on:submit=move |event| save.run(event)>
                    <SelectField
                        label=words::council_label()
                        options=choices
                        value=council
                        on_change=choose
                    />
                    <SelectField
                        label=words::kind_label()
                        options=kinds.get_value()
                        value=kind
                        on_change=move |chosen| kind.set(chosen)
                    />
                    <TextArea
                        label=words::text_label()
                        value=text
                        on_input=move |typed| text.set(typed)
                        hint=words::text_hint()
                        chars_max=Passage::CHARS_MAX
                    />
                    <TextField
                        label=words::date_label()
                        value=date
                        on_input=move |typed| date.set(typed)
                        input_type="date"
                    />
                    <FormFault fault=error />
                    <FormActions on_cancel=move |()| is_open.set(false) submit=words::save() />
                </form>
            </Show>
        </Show>
    }
}
