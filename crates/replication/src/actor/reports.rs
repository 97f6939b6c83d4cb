//! What an actor tells of loading, merging and peers.

use automerge::ChangeHash;

use crate::chunk::{Chunk, ChunkKey};
use crate::document_id::DocumentId;
use crate::limits::MERGE_BYTES_MAX;

/// How far a peer is, for the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeerStatus {
    /// Changes here that the peer is not known to have.
    pub n_missing: usize,
    /// The peer advertised heads that cover ours.
    pub in_sync: bool,
}

/// What [`DocumentActor::load`](super::DocumentActor::load) found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LoadReport {
    /// Chunks whose changes are in the document now.
    pub n_chunks: usize,
    /// Their bytes.
    pub n_bytes: usize,
    /// Chunks that were left out; they stay in the store.
    pub damaged: Vec<DamagedChunk>,
    /// Changes that loaded chunks refer to and no chunk holds.
    /// What depends on them becomes visible when a peer brings them.
    pub missing: Vec<ChangeHash>,
}

impl LoadReport {
    pub(super) fn note(&mut self, chunk: &Chunk, loaded: Result<(), String>) {
        match loaded {
            Ok(()) => {
                self.n_chunks += 1;
                self.n_bytes += chunk.bytes().len();
            }
            Err(reason) => self.damaged.push(DamagedChunk {
                key: chunk.key(),
                reason,
            }),
        }
    }
}

/// A chunk that could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedChunk {
    /// Its name.
    pub key: ChunkKey,
    /// Why, for a person who reads logs.
    pub reason: String,
}

/// What [`DocumentActor::merge_bytes`](super::DocumentActor::merge_bytes) brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MergeReport {
    /// Changes that were new here.
    pub n_changes: usize,
}

/// The genesis bytes are not an Automerge document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// Automerge cannot read it.
    #[error("cannot load the genesis of document {document_id}: {reason}")]
    Genesis {
        /// The document.
        document_id: DocumentId,
        /// What Automerge says.
        reason: String,
    },
    /// There is no change in it.
    #[error("the genesis of document {document_id} is empty")]
    EmptyGenesis {
        /// The document.
        document_id: DocumentId,
    },
}

/// Bytes that were not merged; the document is unchanged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// No bytes at all.
    #[error("nothing to merge: the input is empty")]
    Empty,
    /// Over [`MERGE_BYTES_MAX`].
    #[error("cannot merge {n_bytes} bytes: the limit is {MERGE_BYTES_MAX}")]
    TooLong {
        /// Length of the refused input.
        n_bytes: usize,
    },
    /// Truncated, damaged, or not Automerge's format.
    #[error("cannot read the changes to merge: {reason}")]
    Unreadable {
        /// What was found.
        reason: String,
    },
    /// A sound document that does not start from this one's genesis.
    #[error("cannot merge a document of another origin")]
    Foreign,
    /// Sound changes that build on changes which nobody has here.
    #[error("cannot merge: {n_missing} changes that the input builds on are missing")]
    MissingChanges {
        /// How many are named.
        n_missing: usize,
    },
}
