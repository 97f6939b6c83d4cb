//! Sentences of the rule by which proposals are priorities.

use domain::{PriorityBar, Weighing};

use crate::i18n::counted;

/// Heading of the rule.
pub fn rule_title() -> &'static str {
    "La règle des priorités"
}

/// No rule was chosen.
pub fn no_rule() -> &'static str {
    "Aucune règle n’est choisie. Tant qu’il n’y en a pas, aucune proposition ne porte d’étoile."
}

/// From where on a proposal is a priority.
pub fn bar(bar: PriorityBar) -> String {
    match bar {
        PriorityBar::Places(1) => {
            "Sont prioritaires, sur chaque carte, les propositions à la 1re place.".to_owned()
        }
        PriorityBar::Places(places) => format!(
            "Sont prioritaires, sur chaque carte, les propositions des {places} premières places."
        ),
        PriorityBar::Dots(dots) => format!(
            "Sont prioritaires les propositions qui ont au moins {}.",
            counted(dots.into(), "gommette", "gommettes")
        ),
    }
}

/// Who shares the last place is in.
pub fn bar_ties() -> &'static str {
    "Les ex æquo de la dernière place en font partie."
}

/// How councils are put together.
pub fn weighing(weighing: Weighing) -> &'static str {
    match weighing {
        Weighing::Dots => "Les conseils sont mis ensemble par gommettes.",
        Weighing::Councils => "Les conseils sont mis ensemble à poids égal.",
    }
}

/// A way of putting councils together, in a list.
pub fn weighing_choice(weighing: Weighing) -> &'static str {
    match weighing {
        Weighing::Dots => "Par gommettes",
        Weighing::Councils => "À poids égal",
    }
}

/// How many proposals the rule marks: « Avec cette règle : 14 priorités ».
pub fn preview(n: usize) -> String {
    format!(
        "Avec cette règle\u{a0}: {}",
        counted(n, "priorité", "priorités")
    )
}

/// Who chose it, when.
pub fn chosen_by(body: &str, day: &str) -> String {
    format!("Choisie par\u{a0}: {body}, le {day}.")
}

/// Why.
pub fn why(reason: &str) -> String {
    format!("Pourquoi\u{a0}: {reason}")
}

/// Two rules were chosen apart.
pub fn rule_conflict() -> &'static str {
    "Plusieurs règles à départager"
}

/// Why there are several.
pub fn rule_conflict_words() -> &'static str {
    "Deux règles ont été choisies sans se connaître. Rien n’est perdu. En attendant votre choix, les étoiles suivent la dernière."
}

/// The same for those who may not choose.
pub fn rule_conflict_to_read() -> &'static str {
    "Deux règles ont été choisies sans se connaître. Un animateur choisira. En attendant, les étoiles suivent la dernière."
}

/// Keeps one of them.
pub fn keep_rule(body: &str, day: &str) -> String {
    format!("Garder la règle choisie par {body}, le {day}")
}

/// Opens the form.
pub fn choose_rule() -> &'static str {
    "Choisir la règle"
}

/// Opens the form when there is a rule.
pub fn change_rule() -> &'static str {
    "Changer la règle"
}

/// Label of how councils are put together.
pub fn weighing_label() -> &'static str {
    "Mettre les conseils ensemble"
}

/// Label of what is counted.
pub fn bar_label() -> &'static str {
    "Une proposition est prioritaire"
}

/// The kinds of bar.
pub fn bar_kinds() -> [&'static str; 2] {
    [
        "d’après sa place sur la carte",
        "d’après son nombre de gommettes",
    ]
}

/// Label of the number of places.
pub fn places_label() -> &'static str {
    "Premières places de chaque carte"
}

/// Label of the number of dots.
pub fn dots_label() -> &'static str {
    "Gommettes au moins"
}

/// A number of dots goes with the sum only.
pub fn dots_go_with_sum() -> &'static str {
    "Un nombre de gommettes va seulement avec «\u{a0}Par gommettes\u{a0}». Choisissez les places, ou changez la façon de mettre les conseils ensemble."
}

/// Label of who chose.
pub fn body_label() -> &'static str {
    "Qui a choisi"
}

/// Help for it.
pub fn body_hint() -> &'static str {
    "Par exemple\u{a0}: la réunion des quatre conseils. Ne nommez pas une personne."
}

/// Label of the day.
pub fn date_label() -> &'static str {
    "Date du choix"
}

/// Label of the reason.
pub fn rule_reason_label() -> &'static str {
    "Pourquoi cette règle"
}

/// Help for the reason.
pub fn rule_reason_hint() -> &'static str {
    "Une ou deux phrases. Tout le monde peut les lire."
}

/// Saves the rule.
pub fn save_rule() -> &'static str {
    "Enregistrer la règle"
}

/// Says that it was done.
pub fn rule_saved() -> &'static str {
    "La règle est enregistrée."
}

/// Unfolds the history.
pub fn rule_history(n: usize) -> String {
    counted(n, "règle choisie jusqu’ici", "règles choisies jusqu’ici")
}
