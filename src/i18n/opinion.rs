//! Sentences of the councils' opinions.

use domain::OpinionKind;

/// Heading.
pub fn title() -> &'static str {
    "L’avis des conseils citoyens"
}

/// No council has given one.
pub fn none() -> &'static str {
    "Aucun conseil citoyen n’a encore donné son avis."
}

/// An opinion in one word.
pub fn kind(kind: OpinionKind) -> &'static str {
    match kind {
        OpinionKind::Favorable => "Favorable",
        OpinionKind::WithReservations => "Favorable avec réserves",
        OpinionKind::Unfavorable => "Défavorable",
    }
}

/// Whose it is and when: « Gaillard, le 4 mars 2026 ».
pub fn given_by(council: &str, day: &str) -> String {
    format!("{council}, le {day}")
}

/// Two were written apart for one council.
pub fn given_twice(council: &str) -> String {
    format!(
        "{council}\u{a0}: deux avis ont été écrits sans se connaître. Donnez l’avis de nouveau pour n’en garder qu’un."
    )
}

/// Opens the form.
pub fn give() -> &'static str {
    "Donner l’avis d’un conseil"
}

/// Label of the list of councils.
pub fn council_label() -> &'static str {
    "Conseil citoyen"
}

/// First line of the list of councils, and what is asked when it is left so.
pub fn choose_council() -> &'static str {
    "Choisissez un conseil"
}

/// First line of the list of opinions, and what is asked when it is left so.
pub fn choose_kind() -> &'static str {
    "Choisissez un avis"
}

/// Label of the list of opinions.
pub fn kind_label() -> &'static str {
    "Avis"
}

/// Label of the text.
pub fn text_label() -> &'static str {
    "Avec vos mots"
}

/// Help for the text.
pub fn text_hint() -> &'static str {
    "Vous pouvez laisser vide. Ne nommez personne."
}

/// Label of the day.
pub fn date_label() -> &'static str {
    "Date de l’avis"
}

/// Saves it.
pub fn save() -> &'static str {
    "Enregistrer l’avis"
}

/// Says that it was done.
pub fn saved() -> &'static str {
    "L’avis est enregistré."
}
