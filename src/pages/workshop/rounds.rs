//! What to settle and the results: of the current round apart, and folded together of
//! the others.

use domain::{RoundId, RoundStatus};
use leptos::prelude::*;

use super::arbitration::ArbitrationPanel;
use super::confirm::Question;
use super::results::ResultsView;
use super::{Intent, Model};
use crate::components::Button;
use crate::i18n::workshop as words;
use crate::model::workshop::RoundModel;
use crate::replica::use_replica;

/// Id of the heading of the results, which takes the focus after the reveal.
pub(super) const RESULTS_ID: &str = "resultats";

/// What to settle of the round to act on.
#[component]
pub(super) fn CurrentArbitration(
    /// The workshop.
    model: Model,
    /// The person decided.
    #[prop(into)]
    on_intent: Callback<Intent>,
) -> impl IntoView {
    view! {
        <For each=move || current(model) key=|id| *id let:id>
            <Arbitrations id round=round_memo(model, id) on_intent />
        </For>
    }
}

/// Results of the round to act on.
#[component]
pub(super) fn CurrentResults(
    /// The workshop.
    model: Model,
) -> impl IntoView {
    view! {
        <For each=move || current(model) key=|id| *id let:id>
            <Results round=round_memo(model, id) heading=Some(RESULTS_ID) />
        </For>
    }
}

fn current(model: Model) -> Option<RoundId> {
    model.with(|m| Some(m.as_ref()?.current.as_ref()?.id))
}

/// The other rounds, folded, newest first.
#[component]
pub(super) fn OtherRounds(
    /// The workshop.
    model: Model,
    /// The person decided.
    #[prop(into)]
    on_intent: Callback<Intent>,
    /// The person asked to reveal one of them.
    #[prop(into)]
    on_ask: Callback<Question>,
) -> impl IntoView {
    let ids = Memo::new(move |_| {
        model.with(|model| {
            let past = model.as_ref().map_or(&[][..], |model| &model.past);
            past.iter().map(|round| round.id).collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || ids.with(|ids| !ids.is_empty())>
            <section class="flow" aria-labelledby="autres-tours">
                <h2 id="autres-tours">{words::past_rounds()}</h2>
                <div>
                    <For each=move || ids.get() key=|id| *id let:id>
                        <OtherRound id round=round_memo(model, id) on_intent on_ask />
                    </For>
                </div>
            </section>
        </Show>
    }
}

/// One of the other rounds.
#[component]
fn OtherRound(
    id: RoundId,
    round: Memo<Option<RoundModel>>,
    on_intent: Callback<Intent>,
    on_ask: Callback<Question>,
) -> impl IntoView {
    let number = move || round.with(|round| round.as_ref().map_or(0, |round| round.number));
    let status = move || {
        round.with(|round| {
            round
                .as_ref()
                .map_or(RoundStatus::Open, |round| round.status)
        })
    };
    let n_ballots = move || round.with(|round| round.as_ref().map_or(0, |round| round.n_ballots));
    let n_late = move || {
        round.with(|round| {
            let late = round
                .as_ref()
                .and_then(|round| round.arbitration.late.as_ref());
            late.map_or(0, |late| late.n_late)
        })
    };
    let capabilities = use_replica().capabilities();
    let may_run = Memo::new(move |_| capabilities.get().may_facilitate);
    let can_reveal =
        Memo::new(move |_| round.with(|round| round.as_ref().is_some_and(RoundModel::can_reveal)));
    view! {
        <details>
            <summary>{move || words::past_round(number(), status())}</summary>
            <div class="flow">
                <p>{move || words::ballots(n_ballots(), n_late())}</p>
                <Show when=move || may_run.get() && can_reveal.get()>
                    <div class="actions">
                        <Button on_press=move |()| on_ask.run(Question::Reveal(id))>
                            {move || words::reveal_round(number())}
                        </Button>
                    </div>
                </Show>
                <Arbitrations id round on_intent />
                <Results round heading=None />
            </div>
        </details>
    }
}

/// Late ballots and doubles.
#[component]
fn Arbitrations(
    id: RoundId,
    round: Memo<Option<RoundModel>>,
    on_intent: Callback<Intent>,
) -> impl IntoView {
    let arbitration = Memo::new(move |_| {
        round.with(|round| {
            let round = round.as_ref();
            round
                .map(|round| round.arbitration.clone())
                .unwrap_or_default()
        })
    });
    view! {
        <ArbitrationPanel
            model=arbitration
            on_settle=Callback::new(move |made| on_intent.run(Intent::Settle(id, made)))
        />
    }
}

/// The results, once there are any.
#[component]
fn Results(
    round: Memo<Option<RoundModel>>,
    /// Id of the heading; `None` where a summary already says what follows.
    heading: Option<&'static str>,
) -> impl IntoView {
    let results = Memo::new(move |_| {
        round.with(|round| round.as_ref().and_then(|round| round.results.clone()))
    });
    let heading =
        move || heading.map(|id| view! { <h2 id=id tabindex="-1">{words::results_title()}</h2> });
    view! {
        <Show when=move || results.with(Option::is_some)>
            <div class="flow">
                {heading}
                {move || results.get().map(|results| view! { <ResultsView results /> })}
            </div>
        </Show>
    }
}

/// One round of the workshop as it is now.
fn round_memo(model: Model, id: RoundId) -> Memo<Option<RoundModel>> {
    Memo::new(move |_| {
        model.with(|model| {
            let model = model.as_ref()?;
            let mut rounds = model.current.iter().chain(&model.past);
            rounds.find(|round| round.id == id).cloned()
        })
    })
}
