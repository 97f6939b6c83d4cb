//! Sentences of the frame: name, errors, pages that are not there.

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

/// Storage is refused: what happened.
pub fn store_refused_what() -> &'static str {
    "Cette tablette ne peut pas enregistrer."
}

/// What is safe.
pub fn store_refused_safe() -> &'static str {
    "Ce que vous faites reste visible tant que cette page est ouverte."
}

/// What to do.
pub fn store_refused_next() -> &'static str {
    "Quittez la navigation privée, ou libérez de la place, puis ouvrez la page de nouveau. Avant de fermer, enregistrez un fichier depuis « Synchronisation »."
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

/// The document comes from a newer version.
pub fn newer_schema() -> &'static str {
    "Une autre tablette utilise une version plus récente. Mettez cette application à jour pour tout voir. Rien n’est perdu."
}
