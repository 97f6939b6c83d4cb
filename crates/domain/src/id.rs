//! Names of things: 16-byte ids made from given bytes, and short slugs.

use core::fmt;
use std::sync::Arc;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdFault {
    /// Not 32 lower-case hexadecimal digits.
    #[error("not 32 hexadecimal digits")]
    NotHexadecimal,
    /// Not 1 to 40 characters of `a-z`, `0-9` and `-`.
    #[error("not a slug of 1 to 40 characters a-z, 0-9 and -")]
    NotSlug,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// *Shape*: 16 bytes, random when made on a device, derived when part of
        /// the genesis. Written as 32 hexadecimal digits.
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name([u8; 16]);

        /// The order of the bytes, compared as one number: counting spends most of its
        /// time here.
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> core::cmp::Ordering {
                u128::from_be_bytes(self.0).cmp(&u128::from_be_bytes(other.0))
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl $name {
            /// Makes the id from bytes chosen by the caller.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The 16 bytes.
            pub const fn to_bytes(self) -> [u8; 16] {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl core::str::FromStr for $name {
            type Err = IdFault;

            fn from_str(text: &str) -> Result<Self, IdFault> {
                bytes_from_hexadecimal(text).map(Self)
            }
        }
    };
}

id! {
    /// Names a workshop.
    WorkshopId
}
id! {
    /// Names a round.
    RoundId
}
id! {
    /// Names a proposal.
    ProposalId
}
id! {
    /// Names a difficulty.
    DifficultyId
}
id! {
    /// Names a ballot.
    BallotId
}
id! {
    /// Names a paper count.
    PaperCountId
}
id! {
    /// Names a comment.
    CommentId
}
id! {
    /// Names an arbitration.
    ArbitrationId
}
id! {
    /// Names a sheet of voter codes.
    CodeSheetId
}
id! {
    /// Names a decision to hide something, or to show it again.
    ModerationId
}
id! {
    /// Names a frozen version of a workshop.
    VersionId
}
id! {
    /// Names a file of the call for projects.
    ApplicationId
}
id! {
    /// Names a thematic meeting.
    MeetingId
}
id! {
    /// Names a statement about what becomes of the contract.
    StatementId
}
id! {
    /// Names the voter of a personal tablet in one round; drawn afresh for each
    /// round, so that ballots of two rounds cannot be joined.
    VoterId
}

fn bytes_from_hexadecimal(text: &str) -> Result<[u8; 16], IdFault> {
    let digits = text.as_bytes();
    if digits.len() != 32 {
        return Err(IdFault::NotHexadecimal);
    }
    let mut bytes = [0; 16];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        for digit in pair {
            let value = match digit {
                b'0'..=b'9' => digit - b'0',
                b'a'..=b'f' => digit - b'a' + 10,
                _ => return Err(IdFault::NotHexadecimal),
            };
            *byte = (*byte << 4) | value;
        }
    }
    Ok(bytes)
}

macro_rules! slug {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// *Shape*: 1 to 40 characters of `a-z`, `0-9` and `-`; stands in addresses.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The slug as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl core::str::FromStr for $name {
            type Err = IdFault;

            fn from_str(text: &str) -> Result<Self, IdFault> {
                let is_slug = (1..=40).contains(&text.len())
                    && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
                if is_slug { Ok(Self(text.into())) } else { Err(IdFault::NotSlug) }
            }
        }
    };
}

slug! {
    /// Names a citizen council.
    CouncilId
}
slug! {
    /// Names a theme card.
    CardId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_what_they_write() {
        let id = BallotId::from_bytes([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 254, 255]);
        assert_eq!(id.to_string(), "000102030405060708090a0b0c0dfeff");
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn texts_that_are_not_ids_are_refused() {
        for text in [
            "",
            "00",
            "G00102030405060708090a0b0c0dfeff",
            "000102030405060708090A0B0C0DFEFF",
        ] {
            assert_eq!(
                text.parse::<BallotId>(),
                Err(IdFault::NotHexadecimal),
                "{text}"
            );
        }
        for text in ["", "Été", "a b", &"a".repeat(41)] {
            assert_eq!(text.parse::<CardId>(), Err(IdFault::NotSlug), "{text}");
        }
    }
}
