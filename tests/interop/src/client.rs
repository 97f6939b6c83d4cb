//! Our side of a connection, over a real socket.

use std::collections::VecDeque;

use automerge::Automerge;
use futures_util::{SinkExt, StreamExt};
use replication::{
    ConnectionId, DocumentActor, Input, Message, Output, PeerId, PeerMetadata, Session,
    SessionEvent,
};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

use crate::PATIENCE;

/// Buffer of a client's socket, in bytes: the default is filled with zeros
/// before each read, which would cost more than what is measured.
const SOCKET_BUFFER_BYTES: usize = 8 * 1024;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A tablet without a disk: its appends are stored at once.
#[derive(Debug)]
pub struct Client {
    /// The document.
    pub actor: DocumentActor,
    /// Bytes of the frames that were sent and received.
    pub n_bytes: usize,
    /// Contents of the ephemeral messages that came.
    pub heard: VecDeque<Vec<u8>>,
    /// The peer said that it has nothing of the document.
    pub is_unavailable: bool,
    /// The peer has said that it has everything, since the last change here.
    pub is_acknowledged: bool,
    /// Why this end closed the last connection, if it did.
    pub refusal: Option<String>,
    name: PeerId,
    socket: Option<Socket>,
    session: Option<Session>,
    connection: ConnectionId,
    n_ephemeral: u64,
}

impl Client {
    /// Connects to `url` under a peer id and waits for the handshake.
    pub async fn connected(name: &str, url: &str, actor: DocumentActor) -> Self {
        let mut client = Self::offline(name, actor);
        client.connect(url).await;
        client
    }

    /// Not connected yet.
    pub fn offline(name: &str, actor: DocumentActor) -> Self {
        Self {
            actor,
            n_bytes: 0,
            heard: VecDeque::new(),
            is_unavailable: false,
            is_acknowledged: false,
            refusal: None,
            name: PeerId::new(name),
            socket: None,
            session: None,
            connection: ConnectionId(0),
            n_ephemeral: 0,
        }
    }

    /// Opens a new connection, with a fresh session and a fresh sync state.
    pub async fn connect(&mut self, url: &str) {
        assert!(self.try_connect(url).await, "no handshake with {url}");
    }

    /// The same; false when nobody answers in time.
    pub async fn try_connect(&mut self, url: &str) -> bool {
        self.disconnect();
        self.refusal = None;
        let config = WebSocketConfig::default().read_buffer_size(SOCKET_BUFFER_BYTES);
        let connecting = Box::pin(connect_async_with_config(url, Some(config), true));
        let Ok(Ok((socket, _))) = timeout(PATIENCE, connecting).await else {
            return false;
        };
        let (session, join) = Session::client(self.name.clone(), PeerMetadata::default(), None);
        self.socket = Some(socket);
        self.session = Some(session);
        self.send(&join).await;
        while self.session.as_ref().is_none_or(|it| it.remote().is_none()) {
            let Ok(Some(bytes)) = timeout(PATIENCE, self.next_frame()).await else {
                self.disconnect();
                return false;
            };
            self.take(&bytes).await;
        }
        true
    }

    /// Drops the socket without a word.
    pub fn disconnect(&mut self) {
        self.socket = None;
        self.session = None;
        self.is_acknowledged = false;
        let connection = self.connection;
        let outputs = self.actor.handle(Input::Disconnected { connection });
        assert!(outputs.is_empty(), "nobody is there to be told anything");
        self.connection = ConnectionId(connection.0 + 1);
    }

    /// Whether there is a socket, as far as this end knows.
    pub fn is_connected(&self) -> bool {
        self.socket.is_some()
    }

    /// Changes the document and offers the change.
    pub async fn edit(&mut self, edit: impl FnOnce(&mut Automerge)) {
        self.is_acknowledged = false;
        let edited = self.actor.edit(|document| {
            edit(document);
            Ok::<_, ()>(())
        });
        let ((), outputs) = edited.unwrap();
        self.carry_out(outputs).await;
    }

    /// Sends an ephemeral message about the document.
    pub async fn broadcast(&mut self, content: Vec<u8>) {
        self.n_ephemeral += 1;
        let target_id = self.session.as_ref().unwrap().remote().unwrap().clone();
        let message = Message::Ephemeral {
            document_id: self.actor.document_id(),
            sender_id: self.name.clone(),
            target_id,
            count: self.n_ephemeral,
            session_id: "only".to_owned(),
            data: content,
        };
        self.send(&message).await;
    }

    async fn send(&mut self, message: &Message) {
        let bytes = message.encode();
        self.n_bytes += bytes.len();
        if let Some(socket) = &mut self.socket {
            // A broken socket is seen when it is read.
            let _sent = socket.send(Frame::Binary(bytes.into())).await;
        }
    }

