//! Proposals of different councils that may say the same, and what was decided. Pure.
//!
//! Knows: words in common, where each proposal comes from, dots of revealed votes, the
//! groups that stand and the pairs that a person kept apart.
//! Must not know: the browser, the document, the clock; nothing here groups anything.

use std::collections::BTreeMap;

use domain::{
    CardId, Claim, Command, FindingId, FollowUp, Groups, Proposal, ProposalId, Snapshot, Timestamp,
    Topic, groups,
};

use super::findings::{NOT_SAME, is_frozen, name, shown, verdict};
use super::likeness::suggestions_but;
use super::results::{badge, ranked_proposals};
use crate::components::CouncilBadge;
use crate::i18n::findings as words;

/// Most proposals of a card that are compared with one another: ten times what a card
/// holds; the printed ones and those of the smallest ids come first.
pub const COMPARED_MAX: usize = 300;

/// Proposals that may say the same, and what was decided of others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Duplicates {
    /// Cards that have at least one pair, in the order of the deck.
    pub cards: Vec<CardPairs>,
    /// What was decided, by card.
    pub decided: Vec<PairDecided>,
    /// Proposals that were compared.
    pub n_compared: usize,
}

/// Pairs of one card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardPairs {
    /// The card.
    pub id: CardId,
    /// Its name.
    pub name: String,
    /// True while a round runs on it: nothing is grouped then.
    pub is_frozen: bool,
    /// Likeliest first.
    pub pairs: Vec<Pair>,
}

/// Two proposals that may say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Name of the decision that they are not the same.
    pub id: FindingId,
    /// The one that comes first on the card.
    pub first: Source,
    /// The other.
    pub second: Source,
    /// Words that both have.
    pub words: Vec<String>,
}

/// A proposal with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The proposal.
    pub id: ProposalId,
    /// Its wording.
    pub label: String,
    /// Its council, if one brought it.
    pub council: Option<CouncilBadge>,
    /// Printed, or its council, its workshop and the day.
    pub origin: String,
    /// Dots of the votes that are revealed; `None` for none.
    pub n_dots: Option<u32>,
}

/// Something that was decided about two proposals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairDecided {
    /// What, in one sentence.
    pub what: String,
    /// How it is undone; `None` while a round runs on the card.
    pub undo: Option<Undo>,
    /// Why, by whom and when, where a reason was given.
    pub reason: Option<(String, Timestamp)>,
}

/// How a decision is undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undo {
    /// The proposal stands for itself again.
    Ungroup(Command),
    /// The pair is suggested again.
    Reopen(FindingId),
}

/// Compares the proposals of every card.
pub fn build(snapshot: &Snapshot, follow_up: &FollowUp) -> Duplicates {
    let groups = groups(&snapshot.proposals);
    let mut found = Duplicates::default();
    for card in snapshot.deck() {
        let is_frozen = is_frozen(snapshot, &card.id);
        let dots = dots(snapshot, &card.id);
        let candidates = candidates(snapshot, &groups, &card.id);
        found.n_compared += candidates.len();
        let ids = |one: usize, other: usize| Some((candidates.get(one)?, candidates.get(other)?));
        let is_apart = |one: usize, other: usize| {
            ids(one, other).is_some_and(|(one, other)| {
                verdict(follow_up, &pair_name(one.id, other.id)).is_some()
            })
        };
        let labels = candidates.iter().map(|proposal| &*proposal.label);
        let pairs: Vec<Pair> = suggestions_but(labels, is_apart)
            .into_iter()
            .filter_map(|it| {
                let (first, second) = ids(it.first, it.second)?;
                Some(Pair {
                    id: pair_name(first.id, second.id),
                    first: source(snapshot, first, &dots),
                    second: source(snapshot, second, &dots),
                    words: it.likeness.words,
                })
            })
            .collect();
        if !pairs.is_empty() {
            found.cards.push(CardPairs {
                id: card.id.clone(),
                name: card.name.to_string(),
                is_frozen,
                pairs,
            });
        }
        found.decided.extend(grouped(snapshot, &card.id, is_frozen));
    }
    found.decided.extend(kept_apart(snapshot, follow_up));
    found
}

/// The name of the decision that two proposals are not the same, whichever comes first.
pub fn pair_name(one: ProposalId, other: ProposalId) -> FindingId {
    let (one, other) = (one.min(other).to_string(), one.max(other).to_string());
    name(&[NOT_SAME, &one, &other])
}

