//! What changed between the printed steps and those of today: four numbers, and a table.

use leptos::prelude::*;

use super::status_pill::{ActionStep, StepMark};
use crate::i18n::follow_up as words;

/// Numbers of the change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StepChangeView {
    /// Came further.
    pub up: usize,
    /// Stand where they stood.
    pub same: usize,
    /// Fell back.
    pub down: usize,
    /// Cannot be compared.
    pub unclear: usize,
    /// Printed step, then step now, in the order of [`ActionStep::ALL`].
    pub matrix: [[usize; 6]; 6],
}

/// Signs beside the words: they tell the four apart without colour.
const SIGNS: [&str; 4] = ["↑", "=", "↓", "?"];

/// How many came further, stand, fell back, and from which step to which.
#[component]
pub fn StepChange(
    /// Numbers to show.
    change: StepChangeView,
) -> impl IntoView {
    let numbers = [change.up, change.same, change.down, change.unclear];
    let names = [words::up(), words::same(), words::down(), words::unclear()];
    let most = numbers.into_iter().max().unwrap_or(0).max(1);
    let rows = SIGNS
        .into_iter()
        .zip(names)
        .zip(numbers)
        .map(|((sign, name), n)| {
            // Rounded up: a single action shows.
            let percent = (n * 100).div_ceil(most);
            view! {
                <li class="step-change__row">
                    <span class="step-change__sign" aria-hidden="true">{sign}</span>
                    <span class="step-change__name">{name}</span>
                    <span class="step-change__number">{n}</span>
                    <span class="step-change__bar" aria-hidden="true">
                        <span class="step-change__fill" style:--percent=percent.to_string()></span>
                    </span>
                </li>
            }
        });
    view! {
        <div class="step-change">
            <ul class="step-change__rows" role="list">{rows.collect_view()}</ul>
            {(change.unclear > 0).then(|| view! { <p>{words::unclear_why()}</p> })}
            <details class="step-bars__fold">
                <summary>{words::show_table()}</summary>
                <div class="scroll"><Matrix matrix=change.matrix /></div>
            </details>
        </div>
    }
}

#[component]
fn Matrix(matrix: [[usize; 6]; 6]) -> impl IntoView {
    let heads = ActionStep::ALL.map(|step| {
        view! { <th scope="col" role="columnheader"><StepMark step />" "{words::step(step)}</th> }
    });
    let rows = ActionStep::ALL
        .into_iter()
        .zip(matrix)
        .map(|(printed, line)| {
            let cells = ActionStep::ALL.into_iter().zip(line).map(|(now, n)| {
                view! {
                    <td role="cell" data-label=words::step(now) data-same=(now == printed).then_some("")>
                        {n}
                    </td>
                }
            });
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader"><StepMark step=printed />" "{words::step(printed)}</th>
                    {cells.collect_view()}
                </tr>
            }
        });
    view! {
        <table data-stack role="table">
            <caption>{words::change_table()}</caption>
            <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">{words::printed_step()}</th>{heads}</tr></thead>
            <tbody role="rowgroup">{rows.collect_view()}</tbody>
        </table>
    }
}
