//! What must hold when everything works again.

use std::collections::BTreeMap;

use automerge::{Automerge, ChangeHash, ObjId, ROOT, ReadDoc, Value};

use super::random::Random;
use super::{Promise, World};
use crate::actor::DocumentActor;

impl World {
    /// Everyone but a relay that nobody is connected to has the same.
    pub(super) fn check_convergence(&self, when: &str, left_out: Option<usize>) -> Promise<()> {
        let mut heads = BTreeMap::new();
        let mut tallies = BTreeMap::new();
        for (node_idx, node) in self.nodes.iter().enumerate() {
            if left_out == Some(node_idx) {
                continue;
            }
            let Some(actor) = &node.actor else {
                return Err(format!("{} is dead {when}", node.name));
            };
            if !actor.is_stored() {
                return Err(format!("{} has unstored changes {when}", node.name));
            }
            let has = |hash: &ChangeHash| actor.document().get_change_meta_by_hash(hash).is_some();
            if let Some(hash) = self.ever_promised.iter().find(|hash| !has(hash)) {
                return Err(format!("{} never got back {hash} {when}", node.name));
            }
            heads.insert(actor.heads(), &node.name);
            tallies.insert(tally(actor.document()), &node.name);
            check_peers(actor, &node.name, when)?;
        }
        if heads.len() > 1 {
            let parties: Vec<_> = heads.values().collect();
            return Err(format!("no convergence {when}: {parties:?} differ"));
        }
        if tallies.len() > 1 {
            let parties: Vec<_> = tallies.values().collect();
            return Err(format!("same heads, another tally {when}: {parties:?}"));
        }
        Ok(())
    }

    /// The tally depends on the changes, not on their order or repetition.
    pub(super) fn check_tally(&mut self) -> Promise<()> {
        let document = self.nodes.iter().find_map(|node| node.actor.as_ref());
        let Some(document) = document.map(DocumentActor::document) else {
            return Err("everyone is dead".to_owned());
        };
        let mut changes = document.get_changes(&[]);
        let n_changes = changes.len();
        for _ in 0..n_changes / 4 {
            let again = changes.get(self.random.below(n_changes)).cloned();
            changes.extend(again);
        }
        shuffle(&mut changes, &mut self.random);
        let mut other = Automerge::new();
        for batch in changes.chunks(3) {
            let applied = other.apply_changes(batch.to_vec());
            applied.map_err(|error| error.to_string())?;
        }
        if tally(&other) != tally(document) || other.get_heads() != document.get_heads() {
            return Err("the tally depends on the order of changes".to_owned());
        }
        Ok(())
    }
}

/// Whoever has everything must also know who else has it.
fn check_peers(actor: &DocumentActor, name: &str, when: &str) -> Promise<()> {
    for connection in actor.connections() {
        let status = actor.sync_status(connection);
        if status.is_none_or(|status| !status.in_sync || status.n_missing > 0) {
            return Err(format!("{name} knows no peer in sync {when}"));
        }
    }
    Ok(())
}

fn shuffle<T>(list: &mut [T], random: &mut Random) {
    for idx in (1..list.len()).rev() {
        list.swap(idx, random.below(idx + 1));
    }
}

/// Every entry with all its conflicting values, as text: a pure function of
/// the document, as the tally of ballots is.
pub(super) fn tally(document: &Automerge) -> String {
    let mut text = String::new();
    describe(document, &ROOT, &mut text);
    text
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
