//! One socket: from the handshake to its end.
//!
//! Two halves: one reads frames and tells rooms, the other writes what waits
//! in the outbox. Whatever ends one ends both.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use replication::{
    ConnectionId, DocumentActor, DocumentId, Input, Message, Output, PeerId, PeerMetadata, Session,
    SessionError, SessionEvent,
};
use tokio::sync::watch;
use tokio::time::{Instant, interval, timeout, timeout_at};

use crate::access::{Grant, Permission};
use crate::limits::Limits;
use crate::metrics::Cause;
use crate::outbox::{Closing, Outbox, Outgoing, outbox};
use crate::room::{Admitter, RoomEvent, Seat, closing};
use crate::server::Relay;

/// Serves one socket until it ends.
pub(crate) async fn serve(relay: Arc<Relay>, socket: WebSocket, grant: Grant) {
    let connection = ConnectionId(relay.n_connections.fetch_add(1, Ordering::Relaxed));
    let (sink, stream) = socket.split();
    let (outbox, outgoing, order) = outbox(&relay.limits);
    let metadata = PeerMetadata {
        storage_id: None,
        is_ephemeral: false,
    };
    let mut reader = Reader {
        session: Session::server(relay.peer_id.clone(), metadata, grant.peer.clone()),
        relay: Arc::clone(&relay),
        connection,
        outbox: outbox.clone(),
        places: HashMap::new(),
        budget: FrameBudget::new(&relay.limits),
        grant,
    };
    relay
        .access
        .enter(connection, &reader.grant, outbox.clone());
    relay.metrics.connections.inc();
    let mut stopping = relay.stopping.subscribe();
    let writing = write(
        Arc::clone(&relay),
        sink,
        outgoing,
        outbox.clone(),
        order.clone(),
    );
    let reading = async {
        tokio::select! {
            // First the order: what a replaced client still sends is not read.
            biased;
            () = closing_ordered(order) => {}
            () = reader.read(stream) => {}
            _ = stopping.wait_for(|is_stopping| *is_stopping) => {
                outbox.close(Closing::new(Cause::Stopping, "the relay stops"));
            }
        }
        // Whatever ended the reading, the writing must end as well.
        outbox.close(Closing::new(Cause::Left, "goodbye"));
        reader.leave().await;
    };
    tokio::join!(writing, reading);
    relay.access.leave(connection);
    relay.metrics.connections.dec();
    tracing::debug!(connection = connection.0, "connection ended");
}

async fn closing_ordered(mut order: watch::Receiver<Option<Closing>>) {
    // The sender lives as long as this connection.
    let _ordered = order.wait_for(Option::is_some).await;
}

struct Reader {
    session: Session,
    relay: Arc<Relay>,
    connection: ConnectionId,
    outbox: Outbox,
    places: HashMap<DocumentId, Place>,
    budget: FrameBudget,
    grant: Grant,
}

/// Where the frames about one document go.
enum Place {
    Room(Seat),
    /// This client may not know the document: an actor that has nothing,
    /// stores nothing and meets nobody answers, whether the document exists
    /// or not.
    Nowhere(Box<DocumentActor>),
}

impl Reader {
    /// Reads until the client leaves or does wrong.
    async fn read(&mut self, mut stream: SplitStream<WebSocket>) {
        // Pings alone must not hold a place for ever.
        let join_by = Instant::now() + self.relay.limits.handshake_max;
        loop {
            let end_of_patience = if self.session.remote().is_some() {
                Instant::now() + self.relay.limits.silence_max
            } else {
                join_by
            };
            let frame = match timeout_at(end_of_patience, stream.next()).await {
                Ok(Some(Ok(frame))) => frame,
                Ok(None) => return,
                Ok(Some(Err(error))) => {
                    self.close(cause_of(&error), &error.to_string());
                    return;
                }
                Err(_) => {
                    self.close(Cause::Silent, "no sign of life");
                    return;
                }
            };
            if !self.budget.take() {
                self.close(Cause::OverLimit, "too many frames per second");
                return;
            }
            let bytes = match frame {
                Frame::Binary(bytes) => bytes,
                Frame::Ping(_) | Frame::Pong(_) => continue,
                Frame::Text(_) => {
                    self.close(Cause::Malformed, "text frame where bytes are expected");
                    return;
                }
                Frame::Close(_) => return,
            };
            self.relay.metrics.frames_received.inc();
            self.relay.metrics.bytes_received.inc_by(bytes.len() as u64);
            if !self.receive(&bytes).await {
                return;
            }
        }
    }

