//! The life of a process: it starts from its store, and dies at any moment.

use automerge::{ActorId, ChangeHash};

use super::report::Fault;
use super::{Event, Life, Promise, World};
use crate::actor::{ConnectionId, DocumentActor};
use crate::backoff::Backoff;
use crate::store::read_all;

impl World<'_> {
    pub(super) fn life(&self, node_idx: usize) -> Life {
        Life {
            node_idx,
            number: self.nodes[node_idx].n_lives,
        }
    }

    pub(super) fn is_alive(&self, life: Life) -> bool {
        let node = &self.nodes[life.node_idx];
        node.actor.is_some() && node.n_lives == life.number
    }

    pub(super) fn start(&mut self, node_idx: usize) -> Promise<()> {
        if self.nodes[node_idx].actor.is_some() {
            return Ok(());
        }
        let mut actor = if self.is_relay(node_idx) {
            DocumentActor::empty(self.document_id)
        } else {
            DocumentActor::new(self.document_id, &self.genesis)
                .map_err(|error| error.to_string())?
        };
        let mut actor_id = [0; 16];
        actor_id[..8].copy_from_slice(&self.random.number().to_be_bytes());
        actor_id[8..].copy_from_slice(&self.random.number().to_be_bytes());
        actor = actor.with_actor_id(ActorId::from(actor_id));
        if let Some(part_bytes_max) = self.part_bytes_max {
            actor = actor.with_frame_limits(2 * part_bytes_max, part_bytes_max);
        }
        let store_idx = self.nodes[node_idx].store_idx;
        if self.stores[store_idx].faults().is_unreachable {
            let delay = Backoff::STORE.delay(0, self.random.number());
            self.on_its_clock(node_idx, delay, Event::Start { node_idx });
            return Ok(());
        }
        self.load(&mut actor, store_idx)?;
        self.check_promises(&actor, store_idx)?;
        if !self.is_relay(node_idx) {
            self.workload.opened(node_idx, actor.document());
        }
        let node = &mut self.nodes[node_idx];
        node.actor = Some(actor);
        node.n_lives += 1;
        node.last_write_ms = 0;
        node.n_retries = 0;
        node.n_attempts = 0;
        let delay = self.random.ms_below(20);
        self.at(delay, Event::Connect { node_idx });
        Ok(())
    }

    pub(super) fn start_later(&mut self, node_idx: usize) {
        let delay = self.random.ms_below(2_000);
        self.at(delay, Event::Start { node_idx });
    }

    pub(super) fn load(&self, actor: &mut DocumentActor, store_idx: usize) -> Promise<()> {
        let store = &self.stores[store_idx];
        if store_idx < self.n_relays {
            // What a relay's store lets it read is durable: an assumption of
            // docs/protocol.md.
            store.sync();
        }
        let chunks = read_all(store, self.document_id);
        let report = actor.load(chunks.map_err(|error| error.to_string())?);
        match report.damaged.first() {
            Some(damaged) => Err(format!(
                "chunk {} is damaged: {}",
                damaged.key, damaged.reason
            )),
            None => Ok(()),
        }
    }

    fn check_promises(&self, actor: &DocumentActor, store_idx: usize) -> Promise<()> {
        let promises = &self.promises[store_idx];
        let is_lost = |hash: &&ChangeHash| actor.document().get_change_meta_by_hash(hash).is_none();
        if let Some(hash) = promises.advertised.iter().find(is_lost) {
            return Err(format!("store {store_idx} lost the advertised head {hash}"));
        }
        if let Some(hash) = promises.saved.iter().find(is_lost) {
            return Err(format!("store {store_idx} lost the saved change {hash}"));
        }
        if let Some(hash) = promises.received.iter().find(is_lost) {
            return Err(format!("store {store_idx} lost the received change {hash}"));
        }
        Ok(())
    }

    /// Ends a process. Its peers hear of it at once, unless the power went.
    pub(super) fn kill(&mut self, node_idx: usize, is_silent: bool) {
        if self.nodes[node_idx].actor.take().is_none() {
            return;
        }
        let is_relay = self.is_relay(node_idx);
        self.report.note(if is_relay {
            Fault::RelayKill
        } else {
            Fault::TabKill
        });
        self.end_writes(node_idx);
        let own: Vec<ConnectionId> = self
            .links
            .iter()
            .filter(|(_, link)| link.server == node_idx || link.client == node_idx)
            .map(|(connection, _)| *connection)
            .collect();
        for connection in own {
            if let Some(link) = self.links.get_mut(&connection) {
                let session = if is_relay {
                    link.server_session.take()
                } else {
                    link.client_session.take()
                };
                if session.is_none() {
                    continue;
                }
            }
            if is_silent {
                self.fall_silent(connection, [true, true]);
            } else {
                self.break_link(connection);
            }
        }
        self.nodes[node_idx].connection = None;
    }

    pub(super) fn kill_and_restart(&mut self, node_idx: usize) {
        self.kill(node_idx, false);
        self.start_later(node_idx);
    }
}
