//! Dots on paper: their counts and the form.

use crate::i18n::parts::counted;
use crate::i18n::parts::dots;
use crate::model::paper_form::PaperFault;

/// Heading.
pub fn paper_title() -> &'static str {
    "Gommettes sur papier"
}

/// What it is for.
pub fn paper_lead() -> &'static str {
    "Comptez les gommettes collées sur les affiches. Elles s’ajoutent à celles des tablettes."
}

/// Opens the form.
pub fn paper_add() -> &'static str {
    "Saisir un comptage papier"
}

/// Opens the form of a correction.
pub fn paper_correct() -> &'static str {
    "Corriger"
}

/// One count that is in force.
pub fn paper_entry(council: &str, people: u32) -> String {
    let people = counted(people, "personne", "personnes");
    format!("{council}\u{a0}: {people}")
}

/// When it was entered, and why it replaced another.
pub fn paper_entered(at: Option<&str>, reason: Option<&str>) -> String {
    match (at, reason) {
        (Some(at), Some(reason)) => format!("Corrigé le {at}. Raison\u{a0}: {reason}"),
        (Some(at), None) => format!("Saisi le {at}."),
        (None, _) => String::new(),
    }
}

/// Corrections were made apart.
pub fn paper_disputed() -> &'static str {
    "Deux corrections se contredisent. Le comptage d’avant compte encore. Corrigez-le de nouveau pour décider."
}

/// Whose dots.
pub fn paper_council() -> &'static str {
    "Pour quel conseil citoyen\u{a0}?"
}

/// The people of several councils placed their dots on one poster.
pub fn paper_together() -> &'static str {
    "Plusieurs conseils ensemble"
}

/// Field of the number of people.
pub fn paper_people() -> &'static str {
    "Nombre de personnes"
}

/// Heading of one card with what was typed for it.
pub fn paper_card(name: &str, n_dots: u32) -> String {
    format!("{name} – {}", dots(n_dots))
}

/// Field of one proposal.
pub fn paper_proposal(number: usize, label: &str) -> String {
    format!("{number}. {label}")
}

/// Field of the reason.
pub fn paper_reason() -> &'static str {
    "Raison de la correction"
}

/// What was typed so far, against the rules.
pub fn paper_sum(n_dots: u32, people: u32, n_over: u32) -> String {
    let people = counted(people, "personne", "personnes");
    let sum = format!("{} pour {people}.", dots(n_dots));
    if n_over == 0 {
        sum
    } else {
        format!(
            "{sum} C’est {} de plus que la règle. Vérifiez, puis enregistrez ce que vous voyez.",
            dots(n_over)
        )
    }
}

/// What is wrong with the form.
pub fn paper_fault(fault: &PaperFault) -> String {
    match fault {
        PaperFault::Empty => "Donnez le nombre de personnes.".to_owned(),
        PaperFault::Nobody => {
            "Il y a des gommettes et aucune personne. Donnez le nombre de personnes.".to_owned()
        }
        PaperFault::Reason(fault) => super::text_fault(fault),
    }
}

/// Records the count.
pub fn paper_save() -> &'static str {
    "Enregistrer le comptage"
}

/// The count is recorded.
pub fn paper_saved() -> &'static str {
    "Le comptage est enregistré."
}
