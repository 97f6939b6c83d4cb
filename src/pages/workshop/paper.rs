//! Dots on paper: the counts of a closed round, and the form that adds or corrects one.

use domain::{PaperCountId, Reason, RoundId, limits};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Model;
use super::fault::{Fault, FaultPanel};
use crate::components::{
    Button, ChoiceGroup, ChoiceKind, ChoiceTile, CouncilBadge, FormActions, Notice, NoticeTone,
    NumberField, Panel, Sticker, TextField,
};
use crate::i18n::workshop as words;
use crate::model::ballot_sheet::SheetCard;
use crate::model::looks::card_look;
use crate::model::paper_form::{
    PaperEntry, PaperFault, PaperForm, PaperModel, build_paper, paper_sheet,
};
use crate::pages::access::ForFacilitator;
use crate::platform;
use crate::replica::use_replica;

/// The form that is open, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Add,
    Correct(PaperCountId),
}

/// The paper of the current round; nothing while it runs.
#[component]
pub(super) fn PaperPanel(
    /// The workshop.
    model: Model,
) -> impl IntoView {
    let replica = use_replica();
    let paper = Memo::new(move |_| {
        let round = model.with(|m| m.as_ref().and_then(|m| Some(m.current.as_ref()?.id)))?;
        build_paper(&replica.snapshot().read(), round)
    });
    let open = RwSignal::new(None::<Open>);
    let is_saved = RwSignal::new(false);
    let entries =
        move || paper.with(|paper| paper.as_ref().map_or(Vec::new(), |p| p.entries.clone()));
    let on_open = Callback::new(move |asked| {
        is_saved.set(false);
        open.set(Some(asked));
    });
    let on_end = Callback::new(move |has_saved| {
        is_saved.set(has_saved);
        open.set(None);
    });
    view! {
        <Show when=move || paper.with(Option::is_some)>
            <Panel title=words::paper_title()>
                <p>{words::paper_lead()}</p>
                <ul class="stack" role="list">
                    <For each=entries key=|entry| (entry.id, entry.is_disputed) let:entry>
                        <Entry entry on_open />
                    </For>
                </ul>
                <div role="status">
                    {move || is_saved.get().then(|| view! {
                        <Notice title=words::paper_saved() tone=NoticeTone::Success />
                    })}
                </div>
                <ForFacilitator>
                    {move || match (open.get(), paper.get()) {
                        (Some(asked), Some(paper)) => view! { <Form asked paper on_end /> }.into_any(),
                        _ => view! {
                            <div class="actions">
                                <Button on_press=move |()| on_open.run(Open::Add)>{words::paper_add()}</Button>
                            </div>
                        }
                        .into_any(),
                    }}
                </ForFacilitator>
            </Panel>
        </Show>
    }
}

/// One count that is in force.
#[component]
fn Entry(entry: PaperEntry, on_open: Callback<Open>) -> impl IntoView {
    let at = entry.entered_at.map(platform::long_minute);
    let about = words::paper_entered(at.as_deref(), entry.reason.as_deref());
    let name = words::paper_entry(&entry.council.name, entry.people);
    let hidden = StoredValue::new(format!(" ({name})"));
    view! {
        <li class="flow" style:--flow-gap="var(--space-xs)">
            <div class="cluster">
                <Sticker council=entry.council.look />
                <strong>{name}</strong>
                <ForFacilitator>
                    <Button on_press=move |()| on_open.run(Open::Correct(entry.id))>
                        {words::paper_correct()}
                        <span class="visually-hidden">{hidden.get_value()}</span>
                    </Button>
                </ForFacilitator>
            </div>
            <p>{about}</p>
            {entry.is_disputed.then(|| view! {
                <Notice title=words::paper_disputed() tone=NoticeTone::Warning />
            })}
        </li>
    }
}

