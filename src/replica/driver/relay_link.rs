//! The connection to the relay: opened by the leading tab, and again when it is lost.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use replication::{
    Backoff, ConnectionId, Input, Message, PeerId, PeerMetadata, Session, SessionEvent,
};

use super::{Driver, RELAY_HEADS, Shared, random, with};
use crate::platform::{self, PageEvent, Socket, SocketEvent};
use crate::replica::RelayState;

/// A relay that does not finish the handshake in this time is left.
pub(super) const HANDSHAKE_LIMIT: Duration = Duration::from_secs(10);
/// A relay that says nothing for this long while it owes an answer is left: a network
/// that vanished closes no socket.
const ANSWER_LIMIT: Duration = Duration::from_secs(20);
/// A page that was hidden for longer may have been asleep, and its socket dead.
const HIDDEN_TRUSTED: Duration = Duration::from_secs(5);

/// What the driver keeps of the relay.
pub(super) struct RelayLink {
    /// Address; `None` when there is no relay.
    url: Option<String>,
    /// Name of this end, fresh for each page load.
    pub(super) peer: PeerId,
    open: Option<Connection>,
    /// The connection for which the relay is asked to let this device in.
    asking: Option<ConnectionId>,
    next_connection: u64,
    /// Attempts since the last handshake.
    attempt: u32,
    /// When the next attempt is, in ms since the Unix epoch.
    next_at_ms: Option<i64>,
    /// Since when the page is hidden, in ms since the Unix epoch.
    hidden_at_ms: Option<i64>,
}

/// One connection, from its opening to its end.
struct Connection {
    id: ConnectionId,
    socket: Socket,
    session: Session,
    is_established: bool,
    /// When the relay was last heard, in ms since the Unix epoch.
    heard_at_ms: i64,
    /// Since when it owes an answer, in ms since the Unix epoch.
    asked_at_ms: Option<i64>,
    /// Somebody waits to see whether it answers.
    is_awaited: bool,
}

impl RelayLink {
    /// Not connected yet.
    pub(super) fn new(url: Option<String>) -> Self {
        Self {
            url,
            peer: PeerId::new(format!("six-cartes-{:016x}", random())),
            open: None,
            asking: None,
            next_connection: 0,
            attempt: 0,
            next_at_ms: None,
            hidden_at_ms: None,
        }
    }

    /// How long the relay may still be silent; `None` when it owes nothing.
    fn answer_overdue_in(&mut self, connection: ConnectionId) -> Option<Duration> {
        let open = self.open.as_mut().filter(|open| open.id == connection)?;
        let Some(asked_at_ms) = open.asked_at_ms else {
            open.is_awaited = false;
            return None;
        };
        let silent_ms = platform::now_ms().saturating_sub(asked_at_ms);
        let silent = Duration::from_millis(u64::try_from(silent_ms).unwrap_or(0));
        Some(ANSWER_LIMIT.saturating_sub(silent))
    }

    /// True while this connection is the one that is open.
    pub(super) fn is_open(&self, id: ConnectionId) -> bool {
        self.open.as_ref().is_some_and(|open| open.id == id)
    }

    /// The relay was asked for this connection; false when that was given up meanwhile.
    pub(super) fn end_asking(&mut self, id: ConnectionId) -> bool {
        self.asking.take_if(|asking| *asking == id).is_some()
    }
}

impl Driver {
    /// How it stands with the relay.
    pub(super) fn relay_state(&self) -> RelayState {
        let relay = &self.relay;
        match (&relay.open, relay.next_at_ms) {
            _ if relay.url.is_none() => RelayState::Absent,
            _ if !self.lead.is_here => RelayState::OtherTab,
            (Some(open), _) if open.is_established => RelayState::Connected,
            (None, _) if !platform::is_online() => RelayState::NoNetwork,
            _ if self.is_refused() => RelayState::Refused,
            (None, Some(next_at_ms)) => RelayState::Waiting { next_at_ms },
            _ => RelayState::Connecting,
        }
    }

