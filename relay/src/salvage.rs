//! Keeps what is sound of a damaged store.
//!
//! Each chunk names its own content, so whatever matches its name is true,
//! wherever it was found. The damaged file is moved aside, never deleted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use redb::Database;
use replication::ChunkStore;
use replication::store::NewChunk;

use crate::limits::COMMIT_APPENDS_MAX;
use crate::redb_store::{FILE_NAME, OpenError, RedbStore, walk_chunks, walk_index};

/// What was kept, and where the damaged file is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalvageReport {
    /// Documents of which at least one chunk is sound.
    pub n_documents: usize,
    /// Sound chunks. How many are missing cannot be known: a damaged page no
    /// longer says what was on it.
    pub n_chunks: usize,
    /// The damaged file.
    pub moved_to: PathBuf,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SalvageError {
    /// There is no store in the folder.
    #[error("there is no {}; choose the relay's folder with --data", path.display())]
    Missing {
        /// The file that was looked for.
        path: PathBuf,
    },
    /// The file needs no help.
    #[error("{} is sound: there is nothing to do", path.display())]
    Sound {
        /// The file.
        path: PathBuf,
    },
    /// A relay uses the file, or it is of a later version, or cannot be used.
    #[error(transparent)]
    Open(OpenError),
    /// Not one chunk can be read.
    #[error(
        "nothing in {} can be read; nothing was changed: restore it from a copy, or move it away \
         and start the relay, and every tablet that reconnects brings back what it holds",
        path.display()
    )]
    NothingLeft {
        /// The file.
        path: PathBuf,
    },
    /// The folder cannot be written.
    #[error("cannot write in {}: {source}; nothing was lost: free space and try again", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Writes a new store with every sound chunk and moves the damaged file aside.
///
/// Needs room for two copies of the file. The relay must not be running.
///
/// # Errors
/// [`SalvageError`]: the store is as it was before.
pub fn salvage(folder: &Path) -> Result<SalvageReport, SalvageError> {
    let path = folder.join(FILE_NAME);
    if !path.is_file() {
        return Err(SalvageError::Missing { path });
    }
    match RedbStore::open(folder) {
        Ok(_) => return Err(SalvageError::Sound { path }),
        Err(OpenError::Damaged { .. }) => {}
        Err(other) => return Err(SalvageError::Open(other)),
    }
    let in_folder = |source: io::Error| SalvageError::Folder {
        folder: folder.to_owned(),
        source,
    };
    let work = folder.join("salvage");
    fs::create_dir_all(&work).map_err(in_folder)?;
    let kept = keep_sound(&path, &work);
    let moved = kept.and_then(|chunks| {
        let moved_to = free_name(folder);
        fs::rename(&path, &moved_to).map_err(in_folder)?;
        fs::rename(work.join(FILE_NAME), &path).map_err(in_folder)?;
        Ok(SalvageReport {
            n_documents: chunks
                .iter()
                .map(|new| new.document_id)
                .collect::<BTreeSet<_>>()
                .len(),
            n_chunks: chunks.len(),
            moved_to,
        })
    });
    fs::remove_dir_all(&work).map_err(in_folder)?;
    moved
}

/// Copies the sound chunks into a new store in `work`.
fn keep_sound(path: &Path, work: &Path) -> Result<Vec<NewChunk>, SalvageError> {
    let in_folder = |source: io::Error| SalvageError::Folder {
        folder: work.to_owned(),
        source,
    };
    // Opening repairs what it can: in a copy only.
    let copy = work.join("copy.redb");
    fs::copy(path, &copy).map_err(in_folder)?;
    let chunks = read(&copy);
    if chunks.is_empty() {
        return Err(SalvageError::NothingLeft {
            path: path.to_owned(),
        });
    }
    let store = RedbStore::open(work).map_err(SalvageError::Open)?;
    for batch in chunks.chunks(COMMIT_APPENDS_MAX) {
        let appended = store.append(batch);
        appended.map_err(|error| in_folder(io::Error::other(error.to_string())))?;
    }
    Ok(chunks)
}

/// The sound chunks that the index confirms, or all of them where the index
/// itself cannot be read: a damaged key may name another document.
///
/// Reads from both ends, because a damaged page can end a walk; what a walk
/// has found before is still true. The store's library may panic on bytes that
/// it did not write.
fn read(copy: &Path) -> Vec<NewChunk> {
    let Ok(Ok(database)) = catch_unwind(|| Database::open(copy)) else {
        return Vec::new();
    };
    let mut index = BTreeSet::new();
    let mut chunks = BTreeMap::new();
    let mut is_index_whole = false;
    for is_backward in [false, true] {
        let walk = AssertUnwindSafe(|| {
            walk_index(&database, is_backward, &mut |document_id, key| {
                index.insert((document_id, key));
            })
        });
        is_index_whole |= matches!(catch_unwind(walk), Ok(Ok(())));
        let walk = AssertUnwindSafe(|| {
            walk_chunks(&database, is_backward, &mut |sequence, new| {
                chunks.insert((new.document_id, sequence), new);
            })
        });
        let _ended = catch_unwind(walk);
    }
    // Closing writes to the copy, and may panic as well.
    let _closed = catch_unwind(AssertUnwindSafe(|| drop(database)));
    if is_index_whole {
        chunks.retain(|_, new| index.contains(&(new.document_id, new.chunk.key())));
    }
    chunks.into_values().collect()
}

/// A name beside the store that is not taken.
fn free_name(folder: &Path) -> PathBuf {
    let name = |number: u32| folder.join(format!("{FILE_NAME}.damaged-{number}"));
    let mut number = 1;
    while name(number).exists() {
        number += 1;
    }
    name(number)
}
