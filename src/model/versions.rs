//! Versions that go to the steering committee, and the table of one. Pure.
//!
//! Knows: which versions were frozen, which of them were frozen apart, what a state of the
//! document says of the councils together.
//! Must not know: the browser, the document, the clock.

use document::fingerprint_of_version;
use domain::{FollowUp, Rank, Snapshot, Timestamp, Topic, VersionId, consolidate};

use super::looks::card_look_by_id;
use super::results::label;
use crate::components::CardLook;

/// One version in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRow {
    /// Its id.
    pub id: VersionId,
    /// Its number, from 1.
    pub number: u32,
    /// What it was frozen for.
    pub title: String,
    /// When, to the minute.
    pub at: Timestamp,
    /// Twelve digits that name its contents.
    pub fingerprint: String,
    /// Names of the latest changes then.
    pub heads: Vec<[u8; 32]>,
    /// Key of the line that tells of its own freezing, which every later state has.
    pub key: String,
    /// True when another one has the same number: they were frozen apart.
    pub is_doubled: bool,
}

/// Every version, newest number first; of one number, last frozen first.
pub fn versions(follow_up: &FollowUp) -> Vec<VersionRow> {
    let known = follow_up.versions();
    let n_of = |number: u32| {
        known
            .iter()
            .filter(|(_, it, _)| it.number == number)
            .count()
    };
    let rows = known.iter().rev().map(|(id, version, at)| {
        let statement = follow_up.latest(&Topic::Version(*id));
        VersionRow {
            id: *id,
            number: version.number,
            title: version.title.to_string(),
            at: *at,
            fingerprint: fingerprint_of_version(&version.heads).to_string(),
            heads: version.heads.clone(),
            key: statement.map_or_else(String::new, |it| format!("said {}", it.id)),
            is_doubled: n_of(version.number) > 1,
        }
    });
    rows.collect()
}

/// Number of the next version: one more than the highest known.
pub fn next_number(rows: &[VersionRow]) -> u32 {
    let highest = rows.iter().map(|row| row.number).max();
    highest.unwrap_or(0).saturating_add(1)
}

/// The version before `id`: the last one with a lower number.
pub fn version_before(rows: &[VersionRow], id: VersionId) -> Option<&VersionRow> {
    let number = rows.iter().find(|row| row.id == id)?.number;
    rows.iter().find(|row| row.number < number)
}

/// One card of the table of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableCard {
    /// Name of the card.
    pub name: String,
    /// Its colour and drawing.
    pub look: CardLook,
    /// Proposals, most dots first.
    pub rows: Vec<TableRow>,
}

/// One proposal of the table of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Its wording, or the word that it is hidden.
    pub label: String,
    /// Dots of all councils.
    pub dots: u32,
    /// Place by the sum of the dots; `None` without a dot.
    pub place: Option<Rank>,
    /// Place with equal weight of the councils; `None` without a dot.
    pub equal_place: Option<Rank>,
}

/// The councils together, card by card, in a state of the document: revealed votes only.
pub fn table(snapshot: &Snapshot) -> Vec<TableCard> {
    let cards = consolidate(snapshot).cards.into_iter().map(|card| {
        let rows = card.lines.iter().map(|line| TableRow {
            label: label(snapshot, line.proposal),
            dots: line.total,
            place: (line.total > 0).then_some(line.sum_rank),
            equal_place: (line.mean_share_ppm > 0).then_some(line.share_rank),
        });
        let known = snapshot.cards.get(&card.card);
        TableCard {
            name: known.map_or_else(|| card.card.to_string(), |card| card.name.to_string()),
            look: card_look_by_id(snapshot, &card.card),
            rows: rows.collect(),
        }
    });
    cards.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use domain::{
        Author, AuthorRole, Claim, Entries, FrozenVersion, Statement, StatementId, Title,
    };

    use super::*;
    use crate::model::workshop_samples::Sample;

    fn follow_up(versions: &[(u8, u32)]) -> FollowUp {
        let mut statements: Entries<StatementId, Statement> = Arc::default();
        for (byte, number) in versions {
            let id = StatementId::from_bytes([*byte; 16]);
            let statement = Statement {
                id,
                at: Timestamp::from_epoch_min(u32::from(*byte)),
                author: Author {
                    role: AuthorRole::Facilitator,
                    council: None,
                },
                supersedes: BTreeSet::new(),
                claim: Claim::Version {
                    id: VersionId::from_bytes([*byte; 16]),
                    version: FrozenVersion {
                        number: *number,
                        title: Title::new("Comité").expect("a title"),
                        heads: vec![[*byte; 32]],
                    },
                },
            };
            Arc::make_mut(&mut statements).insert(id, Arc::new(statement));
        }
        FollowUp::new(&statements)
    }

    #[test]
    fn versions_are_listed_newest_first_and_those_frozen_apart_say_so() {
        let rows = versions(&follow_up(&[(1, 1), (2, 2), (3, 2), (4, 3)]));
        let shown: Vec<_> = rows
            .iter()
            .map(|row| (row.number, row.is_doubled))
            .collect();
        assert_eq!(shown, [(3, false), (2, true), (2, true), (1, false)]);
        assert_eq!(next_number(&rows), 4);
        assert_eq!(next_number(&[]), 1);
        let before = |byte: u8| {
            let found = version_before(&rows, VersionId::from_bytes([byte; 16]));
            found.map(|row| row.id.to_bytes()[0])
        };
        // The last of two that were frozen apart; never one of the same number.
        assert_eq!(
            [before(4), before(3), before(2), before(1)],
            [Some(3), Some(1), Some(1), None]
        );
        assert_eq!(before(9), None);
        let prints: BTreeSet<&str> = rows.iter().map(|row| row.fingerprint.as_str()).collect();
        assert_eq!(prints.len(), 4);
    }

    #[test]
    fn a_number_of_a_hostile_program_does_not_overflow() {
        let rows = versions(&follow_up(&[(1, u32::MAX)]));
        assert_eq!(next_number(&rows), u32::MAX);
    }

    #[test]
    fn the_table_holds_revealed_cards_only_and_both_places() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        for voter in 1..=5 {
            sample.cast(round, voter, Some("annemasse"), &[(1, 1), (2, 1), (4, 1)]);
        }
        sample.close(round);
        assert_eq!(table(&sample.snapshot), []);
        sample.reveal(round, &[1]);
        let cards = table(&sample.snapshot);
        let [card] = cards.as_slice() else {
            unreachable!("one card is revealed")
        };
        let rows: Vec<_> = card
            .rows
            .iter()
            .map(|row| (row.dots, row.place.map(|it| (it.rank, it.is_tied))))
            .collect();
        assert_eq!(
            rows,
            [(5, Some((1, true))), (5, Some((1, true))), (0, None)]
        );
        assert_eq!(card.rows[0].equal_place.map(|it| it.rank), Some(1));
    }
}
