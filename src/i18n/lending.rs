//! Sentences of a lent tablet: the facilitator's code, lending, taking back.

use core::time::Duration;

use super::counted;
use crate::model::facilitator_lock::{CODE_CHARS_MAX, CODE_CHARS_MIN, CodeFault};
use crate::model::idle::IDLE_EXIT_S;
use crate::replica::LoanKind;

/// Label of the facilitator's code.
pub fn code_label() -> &'static str {
    "Code de l’animateur"
}

/// Help under the code in the form of a workshop.
pub fn code_hint() -> String {
    format!(
        "{CODE_CHARS_MIN} à {CODE_CHARS_MAX} chiffres ou lettres. Il sert à reprendre une tablette prêtée. Notez-le. Vous pouvez laisser vide."
    )
}

/// Help under the code where it is chosen or changed.
pub fn new_code_hint() -> String {
    format!(
        "{CODE_CHARS_MIN} à {CODE_CHARS_MAX} chiffres ou lettres. Notez-le\u{a0}: il ne s’affichera plus."
    )
}

/// What is wrong with a code that someone chooses.
pub fn code_fault(fault: CodeFault) -> String {
    match fault {
        CodeFault::TooShort => format!("Il faut au moins {CODE_CHARS_MIN} chiffres ou lettres."),
        CodeFault::TooLong => format!("Il faut {CODE_CHARS_MAX} chiffres ou lettres au plus."),
        CodeFault::Character => {
            "Prenez seulement des chiffres et des lettres sans accent.".to_owned()
        }
    }
}

/// Title of the panel, button, and title of the question.
pub fn lend() -> &'static str {
    "Prêter cette tablette"
}

/// What lending does.
pub fn lend_words() -> &'static str {
    "Une tablette prêtée montre seulement le bulletin et les cartes. Vous la reprenez avec le code de l’animateur."
}

/// No code was chosen yet.
pub fn needs_code() -> &'static str {
    "Choisissez d’abord un code"
}

/// Why.
pub fn needs_code_words() -> &'static str {
    "Sans code de l’animateur, personne ne pourrait reprendre la tablette."
}

/// No code was chosen, and this device may not choose one.
pub fn needs_code_elsewhere() -> &'static str {
    "Un animateur doit d’abord choisir un code pour cet atelier, sur sa tablette."
}

/// Folded form that changes the code.
pub fn change_code() -> &'static str {
    "Changer le code de l’animateur"
}

/// When that helps.
pub fn change_code_words() -> &'static str {
    "Le nouveau code ouvre toutes les tablettes prêtées, dès qu’elles l’ont reçu. Utile si la tablette de l’animateur est perdue ou si le code est oublié."
}

/// Keeps the code.
pub fn save_code() -> &'static str {
    "Enregistrer le code"
}

/// The code is kept.
pub fn code_saved() -> &'static str {
    "Le code est choisi."
}

/// Question over the two ways of lending.
pub fn lend_question() -> &'static str {
    "Qui va s’en servir\u{a0}?"
}

/// One of the two ways.
pub fn loan_kind(kind: LoanKind) -> &'static str {
    match kind {
        LoanKind::Shared => "Tablette partagée, avec des codes",
        LoanKind::Personal => "Tablette d’une seule personne",
    }
}

/// What it means.
pub fn loan_kind_note(kind: LoanKind) -> &'static str {
    match kind {
        LoanKind::Shared => "Chacun tape son code. La tablette passe de main en main.",
        LoanKind::Personal => "Sans code. Un seul bulletin par tour.",
    }
}

/// Lends.
pub fn lend_now() -> &'static str {
    "Prêter"
}

/// Title of the plain page in place of any other.
pub fn lent_title() -> &'static str {
    "Cette tablette sert à l’atelier"
}

/// Under it.
pub fn lent_lead() -> &'static str {
    "Ici, on remplit son bulletin et on lit les cartes."
}

/// Leads to the ballot.
pub fn to_ballot() -> &'static str {
    "Aller au bulletin"
}

/// Leads from a card to the ballot.
pub fn back_to_ballot() -> &'static str {
    "Revenir au bulletin"
}

/// Over the links to the cards.
pub fn read_cards() -> &'static str {
    "Lire les cartes"
}

/// Opens the question for the facilitator.
pub fn take_back() -> &'static str {
    "Animateur\u{a0}: reprendre la tablette"
}

/// Title of the question.
pub fn take_back_title() -> &'static str {
    "Reprendre la tablette"
}

/// Answers it.
pub fn take_back_now() -> &'static str {
    "Reprendre"
}

/// What to do without the code.
pub fn code_lost() -> &'static str {
    "Code oublié\u{a0}? Sur la tablette d’un autre animateur, ouvrez l’atelier et choisissez un nouveau code. Il vaut ici dès que cette tablette l’a reçu."
}

/// The code is wrong.
pub fn wrong_code() -> &'static str {
    "Ce n’est pas le bon code. Vérifiez-le, puis recommencez."
}

/// What was typed cannot be a code.
pub fn not_a_code() -> String {
    format!("Le code a {CODE_CHARS_MIN} à {CODE_CHARS_MAX} chiffres ou lettres.")
}

/// Too many wrong tries.
pub fn wait(left: Duration) -> String {
    // Rounded up: at « 0 seconde » one would try too early.
    let left_s = left.as_secs() + u64::from(left.subsec_nanos() > 0);
    let words = if left_s < 60 {
        counted(usize::try_from(left_s).unwrap_or(0), "seconde", "secondes")
    } else {
        let minutes = left_s.div_ceil(60);
        counted(usize::try_from(minutes).unwrap_or(0), "minute", "minutes")
    };
    format!("Trop d’essais. Attendez {words}, puis recommencez.")
}

/// Nobody touched the tablet: the question.
pub fn idle_title() -> &'static str {
    "Êtes-vous encore là\u{a0}?"
}

/// What happens without an answer.
pub fn idle_words() -> &'static str {
    "Sans réponse, ce bulletin quitte l’écran. Vos gommettes restent gardées\u{a0}: tapez de nouveau votre code pour les retrouver."
}

/// How much time is left.
pub fn idle_left(left_s: u32) -> String {
    let left = usize::try_from(left_s).unwrap_or(0);
    format!("Il reste {}.", counted(left, "seconde", "secondes"))
}

/// Somebody is there.
pub fn go_on() -> &'static str {
    "Continuer"
}

/// How long a shared tablet waits, for the one who lends it.
pub fn idle_note() -> String {
    let minutes = usize::try_from(IDLE_EXIT_S / 60).unwrap_or(0);
    format!(
        "Sans geste pendant {}, une tablette partagée revient à la demande de code.",
        counted(minutes, "minute", "minutes")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_is_said_in_seconds_then_in_minutes() {
        let check = |ms, words: &str| {
            let said = wait(Duration::from_millis(ms)).replace('\u{a0}', " ");
            assert!(said.contains(words), "{said}");
        };
        check(14_200, "Attendez 15 secondes");
        check(900, "Attendez 1 seconde,");
        check(61_000, "Attendez 2 minutes");
        check(600_000, "Attendez 10 minutes");
    }
}
