//! A chunk store in memory that can be told to fail, for tests.
//!
//! It keeps two states: what is visible, and what a crash would leave.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::chunk::{Chunk, ChunkKey, StoredChunk};
use crate::document_id::DocumentId;
use crate::store::{ChunkStore, NewChunk, Page, Record, Sequence, StoreError};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Faults {
    /// Every write answers that no room is left.
    pub is_full: bool,
    /// Every call answers that the store cannot be reached.
    pub is_unreachable: bool,
    /// Writes answer that no room is left when the store would hold more bytes:
    /// a browser's quota.
    pub bytes_max: Option<usize>,
    /// Writes answer `Ok` and a crash loses them until [`MemoryStore::sync`]:
    /// a disk that lies, or a test that forgets to wait.
    pub is_lazy: bool,
}

/// Chunks in memory; clones share them, as two processes share a disk.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    disk: Arc<Mutex<Disk>>,
}

#[derive(Debug, Default)]
struct Disk {
    visible: BTreeMap<DocumentId, Documented>,
    durable: BTreeMap<DocumentId, Documented>,
    /// Writes that are visible and not durable, in their order.
    unsynced: Vec<Operation>,
    faults: Faults,
}

#[derive(Debug, Clone)]
enum Operation {
    Append(Vec<NewChunk>),
    Compact(DocumentId, Chunk, Vec<ChunkKey>),
}

#[derive(Debug, Clone, Default)]
struct Documented {
    last: Sequence,
    records: BTreeMap<Sequence, StoredChunk>,
}

impl Default for Sequence {
    fn default() -> Self {
        Self::START
    }
}

impl MemoryStore {
    /// Sets what goes wrong from now on.
    pub fn set_faults(&self, faults: Faults) {
        self.lock().faults = faults;
    }

    /// Makes everything visible durable.
    pub fn sync(&self) {
        let mut disk = self.lock();
        disk.durable = disk.visible.clone();
        disk.unsynced.clear();
    }

    /// Loses what is not durable, as when the power goes.
    pub fn crash(&self) {
        self.crash_keeping(0);
    }

    /// Loses what is not durable but for the first writes.
    pub fn crash_keeping(&self, n_writes: usize) {
        let mut disk = self.lock();
        disk.visible = disk.durable.clone();
        let unsynced = std::mem::take(&mut disk.unsynced);
        for operation in unsynced.iter().take(n_writes) {
            operation.carry_out(&mut disk.visible);
        }
        disk.durable = disk.visible.clone();
    }

    /// Writes that a crash would lose.
    pub fn n_unsynced(&self) -> usize {
        self.lock().unsynced.len()
    }

    /// Bytes of all chunks.
    pub fn n_bytes(&self) -> usize {
        self.lock().n_bytes()
    }

    /// What goes wrong now.
    pub fn faults(&self) -> Faults {
        self.lock().faults
    }

    /// Cuts the last byte off a stored chunk; whether there was one.
    pub fn damage(&self, document_id: DocumentId, key: ChunkKey) -> bool {
        let mut disk = self.lock();
        let documented = disk.visible.entry(document_id).or_default();
        let mut records = documented.records.values_mut();
        let found = records.find(|chunk| chunk.key == key);
        found.is_some_and(|chunk| {
            let kept = chunk.bytes.len().saturating_sub(1);
            chunk.bytes = chunk.bytes.iter().copied().take(kept).collect();
            true
        })
    }

    fn lock(&self) -> MutexGuard<'_, Disk> {
        // The disk has no state that a panic of a test could leave half made.
        self.disk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn for_reading(&self, attempt: &'static str) -> Result<MutexGuard<'_, Disk>, StoreError> {
        let disk = self.lock();
        if disk.faults.is_unreachable {
            return Err(StoreError::Unavailable {
                attempt,
                reason: "unreachable by request".to_owned(),
            });
        }
        Ok(disk)
    }

    fn write(&self, attempt: &'static str, operation: Operation) -> Result<(), StoreError> {
        let mut disk = self.for_reading(attempt)?;
        let is_over = |most: usize| disk.n_bytes() + operation.n_bytes() > most;
        if disk.faults.is_full || disk.faults.bytes_max.is_some_and(is_over) {
            return Err(StoreError::Full { attempt });
        }
        operation.carry_out(&mut disk.visible);
        if disk.faults.is_lazy {
            disk.unsynced.push(operation);
        } else {
            disk.durable = disk.visible.clone();
            disk.unsynced.clear();
        }
        Ok(())
    }
}

impl Documented {
    fn put(&mut self, chunk: &Chunk) {
        if self
            .records
            .values()
            .all(|stored| stored.key != chunk.key())
        {
            self.last = self.last.next();
            self.records.insert(self.last, chunk.clone().into());
        }
    }
}

impl Operation {
    fn carry_out(&self, documents: &mut BTreeMap<DocumentId, Documented>) {
        match self {
            Self::Append(new_chunks) => {
                for new in new_chunks {
                    let documented = documents.entry(new.document_id).or_default();
                    documented.put(&new.chunk);
                }
            }
            Self::Compact(document_id, snapshot, superseded) => {
                let documented = documents.entry(*document_id).or_default();
                documented.put(snapshot);
                documented.records.retain(|_, stored| {
                    stored.key == snapshot.key() || !superseded.contains(&stored.key)
                });
            }
        }
    }

