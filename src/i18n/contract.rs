//! Sentences of the pages that show the contract. The contract's own words stay verbatim.

use super::counted;

/// No-break space, as French puts before a colon and inside quotation marks.
const NBSP: char = '\u{a0}';

/// Line above the title of the contract, and text of the links back to it.
pub fn the_contract() -> &'static str {
    "Le contrat"
}

/// "Période : 2015-2022".
pub fn period(period: &str) -> String {
    format!("Période{NBSP}: {period}")
}

/// Title of the page while the document holds no contract.
pub fn no_contract() -> &'static str {
    "Le contrat n’est pas sur cette tablette"
}

/// What to do about it.
pub fn no_contract_next() -> &'static str {
    "Ouvrez la page Synchronisation pour recevoir les données d’une autre tablette."
}

/// Button that leads there.
pub fn open_synchronization() -> &'static str {
    "Ouvrir la synchronisation"
}

/// Said of a field that the contract leaves empty.
pub fn unknown() -> &'static str {
    "Non renseigné"
}

/// Label of the search field.
pub fn search_label() -> &'static str {
    "Chercher dans le contrat"
}

/// Said below the field while too little is typed.
pub fn search_too_short() -> &'static str {
    "Tapez au moins deux lettres."
}

/// "12 réponses", said after each change of the search.
pub fn search_count(count: usize) -> String {
    if count == 0 {
        "Aucune réponse".to_owned()
    } else {
        counted(count, "réponse", "réponses")
    }
}

/// Heading of the answers: "Réponses pour « école »".
pub fn search_results(query: &str) -> String {
    format!("Réponses pour «{NBSP}{query}{NBSP}»")
}

/// Nothing was found.
pub fn search_nothing(query: &str) -> String {
    format!("Rien dans le contrat pour «{NBSP}{query}{NBSP}»")
}

/// What to try then.
pub fn search_nothing_next() -> &'static str {
    "Essayez un seul mot, ou seulement le début du mot. Les accents ne comptent pas."
}

/// Button that empties the search field.
pub fn search_clear() -> &'static str {
    "Effacer la recherche"
}

/// "Actions (12)", heading of the answers of a kind.
pub fn kind_count(kind: &str, count: usize) -> String {
    format!("{kind} ({count})")
}

/// "et 12 autres", after the first answers of a kind.
pub fn search_more(count: usize) -> String {
    let others = counted(count, "autre", "autres");
    format!("et {others}. Ajoutez un mot pour préciser.")
}

/// Name of the list of in-page links.
pub fn contents() -> &'static str {
    "Sommaire"
}

/// "Thème 2".
pub fn theme(number: u8) -> String {
    format!("Thème {number}")
}

/// "Thème 2 : EMPLOI ET DEV ECO".
pub fn theme_named(number: u8, name: &str) -> String {
    format!("{}{NBSP}: {name}", theme(number))
}

/// "Orientation 3".
pub fn orientation(number: u8) -> String {
    format!("Orientation {number}")
}

/// "Orientation 3 : FAVORISER L'ACCES A LA SANTE".
pub fn orientation_named(number: u8, title: &str) -> String {
    format!("{}{NBSP}: {title}", orientation(number))
}

/// "13 actions".
pub fn actions(count: usize) -> String {
    counted(count, "action", "actions")
}

/// "3 objectifs et 13 actions", under the title of an orientation.
pub fn objectives_and_actions(n_objectives: usize, n_actions: usize) -> String {
    format!(
        "{} et {}",
        counted(n_objectives, "objectif", "objectifs"),
        actions(n_actions)
    )
}

/// "Les 10 axes de travail, dont 2 mis en avant par les conseils citoyens".
pub fn axes(count: usize, n_starred: usize) -> String {
    let all = match count {
        1 => "Un axe de travail".to_owned(),
        _ => format!("Les {count} axes de travail"),
    };
    match n_starred {
        0 => all,
        1 => format!("{all}, dont 1 mis en avant par les conseils citoyens"),
        _ => format!("{all}, dont {n_starred} mis en avant par les conseils citoyens"),
    }
}

/// Said beside the star of an axis.
pub fn starred() -> &'static str {
    "Mis en avant par les conseils citoyens"
}

/// Heading of the places.
pub fn places() -> &'static str {
    "Quartiers et communes"
}

/// Name of the drawing of the communes.
pub fn territory() -> &'static str {
    "Le territoire"
}

/// Over the drawing.
pub fn territory_lead() -> &'static str {
    "Touchez une commune pour voir ce qui y est promis. Le dessin n’est pas à l’échelle."
}

