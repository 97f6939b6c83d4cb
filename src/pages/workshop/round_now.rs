//! Where the workshop stands, and the one thing to do next.

use domain::RoundStatus;
use leptos::prelude::*;

use super::confirm::Question;
use super::rounds::RESULTS_ID;
use super::{Intent, Model};
use crate::components::{Button, ButtonKind, LinkButton, Panel};
use crate::i18n::{codes, room, workshop as words};
use crate::model::attendance::build_attendance;
use crate::model::workshop::{RoundAction, RoundModel, WorkshopModel};
use crate::replica::use_replica;
use crate::{platform, routes};

/// Standing, number of ballots, main action. Never a total.
#[component]
pub(super) fn RoundNow(
    /// The workshop.
    model: Model,
    /// The person asked for something that needs no question.
    #[prop(into)]
    on_intent: Callback<Intent>,
    /// The person asked for something that is confirmed first.
    #[prop(into)]
    on_ask: Callback<Question>,
) -> impl IntoView {
    let stage = Memo::new(move |_| model.with(|m| m.as_ref().and_then(|m| m.row.stage)));
    let is_history =
        Memo::new(move |_| model.with(|m| m.as_ref().is_some_and(WorkshopModel::is_history)));
    let snapshot = use_replica().snapshot();
    let n_present = Memo::new(move |_| {
        let id = model.with(|m| m.as_ref().map(|m| m.row.id))?;
        build_attendance(&snapshot.read(), id)?.n_present()
    });
    let facts = Memo::new(move |_| {
        model.with(|model| {
            let round = model.as_ref().and_then(|model| model.current.as_ref());
            round
                .filter(|_| !is_history.get())
                .map_or(Vec::new(), |round| facts(round, n_present.get()))
        })
    });
    let fact_list = move || {
        let facts = facts.get().into_iter();
        facts
            .map(|fact| view! { <li><strong>{fact}</strong></li> })
            .collect_view()
    };
    view! {
        <Panel title=Signal::derive(move || words::stage(stage.get()).to_owned())>
            <p role="status">{move || words::stage_sentence(stage.get())}</p>
            <Show when=move || facts.with(|facts| !facts.is_empty())>
                <ul class="cluster" role="list" style:--cluster-gap="var(--space-xs) var(--space-l)">
                    {fact_list}
                </ul>
            </Show>
            <Show when=move || !is_history.get()>
                <Actions model stage on_intent on_ask />
            </Show>
        </Panel>
    }
}

/// Number of the round, ballots, moments: as short facts.
fn facts(round: &RoundModel, n_present: Option<u32>) -> Vec<String> {
    let n_late = round
        .arbitration
        .late
        .as_ref()
        .map_or(0, |late| late.n_late);
    let moment = match (round.closed_at, round.opened_at) {
        (Some(at), _) => Some(words::closed_at(&platform::long_minute(at))),
        (None, Some(at)) => Some(words::opened_at(&platform::long_minute(at))),
        (None, None) => None,
    };
    [
        Some(words::round_number(round.number)),
        Some(match n_present.filter(|_| round.status.is_running()) {
            Some(n_present) => room::progress(round.n_ballots, n_present),
            None => words::ballots(round.n_ballots, n_late),
        }),
        (round.n_assisted > 0).then(|| codes::n_assisted(round.n_assisted)),
        moment,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The main button last; it stays the same element while its words change, so that
/// the focus stays on it.
#[component]
fn Actions(
    model: Model,
    stage: Memo<Option<RoundStatus>>,
    on_intent: Callback<Intent>,
    on_ask: Callback<Question>,
) -> impl IntoView {
    let action = Memo::new(move |_| model.with(|m| m.as_ref().and_then(|m| m.action)));
    let ask = move |question: fn(domain::RoundId) -> Question| {
        if let Some(id) = round_id(model) {
            on_ask.run(question(id));
        }
    };
    let on_main = move |()| match action.get_untracked() {
        Some(RoundAction::Open) => on_intent.run(Intent::Open),
        Some(RoundAction::Close) => ask(Question::Close),
        Some(RoundAction::Reveal) => ask(Question::Reveal),
        None => {}
    };
    let name = move || match action.get() {
        Some(RoundAction::Close) => words::close_round(),
        Some(RoundAction::Reveal) => words::reveal(),
        Some(RoundAction::Open) | None => words::open_round(),
    };
    let ballot = move || {
        model.with(|m| {
            m.as_ref()
                .map_or(String::new(), |m| routes::ballot(m.row.id))
        })
    };
    let capabilities = use_replica().capabilities();
    let may_run = Memo::new(move |_| capabilities.get().may_facilitate);
    let has_results = Memo::new(move |_| {
        model.with(|model| {
            let round = model.as_ref().and_then(|model| model.current.as_ref());
            round.is_some_and(|round| round.results.is_some())
        })
    });
    view! {
        <div class="actions">
            <Show when=move || has_results.get()>
                <Button on_press=|()| platform::focus(RESULTS_ID)>{words::see_results()}</Button>
            </Show>
            <Show when=move || may_run.get()>
                <Pause model stage on_intent />
                <OpenAnother model on_intent />
            </Show>
            <Show when=move || capabilities.get().may_vote && stage.get() == Some(RoundStatus::Open)>
                <LinkButton href=Signal::derive(ballot)>{words::start_ballot()}</LinkButton>
            </Show>
            <Show when=move || may_run.get() && action.get().is_some()>
                <Button kind=ButtonKind::Primary on_press=on_main>{name}</Button>
            </Show>
        </div>
    }
}

/// Suspends or resumes the round, as long as it is not closed.
#[component]
fn Pause(
    model: Model,
    stage: Memo<Option<RoundStatus>>,
    on_intent: Callback<Intent>,
) -> impl IntoView {
    let is_paused = move || stage.get() == Some(RoundStatus::Paused);
    let on_press = move |()| {
        if let Some(id) = round_id(model) {
            let is_paused = stage.get_untracked() == Some(RoundStatus::Paused);
            on_intent.run(Intent::Pause(id, !is_paused));
        }
    };
    let is_running = move || stage.get().is_some_and(RoundStatus::is_running);
    view! {
        <Show when=is_running>
            <Button on_press=on_press>
                {move || if is_paused() { words::resume_round() } else { words::pause_round() }}
            </Button>
        </Show>
    }
}

/// Opens one more round once the former is closed.
#[component]
fn OpenAnother(model: Model, on_intent: Callback<Intent>) -> impl IntoView {
    let number = Memo::new(move |_| {
        model.with(|model| {
            let model = model.as_ref().filter(|model| model.can_open_another)?;
            let others = model.past.iter().chain(&model.current);
            others.map(|round| round.number + 1).max()
        })
    });
    view! {
        <Show when=move || number.get().is_some()>
            <Button on_press=move |()| on_intent.run(Intent::Open)>
                {move || number.get().map(words::open_next_round)}
            </Button>
        </Show>
    }
}

fn round_id(model: Model) -> Option<domain::RoundId> {
    model.with_untracked(|m| Some(m.as_ref()?.current.as_ref()?.id))
}
