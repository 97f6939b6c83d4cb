//! Carries out what the core asks: chunks to the store, frames to the relay, news to
//! the other tabs; and brings back what happened.

mod access;
mod join;
mod lead;
mod presence;
mod relay_link;
mod stage;
mod storage;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use document::{FileFault, WriteError};
use domain::{Command, Snapshot};
use leptos::prelude::*;
use leptos::task::spawn_local;
use replication::{AppendId, Input, Output};

use self::lead::Lead;
use self::relay_link::RelayLink;
use self::stage::Stages;
use super::save_tracker::PendingSave;
use super::{
    Access, Capabilities, Core, DispatchError, OpenError, Preview, RelayState, SaveTracker,
    Signals, Start,
};
use crate::components::SyncStatus;
use crate::platform::{self, PageEvent, Store, StoreError, TabChannel, TabNews};

/// Key of the heads that the relay was last known to hold.
const RELAY_HEADS: &str = "relay-heads";

type OnEntry = Rc<dyn Fn()>;

/// A text that this device keeps for itself.
#[derive(Debug, Clone)]
pub(super) struct DeviceEntry {
    pub(super) text: String,
    pub(super) is_stored: bool,
}

/// The running replica.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a fact about the store, true apart from the others"
)]
pub(super) struct Driver {
    core: Core,
    store: Store,
    tabs: Option<TabChannel>,
    /// Whom to call when another tab changed an entry, by key.
    on_entry: BTreeMap<String, OnEntry>,
    signals: Signals,
    saves: SaveTracker,
    relay: RelayLink,
    lead: Lead,
    stages: Stages,
    store_attempt: u32,
    is_compacting: bool,
    is_watching_store: bool,
    /// The store was lost, and what it holds is not read again yet.
    is_store_lost: bool,
    /// The store was found to lack chunks, and is not filled again yet.
    must_refill: bool,
    /// A person asked for everything to be deleted: what is missing stays so.
    is_erasing: bool,
    /// Entries of this device that were read or written, by key.
    entries: BTreeMap<String, DeviceEntry>,
    /// Appends that are not durable yet.
    saving: BTreeMap<AppendId, PendingSave>,
}

type Shared = Rc<RefCell<Driver>>;

impl core::fmt::Debug for Driver {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Driver")
            .field("peer", &self.relay.peer)
            .finish_non_exhaustive()
    }
}

impl Driver {
    /// Starts the exchange with the other tabs and, in the leading tab, with the relay.
    pub(super) async fn start(
        mut core: Core,
        store: Store,
        signals: Signals,
        saves: SaveTracker,
        relay_url: Option<String>,
        fault: Option<StoreError>,
    ) -> Shared {
        if fault.is_none() {
            if let Ok(Some(kept)) = store.read(RELAY_HEADS).await {
                core.restore_relay_heads(&kept);
            }
            if let Some(access) = access::read_access(&store).await {
                signals.access.set(access);
            }
        }
        let driver = Rc::new(RefCell::new(Self {
            core,
            store,
            tabs: None,
            on_entry: BTreeMap::new(),
            signals,
            saves,
            relay: RelayLink::new(relay_url),
            lead: Lead::default(),
            stages: Stages::default(),
            store_attempt: 0,
            is_compacting: false,
            is_watching_store: false,
            is_store_lost: false,
            must_refill: false,
            is_erasing: false,
            entries: BTreeMap::new(),
            saving: BTreeMap::new(),
        }));
        // First, so that a loss which is told at once does not hide the fault.
        if fault.is_some() {
            Self::watch_store(&driver, fault);
        }
        Self::listen(&driver);
        driver.borrow().show_sync();
        driver
    }

    fn listen(driver: &Shared) {
        let heard = Rc::downgrade(driver);
        let tabs = TabChannel::open(move |news| {
            with(&heard, |driver| match news {
                TabNews::Chunk(chunk) => {
                    Self::input(driver, Input::StoredElsewhere { chunk });
                    Self::compact_if_needed(driver);
                }
                TabNews::Entry(key) => Self::entry_changed(driver, &key),
                TabNews::Erased => {
                    driver.borrow_mut().is_erasing = true;
                    platform::open_afresh();
                }
                lead => Self::hear_of_lead(driver, lead),
            });
        });
        driver.borrow_mut().tabs = Some(tabs);
        let lost = Rc::downgrade(driver);
        let store = driver.borrow().store.clone();
        store.on_lost(move || with(&lost, |driver| Self::watch_store(driver, None)));
        Self::queue_for_lead(driver);
        Self::want_lead(driver);
        let back = Rc::downgrade(driver);
        platform::on_page_event(move |event| {
            with(&back, |driver| {
                if event == PageEvent::Shown {
                    Self::want_lead(driver);
                }
                Self::page_event(driver, event);
            });
        });
    }

