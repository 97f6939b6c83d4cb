//! Asking the relay for a link that lets the tablets of the room in.

use leptos::prelude::*;

use super::{Driver, Shared};
use crate::platform;
use crate::replica::join::{JoinAnswer, JoinFault, JoinLink, KeptLink, question};

/// Key of the link that was made last.
const ROOM_LINK: &str = "room-link";

impl Driver {
    /// The link to show; a former one as long as it is good.
    ///
    /// # Errors
    /// [`JoinFault`] says whether to ask again.
    pub(in crate::replica) async fn join_link(driver: Shared) -> Result<JoinLink, JoinFault> {
        let (own, question, store) = {
            let driver = driver.borrow();
            let access = driver.signals.access.get_untracked();
            if access.refusal().is_some() || !driver.may_facilitate() {
                return Err(JoinFault::Refused);
            }
            let own = access.invitation().map(str::to_owned);
            let question = question(driver.relay.peer.as_str(), own.as_deref());
            (own, question, driver.store())
        };
        let now_ms = platform::now_ms();
        if let Some(own) = &own {
            let kept = store.read(ROOM_LINK).await.ok().flatten();
            let kept = kept.and_then(|text| serde_json::from_str::<KeptLink>(&text).ok());
            if let Some(invitation) = kept.and_then(|kept| kept.invitation(own, now_ms)) {
                return Ok(JoinLink::Invitation(invitation));
            }
        }
        let Some((status, body)) = platform::post_json("/access/links", &question).await else {
            return Err(JoinFault::Away);
        };
        match (JoinAnswer::read(status, &body, own.as_deref()), own) {
            (JoinAnswer::Open, _) => Ok(JoinLink::Open),
            (JoinAnswer::Fault(fault), _) => Err(fault),
            (JoinAnswer::Made { .. }, None) => Err(JoinFault::Refused),
            (
                JoinAnswer::Made {
                    invitation,
                    expires_at_s,
                },
                Some(own),
            ) => {
                let kept = KeptLink::new(&own, invitation.clone(), expires_at_s, now_ms);
                // If it is not kept, the next page asks for another.
                if let Ok(text) = serde_json::to_string(&kept) {
                    let _kept = store.write(ROOM_LINK, &text).await;
                }
                Ok(JoinLink::Invitation(invitation))
            }
        }
    }
}
