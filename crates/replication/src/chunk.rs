//! Stored bytes of a document: their names, and when to write them anew.
//!
//! Chunks are immutable and named by their content, so two processes on one
//! store may both append without asking each other, and a repeated append is
//! harmless. What is dangerous is deletion; `ChunkLedger` holds its rule.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::limits::{COMPACT_INCREMENTALS_MAX, COMPACT_INCREMENTALS_MIN, SNAPSHOT_SMALL_BYTES};

pub(crate) mod expansion;
pub(crate) mod scan;

/// Whether a chunk holds the whole document or only what is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChunkKind {
    /// Every change up to some heads, in Automerge's compact form.
    Snapshot,
    /// One or several changes.
    Incremental,
}

impl ChunkKind {
    /// The word in keys and stores, as `automerge-repo` has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Snapshot => "snapshot",
            Self::Incremental => "incremental",
        }
    }
}

/// SHA-256 of a chunk's bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChunkHash([u8; 32]);

impl ChunkHash {
    /// Names the bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Takes the 32 bytes of a hash as they are.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for ChunkHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for ChunkHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ChunkHash({self})")
    }
}

/// Names a chunk among those of its document; text is `kind/hex`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChunkKey {
    /// Whole document or increment.
    pub kind: ChunkKind,
    /// Hash of the bytes.
    pub hash: ChunkHash,
}

impl fmt::Display for ChunkKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.kind.as_str(), self.hash)
    }
}

impl FromStr for ChunkKey {
    type Err = ChunkKeyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, hex) = text.split_once('/').ok_or(ChunkKeyError)?;
        let kind = match kind {
            "snapshot" => ChunkKind::Snapshot,
            "incremental" => ChunkKind::Incremental,
            _ => return Err(ChunkKeyError),
        };
        if hex.len() != 64 || !hex.is_ascii() {
            return Err(ChunkKeyError);
        }
        let mut hash = [0; 32];
        for (idx, byte) in hash.iter_mut().enumerate() {
            let pair = hex.get(2 * idx..2 * idx + 2).ok_or(ChunkKeyError)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| ChunkKeyError)?;
        }
        Ok(Self {
            kind,
            hash: ChunkHash(hash),
        })
    }
}

/// The text is not a chunk key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("chunk key is not `snapshot/` or `incremental/` and 64 hex digits")]
pub struct ChunkKeyError;

/// Bytes to store, and their name; the two always agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    key: ChunkKey,
    bytes: Arc<[u8]>,
}

impl Chunk {
    /// Names the bytes.
    pub fn new(kind: ChunkKind, bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        let hash = ChunkHash::of(&bytes);
        Self {
            key: ChunkKey { kind, hash },
            bytes,
        }
    }

    /// The name.
    pub fn key(&self) -> ChunkKey {
        self.key
    }

    /// The bytes; cloning the `Arc` copies none.
    pub fn bytes(&self) -> &Arc<[u8]> {
        &self.bytes
    }
}

/// A chunk as a store gives it back: the bytes may be damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredChunk {
    /// The name under which it was stored.
    pub key: ChunkKey,
    /// What the store holds now.
    pub bytes: Arc<[u8]>,
}

impl StoredChunk {
    /// Compares the bytes with their name.
    ///
    /// # Errors
    /// The key of the damaged chunk.
    pub fn verify(self) -> Result<Chunk, ChunkKey> {
        if ChunkHash::of(&self.bytes) == self.key.hash {
            Ok(Chunk {
                key: self.key,
                bytes: self.bytes,
            })
        } else {
            Err(self.key)
        }
    }
}

impl From<Chunk> for StoredChunk {
    fn from(chunk: Chunk) -> Self {
        Self {
            key: chunk.key,
            bytes: chunk.bytes,
        }
    }
}

/// What one process knows to be stored of one document.
///
/// The rule of deletion: only keys of this ledger, which this process loaded
/// or wrote itself, and only after a snapshot chunk that contains them is
/// stored, and never the key of that snapshot.
/// A chunk that another process added stays until someone has loaded it.
#[derive(Debug, Default)]
pub(crate) struct ChunkLedger {
    n_bytes_by_key: BTreeMap<ChunkKey, usize>,
    /// Bytes that stand for a snapshot although they are not stored: the genesis.
    base_bytes: usize,
}

impl ChunkLedger {
    pub(crate) fn with_base(base_bytes: usize) -> Self {
        Self {
            base_bytes,
            ..Self::default()
        }
    }

    pub(crate) fn add(&mut self, chunk: &Chunk) {
        self.n_bytes_by_key.insert(chunk.key, chunk.bytes.len());
    }

    fn n_bytes(&self, kind: ChunkKind) -> usize {
        let of_kind = |(key, n_bytes): (&ChunkKey, &usize)| (key.kind == kind).then_some(*n_bytes);
        self.n_bytes_by_key.iter().filter_map(of_kind).sum()
    }

