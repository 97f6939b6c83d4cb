//! What an operator may count; no content, no names of documents or peers.

use std::time::Duration;

use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

use crate::access::Refusal;

/// Why a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelValue)]
pub(crate) enum Cause {
    /// A frame that is no message, or a message out of place.
    Malformed,
    /// Over a limit of size, rate or number.
    OverLimit,
    /// The client reads too slowly.
    Backpressure,
    /// The client closed, or its socket broke.
    Left,
    /// The client is silent.
    Silent,
    /// The same peer joined on another socket.
    Replaced,
    /// The document's room failed.
    RoomFailed,
    /// The link of the connection was revoked or has expired.
    LinkEnded,
    /// The relay stops.
    Stopping,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Closed {
    cause: Cause,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refused {
    reason: Refusal,
}

/// All counters of one relay.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    pub(crate) connections: Gauge,
    pub(crate) http_connections: Gauge,
    pub(crate) documents: Gauge,
    pub(crate) frames_received: Counter,
    pub(crate) frames_sent: Counter,
    pub(crate) bytes_received: Counter,
    pub(crate) bytes_sent: Counter,
    pub(crate) access_granted: Counter,
    pub(crate) links_made: Counter,
    access_refused: Family<Refused, Counter>,
    pub(crate) chunks_damaged: Counter,
    pub(crate) store_failures: Counter,
    pub(crate) load_failures: Counter,
    closed: Family<Closed, Counter>,
    appends: Counter,
    commits: Counter,
    stored_bytes: Counter,
    commit_seconds: Histogram,
    append_seconds: Histogram,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("six_cartes_relay"),
            connections: Gauge::default(),
            http_connections: Gauge::default(),
            documents: Gauge::default(),
            frames_received: Counter::default(),
            frames_sent: Counter::default(),
            bytes_received: Counter::default(),
            bytes_sent: Counter::default(),
            access_granted: Counter::default(),
            links_made: Counter::default(),
            access_refused: Family::default(),
            chunks_damaged: Counter::default(),
            store_failures: Counter::default(),
            load_failures: Counter::default(),
            closed: Family::default(),
            appends: Counter::default(),
            commits: Counter::default(),
            stored_bytes: Counter::default(),
            commit_seconds: Histogram::new(exponential_buckets(0.000_5, 2.0, 14)),
            append_seconds: Histogram::new(exponential_buckets(0.000_5, 2.0, 14)),
        };
        metrics.register();
        metrics
    }

    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("connections", "Open sockets", self.connections.clone());
        registry.register(
            "http_connections",
            "Open connections that are no sockets",
            self.http_connections.clone(),
        );
        registry.register("documents", "Documents in memory", self.documents.clone());
        registry.register(
            "frames_received",
            "Frames received",
            self.frames_received.clone(),
        );
        registry.register("frames_sent", "Frames sent", self.frames_sent.clone());
        registry.register(
            "bytes_received",
            "Bytes of frames received",
            self.bytes_received.clone(),
        );
        registry.register(
            "bytes_sent",
            "Bytes of frames sent",
            self.bytes_sent.clone(),
        );
        registry.register(
            "access_granted",
            "Tickets given for a link",
            self.access_granted.clone(),
        );
        registry.register(
            "links_made",
            "Links made by facilitators",
            self.links_made.clone(),
        );
        registry.register(
            "access_refused",
            "Links and sockets refused, by reason",
            self.access_refused.clone(),
        );
        registry.register(
            "connections_closed",
            "Connections ended, by cause",
            self.closed.clone(),
        );
        registry.register("appends", "Appends made durable", self.appends.clone());
        registry.register("commits", "Transactions of appends", self.commits.clone());
        registry.register(
            "stored_bytes",
            "Bytes of changes made durable",
            self.stored_bytes.clone(),
        );
        registry.register(
            "commit_seconds",
            "Time to make a transaction durable",
            self.commit_seconds.clone(),
        );
        registry.register(
            "append_seconds",
            "Time from the hand-over of an append until it is durable",
            self.append_seconds.clone(),
        );
        registry.register(
            "store_failures",
            "Writes that the store refused",
            self.store_failures.clone(),
        );
        registry.register(
            "load_failures",
            "Times that a document could not be loaded",
            self.load_failures.clone(),
        );
        registry.register(
            "chunks_damaged",
            "Stored chunks that could not be read",
            self.chunks_damaged.clone(),
        );
    }

    pub(crate) fn closed(&self, cause: Cause) {
        self.closed.get_or_create(&Closed { cause }).inc();
    }

    pub(crate) fn refused(&self, reason: Refusal) {
        self.access_refused.get_or_create(&Refused { reason }).inc();
    }

    pub(crate) fn committed(&self, n_appends: usize, n_bytes: usize, took: Duration) {
        self.appends.inc_by(n_appends as u64);
        self.commits.inc();
        self.stored_bytes.inc_by(n_bytes as u64);
        self.commit_seconds.observe(took.as_secs_f64());
    }

    pub(crate) fn append_took(&self, took: Duration) {
        self.append_seconds.observe(took.as_secs_f64());
    }

    /// The text that Prometheus reads.
    pub(crate) fn to_text(&self) -> String {
        let mut text = String::new();
        match encode(&mut text, &self.registry) {
            Ok(()) => text,
            Err(_) => "# cannot be written\n".to_owned(),
        }
    }
}
