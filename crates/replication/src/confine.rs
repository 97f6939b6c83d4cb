//! Keeps a panic inside Automerge from ending more than the frame at fault.
//!
//! Automerge 0.12 panics on some changes that no program writes: their bytes
//! can be read, and only applying them shows that they build on nothing. Where
//! panics unwind (the relay, the tests) they are caught here. The app aborts on
//! a panic: there a page stops, and what it has stored is whole.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use automerge::{Automerge, ChangeHash};

/// Runs what reads foreign bytes; a panic becomes an error.
///
/// Only for work whose results are thrown away with the error.
pub(crate) fn confined<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(REASON.to_owned()))
}

const REASON: &str = "automerge stopped while reading it";

/// Runs what applies foreign changes to `document`.
///
/// After a panic the document is as before, without the changes that waited in
/// it for others: one of them may be what Automerge cannot bear.
pub(crate) fn apply_confined<T>(
    document: &mut Automerge,
    work: impl FnOnce(&mut Automerge) -> T,
) -> Result<T, Stopped> {
    let before = document.get_heads();
    catch_unwind(AssertUnwindSafe(|| work(document))).map_err(|panic| {
        match rebuilt(document, &before) {
            Some(sound) => *document = sound,
            // Nothing is left to go on with: whoever drives this loads again.
            None => resume_unwind(panic),
        }
        Stopped
    })
}

/// Automerge panicked; the document is sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{REASON}")]
pub(crate) struct Stopped;

/// The document at `heads`, made of its changes alone.
///
/// Each change is named by the hash of its bytes and of what it builds on: the
/// same heads again prove that the panic left no trace in the history.
fn rebuilt(broken: &Automerge, heads: &[ChangeHash]) -> Option<Automerge> {
    let actor_id = broken.get_actor().clone();
    if heads.is_empty() {
        return Some(Automerge::new().with_actor(actor_id));
    }
    let rebuild = || {
        let bytes = broken.fork_at(heads).ok()?.save();
        let document = Automerge::load(&bytes).ok()?;
        (document.get_heads() == heads).then(|| document.with_actor(actor_id))
    };
    catch_unwind(AssertUnwindSafe(rebuild)).ok().flatten()
}

#[cfg(test)]
mod tests {
    use automerge::transaction::Transactable;
    use automerge::{ActorId, ROOT};

    use super::*;

    #[test]
    fn panic_while_reading_is_an_error() {
        let read: Result<(), String> = confined(|| unreachable!("what a library thought"));
        assert_eq!(read, Err(REASON.to_owned()));
    }

    #[test]
    fn panic_while_applying_leaves_the_document_as_it_was() {
        let mut document = Automerge::new().with_actor(ActorId::from([1; 16]));
        document.transact(|tx| tx.put(ROOT, "key", 1)).unwrap();
        let before = document.get_heads();
        let applied: Result<(), Stopped> = apply_confined(&mut document, |document| {
            document.transact(|tx| tx.put(ROOT, "key", 2)).unwrap();
            unreachable!("what a library thought")
        });
        assert_eq!(applied, Err(Stopped));
        assert_eq!(document.get_heads(), before);
        assert_eq!(document.get_actor(), &ActorId::from([1; 16]));
        document.transact(|tx| tx.put(ROOT, "key", 3)).unwrap();
        assert_ne!(document.get_heads(), before, "it can still be changed");
    }
}
