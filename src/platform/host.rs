//! The same functions in memory, for tests on a development machine.

#![allow(
    clippy::unused_async,
    clippy::unused_self,
    reason = "the same signatures as the browser's"
)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use replication::{Chunk, ChunkKey, StoredChunk};

use super::{SocketEvent, SocketFull, StoreError};

/// A store in memory; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Store {
    chunks: Rc<RefCell<BTreeMap<ChunkKey, Chunk>>>,
    entries: Rc<RefCell<BTreeMap<String, String>>>,
}

impl Store {
    /// Opens an empty store.
    ///
    /// # Errors
    /// None.
    pub async fn open() -> Result<Self, StoreError> {
        Ok(Self::default())
    }

    /// Every chunk.
    ///
    /// # Errors
    /// None.
    pub async fn chunks(&self) -> Result<Vec<StoredChunk>, StoreError> {
        Ok(self
            .chunks
            .borrow()
            .values()
            .cloned()
            .map(Into::into)
            .collect())
    }

    /// Stores a chunk.
    ///
    /// # Errors
    /// None.
    pub async fn append(&self, chunk: &Chunk, _is_strict: bool) -> Result<(), StoreError> {
        self.chunks.borrow_mut().insert(chunk.key(), chunk.clone());
        Ok(())
    }

    /// Stores a snapshot chunk in place of others.
    ///
    /// # Errors
    /// None.
    pub async fn compact(
        &self,
        snapshot: &Chunk,
        superseded: &[ChunkKey],
    ) -> Result<(), StoreError> {
        let mut chunks = self.chunks.borrow_mut();
        for key in superseded {
            chunks.remove(key);
        }
        chunks.insert(snapshot.key(), snapshot.clone());
        Ok(())
    }

    /// Reads an entry.
    ///
    /// # Errors
    /// None.
    pub async fn read(&self, key: &str) -> Result<Option<String>, StoreError> {
        Ok(self.entries.borrow().get(key).cloned())
    }

    /// Writes an entry.
    ///
    /// # Errors
    /// None.
    pub async fn write(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.entries
            .borrow_mut()
            .insert(key.to_owned(), value.to_owned());
        Ok(())
    }
}

/// No socket: a host test has no network.
#[derive(Debug)]
pub struct Socket;

impl Socket {
    /// Never connects.
    pub fn connect(_url: &str, _on_event: impl Fn(SocketEvent) + 'static) -> Option<Self> {
        None
    }

    /// Never sends.
    ///
    /// # Errors
    /// Always.
    pub fn send(&self, _frame: &[u8]) -> Result<(), SocketFull> {
        Err(SocketFull)
    }
}

/// No other tabs.
#[derive(Debug, Clone)]
pub struct TabChannel;

impl TabChannel {
    /// Opens nothing.
    pub fn open(_on_chunk: impl Fn(Chunk) + 'static, _on_entry: impl Fn(String) + 'static) -> Self {
        Self
    }

    /// Tells nobody.
    pub fn tell_chunk(&self, _chunk: &Chunk) {}

    /// Tells nobody.
    pub fn tell_device_entry(&self, _key: &str) {}
}

/// Leads at once.
pub fn when_leader(on_leading: impl FnOnce() + 'static) {
    on_leading();
}

/// The epoch.
pub fn now_ms() -> i64 {
    0
}

/// A day.
pub fn today_ymd() -> String {
    "2026-03-04".to_owned()
}

/// Does not wait.
pub async fn sleep(_duration: Duration) {}

/// Bytes that differ from call to call, the same in every run.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    thread_local! {
        static CALLS: RefCell<u64> = const { RefCell::new(0) };
    }
    let call = CALLS.with_borrow_mut(|calls| {
        *calls += 1;
        *calls
    });
    let mut bytes = [0; N];
    bytes
        .iter_mut()
        .zip(call.to_be_bytes())
        .for_each(|(byte, value)| *byte = value);
    bytes
}

/// « 4/3/2026 ».
pub fn locale_date(year: u16, month: u8, day: u8) -> String {
    format!("{day}/{month}/{year}")
}

/// « 4/3/2026 ».
pub fn locale_weekday_date(year: u16, month: u8, day: u8) -> String {
    locale_date(year, month, day)
}

/// Milliseconds as they are.
pub fn locale_minute(epoch_ms: f64) -> String {
    epoch_ms.to_string()
}

/// No relay.
pub fn relay_url() -> Option<String> {
    None
}

/// Always.
pub fn is_online() -> bool {
    true
}

/// Nothing changes.
pub fn on_connectivity(_on_change: impl Fn() + Clone + 'static) {}

/// Nobody to ask.
pub async fn persist_storage() -> Option<bool> {
    None
}

/// No page.
pub fn mark_root(_attribute: &str, _value: Option<&str>) {}

/// No page.
pub fn remove_splash() {}

/// No page.
pub fn set_title(_title: &str) {}

/// No page.
pub fn focus(_id: &'static str) {}

/// No page.
pub fn scroll_to_top() {}

/// No worker.
pub fn start_service_worker() {}

/// No update.
pub fn on_update_ready(_on_ready: impl Fn() + 'static) {}

/// No update.
pub fn activate_update() {}

/// No file.
pub fn download(_file_name: &str, _mime: &str, _bytes: &[u8]) {}

/// No file.
pub async fn chosen_file(_event: leptos::ev::Event, _bytes_max: usize) -> Option<Vec<u8>> {
    None
}

/// No voice.
pub fn when_voice(_on_voice: impl Fn() + Clone + 'static) {}

/// No voice.
pub fn speak(_text: &str) {}

/// No voice.
pub fn stop_speaking() {}
