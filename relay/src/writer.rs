//! The one thread that writes to the store: many appends, one `fsync`.
//!
//! While a commit is under way, jobs pile up; the next commit takes them all.
//! The queue needs no bound of its own: each room waits for its answer before
//! it asks again.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Instant, SystemTime};

use replication::store::NewChunk;
use replication::{Chunk, ChunkKey, ChunkStore, DocumentId, StoreError};

use crate::admissions::{Admission, AdmissionLog};
use crate::limits::{COMMIT_BYTES_MAX, STORE_PROBE_INTERVAL};
use crate::metrics::Metrics;
use crate::redb_store::{RedbStore, io_error};

/// Told once what became of a job, on the writer's thread: it must not block.
pub(crate) type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

enum Job {
    Append(Append),
    Compact {
        document_id: DocumentId,
        snapshot: Chunk,
        superseded: Vec<ChunkKey>,
        answer: Answer,
    },
}

/// One append, and what the admission log says of it.
struct Append {
    new: NewChunk,
    admissions: Arc<[Admission]>,
    queued_at: Instant,
    answer: Answer,
}

/// Hands jobs to the writer's thread; clones share it.
#[derive(Debug, Clone)]
pub(crate) struct StoreWriter {
    jobs: Sender<Job>,
    health: Health,
}

/// Why the store fails at present, if it does; clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Health(Arc<Mutex<Option<String>>>);

impl Health {
    /// The last failure, until a write succeeds.
    pub(crate) fn failure(&self) -> Option<String> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn set(&self, failure: Option<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = failure;
    }
}

impl StoreWriter {
    /// Starts the thread; it ends when the last clone of the writer is gone
    /// and every job is done.
    pub(crate) fn start(
        store: Arc<RedbStore>,
        admission_log: AdmissionLog,
        metrics: Arc<Metrics>,
        commit_appends_max: usize,
    ) -> std::io::Result<(Self, JoinHandle<()>)> {
        let (jobs, queue) = channel();
        let health = Health::default();
        let thread = Thread {
            store,
            admission_log,
            metrics,
            health: health.clone(),
            commit_appends_max,
        };
        let handle = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || thread.run(&queue))?;
        Ok((Self { jobs, health }, handle))
    }

    pub(crate) fn health(&self) -> &Health {
        &self.health
    }

    pub(crate) fn append(
        &self,
        document_id: DocumentId,
        chunk: Chunk,
        admissions: Arc<[Admission]>,
        answer: Answer,
    ) {
        self.send(Job::Append(Append {
            new: NewChunk { document_id, chunk },
            admissions,
            queued_at: Instant::now(),
            answer,
        }));
    }

    pub(crate) fn compact(
        &self,
        document_id: DocumentId,
        snapshot: Chunk,
        superseded: Vec<ChunkKey>,
        answer: Answer,
    ) {
        self.send(Job::Compact {
            document_id,
            snapshot,
            superseded,
            answer,
        });
    }

    fn send(&self, job: Job) {
        if let Err(unsent) = self.jobs.send(job) {
            // The thread is gone: nothing will be stored any more.
            let (Job::Append(Append { answer, .. }) | Job::Compact { answer, .. }) = unsent.0;
            answer(Err(StoreError::Unavailable {
                attempt: "reach the store",
                reason: "its thread has ended".to_owned(),
            }));
        }
    }
}

struct Thread {
    store: Arc<RedbStore>,
    admission_log: AdmissionLog,
    metrics: Arc<Metrics>,
    health: Health,
    commit_appends_max: usize,
}

