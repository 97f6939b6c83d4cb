//! Files that a person chose: read to their end, merged completely or not at all.

use automerge::{Automerge, Change, ReadDoc};

use super::reading::load_strictly;
use super::{DocumentActor, MergeError, MergeReport, Origin, Output};
use crate::chunk::scan;
use crate::confine::confined;
use crate::limits::MERGE_BYTES_MAX;

/// The document that a file holds by itself, as merging would read it.
///
/// # Errors
/// [`MergeError::Empty`], [`MergeError::TooLong`] or [`MergeError::Unreadable`].
pub fn read_file(bytes: &[u8]) -> Result<Automerge, MergeError> {
    let (document, _) = with_changes(Automerge::new(), changes_in(bytes)?)?;
    Ok(document)
}

fn changes_in(bytes: &[u8]) -> Result<Vec<Change>, MergeError> {
    if bytes.is_empty() {
        return Err(MergeError::Empty);
    }
    if bytes.len() > MERGE_BYTES_MAX {
        return Err(MergeError::TooLong {
            n_bytes: bytes.len(),
        });
    }
    let pieces = scan::pieces(bytes).map_err(|error| unreadable(error.to_string()))?;
    let mut changes = Vec::new();
    for piece in pieces {
        match piece {
            scan::Piece::Change(change) => changes.push(*change),
            scan::Piece::Other(piece) => {
                changes.extend(load_strictly(piece).map_err(unreadable)?.get_changes(&[]));
            }
        }
    }
    Ok(changes)
}

/// The document with the changes, and those of them that were new.
///
/// Automerge applies some changes that no program writes and panics when it gives them
/// back, so that they are asked for here, where a panic is a refusal.
fn with_changes(
    mut document: Automerge,
    changes: Vec<Change>,
) -> Result<(Automerge, Vec<Change>), MergeError> {
    let before = document.get_heads();
    let new = confined(|| {
        let applied = document.apply_changes(changes);
        applied.map_err(|error| error.to_string())?;
        Ok(document.get_changes(&before))
    });
    Ok((document, new.map_err(unreadable)?))
}

fn unreadable(reason: String) -> MergeError {
    MergeError::Unreadable { reason }
}

impl DocumentActor {
    /// Merges a saved document or chunk from a file: all of it or nothing.
    ///
    /// # Errors
    /// [`MergeError`] says what is wrong with the bytes; the document is unchanged.
    pub fn merge_bytes(&mut self, bytes: &[u8]) -> Result<(MergeReport, Vec<Output>), MergeError> {
        let before = self.document.get_heads();
        let (merged, new) = with_changes(self.document.clone(), changes_in(bytes)?)?;
        if self.has_genesis && new.iter().any(|change| change.deps().is_empty()) {
            return Err(MergeError::Foreign);
        }
        let n_missing_before = self.document.get_missing_deps(&[]).len();
        let n_missing = merged.get_missing_deps(&[]).len();
        if n_missing > n_missing_before {
            return Err(MergeError::MissingChanges { n_missing });
        }
        let report = MergeReport {
            n_changes: new.len(),
        };
        self.document = merged;
        Ok((report, self.changed(before, Origin::Local)))
    }
}
