//! Columns that several tables have.

use crate::table::{Column, Kind, column};

/// The round of a row.
pub(super) const ROUND: Column = column(Kind::Id, "tour_id", "Tour", "Identifiant du tour.");

/// The card of a row.
pub(super) const CARD: Column = column(Kind::Words, "carte", "Carte", "Identifiant de la carte.");

/// The card of a row, for people.
pub(super) const CARD_NAME: Column = column(
    Kind::Words,
    "carte_nom",
    "Nom de la carte",
    "Nom de la carte, tel qu’imprimé.",
);

/// The proposal of a ranking.
pub(super) const RANKED_PROPOSAL: Column = column(
    Kind::Id,
    "proposition_id",
    "Proposition",
    "Identifiant de la proposition qui tient lieu de son groupe.",
);

/// Its wording.
pub(super) const RANKED_LABEL: Column = column(
    Kind::Passage,
    "texte",
    "Texte",
    "Texte de la proposition\u{a0}; vide si elle est masquée.",
);
