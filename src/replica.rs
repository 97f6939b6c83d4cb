//! The document of this device, as the pages see it.
//!
//! A page reads one snapshot and sends commands; there is no other way to the document.
//! Reading order: `core` (document, reader and sync as one machine without IO),
//! `driver` (stores, sockets and tabs carried out for it), [`Replica`] (the handle).

mod core;
mod driver;
mod save_tracker;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use document::{Anomaly, FileFault};
use domain::{Command, Refusal, Snapshot};
use leptos::prelude::*;

use crate::components::{SaveStatus, SyncStatus};
use crate::platform::Store;

pub use self::core::{Core, OpenError};
use self::driver::Driver;
pub use self::save_tracker::SaveTracker;

/// Why a command, asked by a person, was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DispatchError {
    /// The rules refuse it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The document could not be written; nothing changed.
    #[error("the document could not be written")]
    NotWritten,
}

/// What happened when the store was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenReport {
    /// The store could not be opened: everything stays in memory.
    pub store_error: Option<crate::platform::StoreError>,
    /// Stored chunks that could not be read.
    pub n_damaged: usize,
}

/// Signals that pages read; written by the driver only.
#[derive(Debug, Clone, Copy)]
struct Signals {
    snapshot: RwSignal<Arc<Snapshot>>,
    anomalies: RwSignal<Vec<Anomaly>>,
    fingerprint: RwSignal<String>,
    sync_status: RwSignal<SyncStatus>,
    is_connected: RwSignal<bool>,
}

/// Handle of this device's document; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Replica {
    driver: StoredValue<Rc<RefCell<Driver>>, LocalStorage>,
    signals: Signals,
    saves: SaveTracker,
    report: StoredValue<OpenReport>,
    relay_url: StoredValue<Option<String>>,
    /// Newest text of each entry of this device that is not stored yet, by key.
    unstored: StoredValue<BTreeMap<String, String>>,
}

impl Replica {
    /// Opens the document: genesis, then every stored chunk, then the relay.
    ///
    /// # Errors
    /// [`OpenError`] when the built-in genesis cannot be read: a broken build.
    pub async fn open(
        genesis: &'static [u8],
        store: Result<Store, crate::platform::StoreError>,
        relay_url: Option<String>,
    ) -> Result<Self, OpenError> {
        let mut report = OpenReport::default();
        let mut chunks = Vec::new();
        let mut kept = Store::default();
        match store {
            Ok(store) => {
                match store.chunks().await {
                    Ok(found) => chunks = found,
                    Err(error) => report.store_error = Some(error),
                }
                kept = store;
            }
            Err(error) => report.store_error = Some(error),
        }
        let (core, n_damaged) = Core::open(genesis, chunks)?;
        report.n_damaged = n_damaged;
        let signals = Signals {
            snapshot: RwSignal::new(Arc::new(core.snapshot().clone())),
            anomalies: RwSignal::new(core.anomalies()),
            fingerprint: RwSignal::new(core.fingerprint()),
            sync_status: RwSignal::new(SyncStatus::Offline),
            is_connected: RwSignal::new(false),
        };
        let saves = SaveTracker::new();
        if report.store_error.is_some() {
            saves.begin(save_tracker::DOCUMENT).fail();
        }
        let driver = Driver::start(core, kept, signals, saves, relay_url.clone()).await;
        Ok(Self {
            driver: StoredValue::new_local(driver),
            signals,
            saves,
            report: StoredValue::new(report),
            relay_url: StoredValue::new(relay_url),
            unstored: StoredValue::new(BTreeMap::new()),
        })
    }

    /// Everything that can be read; changes with every local or remote change.
    pub fn snapshot(self) -> Signal<Arc<Snapshot>> {
        self.signals.snapshot.into()
    }

    /// What is odd in the document.
    pub fn anomalies(self) -> Signal<Vec<Anomaly>> {
        self.signals.anomalies.into()
    }

    /// Short code of this version of the document.
    pub fn fingerprint(self) -> Signal<String> {
        self.signals.fingerprint.into()
    }

    /// Whether what was done is in the storage of this device.
    pub fn save_status(self) -> Signal<SaveStatus> {
        self.saves.status()
    }

    /// Whether what was done is at the relay.
    pub fn sync_status(self) -> Signal<SyncStatus> {
        self.signals.sync_status.into()
    }

    /// Whether the relay answers now.
    pub fn is_connected(self) -> Signal<bool> {
        self.signals.is_connected.into()
    }

    /// What happened when the store was read.
    pub fn open_report(self) -> OpenReport {
        self.report.get_value()
    }

    /// Address of the relay, if there is one.
    pub fn relay_url(self) -> Option<String> {
        self.relay_url.get_value()
    }

    /// Counts writes of this device that are not in the document, e.g. a draft.
    pub fn saves(self) -> SaveTracker {
        self.saves
    }

    /// Carries out a command; the change is visible at once and saved soon after.
    ///
    /// # Errors
    /// [`DispatchError`]; nothing changed.
    pub fn dispatch(self, command: &Command) -> Result<(), DispatchError> {
        self.driver
            .with_value(|driver| Driver::dispatch(driver, command))
    }

    /// The whole document as a file.
    pub fn export(self) -> Vec<u8> {
        self.driver.with_value(|driver| driver.borrow().export())
    }

    /// Merges a file that a person chose; returns how many changes were new.
    ///
    /// # Errors
    /// [`FileFault`]; nothing changed.
    pub fn merge_file(self, bytes: &[u8]) -> Result<usize, FileFault> {
        self.driver
            .with_value(|driver| Driver::merge_file(driver, bytes))
    }

    /// Tells the other tabs that an entry of this device changed.
    pub fn tell_device_entry(self, key: &str) {
        self.driver
            .with_value(|driver| driver.borrow().tell_device_entry(key));
    }

    /// Calls `on_entry` with the key of an entry that another tab changed.
    pub fn on_device_entry(self, on_entry: impl Fn(String) + 'static) {
        self.driver
            .with_value(|driver| driver.borrow_mut().on_device_entry(Rc::new(on_entry)));
    }

    /// Newest text of an entry of this device, while it is not stored.
    pub fn unstored_entry(self, key: &str) -> Option<String> {
        self.unstored
            .with_value(|unstored| unstored.get(key).cloned())
    }

    /// Notes the newest text of an entry before it is stored.
    pub fn set_unstored_entry(self, key: &str, text: &str) {
        self.unstored.update_value(|unstored| {
            unstored.insert(key.to_owned(), text.to_owned());
        });
    }

    /// Notes that `text` is stored, unless a newer text of the entry waits.
    pub fn forget_unstored_entry(self, key: &str, text: &str) {
        self.unstored.update_value(|unstored| {
            if unstored.get(key).is_some_and(|newest| newest == text) {
                unstored.remove(key);
            }
        });
    }

    /// The store of this device.
    pub fn store(self) -> Store {
        self.driver.with_value(|driver| driver.borrow().store())
    }
}

/// Gives the replica to every page below.
pub fn provide_replica(replica: Replica) {
    provide_context(replica);
}

/// The replica of this device.
///
/// # Panics
/// Outside `App`, which provides it.
pub fn use_replica() -> Replica {
    use_context().expect("App provides the replica")
}
