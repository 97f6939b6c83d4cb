//! Le contrat: a search on top, then themes, places, the State, calendar, signatories.

mod arrival;
pub(super) mod parts;
mod results;
mod search_text;
mod sheets;
mod theme_sheet;

use std::sync::Arc;

use leptos::prelude::*;

use self::results::Results;
use self::search_text::use_search_text;
use self::sheets::Sheets;
use crate::components::{ButtonKind, Icon, LinkButton, Notice, NoticeTone, PageHead, SearchField};
use crate::i18n::{contract as words, follow_up, shell};
use crate::model::contract_search::{Search, SearchIndex};
use crate::replica::use_replica;
use crate::{platform, routes};

/// Everything that the contract says, apart from the actions, which have their pages.
#[component]
pub fn ContractPage() -> impl IntoView {
    platform::set_title(&shell::tab_title(words::the_contract()));
    let snapshot = use_replica().snapshot();
    let contract = Memo::new(move |_| snapshot.read().contract.clone());
    let index = Memo::new(move |_| Arc::new(SearchIndex::new(&contract.read())));
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
                result=Signal::derive(move || said(&search.read()))
            />
            {move || match (is_empty.get(), is_done.get()) {
                (true, _) => view! { <NoContract /> }.into_any(),
                (false, true) => view! { <Results search typed /> }.into_any(),
                (false, false) => view! { <Sheets contract=contract.get() /> }.into_any(),
            }}
        </main>
    }
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
