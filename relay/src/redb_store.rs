//! Durable chunks in one `redb` file: DATA/relay.redb.
//!
//! Knows tables and transactions; a commit returns only after `fsync`.
//! After an error of the disk, `redb` answers nothing until the file is opened
//! again: then the database is dropped here and opened at the next call.
//!
//! Tables (format 1): `chunks` (document, sequence) to kind, hash and bytes;
//! `keys` (document, kind and hash) to sequence; `documents` to last sequence;
//! `format` to the format's number.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use redb::{
    Builder, Database, DatabaseError, Durability, ReadableDatabase, ReadableTable, StorageError,
    TableDefinition, WriteTransaction,
};
use replication::store::{NewChunk, Page, Record, Sequence};
use replication::{
    Chunk, ChunkHash, ChunkKey, ChunkKind, ChunkStore, DocumentId, StoreError, StoredChunk,
};

use crate::access::{is_absent, sync_folder};
use crate::data_folder;
use crate::limits::STORE_CACHE_BYTES;

/// Name of the file in the data folder.
pub const FILE_NAME: &str = "relay.redb";

/// The number that this version writes and reads.
const FORMAT: u64 = 1;

/// Kind and hash of a chunk, as in `keys` and before the bytes in `chunks`.
const KEY_BYTES: usize = 33;

type Document = [u8; 16];

const CHUNKS: TableDefinition<'_, (Document, u64), &[u8]> = TableDefinition::new("chunks");
const KEYS: TableDefinition<'_, (Document, [u8; KEY_BYTES]), u64> = TableDefinition::new("keys");
const DOCUMENTS: TableDefinition<'_, Document, u64> = TableDefinition::new("documents");
const META: TableDefinition<'_, &str, u64> = TableDefinition::new("format");

/// Why the store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has the file open.
    #[error(
        "another relay already uses {}; stop it, or choose another folder with --data",
        path.display()
    )]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The file is not a sound database.
    #[error(
        "cannot read {path}: {reason}; nothing was changed: type `six-cartes-relay salvage \
         --data {folder}` to keep what is sound, or restore the file from a copy; every tablet \
         that reconnects brings back what it holds",
        path = path.display(),
        folder = path.parent().unwrap_or(path).display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// The file is missing from a folder that was used before.
    #[error(
        "{folder} holds {trace} and no {FILE_NAME}: its documents are gone from here; nothing was \
         changed, and what tablets hold is safe: restore {FILE_NAME} from a copy, or type \
         `six-cartes-relay salvage --data {folder}` to keep what is sound of a damaged file that \
         stands there, or `six-cartes-relay start-empty --data {folder}` to begin with no document; \
         every tablet that reconnects brings back what it holds",
        folder = folder.display()
    )]
    Gone {
        /// The folder.
        folder: PathBuf,
        /// What shows that it was used.
        trace: String,
    },
    /// A later version of the relay wrote the file.
    #[error(
        "{} has format {found}, and this version reads format {FORMAT}; start the newer version",
        path.display()
    )]
    Format {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u64,
    },
    /// The folder cannot be used.
    #[error("cannot write in {}: {source}; give the relay the right to, or choose another folder with --data", path.display())]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// The store of one relay process.
#[derive(Debug)]
pub struct RedbStore {
    path: PathBuf,
    database: RwLock<Option<Arc<Database>>>,
    /// Added to each commit, to test what a slow disk does.
    commit_delay: Duration,
    is_new: bool,
}

