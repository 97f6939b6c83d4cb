//! `/suivi/annexe`: where every action stands, made to be printed.

use leptos::prelude::*;

use crate::components::{Button, Icon, PageHead, Panel, StatusPill};
use crate::i18n::{contract, follow_up as words, shell};
use crate::model::follow_up::annex::{AnnexPart, AnnexRow, build_annex};
use crate::replica::use_replica;
use crate::{platform, routes};

/// One table for each orientation, with the version of the document it shows.
#[component]
pub fn AnnexPage() -> impl IntoView {
    platform::set_title(&shell::tab_title(words::annex_title()));
    let replica = use_replica();
    let parts = Memo::new(move |_| build_annex(&replica.snapshot().read()));
    let today = platform::date_in_words(platform::today());
    let shown = move || parts.get().into_iter().map(part_view).collect_view();
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <PageHead
                title=words::annex_title()
                lead=words::annex_lead(&today)
                back=(routes::follow_up(), words::title().to_owned())
            >
                <Button on_press=|()| platform::print()><Icon name="print" />{words::print()}</Button>
            </PageHead>
            <p>{move || words::annex_fingerprint(&replica.fingerprint().read())}</p>
            {shown}
        </main>
    }
}

fn part_view(part: AnnexPart) -> impl IntoView {
    let title = words::annex_orientation(part.orientation, &part.title);
    let rows = part.rows.into_iter().map(row_view).collect_view();
    view! {
        <Panel title=title>
            <p>{part.theme.to_string()}</p>
            <table class="annex-table" data-stack role="table">
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{words::annex_action()}</th>
                        <th role="columnheader" scope="col">{words::annex_place()}</th>
                        <th role="columnheader" scope="col">{words::annex_printed()}</th>
                        <th role="columnheader" scope="col">{words::annex_now()}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </Panel>
    }
}

fn row_view(row: AnnexRow) -> impl IntoView {
    let place = row.perimeter.as_deref().unwrap_or(words::no_place());
    let said = row
        .last_news
        .map(|at| view! { <br /><small>{platform::day_in_words(at)}</small> });
    let texts = [
        (row.detail, Some(words::annex_detail())),
        (row.outlook, Some(words::annex_outlook())),
        (row.next_step, Some(words::annex_next())),
    ];
    let texts = texts.into_iter().filter_map(|(text, name)| {
        let text = text?;
        let name = name.map(|name| view! { <strong>{name}</strong>" " });
        Some(view! { <p class="typed">{name}{text.to_string()}</p> })
    });
    let texts: Vec<_> = texts.collect();
    let texts = (!texts.is_empty()).then(|| {
        view! {
            <tr role="row" class="annex-table__texts">
                <td role="cell" colspan="4">{texts}</td>
            </tr>
        }
    });
    let is_printed = !row.printed.is_empty();
    let printed = if is_printed {
        row.printed.to_string()
    } else {
        words::annex_nothing_printed().to_owned()
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                {contract::action_code(row.code.as_deref())}
                <br />
                {row.label.to_string()}
            </th>
            <td role="cell" data-label=words::annex_place()>{place.to_owned()}</td>
            <td role="cell" data-label=words::annex_printed()>{printed}</td>
            <td role="cell" data-label=words::annex_now()>
                <StatusPill step=row.step printed=String::new() />
                {said}
            </td>
        </tr>
        {texts}
    }
}
