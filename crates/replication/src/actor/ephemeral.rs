//! Lets each ephemeral message pass once, whichever ways it comes.

use std::collections::{HashMap, VecDeque};

use crate::limits::EPHEMERAL_SESSIONS_MAX;
use crate::message::PeerId;

/// Remembers the highest count heard of each session of each sender.
#[derive(Debug, Default)]
pub(super) struct EphemeralFilter {
    counts: HashMap<(PeerId, String), u64>,
    /// Sessions in the order in which they were first heard.
    order: VecDeque<(PeerId, String)>,
}

impl EphemeralFilter {
    /// Whether the message is later than all that were heard of its session.
    pub(super) fn is_new(&mut self, sender: &PeerId, session: &str, count: u64) -> bool {
        let key = (sender.clone(), session.to_owned());
        if let Some(last) = self.counts.get_mut(&key) {
            let is_new = count > *last;
            *last = count.max(*last);
            return is_new;
        }
        if self.order.len() == EPHEMERAL_SESSIONS_MAX
            && let Some(oldest) = self.order.pop_front()
        {
            self.counts.remove(&oldest);
        }
        self.order.push_back(key.clone());
        self.counts.insert(key, count);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_message_passes_once_and_in_order() {
        let mut filter = EphemeralFilter::default();
        let sender = PeerId::new("tablet");
        let mut check = |session, count, passes| {
            assert_eq!(filter.is_new(&sender, session, count), passes);
        };
        check("a", 1, true);
        check("a", 1, false);
        check("a", 3, true);
        check("a", 2, false);
        check("b", 1, true);
    }

    #[test]
    fn oldest_session_is_forgotten_over_the_limit() {
        let mut filter = EphemeralFilter::default();
        let sender = PeerId::new("tablet");
        for session in 0..=EPHEMERAL_SESSIONS_MAX {
            assert!(filter.is_new(&sender, &session.to_string(), 1));
        }
        assert_eq!(filter.counts.len(), EPHEMERAL_SESSIONS_MAX);
        assert!(filter.is_new(&sender, "0", 1));
    }
}
