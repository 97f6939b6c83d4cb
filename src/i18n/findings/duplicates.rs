//! Proposals that may say the same.

use crate::i18n::{counted, parts};

/// Heading of the proposals that may say the same.
pub fn duplicates_title() -> &'static str {
    "Doublons entre conseils citoyens"
}

/// What it is for.
pub fn duplicates_lead() -> &'static str {
    "Ces propositions disent peut-être la même chose. Regrouper additionne les gommettes. Rien ne se regroupe tout seul, et vous pouvez dégrouper."
}

/// None was found.
pub fn no_duplicate(n_proposals: usize) -> String {
    format!(
        "Aucun doublon trouvé parmi {}.",
        super::n_proposals(n_proposals)
    )
}

/// A card with how many pairs it has.
pub fn duplicates_on(card: &str, n: usize) -> String {
    format!(
        "{card} – {}",
        counted(n, "doublon possible", "doublons possibles")
    )
}

/// Printed in the contract.
pub fn printed() -> &'static str {
    "Imprimée dans le contrat"
}

/// Added, nobody knows by whom.
pub fn added() -> &'static str {
    "Ajoutée depuis l’impression"
}

/// Where a proposal comes from: its council, its workshop and day.
pub fn added_by(council: Option<&str>, workshop: Option<&str>) -> String {
    let known: Vec<&str> = council.into_iter().chain(workshop).collect();
    if known.is_empty() {
        added().to_owned()
    } else {
        known.join(", ")
    }
}

/// Dots of the votes that are revealed.
pub fn revealed_dots(n: u32) -> String {
    format!("{} dans les votes révélés", parts::dots(n))
}

/// Groups both; this wording stands.
pub fn group_as(label: &str) -> String {
    format!("Regrouper, et garder «\u{a0}{label}\u{a0}»")
}

/// The two are not the same.
pub fn not_the_same() -> &'static str {
    "Ne sont pas les mêmes"
}

/// Ends the name of that button, for those who do not see beside what it stands.
pub fn of_pair(one: &str, other: &str) -> String {
    format!(" («\u{a0}{one}\u{a0}» et «\u{a0}{other}\u{a0}»)")
}

/// The two were grouped.
pub fn grouped() -> &'static str {
    "Les deux propositions sont regroupées. Pour revenir en arrière, ouvrez «\u{a0}Déjà décidé\u{a0}»."
}

/// The two are kept apart.
pub fn kept_apart() -> &'static str {
    "C’est noté\u{a0}: ces deux propositions restent séparées."
}

/// A proposal stands for itself again.
pub fn ungrouped() -> &'static str {
    "La proposition compte de nouveau pour elle-même."
}

/// Unfolds what was decided about duplicates.
pub fn duplicates_decided(n: usize) -> String {
    format!("{} ({n})", "Déjà décidé")
}

/// A group.
pub fn grouped_with(label: &str, into: &str) -> String {
    format!("«\u{a0}{label}\u{a0}» compte avec «\u{a0}{into}\u{a0}».")
}

/// Two proposals that are not the same.
pub fn stay_apart(one: &str, other: &str) -> String {
    format!("«\u{a0}{one}\u{a0}» et «\u{a0}{other}\u{a0}» ne sont pas les mêmes.")
}
