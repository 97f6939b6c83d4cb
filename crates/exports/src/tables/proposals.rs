//! Proposals, and what people said of them.

use domain::{Card, Comment, DifficultyId, Proposal, Snapshot, Target};

use super::{columns, names};
use crate::table::{Cell, Column, Kind, Reference, Table, column};

/// Columns of `propositions`.
const PROPOSAL_COLUMNS: &[Column] = &[
    column(
        Kind::Id,
        "proposition_id",
        "Proposition",
        "Identifiant de la proposition.",
    ),
    columns::CARD,
    columns::CARD_NAME,
    column(
        Kind::Number,
        "numero",
        "Numéro",
        "Place parmi les propositions imprimées de la carte\u{a0}; vide pour une proposition ajoutée depuis.",
    ),
    column(Kind::Passage, "texte", "Texte", "Texte de la proposition."),
    column(
        Kind::Words,
        "conseil",
        "Conseil citoyen",
        "Conseil citoyen qui l’a apportée\u{a0}; vide si elle est imprimée dans le contrat.",
    ),
    column(
        Kind::Id,
        "atelier_id",
        "Atelier",
        "Atelier où elle a été ajoutée.",
    ),
    column(
        Kind::Id,
        "regroupee_dans",
        "Regroupée dans",
        "Proposition qu’elle répète.",
    ),
    column(
        Kind::Id,
        "remplace",
        "Remplace",
        "Proposition dont elle remplace le texte.",
    ),
    column(
        Kind::YesNo,
        "masquee",
        "Masquée",
        "Si elle a été masquée par l’animateur.",
    ),
];

/// Columns of `remarques`.
const COMMENT_COLUMNS: &[Column] = &[
    column(
        Kind::Id,
        "remarque_id",
        "Remarque",
        "Identifiant de la remarque.",
    ),
    column(
        Kind::Words,
        "sujet",
        "Sujet",
        "Proposition, difficulté ou action.",
    ),
    column(
        Kind::Id,
        "proposition_id",
        "Proposition",
        "Proposition dont elle parle.",
    ),
    column(
        Kind::Words,
        "difficulte",
        "Difficulté",
        "Difficulté dont elle parle.",
    ),
    column(
        Kind::Number,
        "action",
        "Action",
        "Ligne de l’annexe 2 dont elle parle.",
    ),
    column(Kind::Passage, "texte", "Texte", "Texte de la remarque."),
    column(
        Kind::Words,
        "conseil",
        "Conseil citoyen",
        "Conseil citoyen d’où elle vient.",
    ),
    column(
        Kind::Id,
        "atelier_id",
        "Atelier",
        "Atelier où elle a été faite.",
    ),
    column(
        Kind::Minute,
        "ajoutee_a",
        "Ajoutée à (UTC)",
        "Minute où elle a été écrite.",
    ),
];

/// One row for each proposal, card by card.
pub(super) fn proposals(snapshot: &Snapshot) -> Table {
    let mut proposals: Vec<&Proposal> = snapshot.proposals.values().map(AsRef::as_ref).collect();
    let number = |it: &Proposal| snapshot.cards.get(&it.card).map(|card| card.number);
    proposals.sort_by_key(|it| (number(it), &it.card, it.order()));
    let rows = proposals.into_iter().map(|it| proposal(snapshot, it));
    Table {
        name: "propositions",
        title: "Propositions",
        description: "Une proposition par ligne, carte par carte. Le texte d’une proposition masquée n’est pas donné.",
        columns: PROPOSAL_COLUMNS.to_vec(),
        key: &["proposition_id"],
        references: &[
            Reference {
                column: "atelier_id",
                table: "ateliers",
                target: "atelier_id",
            },
            Reference {
                column: "regroupee_dans",
                table: "propositions",
                target: "proposition_id",
            },
            Reference {
                column: "remplace",
                table: "propositions",
                target: "proposition_id",
            },
        ],
        rows: rows.collect(),
    }
}

fn proposal(snapshot: &Snapshot, proposal: &Proposal) -> Vec<Cell> {
    vec![
        Cell::id(proposal.id),
        Cell::id(&proposal.card),
        Cell::text(names::card_name(snapshot, &proposal.card)),
        Cell::maybe(proposal.number, Cell::from),
        names::label(snapshot, proposal.id),
        names::council(snapshot, proposal.council.as_ref()),
        names::workshop(snapshot, proposal.workshop),
        names::proposal(snapshot, proposal.grouped_into),
        names::proposal(snapshot, proposal.replaces),
        proposal.is_hidden().into(),
    ]
}

/// One row for each comment that is shown.
pub(super) fn comments(snapshot: &Snapshot) -> Table {
    let shown = snapshot.comments.values().filter(|it| !it.is_hidden());
    let mut shown: Vec<&Comment> = shown.map(AsRef::as_ref).collect();
    shown.sort_by_key(|it| (it.added_at, it.id));
    let rows = shown.into_iter().map(|it| comment(snapshot, it));
    Table {
        name: "remarques",
        title: "Remarques",
        description: "Une remarque par ligne, sans les remarques masquées. Les heures sont en temps universel.",
        columns: COMMENT_COLUMNS.to_vec(),
        key: &["remarque_id"],
        references: &[
            Reference {
                column: "proposition_id",
                table: "propositions",
                target: "proposition_id",
            },
            Reference {
                column: "action",
                table: "actions",
                target: "action",
            },
            Reference {
                column: "atelier_id",
                table: "ateliers",
                target: "atelier_id",
            },
        ],
        rows: rows.collect(),
    }
}

fn comment(snapshot: &Snapshot, comment: &Comment) -> Vec<Cell> {
    let (subject, proposal, difficulty, action) = match comment.target {
        Target::Proposal(id) => ("proposition", Some(id), None, None),
        Target::Difficulty(id) => ("difficulté", None, Some(id), None),
        Target::Action(seq) => ("action", None, None, Some(seq)),
    };
    vec![
        Cell::id(comment.id),
        Cell::text(subject),
        names::proposal(snapshot, proposal),
        Cell::maybe(difficulty, |id| difficulty_label(snapshot, id)),
        names::action(snapshot, action),
        Cell::text(&comment.text),
        names::council(snapshot, comment.council.as_ref()),
        names::workshop(snapshot, comment.workshop),
        comment.added_at.into(),
    ]
}

fn difficulty_label(snapshot: &Snapshot, id: DifficultyId) -> Cell {
    let mut all = snapshot
        .cards
        .values()
        .flat_map(|card: &std::sync::Arc<Card>| &card.difficulties);
    let found = all.find(|difficulty| difficulty.id == id);
    Cell::maybe(found, |difficulty| Cell::text(&difficulty.label))
}
