//! Proposals of different councils that may say the same, side by side; a person decides.

use domain::{CardId, Command, FindingId};
use leptos::prelude::*;

use super::desk::{Answer, Desk, ReasonField};
use crate::components::{Button, Panel, Sticker};
use crate::i18n::{findings as words, preparation};
use crate::model::duplicates::{CardPairs, Duplicates, Pair, PairDecided, Source, Undo, build};
use crate::pages::access::ForFacilitator;
use crate::platform;
use crate::replica::use_replica;

/// Id of the line that says what a decision did, which takes the focus.
const SAID_ID: &str = "doublons-fait";

/// Pairs card by card, then what was decided, folded.
#[component]
pub(in crate::pages) fn DuplicatesPanel() -> impl IntoView {
    let replica = use_replica();
    let desk = Desk::new(replica, SAID_ID);
    let snapshot = replica.snapshot();
    let found = Memo::new(move |_| {
        desk.follow_up
            .with(|follow_up| build(&snapshot.read(), follow_up))
    });
    let cards = move || {
        found.with(|found| {
            let cards = found.cards.iter();
            cards.map(|it| it.id.clone()).collect::<Vec<_>>()
        })
    };
    let has_pairs = Memo::new(move |_| found.with(|found| !found.cards.is_empty()));
    let n_compared = move || found.with(|found| found.n_compared);
    view! {
        <Panel title=words::duplicates_title()>
            <Answer desk />
            <Show
                when=move || has_pairs.get()
                fallback=move || view! { <p>{move || words::no_duplicate(n_compared())}</p> }
            >
                <p>{words::duplicates_lead()}</p>
                <ReasonField desk />
            </Show>
            <div>
                <For each=cards key=|id: &CardId| id.clone() let:id>
                    <OneCard
                        card=Memo::new(move |_| {
                            found.with(|found| found.cards.iter().find(|it| it.id == id).cloned())
                        })
                        desk
                    />
                </For>
            </div>
            <Decided found desk />
        </Panel>
    }
}

/// The pairs of one card.
#[component]
fn OneCard(card: Memo<Option<CardPairs>>, desk: Desk) -> impl IntoView {
    let title = move || {
        card.with(|card| {
            card.as_ref().map_or_else(String::new, |card| {
                words::duplicates_on(&card.name, card.pairs.len())
            })
        })
    };
    let is_frozen = Memo::new(move |_| card.with(|it| it.as_ref().is_some_and(|it| it.is_frozen)));
    let ids = move || {
        card.with(|card| {
            let pairs = card.as_ref().map_or(&[][..], |card| &card.pairs);
            pairs.iter().map(|pair| pair.id.clone()).collect::<Vec<_>>()
        })
    };
    let pair = move |id: FindingId| {
        Memo::new(move |_| {
            card.with(|card| card.as_ref()?.pairs.iter().find(|it| it.id == id).cloned())
        })
    };
    view! {
        <details>
            <summary>{title}</summary>
            <div class="flow">
                <Show when=move || is_frozen.get()><p>{preparation::group_later()}</p></Show>
                <ul class="stack" role="list">
                    <For each=ids key=Clone::clone let:id>
                        <li class="duplicate-hint"><OnePair pair=pair(id) is_frozen desk /></li>
                    </For>
                </ul>
            </div>
        </details>
    }
}

/// Two proposals side by side, why they may be the same, and what can be done.
#[component]
fn OnePair(pair: Memo<Option<Pair>>, is_frozen: Memo<bool>, desk: Desk) -> impl IntoView {
    let shown = move |pair: Pair| {
        view! {
            <div class="switcher" style:--switch-at="15rem">
                <One source=pair.first.clone() />
                <One source=pair.second.clone() />
            </div>
            <p class="duplicate-hint__why">{preparation::common_words(&pair.words)}</p>
            <Deciding pair is_frozen desk />
        }
    };
    move || pair.get().map(shown)
}

/// A proposal with its origin, and its dots where they are revealed.
#[component]
fn One(source: Source) -> impl IntoView {
    let look = source.council.map(|council| council.look);
    view! {
        <div>
            <p class="typed">{source.label}</p>
            <p class="cluster">
                {look.map(|look| view! { <Sticker council=look /> })}
                <small>{source.origin}</small>
            </p>
            {source.n_dots.map(|n| view! { <p><small>{words::revealed_dots(n)}</small></p> })}
        </div>
    }
}

/// Groups under one wording or the other, or keeps apart.
#[component]
fn Deciding(pair: Pair, is_frozen: Memo<bool>, desk: Desk) -> impl IntoView {
    let Pair {
        id, first, second, ..
    } = pair;
    let about = words::of_pair(&first.label, &second.label);
    let group = |proposal: &Source, into: &Source| {
        let command = Command::GroupProposal {
            proposal: proposal.id,
            into: into.id,
        };
        (words::group_as(&into.label), command)
    };
    let given = StoredValue::new(([group(&second, &first), group(&first, &second)], about, id));
    let groups = move || {
        let choices = given.with_value(|(choices, ..)| choices.clone());
        let buttons = choices.map(|(text, command)| {
            let on_press = move |()| desk.group(&command, words::grouped());
            view! { <Button on_press>{text}</Button> }
        });
        buttons.into_iter().collect_view()
    };
    let apart = move |()| {
        let id = given.with_value(|(.., id)| id.clone());
        desk.accept(&id, words::kept_apart());
    };
    view! {
        <ForFacilitator>
            <div class="finding__choices">
                <Show when=move || !is_frozen.get()>{groups}</Show>
                <Button on_press=apart>
                    {words::not_the_same()}
                    <span class="visually-hidden">{given.with_value(|(_, about, _)| about.clone())}</span>
                </Button>
            </div>
        </ForFacilitator>
    }
}

/// What was decided, and how it is undone.
#[component]
fn Decided(found: Memo<Duplicates>, desk: Desk) -> impl IntoView {
    let n = Memo::new(move |_| found.with(|found| found.decided.len()));
    let lines = move || {
        let decided = found.with(|found| found.decided.clone()).into_iter();
        decided
            .map(|decided| view! { <li><OneDecided decided desk /></li> })
            .collect_view()
    };
    view! {
        <Show when=move || { n.get() > 0 }>
            <details>
                <summary>{move || words::duplicates_decided(n.get())}</summary>
                <ul class="stack" role="list">{lines}</ul>
            </details>
        </Show>
    }
}

#[component]
fn OneDecided(decided: PairDecided, desk: Desk) -> impl IntoView {
    let why = decided.reason.map(|(reason, at)| {
        let minute = words::voice(None, Some(&platform::long_minute(at)));
        view! { <p class="typed"><small>{words::decision("", Some(&reason), &minute)}</small></p> }
    });
    let about = words::about(&decided.what);
    let undo = StoredValue::new(decided.undo.map(|undo| (undo, about)));
    let button = move || {
        let (undo, about) = undo.get_value()?;
        let text = match &undo {
            Undo::Ungroup(_) => preparation::ungroup(),
            Undo::Reopen(_) => words::reopen(),
        };
        let on_press = move |()| match &undo {
            Undo::Ungroup(command) => desk.group(command, words::ungrouped()),
            Undo::Reopen(id) => desk.reopen(id),
        };
        Some(view! {
            <Button on_press>
                {text}
                <span class="visually-hidden">{about}</span>
            </Button>
        })
    };
    view! {
        <p>{decided.what}</p>
        {why}
        <ForFacilitator><div class="finding__choices">{button}</div></ForFacilitator>
    }
}
