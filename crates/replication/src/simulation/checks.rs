//! What must hold when everything works again.

use std::collections::BTreeMap;

use automerge::{Automerge, ChangeHash};

use super::mistake::Mistake;
use super::random::Random;
use super::roles::Role;
use super::{Promise, World};
use crate::actor::DocumentActor;

impl World<'_> {
    /// Everyone who may has the same, but for a relay that nobody is connected to.
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
            self.check_confined(node_idx, actor)?;
            let tally = self.shown(node_idx, actor.document())?;
            if node.role != Role::None {
                self.check_has_promised(node_idx, actor, when)?;
            }
            if node.role == Role::Write {
                heads.insert(actor.heads(), &node.name);
                tallies.insert(tally, &node.name);
            }
            self.check_peers(node_idx, actor, when)?;
        }
        if heads.len() > 1 {
            let parties: Vec<_> = heads.values().collect();
            return Err(format!("no convergence {when}: {parties:?} differ"));
        }
        if tallies.len() > 1 {
            let parties: Vec<_> = tallies.values().collect();
            return Err(format!("same heads, another tally {when}: {parties:?}"));
        }
        self.check_readers(heads.keys().next(), when)
    }

    fn check_has_promised(
        &self,
        node_idx: usize,
        actor: &DocumentActor,
        when: &str,
    ) -> Promise<()> {
        let has = |hash: &ChangeHash| actor.document().get_change_meta_by_hash(hash).is_some();
        match self.ever_promised.iter().find(|hash| !has(hash)) {
            Some(hash) => {
                let name = &self.nodes[node_idx].name;
                Err(format!("{name} never got back {hash} {when}"))
            }
            None => Ok(()),
        }
    }

    /// Readers have everything, whatever else they have changed for themselves.
    fn check_readers(&self, heads: Option<&Vec<ChangeHash>>, when: &str) -> Promise<()> {
        let readers = self.nodes.iter().filter(|node| node.role == Role::Read);
        for node in readers {
            let Some(actor) = &node.actor else {
                continue;
            };
            let has = |hash: &ChangeHash| actor.document().get_change_meta_by_hash(hash).is_some();
            if heads.is_some_and(|heads| !heads.iter().all(has)) {
                return Err(format!("{} does not go on reading {when}", node.name));
            }
        }
        Ok(())
    }

    /// What a node shows, which is what anyone reads from its document.
    fn shown(&self, node_idx: usize, document: &Automerge) -> Promise<String> {
        let read = self.read(document)?;
        if !self.is_relay(node_idx)
            && self.workload.shown(node_idx, document)? != self.workload.read(document)?
        {
            let name = &self.nodes[node_idx].name;
            return Err(format!("{name} shows something else than its document"));
        }
        Ok(read)
    }

    fn read(&self, document: &Automerge) -> Promise<String> {
        if self.settings.mistake == Some(Mistake::CountsInOrderOfArrival) {
            let changes = document.get_changes_meta(&[]);
            return Ok(changes
                .iter()
                .map(|change| change.hash.to_string())
                .collect());
        }
        self.workload.read(document)
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
        if self.read(&other)? != self.read(document)? || other.get_heads() != document.get_heads() {
            return Err("the tally depends on the order of changes".to_owned());
        }
        Ok(())
    }
}

fn shuffle<T>(list: &mut [T], random: &mut Random) {
    for idx in (1..list.len()).rev() {
        list.swap(idx, random.below(idx + 1));
    }
}
