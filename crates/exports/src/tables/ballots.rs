//! Ballots and paper counts of revealed cards.
//!
//! A ballot is a number in its round: no id, no voter, no code, no moment, and its
//! council only where every council has enough people.

use domain::{BallotStanding, CountedBallot, PaperCount, ProposalId, Snapshot};

use super::{columns, names};
use crate::disclosure::{RoundVotes, Votes, dots_on};
use crate::table::{Cell, Column, Kind, Reference, Table, column};
use crate::words;

/// Columns of `bulletins`.
const BALLOT_COLUMNS: &[Column] = &[
    columns::ROUND,
    column(
        Kind::Number,
        "bulletin",
        "Bulletin",
        "Numéro du bulletin dans le tour, sans lien avec l’ordre des votes.",
    ),
    column(
        Kind::Id,
        "proposition_id",
        "Proposition",
        "Identifiant de la proposition\u{a0}; vide pour un bulletin sans gommette sur les cartes révélées.",
    ),
    column(
        Kind::Number,
        "gommettes",
        "Gommettes",
        "Gommettes placées sur la proposition.",
    ),
    column(
        Kind::YesNo,
        "compte",
        "Compté",
        "Si le bulletin est pris en compte.",
    ),
    column(
        Kind::Words,
        "etat",
        "État",
        "Compté, ou pourquoi il ne l’est pas.",
    ),
    column(
        Kind::Words,
        "conseil",
        "Conseil citoyen",
        "Conseil citoyen\u{a0}; vide si un conseil du tour compte moins de cinq personnes, ou si le bulletin n’est pas compté.",
    ),
];

/// Columns of `comptages_papier`.
const PAPER_COUNT_COLUMNS: &[Column] = &[
    column(
        Kind::Id,
        "comptage_id",
        "Comptage",
        "Identifiant du comptage.",
    ),
    columns::ROUND,
    column(
        Kind::Words,
        "conseil",
        "Conseil citoyen",
        "Conseil citoyen\u{a0}; vide pour plusieurs ensemble, ou si un groupe est trop petit.",
    ),
    column(
        Kind::Number,
        "personnes",
        "Personnes",
        "Personnes qui ont placé leurs gommettes sur papier.",
    ),
    column(
        Kind::Id,
        "proposition_id",
        "Proposition",
        "Identifiant de la proposition\u{a0}; vide si rien n’est donné.",
    ),
    column(
        Kind::Number,
        "gommettes",
        "Gommettes",
        "Gommettes comptées sur la proposition.",
    ),
    column(
        Kind::YesNo,
        "en_vigueur",
        "En vigueur",
        "Non pour un comptage corrigé par un autre.",
    ),
    column(
        Kind::YesNo,
        "a_trancher",
        "À trancher",
        "Si des corrections faites séparément se contredisent.",
    ),
    column(
        Kind::Passage,
        "motif",
        "Motif",
        "Pourquoi il corrige un autre comptage.",
    ),
    column(
        Kind::Minute,
        "saisi_a",
        "Saisi à (UTC)",
        "Minute de la saisie.",
    ),
];

const ROUND: Reference = Reference {
    column: "tour_id",
    table: "tours",
    target: "tour_id",
};

const PROPOSAL: Reference = Reference {
    column: "proposition_id",
    table: "propositions",
    target: "proposition_id",
};

/// One row for each proposal of each ballot; one empty row for a ballot without a dot.
pub(super) fn ballots(snapshot: &Snapshot, votes: &Votes) -> Table {
    let mut rows = Vec::new();
    for votes in votes.revealed() {
        let proposals = votes.proposals();
        for (number, counted) in votes.shuffled() {
            push_ballot(snapshot, votes, &proposals, (number, counted), &mut rows);
        }
    }
    Table {
        name: "bulletins",
        title: "Bulletins",
        description: "Une ligne par bulletin et par proposition, pour les cartes révélées. L’ordre et le numéro des bulletins sont tirés au sort\u{a0}: ils ne disent ni qui a voté, ni quand. Un bulletin sans gommette sur ces cartes a une ligne sans proposition.",
        columns: BALLOT_COLUMNS.to_vec(),
        key: &[],
        references: &[ROUND, PROPOSAL],
        rows,
    }
}

