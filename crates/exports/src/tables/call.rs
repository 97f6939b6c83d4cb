//! Opinions of the councils, files of the call for projects, thematic meetings.

use domain::{Claim, FollowUp, OpinionSubject, Snapshot, Statement, Topic};

use super::names;
use crate::table::{Cell, Column, Kind, Reference, Table, column};
use crate::words;

/// Columns of `avis`.
const OPINION_COLUMNS: &[Column] = &[
    column(
        Kind::Words,
        "conseil",
        "Conseil citoyen",
        "Conseil citoyen qui donne son avis.",
    ),
    column(
        Kind::Words,
        "sujet",
        "Sujet",
        "Protocole, action ou dossier de l’appel à projets.",
    ),
    column(
        Kind::Number,
        "action",
        "Action",
        "Ligne de l’annexe 2, si c’est une action.",
    ),
    column(
        Kind::Id,
        "dossier_id",
        "Dossier",
        "Identifiant du dossier, si c’en est un.",
    ),
    column(
        Kind::Words,
        "avis",
        "Avis",
        "Favorable, favorable avec réserves ou défavorable.",
    ),
    column(
        Kind::Passage,
        "texte",
        "Texte",
        "L’avis dans les mots du conseil.",
    ),
    column(Kind::Day, "date", "Date", "Jour de l’avis."),
    column(
        Kind::YesNo,
        "a_trancher",
        "À trancher",
        "Si deux avis écrits séparément se contredisent\u{a0}: le dernier est donné.",
    ),
];

/// Columns of `dossiers`.
const APPLICATION_COLUMNS: &[Column] = &[
    column(Kind::Id, "dossier_id", "Dossier", "Identifiant du dossier."),
    column(
        Kind::Number,
        "annee",
        "Année",
        "Année de l’appel à projets.",
    ),
    column(Kind::Words, "titre", "Projet", "Nom du projet."),
    column(
        Kind::Words,
        "porteur",
        "Porteur",
        "Organisme qui dépose le dossier.",
    ),
    column(
        Kind::Words,
        "partie",
        "Partie du contrat",
        "Partie du contrat que le projet sert.",
    ),
    column(
        Kind::Words,
        "quartiers",
        "Quartiers",
        "Quartiers concernés.",
    ),
    column(
        Kind::Number,
        "montant_euros",
        "Montant demandé (€)",
        "Montant demandé, en euros.",
    ),
    column(Kind::Words, "etape", "Étape", "Qui examine le dossier."),
    column(
        Kind::Words,
        "decision",
        "Décision",
        "Financé, reporté ou non financé.",
    ),
    column(Kind::Passage, "motif", "Motif", "Pourquoi."),
    column(
        Kind::YesNo,
        "a_trancher",
        "À trancher",
        "Si deux mises à jour écrites séparément se contredisent\u{a0}: la dernière est donnée.",
    ),
];

/// Columns of `rencontres`.
const MEETING_COLUMNS: &[Column] = &[
    column(
        Kind::Id,
        "rencontre_id",
        "Rencontre",
        "Identifiant de la rencontre.",
    ),
    column(Kind::Words, "theme", "Thème", "Thème de la rencontre."),
    column(Kind::Day, "date", "Date", "Jour de la rencontre."),
    column(
        Kind::Passage,
        "specialistes",
        "Spécialistes",
        "Spécialistes invités, par fonction.",
    ),
    column(
        Kind::Passage,
        "bilan",
        "Bilan",
        "Ce qui en est sorti\u{a0}; vide avant la rencontre.",
    ),
    column(
        Kind::Words,
        "cartes",
        "Cartes",
        "Cartes concernées, séparées par une barre.",
    ),
    column(
        Kind::Passage,
        "propositions",
        "Propositions",
        "Identifiants des propositions concernées, séparés par une barre.",
    ),
    column(
        Kind::YesNo,
        "a_trancher",
        "À trancher",
        "Si deux mises à jour écrites séparément se contredisent\u{a0}: la dernière est donnée.",
    ),
];

