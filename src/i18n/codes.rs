//! Sentences of the codes: making, printing, typing, making void.

use super::counted;
use crate::model::codes::{CODE_CHARS, CodeAnswer};

/// Title of the panel on the page of a workshop.
pub fn title() -> &'static str {
    "Codes des tablettes partagées"
}

/// What they are for.
pub fn lead() -> &'static str {
    "Un code ouvre un bulletin. Il ne dit pas de qui. Sur une tablette d’une seule personne, il n’en faut pas."
}

/// Prepares a round.
pub fn prepare_round() -> &'static str {
    "Préparer le tour"
}

/// Why one would.
pub fn prepare_words() -> &'static str {
    "Préparez le tour pour imprimer les codes avant de l’ouvrir."
}

/// Label of the number of people.
pub fn people() -> &'static str {
    "Nombre de personnes"
}

/// Help under it.
pub fn people_hint() -> &'static str {
    "Un code par personne qui utilise une tablette partagée. Vous pourrez en ajouter pendant le tour."
}

/// Makes codes.
pub fn create() -> &'static str {
    "Créer des codes"
}

/// How many there are.
pub fn n_codes(n_valid: usize, n_void: usize) -> String {
    let valid = match n_valid {
        0 => "Aucun code pour ce tour".to_owned(),
        n => format!("{} pour ce tour", counted(n, "code", "codes")),
    };
    match n_void {
        0 => format!("{valid}."),
        n => format!(
            "{valid}, et {}.",
            counted(n, "code annulé", "codes annulés")
        ),
    }
}

/// Codes were made.
pub fn created(n: usize) -> String {
    match n {
        0 => String::new(),
        1 => "1\u{a0}code est créé.".to_owned(),
        n => format!("{n}\u{a0}codes sont créés."),
    }
}

/// To the printed sheet.
pub fn to_sheet() -> &'static str {
    "Imprimer les codes"
}

/// Folded search.
pub fn find_or_void() -> &'static str {
    "Chercher ou annuler un code"
}

/// Label of the search.
pub fn search_label() -> &'static str {
    "Code, ou une partie du code"
}

/// What was found.
pub fn found(n: usize, n_shown: usize) -> String {
    match n {
        0 => "Aucun code ne contient ces lettres.".to_owned(),
        n if n > n_shown => format!("{n}\u{a0}codes. Tapez encore une lettre."),
        n => counted(n, "code", "codes"),
    }
}

/// A code that opens a ballot.
pub fn valid() -> &'static str {
    "Valable"
}

/// A code that opens none any more.
pub fn void(reason: &str) -> String {
    if reason.is_empty() {
        "Annulé".to_owned()
    } else {
        format!("Annulé\u{a0}: {reason}")
    }
}

/// Button of one code.
pub fn void_code(code: &str) -> String {
    format!("Annuler le code {code}")
}

/// Title of the question.
pub fn void_question() -> &'static str {
    "Annuler ce code"
}

/// What that does.
pub fn void_words(has_ballot: bool) -> &'static str {
    if has_ballot {
        "Un bulletin porte ce code. Il ne sera plus compté. On ne peut pas revenir en arrière."
    } else {
        "Ce code n’ouvrira plus de bulletin. On ne peut pas revenir en arrière."
    }
}

/// Label of the reason.
pub fn reason() -> &'static str {
    "Raison"
}

/// Help under it.
pub fn reason_hint() -> &'static str {
    "Par exemple\u{a0}: feuille perdue. N’écrivez pas de nom."
}

/// Title of the sheet.
pub fn sheet_title() -> &'static str {
    "Codes à découper"
}

/// Under it.
pub fn sheet_lead(n: usize, n_pages: usize) -> String {
    format!(
        "{}, sur {}. Découpez, mélangez, puis chacun en tire un.",
        counted(n, "code", "codes"),
        counted(n_pages, "page", "pages")
    )
}

/// Name of one printed page.
pub fn sheet_page(page: usize, n_pages: usize) -> String {
    format!("Page {page} sur {n_pages}")
}

/// Nothing to print.
pub fn sheet_empty() -> &'static str {
    "Il n’y a pas encore de code à imprimer."
}

/// What to do then.
pub fn sheet_empty_next() -> &'static str {
    "Sur la page de l’atelier, préparez le tour et créez des codes."
}

/// Back to the workshop.
pub fn back() -> &'static str {
    "Revenir à l’atelier"
}

/// Prints.
pub fn print() -> &'static str {
    "Imprimer"
}

/// Which codes are printed.
pub fn which() -> &'static str {
    "Codes à imprimer"
}

/// All of them.
pub fn all(n: usize) -> String {
    format!("Tous les codes ({n})")
}

