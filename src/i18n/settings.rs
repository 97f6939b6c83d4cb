//! Sentences of the settings.

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