/// Quarters of a commune.
pub fn n_quarters(n: usize) -> String {
    counted(n, "quartier", "quartiers")
}

/// Actions whose perimeter names a commune.
pub fn n_actions_named(n: usize) -> String {
    counted(n, "action", "actions")
}

/// Before the four communes with a citizen council.
pub fn councils() -> &'static str {
    "Les communes qui ont un conseil citoyen"
}

/// Before the quarters.
pub fn quarters() -> &'static str {
    "Les quartiers"
}

/// "Annemasse, quartier prioritaire", under the name of a quarter.
pub fn quarter_place(commune: Option<&str>, kind: Option<&str>) -> String {
    match (commune, kind) {
        (Some(commune), Some(kind)) => format!("{commune}, {kind}"),
        (Some(only), None) | (None, Some(only)) => only.to_owned(),
        (None, None) => unknown().to_owned(),
    }
}

/// Heading of the State's part.
pub fn state() -> &'static str {
    "Engagements de l’État"
}

/// Before the objectives of the State.
pub fn state_objectives() -> &'static str {
    "Ses objectifs"
}

/// Before the programmes of the State.
pub fn state_programmes() -> &'static str {
    "Ses programmes"
}

/// Before the commitments of the State.
pub fn state_commitments() -> &'static str {
    "Ses engagements, sujet par sujet"
}

/// Said before the subjects, which are closed at first.
pub fn touch_to_open() -> &'static str {
    "Touchez un sujet pour lire le texte."
}

/// Heading of the dated steps.
pub fn calendar() -> &'static str {
    "Calendrier"
}

/// Heading of the signatories.
pub fn signatories() -> &'static str {
    "Signataires"
}

/// "Voir les 25 signataires".
pub fn show_signatories(count: usize) -> String {
    match count {
        1 => "Voir le signataire".to_owned(),
        _ => format!("Voir les {count} signataires"),
    }
}

/// Heading of the answers that are themes.
pub fn themes() -> &'static str {
    "Thèmes"
}

/// Heading of the answers that are orientations, and of the orientations of a theme.
pub fn orientations() -> &'static str {
    "Orientations"
}

/// Heading of the objectives of section 3.1.
pub fn objectives() -> &'static str {
    "Objectifs"
}

/// Heading of the answers that are axes.
pub fn axes_heading() -> &'static str {
    "Axes de travail"
}

/// Heading of the proposals that were found.
pub fn proposals_heading() -> &'static str {
    "Propositions"
}

/// Heading of the answers to proposals.
pub fn answers_heading() -> &'static str {
    "Réponses aux propositions"
}

/// Heading of the remarks.
pub fn comments_heading() -> &'static str {
    "Remarques"
}

/// No text has all the words.
pub fn searched_only_some() -> &'static str {
    "Rien avec tous ces mots ensemble. Voici avec une partie d’entre eux."
}

/// A word that no text has, and the one that was looked for.
pub fn searched_instead(typed: &str, found: &str) -> String {
    format!("Rien pour «\u{a0}{typed}\u{a0}». Voici «\u{a0}{found}\u{a0}».")
}

/// Heading of actions.
pub fn actions_heading() -> &'static str {
    "Actions"
}

/// "Objectif 2-1".
pub fn objective_code(code: Option<&str>) -> String {
    match code {
        Some(code) => format!("Objectif {code}"),
        None => "Objectif".to_owned(),
    }
}

/// "Action 1.10"; "Action sans code" when the contract gives none.
pub fn action_code(code: Option<&str>) -> String {
    match code {
        Some(code) => format!("Action {code}"),
        None => "Action sans code".to_owned(),
    }
}

/// "1.10", or "Sans code" when the contract gives none.
pub fn code(code: Option<&str>) -> String {
    code.unwrap_or("Sans code").to_owned()
}

/// Heading of the actions that stand under no objective.
pub fn no_objective() -> &'static str {
    "Objectif non renseigné"
}

/// Said when an orientation has no action.
pub fn no_action() -> &'static str {
    "Aucune action dans le contrat."
}

/// "Où : Agglo", beside the link of an action.
pub fn perimeter_short(perimeter: Option<&str>) -> String {
    format!("Où{NBSP}: {}", perimeter.unwrap_or("non renseigné"))
}

/// Names of the fields of an action.
pub fn field_code() -> &'static str {
    "Code"
}

/// See [`field_code`].
pub fn field_theme() -> &'static str {
    "Thème"
}

/// See [`field_code`].
pub fn field_orientation() -> &'static str {
    "Orientation"
}