    /// The network or the page came or went.
    pub(super) fn page_event(driver: &Shared, event: PageEvent) {
        match event {
            PageEvent::Hidden => {
                let hidden_at_ms = Some(platform::now_ms());
                driver.borrow_mut().relay.hidden_at_ms = hidden_at_ms;
            }
            // A socket does not notice by itself that the network is gone.
            PageEvent::NetworkChanged => Self::reconnect_now(driver),
            PageEvent::Shown => {
                let hidden_at_ms = driver.borrow_mut().relay.hidden_at_ms.take();
                let is_trusted = hidden_at_ms.is_none_or(|hidden_at_ms| {
                    let hidden_ms = platform::now_ms().saturating_sub(hidden_at_ms);
                    let driver = driver.borrow();
                    let open = driver.relay.open.as_ref();
                    i128::from(hidden_ms) < HIDDEN_TRUSTED.as_millis().cast_signed()
                        || open.is_some_and(|open| open.heard_at_ms > hidden_at_ms)
                });
                if is_trusted {
                    Self::try_relay_now(driver);
                } else {
                    Self::reconnect_now(driver);
                }
            }
        }
    }

    /// Connects at once, unless it is connected or about to be.
    pub(in crate::replica) fn try_relay_now(driver: &Shared) {
        driver.borrow_mut().relay.attempt = 0;
        Self::connect(driver);
    }

    /// Leaves the connection, if there is one, for a fresh one.
    pub(super) fn reconnect_now(driver: &Shared) {
        Self::disconnect(driver);
        Self::try_relay_now(driver);
    }

    /// Leaves the connection without another attempt.
    pub(super) fn disconnect(driver: &Shared) {
        let id = driver.borrow().relay.open.as_ref().map(|open| open.id);
        if let Some(id) = id {
            Self::leave(driver, id, None);
        }
        let mut driver = driver.borrow_mut();
        driver.relay.asking = None;
        driver.relay.next_at_ms = None;
    }

    /// The relay said that this device may not connect.
    fn is_refused(&self) -> bool {
        let access = self.signals.access;
        access.with_untracked(|access| access.refusal().is_some() && !access.is_waiting())
    }

    pub(super) fn connect(driver: &Shared) {
        let (url, id) = {
            let mut driver = driver.borrow_mut();
            let Some(url) = driver.relay.url.clone() else {
                return;
            };
            let relay = &driver.relay;
            if !driver.lead.is_here || relay.open.is_some() || relay.asking.is_some() {
                return;
            }
            driver.relay.next_at_ms = None;
            driver.relay.next_connection += 1;
            let id = ConnectionId(driver.relay.next_connection);
            driver.relay.asking = Some(id);
            (url, id)
        };
        driver.borrow().show_sync();
        Self::ask_access(driver, id, url);
    }