    /// Takes one frame; false at the end.
    async fn receive(&mut self, frame: &[u8]) -> bool {
        // An error ends the session, which then knows no peer.
        let has_joined = self.session.remote().is_some();
        match self.session.receive(frame) {
            Ok(SessionEvent::Established { peer, reply, .. }) => {
                tracing::debug!(connection = self.connection.0, "peer joined");
                self.relay.replace_older(&peer, &self.outbox);
                if let Some(reply) = reply {
                    self.outbox.push(reply.encode());
                }
                true
            }
            Ok(SessionEvent::Document(message)) => self.tell_room(message).await,
            Ok(SessionEvent::Ignored) => true,
            Ok(SessionEvent::Left) => false,
            Err(SessionError::RefusedByPeer { message }) => {
                tracing::info!(
                    connection = self.connection.0,
                    message,
                    "refused by a client"
                );
                false
            }
            Err(SessionError::PeerMismatch { .. }) if !has_joined => {
                // The expected id is not told: it is half of what a ticket needs.
                self.close(Cause::Malformed, "the ticket is another peer's");
                false
            }
            Err(error) => {
                self.close(Cause::Malformed, &error.to_string());
                false
            }
        }
    }

    async fn tell_room(&mut self, message: Message) -> bool {
        let (Some(document_id), Some(peer)) = (message.document_id(), self.session.remote()) else {
            return true;
        };
        if !self.places.contains_key(&document_id) {
            if !matches!(message, Message::Request { .. } | Message::Sync { .. }) {
                // About a document that this connection has no part in.
                return true;
            }
            if self.places.len() == self.relay.limits.documents_per_connection_max {
                self.close(Cause::OverLimit, "too many documents on one connection");
                return false;
            }
            let Some(place) = self.take_place(document_id, peer.clone()).await else {
                self.close(Cause::RoomFailed, "the document cannot be loaded");
                return false;
            };
            self.places.insert(document_id, place);
        }
        let connection = self.connection;
        match self.places.get_mut(&document_id) {
            Some(Place::Room(seat)) => {
                let event = RoomEvent::Frame {
                    connection,
                    message,
                };
                if !seat.tell(event).await {
                    self.close(Cause::RoomFailed, "the document cannot be served");
                    return false;
                }
            }
            Some(Place::Nowhere(actor)) => {
                let outputs = actor.handle(Input::Frame {
                    connection,
                    message,
                });
                self.answer_from_nowhere(outputs);
            }
            None => {}
        }
        true
    }

    /// A place for a document as far as the link allows; `None` when the
    /// document cannot be loaded.
    async fn take_place(&self, document_id: DocumentId, peer: PeerId) -> Option<Place> {
        let connection = self.connection;
        let local = self.session.local().clone();
        let permission = self.grant.permission(document_id);
        if permission == Permission::None {
            let mut actor = DocumentActor::empty(document_id);
            actor.handle(Input::Connected {
                connection,
                local,
                peer,
                announce: false,
                may_write: false,
            });
            return Some(Place::Nowhere(Box::new(actor)));
        }
        let entering = RoomEvent::Enter {
            connection,
            local,
            may_write: permission == Permission::Write,
            admitter: Admitter {
                link: self.grant.name().into(),
                peer,
            },
            outbox: self.outbox.clone(),
        };
        let seat = self.relay.rooms.enter(document_id);
        seat.tell(entering).await.then_some(Place::Room(seat))
    }

    fn answer_from_nowhere(&self, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Send { message, .. } => self.outbox.push(message.encode()),
                Output::Close { reason, .. } => self.outbox.close(closing(&reason)),
                // Without a document and without others nothing else comes.
                _ => {}
            }
        }
    }

    fn close(&self, cause: Cause, reason: &str) {
        self.outbox.close(Closing::new(cause, reason));
    }

    async fn leave(&mut self) {
        if let Some(peer) = self.session.remote() {
            self.relay.forget(peer, &self.outbox);
        }
        let connection = self.connection;
        for (_, place) in self.places.drain() {
            if let Place::Room(seat) = place {
                // A room that has failed needs no goodbye.
                let _unheard = seat.tell(RoomEvent::Leave { connection }).await;
            }
        }
    }
}

