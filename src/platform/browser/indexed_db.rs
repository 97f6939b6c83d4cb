//! The store of this device: chunks of the document, and small entries of the device.
//!
//! A write is done when its *transaction* completed, with `strict` durability for what a
//! person did. A transaction that fails drops the handle, opens the database anew and
//! tries once more: iPads lose the connection in the background.

mod connection;

use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use indexed_db_futures::database::{Database, ObjectStoreName};
use indexed_db_futures::error::Error;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{TransactionDurability, TransactionMode, TransactionOptions};
use js_sys::Uint8Array;
use replication::{Chunk, ChunkKey, StoredChunk};
use wasm_bindgen::JsValue;

use self::connection::{Connection, Handle};
use super::clock::within;
use crate::platform::StoreError;

const CHUNKS: &str = "chunks";
const DEVICE: &str = "device";
/// A transaction that has not ended by then counts as failed. A strict write takes some
/// milliseconds, on a tablet that is busy a second.
const TRANSACTION_LIMIT: Duration = Duration::from_secs(10);

/// The browser's database, opened once and reopened when it is lost.
#[derive(Debug, Clone, Default)]
pub struct Store {
    connection: Connection,
}

impl Store {
    /// Takes hold of the database.
    ///
    /// # Errors
    /// [`StoreError`] and the store, which is opened later: say that nothing can be
    /// saved, and go on in memory.
    pub async fn open() -> (Self, Result<(), StoreError>) {
        let store = Self::default();
        let opened = store.connection.handle().await;
        (store, opened.map(|_| ()))
    }

    /// Calls `on_lost` when what was stored may be gone: the database was deleted, wanted
    /// by a newer version of the app, closed by the browser, or left after a failure.
    /// [`chunks`](Self::chunks) then tells what is there.
    pub fn on_lost(&self, on_lost: impl Fn() + 'static) {
        self.connection.on_lost(Rc::new(on_lost));
    }

    /// Every chunk of the document.
    ///
    /// # Errors
    /// [`StoreError`]: what is stored cannot be read now; it is not lost.
    pub async fn chunks(&self) -> Result<Vec<StoredChunk>, StoreError> {
        self.twice(|handle| async move {
            let transaction = handle.database.transaction(CHUNKS).build()?;
            let store = transaction.object_store(CHUNKS)?;
            let keys: Vec<String> = store
                .get_all_keys::<String>()
                .await?
                .collect::<Result<_, _>>()?;
            let values: Vec<JsValue> = store
                .get_all::<JsValue>()
                .await?
                .collect::<Result<_, _>>()?;
            let chunks = keys.iter().zip(values).filter_map(|(key, bytes)| {
                let bytes: Arc<[u8]> = Uint8Array::new(&bytes).to_vec().into();
                Some(StoredChunk {
                    key: key.parse::<ChunkKey>().ok()?,
                    bytes,
                })
            });
            Ok(chunks.collect())
        })
        .await
    }

    /// Stores a chunk; `is_strict` for what a person did on this device.
    ///
    /// # Errors
    /// [`StoreError`]: the chunk is not stored; keep it in memory and say so.
    pub async fn append(&self, chunk: &Chunk, is_strict: bool) -> Result<(), StoreError> {
        let (key, value) = record(chunk);
        self.twice(|handle| {
            let (key, value) = (key.clone(), value.clone());
            async move {
                let transaction = writing(&handle.database, CHUNKS, is_strict)?;
                transaction
                    .object_store(CHUNKS)?
                    .put(value)
                    .with_key(key)
                    .await?;
                transaction.commit().await
            }
        })
        .await
    }

