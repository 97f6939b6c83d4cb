//! Carries out what the core asks: chunks to the store, frames to the relay, news to
//! the other tabs; and brings back what happened.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::time::Duration;

use document::{FileFault, WriteError};
use domain::Command;
use leptos::prelude::*;
use leptos::task::spawn_local;
use replication::{
    AppendId, Backoff, Chunk, ConnectionId, Input, Message, Origin, Output, PeerId, PeerMetadata,
    Session, SessionEvent,
};

use super::save_tracker::{DOCUMENT, PendingSave};
use super::{Core, DispatchError, SaveTracker, Signals};
use crate::components::SyncStatus;
use crate::platform::{self, Socket, SocketEvent, Store, TabChannel};

/// Key of the heads that the relay was last known to hold.
const RELAY_HEADS: &str = "relay-heads";
/// A relay that does not finish the handshake in this time is left.
const HANDSHAKE_LIMIT: Duration = Duration::from_secs(10);

type OnEntry = Rc<dyn Fn(String)>;

/// The running replica.
pub(super) struct Driver {
    core: Core,
    store: Store,
    tabs: Option<TabChannel>,
    on_entry: Option<OnEntry>,
    signals: Signals,
    saves: SaveTracker,
    relay_url: Option<String>,
    peer: PeerId,
    is_leader: bool,
    link: Option<Link>,
    next_connection: u64,
    attempt: u32,
    store_attempt: u32,
    is_compacting: bool,
    /// Appends that are not durable yet.
    saving: BTreeMap<AppendId, PendingSave>,
}

/// The connection to the relay.
struct Link {
    id: ConnectionId,
    socket: Socket,
    session: Session,
    is_established: bool,
}

type Shared = Rc<RefCell<Driver>>;

