//! A document to practise in, which can never be merged into the contract.
//!
//! It starts from the genesis and one more fixed change: another document, with another
//! id, for the relay and for files alike.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, AutomergeError, ROOT, ReadDoc, ScalarValue, Value};

use crate::schema;

/// Actor of the change that makes a rehearsal.
const ACTOR: &[u8; 16] = b"six-cartes-essai";

/// The first bytes of a rehearsal of the contract that `genesis` starts; the same on
/// every device.
///
/// # Errors
/// [`AutomergeError`] when `genesis` cannot be read: a broken build.
pub fn rehearsal(genesis: &[u8]) -> Result<Vec<u8>, AutomergeError> {
    let mut document = Automerge::load(genesis)?.with_actor(ActorId::from(ACTOR.as_slice()));
    document
        .transact_with::<_, _, AutomergeError, _>(
            |()| CommitOptions::default().with_time(0),
            |tx| tx.put(ROOT, schema::REHEARSAL, true),
        )
        .map_err(|failure| failure.error)?;
    Ok(document.save_nocompress())
}

/// Whether a document is a rehearsal, whatever any replica wrote.
pub(crate) fn is_rehearsal(document: &Automerge) -> bool {
    let values = document.get_all(ROOT, schema::REHEARSAL);
    let values = values.unwrap_or_default();
    values.iter().any(
        |(value, _)| matches!(value, Value::Scalar(word) if **word == ScalarValue::Boolean(true)),
    )
}