    /// Takes the next frame; false when the peer has closed.
    pub async fn receive(&mut self) -> bool {
        let next = timeout(PATIENCE, self.next_frame()).await;
        let Some(bytes) = next.expect("a peer that is waited for says something") else {
            return false;
        };
        self.take(&bytes).await;
        true
    }

    /// Takes a frame of [`Self::next_frame`].
    pub async fn take(&mut self, bytes: &[u8]) {
        self.n_bytes += bytes.len();
        let connection = self.connection;
        let session = self.session.as_mut().unwrap();
        let event = match session.receive(bytes) {
            Ok(event) => event,
            Err(error) => {
                let refusal = session.refusal(&error);
                return self.refuse(refusal).await;
            }
        };
        let input = match event {
            SessionEvent::Established { peer, .. } => Input::Connected {
                connection,
                local: self.name.clone(),
                peer,
                announce: true,
                may_write: true,
            },
            SessionEvent::Document(message)
                if message.document_id() == Some(self.actor.document_id()) =>
            {
                Input::Frame {
                    connection,
                    message,
                }
            }
            _ => return,
        };
        let outputs = self.actor.handle(input);
        self.carry_out(outputs).await;
    }

    fn error(&self, message: String) -> Message {
        Message::Error {
            sender_id: Some(self.name.clone()),
            target_id: self.session.as_ref().and_then(Session::remote).cloned(),
            message,
        }
    }

    /// Tells the peer why, and closes.
    async fn refuse(&mut self, refusal: Message) {
        self.send(&refusal).await;
        if let Message::Error { message, .. } = refusal {
            self.refusal = Some(message);
        }
        self.disconnect();
    }

    /// The next frame; none when the peer has closed. May be cancelled.
    pub async fn next_frame(&mut self) -> Option<axum::body::Bytes> {
        let socket = self.socket.as_mut()?;
        loop {
            match socket.next().await {
                Some(Ok(Frame::Binary(bytes))) => return Some(bytes),
                Some(Ok(Frame::Ping(_) | Frame::Pong(_))) => {}
                _ => return None,
            }
        }
    }

    async fn carry_out(&mut self, outputs: Vec<Output>) {
        let mut todo = VecDeque::from(outputs);
        while let Some(output) = todo.pop_front() {
            match output {
                Output::Send { message, .. } => self.send(&message).await,
                Output::Append { append, .. } => {
                    todo.extend(self.actor.handle(Input::Stored { append }));
                }
                Output::PeerInSync { .. } => self.is_acknowledged = true,
                Output::Unavailable { .. } => self.is_unavailable = true,
                Output::Ephemeral { data, .. } => self.heard.push_back(data),
                Output::Close { reason, .. } => {
                    let refusal = self.error(reason.to_string());
                    self.refuse(refusal).await;
                }
                _ => {}
            }
        }
    }

    /// Whether the peer advertises all that this client has.
    pub fn is_in_sync(&self) -> bool {
        let status = self.actor.sync_status(self.connection);
        status.is_some_and(|status| status.in_sync)
    }

    /// Takes frames until `is_so` holds.
    pub async fn until(&mut self, mut is_so: impl FnMut(&Self) -> bool) {
        while !is_so(self) {
            assert!(self.receive().await, "closed: {:?}", self.refusal);
        }
    }

    /// Takes the frames of two clients until `is_so` holds for both. One that
    /// has all that it needs may still be asked for something the other needs.
    pub async fn both_until(a: &mut Self, b: &mut Self, mut is_so: impl FnMut(&Self) -> bool) {
        while !(is_so(a) && is_so(b)) {
            let next = async {
                tokio::select! {
                    frame = a.next_frame() => (true, frame),
                    frame = b.next_frame() => (false, frame),
                }
            };
            let next = timeout(PATIENCE, next).await;
            let (is_of_a, frame) = next.expect("a peer that is waited for says something");
            let client = if is_of_a { &mut *a } else { &mut *b };
            let bytes = frame.unwrap_or_else(|| panic!("closed: {:?}", client.refusal));
            client.take(&bytes).await;
        }
    }

    /// Whether `key` at the top of the document says `value`.
    pub fn says(&self, key: &str, value: &str) -> bool {
        crate::get(self.actor.document(), key).as_deref() == Some(value)
    }

    /// Takes frames until `key` at the top of the document says `value`.
    pub async fn wait_for(&mut self, key: &str, value: &str) {
        self.until(|client| client.says(key, value)).await;
    }

    /// Heads in hexadecimal digits, sorted.
    pub fn heads(&self) -> Vec<String> {
        let mut heads: Vec<String> = self.actor.heads().iter().map(ToString::to_string).collect();
        heads.sort();
        heads
    }
}
