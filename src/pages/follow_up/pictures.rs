//! Pictures of the actions that are chosen, each with its numbers.

use leptos::prelude::*;

use super::{COUNT_ID, Shown};
use crate::components::{
    ActionStep, Panel, StepBar, StepBars, StepChange, StepChangeView, StepSummary,
};
use crate::i18n::follow_up as words;
use crate::model::follow_up::filters::{Filters, StatusChoice};
use crate::model::follow_up::labels::{area_name, orientation_name, theme_name};
use crate::model::follow_up::pictures::{
    Bar, Change, by_area, by_orientation, by_theme, n_in_several_areas, step_counts,
};
use crate::platform;

/// Every picture; none when no action is left.
#[component]
pub(super) fn Pictures(
    /// What the page shows.
    shown: Shown,
) -> impl IntoView {
    let has_rows = Memo::new(move |_| !shown.rows.read().is_empty());
    view! {
        <Show when=move || has_rows.get()>
            <Panel title=words::all_in_one()>{move || summary(shown)}</Panel>
            <Panel title=words::by_theme()>{move || theme_bars(shown)}</Panel>
            <Panel title=words::by_orientation()>{move || orientation_bars(shown)}</Panel>
            <Panel title=words::by_area()>{move || area_bars(shown)}</Panel>
            <Panel title=words::change()>{move || changes(shown)}</Panel>
        </Show>
    }
}

fn follow() -> Callback<()> {
    Callback::new(|()| platform::focus(COUNT_ID))
}

fn summary(shown: Shown) -> impl IntoView {
    let filters = shown.filters.get();
    let counts = step_counts(&*shown.rows.read());
    let href = Callback::new(move |step: ActionStep| {
        let status = Some(StatusChoice::Step(step));
        Shown::href(&Filters {
            status,
            ..filters.clone()
        })
    });
    view! { <StepSummary counts href on_follow=follow() /> }
}

fn theme_bars(shown: Shown) -> impl IntoView {
    let (model, filters) = (shown.model.read(), shown.filters.read());
    let bars = by_theme(&shown.rows.read());
    let bars = shown_bars(bars, |theme| {
        let narrowed = filters.with_theme(Some(*theme), &model.choices);
        (theme_name(*theme, &model.choices), narrowed)
    });
    view! { <StepBars name=words::theme().to_owned() bars on_follow=follow() /> }
}

fn orientation_bars(shown: Shown) -> impl IntoView {
    let (model, filters) = (shown.model.read(), shown.filters.read());
    let bars = by_orientation(&shown.rows.read());
    let bars = shown_bars(bars, |number| {
        let orientation = Some(*number);
        let narrowed = Filters {
            orientation,
            ..filters.clone()
        };
        (orientation_name(*number, &model.choices), narrowed)
    });
    view! { <StepBars name=words::orientation().to_owned() bars on_follow=follow() /> }
}

fn area_bars(shown: Shown) -> impl IntoView {
    let (model, filters) = (shown.model.read(), shown.filters.read());
    let rows = shown.rows.read();
    let bars = shown_bars(by_area(&rows, &model.choices), |area| {
        let narrowed = filters.with_area(Some(area.clone()));
        (area_name(area, &model.choices), narrowed)
    });
    let n_twice = n_in_several_areas(&rows);
    view! {
        {(n_twice > 0).then(|| view! { <p>{words::counted_twice(n_twice)}</p> })}
        <StepBars name=words::area().to_owned() bars on_follow=follow() />
    }
}

fn changes(shown: Shown) -> impl IntoView {
    let change = Change::count(&shown.rows.read());
    let change = StepChangeView {
        up: change.up,
        same: change.same,
        down: change.down,
        unclear: change.unclear,
        matrix: change.matrix,
    };
    view! { <StepChange change /> }
}

/// Gives each bar its name and the address of its actions.
fn shown_bars<K>(bars: Vec<Bar<K>>, of: impl Fn(&K) -> (String, Filters)) -> Vec<StepBar> {
    let shown = bars.into_iter().map(|bar| {
        let (name, filters) = of(&bar.key);
        StepBar {
            name,
            href: Shown::href(&filters),
            counts: bar.counts,
        }
    });
    shown.collect()
}
