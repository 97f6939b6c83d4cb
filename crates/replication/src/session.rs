//! One connection: its handshake, and who may say what on it.
//!
//! Knows the order of messages and the two peer ids. Knows no document: what
//! is about a document is handed on as [`SessionEvent::Document`] to the
//! [`DocumentActor`](crate::actor::DocumentActor), which keeps a fresh sync
//! state per connection.
//!
//! A session never outlives its socket. When a peer id joins on a second
//! socket, the driver closes the first one and drops its session.

use crate::message::{DecodeError, Message, PROTOCOL_VERSION, PeerId, PeerMetadata};

/// The state of one connection, from its first frame to its last.
#[derive(Debug)]
pub struct Session {
    local: PeerId,
    metadata: PeerMetadata,
    expected: Option<PeerId>,
    phase: Phase,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Phase {
    /// A client that sent `join`.
    AwaitsPeer,
    /// A server that waits for `join`.
    AwaitsJoin,
    /// The handshake is done.
    Established { remote: PeerId },
    /// The peer left or was refused.
    Closed,
}

/// What a frame means for the driver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionEvent {
    /// The handshake is done; send `reply` first if there is one.
    Established {
        /// The peer at the other end.
        peer: PeerId,
        /// What it says of itself.
        metadata: PeerMetadata,
        /// The server's `peer` message; none for a client.
        reply: Option<Message>,
    },
    /// A message for the actor of its document.
    Document(Message),
    /// The peer is about to close.
    Left,
    /// Nothing to do: an unknown message, or one that may be ignored.
    Ignored,
}

impl Session {
    /// Opens as a client: send the returned `join` first.
    ///
    /// `expected` is the peer id that an authenticated transport vouches for.
    pub fn client(
        local: PeerId,
        metadata: PeerMetadata,
        expected: Option<PeerId>,
    ) -> (Self, Message) {
        let join = Message::Join {
            sender_id: local.clone(),
            supported_protocol_versions: vec![PROTOCOL_VERSION.to_owned()],
            metadata: metadata.clone(),
        };
        let session = Self {
            local,
            metadata,
            expected,
            phase: Phase::AwaitsPeer,
        };
        (session, join)
    }

    /// Opens as a server, which waits for `join`.
    ///
    /// `expected` is the peer id that an authenticated transport vouches for.
    pub fn server(local: PeerId, metadata: PeerMetadata, expected: Option<PeerId>) -> Self {
        Self {
            local,
            metadata,
            expected,
            phase: Phase::AwaitsJoin,
        }
    }

    /// This end's peer id.
    pub fn local(&self) -> &PeerId {
        &self.local
    }

    /// The other end's peer id, once the handshake is done.
    pub fn remote(&self) -> Option<&PeerId> {
        match &self.phase {
            Phase::Established { remote } => Some(remote),
            _ => None,
        }
    }

    /// Takes one frame as it came.
    ///
    /// # Errors
    /// Any: send [`Session::refusal`] and close the connection.
    pub fn receive(&mut self, frame: &[u8]) -> Result<SessionEvent, SessionError> {
        if self.phase == Phase::Closed {
            return Err(SessionError::Closed);
        }
        let event = match Message::decode(frame) {
            Ok(Some(message)) => self.accept(message),
            Ok(None) if self.remote().is_some() => Ok(SessionEvent::Ignored),
            Ok(None) => Err(SessionError::NotJoined),
            Err(error) => Err(error.into()),
        };
        if event.is_err() {
            self.phase = Phase::Closed;
        }
        event
    }

    fn accept(&mut self, message: Message) -> Result<SessionEvent, SessionError> {
        match (&self.phase, message) {
            (_, Message::Error { message, .. }) => Err(SessionError::RefusedByPeer { message }),
            (
                Phase::AwaitsJoin,
                Message::Join {
                    sender_id,
                    supported_protocol_versions,
                    metadata,
                },
            ) => self.join(sender_id, &supported_protocol_versions, metadata),
            (
                Phase::AwaitsPeer,
                Message::Peer {
                    sender_id,
                    target_id,
                    selected_protocol_version,
                    metadata,
                },
            ) => self.peer(sender_id, &target_id, &selected_protocol_version, metadata),
            (Phase::AwaitsJoin | Phase::AwaitsPeer, _) => Err(SessionError::NotJoined),
            (Phase::Established { remote }, message) => {
                let event = Self::established(&self.local, remote, message)?;
                if event == SessionEvent::Left {
                    self.phase = Phase::Closed;
                }
                Ok(event)
            }
            (Phase::Closed, _) => Err(SessionError::Closed),
        }
    }

