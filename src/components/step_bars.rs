//! How far groups of actions have come: one bar each, then the same numbers as a table.

use leptos::prelude::*;

use super::status_pill::{ActionStep, StepMark};
use crate::i18n::{contract, follow_up as words};

/// One bar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepBar {
    /// What it counts.
    pub name: String,
    /// Address of its actions; empty for none.
    pub href: String,
    /// Actions at each step, in the order of [`ActionStep::ALL`].
    pub counts: [usize; 6],
}

impl StepBar {
    fn sum(&self) -> usize {
        self.counts.iter().sum()
    }
}

/// Bars that can be read without colour: each step has a pattern, a shape and a number.
#[component]
pub fn StepBars(
    /// What the bars are, such as "Thème"; heads the first column of the table.
    name: String,
    /// Bars in the order to show.
    bars: Vec<StepBar>,
    /// The person followed the link of a bar.
    #[prop(into)]
    on_follow: Callback<()>,
) -> impl IntoView {
    let rows = bars.iter().map(|bar| {
        let bar = bar.clone();
        view! { <Row bar on_follow /> }
    });
    let rows = rows.collect_view();
    view! {
        <div class="step-bars">
            <Key />
            <ul class="step-bars__rows" role="list">{rows}</ul>
            <details class="step-bars__fold">
                <summary>{words::show_table()}</summary>
                <div class="scroll"><Table name bars /></div>
            </details>
        </div>
    }
}

/// What the shapes mean.
#[component]
fn Key() -> impl IntoView {
    let steps = ActionStep::ALL.map(|step| {
        view! {
            <span class="step-bars__key-step">
                <span class="step-bars__sample" data-step=step.name()></span>
                <StepMark step />
                {words::step(step)}
            </span>
        }
    });
    view! { <p class="step-bars__key" aria-hidden="true">{steps}</p> }
}

#[component]
fn Row(bar: StepBar, on_follow: Callback<()>) -> impl IntoView {
    let sum = bar.sum();
    let name = bar.name.clone();
    let name = if bar.href.is_empty() {
        view! { <span class="step-bars__name">{name}</span> }.into_any()
    } else {
        view! {
            <a class="step-bars__name" href=bar.href.clone() on:click=move |_| on_follow.run(())>
                {name}
            </a>
        }
        .into_any()
    };
    view! {
        <li class="step-bars__row">
            <p class="step-bars__what">
                {name}
                <span class="step-bars__sum">{contract::actions(sum)}</span>
            </p>
            <StackedBar counts=bar.counts />
            <Counts counts=bar.counts />
        </li>
    }
}

/// The drawing; the numbers stand below it.
#[component]
pub fn StackedBar(
    /// Actions at each step, in the order of [`ActionStep::ALL`].
    counts: [usize; 6],
) -> impl IntoView {
    let drawn = ActionStep::ALL.into_iter().zip(counts).map(|(step, n)| {
        (n > 0).then(|| {
            view! {
                <span class="step-bars__part" data-step=step.name() style:--count=n.to_string()>
                </span>
            }
        })
    });
    view! { <div class="step-bars__bar" aria-hidden="true">{drawn.collect_view()}</div> }
}

#[component]
fn Counts(counts: [usize; 6]) -> impl IntoView {
    let shown = ActionStep::ALL.into_iter().zip(counts).map(|(step, n)| {
        (n > 0).then(|| {
            view! {
                <li class="step-bars__count">
                    <StepMark step />
                    <span class="visually-hidden">
                        {words::before_number(words::step(step))}
                    </span>
                    {n}
                </li>
            }
        })
    });
    view! { <ul class="step-bars__counts" role="list">{shown.collect_view()}</ul> }
}

#[component]
fn Table(name: String, bars: Vec<StepBar>) -> impl IntoView {
    let heads = ActionStep::ALL.map(|step| {
        view! { <th scope="col" role="columnheader"><StepMark step />" "{words::step(step)}</th> }
    });
    let rows = bars.into_iter().map(|bar| {
        let sum = bar.sum();
        let cells = ActionStep::ALL
            .into_iter()
            .zip(bar.counts)
            .map(|(step, n)| {
                view! { <td role="cell" data-label=words::step(step)>{n}</td> }
            });
        let cells = cells.collect_view();
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">{bar.name}</th>
                {cells}
                <td role="cell" data-label=words::sum()>{sum}</td>
            </tr>
        }
    });
    view! {
        <table data-stack role="table">
            <thead role="rowgroup">
                <tr role="row"><th scope="col" role="columnheader">{name}</th>{heads}<th scope="col" role="columnheader">{words::sum()}</th></tr>
            </thead>
            <tbody role="rowgroup">{rows.collect_view()}</tbody>
        </table>
    }
}

/// One bar with its steps in words: the key of all the others.
#[component]
pub fn StepSummary(
    /// Actions at each step, in the order of [`ActionStep::ALL`].
    counts: [usize; 6],
    /// Address of the actions of a step; empty for none.
    #[prop(into)]
    href: Callback<ActionStep, String>,
    /// The person followed one of these links.
    #[prop(into)]
    on_follow: Callback<()>,
) -> impl IntoView {
    let rows = ActionStep::ALL.into_iter().zip(counts).map(|(step, n)| {
        view! {
            <li class="step-bars__step">
                <span class="step-bars__sample" data-step=step.name() aria-hidden="true"></span>
                <a
                    class="step-bars__link"
                    href=href.run(step)
                    on:click=move |_| on_follow.run(())
                >
                    <StepMark step />{words::step(step)}
                </a>
                <strong class="step-bars__number">{n}</strong>
            </li>
        }
    });
    view! {
        <div class="step-bars">
            <StackedBar counts />
            <ul class="step-bars__steps" role="list">{rows.collect_view()}</ul>
        </div>
    }
}
