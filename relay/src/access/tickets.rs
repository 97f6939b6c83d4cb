//! Tickets: what opens a socket for ten minutes, after a link was shown once.
//!
//! A client of `automerge-repo` can only set the URL and reconnects by itself,
//! so the long-lived secret must not stand there, and a ticket opens more than
//! one socket. Only hashes are kept, and only in memory.

use std::collections::HashMap;

use replication::PeerId;
use tokio::time::Instant;

use super::links::LinkId;
use super::secret::{NoRandomness, Secret, SecretHash};
use crate::limits::TICKET_MAX_AGE;

/// Whom a ticket was given to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ticket {
    pub(super) peer: PeerId,
    pub(super) link: LinkId,
    expires: Instant,
}

/// All tickets that are still good.
#[derive(Debug)]
pub(super) struct Tickets {
    tickets: HashMap<SecretHash, Ticket>,
    n_max: usize,
}

impl Tickets {
    pub(super) fn new(n_max: usize) -> Self {
        Self {
            tickets: HashMap::new(),
            n_max,
        }
    }

    /// A new ticket; `None` while there are too many.
    pub(super) fn issue(
        &mut self,
        peer: PeerId,
        link: LinkId,
    ) -> Result<Option<Secret>, NoRandomness> {
        self.retain(|_| true);
        if self.tickets.len() >= self.n_max {
            return Ok(None);
        }
        let secret = Secret::generate()?;
        let expires = Instant::now() + TICKET_MAX_AGE;
        let ticket = Ticket {
            peer,
            link,
            expires,
        };
        self.tickets.insert(secret.hash(), ticket);
        Ok(Some(secret))
    }

    /// Looks the ticket up by its hash: how long that takes tells something of
    /// the hash at most, from which nobody finds a ticket, so no comparison in
    /// constant time is needed as for links, which are found by a public id.
    pub(super) fn get(&self, secret: &str) -> Option<&Ticket> {
        let ticket = self.tickets.get(&SecretHash::of(secret))?;
        (Instant::now() < ticket.expires).then_some(ticket)
    }

    /// Forgets tickets that are too old, and those that `keep` refuses.
    pub(super) fn retain(&mut self, keep: impl Fn(&Ticket) -> bool) {
        let now = Instant::now();
        self.tickets
            .retain(|_, ticket| now < ticket.expires && keep(ticket));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(tickets: &mut Tickets) -> Option<Secret> {
        let link = "00000000".parse().unwrap();
        tickets.issue(PeerId::new("tablet"), link).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn ticket_is_good_several_times_and_then_too_old() {
        let mut tickets = Tickets::new(2);
        let ticket = issue(&mut tickets).unwrap();
        for _ in 0..2 {
            let found = tickets.get(ticket.reveal()).unwrap();
            assert_eq!(found.peer, PeerId::new("tablet"));
        }
        assert_eq!(tickets.get("nonsense"), None);
        tokio::time::advance(TICKET_MAX_AGE).await;
        assert_eq!(tickets.get(ticket.reveal()), None);
    }

    #[tokio::test(start_paused = true)]
    async fn no_ticket_is_given_while_there_are_too_many() {
        let mut tickets = Tickets::new(2);
        let first = issue(&mut tickets).unwrap();
        issue(&mut tickets).unwrap();
        assert!(issue(&mut tickets).is_none());
        assert!(tickets.get(first.reveal()).is_some());
        tickets.retain(|_| false);
        assert!(issue(&mut tickets).is_some());
        assert!(tickets.get(first.reveal()).is_none());
        issue(&mut tickets).unwrap();
        tokio::time::advance(TICKET_MAX_AGE).await;
        assert!(issue(&mut tickets).is_some());
    }
}
