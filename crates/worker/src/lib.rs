//! What the page asks of a second WebAssembly, so that a first visit need not carry it.
//!
//! Knows: `sheets` (workbooks), `exports` (files for others), `optical` (series of codes).
//! Must not know: the page, the network, the store.
//! Reading order: [`verbs`] (what can be asked), [`Value`] (what goes to and fro),
//! [`Worker`], then `main.rs`, which listens.

#[cfg(feature = "work")]
mod exporting;
#[cfg(feature = "work")]
mod work;

use serde::{Deserialize, Serialize};

#[cfg(feature = "work")]
pub use work::Worker;

/// What can be asked: the first value of a message. The others are its arguments.
pub mod verbs {
    /// A [`sheets::Sheet`] as JSON: gives the bytes of a workbook.
    pub const WRITE_WORKBOOK: &str = "write workbook";
    /// The bytes of a workbook: gives a [`sheets::Answer`] as JSON.
    pub const READ_WORKBOOK: &str = "read workbook";
    /// The word of an export, the day (`YYYY-MM-DD`), the bytes of a backup file: gives
    /// the name of a file, its MIME type and its bytes.
    pub const EXPORT: &str = "export";
    /// The bytes of a complete JSON file, of the genesis and of the amendment: gives the
    /// bytes of a backup file, or a text that begins with the word of a fault.
    pub const IMPORT: &str = "import";
    /// Bytes to carry by codes: gives a [`super::Series`] as JSON.
    pub const SEND: &str = "send";
    /// The number of a code of what is sent: gives its modules.
    pub const CODE: &str = "code";
    /// A document's id, and the heads that this tablet has (32 bytes each): gives the
    /// modules of the code that asks for what is missing.
    pub const REQUEST: &str = "request";
    /// Red, green, blue and opaqueness of a picture, its width and its height, in pixels:
    /// gives a [`super::Seen`] as JSON.
    pub const LOOK: &str = "look";
    /// Nothing: gives the bytes that were carried, once all is there and sound.
    pub const RECEIVED: &str = "received";
    /// Nothing: gives what was read so far, to go on later.
    pub const KEEP: &str = "keep";
    /// What was kept: gives a [`super::Seen`] as JSON.
    pub const RESUME: &str = "resume";
}

/// The codes of one payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// Fewest codes that must be read.
    pub n_codes_min: usize,
    /// How long each stays on the screen, in ms.
    pub interval_ms: u32,
}

/// What came of looking at a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Codes of the series that were read, each once.
    pub n_received: usize,
    /// Codes that are needed at least; 0 before the first one.
    pub n_needed: usize,
    /// Codes of another series that passed: two tablets show codes at once.
    pub n_of_others: u32,
    /// True when nothing more is needed.
    pub is_complete: bool,
    /// True when a code of a newer app passed in this picture.
    pub is_newer: bool,
    /// What another tablet asks for, if its code was in the picture.
    pub request: Option<Request>,
}

/// What a tablet has: it asks for the rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Id of its document.
    pub document: String,
    /// Names of its latest changes, in hexadecimal digits.
    pub heads: Vec<String>,
}

/// One value of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}
