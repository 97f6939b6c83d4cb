//! What people do on the simulated tablets, and what they read there.
//!
//! The simulation knows documents and changes, not what is in them: a test
//! outside of this crate brings ballots by its own [`Workload`].

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{
    ActorId, Automerge, AutomergeError, ChangeHash, ObjId, ObjType, ROOT, ReadDoc, Value,
};

use super::random::Random;

/// One act of a person, with everything that chance and time give to it.
#[derive(Debug)]
pub struct Act<'a> {
    /// Where; never a relay.
    pub tab: usize,
    /// The tablet's clock, in seconds; wrong by hours in some runs.
    pub now_s: i64,
    /// Whether the tablet runs a later version of the program.
    pub is_newer: bool,
    /// Whether changes are long, so that documents are sent in parts.
    pub is_long: bool,
    /// Chooses what is done.
    pub random: &'a mut Random,
}

/// What people do, and what everyone must agree on.
pub trait Workload {
    /// The fixed bytes that every replica starts from.
    ///
    /// # Errors
    /// They cannot be made: the run ends with this reason.
    fn genesis(&self) -> Result<Vec<u8>, String>;

    /// A person acts on a document; what the rules refuse changes nothing.
    ///
    /// # Errors
    /// A promise of the workload's own is broken.
    fn act(&mut self, document: &mut Automerge, act: Act<'_>) -> Result<(), String>;

    /// A tab has just read its document from its store.
    fn opened(&mut self, tab: usize, document: &Automerge);

    /// A tab's document has changes since the heads `before`.
    fn changed(&mut self, tab: usize, document: &Automerge, before: &[ChangeHash]);

    /// Everything that counts in a document: a pure function of its changes,
    /// whatever their order.
    ///
    /// # Errors
    /// A promise of the workload's own is broken.
    fn read(&self, document: &Automerge) -> Result<String, String>;

    /// The same, as the tab shows it, which may have read only what changed.
    ///
    /// # Errors
    /// A promise of the workload's own is broken.
    fn shown(&self, tab: usize, document: &Automerge) -> Result<String, String>;
}

/// Entries of a map that a few keys hold: many conflicts, nothing else.
#[derive(Debug, Default)]
pub(super) struct Entries;

/// Length of a long value, in bytes.
const LONG_BYTES: usize = 600;

impl Workload for Entries {
    fn genesis(&self) -> Result<Vec<u8>, String> {
        let mut document = Automerge::new().with_actor(ActorId::from([0; 16]));
        change(&mut document, 0, |tx| tx.put(ROOT, "genesis", 0))
            .map_err(|error| error.to_string())?;
        Ok(document.save())
    }

    fn act(&mut self, document: &mut Automerge, act: Act<'_>) -> Result<(), String> {
        let key = act.random.below(8).to_string();
        let value = act.random.number().cast_signed();
        let edited = change(document, act.now_s, |tx| {
            if act.is_newer && value % 3 == 0 {
                return put_later(tx, &key, value);
            }
            if value % 11 == 0 {
                return tx.delete(ROOT, key.as_str());
            }
            if act.is_long {
                return tx.put(ROOT, key.as_str(), noise(act.random, LONG_BYTES));
            }
            tx.put(ROOT, key.as_str(), value)
        });
        edited.map_err(|error| error.to_string())
    }

    fn opened(&mut self, _: usize, _: &Automerge) {}

    fn changed(&mut self, _: usize, _: &Automerge, _: &[ChangeHash]) {}

    fn shown(&self, _: usize, document: &Automerge) -> Result<String, String> {
        self.read(document)
    }

    /// Every entry with all its conflicting values, as text.
    fn read(&self, document: &Automerge) -> Result<String, String> {
        let mut text = String::new();
        describe(document, &ROOT, &mut text);
        Ok(text)
    }
}

/// What a newer schema may hold: unknown to an older reader.
fn put_later(tx: &mut Transaction<'_>, key: &str, value: i64) -> Result<(), AutomergeError> {
    let entry = tx.put_object(ROOT, format!("later {key}"), ObjType::Map)?;
    tx.put(&entry, "value", value)?;
    let list = tx.put_object(&entry, "list", ObjType::List)?;
    tx.insert(&list, 0, value)
}

/// Bytes that deflate cannot shorten.
fn noise(random: &mut Random, n_bytes: usize) -> Vec<u8> {
    let words = std::iter::repeat_with(|| random.number().to_le_bytes());
    words.flatten().take(n_bytes).collect()
}

/// One change with a time that the caller gives: the same seed must give the
/// same bytes.
fn change(
    document: &mut Automerge,
    time_s: i64,
    edit: impl FnOnce(&mut Transaction<'_>) -> Result<(), AutomergeError>,
) -> Result<(), AutomergeError> {
    let options = |(): &()| CommitOptions::default().with_time(time_s);
    let edited = document.transact_with(options, edit);
    edited.map(|_| ()).map_err(|failure| failure.error)
}

fn describe(document: &Automerge, object: &ObjId, text: &mut String) {
    for key in document.keys(object) {
        let values = document.get_all(object, key.as_str()).unwrap_or_default();
        let mut described: Vec<String> = values
            .into_iter()
            .map(|(value, id)| match value {
                Value::Scalar(scalar) => scalar.to_string(),
                Value::Object(_) => {
                    let mut inner = String::new();
                    describe(document, &id, &mut inner);
                    inner
                }
            })
            .collect();
        described.sort_unstable();
        text.extend([key.as_str(), "=", &described.join("|"), ";"]);
    }
}
