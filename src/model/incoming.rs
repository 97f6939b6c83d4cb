//! What one state of the document has that another has not, line by line. Pure.
//!
//! Knows: who it comes from, what kind of thing it is, the page that shows it.
//! Must not know: the browser, the document, the clock; what is in a ballot, and the
//! wording of what is hidden.
//! Reading order: [`difference`], [`Difference`], [`Line`]; then `rounds`, `table` and
//! `said`, one for each part of the document.

pub mod preview;
mod rounds;
mod said;
mod table;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

use domain::{CouncilId, Entries, FollowUp, Snapshot, WorkshopId, count};

use crate::i18n::incoming as words;

/// Longest part of a text that a line quotes, in characters: enough to know it again.
const QUOTE_CHARS_MAX: usize = 120;

/// First words of the keys of what happens once.
const ONCE: [&str; 11] = [
    "ballots", "paper", "proposal", "reworded", "comment", "decision", "said", "created",
    "prepared", "opened", "closed",
];

/// What kind of thing is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Ballots; their number only.
    Ballots,
    /// Dots counted on paper.
    PaperCounts,
    /// Proposals: new, reworded, grouped, hidden.
    Proposals,
    /// Comments.
    Comments,
    /// Workshops and rounds.
    Workshops,
    /// Decisions on what merging cannot settle.
    Decisions,
    /// What becomes of the contract.
    FollowUp,
    /// The printed contract and its cards, which no program of ours changes.
    Contract,
}

impl Kind {
    /// Every kind, in the order of the screen.
    pub const ALL: [Self; 8] = [
        Self::Ballots,
        Self::PaperCounts,
        Self::Proposals,
        Self::Comments,
        Self::Workshops,
        Self::Decisions,
        Self::FollowUp,
        Self::Contract,
    ];
}

/// One thing that is new or changed; for ballots, all those of a council in a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Council that it comes from, when it is known.
    pub council: Option<CouncilId>,
    /// What kind of thing it is.
    pub kind: Kind,
    /// What it is about, the same for the same change: to know it again.
    pub key: String,
    /// How many things the line stands for.
    pub n: usize,
    /// In words; for ballots, the round.
    pub text: String,
    /// Address of what it is about.
    pub href: String,
}

impl Line {
    /// True for what happens once, or is counted: when this device did it, no other device
    /// did the same, and taking the line out hides nobody else's act.
    pub fn happens_once(&self) -> bool {
        let aspect = self.key.split(' ').next();
        aspect.is_some_and(|aspect| ONCE.contains(&aspect))
    }

    /// The line in words.
    pub fn sentence(&self) -> String {
        match self.kind {
            Kind::Ballots => words::ballots(self.n, &self.text),
            _ => self.text.clone(),
        }
    }
}

/// What one state has that another has not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// By council in the order of the contract, no council last, then by kind.
    pub lines: Vec<Line>,
    /// Entries of the former state that the later one does not have: the two were made
    /// apart, or the order of time is turned round.
    pub n_gone: usize,
}

/// Lines of one council.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CouncilLines {
    /// The council; `None` for what is in no council's name.
    pub council: Option<CouncilId>,
    /// What is new, by kind.
    pub kinds: Vec<(Kind, Vec<Line>)>,
}

impl Difference {
    /// True when the two states say the same.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.n_gone == 0
    }

    /// How many things of a kind are new or changed.
    pub fn n_of(&self, kind: Kind) -> usize {
        let of_kind = self.lines.iter().filter(|line| line.kind == kind);
        of_kind.map(|line| line.n).sum()
    }

    /// « 34 bulletins, 3 propositions, 1 remarque »; empty for nothing.
    pub fn summary(&self) -> String {
        let counted = Kind::ALL.into_iter().map(|kind| (kind, self.n_of(kind)));
        let counted = counted.filter(|(_, n)| *n > 0);
        let parts: Vec<String> = counted
            .map(|(kind, n)| words::counted_kind(kind, n))
            .collect();
        parts.join(", ")
    }

    /// Councils that something comes from, in the order of the lines.
    pub fn councils(&self) -> Vec<CouncilId> {
        let mut found: Vec<CouncilId> = Vec::new();
        for council in self.lines.iter().filter_map(|line| line.council.as_ref()) {
            if found.last() != Some(council) {
                found.push(council.clone());
            }
        }
        found
    }

    /// The lines, council by council and kind by kind.
    pub fn groups(&self) -> Vec<CouncilLines> {
        let mut found: Vec<CouncilLines> = Vec::new();
        for line in &self.lines {
            let kinds = match found.last_mut() {
                Some(last) if last.council == line.council => &mut last.kinds,
                _ => {
                    found.push(CouncilLines {
                        council: line.council.clone(),
                        kinds: Vec::new(),
                    });
                    match found.last_mut() {
                        Some(last) => &mut last.kinds,
                        None => continue,
                    }
                }
            };
            match kinds.last_mut() {
                Some((kind, lines)) if *kind == line.kind => lines.push(line.clone()),
                _ => kinds.push((line.kind, vec![line.clone()])),
            }
        }
        found
    }

    /// Takes out what `own` holds, by key and number; gives how many things that was.
    #[must_use]
    pub fn without(mut self, own: &BTreeMap<String, usize>) -> (Self, usize) {
        let mut n_own = 0;
        self.lines.retain_mut(|line| {
            let n = own.get(&line.key).copied().unwrap_or(0).min(line.n);
            n_own += n;
            line.n -= n;
            line.n > 0
        });
        (self, n_own)
    }
}

