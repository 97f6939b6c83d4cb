//! Sockets of the simulated network: opened, cut, noticed late, replaced.

use super::{Event, Link, Promise, RELAY, World};
use crate::actor::{ConnectionId, Input};
use crate::message::{Message, PeerId, PeerMetadata};
use crate::session::{Session, SessionEvent};

impl World {
    pub(super) fn connect(&mut self, node_idx: usize) {
        let node = &self.nodes[node_idx];
        if !node.has_socket || node.connection.is_some() || node.actor.is_none() {
            return;
        }
        if node.is_offline || self.nodes[RELAY].actor.is_none() {
            let delay = 10 + self.random.ms_below(50);
            self.at(delay, Event::Connect { node_idx });
            return;
        }
        let connection = ConnectionId(self.n_links);
        self.n_links += 1;
        let local = PeerId::new(node.name.clone());
        let (client, join) = Session::client(local, PeerMetadata::default(), None);
        let server = Session::server(PeerId::new("relay"), PeerMetadata::default(), None);
        self.links.insert(
            connection,
            Link {
                client: node_idx,
                client_session: Some(client),
                server_session: Some(server),
                is_dead: false,
                last_ms: [0; 2],
            },
        );
        self.nodes[node_idx].connection = Some(connection);
        self.send(connection, true, &join);
    }

    pub(super) fn send(&mut self, connection: ConnectionId, to_server: bool, message: &Message) {
        let delay = 1 + self.random.ms_below(30);
        let Some(link) = self.links.get_mut(&connection).filter(|link| !link.is_dead) else {
            return;
        };
        let last_ms = &mut link.last_ms[usize::from(to_server)];
        let arrival_ms = (self.now_ms + delay).max(*last_ms);
        *last_ms = arrival_ms;
        let frame = message.encode();
        self.at(
            arrival_ms - self.now_ms,
            Event::Deliver {
                connection,
                to_server,
                frame,
            },
        );
    }

    /// Breaks a link; each end notices at its own time.
    pub(super) fn cut(&mut self, connection: ConnectionId) {
        if let Some(link) = self.links.get_mut(&connection)
            && !link.is_dead
        {
            link.is_dead = true;
            self.report.n_cuts += 1;
            for by_client in [true, false] {
                let delay = self.random.ms_below(150);
                self.at(
                    delay,
                    Event::Notice {
                        connection,
                        by_client,
                    },
                );
            }
        }
    }

    pub(super) fn notice(&mut self, connection: ConnectionId, by_client: bool) -> Promise<()> {
        let Some(link) = self.links.get_mut(&connection) else {
            return Ok(());
        };
        let client = link.client;
        let session = if by_client {
            link.client_session.take()
        } else {
            link.server_session.take()
        };
        let is_over = link.client_session.is_none() && link.server_session.is_none();
        if is_over {
            self.links.remove(&connection);
        }
        let node_idx = if by_client { client } else { RELAY };
        if by_client && self.nodes[client].connection == Some(connection) {
            self.nodes[client].connection = None;
            let delay = 5 + self.random.ms_below(40);
            self.at(delay, Event::Connect { node_idx: client });
        }
        match session {
            Some(_) => self.input(node_idx, [Input::Disconnected { connection }]),
            None => Ok(()),
        }
    }

    pub(super) fn deliver(
        &mut self,
        connection: ConnectionId,
        to_server: bool,
        frame: &[u8],
    ) -> Promise<()> {
        let Some(link) = self.links.get_mut(&connection).filter(|link| !link.is_dead) else {
            return Ok(());
        };
        let node_idx = if to_server { RELAY } else { link.client };
        let session = if to_server {
            link.server_session.as_mut()
        } else {
            link.client_session.as_mut()
        };
        let Some(session) = session else {
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
                }
                let connected = Input::Connected {
                    connection,
                    local,
                    peer,
                    announce: !to_server,
                };
                self.input(node_idx, [connected])
            }
            SessionEvent::Document(message) => self.input(
                node_idx,
                [Input::Frame {
                    connection,
                    message,
                }],
            ),
            SessionEvent::Left | SessionEvent::Ignored => Ok(()),
        }
    }

    /// A peer that joins anew replaces its older connection on the relay.
    pub(super) fn replace_older(&mut self, newer: ConnectionId, peer: &PeerId) -> Promise<()> {
        let is_older = |(connection, link): &(&ConnectionId, &Link)| {
            let remote = link.server_session.as_ref().and_then(Session::remote);
            **connection != newer && remote == Some(peer)
        };
        let older: Vec<ConnectionId> = self
            .links
            .iter()
            .filter(is_older)
            .map(|(connection, _)| *connection)
            .collect();
        for connection in older {
            self.notice(connection, false)?;
            self.cut(connection);
        }
        Ok(())
    }

    // What an actor asks for.
}
