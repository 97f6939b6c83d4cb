//! Lists of ids, dots and numbers as one Automerge value each, so that they merge whole.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Attendance, BallotId, Closing, DotScope, Moderation, ModerationId, ProposalId, Reason,
    RoundRules, Timestamp, Version, VersionId,
};

const ID_BYTES: usize = 16;

pub(crate) fn ids_to_bytes(ids: impl IntoIterator<Item = [u8; ID_BYTES]>) -> Vec<u8> {
    ids.into_iter().flatten().collect()
}

/// Reads whole ids; `None` when bytes are left over.
pub(crate) fn ids_from_bytes(bytes: &[u8]) -> Option<Vec<[u8; ID_BYTES]>> {
    let (ids, rest) = bytes.as_chunks::<ID_BYTES>();
    rest.is_empty().then(|| ids.to_vec())
}

pub(crate) fn dots_to_bytes(dots: &BTreeMap<ProposalId, u8>) -> Vec<u8> {
    dots.iter()
        .flat_map(|(id, n)| id.to_bytes().into_iter().chain([*n]))
        .collect()
}

pub(crate) fn dots_from_bytes(bytes: &[u8]) -> Option<BTreeMap<ProposalId, u8>> {
    let (pairs, rest) = bytes.as_chunks::<{ ID_BYTES + 1 }>();
    let dots: BTreeMap<ProposalId, u8> = pairs
        .iter()
        .filter_map(|pair| {
            let (id, n) = pair.split_first_chunk::<ID_BYTES>()?;
            Some((ProposalId::from_bytes(*id), *n.first()?))
        })
        .collect();
    (rest.is_empty() && dots.len() == pairs.len()).then_some(dots)
}

pub(crate) fn paper_dots_to_bytes(dots: &BTreeMap<ProposalId, u32>) -> Vec<u8> {
    dots.iter()
        .flat_map(|(id, n)| id.to_bytes().into_iter().chain(n.to_be_bytes()))
        .collect()
}

pub(crate) fn paper_dots_from_bytes(bytes: &[u8]) -> Option<BTreeMap<ProposalId, u32>> {
    let (pairs, rest) = bytes.as_chunks::<{ ID_BYTES + 4 }>();
    let dots: BTreeMap<ProposalId, u32> = pairs
        .iter()
        .filter_map(|pair| {
            let (id, n) = pair.split_first_chunk::<ID_BYTES>()?;
            Some((
                ProposalId::from_bytes(*id),
                u32::from_be_bytes(n.try_into().ok()?),
            ))
        })
        .collect();
    (rest.is_empty() && dots.len() == pairs.len()).then_some(dots)
}

pub(crate) fn closing_to_bytes(at: Timestamp, ballots: &BTreeSet<BallotId>) -> Vec<u8> {
    let ids = ids_to_bytes(ballots.iter().map(|id| id.to_bytes()));
    at.epoch_min()
        .to_be_bytes()
        .into_iter()
        .chain(ids)
        .collect()
}

pub(crate) fn closing_from_bytes(bytes: &[u8]) -> Option<Closing> {
    let (minute, ids) = bytes.split_first_chunk::<4>()?;
    Some(Closing {
        at: Timestamp::from_epoch_min(u32::from_be_bytes(*minute)),
        ballots: ids_from_bytes(ids)?
            .into_iter()
            .map(BallotId::from_bytes)
            .collect(),
    })
}

pub(crate) fn version_to_bytes(seq: u32, at: Timestamp, heads: &[[u8; 32]]) -> Vec<u8> {
    let numbers = [at.epoch_min(), seq].map(u32::to_be_bytes);
    let heads = heads.iter().flatten().copied();
    numbers.into_iter().flatten().chain(heads).collect()
}

pub(crate) fn version_from_bytes(id: VersionId, bytes: &[u8]) -> Option<Version> {
    let (minute, rest) = bytes.split_first_chunk::<4>()?;
    // The first programs wrote no number.
    let (seq, heads) = match rest.split_first_chunk::<4>() {
        Some((seq, heads)) if heads.len() % 32 == 0 => (u32::from_be_bytes(*seq), heads),
        _ => (0, rest),
    };
    let (heads, rest) = heads.as_chunks::<32>();
    rest.is_empty().then(|| Version {
        seq,
        at: Timestamp::from_epoch_min(u32::from_be_bytes(*minute)),
        id,
        heads: heads.to_vec(),
    })
}

/// Stands for a number that nobody counted.
const UNKNOWN: &str = "-";

pub(crate) fn attendance_to_text(attendance: &Attendance) -> String {
    let number = |n: Option<u16>| n.map_or_else(|| UNKNOWN.to_owned(), |n| n.to_string());
    [
        Some(attendance.present),
        attendance.residents,
        attendance.associations,
        attendance.quorum,
    ]
    .map(number)
    .join(" ")
}

pub(crate) fn attendance_from_text(text: &str) -> Option<Attendance> {
    let mut numbers = text.split(' ').map(|part| match part {
        UNKNOWN => Some(None),
        number => number.parse().ok().map(Some),
    });
    let attendance = Attendance {
        present: numbers.next()???,
        residents: numbers.next()??,
        associations: numbers.next()??,
        quorum: numbers.next()??,
    };
    numbers.next().is_none().then_some(attendance)
}

const PER_CARD: &str = "per_card";
const PER_ROUND: &str = "per_round";

