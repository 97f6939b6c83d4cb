//! Frames on their way to one client, and the order to close it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Bytes;
use tokio::sync::{mpsc, watch};

use crate::limits::Limits;
use crate::metrics::Cause;

/// How to close a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Closing {
    /// For the metrics.
    pub(crate) cause: Cause,
    /// Why, for the person who reads the client's log.
    pub(crate) reason: String,
}

impl Closing {
    pub(crate) fn new(cause: Cause, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self { cause, reason }
    }

    /// The close code of RFC 6455, section 7.4.
    pub(crate) fn code(&self) -> u16 {
        match self.cause {
            Cause::Malformed => 1002,
            Cause::OverLimit | Cause::LinkEnded => 1008,
            Cause::Backpressure | Cause::RoomFailed => 1013,
            Cause::Left | Cause::Silent | Cause::Replaced => 1000,
            Cause::Stopping => 1001,
        }
    }

    /// Whether the client did wrong and is told so in an `error` message.
    pub(crate) fn is_refusal(&self) -> bool {
        !matches!(self.cause, Cause::Left | Cause::Silent | Cause::Stopping)
    }
}

/// The sending half; clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Outbox {
    frames: mpsc::Sender<Bytes>,
    n_bytes: Arc<AtomicUsize>,
    n_bytes_max: usize,
    closing: Arc<watch::Sender<Option<Closing>>>,
}

/// The receiving half, held by the connection.
#[derive(Debug)]
pub(crate) struct Outgoing {
    frames: mpsc::Receiver<Bytes>,
    n_bytes: Arc<AtomicUsize>,
}

pub(crate) fn outbox(limits: &Limits) -> (Outbox, Outgoing, watch::Receiver<Option<Closing>>) {
    let (frames, queue) = mpsc::channel(limits.outbox_frames_max);
    let (closing, order) = watch::channel(None);
    let n_bytes = Arc::new(AtomicUsize::new(0));
    let outbox = Outbox {
        frames,
        n_bytes: Arc::clone(&n_bytes),
        n_bytes_max: limits.outbox_bytes_max,
        closing: Arc::new(closing),
    };
    let outgoing = Outgoing {
        frames: queue,
        n_bytes,
    };
    (outbox, outgoing, order)
}

impl Outbox {
    /// Queues a frame, or orders to close: a frame is never dropped on a
    /// connection that goes on, because the sync protocol would stall.
    pub(crate) fn push(&self, frame: Vec<u8>) {
        let n_bytes = frame.len();
        let n_queued = self.n_bytes.fetch_add(n_bytes, Ordering::Relaxed);
        if n_queued + n_bytes > self.n_bytes_max || self.frames.try_send(frame.into()).is_err() {
            self.close(Closing::new(
                Cause::Backpressure,
                "the client reads too slowly",
            ));
        }
    }

    /// Orders to close; the first order counts.
    pub(crate) fn close(&self, closing: Closing) {
        self.closing.send_if_modified(|order| {
            let is_first = order.is_none();
            if is_first {
                *order = Some(closing);
            }
            is_first
        });
    }

    /// Whether this is the outbox of the same connection.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.closing, &other.closing)
    }
}

impl Outgoing {
    pub(crate) async fn next(&mut self) -> Option<Bytes> {
        let frame = self.frames.recv().await?;
        self.n_bytes.fetch_sub(frame.len(), Ordering::Relaxed);
        Some(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small(
        n_frames: usize,
        n_bytes: usize,
    ) -> (Outbox, Outgoing, watch::Receiver<Option<Closing>>) {
        outbox(&Limits {
            outbox_frames_max: n_frames,
            outbox_bytes_max: n_bytes,
            ..Limits::default()
        })
    }

    #[tokio::test]
    async fn frame_over_the_limit_of_frames_or_bytes_orders_to_close() {
        for (n_frames, n_bytes) in [(2, usize::MAX), (usize::MAX >> 4, 20)] {
            let (outbox, mut outgoing, order) = small(n_frames, n_bytes);
            for _ in 0..2 {
                outbox.push(vec![0; 10]);
            }
            assert_eq!(*order.borrow(), None);
            // What was read makes room.
            assert_eq!(outgoing.next().await.unwrap().len(), 10);
            outbox.push(vec![0; 10]);
            assert_eq!(*order.borrow(), None);
            outbox.push(vec![0; 10]);
            let cause = order.borrow().as_ref().map(|closing| closing.cause);
            assert_eq!(cause, Some(Cause::Backpressure));
        }
    }
}
