//! A data folder that something damaged: what is sound is kept, and nothing is
//! missing without a word.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use relay::{FILE_NAME, OpenError, RedbStore, SalvageError, salvage};
use replication::store::{NewChunk, read_all};
use replication::{Chunk, ChunkKey, ChunkKind, ChunkStore, DocumentId};

const N_DOCUMENTS: u8 = 3;
const N_CHUNKS: u32 = 40;

/// Bytes that nothing can compress, different for each number.
fn noise(number: u32, n_bytes: usize) -> Vec<u8> {
    let mut state = u64::from(number) + 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    };
    std::iter::repeat_with(next).take(n_bytes).collect()
}

type Chunks = BTreeMap<(DocumentId, ChunkKey), Chunk>;

/// A folder with documents, and what they hold.
fn folder() -> (tempfile::TempDir, Chunks) {
    let folder = tempfile::tempdir().unwrap();
    let store = RedbStore::open(folder.path()).unwrap();
    let mut chunks = Chunks::new();
    for document in 0..N_DOCUMENTS {
        let document_id = DocumentId::from_bytes([document; 16]);
        for number in 0..N_CHUNKS {
            let number = u32::from(document) * N_CHUNKS + number;
            // Some of several pages, most small.
            let n_bytes = if number.is_multiple_of(10) {
                10_000
            } else {
                200
            };
            let chunk = Chunk::new(ChunkKind::Incremental, noise(number, n_bytes));
            let new = NewChunk {
                document_id,
                chunk: chunk.clone(),
            };
            store.append(&[new]).unwrap();
            chunks.insert((document_id, chunk.key()), chunk);
        }
    }
    (folder, chunks)
}

/// What a store gives back as sound, or why it cannot be opened.
fn sound_chunks(folder: &Path) -> Result<Chunks, OpenError> {
    let store = RedbStore::open(folder)?;
    let mut sound = Chunks::new();
    for document_id in store.documents(None, usize::MAX).unwrap() {
        for chunk in read_all(&store, document_id).unwrap() {
            let chunk = chunk.verify().unwrap();
            sound.insert((document_id, chunk.key()), chunk);
        }
    }
    Ok(sound)
}

/// Damages the file at `place`, and puts `content` back first.
fn damage(folder: &Path, content: &[u8], place: usize) {
    let mut damaged = content.to_owned();
    damaged[place] ^= 0x40;
    let file = folder.join(FILE_NAME);
    fs::write(file, &damaged).unwrap();
}

/// A few places on every page: its head, its keys, its values.
fn places(n_bytes: usize) -> impl Iterator<Item = usize> {
    let pages = (0..n_bytes).step_by(4096);
    pages.flat_map(move |page| [0, 7, 64, 2000].map(|offset| page + offset))
}

#[test]
fn flipped_bit_never_makes_a_chunk_vanish_in_silence() {
    let (folder, chunks) = folder();
    let content = fs::read(folder.path().join(FILE_NAME)).unwrap();
    let mut n_refused = 0;
    for place in places(content.len()) {
        damage(folder.path(), &content, place);
        match sound_chunks(folder.path()) {
            Ok(sound) => assert_eq!(sound, chunks, "byte {place}"),
            Err(error) => {
                assert!(
                    matches!(error, OpenError::Damaged { .. }),
                    "byte {place}: {error}"
                );
                n_refused += 1;
            }
        }
    }
    assert!(n_refused > 100, "{n_refused} places are refused");
}

#[test]
fn cut_off_file_never_makes_a_chunk_vanish_in_silence() {
    let (folder, chunks) = folder();
    let path = folder.path().join(FILE_NAME);
    let content = fs::read(&path).unwrap();
    for part in 1..32 {
        fs::write(&path, &content[..content.len() * part / 32]).unwrap();
        match sound_chunks(folder.path()) {
            Ok(sound) => assert_eq!(sound, chunks, "part {part}"),
            Err(error) => assert!(
                matches!(error, OpenError::Damaged { .. }),
                "part {part}: {error}"
            ),
        }
    }
}

#[test]
fn salvage_keeps_what_is_sound_and_the_damaged_file() {
    let (folder, chunks) = folder();
    let path = folder.path().join(FILE_NAME);
    let content = fs::read(&path).unwrap();
    let mut n_salvaged = 0;
    let mut n_kept = 0;
    for place in places(content.len()).step_by(3) {
        damage(folder.path(), &content, place);
        let damaged = fs::read(&path).unwrap();
        let report = match salvage(folder.path()) {
            Ok(report) => report,
            Err(SalvageError::Sound { .. } | SalvageError::NothingLeft { .. }) => continue,
            Err(error) => panic!("byte {place}: {error}"),
        };
        assert_eq!(fs::read(&report.moved_to).unwrap(), damaged);
        let sound = sound_chunks(folder.path()).unwrap();
        assert_eq!(sound.len(), report.n_chunks);
        let is_true =
            |(key, chunk): (&(DocumentId, ChunkKey), &Chunk)| chunks.get(key) == Some(chunk);
        assert!(sound.iter().all(is_true), "byte {place}");
        n_salvaged += 1;
        n_kept += sound.len();
        fs::remove_file(&report.moved_to).unwrap();
    }
    assert!(n_salvaged > 20, "{n_salvaged} files");
    // One bit spoils one page, or the way to a few others.
    assert!(
        n_kept / n_salvaged > chunks.len() / 2,
        "{n_kept} chunks of {n_salvaged} files"
    );
    println!(
        "{n_salvaged} files, {n_kept} of {} chunks",
        n_salvaged * chunks.len()
    );
}

#[test]
fn sound_or_missing_store_is_left_alone() {
    let (folder, chunks) = folder();
    let done = salvage(folder.path());
    assert!(matches!(done, Err(SalvageError::Sound { .. })), "{done:?}");
    assert_eq!(sound_chunks(folder.path()).unwrap(), chunks);
    let empty = tempfile::tempdir().unwrap();
    let done = salvage(empty.path());
    assert!(
        matches!(done, Err(SalvageError::Missing { .. })),
        "{done:?}"
    );
    let open = RedbStore::open(folder.path()).unwrap();
    let done = salvage(folder.path());
    assert!(
        matches!(done, Err(SalvageError::Open(OpenError::InUse { .. }))),
        "{done:?}"
    );
    drop(open);
}