/// Proposals in their newest wordings that stand for themselves and are not hidden.
fn candidates<'a>(snapshot: &'a Snapshot, groups: &Groups, card: &CardId) -> Vec<&'a Proposal> {
    let of_card = snapshot.proposals.values().filter(|it| it.card == *card);
    let mut found: Vec<&Proposal> = of_card
        .map(AsRef::as_ref)
        .filter(|it| groups.root(it.id) == it.id && !it.is_hidden())
        .collect();
    let replaced: std::collections::BTreeSet<ProposalId> = snapshot
        .proposals
        .values()
        .filter(|it| it.card == *card)
        .filter_map(|it| it.replaces)
        .collect();
    found.retain(|it| !replaced.contains(&it.id));
    found.sort_by_key(|it| it.order());
    found.truncate(COMPARED_MAX);
    found
}

/// Dots of each proposal in the votes that are revealed.
fn dots(snapshot: &Snapshot, card: &CardId) -> BTreeMap<ProposalId, u32> {
    ranked_proposals(snapshot, card)
        .into_iter()
        .filter(|ranked| ranked.row.total > 0)
        .map(|ranked| (ranked.proposal, ranked.row.total))
        .collect()
}

fn source(snapshot: &Snapshot, proposal: &Proposal, dots: &BTreeMap<ProposalId, u32>) -> Source {
    let council = proposal.council.as_ref();
    let council = council.map(|id| badge(snapshot, Some(id)));
    let workshop = proposal.workshop.and_then(|id| snapshot.workshops.get(&id));
    let workshop = workshop.map(|it| words::from_workshop(it.title.as_str(), it.date, &[]));
    let name = council.as_ref().map(|council| council.name.as_str());
    Source {
        id: proposal.id,
        label: proposal.label.to_string(),
        origin: if proposal.number.is_some() {
            words::printed().to_owned()
        } else {
            words::added_by(name, workshop.as_deref())
        },
        council,
        n_dots: dots.get(&proposal.id).copied(),
    }
}

/// Groups that stand on a card.
fn grouped(snapshot: &Snapshot, card: &CardId, is_frozen: bool) -> Vec<PairDecided> {
    let all = snapshot.proposals.values();
    all.filter(|it| it.card == *card)
        .filter_map(|it| {
            let into = snapshot.proposals.get(&it.grouped_into?)?;
            if into.card != *card || into.id == it.id {
                return None;
            }
            let ungroup = Command::UngroupProposal { proposal: it.id };
            Some(PairDecided {
                what: words::grouped_with(&shown(snapshot, it.id), &shown(snapshot, into.id)),
                undo: (!is_frozen).then_some(Undo::Ungroup(ungroup)),
                reason: None,
            })
        })
        .collect()
}

