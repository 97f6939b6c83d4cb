//! A complete JSON file to the bytes of a backup file.
//!
//! What comes in is hostile until checked: its size, its shape, every change, and at the
//! end that the document is the one whose heads it names.

use core::fmt;

use automerge::{Automerge, ChangeHash, ReadDoc};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use document::{FILE_BYTES_MAX, FileFault, fingerprint, inspect};
use replication::read_file;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::json::{ContractName, FORMAT, VERSION};
use crate::limits::{CHANGES_MAX, HEADS_MAX, JSON_BYTES_MAX};

/// What every replica of one document starts from, as the app has it.
#[derive(Debug, Clone, Copy)]
pub struct Start<'a> {
    /// The first change.
    pub genesis: &'a [u8],
    /// The change after it; empty for a contract without one.
    pub amendment: &'a [u8],
}

/// Why a file is not read back; nothing is made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportFault {
    /// More than [`JSON_BYTES_MAX`].
    #[error("the file has {bytes} bytes, {} at most", JSON_BYTES_MAX)]
    TooLarge {
        /// Size found.
        bytes: usize,
    },
    /// Not a JSON file of the app, or not all of it.
    #[error("the file is not a complete JSON file of the app: {reason}")]
    Unreadable {
        /// What was found.
        reason: String,
    },
    /// Written by a newer program than this one.
    #[error("the file has version {found}, this program understands {VERSION}")]
    NewerVersion {
        /// Version found.
        found: u64,
    },
    /// Of another contract.
    #[error("the file holds the document of another contract")]
    OtherContract,
    /// More than [`CHANGES_MAX`] or [`HEADS_MAX`].
    #[error(
        "the file has {changes} changes and {heads} heads, {CHANGES_MAX} and {HEADS_MAX} at most"
    )]
    TooMany {
        /// Changes found.
        changes: usize,
        /// Heads found.
        heads: usize,
    },
    /// A change cannot be read.
    #[error("change {number} of the file is damaged")]
    DamagedChange {
        /// Its place in the file, from 1.
        number: usize,
    },
    /// The changes do not go together.
    #[error("the changes of the file do not go together: {reason}")]
    DamagedDocument {
        /// What was found.
        reason: String,
    },
    /// Some changes build on others that are not there.
    #[error("the file lacks {n_missing} changes that others build on")]
    MissingChanges {
        /// How many.
        n_missing: usize,
    },
    /// The document is not the one that the file names.
    #[error("the changes make another document than the one that the file names")]
    WrongHeads,
    /// The program's own genesis or amendment cannot be read: a broken build.
    #[error("the start of the document cannot be read: {reason}")]
    BrokenStart {
        /// What was found.
        reason: String,
    },
    /// The document may not be merged: a rehearsal, or of a newer schema.
    #[error(transparent)]
    File(#[from] FileFault),
}

/// What is looked at first: newer versions may have another shape.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u64,
}

#[derive(Deserialize)]
struct Complete {
    contract: ContractName,
    fingerprint: String,
    #[serde(deserialize_with = "at_most_heads")]
    heads: Listed,
    #[serde(deserialize_with = "at_most_changes")]
    changes: Listed,
}

/// Texts of a list, no more than its limit, and how many there are.
struct Listed {
    texts: Vec<String>,
    n: usize,
}

/// Rebuilds the bytes of a backup file from a complete JSON file.
///
/// The document has the heads, and so the snapshot, the anomalies and the fingerprint, of
/// the one that was exported.
///
/// # Errors
/// [`ImportFault`] says what to tell the person.
pub fn import_json(bytes: &[u8], start: Start<'_>) -> Result<Vec<u8>, ImportFault> {
    if bytes.len() > JSON_BYTES_MAX {
        let bytes = bytes.len();
        return Err(ImportFault::TooLarge { bytes });
    }
    let file = parse(bytes)?;
    if file.contract.genesis != origin(start.genesis)? {
        return Err(ImportFault::OtherContract);
    }
    let changes = decoded(&file.changes.texts)?;
    let mut document = rebuilt(&[start.genesis, start.amendment], &changes)?;
    if !is_named(&document, &file) {
        // Exported by a program that did not know the amendment yet?
        let older = rebuilt(&[start.genesis], &changes)?;
        if !is_named(&older, &file) {
            let n_missing = document.get_missing_deps(&[]).len();
            return Err(match n_missing {
                0 => ImportFault::WrongHeads,
                _ => ImportFault::MissingChanges { n_missing },
            });
        }
        document = older;
    }
    let n_missing = document.get_missing_deps(&[]).len();
    if n_missing > 0 {
        return Err(ImportFault::MissingChanges { n_missing });
    }
    let saved = document.save();
    inspect(start.genesis, &saved, |bytes| read_file(bytes).ok())?;
    Ok(saved)
}

