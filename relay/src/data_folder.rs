//! The data folder as a whole: whether it is new, and who makes its store.
//!
//! Knows names of files, and nothing of what stands in them. A folder that
//! once held documents must never pass for a new one: a relay that starts
//! empty there would show every tablet that nothing was ever kept.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::access::{LINKS_FILE, sync_folder};
use crate::admissions;
use crate::redb_store::{FILE_NAME, OpenError, RedbStore};

/// Held while the store's file is made or replaced; stays, and is empty.
const LOCK_FILE: &str = "relay.lock";

/// Folder in which `salvage` works; gone when it has ended.
pub(crate) const SALVAGE_FOLDER: &str = "salvage";

/// Waits until nobody else makes or replaces the store of this folder.
///
/// Two that make it at once would each rename a store into place, and the
/// second would take the first away from the relay that has it open. The lock
/// ends when the file is closed, also by a kill.
pub(crate) fn lock(folder: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    let lock = options.open(folder.join(LOCK_FILE))?;
    lock.lock()?;
    Ok(lock)
}

/// The name of a file that only a folder which was used before can have, the
/// store itself apart; `None` where the folder is new.
///
/// `invite` makes the store before the first link, so links without a store
/// are such a file as well.
pub(crate) fn trace(folder: &Path) -> io::Result<Option<String>> {
    let mut traces = Vec::new();
    for entry in fs::read_dir(folder)? {
        let Ok(name) = entry?.file_name().into_string() else {
            continue;
        };
        let is_trace = name == LINKS_FILE
            || name == SALVAGE_FOLDER
            || admissions::is_file_name(&name)
            || damaged_number(&name).is_some();
        if is_trace {
            traces.push(name);
        }
    }
    // The same one each time, whatever order the system lists them in.
    Ok(traces.into_iter().min())
}

fn damaged_prefix() -> String {
    format!("{FILE_NAME}.damaged-")
}

fn damaged_number(name: &str) -> Option<u32> {
    name.strip_prefix(&damaged_prefix())?.parse().ok()
}

/// The damaged file that was moved aside last.
pub(crate) fn last_damaged(folder: &Path) -> io::Result<Option<PathBuf>> {
    let number = last_number(folder)?;
    Ok(number.map(|number| damaged_path(folder, number)))
}

/// A name beside the store, for a damaged one, after those that were moved aside before.
pub(crate) fn free_name(folder: &Path) -> io::Result<PathBuf> {
    let number = last_number(folder)?.unwrap_or(0).saturating_add(1);
    Ok(damaged_path(folder, number))
}

fn last_number(folder: &Path) -> io::Result<Option<u32>> {
    let mut last = None;
    for entry in fs::read_dir(folder)? {
        last = last.max(entry?.file_name().to_str().and_then(damaged_number));
    }
    Ok(last)
}

fn damaged_path(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("{}{number}", damaged_prefix()))
}