/// See [`field_code`].
pub fn field_objective() -> &'static str {
    "Objectif"
}

/// See [`field_code`].
pub fn field_perimeter() -> &'static str {
    "Où"
}

/// See [`field_code`].
pub fn field_status() -> &'static str {
    "Où en est l’action"
}

/// "Texte du contrat : « Non atteint à l'échelle de l'agglo »".
pub fn printed_status(printed: &str) -> String {
    format!("Texte du contrat{NBSP}: «{NBSP}{printed}{NBSP}»")
}

/// Heading of the identity of an action, read by screen readers and shown.
pub fn essentials() -> &'static str {
    "L’essentiel"
}

/// Heading of what was done.
pub fn detail() -> &'static str {
    "Ce qui a été fait"
}

/// The same over the printed text, when newer words stand above.
pub fn as_printed(heading: &str) -> String {
    format!("{heading}, dans le contrat imprimé")
}

/// Heading of what comes next.
pub fn outlook() -> &'static str {
    "La suite prévue"
}

/// Heading of the rows that carry the same action elsewhere.
pub fn same_action() -> &'static str {
    "La même action ailleurs"
}

/// Link to the same action in another place.
pub fn same_action_at(perimeter: Option<&str>) -> String {
    perimeter.unwrap_or("Lieu non renseigné").to_owned()
}

/// Name of the two links at the end of an orientation.
pub fn other_orientations() -> &'static str {
    "Autres orientations"
}

/// Name of the two links at the end of an action.
pub fn other_actions() -> &'static str {
    "Autres actions"
}

/// "Orientation 2, la précédente".
pub fn previous_orientation(number: u8) -> String {
    format!("Précédente{NBSP}: orientation {number}")
}

/// See [`previous_orientation`].
pub fn next_orientation(number: u8) -> String {
    format!("Suivante{NBSP}: orientation {number}")
}

/// "Précédente : action 1.10", or "…, Gaillard" to tell rows of one code apart.
pub fn previous_action(code: Option<&str>, perimeter: Option<&str>) -> String {
    format!("Précédente{NBSP}: {}", action_in_sentence(code, perimeter))
}

/// See [`previous_action`].
pub fn next_action(code: Option<&str>, perimeter: Option<&str>) -> String {
    format!("Suivante{NBSP}: {}", action_in_sentence(code, perimeter))
}

fn action_in_sentence(code: Option<&str>, perimeter: Option<&str>) -> String {
    let action = match code {
        Some(code) => format!("action {code}"),
        None => "action sans code".to_owned(),
    };
    match perimeter {
        Some(perimeter) => format!("{action}, {perimeter}"),
        None => action,
    }
}

/// Title of the page of an orientation that the contract does not have.
pub fn orientation_not_found() -> &'static str {
    "Cette orientation n’existe pas"
}

/// What to do then.
pub fn orientation_not_found_next() -> &'static str {
    "Les orientations de ce contrat sont toutes sur la page du contrat."
}

/// Title of the page of an action that the contract does not have.
pub fn action_not_found() -> &'static str {
    "Cette action n’existe pas"
}

/// What to do then.
pub fn action_not_found_next() -> &'static str {
    "Cherchez l’action par un mot sur la page du contrat."
}

/// Button of the two pages above.
pub fn back_to_contract() -> &'static str {
    "Aller au contrat"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_and_one_are_singular() {
        assert_eq!(search_count(0), "Aucune réponse");
        assert_eq!(search_count(1), "1\u{a0}réponse");
        assert_eq!(search_count(2), "2\u{a0}réponses");
        assert_eq!(
            objectives_and_actions(1, 0),
            "1\u{a0}objectif et 0\u{a0}action"
        );
    }

    #[test]
    fn axes_say_how_many_are_starred() {
        assert_eq!(axes(7, 0), "Les 7 axes de travail");
        assert_eq!(
            axes(10, 2),
            "Les 10 axes de travail, dont 2 mis en avant par les conseils citoyens"
        );
    }

    #[test]
    fn neighbors_name_their_place_when_it_tells_them_apart() {
        assert_eq!(next_action(Some("1.2"), None), "Suivante\u{a0}: action 1.2");
        assert_eq!(
            previous_action(Some("1.1"), Some("Gaillard")),
            "Précédente\u{a0}: action 1.1, Gaillard"
        );
    }

    #[test]
    fn unknown_fields_are_said() {
        assert_eq!(quarter_place(None, None), "Non renseigné");
        assert_eq!(perimeter_short(None), "Où\u{a0}: non renseigné");
        assert_eq!(code(None), "Sans code");
    }
}
