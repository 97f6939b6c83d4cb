//! The document of this device, as the pages see it.
//!
//! A page reads one snapshot and sends commands; there is no other way to the document.
//! Reading order: `core` (document, reader and sync as one machine without IO),
//! `driver` (stores, sockets and tabs carried out for it), [`Replica`] (the handle).

mod access;
mod cbor_text;
mod core;
mod driver;
mod join;
mod presence;
mod save_tracker;
mod stage;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use document::{Anomaly, FileFault};
use domain::{Command, CouncilId, Refusal, Snapshot, WorkshopId};
use leptos::prelude::*;

use crate::components::{SaveStatus, SyncStatus};
use crate::platform::{Store, StoreError};

pub use self::access::{
    Access, AccessRefusal, Capabilities, INVITATION_MARK, Loan, LoanKind, Role, invitation_in,
};
pub use self::core::{Core, OpenError, Preview, Start};
use self::driver::{DeviceEntry, Driver};
pub use self::join::{JoinFault, JoinLink};
pub use self::presence::{CouncilPresence, Presence};
pub use self::save_tracker::SaveTracker;
pub use self::stage::{RoomStage, TIMER_MS_MAX, Timer};

/// Why a command, asked by a person, was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DispatchError {
    /// The rules refuse it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The document could not be written; nothing changed.
    #[error("the document could not be written")]
    NotWritten,
    /// The link of this device, or its being lent, does not allow it; nothing changed.
    #[error("this device may not do it")]
    NotAllowed,
    /// This device cannot save now, so that nothing more is taken in; nothing changed.
    #[error("this device cannot save now")]
    CannotSave,
}

/// How it stands with the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelayState {
    /// There is none.
    Absent,
    /// Another tab of this device talks to it.
    OtherTab,
    /// The device says that it has no network.
    NoNetwork,
    /// An attempt is under way.
    Connecting,
    /// It answers.
    Connected,
    /// It answers, and does not let this device in.
    Refused,
    /// It did not answer, and is asked again.
    Waiting {
        /// When, in ms since the Unix epoch.
        next_at_ms: i64,
    },
}

/// Called after a command of this device, with the document before and after it.
type OnOwnChange = Rc<dyn Fn(&Snapshot, &Snapshot)>;

/// Signals that pages read; written by the driver only.
#[derive(Debug, Clone, Copy)]
struct Signals {
    snapshot: RwSignal<Arc<Snapshot>>,
    anomalies: RwSignal<Vec<Anomaly>>,
    fingerprint: RwSignal<String>,
    sync_status: RwSignal<SyncStatus>,
    relay: RwSignal<RelayState>,
    access: RwSignal<Access>,
    stages: RwSignal<BTreeMap<WorkshopId, RoomStage>>,
    presence: RwSignal<Presence>,
    /// Council of this device, for the others to know.
    council: RwSignal<Option<CouncilId>>,
    loan: RwSignal<Option<Loan>>,
    store_fault: RwSignal<Option<StoreError>>,
}

/// Handle of this device's document; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Replica {
    driver: StoredValue<Rc<RefCell<Driver>>, LocalStorage>,
    signals: Signals,
    saves: SaveTracker,
    /// Stored chunks that could not be read.
    n_damaged: usize,
    relay_url: StoredValue<Option<String>>,
    on_own_change: StoredValue<Option<OnOwnChange>, LocalStorage>,
}

