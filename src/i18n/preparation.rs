//! Sentences of the preparation of a workshop.

use super::counted;

/// Title of the page, and the link to it.
pub fn title() -> &'static str {
    "Préparer l’atelier"
}

/// What it is for.
pub fn lead() -> &'static str {
    "Choisissez les propositions, leur ordre et leurs mots. Vos choix valent pour le prochain tour."
}

/// Back to the workshop.
pub fn back() -> &'static str {
    "Retour à l’atelier"
}

/// A round runs.
pub fn frozen_title() -> &'static str {
    "Un tour est en cours"
}

/// What that means.
pub fn frozen_text() -> &'static str {
    "Ses propositions ne changent plus. Vos choix valent pour le tour suivant. Pour regrouper, attendez que le tour soit clos."
}

/// A round was prepared before the cards were changed.
pub fn draft_on_other_cards() -> &'static str {
    "Le tour déjà préparé garde ses cartes. Les cartes que vous venez de choisir valent pour le tour suivant."
}

/// Two facilitators chose apart.
pub fn chosen_apart_title() -> &'static str {
    "Deux tablettes ont choisi des propositions chacune de son côté"
}

/// What is kept, and what to do.
pub fn chosen_apart_text() -> &'static str {
    "Un seul des deux choix est gardé. C’est celui que vous voyez ici, et il est le même sur toutes les tablettes. Vérifiez les propositions et leur ordre."
}

/// Says that the choice in sight is the right one.
pub fn keep_choice() -> &'static str {
    "Garder ce choix"
}

/// Opens the form, and heads it.
pub fn edit() -> &'static str {
    "Modifier l’atelier"
}

/// Keeps what the form says.
pub fn save_edit() -> &'static str {
    "Enregistrer les changements"
}

/// It is kept.
pub fn edited() -> &'static str {
    "L’atelier est modifié."
}

/// How many proposals a card has on the table.
pub fn on_table(n: usize) -> String {
    if n == 0 {
        return "Aucune proposition sur la table. Mettez-en au moins une.".to_owned();
    }
    counted(n, "proposition sur la table", "propositions sur la table")
}

/// Unfolds the proposals of a card.
pub fn choose() -> &'static str {
    "Choisir et ranger les propositions"
}

/// Name of the list of what is chosen.
pub fn on_table_title() -> &'static str {
    "Sur la table"
}

/// Heading of what is not.
pub fn off_table_title() -> &'static str {
    "Pas sur la table"
}

/// Moves a proposal nearer to the first; the name for those who do not see where it stands.
pub fn up() -> &'static str {
    "Monter"
}

/// Moves it nearer to the last.
pub fn down() -> &'static str {
    "Descendre"
}

/// Takes it off the table.
pub fn take_off() -> &'static str {
    "Retirer"
}

/// Puts it on the table.
pub fn put_on() -> &'static str {
    "Mettre sur la table"
}

/// Opens the field of a new wording.
pub fn reword() -> &'static str {
    "Changer le texte"
}

/// Takes a proposal out of its group.
pub fn ungroup() -> &'static str {
    "Dégrouper"
}

/// Name of a button: what it does, then on which proposal.
pub fn named(action: &str, label: &str) -> String {
    format!("{action} «\u{a0}{label}\u{a0}»")
}

/// Field of a new wording.
pub fn new_wording() -> &'static str {
    "Nouveau texte"
}

/// What becomes of the former wording.
pub fn new_wording_hint() -> &'static str {
    "L’ancien texte garde ses gommettes. Le nouveau commence sans gommette."
}

/// Keeps a new wording.
pub fn save_wording() -> &'static str {
    "Enregistrer le texte"
}

/// The wording that another one replaces.
pub fn former(label: &str) -> String {
    format!("Texte d’avant, qui garde ses gommettes\u{a0}: «\u{a0}{label}\u{a0}»")
}

/// It was not printed in the contract.
pub fn added() -> &'static str {
    "Ajoutée depuis l’impression."
}

/// Before the proposals that one stands for.
pub fn stands_for() -> &'static str {
    "Compte aussi les gommettes de\u{a0}:"
}

/// It is grouped into one that is not in sight.
pub fn grouped_elsewhere(label: &str) -> String {
    format!("Regroupée avec «\u{a0}{label}\u{a0}», qui n’est pas sur la table.")
}

/// Adds a proposal of this workshop.
pub fn add() -> &'static str {
    "Ajouter une proposition"
}

/// Leads to the choice, the order and the words of the contract.
pub fn reset() -> &'static str {
    "Remettre comme imprimé"
}

