//! What the outside offers: clock, randomness, store, socket, other tabs, files.
//!
//! The only module that names the browser. Two implementations of the same
//! functions: `browser` in the app, `host` in tests on a development machine.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod host;

#[cfg(target_arch = "wasm32")]
use browser as here;
#[cfg(not(target_arch = "wasm32"))]
use host as here;

pub use here::{
    Camera, Hands, NoAnswer, Socket, Store, TabChannel, Worker, activate_update, ask_for_lead,
    ask_worker, can_share_file, chosen_files, chosen_named_file, download, draw_code,
    enter_full_screen, focus, is_motion_reduced, is_online, is_rehearsal, is_storage_persistent,
    is_update_put_off, is_visible, keep_worker, locale_date, locale_day, locale_minute,
    locale_weekday_date, mark_root, now_ms, on_opened_files, on_page_event, on_rehearsal_change,
    on_update, open_afresh, page_origin, persist_storage, play_signal, post_json, print,
    put_update_off, random_bytes, read_workbook, ready_sound, relay_url, reload, remove_splash,
    scroll_to_top, set_rehearsal, set_title, share_file, sleep, speak, start_service_worker,
    stop_speaking, storage_room, today_ymd, watch_fragment, when_voice, write_workbook,
};

use domain::{Date, Timestamp};
use replication::Chunk;

/// Why there is no camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CameraFault {
    /// The person, or the system, does not allow it.
    #[error("the camera is not allowed")]
    NotAllowed,
    /// Another program uses it.
    #[error("the camera is in use")]
    Busy,
    /// The page was not loaded in a secure way.
    #[error("the page is not secure")]
    NotSecure,
    /// The device has none.
    #[error("there is no camera")]
    Absent,
}

/// One picture of the camera.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Red, green, blue and opaqueness of each pixel, row by row.
    pub colors: Vec<u8>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// Why the store of this device did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The browser refuses storage altogether, e.g. in a private window.
    #[error("storage is refused: {0}")]
    Refused(String),
    /// The store belongs to a newer version of the app.
    #[error("storage belongs to a newer version")]
    Newer,
    /// It does not answer, or another page keeps it from being opened.
    #[error("storage does not answer")]
    Stalled,
    /// The transaction failed, also after a second try: most often the disk is full.
    #[error("storage failed: {0}")]
    Failed(String),
}

/// A file that a person gave: its name, and what it holds when it can be read.
pub type GivenFile = (String, Option<Vec<u8>>);

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

/// What befalls the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageEvent {
    /// The network came or went.
    NetworkChanged,
    /// The page shows, perhaps after having been asleep.
    Shown,
    /// The page is hidden; it may be put to sleep.
    Hidden,
}

/// A sign that somebody holds the tablet, or left the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandSign {
    /// A touch, a key, a movement of the page.
    Touch,
    /// The page shows again; it may have slept.
    Back,
    /// The page goes away, and the browser may bring it back as it was.
    Away,
}

/// What another tab of this device says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TabNews {
    /// It stored a chunk.
    Chunk(Chunk),
    /// It changed an entry of the device.
    Entry(String),
    /// It is visible and would lead.
    LeadWanted {
        /// Which tab.
        by: String,
    },
    /// The tab that leads is visible too, and goes on.
    LeadKept {
        /// The tab that asked.
        to: String,
    },
    /// The tab that leads is hidden: take the lead.
    LeadYielded {
        /// The tab that asked.
        to: String,
    },
    /// It erased this device.
    Erased,
    /// Whether the tab that leads is connected to the relay.
    Relay {
        /// True when it is.
        is_connected: bool,
    },
}

/// How far a newer version of the app is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpdateNews {
    /// It waits for the person's word.
    Ready,
    /// It is in charge; this page is of the older one until it is loaded anew.
    TookOver,
}

/// Room on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StorageRoom {
    /// Bytes that the app takes up.
    pub used: u64,
    /// Bytes that the browser lets it take up.
    pub most: u64,
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
    let words = locale_weekday_date(date.year(), date.month(), date.day());
    // Intl says « 1 mars »; French says « 1er mars ».
    if date.day() == 1 {
        words.replacen(" 1 ", " 1er ", 1)
    } else {
        words
    }
}

/// A day in words without its name: « 4 mars 2026 ».
pub fn date_in_words(date: Date) -> String {
    let words = locale_date(date.year(), date.month(), date.day());
    match words.strip_prefix("1 ") {
        Some(rest) => format!("1er {rest}"),
        None => words,
    }
}

/// The day of a moment in words: « 4 mars 2026 ».
pub fn day_in_words(at: Timestamp) -> String {
    locale_day(f64::from(at.epoch_min()) * 60_000.0)
}

/// A moment in words: « mardi 4 mars 2026 à 14 h 30 ».
pub fn long_minute(at: Timestamp) -> String {
    locale_minute(f64::from(at.epoch_min()) * 60_000.0)
}
