//! A relay inside the test's process, and a client made of `replication`.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file includes this module and uses its part"
)]

pub mod process;

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use automerge::transaction::Transactable;
use automerge::{Automerge, ROOT, ReadDoc};
use futures_util::{SinkExt, StreamExt};
use relay::{Config, RunningRelay, start};
use replication::{
    ConnectionId, DocumentActor, DocumentId, Input, Message, Output, PeerId, PeerMetadata, Session,
    SessionEvent,
};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::{WebSocketStream, client_async};

/// Long enough on a loaded machine; no test waits for it when all is well.
pub const PATIENCE: Duration = Duration::from_secs(20);

pub fn config(data: &Path) -> Config {
    Config {
        listen: "127.0.0.1:0".parse().unwrap(),
        tls: None,
        data: data.to_owned(),
        app: None,
        origins: Vec::new(),
        commit_delay: Duration::ZERO,
        limits: relay::limits::Limits::default(),
    }
}

pub async fn relay(data: &Path) -> RunningRelay {
    start(&config(data)).await.unwrap()
}

pub fn genesis() -> Vec<u8> {
    let mut document = Automerge::new().with_actor(automerge::ActorId::from([0; 16]));
    put(&mut document, "title", "contract");
    document.save()
}

pub fn document_id() -> DocumentId {
    DocumentId::from_genesis(&genesis())
}

pub fn put(document: &mut Automerge, key: &str, value: &str) {
    document.transact(|tx| tx.put(ROOT, key, value)).unwrap();
}

/// What a socket runs over: TCP, or TLS over it.
pub trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

pub type Socket = WebSocketStream<Box<dyn Wire>>;

pub async fn socket(address: SocketAddr) -> Socket {
    socket_with(address, None).await
}

pub async fn socket_with(address: SocketAddr, ticket: Option<&str>) -> Socket {
    let query = ticket.map_or(String::new(), |ticket| format!("?ticket={ticket}"));
    let wire = TcpStream::connect(address).await.unwrap();
    socket_over(wire, &format!("ws://{address}/sync{query}")).await
}

/// A socket on a connection that is open already.
pub async fn socket_over(wire: impl Wire + 'static, url: &str) -> Socket {
    let wire: Box<dyn Wire> = Box::new(wire);
    client_async(url, wire).await.unwrap().0
}

/// The first frame of a client.
pub fn join(peer: &str) -> Frame {
    let (_, join) = Session::client(PeerId::new(peer), PeerMetadata::default(), None);
    Frame::Binary(join.encode().into())
}

/// Joins, and gives the relay's peer id, which messages must name.
pub async fn join_on(socket: &mut Socket, peer: &str) -> PeerId {
    socket.send(join(peer)).await.unwrap();
    let answer = timeout(PATIENCE, socket.next()).await.unwrap();
    let answer = answer.unwrap().unwrap().into_data();
    let answer = Message::decode(&answer).unwrap().unwrap();
    answer.sender_id().unwrap().clone()
}

/// A frame of a kind that no version of the protocol knows.
pub fn unknown_frame() -> Frame {
    // {"type": "novelty"}
    Frame::Binary(b"\xa1\x64type\x67novelty".to_vec().into())
}

/// A tablet without a disk: its appends are stored at once.
pub struct Client {
    pub actor: DocumentActor,
    pub name: String,
    /// Opens the socket, where a link is needed.
    pub ticket: Option<String>,
    socket: Option<Socket>,
    session: Option<Session>,
    connection: ConnectionId,
    n_syncs: usize,
}

impl Client {
    pub fn new(name: &str) -> Self {
        Self::with_actor(name, DocumentActor::new(document_id(), &genesis()).unwrap())
    }

    pub fn with_actor(name: &str, actor: DocumentActor) -> Self {
        Self {
            actor,
            name: name.to_owned(),
            ticket: None,
            socket: None,
            session: None,
            connection: ConnectionId(0),
            n_syncs: 0,
        }
    }