    fn join(
        &mut self,
        sender_id: PeerId,
        versions: &[String],
        metadata: PeerMetadata,
    ) -> Result<SessionEvent, SessionError> {
        if !versions.iter().any(|version| version == PROTOCOL_VERSION) {
            return Err(SessionError::Version {
                offered: versions.join(", "),
            });
        }
        self.check_remote(&sender_id)?;
        let reply = Message::Peer {
            sender_id: self.local.clone(),
            target_id: sender_id.clone(),
            selected_protocol_version: PROTOCOL_VERSION.to_owned(),
            metadata: self.metadata.clone(),
        };
        self.phase = Phase::Established {
            remote: sender_id.clone(),
        };
        Ok(SessionEvent::Established {
            peer: sender_id,
            metadata,
            reply: Some(reply),
        })
    }

    fn peer(
        &mut self,
        sender_id: PeerId,
        target_id: &PeerId,
        version: &str,
        metadata: PeerMetadata,
    ) -> Result<SessionEvent, SessionError> {
        if version != PROTOCOL_VERSION {
            return Err(SessionError::Version {
                offered: version.to_owned(),
            });
        }
        self.check_remote(&sender_id)?;
        check_id("target", &self.local, target_id)?;
        self.phase = Phase::Established {
            remote: sender_id.clone(),
        };
        Ok(SessionEvent::Established {
            peer: sender_id,
            metadata,
            reply: None,
        })
    }

    /// The joining peer is the expected one, and is not this end itself:
    /// a shared id would make each end ignore the other.
    fn check_remote(&self, remote: &PeerId) -> Result<(), SessionError> {
        if let Some(expected) = &self.expected {
            check_id("sender", expected, remote)?;
        }
        if *remote == self.local {
            return Err(SessionError::OwnPeerId);
        }
        Ok(())
    }

    fn established(
        local: &PeerId,
        remote: &PeerId,
        message: Message,
    ) -> Result<SessionEvent, SessionError> {
        // An ephemeral message names its origin, perhaps connections away.
        if !matches!(message, Message::Ephemeral { .. })
            && let Some(sender_id) = message.sender_id()
        {
            check_id("sender", remote, sender_id)?;
        }
        if let Some(target_id) = message.target_id() {
            check_id("target", local, target_id)?;
        }
        match message {
            Message::Join { .. } | Message::Peer { .. } => Err(SessionError::JoinedTwice),
            Message::Leave { .. } => Ok(SessionEvent::Left),
            Message::Request { .. }
            | Message::Sync { .. }
            | Message::DocUnavailable { .. }
            | Message::Ephemeral { .. } => Ok(SessionEvent::Document(message)),
            // Optional parts of the protocol: no error, no answer.
            Message::RemoteSubscriptionChange { .. } | Message::RemoteHeadsChanged { .. } => {
                Ok(SessionEvent::Ignored)
            }
            Message::Error { message, .. } => Err(SessionError::RefusedByPeer { message }),
        }
    }

    /// The `error` message that tells the peer why this end closes.
    pub fn refusal(&self, error: &SessionError) -> Message {
        Message::Error {
            sender_id: Some(self.local.clone()),
            target_id: self.remote().cloned(),
            message: error.to_string(),
        }
    }
}

fn check_id(end: &'static str, expected: &PeerId, found: &PeerId) -> Result<(), SessionError> {
    if expected == found {
        Ok(())
    } else {
        Err(SessionError::PeerMismatch {
            end,
            expected: expected.clone(),
            found: found.clone(),
        })
    }
}

