//! Actions of the contract with their news, answers to proposals, what they led to.

use std::sync::Arc;

use domain::{
    ActionField, ActionNews, ActionText, Claim, ContractAction, FollowUp, LinkTarget, Snapshot,
    Statement, Topic,
};

use super::names;
use crate::table::{Cell, Column, Kind, Reference, Table, column};
use crate::words;

/// Columns of `actions`.
const ACTION_COLUMNS: &[Column] = &[
    column(
        Kind::Number,
        "action",
        "Ligne",
        "Ligne de l’annexe 2\u{a0}: les codes se répètent.",
    ),
    column(Kind::Words, "code", "Code", "Code imprimé."),
    column(Kind::Number, "theme", "Thème", "Numéro du thème."),
    column(Kind::Words, "theme_nom", "Nom du thème", "Nom du thème."),
    column(
        Kind::Number,
        "orientation",
        "Orientation",
        "Numéro de l’orientation.",
    ),
    column(
        Kind::Words,
        "orientation_nom",
        "Nom de l’orientation",
        "Titre de l’orientation.",
    ),
    column(
        Kind::Passage,
        "objectif",
        "Objectif",
        "Objectif imprimé dans l’annexe 2.",
    ),
    column(Kind::Passage, "texte", "Action", "Texte de l’action."),
    column(Kind::Words, "perimetre", "Périmètre", "Périmètre imprimé."),
    column(
        Kind::Words,
        "etat_imprime",
        "État imprimé",
        "État imprimé dans l’annexe 2.",
    ),
    column(
        Kind::Words,
        "etape",
        "Étape",
        "Étape actuelle\u{a0}; vide si elle n’est pas connue.",
    ),
    column(Kind::Passage, "detail", "Détail", "Ce qui a été fait."),
    column(
        Kind::Passage,
        "perspectives",
        "Perspectives",
        "Ce qui est prévu.",
    ),
    column(Kind::Passage, "pilote", "Pilote", "Qui conduit l’action."),
    column(
        Kind::Passage,
        "partenaires",
        "Partenaires",
        "Qui y prend part.",
    ),
    column(
        Kind::Passage,
        "prochaine_etape",
        "Prochaine étape",
        "Ce qui vient ensuite.",
    ),
    column(
        Kind::Day,
        "echeance",
        "Échéance",
        "Jour de la prochaine étape.",
    ),
    column(
        Kind::Minute,
        "derniere_nouvelle_a",
        "Dernière nouvelle à (UTC)",
        "Minute de la dernière nouvelle.",
    ),
    column(
        Kind::YesNo,
        "a_trancher",
        "À trancher",
        "Si deux nouvelles écrites séparément se contredisent\u{a0}: la dernière est donnée.",
    ),
];

/// Columns of `reponses`.
const ANSWER_COLUMNS: &[Column] = &[
    column(
        Kind::Id,
        "proposition_id",
        "Proposition",
        "Identifiant de la proposition.",
    ),
    column(
        Kind::Words,
        "reponse",
        "Réponse",
        "Retenue, à étudier, déjà en cours, non retenue ou hors compétence.",
    ),
    column(Kind::Passage, "motif", "Motif", "Pourquoi."),
    column(Kind::Day, "date", "Date", "Jour de la réponse."),
    column(Kind::Words, "instance", "Instance", "Qui a répondu."),
    column(
        Kind::YesNo,
        "a_trancher",
        "À trancher",
        "Si deux réponses écrites séparément se contredisent\u{a0}: la dernière est donnée.",
    ),
];

/// Columns of `liens`.
const LINK_COLUMNS: &[Column] = &[
    column(
        Kind::Id,
        "proposition_id",
        "Proposition",
        "Identifiant de la proposition.",
    ),
    column(
        Kind::Words,
        "partie",
        "Partie du contrat",
        "Axe de travail, objectif ou action.",
    ),
    column(
        Kind::Words,
        "numero",
        "Numéro",
        "Thème et place de l’axe, orientation et place de l’objectif, ou ligne de l’action.",
    ),
    column(
        Kind::Number,
        "action",
        "Ligne de l’action",
        "Ligne de l’annexe 2, si c’est une action.",
    ),
    column(
        Kind::Passage,
        "texte",
        "Texte",
        "Texte de cette partie du contrat.",
    ),
    column(Kind::Passage, "source", "Source", "D’où cela est connu."),
];

const PROPOSAL: Reference = Reference {
    column: "proposition_id",
    table: "propositions",
    target: "proposition_id",
};

/// One row for each action, as it stands now.
pub(super) fn actions(snapshot: &Snapshot, follow_up: &FollowUp) -> Table {
    let actions = snapshot.contract.actions.iter();
    Table {
        name: "actions",
        title: "Actions du contrat",
        description: "Une ligne de l’annexe 2 par ligne, avec ses nouvelles. Une nouvelle remplace ce qui est imprimé. Les heures sont en temps universel.",
        columns: ACTION_COLUMNS.to_vec(),
        key: &["action"],
        references: &[],
        rows: actions.map(|it| action(snapshot, follow_up, it)).collect(),
    }
}

