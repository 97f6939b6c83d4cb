//! The screen of the room: opening it, revealing card by card, choosing what it shows.

use domain::{CardId, RoundId, WorkshopId};
use leptos::prelude::*;

use super::Intent;
use crate::components::{Button, Icon, LinkButton, Panel};
use crate::i18n::room as words;
use crate::model::projection::{RoomCard, RoomCards, build_room_cards};
use crate::replica::{RoomStage, use_replica};
use crate::routes;

/// Leads the projected screen from the facilitator's page.
#[component]
pub(super) fn ScreenPanel(
    /// The workshop.
    workshop: Memo<Option<WorkshopId>>,
    /// What the screens of the room show.
    stage: Memo<Option<RoomStage>>,
    /// The person asked for something.
    on_intent: Callback<Intent>,
) -> impl IntoView {
    let replica = use_replica();
    let cards = Memo::new(move |_| {
        let id = workshop.get()?;
        stage.with(|stage| build_room_cards(&replica.snapshot().read(), id, stage.as_ref()))
    });
    let on_show = Callback::new(move |(round, card): (RoundId, CardId)| {
        if let Some(id) = workshop.get_untracked() {
            replica.set_stage(id, |stage| stage.shown = Some((round, card)));
        }
    });
    let href = move || workshop.get().map_or(String::new(), routes::projection);
    view! {
        <Panel title=words::screen_title()>
            <p>{words::screen_lead()}</p>
            <div class="actions">
                <LinkButton href=Signal::derive(href) new_window=true>
                    {words::open_screen()}
                    <span class="visually-hidden">" "{words::new_window()}</span>
                </LinkButton>
            </div>
            <Show when=move || cards.with(Option::is_some)>
                <Cards cards on_intent on_show />
            </Show>
        </Panel>
    }
}

/// The cards of the closed round, each with its button.
#[component]
fn Cards(
    cards: Memo<Option<RoomCards>>,
    on_intent: Callback<Intent>,
    on_show: Callback<(RoundId, CardId)>,
) -> impl IntoView {
    let round = move || cards.with_untracked(|cards| cards.as_ref().map(|cards| cards.round));
    let on_press = Callback::new(move |card: RoomCard| {
        let Some(round) = round() else { return };
        if card.is_revealed {
            on_show.run((round, card.card));
        } else {
            on_intent.run(Intent::RevealOne(round, card.card));
        }
    });
    let ids = Memo::new(move |_| {
        cards.with(|cards| {
            let cards = cards.as_ref().map_or(&[][..], |cards| &cards.cards);
            cards
                .iter()
                .map(|card| card.card.clone())
                .collect::<Vec<_>>()
        })
    });
    view! {
        <p>{words::cards_lead()}</p>
        <ul class="stack" role="list" aria-label=words::cards_list()>
            <For each=move || ids.get() key=CardId::clone let:id>
                <Card card=card_memo(cards, id) on_press />
            </For>
        </ul>
        <Neighbors cards on_show />
    }
}

/// One card: the button stays the same element while its words change, so that the focus
/// stays on it.
#[component]
fn Card(card: Memo<Option<RoomCard>>, on_press: Callback<RoomCard>) -> impl IntoView {
    let is_on_stage = Memo::new(move |_| card.get().is_some_and(|card| card.is_on_stage));
    let icon = move || match card.get() {
        Some(card) if !card.is_revealed => "lock",
        _ => "eye",
    };
    let name = move || {
        card.get().map_or(String::new(), |card| {
            if !card.is_revealed {
                words::reveal_card(&card.name)
            } else if card.is_on_stage {
                words::on_stage(&card.name)
            } else {
                words::show_card(&card.name)
            }
        })
    };
    let press = move |()| {
        if let Some(card) = card.get_untracked() {
            on_press.run(card);
        }
    };
    view! {
        <li>
            <Button on_press=press unavailable=is_on_stage>
                {move || view! { <Icon name=icon() /> }}
                {name}
            </Button>
        </li>
    }
}

/// Back and forth among the revealed cards.
#[component]
fn Neighbors(
    cards: Memo<Option<RoomCards>>,
    on_show: Callback<(RoundId, CardId)>,
) -> impl IntoView {
    let neighbor = move |by: isize| {
        cards.with(|cards| {
            let cards = cards.as_ref()?;
            Some((cards.round, cards.neighbor(by)?.clone()))
        })
    };
    let has_two = Memo::new(move |_| {
        cards.with(|cards| {
            let cards = cards.as_ref().map_or(&[][..], |cards| &cards.cards);
            cards.iter().filter(|card| card.is_revealed).count() > 1
        })
    });
    let step = move |by: isize| {
        if let Some(shown) = untrack(|| neighbor(by)) {
            on_show.run(shown);
        }
    };
    view! {
        <Show when=move || has_two.get()>
            <div class="cluster">
                <Button
                    on_press=move |()| step(-1)
                    unavailable=Signal::derive(move || neighbor(-1).is_none())
                >
                    {words::previous_card()}
                </Button>
                <Button
                    on_press=move |()| step(1)
                    unavailable=Signal::derive(move || neighbor(1).is_none())
                >
                    {words::next_card()}
                </Button>
            </div>
        </Show>
    }
}

fn card_memo(cards: Memo<Option<RoomCards>>, id: CardId) -> Memo<Option<RoomCard>> {
    Memo::new(move |_| {
        cards.with(|cards| {
            let mut cards = cards.as_ref()?.cards.iter();
            cards.find(|card| card.card == id).cloned()
        })
    })
}