pub(crate) fn rules_to_text(rules: RoundRules) -> String {
    let scope = match rules.scope() {
        DotScope::PerCard => PER_CARD,
        DotScope::PerRound => PER_ROUND,
    };
    let (n, cap) = (rules.dots_per_ballot(), rules.dots_per_proposal_max());
    format!("{n} {cap} {scope}")
}

pub(crate) fn rules_from_text(text: &str) -> Option<RoundRules> {
    let mut parts = text.split(' ');
    let n = parts.next()?.parse().ok()?;
    let cap = parts.next()?.parse().ok()?;
    let scope = scope_from_text(parts.next()?)?;
    let is_whole = parts.next().is_none();
    RoundRules::new(n, cap, scope).ok().filter(|_| is_whole)
}

pub(crate) fn scope_from_text(text: &str) -> Option<DotScope> {
    match text {
        PER_CARD => Some(DotScope::PerCard),
        PER_ROUND => Some(DotScope::PerRound),
        _ => None,
    }
}

pub(crate) fn moderation_to_text(
    seq: usize,
    at: Timestamp,
    is_hidden: bool,
    reason: &Reason,
) -> String {
    let word = if is_hidden { HIDE } else { SHOW };
    format!("{seq} {} {word} {reason}", at.epoch_min())
}

pub(crate) fn moderation_from_text(id: ModerationId, text: &str) -> Option<Moderation> {
    let mut parts = text.splitn(4, ' ');
    let seq = parts.next()?.parse().ok()?;
    let minute = parts.next()?.parse().ok()?;
    let is_hidden = match parts.next()? {
        HIDE => true,
        SHOW => false,
        _ => return None,
    };
    Some(Moderation {
        seq,
        at: Timestamp::from_epoch_min(minute),
        id,
        is_hidden,
        reason: Reason::new(parts.next()?).ok()?,
    })
}

const HIDE: &str = "hide";
const SHOW: &str = "show";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_values_read_back_and_odd_bytes_are_refused() {
        let dots = BTreeMap::from([
            (ProposalId::from_bytes([1; 16]), 2),
            (ProposalId::from_bytes([9; 16]), 1),
        ]);
        let bytes = dots_to_bytes(&dots);
        assert_eq!(dots_from_bytes(&bytes), Some(dots));
        assert_eq!(dots_from_bytes(&bytes[1..]), None);
        let twice = [bytes.clone(), bytes].concat();
        assert_eq!(dots_from_bytes(&twice), None, "the same proposal twice");
        let paper = BTreeMap::from([(ProposalId::from_bytes([1; 16]), 70_000)]);
        assert_eq!(
            paper_dots_from_bytes(&paper_dots_to_bytes(&paper)),
            Some(paper)
        );
        let ballots = BTreeSet::from([BallotId::from_bytes([3; 16])]);
        let closing = closing_from_bytes(&closing_to_bytes(Timestamp::from_epoch_min(7), &ballots));
        assert_eq!(
            closing,
            Some(Closing {
                at: Timestamp::from_epoch_min(7),
                ballots
            })
        );
        assert_eq!(closing_from_bytes(&[1, 2]), None);
    }

    #[test]
    fn attendance_reads_back_with_what_nobody_counted() {
        let counted = Attendance {
            present: 17,
            residents: Some(10),
            associations: None,
            quorum: Some(12),
        };
        let text = attendance_to_text(&counted);
        assert_eq!(text, "17 10 - 12");
        assert_eq!(attendance_from_text(&text), Some(counted));
        for odd in [
            "",
            "17",
            "- - - -",
            "17 10 - 12 3",
            "17 x - 12",
            "70000 - - -",
        ] {
            assert_eq!(attendance_from_text(odd), None, "{odd}");
        }
    }

    #[test]
    fn rules_read_back_and_odd_ones_are_refused() {
        for text in ["3 2 per_card", "5 5 per_round"] {
            let rules = rules_from_text(text).expect("rules");
            assert_eq!(rules_to_text(rules), text);
        }
        for odd in [
            "",
            "3 2",
            "2 3 per_card",
            "0 0 per_card",
            "3 2 per_day",
            "3 2 per_card 1",
        ] {
            assert_eq!(rules_from_text(odd), None, "{odd}");
        }
    }

    #[test]
    fn decisions_and_versions_read_back() {
        let (at, id) = (
            Timestamp::from_epoch_min(7),
            ModerationId::from_bytes([1; 16]),
        );
        let reason = Reason::new("Vise une personne").expect("a reason");
        let text = moderation_to_text(4, at, true, &reason);
        let read = moderation_from_text(id, &text).expect("a decision");
        assert!(read.is_hidden && read.reason == reason && (read.seq, read.at) == (4, at));
        for odd in ["", "7 hide", "0 7 hide", "0 7 burn Non", "0 x hide Non"] {
            assert_eq!(moderation_from_text(id, odd), None, "{odd}");
        }
        let id = VersionId::from_bytes([2; 16]);
        let heads = vec![[3; 32], [4; 32]];
        let version = version_from_bytes(id, &version_to_bytes(3, at, &heads));
        let seq = 3;
        let heads_alone = [&version_to_bytes(0, at, &heads)[..4], &heads.concat()].concat();
        let without = version_from_bytes(id, &heads_alone).map(|version| version.seq);
        assert_eq!(without, Some(0), "as the first programs wrote it");
        assert_eq!(version, Some(Version { seq, at, id, heads }));
        assert_eq!(version_from_bytes(id, &[0; 5]), None);
    }
}
