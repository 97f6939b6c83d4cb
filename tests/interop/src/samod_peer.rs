//! `samod`, the other implementation in Rust: a client here, a server in a process.

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use axum::Router;
use axum::extract::WebSocketUpgrade;
use axum::routing::get;
use axum::serve::ListenerExt;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, SinkExt, StreamExt, future};
use samod::storage::TokioFilesystemStorage;
use samod::{BackoffConfig, DialError, Dialer, PeerId, Repo, Transport, Url};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::{Error, Message as Frame};

/// A repository that keeps nothing, connected to a server.
pub async fn client(url: &str, name: &str) -> Repo {
    let repo = Repo::build_tokio()
        .with_peer_id(PeerId::from(name))
        .load()
        .await;
    let dialer = WebSocketDialer {
        url: url.parse().unwrap(),
    };
    let handle = repo.dial(BackoffConfig::default(), Arc::new(dialer));
    handle.unwrap().established().await.unwrap();
    repo
}

/// A repository that keeps its documents in `folder`.
pub async fn keeper(folder: &Path) -> Repo {
    Repo::build_tokio()
        .with_storage(TokioFilesystemStorage::new(folder))
        .load()
        .await
}

/// Serves a repository; never returns.
pub async fn serve(listener: TcpListener, repo: Repo) {
    let url = format!("ws://{}/", listener.local_addr().unwrap());
    let acceptor = repo.make_acceptor(url.parse().unwrap()).unwrap();
    let accept = move |upgrade: WebSocketUpgrade| {
        let acceptor = acceptor.clone();
        async move {
            upgrade.on_upgrade(async move |socket| {
                // Refused only when the repository has stopped.
                let _connection = acceptor.accept_axum(socket, None);
            })
        }
    };
    let app = Router::new().route("/", get(accept));
    let listener = listener.tap_io(|socket| socket.set_nodelay(true).unwrap());
    axum::serve(listener, app).await.unwrap();
}

/// `samod_server` in its own process; killed when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    port: u16,
}

impl Server {
    /// Starts the program on a port, or with 0 on any free one.
    pub async fn start(program: &Path, port: u16, folder: &Path) -> Self {
        let mut child = Command::new(program)
            .arg(port.to_string())
            .arg(folder)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.next_line().await.unwrap().unwrap().parse().unwrap();
        Self { child, port }
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where it is found.
    pub fn url(&self) -> String {
        format!("ws://127.0.0.1:{}/", self.port)
    }

    /// The process, to look at its memory.
    pub fn process_id(&self) -> u32 {
        self.child.id().unwrap()
    }

    /// Ends the process at once, as a power cut would.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}

/// Dials with the same library as our own client.
struct WebSocketDialer {
    url: Url,
}

impl Dialer for WebSocketDialer {
    type Error = std::convert::Infallible;

    fn url(&self) -> Url {
        self.url.clone()
    }

    fn connect(&self) -> BoxFuture<'static, Result<Transport, DialError<Self::Error>>> {
        let url = self.url.to_string();
        async move {
            let (socket, _) = connect_async(url).await.map_err(DialError::transient)?;
            let (sink, stream) = socket.split();
            let stream = stream.filter_map(|frame| {
                future::ready(match frame {
                    Ok(Frame::Binary(bytes)) => Some(Ok(bytes.to_vec())),
                    Ok(_) => None,
                    Err(error) => Some(Err(error)),
                })
            });
            let sink =
                sink.with(|bytes: Vec<u8>| future::ok::<_, Error>(Frame::Binary(bytes.into())));
            Ok(Transport::new(stream, sink))
        }
        .boxed()
    }
}
