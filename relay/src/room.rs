//! One document: its actor, its clients, and its way to the store.
//!
//! A room is a task. While one of its appends is in flight it reads no client,
//! so its queue fills, and the sockets are not read: back-pressure instead of
//! memory. Without clients it unloads after a while.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use replication::store::read_all;
use replication::{
    AppendId, Backoff, ChangeHash, CloseReason, ConnectionId, DocumentActor, DocumentId, Input,
    Message, Output, PeerId,
};
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;

use crate::admissions::Admission;
use crate::limits::{ROOM_BATCH_MAX, ROOM_QUEUE_MAX, UNLOADABLE_MAX};
use crate::metrics::{Cause, Metrics};
use crate::outbox::{Closing, Outbox};
use crate::redb_store::RedbStore;
use crate::writer::StoreWriter;

/// What a connection tells a room.
#[derive(Debug)]
pub(crate) enum RoomEvent {
    /// A client takes part from now on.
    Enter {
        connection: ConnectionId,
        local: PeerId,
        may_write: bool,
        admitter: Admitter,
        outbox: Outbox,
    },
    /// A client says something.
    Frame {
        connection: ConnectionId,
        message: Message,
    },
    /// A client is gone.
    Leave { connection: ConnectionId },
}

/// Who is behind a connection, as the admission log names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Admitter {
    /// The id of the link, or `open`.
    pub(crate) link: Arc<str>,
    pub(crate) peer: PeerId,
}

/// A place in a room; the room stays loaded while anyone has one.
#[derive(Debug)]
pub(crate) struct Seat {
    events: mpsc::Sender<RoomEvent>,
    n_seats: Arc<AtomicUsize>,
}

impl Seat {
    /// Tells the room; false when it has failed.
    pub(crate) async fn tell(&self, event: RoomEvent) -> bool {
        self.events.send(event).await.is_ok()
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.n_seats.fetch_sub(1, Ordering::AcqRel);
    }
}

/// All rooms of a relay, and what they share.
#[derive(Debug)]
pub(crate) struct Rooms {
    open: Mutex<HashMap<DocumentId, Entrance>>,
    store: Arc<RedbStore>,
    writer: StoreWriter,
    metrics: Arc<Metrics>,
    idle_max: Duration,
    stopping: watch::Receiver<bool>,
    unloadable: Unloadable,
}

#[derive(Debug, Clone)]
struct Entrance {
    events: mpsc::Sender<RoomEvent>,
    n_seats: Arc<AtomicUsize>,
}

impl Rooms {
    pub(crate) fn new(
        store: Arc<RedbStore>,
        writer: StoreWriter,
        metrics: Arc<Metrics>,
        idle_max: Duration,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        Self {
            open: Mutex::default(),
            store,
            writer,
            metrics,
            idle_max,
            stopping,
            unloadable: Unloadable::default(),
        }
    }

    /// How many documents could not be loaded when they were asked for last.
    pub(crate) fn n_unloadable(&self) -> usize {
        self.unloadable.lock().len()
    }

    /// Tries again one of the documents that could not be loaded: nobody may
    /// ever ask for it again, and the trouble must not be told for ever.
    pub(crate) async fn try_unloadable(self: &Arc<Self>) {
        let Some(document_id) = self.unloadable.next() else {
            return;
        };
        if load(self, document_id).await.is_some() {
            tracing::info!(%document_id, "document can be loaded again");
        }
    }

    /// Takes a seat in the room of a document; opens the room if need be.
    pub(crate) fn enter(self: &Arc<Self>, document_id: DocumentId) -> Seat {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let entrance = open
            .get(&document_id)
            .filter(|entrance| !entrance.events.is_closed())
            .cloned();
        let entrance = entrance.unwrap_or_else(|| {
            let (events, queue) = mpsc::channel(ROOM_QUEUE_MAX);
            let entrance = Entrance {
                events,
                n_seats: Arc::default(),
            };
            open.insert(document_id, entrance.clone());
            tokio::spawn(run(Arc::clone(self), document_id, queue));
            entrance
        });
        // Under the lock: a room unloads only while nobody has a seat.
        entrance.n_seats.fetch_add(1, Ordering::AcqRel);
        Seat {
            events: entrance.events,
            n_seats: entrance.n_seats,
        }
    }

