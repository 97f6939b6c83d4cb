//! The councils together: priorities as they stand now.

use domain::{
    ConsolidatedCard, ConsolidatedProposal, CouncilDots, CouncilId, FollowUp, Snapshot, consolidate,
};

use super::{columns, names, results};
use crate::table::{Cell, Column, Kind, Reference, Table, column};

/// Columns before those of the councils.
const COLUMNS: &[Column] = &[
    columns::CARD,
    columns::CARD_NAME,
    columns::RANKED_PROPOSAL,
    columns::RANKED_LABEL,
    column(
        Kind::Number,
        "rang_somme",
        "Rang (somme)",
        "Rang par la somme des gommettes, de 1\u{a0}; les ex æquo partagent un rang.",
    ),
    column(
        Kind::Number,
        "total",
        "Total",
        "Gommettes de tous les conseils.",
    ),
    column(
        Kind::Number,
        "rang_poids_egal",
        "Rang (poids égal)",
        "Rang quand chaque conseil pèse autant\u{a0}; vide si un conseil compte moins de cinq personnes.",
    ),
    column(
        Kind::Number,
        "part_moyenne_millioniemes",
        "Part moyenne (millionièmes)",
        "Moyenne des parts des conseils, en millionièmes\u{a0}; vide si un conseil compte moins de cinq personnes.",
    ),
    column(
        Kind::YesNo,
        "priorite",
        "Priorité",
        "Si la règle choisie en fait une priorité\u{a0}; vide sans règle.",
    ),
    column(
        Kind::Number,
        "total_avant",
        "Total du vote passé",
        "Gommettes du vote passé, dont les règles n’étaient pas imprimées\u{a0}; vide si elle n’y était pas.",
    ),
];

/// One row for each proposal of each card that some council has voted on, best first.
pub(super) fn priorities(snapshot: &Snapshot, follow_up: &FollowUp) -> Table {
    let councils = results::councils(snapshot);
    let mut columns = COLUMNS.to_vec();
    columns.extend(
        councils
            .iter()
            .map(|id| results::council_column(snapshot, id)),
    );
    columns.push(results::no_council_column());
    let rule = follow_up.priority_rule();
    let mut rows = Vec::new();
    for card in consolidate(snapshot).cards {
        let chosen = rule.map(|rule| card.priorities(rule));
        rows.extend(card.lines.iter().map(|line| {
            let is_priority = chosen.as_ref().map(|ids| ids.contains(&line.proposal));
            row(snapshot, &card, line, is_priority, &councils)
        }));
    }
    Table {
        name: "priorites",
        title: "Priorités",
        description: "Les conseils ensemble\u{a0}: une ligne par proposition, d’après le dernier tour révélé du dernier atelier de chaque conseil.",
        columns,
        key: &["proposition_id"],
        references: &[Reference {
            column: "proposition_id",
            table: "propositions",
            target: "proposition_id",
        }],
        rows,
    }
}

fn row(
    snapshot: &Snapshot,
    card: &ConsolidatedCard,
    line: &ConsolidatedProposal,
    is_priority: Option<bool>,
    councils: &[CouncilId],
) -> Vec<Cell> {
    let is_shown = card.shows_breakdown();
    let shown = |n: u32| if is_shown { n.into() } else { Cell::Empty };
    let mut cells = vec![
        Cell::id(&card.card),
        Cell::text(names::card_name(snapshot, &card.card)),
        Cell::id(line.proposal),
        names::label(snapshot, line.proposal),
        line.sum_rank.rank.into(),
        line.total.into(),
        shown(line.share_rank.rank),
        shown(line.mean_share_ppm),
        Cell::maybe(is_priority, Cell::YesNo),
        Cell::maybe(line.past, |past| past.dots.into()),
    ];
    let of = |is_in: &dyn Fn(Option<&CouncilId>) -> bool| {
        let parts = card.parts.iter().zip(&line.by_council);
        let own = parts.filter(|(part, _)| is_in(part.council.as_ref()));
        let dots = own.map(|(_, dots)| CouncilDots::total(dots));
        shown(dots.fold(0, u32::saturating_add))
    };
    cells.extend(councils.iter().map(|id| of(&|council| council == Some(id))));
    cells.push(of(&|council| {
        council.is_none_or(|id| !councils.contains(id))
    }));
    cells
}
