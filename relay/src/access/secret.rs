//! Random secrets, and the only form in which they are kept: a hash.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Bytes of randomness in a secret: nobody guesses 128 bits.
const SECRET_BYTES: usize = 16;

/// The system has no randomness to give.
#[derive(Debug, thiserror::Error)]
#[error("the system gives no random bytes: {0}")]
pub struct NoRandomness(String);

/// Fresh random bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| NoRandomness(error.to_string()))?;
    Ok(bytes)
}

/// A secret in clear: shown once, never kept, never printed by accident.
pub struct Secret(String);

impl Secret {
    pub(crate) fn generate() -> Result<Self, NoRandomness> {
        Ok(Self(BASE64URL.encode(random::<SECRET_BYTES>()?)))
    }

    /// The text, for the one who is to have it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub(crate) fn hash(&self) -> SecretHash {
        SecretHash::of(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(hidden)")
    }
}

/// SHA-256 of a secret's text; 64 hexadecimal digits in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SecretHash([u8; 32]);

impl SecretHash {
    /// Stands in for the hash of a link that does not exist.
    pub(crate) const NOBODYS: Self = Self([0; 32]);

    pub(crate) fn of(secret: &str) -> Self {
        Self(Sha256::digest(secret).into())
    }

    /// Compares in a time that tells nothing of where the hashes differ.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl From<SecretHash> for String {
    fn from(hash: SecretHash) -> Self {
        to_hex(&hash.0)
    }
}

impl TryFrom<String> for SecretHash {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let wrong = || "a hash is 64 hexadecimal digits".to_owned();
        let mut hash = [0; 32];
        if text.len() != 2 * hash.len() || !text.is_ascii() {
            return Err(wrong());
        }
        for (idx, byte) in hash.iter_mut().enumerate() {
            let digits = text.get(2 * idx..2 * idx + 2).ok_or_else(wrong)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong())?;
        }
        Ok(Self(hash))
    }
}

/// Two lower-case hexadecimal digits for each byte.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a string cannot fail.
        let _written = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_is_random_and_hides_itself() {
        let (a, b) = (Secret::generate().unwrap(), Secret::generate().unwrap());
        assert_eq!(a.reveal().len(), 22);
        assert_ne!(a.reveal(), b.reveal());
        assert!(!format!("{a:?}").contains(a.reveal()));
    }

    #[test]
    fn hash_is_written_and_read_again() {
        let hash = SecretHash::of("secret");
        let text = String::from(hash);
        assert_eq!(text.len(), 64);
        let read = SecretHash::try_from(text.clone()).unwrap();
        assert!(read.is_same(&hash));
        assert!(!read.is_same(&SecretHash::of("other")));
        for wrong in ["", "abc", &text[1..], &"é".repeat(32), &"g".repeat(64)] {
            assert!(SecretHash::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
