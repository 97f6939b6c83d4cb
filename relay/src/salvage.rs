//! Keeps what is sound of a damaged store.
//!
//! Each chunk names its own content, so whatever matches its name is true,
//! wherever it was found. The damaged file is moved aside, never deleted.
//!
//! A kill at any moment leaves the damaged file in its place, or the new store:
//! the damaged one first gets its second name, and then the new one takes the
//! place in one step. So no relay ever finds the place empty.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use redb::Database;
use replication::ChunkStore;
use replication::store::NewChunk;

use crate::access::{is_absent, sync_folder};
use crate::data_folder::{SALVAGE_FOLDER, free_name, last_damaged, lock};
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
        "nothing in {path} can be read; nothing was changed: restore {FILE_NAME} from a copy, or type \
         `six-cartes-relay start-empty --data {folder}`, and every tablet that reconnects brings back \
         what it holds",
        path = path.display(),
        folder = path.parent().unwrap_or(path).display()
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

/// Between two of these a kill can come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The folder to work in is empty.
    Cleared,
    /// The damaged file is copied.
    Copied,
    /// Part of the sound chunks is in the new store.
    PartKept,
    /// All of them are.
    Kept,
    /// The damaged file has its second name.
    NamedAside,
    /// The new store is in its place.
    InPlace,
}

/// Told how far the work is; tests end it there, as a kill would.
type Reached<'a> = &'a mut dyn FnMut(Step);

/// Writes a new store with every sound chunk and moves the damaged file aside.
///
/// Where the store is missing, takes the damaged file that was moved aside
/// last. Needs room for two copies of the file. The relay must not be running.
///
/// # Errors
/// [`SalvageError`]: the store is as it was before.
pub fn salvage(folder: &Path) -> Result<SalvageReport, SalvageError> {
    salvage_by_steps(folder, &mut |_| {})
}

fn salvage_by_steps(folder: &Path, reached: Reached<'_>) -> Result<SalvageReport, SalvageError> {
    let path = folder.join(FILE_NAME);
    let in_folder = |source: io::Error| SalvageError::Folder {
        folder: folder.to_owned(),
        source,
    };
    // Nothing is written into a folder that was named by mistake.
    if !path.is_file() && !matches!(last_damaged(folder), Ok(Some(_))) {
        return Err(SalvageError::Missing { path });
    }
    let _lock = lock(folder).map_err(in_folder)?;
    let work = folder.join(SALVAGE_FOLDER);
    let aside = match RedbStore::open_if_there(folder) {
        Ok(Some(_)) => {
            clear(&work).map_err(in_folder)?;
            return Err(SalvageError::Sound { path });
        }
        Ok(None) => match last_damaged(folder).map_err(in_folder)? {
            Some(aside) => Some(aside),
            None => return Err(SalvageError::Missing { path }),
        },
        Err(OpenError::Damaged { .. }) => None,
        Err(other) => return Err(SalvageError::Open(other)),
    };
    // A salvage that was killed may have left half a store there.
    clear(&work).map_err(in_folder)?;
    fs::create_dir_all(&work).map_err(in_folder)?;
    reached(Step::Cleared);
    let kept = keep_sound(aside.as_ref().unwrap_or(&path), &work, reached);
    let moved = kept.and_then(|chunks| {
        let moved_to = match aside {
            Some(aside) => aside,
            None => name_aside(&path, folder).map_err(in_folder)?,
        };
        reached(Step::NamedAside);
        fs::rename(work.join(FILE_NAME), &path).map_err(in_folder)?;
        sync_folder(folder).map_err(in_folder)?;
        reached(Step::InPlace);
        let documents: BTreeSet<_> = chunks.iter().map(|new| new.document_id).collect();
        Ok(SalvageReport {
            n_documents: documents.len(),
            n_chunks: chunks.len(),
            moved_to,
        })
    });
    clear(&work).map_err(in_folder)?;
    moved
}

/// Removes a folder with all that is in it, if it is there.
fn clear(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if !is_absent(&error) => Err(error),
        _ => Ok(()),
    }
}

/// Gives the file a second name beside the first, durably.
fn name_aside(path: &Path, folder: &Path) -> io::Result<PathBuf> {
    let aside = free_name(folder)?;
    // Some drives know one name for each file only: there it is copied.
    if fs::hard_link(path, &aside).is_err() {
        let copied = fs::copy(path, &aside).and_then(|_| fs::File::open(&aside)?.sync_all());
        if let Err(error) = copied {
            // Half a copy would pass for the damaged file.
            fs::remove_file(&aside)?;
            return Err(error);
        }
    }
    sync_folder(folder)?;
    Ok(aside)
}