impl RedbStore {
    /// Opens the file in `folder`, or makes both where the folder is new.
    ///
    /// # Errors
    /// [`OpenError`] says what to do; an existing file is never replaced, and a
    /// lost one never made anew.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        match Self::open_if_there(folder)? {
            Some(store) => Ok(store),
            None => match Self::make_if_new(folder)? {
                Some(store) => Ok(store),
                // Somebody has made it meanwhile, and may have it open.
                None => Self::existing(&folder.join(FILE_NAME)),
            },
        }
    }

    /// Opens the file in `folder`, if there is one.
    pub(crate) fn open_if_there(folder: &Path) -> Result<Option<Self>, OpenError> {
        let path = folder.join(FILE_NAME);
        match fs::metadata(&path) {
            Ok(metadata) if metadata.len() == 0 => Err(OpenError::Damaged {
                path,
                reason: "the file is empty".to_owned(),
            }),
            Ok(_) => Self::existing(&path).map(Some),
            Err(error) if is_absent(&error) => Ok(None),
            Err(source) => Err(OpenError::Folder { path, source }),
        }
    }

    /// Makes the file in a folder that never had one, and the folder if need
    /// be; `None` where the file is there.
    pub(crate) fn make_if_new(folder: &Path) -> Result<Option<Self>, OpenError> {
        let folder_error = |source| OpenError::Folder {
            path: folder.to_owned(),
            source,
        };
        fs::create_dir_all(folder).map_err(folder_error)?;
        let _lock = data_folder::lock(folder).map_err(folder_error)?;
        if folder.join(FILE_NAME).try_exists().map_err(folder_error)? {
            return Ok(None);
        }
        if let Some(trace) = data_folder::trace(folder).map_err(folder_error)? {
            return Err(OpenError::Gone {
                folder: folder.to_owned(),
                trace,
            });
        }
        Self::make(folder).map(Some)
    }

    /// Makes the file, where there is none; the folder's lock must be held.
    pub(crate) fn make(folder: &Path) -> Result<Self, OpenError> {
        let path = folder.join(FILE_NAME);
        let database = create(&path)?;
        Ok(Self::with(path, database, true))
    }

    fn existing(path: &Path) -> Result<Self, OpenError> {
        let database = open_checked(path)?;
        Ok(Self::with(path.to_owned(), database, false))
    }

    fn with(path: PathBuf, database: Database, is_new: bool) -> Self {
        Self {
            path,
            database: RwLock::new(Some(Arc::new(database))),
            commit_delay: Duration::ZERO,
            is_new,
        }
    }

    /// Whether the file was made just now, and holds nothing yet.
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// Makes each commit take longer by `delay`, as a slow disk would.
    #[must_use]
    pub fn with_commit_delay(mut self, delay: Duration) -> Self {
        self.commit_delay = delay;
        self
    }

    /// Tries a durable transaction with nothing in it.
    ///
    /// # Errors
    /// The store cannot write.
    pub fn probe(&self) -> Result<(), StoreError> {
        self.write("probe the store", |_| Ok(()))
    }

    /// The open database; opens the file again after an error.
    fn database(&self, attempt: &'static str) -> Result<Arc<Database>, StoreError> {
        let open = self
            .database
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(database) = open {
            return Ok(database);
        }
        let mut slot = self
            .database
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(database) = &*slot {
            return Ok(Arc::clone(database));
        }
        let database = open_existing(&self.path).map_err(|error| StoreError::Unavailable {
            attempt,
            reason: error.to_string(),
        })?;
        let database = Arc::new(database);
        *slot = Some(Arc::clone(&database));
        Ok(database)
    }

    fn write<T>(
        &self,
        attempt: &'static str,
        change: impl FnOnce(&WriteTransaction) -> Result<T, redb::Error>,
    ) -> Result<T, StoreError> {
        let database = self.database(attempt)?;
        let written = (|| {
            let mut transaction = database.begin_write()?;
            transaction.set_durability(Durability::Immediate)?;
            // After a crash, open at once instead of walking the whole file.
            transaction.set_quick_repair(true);
            let value = change(&transaction)?;
            std::thread::sleep(self.commit_delay);
            transaction.commit()?;
            Ok(value)
        })();
        written.map_err(|error| self.failed(attempt, &error))
    }

    fn read_with<T>(
        &self,
        attempt: &'static str,
        read: impl FnOnce(&Database) -> Result<T, redb::Error>,
    ) -> Result<T, StoreError> {
        let database = self.database(attempt)?;
        read(&database).map_err(|error| self.failed(attempt, &error))
    }

    /// Drops the database, because after some errors only a new one works.
    fn failed(&self, attempt: &'static str, error: &redb::Error) -> StoreError {
        self.database
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        match error {
            redb::Error::Corrupted(reason) => StoreError::Damaged {
                attempt,
                reason: reason.clone(),
            },
            redb::Error::Io(error) => io_error(attempt, error),
            other => StoreError::Unavailable {
                attempt,
                reason: other.to_string(),
            },
        }
    }
}

/// What an error of the system means for a store: a full disk, or a full share
/// of it, is told apart, because people can do something about it.
pub(crate) fn io_error(attempt: &'static str, error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full { attempt },
        _ => StoreError::Unavailable {
            attempt,
            reason: error.to_string(),
        },
    }
}

fn builder() -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(STORE_CACHE_BYTES);
    builder
}

