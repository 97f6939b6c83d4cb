//! `/ateliers/{id}/compte-rendu`: the report of a workshop, made to be printed.

use domain::{Decision, WorkshopId};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::components::{Button, Icon, PageHead, Panel};
use crate::i18n::{report as words, shell, workshop};
use crate::model::report::{ReportCard, ReportLine, ReportModel, ReportRound, build_report};
use crate::model::workshop_arbitration::{ArbitrationModel, DecisionModel};
use crate::pages::NotFoundPage;
use crate::pages::workshop::version_words;
use crate::replica::use_replica;
use crate::{platform, routes};

/// The report, or a friendly word when the workshop is unknown.
#[component]
pub fn ReportPage() -> impl IntoView {
    let replica = use_replica();
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id")?.parse::<WorkshopId>().ok());
    let model = Memo::new(move |_| build_report(&replica.snapshot().read(), id.get()?));
    move || match model.get() {
        Some(model) => view! { <Report model /> }.into_any(),
        None => view! { <NotFoundPage /> }.into_any(),
    }
}

#[component]
fn Report(model: ReportModel) -> impl IntoView {
    platform::set_title(&shell::tab_title(&format!(
        "{} – {}",
        words::title(),
        model.row.title
    )));
    let has_rounds = !model.rounds.is_empty();
    let back = (routes::workshop(model.row.id), words::back().to_owned());
    let title = model.row.title.clone();
    let rounds = model.rounds.clone();
    let remarks = remarks(&model);
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <PageHead title eyebrow=words::title() lead=words::consultation() back>
                <Button on_press=|()| platform::print()><Icon name="print" />{words::print()}</Button>
            </PageHead>
            <Facts model />
            {(!has_rounds).then(|| view! { <p>{words::no_round()}</p> })}
            {rounds.into_iter().map(|round| view! { <RoundReport round /> }).collect_view()}
            {remarks}
        </main>
    }
}

/// What people said, in their words.
fn remarks(model: &ReportModel) -> Option<impl IntoView + use<>> {
    let (remarks, n_hidden) = (model.remarks.clone(), model.n_hidden_remarks);
    let has_some = !remarks.is_empty() || n_hidden > 0;
    has_some.then(|| {
        let rows = remarks.into_iter().map(|remark| {
            view! { <li><strong>{remark.about}</strong>" : "{remark.text}</li> }
        });
        view! {
            <Panel title=words::remarks()>
                <ul>{rows.collect_view()}</ul>
                {(n_hidden > 0).then(|| view! { <p>{words::hidden_remarks(n_hidden)}</p> })}
            </Panel>
        }
    })
}

/// What the workshop was, and which version of the document this shows.
#[component]
fn Facts(model: ReportModel) -> impl IntoView {
    let replica = use_replica();
    let councils: Vec<String> = model
        .row
        .councils
        .iter()
        .map(|council| council.name.clone())
        .collect();
    let versions = if model.versions.is_empty() {
        words::no_version().to_owned()
    } else {
        let named = (1..).zip(&model.versions);
        let named = named.map(|(number, version)| version_words(number, version));
        named.collect::<Vec<_>>().join(" ")
    };
    let rules = model
        .rules
        .map_or_else(|| words::no_rules().to_owned(), workshop::rules_sentence);
    view! {
        <Panel title=words::workshop()>
            <dl>
                <dt>{words::date()}</dt>
                <dd>{platform::long_date(model.row.date)}</dd>
                <dt>{words::place()}</dt>
                <dd>{model.row.place.unwrap_or_else(|| words::no_place().to_owned())}</dd>
                <dt>{words::councils()}</dt>
                <dd>{councils.join(", ")}</dd>
                <dt>{words::rules()}</dt>
                <dd>{rules} " " {workshop::cards_on_table(&model.card_names)}</dd>
                <dt>{words::present()}</dt>
                <dd>{words::attendance(&model.attendance)}</dd>
                <dt>{words::versions()}</dt>
                <dd>{versions}</dd>
                <dt>{words::fingerprint()}</dt>
                <dd>{move || replica.fingerprint().get()}</dd>
            </dl>
        </Panel>
    }
}

