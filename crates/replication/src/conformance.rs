//! The promises of a [`ChunkStore`], as checks that every store runs.
//!
//! Each check takes a fresh, empty store and panics with the broken promise.
#![allow(
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a conformance check reports by panicking, like any test"
)]

use crate::chunk::{Chunk, ChunkKey, ChunkKind, StoredChunk};
use crate::document_id::DocumentId;
use crate::store::{ChunkStore, NewChunk, Sequence, StoreError, read_all};

/// Runs every check, each on a store of its own.
pub fn check_all<S: ChunkStore>(mut fresh: impl FnMut() -> S) {
    unknown_document_is_empty(&fresh());
    chunks_come_back_as_they_were(&fresh());
    repeated_append_stores_once(&fresh());
    sequences_rise_and_are_never_reused(&fresh());
    pages_cover_everything_once(&fresh());
    compaction_keeps_the_snapshot_and_only_drops_what_it_names(&fresh());
    compaction_never_deletes_its_own_snapshot(&fresh());
    documents_do_not_mix_and_are_listed(&fresh());
    batch_for_several_documents_is_stored(&fresh());
    empty_batch_is_fine(&fresh());
}

fn document(number: u8) -> DocumentId {
    DocumentId::from_bytes([number; 16])
}

fn chunk(kind: ChunkKind, number: u32) -> Chunk {
    Chunk::new(kind, number.to_be_bytes().repeat(10))
}

fn incremental(number: u32) -> Chunk {
    chunk(ChunkKind::Incremental, number)
}

fn ok<T>(promise: &str, result: Result<T, StoreError>) -> T {
    result.unwrap_or_else(|error| panic!("{promise}: {error}"))
}

fn append(store: &impl ChunkStore, document_id: DocumentId, chunks: &[Chunk]) {
    let new_chunks: Vec<NewChunk> = chunks
        .iter()
        .map(|chunk| NewChunk {
            document_id,
            chunk: chunk.clone(),
        })
        .collect();
    ok("an append to a sound store", store.append(&new_chunks));
}

fn keys(store: &impl ChunkStore, document_id: DocumentId) -> Vec<ChunkKey> {
    let chunks = ok("a read of a sound store", read_all(store, document_id));
    chunks.into_iter().map(|chunk| chunk.key).collect()
}

fn keys_of(chunks: &[Chunk]) -> Vec<ChunkKey> {
    chunks.iter().map(Chunk::key).collect()
}

/// Reading what nobody wrote is not an error.
pub fn unknown_document_is_empty(store: &impl ChunkStore) {
    assert_eq!(keys(store, document(1)), []);
    assert_eq!(store.last_sequence(document(1)), Ok(Sequence::START));
    assert_eq!(store.documents(None, 10), Ok(vec![]));
}

/// Bytes, key and order survive, up to a megabyte.
pub fn chunks_come_back_as_they_were(store: &impl ChunkStore) {
    let large = Chunk::new(ChunkKind::Snapshot, vec![0xa5; 1024 * 1024]);
    let chunks = [incremental(2), large, incremental(1)];
    append(store, document(1), &chunks);
    let read = ok("a read", read_all(store, document(1)));
    let expected: Vec<StoredChunk> = chunks.into_iter().map(StoredChunk::from).collect();
    assert!(read == expected, "chunks come back as they were");
}

/// A retry after a lost answer must be harmless.
pub fn repeated_append_stores_once(store: &impl ChunkStore) {
    for _ in 0..3 {
        append(store, document(1), &[incremental(1), incremental(1)]);
    }
    assert_eq!(keys(store, document(1)), keys_of(&[incremental(1)]));
    assert_eq!(store.last_sequence(document(1)), Ok(Sequence(1)));
    // The same bytes under another kind are another chunk.
    append(store, document(1), &[chunk(ChunkKind::Snapshot, 1)]);
    assert_eq!(keys(store, document(1)).len(), 2);
}

