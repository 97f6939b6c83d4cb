//! Names a document on the wire and in stores, as `automerge-repo` spells it.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// Prefix of a document's URL.
const URL_PREFIX: &str = "automerge:";

/// Length of a document id, in bytes.
const ID_BYTES: usize = 16;

/// Sixteen bytes that name a document; text is base58 with a checksum.
///
/// The contract's id is the start of the SHA-256 of its genesis, so every
/// replica that starts from the same genesis finds the same document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId([u8; ID_BYTES]);

impl DocumentId {
    /// Takes the sixteen bytes as they are.
    pub const fn from_bytes(bytes: [u8; ID_BYTES]) -> Self {
        Self(bytes)
    }

    /// Derives the id from a document's fixed first bytes.
    pub fn from_genesis(genesis: &[u8]) -> Self {
        let digest = Sha256::digest(genesis);
        let mut bytes = [0; ID_BYTES];
        bytes.copy_from_slice(&digest[..ID_BYTES]);
        Self(bytes)
    }

    /// The sixteen bytes.
    pub const fn as_bytes(&self) -> &[u8; ID_BYTES] {
        &self.0
    }

    /// The id as a URL that `automerge-repo` opens: `automerge:` and the text.
    pub fn to_url(&self) -> String {
        format!("{URL_PREFIX}{self}")
    }

    /// Reads the URL form.
    ///
    /// # Errors
    /// [`DocumentIdError::NotAUrl`] without the prefix, else as for the text.
    pub fn from_url(url: &str) -> Result<Self, DocumentIdError> {
        url.strip_prefix(URL_PREFIX)
            .ok_or(DocumentIdError::NotAUrl)?
            .parse()
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&bs58::encode(self.0).with_check().into_string())
    }
}

impl fmt::Debug for DocumentId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DocumentId({self})")
    }
}

impl FromStr for DocumentId {
    type Err = DocumentIdError;

    /// Reads base58 with a checksum, or the UUID text of old documents.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // A longer text is refused before the quadratic base58 decoder sees it.
        if text.len() > 64 {
            return Err(DocumentIdError::Length);
        }
        if let Some(id) = from_uuid(text) {
            return Ok(id);
        }
        let bytes = bs58::decode(text)
            .with_check(None)
            .into_vec()
            .map_err(|_| DocumentIdError::Text)?;
        let bytes = bytes.try_into().map_err(|_| DocumentIdError::Length)?;
        Ok(Self(bytes))
    }
}

/// The text is not a document id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DocumentIdError {
    /// Neither base58 with a right checksum nor a UUID.
    #[error("document id is neither base58check nor a uuid")]
    Text,
    /// Decodes to something other than sixteen bytes.
    #[error("document id is not 16 bytes long")]
    Length,
    /// The URL does not start with `automerge:`.
    #[error("document url does not start with `automerge:`")]
    NotAUrl,
}

/// Reads `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`, the spelling of old documents.
fn from_uuid(text: &str) -> Option<DocumentId> {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    if lengths != [8, 4, 4, 4, 12] {
        return None;
    }
    let digits: Vec<u32> = groups
        .concat()
        .chars()
        .map(|digit| digit.to_digit(16))
        .collect::<Option<_>>()?;
    let mut bytes = [0; ID_BYTES];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::try_from(pair[0] * 16 + pair[1]).ok()?;
    }
    Some(DocumentId(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_url_round_trip() {
        let id = DocumentId::from_genesis(b"genesis");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(DocumentId::from_url(&id.to_url()), Ok(id));
    }

    #[test]
    fn id_spelled_by_automerge_repo_is_read() {
        // Made with bs58check over 16 bytes, as automerge-repo 2.5.6 does.
        let id: DocumentId = "4NMNnkMhL8jXrdJ9jamS58PAVdXu".parse().unwrap();
        assert_eq!(id.to_string(), "4NMNnkMhL8jXrdJ9jamS58PAVdXu");
    }

    #[test]
    fn uuid_text_of_old_documents_is_read() {
        let id: DocumentId = "00010203-0405-0607-0809-0a0b0c0d0e0f".parse().unwrap();
        assert_eq!(id.as_bytes()[15], 15);
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn wrong_texts_are_refused() {
        let check = |text: &str, error| assert_eq!(text.parse::<DocumentId>(), Err(error));
        check("", DocumentIdError::Text);
        check("4NMNnkMhL8jXrdJ9jamS58PAVdXv", DocumentIdError::Text);
        check(&"1".repeat(65), DocumentIdError::Length);
        check(
            "0001020g-0405-0607-0809-0a0b0c0d0e0f",
            DocumentIdError::Text,
        );
        let short = bs58::encode([1, 2, 3]).with_check().into_string();
        check(&short, DocumentIdError::Length);
        assert_eq!(DocumentId::from_url(&short), Err(DocumentIdError::NotAUrl));
    }
}