/// Council, people, dots of each proposal, and the difference with the rules.
#[component]
fn Form(
    asked: Open,
    paper: PaperModel,
    /// The form is left: true when the count was recorded.
    on_end: Callback<bool>,
) -> impl IntoView {
    let replica = use_replica();
    let round = paper.round;
    let snapshot = replica.snapshot().get_untracked();
    let first = match asked {
        Open::Add => Some(PaperForm::new(&paper)),
        Open::Correct(id) => PaperForm::correct(&snapshot, id),
    };
    let form = RwSignal::new(first.unwrap_or_default());
    let fault = RwSignal::new(None::<PaperFault>);
    let refused = RwSignal::new(None::<Fault>);
    let cards = paper_sheet(&snapshot, round).map_or(Vec::new(), |sheet| sheet.cards);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let id = PaperCountId::from_bytes(platform::random_id());
        match form.with_untracked(|form| form.command(id, round, platform::now())) {
            Err(found) => fault.set(Some(found)),
            Ok(command) => match replica.dispatch(&command) {
                Ok(()) => on_end.run(true),
                Err(error) => {
                    fault.set(None);
                    refused.set(Some(error.into()));
                }
            },
        }
    };
    let people_fault = move || {
        fault
            .get()
            .filter(|fault| !matches!(fault, PaperFault::Reason(_)))
            .as_ref()
            .map(words::paper_fault)
    };
    let is_correction = form.with_untracked(PaperForm::is_correction);
    view! {
        <form class="flow" novalidate on:submit=save>
            <Councils councils=paper.councils form />
            <NumberField
                label=words::paper_people()
                value=Signal::derive(move || form.with(|form| form.people))
                on_change=move |n| form.update(|form| form.people = n)
                max=limits::PAPER_PEOPLE_MAX
                error=Signal::derive(people_fault)
            />
            {cards.into_iter().map(|card| view! { <Card card form /> }).collect_view()}
            <Show when=move || is_correction><ReasonField form fault /></Show>
            <Sum form round />
            <FaultPanel fault=refused />
            <FormActions on_cancel=move |()| on_end.run(false) submit=words::paper_save() />
        </form>
    }
}

/// Whose people placed the dots; not asked when only one council meets.
#[component]
fn Councils(councils: Vec<CouncilBadge>, form: RwSignal<PaperForm>) -> impl IntoView {
    let tile = move |id: Option<domain::CouncilId>, name: String| {
        let this = id.clone();
        view! {
            <ChoiceTile
                kind=ChoiceKind::Radio
                name="conseil-papier"
                label=name
                checked=Signal::derive(move || form.with(|form| form.council == this))
                on_change=move |_| form.update(|form| form.council.clone_from(&id))
            />
        }
    };
    (councils.len() > 1).then(|| {
        let tiles = councils
            .into_iter()
            .map(|council| tile(council.id.parse().ok(), council.name))
            .collect_view();
        view! {
            <ChoiceGroup legend=words::paper_council()>
                {tiles}
                {tile(None, words::paper_together().to_owned())}
            </ChoiceGroup>
        }
    })
}

/// The proposals of one card, with the numbers of the poster.
#[component]
fn Card(card: SheetCard, form: RwSignal<PaperForm>) -> impl IntoView {
    let numbered = card.proposals.clone();
    let fields = card
        .proposals
        .into_iter()
        .map(|proposal| {
            let id = proposal.id;
            view! {
                <NumberField
                    label=words::paper_proposal(proposal.number, &proposal.label)
                    value=Signal::derive(move || form.with(|form| form.dots_of(id)))
                    on_change=move |n| form.update(|form| form.set_dots(id, n))
                    max=limits::PAPER_DOTS_MAX
                />
            }
        })
        .collect_view();
    let (look, name) = (card_look(&card.card), card.card.name.clone());
    let ids: Vec<_> = numbered.iter().map(|proposal| proposal.id).collect();
    let n_dots = move || {
        let dots = ids.iter().map(|id| form.with(|form| form.dots_of(*id)));
        dots.fold(0, u32::saturating_add)
    };
    view! {
        <details data-card=look.color()>
            <summary>{move || words::paper_card(&name, n_dots())}</summary>
            <div class="flow">{fields}</div>
        </details>
    }
}

#[component]
fn ReasonField(form: RwSignal<PaperForm>, fault: RwSignal<Option<PaperFault>>) -> impl IntoView {
    let error = move || {
        fault
            .get()
            .filter(|fault| matches!(fault, PaperFault::Reason(_)))
            .as_ref()
            .map(words::paper_fault)
    };
    view! {
        <TextField
            label=words::paper_reason()
            value=Signal::derive(move || form.with(|form| form.reason.clone()))
            on_input=move |typed| form.update(|form| form.reason = typed)
            error=Signal::derive(error)
            chars_max=Reason::CHARS_MAX
        />
    }
}

/// What was typed so far, against the rules.
#[component]
fn Sum(form: RwSignal<PaperForm>, round: RoundId) -> impl IntoView {
    let snapshot = use_replica().snapshot();
    let sum = move || {
        form.with(|form| {
            let n_over = form.n_over(&snapshot.read(), round);
            words::paper_sum(form.n_dots(), form.people, n_over)
        })
    };
    view! { <p role="status"><strong>{sum}</strong></p> }
}