    /// Forgets a room that could not be loaded, unless another was opened.
    fn forget(&self, document_id: DocumentId) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let is_failed = |entrance: &Entrance| entrance.events.is_closed();
        if open.get(&document_id).is_some_and(is_failed) {
            open.remove(&document_id);
        }
    }

    /// Forgets an idle room; false when someone has just entered.
    fn unload(&self, document_id: DocumentId, queue: &mpsc::Receiver<RoomEvent>) -> bool {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let is_empty = open
            .get(&document_id)
            .is_some_and(|entrance| entrance.n_seats.load(Ordering::Acquire) == 0);
        if is_empty && queue.is_empty() {
            open.remove(&document_id);
            true
        } else {
            false
        }
    }
}

/// What waits for a room. Whoever has not been let in when it ends is told,
/// also when the room fails: a client that has asked once may wait for ever.
struct Queue(mpsc::Receiver<RoomEvent>);

impl Drop for Queue {
    fn drop(&mut self) {
        self.0.close();
        while let Ok(event) = self.0.try_recv() {
            if let RoomEvent::Enter { outbox, .. } = event {
                outbox.close(failed("the document cannot be loaded"));
            }
        }
    }
}

fn failed(reason: &str) -> Closing {
    Closing::new(Cause::RoomFailed, reason)
}

/// Serves one document until nobody needs it.
async fn run(rooms: Arc<Rooms>, document_id: DocumentId, queue: mpsc::Receiver<RoomEvent>) {
    let mut queue = Queue(queue);
    let Some(actor) = load(&rooms, document_id).await else {
        drop(queue);
        rooms.forget(document_id);
        return;
    };
    rooms.metrics.documents.inc();
    let (answers_in, mut answers) = mpsc::unbounded_channel();
    let mut room = Room {
        document_id,
        actor,
        outboxes: HashMap::new(),
        admitters: HashMap::new(),
        admissions: Vec::new(),
        unstored: HashMap::new(),
        answers: answers_in,
        n_open_appends: 0,
        n_failures: 0,
        n_retries: 0,
        rooms: Arc::clone(&rooms),
    };
    let mut events = Vec::new();
    let mut stopping = rooms.stopping.clone();
    loop {
        let retry_delay = room.retry_delay();
        tokio::select! {
            biased;
            Some(answer) = answers.recv() => {
                let mut inputs = vec![answer];
                while let Ok(answer) = answers.try_recv() {
                    inputs.push(answer);
                }
                room.answered(inputs);
            }
            n_events = queue.0.recv_many(&mut events, ROOM_BATCH_MAX), if room.n_open_appends == 0 => {
                if n_events == 0 {
                    break;
                }
                room.take(events.drain(..));
            }
            () = sleep(retry_delay.unwrap_or_default()), if retry_delay.is_some() => room.retry(),
            _ = stopping.wait_for(|is_stopping| *is_stopping), if room.is_idle() => break,
            () = sleep(rooms.idle_max), if room.is_idle() => {
                if rooms.unload(document_id, &queue.0) {
                    break;
                }
            }
        }
    }
    rooms.metrics.documents.dec();
    tracing::debug!(%document_id, "document unloaded");
}

/// Documents that could not be loaded when they were asked for last; the one to
/// try next first.
#[derive(Debug, Default)]
struct Unloadable(Mutex<VecDeque<DocumentId>>);

impl Unloadable {
    fn lock(&self) -> MutexGuard<'_, VecDeque<DocumentId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, document_id: DocumentId, is_loaded: bool) {
        let mut ids = self.lock();
        ids.retain(|id| *id != document_id);
        // Over the limit the trouble is told already.
        if !is_loaded && ids.len() < UNLOADABLE_MAX {
            ids.push_back(document_id);
        }
    }

    fn next(&self) -> Option<DocumentId> {
        self.lock().front().copied()
    }
}

/// Reads the document from the store; `None` when it cannot be read, which is
/// noted until it can.
async fn load(rooms: &Arc<Rooms>, document_id: DocumentId) -> Option<DocumentActor> {
    let loaded = load_once(rooms, document_id).await;
    if loaded.is_none() {
        rooms.metrics.load_failures.inc();
    }
    rooms.unloadable.note(document_id, loaded.is_some());
    loaded
}