    fn entry_changed(driver: &Shared, key: &str) {
        if key == access::ACCESS {
            Self::access_changed(driver);
            return;
        }
        if key == RELAY_HEADS {
            let (driver, store) = (driver.clone(), driver.borrow().store.clone());
            spawn_local(async move {
                if let Ok(Some(kept)) = store.read(RELAY_HEADS).await {
                    driver.borrow_mut().core.restore_relay_heads(&kept);
                    driver.borrow().show_sync();
                }
            });
            return;
        }
        if Self::stage_entry_changed(driver, key) {
            return;
        }
        let on_entry = driver.borrow().on_entry.get(key).cloned();
        if let Some(on_entry) = on_entry {
            on_entry();
        }
    }

    /// Carries out a command.
    pub(super) fn dispatch(driver: &Shared, command: &Command) -> Result<(), DispatchError> {
        let outputs = driver
            .borrow_mut()
            .core
            .dispatch(command)
            .map_err(|error| match error {
                WriteError::Refused(refusal) => DispatchError::Refused(refusal),
                WriteError::Document(_) => DispatchError::NotWritten,
            })?;
        Self::carry_out(driver, outputs);
        Ok(())
    }

    /// Merges a file.
    pub(super) fn merge_file(driver: &Shared, bytes: &[u8]) -> Result<usize, FileFault> {
        let (n_changes, outputs) = driver.borrow_mut().core.merge_file(bytes)?;
        Self::carry_out(driver, outputs);
        Ok(n_changes)
    }

    pub(super) fn heads(&self) -> Vec<[u8; 32]> {
        self.core.heads()
    }

    pub(super) fn changes_since(&self, heads: &[[u8; 32]]) -> Vec<u8> {
        self.core.changes_since(heads)
    }

    pub(super) fn start_bytes(&self) -> Start {
        self.core.start()
    }

    pub(super) fn document_id(&self) -> String {
        self.core.document_id().to_string()
    }

    pub(super) fn has(&self, heads: &[[u8; 32]]) -> bool {
        self.core.has(heads)
    }

    pub(super) fn snapshot_at(&self, heads: &[[u8; 32]]) -> Option<Snapshot> {
        self.core.snapshot_at(heads)
    }

    pub(super) fn preview_files(&self, files: &[Vec<u8>]) -> Result<Preview, OpenError> {
        self.core.preview_files(files.iter().map(Vec::as_slice))
    }

    pub(super) fn export(&self) -> Vec<u8> {
        self.core.export()
    }

    pub(super) fn store(&self) -> Store {
        self.store.clone()
    }

    /// Deletes everything that this device keeps, and starts anew in every tab.
    pub(super) async fn erase(driver: Shared) -> Result<(), StoreError> {
        Self::disconnect(&driver);
        driver.borrow_mut().is_erasing = true;
        let store = driver.borrow().store();
        if let Err(fault) = store.erase().await {
            driver.borrow_mut().is_erasing = false;
            Self::watch_store(&driver, None);
            return Err(fault);
        }
        driver.borrow().tell(&TabNews::Erased);
        platform::open_afresh();
        Ok(())
    }

    pub(super) fn tell_device_entry(&self, key: &str) {
        self.tell(&TabNews::Entry(key.to_owned()));
    }

    /// Newest text of an entry of this device, while it is not stored.
    pub(super) fn unstored_entry(&self, key: &str) -> Option<String> {
        let entry = self.entries.get(key).filter(|entry| !entry.is_stored)?;
        Some(entry.text.clone())
    }

    /// Notes the newest text of an entry, and whether it is stored.
    pub(super) fn note_entry(&mut self, key: &str, entry: DeviceEntry) {
        self.entries.insert(key.to_owned(), entry);
    }

    /// Notes that `text` is stored, unless a newer text of the entry waits.
    pub(super) fn note_stored_entry(&mut self, key: &str, text: &str) {
        if let Some(entry) = self.entries.get_mut(key).filter(|entry| entry.text == text) {
            entry.is_stored = true;
        }
    }

