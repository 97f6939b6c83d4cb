//! Reads what comes from outside completely, or not at all.
//!
//! Automerge takes the sound pieces before a broken one and answers `Ok`, so
//! everything is read here first; what expands too much is not read at all.

use automerge::sync;
use automerge::{Automerge, ChangeHash, LoadOptions, OnPartialLoad};

use crate::chunk::expansion::{Budget, summary_shape};
use crate::chunk::scan::{self, Piece};
use crate::confine::confined;
use crate::limits::SUMMARY_PROBES_MAX;

/// Loads a whole document; any part that cannot be read is an error.
pub(super) fn load_strictly(bytes: &[u8]) -> Result<Automerge, String> {
    scan::pieces(bytes).map_err(|error| error.to_string())?;
    load_scanned(bytes)
}

fn load_scanned(bytes: &[u8]) -> Result<Automerge, String> {
    let options = LoadOptions::new().on_partial_load(OnPartialLoad::Error);
    confined(|| Automerge::load_with_options(bytes, options).map_err(|error| error.to_string()))
}

/// Looks at every piece: what passes is loaded by Automerge to its end.
pub(super) fn check_pieces(bytes: &[u8]) -> Result<(), String> {
    check_within(bytes, &mut Budget::default(), &mut Vec::new())
}

/// Adds the changes that stand in `bytes` one by one to `changes`.
fn check_within(
    bytes: &[u8],
    budget: &mut Budget,
    changes: &mut Vec<ChangeHash>,
) -> Result<(), String> {
    let pieces = scan::pieces_within(bytes, budget).map_err(|error| error.to_string())?;
    for piece in pieces {
        match piece {
            Piece::Change(change) => changes.push(change.hash()),
            Piece::Other(document) => {
                load_scanned(document)?;
            }
        }
    }
    Ok(())
}

/// Reads a sync message and looks at each of its changes; names those that
/// stand in it one by one.
pub(super) fn read_sync_message(data: &[u8]) -> Result<(sync::Message, Vec<ChangeHash>), String> {
    let message = confined(|| sync::Message::decode(data).map_err(|error| error.to_string()))?;
    if !message.have.iter().all(can_be_asked) {
        return Err("its summary of changes cannot be asked".to_owned());
    }
    let mut budget = Budget::default();
    let mut changes = Vec::new();
    for bytes in message.changes.iter() {
        check_within(bytes, &mut budget, &mut changes)?;
    }
    Ok((message, changes))
}

/// Automerge divides by the number of bits of a summary, and allocates room for
/// each probe.
fn can_be_asked(have: &sync::Have) -> bool {
    let summary = have.bloom.to_bytes();
    summary.is_empty()
        || summary_shape(&summary)
            .is_ok_and(|(n_probes, n_bytes)| n_probes <= SUMMARY_PROBES_MAX && n_bytes > 0)
}