fn action(snapshot: &Snapshot, follow_up: &FollowUp, action: &ContractAction) -> Vec<Cell> {
    let contract = &snapshot.contract;
    let theme = contract.themes.iter().find(|it| it.number == action.theme);
    let orientation = contract.orientation(action.orientation);
    let printed = |text: &Option<Arc<str>>| Cell::maybe(text.as_ref(), Cell::text);
    let current = |field: ActionField| match follow_up.news_of(action.seq, field) {
        Some(news) => news_cell(news),
        None => match field {
            ActionField::Step => Cell::maybe(action.step, |it| Cell::text(words::step(it))),
            ActionField::Text(ActionText::Detail) => printed(&action.detail),
            ActionField::Text(ActionText::Outlook) => printed(&action.outlook),
            ActionField::Text(_) | ActionField::DueDate => Cell::Empty,
        },
    };
    let mut fields = ActionField::ALL.into_iter();
    let is_conflict = fields.any(|field| follow_up.is_conflict(&Topic::Action(action.seq, field)));
    let mut cells = vec![
        action.seq.into(),
        printed(&action.code),
        action.theme.into(),
        Cell::maybe(theme, |it| Cell::text(&it.name)),
        action.orientation.into(),
        Cell::maybe(orientation, |(_, it)| Cell::text(&it.title)),
        printed(&action.objective),
        Cell::text(&action.label),
        printed(&action.perimeter),
        printed(&action.status),
    ];
    cells.extend(ActionField::ALL.map(current));
    cells.push(Cell::maybe(follow_up.last_news(action.seq), Cell::from));
    cells.push(is_conflict.into());
    cells
}

fn news_cell(news: &ActionNews) -> Cell {
    match news {
        ActionNews::Step(step) => Cell::maybe(*step, |it| Cell::text(words::step(it))),
        ActionNews::Text(_, text) => Cell::maybe(text.as_ref(), |it| Cell::text(it.as_str())),
        ActionNews::DueDate(day) => Cell::maybe(*day, Cell::from),
    }
}

/// One row for each proposal that was answered.
pub(super) fn answers(snapshot: &Snapshot, follow_up: &FollowUp) -> Table {
    let rows = follow_up.topics().filter_map(|topic| {
        let statement: &Statement = follow_up.latest(topic)?;
        let Claim::Answer { proposal, answer } = &statement.claim else {
            return None;
        };
        snapshot.proposals.get(proposal)?;
        Some(vec![
            Cell::id(proposal),
            Cell::text(words::answer(answer.kind)),
            Cell::text(answer.reason.as_str()),
            answer.date.into(),
            Cell::text(answer.body.as_str()),
            follow_up.is_conflict(topic).into(),
        ])
    });
    Table {
        name: "reponses",
        title: "Réponses",
        description: "Une ligne par proposition qui a reçu une réponse.",
        columns: ANSWER_COLUMNS.to_vec(),
        key: &["proposition_id"],
        references: &[PROPOSAL],
        rows: rows.collect(),
    }
}

/// One row for each part of the contract that a proposal led to.
pub(super) fn links(snapshot: &Snapshot, follow_up: &FollowUp) -> Table {
    let known = follow_up.links();
    let known = known.filter(|(proposal, ..)| snapshot.proposals.contains_key(proposal));
    let rows = known.map(|(proposal, target, source)| {
        let action = match target {
            LinkTarget::Action(seq) => Some(seq),
            LinkTarget::Axis { .. } | LinkTarget::Objective { .. } => None,
        };
        vec![
            Cell::id(proposal),
            Cell::text(words::part_kind(target)),
            Cell::text(words::part_number(target)),
            names::action(snapshot, action),
            Cell::maybe(part_label(snapshot, target), Cell::text),
            Cell::text(source.as_str()),
        ]
    });
    Table {
        name: "liens",
        title: "Liens",
        description: "Une ligne par partie du contrat à laquelle une proposition a mené.",
        columns: LINK_COLUMNS.to_vec(),
        key: &["proposition_id", "partie", "numero"],
        references: &[
            PROPOSAL,
            Reference {
                column: "action",
                table: "actions",
                target: "action",
            },
        ],
        rows: rows.collect(),
    }
}

fn part_label(snapshot: &Snapshot, target: LinkTarget) -> Option<&Arc<str>> {
    let contract = &snapshot.contract;
    match target {
        LinkTarget::Axis { theme, number } => contract.axis(theme, number).map(|it| &it.label),
        LinkTarget::Objective {
            orientation,
            number,
        } => contract.objective(orientation, number).map(|it| &it.label),
        LinkTarget::Action(seq) => contract.action(seq).map(|it| &it.label),
    }
}
