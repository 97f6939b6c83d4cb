//! Every address of the app, and the functions that build links to them.

use domain::{CardId, WorkshopId};

/// Accueil.
pub fn home() -> String {
    "/".to_owned()
}

/// One card.
pub fn card(id: &CardId) -> String {
    format!("/cartes/{id}")
}

/// Every workshop.
pub fn workshops() -> String {
    "/ateliers".to_owned()
}

/// The form for a new workshop.
pub fn new_workshop() -> String {
    "/ateliers?nouveau".to_owned()
}

/// One workshop.
pub fn workshop(id: WorkshopId) -> String {
    format!("/ateliers/{id}")
}

/// The ballot of a workshop's open round.
pub fn ballot(id: WorkshopId) -> String {
    format!("/ateliers/{id}/bulletin")
}

/// The printed report of a workshop.
pub fn report(id: WorkshopId) -> String {
    format!("/ateliers/{id}/compte-rendu")
}

/// What is chosen before a round.
pub fn preparation(id: WorkshopId) -> String {
    format!("/ateliers/{id}/preparation")
}

/// The posters of a workshop.
pub fn posters(id: WorkshopId) -> String {
    format!("/ateliers/{id}/affiches")
}

/// The contract.
pub fn contract() -> String {
    "/contrat".to_owned()
}

/// One orientation, 1 to 14.
pub fn orientation(number: u8) -> String {
    format!("/contrat/orientations/{number}")
}

/// One row of annexe 2, from 1.
pub fn action(seq: u16) -> String {
    format!("/contrat/actions/{seq}")
}

/// This device's replica.
pub fn synchronization() -> String {
    "/synchronisation".to_owned()
}

/// Settings.
pub fn settings() -> String {
    "/reglages".to_owned()
}

/// The notice on personal data.
pub fn data_notice() -> String {
    "/reglages#donnees".to_owned()
}

/// True where nothing may show above the page: a ballot, a projected screen.
pub fn is_undisturbed(path: &str) -> bool {
    path.ends_with("/bulletin") || path.ends_with("/projection")
}

#[cfg(test)]
mod tests {
    use domain::WorkshopId;

    use super::*;

    #[test]
    fn nothing_shows_above_a_ballot_or_a_projection() {
        let id = WorkshopId::from_bytes([7; 16]);
        assert!(is_undisturbed(&ballot(id)));
        assert!(is_undisturbed(&format!("{}/projection", workshop(id))));
        for path in [
            home(),
            workshops(),
            workshop(id),
            contract(),
            settings(),
            synchronization(),
        ] {
            assert!(!is_undisturbed(&path), "{path}");
        }
    }
}
