//! `/ateliers/{id}/projection`: the screen of the room, readable from its other end.
//!
//! Follows the document and the stage live. Shows nothing personal, and nothing that is
//! not revealed: see [`crate::model::projection`].

use std::time::Duration;

use domain::{CardId, RoundId, WorkshopId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;

use super::room::{Clock, JoinState, use_join, use_stage, use_timer};
use crate::components::{
    Button, CardBack, CardLook, CardTurn, CouncilLegend, JoinCode, Ranking, Stage,
};
use crate::i18n::{room as words, shell, workshop};
use crate::model::projection::{CardScene, ProjectionModel, Scene, build_projection};
use crate::model::timer::TimerNow;
use crate::platform;
use crate::replica::{Replica, use_replica};
use crate::state::device::{Display, use_device};

/// How long the back of a card shows before the card turns.
const BACK_SHOWS: Duration = Duration::from_millis(1_200);

type Model = Memo<Option<ProjectionModel>>;

/// Which scene shows; another one is another part of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Waiting,
    Running,
    Closed,
    Card(RoundId, CardId),
}

/// The screen of one workshop.
#[component]
pub fn ProjectionPage() -> impl IntoView {
    platform::set_title(&shell::tab_title(words::projection_title()));
    let replica = use_replica();
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id")?.parse::<WorkshopId>().ok());
    let stage = use_stage(replica, id);
    let timer = use_timer(stage);
    let model: Model = Memo::new(move |_| {
        let id = id.get()?;
        stage.with(|stage| build_projection(&replica.snapshot().read(), id, stage.as_ref()))
    });
    let kind = Memo::new(move |_| {
        model.with(|model| {
            Some(match &model.as_ref()?.scene {
                Scene::Waiting => Kind::Waiting,
                Scene::Running { .. } => Kind::Running,
                Scene::Closed { .. } => Kind::Closed,
                Scene::Card(card) => Kind::Card(card.round, card.card.clone()),
            })
        })
    });
    let is_still = is_still();
    // A page that is opened on a card shows it as it is: nobody awaits it any more.
    let is_first = StoredValue::new(true);
    view! {
        <main id="contenu" class="projection" tabindex="-1">
            {move || {
                let kind = kind.get();
                let is_sudden = is_still.get_untracked() || is_first.get_value();
                is_first.set_value(kind.is_none());
                match kind {
                    None => view! { <Unknown /> }.into_any(),
                    Some(Kind::Waiting) => view! { <Waiting replica id model timer /> }.into_any(),
                    Some(Kind::Running) => view! { <Running model timer /> }.into_any(),
                    Some(Kind::Closed) => view! { <Closed model timer /> }.into_any(),
                    Some(Kind::Card(..)) => view! { <CardOnStage model is_sudden /> }.into_any(),
                }
            }}
            <div class="projection__full">
                <Button on_press=|()| platform::enter_full_screen()>{words::full_screen()}</Button>
            </div>
        </main>
    }
}

/// True when nothing should move.
fn is_still() -> Signal<bool> {
    let device = use_device();
    Signal::derive(move || {
        let is_off = device.display().with(Display::is_motion_off);
        is_off || platform::is_motion_reduced()
    })
}

/// The workshop is not on this device yet.
#[component]
fn Unknown() -> impl IntoView {
    view! {
        <Stage eyebrow=shell::app_name() title=words::unknown_title()>
            <p class="projection__lead">{words::unknown_lead()}</p>
        </Stage>
    }
}

/// People come in: who meets, and the code that opens the workshop.
#[component]
fn Waiting(
    replica: Replica,
    id: Memo<Option<WorkshopId>>,
    model: Model,
    timer: Memo<Option<TimerNow>>,
) -> impl IntoView {
    let join = use_join(replica, id);
    let councils = move || {
        let councils = model.with(|model| {
            let model = model.as_ref();
            model.map_or(Vec::new(), |model| model.councils.clone())
        });
        view! { <CouncilLegend councils /> }
    };
    let date = move || {
        let date = model.with(|model| model.as_ref().map(|model| model.date));
        date.map(platform::long_date)
    };
    view! {
        <Stage eyebrow=words::waiting_eyebrow() title=title(model)>
            <div class="projection__welcome">
                <div class="projection__words">
                    <p>{date}</p>
                    {councils}
                    {move || view! { <JoinWords state=join.get() /> }}
                    <Clock timer />
                </div>
                {move || view! { <Join state=join.get() /> }}
            </div>
        </Stage>
    }
}

/// What to do with the code, or why there is none.
#[component]
fn JoinWords(state: JoinState) -> impl IntoView {
    let words = match state {
        JoinState::Ready(_) => words::scan_me(),
        JoinState::Away => words::join_away(),
        JoinState::Refused => words::join_ask(),
        JoinState::Asking => "",
    };
    view! { <p class="projection__lead">{words}</p> }
}

/// The code, as large as the screen allows.
#[component]
fn Join(state: JoinState) -> impl IntoView {
    let JoinState::Ready(address) = state else {
        return ().into_any();
    };
    view! {
        <div class="projection__join">
            <JoinCode scanned=address.scanned typed=address.typed />
        </div>
    }
    .into_any()
}

