//! The actions that are chosen, those that have not started first.

use leptos::prelude::*;

use super::{COUNT_ID, LIST_ID, Shown};
use crate::components::{FollowUpRow as Row, FollowUpView, Notice};
use crate::i18n::{contract, follow_up as words};
use crate::model::follow_up::filters::Filters;
use crate::model::follow_up::{FollowUpRow, by_step};
use crate::{platform, routes};

/// The list by step, or what to do when it is empty.
#[component]
pub(super) fn List(
    /// What the page shows.
    shown: Shown,
    /// Actions of the whole area beside the commune; `None` without a commune.
    n_more: Memo<Option<usize>>,
) -> impl IntoView {
    let groups = move || {
        let groups = by_step(&shown.rows.read()).into_iter().map(|(step, rows)| {
            let heading = words::step_count(words::step(step), rows.len());
            let rows = rows
                .iter()
                .map(|row| view! { <Row action=row_view(row) /> });
            view! {
                <h3>{heading}</h3>
                <ul class="follow-up-rows" role="list">{rows.collect_view()}</ul>
            }
        });
        groups.collect_view()
    };
    view! {
        <section class="panel" aria-labelledby=LIST_ID>
            <h2 class="panel__title follow-up-rows__title" id=LIST_ID tabindex="-1">
                {words::list()}
            </h2>
            {move || shown.rows.read().is_empty().then(|| nothing(shown, n_more.get()))}
            {groups}
        </section>
    }
}

/// No action is left; those of the whole area may help.
fn nothing(shown: Shown, n_more: Option<usize>) -> impl IntoView {
    let more = n_more.filter(|n| *n > 0 && !shown.filters.read().with_whole);
    match more {
        None => view! { <Notice title=words::nothing() text=words::nothing_next() /> }.into_any(),
        Some(n) => {
            let href = Shown::href(&Filters {
                with_whole: true,
                ..shown.filters.get()
            });
            view! {
                <Notice title=words::nothing() text=words::nothing_alone(n)>
                    <a
                        class="button"
                        data-kind="primary"
                        href=href
                        on:click=|_| platform::focus(COUNT_ID)
                    >
                        {words::add_whole()}
                    </a>
                </Notice>
            }
            .into_any()
        }
    }
}

fn row_view(row: &FollowUpRow) -> FollowUpView {
    let place = row.perimeter.as_deref().unwrap_or(words::no_place());
    let marks = [
        (row.is_conflict, ("warning", words::conflict())),
        (row.is_overdue, ("wait", words::overdue())),
        (row.is_asked, ("people", words::asked())),
    ];
    FollowUpView {
        href: routes::action(row.seq),
        code: contract::action_code(row.code.as_deref()),
        label: row.label.to_string(),
        step: row.step,
        pill: row.pill_words(),
        printed: row.words_beside_pill().map(|text| words::printed(&text)),
        place: place.to_owned(),
        last_news: row
            .last_news
            .map_or_else(|| words::no_news().to_owned(), platform::day_in_words),
        marks: marks
            .into_iter()
            .filter_map(|(is_marked, mark)| is_marked.then_some(mark))
            .collect(),
    }
}