impl Thread {
    fn run(mut self, queue: &Receiver<Job>) {
        let mut held_back = None;
        loop {
            let job = match held_back.take() {
                Some(job) => Ok(job),
                None => queue.recv_timeout(STORE_PROBE_INTERVAL),
            };
            match job {
                Ok(Job::Append(first)) => {
                    let (appends, next) = self.gather(queue, first);
                    held_back = next;
                    self.append(appends);
                }
                Ok(Job::Compact {
                    document_id,
                    snapshot,
                    superseded,
                    answer,
                }) => {
                    let compacted = self.store.compact(document_id, &snapshot, &superseded);
                    self.note(&compacted);
                    answer(compacted);
                }
                Err(RecvTimeoutError::Timeout) => {
                    // Rooms may be gone that would have tried again.
                    if self.health.failure().is_some() {
                        let probed = logged(self.admission_log.probe());
                        self.note(&probed.and_then(|()| self.store.probe()));
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// The appends that wait already, up to the limits of one commit, and the
    /// job that must come after them.
    fn gather(&self, queue: &Receiver<Job>, first: Append) -> (Vec<Append>, Option<Job>) {
        let mut n_bytes = first.new.chunk.bytes().len();
        let mut appends = vec![first];
        while appends.len() < self.commit_appends_max && n_bytes < COMMIT_BYTES_MAX {
            match queue.try_recv() {
                Ok(Job::Append(append)) => {
                    n_bytes += append.new.chunk.bytes().len();
                    appends.push(append);
                }
                Ok(other) => return (appends, Some(other)),
                Err(_) => break,
            }
        }
        (appends, None)
    }

    fn append(&mut self, appends: Vec<Append>) {
        let start = Instant::now();
        let mut batch = Vec::with_capacity(appends.len());
        let mut answers = Vec::with_capacity(appends.len());
        let mut admissions = Vec::with_capacity(appends.len());
        for append in appends {
            batch.push(append.new);
            answers.push((append.answer, append.queued_at));
            admissions.push(append.admissions);
        }
        // First who, then what: a change in the store has its line for sure.
        let logged = self.log(&admissions);
        let appended = logged.and_then(|()| self.store.append(&batch));
        self.note(&appended);
        if appended.is_ok() {
            let n_bytes = batch.iter().map(|new| new.chunk.bytes().len()).sum();
            self.metrics
                .committed(batch.len(), n_bytes, start.elapsed());
        }
        for (answer, queued_at) in answers {
            if appended.is_ok() {
                self.metrics.append_took(queued_at.elapsed());
            }
            answer(appended.clone());
        }
    }

    fn log(&mut self, admissions: &[Arc<[Admission]>]) -> Result<(), StoreError> {
        let lines = admissions.iter().flat_map(|admissions| admissions.iter());
        logged(self.admission_log.write(SystemTime::now(), lines))
    }

    fn note(&self, result: &Result<(), StoreError>) {
        match result {
            Ok(()) => {
                if self.health.failure().is_some() {
                    tracing::info!("the store works again");
                    self.health.set(None);
                }
            }
            Err(error) => {
                self.metrics.store_failures.inc();
                let failure = error.to_string();
                if self.health.failure().as_ref() != Some(&failure) {
                    tracing::error!(%error, "nothing is acknowledged until the store works again");
                    self.health.set(Some(failure));
                }
            }
        }
    }
}

fn logged(written: std::io::Result<()>) -> Result<(), StoreError> {
    written.map_err(|error| io_error("write the admission log", &error))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use replication::ChunkKind;

    use super::*;

    /// Hands over chunks of these lengths while the first is being stored, and
    /// gives the number of commits that they took.
    fn n_commits(n_appends_max: usize, lengths: &[usize]) -> u64 {
        let folder = tempfile::tempdir().unwrap();
        let slow = Duration::from_millis(200);
        let store = RedbStore::open(folder.path())
            .unwrap()
            .with_commit_delay(slow);
        let metrics = Arc::new(Metrics::new());
        let log = AdmissionLog::new(folder.path(), u64::MAX);
        let started = StoreWriter::start(Arc::new(store), log, Arc::clone(&metrics), n_appends_max);
        let (writer, thread) = started.unwrap();
        let (answers_in, answers) = channel();
        for (number, length) in std::iter::once(&1).chain(lengths).enumerate() {
            let mut bytes = vec![0; *length];
            bytes[0] = u8::try_from(number).unwrap();
            let chunk = Chunk::new(ChunkKind::Incremental, bytes);
            let answers = answers_in.clone();
            let answer = Box::new(move |result| answers.send(result).unwrap());
            writer.append(DocumentId::from_bytes([7; 16]), chunk, [].into(), answer);
            if number == 0 {
                std::thread::sleep(slow / 2);
            }
        }
        for _ in 0..=lengths.len() {
            answers.recv().unwrap().unwrap();
        }
        drop(writer);
        thread.join().unwrap();
        let text = metrics.to_text();
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix("six_cartes_relay_commits_total "));
        line.unwrap().parse().unwrap()
    }

    #[test]
    fn one_commit_takes_so_many_appends_and_bytes_and_no_more() {
        assert_eq!(n_commits(100, &[1; 7]), 1 + 1);
        assert_eq!(n_commits(3, &[1; 7]), 1 + 3);
        // Two of these fill a commit.
        assert_eq!(n_commits(100, &[COMMIT_BYTES_MAX / 2; 4]), 1 + 2);
    }
}
