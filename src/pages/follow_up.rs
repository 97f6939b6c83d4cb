//! `/suivi`: how far the actions have come, as pictures and as a list.

mod address;
mod filters;
mod list;
mod pictures;
mod sheet;

use std::sync::Arc;

use leptos::prelude::*;

use self::address::use_filters;
use self::filters::FilterPanel;
use self::list::List;
use self::pictures::Pictures;
use self::sheet::SheetPanel;
use crate::components::{Button, ButtonKind, Icon, LinkButton, Notice, NoticeTone, PageHead};
use crate::i18n::{application, contract, follow_up as words, meeting, outcome, priorities, shell};
use crate::model::follow_up::filters::Filters;
use crate::model::follow_up::labels::chosen;
use crate::model::follow_up::{FollowUpModel, FollowUpRow};
use crate::pages::outcome::{UNANSWERED_ID, Unanswered};
use crate::replica::use_replica;
use crate::{platform, routes};

/// Id of the line that says how many actions are left; the focus goes there when a link
/// of the page narrows the choice.
const COUNT_ID: &str = "suivi-nombre";
/// Id of the list, which stands in addresses: stable.
const LIST_ID: &str = "liste";

/// What every part of the page shows.
#[derive(Clone, Copy, Debug)]
struct Shown {
    /// Every action.
    model: Memo<FollowUpModel>,
    /// What was chosen.
    filters: Memo<Filters>,
    /// Actions that are left.
    rows: Memo<Vec<Arc<FollowUpRow>>>,
}

impl Shown {
    /// Address of this page with another choice.
    fn href(filters: &Filters) -> String {
        format!("{}{}", routes::follow_up(), filters.query())
    }
}

/// Filters, pictures and list.
#[component]
pub fn FollowUpPage() -> impl IntoView {
    platform::set_title(&shell::tab_title(words::title()));
    let (today, now) = (platform::today(), platform::now());
    let snapshot = use_replica().snapshot();
    let model = Memo::new(move |_| FollowUpModel::build(&snapshot.read(), today));
    let (filters, set_filters) = use_filters(model);
    let rows = Memo::new(move |_| model.read().select(&filters.read(), now));
    let shown = Shown {
        model,
        filters,
        rows,
    };
    let n_more = Memo::new(move |_| model.read().n_more_with_whole(&filters.read(), now));
    let has_actions = Memo::new(move |_| !model.read().rows.is_empty());
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <PageHead
                title=words::title()
                lead=Signal::derive(move || words::lead(model.read().rows.len()))
                back=(routes::contract(), contract::the_contract().to_owned())
            >
                <Button on_press=|()| platform::print()><Icon name="print" />{words::print()}</Button>
            </PageHead>
            <nav class="cluster" aria-label=words::further()>
                <Button on_press=|()| platform::focus(UNANSWERED_ID)>
                    {outcome::unanswered_title()}
                </Button>
                <LinkButton href=routes::annex()>{words::annex_title()}</LinkButton>
                <LinkButton href=routes::applications()>{application::title()}</LinkButton>
                <LinkButton href=routes::meetings()>{meeting::title()}</LinkButton>
                <LinkButton href=routes::priorities()>{priorities::title()}</LinkButton>
            </nav>
            <Show when=move || has_actions.get() fallback=NoContract>
                <SheetPanel />
                <FilterPanel shown n_more set_filters />
                <OnPaper shown day=platform::date_in_words(today) />
                <Pictures shown />
                <List shown n_more />
            </Show>
            <Unanswered />
        </main>
    }
}

/// What stands on paper instead of the filters.
#[component]
fn OnPaper(
    /// What the page shows.
    shown: Shown,
    /// Today in words.
    day: String,
) -> impl IntoView {
    let sentence = move || {
        let (n_chosen, n_all) = (shown.rows.read().len(), shown.model.read().rows.len());
        let chosen = chosen(&shown.filters.read(), &shown.model.read().choices);
        words::on_paper(&day, &chosen, n_chosen, n_all)
    };
    view! { <p class="print-only">{sentence}</p> }
}

/// The document holds no contract: another one must come first.
#[component]
fn NoContract() -> impl IntoView {
    view! {
        <Notice
            title=contract::no_contract()
            text=contract::no_contract_next()
            tone=NoticeTone::Warning
        >
            <LinkButton href=routes::synchronization() kind=ButtonKind::Primary>
                {contract::open_synchronization()}
            </LinkButton>
        </Notice>
    }
}