/// Pairs that a person kept apart.
fn kept_apart(snapshot: &Snapshot, follow_up: &FollowUp) -> Vec<PairDecided> {
    let topics = follow_up.topics().filter_map(|topic| match topic {
        Topic::Finding(id) => Some(id),
        _ => None,
    });
    topics
        .filter_map(|id| {
            let mut parts = id.as_str().split(':');
            let is_pair = parts.next() == Some(NOT_SAME);
            let mut next = || parts.next()?.parse::<ProposalId>().ok();
            let (one, other) = is_pair.then(|| Some((next()?, next()?))).flatten()?;
            let said = verdict(follow_up, id)?;
            let reason = match &said.claim {
                Claim::Finding { verdict, .. } => verdict.as_ref()?.to_string(),
                _ => return None,
            };
            Some(PairDecided {
                what: words::stay_apart(&shown(snapshot, one), &shown(snapshot, other)),
                undo: Some(Undo::Reopen(id.clone())),
                reason: Some((reason, said.at)),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::{Author, AuthorRole, Reason, Statement, StatementId, check};

    use super::*;
    use crate::model::workshop_samples::Sample;

    /// Two added proposals that say the same, of two councils, on the first card.
    fn sample() -> Sample {
        let mut sample = Sample::new();
        for (number, council, label) in [
            (5, "annemasse", "Des bus gratuits le soir"),
            (6, "gaillard", "Le soir, gratuité des bus"),
        ] {
            let id = sample.proposal(number);
            let proposal = Proposal {
                id,
                card: sample.card(1),
                number: None,
                label: label.into(),
                council: Some(council.parse().expect("a slug")),
                workshop: Some(sample.workshop()),
                grouped_into: None,
                replaces: None,
                moderation: Vec::new(),
            };
            Arc::make_mut(&mut sample.snapshot.proposals).insert(id, Arc::new(proposal));
        }
        sample
    }

    fn found(sample: &Sample) -> Duplicates {
        build(
            &sample.snapshot,
            &FollowUp::new(&sample.snapshot.statements),
        )
    }

    fn say(sample: &mut Sample, n: u8, finding: FindingId, reason: Option<&str>) {
        let id = StatementId::from_bytes([n; 16]);
        let said = Statement {
            id,
            at: Timestamp::from_epoch_min(n.into()),
            author: Author {
                role: AuthorRole::Facilitator,
                council: None,
            },
            supersedes: sample.snapshot.statements.keys().copied().collect(),
            claim: Claim::Finding {
                finding,
                verdict: reason.map(|text| Reason::new(text).expect("a reason")),
            },
        };
        Arc::make_mut(&mut sample.snapshot.statements).insert(id, Arc::new(said));
    }

    #[test]
    fn proposals_of_two_councils_are_set_side_by_side_with_their_origins() {
        let sample = sample();
        let found = found(&sample);
        let pair = &found.cards[0].pairs[0];
        assert_eq!(found.n_compared, 6);
        assert_eq!(pair.words, ["bus", "gratuits", "soir"]);
        assert_eq!(pair.first.origin, "Annemasse, Atelier, 4 mars 2026");
        assert_eq!(pair.second.origin, "Gaillard, Atelier, 4 mars 2026");
        assert_eq!(pair.first.n_dots, None);
        assert_eq!(found.decided, []);
    }

    #[test]
    fn dots_show_only_once_they_are_revealed() {
        let mut sample = sample();
        let round = sample.open(1);
        let five = sample.proposal(5);
        let rounds = Arc::make_mut(&mut sample.snapshot.rounds);
        Arc::make_mut(rounds.get_mut(&round).expect("a round"))
            .proposals
            .push(five);
        sample.cast(round, 1, None, &[(5, 2)]);
        assert!(found(&sample).cards[0].is_frozen);
        sample.close(round);
        let card = found(&sample).cards[0].clone();
        assert!(!card.is_frozen);
        assert_eq!(card.pairs[0].first.n_dots, None);
        sample.reveal(round, &[1]);
        assert_eq!(found(&sample).cards[0].pairs[0].first.n_dots, Some(2));
    }

    #[test]
    fn a_pair_that_was_kept_apart_is_suggested_no_more_until_it_is_reopened() {
        let mut sample = sample();
        let before = found(&sample);
        let id = before.cards[0].pairs[0].id.clone();
        say(&mut sample, 1, id.clone(), Some("Pas la même ligne"));
        let apart = found(&sample);
        assert_eq!(apart.cards, []);
        let decided = &apart.decided[0];
        assert_eq!(decided.undo, Some(Undo::Reopen(id.clone())));
        assert_eq!(
            decided.reason.as_ref().map(|it| it.0.as_str()),
            Some("Pas la même ligne")
        );
        // It is no finding of its own.
        let follow_up = FollowUp::new(&sample.snapshot.statements);
        let findings = crate::model::findings::build(&sample.snapshot, &[], &follow_up);
        assert_eq!((findings.open, findings.settled), (Vec::new(), Vec::new()));
        say(&mut sample, 2, id, None);
        assert_eq!(found(&sample), before);
    }

    #[test]
    fn a_group_is_undone_exactly() {
        let mut sample = sample();
        let before = found(&sample);
        sample.group(6, 5);
        let grouped = found(&sample);
        assert_eq!(grouped.cards, []);
        let id = sample.proposal(6);
        let ungroup = Command::UngroupProposal { proposal: id };
        assert_eq!(check(&sample.snapshot, &ungroup), Ok(()));
        assert_eq!(grouped.decided[0].undo, Some(Undo::Ungroup(ungroup)));
        let proposals = Arc::make_mut(&mut sample.snapshot.proposals);
        Arc::make_mut(proposals.get_mut(&id).expect("a proposal")).grouped_into = None;
        assert_eq!(found(&sample), before);
    }

    #[test]
    fn the_contract_alone_has_no_duplicate() {
        let snapshot = crate::model::contract_start::start();
        let found = build(&snapshot, &FollowUp::default());
        assert_eq!(found.cards, []);
        assert_eq!(found.decided, []);
        assert_eq!(found.n_compared, 81);
    }
}
