//! Carries out what the core asks: chunks to the store, frames to the relay, news to
//! the other tabs; and brings back what happened.

mod relay_link;
mod storage;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use document::{FileFault, WriteError};
use domain::Command;
use leptos::prelude::*;
use leptos::task::spawn_local;
use replication::{AppendId, Input, Output};

use self::relay_link::RelayLink;
use super::save_tracker::PendingSave;
use super::{Core, DispatchError, SaveTracker, Signals};
use crate::components::SyncStatus;
use crate::platform::{self, Store, TabChannel};

/// Key of the heads that the relay was last known to hold.
const RELAY_HEADS: &str = "relay-heads";

type OnEntry = Rc<dyn Fn(String)>;

/// The running replica.
pub(super) struct Driver {
    core: Core,
    store: Store,
    tabs: Option<TabChannel>,
    on_entry: Option<OnEntry>,
    signals: Signals,
    saves: SaveTracker,
    relay: RelayLink,
    is_leader: bool,
    store_attempt: u32,
    is_compacting: bool,
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
    ) -> Shared {
        if let Ok(Some(kept)) = store.read(RELAY_HEADS).await {
            core.restore_relay_heads(&kept);
        }
        let driver = Rc::new(RefCell::new(Self {
            core,
            store,
            tabs: None,
            on_entry: None,
            signals,
            saves,
            relay: RelayLink::new(relay_url),
            is_leader: false,
            store_attempt: 0,
            is_compacting: false,
            saving: BTreeMap::new(),
        }));
        Self::listen(&driver);
        driver.borrow().show_sync_status();
        driver
    }

    fn listen(driver: &Shared) {
        let (on_chunk, on_entry) = (Rc::downgrade(driver), Rc::downgrade(driver));
        let tabs = TabChannel::open(
            move |chunk| {
                with(&on_chunk, |driver| {
                    Self::input(driver, Input::StoredElsewhere { chunk });
                });
            },
            move |key| with(&on_entry, |driver| Self::entry_changed(driver, key)),
        );
        driver.borrow_mut().tabs = Some(tabs);
        let leading = Rc::downgrade(driver);
        platform::when_leader(move || {
            with(&leading, |driver| {
                driver.borrow_mut().is_leader = true;
                Self::read_store_again(driver);
                Self::connect(driver);
            });
        });
        let back = Rc::downgrade(driver);
        platform::on_connectivity(move || with(&back, Self::connectivity_changed));
    }

    /// Takes in what a tab that is gone may have stored without telling the others.
    fn read_store_again(driver: &Shared) {
        let (driver, store) = (driver.clone(), driver.borrow().store.clone());
        spawn_local(async move {
            let stored = store.chunks().await.unwrap_or_default();
            for chunk in stored.into_iter().filter_map(|chunk| chunk.verify().ok()) {
                Self::input(&driver, Input::StoredElsewhere { chunk });
            }
        });
    }

    fn entry_changed(driver: &Shared, key: String) {
        if key == RELAY_HEADS {
            let (driver, store) = (driver.clone(), driver.borrow().store.clone());
            spawn_local(async move {
                if let Ok(Some(kept)) = store.read(RELAY_HEADS).await {
                    driver.borrow_mut().core.restore_relay_heads(&kept);
                    driver.borrow().show_sync_status();
                }
            });
            return;
        }
        let on_entry = driver.borrow().on_entry.clone();
        if let Some(on_entry) = on_entry {
            on_entry(key);
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

    pub(super) fn export(&self) -> Vec<u8> {
        self.core.export()
    }

    pub(super) fn store(&self) -> Store {
        self.store.clone()
    }

    pub(super) fn tell_device_entry(&self, key: &str) {
        if let Some(tabs) = &self.tabs {
            tabs.tell_device_entry(key);
        }
    }

    pub(super) fn on_device_entry(&mut self, on_entry: OnEntry) {
        self.on_entry = Some(on_entry);
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
                Output::PeerInSync { .. }
                | Output::Unavailable { .. }
                | Output::Ephemeral { .. } => {}
            }
        }
        Self::note_at_relay(driver);
        driver.borrow().show_sync_status();
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

    fn show_sync_status(&self) {
        let n_to_send = self.core.n_to_send();
        let is_connected = self.signals.is_connected.get_untracked();
        let status = if n_to_send > 0 {
            SyncStatus::ToSend(n_to_send)
        } else if is_connected || !self.is_leader && platform::is_online() {
            SyncStatus::Sent
        } else {
            SyncStatus::Offline
        };
        if self.signals.sync_status.get_untracked() != status {
            self.signals.sync_status.set(status);
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
