//! What became of proposals: when they were asked, the answer, what they led to.

use domain::{
    Answer, AnswerKind, CardId, Claim, Contract, CouncilId, FollowUp, LinkTarget, Passage, Place,
    ProposalId, Reason, StatementId,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::contract::parts::anchor_href;
use super::statement::{FormFault, follow_up, say, say_over};
use crate::components::{
    Button, ButtonKind, FormActions, Notice, NoticeTone, Panel, SelectField, TextArea, TextField,
};
use crate::i18n::{action_news, contract as contract_words, outcome as words, parts, workshop};
use crate::model::application::axes;
use crate::model::choice_list::{choices, chosen, with_none};
use crate::model::contract::{Anchor, known_code};
use crate::model::outcome::{Outcome, OutcomeLink, answer_of, outcomes_of, voted_together};
use crate::replica::{Replica, use_replica};
use crate::state::device::{Device, use_device};
use crate::{platform, routes};

/// A council's priorities and what became of them; nothing before its first vote.
#[component]
pub(super) fn Priorities(
    /// Councils whose priorities are looked at.
    councils: Memo<Vec<CouncilId>>,
) -> impl IntoView {
    let replica = use_replica();
    let snapshot = replica.snapshot();
    let follow_up = follow_up(replica);
    let together = Memo::new(move |_| {
        let snapshot = snapshot.read();
        let today = platform::today();
        follow_up.with(|follow_up| voted_together(&snapshot, follow_up, &councils.read(), today))
    });
    let ids = move || {
        let together = together.get().into_iter();
        together.map(|(councils, _)| councils).collect::<Vec<_>>()
    };
    let entry = move |councils: Vec<CouncilId>| {
        let names: Vec<String> = {
            let snapshot = snapshot.read_untracked();
            let known = councils
                .iter()
                .filter_map(|id| snapshot.contract.council(id));
            known.map(|council| council.name.to_string()).collect()
        };
        let outcomes = Memo::new(move |_| {
            together.with(|together| {
                let found = together.iter().find(|(ids, _)| *ids == councils);
                found.map_or_else(Vec::new, |(_, outcomes)| outcomes.clone())
            })
        });
        view! {
            <details>
                <summary>{words::priorities_of(&names)}</summary>
                <Outcomes outcomes follow_up />
            </details>
        }
    };
    view! {
        <Show when=move || together.with(|together| !together.is_empty())>
            <Panel title=words::priorities_title()>
                <For each=ids key=Clone::clone children=entry />
            </Panel>
        </Show>
    }
}

/// Id of the first line of what waits, which takes the focus.
pub(super) const UNANSWERED_ID: &str = "sans-reponse";

/// Proposals that wait for an answer, card by card, longest wait said with each.
#[component]
pub(super) fn Unanswered() -> impl IntoView {
    let replica = use_replica();
    let snapshot = replica.snapshot();
    let follow_up = follow_up(replica);
    let cards = Memo::new(move |_| {
        let deck = snapshot.read().deck().into_iter();
        deck.map(|card| (card.id.clone(), card.name.to_string()))
            .collect::<Vec<_>>()
    });
    let of_card = move |(id, name): (CardId, String)| {
        let name = StoredValue::new(name);
        let outcomes = Memo::new(move |_| {
            let today = platform::today();
            follow_up.with(|follow_up| {
                let mut found = outcomes_of(&snapshot.read(), follow_up, &id, today);
                found.retain(|outcome| outcome.answers.is_empty());
                found
            })
        });
        view! {
            <Show when=move || outcomes.with(|it| !it.is_empty())>
                <details>
                    <summary>{move || words::unanswered_on(&name.get_value(), outcomes.with(Vec::len))}</summary>
                    <Outcomes outcomes follow_up />
                </details>
            </Show>
        }
    };
    view! {
        <Panel title=words::unanswered_title()>
            <p id=UNANSWERED_ID tabindex="-1">{words::unanswered_lead()}</p>
            <For each=move || cards.get() key=|(id, _)| id.clone() children=of_card />
        </Panel>
    }
}

/// Proposals, each with what became of it, and how many still wait.
#[component]
pub(super) fn Outcomes(
    /// In the order to show.
    outcomes: Memo<Vec<Outcome>>,
    /// What was said.
    follow_up: Memo<FollowUp>,
) -> impl IntoView {
    let n_waiting = move || {
        outcomes.with(|outcomes| outcomes.iter().filter(|it| it.answers.is_empty()).count())
    };
    let ids = move || {
        let outcomes = outcomes.get().into_iter();
        outcomes.map(|outcome| outcome.proposal).collect::<Vec<_>>()
    };
    // An entry stays itself while answers come, so that one being typed is not lost.
    let entry = move |id: ProposalId| {
        let outcome = Memo::new(move |_| {
            outcomes.with(|outcomes| outcomes.iter().find(|it| it.proposal == id).cloned())
        });
        view! { <Entry outcome follow_up /> }
    };
    view! {
        <p>{move || words::n_waiting(n_waiting())}</p>
        <ol class="outcomes" role="list">
            <For each=ids key=|id| *id children=entry />
        </ol>
    }
}

/// One proposal.
#[component]
fn Entry(outcome: Memo<Option<Outcome>>, follow_up: Memo<FollowUp>) -> impl IntoView {
    let capabilities = use_replica().capabilities();
    let may_edit = Memo::new(move |_| capabilities.get().may_facilitate);
    let shown = move || {
        outcome.get().map(|outcome| {
            let asked = outcome.voted_on.map(|day| {
                let day = platform::date_in_words(day);
                view! { <p class="outcome__asked">{words::asked(&day, &parts::dots(outcome.n_dots))}</p> }
            });
            let links = (!outcome.links.is_empty()).then(|| {
                let links = outcome.links.iter().cloned();
                view! {
                    <div>
                        <p>{words::led_to()}</p>
                        <ul class="contract-texts">
                            {links.map(|link| view! { <Link proposal=outcome.proposal link follow_up may_edit /> }).collect_view()}
                        </ul>
                    </div>
                }
            });
            view! {
                <p class="outcome__label">{outcome.label.clone()}</p>
                {asked}
                <Answers outcome=outcome.clone() />
                {links}
            }
        })
    };
    view! {
        <li class="outcome">
            {shown}
            <Show when=move || may_edit.get()>
                <AnswerForm outcome follow_up />
            </Show>
        </li>
    }
}

/// What was answered, or since when nothing was.
#[component]
fn Answers(outcome: Outcome) -> impl IntoView {
    if outcome.answers.is_empty() {
        return view! { <p class="outcome__waiting">{words::waiting(outcome.days_waiting)}</p> }
            .into_any();
    }
    let several = outcome.answers.len() > 1;
    let answers = outcome.answers.iter().filter_map(|said| {
        let answer = answer_of(said)?;
        let day = platform::date_in_words(answer.date);
        Some(view! {
            <div class="outcome__answer">
                <p><strong>{words::answer(answer.kind)}</strong></p>
                <p class="typed">{answer.reason.to_string()}</p>
                <p class="outcome__asked">{words::answered_by(answer.body.as_str(), &day)}</p>
            </div>
        })
    });
    let answers = answers.collect_view();
    view! {
        {several.then(|| view! { <Notice title=words::answered_twice() tone=NoticeTone::Warning /> })}
        {answers}
    }
    .into_any()
}

/// Something of the contract that the proposal led to.
#[component]
fn Link(
    proposal: ProposalId,
    link: OutcomeLink,
    follow_up: Memo<FollowUp>,
    may_edit: Memo<bool>,
) -> impl IntoView {
    let (replica, device) = (use_replica(), use_device());
    let error = RwSignal::new(None::<String>);
    let is_asked = RwSignal::new(false);
    let target = link.target;
    let name = StoredValue::new(words::unlink_what(&link.label));
    let unlink = move |()| {
        error.set(self::link(
            replica,
            device,
            follow_up,
            (proposal, target),
            None,
        ));
    };
    let href = match link.target {
        LinkTarget::Axis { theme, .. } => anchor_href(Anchor::Axes(theme)),
        LinkTarget::Objective { orientation, .. } => routes::orientation(orientation),
        LinkTarget::Action(seq) => routes::action(seq),
    };
    view! {
        <li>
            <a href=href>{link.label.to_string()}</a>
            <br />
            {words::link(link.target, link.is_starred)}
            <br />
            <small>{link.source}</small>
            <Show when=move || may_edit.get()>
                <p class="cluster">
                    <Button on_press=move |()| is_asked.update(|it| *it = !*it)>
                        {move || if is_asked.get() { words::keep_link() } else { words::unlink() }}
                        <span class="visually-hidden">{name.get_value()}</span>
                    </Button>
                    <Show when=move || is_asked.get()>
                        <Button kind=ButtonKind::Danger on_press=unlink>{words::unlink_now()}</Button>
                    </Show>
                </p>
            </Show>
            <div role="alert">{move || error.get()}</div>
        </li>
    }
}

/// What a person typed.
#[derive(Debug, Clone, Copy)]
struct Typed {
    kind: RwSignal<String>,
    reason: RwSignal<String>,
    date: RwSignal<String>,
    body: RwSignal<String>,
    error: RwSignal<Option<String>>,
}

impl Typed {
    fn new() -> Self {
        Self {
            kind: RwSignal::new("0".to_owned()),
            reason: RwSignal::new(String::new()),
            date: RwSignal::new(platform::today().to_string()),
            body: RwSignal::new(words::body_default().to_owned()),
            error: RwSignal::new(None),
        }
    }

    fn read(self) -> Result<Answer, String> {
        let kind = chosen(&AnswerKind::ALL, &self.kind.get_untracked());
        let fault = |label: &'static str| {
            move |fault: domain::TextFault| parts::in_field(label, &workshop::text_fault(&fault))
        };
        let reason = Passage::new(&self.reason.get_untracked());
        let body = Place::new(&self.body.get_untracked());
        Ok(Answer {
            kind: kind.unwrap_or(AnswerKind::UnderStudy),
            reason: reason.map_err(fault(words::reason_label()))?,
            date: self
                .date
                .get_untracked()
                .parse()
                .map_err(|_| action_news::date_fault().to_owned())?,
            body: body.map_err(fault(words::body_label()))?,
        })
    }
}