/// Writes frames and pings until the order to close, and carries that out.
async fn write(
    relay: Arc<Relay>,
    mut sink: SplitSink<WebSocket, Frame>,
    mut outgoing: Outgoing,
    outbox: Outbox,
    mut order: watch::Receiver<Option<Closing>>,
) {
    let mut pings = interval(relay.limits.ping_interval);
    pings.reset();
    loop {
        let frame = tokio::select! {
            biased;
            _ = order.wait_for(Option::is_some) => break,
            Some(bytes) = outgoing.next() => {
                relay.metrics.frames_sent.inc();
                relay.metrics.bytes_sent.inc_by(bytes.len() as u64);
                Frame::Binary(bytes)
            }
            _ = pings.tick() => Frame::Ping(axum::body::Bytes::new()),
        };
        let sending = timeout(relay.limits.send_max, sink.send(frame));
        let sent = tokio::select! {
            biased;
            _ = order.wait_for(|order| is_urgent(order.as_ref())) => break,
            sent = sending => sent,
        };
        match sent {
            Ok(Ok(())) => {}
            // The reading must end as well: it may hear nothing of it.
            Ok(Err(_)) => outbox.close(Closing::new(Cause::Left, "goodbye")),
            Err(_) => outbox.close(Closing::new(
                Cause::Backpressure,
                "the client reads too slowly",
            )),
        }
    }
    let closing = order.borrow().clone();
    let Some(closing) = closing else {
        return;
    };
    relay.metrics.closed(closing.cause);
    if closing.is_refusal() {
        tracing::info!(cause = ?closing.cause, reason = closing.reason, "connection closed");
        let refusal = Message::Error {
            sender_id: Some(relay.peer_id.clone()),
            target_id: None,
            message: closing.reason.clone(),
        };
        let frame = Frame::Binary(refusal.encode().into());
        if !matches!(
            timeout(relay.limits.send_max, sink.send(frame)).await,
            Ok(Ok(()))
        ) {
            return;
        }
    }
    let goodbye = Frame::Close(Some(CloseFrame {
        code: closing.code(),
        reason: short(&closing.reason).into(),
    }));
    // The client may be gone already.
    let _unsent = timeout(relay.limits.send_max, sink.send(goodbye)).await;
}

/// Why a socket gives an error: a frame over the limit, or a broken socket.
fn cause_of(error: &axum::Error) -> Cause {
    // The type below belongs to a crate that axum does not show.
    if error.to_string().starts_with("Space limit exceeded") {
        Cause::OverLimit
    } else {
        Cause::Left
    }
}

/// Whether to stop in the middle of a frame: the client does not read it.
fn is_urgent(order: Option<&Closing>) -> bool {
    order.is_some_and(|closing| closing.cause == Cause::Backpressure)
}

/// The start of a reason that fits a close frame: 123 bytes at most.
fn short(reason: &str) -> &str {
    let end = reason
        .char_indices()
        .map(|(start, character)| start + character.len_utf8())
        .take_while(|end| *end <= 123)
        .last();
    reason.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// Lets so many frames pass on average, and so many at once.
struct FrameBudget {
    n_per_s: u32,
    n_burst: u32,
    n_left: u32,
    refilled_at: Instant,
}

impl FrameBudget {
    fn new(limits: &Limits) -> Self {
        Self {
            n_per_s: limits.frames_per_s_max,
            n_burst: limits.frames_burst_max,
            n_left: limits.frames_burst_max,
            refilled_at: Instant::now(),
        }
    }

    fn take(&mut self) -> bool {
        let elapsed_ms = self.refilled_at.elapsed().as_millis();
        let earned = elapsed_ms * u128::from(self.n_per_s) / 1000;
        if earned > 0 {
            let earned = u32::try_from(earned).unwrap_or(u32::MAX);
            self.n_left = self.n_left.saturating_add(earned).min(self.n_burst);
            self.refilled_at = Instant::now();
        }
        let may_pass = self.n_left > 0;
        self.n_left = self.n_left.saturating_sub(1);
        may_pass
    }
}

/// The peer id of a relay, fresh for each start: clients know by it that
/// nothing of an earlier connection holds.
pub(crate) fn relay_peer_id() -> PeerId {
    let started = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_nanos());
    PeerId::new(format!("relay-{:x}-{started:x}", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reason_is_cut_at_a_character() {
        assert_eq!(short("short"), "short");
        assert_eq!(short(&"é".repeat(100)), "é".repeat(61));
    }

    #[tokio::test(start_paused = true)]
    async fn frames_pass_at_the_rate_after_a_burst() {
        let limits = Limits::default();
        let mut budget = FrameBudget::new(&limits);
        let n_burst = (0..5_000).filter(|_| budget.take()).count();
        assert_eq!(n_burst, limits.frames_burst_max as usize);
        tokio::time::advance(std::time::Duration::from_secs(1)).await;
        let n_later = (0..5_000).filter(|_| budget.take()).count();
        assert_eq!(n_later, limits.frames_per_s_max as usize);
    }
}
