//! Sentences of the settings.

use super::counted;
use crate::platform::StorageRoom;

/// Title.
pub fn title() -> &'static str {
    "Réglages"
}

/// What they apply to.
pub fn lead() -> &'static str {
    "Ces réglages ne concernent que cette tablette."
}

/// Heading of the council.
pub fn council() -> &'static str {
    "Conseil citoyen de cette tablette"
}

/// Heading of the text size.
pub fn text_size() -> &'static str {
    "Taille du texte"
}

/// Heading of the colours.
pub fn colors() -> &'static str {
    "Couleurs"
}

/// Heading of the contrast.
pub fn contrast() -> &'static str {
    "Contraste"
}

/// Heading of the movement.
pub fn motion() -> &'static str {
    "Animations"
}

/// As the system does.
pub fn as_system() -> &'static str {
    "Comme la tablette"
}

/// Usual.
pub fn usual() -> &'static str {
    "Normale"
}

/// Large text.
pub fn large() -> &'static str {
    "Grande"
}

/// Larger text.
pub fn larger() -> &'static str {
    "Très grande"
}

/// Light colours.
pub fn light() -> &'static str {
    "Claires"
}

/// Dark colours.
pub fn dark() -> &'static str {
    "Sombres"
}

/// High contrast.
pub fn high() -> &'static str {
    "Renforcé"
}

/// The sound at the end of a timer.
pub fn sound() -> &'static str {
    "Son à la fin du minuteur"
}

/// With a sound.
pub fn sound_on() -> &'static str {
    "Activé"
}

/// Without a sound.
pub fn sound_off() -> &'static str {
    "Coupé"
}

/// No movement.
pub fn off() -> &'static str {
    "Aucune"
}

/// Heading of the storage.
pub fn storage() -> &'static str {
    "Mémoire de la tablette"
}

/// Asks the browser to keep what is stored.
pub fn ask_persistence() -> &'static str {
    "Demander à la tablette de tout garder"
}

/// What the browser answered.
pub fn persistence(answer: Option<bool>) -> &'static str {
    match answer {
        None => {
            "La tablette peut effacer ses données si elle manque de place. Demandez-lui de les garder."
        }
        Some(true) => "La tablette gardera tout, même si elle manque de place.",
        Some(false) => {
            "La tablette n’a rien promis. Enregistrez un fichier à la fin de chaque atelier."
        }
    }
}

/// How much room the app takes up and may take up.
pub fn room(room: StorageRoom) -> String {
    format!(
        "L’application occupe {} sur cette tablette. Elle peut en occuper {}.",
        bytes(room.used),
        bytes(room.most)
    )
}

/// « 1,2 Mo »: one decimal below ten, none above.
fn bytes(n: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1_000_000_000, "Go"), (1_000_000, "Mo"), (1_000, "Ko")];
    let (size, name) = UNITS
        .into_iter()
        .find(|(size, _)| n >= *size)
        .unwrap_or((1_000, "Ko"));
    let tenths = n.saturating_mul(10) / size;
    if tenths >= 100 || tenths.is_multiple_of(10) {
        format!("{}\u{a0}{name}", tenths / 10)
    } else {
        format!("{},{}\u{a0}{name}", tenths / 10, tenths % 10)
    }
}

/// Heading of the app's version.
pub fn version() -> &'static str {
    "Version de l’application"
}

/// No newer version is there.
pub fn up_to_date() -> &'static str {
    "Cette tablette a la dernière version qu’elle connaît."
}

/// A newer version is offered at the top of the page.
pub fn update_above() -> &'static str {
    "Une nouvelle version est prête. Voyez le message en haut de la page."
}

/// Heading of the erasure.
pub fn erase_title() -> &'static str {
    "Rendre la tablette vierge"
}

/// What it is for.
pub fn erase_text() -> &'static str {
    "Avant de prêter ou de rendre la tablette, vous pouvez effacer ce que l’application y garde."
}

/// Asks to erase.
pub fn erase() -> &'static str {
    "Effacer cette tablette"
}

/// Asks again.
pub fn erase_question() -> &'static str {
    "Effacer cette tablette\u{a0}?"
}

/// What erasing does.
pub fn erase_consequences() -> [&'static str; 3] {
    [
        "Les ateliers, les bulletins en cours et les réglages de cette tablette sont effacés.",
        "Ce que le relais ou une autre tablette possède déjà n’est pas perdu. Cela reviendra à la prochaine connexion.",
        "On ne peut pas revenir en arrière.",
    ]
}

/// Something is on this device only.
pub fn erase_only_here(n_to_send: u32) -> String {
    if n_to_send == 0 {
        return "Tout n’est pas enregistré. Enregistrez d’abord un fichier.".to_owned();
    }
    let changes = counted(
        n_to_send as usize,
        "modification n’est que sur cette tablette",
        "modifications ne sont que sur cette tablette",
    );
    format!("{changes}. Enregistrez d’abord un fichier.")
}

/// Nothing was erased.
pub fn erase_failed() -> &'static str {
    "La tablette n’a pas pu être effacée. Rien n’a changé. Fermez les autres pages de l’application, puis réessayez."
}

/// Does not erase.
pub fn keep_everything() -> &'static str {
    "Ne rien effacer"
}

/// Erases.
pub fn erase_now() -> &'static str {
    "Tout effacer"
}

/// Heading of the notice.
pub fn notice() -> &'static str {
    "Vos données"
}

/// The full notice, one sentence each.
pub fn notice_sentences() -> [&'static str; 8] {
    [
        "C’est une consultation. Ce n’est pas un vote officiel.",
        "L’application ne demande ni nom, ni adresse, ni téléphone, ni courriel.",
        "Votre bulletin contient seulement vos gommettes et votre conseil citoyen.",
        "L’heure n’est jamais écrite avec un bulletin.",
        "Personne ne peut savoir quel bulletin est le vôtre.",
        "Les remarques et les propositions sont lues par tous. N’y écrivez aucun nom.",
        "Les données restent sur cette tablette, sur les tablettes de l’atelier et sur le relais de votre collectivité.",
        "Pour toute question, parlez à l’animateur de votre conseil citoyen.",
    ]
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes_are_short_and_in_french() {
        let check = |n, expected: &str| assert_eq!(bytes(n), expected.replace(' ', "\u{a0}"));
        check(0, "0 Ko");
        check(1_234, "1,2 Ko");
        check(999_999, "999 Ko");
        check(2_000_000, "2 Mo");
        check(4_260_000, "4,2 Mo");
        check(12_800_000_000, "12 Go");
    }
}