/// Why a connection must be closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// The frame cannot be read.
    #[error("malformed frame: {0}")]
    Malformed(#[from] DecodeError),
    /// The first message is not the handshake's.
    #[error("the first message must be the handshake")]
    NotJoined,
    /// A handshake message came after the handshake.
    #[error("the handshake is already done")]
    JoinedTwice,
    /// No protocol version in common.
    #[error("unsupported protocol version: offered [{offered}], spoken [{PROTOCOL_VERSION}]")]
    Version {
        /// What the peer offered or chose.
        offered: String,
    },
    /// A message names another peer than this connection has.
    #[error("{end} id is `{found}` where this connection has `{expected}`")]
    PeerMismatch {
        /// Which of the two ids.
        end: &'static str,
        /// The id of this connection.
        expected: PeerId,
        /// The id in the message.
        found: PeerId,
    },
    /// The peer uses this end's own id.
    #[error("the peer uses the id of this end")]
    OwnPeerId,
    /// The peer sent `error`: it refuses and closes.
    #[error("refused by the peer: {message}")]
    RefusedByPeer {
        /// Its reason.
        message: String,
    },
    /// A frame came after the peer left or was refused.
    #[error("the session is closed")]
    Closed,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document_id::DocumentId;

    fn id(text: &str) -> PeerId {
        PeerId::new(text)
    }

    fn server() -> Session {
        Session::server(id("relay"), PeerMetadata::default(), None)
    }

    fn joined() -> Session {
        let (_, join) = Session::client(id("tablet"), PeerMetadata::default(), None);
        let mut server = server();
        server.receive(&join.encode()).unwrap();
        server
    }

    fn sync(sender: &str, target: &str) -> Vec<u8> {
        Message::Sync {
            document_id: DocumentId::from_bytes([7; 16]),
            sender_id: id(sender),
            target_id: id(target),
            data: vec![1],
        }
        .encode()
    }

    #[test]
    fn client_and_server_shake_hands() {
        let (mut client, join) = Session::client(id("tablet"), PeerMetadata::default(), None);
        let mut server = server();
        let Ok(SessionEvent::Established {
            peer,
            reply: Some(reply),
            ..
        }) = server.receive(&join.encode())
        else {
            panic!("the server answers a join");
        };
        assert_eq!(peer, id("tablet"));
        let event = client.receive(&reply.encode()).unwrap();
        assert!(matches!(
            event,
            SessionEvent::Established { reply: None, .. }
        ));
        assert_eq!(client.remote(), Some(&id("relay")));
        assert!(matches!(
            server.receive(&sync("tablet", "relay")),
            Ok(SessionEvent::Document(_))
        ));
    }

    #[test]
    fn first_frame_must_be_the_handshake() {
        let check = |frame: Vec<u8>| {
            assert_eq!(server().receive(&frame), Err(SessionError::NotJoined));
        };
        check(sync("tablet", "relay"));
        check(
            Message::Leave {
                sender_id: id("tablet"),
            }
            .encode(),
        );
    }

    #[test]
    fn second_join_on_one_socket_is_refused() {
        let (_, join) = Session::client(id("tablet"), PeerMetadata::default(), None);
        let mut server = joined();
        assert_eq!(
            server.receive(&join.encode()),
            Err(SessionError::JoinedTwice)
        );
        assert_eq!(
            server.receive(&sync("tablet", "relay")),
            Err(SessionError::Closed)
        );
    }

    #[test]
    fn foreign_sender_or_target_is_refused() {
        for (sender, target) in [("other", "relay"), ("tablet", "other")] {
            let refused = joined().receive(&sync(sender, target));
            assert!(matches!(refused, Err(SessionError::PeerMismatch { .. })));
        }
    }

    #[test]
    fn ephemeral_names_its_origin_and_not_the_neighbor() {
        let frame = Message::Ephemeral {
            document_id: DocumentId::from_bytes([7; 16]),
            sender_id: id("far away"),
            target_id: id("relay"),
            count: 1,
            session_id: "s".to_owned(),
            data: vec![1],
        };
        let event = joined().receive(&frame.encode());
        assert_eq!(event, Ok(SessionEvent::Document(frame)));
    }

    #[test]
    fn expected_peer_id_binds_both_ends() {
        let (_, join) = Session::client(id("thief"), PeerMetadata::default(), None);
        let mut server = Session::server(id("relay"), PeerMetadata::default(), Some(id("tablet")));
        assert!(matches!(
            server.receive(&join.encode()),
            Err(SessionError::PeerMismatch { .. })
        ));
    }

    #[test]
    fn version_in_common_is_required() {
        let join = Message::Join {
            sender_id: id("tablet"),
            supported_protocol_versions: vec!["2".to_owned()],
            metadata: PeerMetadata::default(),
        };
        let mut server = server();
        let error = server.receive(&join.encode()).unwrap_err();
        assert!(matches!(error, SessionError::Version { .. }));
        assert!(matches!(server.refusal(&error), Message::Error { .. }));
    }

    #[test]
    fn remote_heads_and_unknown_messages_are_ignored() {
        let mut server = joined();
        let gossip = Message::RemoteSubscriptionChange {
            sender_id: id("tablet"),
            target_id: id("relay"),
            add: None,
            remove: vec![],
        };
        assert_eq!(server.receive(&gossip.encode()), Ok(SessionEvent::Ignored));
        // {"type": "from-the-future"}
        let unknown = b"\xa1\x64type\x6ffrom-the-future";
        assert_eq!(server.receive(unknown), Ok(SessionEvent::Ignored));
    }

    #[test]
    fn error_from_the_peer_ends_the_session() {
        let refusal = Message::Error {
            sender_id: None,
            target_id: None,
            message: "no".to_owned(),
        };
        assert!(matches!(
            joined().receive(&refusal.encode()),
            Err(SessionError::RefusedByPeer { .. })
        ));
    }
}
