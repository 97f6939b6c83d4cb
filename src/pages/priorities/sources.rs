//! What the sum is made of, how it is made, and what shows before there is one.

use leptos::prelude::*;

use crate::components::{ButtonKind, CouncilLegend, LinkButton, Notice, Panel, Pictogram, Ranking};
use crate::i18n::{parts, priorities as words};
use crate::model::priorities::{PrioritiesModel, SourceRow, past_votes};
use crate::replica::use_replica;
use crate::{platform, routes};

/// Workshops that count, and councils that have not voted.
#[component]
pub(super) fn Sources(
    /// What the page shows.
    model: Memo<PrioritiesModel>,
) -> impl IntoView {
    let rows = move || {
        let model = model.read();
        let rows = model.sources.iter().cloned();
        rows.map(|row| view! { <Source row /> }).collect_view()
    };
    let missing = move || {
        let model = model.read();
        if model.missing.is_empty() {
            words::all_voted().to_owned()
        } else {
            words::not_yet(&model.missing)
        }
    };
    let nameless = move || {
        let has_nameless = model.read().has_nameless;
        has_nameless
            .then(|| view! { <Notice title=words::nameless() text=words::nameless_lead() /> })
    };
    view! {
        <Panel title=words::sources_title()>
            <p>{words::sources_lead()}</p>
            <ul class="priorities__sources" role="list">{rows}</ul>
            <p><strong>{missing}</strong></p>
            {nameless}
        </Panel>
    }
}

/// One round that counts.
#[component]
pub(super) fn Source(
    /// The round.
    row: SourceRow,
) -> impl IntoView {
    let day = platform::date_in_words(row.date);
    let name = words::workshop_named(&row.title, &day, row.round_number);
    view! {
        <li class="priorities__source">
            <a href=routes::workshop(row.workshop)>{name}</a>
            <CouncilLegend councils=row.councils />
            <p>{words::people(row.n_tablet, row.n_paper)}</p>
        </li>
    }
}

/// The two ways of putting councils together, in words.
#[component]
pub(super) fn Ways() -> impl IntoView {
    let ways = words::ways().map(|(name, text)| view! { <dt>{name}</dt><dd>{text}</dd> });
    view! {
        <Panel title=words::ways_title()>
            <dl class="contract-terms">{ways}</dl>
            <p>{words::ways_apart()}</p>
        </Panel>
    }
}

/// Before anything is revealed: what to wait for, and the vote of the past.
#[component]
pub(super) fn Nothing() -> impl IntoView {
    let snapshot = use_replica().snapshot();
    let votes = Memo::new(move |_| past_votes(&snapshot.read()));
    let past = move || {
        let votes = votes.get();
        let year = votes.iter().map(|(.., vote)| vote.date.year()).max()?;
        let cards = votes.into_iter().map(|(name, look, vote)| {
            let dots = vote.rows.iter().map(|row| row.total);
            let dots = parts::dots(dots.fold(0, u32::saturating_add));
            view! {
                <details data-card=look.color()>
                    <summary>
                        <span class="priorities__small"><Pictogram card=look small=true /></span>
                        " "{name}" – "{dots}
                    </summary>
                    <Ranking rows=vote.rows />
                </details>
            }
        });
        let cards = cards.collect_view();
        Some(view! { <Panel title=words::past_title(&year.to_string())><div>{cards}</div></Panel> })
    };
    view! {
        <Notice title=words::nothing_title() text=words::nothing_text()>
            <LinkButton href=routes::workshops() kind=ButtonKind::Primary>
                {words::see_workshops()}
            </LinkButton>
        </Notice>
        {past}
    }
}