impl Replica {
    /// Opens the document: genesis and amendment, then every stored chunk, then the relay.
    ///
    /// `opened` is what became of opening `store`; one that fails is asked again later.
    ///
    /// # Errors
    /// [`OpenError`] when the built-in genesis cannot be read: a broken build.
    pub async fn open(
        start: Start,
        (store, opened): (Store, Result<(), StoreError>),
        relay_url: Option<String>,
    ) -> Result<Self, OpenError> {
        let stored = match opened {
            Ok(()) => store.chunks().await,
            Err(fault) => Err(fault),
        };
        let (chunks, fault) = match stored {
            Ok(chunks) => (chunks, None),
            Err(fault) => (Vec::new(), Some(fault)),
        };
        let known = chunks.iter().map(|chunk| chunk.key).collect();
        let (core, n_damaged) = Core::open(start, chunks)?;
        let signals = Signals {
            snapshot: RwSignal::new(Arc::new(core.snapshot().clone())),
            anomalies: RwSignal::new(core.anomalies()),
            fingerprint: RwSignal::new(core.fingerprint()),
            sync_status: RwSignal::new(SyncStatus::Offline),
            relay: RwSignal::new(RelayState::Connecting),
            access: RwSignal::new(Access::default()),
            stages: RwSignal::new(BTreeMap::new()),
            presence: RwSignal::new(Presence::default()),
            council: RwSignal::new(None),
            loan: RwSignal::new(None),
            store_fault: RwSignal::new(None),
        };
        let saves = SaveTracker::new();
        let driver = Driver::start(core, store, signals, saves, relay_url.clone(), fault).await;
        Driver::catch_up(&driver, known);
        Ok(Self {
            driver: StoredValue::new_local(driver),
            signals,
            saves,
            n_damaged,
            relay_url: StoredValue::new(relay_url),
            on_own_change: StoredValue::new_local(None),
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

    /// How it stands with the relay.
    pub fn relay(self) -> Signal<RelayState> {
        self.signals.relay.into()
    }

    /// What this device knows of its own access.
    pub fn access(self) -> Signal<Access> {
        self.signals.access.into()
    }

    /// What the screens offer.
    pub fn capabilities(self) -> Signal<Capabilities> {
        let Signals { access, loan, .. } = self.signals;
        Signal::derive(move || Capabilities::of(access.with(Access::role), loan.get()))
    }

    /// The workshop that this device is lent for, if it is.
    pub fn loan(self) -> Signal<Option<Loan>> {
        self.signals.loan.into()
    }

    /// Takes note that this device is lent, or no longer; whoever calls it keeps it.
    pub fn note_loan(self, loan: Option<Loan>) {
        if self.signals.loan.get_untracked() != loan {
            self.signals.loan.set(loan);
        }
    }

    /// What the screens of each workshop show beside the document, as far as it is known.
    pub fn stages(self) -> Signal<BTreeMap<WorkshopId, RoomStage>> {
        self.signals.stages.into()
    }

    /// Which devices were heard since the page was loaded.
    pub fn presence(self) -> Signal<Presence> {
        self.signals.presence.into()
    }

    /// Takes note of the council of this device, which the others are told.
    pub fn note_council(self, council: Option<CouncilId>) {
        self.signals.council.set(council);
    }

    /// Reads what this device kept of the stage of a workshop.
    pub fn load_stage(self, workshop: WorkshopId) {
        self.driver
            .with_value(|driver| Driver::load_stage(driver, workshop));
    }

    /// Changes what the screens of a workshop show, here and on every device of the room;
    /// nothing on a device that may not run it.
    pub fn set_stage(self, workshop: WorkshopId, change: impl FnOnce(&mut RoomStage)) {
        if self.capabilities().get_untracked().may_facilitate {
            self.driver
                .with_value(|driver| Driver::set_stage(driver, workshop, change));
        }
    }

    /// How the tablets of the room are let in; asks the relay.
    ///
    /// # Errors
    /// [`JoinFault`]: there is no link now, or there will be none.
    pub async fn join_link(self) -> Result<JoinLink, JoinFault> {
        let driver = self.driver.with_value(Clone::clone);
        Driver::join_link(driver).await
    }

    /// Opens a link: the invitation counts once the relay has granted it.
    pub fn open_link(self, invitation: String) {
        self.driver
            .with_value(|driver| Driver::open_link(driver, invitation));
    }

    /// Asks the relay at once, instead of at the planned moment.
    pub fn try_relay_now(self) {
        self.driver.with_value(Driver::try_relay_now);
    }

    /// Why nothing can be saved now.
    pub fn store_fault(self) -> Signal<Option<StoreError>> {
        self.signals.store_fault.into()
    }

    /// Stored chunks that could not be read when the document was opened.
    pub fn n_damaged(self) -> usize {
        self.n_damaged
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
        if !self.capabilities().get_untracked().allow(command) {
            return Err(DispatchError::NotAllowed);
        }
        if self.save_status().get_untracked() == SaveStatus::NotSaved {
            return Err(DispatchError::CannotSave);
        }
        let before = self.signals.snapshot.get_untracked();
        self.driver
            .with_value(|driver| Driver::dispatch(driver, command))?;
        if let Some(on_own_change) = self.on_own_change.get_value() {
            on_own_change(&before, &self.signals.snapshot.read_untracked());
        }
        Ok(())
    }

    /// Calls `on_own_change` after each command of this page, with the document before and
    /// after it; takes the place of what was called before.
    pub fn on_own_change(self, on_own_change: impl Fn(&Snapshot, &Snapshot) + 'static) {
        self.on_own_change.set_value(Some(Rc::new(on_own_change)));
    }

    /// Names of the latest changes, sorted: they identify the state of the document.
    pub fn heads(self) -> Vec<[u8; 32]> {
        self.driver.with_value(|driver| driver.borrow().heads())
    }

    /// Changes that `heads` do not include, for a tablet that has the same start; empty
    /// when it lacks nothing.
    pub fn changes_since(self, heads: &[[u8; 32]]) -> Vec<u8> {
        self.driver
            .with_value(|driver| driver.borrow().changes_since(heads))
    }

    /// What the document starts from: fixed bytes, the same on every device.
    pub fn start(self) -> Start {
        self.driver
            .with_value(|driver| driver.borrow().start_bytes())
    }

    /// The document's id: that of the contract, or of its rehearsal.
    pub fn document_id(self) -> String {
        self.driver
            .with_value(|driver| driver.borrow().document_id())
    }

    /// True when every change that `heads` name is here.
    pub fn has(self, heads: &[[u8; 32]]) -> bool {
        self.driver.with_value(|driver| driver.borrow().has(heads))
    }

    /// What the document said at `heads`; `None` when one of them is unknown here. Takes
    /// time: once for a page, not at each change.
    pub fn snapshot_at(self, heads: &[[u8; 32]]) -> Option<Arc<Snapshot>> {
        let former = self
            .driver
            .with_value(|driver| driver.borrow().snapshot_at(heads));
        former.map(Arc::new)
    }

    /// What files that a person chose would bring; nothing changes.
    ///
    /// # Errors
    /// [`OpenError`] when the document cannot be copied, which its own bytes never give.
    pub fn preview_files(self, files: &[Vec<u8>]) -> Result<Preview, OpenError> {
        self.driver
            .with_value(|driver| driver.borrow().preview_files(files))
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

    /// Deletes everything that this device keeps, and starts anew in every tab.
    ///
    /// # Errors
    /// [`StoreError`]: nothing is deleted.
    pub async fn erase(self) -> Result<(), StoreError> {
        let driver = self.driver.with_value(Clone::clone);
        Driver::erase(driver).await
    }

    /// Tells the other tabs that an entry of this device changed.
    pub fn tell_device_entry(self, key: &str) {
        self.driver
            .with_value(|driver| driver.borrow().tell_device_entry(key));
    }

    /// Calls `on_change` when another tab changed this entry; takes the place of what
    /// was called for the same entry before.
    pub fn on_device_entry(self, key: &str, on_change: impl Fn() + 'static) {
        self.driver.with_value(|driver| {
            driver.borrow_mut().on_device_entry(key, Rc::new(on_change));
        });
    }

    /// Newest text of an entry of this device, while it is not stored.
    pub fn unstored_entry(self, key: &str) -> Option<String> {
        self.driver
            .with_value(|driver| driver.borrow().unstored_entry(key))
    }

    /// Notes the newest text of an entry, and whether it is stored.
    pub fn note_entry(self, key: &str, text: &str, is_stored: bool) {
        let text = text.to_owned();
        let entry = DeviceEntry { text, is_stored };
        self.driver
            .with_value(|driver| driver.borrow_mut().note_entry(key, entry));
    }

    /// Notes that `text` is stored, unless a newer text of the entry waits.
    pub fn note_stored_entry(self, key: &str, text: &str) {
        self.driver
            .with_value(|driver| driver.borrow_mut().note_stored_entry(key, text));
    }

    /// Forgets the newest text of an entry, and whom to call about it.
    pub fn drop_entry(self, key: &str) {
        self.driver
            .with_value(|driver| driver.borrow_mut().drop_entry(key));
    }

    /// Whether a text of the entry is known, stored or not.
    pub fn has_entry(self, key: &str) -> bool {
        self.driver
            .with_value(|driver| driver.borrow().has_entry(key))
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
