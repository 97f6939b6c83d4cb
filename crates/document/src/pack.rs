//! Lists of ids and dots as bytes: one Automerge value, so that it merges whole.

use std::collections::{BTreeMap, BTreeSet};

use domain::{BallotId, Closing, ProposalId, Timestamp};

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
}
