//! The ten messages of the `automerge-repo` protocol, version "1".
//!
//! One CBOR map with text keys per binary frame. Knows the shape of messages,
//! not their order (that is [`crate::session`]) nor what a sync payload means
//! (that is [`crate::actor`]).
//!
//! Reading is tolerant where other implementations differ: unknown types and
//! fields are skipped, `metadata` is read where `peerMetadata` is meant,
//! integers may come as floats and optional fields as `undefined`.
//! Writing is strict: definite lengths, plain byte strings, `peerMetadata`.

use std::collections::BTreeMap;
use std::fmt;

use minicbor::Encoder;

use crate::document_id::DocumentId;
use crate::limits::FRAME_BYTES_MAX;

mod fields;

pub use fields::DecodeError;
use fields::Fields;

/// The only protocol version there is.
pub const PROTOCOL_VERSION: &str = "1";

/// Names one end of a connection; unique per open replica, chosen by itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeerId(String);

impl PeerId {
    /// Takes the text as it is; the decoder bounds what comes from outside.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PeerId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What a peer says of itself in `join` and `peer`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerMetadata {
    /// Names the peer's store; absent when it has none or does not tell.
    pub storage_id: Option<String>,
    /// Whether the peer forgets everything when the connection ends.
    pub is_ephemeral: bool,
}

impl Default for PeerMetadata {
    /// A peer that does not tell its storage id is taken for a passing one.
    fn default() -> Self {
        Self {
            storage_id: None,
            is_ephemeral: true,
        }
    }
}

/// The heads of a document in some store, as another peer reports them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteHeads {
    /// Hashes as text, in the reporting peer's spelling.
    pub heads: Vec<String>,
    /// Milliseconds since the Unix epoch, by the reporting peer's clock.
    pub timestamp_ms: u64,
}

/// What one peer says to another, one per frame.
///
/// `sender_id` and `target_id` name the two ends of the connection, except in
/// `Ephemeral`, whose sender is the origin and not the neighbor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// First message of a client, exactly once per connection.
    Join {
        /// The client.
        sender_id: PeerId,
        /// Versions the client speaks, best first.
        supported_protocol_versions: Vec<String>,
        /// What the client says of itself.
        metadata: PeerMetadata,
    },
    /// The server's answer to `Join`.
    Peer {
        /// The server.
        sender_id: PeerId,
        /// The client.
        target_id: PeerId,
        /// Version chosen among the client's.
        selected_protocol_version: String,
        /// What the server says of itself.
        metadata: PeerMetadata,
    },
    /// The sender refuses to go on and closes the connection.
    Error {
        /// The sender, when it tells.
        sender_id: Option<PeerId>,
        /// The receiver, when it is known.
        target_id: Option<PeerId>,
        /// Why, for a person who reads logs.
        message: String,
    },
    /// The sender is about to close; advisory.
    Leave {
        /// The client.
        sender_id: PeerId,
    },
    /// A sync message that also asks for `DocUnavailable` when it is so.
    Request {
        /// Document asked for.
        document_id: DocumentId,
        /// This end.
        sender_id: PeerId,
        /// Other end.
        target_id: PeerId,
        /// An Automerge sync message, never empty.
        data: Vec<u8>,
    },
    /// A step of the sync protocol.
    Sync {
        /// Document in question.
        document_id: DocumentId,
        /// This end.
        sender_id: PeerId,
        /// Other end.
        target_id: PeerId,
        /// An Automerge sync message, never empty.
        data: Vec<u8>,
    },
    /// The sender has nothing of the document; a `Sync` may follow later.
    DocUnavailable {
        /// Document asked for.
        document_id: DocumentId,
        /// This end.
        sender_id: PeerId,
        /// Other end.
        target_id: PeerId,
    },
    /// A message that is forwarded and never stored.
    Ephemeral {
        /// Document it belongs to.
        document_id: DocumentId,
        /// The peer that made it, perhaps several connections away.
        sender_id: PeerId,
        /// Other end of this connection.
        target_id: PeerId,
        /// Rises with each message of the session.
        count: u64,
        /// Names one run of the sender.
        session_id: String,
        /// The content, never empty.
        data: Vec<u8>,
    },
    /// Asks to be told of heads in other stores; read and ignored here.
    RemoteSubscriptionChange {
        /// This end.
        sender_id: PeerId,
        /// Other end.
        target_id: PeerId,
        /// Storage ids to add; absent and empty mean the same.
        add: Option<Vec<String>>,
        /// Storage ids to remove.
        remove: Vec<String>,
    },
    /// Tells of heads in other stores; read and ignored here.
    RemoteHeadsChanged {
        /// Document in question.
        document_id: DocumentId,
        /// This end.
        sender_id: PeerId,
        /// Other end.
        target_id: PeerId,
        /// By storage id.
        new_heads: BTreeMap<String, RemoteHeads>,
    },
}