/// Question before that.
pub fn reset_question(card: &str) -> String {
    format!("Remettre «\u{a0}{card}\u{a0}» comme imprimé\u{a0}?")
}

/// What it does.
pub fn reset_consequences() -> [&'static str; 3] {
    [
        "Les propositions imprimées reviennent, dans l’ordre et avec les mots du contrat.",
        "Celles que vous avez ajoutées ne sont plus sur la table. Elles ne sont pas perdues.",
        "Les regroupements et les gommettes ne changent pas.",
    ]
}

/// Proposals that somebody hid.
pub fn hidden(n: usize) -> String {
    format!(
        "{}.",
        counted(n, "proposition masquée", "propositions masquées")
    )
}

/// Leads to the page of the card, where they are.
pub fn see_card() -> &'static str {
    "Voir la carte"
}

/// Unfolds the proposals that may say the same.
pub fn duplicates(n: usize) -> String {
    match n {
        0 => "Regrouper des doublons".to_owned(),
        _ => format!(
            "Regrouper des doublons ({})",
            counted(n, "possible", "possibles")
        ),
    }
}

/// What grouping does.
pub fn duplicates_lead() -> &'static str {
    "Regrouper additionne les gommettes. Rien ne se regroupe tout seul. Vous pouvez dégrouper à tout moment."
}

/// None was found.
pub fn no_duplicate() -> &'static str {
    "L’application n’a pas trouvé de doublon."
}

/// Why two proposals may say the same.
pub fn common_words(words: &[String]) -> String {
    match words {
        [one] => format!("Mot commun\u{a0}: {one}"),
        _ => format!("Mots communs\u{a0}: {}", words.join(", ")),
    }
}

/// "2. Des bus gratuits".
pub fn numbered(number: usize, label: &str) -> String {
    format!("{number}. {label}")
}

/// Groups two proposals.
pub fn group() -> &'static str {
    "Regrouper"
}

/// The same, for those who do not see beside what it stands.
pub fn group_name(proposal: &str, into: &str) -> String {
    format!("Regrouper «\u{a0}{proposal}\u{a0}» avec «\u{a0}{into}\u{a0}»")
}

/// Which one will stand for both.
pub fn group_result(number: usize) -> String {
    format!("La proposition {number} comptera pour les deux.")
}

/// Heading of the choice by hand.
pub fn group_by_hand() -> &'static str {
    "Choisir vous-même"
}

/// The one that is grouped.
pub fn group_this() -> &'static str {
    "Cette proposition"
}

/// The one that stands for both.
pub fn group_with() -> &'static str {
    "dit la même chose que"
}

/// Groups what was chosen by hand.
pub fn group_both() -> &'static str {
    "Regrouper ces deux propositions"
}

/// Nothing can be grouped while a round runs.
pub fn group_later() -> &'static str {
    "Un tour est en cours. Vous pourrez regrouper et dégrouper quand il sera clos."
}

/// The proposal has another place.
pub fn moved(label: &str, number: usize) -> String {
    format!("«\u{a0}{label}\u{a0}» porte maintenant le numéro {number}.")
}

/// The proposal is off the table.
pub fn taken_off(label: &str) -> String {
    format!("«\u{a0}{label}\u{a0}» n’est plus sur la table.")
}

/// The proposal is on the table.
pub fn put(label: &str) -> String {
    format!("«\u{a0}{label}\u{a0}» est sur la table, à la fin.")
}

/// A new wording is kept.
pub fn reworded() -> &'static str {
    "Le nouveau texte est sur la table."
}

/// A new proposal is kept.
pub fn proposal_added() -> &'static str {
    "La proposition est ajoutée. Elle est sur la table."
}

/// Two proposals are grouped.
pub fn grouped() -> &'static str {
    "Les deux propositions sont regroupées."
}

/// A proposal stands for itself again.
pub fn ungrouped(label: &str) -> String {
    format!("«\u{a0}{label}\u{a0}» compte de nouveau pour elle-même.")
}

/// The card is as it was printed.
pub fn was_reset() -> &'static str {
    "La carte est comme imprimée."
}

/// Some printed texts are longer than a person may write.
pub fn was_reset_but_texts() -> &'static str {
    "Le choix et l’ordre sont ceux du contrat. Un texte imprimé est trop long pour être remis\u{a0}: son nouveau texte reste."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_are_told_in_the_singular_and_the_plural() {
        let words = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            common_words(&words).replace('\u{a0}', " ")
        };
        assert_eq!(words(&["bus"]), "Mot commun : bus");
        assert_eq!(words(&["bus", "gratuité"]), "Mots communs : bus, gratuité");
    }
}
