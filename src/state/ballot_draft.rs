//! The ballot in progress: saved at every dot, touched by nothing that arrives.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{ProposalId, RoundId, VoterId, VoterKey};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::device::{keep_entry, read_entry, read_entry_at_last};
use crate::platform;
use crate::replica::Replica;

/// The draft as it is kept: ids as text, so that a person can read it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    voter: String,
    dots: BTreeMap<String, u8>,
    is_cast: bool,
}

/// The one ballot of this personal tablet in one round; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct BallotDraft {
    replica: Replica,
    round: RoundId,
    voter: VoterId,
    dots: RwSignal<BTreeMap<ProposalId, u8>>,
    is_cast: RwSignal<bool>,
}

impl BallotDraft {
    /// Takes up the draft of `round`, or starts one with a fresh voter id.
    ///
    /// The id is kept before the first dot, so that a second tab does not draw another.
    pub async fn open(replica: Replica, round: RoundId) -> Self {
        // A fresh draft in place of one that cannot be read yet would be another voter.
        let kept = parse(read_entry_at_last(replica, &key(round)).await);
        let voter = kept.as_ref().and_then(|kept| kept.voter.parse().ok());
        let kept = kept.unwrap_or_default();
        let draft = Self {
            replica,
            round,
            voter: voter.unwrap_or_else(|| VoterId::from_bytes(platform::random_id())),
            dots: RwSignal::new(parse_dots(&kept.dots)),
            is_cast: RwSignal::new(kept.is_cast),
        };
        if voter.is_none() {
            draft.keep();
        }
        draft
    }

    /// Takes over what another tab of this device kept.
    pub async fn reload(self) {
        let stored = read_entry(self.replica, &self.key()).await;
        if let Some(kept) = parse(stored.ok().flatten()) {
            let dots = parse_dots(&kept.dots);
            if self
                .dots
                .try_get_untracked()
                .is_some_and(|shown| shown != dots)
            {
                self.dots.set(dots);
            }
            self.is_cast.set(kept.is_cast);
        }
    }

    /// Round it belongs to.
    pub fn round(self) -> RoundId {
        self.round
    }

    /// Key under which it is kept.
    pub fn key(self) -> String {
        key(self.round)
    }

    /// Whose it is.
    pub fn voter(self) -> VoterKey {
        VoterKey::Device(self.voter)
    }

    /// Dots placed; no entry without a dot.
    pub fn dots(self) -> Signal<BTreeMap<ProposalId, u8>> {
        self.dots.into()
    }

    /// True when these dots were validated.
    pub fn is_cast(self) -> Signal<bool> {
        self.is_cast.into()
    }

    /// Adds a dot; the caller has checked the rules.
    pub fn add(self, proposal: ProposalId) {
        self.dots
            .update(|dots| *dots.entry(proposal).or_default() += 1);
        self.keep();
    }

    /// Takes a dot back, if there is one.
    pub fn remove(self, proposal: ProposalId) {
        self.dots.update(|dots| {
            if let Some(n) = dots.get_mut(&proposal) {
                *n = n.saturating_sub(1);
            }
            dots.retain(|_, n| *n > 0);
        });
        self.keep();
    }

    /// Notes that these dots are, or are no longer, the validated ones.
    pub fn set_cast(self, is_cast: bool) {
        self.is_cast.set(is_cast);
        self.keep();
    }

    fn keep(self) {
        let kept = Kept {
            voter: self.voter.to_string(),
            dots: self
                .dots
                .get_untracked()
                .iter()
                .map(|(id, n)| (id.to_string(), *n))
                .collect(),
            is_cast: self.is_cast.get_untracked(),
        };
        keep_entry(self.replica, Arc::from(self.key()), &kept);
    }
}

fn key(round: RoundId) -> String {
    format!("draft/{round}")
}

fn parse(text: Option<String>) -> Option<Kept> {
    serde_json::from_str(&text?).ok()
}

fn parse_dots(kept: &BTreeMap<String, u8>) -> BTreeMap<ProposalId, u8> {
    kept.iter()
        .filter_map(|(id, n)| Some((id.parse().ok()?, *n)))
        .filter(|(_, n)| *n > 0)
        .collect()
}
