//! What each tablet may do, and what a tablet without any right gets to hear.
//!
//! A reader goes on receiving while its own changes stay with it. To a tablet
//! without any right the document is missing: a relay answers it from an empty
//! actor, and every frame must be the one that a room of a document gives which
//! nobody has made.

use automerge::ChangeHash;

use super::mistake::Mistake;
use super::random::Random;
use super::{Promise, World};
use crate::actor::{ConnectionId, DocumentActor, Input, Output};
use crate::document_id::DocumentId;
use crate::message::{Message, PeerId};

/// What a link of the relay lets a tablet do; the same for all its tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Write,
    Read,
    None,
}

impl Role {
    /// Of a tablet that need not write.
    pub(super) fn choose(random: &mut Random) -> Self {
        match random.below(4) {
            0 => Self::None,
            1 => Self::Write,
            _ => Self::Read,
        }
    }
}

/// What a tablet without any right hears on one connection.
pub(super) struct Denied {
    nowhere: DocumentActor,
    told: Vec<Vec<u8>>,
    /// What it would hear of a document that nobody has made.
    of_missing: Vec<Vec<u8>>,
}

impl Denied {
    pub(super) fn new(document_id: DocumentId) -> Self {
        Self {
            nowhere: DocumentActor::empty(document_id),
            told: Vec::new(),
            of_missing: Vec::new(),
        }
    }

    pub(super) fn note_told(&mut self, message: &Message) {
        self.told.push(message.encode());
    }
}

fn messages_to(outputs: Vec<Output>, to: ConnectionId) -> Vec<Message> {
    let message = |output| match output {
        Output::Send {
            connection,
            message,
        } if connection == to => Some(message),
        _ => None,
    };
    outputs.into_iter().filter_map(message).collect()
}

impl World<'_> {
    /// Takes what a tablet without any right says to a relay.
    pub(super) fn answer_denied(
        &mut self,
        connection: ConnectionId,
        relay: usize,
        input: &Input,
    ) -> Promise<()> {
        let of_missing = self.missing[relay].handle(input.clone());
        let Some(denied) = self.links.get_mut(&connection).map(|link| &mut link.denied) else {
            return Ok(());
        };
        let Some(denied) = denied else {
            return Ok(());
        };
        let frames = messages_to(of_missing, connection);
        denied.of_missing.extend(frames.iter().map(Message::encode));
        if self.settings.mistake == Some(Mistake::AnswersTheDenied) {
            return self.input(relay, [input.clone()]);
        }
        let answers = denied.nowhere.handle(input.clone());
        for message in messages_to(answers, connection) {
            self.send(connection, false, &message);
        }
        Ok(())
    }

    /// The first tablet without any right that could tell that there is something.
    pub(super) fn check_denied(&mut self) -> Promise<()> {
        for link in self.links.values() {
            let Some(denied) = &link.denied else {
                continue;
            };
            if denied.told != denied.of_missing {
                let name = &self.nodes[link.client].name;
                return Err(format!(
                    "{name} is denied and was told {} frames, of a missing document {}",
                    denied.told.len(),
                    denied.of_missing.len()
                ));
            }
            self.report.n_denied_frames += denied.told.len();
        }
        Ok(())
    }

    /// What a tablet that may not write has changed is nowhere else, and one
    /// without any right has nothing of the others.
    pub(super) fn check_confined(&self, node_idx: usize, actor: &DocumentActor) -> Promise<()> {
        let node = &self.nodes[node_idx];
        let has = |hash: &ChangeHash| actor.document().get_change_meta_by_hash(hash).is_some();
        let foreign = self
            .confined
            .iter()
            .find(|(hash, store_idx)| **store_idx != node.store_idx && has(hash));
        if let Some((hash, store_idx)) = foreign {
            return Err(format!(
                "{} has {hash}, which store {store_idx} may not give away",
                node.name
            ));
        }
        if node.role != Role::None {
            return Ok(());
        }
        let n_others = actor.document().get_changes_meta(&self.genesis_heads);
        let is_own = |hash: &ChangeHash| self.confined.get(hash) == Some(&node.store_idx);
        match n_others.iter().find(|change| !is_own(&change.hash)) {
            Some(change) => Err(format!("{} is denied and has {}", node.name, change.hash)),
            None => Ok(()),
        }
    }

    /// Whoever has everything must also know who else has it; and nobody takes
    /// for stored what no relay takes in.
    pub(super) fn check_peers(
        &self,
        node_idx: usize,
        actor: &DocumentActor,
        when: &str,
    ) -> Promise<()> {
        let name = &self.nodes[node_idx].name;
        let own = self.nodes[node_idx].store_idx;
        let has = |hash: &ChangeHash| actor.document().get_change_meta_by_hash(hash).is_some();
        let has_confined = self
            .confined
            .iter()
            .any(|(hash, at)| *at == own && has(hash));
        for connection in actor.connections() {
            let Some(link) = self.links.get(&connection) else {
                continue;
            };
            let role = self.nodes[link.client].role;
            if self.is_relay(node_idx) && role != Role::Write {
                continue;
            }
            let status = actor.sync_status(connection);
            let is_in_sync = status.is_some_and(|it| it.in_sync && it.n_missing == 0);
            let is_expected = match role {
                Role::Write => true,
                Role::Read => !has_confined,
                Role::None => false,
            };
            if is_in_sync != is_expected {
                return Err(if is_expected {
                    format!("{name} knows no peer in sync {when}")
                } else {
                    format!("{name} takes for stored what no relay takes in, {when}")
                });
            }
        }
        Ok(())
    }

    /// An input that says that a tablet has joined, with the rights of its role.
    pub(super) fn joined(
        &self,
        connection: ConnectionId,
        local: PeerId,
        peer: PeerId,
        to_server: bool,
    ) -> Input {
        let role = self.links.get(&connection);
        let role = role.map_or(Role::Write, |link| self.nodes[link.client].role);
        let takes_all = self.settings.mistake == Some(Mistake::TakesFromReaders);
        Input::Connected {
            connection,
            local,
            peer,
            announce: !to_server,
            may_write: !to_server || role == Role::Write || (takes_all && role == Role::Read),
        }
    }
}
