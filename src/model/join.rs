//! The addresses that let a tablet into a workshop. Pure.

use domain::WorkshopId;

use crate::replica::{INVITATION_MARK, JoinLink};
use crate::routes;

/// What a camera reads, and what a person types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinAddress {
    /// Opens the ballot of the workshop.
    pub scanned: String,
    /// Opens the app, which leads to the open round: shorter.
    pub typed: String,
    /// True when only this very device can open it.
    pub is_local: bool,
}

/// The addresses of a workshop at `origin`, such as `https://exemple.fr`.
pub fn join_address(origin: &str, workshop: WorkshopId, link: &JoinLink) -> JoinAddress {
    let mark = match link {
        JoinLink::Open => String::new(),
        JoinLink::Invitation(invitation) => format!("{INVITATION_MARK}{invitation}"),
    };
    let typed = if mark.is_empty() {
        origin.to_owned()
    } else {
        format!("{origin}/{mark}")
    };
    JoinAddress {
        scanned: format!("{origin}{}{mark}", routes::ballot(workshop)),
        typed,
        is_local: is_local(origin),
    }
}

fn is_local(origin: &str) -> bool {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    ["localhost", "127.", "[::1]"]
        .iter()
        .any(|local| host.starts_with(local))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_opens_the_ballot_with_or_without_an_invitation() {
        let id = WorkshopId::from_bytes([1; 16]);
        let open = join_address("https://exemple.fr", id, &JoinLink::Open);
        assert_eq!(
            open.scanned,
            format!("https://exemple.fr/ateliers/{id}/bulletin")
        );
        assert_eq!(open.typed, "https://exemple.fr");
        assert!(!open.is_local);
        let link = JoinLink::Invitation("1b.x-_".to_owned());
        let invited = join_address("http://192.168.1.9:8080", id, &link);
        assert!(invited.scanned.ends_with("/bulletin#invitation=1b.x-_"));
        assert_eq!(invited.typed, "http://192.168.1.9:8080/#invitation=1b.x-_");
    }

    #[test]
    fn address_of_this_device_alone_is_told_apart() {
        for origin in [
            "http://localhost:8080",
            "http://127.0.0.1:1",
            "http://[::1]:1",
        ] {
            assert!(is_local(origin), "{origin}");
        }
        assert!(!is_local("https://six-cartes.ville.fr"));
    }
}
