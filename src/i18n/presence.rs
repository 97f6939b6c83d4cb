//! Sentences about the tablets that are connected now.

use super::counted;

/// Heading.
pub fn title() -> &'static str {
    "Qui est là"
}

/// What the list says, and what it does not.
pub fn lead() -> &'static str {
    "Les autres tablettes qui passent par le même relais. Rien n’est noté, et personne n’est nommé."
}

/// Nobody else is heard.
pub fn nobody() -> &'static str {
    "Aucune autre tablette ne se fait entendre en ce moment."
}

/// Tablets that are set to no council.
pub fn no_council() -> &'static str {
    "Tablettes sans conseil"
}

/// "2 tablettes".
pub fn devices(n_devices: u32) -> String {
    counted(
        n_devices as usize,
        "tablette connectée",
        "tablettes connectées",
    )
}

/// A council that was there and is not any more.
pub fn gone(minutes: i64) -> String {
    if minutes < 1 {
        return "Entendu il y a moins d’une minute".to_owned();
    }
    format!("Entendu pour la dernière fois il y a {minutes}\u{a0}min")
}