/// Those that were made last.
pub fn latest(n: usize) -> String {
    format!("Les derniers codes créés ({n})")
}

/// On each slip, over the code.
pub fn slip_title() -> &'static str {
    "Votre code pour un bulletin"
}

/// Title of the code box.
pub fn box_title() -> &'static str {
    "Tapez votre code"
}

/// Under it.
pub fn box_lead() -> &'static str {
    "Il est sur votre papier. Il ne dit pas qui vous êtes."
}

/// Label of the field.
pub fn box_label() -> &'static str {
    "Mon code"
}

/// Opens the ballot.
pub fn open_ballot() -> &'static str {
    "Ouvrir mon bulletin"
}

/// The choice of help.
pub fn assisted() -> &'static str {
    "Je remplis ce bulletin avec l’aide de quelqu’un"
}

/// What it does.
pub fn assisted_note() -> &'static str {
    "Cela reste sans nom. On compte seulement le nombre de bulletins remplis avec une aide."
}

/// « dont 2 remplis avec une aide », as a fact of the count.
pub fn n_assisted(n: u32) -> String {
    let n = usize::try_from(n).unwrap_or(0);
    counted(
        n,
        "bulletin rempli avec une aide",
        "bulletins remplis avec une aide",
    )
}

/// Why a code opens no ballot: title and what to do; empty for one that opens.
pub fn answer(answer: &CodeAnswer) -> (&'static str, String) {
    let (title, text) = match answer {
        CodeAnswer::Opens(..) => ("", ""),
        CodeAnswer::NotACode => {
            return (
                "Ce n’est pas un code",
                format!(
                    "Un code a {CODE_CHARS} lettres ou chiffres. Il n’a jamais de I, L, O ou Q, ni de 0 ou de 1. Regardez bien\u{a0}: un B ressemble à un 8, un S à un 5, un Z à un 2, un G à un 6."
                ),
            );
        }
        CodeAnswer::Unknown => (
            "Ce code n’est pas connu",
            "Vérifiez chaque lettre. Si tout est juste, prévenez l’animateur\u{a0}: cette tablette n’a peut-être pas encore reçu ce code.",
        ),
        CodeAnswer::NoCodes => (
            "Ce tour n’a pas de code",
            "Cette tablette ne connaît aucun code pour ce tour. Prévenez l’animateur.",
        ),
        CodeAnswer::OtherRound => (
            "Ce code est celui d’un autre tour",
            "Demandez à l’animateur un code pour ce tour.",
        ),
        CodeAnswer::Void => (
            "Ce code est annulé",
            "Demandez un autre code à l’animateur.",
        ),
        CodeAnswer::NotOpen => (
            "Le tour n’est pas encore ouvert",
            "Gardez votre papier. Votre code servira quand l’animateur ouvrira le tour.",
        ),
        CodeAnswer::Paused => (
            "Le tour est en pause",
            "Attendez que l’animateur reprenne le tour.",
        ),
        CodeAnswer::Closed => (
            "Le tour est clos",
            "On ne peut plus remplir de bulletin pour ce tour. Prévenez l’animateur.",
        ),
        CodeAnswer::Used(..) => (
            "Ce code est déjà utilisé",
            "Un bulletin est déjà validé avec ce code. Vous pouvez le refaire\u{a0}: vous partez d’un bulletin vide, qui remplacera le premier. Ce n’était pas vous\u{a0}? Prévenez l’animateur.",
        ),
    };
    (title, text.to_owned())
}

/// Replaces a ballot that is validated.
pub fn change_ballot() -> &'static str {
    "Modifier ce bulletin"
}

/// Leaves a ballot that is not validated.
pub fn abandon() -> &'static str {
    "Abandonner"
}

/// Title of the question.
pub fn abandon_question() -> &'static str {
    "Abandonner ce bulletin"
}

/// What that does.
pub fn abandon_words() -> &'static str {
    "Vos gommettes seront effacées. Rien ne sera validé. Votre code reste valable."
}

/// After a ballot, on a shared tablet.
pub fn handed_title() -> &'static str {
    "Merci."
}

/// Under it.
pub fn handed_lead() -> &'static str {
    "Passez la tablette à la personne suivante."
}

/// The next person takes over.
pub fn next_person() -> &'static str {
    "Personne suivante"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_codes_is_said_in_french() {
        let said = |valid, void| n_codes(valid, void).replace('\u{a0}', " ");
        assert_eq!(said(0, 0), "Aucun code pour ce tour.");
        assert_eq!(said(1, 0), "1 code pour ce tour.");
        assert_eq!(said(24, 2), "24 codes pour ce tour, et 2 codes annulés.");
    }
}
