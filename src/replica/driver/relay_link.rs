//! The connection to the relay: opened by the leading tab, and again when it is lost.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use replication::{
    Backoff, ConnectionId, Input, Message, PeerId, PeerMetadata, Session, SessionEvent,
};

use super::{Driver, RELAY_HEADS, Shared, random, with};
use crate::platform::{self, Socket, SocketEvent};

/// A relay that does not finish the handshake in this time is left.
const HANDSHAKE_LIMIT: Duration = Duration::from_secs(10);

/// What the driver keeps of the relay.
pub(super) struct RelayLink {
    /// Address; `None` when there is no relay.
    url: Option<String>,
    /// Name of this end, fresh for each page load.
    pub(super) peer: PeerId,
    open: Option<Connection>,
    next_connection: u64,
    /// Attempts since the last handshake.
    attempt: u32,
}

/// One connection, from its opening to its end.
struct Connection {
    id: ConnectionId,
    socket: Socket,
    session: Session,
    is_established: bool,
}

impl RelayLink {
    /// Not connected yet.
    pub(super) fn new(url: Option<String>) -> Self {
        Self {
            url,
            peer: PeerId::new(format!("six-cartes-{:016x}", random())),
            open: None,
            next_connection: 0,
            attempt: 0,
        }
    }
}

impl Driver {
    pub(super) fn connectivity_changed(driver: &Shared) {
        let id = driver.borrow().relay.open.as_ref().map(|open| open.id);
        match (platform::is_online(), id) {
            // A socket does not notice by itself that the network is gone.
            (false, Some(id)) => Self::close(driver, id, None),
            (true, None) => {
                driver.borrow_mut().relay.attempt = 0;
                Self::connect(driver);
            }
            _ => {}
        }
    }

    pub(super) fn connect(driver: &Shared) {
        let (url, id) = {
            let mut driver = driver.borrow_mut();
            let Some(url) = driver.relay.url.clone() else {
                return;
            };
            if !driver.is_leader || driver.relay.open.is_some() || !platform::is_online() {
                return;
            }
            driver.relay.next_connection += 1;
            (url, ConnectionId(driver.relay.next_connection))
        };
        let heard = Rc::downgrade(driver);
        let socket = Socket::connect(&url, move |event| {
            with(&heard, |driver| Self::socket_event(driver, id, event));
        });
        let Some(socket) = socket else { return };
        let local = driver.borrow().relay.peer.clone();
        let (session, _) = Session::client(local, metadata(), None);
        driver.borrow_mut().relay.open = Some(Connection {
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

    pub(super) fn send(driver: &Shared, connection: ConnectionId, message: &Message) {
        let sent = driver
            .borrow()
            .relay
            .open
            .as_ref()
            .filter(|open| open.id == connection)
            .map(|open| open.socket.send(&message.encode()));
        if let Some(Err(_)) = sent {
            Self::close(driver, connection, None);
        }
    }

    /// Closes the connection and plans the next attempt.
    pub(super) fn close(driver: &Shared, connection: ConnectionId, reason: Option<&str>) {
        let open = {
            let mut driver = driver.borrow_mut();
            driver.relay.open.take_if(|open| open.id == connection)
        };
        let Some(open) = open else { return };
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
            let delay = Backoff::RECONNECT.delay(driver.relay.attempt, random());
            driver.relay.attempt = driver.relay.attempt.saturating_add(1);
            delay
        };
        let waiting = Rc::downgrade(driver);
        spawn_local(async move {
            platform::sleep(delay).await;
            with(&waiting, Self::connect);
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