    pub async fn connected(name: &str, address: SocketAddr) -> Self {
        let mut client = Self::new(name);
        client.connect(address).await;
        client
    }

    pub async fn connect(&mut self, address: SocketAddr) {
        let socket = socket_with(address, self.ticket.as_deref()).await;
        self.join_over(socket).await;
    }

    /// Joins on a socket that is open already.
    pub async fn join_over(&mut self, mut socket: Socket) {
        let local = PeerId::new(self.name.clone());
        let (session, join) = Session::client(local, PeerMetadata::default(), None);
        socket
            .send(Frame::Binary(join.encode().into()))
            .await
            .unwrap();
        self.socket = Some(socket);
        self.session = Some(session);
        while self.session.as_ref().unwrap().remote().is_none() {
            self.receive().await;
        }
    }

    /// The socket, to be read without being a tablet.
    pub fn into_socket(self) -> Socket {
        self.socket.unwrap()
    }

    pub async fn disconnect(&mut self) {
        self.socket = None;
        self.session = None;
        let connection = self.connection;
        self.input(Input::Disconnected { connection }).await;
        self.connection = ConnectionId(connection.0 + 1);
    }

    pub async fn edit(&mut self, key: &str, value: &str) {
        let edited = self.actor.edit(|document| {
            put(document, key, value);
            Ok::<_, ()>(())
        });
        let outputs = edited.unwrap().1;
        self.carry_out(outputs).await;
    }

    pub fn get(&self, key: &str) -> Option<String> {
        let (value, _) = self.actor.document().get(ROOT, key).unwrap()?;
        Some(value.as_str()?.to_owned())
    }

    async fn input(&mut self, input: Input) {
        let outputs = self.actor.handle(input);
        self.carry_out(outputs).await;
    }

    async fn carry_out(&mut self, outputs: Vec<Output>) {
        let mut todo = std::collections::VecDeque::from(outputs);
        while let Some(output) = todo.pop_front() {
            match output {
                Output::Send { message, .. } => self.send(&message).await,
                Output::Append { append, .. } => {
                    todo.extend(self.actor.handle(Input::Stored { append }));
                }
                Output::PeerInSync { .. } => self.n_syncs += 1,
                _ => {}
            }
        }
    }

    pub async fn send(&mut self, message: &Message) {
        self.send_frame(Frame::Binary(message.encode().into()))
            .await;
    }

    pub async fn send_frame(&mut self, frame: Frame) {
        if let Some(socket) = &mut self.socket {
            // A test sees a broken socket when it reads.
            let _sent = socket.send(frame).await;
        }
    }

    /// Takes the next frame; false when the relay has closed.
    pub async fn receive(&mut self) -> bool {
        let socket = self.socket.as_mut().unwrap();
        // Pings of the relay must not renew the patience.
        let next = async {
            loop {
                match socket.next().await {
                    Some(Ok(Frame::Binary(bytes))) => return Some(bytes),
                    Some(Ok(Frame::Ping(_) | Frame::Pong(_))) => {}
                    _ => return None,
                }
            }
        };
        let Some(bytes) = timeout(PATIENCE, next).await.unwrap() else {
            return false;
        };
        let session = self.session.as_mut().unwrap();
        let connection = self.connection;
        match session.receive(&bytes).unwrap() {
            SessionEvent::Established { peer, .. } => {
                let local = session.local().clone();
                let announce = true;
                self.input(Input::Connected {
                    connection,
                    local,
                    peer,
                    announce,
                    may_write: true,
                })
                .await;
            }
            SessionEvent::Document(message) => {
                self.input(Input::Frame {
                    connection,
                    message,
                })
                .await;
            }
            SessionEvent::Left | SessionEvent::Ignored => {}
        }
        true
    }

    /// Reads until the relay closes: its `error` messages and the code.
    pub async fn read_to_close(&mut self) -> (Vec<String>, Option<u16>) {
        read_to_close(self.socket.as_mut().unwrap()).await
    }