fn parse(bytes: &[u8]) -> Result<Complete, ImportFault> {
    let head: Head = serde_json::from_slice(bytes).map_err(unreadable)?;
    if head.format != FORMAT {
        return Err(ImportFault::Unreadable {
            reason: "another format".to_owned(),
        });
    }
    if head.version > VERSION {
        let found = head.version;
        return Err(ImportFault::NewerVersion { found });
    }
    let file: Complete = serde_json::from_slice(bytes).map_err(unreadable)?;
    if file.changes.n > CHANGES_MAX || file.heads.n > HEADS_MAX {
        return Err(ImportFault::TooMany {
            changes: file.changes.n,
            heads: file.heads.n,
        });
    }
    Ok(file)
}

#[allow(clippy::needless_pass_by_value, reason = "the shape of `map_err`")]
fn unreadable(error: serde_json::Error) -> ImportFault {
    ImportFault::Unreadable {
        reason: error.to_string(),
    }
}

/// Hash of the change that starts from nothing, as the exporting program names it.
fn origin(genesis: &[u8]) -> Result<String, ImportFault> {
    let document = Automerge::load(genesis).map_err(|error| ImportFault::BrokenStart {
        reason: error.to_string(),
    })?;
    let changes = document.get_changes_meta(&[]);
    let first = changes.iter().filter(|change| change.deps.is_empty());
    let first: Vec<String> = first.map(|change| change.hash.to_string()).collect();
    Ok(first.join(" "))
}

fn decoded(texts: &[String]) -> Result<Vec<Vec<u8>>, ImportFault> {
    let mut n_bytes = 0_usize;
    let mut changes = Vec::with_capacity(texts.len());
    for (text, number) in texts.iter().zip(1..) {
        let change = STANDARD.decode(text);
        let change = change.map_err(|_| ImportFault::DamagedChange { number })?;
        if change.is_empty() {
            return Err(ImportFault::DamagedChange { number });
        }
        n_bytes += change.len();
        changes.push(change);
    }
    if n_bytes > FILE_BYTES_MAX {
        return Err(ImportFault::TooLarge { bytes: n_bytes });
    }
    Ok(changes)
}

/// The document that the start and the changes make, read as merging reads a file.
fn rebuilt(start: &[&[u8]], changes: &[Vec<u8>]) -> Result<Automerge, ImportFault> {
    let start = start.concat();
    let bytes = [start.as_slice(), &changes.concat()].concat();
    match read_file(&bytes) {
        Ok(document) => Ok(document),
        Err(error) => Err(blamed(&start, changes, error.to_string())),
    }
}

/// Finds what `reason` is about: the start, one change, or how they go together.
fn blamed(start: &[u8], changes: &[Vec<u8>], reason: String) -> ImportFault {
    if read_file(start).is_err() {
        return ImportFault::BrokenStart { reason };
    }
    let mut changes = changes.iter().zip(1..);
    let damaged = changes.find(|(change, _)| read_file(change).is_err());
    match damaged {
        Some((_, number)) => ImportFault::DamagedChange { number },
        None => ImportFault::DamagedDocument { reason },
    }
}

/// Whether the document is at the heads, and has the fingerprint, that the file names.
fn is_named(document: &Automerge, file: &Complete) -> bool {
    let mut heads: Vec<ChangeHash> = document.get_heads();
    heads.sort_unstable();
    let named = file.heads.texts.iter().map(|text| text.parse().ok());
    let named: Option<Vec<ChangeHash>> = named.collect();
    let is_same = named.is_some_and(|mut named| {
        named.sort_unstable();
        named == heads
    });
    is_same && fingerprint(&heads).to_string() == file.fingerprint
}

fn at_most_heads<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Listed, D::Error> {
    deserializer.deserialize_seq(AtMost(HEADS_MAX))
}

fn at_most_changes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Listed, D::Error> {
    deserializer.deserialize_seq(AtMost(CHANGES_MAX))
}

/// Keeps so many texts and counts the rest: a list of nothing is short on disk.
struct AtMost(usize);

impl<'de> Visitor<'de> for AtMost {
    type Value = Listed;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of texts")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Listed, A::Error> {
        let mut texts = Vec::new();
        while texts.len() < self.0 {
            let Some(text) = list.next_element::<String>()? else {
                let n = texts.len();
                return Ok(Listed { texts, n });
            };
            texts.push(text);
        }
        let mut n = texts.len();
        while list.next_element::<IgnoredAny>()?.is_some() {
            n += 1;
        }
        Ok(Listed { texts, n })
    }
}