async fn load_once(rooms: &Arc<Rooms>, document_id: DocumentId) -> Option<DocumentActor> {
    let store = Arc::clone(&rooms.store);
    let loaded = tokio::task::spawn_blocking(move || {
        let chunks = read_all(&*store, document_id)?;
        let mut actor = DocumentActor::empty(document_id);
        let report = actor.load(chunks);
        Ok::<_, replication::StoreError>((actor, report))
    });
    match loaded.await {
        Ok(Ok((actor, report))) => {
            tracing::debug!(%document_id, n_chunks = report.n_chunks, "document loaded");
            for damaged in &report.damaged {
                rooms.metrics.chunks_damaged.inc();
                tracing::error!(
                    %document_id, key = %damaged.key, reason = damaged.reason,
                    "a stored chunk cannot be read; a client that has its changes brings them back"
                );
            }
            Some(actor)
        }
        Ok(Err(error)) => {
            tracing::error!(%document_id, %error, "document cannot be loaded");
            None
        }
        Err(error) => {
            tracing::error!(%document_id, %error, "loading the document failed");
            None
        }
    }
}

struct Room {
    document_id: DocumentId,
    actor: DocumentActor,
    outboxes: HashMap<ConnectionId, Outbox>,
    /// Of the connections here, and of those gone whose changes still wait.
    admitters: HashMap<ConnectionId, Admitter>,
    /// Who brought the changes of the next append.
    admissions: Vec<Admission>,
    /// Who brought the changes of the appends that are not stored yet.
    unstored: HashMap<AppendId, Arc<[Admission]>>,
    answers: mpsc::UnboundedSender<Input>,
    n_open_appends: usize,
    /// Appends that wait to be tried again.
    n_failures: usize,
    /// Attempts since the store last worked.
    n_retries: u32,
    rooms: Arc<Rooms>,
}

impl Drop for Room {
    fn drop(&mut self) {
        // Nobody is left, unless the room has failed.
        for outbox in self.outboxes.values() {
            outbox.close(failed("the document cannot be served"));
        }
    }
}

impl Room {
    fn take(&mut self, events: impl Iterator<Item = RoomEvent>) {
        let mut inputs = Vec::new();
        for event in events {
            inputs.push(match event {
                RoomEvent::Enter {
                    connection,
                    local,
                    may_write,
                    admitter,
                    outbox,
                } => {
                    let peer = admitter.peer.clone();
                    self.outboxes.insert(connection, outbox);
                    self.admitters.insert(connection, admitter);
                    Input::Connected {
                        connection,
                        local,
                        peer,
                        announce: false,
                        may_write,
                    }
                }
                RoomEvent::Frame {
                    connection,
                    message,
                } => Input::Frame {
                    connection,
                    message,
                },
                RoomEvent::Leave { connection } => {
                    self.outboxes.remove(&connection);
                    Input::Disconnected { connection }
                }
            });
        }
        self.step(inputs);
    }

    fn answered(&mut self, answers: Vec<Input>) {
        for answer in &answers {
            match answer {
                Input::Stored { append } => {
                    self.unstored.remove(append);
                    self.n_open_appends -= 1;
                    self.n_retries = 0;
                }
                Input::AppendFailed { .. } => {
                    self.n_open_appends -= 1;
                    self.n_failures += 1;
                }
                _ => {}
            }
        }
        self.step(answers);
    }

    fn retry_delay(&self) -> Option<Duration> {
        // All rooms fail together and one thread serves them: no spread needed.
        let may_retry = self.n_failures > 0 && self.n_open_appends == 0;
        may_retry.then(|| Backoff::STORE.delay(self.n_retries, u64::MAX))
    }

    fn retry(&mut self) {
        self.n_failures = 0;
        self.n_retries = self.n_retries.saturating_add(1);
        self.step(vec![Input::RetryAppends]);
    }

    fn is_idle(&self) -> bool {
        self.outboxes.is_empty() && self.n_failures == 0 && self.actor.is_stored()
    }

    fn step(&mut self, inputs: Vec<Input>) {
        let outputs = self.actor.handle_all(inputs);
        self.carry_out(outputs);
        if self.admitters.len() > self.outboxes.len() {
            self.admitters.retain(|connection, _| {
                self.outboxes.contains_key(connection) || self.actor.may_still_admit(*connection)
            });
        }
        if self.actor.wants_compaction() {
            let outputs = self.actor.handle(Input::Compact);
            self.carry_out(outputs);
        }
    }

