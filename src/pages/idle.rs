//! Leaves what shows when nobody touches the tablet, after a question.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Button, ButtonKind, Dialog};
use crate::i18n::lending as words;
use crate::model::idle::Idle;
use crate::platform::{self, HandSign, Hands};

/// How often the clock is looked at: a question shows at most so late.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Watches over a tablet that goes from hand to hand.
///
/// By the clock and not by a long timer: a tablet that slept leaves as soon as it wakes.
#[component]
pub(super) fn IdleWatch(
    /// Whether the question shows first; else it leaves in silence.
    #[prop(into)]
    asks: Signal<bool>,
    /// Leave what shows.
    #[prop(into)]
    on_exit: Callback<()>,
) -> impl IntoView {
    let touched_ms = StoredValue::new(platform::now_ms());
    let idle = RwSignal::new(Idle::Active);
    let leave = move || {
        idle.set(Idle::Active);
        touched_ms.set_value(platform::now_ms());
        on_exit.run(());
    };
    // False once the page is gone.
    let look = move || {
        let Some(touched) = touched_ms.try_get_value() else {
            return false;
        };
        match Idle::after(platform::now_ms().saturating_sub(touched)) {
            Idle::Over => leave(),
            now if idle.get_untracked() != now => idle.set(now),
            _ => {}
        }
        true
    };
    let hands = Hands::watch(move |sign| match sign {
        // Under the question only its button counts: a touch beside it may be a neighbour's.
        HandSign::Touch if idle.get_untracked() == Idle::Active || !asks.get_untracked() => {
            touched_ms.set_value(platform::now_ms());
        }
        HandSign::Touch => {}
        HandSign::Back => {
            look();
        }
        // The browser may bring the page back as it was, for somebody else.
        HandSign::Away => leave(),
    });
    // Dropped with the page, which ends the listening.
    let _hands = StoredValue::new_local(hands);
    spawn_local(async move {
        while look() {
            platform::sleep(LOOK_EVERY).await;
        }
    });
    let left_s = move || match idle.get() {
        Idle::Warning { left_s } => Some(left_s),
        _ => None,
    };
    let go_on = Callback::new(move |()| {
        touched_ms.set_value(platform::now_ms());
        idle.set(Idle::Active);
    });
    let is_asked = Memo::new(move |_| left_s().is_some() && asks.get());
    view! {
        <Dialog title=words::idle_title() open=is_asked on_close=go_on>
            <p>{words::idle_words()}</p>
            // Seen only: said each second it would drown the question.
            <p aria-hidden="true">
                <strong>{move || left_s().map(words::idle_left)}</strong>
            </p>
            <div class="dialog__actions">
                <Button kind=ButtonKind::Primary on_press=go_on>{words::go_on()}</Button>
            </div>
        </Dialog>
    }
}