    /// Stores a snapshot chunk and deletes those that it contains, in one transaction.
    ///
    /// # Errors
    /// [`StoreError`]: nothing changed.
    pub async fn compact(
        &self,
        snapshot: &Chunk,
        superseded: &[ChunkKey],
    ) -> Result<(), StoreError> {
        let (key, value) = record(snapshot);
        let superseded: Vec<String> = superseded.iter().map(ToString::to_string).collect();
        self.twice(|handle| {
            let (key, value, superseded) = (key.clone(), value.clone(), superseded.clone());
            async move {
                let transaction = writing(&handle.database, CHUNKS, true)?;
                let store = transaction.object_store(CHUNKS)?;
                store.put(value).with_key(key).await?;
                for key in superseded {
                    store.delete(key).await?;
                }
                transaction.commit().await
            }
        })
        .await
    }

    /// Reads an entry of this device.
    ///
    /// # Errors
    /// [`StoreError`]: it cannot be read now.
    pub async fn read(&self, key: &str) -> Result<Option<String>, StoreError> {
        let key = key.to_owned();
        self.twice(|handle| {
            let key = key.clone();
            async move {
                let transaction = handle.database.transaction(DEVICE).build()?;
                transaction
                    .object_store(DEVICE)?
                    .get::<String, _, _>(key)
                    .await
            }
        })
        .await
    }

    /// Writes an entry of this device, durably.
    ///
    /// # Errors
    /// [`StoreError`]: it is not stored; say so.
    pub async fn write(&self, key: &str, value: &str) -> Result<(), StoreError> {
        let (key, value) = (key.to_owned(), value.to_owned());
        self.twice(|handle| {
            let (key, value) = (key.clone(), value.clone());
            async move {
                let transaction = writing(&handle.database, DEVICE, true)?;
                transaction
                    .object_store(DEVICE)?
                    .put(value)
                    .with_key(key)
                    .await?;
                transaction.commit().await
            }
        })
        .await
    }

    /// Deletes an entry of this device.
    ///
    /// # Errors
    /// [`StoreError`]: it is still there.
    pub async fn delete(&self, key: &str) -> Result<(), StoreError> {
        let key = key.to_owned();
        self.twice(|handle| {
            let key = key.clone();
            async move {
                let transaction = writing(&handle.database, DEVICE, true)?;
                transaction.object_store(DEVICE)?.delete(key).await?;
                transaction.commit().await
            }
        })
        .await
    }

    /// Deletes everything that this device keeps.
    ///
    /// # Errors
    /// [`StoreError`]: nothing is deleted.
    pub async fn erase(&self) -> Result<(), StoreError> {
        self.twice(|handle| async move {
            let names = [CHUNKS, DEVICE];
            let transaction = writing(&handle.database, names, true)?;
            for name in names {
                transaction.object_store(name)?.clear()?;
            }
            transaction.commit().await
        })
        .await
    }

    /// Runs `work`; when it fails, opens the database anew and runs it once more.
    async fn twice<T, F>(&self, work: impl Fn(Rc<Handle>) -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let first = self.once(&work).await;
        if matches!(first, Err(StoreError::Failed(_))) {
            self.once(&work).await
        } else {
            first
        }
    }

    /// Runs `work` on the open database, which is left when that fails.
    async fn once<T, F>(&self, work: impl Fn(Rc<Handle>) -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let handle = self.connection.handle().await?;
        let ended = within(TRANSACTION_LIMIT, work(handle.clone())).await;
        if !matches!(ended, Some(Ok(_))) {
            self.connection.leave(&handle);
        }
        match ended {
            Some(Ok(value)) => Ok(value),
            Some(Err(error)) => Err(StoreError::Failed(error.to_string())),
            None => Err(StoreError::Stalled),
        }
    }
}

fn record(chunk: &Chunk) -> (String, JsValue) {
    (
        chunk.key().to_string(),
        Uint8Array::from(chunk.bytes().as_ref()).into(),
    )
}

fn writing(
    database: &Database,
    stores: impl ObjectStoreName,
    is_strict: bool,
) -> Result<indexed_db_futures::transaction::Transaction<'_>, Error> {
    let mut options = TransactionOptions::new();
    options.set_durability(if is_strict {
        TransactionDurability::Strict
    } else {
        TransactionDurability::Relaxed
    });
    database
        .transaction(stores)
        .with_mode(TransactionMode::Readwrite)
        .with_options(options)
        .build()
}
