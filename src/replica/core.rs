//! Document, reader and sync as one machine without IO: inputs in, outputs out.

#[cfg(test)]
mod core_samples;
mod past;
mod preview;

use std::collections::BTreeSet;

use document::{Anomaly, FileFault, Reader, WriteError, fingerprint, inspect, write};
use domain::{Command, Snapshot};
use replication::{
    ChangeHash, ChunkKey, ConnectionId, DocumentActor, DocumentId, Input, LoadError, MergeError,
    Output, StoredChunk, read_file,
};

pub use self::preview::Preview;

/// The built-in genesis cannot be read: a broken build.
#[derive(Debug, thiserror::Error)]
#[error("cannot open the document: {0}")]
pub struct OpenError(#[from] LoadError);

/// What every replica of one document starts from: fixed bytes, never stored.
#[derive(Debug, Clone, Copy)]
pub struct Start {
    /// The first change, which the document's id is derived from.
    pub genesis: &'static [u8],
    /// The change after it.
    pub amendment: &'static [u8],
}

/// The document of this device and everything read from it.
#[derive(Debug)]
pub struct Core {
    actor: DocumentActor,
    reader: Reader,
    start: Start,
    /// Heads of what every replica starts from.
    start_heads: Vec<ChangeHash>,
    /// Heads that the relay was last known to hold, as hexadecimal text.
    relay_heads: Vec<String>,
}

impl Core {
    /// Opens the genesis, its amendment and every stored chunk; says how many chunks are
    /// damaged.
    ///
    /// # Errors
    /// [`OpenError`] when the genesis itself cannot be read.
    pub fn open(
        start: Start,
        chunks: impl IntoIterator<Item = StoredChunk>,
    ) -> Result<(Self, usize), OpenError> {
        let Start { genesis, amendment } = start;
        let id = DocumentId::from_genesis(genesis);
        let mut actor = DocumentActor::new(id, &[genesis, amendment].concat())?;
        let relay_heads = heads_text(&actor);
        let start_heads = actor.heads();
        let report = actor.load(chunks);
        let reader = Reader::open(actor.document());
        Ok((
            Self {
                actor,
                reader,
                start,
                start_heads,
                relay_heads,
            },
            report.damaged.len(),
        ))
    }

    /// The readable state.
    pub fn snapshot(&self) -> &Snapshot {
        self.reader.snapshot()
    }

    /// What is odd.
    pub fn anomalies(&self) -> Vec<Anomaly> {
        self.reader.anomalies()
    }

    /// Short code of the heads.
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.actor.heads()).to_string()
    }

    /// The whole document as bytes.
    pub fn export(&self) -> Vec<u8> {
        self.actor.save()
    }

    /// What the document starts from.
    pub fn start(&self) -> Start {
        self.start
    }

    /// The document's id.
    pub fn document_id(&self) -> DocumentId {
        self.actor.document_id()
    }

    /// Compares what is known to be stored with all that the store was found to hold;
    /// true when something is missing, so that the document must be stored again.
    pub fn forget_missing(&mut self, stored: &BTreeSet<ChunkKey>) -> bool {
        self.actor.forget_missing(stored)
    }

    /// True when old chunks are worth writing anew.
    pub fn wants_compaction(&self) -> bool {
        self.actor.wants_compaction()
    }

    /// Carries out a command.
    ///
    /// # Errors
    /// [`WriteError`]; nothing changed.
    pub fn dispatch(&mut self, command: &Command) -> Result<Vec<Output>, WriteError> {
        let snapshot = self.reader.snapshot().clone();
        let ((), outputs) = self
            .actor
            .edit(|document| write(document, &snapshot, command))?;
        self.refresh(&outputs);
        Ok(outputs)
    }

    /// Takes one input of sync or storage.
    pub fn handle(&mut self, input: Input) -> Vec<Output> {
        let outputs = self.actor.handle(input);
        self.refresh(&outputs);
        outputs
    }

    /// Merges a file; returns how many changes were new.
    ///
    /// # Errors
    /// [`FileFault`]; nothing changed.
    pub fn merge_file(&mut self, bytes: &[u8]) -> Result<(usize, Vec<Output>), FileFault> {
        check_file(self.start.genesis, bytes)?;
        let (report, outputs) = self
            .actor
            .merge_bytes(bytes)
            .map_err(|error| merge_fault(&error))?;
        self.refresh(&outputs);
        Ok((report.n_changes, outputs))
    }

    fn refresh(&mut self, outputs: &[Output]) {
        for output in outputs {
            if let Output::Changed { before, .. } = output {
                self.reader.refresh(self.actor.document(), before);
            }
        }
    }

    /// True when the relay on `connection` holds everything that is here.
    pub fn is_at_relay(&self, connection: ConnectionId) -> bool {
        self.actor
            .sync_status(connection)
            .is_some_and(|status| status.in_sync)
    }

    /// Remembers that the relay holds everything that is here; returns the heads to
    /// keep, or `None` when they were known.
    pub fn note_at_relay(&mut self) -> Option<String> {
        let heads = heads_text(&self.actor);
        if heads == self.relay_heads {
            return None;
        }
        self.relay_heads = heads;
        Some(self.relay_heads())
    }

    /// The heads that the relay was last known to hold, to keep for the next run.
    pub fn relay_heads(&self) -> String {
        self.relay_heads.join(" ")
    }

    /// Takes the heads kept by a former run.
    pub fn restore_relay_heads(&mut self, kept: &str) {
        self.relay_heads = kept.split_whitespace().map(str::to_owned).collect();
    }

    /// Changes here that the relay is not known to hold.
    pub fn n_to_send(&self) -> u32 {
        let document = self.actor.document();
        let known: BTreeSet<&str> = self.relay_heads.iter().map(String::as_str).collect();
        if heads_text(&self.actor)
            .iter()
            .all(|head| known.contains(head.as_str()))
        {
            return 0;
        }
        let relay_heads: Vec<_> = self
            .relay_heads
            .iter()
            .filter_map(|head| head.parse().ok())
            .collect();
        u32::try_from(document.get_changes(&relay_heads).len()).unwrap_or(u32::MAX)
    }
}

/// Looks at a file before it is merged; gives its fingerprint.
fn check_file(genesis: &[u8], bytes: &[u8]) -> Result<String, FileFault> {
    let report = inspect(genesis, bytes, |bytes| read_file(bytes).ok())?;
    Ok(report.fingerprint.to_string())
}

fn merge_fault(error: &MergeError) -> FileFault {
    match error {
        MergeError::Empty => FileFault::Empty,
        MergeError::TooLong { n_bytes } => FileFault::TooLarge { bytes: *n_bytes },
        MergeError::Foreign => FileFault::Foreign,
        MergeError::Unreadable { .. } | MergeError::MissingChanges { .. } => FileFault::Damaged,
    }
}

fn heads_text(actor: &DocumentActor) -> Vec<String> {
    actor.heads().iter().map(ToString::to_string).collect()
}
