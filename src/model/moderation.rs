//! What people hid, and why: the trace that everyone reads, never the words that were
//! hidden. Pure.
//!
//! A screen, a report or a file shows [`shown_text`] and [`shown_label`], never the text
//! of a comment or of a proposal itself.

use domain::{CardId, Comment, Moderation, Proposal, RoundId, Snapshot, Timestamp, WorkshopId};

use crate::i18n::moderation as words;

/// One decision to hide or to show again, as everyone reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceEntry {
    /// When, to the minute.
    pub at: Timestamp,
    /// True when it hid.
    pub is_hidden: bool,
    /// Why.
    pub reason: String,
}

/// Every decision, oldest first.
pub fn trace(decisions: &[Moderation]) -> Vec<TraceEntry> {
    let mut ordered: Vec<&Moderation> = decisions.iter().collect();
    ordered.sort();
    ordered
        .into_iter()
        .map(|decision| TraceEntry {
            at: decision.at,
            is_hidden: decision.is_hidden,
            reason: decision.reason.to_string(),
        })
        .collect()
}

/// Text of a comment, or the word that it is hidden.
pub fn shown_text(comment: &Comment) -> String {
    if comment.is_hidden() {
        words::hidden_comment().to_owned()
    } else {
        comment.text.to_string()
    }
}

/// Wording of a proposal, or the word that it is hidden, with the reason.
pub fn shown_label(proposal: &Proposal) -> String {
    if !proposal.is_hidden() {
        return proposal.label.to_string();
    }
    let last = proposal.moderation.iter().max();
    words::hidden_proposal(proposal.number, last.map(|last| last.reason.as_str()))
}

/// The workshop in which something is said now: the one whose round runs, the last opened
/// one when there are several; of those that have `card` on the table.
pub fn running_workshop(snapshot: &Snapshot, card: &CardId) -> Option<WorkshopId> {
    let running = snapshot.rounds.values().filter(|round| {
        let workshop = snapshot.workshops.get(&round.workshop);
        let has_card = workshop.is_some_and(|workshop| workshop.cards.contains(card));
        round.rules.is_some() && round.status().is_running() && has_card
    });
    let key = |opened_at: Option<Timestamp>, id: RoundId| (opened_at, id);
    running
        .max_by_key(|round| key(round.opened_at, round.id))
        .map(|round| round.workshop)
}

#[cfg(test)]
mod tests {
    use domain::{CommentId, ModerationId, Reason, Target};

    use super::*;
    use crate::model::workshop_samples::Sample;

    fn decision(n: u8, is_hidden: bool, reason: &str) -> Moderation {
        Moderation {
            seq: n.into(),
            at: Timestamp::from_epoch_min(n.into()),
            id: ModerationId::from_bytes([n; 16]),
            is_hidden,
            reason: Reason::new(reason).expect("a reason"),
        }
    }

    #[test]
    fn the_words_of_what_is_hidden_are_nowhere() {
        let sample = Sample::new();
        let mut proposal = sample.snapshot.proposals[&sample.proposal(2)]
            .as_ref()
            .clone();
        assert_eq!(shown_label(&proposal), "Proposition 2");
        proposal.label = "Des gros mots".into();
        proposal.moderation = vec![decision(7, true, "Elle nomme quelqu’un")];
        let shown = shown_label(&proposal);
        assert!(!shown.contains("gros mots"), "{shown}");
        assert!(shown.contains("Elle nomme quelqu’un"), "{shown}");
        proposal.moderation.push(decision(9, false, "Corrigée"));
        assert_eq!(shown_label(&proposal), "Des gros mots");

        let mut comment = Comment {
            id: CommentId::from_bytes([1; 16]),
            target: Target::Proposal(sample.proposal(1)),
            text: "Un nom".into(),
            council: None,
            workshop: None,
            added_at: Timestamp::from_epoch_min(1),
            moderation: Vec::new(),
        };
        assert_eq!(shown_text(&comment), "Un nom");
        comment.moderation.push(decision(3, true, "Un nom"));
        assert_eq!(shown_text(&comment), words::hidden_comment());
    }

    #[test]
    fn the_trace_is_told_in_the_order_of_time() {
        let told = trace(&[decision(9, false, "Corrigée"), decision(3, true, "Un nom")]);
        let told: Vec<(bool, &str)> = told
            .iter()
            .map(|entry| (entry.is_hidden, entry.reason.as_str()))
            .collect();
        assert_eq!(told, [(true, "Un nom"), (false, "Corrigée")]);
    }

    #[test]
    fn what_is_said_while_a_round_runs_is_of_its_workshop() {
        let mut sample = Sample::new();
        let card = sample.card(1);
        sample.history(16, &[]);
        assert_eq!(running_workshop(&sample.snapshot, &card), None);
        let round = sample.open(1);
        let running = Some(sample.workshop());
        assert_eq!(running_workshop(&sample.snapshot, &card), running);
        let other = "autre".parse().expect("a slug");
        assert_eq!(running_workshop(&sample.snapshot, &other), None);
        sample.close(round);
        assert_eq!(running_workshop(&sample.snapshot, &card), None);
    }
}
