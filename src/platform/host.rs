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

use super::{
    GivenFile, HandSign, PageEvent, SocketEvent, SocketFull, StorageRoom, StoreError, TabNews,
    UpdateNews,
};

/// A store in memory; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Store {
    chunks: Rc<RefCell<BTreeMap<ChunkKey, Chunk>>>,
    entries: Rc<RefCell<BTreeMap<String, String>>>,
}

impl Store {
    /// Opens an empty store.
    pub async fn open() -> (Self, Result<(), StoreError>) {
        (Self::default(), Ok(()))
    }

    /// Never lost.
    pub fn on_lost(&self, _on_lost: impl Fn() + 'static) {}

    /// Deletes everything.
    ///
    /// # Errors
    /// None.
    pub async fn erase(&self) -> Result<(), StoreError> {
        self.chunks.borrow_mut().clear();
        self.entries.borrow_mut().clear();
        Ok(())
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

    /// Deletes an entry.
    ///
    /// # Errors
    /// None.
    pub async fn delete(&self, key: &str) -> Result<(), StoreError> {
        self.entries.borrow_mut().remove(key);
        Ok(())
    }
}

/// Nobody's hands.
#[derive(Debug)]
pub struct Hands;

impl Hands {
    /// Never sees anything.
    pub fn watch(_on_sign: impl Fn(HandSign) + Clone + 'static) -> Self {
        Self
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
    pub fn open(_on_news: impl Fn(TabNews) + 'static) -> Self {
        Self
    }

    /// Tells nobody.
    pub fn tell(&self, _news: &TabNews) {}
}

/// Leads at once.
pub fn ask_for_lead(_is_at_once: bool, on_lead: impl Fn(bool) + 'static) {
    on_lead(true);
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
pub fn locale_day(epoch_ms: f64) -> String {
    epoch_ms.to_string()
}

/// Milliseconds as they are.
pub fn locale_minute(epoch_ms: f64) -> String {
    epoch_ms.to_string()
}

/// Never.
pub fn is_rehearsal() -> bool {
    false
}

/// Nothing is kept.
pub fn set_rehearsal(_is_on: bool) -> bool {
    false
}

/// No other tab.
pub fn on_rehearsal_change(_on_change: impl Fn() + 'static) {}

/// No relay.
pub fn relay_url() -> Option<String> {
    None
}

/// No page.
pub fn page_origin() -> Option<String> {
    None
}

/// Nobody asked.
pub fn is_motion_reduced() -> bool {
    false
}

/// No screen.
pub fn enter_full_screen() {}

/// No sound.
pub fn ready_sound() {}

/// No sound.
pub fn play_signal() {}

/// Always.
pub fn is_online() -> bool {
    true
}

/// Always.
pub fn is_visible() -> bool {
    true
}

/// Nothing happens.
pub fn on_page_event(_on_event: impl Fn(PageEvent) + Clone + 'static) {}

/// No address, no fragment.
pub fn watch_fragment(_take: impl Fn(&str) -> bool + 'static) {}

/// Nobody answers.
pub async fn post_json(_path: &str, _body: &str) -> Option<(u16, String)> {
    None
}

/// No printer.
pub fn print() {}

/// Nobody to ask.
pub async fn persist_storage() -> Option<bool> {
    None
}

/// Nobody to ask.
pub async fn is_storage_persistent() -> Option<bool> {
    None
}

/// Nobody to ask.
pub async fn storage_room() -> Option<StorageRoom> {
    None
}

/// No page.
pub fn mark_root(_attribute: &str, _value: Option<&str>) {}

/// No page.
pub fn remove_splash() {}

/// No page.
pub fn set_title(_title: &str) {}

/// No page.
pub fn focus(_id: &str) {}

/// No page.
pub fn scroll_to_top() {}

/// No worker.
pub fn start_service_worker() {}

/// No update.
pub fn on_update(_on_news: impl Fn(UpdateNews) + 'static) {}

/// No update.
pub fn activate_update() {}

/// No update.
pub fn is_update_put_off() -> bool {
    false
}

/// No update.
pub fn put_update_off() {}

/// No page.
pub fn reload() {}

/// No page.
pub fn open_afresh() {}

/// No file.
pub fn download(_file_name: &str, _mime: &str, _bytes: &[u8]) {}

/// No file.
pub async fn chosen_files(
    _event: leptos::ev::Event,
    _n_max: usize,
    _bytes_max: usize,
) -> Vec<GivenFile> {
    Vec::new()
}

/// No file.
pub fn on_opened_files(
    _n_max: usize,
    _bytes_max: usize,
    _on_files: impl Fn(Vec<GivenFile>) + 'static,
) {
}

/// No sheet.
pub fn can_share_file(_file_name: &str, _mime: &str) -> bool {
    false
}

/// No sheet.
pub async fn share_file(_file_name: &str, _mime: &str, _bytes: &[u8]) -> Option<bool> {
    Some(false)
}

/// No file.
pub async fn chosen_named_file(
    _event: leptos::ev::Event,
    _bytes_max: usize,
) -> Option<(String, Vec<u8>)> {
    None
}

/// No camera.
#[derive(Debug)]
pub struct Camera;

impl Camera {
    /// No camera.
    ///
    /// # Errors
    /// Always.
    pub async fn start(_id: &str) -> Result<Self, crate::platform::CameraFault> {
        Err(crate::platform::CameraFault::Absent)
    }

    /// No camera.
    pub fn picture(&self) -> Option<crate::platform::Picture> {
        None
    }
}

/// No screen.
pub fn draw_code(_id: &str, _width: usize, _modules: &[u8]) {}

/// Why the worker gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// It cannot be loaded.
    NotLoaded,
    /// It refused what it was given.
    Failed,
}

/// No worker.
#[derive(Debug)]
pub struct Worker;

impl Worker {
    /// No worker.
    ///
    /// # Errors
    /// Always.
    pub async fn start() -> Result<Self, NoAnswer> {
        Err(NoAnswer::NotLoaded)
    }

    /// No worker.
    ///
    /// # Errors
    /// Always.
    pub async fn ask(
        &self,
        _verb: &str,
        _arguments: &[worker::Value],
    ) -> Result<Vec<worker::Value>, NoAnswer> {
        Err(NoAnswer::Failed)
    }
}

/// No worker.
///
/// # Errors
/// Always.
pub async fn ask_worker(
    _verb: &str,
    _arguments: &[worker::Value],
) -> Result<Vec<worker::Value>, NoAnswer> {
    Err(NoAnswer::NotLoaded)
}

/// No worker.
pub async fn write_workbook(_sheet: &sheets::Sheet) -> Option<Vec<u8>> {
    None
}

/// No worker.
pub async fn read_workbook(_bytes: &[u8]) -> Option<sheets::Answer> {
    None
}

/// No service worker.
pub fn keep_worker() {}

/// No voice.
pub fn when_voice(_on_voice: impl Fn() + Clone + 'static) {}

/// No voice.
pub fn speak(_text: &str) {}

/// No voice.
pub fn stop_speaking() {}
