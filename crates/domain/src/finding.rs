//! The name of something odd that a person looked at.

use core::fmt;
use core::str::FromStr;
use std::sync::Arc;

/// Names one odd thing of a document, the same on every device.
///
/// *Shape*: 1 to 160 characters of `a-z`, `0-9`, `-`, `_`, `.` and `:`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FindingId(Arc<str>);

/// The text is no name of an odd thing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "not 1 to {} characters of a-z, 0-9, -, _, . and :",
    FindingId::CHARS_MAX
)]
pub struct FindingIdFault;

impl FindingId {
    /// Longest name: a container, a key and a kind, with room to spare.
    pub const CHARS_MAX: usize = 160;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for FindingId {
    type Err = FindingIdFault;

    fn from_str(text: &str) -> Result<Self, FindingIdFault> {
        let is_name = (1..=Self::CHARS_MAX).contains(&text.len())
            && text
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b':'));
        is_name.then(|| Self(text.into())).ok_or(FindingIdFault)
    }
}

impl fmt::Display for FindingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for FindingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FindingId({})", self.0)
    }
}
