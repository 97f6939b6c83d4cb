//! `/ateliers/{id}/preparation`: the table before a round.
//!
//! Reading order: [`PreparationPage`] (who may be here, what the page knows), `desk` (what
//! is asked of the document, and its answer), `edit` (the workshop), `card` (one card).

mod card;
mod desk;
mod duplicates;
mod edit;
mod reset;

use document::AnomalyKind;
use domain::{Command, WorkshopId};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::card::CardPanel;
use self::desk::Desk;
use self::edit::EditPanel;
use crate::components::{Button, Icon, LinkButton, Notice, NoticeTone, PageHead};
use crate::i18n::{poster, preparation as words, shell, workshop};
use crate::model::preparation::{PreparationModel, build_preparation};
use crate::pages::NotFoundPage;
use crate::pages::access::NotAllowed;
use crate::pages::workshop::fault::FaultPanel;
use crate::replica::use_replica;
use crate::{platform, routes};

/// What there is to prepare, as the parts of the page read it.
type Model = Memo<Option<PreparationModel>>;

/// The preparation, for those who run workshops.
#[component]
pub fn PreparationPage() -> impl IntoView {
    platform::set_title(&shell::tab_title(words::title()));
    let replica = use_replica();
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id")?.parse::<WorkshopId>().ok());
    let model: Model = Memo::new(move |_| build_preparation(&replica.snapshot().read(), id.get()?));
    let known = Memo::new(move |_| model.with(|model| model.as_ref().map(|model| model.id)));
    let capabilities = replica.capabilities();
    let may_prepare = Memo::new(move |_| capabilities.get().may_facilitate);
    move || match known.get() {
        None => view! { <NotFoundPage /> }.into_any(),
        Some(_) if !may_prepare.get() => view! { <NotAllowed /> }.into_any(),
        Some(id) => view! { <Preparation id model /> }.into_any(),
    }
}

/// Head, news, the workshop itself, then one panel per card.
#[component]
fn Preparation(id: WorkshopId, model: Model) -> impl IntoView {
    let is_history = Memo::new(move |_| model.with(|m| m.as_ref().is_some_and(|m| m.is_history)));
    let title = move || model.with(|m| m.as_ref().map_or(String::new(), |m| m.title.clone()));
    let cards = Memo::new(move |_| {
        model.with(|model| {
            let cards = model.iter().flat_map(|model| &model.cards);
            cards.map(|card| card.id.clone()).collect::<Vec<_>>()
        })
    });
    let back = (routes::workshop(id), words::back().to_owned());
    let desk = Desk::new(use_replica());
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <PageHead title=words::title() eyebrow=Signal::derive(title) lead=words::lead() back>
                <LinkButton href=routes::posters(id)>
                    <Icon name="print" />
                    {poster::title()}
                </LinkButton>
            </PageHead>
            <Show
                when=move || !is_history.get()
                fallback=|| view! { <p>{workshop::history_sentence()}</p> }
            >
                <News id model desk />
                // In one block: what is empty takes no room.
                <div>
                    <FaultPanel fault=desk.fault() />
                    <EditPanel id />
                </div>
                <For each=move || cards.get() key=Clone::clone let:card>
                    <CardPanel workshop=id card model />
                </For>
            </Show>
        </main>
    }
}

/// What a facilitator must know before changing anything.
#[component]
fn News(id: WorkshopId, model: Model, desk: Desk) -> impl IntoView {
    let replica = desk.replica();
    let is_frozen = Memo::new(move |_| model.with(|m| m.as_ref().is_some_and(|m| m.is_frozen)));
    let has_other_cards =
        Memo::new(move |_| model.with(|m| m.as_ref().is_some_and(|m| m.is_draft_on_other_cards)));
    let is_chosen_apart = Memo::new(move |_| {
        let key = id.to_string();
        replica.anomalies().with(|anomalies| {
            let mut anomalies = anomalies.iter();
            anomalies.any(|found| found.kind == AnomalyKind::SelectedTwice && found.key == key)
        })
    });
    // Choosing again what is seen settles it: the new choice knows of both.
    let keep = move |()| {
        let commands = model.with_untracked(|model| {
            let cards = model.iter().flat_map(|model| &model.cards);
            let chosen = cards.filter(|card| card.is_chosen && !card.kept().is_empty());
            chosen
                .map(|card| Command::SelectProposals {
                    workshop: id,
                    card: card.id.clone(),
                    proposals: card.kept(),
                })
                .collect::<Vec<_>>()
        });
        desk.run(&commands, String::new());
    };
    view! {
        <Show when=move || is_frozen.get()>
            <Notice title=words::frozen_title() text=words::frozen_text() />
        </Show>
        <Show when=move || has_other_cards.get()>
            <Notice title=words::draft_on_other_cards() />
        </Show>
        <Show when=move || is_chosen_apart.get()>
            <Notice
                title=words::chosen_apart_title()
                text=words::chosen_apart_text()
                tone=NoticeTone::Warning
            >
                <Button on_press=keep>{words::keep_choice()}</Button>
            </Notice>
        </Show>
    }
}
