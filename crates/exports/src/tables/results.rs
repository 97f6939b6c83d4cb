//! Results of revealed cards, and the decisions that they rest on.

use std::collections::BTreeSet;

use domain::{
    Arbitration, CouncilId, DotsBySource, Groups, RankedProposal, Snapshot, groups, ranking,
};

use super::{columns, names};
use crate::disclosure::{RoundVotes, Votes};
use crate::table::{Cell, Column, Kind, Reference, Table, column};
use crate::words;

/// Columns of `resultats`, before those of the councils.
const RESULT_COLUMNS: &[Column] = &[
    columns::ROUND,
    columns::CARD,
    columns::CARD_NAME,
    column(
        Kind::Number,
        "rang",
        "Rang",
        "Rang sur la carte, de 1\u{a0}; les ex æquo partagent un rang et les suivants sont sautés.",
    ),
    column(
        Kind::YesNo,
        "ex_aequo",
        "Ex æquo",
        "Si le rang est partagé.",
    ),
    columns::RANKED_PROPOSAL,
    columns::RANKED_LABEL,
    column(
        Kind::Number,
        "tablette",
        "Tablette",
        "Gommettes placées sur tablette.",
    ),
    column(
        Kind::Number,
        "papier",
        "Papier",
        "Gommettes comptées sur papier.",
    ),
    column(
        Kind::Number,
        "total",
        "Total",
        "Toutes les gommettes du groupe.",
    ),
];

/// Columns of `arbitrages`.
const ARBITRATION_COLUMNS: &[Column] = &[
    column(
        Kind::Id,
        "arbitrage_id",
        "Arbitrage",
        "Identifiant de l’arbitrage.",
    ),
    columns::ROUND,
    column(Kind::Words, "sujet", "Sujet", "Sur quoi porte la décision."),
    column(Kind::Words, "decision", "Décision", "Ce qui a été décidé."),
    column(Kind::Passage, "motif", "Motif", "Pourquoi."),
    column(
        Kind::YesNo,
        "en_vigueur",
        "En vigueur",
        "Non si une décision plus récente la remplace.",
    ),
    column(
        Kind::Minute,
        "decide_a",
        "Décidé à (UTC)",
        "Minute de la décision.",
    ),
];

/// One row for each proposal of each revealed card, best first.
pub(super) fn results(snapshot: &Snapshot, votes: &Votes) -> Table {
    let groups = groups(&snapshot.proposals);
    let councils = councils(snapshot);
    let mut columns = RESULT_COLUMNS.to_vec();
    columns.extend(councils.iter().map(|id| council_column(snapshot, id)));
    columns.push(no_council_column());
    let mut rows = Vec::new();
    for votes in votes.revealed() {
        push_round(snapshot, &groups, &councils, votes, &mut rows);
    }
    Table {
        name: "resultats",
        title: "Résultats",
        description: "Une ligne par proposition de chaque carte révélée, la première d’abord. Les propositions regroupées sont additionnées.",
        columns,
        key: &["tour_id", "proposition_id"],
        references: &[
            Reference {
                column: "tour_id",
                table: "tours",
                target: "tour_id",
            },
            Reference {
                column: "proposition_id",
                table: "propositions",
                target: "proposition_id",
            },
        ],
        rows,
    }
}

/// Councils of the contract, each once.
pub(super) fn councils(snapshot: &Snapshot) -> Vec<CouncilId> {
    let mut seen = BTreeSet::new();
    let councils = snapshot.contract.councils.iter().map(|it| &it.id);
    councils.filter(|id| seen.insert(*id)).cloned().collect()
}

pub(super) fn council_column(snapshot: &Snapshot, id: &CouncilId) -> Column {
    let name = names::council_name(snapshot, id);
    Column {
        // A slug has no underscore: two never give one name.
        name: format!("conseil_{}", id.as_str().replace('-', "_")).into(),
        description: format!(
            "Gommettes du conseil citoyen {name}\u{a0}; vide si un conseil compte moins de cinq personnes."
        )
        .into(),
        title: name.into(),
        kind: Kind::Number,
    }
}

pub(super) const fn no_council_column() -> Column {
    column(
        Kind::Number,
        "sans_conseil",
        words::NO_COUNCIL,
        "Gommettes sans conseil, ou de plusieurs conseils ensemble\u{a0}; vide si un conseil compte moins de cinq personnes.",
    )
}

fn push_round(
    snapshot: &Snapshot,
    groups: &Groups,
    councils: &[CouncilId],
    votes: &RoundVotes,
    rows: &mut Vec<Vec<Cell>>,
) {
    for card in votes.cards() {
        let lines = ranking(
            snapshot,
            groups,
            card,
            &votes.round.proposals,
            &[&votes.count],
        );
        rows.extend(lines.iter().map(|line| {
            let mut cells = vec![
                Cell::id(votes.round.id),
                Cell::id(card),
                Cell::text(names::card_name(snapshot, card)),
                line.rank.rank.into(),
                line.rank.is_tied.into(),
                Cell::id(line.proposal),
                names::label(snapshot, line.proposal),
                sum(line, |source| source.tablet),
                sum(line, |source| source.paper),
                line.total.into(),
            ];
            cells.extend(breakdown(votes, councils, line));
            cells
        }));
    }
}

fn sum(line: &RankedProposal, dots: impl Fn(&DotsBySource) -> u32) -> Cell {
    let parts = line.sources.iter().map(dots);
    parts.fold(0_u32, u32::saturating_add).into()
}

/// Dots of each council, then those of none that the contract knows.
fn breakdown(votes: &RoundVotes, councils: &[CouncilId], line: &RankedProposal) -> Vec<Cell> {
    let of = |is_in: &dyn Fn(Option<&CouncilId>) -> bool| {
        if !votes.is_breakdown_told {
            return Cell::Empty;
        }
        sum(line, |source| {
            if is_in(source.council.as_ref()) {
                source.tablet.saturating_add(source.paper)
            } else {
                0
            }
        })
    };
    let mut cells: Vec<Cell> = councils
        .iter()
        .map(|id| of(&|council| council == Some(id)))
        .collect();
    cells.push(of(&|council| {
        council.is_none_or(|id| !councils.contains(id))
    }));
    cells
}

/// One row for each decision.
pub(super) fn arbitrations(snapshot: &Snapshot) -> Table {
    let mut all: Vec<&Arbitration> = snapshot.arbitrations.values().map(AsRef::as_ref).collect();
    all.sort_by_key(|it| (it.decided_at, it.id));
    let rows = all.iter().map(|it| {
        let mut others = all.iter();
        let is_replaced = others.any(|other| {
            other.id != it.id && other.subject == it.subject && other.supersedes.contains(&it.id)
        });
        vec![
            Cell::id(it.id),
            names::round(snapshot, it.round),
            Cell::text(words::subject(&it.subject)),
            Cell::text(words::decision(it.decision)),
            Cell::text(it.reason.as_str()),
            (!is_replaced).into(),
            it.decided_at.into(),
        ]
    });
    Table {
        name: "arbitrages",
        title: "Arbitrages",
        description: "Un arbitrage par ligne\u{a0}: ce qui a été décidé de bulletins en double, tardifs ou à écarter. Les bulletins ne sont pas nommés. Les heures sont en temps universel.",
        columns: ARBITRATION_COLUMNS.to_vec(),
        key: &["arbitrage_id"],
        references: &[Reference {
            column: "tour_id",
            table: "tours",
            target: "tour_id",
        }],
        rows: rows.collect(),
    }
}