    fn carry_out(&mut self, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Send {
                    connection,
                    message,
                } => {
                    if let Some(outbox) = self.outboxes.get(&connection) {
                        outbox.push(message.encode());
                    }
                }
                Output::Admitted {
                    connection,
                    changes,
                } => self.admitted(connection, changes),
                Output::Append { append, chunk, .. } => {
                    self.n_open_appends += 1;
                    let done = Input::Stored { append };
                    let answer = self.answer(done, Input::AppendFailed { append });
                    // One that is tried again has its admissions already.
                    let new = std::mem::take(&mut self.admissions);
                    let admissions = self.unstored.entry(append).or_insert_with(|| new.into());
                    let admissions = Arc::clone(admissions);
                    self.rooms
                        .writer
                        .append(self.document_id, chunk, admissions, answer);
                }
                Output::Compact {
                    compaction,
                    snapshot,
                    superseded,
                } => {
                    let done = Input::Compacted { compaction };
                    let answer = self.answer(done, Input::CompactionFailed { compaction });
                    let writer = &self.rooms.writer;
                    writer.compact(self.document_id, snapshot, superseded, answer);
                }
                Output::Close { connection, reason } => {
                    if let Some(outbox) = self.outboxes.remove(&connection) {
                        outbox.close(closing(&reason));
                    }
                }
                Output::Saved { .. }
                | Output::Changed { .. }
                | Output::PeerInSync { .. }
                | Output::Unavailable { .. }
                | Output::Ephemeral { .. } => {}
            }
        }
    }

    fn admitted(&mut self, connection: ConnectionId, changes: Vec<ChangeHash>) {
        if let Some(admitter) = self.admitters.get(&connection) {
            self.admissions.push(Admission {
                document_id: self.document_id,
                admitter: admitter.clone(),
                changes,
            });
        } else {
            // Cannot be: admitters stay as long as the actor may name them.
            tracing::error!(
                connection = connection.0,
                "changes of an unknown connection"
            );
        }
    }

    fn answer(&self, done: Input, failed: Input) -> crate::writer::Answer {
        let answers = self.answers.clone();
        Box::new(move |result| {
            // Nobody listens any more: the relay stops.
            let _unheard = answers.send(if result.is_ok() { done } else { failed });
        })
    }
}

/// How to close a connection that an actor refuses.
pub(crate) fn closing(reason: &CloseReason) -> Closing {
    let cause = match reason {
        CloseReason::Malformed { .. } | CloseReason::Refused { .. } => Cause::Malformed,
        CloseReason::Overloaded => Cause::Backpressure,
        CloseReason::TooLong { .. } => Cause::OverLimit,
    };
    Closing::new(cause, reason.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admissions::AdmissionLog;

    fn rooms(folder: &std::path::Path) -> Arc<Rooms> {
        let store = Arc::new(RedbStore::open(folder).unwrap());
        let metrics = Arc::new(Metrics::new());
        let log = AdmissionLog::new(folder, u64::MAX);
        let started = StoreWriter::start(Arc::clone(&store), log, Arc::clone(&metrics), 1);
        let (_, stopping) = watch::channel(false);
        let idle_max = Duration::from_mins(1);
        Arc::new(Rooms::new(
            store,
            started.unwrap().0,
            metrics,
            idle_max,
            stopping,
        ))
    }

    #[tokio::test]
    async fn document_that_can_be_loaded_again_is_no_trouble_any_more() {
        let folder = tempfile::tempdir().unwrap();
        let rooms = rooms(folder.path());
        rooms.try_unloadable().await;
        for number in [1, 2, 1] {
            rooms
                .unloadable
                .note(DocumentId::from_bytes([number; 16]), false);
        }
        for n_left in [2, 1, 0, 0] {
            assert_eq!(rooms.n_unloadable(), n_left);
            rooms.try_unloadable().await;
        }
    }

    #[test]
    fn documents_that_cannot_be_loaded_are_tried_in_turn_and_not_without_number() {
        let unloadable = Unloadable::default();
        let id = |number: u8| DocumentId::from_bytes([number; 16]);
        for number in [1, 2] {
            unloadable.note(id(number), false);
        }
        unloadable.note(id(1), false);
        assert_eq!(unloadable.next(), Some(id(2)));
        for number in 3..=u8::MAX {
            unloadable.note(id(number), false);
        }
        assert_eq!(unloadable.lock().len(), UNLOADABLE_MAX);
    }
}
