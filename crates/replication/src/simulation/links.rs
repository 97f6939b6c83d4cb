//! Sockets of the simulated network: opened, cut, noticed late, replaced.

use std::time::Duration;

use super::mistake::Mistake;
use super::report::Fault;
use super::roles::{Denied, Role};
use super::version::{UNKNOWN_FRAME, Version};
use super::{Event, Promise, World};
use crate::actor::{ConnectionId, Input};
use crate::backoff::Backoff;
use crate::message::{Message, PeerId, PeerMetadata};
use crate::session::{Session, SessionEvent};

/// A socket: two ordered streams.
pub(super) struct Link {
    pub(super) client: usize,
    pub(super) server: usize,
    pub(super) client_session: Option<Session>,
    pub(super) server_session: Option<Session>,
    /// Frames to the client, and to the server, vanish.
    is_lost: [bool; 2],
    /// The client has joined anew on another socket.
    is_old: bool,
    last_ms: [u64; 2],
    /// The last sync message to the client, and to the server.
    last_said: [Option<Message>; 2],
    /// What a client without any right hears.
    pub(super) denied: Option<Denied>,
}

/// After this long without a frame an end gives up, by its own clock.
const SILENCE: Duration = Duration::from_secs(35);

/// Longest time of a frame, and of one on a slow link, in milliseconds.
const FRAME_MS_MAX: u64 = 30;
const SLOW_FRAME_MS_MAX: u64 = 4_000;

