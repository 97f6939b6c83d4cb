//! One card: its question, difficulties, proposals with their results, comments.

mod new_proposal;

use std::sync::Arc;

use domain::{Card, CardId, Snapshot};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::new_proposal::NewProposal;
use crate::components::{LinkButton, PageHead, Panel, RankRow, Ranking};
use crate::i18n::{card, home, lending, outcome, parts, shell};
use crate::model::looks::card_look;
use crate::model::outcome::outcomes_of;
use crate::model::results::{CardRound, build_card_results, ranked_proposals};
use crate::pages::NotFoundPage;
use crate::pages::comments::CardComments;
use crate::pages::moderation::HiddenProposals;
use crate::pages::outcome::Outcomes;
use crate::pages::statement::follow_up;
use crate::replica::use_replica;
use crate::{platform, routes};

/// The page of a card.
#[component]
pub fn CardPage() -> impl IntoView {
    let snapshot = use_replica().snapshot();
    let params = use_params_map();
    let id = Memo::new(move |_| {
        let id: CardId = params.read().get("card")?.parse().ok()?;
        snapshot.read().cards.contains_key(&id).then_some(id)
    });
    move || match id.get() {
        Some(id) => view! { <KnownCard id snapshot /> }.into_any(),
        None => view! { <NotFoundPage /> }.into_any(),
    }
}

/// A card that exists.
#[component]
fn KnownCard(
    /// The card.
    id: CardId,
    /// What the document says.
    snapshot: Signal<Arc<Snapshot>>,
) -> impl IntoView {
    let shown = {
        let id = id.clone();
        Memo::new(move |_| snapshot.read().cards.get(&id).cloned())
    };
    let Some(found) = shown.get_untracked() else {
        return view! { <NotFoundPage /> }.into_any();
    };
    platform::set_title(&shell::tab_title(&found.name));
    let capabilities = use_replica().capabilities();
    let card = StoredValue::new(id.clone());
    let look = card_look(&found);
    // On a lent tablet a card was opened from the ballot.
    let back = use_replica().loan().get_untracked().map_or_else(
        || {
            let n_cards = snapshot.read_untracked().cards.len();
            (routes::home(), home::deck_title(n_cards).to_owned())
        },
        |loan| {
            (
                routes::ballot(loan.workshop),
                lending::back_to_ballot().to_owned(),
            )
        },
    );
    view! {
        <main id="contenu" class="page" tabindex="-1" data-card=look.color()>
            <PageHead
                title=found.name.to_string()
                eyebrow=card::number(found.number)
                lead=found.question.to_string()
                card=look
                back
            />
            <Results id=id.clone() snapshot />
            <Show when=move || capabilities.get().may_contribute>
                <NewProposal card=card.get_value() />
            </Show>
            <Difficulties shown />
            <Became id=id.clone() snapshot />
            <CardComments card=id.clone() snapshot />
            <HiddenProposals card=id.clone() snapshot />
            <Neighbors id=id.clone() snapshot />
        </main>
    }
    .into_any()
}

/// What makes the card hard.
#[component]
fn Difficulties(
    /// The card.
    shown: Memo<Option<Arc<Card>>>,
) -> impl IntoView {
    let labels = Memo::new(move |_| {
        let found = shown.get();
        found.map_or_else(Vec::new, |card| {
            card.difficulties
                .iter()
                .map(|d| d.label.to_string())
                .collect()
        })
    });
    view! {
        <Panel title=card::difficulties()>
            <details>
                <summary>{move || card::n_difficulties(labels.with(Vec::len))}</summary>
                <ul>{move || labels.get().into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
            </details>
        </Panel>
    }
}

/// Proposals ranked by their dots in every revealed vote, then vote by vote.
#[component]
fn Results(
    /// The card.
    id: CardId,
    /// What the document says.
    snapshot: Signal<Arc<Snapshot>>,
) -> impl IntoView {
    let by_id = id.clone();
    let rows = Memo::new(move |_| {
        let ranked = ranked_proposals(&snapshot.read(), &by_id);
        ranked
            .into_iter()
            .map(|ranked| ranked.row)
            .collect::<Vec<RankRow>>()
    });
    let votes = Memo::new(move |_| build_card_results(&snapshot.read(), &id));
    let n_without = Memo::new(move |_| rows.read().iter().filter(|row| row.total == 0).count());
    let with_dots = Memo::new(move |_| {
        rows.get()
            .into_iter()
            .filter(|row| row.total > 0)
            .collect::<Vec<_>>()
    });
    let without = move || {
        rows.get()
            .into_iter()
            .filter(|row| row.total == 0)
            .map(|row| row.label)
    };
    view! {
        <Panel title=card::proposals()>
            <p>{move || card::ranking_note(votes.read().len())}</p>
            <Ranking rows=with_dots />
            <Show when={move || n_without.get() > 0}>
                <details open=move || with_dots.read().is_empty()>
                    <summary>{move || card::without_dots(n_without.get())}</summary>
                    <ul>{move || without().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
                </details>
            </Show>
            <h3>{card::by_workshop()}</h3>
            {move || votes.get().into_iter().map(|vote| view! { <Vote vote /> }).collect_view()}
        </Panel>
    }
}

/// What became of the proposals of the card.
#[component]
fn Became(
    /// The card.
    id: CardId,
    /// What the document says.
    snapshot: Signal<Arc<Snapshot>>,
) -> impl IntoView {
    let follow_up = follow_up(use_replica());
    let outcomes = Memo::new(move |_| {
        let today = platform::today();
        follow_up.with(|follow_up| outcomes_of(&snapshot.read(), follow_up, &id, today))
    });
    view! {
        <Show when=move || outcomes.with(|it| !it.is_empty())>
            <Panel title=outcome::title()>
                <details>
                    <summary>{move || outcome::n_shown(outcomes.with(Vec::len))}</summary>
                    <Outcomes outcomes follow_up />
                </details>
            </Panel>
        </Show>
    }
}

/// The results of one vote.
#[component]
fn Vote(
    /// The vote.
    vote: CardRound,
) -> impl IntoView {
    let dots: u32 = vote.rows.iter().map(|row| row.total).sum();
    let may_browse = use_replica().capabilities().get_untracked().may_browse;
    view! {
        <details>
            <summary>
                {vote.title.clone()}", "{platform::date_in_words(vote.date)}" – "{parts::dots(dots)}
            </summary>
            <Ranking rows=vote.rows />
            {may_browse.then(|| view! {
                <LinkButton href=routes::workshop(vote.workshop)>{card::see_workshop()}</LinkButton>
            })}
        </details>
    }
}

/// Links to the cards before and after.
#[component]
fn Neighbors(
    /// The card.
    id: CardId,
    /// What the document says.
    snapshot: Signal<Arc<Snapshot>>,
) -> impl IntoView {
    let deck = snapshot.read_untracked().deck();
    let idx = deck.iter().position(|card| card.id == id).unwrap_or(0);
    let before = idx.checked_sub(1).and_then(|idx| deck.get(idx)).cloned();
    let after = deck.get(idx + 1).cloned();
    view! {
        <nav class="cluster" aria-label=card::neighbors()>
            {before.map(|found| view! {
                <LinkButton href=routes::card(&found.id)>{card::previous(&found.name)}</LinkButton>
            })}
            {after.map(|found| view! {
                <LinkButton href=routes::card(&found.id)>{card::next(&found.name)}</LinkButton>
            })}
        </nav>
    }
}
