//! The results of one round, card by card.

use domain::CardId;
use leptos::prelude::*;

use crate::components::{CardLook, CouncilLegend, Notice, Pictogram, Ranking};
use crate::i18n::{parts, workshop as words};
use crate::model::results::{CardResults, ResultsModel};
use crate::routes;

/// Who took part, the legend, and each revealed card. Rebuilt when a total changes.
#[component]
pub(super) fn ResultsView(
    /// The revealed cards; at least one.
    results: ResultsModel,
) -> impl IntoView {
    let mut facts = results.participation.facts();
    facts.push(parts::dots(results.n_dots));
    let facts = facts
        .into_iter()
        .map(|fact| view! { <li><strong>{fact}</strong></li> })
        .collect_view();
    let legend = results.legend;
    let cards = results
        .cards
        .into_iter()
        .map(|card| view! { <CardSection card /> })
        .collect_view();
    view! {
        <div class="flow">
            <ul class="cluster" role="list" style:--cluster-gap="var(--space-xs) var(--space-l)">
                {facts}
            </ul>
            {(results.n_cards_hidden > 0)
                .then(|| view! { <p>{words::cards_hidden(results.n_cards_hidden)}</p> })}
            {results.is_breakdown_hidden
                .then(|| view! { <Notice title=words::breakdown_hidden() /> })}
            {(!legend.is_empty()).then(|| view! { <CouncilLegend councils=legend /> })}
            <div class="flow" style:--flow-gap="var(--space-xl)">{cards}</div>
        </div>
    }
}

/// One card with its ranking.
#[component]
fn CardSection(
    /// The card.
    card: CardResults,
) -> impl IntoView {
    let (look, name) = (card.look(), card.name.clone());
    let has_rows = !card.rows.is_empty();
    let ranking = if has_rows {
        view! { <Ranking rows=card.rows /> }.into_any()
    } else {
        view! { <p>{words::card_without_dots()}</p> }.into_any()
    };
    view! {
        <section class="flow" style:--flow-gap="var(--space-m)" data-card=look.color() aria-label=name>
            <CardHeading id=card.card look name=card.name />
            {ranking}
            <WithoutDots labels=card.without_dots />
        </section>
    }
}

/// Name of a card; leads to its page.
#[component]
fn CardHeading(
    /// Slug.
    id: CardId,
    /// Its colour and drawing.
    look: CardLook,
    /// Name as printed.
    name: String,
) -> impl IntoView {
    view! {
        <h3 class="cluster">
            <span style:--pictogram-size="2rem">
                <Pictogram card=look small=true />
            </span>
            <a href=routes::card(&id)>{name}</a>
        </h3>
    }
}

/// Proposals without a dot, folded.
#[component]
fn WithoutDots(
    /// Their wordings.
    labels: Vec<String>,
) -> impl IntoView {
    (!labels.is_empty()).then(|| {
        let head = words::without_dots(labels.len());
        let entries = labels
            .into_iter()
            .map(|label| view! { <li>{label}</li> })
            .collect_view();
        view! {
            <details>
                <summary>{head}</summary>
                <ul>{entries}</ul>
            </details>
        }
    })
}
