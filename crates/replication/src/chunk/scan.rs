//! Splits Automerge's storage format at its seams, before Automerge reads it.
//!
//! `Automerge::load_incremental` answers `Ok` when only the first of several
//! pieces can be read. A store and a sync must not lose the rest silently, so
//! each piece is checked here first.

use std::ops::Range;

use automerge::Change;

use crate::confine::confined;

use super::expansion::{self, Budget, ExpansionError};

/// First bytes of every piece.
const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];

/// Where a piece has the first bytes of its hash.
const CHECKSUM: Range<usize> = 4..8;

/// Magic, checksum, and the byte of the piece's type.
const FIXED_HEADER_BYTES: usize = 9;

/// One piece of Automerge's storage format.
#[derive(Debug)]
pub(crate) enum Piece<'b> {
    /// A change, read completely.
    Change(Box<Change>),
    /// A whole document or a bundle; only Automerge can read it.
    Other(&'b [u8]),
}

/// The bytes are not whole pieces of Automerge's storage format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ScanError {
    #[error("no automerge magic at byte {position}")]
    Magic { position: usize },
    #[error("cut off at byte {position}")]
    CutOff { position: usize },
    #[error("wrong checksum at byte {position}")]
    Checksum { position: usize },
    #[error("the piece at byte {position} is refused: {reason}")]
    Expansion {
        position: usize,
        reason: ExpansionError,
    },
    #[error("change at byte {position} cannot be read: {reason}")]
    Change { position: usize, reason: String },
    #[error("change at byte {position} has no place among the changes of its actor")]
    Sequence { position: usize },
}

/// Splits and reads; an empty input has no pieces.
pub(crate) fn pieces(bytes: &[u8]) -> Result<Vec<Piece<'_>>, ScanError> {
    pieces_within(bytes, &mut Budget::default())
}

/// As [`pieces`], for bytes that share a budget with others.
pub(crate) fn pieces_within<'b>(
    bytes: &'b [u8],
    budget: &mut Budget,
) -> Result<Vec<Piece<'b>>, ScanError> {
    let mut pieces = Vec::new();
    split_within(bytes, budget, |piece, position| {
        pieces.push(read(piece, position)?);
        Ok(())
    })?;
    Ok(pieces)
}

/// Splits without reading: whether a peer would read so much.
pub(crate) fn fits_within(bytes: &[u8], budget: &mut Budget) -> bool {
    split_within(bytes, budget, |_, _| Ok(())).is_ok()
}

fn split_within<'b>(
    bytes: &'b [u8],
    budget: &mut Budget,
    mut take: impl FnMut(&'b [u8], usize) -> Result<(), ScanError>,
) -> Result<(), ScanError> {
    let mut position = 0;
    while let Some(rest) = bytes.get(position..).filter(|rest| !rest.is_empty()) {
        let (n_header, n_bytes) = piece_length(rest, position)?;
        let piece = rest.get(..n_bytes).ok_or(ScanError::CutOff { position })?;
        let kind = piece.get(FIXED_HEADER_BYTES - 1).copied();
        let contents = piece.get(n_header..).unwrap_or_default();
        expansion::spend(kind.unwrap_or_default(), contents, budget)
            .map_err(|reason| ScanError::Expansion { position, reason })?;
        take(piece, position)?;
        position += n_bytes;
    }
    Ok(())
}

fn read(piece: &[u8], position: usize) -> Result<Piece<'_>, ScanError> {
    match piece.get(FIXED_HEADER_BYTES - 1) {
        Some(&(expansion::CHANGE | expansion::COMPRESSED_CHANGE)) => {
            let change =
                confined(|| Change::from_bytes(piece.to_vec()).map_err(|error| error.to_string()));
            let change = change.map_err(|reason| ScanError::Change { position, reason })?;
            if !has_a_place(&change) {
                return Err(ScanError::Sequence { position });
            }
            // `Change::from_bytes` names what it reads and compares nothing:
            // damaged bytes would pass for another change.
            if piece.get(CHECKSUM) == change.hash().0.get(..CHECKSUM.len()) {
                Ok(Piece::Change(Box::new(change)))
            } else {
                Err(ScanError::Checksum { position })
            }
        }
        _ => Ok(Piece::Other(piece)),
    }
}

/// Whether its number and its operations fit what every writer makes: the first
/// change of an actor is number 1, a later one builds on those before it, and
/// operations count to 32 bits. Automerge panics on some of the others.
fn has_a_place(change: &Change) -> bool {
    let n_ops = u64::try_from(change.len()).unwrap_or(u64::MAX);
    let ops_end = change.start_op().get().saturating_add(n_ops);
    let follows = change.seq() == 1 || (change.seq() > 1 && !change.deps().is_empty());
    follows && u32::try_from(ops_end).is_ok()
}

/// Lengths of the header and of the whole piece at the start of `rest`.
fn piece_length(rest: &[u8], position: usize) -> Result<(usize, usize), ScanError> {
    let cut_off = ScanError::CutOff { position };
    if !rest.starts_with(&MAGIC) {
        return Err(ScanError::Magic { position });
    }
    let mut n_content: usize = 0;
    let mut shift = 0;
    let mut n_header = FIXED_HEADER_BYTES;
    loop {
        let byte = *rest.get(n_header).ok_or_else(|| cut_off.clone())?;
        n_header += 1;
        // 28 bits of length are far over every limit of this crate.
        if shift > 28 {
            return Err(cut_off);
        }
        n_content |= usize::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            break;
        }
    }
    let n_bytes = n_header.checked_add(n_content).ok_or(cut_off)?;
    Ok((n_header, n_bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use automerge::transaction::Transactable;
    use automerge::{Automerge, ROOT};

    fn document() -> Automerge {
        let mut document = Automerge::new();
        for idx in 0..5_i64 {
            let edit = document.transact(|tx| tx.put(ROOT, idx.to_string(), "x".repeat(400)));
            assert!(edit.is_ok_and(|edit| edit.hash.is_some()));
        }
        document
    }

    #[test]
    fn changes_and_documents_are_split() {
        let document = document();
        let changes = document.save_after(&[]);
        assert_eq!(pieces(&changes).unwrap().len(), 5);
        let mut both = document.save();
        both.extend_from_slice(&changes);
        let both = pieces(&both).unwrap();
        assert!(matches!(both.first(), Some(Piece::Other(_))));
        assert_eq!(both.len(), 6);
    }

    #[test]
    fn every_truncation_is_an_error() {
        let changes = document().save_after(&[]);
        let seams: Vec<usize> = (0..=changes.len())
            .filter(|end| pieces(&changes[..*end]).is_ok())
            .collect();
        assert_eq!(seams.len(), 6, "only at the five seams and at nothing");
    }

    #[test]
    fn every_flipped_byte_of_a_change_is_an_error() {
        let mut document = Automerge::new();
        document
            .transact(|tx| tx.put(ROOT, "key", "value"))
            .unwrap();
        let change = document.save_after(&[]);
        for idx in 0..change.len() {
            let mut damaged = change.clone();
            damaged[idx] ^= 0x55;
            // A changed type byte makes another piece, which Automerge checks.
            let read = pieces(&damaged);
            assert!(idx == 8 || read.is_err(), "byte {idx}");
        }
    }
}
