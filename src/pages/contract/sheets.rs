//! The whole contract under the search field: contents, themes, places, State, dates.

use std::sync::Arc;

use domain::{Contract, LinkTarget};
use leptos::prelude::*;

use super::arrival::{Fold, Sheet};
use super::parts::{LongText, TextList, anchor_href};
use super::territory::{Territory, tiles};
use super::theme_sheet::{ThemeSheet, action_counts};
use crate::components::{CouncilBadge, CouncilLegend};
use crate::i18n::contract as words;
use crate::model::contract::{Anchor, commitments};
use crate::model::looks::council_look;

/// Every section, in the order of the contents.
#[component]
pub(super) fn Sheets(
    /// The contract.
    contract: Arc<Contract>,
    /// Axes that the priorities of today lead to.
    marked: Memo<Vec<LinkTarget>>,
) -> impl IntoView {
    let themes = contract.themes.iter().map(|theme| {
        let n_actions = action_counts(&contract, theme);
        view! { <ThemeSheet theme=theme.clone() n_actions marked /> }
    });
    let themes = themes.collect_view();
    view! {
        <Contents contract=contract.clone() />
        {themes}
        <Places contract=contract.clone() />
        <State contract=contract.clone() />
        <Calendar contract=contract.clone() />
        <Signatories contract />
    }
}

/// Links to the sections.
#[component]
fn Contents(
    /// The contract.
    contract: Arc<Contract>,
) -> impl IntoView {
    let themes = contract.themes.iter().map(|theme| {
        (
            Anchor::Theme(theme.number),
            words::theme_named(theme.number, &theme.name),
        )
    });
    let others = [
        (Anchor::Places, words::places()),
        (Anchor::State, words::state()),
        (Anchor::Calendar, words::calendar()),
        (Anchor::Signatories, words::signatories()),
    ];
    let links = themes
        .chain(others.map(|(anchor, text)| (anchor, text.to_owned())))
        .map(|(anchor, text)| {
            view! {
                <li><a class="contract-contents__link" href=anchor_href(anchor)>{text}</a></li>
            }
        });
    view! {
        <nav class="contract-contents" aria-label=words::contents()>
            <ul class="contract-contents__list" role="list">{links.collect_view()}</ul>
        </nav>
    }
}

/// Communes with a citizen council, and quarters.
#[component]
fn Places(
    /// The contract.
    contract: Arc<Contract>,
) -> impl IntoView {
    let councils: Vec<CouncilBadge> = contract
        .councils
        .iter()
        .map(|council| CouncilBadge {
            id: council.id.to_string(),
            name: council.name.to_string(),
            look: council_look(&contract, &council.id),
        })
        .collect();
    let quarters = contract.quarters.iter().map(|quarter| {
        let place = words::quarter_place(quarter.commune.as_deref(), quarter.kind.as_deref());
        view! {
            <dt>{quarter.name.to_string()}</dt>
            <dd>{place}</dd>
        }
    });
    let quarters = quarters.collect_view();
    view! {
        <Sheet anchor=Anchor::Places title=words::places().to_owned()>
            <p>{words::territory_lead()}</p>
            <Territory tiles=tiles(&contract) />
            <h3>{words::councils()}</h3>
            <CouncilLegend councils />
            <h3>{words::quarters()}</h3>
            <dl class="contract-terms">{quarters}</dl>
        </Sheet>
    }
}

/// What the State committed to; the texts are long and closed at first.
#[component]
fn State(
    /// The contract.
    contract: Arc<Contract>,
) -> impl IntoView {
    let texts = |texts: &[Arc<str>]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
    let groups = commitments(&contract)
        .into_iter()
        .zip(1..)
        .map(|(group, number)| {
            let texts = group
                .texts
                .into_iter()
                .map(|blocks| view! { <LongText blocks /> });
            let texts = texts.collect_view();
            view! {
                <Fold anchor=Anchor::Commitments(number) title=group.heading.to_string()>
                    {texts}
                </Fold>
            }
        });
    view! {
        <Sheet anchor=Anchor::State title=words::state().to_owned()>
            <h3>{words::state_objectives()}</h3>
            <TextList items=texts(&contract.state.objectives) />
            <h3>{words::state_programmes()}</h3>
            <TextList items=texts(&contract.state.programmes) />
            <h3>{words::state_commitments()}</h3>
            <p>{words::touch_to_open()}</p>
            <div>{groups.collect_view()}</div>
        </Sheet>
    }
}

/// Dated steps.
#[component]
fn Calendar(
    /// The contract.
    contract: Arc<Contract>,
) -> impl IntoView {
    let entries = contract.calendar.iter().map(|entry| {
        view! {
            <li class="contract-date">
                <strong>{entry.date.to_string()}</strong>
                <span>{entry.label.to_string()}</span>
                {(!entry.points.is_empty()).then(|| view! {
                    <TextList items=entry.points.iter().map(ToString::to_string).collect() />
                })}
            </li>
        }
    });
    let entries = entries.collect_view();
    view! {
        <Sheet anchor=Anchor::Calendar title=words::calendar().to_owned()>
            <ol class="contract-dates" role="list">{entries}</ol>
        </Sheet>
    }
}

/// Signatories, closed at first: a long list of titles.
#[component]
fn Signatories(
    /// The contract.
    contract: Arc<Contract>,
) -> impl IntoView {
    let names: Vec<String> = contract
        .signatories
        .iter()
        .map(ToString::to_string)
        .collect();
    view! {
        <Sheet anchor=Anchor::Signatories title=words::signatories().to_owned()>
            <details>
                <summary>{words::show_signatories(names.len())}</summary>
                <div class="contract-fold"><TextList items=names /></div>
            </details>
        </Sheet>
    }
}