impl Message {
    /// Reads one frame; `None` is a message of an unknown type, to be ignored.
    ///
    /// # Errors
    /// The frame is not a message, misses a field, or is over a limit: answer
    /// with `error` and close the connection.
    pub fn decode(frame: &[u8]) -> Result<Option<Self>, DecodeError> {
        if frame.len() > FRAME_BYTES_MAX {
            return Err(DecodeError::FrameTooLong {
                n_bytes: frame.len(),
            });
        }
        let fields = Fields::parse(frame)?;
        let kind = fields.text("type")?;
        Ok(Some(match &*kind {
            "join" => Self::decode_join(&fields)?,
            "peer" => Self::decode_peer(&fields)?,
            "error" => Self::Error {
                sender_id: fields.peer_id_if_any("senderId")?,
                target_id: fields.peer_id_if_any("targetId")?,
                message: fields.error_text("message")?,
            },
            "leave" => Self::Leave {
                sender_id: fields.peer_id("senderId")?,
            },
            "request" => Self::Request {
                document_id: fields.document_id()?,
                sender_id: fields.peer_id("senderId")?,
                target_id: fields.peer_id("targetId")?,
                data: fields.payload()?,
            },
            "sync" => Self::Sync {
                document_id: fields.document_id()?,
                sender_id: fields.peer_id("senderId")?,
                target_id: fields.peer_id("targetId")?,
                data: fields.payload()?,
            },
            "doc-unavailable" => Self::DocUnavailable {
                document_id: fields.document_id()?,
                sender_id: fields.peer_id("senderId")?,
                target_id: fields.peer_id("targetId")?,
            },
            "ephemeral" => Self::decode_ephemeral(&fields)?,
            "remote-subscription-change" => Self::RemoteSubscriptionChange {
                sender_id: fields.peer_id("senderId")?,
                target_id: fields.peer_id("targetId")?,
                add: fields.texts_if_any("add")?,
                remove: fields.texts_if_any("remove")?.unwrap_or_default(),
            },
            "remote-heads-changed" => Self::RemoteHeadsChanged {
                document_id: fields.document_id()?,
                sender_id: fields.peer_id("senderId")?,
                target_id: fields.peer_id("targetId")?,
                new_heads: fields.remote_heads("newHeads")?,
            },
            _ => return Ok(None),
        }))
    }

    fn decode_join(fields: &Fields<'_>) -> Result<Self, DecodeError> {
        Ok(Self::Join {
            sender_id: fields.peer_id("senderId")?,
            // automerge-repo takes a client that does not tell for version "1".
            supported_protocol_versions: fields
                .texts_if_any("supportedProtocolVersions")?
                .unwrap_or_else(|| vec![PROTOCOL_VERSION.to_owned()]),
            metadata: fields.metadata()?,
        })
    }

    fn decode_peer(fields: &Fields<'_>) -> Result<Self, DecodeError> {
        Ok(Self::Peer {
            sender_id: fields.peer_id("senderId")?,
            target_id: fields.peer_id("targetId")?,
            selected_protocol_version: fields.id_text("selectedProtocolVersion")?,
            metadata: fields.metadata()?,
        })
    }

