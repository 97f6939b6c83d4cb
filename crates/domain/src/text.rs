//! Texts that people type: trimmed, never empty, with a limit each.

use core::fmt;
use std::sync::Arc;

/// Why a text cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// Nothing but white space.
    #[error("the text is empty")]
    Empty,
    /// Longer than the limit, both in Unicode scalar values.
    #[error("the text has {chars} characters, {chars_max} at most")]
    TooLong {
        /// Length found.
        chars: usize,
        /// Longest length allowed.
        chars_max: usize,
    },
    /// A control character other than a line break.
    #[error("the text has a control character")]
    ControlCharacter,
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $chars_max:literal) => {
        $(#[$doc])*
        ///
        #[doc = concat!("*Units and range*: 1 to ", stringify!($chars_max), " Unicode scalar values.")]
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Longest text allowed, in Unicode scalar values.
            pub const CHARS_MAX: usize = $chars_max;

            /// Trims and checks a text.
            ///
            /// # Errors
            /// [`TextFault`] says what to change; nothing is cut silently.
            pub fn new(text: &str) -> Result<Self, TextFault> {
                checked(text, Self::CHARS_MAX).map(|text| Self(text.into()))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text! {
    /// Name of a workshop.
    Title, 120
}
text! {
    /// Where a workshop takes place.
    Place, 120
}
text! {
    /// Wording of a proposal or difficulty.
    Label, 300
}
text! {
    /// Wording of a comment.
    Remark, 1000
}
text! {
    /// A passage about an action, an answer or an opinion: the longest printed one has
    /// 1,356 characters.
    Passage, 4000
}
text! {
    /// Why a decision or a correction was made.
    Reason, 300
}

fn checked(text: &str, chars_max: usize) -> Result<&str, TextFault> {
    let text = text.trim();
    let chars = text.chars().count();
    if chars == 0 {
        Err(TextFault::Empty)
    } else if chars > chars_max {
        Err(TextFault::TooLong { chars, chars_max })
    } else if text.chars().any(|c| c.is_control() && c != '\n') {
        Err(TextFault::ControlCharacter)
    } else {
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_trimmed_and_limited() {
        assert_eq!(
            Label::new("  Une idée ").map(|l| l.to_string()),
            Ok("Une idée".to_owned())
        );
        assert_eq!(Label::new(" \n"), Err(TextFault::Empty));
        assert_eq!(
            Label::new(&"é".repeat(300)).map(|l| l.as_str().chars().count()),
            Ok(300)
        );
        assert_eq!(
            Label::new(&"é".repeat(301)),
            Err(TextFault::TooLong {
                chars: 301,
                chars_max: 300
            })
        );
        assert_eq!(Title::new("a\u{7}b"), Err(TextFault::ControlCharacter));
    }
}