/// The answer of the steering committee, and a link to an action.
#[component]
fn AnswerForm(outcome: Memo<Option<Outcome>>, follow_up: Memo<FollowUp>) -> impl IntoView {
    let (replica, device) = (use_replica(), use_device());
    let opened = RwSignal::new(None::<(ProposalId, Vec<StatementId>)>);
    let done = RwSignal::new(None::<&'static str>);
    let typed = Typed::new();
    let label = move || {
        outcome.with(|outcome| {
            outcome
                .as_ref()
                .map_or_else(String::new, |it| it.label.clone())
        })
    };
    let open = move |()| {
        done.set(None);
        typed.error.set(None);
        opened.set(outcome.with_untracked(|it| Some((it.as_ref()?.proposal, it.as_ref()?.seen()))));
    };
    let save = Callback::new(move |event: SubmitEvent| {
        event.prevent_default();
        let Some((proposal, seen)) = opened.get_untracked() else {
            return;
        };
        let refused = match typed.read() {
            Ok(answer) => say(
                replica,
                device,
                vec![(Claim::Answer { proposal, answer }, seen)],
            ),
            Err(sentence) => Some(sentence),
        };
        if refused.is_none() {
            opened.set(None);
            typed.reason.set(String::new());
            done.set(Some(words::answered()));
        }
        typed.error.set(refused);
    });
    let kinds = choices(&AnswerKind::ALL, words::answer);
    view! {
        <div role="status">
            {move || done.get().map(|title| view! { <Notice title tone=NoticeTone::Success /> })}
        </div>
        <Show
            when=move || opened.with(Option::is_some)
            fallback=move || view! {
                <div class="actions">
                    <Button on_press=open>
                        {words::give_answer()}
                        <span class="visually-hidden">{move || words::give_answer_to(&label())}</span>
                    </Button>
                </div>
            }
        >
            <form class="flow" on:submit=move |event| save.run(event)>
                <SelectField
                    label=words::answer_label()
                    options=kinds.clone()
                    value=typed.kind
                    on_change=move |chosen| typed.kind.set(chosen)
                />
                <TextArea
                    label=words::reason_label()
                    value=typed.reason
                    on_input=move |text| typed.reason.set(text)
                    hint=words::reason_hint()
                    chars_max=Passage::CHARS_MAX
                />
                <TextField
                    label=words::body_label()
                    value=typed.body
                    on_input=move |text| typed.body.set(text)
                />
                <TextField
                    label=words::date_label()
                    value=typed.date
                    on_input=move |text| typed.date.set(text)
                    input_type="date"
                />
                <FormFault fault=typed.error />
                <FormActions on_cancel=move |()| opened.set(None) submit=words::save_answer() />
            </form>
            <LinkForm outcome follow_up on_done=move |()| { opened.set(None); done.set(Some(words::linked())) } />
        </Show>
    }
}

/// Makes a link, or takes it away where no source is given.
fn link(
    replica: Replica,
    device: Device,
    follow_up: Memo<FollowUp>,
    (proposal, target): (ProposalId, LinkTarget),
    source: Option<Reason>,
) -> Option<String> {
    let claim = Claim::Link {
        proposal,
        target,
        source,
    };
    say_over(replica, device, follow_up, claim)
}

/// Everything that a proposal can lead to, with its name in a list.
fn parts_of(contract: &Contract) -> Vec<(LinkTarget, String)> {
    let axes = axes(contract).into_iter();
    let axes = axes.map(|(target, label)| (target, words::axis_choice(&label)));
    let orientations = contract.themes.iter().flat_map(|theme| &theme.orientations);
    let objectives = orientations.flat_map(|orientation| {
        (1..)
            .zip(&orientation.objectives)
            .map(|(number, objective)| {
                let target = LinkTarget::Objective {
                    orientation: orientation.number,
                    number,
                };
                (target, words::objective_choice(&objective.label))
            })
    });
    let actions = contract.actions.iter().map(|action| {
        let code = known_code(action);
        let name = contract_words::action_code(code.as_deref());
        (
            LinkTarget::Action(action.seq),
            words::action_choice(&name, &action.label),
        )
    });
    axes.chain(objectives).chain(actions).collect()
}

/// Links the proposal to a part of the contract.
#[component]
fn LinkForm(
    outcome: Memo<Option<Outcome>>,
    follow_up: Memo<FollowUp>,
    /// The link was made.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let (replica, device) = (use_replica(), use_device());
    let snapshot = replica.snapshot();
    let part = RwSignal::new(String::new());
    let source = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let options = Signal::derive(move || {
        let parts = parts_of(&snapshot.read().contract).into_iter();
        let parts = parts.map(|(target, label)| (target.to_string(), label));
        with_none(words::link_none(), parts)
    });
    let save = Callback::new(move |event: SubmitEvent| {
        event.prevent_default();
        let Some(proposal) = outcome.with_untracked(|it| it.as_ref().map(|it| it.proposal)) else {
            return;
        };
        let Ok(target) = part.get_untracked().parse::<LinkTarget>() else {
            return error.set(Some(words::link_fault().to_owned()));
        };
        let source = match Reason::new(&source.get_untracked()) {
            Ok(source) => source,
            Err(fault) => {
                let sentence = workshop::text_fault(&fault);
                let field = words::link_source_label();
                return error.set(Some(parts::in_field(field, &sentence)));
            }
        };
        let refused = link(replica, device, follow_up, (proposal, target), Some(source));
        if refused.is_none() {
            on_done.run(());
        }
        error.set(refused);
    });
    view! {
        <form class="flow" on:submit=move |event| save.run(event)>
            <SelectField
                label=words::link_label()
                options
                value=part
                on_change=move |chosen| part.set(chosen)
            />
            <TextField
                label=words::link_source_label()
                value=source
                on_input=move |text| source.set(text)
                hint=words::link_source_hint()
            />
            <FormFault fault=error />
            <div class="actions">
                <Button button_type="submit">{words::save_link()}</Button>
            </div>
        </form>
    }
}
