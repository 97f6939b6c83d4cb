//! `/suivi/rencontres`: the thematic meetings that follow a workshop.

use domain::{CardId, Claim, FollowUp, Meeting, MeetingId, Passage, ProposalId, Snapshot, Topic};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::statement::{FormFault, follow_up, form_field, say};
use crate::components::{
    Button, ButtonKind, ChoiceGroup, ChoiceKind, ChoiceTile, FormActions, Notice, NoticeTone,
    PageHead, Panel, TextArea, TextField,
};
use crate::i18n::{follow_up as parent, meeting as words, shell};
use crate::model::meeting_form::MeetingForm;
use crate::model::moderation::shown_label;
use crate::replica::use_replica;
use crate::state::device::use_device;
use crate::{platform, routes};

/// Id of the form, which takes the focus when it opens.
const FORM_ID: &str = "formulaire";

/// List and form.
#[component]
pub fn MeetingsPage() -> impl IntoView {
    platform::set_title(&shell::tab_title(words::title()));
    let replica = use_replica();
    let follow_up = follow_up(replica);
    let capabilities = replica.capabilities();
    let may_edit = Memo::new(move |_| capabilities.get().may_facilitate);
    let form = RwSignal::new(None::<MeetingForm>);
    let is_saved = RwSignal::new(false);
    let ids = Memo::new(move |_| {
        follow_up.with(|said| {
            said.meetings()
                .iter()
                .map(|(id, _)| *id)
                .collect::<Vec<_>>()
        })
    });
    let add = move |()| {
        is_saved.set(false);
        let id = MeetingId::from_bytes(platform::random_id());
        form.set(Some(MeetingForm::new(id, platform::today())));
        platform::focus(FORM_ID);
    };
    let edit = Callback::new(move |id: MeetingId| {
        is_saved.set(false);
        form.set(follow_up.with_untracked(|said| {
            let seen = said.standing_ids(&Topic::Meeting(id));
            Some(MeetingForm::of(id, &meeting(said, id)?, seen))
        }));
        platform::focus(FORM_ID);
    });
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <PageHead
                title=words::title()
                lead=words::lead()
                back=(routes::follow_up(), parent::title().to_owned())
            />
            <div role="status">
                {move || is_saved.get().then(|| view! {
                    <Notice title=words::saved() tone=NoticeTone::Success />
                })}
            </div>
            <Show when=move || may_edit.get()>
                <Show
                    when=move || form.with(Option::is_some)
                    fallback=move || view! {
                        <div><Button kind=ButtonKind::Primary on_press=add>{words::add()}</Button></div>
                    }
                >
                    <FormPanel form on_saved=move |()| { form.set(None); is_saved.set(true) } />
                </Show>
            </Show>
            <Show
                when=move || ids.with(|ids| !ids.is_empty())
                fallback=|| view! { <p>{words::none()}</p> }
            >
                <For each=move || ids.get() key=|id| *id let:id>
                    <Entry id follow_up may_edit on_edit=edit />
                </For>
            </Show>
        </main>
    }
}

fn meeting(follow_up: &FollowUp, id: MeetingId) -> Option<Meeting> {
    match &follow_up.latest(&Topic::Meeting(id))?.claim {
        Claim::Meeting { meeting, .. } => Some(meeting.clone()),
        _ => None,
    }
}

/// One meeting.
#[component]
fn Entry(
    id: MeetingId,
    follow_up: Memo<FollowUp>,
    may_edit: Memo<bool>,
    on_edit: Callback<MeetingId>,
) -> impl IntoView {
    let snapshot = use_replica().snapshot();
    let shown = Memo::new(move |_| follow_up.with(|said| meeting(said, id)));
    let is_conflict =
        Memo::new(move |_| follow_up.with(|said| said.is_conflict(&Topic::Meeting(id))));
    let title = move || {
        shown.with(|it| {
            it.as_ref()
                .map_or_else(String::new, |it| it.title.to_string())
        })
    };
    let facts = move || {
        shown.get().map(|it| {
            let snapshot = snapshot.read();
            let specialists = it.specialists.map(|text| {
                view! {
                    <dt>{words::specialists()}</dt><dd class="typed">{text.to_string()}</dd>
                }
            });
            let outcome = it
                .outcome
                .map_or_else(|| words::no_outcome().to_owned(), |text| text.to_string());
            view! {
                <dl class="contract-terms">
                    <dt>{words::date()}</dt>
                    <dd>{platform::long_date(it.date)}</dd>
                    {specialists}
                    <dt>{words::outcome()}</dt>
                    <dd class="typed">{outcome}</dd>
                </dl>
                {about(&snapshot, &it.cards, &it.proposals)}
            }
        })
    };
    view! {
        <Panel title=Signal::derive(title)>
            <Show when=move || is_conflict.get()>
                <Notice title=words::conflict() tone=NoticeTone::Warning />
            </Show>
            {facts}
            <Show when=move || may_edit.get()>
                <div class="actions">
                    <Button on_press=move |()| on_edit.run(id)>
                        {words::edit()}
                        <span class="visually-hidden">{move || words::edit_what(&title())}</span>
                    </Button>
                </div>
            </Show>
        </Panel>
    }
}

