//! `/priorites/versions/:id`: a version for ever, to read.

use domain::{Rank, VersionId};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::between::{Between, Compare, today};
use super::{Doubled, Missing, rows};
use crate::components::{LinkButton, Notice, NoticeTone, PageHead, Panel};
use crate::i18n::{shell, versions as words};
use crate::model::versions::{TableCard, TableRow, VersionRow, table, version_before};
use crate::pages::incoming::{Former, former_state};
use crate::replica::use_replica;
use crate::{platform, routes};

/// The version that the address names.
#[component]
pub fn VersionPage() -> impl IntoView {
    let params = use_params_map();
    let rows = rows(use_replica());
    let id = Memo::new(move |_| params.read().get_str("id")?.parse::<VersionId>().ok());
    let row = Memo::new(move |_| {
        let id = id.get()?;
        rows.with(|rows| rows.iter().find(|row| row.id == id).cloned())
    });
    // A version never changes; only whether it is here does.
    let shown = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.id)));
    Effect::new(move |_| {
        let title = row.with(|row| {
            let name = row.as_ref().map(|row| words::name(row.number, &row.title));
            name.unwrap_or_else(|| words::unknown().to_owned())
        });
        platform::set_title(&shell::tab_title(&title));
    });
    view! {
        <main id="contenu" class="page" tabindex="-1">
            {move || {
                let row = shown.get().and_then(|_| row.get_untracked());
                match row {
                    Some(row) => view! { <Version row rows /> }.into_any(),
                    None => view! { <UnknownVersion /> }.into_any(),
                }
            }}
        </main>
    }
}

/// No version of this address is here.
#[component]
fn UnknownVersion() -> impl IntoView {
    view! {
        <PageHead
            title=words::unknown()
            back=(routes::priorities(), words::priorities().to_owned())
        />
        <Notice title=words::missing_words() tone=NoticeTone::Warning>
            <LinkButton href=routes::synchronization()>{words::to_merge()}</LinkButton>
        </Notice>
    }
}

/// One version: what names it, its table, what changed before and since.
#[component]
fn Version(row: VersionRow, rows: Memo<Vec<VersionRow>>) -> impl IntoView {
    let replica = use_replica();
    let (id, number) = (row.id, row.number);
    let heads = row.heads.clone();
    let this = former_state(replica, Memo::new(move |_| Some(heads.clone())));
    let before = Memo::new(move |_| rows.with(|rows| version_before(rows, id).cloned()));
    let former = former_state(
        replica,
        Memo::new(move |_| before.get().map(|row| row.heads)),
    );
    let before_key = Signal::derive(move || before.get().map_or_else(String::new, |it| it.key));
    let before_title = Signal::derive(move || match before.get() {
        Some(before) => words::since_before_title(before.number),
        None => words::first_title().to_owned(),
    });
    let is_missing = Memo::new(move |_| this.with(|this| *this == Former::Unknown));
    let same_number = Memo::new(move |_| {
        let rows = rows.get().into_iter();
        rows.filter(|row| row.number == number).collect::<Vec<_>>()
    });
    let key = StoredValue::new(row.key.clone());
    view! {
        <PageHead
            title=words::name(number, &row.title)
            lead=words::read_only(&platform::long_minute(row.at))
            back=(routes::priorities(), words::priorities().to_owned())
        />
        <Doubled rows=same_number />
        <Panel title=words::fingerprint_title()>
            <p class="fingerprint"><output>{row.fingerprint}</output></p>
            <p>{words::fingerprint_hint()}</p>
        </Panel>
        <Show when=move || is_missing.get()><Missing number /></Show>
        <Show when=move || !is_missing.get()>
            <Panel title=words::table_title()><Table state=this /></Panel>
            <Panel title=before_title>
                <Show when=move || before.with(Option::is_some)>
                    <Between from=former to=this from_key=before_key />
                </Show>
            </Panel>
            <Panel title=words::until_today_title()>
                <Between from=this to=today(replica) from_key=key.get_value() />
            </Panel>
        </Show>
        <Panel title=words::compare_title()>
            <Compare rows first=id />
        </Panel>
    }
}

/// The councils together, as the version has them.
#[component]
fn Table(state: Signal<Former>) -> impl IntoView {
    let cards = Memo::new(move |_| match state.get() {
        Former::Read(snapshot) => Some(table(&snapshot)),
        _ => None,
    });
    move || match cards.get() {
        None => view! { <p>{words::waiting()}</p> }.into_any(),
        Some(cards) if cards.is_empty() => view! { <p>{words::no_table()}</p> }.into_any(),
        Some(cards) => {
            let cards = cards.into_iter();
            cards
                .map(|card| view! { <CardTable card /> })
                .collect_view()
                .into_any()
        }
    }
}

#[component]
fn CardTable(card: TableCard) -> impl IntoView {
    let [proposal, dots, place, equal_place] = words::columns();
    let cell = move |label: &'static str, rank: Option<Rank>| {
        view! { <td role="cell" data-label=label>{words::place(rank)}</td> }
    };
    let rows = card.rows.into_iter().map(|row: TableRow| {
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">{row.label}</th>
                <td role="cell" data-label=dots>{row.dots}</td>
                {cell(place, row.place)}
                {cell(equal_place, row.equal_place)}
            </tr>
        }
    });
    let rows = rows.collect_view();
    let head = |text: &'static str| view! { <th scope="col" role="columnheader">{text}</th> };
    view! {
        <h3 data-card=card.look.color()>{card.name.clone()}</h3>
        <table data-stack role="table" aria-label=card.name>
            <thead role="rowgroup">
                <tr role="row">{[proposal, dots, place, equal_place].map(head)}</tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
}
