//! Time left, as large as its place.

use leptos::prelude::*;

use crate::i18n::room as words;

/// A clock that runs down, with a bar. It says by itself only that it is over.
#[component]
pub fn Countdown(
    /// Seconds left; 0 once it is over.
    #[prop(into)]
    left_s: Signal<u32>,
    /// Seconds in all.
    #[prop(into)]
    total_s: Signal<u32>,
    /// True while it stands still.
    #[prop(into)]
    is_paused: Signal<bool>,
) -> impl IntoView {
    let state = move || match (left_s.get(), is_paused.get()) {
        (0, _) => "over",
        (_, true) => "paused",
        (_, false) => "running",
    };
    let said = move || match (left_s.get(), is_paused.get()) {
        (0, _) => words::timer_over(),
        (_, true) => words::timer_paused(),
        (_, false) => "",
    };
    let share = move || {
        let total = f64::from(total_s.get().max(1));
        format!("{:.4}", f64::from(left_s.get()) / total)
    };
    view! {
        <div class="countdown" data-state=state>
            <p class="countdown__clock" role="timer" aria-label=words::timer_left()>
                <span aria-hidden="true">{move || words::clock(left_s.get())}</span>
                <span class="visually-hidden">{move || words::clock_aloud(left_s.get())}</span>
            </p>
            <div class="countdown__bar" aria-hidden="true">
                <span class="countdown__fill" style:--share=share></span>
            </div>
            <p class="countdown__words" role="status">{said}</p>
        </div>
    }
}