    /// Keys of everything that this device keeps besides the document.
    fn entry_keys(&self) -> Vec<String> {
        let own = [access::ACCESS, RELAY_HEADS].map(str::to_owned);
        self.entries.keys().cloned().chain(own).collect()
    }

    /// What an entry of this device must say; nothing while there is nothing to keep.
    fn entry_text(&self, key: &str) -> Option<String> {
        match key {
            access::ACCESS => {
                let access = self.signals.access.get_untracked();
                (access != Access::default()).then(|| access::kept_text(&access))
            }
            RELAY_HEADS => Some(self.core.relay_heads()),
            _ => self.entries.get(key).map(|entry| entry.text.clone()),
        }
    }

    fn tell(&self, news: &TabNews) {
        if let Some(tabs) = &self.tabs {
            tabs.tell(news);
        }
    }

    pub(super) fn on_device_entry(&mut self, key: &str, on_entry: OnEntry) {
        self.on_entry.insert(key.to_owned(), on_entry);
    }

    /// Forgets the newest text of an entry, and whom to call about it.
    pub(super) fn drop_entry(&mut self, key: &str) {
        self.entries.remove(key);
        self.on_entry.remove(key);
    }

    pub(super) fn has_entry(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    fn input(driver: &Shared, input: Input) {
        let outputs = driver.borrow_mut().core.handle(input);
        Self::carry_out(driver, outputs);
    }

    fn carry_out(driver: &Shared, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Send {
                    connection,
                    message,
                } => Self::send(driver, connection, &message),
                Output::Append {
                    append,
                    chunk,
                    origin,
                } => {
                    Self::append(driver, append, chunk, origin);
                }
                Output::Compact {
                    compaction,
                    snapshot,
                    superseded,
                } => Self::compact(driver, compaction, snapshot, superseded),
                Output::Changed { .. } => driver.borrow().show_document(),
                Output::Close { connection, reason } => {
                    Self::close(driver, connection, Some(&reason.to_string()));
                }
                Output::Saved { append } => {
                    let saved = driver.borrow_mut().saving.remove(&append);
                    if let Some(saving) = saved {
                        saving.done();
                    }
                }
                Output::Ephemeral { data, .. } => {
                    if !Self::hear_presence(driver, &data) {
                        Self::hear(driver, &data);
                    }
                }
                Output::PeerInSync { .. }
                | Output::Unavailable { .. }
                | Output::Admitted { .. } => {}
            }
        }
        Self::note_at_relay(driver);
        driver.borrow().show_sync();
    }

    fn show_document(&self) {
        self.signals
            .snapshot
            .set(Arc::new(self.core.snapshot().clone()));
        self.signals.fingerprint.set(self.core.fingerprint());
        let anomalies = self.core.anomalies();
        if self.signals.anomalies.get_untracked() != anomalies {
            self.signals.anomalies.set(anomalies);
        }
    }

    /// True when this tab talks to the relay.
    fn is_connected(&self) -> bool {
        self.relay_state() == RelayState::Connected
    }

    /// True when this device may run a workshop.
    fn may_facilitate(&self) -> bool {
        let Signals { access, loan, .. } = self.signals;
        let role = access.with_untracked(Access::role);
        Capabilities::of(role, loan.get_untracked()).may_facilitate
    }

    fn show_sync(&self) {
        let relay = self.relay_state();
        let n_to_send = self.core.n_to_send();
        let is_connected = relay == RelayState::Connected
            || relay == RelayState::OtherTab && self.lead.is_other_connected;
        let status = if n_to_send > 0 {
            SyncStatus::ToSend(n_to_send)
        } else if is_connected {
            SyncStatus::Sent
        } else {
            SyncStatus::Offline
        };
        if self.signals.sync_status.get_untracked() != status {
            self.signals.sync_status.set(status);
        }
        if self.signals.relay.get_untracked() != relay {
            self.signals.relay.set(relay);
            if self.lead.is_here {
                let is_connected = relay == RelayState::Connected;
                self.tell(&TabNews::Relay { is_connected });
            }
        }
    }
}

fn random() -> u64 {
    u64::from_be_bytes(platform::random_bytes())
}

/// Runs `act` if the replica is still there.
fn with(driver: &Weak<RefCell<Driver>>, act: impl FnOnce(&Shared)) {
    if let Some(driver) = driver.upgrade() {
        act(&driver);
    }
}