/// Opens a file that others may have damaged since it was closed: the sum of
/// every page is compared, which reads the whole file once.
fn open_checked(path: &Path) -> Result<Database, OpenError> {
    open_with(path, builder().set_check_integrity_on_open(true))
}

/// Opens the file again that this process had open until now.
fn open_existing(path: &Path) -> Result<Database, OpenError> {
    open_with(path, &builder())
}

fn open_with(path: &Path, builder: &Builder) -> Result<Database, OpenError> {
    let database = builder
        .open(path)
        .map_err(|error| open_error(path, error))?;
    let format = (|| -> Result<Option<u64>, redb::Error> {
        let table = database.begin_read()?.open_table(META)?;
        Ok(table.get("format")?.map(|format| format.value()))
    })();
    match format {
        Ok(Some(FORMAT)) => Ok(database),
        Ok(Some(found)) => Err(OpenError::Format {
            path: path.to_owned(),
            found,
        }),
        Ok(None) => Err(OpenError::Damaged {
            path: path.to_owned(),
            reason: "the format's number is missing".to_owned(),
        }),
        Err(error) => Err(OpenError::Damaged {
            path: path.to_owned(),
            reason: error.to_string(),
        }),
    }
}

/// Makes the file under another name first: a crash half way leaves no file
/// that would pass for an empty store.
fn create(path: &Path) -> Result<Database, OpenError> {
    let draft = path.with_extension("redb.new");
    let folder_error = |source| OpenError::Folder {
        path: path.to_owned(),
        source,
    };
    // What a kill left of an earlier attempt is half a file.
    match fs::remove_file(&draft) {
        Err(error) if !is_absent(&error) => return Err(folder_error(error)),
        _ => {}
    }
    let database = builder()
        .create(&draft)
        .map_err(|error| open_error(&draft, error))?;
    let made = (|| -> Result<(), redb::Error> {
        let transaction = database.begin_write()?;
        transaction.open_table(META)?.insert("format", FORMAT)?;
        transaction.open_table(CHUNKS)?;
        transaction.open_table(KEYS)?;
        transaction.open_table(DOCUMENTS)?;
        transaction.commit()?;
        Ok(())
    })();
    made.map_err(|error| folder_error(io::Error::other(error.to_string())))?;
    fs::rename(&draft, path).map_err(folder_error)?;
    if let Some(folder) = path.parent() {
        sync_folder(folder).map_err(folder_error)?;
    }
    Ok(database)
}

fn open_error(path: &Path, error: DatabaseError) -> OpenError {
    let path = path.to_owned();
    match error {
        DatabaseError::DatabaseAlreadyOpen => OpenError::InUse { path },
        DatabaseError::Storage(StorageError::Io(source))
            if source.kind() != io::ErrorKind::InvalidData
                && source.kind() != io::ErrorKind::UnexpectedEof =>
        {
            OpenError::Folder { path, source }
        }
        other => OpenError::Damaged {
            path,
            reason: other.to_string(),
        },
    }
}

fn key_bytes(key: ChunkKey) -> [u8; KEY_BYTES] {
    let mut bytes = [0; KEY_BYTES];
    bytes[0] = match key.kind {
        ChunkKind::Snapshot => 0,
        ChunkKind::Incremental => 1,
    };
    bytes[1..].copy_from_slice(key.hash.as_bytes());
    bytes
}

fn chunk_key(key: &[u8; KEY_BYTES]) -> Option<ChunkKey> {
    let (kind, hash) = key.split_first()?;
    let kind = match kind {
        0 => ChunkKind::Snapshot,
        1 => ChunkKind::Incremental,
        _ => return None,
    };
    let hash = ChunkHash::from_bytes(hash.try_into().ok()?);
    Some(ChunkKey { kind, hash })
}

fn stored_chunk(record: &[u8]) -> Option<StoredChunk> {
    let (key, bytes) = record.split_first_chunk::<KEY_BYTES>()?;
    Some(StoredChunk {
        key: chunk_key(key)?,
        bytes: bytes.into(),
    })
}

/// Walks the records of a database and takes those that match their name.
///
/// # Errors
/// A page cannot be read: the walk ends there.
pub(crate) fn walk_chunks(
    database: &Database,
    is_backward: bool,
    take: &mut impl FnMut(u64, NewChunk),
) -> Result<(), redb::Error> {
    let table = database.begin_read()?.open_table(CHUNKS)?;
    walk(
        table.iter()?,
        is_backward,
        |(document, sequence), record| {
            if let Some(chunk) = stored_chunk(record).and_then(|chunk| chunk.verify().ok()) {
                let document_id = DocumentId::from_bytes(document);
                take(sequence, NewChunk { document_id, chunk });
            }
        },
    )
}