    fn decode_ephemeral(fields: &Fields<'_>) -> Result<Self, DecodeError> {
        Ok(Self::Ephemeral {
            document_id: fields.document_id()?,
            sender_id: fields.peer_id("senderId")?,
            target_id: fields.peer_id("targetId")?,
            count: fields.integer("count")?,
            session_id: fields.id_text("sessionId")?,
            data: fields.payload()?,
        })
    }

    /// Writes one frame.
    pub fn encode(&self) -> Vec<u8> {
        let mut frame = Writer::new();
        match self {
            Self::Join {
                sender_id,
                supported_protocol_versions,
                metadata,
            } => {
                frame.open("join", 4);
                frame.text("senderId", sender_id.as_str());
                frame.texts("supportedProtocolVersions", supported_protocol_versions);
                frame.metadata(metadata);
            }
            Self::Peer {
                sender_id,
                target_id,
                selected_protocol_version,
                metadata,
            } => {
                frame.open("peer", 5);
                frame.text("senderId", sender_id.as_str());
                frame.text("targetId", target_id.as_str());
                frame.text("selectedProtocolVersion", selected_protocol_version);
                frame.metadata(metadata);
            }
            Self::Error {
                sender_id,
                target_id,
                message,
            } => {
                let n_ids = usize::from(sender_id.is_some()) + usize::from(target_id.is_some());
                frame.open("error", 2 + n_ids);
                frame.text_if_any("senderId", sender_id.as_ref());
                frame.text_if_any("targetId", target_id.as_ref());
                frame.text("message", message);
            }
            Self::Leave { sender_id } => {
                frame.open("leave", 2);
                frame.text("senderId", sender_id.as_str());
            }
            about_document => about_document.encode_about_document(&mut frame),
        }
        frame.into_bytes()
    }

    fn encode_about_document(&self, frame: &mut Writer) {
        match self {
            Self::Request {
                document_id,
                sender_id,
                target_id,
                data,
            } => {
                frame.open("request", 5);
                frame.route(Some(document_id), sender_id, target_id);
                frame.bytes("data", data);
            }
            Self::Sync {
                document_id,
                sender_id,
                target_id,
                data,
            } => {
                frame.open("sync", 5);
                frame.route(Some(document_id), sender_id, target_id);
                frame.bytes("data", data);
            }
            Self::DocUnavailable {
                document_id,
                sender_id,
                target_id,
            } => {
                frame.open("doc-unavailable", 4);
                frame.route(Some(document_id), sender_id, target_id);
            }
            Self::Ephemeral {
                document_id,
                sender_id,
                target_id,
                count,
                session_id,
                data,
            } => {
                frame.open("ephemeral", 7);
                frame.route(Some(document_id), sender_id, target_id);
                frame.integer("count", *count);
                frame.text("sessionId", session_id);
                frame.bytes("data", data);
            }
            Self::RemoteSubscriptionChange {
                sender_id,
                target_id,
                add,
                remove,
            } => {
                frame.open("remote-subscription-change", 4 + usize::from(add.is_some()));
                frame.route(None, sender_id, target_id);
                if let Some(add) = add {
                    frame.texts("add", add);
                }
                frame.texts("remove", remove);
            }
            Self::RemoteHeadsChanged {
                document_id,
                sender_id,
                target_id,
                new_heads,
            } => {
                frame.open("remote-heads-changed", 5);
                frame.route(Some(document_id), sender_id, target_id);
                frame.remote_heads("newHeads", new_heads);
            }
            Self::Join { .. } | Self::Peer { .. } | Self::Error { .. } | Self::Leave { .. } => {}
        }
    }

    /// The document this message is about, if it is about one.
    pub fn document_id(&self) -> Option<DocumentId> {
        match self {
            Self::Request { document_id, .. }
            | Self::Sync { document_id, .. }
            | Self::DocUnavailable { document_id, .. }
            | Self::Ephemeral { document_id, .. }
            | Self::RemoteHeadsChanged { document_id, .. } => Some(*document_id),
            Self::Join { .. }
            | Self::Peer { .. }
            | Self::Error { .. }
            | Self::Leave { .. }
            | Self::RemoteSubscriptionChange { .. } => None,
        }
    }

