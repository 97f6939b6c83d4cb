//! The stage of each workshop: kept, shown to the other tabs, told to the other devices.
//!
//! The tab that leads repeats what was set on this device, because nobody says when a
//! device joins the room. A stage that cannot be stored is told all the same.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use domain::WorkshopId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use replication::{ConnectionId, Input};

use super::{DeviceEntry, Driver, Shared};
use crate::platform;
use crate::replica::stage::{HeldStage, RoomStage};

/// Between two tellings of a stage to the other devices.
const STAGE_REPEAT: Duration = Duration::from_secs(4);
/// Most workshops, newest first, whose stage a tab reads when it begins to lead.
const STAGES_READ_MAX: usize = 8;
/// What the key of a stage begins with.
const STAGE: &str = "stage/";

/// What the driver keeps of the stages.
#[derive(Debug, Default)]
pub(super) struct Stages {
    held: BTreeMap<WorkshopId, HeldStage>,
    /// Messages told in this run of the page.
    n_told: u64,
    to_store: BTreeSet<WorkshopId>,
    is_storing: bool,
}

impl Stages {
    /// Number of the next message of this run of the page.
    pub(super) fn next_count(&mut self) -> u64 {
        self.n_told += 1;
        self.n_told
    }
}

impl Driver {
    /// Changes the stage of a workshop, for every screen of the room.
    pub(in crate::replica) fn set_stage(
        driver: &Shared,
        workshop: WorkshopId,
        change: impl FnOnce(&mut RoomStage),
    ) {
        let act = {
            let driver = driver.borrow();
            let former = driver.stages.held.get(&workshop);
            let mut stage = former.map(|held| held.stage.clone()).unwrap_or_default();
            change(&mut stage);
            let by = driver.relay.peer.as_str();
            HeldStage::act(former, stage, by, platform::now_ms())
        };
        Self::hold_stage(driver, workshop, act);
    }

    /// Reads what this device kept of a stage.
    pub(in crate::replica) fn load_stage(driver: &Shared, workshop: WorkshopId) {
        let (driver, store) = (driver.clone(), driver.borrow().store());
        spawn_local(async move {
            let key = format!("{STAGE}{workshop}");
            let unstored = driver.borrow().unstored_entry(&key);
            let text = match unstored {
                Some(text) => Some(text),
                None => store.read(&key).await.ok().flatten(),
            };
            let now_ms = platform::now_ms();
            let kept = text.and_then(|text| HeldStage::read_kept(&text, now_ms));
            let Some(kept) = kept else { return };
            let heard = kept.heard(driver.borrow().stages.held.get(&workshop), now_ms);
            if let Some(heard) = heard {
                driver.borrow_mut().show_stage(workshop, heard);
                Self::tell_stage(&driver, workshop);
            }
        });
    }

    /// Another tab changed an entry; true when it is a stage.
    pub(super) fn stage_entry_changed(driver: &Shared, key: &str) -> bool {
        let Some(workshop) = key.strip_prefix(STAGE) else {
            return false;
        };
        if let Ok(workshop) = workshop.parse() {
            Self::load_stage(driver, workshop);
        }
        true
    }

    /// Another device told something: a stage counts if the workshop is known here.
    pub(super) fn hear(driver: &Shared, data: &[u8]) {
        let now_ms = platform::now_ms();
        let Some((workshop, told)) = HeldStage::read_message(data, now_ms) else {
            return;
        };
        let heard = {
            let driver = driver.borrow();
            if !driver.core.snapshot().workshops.contains_key(&workshop) {
                return;
            }
            told.heard(driver.stages.held.get(&workshop), now_ms)
        };
        if let Some(heard) = heard {
            Self::hold_stage(driver, workshop, heard);
        }
    }

    /// Tells the others of the stages for as long as this connection lasts.
    pub(super) fn repeat_stages(driver: &Shared, connection: ConnectionId) {
        Self::load_newest_stages(driver);
        let repeating = Rc::downgrade(driver);
        spawn_local(async move {
            loop {
                platform::sleep(STAGE_REPEAT).await;
                let Some(driver) = repeating.upgrade() else {
                    return;
                };
                if !driver.borrow().relay.is_open(connection) {
                    return;
                }
                let workshops: Vec<_> = driver.borrow().stages.held.keys().copied().collect();
                for workshop in workshops {
                    Self::tell_stage(&driver, workshop);
                }
            }
        });
    }

    fn load_newest_stages(driver: &Shared) {
        let newest = driver.borrow().core.snapshot().workshops_newest_first();
        for workshop in newest.iter().take(STAGES_READ_MAX) {
            Self::load_stage(driver, workshop.id);
        }
    }

    /// Shows a stage, keeps it and tells of it.
    fn hold_stage(driver: &Shared, workshop: WorkshopId, heard: HeldStage) {
        let is_new = driver.borrow_mut().show_stage(workshop, heard);
        if is_new {
            Self::keep_stage(driver, workshop);
            Self::tell_stage(driver, workshop);
        }
    }

    /// Shows a stage to the pages; false when they show it already.
    fn show_stage(&mut self, workshop: WorkshopId, heard: HeldStage) -> bool {
        let stage = heard.stage.clone();
        let former = self.stages.held.insert(workshop, heard);
        let is_shown = former.is_some_and(|former| {
            let now = self.stages.held.get(&workshop);
            now.is_some_and(|now| now.is_same_act(&former)) && former.stage == stage
        });
        if !is_shown {
            self.signals.stages.update(|stages| {
                stages.insert(workshop, stage);
            });
        }
        !is_shown
    }

    /// Tells the other devices, if this one set it and is connected.
    fn tell_stage(driver: &Shared, workshop: WorkshopId) {
        let input = {
            let mut driver = driver.borrow_mut();
            let now_ms = platform::now_ms();
            let may_tell = driver.may_facilitate() && driver.is_connected();
            let held = driver.stages.held.get(&workshop);
            let held = held.filter(|held| may_tell && held.is_told(now_ms));
            let Some(data) = held.map(|held| held.message(workshop, now_ms)) else {
                return;
            };
            Input::Broadcast {
                session_id: driver.relay.peer.as_str().to_owned(),
                count: driver.stages.next_count(),
                data,
            }
        };
        Self::input(driver, input);
    }

    /// Stores a stage, one write after another, and tells the other tabs.
    fn keep_stage(driver: &Shared, workshop: WorkshopId) {
        {
            let mut driver = driver.borrow_mut();
            driver.stages.to_store.insert(workshop);
            if std::mem::replace(&mut driver.stages.is_storing, true) {
                return;
            }
        }
        let (driver, store) = (driver.clone(), driver.borrow().store());
        spawn_local(async move {
            loop {
                let next = driver.borrow_mut().next_to_store();
                let Some(workshop) = next else { return };
                let key = format!("{STAGE}{workshop}");
                let Some(text) = driver.borrow().kept_stage(workshop) else {
                    continue;
                };
                let entry = DeviceEntry {
                    text: text.clone(),
                    is_stored: false,
                };
                driver.borrow_mut().note_entry(&key, entry);
                if store.write(&key, &text).await.is_ok() {
                    driver.borrow_mut().note_stored_entry(&key, &text);
                }
                driver.borrow().tell_device_entry(&key);
            }
        });
    }

    fn next_to_store(&mut self) -> Option<WorkshopId> {
        let next = self.stages.to_store.pop_first();
        self.stages.is_storing = next.is_some();
        next
    }

    fn kept_stage(&self, workshop: WorkshopId) -> Option<String> {
        let held = self.stages.held.get(&workshop)?;
        Some(held.kept(workshop, platform::now_ms()))
    }
}