/// Makes the store of a new folder, so that what is put there next does not
/// look like the rest of a lost one; does nothing in a folder that was used.
///
/// # Errors
/// [`OpenError`]: the folder cannot be written.
pub fn prepare(folder: &Path) -> Result<(), OpenError> {
    match RedbStore::make_if_new(folder) {
        // The relay will say it when it starts, with the ways out.
        Ok(_) | Err(OpenError::Gone { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Why a folder does not start empty; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StartEmptyError {
    /// There is nothing wrong with the store.
    #[error("{} is sound, so the relay starts with it; nothing was changed", path.display())]
    Sound {
        /// The file.
        path: PathBuf,
    },
    /// A relay uses the file, or it is of a later version, or cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
}

/// Begins with no document at all, where the store is lost or damaged.
///
/// Gives the place of the damaged file, which is moved aside and kept. A kill
/// in between leaves a folder without a store, which no relay takes for new.
///
/// # Errors
/// [`StartEmptyError`]: a sound store is never put away.
pub fn start_empty(folder: &Path) -> Result<Option<PathBuf>, StartEmptyError> {
    let path = folder.join(FILE_NAME);
    let in_folder = |source| OpenError::Folder {
        path: folder.to_owned(),
        source,
    };
    fs::create_dir_all(folder).map_err(in_folder)?;
    let _lock = lock(folder).map_err(in_folder)?;
    let moved_to = match RedbStore::open_if_there(folder) {
        Ok(None) => None,
        Ok(Some(_)) => return Err(StartEmptyError::Sound { path }),
        Err(OpenError::Damaged { .. }) => {
            let moved_to = free_name(folder).map_err(in_folder)?;
            fs::rename(&path, &moved_to).map_err(in_folder)?;
            sync_folder(folder).map_err(in_folder)?;
            Some(moved_to)
        }
        Err(other) => return Err(other.into()),
    };
    RedbStore::make(folder)?;
    Ok(moved_to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_gone(folder: &Path, trace: &str) {
        let opened = RedbStore::open(folder);
        let Err(error @ OpenError::Gone { .. }) = opened else {
            panic!("{trace}: {opened:?}");
        };
        let sentence = error.to_string();
        assert_eq!(sentence.lines().count(), 1, "{sentence}");
        for word in [trace, "start-empty --data", "salvage --data", "copy"] {
            assert!(sentence.contains(word), "`{word}` in {sentence}");
        }
        assert!(!folder.join(FILE_NAME).exists(), "{trace}");
    }

    #[test]
    fn lost_store_is_never_taken_for_a_new_folder() {
        for trace in [
            LINKS_FILE,
            "admissions-0001.jsonl",
            "admissions-0012.jsonl",
            "relay.redb.damaged-1",
            SALVAGE_FOLDER,
        ] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(trace), "kept").unwrap();
            check_gone(folder.path(), trace);
            // An invitation made now does not hide it.
            prepare(folder.path()).unwrap();
            check_gone(folder.path(), trace);
            assert_eq!(start_empty(folder.path()).unwrap(), None);
            let kept = fs::read(folder.path().join(trace)).unwrap();
            assert_eq!(kept, b"kept");
            assert!(!RedbStore::open(folder.path()).unwrap().is_new());
        }
    }

    #[test]
    fn folder_with_foreign_files_only_is_new() {
        let folder = tempfile::tempdir().unwrap();
        for foreign in [
            "links.lock",
            "lost+found",
            "admissions.txt",
            "relay.redb.new",
        ] {
            fs::write(folder.path().join(foreign), "").unwrap();
        }
        assert!(RedbStore::open(folder.path()).unwrap().is_new());
        assert!(!RedbStore::open(folder.path()).unwrap().is_new());
    }

    #[test]
    fn damaged_store_is_moved_aside_and_a_sound_one_never() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        for number in 1..3 {
            fs::write(&path, format!("damaged {number}")).unwrap();
            let moved_to = start_empty(folder.path()).unwrap().unwrap();
            let name = format!("relay.redb.damaged-{number}");
            assert_eq!(moved_to, folder.path().join(name));
            let kept = fs::read_to_string(&moved_to).unwrap();
            assert_eq!(kept, format!("damaged {number}"));
        }
        let last = last_damaged(folder.path()).unwrap().unwrap();
        assert!(last.ends_with("relay.redb.damaged-2"));
        let again = start_empty(folder.path());
        assert!(matches!(again, Err(StartEmptyError::Sound { .. })));
        let open = RedbStore::open(folder.path()).unwrap();
        let in_use = start_empty(folder.path());
        assert!(
            matches!(in_use, Err(StartEmptyError::Open(OpenError::InUse { .. }))),
            "{in_use:?}"
        );
        drop(open);
    }

    #[test]
    fn damaged_store_is_the_last_one_whatever_was_tidied_away() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("relay.redb.damaged-2"), "older").unwrap();
        fs::write(folder.path().join(FILE_NAME), "newer").unwrap();
        let moved_to = start_empty(folder.path()).unwrap().unwrap();
        assert!(moved_to.ends_with("relay.redb.damaged-3"), "{moved_to:?}");
        let last = last_damaged(folder.path()).unwrap().unwrap();
        assert_eq!(fs::read_to_string(last).unwrap(), "newer");
    }

    #[test]
    fn kill_between_moving_aside_and_making_does_not_start_empty() {
        let folder = tempfile::tempdir().unwrap();
        // All that the first step of `start_empty` leaves.
        fs::write(free_name(folder.path()).unwrap(), "damaged").unwrap();
        check_gone(folder.path(), "relay.redb.damaged-1");
    }

    #[test]
    fn stores_made_at_the_same_time_are_one_store() {
        for _ in 0..20 {
            let folder = tempfile::tempdir().unwrap();
            let n_open = std::thread::scope(|scope| {
                let open = || RedbStore::open(folder.path());
                let opening: Vec<_> = (0..4).map(|_| scope.spawn(open)).collect();
                let opened: Vec<_> = opening.into_iter().map(|it| it.join().unwrap()).collect();
                for refused in opened.iter().filter_map(|it| it.as_ref().err()) {
                    assert!(matches!(refused, OpenError::InUse { .. }), "{refused}");
                }
                opened.iter().filter(|it| it.is_ok()).count()
            });
            assert_eq!(n_open, 1);
        }
    }
}
