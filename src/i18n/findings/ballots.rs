//! Ballots that do not count and why; paper counts that were corrected apart.

use super::may_arrive;
use crate::i18n::parts::dots;
use crate::i18n::workshop;

/// Late ballots.
pub fn late(n: u32) -> String {
    let ballots = workshop::late_ballots(n);
    format!("{ballots}. {}", workshop::late_sentence(n))
}

/// What they are meanwhile.
pub fn late_meanwhile() -> &'static str {
    "Un bulletin tardif est gardé, et ne compte pas tant que personne n’a décidé."
}

/// Several ballots of one voter.
pub fn double(n: usize, is_code: bool) -> String {
    let whose = if is_code {
        "avec un même code"
    } else {
        "par une même tablette"
    };
    format!("{n} bulletins validés {whose}, sans que l’un remplace l’autre.")
}

/// What they are meanwhile, or once it was decided.
pub fn double_meanwhile(is_open: bool) -> &'static str {
    if is_open {
        "Tous sont gardés. Aucun ne compte tant que personne n’a décidé. Un seul peut compter."
    } else {
        "Tous sont gardés. Vous pouvez décider de nouveau."
    }
}

/// A ballot with its council.
pub fn ballot_of(council: &str) -> String {
    format!("Bulletin pour le conseil citoyen {council}")
}

/// What becomes of a faulty ballot.
pub fn faulty_meanwhile() -> &'static str {
    "Ce bulletin est gardé tel quel. Il ne compte pas."
}

fn of(label: Option<&str>) -> String {
    label.map_or_else(
        || "une proposition".to_owned(),
        |label| format!("«\u{a0}{label}\u{a0}»"),
    )
}

/// Dots on a proposal that is not of the round.
pub fn fault_foreign(label: Option<&str>) -> String {
    match label {
        Some(label) => format!(
            "Un bulletin a des gommettes sur «\u{a0}{label}\u{a0}», qui n’est pas de ce tour."
        ),
        None => format!(
            "Un bulletin a des gommettes sur une proposition inconnue ici. {}",
            may_arrive()
        ),
    }
}

/// Over the cap of a proposal.
pub fn fault_over_cap(label: Option<&str>, n_dots: u32, dots_max: u8) -> String {
    format!(
        "Un bulletin a {} sur {}\u{a0}: la règle en permet {dots_max}.",
        dots(n_dots),
        of(label)
    )
}

/// Over the dots of a person.
pub fn fault_over_budget(card: Option<&str>, n_dots: u32, dots_max: u8) -> String {
    let scope = card.map_or_else(
        || "pour le tour".to_owned(),
        |card| format!("sur la carte «\u{a0}{card}\u{a0}»"),
    );
    format!(
        "Un bulletin a {} {scope}\u{a0}: la règle en permet {dots_max}.",
        dots(n_dots)
    )
}

/// A proposal is noted without a dot.
pub fn fault_no_dot() -> &'static str {
    "Un bulletin note une proposition sans gommette."
}

/// The round is of the past.
pub fn fault_no_rules() -> &'static str {
    "Un bulletin est arrivé pour un tour qui fait partie de l’histoire du contrat."
}

/// The code is not of the round.
pub fn fault_unknown_code() -> &'static str {
    "Un bulletin porte un code qui n’est pas de ce tour."
}

/// A ballot that a person set aside.
pub fn set_aside() -> &'static str {
    "Un bulletin a été mis de côté."
}

/// Takes it back in.
pub fn count_again() -> &'static str {
    "Compter ce bulletin"
}

/// A ballot with a void code.
pub fn void_code() -> &'static str {
    "Un bulletin porte un code annulé. Il est gardé et ne compte pas."
}

/// A void code stays void.
pub fn void_code_for_good() -> &'static str {
    "Un code annulé le reste. Donnez un autre code à la personne pour le prochain tour."
}

/// What was decided of the code.
pub fn void_code_decided() -> &'static str {
    "Code annulé."
}

/// Paper counts were corrected apart.
pub fn paper() -> &'static str {
    "Un comptage papier a été corrigé de deux façons, sur des tablettes qui ne s’étaient pas rencontrées."
}

/// What counts meanwhile.
pub fn paper_meanwhile() -> &'static str {
    "Le comptage d’avant compte encore. Corrigez-le de nouveau pour décider."
}

/// Leads to the paper counts.
pub fn go_to_paper() -> &'static str {
    "Ouvrir l’atelier pour corriger"
}
