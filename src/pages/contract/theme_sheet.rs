//! One theme: its orientations, and its axes once opened.

use domain::{Contract, LinkTarget, Theme, WorkAxis};
use leptos::prelude::*;

use super::arrival::{Fold, Sheet};
use super::parts::LinkRow;
use crate::components::Icon;
use crate::i18n::{contract as words, priorities};
use crate::model::contract::{Anchor, n_actions};
use crate::model::contract_words::Fragment;
use crate::routes;

/// Shows one theme.
#[component]
pub(super) fn ThemeSheet(
    /// The theme.
    theme: Theme,
    /// Each orientation's number of actions, in order.
    n_actions: Vec<usize>,
    /// Axes that the priorities of today lead to.
    marked: Memo<Vec<LinkTarget>>,
) -> impl IntoView {
    let number = theme.number;
    let orientations = theme
        .orientations
        .into_iter()
        .zip(n_actions)
        .map(|(orientation, n)| {
            view! {
                <LinkRow
                    href=routes::orientation(orientation.number)
                    context=words::orientation(orientation.number)
                    title=vec![Fragment::plain(&orientation.title)]
                >
                    <span>{words::actions(n)}</span>
                </LinkRow>
            }
        });
    view! {
        <Sheet anchor=Anchor::Theme(number) title=words::theme_named(number, &theme.name)>
            <h3>{words::orientations()}</h3>
            <ul class="contract-links" role="list">{orientations.collect_view()}</ul>
            <Axes number axes=theme.axes marked />
        </Sheet>
    }
}

/// How many actions stand under each orientation of a theme.
pub(super) fn action_counts(contract: &Contract, theme: &Theme) -> Vec<usize> {
    let orientations = theme.orientations.iter();
    orientations
        .map(|orientation| n_actions(contract, orientation.number))
        .collect()
}

/// Axes of a theme; nothing when it has none.
#[component]
fn Axes(
    /// Number of the theme.
    number: u8,
    /// Its axes, in order.
    axes: Vec<WorkAxis>,
    /// Axes that the priorities of today lead to.
    marked: Memo<Vec<LinkTarget>>,
) -> impl IntoView {
    let n_starred = axes.iter().filter(|axis| axis.starred).count();
    let theme = number;
    let entry = move |(number, axis): (u8, WorkAxis)| {
        let target = LinkTarget::Axis { theme, number };
        let is_marked = Signal::derive(move || marked.with(|marked| marked.contains(&target)));
        view! { <Axis axis is_marked /> }
    };
    (!axes.is_empty()).then(|| {
        view! {
            <Fold anchor=Anchor::Axes(number) title=words::axes(axes.len(), n_starred)>
                <ul class="contract-axes" role="list">
                    {(1..).zip(axes).map(entry).collect_view()}
                </ul>
            </Fold>
        }
    })
}

/// One axis; a star and words when the councils put it forward, in print or today.
#[component]
fn Axis(
    /// The axis.
    axis: WorkAxis,
    /// True when a priority of today leads to it.
    is_marked: Signal<bool>,
) -> impl IntoView {
    view! {
        <li class="contract-axis" data-starred=axis.starred.then_some("")>
            <span>{axis.label.to_string()}</span>
            {axis.starred.then(|| view! {
                <span class="contract-axis__star"><Icon name="star" />{words::starred()}</span>
            })}
            {move || is_marked.get().then(|| view! {
                <span class="contract-axis__star"><Icon name="star" />{priorities::star_today()}</span>
            })}
        </li>
    }
}
