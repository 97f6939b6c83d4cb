//! The sentences that components say themselves; a page passes the others in.
//!
//! French typography: U+00A0 before `:`, `;`, `?`, `!` and inside « ».
//! Zero and one are singular in French.

use crate::components::{ActionStep, SaveStatus, SyncStatus};

/// No-break space, as French puts inside quotation marks and before a colon.
const NBSP: char = '\u{a0}';

/// `count` followed by the noun in the number that French gives it, after a space that
/// may break.
pub(super) fn counted(count: u32, singular: &str, plural: &str) -> String {
    let noun = if count < 2 { singular } else { plural };
    format!("{count} {noun}")
}

/// Leaves a form or a question, and changes nothing.
pub fn cancel() -> &'static str {
    "Annuler"
}

/// "1 gommette", "2 gommettes".
pub fn dots(count: u32) -> String {
    counted(count, "gommette", "gommettes")
}

/// "gommette" or "gommettes", set apart from a number that shows in large type.
pub fn dots_unit(count: u32) -> &'static str {
    if count < 2 { "gommette" } else { "gommettes" }
}

/// "1 gommette sur 2", "2 gommettes sur 2".
pub fn dots_of_cap(count: u8, cap: u8) -> String {
    format!("{} sur {cap}", dots(count.into()))
}

/// "1 gommette restante", "3 gommettes restantes".
pub fn dots_remaining(count: u8) -> String {
    counted(count.into(), "gommette restante", "gommettes restantes")
}

/// "1 gommette placée", "3 gommettes placées".
pub fn dots_placed(count: u32) -> String {
    counted(count, "gommette placée", "gommettes placées")
}

/// Accessible name of the button that adds a dot.
pub fn add_dot(label: &str) -> String {
    format!("Ajouter une gommette à «{NBSP}{label}{NBSP}»")
}

/// Accessible name of the button that takes a dot back.
pub fn remove_dot(label: &str) -> String {
    format!("Retirer une gommette de «{NBSP}{label}{NBSP}»")
}

/// What a person may rely on about the storage of this device.
pub fn save_status(status: SaveStatus) -> &'static str {
    match status {
        SaveStatus::Saved => "Enregistré sur cette tablette",
        SaveStatus::Saving => "Enregistrement en cours",
        SaveStatus::NotSaved => "Non enregistré",
    }
}

/// What a person may rely on about the relay.
pub fn sync_status(status: SyncStatus) -> String {
    match status {
        SyncStatus::Offline => "Hors connexion".to_owned(),
        SyncStatus::ToSend(count) => format!("À envoyer ({count})"),
        SyncStatus::Sent => "Envoyé au relais".to_owned(),
    }
}

/// The five steps of an action of the contract, as the contract words them.
pub fn action_step(step: ActionStep) -> &'static str {
    match step {
        ActionStep::Reached => "Atteint",
        ActionStep::Finalizing => "En voie de finalisation",
        ActionStep::Deploying => "En cours de déploiement",
        ActionStep::Launching => "En cours de lancement",
        ActionStep::NotReached => "Non atteint",
        ActionStep::Unknown => "Non renseigné",
    }
}

/// Equal totals share a rank; the two words never part at a line end.
pub fn tied() -> &'static str {
    "ex\u{a0}æquo"
}

/// "Rang 1", read before a proposal in a ranking.
pub fn rank(rank: u32) -> String {
    format!("Rang {rank}")
}

/// "Annemasse : 2", one part of a total.
pub fn council_share(council: &str, count: u32) -> String {
    format!("{council}{NBSP}: {count}")
}

/// "12 sur 200 caractères".
pub fn characters_used(used: usize, max: usize) -> String {
    format!("{used} sur {max} caractères")
}

/// "5 caractères de trop".
pub fn characters_over(over: usize) -> String {
    let over = u32::try_from(over).unwrap_or(u32::MAX);
    format!("{} de trop", counted(over, "caractère", "caractères"))
}

/// Said when a text nears or passes its limit; silent before.
pub fn characters_warning(used: usize, max: usize) -> String {
    if used > max {
        characters_over(used - max)
    } else if used * 10 >= max * 9 {
        characters_used(used, max)
    } else {
        String::new()
    }
}

/// Accessible name of the button that lowers a number.
pub fn decrease(label: &str) -> String {
    format!("Diminuer «{NBSP}{label}{NBSP}»")
}

/// Accessible name of the button that raises a number.
pub fn increase(label: &str) -> String {
    format!("Augmenter «{NBSP}{label}{NBSP}»")
}

/// "Carte 1", read before the name of a card.
pub fn card_number(number: usize) -> String {
    format!("Carte {number}")
}

/// First link of every page.
pub fn skip_to_content() -> &'static str {
    "Aller au contenu"
}

/// Name of the main navigation.
pub fn navigation() -> &'static str {
    "Navigation principale"
}

/// The five links of the main navigation.
pub fn nav_home() -> &'static str {
    "Accueil"
}

/// See [`nav_home`].
pub fn nav_workshops() -> &'static str {
    "Ateliers"
}

/// See [`nav_home`].
pub fn nav_contract() -> &'static str {
    "Contrat"
}

/// See [`nav_home`].
pub fn nav_sync() -> &'static str {
    "Synchronisation"
}

/// See [`nav_home`].
pub fn nav_settings() -> &'static str {
    "Réglages"
}

/// Name of the region that holds the save and sync status.
pub fn status_region() -> &'static str {
    "État de l’enregistrement et de l’envoi"
}

/// Read before the name of the council that this device is for.
pub fn device_council() -> &'static str {
    "Cette tablette est pour le conseil de"
}

/// Name of the list of chips that lead from card to card.
pub fn card_tabs() -> &'static str {
    "Les cartes du bulletin"
}

/// Name of the list that says which shape stands for which council.
pub fn council_legend() -> &'static str {
    "Formes et couleurs des conseils"
}

/// Button that closes a dialog without doing anything.
pub fn close() -> &'static str {
    "Fermer"
}

/// The three headings of an error panel.
pub fn error_safe() -> &'static str {
    "Ce qui est en sécurité"
}

/// See [`error_safe`].
pub fn error_next() -> &'static str {
    "Ce que vous pouvez faire"
}

/// An empty list of comments.
pub fn no_comment() -> &'static str {
    "Aucune remarque pour le moment."
}

/// What is wrong with a field, where the sentence stands apart from it.
pub fn in_field(field: &str, sentence: &str) -> String {
    format!("{field}\u{a0}: {sentence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_and_one_are_singular() {
        assert_eq!(dots_of_cap(0, 2), "0 gommette sur 2");
        assert_eq!(dots_of_cap(2, 2), "2 gommettes sur 2");
        assert_eq!(dots_remaining(1), "1 gommette restante");
        assert_eq!(dots_remaining(3), "3 gommettes restantes");
    }

    #[test]
    fn guillemets_hold_no_break_spaces() {
        assert_eq!(
            add_dot("Voies piétonnes"),
            "Ajouter une gommette à «\u{a0}Voies piétonnes\u{a0}»"
        );
    }

    #[test]
    fn the_counter_speaks_only_near_the_limit() {
        assert_eq!(characters_warning(10, 200), "");
        assert_eq!(characters_warning(190, 200), "190 sur 200 caractères");
        assert_eq!(characters_warning(203, 200), "3 caractères de trop");
    }
}
