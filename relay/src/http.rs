//! Connections of HTTP/1, from the listener to their end.
//!
//! A connection that asks nothing, asks slowly or does not read its answer
//! must not hold its place for ever: axum's own server has no such limits.
//! One that becomes a socket leaves here; `connection` has its limits.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;

use axum::Router;
use axum::serve::Listener;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;

use crate::limits::{HEAD_BYTES_MAX, Limits, STOP_MAX};
use crate::metrics::Metrics;

/// Serves what a listener accepts.
#[derive(Debug)]
pub(crate) struct HttpServer {
    pub(crate) router: Router,
    pub(crate) limits: Limits,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) stopping: watch::Receiver<bool>,
}

impl HttpServer {
    /// Accepts until the relay stops, and ends when the last connection has.
    pub(crate) async fn run(self, mut listener: impl Listener<Addr = SocketAddr>) {
        let n_places = self.limits.http_connections_max;
        let places = Arc::new(Semaphore::new(n_places));
        let mut stopping = self.stopping.clone();
        loop {
            let accepting = async {
                // Without a place, new connections wait in the system's queue.
                let place = Arc::clone(&places).acquire_owned().await;
                (place, listener.accept().await)
            };
            let (place, (stream, _)) = tokio::select! {
                () = stopped(&mut stopping) => break,
                accepted = accepting => accepted,
            };
            let serving = self.serve(stream);
            tokio::spawn(async move {
                serving.await;
                drop(place);
            });
        }
        drop(listener);
        let all_places = u32::try_from(n_places).unwrap_or(u32::MAX);
        if timeout(STOP_MAX, places.acquire_many(all_places))
            .await
            .is_err()
        {
            tracing::debug!("some answers were not read in time");
        }
    }

    /// Serves one connection until it ends, becomes a socket or is too old.
    fn serve<S>(&self, stream: S) -> impl Future<Output = ()> + Send + use<S>
    where
        S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
    {
        let connection = Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.head_max)
            .max_buf_size(HEAD_BYTES_MAX)
            .serve_connection(
                TokioIo::new(stream),
                TowerToHyperService::new(self.router.clone()),
            )
            .with_upgrades();
        let mut stopping = self.stopping.clone();
        let age_max = self.limits.http_connection_age_max;
        let gauge = self.metrics.http_connections.clone();
        async move {
            gauge.inc();
            let mut connection = pin!(connection);
            let serving = async {
                tokio::select! {
                    ended = connection.as_mut() => ended,
                    () = stopped(&mut stopping) => {
                        connection.as_mut().graceful_shutdown();
                        // Who does not read the answer is not waited for.
                        timeout(STOP_MAX, connection).await.unwrap_or(Ok(()))
                    }
                }
            };
            match timeout(age_max, serving).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::debug!(%error, "HTTP connection ended"),
                Err(_) => tracing::debug!("HTTP connection too old"),
            }
            gauge.dec();
        }
    }
}

async fn stopped(stopping: &mut watch::Receiver<bool>) {
    // An error means that the relay is gone, which is a stop as well.
    let _stopped = stopping.wait_for(|is_stopping| *is_stopping).await;
}