    /// The end that sent this message, or its origin for `Ephemeral`.
    pub fn sender_id(&self) -> Option<&PeerId> {
        match self {
            Self::Join { sender_id, .. }
            | Self::Peer { sender_id, .. }
            | Self::Leave { sender_id }
            | Self::Request { sender_id, .. }
            | Self::Sync { sender_id, .. }
            | Self::DocUnavailable { sender_id, .. }
            | Self::Ephemeral { sender_id, .. }
            | Self::RemoteSubscriptionChange { sender_id, .. }
            | Self::RemoteHeadsChanged { sender_id, .. } => Some(sender_id),
            Self::Error { sender_id, .. } => sender_id.as_ref(),
        }
    }

    /// The end that this message is for, where the type says it.
    pub fn target_id(&self) -> Option<&PeerId> {
        match self {
            Self::Peer { target_id, .. }
            | Self::Request { target_id, .. }
            | Self::Sync { target_id, .. }
            | Self::DocUnavailable { target_id, .. }
            | Self::Ephemeral { target_id, .. }
            | Self::RemoteSubscriptionChange { target_id, .. }
            | Self::RemoteHeadsChanged { target_id, .. } => Some(target_id),
            Self::Error { target_id, .. } => target_id.as_ref(),
            Self::Join { .. } | Self::Leave { .. } => None,
        }
    }
}

/// Why encoding cannot fail: the target is a `Vec`.
const GROWS: &str = "a Vec takes every byte";

/// Writes one message as a CBOR map.
struct Writer(Encoder<Vec<u8>>);

impl Writer {
    fn new() -> Self {
        Self(Encoder::new(Vec::new()))
    }

    fn into_bytes(self) -> Vec<u8> {
        self.0.into_writer()
    }

    fn open(&mut self, kind: &str, n_fields: usize) {
        self.0.map(n_fields as u64).expect(GROWS);
        self.text("type", kind);
    }

    fn text(&mut self, key: &str, text: &str) {
        self.0.str(key).expect(GROWS).str(text).expect(GROWS);
    }

    fn text_if_any(&mut self, key: &str, peer_id: Option<&PeerId>) {
        if let Some(peer_id) = peer_id {
            self.text(key, peer_id.as_str());
        }
    }

    fn texts(&mut self, key: &str, texts: &[String]) {
        self.0.str(key).expect(GROWS);
        self.0.array(texts.len() as u64).expect(GROWS);
        for text in texts {
            self.0.str(text).expect(GROWS);
        }
    }

    fn bytes(&mut self, key: &str, bytes: &[u8]) {
        self.0.str(key).expect(GROWS).bytes(bytes).expect(GROWS);
    }

    fn integer(&mut self, key: &str, integer: u64) {
        self.0.str(key).expect(GROWS).u64(integer).expect(GROWS);
    }

    fn route(&mut self, document_id: Option<&DocumentId>, sender_id: &PeerId, target_id: &PeerId) {
        if let Some(document_id) = document_id {
            self.text("documentId", &document_id.to_string());
        }
        self.text("senderId", sender_id.as_str());
        self.text("targetId", target_id.as_str());
    }

    fn metadata(&mut self, metadata: &PeerMetadata) {
        self.0.str("peerMetadata").expect(GROWS);
        let n_fields = 1 + u64::from(metadata.storage_id.is_some());
        self.0.map(n_fields).expect(GROWS);
        if let Some(storage_id) = &metadata.storage_id {
            self.text("storageId", storage_id);
        }
        self.0.str("isEphemeral").expect(GROWS);
        self.0.bool(metadata.is_ephemeral).expect(GROWS);
    }

    fn remote_heads(&mut self, key: &str, new_heads: &BTreeMap<String, RemoteHeads>) {
        self.0.str(key).expect(GROWS);
        self.0.map(new_heads.len() as u64).expect(GROWS);
        for (storage_id, remote) in new_heads {
            self.0.str(storage_id).expect(GROWS);
            self.0.map(2).expect(GROWS);
            self.texts("heads", &remote.heads);
            self.integer("timestamp", remote.timestamp_ms);
        }
    }
}

#[cfg(test)]
mod tests;