/// One row for each council and each thing that it gave its opinion on.
pub(super) fn opinions(snapshot: &Snapshot, follow_up: &FollowUp) -> Table {
    let rows = follow_up.topics().filter_map(|topic| {
        let statement: &Statement = follow_up.latest(topic)?;
        let Claim::Opinion {
            council,
            subject,
            opinion,
        } = &statement.claim
        else {
            return None;
        };
        let (kind, action, file) = match subject {
            OpinionSubject::Protocol => ("protocole", None, None),
            OpinionSubject::Action(seq) => ("action", Some(*seq), None),
            OpinionSubject::Application(id) => ("dossier", None, Some(*id)),
        };
        // The table of files has those that something stands of.
        let file = file.filter(|id| follow_up.latest(&Topic::Application(*id)).is_some());
        Some(vec![
            names::council(snapshot, Some(council)),
            Cell::text(kind),
            names::action(snapshot, action),
            Cell::maybe(file, Cell::id),
            Cell::text(words::opinion(opinion.kind)),
            Cell::maybe(opinion.text.as_ref(), |it| Cell::text(it.as_str())),
            opinion.date.into(),
            follow_up.is_conflict(topic).into(),
        ])
    });
    Table {
        name: "avis",
        title: "Avis",
        description: "Une ligne par avis d’un conseil citoyen.",
        columns: OPINION_COLUMNS.to_vec(),
        key: &[],
        references: &[
            Reference {
                column: "action",
                table: "actions",
                target: "action",
            },
            Reference {
                column: "dossier_id",
                table: "dossiers",
                target: "dossier_id",
            },
        ],
        rows: rows.collect(),
    }
}

/// One row for each file of the call for projects.
pub(super) fn applications(follow_up: &FollowUp) -> Table {
    let rows = follow_up.applications().into_iter().map(|(id, it)| {
        vec![
            Cell::id(id),
            it.year.into(),
            Cell::text(it.title.as_str()),
            Cell::text(it.bearer.as_str()),
            Cell::maybe(it.axis, |axis| Cell::text(words::part(axis))),
            Cell::maybe(it.quarters.as_ref(), |text| Cell::text(text.as_str())),
            Cell::maybe(it.amount_eur, Cell::from),
            Cell::text(words::stage(it.stage)),
            Cell::maybe(it.decision, |decision| {
                Cell::text(words::application_decision(decision))
            }),
            Cell::maybe(it.reason.as_ref(), |text| Cell::text(text.as_str())),
            follow_up.is_conflict(&Topic::Application(id)).into(),
        ]
    });
    Table {
        name: "dossiers",
        title: "Dossiers",
        description: "Un dossier de l’appel à projets par ligne, la dernière année d’abord.",
        columns: APPLICATION_COLUMNS.to_vec(),
        key: &["dossier_id"],
        references: &[],
        rows: rows.collect(),
    }
}

/// One row for each thematic meeting.
pub(super) fn meetings(snapshot: &Snapshot, follow_up: &FollowUp) -> Table {
    let rows = follow_up.meetings().into_iter().map(|(id, it)| {
        vec![
            Cell::id(id),
            Cell::text(it.title.as_str()),
            it.date.into(),
            Cell::maybe(it.specialists.as_ref(), |text| Cell::text(text.as_str())),
            Cell::maybe(it.outcome.as_ref(), |text| Cell::text(text.as_str())),
            names::cards(snapshot, it.cards.iter()),
            Cell::list(it.proposals.iter().map(ToString::to_string)),
            follow_up.is_conflict(&Topic::Meeting(id)).into(),
        ]
    });
    Table {
        name: "rencontres",
        title: "Rencontres",
        description: "Une rencontre thématique par ligne.",
        columns: MEETING_COLUMNS.to_vec(),
        key: &["rencontre_id"],
        references: &[],
        rows: rows.collect(),
    }
}
