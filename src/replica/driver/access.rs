//! Asking the relay to let this device in, before each connection.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use replication::{Backoff, ConnectionId};

use super::relay_link::HANDSHAKE_LIMIT;
use super::{Driver, Shared, random, with};
use crate::platform;
use crate::replica::access::{Access, AccessAnswer};

/// Key of what this device knows of its access.
pub(super) const ACCESS: &str = "access";

impl Driver {
    /// Opens a link: the relay judges it at once, or when it answers again.
    pub(in crate::replica) fn open_link(driver: &Shared, invitation: String) {
        driver
            .borrow()
            .signals
            .access
            .update(|access| access.open_link(invitation));
        Self::keep_access(driver);
        Self::reconnect_now(driver);
    }

    /// Asks for a ticket, then opens the socket.
    pub(super) fn ask_access(driver: &Shared, id: ConnectionId, url: String) {
        let question = {
            let driver = driver.borrow();
            let access = driver.signals.access.get_untracked();
            access.question(driver.relay.peer.as_str())
        };
        let asking = Rc::downgrade(driver);
        spawn_local(async move {
            let answer = platform::post_json("/access", &question).await;
            with(&asking, |driver| {
                if driver.borrow_mut().relay.end_asking(id) {
                    Self::access_answered(driver, id, &url, answer);
                }
            });
        });
        let waiting = Rc::downgrade(driver);
        spawn_local(async move {
            platform::sleep(HANDSHAKE_LIMIT).await;
            with(&waiting, |driver| {
                if driver.borrow_mut().relay.end_asking(id) {
                    Self::reconnect_later(driver);
                }
            });
        });
    }

    fn access_answered(
        driver: &Shared,
        id: ConnectionId,
        url: &str,
        answer: Option<(u16, String)>,
    ) {
        let Some((status, body)) = answer else {
            Self::reconnect_later(driver);
            return;
        };
        let answer = AccessAnswer::read(status, &body);
        let before = driver.borrow().signals.access.get_untracked();
        let mut access = before.clone();
        access.answered(&answer);
        let is_link_refused = access.opened_refusal() != before.opened_refusal();
        if access != before {
            driver.borrow().signals.access.set(access);
            Self::keep_access(driver);
        }
        match answer {
            AccessAnswer::Open => Self::open_socket(driver, id, url),
            AccessAnswer::Granted { ticket, .. } => {
                Self::open_socket(driver, id, &format!("{url}?ticket={ticket}"));
            }
            // The former invitation is still good.
            AccessAnswer::Refused(_) if is_link_refused => Self::connect(driver),
            AccessAnswer::Refused(_) | AccessAnswer::Later => Self::reconnect_later(driver),
        }
    }

    /// Stores what is known of the access, and tells the other tabs.
    fn keep_access(driver: &Shared) {
        let (driver, store) = (driver.clone(), driver.borrow().store());
        spawn_local(async move {
            for attempt in 0.. {
                let access = driver.borrow().signals.access.get_untracked();
                if store.write(ACCESS, &kept_text(&access)).await.is_ok() {
                    driver.borrow().tell_device_entry(ACCESS);
                    return;
                }
                platform::sleep(Backoff::STORE.delay(attempt, random())).await;
            }
        });
    }

    /// Another tab opened a link, or heard the relay's answer.
    pub(super) fn access_changed(driver: &Shared) {
        let (driver, store) = (driver.clone(), driver.borrow().store());
        spawn_local(async move {
            let Some(access) = read_access(&store).await else {
                return;
            };
            let signal = driver.borrow().signals.access;
            if signal.get_untracked() == access {
                return;
            }
            let is_waiting = access.is_waiting();
            signal.set(access);
            if is_waiting {
                Self::reconnect_now(&driver);
            }
        });
    }
}

/// What is stored of an access.
pub(super) fn kept_text(access: &Access) -> String {
    // Texts and names always have a JSON form.
    serde_json::to_string(access).unwrap_or_default()
}

/// What this device knew of its access when it was last open.
pub(super) async fn read_access(store: &platform::Store) -> Option<Access> {
    let kept = store.read(ACCESS).await.ok()??;
    serde_json::from_str(&kept).ok()
}
