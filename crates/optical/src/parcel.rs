//! What a series carries: the hash of the payload, then the payload deflated.
//!
//! The hash stands here once, not in each frame, where it would take a twelfth of the
//! room; it is worth nothing before the parcel is whole anyway.
//!
//! Knows: SHA-256 and deflate.
//! Must not know: frames.
//! Reading order: [`pack`], [`unpack`].

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use sha2::{Digest, Sha256};

use crate::limits::PAYLOAD_BYTES_MAX;

/// Why a series does not give a payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SeriesFault {
    /// Frames are missing: go on reading.
    #[error("the series is not complete yet")]
    Incomplete,
    /// Its frames contradict each other: read anew, from [`crate::Receiver::new`].
    #[error("the frames of the series contradict each other")]
    Contradictory,
    /// What was rebuilt is not what its hash names: read anew.
    #[error("the payload is not the one that its hash names")]
    Altered,
    /// It inflates to more than [`PAYLOAD_BYTES_MAX`]: no sender of ours made it.
    #[error("the payload inflates to more than {PAYLOAD_BYTES_MAX} bytes")]
    TooLarge,
}

/// The parcel of a payload; `None` if it could not be written.
pub(crate) fn pack(payload: &[u8]) -> Option<Vec<u8>> {
    let hash: [u8; 32] = Sha256::digest(payload).into();
    let mut encoder = DeflateEncoder::new(hash.to_vec(), Compression::best());
    encoder.write_all(payload).ok()?;
    encoder.finish().ok()
}

/// The payload of a parcel, inflated up to the limit and compared with its hash.
pub(crate) fn unpack(parcel: &[u8]) -> Result<Vec<u8>, SeriesFault> {
    let (hash, deflated) = parcel
        .split_first_chunk::<32>()
        .ok_or(SeriesFault::Altered)?;
    let mut payload = Vec::new();
    DeflateDecoder::new(deflated)
        .take(PAYLOAD_BYTES_MAX as u64 + 1)
        .read_to_end(&mut payload)
        .map_err(|_| SeriesFault::Altered)?;
    if payload.len() > PAYLOAD_BYTES_MAX {
        return Err(SeriesFault::TooLarge);
    }
    let found: [u8; 32] = Sha256::digest(&payload).into();
    if found == *hash {
        Ok(payload)
    } else {
        Err(SeriesFault::Altered)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_parcel_gives_its_payload() {
        for payload in [&b""[..], b"a bench", &vec![7; 70_000]] {
            assert_eq!(unpack(&pack(payload).unwrap()), Ok(payload.to_vec()));
        }
    }

    #[test]
    fn a_parcel_with_another_hash_is_altered() {
        let mut parcel = pack(b"a bench under the lime trees").unwrap();
        parcel[0] ^= 1;
        assert_eq!(unpack(&parcel), Err(SeriesFault::Altered));
        assert_eq!(unpack(&parcel[..31]), Err(SeriesFault::Altered));
        assert_eq!(unpack(&parcel[..40]), Err(SeriesFault::Altered));
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bomb = pack(&vec![0; 64 * 1024 * 1024]).unwrap();
        assert!(bomb.len() < 100_000, "{} bytes", bomb.len());
        assert_eq!(unpack(&bomb), Err(SeriesFault::TooLarge));
    }
}
