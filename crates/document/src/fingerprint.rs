//! A short code of the heads, that two people can compare aloud.

use core::fmt;

use automerge::ChangeHash;
use sha2::{Digest, Sha256};

/// Twelve decimal digits in four groups: equal on two tablets that hold the same
/// changes, and different otherwise (one chance in 10¹²).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(u64);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let group = |power: u32| self.0 / 1000_u64.pow(power) % 1000;
        write!(
            f,
            "{:03} {:03} {:03} {:03}",
            group(3),
            group(2),
            group(1),
            group(0)
        )
    }
}

/// Computes the fingerprint of a version; the order of `heads` does not matter.
pub fn fingerprint(heads: &[ChangeHash]) -> Fingerprint {
    let mut heads: Vec<&[u8]> = heads.iter().map(AsRef::as_ref).collect();
    heads.sort_unstable();
    let mut hash = Sha256::new();
    for head in heads {
        hash.update(head);
    }
    let first = hash
        .finalize()
        .iter()
        .take(8)
        .fold(0_u64, |n, byte| (n << 8) | u64::from(*byte));
    Fingerprint(first % 1_000_000_000_000)
}

/// The fingerprint of a frozen version, from the heads that it names.
pub fn fingerprint_of_version(heads: &[[u8; 32]]) -> Fingerprint {
    let heads: Vec<ChangeHash> = heads.iter().copied().map(ChangeHash).collect();
    fingerprint(&heads)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_heads_does_not_matter_and_the_code_is_four_groups() {
        let (a, b) = (ChangeHash([1; 32]), ChangeHash([2; 32]));
        assert_eq!(fingerprint(&[a, b]), fingerprint(&[b, a]));
        assert_ne!(fingerprint(&[a]), fingerprint(&[a, b]));
        let code = fingerprint(&[a]).to_string();
        assert_eq!(code.len(), 15, "{code}");
        assert!(code.split(' ').all(|group| group.len() == 3), "{code}");
    }
}
