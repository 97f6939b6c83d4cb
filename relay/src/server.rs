//! The HTTP side: endpoints, the app, and starting and stopping.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::SystemTime;

use axum::Router;
use axum::body::Body;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{DefaultBodyLimit, RawQuery, Request, State, WebSocketUpgrade};
use axum::http::{Response, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use replication::PeerId;
use replication::limits::FRAME_BYTES_MAX;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::time::sleep;

use crate::access::{Access, LinksError, LinksFolder, Refusal, endpoint};
use crate::admissions::AdmissionLog;
use crate::app_files::{AppError, AppFiles, text};
use crate::config::{Config, ConfigError};
use crate::connection::{self, relay_peer_id};
use crate::headers::{add_always, is_allowed_origin};
use crate::http::HttpServer;
use crate::limits::{
    ACCESS_BODY_BYTES_MAX, LINKS_CHECK_INTERVAL, Limits, RELOAD_INTERVAL, SOCKET_BUFFER_BYTES,
    STOP_MAX,
};
use crate::metrics::{Cause, Metrics};
use crate::outbox::{Closing, Outbox};
use crate::redb_store::{OpenError, RedbStore};
use crate::room::Rooms;
use crate::tls::{TlsError, TlsListener, no_delay};
use crate::writer::StoreWriter;

/// Why the relay cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Refused by [`Config::check`].
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The links cannot be read.
    #[error(transparent)]
    Links(#[from] LinksError),
    /// The certificate or its key cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// The app cannot be read.
    #[error(transparent)]
    App(#[from] AppError),
    /// Another program listens there.
    #[error("{listen} is taken by another program; stop it, or choose another with --listen 127.0.0.1:{}", listen.port().saturating_add(1))]
    PortInUse {
        /// The address.
        listen: SocketAddr,
    },
    /// The system refuses to listen.
    #[error("cannot listen on {listen}: {source}; choose another address with --listen")]
    Listen {
        /// The address.
        listen: SocketAddr,
        /// What it says.
        source: io::Error,
    },
    /// The system refuses a thread.
    #[error("cannot start the thread of the store: {0}; free memory and try again")]
    Thread(io::Error),
}

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Relay {
    pub(crate) peer_id: PeerId,
    pub(crate) rooms: Arc<Rooms>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) n_connections: AtomicU64,
    pub(crate) stopping: watch::Sender<bool>,
    writer: StoreWriter,
    peers: Mutex<HashMap<PeerId, Outbox>>,
    places: Arc<Semaphore>,
    app: AppFiles,
    pub(crate) access: Arc<Access>,
    pub(crate) limits: Limits,
    pub(crate) origins: Vec<String>,
    /// Wrong secrets that wait for their answers.
    pub(crate) wrong_secrets: Semaphore,
}

impl Relay {
    /// Closes the connection on which the same peer joined before.
    pub(crate) fn replace_older(&self, peer: &PeerId, outbox: &Outbox) {
        let mut peers = self.peers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(older) = peers.insert(peer.clone(), outbox.clone()) {
            older.close(Closing::new(
                Cause::Replaced,
                "the same peer joined on another connection",
            ));
        }
    }

    /// Forgets a peer that is gone, unless it has joined again meanwhile.
    pub(crate) fn forget(&self, peer: &PeerId, outbox: &Outbox) {
        let mut peers = self.peers.lock().unwrap_or_else(PoisonError::into_inner);
        if peers.get(peer).is_some_and(|known| known.is_same(outbox)) {
            peers.remove(peer);
        }
    }
}

/// A relay that listens.
#[derive(Debug)]
pub struct RunningRelay {
    address: SocketAddr,
    relay: Arc<Relay>,
    server: tokio::task::JoinHandle<()>,
    writer_thread: JoinHandle<()>,
    is_new: bool,
}

/// Opens the store, loads the app and listens.
///
/// # Errors
/// [`StartError`] says what to do.
pub async fn start(config: &Config) -> Result<RunningRelay, StartError> {
    let limits = config.limits.clone();
    let metrics = Arc::new(Metrics::new());
    let links = LinksFolder::new(&config.data);
    let access = Access::open(links, &limits, Arc::clone(&metrics))?;
    config.check(access.is_open())?;
    let tls = match &config.tls {
        Some(files) => Some(files.load(SystemTime::now())?),
        None => None,
    };
    let store = RedbStore::open(&config.data)?.with_commit_delay(config.commit_delay);
    let is_new = store.is_new();
    let store = Arc::new(store);
    let app = match &config.app {
        Some(folder) => AppFiles::load(folder)?,
        None => AppFiles::none(),
    };
    let listen = config.listen;
    let listener = TcpListener::bind(listen).await;
    let listener = listener.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => StartError::PortInUse { listen },
        _ => StartError::Listen { listen, source },
    })?;
    let address = listener
        .local_addr()
        .map_err(|source| StartError::Listen { listen, source })?;
    let admission_log = AdmissionLog::new(&config.data, limits.admissions_file_bytes);
    let (writer, writer_thread) = StoreWriter::start(
        Arc::clone(&store),
        admission_log,
        Arc::clone(&metrics),
        limits.commit_appends_max,
    )
    .map_err(StartError::Thread)?;
    let stopping = watch::Sender::new(false);
    let rooms = Rooms::new(
        store,
        writer.clone(),
        Arc::clone(&metrics),
        limits.room_idle_max,
        stopping.subscribe(),
    );
    let relay = Arc::new(Relay {
        peer_id: relay_peer_id(),
        rooms: Arc::new(rooms),
        metrics,
        n_connections: AtomicU64::new(0),
        stopping,
        writer,
        peers: Mutex::default(),
        places: Arc::new(Semaphore::new(limits.connections_max)),
        app,
        access: Arc::new(access),
        origins: config.origins.clone(),
        wrong_secrets: Semaphore::new(limits.wrong_secrets_max),
        limits,
    });
    tokio::spawn(sweep(Arc::clone(&relay)));
    tokio::spawn(try_unloadable(Arc::clone(&relay)));
    let server = HttpServer {
        router: router(Arc::clone(&relay)),
        limits: relay.limits.clone(),
        metrics: Arc::clone(&relay.metrics),
        stopping: relay.stopping.subscribe(),
    };
    let server = match tls {
        Some(tls) => {
            let listener = TlsListener::new(listener, tls, &relay.limits);
            tokio::spawn(server.run(listener))
        }
        None => tokio::spawn(server.run(listener.tap_io(|socket| no_delay(socket)))),
    };
    Ok(RunningRelay {
        address,
        relay,
        server,
        writer_thread,
        is_new,
    })
}