/// What `after` has that `before` has not.
///
/// States of one page share what did not change, which is not looked at.
pub fn difference(before: &Snapshot, after: &Snapshot) -> Difference {
    let mut found = Found {
        after,
        lines: Vec::new(),
        n_gone: 0,
    };
    found.contract(before);
    rounds::read(&mut found, before);
    table::read(&mut found, before);
    said::read(&mut found, before);
    let Found {
        mut lines, n_gone, ..
    } = found;
    let place = |council: &CouncilId| {
        let mut councils = after.contract.councils.iter();
        councils.position(|known| known.id == *council)
    };
    // Stable: inside a kind, the lines of one thing stay together.
    lines.sort_by_cached_key(|line| {
        let council = line.council.clone();
        let idx = council.as_ref().map(|id| place(id).unwrap_or(usize::MAX));
        (council.is_none(), idx, council, line.kind)
    });
    Difference { lines, n_gone }
}

/// What people have to settle: voters with several ballots, rounds with late ballots,
/// paper counts and statements that were written apart.
pub fn n_conflicts(snapshot: &Snapshot) -> usize {
    let rounds = snapshot.rounds.keys().map(|id| {
        let count = count(snapshot, *id);
        let is_late = count.n_ballots(domain::BallotStanding::Late) > 0;
        count.n_doubles() + usize::from(is_late) + count.paper_conflicts.len()
    });
    let follow_up = FollowUp::new(&snapshot.statements);
    let topics = follow_up.topics().filter(|it| follow_up.is_conflict(it));
    rounds.sum::<usize>() + topics.count()
}

/// What was found so far, and the state that is read.
struct Found<'a> {
    after: &'a Snapshot,
    lines: Vec<Line>,
    n_gone: usize,
}

impl Found<'_> {
    /// Entries that are new or changed, each with what it was before.
    fn changed<'b, K: Ord, V: PartialEq>(
        &mut self,
        before: &'b Entries<K, V>,
        after: &'b Entries<K, V>,
    ) -> Vec<(Option<&'b V>, &'b V)> {
        if Arc::ptr_eq(before, after) {
            return Vec::new();
        }
        let gone = before.keys().filter(|key| !after.contains_key(key));
        self.n_gone += gone.count();
        let changed = after.iter().filter_map(|(key, value)| {
            let former = before.get(key);
            let is_same = former.is_some_and(|it| Arc::ptr_eq(it, value) || it == value);
            (!is_same).then_some((former.map(|it| &**it), &**value))
        });
        changed.collect()
    }

    fn note(
        &mut self,
        (kind, council): (Kind, Option<CouncilId>),
        (aspect, id): (&str, &dyn Display),
        text: String,
        href: String,
    ) {
        self.lines.push(Line {
            council,
            kind,
            key: format!("{aspect} {id}"),
            n: 1,
            text,
            href,
        });
    }

    /// The council of a workshop that has one only.
    fn only_council(&self, workshop: WorkshopId) -> Option<CouncilId> {
        match self.after.workshops.get(&workshop)?.councils.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }

    /// The printed words: no program of ours changes them, and a strange one might.
    fn contract(&mut self, before: &Snapshot) {
        let after = self.after;
        let is_same = Arc::ptr_eq(&before.contract, &after.contract);
        if !is_same && before.contract != after.contract {
            let text = words::contract_changed().to_owned();
            let href = crate::routes::contract();
            self.note((Kind::Contract, None), ("contract", &""), text, href);
        }
        for (_, card) in self.changed(&before.cards, &after.cards) {
            let text = words::card_changed(&card.name);
            let href = crate::routes::card(&card.id);
            self.note((Kind::Contract, None), ("card", &card.id), text, href);
        }
    }
}

/// The first words of a text, on one line.
fn quote(text: &str) -> String {
    let mut chars = text.chars();
    let chars_of_line = |c| if c == '\n' { ' ' } else { c };
    let short: String = chars
        .by_ref()
        .take(QUOTE_CHARS_MAX)
        .map(chars_of_line)
        .collect();
    if chars.next().is_some() {
        format!("{short}…")
    } else {
        short
    }
}

#[cfg(test)]
mod tests;