#[component]
fn RoundReport(round: ReportRound) -> impl IntoView {
    let mut facts = vec![words::people(round.participation)];
    facts.extend(round.participation.facts());
    facts.extend(round.rules.map(workshop::rules_sentence));
    let (n_codes, n_void) = round.n_codes;
    if n_codes > 0 {
        facts.push(words::codes(n_codes, n_void));
    }
    if round.n_not_counted > 0 {
        facts.push(words::not_counted(round.n_not_counted));
    }
    let facts = facts
        .into_iter()
        .map(|fact| view! { <li>{fact}</li> })
        .collect_view();
    let cards = round
        .cards
        .into_iter()
        .map(|card| view! { <CardReport card /> })
        .collect_view();
    view! {
        <Panel title=format!("{} – {}", workshop::round_number(round.number), workshop::stage(Some(round.status)))>
            <ul>{facts}</ul>
            {cards}
            <Decisions arbitration=round.arbitration />
        </Panel>
    }
}

#[component]
fn CardReport(card: ReportCard) -> impl IntoView {
    let table = match card.lines {
        None => view! { <p>{words::hidden()}</p> }.into_any(),
        Some(lines) if lines.is_empty() => {
            view! { <p>{workshop::card_without_dots()}</p> }.into_any()
        }
        Some(lines) => {
            let without = (!card.without_dots.is_empty())
                .then(|| view! { <p>{words::without_dots(&card.without_dots)}</p> });
            view! { <Table lines />{without} }.into_any()
        }
    };
    view! {
        <section class="flow" aria-label=card.name.clone()>
            <h3>{card.name.clone()}</h3>
            {table}
        </section>
    }
}

/// One line per proposal, and the sum, which anyone can add up again.
///
/// On a phone a line is two, and no longer a table for the browser: the roles say that it
/// still is one.
#[component]
fn Table(lines: Vec<ReportLine>) -> impl IntoView {
    let sum = |part: fn(&ReportLine) -> u32| lines.iter().map(part).fold(0, u32::saturating_add);
    let sums = [
        sum(|line| line.tablet),
        sum(|line| line.paper),
        sum(|line| line.total),
    ];
    let heads =
        words::columns().map(|head| view! { <th scope="col" role="columnheader">{head}</th> });
    let [.., tablet, paper, total] = words::columns();
    let number = |head: &'static str, n: u32| view! { <td role="cell" data-label=head>{n}</td> };
    let rows = lines.into_iter().map(|line| {
        let originals = (!line.originals.is_empty())
            .then(|| view! { <br />{workshop::groups_proposals(&line.originals)} });
        view! {
            <tr role="row">
                <td role="cell">{words::rank(line.rank, line.is_tied)}</td>
                <th scope="row" role="rowheader">{line.label}{originals}</th>
                {number(tablet, line.tablet)}
                {number(paper, line.paper)}
                {number(total, line.total)}
            </tr>
        }
    });
    view! {
        <table class="report-table" data-stack role="table">
            <thead role="rowgroup"><tr role="row">{heads}</tr></thead>
            <tbody role="rowgroup">{rows.collect_view()}</tbody>
            <tfoot role="rowgroup">
                <tr role="row">
                    <td role="cell"></td>
                    <th scope="row" role="rowheader">{words::sum()}</th>
                    {number(tablet, sums[0])}
                    {number(paper, sums[1])}
                    {number(total, sums[2])}
                </tr>
            </tfoot>
        </table>
    }
}

/// Late ballots and doubles, and what was decided about them.
#[component]
fn Decisions(arbitration: ArbitrationModel) -> impl IntoView {
    if arbitration.is_empty() {
        return None;
    }
    let late = arbitration.late.map(|late| {
        let made: Vec<_> = late
            .decisions
            .iter()
            .map(|made| decided(made, None))
            .collect();
        entry(workshop::late_ballots(late.n_late), &made)
    });
    let doubles = arbitration.doubles.into_iter().map(|double| {
        let made = double.decisions.iter().map(|made| {
            let kept = double
                .ballots
                .iter()
                .position(|ballot| made.decision == Decision::Keep(ballot.id));
            decided(made, kept.map(|idx| idx + 1))
        });
        let name = words::double(&double.voter, double.ballots.len());
        entry(name, &made.collect::<Vec<_>>())
    });
    let entries: Vec<_> = late.into_iter().chain(doubles).collect();
    Some(view! {
        <section class="flow">
            <h3>{words::decisions()}</h3>
            <ul>{entries}</ul>
        </section>
    })
}

fn decided(made: &DecisionModel, kept: Option<usize>) -> String {
    let minute = platform::long_minute(made.decided_at);
    format!(
        "{} {}",
        workshop::decision(made.decision, kept),
        workshop::decision_reason(&made.reason, &minute)
    )
}

fn entry(name: String, made: &[String]) -> impl IntoView + use<> {
    let what = if made.is_empty() {
        workshop::undecided().to_owned()
    } else {
        made.join(" ")
    };
    view! { <li>{name} " " <strong>{what}</strong></li> }
}