impl RunningRelay {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Whether whoever connects may do everything: no link was ever made.
    pub fn is_open(&self) -> bool {
        self.relay.access.is_open()
    }

    /// Whether the data folder was new, so that no document is in it yet.
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// Says goodbye to every client and ends when all is stored.
    pub async fn stop(self) {
        self.relay.stopping.send_replace(true);
        let places = u32::try_from(self.relay.limits.connections_max).unwrap_or(u32::MAX);
        let all_gone = self.relay.places.acquire_many(places);
        if tokio::time::timeout(STOP_MAX, all_gone).await.is_err() {
            tracing::warn!("some clients did not leave in time");
        }
        // It waits for the last answers, and not for long.
        if let Err(error) = self.server.await {
            tracing::warn!(%error, "the HTTP side did not end well");
        }
        // What clients were told is stored already; this closes the file.
        drop(self.relay);
        let writer_thread = self.writer_thread;
        let ended = tokio::task::spawn_blocking(move || {
            let deadline = std::time::Instant::now() + STOP_MAX;
            while !writer_thread.is_finished() && std::time::Instant::now() < deadline {
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
        });
        if let Err(error) = ended.await {
            tracing::warn!(%error, "the store's thread did not end");
        }
    }
}

fn router(relay: Arc<Relay>) -> Router {
    let short = || DefaultBodyLimit::max(ACCESS_BODY_BYTES_MAX);
    Router::new()
        .route("/sync", get(sync))
        .route("/access", post(endpoint::exchange).layer(short()))
        .route("/access/links", post(endpoint::make_link).layer(short()))
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics))
        .fallback(app_file)
        .layer(middleware::from_fn_with_state(
            Arc::clone(&relay),
            add_headers,
        ))
        .with_state(relay)
}