impl World<'_> {
    pub(super) fn connect(&mut self, node_idx: usize) {
        let node = &self.nodes[node_idx];
        if !node.has_socket || node.connection.is_some() || node.actor.is_none() {
            return;
        }
        let server = self.choose_relay(node_idx);
        if self.nodes[node_idx].is_offline || self.nodes[server].actor.is_none() {
            self.connect_later(node_idx);
            return;
        }
        if self.nodes[node_idx].relay.replace(server) != Some(server)
            && self.nodes[node_idx].n_links > 0
        {
            self.report.note(Fault::OtherRelay);
        }
        self.nodes[node_idx].n_links += 1;
        let connection = ConnectionId(self.n_links);
        self.n_links += 1;
        let local = PeerId::new(self.nodes[node_idx].name.clone());
        let (client, join) = Session::client(local, PeerMetadata::default(), None);
        let relay = &self.nodes[server];
        let relay_id = PeerId::new(format!("{} start {}", relay.name, relay.n_lives));
        let link = Link {
            client: node_idx,
            server,
            client_session: Some(client),
            server_session: Some(Session::server(relay_id, PeerMetadata::default(), None)),
            is_lost: [false; 2],
            is_old: false,
            last_ms: [0; 2],
            last_said: [None, None],
            denied: (self.nodes[node_idx].role == Role::None)
                .then(|| Denied::new(self.document_id)),
        };
        self.links.insert(connection, link);
        self.nodes[node_idx].connection = Some(connection);
        // A socket that never opens is given up as well.
        self.on_its_clock(node_idx, SILENCE, Event::Unanswered { connection });
        self.send(connection, true, &join);
    }

    fn choose_relay(&mut self, node_idx: usize) -> usize {
        if let Some(relay) = self.only_relay {
            return relay;
        }
        match self.nodes[node_idx].relay {
            Some(relay) if self.random.chance(60) => relay,
            _ => self.random.below(self.n_relays),
        }
    }

    fn connect_later(&mut self, node_idx: usize) {
        let attempt = self.nodes[node_idx].n_attempts;
        self.nodes[node_idx].n_attempts += 1;
        let delay = Backoff::RECONNECT.delay(attempt, self.random.number());
        self.on_its_clock(node_idx, delay, Event::Connect { node_idx });
    }

    pub(super) fn send(&mut self, connection: ConnectionId, to_server: bool, message: &Message) {
        let Some(link) = self.links.get_mut(&connection) else {
            return;
        };
        if message.document_id().is_some() {
            link.last_said[usize::from(to_server)] = Some(message.clone());
            if let Some(denied) = link.denied.as_mut().filter(|_| !to_server) {
                denied.note_told(message);
            }
        }
        let session = if to_server {
            link.client_session.as_ref()
        } else {
            link.server_session.as_ref()
        };
        let version = self.nodes[link.client].version;
        let is_joined = session.is_some_and(|session| session.remote().is_some());
        match version {
            Version::Older => self.report.note(Fault::OlderVersion),
            Version::Newer => self.report.note(Fault::NewerVersion),
            Version::Same => {}
        }
        let is_handshake = matches!(message, Message::Peer { .. });
        if version == Version::Newer && is_joined && !is_handshake && self.random.chance(30) {
            self.send_frame(connection, to_server, Ok(UNKNOWN_FRAME.to_vec()));
        }
        self.send_frame(connection, to_server, version.write(message));
    }

    fn send_frame(
        &mut self,
        connection: ConnectionId,
        to_server: bool,
        frame: Result<Vec<u8>, String>,
    ) {
        let drops = self.settings.mistake == Some(Mistake::DropsFrames) && self.random.chance(10);
        if drops || self.is_silent {
            return;
        }
        let Some(link) = self.links.get_mut(&connection) else {
            return;
        };
        let delay = if self.nodes[link.client].is_link_slow {
            self.report.note(Fault::Delay);
            1_000 + self.random.ms_below(SLOW_FRAME_MS_MAX)
        } else {
            1 + self.random.ms_below(FRAME_MS_MAX)
        };
        let last_ms = &mut link.last_ms[usize::from(to_server)];
        let arrival_ms = (self.now_ms + delay).max(*last_ms);
        *last_ms = arrival_ms;
        let delivery = Event::Deliver {
            connection,
            to_server,
            frame,
        };
        self.at(arrival_ms - self.now_ms, delivery);
    }

    /// A person walks out of the room.
    pub(super) fn cut(&mut self, connection: ConnectionId) {
        self.report.note(Fault::Cut);
        self.break_link(connection);
    }

    /// Breaks a link; each end notices at its own time.
    pub(super) fn break_link(&mut self, connection: ConnectionId) {
        if let Some(link) = self.links.get_mut(&connection) {
            link.is_lost = [true; 2];
            for by_client in [true, false] {
                let delay = self.random.ms_below(150);
                let notice = Event::Notice {
                    connection,
                    by_client,
                };
                self.at(delay, notice);
            }
        }
    }

    /// From now on frames vanish, to the client, to the server, or both; each
    /// end notices by its clock after a long silence.
    pub(super) fn fall_silent(&mut self, connection: ConnectionId, is_lost: [bool; 2]) {
        let Some(link) = self.links.get_mut(&connection) else {
            return;
        };
        link.is_lost = is_lost;
        for (by_client, node_idx) in [(true, link.client), (false, link.server)] {
            let notice = Event::Notice {
                connection,
                by_client,
            };
            self.on_its_clock(node_idx, SILENCE, notice);
        }
    }

    /// A tab opens a new socket while the relay still has its old one.
    pub(super) fn join_anew(&mut self, node_idx: usize) -> Promise<()> {
        let Some(connection) = self.nodes[node_idx].connection.take() else {
            return Ok(());
        };
        let server = self.links.get_mut(&connection).map(|link| {
            link.client_session = None;
            link.is_old = true;
            link.server
        });
        if let Some(server) = server {
            let notice = Event::Notice {
                connection,
                by_client: false,
            };
            self.on_its_clock(server, SILENCE, notice);
        }
        self.input(node_idx, [Input::Disconnected { connection }])?;
        self.connect(node_idx);
        Ok(())
    }

    pub(super) fn unanswered(&mut self, connection: ConnectionId) -> Promise<()> {
        let session = self.links.get(&connection);
        let session = session.and_then(|link| link.client_session.as_ref());
        if session.is_some_and(|session| session.remote().is_none()) {
            return self.notice(connection, true);
        }
        Ok(())
    }

    pub(super) fn notice(&mut self, connection: ConnectionId, by_client: bool) -> Promise<()> {
        let Some(link) = self.links.get_mut(&connection) else {
            return Ok(());
        };
        let (client, server) = (link.client, link.server);
        let session = if by_client {
            link.client_session.take()
        } else {
            link.server_session.take()
        };
        if by_client && self.nodes[client].connection == Some(connection) {
            self.nodes[client].connection = None;
            self.connect_later(client);
        }
        if session.is_none() {
            return Ok(());
        }
        // Whoever gives up closes the socket, so the other end hears of it if
        // anything still gets there.
        let link = self.links.get(&connection);
        if link.is_some_and(|link| !link.is_lost[usize::from(by_client)]) {
            let delay = self.random.ms_below(150);
            let notice = Event::Notice {
                connection,
                by_client: !by_client,
            };
            self.at(delay, notice);
        }
        let node_idx = if by_client { client } else { server };
        self.input(node_idx, [Input::Disconnected { connection }])
    }

    pub(super) fn deliver(
        &mut self,
        connection: ConnectionId,
        to_server: bool,
        frame: &[u8],
    ) -> Promise<()> {
        let Some(link) = self.links.get_mut(&connection) else {
            return Ok(());
        };
        let node_idx = if to_server { link.server } else { link.client };
        let (receiver, sender) = if to_server {
            (&mut link.server_session, &link.client_session)
        } else {
            (&mut link.client_session, &link.server_session)
        };
        if link.is_lost[usize::from(to_server)] {
            if sender.is_some() {
                self.report.note(Fault::HalfOpen);
            }
            return Ok(());
        }
        let Some(session) = receiver else {
            if link.is_old {
                self.report.note(Fault::OldSocket);
            }
            return Ok(());
        };
        self.report.n_frames += 1;
        let event = session.receive(frame).map_err(|error| error.to_string())?;
        let local = session.local().clone();
        match event {
            SessionEvent::Established { peer, reply, .. } => {
                if let Some(reply) = reply {
                    self.replace_older(connection, &peer)?;
                    self.send(connection, false, &reply);
                } else {
                    self.nodes[node_idx].n_attempts = 0;
                }
                let connected = self.joined(connection, local, peer, to_server);
                self.tell(connection, node_idx, to_server, connected)
            }
            SessionEvent::Document(message) => {
                let input = Input::Frame {
                    connection,
                    message,
                };
                self.tell(connection, node_idx, to_server, input)?;
                self.repeat(connection, !to_server);
                Ok(())
            }
            SessionEvent::Left | SessionEvent::Ignored => Ok(()),
        }
    }

    /// Tells an actor what came on a connection: its document's, or for a client
    /// without any right that of no document.
    fn tell(
        &mut self,
        connection: ConnectionId,
        node_idx: usize,
        to_server: bool,
        input: Input,
    ) -> Promise<()> {
        let link = self.links.get(&connection);
        if to_server && link.is_some_and(|link| link.denied.is_some()) {
            return self.answer_denied(connection, node_idx, &input);
        }
        self.input(node_idx, [input])
    }

    /// By mistake: says once more what was said last.
    fn repeat(&mut self, connection: ConnectionId, to_server: bool) {
        if !self.repeats_itself {
            return;
        }
        let link = self.links.get(&connection);
        let last = link.and_then(|link| link.last_said[usize::from(to_server)].clone());
        let is_denied = link.is_some_and(|link| link.denied.is_some());
        if let Some(message) = last.filter(|_| !is_denied) {
            self.send(connection, to_server, &message);
        }
    }

    /// A peer that joins anew replaces its older connection on the relay.
    fn replace_older(&mut self, newer: ConnectionId, peer: &PeerId) -> Promise<()> {
        let server = self.links.get(&newer).map(|link| link.server);
        let older: Vec<ConnectionId> = self
            .links
            .iter()
            .filter(|(connection, link)| {
                let remote = link.server_session.as_ref().and_then(Session::remote);
                **connection != newer && Some(link.server) == server && remote == Some(peer)
            })
            .map(|(connection, _)| *connection)
            .collect();
        for connection in older {
            if let Some(link) = self.links.get_mut(&connection) {
                link.is_old = true;
            }
            self.notice(connection, false)?;
        }
        Ok(())
    }
}