    fn n_bytes(&self) -> usize {
        match self {
            Self::Append(new_chunks) => {
                let lengths = new_chunks.iter().map(|new| new.chunk.bytes().len());
                lengths.sum()
            }
            Self::Compact(_, snapshot, _) => snapshot.bytes().len(),
        }
    }
}

impl Disk {
    fn n_bytes(&self) -> usize {
        let documents = self.visible.values();
        documents
            .flat_map(|documented| documented.records.values())
            .map(|chunk| chunk.bytes.len())
            .sum()
    }
}

impl ChunkStore for MemoryStore {
    fn append(&self, new_chunks: &[NewChunk]) -> Result<(), StoreError> {
        self.write("append chunks", Operation::Append(new_chunks.to_vec()))
    }

    fn compact(
        &self,
        document_id: DocumentId,
        snapshot: &Chunk,
        superseded: &[ChunkKey],
    ) -> Result<(), StoreError> {
        let operation = Operation::Compact(document_id, snapshot.clone(), superseded.to_vec());
        self.write("compact a document", operation)
    }

    fn read(
        &self,
        document_id: DocumentId,
        after: Sequence,
        n_records_max: usize,
    ) -> Result<Page, StoreError> {
        let disk = self.for_reading("read chunks")?;
        let Some(documented) = disk.visible.get(&document_id) else {
            return Ok(Page::default());
        };
        let mut later = documented.records.range(after.next()..);
        let records: Vec<Record> = later
            .by_ref()
            .take(n_records_max)
            .map(|(sequence, chunk)| Record {
                sequence: *sequence,
                chunk: chunk.clone(),
            })
            .collect();
        let last_read = records.last().map(|record| record.sequence);
        Ok(Page {
            next: later.next().and(last_read),
            records,
        })
    }

    fn last_sequence(&self, document_id: DocumentId) -> Result<Sequence, StoreError> {
        let disk = self.for_reading("read the last sequence")?;
        let documented = disk.visible.get(&document_id);
        Ok(documented.map_or(Sequence::START, |documented| documented.last))
    }

    fn documents(
        &self,
        after: Option<DocumentId>,
        n_documents_max: usize,
    ) -> Result<Vec<DocumentId>, StoreError> {
        let disk = self.for_reading("list documents")?;
        let ids = disk.visible.keys().copied();
        let later = ids.filter(|id| after.is_none_or(|after| *id > after));
        Ok(later.take(n_documents_max).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chunk::ChunkKind;

    #[test]
    fn memory_keeps_the_promises_of_a_store() {
        crate::conformance::check_all(MemoryStore::default);
    }

    #[test]
    fn failing_store_says_so_and_keeps_what_it_had() {
        let store = MemoryStore::default();
        let document_id = DocumentId::from_bytes([1; 16]);
        let new = |byte| NewChunk {
            document_id,
            chunk: Chunk::new(ChunkKind::Incremental, [byte]),
        };
        store.append(&[new(1)]).unwrap();
        store.set_faults(Faults {
            is_full: true,
            ..Faults::default()
        });
        assert!(matches!(
            store.append(&[new(2)]),
            Err(StoreError::Full { .. })
        ));
        assert_eq!(store.last_sequence(document_id), Ok(Sequence(1)));
        store.set_faults(Faults {
            is_lazy: true,
            ..Faults::default()
        });
        store.append(&[new(2)]).unwrap();
        store.crash();
        assert_eq!(store.last_sequence(document_id), Ok(Sequence(1)));
    }
}