async fn add_headers(
    State(relay): State<Arc<Relay>>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let mut response = next.run(request).await;
    add_always(response.headers_mut(), relay.app.policy());
    response
}

async fn app_file(State(relay): State<Arc<Relay>>, request: Request) -> Response<Body> {
    let path = request.uri().path();
    relay.app.answer(request.method(), path, request.headers())
}

async fn healthz(State(relay): State<Arc<Relay>>) -> Response<Body> {
    let mut failures = Vec::new();
    if let Some(failure) = relay.writer.health().failure() {
        failures.push(format!("nothing is acknowledged at present: {failure}\n"));
    }
    // Anyone may ask here: which documents these are stands in the log only.
    match relay.rooms.n_unloadable() {
        0 => {}
        n_documents => failures.push(format!(
            "{n_documents} documents cannot be loaded at present: the log says why\n"
        )),
    }
    if let Some(failure) = relay.access.failure() {
        failures.push(format!("nobody new is let in at present: {failure}\n"));
    }
    if failures.is_empty() {
        text(StatusCode::OK, "ok\n")
    } else {
        text(StatusCode::SERVICE_UNAVAILABLE, failures.concat())
    }
}

async fn metrics(State(relay): State<Arc<Relay>>) -> Response<Body> {
    let mut response = text(StatusCode::OK, relay.metrics.to_text());
    let open_metrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static(open_metrics),
    );
    response
}

/// Closes the sockets of ended links, until the relay stops.
async fn sweep(relay: Arc<Relay>) {
    let mut stopping = relay.stopping.subscribe();
    let mut looks = tokio::time::interval(LINKS_CHECK_INTERVAL);
    loop {
        tokio::select! {
            _ = stopping.wait_for(|is_stopping| *is_stopping) => return,
            _ = looks.tick() => relay.access.sweep(),
        }
    }
}

/// Tries again to load what could not be loaded, until the relay stops.
async fn try_unloadable(relay: Arc<Relay>) {
    let mut stopping = relay.stopping.subscribe();
    let trying = async {
        loop {
            sleep(RELOAD_INTERVAL).await;
            relay.rooms.try_unloadable().await;
        }
    };
    tokio::select! {
        _ = stopping.wait_for(|is_stopping| *is_stopping) => {}
        () = trying => {}
    }
}

/// The ticket in the query of a socket's address.
fn ticket_in(query: &str) -> Option<&str> {
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("ticket="))
}

async fn sync(
    State(relay): State<Arc<Relay>>,
    RawQuery(query): RawQuery,
    headers: header::HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response<Body> {
    if !is_allowed_origin(headers.get(header::ORIGIN), &relay.origins) {
        relay.access.refused(Refusal::Origin);
        return text(
            StatusCode::FORBIDDEN,
            "pages of this origin may not connect: start the relay with --origin\n",
        );
    }
    if relay.access.is_open_to_others(&headers) {
        relay.access.refused(Refusal::Proxy);
        return text(
            StatusCode::FORBIDDEN,
            "this relay asks nobody who they are, so it serves its own computer only: make an \
             invitation with six-cartes-relay invite\n",
        );
    }
    // The query holds the ticket: it is never logged.
    let ticket = query.as_deref().and_then(ticket_in);
    let grant = match relay.access.redeem(ticket) {
        Ok(grant) => grant,
        Err(refusal) => {
            relay.access.refused(refusal);
            tracing::info!(?refusal, "socket refused");
            return text(
                StatusCode::UNAUTHORIZED,
                "show an invitation at /access, and open the socket with its ticket\n",
            );
        }
    };
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    let Ok(place) = Arc::clone(&relay.places).try_acquire_owned() else {
        relay.metrics.closed(Cause::OverLimit);
        return text(StatusCode::SERVICE_UNAVAILABLE, "too many connections\n");
    };
    upgrade
        .read_buffer_size(SOCKET_BUFFER_BYTES)
        .write_buffer_size(SOCKET_BUFFER_BYTES)
        .max_message_size(FRAME_BYTES_MAX)
        .max_frame_size(FRAME_BYTES_MAX)
        .on_upgrade(move |socket| async move {
            connection::serve(relay, socket, grant).await;
            drop(place);
        })
}
