//! Where the numbers of a proposal come from, unfolded below its row.

use domain::ProposalId;
use leptos::prelude::*;

use crate::components::Sticker;
use crate::i18n::{parts as parts_words, priorities as words, workshop};
use crate::model::priorities::origins::{CouncilOrigin, OriginRound, Origins, Split};
use crate::{platform, routes};

/// A row that unfolds; what it holds is worked out when it opens.
#[component]
pub(super) fn OriginRow(
    /// The proposal.
    proposal: ProposalId,
    /// Ends the name of what unfolds: the wording of the proposal.
    name: String,
    /// Columns of the table.
    n_columns: usize,
    /// Says where its numbers come from.
    where_from: Callback<ProposalId, Option<Origins>>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let shown = move || {
        let found = is_open.get().then(|| where_from.run(proposal)).flatten();
        found.map(|origins| view! { <Shown origins /> })
    };
    view! {
        <tr class="sum-table__origin" role="row">
            <td role="cell" colspan=n_columns.to_string()>
                <details on:toggle:target=move |event| is_open.set(event.target().open())>
                    <summary>
                        {words::origin()}
                        <span class="visually-hidden">{name}</span>
                    </summary>
                    {shown}
                </details>
            </td>
        </tr>
    }
}

#[component]
fn Shown(origins: Origins) -> impl IntoView {
    let councils = origins.councils.iter().cloned();
    let councils: Vec<_> = councils
        .map(|origin| view! { <OfCouncil origin /> })
        .collect();
    let parts = if councils.is_empty() {
        view! { <Together split=origins.together rounds=origins.rounds /> }.into_any()
    } else {
        view! { <ul class="sum-table__parts" role="list">{councils}</ul> }.into_any()
    };
    let mean = (origins.shares.len() > 1).then(|| {
        let shares = origins.shares.iter().map(|share| words::percent(*share));
        let shares: Vec<String> = shares.collect();
        let mean = words::percent(origins.mean_share_ppm);
        view! { <p>{words::mean(&shares, &mean)}</p> }
    });
    let decisions = origins.decisions.iter().map(|made| {
        let minute = platform::long_minute(made.at);
        let text = words::decided(&made.subject, made.decision, &made.reason, &minute);
        view! { <li>{text}</li> }
    });
    let decisions = if origins.decisions.is_empty() {
        view! { <p>{words::no_decision()}</p> }.into_any()
    } else {
        view! { <p>{words::decisions()}</p><ul>{decisions.collect_view()}</ul> }.into_any()
    };
    let past = origins.past.map(|(round, dots)| {
        let year = round.date.year().to_string();
        let text = words::past_dots(&year, &parts_words::dots(dots));
        view! { <div><p>{text}</p><Rounds rounds=vec![round] /></div> }
    });
    view! { <div class="flow">{parts}{mean}{past}{decisions}</div> }
}

/// What one council brings.
#[component]
fn OfCouncil(origin: CouncilOrigin) -> impl IntoView {
    let share = origin.share_ppm.map(|share| {
        let dots = origin.split.tablet.saturating_add(origin.split.paper);
        let text = words::share(dots, origin.n_dots, &words::percent(share));
        view! { <br />{text} }
    });
    let place = origin.rank.map(|rank| {
        let place = words::place(rank.rank, rank.is_tied);
        view! { <br />{words::its_place(&place)} }
    });
    view! {
        <li>
            <p>
                <Sticker council=origin.council.look />" "
                <strong>{origin.council.name}</strong>
                <br />
                <SplitWords split=origin.split />
                {share}
                {place}
            </p>
            <Rounds rounds=origin.rounds />
        </li>
    }
}

/// The same where councils may not be told apart.
#[component]
fn Together(split: Split, rounds: Vec<OriginRound>) -> impl IntoView {
    view! {
        <div>
            <p><strong>{words::all_together()}</strong><br /><SplitWords split /></p>
            <Rounds rounds />
        </div>
    }
}

#[component]
fn SplitWords(split: Split) -> impl IntoView {
    let grouped = (!split.originals.is_empty())
        .then(|| view! { <br />{workshop::groups_proposals(&split.originals)} });
    view! { {words::split(split.tablet, split.paper)} {grouped} }
}

#[component]
fn Rounds(rounds: Vec<OriginRound>) -> impl IntoView {
    let links = rounds.into_iter().map(|round| {
        let day = platform::date_in_words(round.date);
        let name = words::workshop_named(&round.title, &day, round.number);
        view! { <li><a href=routes::workshop(round.workshop)>{name}</a></li> }
    });
    view! { <ul class="sum-table__rounds" role="list">{links.collect_view()}</ul> }
}
