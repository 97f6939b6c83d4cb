//! Sentences of the frame: name, errors, pages that are not there.

use crate::platform::StoreError;

/// Name of the app.
pub fn app_name() -> &'static str {
    "Les six cartes"
}

/// Title of a tab: page, then app.
pub fn tab_title(page: &str) -> String {
    format!("{page} – {}", app_name())
}

/// The page is not there.
pub fn not_found_title() -> &'static str {
    "Cette page n’existe pas"
}

/// What to do then.
pub fn not_found_next() -> &'static str {
    "L’adresse est peut-être incomplète. Revenez à l’accueil."
}

/// What is safe then.
pub fn not_found_safe() -> &'static str {
    "Rien n’est perdu."
}

/// Way out.
pub fn back_home() -> &'static str {
    "Revenir à l’accueil"
}

/// The build is broken: what happened.
pub fn broken_build_what() -> &'static str {
    "L’application ne peut pas ouvrir le contrat."
}

/// What is safe.
pub fn broken_build_safe() -> &'static str {
    "Ce qui est enregistré sur cette tablette est toujours là."
}

/// What to do.
pub fn broken_build_next() -> &'static str {
    "Fermez la page, puis ouvrez-la de nouveau. Si cela continue, prévenez l’animateur."
}

/// Nothing can be saved: what happened.
pub fn store_fault_what(fault: Option<&StoreError>) -> &'static str {
    match fault {
        Some(StoreError::Newer) => {
            "Une version plus récente de l’application est ouverte sur cette tablette. Cette page n’enregistre plus."
        }
        Some(StoreError::Stalled) => "La mémoire de la tablette ne répond pas.",
        Some(StoreError::Refused(_)) => "Cette tablette ne peut pas enregistrer.",
        Some(StoreError::Failed(_)) | None => "Cette tablette n’arrive plus à enregistrer.",
    }
}

/// What is safe.
pub fn store_fault_safe() -> &'static str {
    "Ce que vous avez fait reste visible tant que cette page est ouverte."
}

/// What to do.
pub fn store_fault_next(fault: Option<&StoreError>) -> &'static str {
    match fault {
        Some(StoreError::Newer) => {
            "Enregistrez un fichier depuis «\u{a0}Synchronisation\u{a0}» si vous venez d’écrire. Puis ouvrez la page de nouveau."
        }
        Some(StoreError::Stalled) => {
            "Fermez les autres pages de l’application, et attendez un moment. Avant de fermer celle-ci, enregistrez un fichier depuis «\u{a0}Synchronisation\u{a0}»."
        }
        Some(StoreError::Refused(_)) => {
            "Quittez la navigation privée, ou libérez de la place, puis ouvrez la page de nouveau. Avant de fermer, enregistrez un fichier depuis «\u{a0}Synchronisation\u{a0}»."
        }
        Some(StoreError::Failed(_)) | None => {
            "Libérez de la place sur la tablette. L’enregistrement reprendra tout seul. Avant de fermer, enregistrez un fichier depuis «\u{a0}Synchronisation\u{a0}»."
        }
    }
}

/// Nothing new is taken in, because it could not be saved.
pub fn cannot_save() -> &'static str {
    "La tablette n’arrive pas à enregistrer\u{a0}: rien de nouveau n’est accepté. Ce que vous avez écrit reste à l’écran. Attendez un moment, puis réessayez."
}

/// Name of the messages at the top of a page.
pub fn notices() -> &'static str {
    "Messages de l’application"
}

/// Stored pieces are damaged.
pub fn damaged(n: usize) -> String {
    let pieces = super::counted(
        n,
        "élément enregistré est abîmé",
        "éléments enregistrés sont abîmés",
    );
    format!("{pieces}. Le reste est intact. Connectez la tablette au relais pour tout retrouver.")
}

/// A newer version waits.
pub fn update_title() -> &'static str {
    "Une nouvelle version est prête"
}

/// What it changes.
pub fn update_text() -> &'static str {
    "Rien n’est perdu. Vous pouvez attendre la fin de l’atelier."
}

/// Takes it.
pub fn update_now() -> &'static str {
    "Mettre à jour maintenant"
}

/// Takes it later.
pub fn update_later() -> &'static str {
    "Plus tard"
}

/// It is asked for, and something is not saved yet.
pub fn update_waits() -> &'static str {
    "La mise à jour commencera dès que tout sera enregistré."
}

/// Where to find it again.
pub fn update_put_off() -> &'static str {
    "Vous la retrouverez dans les réglages."
}

/// The document comes from a newer version.
pub fn newer_schema() -> &'static str {
    "Une autre tablette utilise une version plus récente. Mettez cette application à jour pour tout voir. Rien n’est perdu."
}
