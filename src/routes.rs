//! Every address of the app, and the functions that build links to them.

use domain::{CardId, VersionId, WorkshopId};

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

/// One workshop.
pub fn workshop(id: WorkshopId) -> String {
    format!("/ateliers/{id}")
}

/// The ballot of a workshop's open round.
pub fn ballot(id: WorkshopId) -> String {
    format!("/ateliers/{id}/bulletin")
}

/// The screen of the room.
pub fn projection(id: WorkshopId) -> String {
    format!("/ateliers/{id}/projection")
}

/// The codes of a workshop's round, to print.
pub fn codes(id: WorkshopId) -> String {
    format!("/ateliers/{id}/codes")
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

/// Follow-up of the actions.
pub fn follow_up() -> String {
    "/suivi".to_owned()
}

/// The yearly call for projects.
pub fn applications() -> String {
    "/suivi/appel-a-projets".to_owned()
}

/// Where every action stands, to print.
pub fn annex() -> String {
    "/suivi/annexe".to_owned()
}

/// The thematic meetings.
pub fn meetings() -> String {
    "/suivi/rencontres".to_owned()
}

/// What the councils put first, together.
pub fn priorities() -> String {
    "/priorites".to_owned()
}

/// The printed contribution of the councils.
pub fn contribution() -> String {
    "/priorites/contribution".to_owned()
}

/// One version that went to the steering committee.
pub fn version(id: VersionId) -> String {
    format!("/priorites/versions/{id}")
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

/// True on the screen of the room, which is the page and nothing else.
pub fn is_projection(path: &str) -> bool {
    path.ends_with("/projection")
}

/// True where nothing may show above the page: a ballot, a projected screen.
pub fn is_undisturbed(path: &str) -> bool {
    path.ends_with("/bulletin") || is_projection(path)
}

/// True for what a lent tablet shows: the ballot of its workshop, and the cards.
pub fn is_for_participants(path: &str, workshop: WorkshopId) -> bool {
    let card = path.strip_prefix("/cartes/");
    path == ballot(workshop) || card.is_some_and(|card| !card.is_empty() && !card.contains('/'))
}

#[cfg(test)]
mod tests {
    use domain::WorkshopId;

    use super::*;

    #[test]
    fn a_lent_tablet_reaches_its_ballot_and_the_cards_only() {
        let id = WorkshopId::from_bytes([7; 16]);
        let other = WorkshopId::from_bytes([8; 16]);
        assert!(is_for_participants(&ballot(id), id));
        assert!(is_for_participants("/cartes/culture", id));
        for path in [
            home(),
            workshops(),
            workshop(id),
            codes(id),
            report(id),
            ballot(other),
            contract(),
            orientation(1),
            action(1),
            follow_up(),
            applications(),
            meetings(),
            annex(),
            priorities(),
            contribution(),
            synchronization(),
            settings(),
            "/cartes/".to_owned(),
            "/cartes/culture/x".to_owned(),
            format!("{}/projection", workshop(id)),
            format!("{}/autre", ballot(id)),
        ] {
            assert!(!is_for_participants(&path, id), "{path}");
        }
    }

    #[test]
    fn nothing_shows_above_a_ballot_or_a_projection() {
        let id = WorkshopId::from_bytes([7; 16]);
        assert!(is_undisturbed(&ballot(id)));
        assert!(is_undisturbed(&projection(id)));
        assert!(is_projection(&projection(id)) && !is_projection(&ballot(id)));
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
