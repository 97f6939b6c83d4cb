//! Sentences of the synchronization page.

use document::FileFault;

use super::counted;
use crate::components::{SaveStatus, SyncStatus};
use crate::replica::RelayState;

/// Title.
pub fn title() -> &'static str {
    "Synchronisation"
}

/// What this page is for.
pub fn lead() -> &'static str {
    "Ici, vous voyez si tout est en sécurité, et vous réunissez plusieurs tablettes."
}

/// Heading of the status.
pub fn status_title() -> &'static str {
    "Où en est cette tablette"
}

/// Storage in words.
pub fn save_words(status: SaveStatus) -> &'static str {
    match status {
        SaveStatus::Saved => "Tout ce que vous avez fait est enregistré sur cette tablette.",
        SaveStatus::Saving => "La tablette enregistre. Attendez un instant avant de fermer.",
        SaveStatus::NotSaved => {
            "La tablette n’arrive pas à enregistrer. Ne fermez pas cette page. Enregistrez un fichier ci-dessous."
        }
    }
}

/// Relay in words.
pub fn sync_words(status: SyncStatus) -> String {
    match status {
        SyncStatus::Offline => "Rien ne passe par le relais en ce moment. Vous pouvez continuer sans lui\u{a0}: rien n’attend d’être envoyé.".to_owned(),
        SyncStatus::ToSend(n) => {
            let changes = counted(n as usize, "modification attend", "modifications attendent");
            format!("{changes} d’être envoyées au relais. Elles partiront toutes seules dès qu’il répondra.")
                .replace("attend d’être envoyées", "attend d’être envoyée")
                .replace("Elles partiront toutes seules", if n < 2 { "Elle partira toute seule" } else { "Elles partiront toutes seules" })
        }
        SyncStatus::Sent => "Le relais a tout reçu.".to_owned(),
    }
}

/// Heading of the relay.
pub fn relay_title() -> &'static str {
    "Relais"
}

/// How it stands with the relay, at `now_ms` since the Unix epoch.
pub fn relay_words(relay: RelayState, now_ms: i64) -> String {
    match relay {
        RelayState::Absent => "Aucun relais".to_owned(),
        RelayState::OtherTab => {
            "Une autre page de l’application s’en occupe sur cette tablette.".to_owned()
        }
        RelayState::NoNetwork => "Pas de réseau. L’envoi reprendra tout seul.".to_owned(),
        RelayState::Connecting => "Connexion en cours".to_owned(),
        RelayState::Connected => "Connecté".to_owned(),
        RelayState::Refused => "Le relais n’accepte pas cette tablette.".to_owned(),
        RelayState::Waiting { next_at_ms } => {
            let left_s = next_at_ms.saturating_sub(now_ms).max(0) / 1000 + 1;
            let left = counted(
                usize::try_from(left_s).unwrap_or(usize::MAX),
                "seconde",
                "secondes",
            );
            format!("Pas de connexion. Prochain essai dans {left}.")
        }
    }
}

/// Asks the relay before the planned moment.
pub fn retry_now() -> &'static str {
    "Réessayer maintenant"
}

/// Heading of the fingerprint.
pub fn fingerprint_title() -> &'static str {
    "Empreinte"
}

/// What it is for.
pub fn fingerprint_hint() -> &'static str {
    "Lisez ces chiffres à voix haute. Deux tablettes qui ont la même empreinte ont exactement le même contenu."
}

/// Heading of the files.
pub fn files_title() -> &'static str {
    "Réunir deux tablettes sans réseau"
}

/// How.
pub fn files_hint() -> &'static str {
    "Enregistrez un fichier sur la première tablette. Portez-le sur la seconde avec une clé USB, puis fusionnez-le."
}

/// Saves the document as a file.
pub fn export() -> &'static str {
    "Enregistrer un fichier"
}

/// Merges a file.
pub fn merge() -> &'static str {
    "Fusionner depuis un fichier"
}

/// Name of the file, without its day.
pub fn file_name(date: &str, is_rehearsal: bool) -> String {
    let kind = if is_rehearsal { "essai-" } else { "" };
    format!("six-cartes-{kind}{date}.automerge")
}

/// The file is saved.
pub fn exported() -> &'static str {
    "Le fichier est prêt dans les téléchargements de cette tablette."
}

/// The file was merged.
pub fn merged(n_changes: usize) -> String {
    if n_changes == 0 {
        "Ce fichier n’apporte rien de nouveau. Rien n’a changé.".to_owned()
    } else {
        let changes = counted(n_changes, "modification ajoutée", "modifications ajoutées");
        format!("Fusion réussie\u{a0}: {changes}.")
    }
}

