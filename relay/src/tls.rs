//! TLS by a certificate and its key.
//!
//! Handshakes run beside each other, so that a client that is slow or speaks
//! no TLS delays nobody. Knows nothing of HTTP.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::server::TlsStream;

use crate::limits::Limits;

mod certificate;

pub use certificate::{TlsError, TlsFiles};

type Secured = (TlsStream<TcpStream>, SocketAddr);

/// Accepts connections whose handshake is done.
pub(crate) struct TlsListener {
    tcp: TcpListener,
    acceptor: TlsAcceptor,
    handshakes: JoinSet<Option<Secured>>,
    n_handshakes_max: usize,
    handshake_max: Duration,
}

impl TlsListener {
    pub(crate) fn new(tcp: TcpListener, config: Arc<ServerConfig>, limits: &Limits) -> Self {
        Self {
            tcp,
            acceptor: TlsAcceptor::from(config),
            handshakes: JoinSet::new(),
            n_handshakes_max: limits.tls_handshakes_max,
            handshake_max: limits.tls_handshake_max,
        }
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> Secured {
        loop {
            // Over the limit, new connections wait in the system's queue.
            let has_place = self.handshakes.len() < self.n_handshakes_max;
            tokio::select! {
                Some(done) = self.handshakes.join_next() => {
                    if let Ok(Some(secured)) = done {
                        return secured;
                    }
                }
                (socket, address) = Listener::accept(&mut self.tcp), if has_place => {
                    no_delay(&socket);
                    let handshake = timeout(self.handshake_max, self.acceptor.accept(socket));
                    self.handshakes.spawn(async move {
                        match handshake.await {
                            Ok(Ok(stream)) => Some((stream, address)),
                            Ok(Err(error)) => {
                                tracing::debug!(%error, "TLS handshake failed");
                                None
                            }
                            Err(_) => {
                                tracing::debug!("TLS handshake too slow");
                                None
                            }
                        }
                    });
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.tcp.local_addr()
    }
}

/// Small frames must not wait for each other.
pub(crate) fn no_delay(socket: &TcpStream) {
    if let Err(error) = socket.set_nodelay(true) {
        tracing::debug!(%error, "cannot switch off delay");
    }
}
