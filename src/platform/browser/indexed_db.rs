//! The store of this device: chunks of the document, and small entries of the device.
//!
//! A write is done when its *transaction* completed, with `strict` durability for what a
//! person did. A transaction that fails drops the handle, opens the database anew and
//! tries once more: iPads lose the connection in the background.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;

use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{TransactionDurability, TransactionMode, TransactionOptions};
use js_sys::Uint8Array;
use replication::{Chunk, ChunkKey, StoredChunk};
use wasm_bindgen::JsValue;

use crate::platform::StoreError;

const DATABASE: &str = "six-cartes";
const VERSION: u32 = 1;
const CHUNKS: &str = "chunks";
const DEVICE: &str = "device";

/// The browser's database, opened once and reopened when it is lost.
#[derive(Debug, Clone, Default)]
pub struct Store {
    database: Rc<RefCell<Option<Rc<Database>>>>,
}

impl Store {
    /// Opens the database.
    ///
    /// # Errors
    /// [`StoreError`]: nothing can be saved; say so and go on in memory.
    pub async fn open() -> Result<Self, StoreError> {
        let store = Self::default();
        store.database().await?;
        Ok(store)
    }

    /// Every chunk of the document.
    ///
    /// # Errors
    /// [`StoreError`]: what is stored cannot be read now; it is not lost.
    pub async fn chunks(&self) -> Result<Vec<StoredChunk>, StoreError> {
        self.twice(|database| async move {
            let transaction = database.transaction(CHUNKS).build()?;
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
        self.twice(|database| {
            let (key, value) = (key.clone(), value.clone());
            async move {
                let transaction = writing(&database, CHUNKS, is_strict)?;
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
        self.twice(|database| {
            let (key, value, superseded) = (key.clone(), value.clone(), superseded.clone());
            async move {
                let transaction = writing(&database, CHUNKS, true)?;
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
        self.twice(|database| {
            let key = key.clone();
            async move {
                let transaction = database.transaction(DEVICE).build()?;
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
        self.twice(|database| {
            let (key, value) = (key.clone(), value.clone());
            async move {
                let transaction = writing(&database, DEVICE, true)?;
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

    async fn database(&self) -> Result<Rc<Database>, StoreError> {
        if let Some(database) = self.database.borrow().as_ref() {
            return Ok(database.clone());
        }
        let opened = Database::open(DATABASE)
            .with_version(VERSION)
            .with_on_upgrade_needed(|_, database| {
                database.create_object_store(CHUNKS).build()?;
                database.create_object_store(DEVICE).build()?;
                Ok(())
            })
            .await
            .map_err(|error| StoreError::Refused(error.to_string()))?;
        let opened = Rc::new(opened);
        *self.database.borrow_mut() = Some(opened.clone());
        Ok(opened)
    }

    /// Runs `work`; when it fails, opens the database anew and runs it once more.
    async fn twice<T, F>(&self, work: impl Fn(Rc<Database>) -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let first = work(self.database().await?).await;
        if let Ok(value) = first {
            return Ok(value);
        }
        self.database.borrow_mut().take();
        work(self.database().await?).await.map_err(|error| {
            let text = error.to_string();
            if text.contains("Quota") {
                StoreError::Full(text)
            } else {
                StoreError::Failed(text)
            }
        })
    }
}

fn record(chunk: &Chunk) -> (String, JsValue) {
    (
        chunk.key().to_string(),
        Uint8Array::from(chunk.bytes().as_ref()).into(),
    )
}

fn writing<'a>(
    database: &'a Database,
    store: &str,
    is_strict: bool,
) -> Result<indexed_db_futures::transaction::Transaction<'a>, Error> {
    let mut options = TransactionOptions::new();
    options.set_durability(if is_strict {
        TransactionDurability::Strict
    } else {
        TransactionDurability::Relaxed
    });
    database
        .transaction(store)
        .with_mode(TransactionMode::Readwrite)
        .with_options(options)
        .build()
}