/// The round runs: time left, and how many have finished.
#[component]
fn Running(model: Model, timer: Memo<Option<TimerNow>>) -> impl IntoView {
    let state = Memo::new(move |_| {
        model.with(|model| match model.as_ref()?.scene {
            Scene::Running {
                is_paused,
                n_ballots,
                n_present,
            } => Some((is_paused, n_ballots, n_present)),
            _ => None,
        })
    });
    let is_paused = move || state.get().is_some_and(|(is_paused, ..)| is_paused);
    let n_ballots = move || state.get().map_or(0, |(_, n_ballots, _)| n_ballots);
    let n_present = Memo::new(move |_| state.get().and_then(|(.., n_present)| n_present));
    let name = move || {
        if is_paused() {
            words::paused_title().to_owned()
        } else {
            words::open_eyebrow().to_owned()
        }
    };
    let lead = move || {
        if is_paused() {
            words::paused_lead()
        } else {
            words::open_lead()
        }
    };
    let count = move || match n_present.get() {
        Some(n_present) => words::progress(n_ballots(), n_present),
        None => words::ballots(n_ballots()),
    };
    view! {
        <Stage eyebrow=title(model) title=Signal::derive(name)>
            <p class="projection__lead" role="status">{lead}</p>
            <div class="projection__running">
                <Clock timer />
                <p class="projection__count">{count}</p>
                {move || n_present.get().map(|n_present| {
                    let share = f64::from(n_ballots().min(n_present)) / f64::from(n_present.max(1));
                    view! {
                        <div class="projection__bar" aria-hidden="true">
                            <span class="projection__fill" style:--share=format!("{share:.3}")></span>
                        </div>
                    }
                })}
            </div>
        </Stage>
    }
}

/// The round is closed: the cards lie face down.
#[component]
fn Closed(model: Model, timer: Memo<Option<TimerNow>>) -> impl IntoView {
    let cards = Memo::new(move |_| {
        model.with(|model| match model.as_ref().map(|model| &model.scene) {
            Some(Scene::Closed { cards }) => cards.clone(),
            _ => Vec::new(),
        })
    });
    let backs = move || {
        let backs = cards.get().into_iter().enumerate();
        backs
            .map(|(idx, card)| {
                view! {
                    <div class="projection__back" style:--order=idx.to_string()>
                        <CardBack card />
                    </div>
                }
            })
            .collect_view()
    };
    let is_running = move || timer.get().is_some_and(|timer| !timer.is_over());
    view! {
        <Stage eyebrow=words::closed_eyebrow() title=words::closed_title()>
            <Show when=is_running><Clock timer /></Show>
            <div class="projection__backs" aria-hidden="true">{backs}</div>
        </Stage>
    }
}

/// One revealed card: its back, then it turns.
#[component]
fn CardOnStage(
    model: Model,
    /// True to show it at once.
    is_sudden: bool,
) -> impl IntoView {
    let scene = Memo::new(move |_| {
        model.with(|model| match model.as_ref().map(|model| &model.scene) {
            Some(Scene::Card(scene)) => Some(scene.as_ref().clone()),
            _ => None,
        })
    });
    let turned = RwSignal::new(is_sudden);
    if !is_sudden {
        spawn_local(async move {
            platform::sleep(BACK_SHOWS).await;
            // The next card may be on stage already.
            let _gone = turned.try_set(true);
        });
    }
    let eyebrow = move || {
        scene.with(|scene| {
            scene.as_ref().map_or(String::new(), |scene| {
                let who = scene.participation;
                let (tablet, paper) = (who.n_counted, who.n_paper_people);
                words::card_eyebrow(scene.position, scene.n_cards, tablet, paper)
            })
        })
    };
    let name = move || {
        scene.with(|scene| {
            let scene = scene.as_ref();
            scene.map_or(String::new(), |scene| scene.name.clone())
        })
    };
    let look = scene.with_untracked(|scene| {
        let scene = scene.as_ref();
        scene.map_or_else(CardLook::default, |scene| scene.look)
    });
    view! {
        <Stage card=look eyebrow=Signal::derive(eyebrow) title=Signal::derive(name)>
            <CardTurn card=look turned>
                <Face scene is_sudden />
            </CardTurn>
        </Stage>
    }
}

/// The ranking of the card on stage.
#[component]
fn Face(scene: Memo<Option<CardScene>>, is_sudden: bool) -> impl IntoView {
    let face = move || {
        scene.get().map(|scene| {
            let is_empty = scene.rows.is_empty();
            let legend = scene.legend;
            view! {
                <div class="flow">
                    {is_empty.then(|| view! { <p>{workshop::card_without_dots()}</p> })}
                    <Ranking rows=scene.rows reveal=!is_sudden />
                    <div class="projection__foot">
                        {(!legend.is_empty()).then(|| view! { <CouncilLegend councils=legend /> })}
                        {(scene.n_more > 0).then(|| view! {
                            <p class="projection__note">{words::more_rows(scene.n_more)}</p>
                        })}
                    </div>
                    {scene.is_breakdown_hidden.then(|| view! {
                        <p class="projection__note">{workshop::breakdown_hidden()}</p>
                    })}
                </div>
            }
        })
    };
    view! { {face} }
}

/// Name of the workshop.
fn title(model: Model) -> Signal<String> {
    Signal::derive(move || {
        model.with(|model| {
            let model = model.as_ref();
            model.map_or(String::new(), |model| model.title.clone())
        })
    })
}