    fn n_incrementals(&self) -> usize {
        let is_incremental = |key: &&ChunkKey| key.kind == ChunkKind::Incremental;
        self.n_bytes_by_key.keys().filter(is_incremental).count()
    }

    /// Whether reading the chunks costs more than writing a snapshot.
    pub(crate) fn wants_compaction(&self) -> bool {
        let n_incrementals = self.n_incrementals();
        if n_incrementals < COMPACT_INCREMENTALS_MIN {
            return false;
        }
        let snapshot_bytes = self.n_bytes(ChunkKind::Snapshot).max(self.base_bytes);
        n_incrementals > COMPACT_INCREMENTALS_MAX
            || snapshot_bytes < SNAPSHOT_SMALL_BYTES
            || self.n_bytes(ChunkKind::Incremental) >= snapshot_bytes
    }

    /// Keys that a stored `snapshot` makes superfluous.
    pub(crate) fn superseded_by(&self, snapshot: ChunkKey) -> Vec<ChunkKey> {
        let keys = self.n_bytes_by_key.keys().copied();
        keys.filter(|key| *key != snapshot).collect()
    }

    pub(crate) fn replace(&mut self, superseded: &[ChunkKey], snapshot: &Chunk) {
        for key in superseded {
            self.n_bytes_by_key.remove(key);
        }
        self.add(snapshot);
    }

    /// Forgets every key that is not in `stored`; true when there was one.
    pub(crate) fn forget_missing(&mut self, stored: &BTreeSet<ChunkKey>) -> bool {
        let n_known = self.n_bytes_by_key.len();
        self.n_bytes_by_key.retain(|key, _| stored.contains(key));
        self.n_bytes_by_key.len() < n_known
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.n_bytes_by_key.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incremental(seed: usize, n_bytes: usize) -> Chunk {
        let mut bytes = seed.to_be_bytes().to_vec();
        bytes.resize(n_bytes, 0);
        Chunk::new(ChunkKind::Incremental, bytes)
    }

    fn ledger(n_chunks: usize, n_bytes: usize, base_bytes: usize) -> ChunkLedger {
        let mut ledger = ChunkLedger::with_base(base_bytes);
        for seed in 0..n_chunks {
            ledger.add(&incremental(seed, n_bytes));
        }
        ledger
    }

    #[test]
    fn key_text_round_trips() {
        let key = Chunk::new(ChunkKind::Snapshot, *b"bytes").key();
        assert_eq!(key.to_string().parse(), Ok(key));
        for wrong in ["", "snapshot/", "snapshot/zz", "other/00", "incremental/é"] {
            assert_eq!(wrong.parse::<ChunkKey>(), Err(ChunkKeyError));
        }
    }

    #[test]
    fn changed_bytes_no_longer_fit_their_key() {
        let chunk = incremental(1, 100);
        let mut stored = StoredChunk::from(chunk.clone());
        assert_eq!(stored.clone().verify(), Ok(chunk.clone()));
        stored.bytes = Arc::from(&chunk.bytes()[..99]);
        assert_eq!(stored.verify(), Err(chunk.key()));
    }

    #[test]
    fn compaction_waits_until_it_pays() {
        let check = |n_chunks, n_bytes, base_bytes, wanted| {
            let ledger = ledger(n_chunks, n_bytes, base_bytes);
            assert_eq!(ledger.wants_compaction(), wanted, "{n_chunks} of {n_bytes}");
        };
        check(0, 100, 0, false);
        check(7, 1_000_000, 0, false);
        check(8, 100, 0, true);
        check(8, 100, 10_000, false);
        check(100, 100, 10_000, true);
        check(100, 100, 10_001, false);
        check(101, 100, 1_000_000, true);
    }

    #[test]
    fn new_snapshot_is_never_superseded_by_itself() {
        let mut ledger = ledger(3, 100, 0);
        let snapshot = Chunk::new(ChunkKind::Snapshot, *b"whole");
        ledger.add(&snapshot);
        let superseded = ledger.superseded_by(snapshot.key());
        assert_eq!(superseded.len(), 3);
        assert!(!superseded.contains(&snapshot.key()));
        ledger.replace(&superseded, &snapshot);
        assert_eq!(ledger.superseded_by(snapshot.key()), []);
    }

    #[test]
    fn what_is_missing_is_noticed_once() {
        let mut ledger = ledger(3, 100, 0);
        let all: BTreeSet<_> = ledger.n_bytes_by_key.keys().copied().collect();
        assert!(!ledger.forget_missing(&all));
        let left: BTreeSet<_> = all.iter().skip(1).copied().collect();
        assert!(ledger.forget_missing(&left), "one of three is gone");
        assert!(!ledger.forget_missing(&left));
        assert!(ledger.forget_missing(&BTreeSet::new()));
        assert!(ledger.is_empty());
        assert!(
            !ledger.forget_missing(&all),
            "more than is known is no loss"
        );
    }
}
