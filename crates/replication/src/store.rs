//! The port to durable storage of chunks, on the relay's side.
//!
//! Each document has its own sequence of chunks, so a reader that knows the
//! last number it read gets only what came since: that is how several relays
//! share one database. Every method can fail; none may answer `Ok` before the
//! chunk survives a crash of the machine.
//!
//! Synchronous on purpose: a store runs on a thread of its own, where it
//! commits many appends at once. The browser's store is asynchronous and
//! carries out the actor's outputs itself with [`Chunk`] and [`ChunkKey`].
//! The `conformance` feature holds the promises as checks.

use crate::chunk::{Chunk, ChunkKey, StoredChunk};
use crate::document_id::DocumentId;

/// Position of a chunk in its document's sequence, from 1 without reuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sequence(pub u64);

impl Sequence {
    /// Before the first chunk: where a complete read starts.
    pub const START: Self = Self(0);

    /// The next position.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// A chunk to append to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChunk {
    /// The document.
    pub document_id: DocumentId,
    /// The chunk.
    pub chunk: Chunk,
}

/// A chunk and its place in the sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its place; records of a page are sorted by it.
    pub sequence: Sequence,
    /// What the store holds, perhaps damaged.
    pub chunk: StoredChunk,
}

/// Some records of a document, and where to read on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Ascending by sequence.
    pub records: Vec<Record>,
    /// Read on after this one; `None` at the end.
    pub next: Option<Sequence>,
}

/// Durable chunks of many documents.
pub trait ChunkStore {
    /// Makes all of the chunks durable, or none; in order, in one commit.
    ///
    /// A chunk that the document already has is not stored twice, and is `Ok`.
    ///
    /// # Errors
    /// Nothing is stored; the same call may be repeated later.
    fn append(&self, new_chunks: &[NewChunk]) -> Result<(), StoreError>;

    /// Makes `snapshot` durable and deletes `superseded`, in one commit.
    ///
    /// Never deletes the key of `snapshot`; a missing key is no error.
    ///
    /// # Errors
    /// Nothing is stored and nothing is deleted.
    fn compact(
        &self,
        document_id: DocumentId,
        snapshot: &Chunk,
        superseded: &[ChunkKey],
    ) -> Result<(), StoreError>;

    /// Reads at most `n_records_max` records that come after `after`.
    ///
    /// # Errors
    /// The store cannot be read; an unknown document is an empty page.
    fn read(
        &self,
        document_id: DocumentId,
        after: Sequence,
        n_records_max: usize,
    ) -> Result<Page, StoreError>;

    /// The last position given to a chunk of the document, even if deleted;
    /// [`Sequence::START`] for an unknown document.
    ///
    /// # Errors
    /// The store cannot be read.
    fn last_sequence(&self, document_id: DocumentId) -> Result<Sequence, StoreError>;

    /// At most `n_documents_max` documents that come after `after`, sorted.
    ///
    /// # Errors
    /// The store cannot be read.
    fn documents(
        &self,
        after: Option<DocumentId>,
        n_documents_max: usize,
    ) -> Result<Vec<DocumentId>, StoreError>;
}

/// Reads every chunk of a document, page by page.
///
/// # Errors
/// As [`ChunkStore::read`].
pub fn read_all(
    store: &(impl ChunkStore + ?Sized),
    document_id: DocumentId,
) -> Result<Vec<StoredChunk>, StoreError> {
    let mut chunks = Vec::new();
    let mut after = Some(Sequence::START);
    while let Some(start) = after {
        let page = store.read(document_id, start, crate::limits::PAGE_RECORDS_MAX)?;
        chunks.extend(page.records.into_iter().map(|record| record.chunk));
        after = page.next;
    }
    Ok(chunks)
}

/// The store did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No room is left.
    #[error("cannot {attempt}: no room left")]
    Full {
        /// What was asked.
        attempt: &'static str,
    },
    /// The store cannot be reached, or refuses.
    #[error("cannot {attempt}: {reason}")]
    Unavailable {
        /// What was asked.
        attempt: &'static str,
        /// What the store says.
        reason: String,
    },
    /// The store's own structure is broken; nothing was changed.
    #[error("cannot {attempt}: the store is damaged: {reason}")]
    Damaged {
        /// What was asked.
        attempt: &'static str,
        /// What was found.
        reason: String,
    },
}
