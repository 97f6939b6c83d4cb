//! Is this file ours? Asked before a file is merged.

use automerge::{Automerge, ChangeHash, ReadDoc, ScalarValue, Value};

use crate::rehearsal::is_rehearsal;
use crate::{Fingerprint, fingerprint, schema};

/// Why a file cannot be merged; the document stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// No bytes.
    #[error("the file is empty")]
    Empty,
    /// More than [`FILE_BYTES_MAX`].
    #[error("the file has {bytes} bytes, {} at most", FILE_BYTES_MAX)]
    TooLarge {
        /// Size found.
        bytes: usize,
    },
    /// Not an Automerge document at all.
    #[error("the file is not a saved document")]
    NotADocument,
    /// An Automerge document that cannot be read to its end.
    #[error("the file is damaged or incomplete")]
    Damaged,
    /// A sound document of another contract or program.
    #[error("the file holds another document")]
    Foreign,
    /// A rehearsal, where the open document is real, or the other way round.
    #[error("a rehearsal and a real document are never merged")]
    Rehearsal {
        /// True when the file is the rehearsal.
        is_file: bool,
    },
    /// Written by a newer program than this one.
    #[error(
        "the file has schema {found}, this program understands {}",
        schema::SCHEMA_VERSION
    )]
    NewerSchema {
        /// Version found.
        found: u64,
    },
}

/// Largest file that is read: a hundred times the document of a busy year.
pub const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// First bytes of every Automerge chunk.
const AUTOMERGE_MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];

/// What a sound file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
}

/// Checks a file that a person chose, against the genesis of the open document.
///
/// `read` is how merging reads a file, so that the two never disagree; it gives
/// nothing for a file that cannot be read to its end.
///
/// # Errors
/// [`FileFault`] says what to tell the person.
pub fn inspect(
    genesis_bytes: &[u8],
    file: &[u8],
    read: impl FnOnce(&[u8]) -> Option<Automerge>,
) -> Result<FileReport, FileFault> {
    if file.is_empty() {
        return Err(FileFault::Empty);
    }
    if file.len() > FILE_BYTES_MAX {
        return Err(FileFault::TooLarge { bytes: file.len() });
    }
    if !file.starts_with(&AUTOMERGE_MAGIC) {
        return Err(FileFault::NotADocument);
    }
    let document = read(file).ok_or(FileFault::Damaged)?;
    if !document.get_missing_deps(&[]).is_empty() {
        return Err(FileFault::Damaged);
    }
    let base = Automerge::load(genesis_bytes).map_err(|_| FileFault::Foreign)?;
    if origins(&base) != origins(&document) {
        return Err(FileFault::Foreign);
    }
    let is_file = is_rehearsal(&document);
    if is_file != is_rehearsal(&base) {
        return Err(FileFault::Rehearsal { is_file });
    }
    let found = schema_version(&document);
    if found > schema::SCHEMA_VERSION {
        return Err(FileFault::NewerSchema { found });
    }
    Ok(FileReport {
        fingerprint: fingerprint(&document.get_heads()),
    })
}

/// The changes that start from nothing: the genesis, and only it, in a document of ours.
fn origins(document: &Automerge) -> Vec<ChangeHash> {
    let changes = document.get_changes_meta(&[]);
    let first = changes.iter().filter(|change| change.deps.is_empty());
    first.map(|change| change.hash).collect()
}

/// Highest version that any replica wrote; 0 when there is none.
pub(crate) fn schema_version(document: &Automerge) -> u64 {
    document
        .get_all(automerge::ROOT, schema::SCHEMA)
        .unwrap_or_default()
        .iter()
        .filter_map(|(value, _)| whole_number(value))
        .max()
        .unwrap_or(0)
}

/// Programs in JavaScript write whole numbers as signed ones.
fn whole_number(value: &Value<'_>) -> Option<u64> {
    match value.as_scalar()? {
        ScalarValue::Uint(n) => Some(*n),
        ScalarValue::Int(n) => u64::try_from(*n).ok(),
        _ => None,
    }
}
