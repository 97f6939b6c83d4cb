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
    "Enregistrez un fichier sur la première tablette. Portez-le sur la seconde avec une clé USB, puis fusionnez-le. Vous verrez d’abord ce qu’il apporte."
}

/// Saves the document as a file.
pub fn export() -> &'static str {
    "Enregistrer un fichier"
}

/// Merges a file.
pub fn merge() -> &'static str {
    "Fusionner depuis un fichier"
}

/// Hands the document to the system's sheet.
pub fn send() -> &'static str {
    "Envoyer le fichier…"
}

/// The system took the file.
pub fn sent() -> &'static str {
    "Le fichier est parti. Vérifiez qu’il est arrivé sur l’autre tablette."
}

/// The system did not take the file.
pub fn not_sent() -> &'static str {
    "Cette tablette n’a pas pu envoyer le fichier. Rien n’est perdu. Touchez plutôt «\u{a0}Enregistrer un fichier\u{a0}»."
}

/// Heading of what came in.
pub fn since_title() -> &'static str {
    "Depuis votre dernière visite"
}

/// Nothing came in since `when`, a moment in words.
pub fn nothing_since(when: &str) -> String {
    format!("Rien de nouveau depuis votre dernière visite ({when}).")
}

/// What came in since `when`.
pub fn news_since(when: &str, summary: &str) -> String {
    format!("Depuis le {when}\u{a0}: {summary}.")
}

/// The device was never here.
pub fn first_visit() -> &'static str {
    "C’est votre première visite. À partir de maintenant, vous verrez ici ce qui arrive des autres tablettes."
}

/// The state of the last visit is not on this device.
pub fn visit_unknown(when: &str) -> String {
    format!(
        "Votre dernière visite date du {when}. Cette tablette ne retrouve plus ce qu’elle contenait ce jour-là. Touchez «\u{a0}{}\u{a0}» pour repartir d’aujourd’hui.",
        seen()
    )
}

/// What this device did itself is not in the list.
pub fn own_changes(n: usize) -> String {
    let n = counted(n, "chose", "choses");
    format!("Ce qui a été fait sur cette tablette depuis ({n}) n’est pas dans la liste.")
}

/// Everything in the list was seen.
pub fn seen() -> &'static str {
    "J’ai vu"
}

/// What files would bring: « Ce fichier apporte 34 bulletins, 1 conflit. »
pub fn brings(
    n_files: usize,
    summary: &str,
    (n_changes, n_conflicts, n_anomalies): (usize, usize, usize),
) -> String {
    let mut parts = Vec::new();
    if summary.is_empty() {
        parts.push(self::n_changes(n_changes));
    } else {
        parts.push(summary.to_owned());
    }
    if n_conflicts > 0 {
        parts.push(counted(n_conflicts, "conflit", "conflits"));
    }
    if n_anomalies > 0 {
        parts.push(counted(
            n_anomalies,
            "élément à vérifier",
            "éléments à vérifier",
        ));
    }
    let parts = parts.join(", ");
    if n_files < 2 {
        format!("Ce fichier apporte {parts}.")
    } else {
        format!("Ces {n_files} fichiers apportent ensemble {parts}.")
    }
}

/// Nothing happened yet.
pub fn nothing_applied() -> &'static str {
    "Rien n’est encore changé sur cette tablette."
}

/// Before the names of councils.
pub fn from_councils() -> &'static str {
    "Conseils"
}

/// Before the number of changes.
pub fn changes_label() -> &'static str {
    "Ce qui sera ajouté"
}

/// « 12 modifications ».
pub fn n_changes(n: usize) -> String {
    counted(n, "modification", "modifications")
}

/// Fingerprint of a file.
pub fn file_fingerprint(fingerprint: &str) -> String {
    format!("Empreinte {fingerprint}")
}

/// A sentence about one file of several.
pub fn of_file(name: &str, sentence: &str) -> String {
    format!("«\u{a0}{name}\u{a0}»\u{a0}: {sentence}")
}

/// Several files can be merged, and none has anything new.
pub fn others_bring_nothing() -> &'static str {
    "Les fichiers lisibles n’apportent rien de nouveau. Rien n’a changé."
}

/// More files than can be looked at.
pub fn too_many_files(n_max: usize) -> String {
    format!("Choisissez {n_max} fichiers au plus à la fois. Rien n’a changé ici.")
}

/// Merges what was looked at.
pub fn merge_now() -> &'static str {
    "Fusionner"
}

/// Leaves everything as it is.
pub fn change_nothing() -> &'static str {
    "Ne rien changer"
}

/// Nothing was merged.
pub fn left_as_it_is() -> &'static str {
    "Rien n’a changé. Le fichier n’a pas été fusionné."
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

/// Name of what was read from the screen of another tablet, as if it were a file.
pub fn from_codes() -> &'static str {
    "Codes lus sur l’autre tablette"
}

/// Why a complete JSON file is not read back, from the worker's word.
pub fn json_fault(word: &str) -> &'static str {
    match word {
        "too large" => "Ce fichier est trop grand. Rien n’a changé.",
        "newer" => {
            "Ce fichier vient d’une version plus récente. Mettez l’application à jour, puis choisissez-le de nouveau. Rien n’a changé."
        }
        "foreign" => "Ce fichier est celui d’un autre contrat. Rien n’a changé.",
        "rehearsal" => "Un essai et le vrai contrat ne se mélangent jamais. Rien n’a changé.",
        "unreadable" => {
            "Ce fichier n’est pas un fichier complet de l’application. Rien n’a changé."
        }
        _ => "Ce fichier est abîmé ou incomplet. Demandez-en un autre. Rien n’a changé.",
    }
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