/// A reader that knows a number never misses what came later.
pub fn sequences_rise_and_are_never_reused(store: &impl ChunkStore) {
    append(store, document(1), &[incremental(1), incremental(2)]);
    let snapshot = chunk(ChunkKind::Snapshot, 3);
    let superseded = keys_of(&[incremental(1), incremental(2)]);
    let compacted = store.compact(document(1), &snapshot, &superseded);
    ok("a compaction", compacted);
    assert_eq!(store.last_sequence(document(1)), Ok(Sequence(3)));
    append(store, document(1), &[incremental(4)]);
    let page = ok("a read", store.read(document(1), Sequence(3), 10));
    let sequences: Vec<Sequence> = page.records.iter().map(|record| record.sequence).collect();
    assert_eq!(sequences, [Sequence(4)]);
    assert_eq!(page.next, None);
}

/// Pages of any size give every record once, in order.
pub fn pages_cover_everything_once(store: &impl ChunkStore) {
    let chunks: Vec<Chunk> = (0..7).map(incremental).collect();
    append(store, document(1), &chunks);
    for size in 1..=8 {
        let mut read = Vec::new();
        let mut after = Some(Sequence::START);
        while let Some(start) = after {
            let page = ok("a read", store.read(document(1), start, size));
            assert!(page.records.len() <= size, "a page of {size}");
            read.extend(page.records.into_iter().map(|record| record.chunk.key));
            after = page.next;
        }
        assert_eq!(read, keys_of(&chunks), "pages of {size}");
    }
}

/// What was not named was perhaps written by someone else.
pub fn compaction_keeps_the_snapshot_and_only_drops_what_it_names(store: &impl ChunkStore) {
    let chunks: Vec<Chunk> = (0..4).map(incremental).collect();
    append(store, document(1), &chunks);
    let snapshot = chunk(ChunkKind::Snapshot, 9);
    let missing = incremental(77).key();
    let mut superseded = keys_of(&chunks[..2]);
    superseded.push(missing);
    ok(
        "a compaction",
        store.compact(document(1), &snapshot, &superseded),
    );
    let mut expected = keys_of(&chunks[2..]);
    expected.push(snapshot.key());
    assert_eq!(keys(store, document(1)), expected);
    // Once more, as after a lost answer.
    ok(
        "a repeated compaction",
        store.compact(document(1), &snapshot, &superseded),
    );
    assert_eq!(keys(store, document(1)), expected);
}

/// The mistake that once erased documents elsewhere: same key, put then delete.
pub fn compaction_never_deletes_its_own_snapshot(store: &impl ChunkStore) {
    let snapshot = chunk(ChunkKind::Snapshot, 1);
    append(store, document(1), std::slice::from_ref(&snapshot));
    ok(
        "a compaction",
        store.compact(document(1), &snapshot, &[snapshot.key()]),
    );
    assert_eq!(keys(store, document(1)), [snapshot.key()]);
}

/// Two documents with the same chunk each have it.
pub fn documents_do_not_mix_and_are_listed(store: &impl ChunkStore) {
    for number in [3, 1, 2] {
        append(store, document(number), &[incremental(1)]);
    }
    let compacted = store.compact(
        document(1),
        &chunk(ChunkKind::Snapshot, 1),
        &[incremental(1).key()],
    );
    ok("a compaction", compacted);
    assert_eq!(keys(store, document(2)), keys_of(&[incremental(1)]));
    let listed = ok("a list", store.documents(None, 2));
    assert_eq!(listed, [document(1), document(2)]);
    let listed = ok("a list", store.documents(Some(document(2)), 2));
    assert_eq!(listed, [document(3)]);
}

/// One commit may serve many connections.
pub fn batch_for_several_documents_is_stored(store: &impl ChunkStore) {
    let batch: Vec<NewChunk> = (0..30_u8)
        .map(|number| NewChunk {
            document_id: document(number % 3),
            chunk: incremental(u32::from(number)),
        })
        .collect();
    ok("a batch", store.append(&batch));
    for number in 0..3 {
        assert_eq!(keys(store, document(number)).len(), 10);
    }
}

/// Nothing to do is done at once.
pub fn empty_batch_is_fine(store: &impl ChunkStore) {
    ok("an empty batch", store.append(&[]));
}
