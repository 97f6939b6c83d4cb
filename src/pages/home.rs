//! Accueil: the cards as a deck, the open workshop, the council of this device.

use std::sync::Arc;

use domain::{CouncilId, DotScope, RoundStatus, Snapshot, Workshop};
use leptos::prelude::*;

use super::findings::FindingsNotice;
use crate::components::{
    ButtonKind, CouncilBadge, CouncilLook, CouncilPicker, Deck, Icon, LinkButton, Notice,
    NoticeTone, Panel, PlayingCard,
};
use crate::i18n::{home, priorities, shell};
use crate::model::looks::{card_look, council_look};
use crate::model::results::badge;
use crate::replica::use_replica;
use crate::state::device::use_device;
use crate::{platform, routes};

/// The deck on the table.
#[component]
pub fn HomePage() -> impl IntoView {
    platform::set_title(shell::app_name());
    let replica = use_replica();
    let device = use_device();
    let snapshot = replica.snapshot();
    let open = Memo::new(move |_| open_workshops(&snapshot.read()));
    // Asked once: the picker stays while the page shows, so that nothing jumps under the finger.
    let needs_council = device.council().get_untracked().is_none();
    let may_vote = Memo::new(move |_| replica.capabilities().get().may_vote);
    let may_browse = Memo::new(move |_| replica.capabilities().get().may_browse);
    let councils = StoredValue::new(council_badges(&snapshot.read_untracked()));
    let n_damaged = replica.n_damaged();
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <h1 id="titre-page" tabindex="-1">{home::question()}</h1>
            {(n_damaged > 0).then(|| view! {
                <Notice title=shell::damaged(n_damaged) tone=NoticeTone::Warning/>
            })}
            <FindingsNotice />
            <Show when=move || may_vote.get()>
                <For each=move || open.get() key=|entry| entry.clone() let:entry>
                    <OpenWorkshop entry />
                </For>
            </Show>
            <Show when=move || needs_council && may_vote.get()>
                <Panel>
                    <CouncilPicker
                        legend=home::council_question()
                        councils=councils.get_value()
                        selected=Signal::derive(move || device.council().get().map(|id| id.to_string()))
                        on_select=move |id: String| {
                            if let Ok(id) = id.parse::<CouncilId>() {
                                device.set_council(id);
                            }
                        }
                    />
                    <p role="status">{move || device.council().get().map(|_| home::council_noted())}</p>
                </Panel>
            </Show>
            <CardDeck snapshot />
            <Show when=move || may_browse.get()>
                <nav class="cluster" aria-label=home::further()>
                    <LinkButton href=routes::priorities()>
                        <Icon name="star" />
                        {priorities::title()}
                    </LinkButton>
                </nav>
            </Show>
        </main>
    }
}

/// The cards.
#[component]
fn CardDeck(
    /// What the document says.
    snapshot: Signal<Arc<Snapshot>>,
) -> impl IntoView {
    let cards = Memo::new(move |_| {
        let snapshot = snapshot.read();
        snapshot
            .deck()
            .iter()
            .map(|card| (card.clone(), snapshot.proposals_of(&card.id).len()))
            .collect::<Vec<_>>()
    });
    view! {
        <section aria-label=move || home::deck_title(cards.with(Vec::len))>
            <Deck>
                <For each=move || cards.get() key=|(card, n)| (card.id.clone(), *n) let:((card, n))>
                    <PlayingCard
                        number=usize::from(card.number)
                        card=card_look(&card)
                        name=card.name.to_string()
                        note=home::proposals(n)
                        href=routes::card(&card.id)
                    />
                </For>
            </Deck>
        </section>
    }
}

/// What the home page says of an open workshop.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct OpenEntry {
    title: String,
    text: String,
    council: CouncilLook,
    href: String,
}

fn open_workshops(snapshot: &Snapshot) -> Vec<OpenEntry> {
    snapshot
        .workshops_newest_first()
        .iter()
        .filter_map(|workshop| open_entry(snapshot, workshop))
        .collect()
}

fn open_entry(snapshot: &Snapshot, workshop: &Workshop) -> Option<OpenEntry> {
    let rounds = snapshot.rounds_of(workshop.id);
    let round = rounds
        .iter()
        .rev()
        .find(|round| round.status() == RoundStatus::Open)?;
    let rules = round.rules?;
    let council = match workshop.councils.as_slice() {
        [council] => council_look(&snapshot.contract, council),
        _ => CouncilLook::default(),
    };
    Some(OpenEntry {
        title: workshop.title.to_string(),
        text: home::open_round(rules.dots_per_ballot(), rules.scope() == DotScope::PerCard),
        council,
        href: routes::ballot(workshop.id),
    })
}

/// Leads to the ballot of an open workshop.
#[component]
fn OpenWorkshop(
    /// The workshop.
    entry: OpenEntry,
) -> impl IntoView {
    view! {
        <Notice title=entry.title text=entry.text council=entry.council>
            <LinkButton href=entry.href kind=ButtonKind::Primary>{home::begin_ballot()}</LinkButton>
        </Notice>
    }
}

/// Every council of the contract, for a picker.
pub(super) fn council_badges(snapshot: &Snapshot) -> Vec<CouncilBadge> {
    let councils = snapshot.contract.councils.iter();
    councils
        .map(|council| badge(snapshot, Some(&council.id)))
        .collect()
}
