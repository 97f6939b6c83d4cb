//! Sentences of what becomes of an action: its values today, its history, its form.

use domain::{ActionField, ActionText, AuthorRole};

/// Heading.
pub fn title() -> &'static str {
    "Depuis l’impression du contrat"
}

/// Nothing was said since the contract was printed.
pub fn nothing_new() -> &'static str {
    "Aucune nouvelle depuis l’impression du contrat."
}

/// Opens the form.
pub fn update() -> &'static str {
    "Mettre à jour"
}

/// Says that it was done.
pub fn updated() -> &'static str {
    "L’action est mise à jour."
}

/// The form changes nothing.
pub fn nothing_changed() -> &'static str {
    "Vous n’avez rien changé."
}

/// Saves the form.
pub fn save() -> &'static str {
    "Enregistrer"
}

/// Name of a field.
pub fn field(field: ActionField) -> &'static str {
    match field {
        ActionField::Step => "État aujourd’hui",
        ActionField::Text(ActionText::Detail) => "Ce qui a été fait",
        ActionField::Text(ActionText::Outlook) => "La suite prévue",
        ActionField::Text(ActionText::Pilot) => "Pilote",
        ActionField::Text(ActionText::Partners) => "Partenaires",
        ActionField::Text(ActionText::NextStep) => "Prochaine étape",
        ActionField::DueDate => "Date de la prochaine étape",
    }
}

/// One sentence of help for a field; empty for none.
pub fn hint(field: ActionField) -> &'static str {
    match field {
        ActionField::Text(ActionText::Pilot) => {
            "Le service ou l’organisme. Ne nommez pas une personne."
        }
        ActionField::Text(ActionText::Partners) => "Les organismes, séparés par des virgules.",
        _ => "",
    }
}

/// A value that nobody knows.
pub fn not_known() -> &'static str {
    "Non renseigné"
}

/// A step that nobody knows, in a list.
pub fn unknown_step() -> &'static str {
    "Je ne sais pas"
}

/// Who speaks: « animateur, Annemasse ».
pub fn author(role: AuthorRole, council: Option<&str>) -> String {
    let role = match role {
        AuthorRole::Facilitator => "animateur",
        AuthorRole::Councillor => "conseiller",
    };
    match council {
        Some(council) => format!("{role}, {council}"),
        None => role.to_owned(),
    }
}

/// Who and when: « animateur, Annemasse, le mardi 4 mars 2026 à 14 h 30 ».
pub fn said_by(author: &str, minute: &str) -> String {
    format!("{author}, le {minute}")
}

/// Heading of two values that were written apart.
pub fn conflict_title(field_name: &str) -> String {
    format!("{field_name}\u{a0}: plusieurs valeurs à départager")
}

/// Why there are several.
pub fn conflict_words() -> &'static str {
    "Deux personnes ont écrit en même temps. Rien n’est perdu. Choisissez une valeur."
}

/// The same for those who may not choose.
pub fn conflict_words_to_read() -> &'static str {
    "Deux personnes ont écrit en même temps. Un animateur choisira."
}

/// Keeps one of the values.
pub fn keep(value: &str) -> String {
    format!("Garder «\u{a0}{value}\u{a0}»")
}

/// Unfolds the history.
pub fn history(n: usize) -> String {
    super::counted(n, "changement", "changements")
}

/// One change.
pub fn change(field_name: &str, before: Option<&str>, after: &str) -> String {
    match before {
        Some(before) => {
            format!("{field_name}\u{a0}: de «\u{a0}{before}\u{a0}» à «\u{a0}{after}\u{a0}»")
        }
        None => format!("{field_name}\u{a0}: «\u{a0}{after}\u{a0}»"),
    }
}

/// The day cannot be read.
pub fn date_fault() -> &'static str {
    "Cette date n’existe pas. Choisissez un jour."
}

/// Heading of the proposals that led here.
pub fn asked_by() -> &'static str {
    "Les propositions à l’origine"
}