    pub(super) fn open_socket(driver: &Shared, id: ConnectionId, url: &str) {
        let heard = Rc::downgrade(driver);
        let socket = Socket::connect(url, move |event| {
            with(&heard, |driver| Self::socket_event(driver, id, event));
        });
        let Some(socket) = socket else {
            Self::reconnect_later(driver);
            return;
        };
        let local = driver.borrow().relay.peer.clone();
        let (session, _) = Session::client(local, metadata(), None);
        driver.borrow_mut().relay.open = Some(Connection {
            id,
            socket,
            session,
            is_established: false,
            heard_at_ms: platform::now_ms(),
            asked_at_ms: None,
            is_awaited: false,
        });
        driver.borrow().show_sync();
        let waiting = Rc::downgrade(driver);
        spawn_local(async move {
            platform::sleep(HANDSHAKE_LIMIT).await;
            with(&waiting, |driver| {
                let is_stuck = driver
                    .borrow()
                    .relay
                    .open
                    .as_ref()
                    .is_some_and(|open| open.id == id && !open.is_established);
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
                    let local = driver.relay.peer.clone();
                    let Some(open) = driver.relay.open.as_mut().filter(|open| open.id == id) else {
                        return;
                    };
                    let (session, join) = Session::client(local, metadata(), None);
                    open.session = session;
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
            let Some(open) = driver.relay.open.as_mut().filter(|open| open.id == id) else {
                return;
            };
            open.heard_at_ms = platform::now_ms();
            open.asked_at_ms = None;
            open.session
                .receive(frame)
                .map_err(|error| open.session.refusal(&error))
        };
        match event {
            Ok(SessionEvent::Established { peer, reply, .. }) => {
                let local = {
                    let mut driver = driver.borrow_mut();
                    driver.relay.attempt = 0;
                    if let Some(open) = &mut driver.relay.open {
                        open.is_established = true;
                    }
                    driver.relay.peer.clone()
                };
                if let Some(reply) = reply {
                    Self::send(driver, id, &reply);
                }
                driver.borrow().show_sync();
                let input = Input::Connected {
                    connection: id,
                    local,
                    peer,
                    announce: true,
                    may_write: true,
                };
                Self::input(driver, input);
                Self::repeat_stages(driver, id);
                Self::repeat_presence(driver, id);
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

    pub(super) fn send(driver: &Shared, connection: ConnectionId, message: &Message) {
        let sent = driver
            .borrow()
            .relay
            .open
            .as_ref()
            .filter(|open| open.id == connection)
            .map(|open| open.socket.send(&message.encode()));
        match sent {
            Some(Err(_)) => Self::close(driver, connection, None),
            Some(Ok(())) => Self::expect_answer(driver, connection),
            None => {}
        }
    }

    /// Leaves a relay that owes an answer and says nothing.
    fn expect_answer(driver: &Shared, connection: ConnectionId) {
        {
            let mut driver = driver.borrow_mut();
            let is_owed = !driver.core.is_at_relay(connection);
            let open = driver.relay.open.as_mut();
            let Some(open) = open.filter(|open| open.id == connection && is_owed) else {
                return;
            };
            open.asked_at_ms.get_or_insert_with(platform::now_ms);
            if std::mem::replace(&mut open.is_awaited, true) {
                return;
            }
        }
        let waiting = Rc::downgrade(driver);
        spawn_local(async move {
            let mut wait = ANSWER_LIMIT;
            loop {
                platform::sleep(wait).await;
                let Some(driver) = waiting.upgrade() else {
                    return;
                };
                match driver.borrow_mut().relay.answer_overdue_in(connection) {
                    Some(left) if left.is_zero() => break,
                    Some(left) => wait = left,
                    None => return,
                }
            }
            with(&waiting, |driver| Self::close(driver, connection, None));
        });
    }

    /// Closes the connection and plans the next attempt.
    pub(super) fn close(driver: &Shared, connection: ConnectionId, reason: Option<&str>) {
        if Self::leave(driver, connection, reason) {
            Self::reconnect_later(driver);
        }
    }

    /// Closes the connection; false when it is not the one that is open.
    fn leave(driver: &Shared, connection: ConnectionId, reason: Option<&str>) -> bool {
        let open = {
            let mut driver = driver.borrow_mut();
            driver.relay.open.take_if(|open| open.id == connection)
        };
        let Some(open) = open else { return false };
        if let Some(reason) = reason {
            let error = Message::Error {
                sender_id: Some(open.session.local().clone()),
                target_id: open.session.remote().cloned(),
                message: reason.to_owned(),
            };
            // The connection is closed anyway.
            let _told = open.socket.send(&error.encode());
        }
        drop(open);
        let outputs = driver
            .borrow_mut()
            .core
            .handle(Input::Disconnected { connection });
        Self::carry_out(driver, outputs);
        true
    }

    pub(super) fn reconnect_later(driver: &Shared) {
        let (delay, next_at_ms) = {
            let mut driver = driver.borrow_mut();
            let delay = Backoff::RECONNECT.delay(driver.relay.attempt, random());
            driver.relay.attempt = driver.relay.attempt.saturating_add(1);
            let delay_ms = i64::try_from(delay.as_millis()).unwrap_or(i64::MAX);
            let next_at_ms = Some(platform::now_ms().saturating_add(delay_ms));
            driver.relay.next_at_ms = next_at_ms;
            (delay, next_at_ms)
        };
        driver.borrow().show_sync();
        let waiting = Rc::downgrade(driver);
        spawn_local(async move {
            platform::sleep(delay).await;
            with(&waiting, |driver| {
                // A later plan, or an attempt made meanwhile, takes the place of this one.
                if driver.borrow().relay.next_at_ms == next_at_ms {
                    Self::connect(driver);
                }
            });
        });
    }

    /// Keeps in the store that the relay holds everything, when it does.
    pub(super) fn note_at_relay(driver: &Shared) {
        let kept = {
            let mut driver = driver.borrow_mut();
            let is_there = driver
                .relay
                .open
                .as_ref()
                .is_some_and(|open| driver.core.is_at_relay(open.id));
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
}

fn metadata() -> PeerMetadata {
    PeerMetadata {
        storage_id: None,
        is_ephemeral: false,
    }
}
