//! Workshops, and their rounds with who took part.

use domain::{BallotStanding, Snapshot, Workshop};

use super::{columns, names};
use crate::disclosure::{RoundVotes, Votes};
use crate::table::{Cell, Column, Kind, Reference, Table, column};
use crate::words;

/// Columns of `ateliers`.
const WORKSHOP_COLUMNS: &[Column] = &[
    column(
        Kind::Id,
        "atelier_id",
        "Atelier",
        "Identifiant de l’atelier.",
    ),
    column(Kind::Words, "titre", "Titre", "Nom de l’atelier."),
    column(Kind::Day, "date", "Date", "Jour de l’atelier."),
    column(Kind::Words, "lieu", "Lieu", "Lieu de l’atelier."),
    column(
        Kind::Words,
        "conseils",
        "Conseils citoyens",
        "Conseils citoyens réunis, séparés par une barre.",
    ),
    column(
        Kind::Words,
        "cartes",
        "Cartes",
        "Cartes sur la table, séparées par une barre.",
    ),
    column(
        Kind::Number,
        "presents",
        "Présents",
        "Personnes présentes\u{a0}; vide si personne ne les a comptées, ou si deux comptes diffèrent.",
    ),
    column(
        Kind::Number,
        "habitants",
        "Habitants",
        "Parmi elles, collège des habitants.",
    ),
    column(
        Kind::Number,
        "associations",
        "Associations et acteurs",
        "Parmi elles, collège des associations et acteurs locaux.",
    ),
    column(
        Kind::Number,
        "quorum",
        "Quorum",
        "Personnes demandées par le règlement du conseil.",
    ),
    column(
        Kind::Number,
        "versions",
        "Versions",
        "Nombre de versions figées du compte rendu.",
    ),
];

/// Columns of `tours`.
const ROUND_COLUMNS: &[Column] = &[
    columns::ROUND,
    column(
        Kind::Id,
        "atelier_id",
        "Atelier",
        "Identifiant de l’atelier.",
    ),
    column(
        Kind::Number,
        "numero",
        "Numéro",
        "Numéro du tour dans son atelier\u{a0}; vide pour un tour préparé.",
    ),
    column(
        Kind::Words,
        "etat",
        "État",
        "Préparé, ouvert, suspendu, clos ou résultats révélés.",
    ),
    column(
        Kind::Words,
        "cartes",
        "Cartes",
        "Cartes du tour, séparées par une barre.",
    ),
    column(
        Kind::Words,
        "cartes_revelees",
        "Cartes révélées",
        "Cartes dont les totaux sont montrés\u{a0}; rien des autres n’est exporté.",
    ),
    column(
        Kind::Number,
        "gommettes_par_personne",
        "Gommettes par personne",
        "Gommettes que chaque personne peut placer.",
    ),
    column(
        Kind::Number,
        "gommettes_par_proposition",
        "Gommettes par proposition",
        "Gommettes qu’une personne peut placer sur une proposition, au plus.",
    ),
    column(
        Kind::Words,
        "portee",
        "Portée",
        "Si le nombre de gommettes vaut par carte ou pour le tour.",
    ),
    column(
        Kind::Minute,
        "ouvert_a",
        "Ouvert à (UTC)",
        "Minute de l’ouverture.",
    ),
    column(
        Kind::Minute,
        "clos_a",
        "Clos à (UTC)",
        "Minute de la première clôture.",
    ),
    column(
        Kind::Number,
        "bulletins_comptes",
        "Bulletins comptés",
        "Bulletins pris en compte.",
    ),
    column(
        Kind::Number,
        "bulletins_blancs",
        "Bulletins blancs",
        "Parmi eux, sans gommette\u{a0}; vide tant qu’une carte n’est pas révélée.",
    ),
    column(
        Kind::Number,
        "bulletins_aides",
        "Bulletins remplis avec une aide",
        "Parmi eux, remplis avec l’aide de quelqu’un.",
    ),
    column(
        Kind::Number,
        "bulletins_remplaces",
        "Bulletins remplacés",
        "Remplacés par un bulletin plus récent de la même personne.",
    ),
    column(
        Kind::Number,
        "bulletins_en_double",
        "Bulletins en double",
        "En double, à arbitrer.",
    ),
    column(
        Kind::Number,
        "bulletins_tardifs",
        "Bulletins tardifs",
        "Tardifs, à arbitrer.",
    ),
    column(
        Kind::Number,
        "bulletins_ecartes",
        "Bulletins mis de côté",
        "Mis de côté par un arbitrage.",
    ),
    column(
        Kind::Number,
        "bulletins_hors_regles",
        "Bulletins hors des règles",
        "Hors des règles du tour.",
    ),
    column(
        Kind::Number,
        "personnes_papier",
        "Personnes sur papier",
        "Personnes qui ont placé leurs gommettes sur papier.",
    ),
];