/// Walks the index: which document has which chunk.
///
/// # Errors
/// A page cannot be read: the walk ends there.
pub(crate) fn walk_index(
    database: &Database,
    is_backward: bool,
    take: &mut impl FnMut(DocumentId, ChunkKey),
) -> Result<(), redb::Error> {
    let table = database.begin_read()?.open_table(KEYS)?;
    walk(table.iter()?, is_backward, |(document, key), _| {
        if let Some(key) = chunk_key(&key) {
            take(DocumentId::from_bytes(document), key);
        }
    })
}

fn walk<K: redb::Key, V: redb::Value>(
    mut entries: redb::Range<'_, K, V>,
    is_backward: bool,
    mut take: impl FnMut(K::SelfType<'_>, V::SelfType<'_>),
) -> Result<(), redb::Error> {
    loop {
        let next = if is_backward {
            entries.next_back()
        } else {
            entries.next()
        };
        let Some(entry) = next else { return Ok(()) };
        let (key, value) = entry?;
        take(key.value(), value.value());
    }
}

/// Adds a chunk to the tables of a transaction, unless it is there.
fn put(
    transaction: &WriteTransaction,
    document_id: DocumentId,
    chunk: &Chunk,
) -> Result<(), redb::Error> {
    let document = *document_id.as_bytes();
    let key = key_bytes(chunk.key());
    let mut keys = transaction.open_table(KEYS)?;
    if keys.get((document, key))?.is_some() {
        return Ok(());
    }
    let mut documents = transaction.open_table(DOCUMENTS)?;
    let last = documents.get(document)?.map_or(0, |last| last.value());
    let sequence = Sequence(last).next().0;
    documents.insert(document, sequence)?;
    keys.insert((document, key), sequence)?;
    let mut record = key.to_vec();
    record.extend_from_slice(chunk.bytes());
    transaction
        .open_table(CHUNKS)?
        .insert((document, sequence), record.as_slice())?;
    Ok(())
}

impl ChunkStore for RedbStore {
    fn append(&self, new_chunks: &[NewChunk]) -> Result<(), StoreError> {
        self.write("append chunks", |transaction| {
            new_chunks
                .iter()
                .try_for_each(|new| put(transaction, new.document_id, &new.chunk))
        })
    }

    fn compact(
        &self,
        document_id: DocumentId,
        snapshot: &Chunk,
        superseded: &[ChunkKey],
    ) -> Result<(), StoreError> {
        let document = *document_id.as_bytes();
        self.write("compact a document", |transaction| {
            put(transaction, document_id, snapshot)?;
            let mut keys = transaction.open_table(KEYS)?;
            let mut chunks = transaction.open_table(CHUNKS)?;
            for key in superseded.iter().filter(|key| **key != snapshot.key()) {
                let removed = keys.remove((document, key_bytes(*key)))?;
                if let Some(sequence) = removed.map(|sequence| sequence.value()) {
                    chunks.remove((document, sequence))?;
                }
            }
            Ok(())
        })
    }

