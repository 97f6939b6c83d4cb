//! What the workshop's page and the projected screen share: the stage, its timer, and how
//! tablets join.

mod join;

use std::time::Duration;

use domain::WorkshopId;
use leptos::prelude::*;

use super::clock::use_now;

pub(super) use self::join::{JoinState, use_join};
use crate::components::Countdown;
use crate::model::timer::TimerNow;
use crate::replica::{Replica, RoomStage};

/// Between two looks at the clock, while a page shows a timer.
const TICK: Duration = Duration::from_millis(250);

/// The stage of a workshop, as far as this device knows it.
pub(super) fn use_stage(
    replica: Replica,
    workshop: Memo<Option<WorkshopId>>,
) -> Memo<Option<RoomStage>> {
    Effect::new(move |_| {
        if let Some(id) = workshop.get() {
            replica.load_stage(id);
        }
    });
    Memo::new(move |_| {
        let id = workshop.get()?;
        replica.stages().with(|stages| stages.get(&id).cloned())
    })
}

/// The timer of a stage, second by second; `None` when none was started.
pub(super) fn use_timer(stage: Memo<Option<RoomStage>>) -> Memo<Option<TimerNow>> {
    let now_ms = use_now(TICK);
    Memo::new(move |_| {
        let timer = stage.with(|stage| stage.as_ref().and_then(|stage| stage.timer))?;
        Some(TimerNow::at(timer, now_ms.get()))
    })
}

/// The timer, if one was started.
#[component]
pub(super) fn Clock(timer: Memo<Option<TimerNow>>) -> impl IntoView {
    let is_there = Memo::new(move |_| timer.get().is_some());
    view! {
        <Show when=move || is_there.get()>
            <Countdown
                left_s=Signal::derive(move || timer.get().map_or(0, |timer| timer.left_s))
                total_s=Signal::derive(move || timer.get().map_or(1, |timer| timer.total_s))
                is_paused=Signal::derive(move || timer.get().is_some_and(|timer| timer.is_paused))
            />
        </Show>
    }
}
