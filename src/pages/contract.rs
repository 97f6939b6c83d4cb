//! Le contrat: a search on top, then themes, places, the State, calendar, signatories.

mod arrival;
pub(super) mod parts;
mod results;
mod search_text;
mod sheets;
mod territory;
mod theme_sheet;

use std::sync::Arc;

use domain::{OpinionSubject, Snapshot};
use leptos::prelude::*;

use self::results::Results;
use self::search_text::use_search_text;
use self::sheets::Sheets;
use crate::components::{ButtonKind, Icon, LinkButton, Notice, NoticeTone, PageHead, SearchField};
use crate::i18n::{contract as words, follow_up, shell};
use crate::model::contract_search::{Search, SearchIndex};
use crate::model::priorities::axes::marked_targets;
use crate::pages::opinions::Opinions;
use crate::pages::statement::follow_up;
use crate::replica::use_replica;
use crate::{platform, routes};

/// Everything that the contract says, apart from the actions, which have their pages.
#[component]
pub fn ContractPage() -> impl IntoView {
    platform::set_title(&shell::tab_title(words::the_contract()));
    let snapshot = use_replica().snapshot();
    let contract = Memo::new(move |_| snapshot.read().contract.clone());
    let follow_up = follow_up(use_replica());
    // What is searched, and nothing else: ballots that come in build no new index.
    let searched = Memo::new(move |_| {
        let snapshot = snapshot.read();
        Snapshot {
            contract: snapshot.contract.clone(),
            cards: snapshot.cards.clone(),
            proposals: snapshot.proposals.clone(),
            comments: snapshot.comments.clone(),
            ..Snapshot::default()
        }
    });
    let index = Memo::new(move |_| {
        follow_up.with(|follow_up| Arc::new(SearchIndex::new(&searched.read(), follow_up)))
    });
    let marked = Memo::new(move |_| follow_up.with(|said| marked_targets(&snapshot.read(), said)));
    let protocol = Memo::new(|_| OpinionSubject::Protocol);
    let typed = use_search_text();
    let search = Memo::new(move |_| {
        // An empty field needs no index: it is built at the first letter.
        if typed.text.with(|text| text.trim().is_empty()) {
            Search::Idle
        } else {
            index.read().search(&typed.text.read())
        }
    });
    let is_done = Memo::new(move |_| matches!(*search.read(), Search::Done(_)));
    let is_empty = Memo::new(move |_| contract.read().themes.is_empty());
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <PageHead
                title=Signal::derive(move || contract.read().title.to_string())
                eyebrow=words::the_contract()
                lead=Signal::derive(move || words::period(&contract.read().period))
            >
                <LinkButton href=routes::follow_up()>
                    <Icon name="check" />
                    {follow_up::open()}
                </LinkButton>
            </PageHead>
            <SearchField
                label=words::search_label()
                value=typed.text
                on_input=typed.on_input
                result=Signal::derive(move || {
                    if is_done.get() {
                        said_of(&index.read(), &search.read(), &typed.text.read())
                    } else {
                        said(&search.read())
                    }
                })
            />
            {move || match (is_empty.get(), is_done.get()) {
                (true, _) => view! { <NoContract /> }.into_any(),
                (false, true) => view! { <Results search typed /> }.into_any(),
                (false, false) => view! {
                    <Sheets contract=contract.get() marked />
                    <Opinions subject=protocol follow_up />
                }
                .into_any(),
            }}
        </main>
    }
}

/// What is said of answers: how many, and what was looked for in place of a slip.
fn said_of(index: &SearchIndex, search: &Search, typed: &str) -> String {
    let replaced = index.replaced(typed).into_iter();
    let instead = replaced.map(|(typed, found)| words::searched_instead(&typed, &found));
    let only_some = index.has_only_some(typed) && search.n_found() > 0;
    let only_some = only_some.then(|| words::searched_only_some().to_owned());
    let sentences: Vec<String> = instead.chain(only_some).chain([said(search)]).collect();
    sentences.join(" ")
}

/// What is said under the search field.
fn said(search: &Search) -> String {
    match search {
        Search::Idle => String::new(),
        Search::TooShort => words::search_too_short().to_owned(),
        Search::Done(_) => words::search_count(search.n_found()),
    }
}

/// The document holds no contract: another one must come first.
#[component]
fn NoContract() -> impl IntoView {
    view! {
        <Notice title=words::no_contract() text=words::no_contract_next() tone=NoticeTone::Warning>
            <LinkButton href=routes::synchronization() kind=ButtonKind::Primary>
                {words::open_synchronization()}
            </LinkButton>
        </Notice>
    }
}
