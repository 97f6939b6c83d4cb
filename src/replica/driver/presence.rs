//! Tells the other devices that this one is here, and hears them.
//!
//! The tab that leads tells it, at once and from time to time; nothing is stored.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use replication::{ConnectionId, Input};

use super::{Driver, Shared};
use crate::platform;
use crate::replica::presence;

/// Between two tellings: 150 devices make eight messages a second for each of them.
const REPEAT: Duration = Duration::from_secs(20);

impl Driver {
    /// Tells the others for as long as this connection lasts.
    pub(super) fn repeat_presence(driver: &Shared, connection: ConnectionId) {
        let repeating = Rc::downgrade(driver);
        spawn_local(async move {
            loop {
                let Some(driver) = repeating.upgrade() else {
                    return;
                };
                if !driver.borrow().relay.is_open(connection) {
                    return;
                }
                Self::tell_presence(&driver);
                drop(driver);
                platform::sleep(REPEAT).await;
            }
        });
    }

    /// Another device told something; true when it is its presence.
    pub(super) fn hear_presence(driver: &Shared, data: &[u8]) -> bool {
        let presence = driver.borrow().signals.presence;
        let mut heard = presence.get_untracked();
        let is_presence = heard.hear(data, platform::now_ms());
        if is_presence {
            presence.set(heard);
        }
        is_presence
    }

    fn tell_presence(driver: &Shared) {
        let input = {
            let mut driver = driver.borrow_mut();
            let council = driver.signals.council.get_untracked();
            let by = driver.relay.peer.as_str().to_owned();
            let data = presence::message(&by, council.as_ref());
            Input::Broadcast {
                count: driver.stages.next_count(),
                session_id: by,
                data,
            }
        };
        Self::input(driver, input);
    }
}
