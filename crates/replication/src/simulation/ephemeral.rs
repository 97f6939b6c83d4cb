//! Messages that are forwarded and never stored, in the simulated network.

use std::collections::BTreeSet;

use super::roles::Role;
use super::{Promise, World};
use crate::message::{Message, PeerId};
use crate::session::Session;

/// What each life of each process heard: tab and number of the message.
pub(super) type Heard = BTreeSet<(super::Life, Vec<u8>)>;

impl World<'_> {
    /// A tab says something that only those who are there now need to hear;
    /// its content, if it has a connection.
    pub(super) fn broadcast(&mut self, tab: usize) -> Option<Vec<u8>> {
        let connection = self.nodes[tab].connection?;
        let session = self.links.get(&connection)?.client_session.as_ref();
        let target_id = session.and_then(Session::remote)?.clone();
        let node = &mut self.nodes[tab];
        node.n_broadcasts += 1;
        let content = format!("{} {}", node.name, node.n_broadcasts).into_bytes();
        let message = Message::Ephemeral {
            document_id: self.document_id,
            sender_id: PeerId::new(node.name.clone()),
            target_id,
            count: node.n_broadcasts,
            session_id: format!("start {}", node.n_lives),
            data: content.clone(),
        };
        self.send(connection, true, &message);
        Some(content)
    }

    pub(super) fn hear(&mut self, node_idx: usize, sender: &PeerId, data: Vec<u8>) -> Promise<()> {
        let name = &self.nodes[node_idx].name;
        if sender.as_str() == name {
            return Err(format!("{name} hears its own broadcast"));
        }
        let is_denied =
            |node: &&super::Node| node.name == sender.as_str() && node.role == Role::None;
        if self.nodes.iter().any(|node| is_denied(&node)) {
            return Err(format!("{name} hears {sender}, which is denied"));
        }
        let life = self.life(node_idx);
        if !self.heard.insert((life, data)) {
            return Err(format!("{name} hears a broadcast of {sender} twice"));
        }
        self.report.n_broadcasts_heard += 1;
        Ok(())
    }

    /// What one tab says now, everyone at its relay hears who may.
    pub(super) fn check_broadcast(&mut self) -> Promise<()> {
        let speaker = (self.n_relays..self.nodes.len()).find(|tab| {
            self.nodes[*tab].role != Role::None && self.nodes[*tab].connection.is_some()
        });
        let Some((speaker, content)) = speaker.and_then(|it| Some((it, self.broadcast(it)?)))
        else {
            return Err("nobody is connected after healing".to_owned());
        };
        self.run_to_silence()?;
        for node_idx in self.n_relays..self.nodes.len() {
            let node = &self.nodes[node_idx];
            let should_hear =
                node_idx != speaker && node.connection.is_some() && node.role != Role::None;
            let has_heard = self.heard.contains(&(self.life(node_idx), content.clone()));
            if has_heard != should_hear {
                let name = &node.name;
                return Err(format!(
                    "{name} hears a broadcast: {has_heard}, should: {should_hear}"
                ));
            }
        }
        Ok(())
    }
}
