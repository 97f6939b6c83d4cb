//! `/priorites`: the councils put together, where they agree, and the rule of the priorities.

mod axes;
mod card;
mod contribution;
mod origin;
mod rule;
mod sources;
mod table;

use domain::{CardId, Consolidation, FollowUp, consolidate};
use leptos::prelude::*;

use self::axes::MarkedAxes;
use self::card::CardPanel;
use self::rule::RulePanel;
use self::sources::{Nothing, Sources, Ways};
use super::exports::ExportPanel;
use super::statement::follow_up;
use super::versions::VersionsPanel;
use crate::components::{Button, Icon, LinkButton, PageHead};
use crate::i18n::{priorities as words, shell};
use crate::model::priorities::{PrioritiesModel, build_priorities};
use crate::replica::use_replica;
use crate::{platform, routes};

pub use self::contribution::ContributionPage;

/// What every part of the page shows.
#[derive(Clone, Copy, Debug)]
struct Together {
    /// The councils put together, exactly.
    consolidation: Memo<Consolidation>,
    /// The same as screens show it.
    model: Memo<PrioritiesModel>,
    /// What was said, the rule among it.
    follow_up: Memo<FollowUp>,
}

impl Together {
    fn read() -> Self {
        let replica = use_replica();
        let snapshot = replica.snapshot();
        let follow_up = follow_up(replica);
        let consolidation = Memo::new(move |_| consolidate(&snapshot.read()));
        let rule = Memo::new(move |_| follow_up.with(|said| said.priority_rule().cloned()));
        let model = Memo::new(move |_| {
            let rule = rule.read();
            build_priorities(&snapshot.read(), &consolidation.read(), rule.as_ref())
        });
        Self {
            consolidation,
            model,
            follow_up,
        }
    }
}

/// The councils put together.
#[component]
pub fn PrioritiesPage() -> impl IntoView {
    platform::set_title(&shell::tab_title(words::title()));
    let together = Together::read();
    let Together { model, .. } = together;
    let ids = Memo::new(move |_| {
        let model = model.read();
        let cards = model.cards.iter();
        cards.map(|card| card.card.clone()).collect::<Vec<_>>()
    });
    let has_some = Memo::new(move |_| ids.with(|ids| !ids.is_empty()));
    let panel = move |id: CardId| {
        let card = Memo::new(move |_| {
            let model = model.read();
            model.cards.iter().find(|card| card.card == id).cloned()
        });
        view! { <CardPanel card together /> }
    };
    let missing = move || {
        let model = model.read();
        (!model.cards_missing.is_empty()).then(|| words::cards_missing(&model.cards_missing))
    };
    view! {
        <main id="contenu" class="page priorities" data-width="wide" tabindex="-1">
            <PageHead title=words::title() lead=words::lead()>
                <LinkButton href=routes::contribution()>
                    <Icon name="document" />{words::see_contribution()}
                </LinkButton>
                <Button on_press=|()| platform::print()><Icon name="print" />{words::print()}</Button>
            </PageHead>
            <Show when=move || has_some.get() fallback=Nothing>
                <Sources model />
                <Ways />
                <For each=move || ids.get() key=Clone::clone children=panel />
                <p>{missing}</p>
            </Show>
            <RulePanel together />
            <Show when=move || has_some.get()>
                <MarkedAxes together />
            </Show>
            <VersionsPanel />
            <ExportPanel />
        </main>
    }
}
