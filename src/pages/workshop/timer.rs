//! The timer: started here, shown here and on the screen of the room.

use domain::WorkshopId;
use leptos::prelude::*;

use crate::components::{Button, Icon, NumberField, Panel};
use crate::i18n::room as words;
use crate::model::timer::{TimerNow, has_just_ended};
use crate::pages::room::{Clock, use_timer};
use crate::platform;
use crate::replica::{RoomStage, TIMER_MS_MAX, Timer, use_replica};
use crate::state::device::{Display, use_device};

/// What a press starts, in minutes.
const MINUTES: [u32; 4] = [1, 3, 5, 10];
const MINUTE_MS: u32 = 60_000;
/// What « ± 1 min » adds, in ms.
const STEP_MS: i32 = 60_000;
/// Minutes that the free field begins with.
const FREE_MINUTES: u32 = 15;

/// Starts, stops and shows the timer. It closes nothing by itself.
#[component]
pub(super) fn TimerPanel(
    /// The workshop.
    workshop: Memo<Option<WorkshopId>>,
    /// What the screens of the room show.
    stage: Memo<Option<RoomStage>>,
) -> impl IntoView {
    let replica = use_replica();
    let device = use_device();
    let timer = use_timer(stage);
    let is_there = Memo::new(move |_| timer.get().is_some());
    Effect::new(move |before: Option<Option<TimerNow>>| {
        let now = timer.get();
        let has_sound = device.display().with_untracked(Display::has_sound);
        if has_sound && has_just_ended(before.flatten(), now) {
            platform::play_signal();
        }
        now
    });
    let on_change = Callback::new(move |change: Change| {
        // Browsers let a page sound only after a press.
        platform::ready_sound();
        if let Some(id) = workshop.get_untracked() {
            let now_ms = platform::now_ms();
            replica.set_stage(id, |stage| stage.timer = change.apply(stage.timer, now_ms));
        }
    });
    view! {
        <Panel title=words::timer_title()>
            <p>{words::timer_lead()}</p>
            <Clock timer />
            <Show when=move || is_there.get() fallback=move || view! { <Start on_change /> }>
                <Steer timer on_change />
            </Show>
            <Sound />
        </Panel>
    }
}

/// What a person does to the timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Start(u32),
    Add(i32),
    Pause,
    Resume,
    Stop,
}

impl Change {
    fn apply(self, timer: Option<Timer>, now_ms: i64) -> Option<Timer> {
        match self {
            Self::Start(minutes) => Some(Timer::start(minutes.saturating_mul(MINUTE_MS), now_ms)),
            Self::Add(by_ms) => timer.map(|timer| timer.add_ms(by_ms, now_ms)),
            Self::Pause => timer.map(|timer| timer.pause(now_ms)),
            Self::Resume => timer.map(|timer| timer.resume(now_ms)),
            Self::Stop => None,
        }
    }
}

/// The usual times, and a free one.
#[component]
fn Start(on_change: Callback<Change>) -> impl IntoView {
    let free = RwSignal::new(FREE_MINUTES);
    let usual = MINUTES.map(|minutes| {
        view! {
            <Button on_press=move |()| on_change.run(Change::Start(minutes))>
                {words::timer_minutes(minutes)}
            </Button>
        }
    });
    view! {
        <div class="cluster" role="group" aria-label=words::timer_start_group()>{usual.collect_view()}</div>
        <details>
            <summary>{words::timer_free()}</summary>
            <div class="flow">
                <NumberField
                    label=words::timer_free()
                    value=free
                    on_change=move |n| free.set(n)
                    min=1
                    max=TIMER_MS_MAX / MINUTE_MS
                />
                <div class="actions">
                    <Button on_press=move |()| on_change.run(Change::Start(free.get_untracked()))>
                        {words::timer_start()}
                    </Button>
                </div>
            </div>
        </details>
    }
}

/// A minute more or less, pause, stop.
#[component]
fn Steer(timer: Memo<Option<TimerNow>>, on_change: Callback<Change>) -> impl IntoView {
    let is_paused = Memo::new(move |_| timer.get().is_some_and(|timer| timer.is_paused));
    let on_pause = move |()| {
        on_change.run(if is_paused.get_untracked() {
            Change::Resume
        } else {
            Change::Pause
        });
    };
    let name = move || {
        if is_paused.get() {
            words::timer_resume()
        } else {
            words::timer_pause()
        }
    };
    view! {
        <div class="cluster">
            <Button on_press=move |()| on_change.run(Change::Add(-STEP_MS))>
                {words::timer_less()}
            </Button>
            <Button on_press=move |()| on_change.run(Change::Add(STEP_MS))>
                {words::timer_more()}
            </Button>
            <Button on_press=on_pause>{name}</Button>
            <Button on_press=move |()| on_change.run(Change::Stop)>{words::timer_stop()}</Button>
        </div>
    }
}

/// Whether this device sounds at the end.
#[component]
fn Sound() -> impl IntoView {
    let device = use_device();
    let is_on = Memo::new(move |_| device.display().with(Display::has_sound));
    let on_press = move |()| {
        platform::ready_sound();
        device.set_display(|display| display.set_sound(!is_on.get_untracked()));
    };
    view! {
        <div class="cluster">
            <Button on_press>
                {move || view! { <Icon name=if is_on.get() { "listen" } else { "stop" } /> }}
                {move || words::timer_sound(is_on.get())}
            </Button>
        </div>
    }
}