/// One row for each workshop.
pub(super) fn workshops(snapshot: &Snapshot) -> Table {
    let mut workshops = snapshot.workshops_newest_first();
    workshops.sort_by_key(|workshop| (workshop.date, workshop.id));
    let rows = workshops.iter().map(|it| workshop(snapshot, it));
    Table {
        name: "ateliers",
        title: "Ateliers",
        description: "Un atelier par ligne.",
        columns: WORKSHOP_COLUMNS.to_vec(),
        key: &["atelier_id"],
        references: &[],
        rows: rows.collect(),
    }
}

fn workshop(snapshot: &Snapshot, workshop: &Workshop) -> Vec<Cell> {
    // Devices that counted apart: a person has to settle it first.
    let attendance = match workshop.attendance.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    let councils = workshop.councils.iter();
    let councils = councils.map(|id| names::council_name(snapshot, id));
    vec![
        Cell::id(workshop.id),
        Cell::text(workshop.title.as_str()),
        workshop.date.into(),
        Cell::maybe(workshop.place.as_ref(), |place| Cell::text(place.as_str())),
        Cell::list(councils),
        names::cards(snapshot, workshop.cards.iter()),
        Cell::maybe(attendance, |it| it.present.into()),
        Cell::maybe(attendance.and_then(|it| it.residents), Cell::from),
        Cell::maybe(attendance.and_then(|it| it.associations), Cell::from),
        Cell::maybe(attendance.and_then(|it| it.quorum), Cell::from),
        Cell::n(workshop.versions.len()),
    ]
}

/// One row for each round: its rules, where it stands, and how many took part.
pub(super) fn rounds(snapshot: &Snapshot, votes: &Votes) -> Table {
    let rows = votes.rounds.iter().map(|it| round(snapshot, it));
    Table {
        name: "tours",
        title: "Tours",
        description: "Un tour par ligne\u{a0}: ses règles, son état et la participation. Les heures sont en temps universel.",
        columns: ROUND_COLUMNS.to_vec(),
        key: &["tour_id"],
        references: &[Reference {
            column: "atelier_id",
            table: "ateliers",
            target: "atelier_id",
        }],
        rows: rows.collect(),
    }
}

fn round(snapshot: &Snapshot, votes: &RoundVotes) -> Vec<Cell> {
    let RoundVotes { round, count, .. } = votes;
    let rules = round.rules;
    let n = |standing| Cell::n(count.n_ballots(standing));
    let counted = count.ballots.iter();
    let assisted =
        counted.filter(|it| it.standing == BallotStanding::Counted && it.ballot.is_assisted);
    let closed_at = round.closings.iter().map(|closing| closing.at).min();
    let revealed = votes.cards().into_iter();
    // A blank ballot tells of every card.
    let blank = votes.is_all_revealed().then(|| count.n_blank());
    vec![
        Cell::id(round.id),
        names::workshop(snapshot, Some(round.workshop)),
        Cell::maybe(votes.number, Cell::from),
        Cell::text(words::status(round.status())),
        names::cards(snapshot, round.cards.iter()),
        names::cards(snapshot, revealed),
        Cell::maybe(rules, |it| it.dots_per_ballot().into()),
        Cell::maybe(rules, |it| it.dots_per_proposal_max().into()),
        Cell::maybe(rules, |it| Cell::text(words::scope(it.scope()))),
        Cell::maybe(round.opened_at, Cell::from),
        Cell::maybe(closed_at, Cell::from),
        n(BallotStanding::Counted),
        Cell::maybe(blank, Cell::n),
        Cell::n(assisted.count()),
        n(BallotStanding::Superseded),
        n(BallotStanding::Double),
        n(BallotStanding::Late),
        n(BallotStanding::SetAside),
        n(BallotStanding::Faulty),
        count.n_paper_people().into(),
    ]
}
