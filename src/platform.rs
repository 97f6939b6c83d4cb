//! What the outside offers: clock, randomness, store, socket, other tabs, files.
//!
//! The only module that names the browser. Two implementations of the same
//! functions: `browser` in the app, `host` in tests on a development machine.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod host;

#[cfg(target_arch = "wasm32")]
pub use browser::{
    Socket, Store, TabChannel, activate_update, chosen_file, download, focus, is_online,
    locale_date, locale_minute, locale_weekday_date, mark_root, now_ms, on_connectivity,
    on_update_ready, persist_storage, random_bytes, relay_url, remove_splash, scroll_to_top,
    set_title, sleep, speak, start_service_worker, stop_speaking, today_ymd, when_leader,
    when_voice,
};
#[cfg(not(target_arch = "wasm32"))]
pub use host::{
    Socket, Store, TabChannel, activate_update, chosen_file, download, focus, is_online,
    locale_date, locale_minute, locale_weekday_date, mark_root, now_ms, on_connectivity,
    on_update_ready, persist_storage, random_bytes, relay_url, remove_splash, scroll_to_top,
    set_title, sleep, speak, start_service_worker, stop_speaking, today_ymd, when_leader,
    when_voice,
};

use domain::{Date, Timestamp};

/// Why the store of this device did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The browser refuses storage altogether, e.g. in a private window.
    #[error("storage is refused: {0}")]
    Refused(String),
    /// The disk or the quota is full.
    #[error("storage is full: {0}")]
    Full(String),
    /// The transaction failed for another reason, also after a second try.
    #[error("storage failed: {0}")]
    Failed(String),
}

/// What happens on a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SocketEvent {
    /// It is open: frames can be sent.
    Open,
    /// A frame came.
    Frame(Vec<u8>),
    /// It is closed, or never opened.
    Closed,
}

/// The connection cannot take a frame: close it and connect anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the socket cannot take a frame")]
pub struct SocketFull;

/// Sixteen random bytes, for a fresh id.
pub fn random_id() -> [u8; 16] {
    random_bytes()
}

/// Now, to the minute.
pub fn now() -> Timestamp {
    Timestamp::from_epoch_ms(now_ms())
}

/// Today on this device.
///
/// # Panics
/// Never: the day shown for a senseless clock is a day.
pub fn today() -> Date {
    today_ymd()
        .parse()
        .unwrap_or_else(|_| EPOCH.parse().expect("the epoch is a day"))
}

/// Shown when the device has no sensible clock.
const EPOCH: &str = "1970-01-01";

/// A day in words: « mardi 4 mars 2026 ».
pub fn long_date(date: Date) -> String {
    locale_weekday_date(date.year(), date.month(), date.day())
}

/// A day in words without its name: « 4 mars 2026 ».
pub fn date_in_words(date: Date) -> String {
    locale_date(date.year(), date.month(), date.day())
}

/// A moment in words: « mardi 4 mars 2026 à 14 h 30 ».
pub fn long_minute(at: Timestamp) -> String {
    locale_minute(f64::from(at.epoch_min()) * 60_000.0)
}
