//! From the store into memory: sound chunks are loaded, damaged ones named.

use std::collections::BTreeSet;

use automerge::{ChangeHash, ReadDoc};

use super::neighbor::Neighbor;
use super::reading::{check_pieces, load_strictly};
use super::{DamagedChunk, DocumentActor, LoadReport};
use crate::chunk::{Chunk, ChunkKey, ChunkKind, StoredChunk, scan};
use crate::confine::apply_confined;

impl DocumentActor {
    /// Loads what the store holds; sound chunks are loaded, damaged ones named.
    ///
    /// May be called again to catch up with other processes on the store.
    pub fn load(&mut self, chunks: impl IntoIterator<Item = StoredChunk>) -> LoadReport {
        let mut report = LoadReport::default();
        let mut sound = Vec::new();
        for chunk in chunks {
            match chunk.verify() {
                Ok(chunk) => sound.push(chunk),
                Err(key) => report.damaged.push(DamagedChunk {
                    key,
                    reason: "the bytes do not match their name".to_owned(),
                }),
            }
        }
        // Snapshot chunks first, the longest first: most changes in one piece.
        sound.sort_by_key(|chunk| {
            let is_incremental = chunk.key().kind == ChunkKind::Incremental;
            (is_incremental, std::cmp::Reverse(chunk.bytes().len()))
        });
        let may_advance = self.may_advance();
        let mut increments = Vec::new();
        for chunk in &sound {
            let loaded = match chunk.key().kind {
                ChunkKind::Snapshot => self.load_snapshot(chunk),
                ChunkKind::Incremental => check_pieces(chunk.bytes())
                    .map(|()| increments.extend_from_slice(chunk.bytes())),
            };
            report.note(chunk, loaded);
        }
        if self.add(&increments).is_err() {
            // One chunk spoils the batch: name it by loading one at a time.
            self.load_one_by_one(&sound, &mut report);
        }
        sound.retain(|chunk| self.contains(chunk));
        for chunk in &sound {
            self.ledger.add(chunk);
        }
        if may_advance {
            self.journal.advance(self.document.get_heads());
        }
        self.neighbors.values_mut().for_each(Neighbor::mark_behind);
        self.mark_all_dirty();
        report.missing = self.document.get_missing_deps(&[]);
        report
    }

    /// Compares what this process knows to be stored with all that the store was just
    /// found to hold; what is missing is no longer counted as stored.
    ///
    /// True when something is missing: the store was emptied, or another process
    /// compacted it. Storing [`save`](Self::save) once more as a snapshot chunk makes up
    /// for the one and does no harm to the other.
    pub fn forget_missing(&mut self, stored: &BTreeSet<ChunkKey>) -> bool {
        self.ledger.forget_missing(stored)
    }

    /// Whether every change of the chunk is part of the document, so that a
    /// snapshot of it makes the chunk superfluous.
    pub(super) fn contains(&self, chunk: &Chunk) -> bool {
        let has = |hash: &ChangeHash| self.document.get_change_meta_by_hash(hash).is_some();
        let Ok(pieces) = scan::pieces(chunk.bytes()) else {
            return false;
        };
        pieces.iter().all(|piece| match piece {
            scan::Piece::Change(change) => has(&change.hash()),
            scan::Piece::Other(document) => {
                load_strictly(document).is_ok_and(|document| document.get_heads().iter().all(has))
            }
        })
    }

    fn load_one_by_one(&mut self, sound: &[Chunk], report: &mut LoadReport) {
        for chunk in sound {
            let is_known = report
                .damaged
                .iter()
                .any(|damaged| damaged.key == chunk.key());
            if chunk.key().kind == ChunkKind::Snapshot || is_known {
                continue;
            }
            if let Err(reason) = self.add(chunk.bytes()) {
                report.n_chunks -= 1;
                report.n_bytes -= chunk.bytes().len();
                report.damaged.push(DamagedChunk {
                    key: chunk.key(),
                    reason,
                });
            }
        }
    }

    /// Adds changes that were looked at before.
    pub(super) fn add(&mut self, bytes: &[u8]) -> Result<(), String> {
        match apply_confined(&mut self.document, |it| it.load_incremental(bytes)) {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(stopped) => Err(stopped.to_string()),
        }
    }

    /// Adds a snapshot chunk; as a whole document where that is possible,
    /// which is several times faster than change by change.
    fn load_snapshot(&mut self, chunk: &Chunk) -> Result<(), String> {
        let loaded = load_strictly(chunk.bytes())?;
        let heads = self.document.get_heads();
        let contains_all = heads
            .iter()
            .all(|head| loaded.get_change_meta_by_hash(head).is_some());
        if contains_all && !self.has_orphans() {
            let actor_id = self.document.get_actor().clone();
            self.document = loaded.with_actor(actor_id);
            return Ok(());
        }
        self.add(chunk.bytes())
    }
}
