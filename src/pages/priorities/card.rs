//! One card: where the councils agree as a picture, and every number in a table.

use domain::ProposalId;
use leptos::prelude::*;

use super::Together;
use super::table::SumTable;
use crate::components::{CouncilBadge, CouncilLegend, DotPlot, Notice, Pictogram};
use crate::i18n::priorities as words;
use crate::model::priorities::origins::{Origins, origins};
use crate::model::priorities::{Picture, PriorityCard};
use crate::replica::use_replica;
use crate::routes;

/// One card. Rebuilt when a number of it changes.
#[component]
pub(super) fn CardPanel(
    /// The card.
    card: Memo<Option<PriorityCard>>,
    /// What the page shows.
    together: Together,
) -> impl IntoView {
    move || card.get().map(|card| view! { <Shown card together /> })
}

#[component]
fn Shown(card: PriorityCard, together: Together) -> impl IntoView {
    let snapshot = use_replica().snapshot();
    let look = card.look();
    let id = card.card.clone();
    let where_from = Callback::new(move |proposal: ProposalId| -> Option<Origins> {
        together.consolidation.with_untracked(|together| {
            let mut cards = together.cards.iter();
            let card = cards.find(|it| it.card == id)?;
            origins(&snapshot.read_untracked(), card, proposal)
        })
    });
    let hidden = (!card.small.is_empty())
        .then(|| view! { <Notice title=words::breakdown_hidden(&card.small) /> });
    let alone = match card.councils.as_slice() {
        [one] => Some(view! { <p>{words::one_council(&one.name)}</p> }),
        _ => None,
    };
    let picture = card.picture().map(|picture| {
        let councils = card.councils.clone();
        view! { <AgreementPicture picture councils /> }
    });
    let without = (!card.without_dots.is_empty()).then(|| {
        let labels = card.without_dots.iter().cloned();
        view! {
            <details>
                <summary>{words::without_dots(card.without_dots.len())}</summary>
                <ul>{labels.map(|label| view! { <li>{label}</li> }).collect_view()}</ul>
            </details>
        }
    });
    let (name, question) = (card.name.clone(), card.question.clone());
    let (href, label) = (routes::card(&card.card), name.clone());
    let facts = words::card_facts(card.n_dots, card.n_people);
    view! {
        <section class="panel priorities__card" data-card=look.color() aria-label=label>
            <h2 class="panel__title cluster">
                <span class="priorities__medal"><Pictogram card=look small=true /></span>
                <a href=href>{name}</a>
            </h2>
            <p>{question}</p>
            <p><strong>{facts}</strong></p>
            {hidden}
            {alone}
            {picture}
            <SumTable card where_from />
            {without}
        </section>
    }
}

/// Agreement and disagreement at a glance.
#[component]
fn AgreementPicture(picture: Picture, councils: Vec<CouncilBadge>) -> impl IntoView {
    let ticks = || {
        let at = |part: u32| words::percent(picture.axis_ppm / 2 * part);
        [at(0), at(1), at(2)]
    };
    let folded = (!picture.folded.is_empty()).then(|| {
        view! {
            <details>
                <summary>{words::other_proposals(picture.folded.len())}</summary>
                <DotPlot axis=words::picture_axis() ticks=ticks() rows=picture.folded.clone() />
            </details>
        }
    });
    view! {
        <h3>{words::picture_title()}</h3>
        <p>{words::picture_lead()}</p>
        <CouncilLegend councils />
        <DotPlot axis=words::picture_axis() ticks=ticks() rows=picture.rows.clone() />
        {folded}
    }
}