    pub fn is_in_sync(&self) -> bool {
        let status = self.actor.sync_status(self.connection);
        status.is_some_and(|status| status.in_sync)
    }

    /// Until the relay has durably all that this client has.
    pub async fn wait_until_in_sync(&mut self) {
        while !self.is_in_sync() {
            assert!(self.receive().await, "the relay closed");
        }
    }

    /// Until the relay has this client's changes, and the client another's.
    pub async fn exchange(&mut self, key: &str, value: &str) {
        self.wait_until_in_sync().await;
        self.wait_for(key, value).await;
    }

    pub async fn wait_for(&mut self, key: &str, value: &str) {
        while self.get(key).as_deref() != Some(value) {
            assert!(self.receive().await, "the relay closed");
        }
    }
}

/// Reads frames until the socket closes: the `error` messages and the code.
pub async fn read_to_close(socket: &mut Socket) -> (Vec<String>, Option<u16>) {
    // Pings of the relay must not renew the patience, which is longer than its
    // own with a silent client.
    let reading = timeout(3 * PATIENCE, read_frames_to_close(socket));
    reading.await.unwrap()
}

async fn read_frames_to_close(socket: &mut Socket) -> (Vec<String>, Option<u16>) {
    let mut errors = Vec::new();
    loop {
        match timeout(PATIENCE, socket.next()).await.unwrap() {
            Some(Ok(Frame::Binary(bytes))) => {
                if let Ok(Some(Message::Error { message, .. })) = Message::decode(&bytes) {
                    errors.push(message);
                }
            }
            Some(Ok(Frame::Close(close))) => {
                return (errors, close.map(|close| close.code.into()));
            }
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return (errors, None),
        }
    }
}

/// Status, head (the names of headers in lower case, as HTTP/1 has them here), body.
pub async fn http(address: SocketAddr, request: &str) -> (u16, String, Vec<u8>) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("{request}\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    exchange_bytes(&mut stream, &request).await
}

/// Sends a whole request and reads the answer to its end.
pub async fn exchange_bytes(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    request: &str,
) -> (u16, String, Vec<u8>) {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let reading = stream.read_to_end(&mut answer);
    timeout(PATIENCE, reading).await.unwrap().unwrap();
    let end = answer
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .unwrap();
    let head = String::from_utf8(answer[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, head, answer[end + 4..].to_vec())
}

/// Posts a question to `/access`.
pub async fn post(address: SocketAddr, body: &str) -> (u16, String, Value) {
    post_to(address, "/access", body).await
}

pub async fn post_to(address: SocketAddr, path: &str, body: &str) -> (u16, String, Value) {
    let n_bytes = body.len();
    // The body stands after the headers that `http` adds.
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
         content-length: {n_bytes}\r\n\r\n{body}"
    );
    let (status, head, body) = exchange_bytes(&mut stream, &request).await;
    let answer = serde_json::from_slice(&body).unwrap_or(Value::Null);
    (status, head, answer)
}

pub async fn get(address: SocketAddr, path: &str) -> (u16, String, Vec<u8>) {
    http(address, &format!("GET {path} HTTP/1.1")).await
}

/// Until a metric has this value.
pub async fn wait_for_metric(address: SocketAddr, name: &str, value: u64) {
    let waiting = async {
        while metric(address, name).await != Some(value) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let in_time = timeout(PATIENCE, waiting).await;
    assert!(in_time.is_ok(), "{name} is never {value}");
}

pub async fn metric(address: SocketAddr, name: &str) -> Option<u64> {
    let (_, _, body) = get(address, "/metrics").await;
    let text = String::from_utf8(body).unwrap();
    let line = text
        .lines()
        .find(|line| line.starts_with(&format!("six_cartes_relay_{name} ")))?;
    line.rsplit(' ').next()?.parse().ok()
}