    fn read(
        &self,
        document_id: DocumentId,
        after: Sequence,
        n_records_max: usize,
    ) -> Result<Page, StoreError> {
        let document = *document_id.as_bytes();
        let page = self.read_with("read chunks", |database| {
            let table = database.begin_read()?.open_table(CHUNKS)?;
            let range = (document, after.next().0)..=(document, u64::MAX);
            let mut later = table.range(range)?;
            let mut records = Vec::new();
            for entry in later.by_ref().take(n_records_max) {
                let (key, record) = entry?;
                let sequence = Sequence(key.value().1);
                records.push((sequence, stored_chunk(record.value())));
            }
            Ok((records, later.next().is_some()))
        });
        let (records, has_more) = page?;
        let records = records
            .into_iter()
            .map(|(sequence, chunk)| {
                let chunk = chunk.ok_or_else(|| StoreError::Damaged {
                    attempt: "read chunks",
                    reason: format!("record {} of {document_id} is cut off", sequence.0),
                })?;
                Ok(Record { sequence, chunk })
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        let last_read = records.last().map(|record| record.sequence);
        Ok(Page {
            next: last_read.filter(|_| has_more),
            records,
        })
    }

    fn last_sequence(&self, document_id: DocumentId) -> Result<Sequence, StoreError> {
        self.read_with("read the last sequence", |database| {
            let table = database.begin_read()?.open_table(DOCUMENTS)?;
            let last = table.get(*document_id.as_bytes())?;
            Ok(last.map_or(Sequence::START, |last| Sequence(last.value())))
        })
    }

    fn documents(
        &self,
        after: Option<DocumentId>,
        n_documents_max: usize,
    ) -> Result<Vec<DocumentId>, StoreError> {
        self.read_with("list documents", |database| {
            let table = database.begin_read()?.open_table(DOCUMENTS)?;
            let first = after.map_or([0; 16], |after| *after.as_bytes());
            let ids = table.range(first..)?.map(|entry| {
                let (document, _) = entry?;
                Ok(DocumentId::from_bytes(document.value()))
            });
            let is_later = |id: &Result<DocumentId, redb::Error>| {
                id.as_ref().map_or(true, |id| Some(*id) != after)
            };
            ids.filter(is_later).take(n_documents_max).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_keeps_the_promises_of_a_store() {
        let mut folders = Vec::new();
        replication::conformance::check_all(|| {
            let folder = tempfile::tempdir().unwrap();
            let store = RedbStore::open(folder.path()).unwrap();
            folders.push(folder);
            store
        });
    }

    #[test]
    fn chunks_survive_closing_and_opening() {
        let folder = tempfile::tempdir().unwrap();
        let document_id = DocumentId::from_bytes([1; 16]);
        let chunk = Chunk::new(ChunkKind::Incremental, *b"bytes");
        let store = RedbStore::open(folder.path()).unwrap();
        let new = NewChunk {
            document_id,
            chunk: chunk.clone(),
        };
        store.append(&[new]).unwrap();
        drop(store);
        let store = RedbStore::open(folder.path()).unwrap();
        let read = replication::store::read_all(&store, document_id).unwrap();
        assert_eq!(read, [StoredChunk::from(chunk)]);
    }

    #[test]
    fn second_store_on_one_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let _first = RedbStore::open(folder.path()).unwrap();
        let second = RedbStore::open(folder.path());
        assert!(matches!(second, Err(OpenError::InUse { .. })));
    }

    #[test]
    fn damaged_file_is_refused_and_kept() {
        let check = |content: &[u8]| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(FILE_NAME);
            fs::write(&path, content).unwrap();
            let opened = RedbStore::open(folder.path());
            assert!(matches!(opened, Err(OpenError::Damaged { .. })));
            assert_eq!(fs::read(&path).unwrap(), content);
        };
        check(b"");
        check(b"this is not a database");
        check(&vec![0xff; 100_000]);
    }

    #[test]
    fn cut_off_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        drop(RedbStore::open(folder.path()).unwrap());
        let path = folder.path().join(FILE_NAME);
        let content = fs::read(&path).unwrap();
        fs::write(&path, &content[..content.len() / 3]).unwrap();
        let opened = RedbStore::open(folder.path());
        assert!(
            matches!(opened, Err(OpenError::Damaged { .. })),
            "{opened:?}"
        );
    }

    #[test]
    fn full_disk_is_told_apart_and_the_store_opens_again() {
        let folder = tempfile::tempdir().unwrap();
        let store = RedbStore::open(folder.path()).unwrap();
        let attempt = "append chunks";
        let check = |kind: io::ErrorKind, is_full| {
            let error = io::Error::from(kind);
            let told = store.failed(attempt, &redb::Error::Io(error));
            assert_eq!(told == StoreError::Full { attempt }, is_full, "{told:?}");
            assert_eq!(store.probe(), Ok(()), "{kind}");
        };
        check(io::ErrorKind::StorageFull, true);
        check(io::ErrorKind::QuotaExceeded, true);
        check(io::ErrorKind::FileTooLarge, false);
        check(io::ErrorKind::PermissionDenied, false);
        let damaged = store.failed(attempt, &redb::Error::Corrupted("page".to_owned()));
        assert!(matches!(damaged, StoreError::Damaged { .. }));
    }

    #[test]
    fn folder_that_is_a_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, b"").unwrap();
        let opened = RedbStore::open(&path);
        assert!(matches!(opened, Err(OpenError::Folder { .. })));
    }
}
