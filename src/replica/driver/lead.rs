//! Which tab of this device leads: it alone talks to the relay and compacts.
//!
//! Whoever holds the lock leads. A visible tab asks the one that leads; a hidden one
//! yields, and one that is asleep cannot answer: then the visible tab takes the lead.
//! Two that lead for a moment only cost a second socket.

use std::rc::Rc;
use std::time::Duration;

use leptos::task::spawn_local;
use replication::Input;

use super::{Driver, Shared, with};
use crate::platform::{self, TabNews};

/// A tab that leads and is awake answers in milliseconds.
const LEAD_ANSWER_LIMIT: Duration = Duration::from_secs(2);

/// What the driver knows of the lead.
#[derive(Debug, Default)]
pub(super) struct Lead {
    pub(super) is_here: bool,
    /// A request of this tab waits for its turn.
    is_queued: bool,
    /// Counts questions to the tab that leads; an answer ends the newest.
    n_questions: u64,
    /// What the tab that leads said last of the relay.
    pub(super) is_other_connected: bool,
}

impl Driver {
    /// Takes a place in the queue of tabs that would lead.
    pub(super) fn queue_for_lead(driver: &Shared) {
        if std::mem::replace(&mut driver.borrow_mut().lead.is_queued, true) {
            return;
        }
        let heard = Rc::downgrade(driver);
        platform::ask_for_lead(false, move |is_here| {
            with(&heard, |driver| {
                driver.borrow_mut().lead.is_queued = false;
                Self::lead_changed(driver, is_here);
            });
        });
    }

    /// Asks the tab that leads to yield, if it is hidden.
    pub(super) fn want_lead(driver: &Shared) {
        if driver.borrow().lead.is_here || !platform::is_visible() {
            return;
        }
        let question = {
            let mut driver = driver.borrow_mut();
            driver.lead.n_questions += 1;
            let by = driver.tab();
            driver.tell(&TabNews::LeadWanted { by });
            driver.lead.n_questions
        };
        let waiting = Rc::downgrade(driver);
        spawn_local(async move {
            platform::sleep(LEAD_ANSWER_LIMIT).await;
            with(&waiting, |driver| {
                let is_unanswered = driver.borrow().lead.n_questions == question;
                if is_unanswered && platform::is_visible() {
                    Self::take_lead(driver);
                }
            });
        });
    }

    /// Takes the lead from a tab that is hidden.
    pub(super) fn take_lead(driver: &Shared) {
        driver.borrow_mut().lead.n_questions += 1;
        if driver.borrow().lead.is_here {
            return;
        }
        let heard = Rc::downgrade(driver);
        platform::ask_for_lead(true, move |is_here| {
            with(&heard, |driver| Self::lead_changed(driver, is_here));
        });
    }

    /// Another tab asks for the lead, or answers this one.
    pub(super) fn hear_of_lead(driver: &Shared, news: TabNews) {
        let (is_here, tab) = (driver.borrow().lead.is_here, driver.borrow().tab());
        match news {
            TabNews::LeadWanted { by } if is_here => {
                let is_connected = driver.borrow().is_connected();
                driver.borrow().tell(&TabNews::Relay { is_connected });
                driver.borrow().tell(&if platform::is_visible() {
                    TabNews::LeadKept { to: by }
                } else {
                    TabNews::LeadYielded { to: by }
                });
            }
            TabNews::LeadKept { to } if to == tab => {
                driver.borrow_mut().lead.n_questions += 1;
            }
            TabNews::LeadYielded { to } if to == tab => Self::take_lead(driver),
            TabNews::Relay { is_connected } => {
                driver.borrow_mut().lead.is_other_connected = is_connected;
                driver.borrow().show_sync();
            }
            _ => {}
        }
    }

    fn lead_changed(driver: &Shared, is_here: bool) {
        if std::mem::replace(&mut driver.borrow_mut().lead.is_here, is_here) == is_here {
            return;
        }
        driver.borrow_mut().lead.is_other_connected = false;
        if is_here {
            Self::read_store_again(driver);
            Self::connect(driver);
        } else {
            Self::disconnect(driver);
            Self::queue_for_lead(driver);
        }
        driver.borrow().show_sync();
    }

    /// Takes in what a tab that is gone may have stored without telling the others.
    fn read_store_again(driver: &Shared) {
        let (driver, store) = (driver.clone(), driver.borrow().store.clone());
        spawn_local(async move {
            let stored = store.chunks().await.unwrap_or_default();
            for chunk in stored.into_iter().filter_map(|chunk| chunk.verify().ok()) {
                Self::input(&driver, Input::StoredElsewhere { chunk });
            }
            Self::compact_if_needed(&driver);
        });
    }

    /// Names this tab to the others.
    fn tab(&self) -> String {
        self.relay.peer.as_str().to_owned()
    }
}