/// Copies the sound chunks into a new store in `work`.
fn keep_sound(
    path: &Path,
    work: &Path,
    reached: Reached<'_>,
) -> Result<Vec<NewChunk>, SalvageError> {
    let in_folder = |source: io::Error| SalvageError::Folder {
        folder: work.to_owned(),
        source,
    };
    // Opening repairs what it can: in a copy only.
    let copy = work.join("copy.redb");
    fs::copy(path, &copy).map_err(in_folder)?;
    reached(Step::Copied);
    let chunks = read(&copy);
    if chunks.is_empty() {
        return Err(SalvageError::NothingLeft {
            path: path.to_owned(),
        });
    }
    let store = RedbStore::make(work).map_err(SalvageError::Open)?;
    for batch in chunks.chunks(COMMIT_APPENDS_MAX) {
        let appended = store.append(batch);
        appended.map_err(|error| in_folder(io::Error::other(error.to_string())))?;
        reached(Step::PartKept);
    }
    drop(store);
    reached(Step::Kept);
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

#[cfg(test)]
mod tests {
    use replication::store::read_all;
    use replication::{Chunk, ChunkKind, DocumentId};

    use super::*;

    const STEPS: [Step; 6] = [
        Step::Cleared,
        Step::Copied,
        Step::PartKept,
        Step::Kept,
        Step::NamedAside,
        Step::InPlace,
    ];

    const DOCUMENT_ID: DocumentId = DocumentId::from_bytes([7; 16]);

    /// A folder whose store is damaged in one page, and the damaged file.
    fn damaged_folder() -> (tempfile::TempDir, Vec<u8>) {
        let folder = tempfile::tempdir().unwrap();
        let store = RedbStore::open(folder.path()).unwrap();
        for number in 0..40_u8 {
            let chunk = Chunk::new(ChunkKind::Incremental, vec![number; 2_000]);
            let document_id = DOCUMENT_ID;
            store.append(&[NewChunk { document_id, chunk }]).unwrap();
        }
        drop(store);
        let path = folder.path().join(FILE_NAME);
        let sound = fs::read(&path).unwrap();
        for place in (sound.len() / 2..sound.len()).step_by(1_000) {
            let mut damaged = sound.clone();
            damaged[place] ^= 0x40;
            fs::write(&path, &damaged).unwrap();
            let is_damaged = matches!(
                RedbStore::open(folder.path()),
                Err(OpenError::Damaged { .. })
            );
            if is_damaged {
                // Opening may have repaired a part: put the whole damage back.
                fs::write(&path, &damaged).unwrap();
                return (folder, damaged);
            }
        }
        panic!("half of the file is not in use");
    }

    fn n_chunks(folder: &Path) -> usize {
        let store = RedbStore::open(folder).unwrap();
        read_all(&store, DOCUMENT_ID).unwrap().len()
    }

    /// Ends the work after a step without any tidying, as a kill does.
    fn killed_after(step: Step, folder: &Path) {
        let killed = catch_unwind(AssertUnwindSafe(|| {
            salvage_by_steps(folder, &mut |reached| {
                assert_ne!(reached, step, "killed here");
            })
        }));
        assert!(killed.is_err(), "{step:?} is never reached");
    }

    #[test]
    fn kill_at_any_step_leaves_the_damaged_store_or_the_salvaged_one() {
        let (whole, _) = damaged_folder();
        let expected = salvage(whole.path()).unwrap().n_chunks;
        assert!(expected > 10, "{expected} chunks are sound");
        for step in STEPS {
            let (folder, damaged) = damaged_folder();
            killed_after(step, folder.path());
            // What the next `serve` would find: never an empty store.
            match RedbStore::open(folder.path()).map(drop) {
                Ok(()) => {
                    assert_eq!(step, Step::InPlace);
                    assert_eq!(n_chunks(folder.path()), expected);
                }
                Err(error) => assert!(matches!(error, OpenError::Damaged { .. }), "{error}"),
            }
            // And the next `salvage` ends the work.
            match salvage(folder.path()) {
                Ok(report) => assert_eq!(report.n_chunks, expected, "{step:?}"),
                Err(error) => {
                    assert!(matches!(error, SalvageError::Sound { .. }), "{error}");
                    assert_eq!(step, Step::InPlace);
                }
            }
            assert_eq!(n_chunks(folder.path()), expected, "{step:?}");
            let kept = last_damaged(folder.path()).unwrap().unwrap();
            assert_eq!(fs::read(kept).unwrap(), damaged, "{step:?}");
            assert!(!folder.path().join(SALVAGE_FOLDER).exists(), "{step:?}");
        }
    }

    #[test]
    fn missing_store_is_salvaged_from_the_file_that_was_moved_aside() {
        let (folder, damaged) = damaged_folder();
        // What an earlier version left, when it was killed between its renames.
        let aside = free_name(folder.path()).unwrap();
        fs::rename(folder.path().join(FILE_NAME), &aside).unwrap();
        let opened = RedbStore::open(folder.path());
        assert!(matches!(opened, Err(OpenError::Gone { .. })), "{opened:?}");
        let report = salvage(folder.path()).unwrap();
        assert_eq!(report.moved_to, aside);
        assert_eq!(fs::read(&aside).unwrap(), damaged);
        assert_eq!(n_chunks(folder.path()), report.n_chunks);
    }
}
