//! The address of a document, as automerge-repo spells it.

use sha2::{Digest, Sha256};

/// Bytes of a document id.
const ID_BYTES: usize = 16;
/// Bytes of a base58check sum.
const CHECK_BYTES: usize = 4;

/// Gives the `automerge:` URL of the document that begins with `genesis`.
///
/// The id is the first 16 bytes of the SHA-256 of the genesis, so two replicas
/// that never met agree on it. It is written in base58check: the bytes, then
/// the first 4 of their double SHA-256.
pub fn document_url(genesis: &[u8]) -> String {
    let digest = Sha256::digest(genesis);
    let id: Vec<u8> = digest.iter().take(ID_BYTES).copied().collect();
    format!("automerge:{}", base58check(&id))
}

fn base58check(payload: &[u8]) -> String {
    let sum = Sha256::digest(Sha256::digest(payload));
    let bytes: Vec<u8> = payload
        .iter()
        .chain(sum.iter().take(CHECK_BYTES))
        .copied()
        .collect();
    bs58::encode(bytes).into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base58check_agrees_with_known_addresses() {
        // The genesis address of Bitcoin: version 0, then a 20-byte hash.
        let mut payload = vec![0];
        payload.extend_from_slice(&[
            0x62, 0xe9, 0x07, 0xb1, 0x5c, 0xbf, 0x27, 0xd5, 0x42, 0x53, 0x99, 0xeb, 0xf6, 0xf0,
            0xfb, 0x50, 0xeb, 0xb8, 0x8f, 0x18,
        ]);
        assert_eq!(base58check(&payload), "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa");
    }

    #[test]
    fn the_url_depends_on_every_byte_of_the_genesis() {
        assert!(document_url(b"a").starts_with("automerge:"));
        assert_ne!(document_url(b"a"), document_url(b"b"));
        assert_eq!(document_url(b""), document_url(b""));
    }
}