/// The file was merged, and this device cannot save it.
pub fn merged_unsaved() -> &'static str {
    "Le fichier est réuni à l’écran, mais cette tablette n’arrive pas à l’enregistrer. Gardez le fichier."
}

/// Heading of the backup that is offered when a round is closed.
pub fn backup_title() -> &'static str {
    "Gardez un fichier de secours"
}

/// What it is good for.
pub fn backup_text() -> &'static str {
    "Si la tablette se perd ou se casse, ce fichier rend tout l’atelier."
}

/// What a file holds, and how it is restored.
pub fn backup_hint() -> &'static str {
    "Ce fichier sert aussi de secours. Il contient le contrat et les ateliers, rien d’autre de la tablette. Pour tout retrouver sur une tablette neuve, fusionnez-le."
}

/// The file could not be read at all.
pub fn unreadable() -> &'static str {
    "Ce fichier n’a pas pu être lu. Rien n’a changé ici. Choisissez-le à nouveau."
}

/// What is wrong with a file, what is safe, what to do.
pub fn file_fault(fault: &FileFault) -> &'static str {
    match fault {
        FileFault::Empty => {
            "Ce fichier est vide. Rien n’a changé ici. Enregistrez-le de nouveau sur l’autre tablette."
        }
        FileFault::TooLarge { .. } => {
            "Ce fichier est trop gros pour venir de cette application. Rien n’a changé ici. Vérifiez que c’est le bon."
        }
        FileFault::NotADocument => {
            "Ce fichier ne vient pas de cette application. Rien n’a changé ici. Choisissez un fichier qui finit par «\u{a0}.automerge\u{a0}»."
        }
        FileFault::Damaged => {
            "Ce fichier est abîmé ou incomplet. Rien n’a changé ici. Enregistrez-le de nouveau sur l’autre tablette."
        }
        FileFault::Foreign => {
            "Ce fichier vient d’un autre contrat. Rien n’a changé ici. Choisissez un fichier de ce contrat."
        }
        FileFault::Rehearsal { is_file: true } => {
            "Ce fichier vient d’un essai. Un essai ne se mêle jamais aux vrais résultats. Rien n’a changé ici."
        }
        FileFault::Rehearsal { is_file: false } => {
            "Cette tablette fait un essai, et ce fichier est un vrai. Rien n’a changé ici. Terminez l’essai, puis recommencez."
        }
        FileFault::NewerSchema { .. } => {
            "Ce fichier vient d’une version plus récente. Rien n’a changé ici. Mettez cette application à jour, puis recommencez."
        }
    }
}

/// Heading of the anomalies.
pub fn anomalies_title() -> &'static str {
    "Ce qui demande votre attention"
}

/// Entries that could not be read.
pub fn anomalies(n: usize) -> String {
    let text = counted(
        n,
        "élément reçu n’a pas pu être lu en entier",
        "éléments reçus n’ont pas pu être lus en entier",
    );
    format!("{text}. Le reste est intact. Mettez toutes les tablettes à jour.")
}

/// The proposals of a card were chosen on two tablets that had not met.
pub fn selected_twice(n: usize) -> String {
    let workshops = counted(n, "atelier", "ateliers");
    format!(
        "Pour {workshops}, deux tablettes ont choisi les propositions chacune de son côté. Un seul choix est gardé, le même partout. Ouvrez «\u{a0}Préparer l’atelier\u{a0}» pour le vérifier."
    )
}

/// Proposals were grouped in two ways on tablets that had not met.
pub fn grouped_twice(n: usize) -> String {
    let proposals = counted(
        n,
        "proposition est regroupée",
        "propositions sont regroupées",
    );
    format!(
        "{proposals} de deux façons, sur des tablettes qui ne s’étaient pas rencontrées. Une seule façon est gardée, la même partout. Aucune gommette n’est perdue."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_attempt_is_told_in_whole_seconds_that_never_run_out() {
        let check = |next_at_ms, now_ms, left: &str| {
            let words = relay_words(RelayState::Waiting { next_at_ms }, now_ms);
            let expected = format!("Pas de connexion. Prochain essai dans {left}.");
            assert_eq!(words.replace('\u{a0}', " "), expected);
        };
        check(10_000, 0, "11 secondes");
        check(1_999, 0, "2 secondes");
        check(500, 0, "1 seconde");
        // The clock was set forward meanwhile.
        check(0, i64::MAX, "1 seconde");
    }
}
