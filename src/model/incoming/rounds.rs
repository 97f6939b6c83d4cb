//! Workshops, rounds, ballots, paper counts and decisions that are new. Pure.
//!
//! Must not know: what is in a ballot.

use std::collections::BTreeMap;

use domain::{CouncilId, Round, RoundId, RoundStatus, Snapshot, Workshop};

use super::{Found, Kind, Line};
use crate::i18n::incoming::{self as words, RoundStep, WorkshopStep};
use crate::routes;

/// Notes everything of a vote that is new since `before`.
pub(super) fn read(found: &mut Found<'_>, before: &Snapshot) {
    let after = found.after;
    for (former, workshop) in found.changed(&before.workshops, &after.workshops) {
        note_workshop(found, former, workshop);
    }
    for (former, round) in found.changed(&before.rounds, &after.rounds) {
        note_round(found, former, round);
    }
    note_ballots(found, before);
    for (former, count) in found.changed(&before.paper_counts, &after.paper_counts) {
        let is_correction = former.is_some() || !count.corrects.is_empty();
        let text = words::paper_count(&round_name(found, count.round), is_correction);
        let council = count
            .council
            .clone()
            .or_else(|| round_council(found, count.round));
        let href = href(found, count.round);
        found.note(
            (Kind::PaperCounts, council),
            ("paper", &count.id),
            text,
            href,
        );
    }
    for (_, made) in found.changed(&before.arbitrations, &after.arbitrations) {
        let text = words::decision(&made.subject, made.decision, &round_name(found, made.round));
        let council = round_council(found, made.round);
        let href = href(found, made.round);
        found.note(
            (Kind::Decisions, council),
            ("decision", &made.id),
            text,
            href,
        );
    }
}

/// « tour 2 de l’atelier « Gymnase » ».
fn round_name(found: &Found<'_>, id: RoundId) -> String {
    let round = found.after.rounds.get(&id);
    let workshop = round.and_then(|round| found.after.workshops.get(&round.workshop));
    let Some(workshop) = workshop else {
        return words::unknown_round().to_owned();
    };
    let rounds = found.after.rounds_of(workshop.id);
    let idx = rounds.iter().position(|round| round.id == id);
    words::round_of(idx.unwrap_or(0) + 1, workshop.title.as_str())
}

fn round_council(found: &Found<'_>, id: RoundId) -> Option<CouncilId> {
    found.only_council(found.after.rounds.get(&id)?.workshop)
}

fn href(found: &Found<'_>, id: RoundId) -> String {
    let round = found.after.rounds.get(&id);
    round.map_or_else(routes::workshops, |round| routes::workshop(round.workshop))
}

/// One line for each council of each round.
fn note_ballots(found: &mut Found<'_>, before: &Snapshot) {
    let after = found.after;
    let mut sums: BTreeMap<(RoundId, Option<CouncilId>), usize> = BTreeMap::new();
    for (_, ballot) in found.changed(&before.ballots, &after.ballots) {
        let council = ballot.council.clone();
        let council = council.or_else(|| round_council(found, ballot.round));
        *sums.entry((ballot.round, council)).or_default() += 1;
    }
    for ((round, council), n) in sums {
        let slug = council.as_ref().map(CouncilId::as_str).unwrap_or_default();
        found.lines.push(Line {
            kind: Kind::Ballots,
            key: format!("ballots {round} {slug}"),
            n,
            text: round_name(found, round),
            href: href(found, round),
            council,
        });
    }
}

fn note_workshop(found: &mut Found<'_>, former: Option<&Workshop>, workshop: &Workshop) {
    let mut steps = Vec::new();
    if let Some(former) = former {
        let is_same = |workshop: &Workshop| Workshop {
            attendance: Vec::new(),
            selection: BTreeMap::new(),
            versions: Vec::new(),
            ..workshop.clone()
        };
        let parts = [
            (
                former.attendance != workshop.attendance,
                WorkshopStep::Counted,
            ),
            (
                former.selection != workshop.selection,
                WorkshopStep::Selected,
            ),
            (former.versions != workshop.versions, WorkshopStep::Frozen),
            (is_same(former) != is_same(workshop), WorkshopStep::Edited),
        ];
        let parts = parts.into_iter().filter(|(is_changed, _)| *is_changed);
        steps.extend(parts.map(|(_, step)| step));
    } else {
        steps.push(WorkshopStep::Created);
    }
    let council = found.only_council(workshop.id);
    for step in steps {
        let text = words::workshop(step, workshop.title.as_str());
        let href = routes::workshop(workshop.id);
        let key = (step.key(), &workshop.id as &dyn std::fmt::Display);
        found.note((Kind::Workshops, council.clone()), key, text, href);
    }
}

fn note_round(found: &mut Found<'_>, former: Option<&Round>, round: &Round) {
    let mut steps = Vec::new();
    let (was, is) = (former.map(Round::status), round.status());
    if former.is_none() {
        steps.push(RoundStep::Prepared);
    }
    let was_open = was.is_some_and(|status| status > RoundStatus::Draft);
    if !was_open && is > RoundStatus::Draft {
        steps.push(RoundStep::Opened);
    }
    let is_closed = |status: RoundStatus| status >= RoundStatus::Closed;
    if is_closed(is) && !was.is_some_and(is_closed) {
        steps.push(RoundStep::Closed);
    }
    if round.revealed.len() > former.map_or(0, |it| it.revealed.len()) {
        steps.push(RoundStep::Revealed);
    }
    if let Some(former) = former {
        if !round.codes.is_subset(&former.codes) {
            steps.push(RoundStep::Coded);
        }
        if former.is_paused != round.is_paused && is.is_running() {
            let paused = [RoundStep::Resumed, RoundStep::Paused];
            steps.extend(paused.get(usize::from(round.is_paused)).copied());
        }
    }
    // Opened at once, as the first programs do: nobody prepared it apart.
    if steps.get(1) == Some(&RoundStep::Opened) {
        steps.remove(0);
    }
    if steps.is_empty() {
        steps.push(RoundStep::Changed);
    }
    let name = round_name(found, round.id);
    let council = found.only_council(round.workshop);
    for step in steps {
        let text = words::round(step, &name);
        let href = routes::workshop(round.workshop);
        let key = (step.key(), &round.id as &dyn std::fmt::Display);
        found.note((Kind::Workshops, council.clone()), key, text, href);
    }
}
