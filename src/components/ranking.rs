//! Results of one card, most dots first.

use leptos::prelude::*;

use super::{CouncilBadge, CouncilLook, Sticker};
use crate::i18n::parts;

/// More dots than this are drawn as a bar and a number only.
pub const RANKING_DOTS_MAX: u32 = 12;

/// One proposal with its dots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RankRow {
    /// Rank from 1; equal totals share it (1, 1, 3).
    pub rank: u32,
    /// True when another row has the same rank.
    pub is_tied: bool,
    /// What the proposal says.
    pub label: String,
    /// Sum of the dots that count.
    pub total: u32,
    /// Dots per council, in the order to draw. Empty when no breakdown may show.
    pub by_council: Vec<(CouncilBadge, u32)>,
    /// A short line under the label, such as a grouping; absent when there is none.
    pub note: Option<String>,
}

/// An ordered list of proposals, readable without colour, drawing or sight.
#[component]
pub fn Ranking(
    /// Rows in the order to show.
    #[prop(into)]
    rows: Signal<Vec<RankRow>>,
    /// True to let the rows arrive from the last to the first, as on a stage.
    #[prop(optional)]
    reveal: bool,
) -> impl IntoView {
    let list = move || {
        rows.with(|rows| {
            let most = rows.iter().map(|row| row.total).max().unwrap_or(0).max(1);
            let n_rows = rows.len();
            rows.iter()
                .enumerate()
                .map(|(row_idx, row)| {
                    view! { <Row row=row.clone() most from_end=n_rows - row_idx /> }
                })
                .collect_view()
        })
    };
    view! { <ol class="ranking" role="list" data-reveal=reveal>{list}</ol> }
}

#[component]
fn Row(row: RankRow, most: u32, from_end: usize) -> impl IntoView {
    let share = f64::from(row.total) / f64::from(most);
    view! {
        <li class="ranking__row" data-first={row.rank == 1} style:--from-end=from_end.to_string()>
            <p class="ranking__rank">
                <span class="visually-hidden">{parts::rank(row.rank)}</span>
                <span class="ranking__number" aria-hidden="true">{row.rank}</span>
                {row.is_tied.then(|| view! {
                    " " <span class="ranking__tied">{parts::tied()}</span>
                })}
            </p>
            <div class="ranking__what">
                <p class="ranking__label">{row.label.clone()}</p>
                {row.note.clone().map(|note| view! { <p class="ranking__note">{note}</p> })}
                <div class="ranking__bar" aria-hidden="true">
                    <span class="ranking__fill" style:--share=format!("{share:.3}")></span>
                </div>
                <div class="ranking__dots">
                    <Drawn row=row.clone() />
                    <Breakdown by_council=row.by_council />
                </div>
            </div>
            <p class="ranking__total">
                <span class="ranking__sum">{row.total}</span>
                " "
                <span class="ranking__unit">{parts::dots_unit(row.total)}</span>
            </p>
        </li>
    }
}

#[component]
fn Drawn(row: RankRow) -> impl IntoView {
    if row.total == 0 || row.total > RANKING_DOTS_MAX {
        return None;
    }
    let councils: Vec<CouncilLook> = if row.by_council.is_empty() {
        vec![CouncilLook::default(); row.total as usize]
    } else {
        row.by_council
            .iter()
            .flat_map(|(council, count)| std::iter::repeat_n(council.look, *count as usize))
            .collect()
    };
    let stickers = councils
        .into_iter()
        .enumerate()
        .map(|(dot_idx, council)| {
            view! {
                <span class="ranking__dot" style:--order=dot_idx.to_string()>
                    <Sticker council />
                </span>
            }
        })
        .collect_view();
    Some(view! { <span class="ranking__stickers">{stickers}</span> })
}

#[component]
fn Breakdown(by_council: Vec<(CouncilBadge, u32)>) -> impl IntoView {
    let parts = by_council
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(council, count)| {
            let text = parts::council_share(&council.name, count);
            view! { <li class="ranking__share"><Sticker council=council.look />{text}</li> }
        })
        .collect::<Vec<_>>();
    (!parts.is_empty()).then(|| view! { <ul class="ranking__shares" role="list">{parts}</ul> })
}