/// Links to the cards and proposals that a meeting is about.
fn about(snapshot: &Snapshot, cards: &[CardId], proposals: &[ProposalId]) -> impl IntoView + use<> {
    let cards: Vec<_> = cards
        .iter()
        .filter_map(|id| snapshot.cards.get(id))
        .map(|card| (routes::card(&card.id), card.name.to_string()))
        .collect();
    let proposals: Vec<_> = proposals
        .iter()
        .filter_map(|id| snapshot.proposals.get(id))
        .map(|proposal| (routes::card(&proposal.card), shown_label(proposal)))
        .collect();
    let list = |heading: &'static str, links: Vec<(String, String)>| {
        (!links.is_empty()).then(|| {
            let links = links.into_iter();
            let links = links.map(|(href, text)| view! { <li><a href=href>{text}</a></li> });
            view! {
                <h3>{heading}</h3>
                <ul class="contract-texts">{links.collect_view()}</ul>
            }
        })
    };
    (
        list(words::cards(), cards),
        list(words::proposals(), proposals),
    )
}

/// The form of a meeting.
#[component]
fn FormPanel(
    form: RwSignal<Option<MeetingForm>>,
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
            Ok(meeting) => {
                let claim = Claim::Meeting {
                    id: typed.id,
                    meeting,
                };
                say(replica, device, vec![(claim, typed.seen)])
            }
        };
        if refused.is_none() {
            on_saved.run(());
        }
        error.set(refused);
    });
    let (title, set_title) = form_field(form, |typed| &mut typed.title);
    let (date, set_date) = form_field(form, |typed| &mut typed.date);
    let (specialists, set_specialists) = form_field(form, |typed| &mut typed.specialists);
    let (outcome, set_outcome) = form_field(form, |typed| &mut typed.outcome);
    let heading = move || match form.get() {
        Some(typed) if !typed.seen.is_empty() => words::edit_meeting(),
        _ => words::add(),
    };
    view! {
        <Panel title=Signal::derive(move || heading().to_owned())>
            <form class="flow" id=FORM_ID tabindex="-1" on:submit=move |event| save.run(event)>
                <TextField label=words::theme() value=title on_input=set_title />
                <TextField label=words::date() value=date on_input=set_date input_type="date" />
                <TextArea label=words::specialists() value=specialists on_input=set_specialists
                    hint=words::specialists_hint() chars_max=Passage::CHARS_MAX />
                <CardChoices form />
                <TextArea label=words::outcome() value=outcome on_input=set_outcome
                    chars_max=Passage::CHARS_MAX />
                <FormFault fault=error />
                <FormActions on_cancel=move |()| form.set(None) submit=words::save() />
            </form>
        </Panel>
    }
}

/// The cards, and under each chosen one its proposals.
#[component]
fn CardChoices(form: RwSignal<Option<MeetingForm>>) -> impl IntoView {
    let snapshot = use_replica().snapshot();
    let deck = snapshot.read_untracked().deck();
    let has_card = move |id: &CardId| {
        form.with(|typed| typed.as_ref().is_some_and(|it| it.cards.contains(id)))
    };
    let tiles = deck.iter().map(|card| {
        let (checked, changed) = (card.id.clone(), card.id.clone());
        let toggle = move |is_on: bool| {
            form.update(|typed| {
                if let Some(typed) = typed {
                    if is_on {
                        typed.cards.insert(changed.clone());
                    } else {
                        typed.cards.remove(&changed);
                    }
                }
            });
        };
        view! {
            <ChoiceTile
                kind=ChoiceKind::Checkbox
                name="cartes"
                label=card.name.to_string()
                checked=Signal::derive(move || has_card(&checked))
                on_change=toggle
            />
        }
    });
    let tiles = tiles.collect_view();
    let chosen = move || {
        let deck = snapshot.read().deck().into_iter();
        deck.filter(|card| has_card(&card.id))
            .map(|card| card.id.clone())
            .collect::<Vec<_>>()
    };
    view! {
        <ChoiceGroup legend=words::cards()>{tiles}</ChoiceGroup>
        <For each=chosen key=Clone::clone let:card>
            <ProposalChoices card form />
        </For>
    }
}

/// The proposals of a card.
#[component]
fn ProposalChoices(card: CardId, form: RwSignal<Option<MeetingForm>>) -> impl IntoView {
    let snapshot = use_replica().snapshot().read_untracked().clone();
    let name = snapshot
        .cards
        .get(&card)
        .map_or_else(String::new, |card| card.name.to_string());
    let proposals = snapshot.proposals_of(&card).into_iter();
    let tiles = proposals.filter(|it| !it.is_hidden()).map(|proposal| {
        let id = proposal.id;
        let toggle = move |is_on: bool| {
            form.update(|typed| {
                if let Some(typed) = typed {
                    if is_on {
                        typed.proposals.insert(id);
                    } else {
                        typed.proposals.remove(&id);
                    }
                }
            });
        };
        let checked = Signal::derive(move || {
            form.with(|typed| typed.as_ref().is_some_and(|it| it.proposals.contains(&id)))
        });
        view! {
            <ChoiceTile
                kind=ChoiceKind::Checkbox
                name="propositions"
                label=proposal.label.to_string()
                checked
                on_change=toggle
            />
        }
    });
    let tiles = tiles.collect_view();
    view! {
        <details>
            <summary>{words::choose_proposals(&name)}</summary>
            <ChoiceGroup legend=words::proposals()>{tiles}</ChoiceGroup>
        </details>
    }
}
