//! Every sentence of the screens, as typed functions, by area.
//!
//! French typography: a no-break space (U+00A0) before `: ; ? !` and inside « ».

pub mod access;
pub mod action_news;
pub mod action_sheet;
pub mod application;
pub mod ballot;
pub mod card;
pub mod closing;
pub mod codes;
pub mod contract;
pub mod exports;
pub mod findings;
pub mod follow_up;
pub mod home;
pub mod incoming;
pub mod lending;
pub mod meeting;
pub mod moderation;
pub mod opinion;
pub mod optical;
pub mod outcome;
pub mod parts;
pub mod poster;
pub mod preparation;
pub mod presence;
pub mod priorities;
pub mod rehearsal;
pub mod report;
pub mod room;
pub mod settings;
pub mod shell;
pub mod sync;
pub mod versions;
pub mod workshop;

/// `n` and its noun, singular up to one as French has it.
pub(crate) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n}\u{a0}{}", if n < 2 { one } else { many })
}
