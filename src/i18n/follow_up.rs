//! Sentences of the page that follows the actions of the contract.

use super::{contract, parts};
use crate::components::ActionStep;

/// No-break space, as French puts before a colon and inside quotation marks.
const NBSP: char = '\u{a0}';

/// Title of the page, and text of the links to it.
pub fn title() -> &'static str {
    "Suivi des actions"
}

/// Names the links to the other pages of the follow-up.
pub fn further() -> &'static str {
    "Autres pages du suivi"
}

/// Under the title: "Où en sont les 142 actions du contrat."
pub fn lead(n_actions: usize) -> String {
    format!("Où en sont les {n_actions} actions du contrat.")
}

/// Button that prints the page.
pub fn print() -> &'static str {
    "Imprimer"
}

/// Title of the follow-up that is made to be printed.
pub fn annex_title() -> &'static str {
    "Bilan des actions"
}

/// What it is, of today.
pub fn annex_lead(today: &str) -> String {
    format!(
        "Où en est chaque action du contrat, au {today}. Ce bilan prend la suite de l’annexe{NBSP}2."
    )
}

/// Which version of the document it shows.
pub fn annex_fingerprint(fingerprint: &str) -> String {
    format!("Empreinte{NBSP}: {fingerprint}")
}

/// Heading of an orientation.
pub fn annex_orientation(number: u8, title: &str) -> String {
    format!("Orientation {number}{NBSP}: {title}")
}

/// Heading of a column.
pub fn annex_action() -> &'static str {
    "Action"
}

/// Heading of a column.
pub fn annex_place() -> &'static str {
    "Lieu"
}

/// Heading of a column.
pub fn annex_printed() -> &'static str {
    "Imprimé au contrat"
}

/// Heading of a column.
pub fn annex_now() -> &'static str {
    "Aujourd’hui"
}

/// Before what was done.
pub fn annex_detail() -> &'static str {
    "Réalisé."
}

/// Before what is planned.
pub fn annex_outlook() -> &'static str {
    "Perspectives."
}

/// Before what comes next.
pub fn annex_next() -> &'static str {
    "Prochaine étape."
}

/// The contract prints no status.
pub fn annex_nothing_printed() -> &'static str {
    "Rien d’imprimé"
}

/// On paper: "État au 4 mars 2026. 12 actions sur 142. Choix : Gaillard, Non atteint."
pub fn on_paper(day: &str, chosen: &[String], n_chosen: usize, n_all: usize) -> String {
    let facts = format!("État au {day}. {}.", count(n_chosen, n_all));
    if chosen.is_empty() {
        return facts;
    }
    format!("{facts} Choix{NBSP}: {}.", chosen.join(", "))
}

/// Heading of the filters.
pub fn filters() -> &'static str {
    "Choisir des actions"
}

/// Label of the choice of a theme.
pub fn theme() -> &'static str {
    "Thème"
}

/// Choice that leaves the theme open.
pub fn all_themes() -> &'static str {
    "Tous les thèmes"
}

/// Label of the choice of an orientation.
pub fn orientation() -> &'static str {
    "Orientation"
}

/// Choice that leaves the orientation open.
pub fn all_orientations() -> &'static str {
    "Toutes les orientations"
}

/// Label of the choice of a place.
pub fn area() -> &'static str {
    "Commune"
}

/// Choice that leaves the place open.
pub fn all_areas() -> &'static str {
    "Toutes les communes"
}

/// The whole area, as a choice and as a bar.
pub fn whole_area() -> &'static str {
    "Toute l’agglomération"
}

/// Perimeters that name no place.
pub fn other_area() -> &'static str {
    "Autre texte"
}

/// Perimeters that the contract leaves empty.
pub fn unknown_area() -> &'static str {
    "Lieu non renseigné"
}

/// Label of the choice of a step.
pub fn status() -> &'static str {
    "Où en est l’action"
}

/// Choice that leaves the step open.
pub fn all_statuses() -> &'static str {
    "Tous les états"
}

/// The two first steps together.
pub fn not_started() -> &'static str {
    "Pas commencée (non atteint ou en cours de lancement)"
}

/// A step as the pictures, the tables and the choices name it.
pub fn step(step: ActionStep) -> &'static str {
    match step {
        ActionStep::Unknown => "Inconnu",
        known => parts::action_step(known),
    }
}

/// The step that is not known, as a choice.
pub fn unknown_step() -> &'static str {
    "Inconnu (le contrat ne le dit pas clairement)"
}

/// Name of the group of the three tiles.
pub fn more_filters() -> &'static str {
    "Autres choix"
}

/// Tile: nothing was said for a year.
pub fn without_news() -> &'static str {
    "Sans nouvelle depuis un an"
}

/// Tile: a council asked for it.
pub fn asked() -> &'static str {
    "Demandée par un conseil"
}

/// Tile beside a commune: the whole area too.
pub fn with_whole() -> &'static str {
    "Avec les actions de toute l’agglomération"
}

/// Under that tile: "16 actions de plus".
pub fn n_more(count: usize) -> String {
    format!("{} de plus", contract::actions(count))
}