impl core::fmt::Debug for Driver {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Driver")
            .field("peer", &self.peer)
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
        let suffix = u64::from_be_bytes(platform::random_bytes());
        let driver = Rc::new(RefCell::new(Self {
            core,
            store,
            tabs: None,
            on_entry: None,
            signals,
            saves,
            relay_url,
            peer: PeerId::new(format!("six-cartes-{suffix:016x}")),
            is_leader: false,
            link: None,
            next_connection: 0,
            attempt: 0,
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
                } => {
                    let (driver, store) = (driver.clone(), driver.borrow().store.clone());
                    spawn_local(async move {
                        let stored = store.compact(&snapshot, &superseded).await;
                        driver.borrow_mut().is_compacting = false;
                        Self::input(
                            &driver,
                            match stored {
                                Ok(()) => Input::Compacted { compaction },
                                Err(_) => Input::CompactionFailed { compaction },
                            },
                        );
                    });
                }
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

    fn append(driver: &Shared, append: AppendId, chunk: Chunk, origin: Origin) {
        {
            let mut driver = driver.borrow_mut();
            let saves = driver.saves;
            driver
                .saving
                .entry(append)
                .or_insert_with(|| saves.begin(DOCUMENT));
        }
        let (driver, store) = (driver.clone(), driver.borrow().store.clone());
        spawn_local(async move {
            if store.append(&chunk, origin == Origin::Local).await.is_ok() {
                driver.borrow_mut().store_attempt = 0;
                if let Some(tabs) = &driver.borrow().tabs {
                    tabs.tell_chunk(&chunk);
                }
                Self::input(&driver, Input::Stored { append });
                Self::compact_if_needed(&driver);
            } else {
                let failed = driver.borrow_mut().saving.remove(&append);
                if let Some(saving) = failed {
                    saving.fail();
                }
                Self::input(&driver, Input::AppendFailed { append });
                Self::retry_append(&driver);
            }
        });
    }

    /// Tries to store again after a while: space may have been freed.
    fn retry_append(driver: &Shared) {
        let delay = {
            let mut driver = driver.borrow_mut();
            driver.store_attempt += 1;
            Backoff::STORE.delay(driver.store_attempt, random())
        };
        let waiting = Rc::downgrade(driver);
        spawn_local(async move {
            platform::sleep(delay).await;
            with(&waiting, |driver| Self::input(driver, Input::RetryAppends));
        });
    }

    fn compact_if_needed(driver: &Shared) {
        let is_due = {
            let mut driver = driver.borrow_mut();
            let is_due =
                driver.is_leader && !driver.is_compacting && driver.core.wants_compaction();
            driver.is_compacting |= is_due;
            is_due
        };
        if is_due {
            let outputs = driver.borrow_mut().core.handle(Input::Compact);
            if !outputs
                .iter()
                .any(|output| matches!(output, Output::Compact { .. }))
            {
                driver.borrow_mut().is_compacting = false;
            }
            Self::carry_out(driver, outputs);
        }
    }

    fn connectivity_changed(driver: &Shared) {
        let id = driver.borrow().link.as_ref().map(|link| link.id);
        match (platform::is_online(), id) {
            // A socket does not notice by itself that the network is gone.
            (false, Some(id)) => Self::close(driver, id, None),
            (true, None) => {
                driver.borrow_mut().attempt = 0;
                Self::connect(driver);
            }
            _ => {}
        }
    }

    fn connect(driver: &Shared) {
        let (url, id) = {
            let mut driver = driver.borrow_mut();
            let Some(url) = driver.relay_url.clone() else {
                return;
            };
            if !driver.is_leader || driver.link.is_some() || !platform::is_online() {
                return;
            }
            driver.next_connection += 1;
            (url, ConnectionId(driver.next_connection))
        };
        let heard = Rc::downgrade(driver);
        let socket = Socket::connect(&url, move |event| {
            with(&heard, |driver| Self::socket_event(driver, id, event));
        });
        let Some(socket) = socket else { return };
        let local = driver.borrow().peer.clone();
        let (session, _) = Session::client(local, metadata(), None);
        driver.borrow_mut().link = Some(Link {
            id,
            socket,
            session,
            is_established: false,
        });
        let waiting = Rc::downgrade(driver);
        spawn_local(async move {
            platform::sleep(HANDSHAKE_LIMIT).await;
            with(&waiting, |driver| {
                let is_stuck = driver
                    .borrow()
                    .link
                    .as_ref()
                    .is_some_and(|link| link.id == id && !link.is_established);
                if is_stuck {
                    Self::close(driver, id, None);
                }
            });
        });
    }

    fn socket_event(driver: &Shared, id: ConnectionId, event: SocketEvent) {
        match event {
            SocketEvent::Open => {
                let join = {
                    let mut driver = driver.borrow_mut();
                    let local = driver.peer.clone();
                    let Some(link) = driver.link.as_mut().filter(|link| link.id == id) else {
                        return;
                    };
                    let (session, join) = Session::client(local, metadata(), None);
                    link.session = session;
                    join
                };
                Self::send(driver, id, &join);
            }
            SocketEvent::Frame(frame) => Self::frame(driver, id, &frame),
            SocketEvent::Closed => Self::close(driver, id, None),
        }
    }

    fn frame(driver: &Shared, id: ConnectionId, frame: &[u8]) {
        let event = {
            let mut driver = driver.borrow_mut();
            let Some(link) = driver.link.as_mut().filter(|link| link.id == id) else {
                return;
            };
            link.session
                .receive(frame)
                .map_err(|error| link.session.refusal(&error))
        };
        match event {
            Ok(SessionEvent::Established { peer, reply, .. }) => {
                let local = {
                    let mut driver = driver.borrow_mut();
                    driver.attempt = 0;
                    if let Some(link) = &mut driver.link {
                        link.is_established = true;
                    }
                    driver.peer.clone()
                };
                if let Some(reply) = reply {
                    Self::send(driver, id, &reply);
                }
                driver.borrow().signals.is_connected.set(true);
                let input = Input::Connected {
                    connection: id,
                    local,
                    peer,
                    announce: true,
                };
                Self::input(driver, input);
            }
            Ok(SessionEvent::Document(message)) => {
                // A relay may hold other documents; this device has only one.
                if message.document_id() == Some(driver.borrow().core.document_id()) {
                    Self::input(
                        driver,
                        Input::Frame {
                            connection: id,
                            message,
                        },
                    );
                }
            }
            Ok(SessionEvent::Ignored) => {}
            Ok(SessionEvent::Left) => Self::close(driver, id, None),
            Err(refusal) => {
                Self::send(driver, id, &refusal);
                Self::close(driver, id, None);
            }
        }
    }

    fn send(driver: &Shared, connection: ConnectionId, message: &Message) {
        let sent = driver
            .borrow()
            .link
            .as_ref()
            .filter(|link| link.id == connection)
            .map(|link| link.socket.send(&message.encode()));
        if let Some(Err(_)) = sent {
            Self::close(driver, connection, None);
        }
    }

    /// Closes the connection and plans the next attempt.
    fn close(driver: &Shared, connection: ConnectionId, reason: Option<&str>) {
        let link = {
            let mut driver = driver.borrow_mut();
            driver.link.take_if(|link| link.id == connection)
        };
        let Some(link) = link else { return };
        if let Some(reason) = reason {
            let error = Message::Error {
                sender_id: Some(link.session.local().clone()),
                target_id: link.session.remote().cloned(),
                message: reason.to_owned(),
            };
            // The connection is closed anyway.
            let _told = link.socket.send(&error.encode());
        }
        drop(link);
        driver.borrow().signals.is_connected.set(false);
        let outputs = driver
            .borrow_mut()
            .core
            .handle(Input::Disconnected { connection });
        Self::carry_out(driver, outputs);
        Self::reconnect_later(driver);
    }

    fn reconnect_later(driver: &Shared) {
        let delay = {
            let mut driver = driver.borrow_mut();
            let delay = Backoff::RECONNECT.delay(driver.attempt, random());
            driver.attempt = driver.attempt.saturating_add(1);
            delay
        };
        let waiting = Rc::downgrade(driver);
        spawn_local(async move {
            platform::sleep(delay).await;
            with(&waiting, Self::connect);
        });
    }

    /// Keeps in the store that the relay holds everything, when it does.
    fn note_at_relay(driver: &Shared) {
        let kept = {
            let mut driver = driver.borrow_mut();
            let is_there = driver
                .link
                .as_ref()
                .is_some_and(|link| driver.core.is_at_relay(link.id));
            if is_there {
                driver.core.note_at_relay()
            } else {
                None
            }
        };
        let Some(kept) = kept else { return };
        let (driver, store) = (driver.clone(), driver.borrow().store.clone());
        spawn_local(async move {
            // If it fails, the same changes are offered again next time: harmless.
            if store.write(RELAY_HEADS, &kept).await.is_ok() {
                driver.borrow().tell_device_entry(RELAY_HEADS);
            }
        });
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

fn metadata() -> PeerMetadata {
    PeerMetadata {
        storage_id: None,
        is_ephemeral: false,
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
