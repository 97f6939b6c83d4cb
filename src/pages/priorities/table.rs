//! Every number of a card in a table; each row unfolds where its numbers come from.

use domain::{PastResult, ProposalId, Rank};
use leptos::prelude::*;

use super::origin::OriginRow;
use crate::components::{CouncilBadge, Icon, Sticker};
use crate::i18n::{priorities as words, workshop};
use crate::model::priorities::origins::Origins;
use crate::model::priorities::{PriorityCard, PriorityRow};

/// The columns of a card's table.
#[derive(Clone)]
struct Columns {
    councils: Vec<CouncilBadge>,
    /// Head of the column of the past; `None` without one.
    past: Option<String>,
}

impl Columns {
    /// All of them, to span a row.
    fn count(&self) -> usize {
        let weighed = if self.councils.is_empty() { 0 } else { 2 };
        3 + weighed + self.councils.len() + usize::from(self.past.is_some())
    }
}

/// The table; on a phone its rows become slips.
///
/// It is then no longer a table for the browser: the roles say that it still is one.
#[component]
pub(super) fn SumTable(
    /// The card.
    card: PriorityCard,
    /// Says where the numbers of a proposal come from; paper has no use for it.
    #[prop(optional, into)]
    where_from: Option<Callback<ProposalId, Option<Origins>>>,
) -> impl IntoView {
    if card.rows.is_empty() {
        return view! { <p>{workshop::card_without_dots()}</p> }.into_any();
    }
    let past = card.past_date;
    let columns = Columns {
        councils: card.councils.clone(),
        past: past.map(|date| words::past_column(&date.year().to_string())),
    };
    let n_columns = columns.count();
    let name = words::table_name(&card.name);
    let rows = card.rows.into_iter().map(|row| {
        let origin = where_from.map(|where_from| {
            let (proposal, name) = (row.proposal, words::origin_of(&row.label));
            view! { <OriginRow proposal name n_columns where_from /> }
        });
        view! { <Row row columns=columns.clone() /> {origin} }
    });
    let rows = rows.collect_view();
    view! {
        <div class="scroll">
            <table
                class="sum-table"
                style:--sum-columns=(n_columns - 1).to_string()
                data-stack
                role="table"
                aria-label=name
            >
                <thead role="rowgroup"><Heads columns /></thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Heads(columns: Columns) -> impl IntoView {
    let n_own = if columns.councils.is_empty() { 3 } else { 5 };
    let own = words::columns().into_iter().take(n_own);
    let own = own.map(|head| view! { <th scope="col" role="columnheader">{head}</th> });
    let councils = columns.councils.into_iter().map(|council| {
        view! {
            <th scope="col" role="columnheader">
                <Sticker council=council.look />" "{council.name}
            </th>
        }
    });
    let past = columns.past;
    let past = past.map(|head| view! { <th scope="col" role="columnheader">{head}</th> });
    view! { <tr role="row">{own.collect_view()}{councils.collect_view()}{past}</tr> }
}

#[component]
fn Row(row: PriorityRow, columns: Columns) -> impl IntoView {
    let [_, sum_place, dots, share_place, share] = words::columns();
    let cell = |head: String, text: String| {
        view! { <td role="cell" data-label=head>{text}</td> }
    };
    let place = |rank: Rank| words::place(rank.rank, rank.is_tied);
    let weighed = (!columns.councils.is_empty()).then(|| {
        view! {
            {cell(share_place.to_owned(), place(row.share_rank))}
            {cell(share.to_owned(), words::percent(row.mean_share_ppm))}
        }
    });
    let councils = columns.councils.iter().zip(&row.cells);
    let councils = councils.map(|(council, (dots, rank))| {
        let text = words::dots_and_place(*dots, rank.map(place));
        cell(council.name.clone(), text)
    });
    let councils = councils.collect_view();
    let past = columns.past.map(|head| past_cell(head, row.past));
    let star = row.is_priority.then(|| {
        view! {
            " "
            <span class="sum-table__star"><Icon name="star" />{words::priority()}</span>
        }
    });
    view! {
        <tr role="row" data-priority=row.is_priority.then_some("")>
            <th scope="row" role="rowheader">{row.label}{star}</th>
            {cell(sum_place.to_owned(), place(row.sum_rank))}
            {cell(dots.to_owned(), row.total.to_string())}
            {weighed}
            {councils}
            {past}
        </tr>
    }
}

fn past_cell(head: String, past: Option<PastResult>) -> impl IntoView {
    let text = past.map(|past| {
        let place = words::place(past.rank.rank, past.rank.is_tied);
        words::dots_and_place(past.dots, (past.dots > 0).then_some(place))
    });
    let shown = text.map_or_else(
        || {
            view! {
                <span aria-hidden="true">{words::not_there()}</span>
                <span class="visually-hidden">{words::not_there_words()}</span>
            }
            .into_any()
        },
        IntoAny::into_any,
    );
    view! { <td role="cell" data-label=head>{shown}</td> }
}