fn push_ballot(
    snapshot: &Snapshot,
    votes: &RoundVotes,
    proposals: &[ProposalId],
    (number, counted): (usize, &CountedBallot),
    rows: &mut Vec<Vec<Cell>>,
) {
    let is_counted = counted.standing == BallotStanding::Counted;
    // Those that do not count are not among the people of a council: they may be few.
    let council = counted.ballot.council.as_ref();
    let council = council.filter(|_| votes.is_breakdown_told && is_counted);
    let dots = dots_on(proposals, &counted.ballot).into_iter();
    let mut dots: Vec<(Option<ProposalId>, u8)> = dots.map(|(id, n)| (Some(id), n)).collect();
    if dots.is_empty() {
        dots.push((None, 0));
    }
    rows.extend(dots.into_iter().map(|(proposal, dots)| {
        vec![
            Cell::id(votes.round.id),
            Cell::n(number),
            names::proposal(snapshot, proposal),
            dots.into(),
            is_counted.into(),
            Cell::text(words::standing(counted.standing)),
            names::council(snapshot, council),
        ]
    }));
}

/// One row for each proposal of each paper count.
pub(super) fn paper_counts(snapshot: &Snapshot, votes: &Votes) -> Table {
    let mut rows = Vec::new();
    for votes in votes.revealed() {
        let proposals = votes.proposals();
        let of_round = snapshot.paper_counts.values();
        let of_round = of_round.filter(|entry| entry.round == votes.round.id);
        let mut of_round: Vec<&PaperCount> = of_round.map(AsRef::as_ref).collect();
        of_round.sort_by_key(|entry| (entry.entered_at, entry.id));
        for entry in of_round {
            push_paper_count(snapshot, votes, &proposals, entry, &mut rows);
        }
    }
    Table {
        name: "comptages_papier",
        title: "Comptages papier",
        description: "Une ligne par comptage et par proposition, pour les cartes révélées. Quand un groupe compte moins de cinq personnes, les gommettes de chaque comptage ne sont pas données\u{a0}: leur total est dans les résultats. Les heures sont en temps universel.",
        columns: PAPER_COUNT_COLUMNS.to_vec(),
        key: &[],
        references: &[ROUND, PROPOSAL],
        rows,
    }
}

fn push_paper_count(
    snapshot: &Snapshot,
    votes: &RoundVotes,
    proposals: &[ProposalId],
    entry: &PaperCount,
    rows: &mut Vec<Vec<Cell>>,
) {
    let is_told = votes.are_paper_counts_told;
    let council = entry.council.as_ref().filter(|_| is_told);
    let dots = proposals.iter().filter(|_| is_told);
    let dots = dots.filter_map(|id| Some((Some(*id), Some(*entry.dots.get(id)?))));
    let mut dots: Vec<(Option<ProposalId>, Option<u32>)> = dots.collect();
    if dots.is_empty() {
        dots.push((None, is_told.then_some(0)));
    }
    let count = &votes.count;
    let is_in_force = count.paper_counts.iter().any(|it| it.id == entry.id);
    let is_conflict = count.paper_conflicts.contains(&entry.id);
    rows.extend(dots.into_iter().map(|(proposal, dots)| {
        vec![
            Cell::id(entry.id),
            Cell::id(votes.round.id),
            names::council(snapshot, council),
            entry.people.into(),
            names::proposal(snapshot, proposal),
            Cell::maybe(dots, Cell::from),
            is_in_force.into(),
            is_conflict.into(),
            Cell::maybe(entry.reason.as_ref(), |it| Cell::text(it.as_str())),
            Cell::maybe(entry.entered_at, Cell::from),
        ]
    }));
}