/// Said after each choice: "12 actions sur 142".
pub fn count(n_chosen: usize, n_all: usize) -> String {
    if n_chosen == 0 {
        return format!("Aucune action sur {n_all}");
    }
    format!("{} sur {n_all}", contract::actions(n_chosen))
}

/// Link that takes every filter away.
pub fn show_all() -> &'static str {
    "Tout afficher"
}

/// Link to the list further down: "Lire la liste".
pub fn to_list() -> &'static str {
    "Aller à la liste"
}

/// Nothing is left: what to do.
pub fn nothing() -> &'static str {
    "Aucune action ne correspond à ce choix"
}

/// See [`nothing`].
pub fn nothing_next() -> &'static str {
    "Enlevez un choix, ou touchez « Tout afficher »."
}

/// Nothing of the commune alone is left, but of the whole area.
pub fn nothing_alone(count: usize) -> String {
    let verb = if count < 2 { "concerne" } else { "concernent" };
    format!(
        "{} de toute l’agglomération {verb} aussi cette commune.",
        contract::actions(count)
    )
}

/// Link that adds them.
pub fn add_whole() -> &'static str {
    "Voir aussi ces actions"
}

/// Heading of the picture of all chosen actions.
pub fn all_in_one() -> &'static str {
    "Où en sont ces actions"
}

/// Heading of a picture.
pub fn by_theme() -> &'static str {
    "Par thème"
}

/// Heading of a picture.
pub fn by_orientation() -> &'static str {
    "Par orientation"
}

/// Heading of a picture.
pub fn by_area() -> &'static str {
    "Par commune"
}

/// Under the picture by place.
pub fn counted_twice(count: usize) -> String {
    if count == 1 {
        return "1 action nomme plusieurs lieux. Elle compte dans chacun.".to_owned();
    }
    format!("{count} actions nomment plusieurs lieux. Elles comptent dans chacun.")
}

/// Opens the numbers of a picture.
pub fn show_table() -> &'static str {
    "Voir les nombres en tableau"
}

/// Head of the column of sums.
pub fn sum() -> &'static str {
    "Total"
}

/// Heading of what changed.
pub fn change() -> &'static str {
    "Ce qui a changé depuis le contrat imprimé"
}

/// Came further on the scale.
pub fn up() -> &'static str {
    "Ont avancé"
}

/// Stand where they stood.
pub fn same() -> &'static str {
    "Sans changement"
}

/// Fell back.
pub fn down() -> &'static str {
    "Ont reculé"
}

/// Cannot be compared.
pub fn unclear() -> &'static str {
    "Impossible à comparer"
}

/// Said under the numbers of the change.
pub fn unclear_why() -> &'static str {
    "Impossible à comparer : l’état n’était pas connu, ou il ne l’est plus."
}

/// Caption of the table of changes.
pub fn change_table() -> &'static str {
    "En ligne : l’état imprimé. En colonne : l’état d’aujourd’hui."
}

/// Head of the first column of that table.
pub fn printed_step() -> &'static str {
    "État imprimé"
}

/// Heading of the list.
pub fn list() -> &'static str {
    "La liste des actions"
}

/// "Non atteint (14)", heading of the rows of a step.
pub fn step_count(step: &str, count: usize) -> String {
    format!("{step} ({count})")
}

/// Label of the day of the last news: "Dernière nouvelle : 4 mars 2026".
pub fn last_news() -> String {
    format!("Dernière nouvelle{NBSP}:")
}

/// No news since the contract was printed.
pub fn no_news() -> &'static str {
    "Aucune"
}

/// Label of the place: "Où : Agglo".
pub fn place() -> String {
    format!("Où{NBSP}:")
}

/// The contract names no place.
pub fn no_place() -> &'static str {
    "Non renseigné"
}

/// Mark of an action that people wrote apart about.
pub fn conflict() -> &'static str {
    "Plusieurs états à départager"
}

/// Mark of an action whose day is past.
pub fn overdue() -> &'static str {
    "En retard"
}

/// "Contrat imprimé : « Atteint »".
pub fn printed(words: &str) -> String {
    format!("Contrat imprimé{NBSP}: «{NBSP}{words}{NBSP}»")
}

/// Label before a number: "Non atteint : ".
pub fn before_number(step: &str) -> String {
    format!("{step}{NBSP}: ")
}

/// Link from the page of the contract.
pub fn open() -> &'static str {
    "Voir le suivi des actions"
}

/// Link from an action to all of them.
pub fn back_to_list() -> &'static str {
    "Suivi de toutes les actions"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_their_nouns() {
        assert_eq!(count(0, 142), "Aucune action sur 142");
        assert_eq!(count(1, 142), "1\u{a0}action sur 142");
        assert_eq!(count(12, 142), "12\u{a0}actions sur 142");
        assert_eq!(n_more(1), "1\u{a0}action de plus");
        assert!(nothing_alone(1).contains("concerne aussi"));
        assert!(counted_twice(1).starts_with("1 action nomme"));
        assert!(counted_twice(5).starts_with("5 actions nomment"));
    }
}
