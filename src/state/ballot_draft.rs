//! The ballot in progress: saved at every dot, touched by nothing that arrives.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{
    BallotId, CouncilId, ProposalId, RoundId, VoterCode, VoterId, VoterKey, current_ballots,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::device::{forget_entry, keep_entry, read_entry, read_entry_at_last};
use crate::platform;
use crate::replica::Replica;

/// The draft as it is kept: ids as text, so that a person can read it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    voter: String,
    dots: BTreeMap<String, u8>,
    is_cast: bool,
    #[serde(default)]
    is_assisted: bool,
    /// Council of the bearer of a code; a personal tablet has its own.
    #[serde(default)]
    council: Option<String>,
    /// Ballots that it would replace, when it belongs to a code: a draft that was begun
    /// before another ballot of the code is not taken up.
    #[serde(default)]
    replaces: BTreeSet<String>,
}

/// The one ballot of this personal tablet in one round, or of one code; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct BallotDraft {
    replica: Replica,
    round: RoundId,
    voter: StoredValue<VoterKey>,
    dots: RwSignal<BTreeMap<ProposalId, u8>>,
    is_cast: RwSignal<bool>,
    is_assisted: RwSignal<bool>,
    council: RwSignal<Option<CouncilId>>,
}

impl BallotDraft {
    /// Takes up the draft of `round`, or starts one with a fresh voter id.
    ///
    /// The id is kept before the first dot, so that a second tab does not draw another.
    pub async fn open(replica: Replica, round: RoundId) -> Self {
        // A fresh draft in place of one that cannot be read yet would be another voter.
        let kept = parse(read_entry_at_last(replica, &personal_key(round)).await);
        let voter = kept.as_ref().and_then(|kept| kept.voter.parse().ok());
        let fresh = || VoterId::from_bytes(platform::random_id());
        let key = VoterKey::Device(voter.unwrap_or_else(fresh));
        let draft = Self::new(replica, round, key, &kept.unwrap_or_default());
        if voter.is_none() {
            draft.keep();
        }
        draft
    }

    /// Takes up the draft of a code, or starts an empty one, also when a ballot of the
    /// code is validated already: what was chosen before never shows again.
    pub async fn open_for_code(replica: Replica, round: RoundId, code: VoterCode) -> Self {
        let voter = VoterKey::Code(code);
        let kept = parse(read_entry_at_last(replica, &key(round, &voter)).await);
        let replaces = replaced(replica, round, &voter);
        let kept = kept.filter(|kept| !kept.is_cast && kept.replaces == replaces);
        Self::new(replica, round, voter, &kept.unwrap_or_default())
    }

    fn new(replica: Replica, round: RoundId, voter: VoterKey, kept: &Kept) -> Self {
        let council = kept.council.as_ref().and_then(|slug| slug.parse().ok());
        Self {
            replica,
            round,
            voter: StoredValue::new(voter),
            dots: RwSignal::new(parse_dots(&kept.dots)),
            is_cast: RwSignal::new(kept.is_cast),
            is_assisted: RwSignal::new(kept.is_assisted),
            council: RwSignal::new(council),
        }
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
        self.voter.with_value(|voter| key(self.round, voter))
    }

    /// Whose it is.
    pub fn voter(self) -> VoterKey {
        self.voter.get_value()
    }

    /// True when it belongs to a code, on a tablet that others use too.
    pub fn is_of_code(self) -> bool {
        self.voter
            .with_value(|voter| matches!(voter, VoterKey::Code(_)))
    }

    /// Filled with the help of someone else.
    pub fn is_assisted(self) -> Signal<bool> {
        self.is_assisted.into()
    }

    /// Says whether someone else helps.
    pub fn set_assisted(self, is_assisted: bool) {
        if self.is_assisted.get_untracked() != is_assisted {
            self.is_assisted.set(is_assisted);
            self.keep();
        }
    }

    /// Council of the bearer of a code, once chosen.
    pub fn council(self) -> Signal<Option<CouncilId>> {
        self.council.into()
    }

    /// Chooses the council of the bearer of a code.
    pub fn set_council(self, council: CouncilId) {
        self.council.set(Some(council));
        self.keep();
    }

    /// Takes it off this device, for good.
    pub fn forget(self) {
        self.dots.set(BTreeMap::new());
        forget_entry(self.replica, Arc::from(self.key()));
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
        let voter = self.voter.get_value();
        let kept = Kept {
            voter: match &voter {
                VoterKey::Device(id) => id.to_string(),
                VoterKey::Code(_) => String::new(),
            },
            dots: self
                .dots
                .get_untracked()
                .iter()
                .map(|(id, n)| (id.to_string(), *n))
                .collect(),
            is_cast: self.is_cast.get_untracked(),
            is_assisted: self.is_assisted.get_untracked(),
            council: self.council.get_untracked().map(|id| id.to_string()),
            replaces: if self.is_of_code() {
                replaced(self.replica, self.round, &voter)
            } else {
                BTreeSet::new()
            },
        };
        keep_entry(self.replica, Arc::from(self.key()), &kept);
    }
}

/// Takes a draft off this device, for good, also when its page is gone.
pub fn forget_draft(replica: Replica, key: String) {
    forget_entry(replica, Arc::from(key));
}

fn personal_key(round: RoundId) -> String {
    format!("draft/{round}")
}

fn key(round: RoundId, voter: &VoterKey) -> String {
    match voter {
        VoterKey::Device(_) => personal_key(round),
        VoterKey::Code(code) => format!("draft/{round}/code/{code}"),
    }
}

/// Ballots that a new one of this voter replaces, as text.
fn replaced(replica: Replica, round: RoundId, voter: &VoterKey) -> BTreeSet<String> {
    let snapshot = replica.snapshot().get_untracked();
    let current = current_ballots(&snapshot, round, voter);
    current.iter().map(BallotId::to_string).collect()
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
