//! Answers of a search, by kind.

use leptos::prelude::*;

use super::parts::{LinkRow, Marked, anchor_href};
use super::search_text::SearchText;
use crate::components::{Button, Icon, Notice, Panel};
use crate::i18n::contract as words;
use crate::model::contract_search::{Hit, HitGroup, Search, Target};
use crate::routes;

/// What was found, or what to try when nothing was.
#[component]
pub(super) fn Results(
    /// The search.
    search: Memo<Search>,
    /// The words searched.
    typed: SearchText,
) -> impl IntoView {
    let clear = move |()| {
        typed.on_input.run(String::new());
        typed.settle.run(());
    };
    let answers = move || match search.get() {
        Search::Idle | Search::TooShort => None,
        Search::Done(groups) if groups.is_empty() => {
            let title = words::search_nothing(typed.text.get_untracked().trim());
            Some(view! { <Notice title text=words::search_nothing_next() /> }.into_any())
        }
        Search::Done(groups) => {
            let groups = groups.into_iter().map(|group| view! { <Answers group /> });
            Some(groups.collect_view().into_any())
        }
    };
    view! {
        <section
            class="flow"
            aria-label=move || words::search_results(typed.text.read().trim())
            on:click=move |_| typed.settle.run(())
        >
            {answers}
            <p class="cluster">
                <Button on_press=clear><Icon name="close" />{words::search_clear()}</Button>
            </p>
        </section>
    }
}

/// Answers of one kind.
#[component]
fn Answers(
    /// Their kind and the first of them.
    group: HitGroup,
) -> impl IntoView {
    let n_hidden = group.n_hidden();
    let hits = group.hits.into_iter().map(|hit| view! { <Answer hit /> });
    view! {
        <Panel title=words::kind_count(group.kind.heading(), group.n_found)>
            <ul class="contract-links" role="list">{hits.collect_view()}</ul>
            {(n_hidden > 0).then(|| view! { <p>{words::search_more(n_hidden)}</p> })}
        </Panel>
    }
}

/// One answer.
#[component]
fn Answer(
    /// What was found.
    hit: Hit,
) -> impl IntoView {
    let href = match hit.target {
        Target::Card(card) => routes::card(&card),
        Target::Action(seq) => routes::action(seq),
        Target::Orientation(number) => routes::orientation(number),
        Target::Contract(anchor) => anchor_href(anchor),
    };
    match hit.excerpt {
        Some(excerpt) => view! {
            <LinkRow href context=hit.context title=hit.title>
                <p><Marked fragments=excerpt /></p>
            </LinkRow>
        }
        .into_any(),
        None => view! { <LinkRow href context=hit.context title=hit.title /> }.into_any(),
    }
}
