//! Longest texts that a contract file may hold, in Unicode scalar values.

/// A name or a title: fits a heading on a tablet.
pub const NAME_CHARS_MAX: usize = 200;
/// A label: the longest of the Annemasse contract has 387.
pub const LABEL_CHARS_MAX: usize = 1_000;
/// A running text, such as the detail of an action: the longest there has 1,356.
pub const TEXT_CHARS_MAX: usize = 8_000;
/// Why a link stands: with the sentence that the genesis adds, what people may type in the app.
pub const LINK_REASON_CHARS_MAX: usize = 200;
/// An id: shown in addresses.
pub const ID_CHARS_MAX: usize = 40;
/// Name of a meeting: what people may type in the app, too.
pub const MEETING_CHARS_MAX: usize = 120;
/// Number of a theme or of an orientation: kept in one byte.
pub const THEME_NUMBER_MAX: u32 = 255;
/// Number of an action row: kept in two bytes, three digits in the document.
pub const SEQ_MAX: u32 = 999;
/// People at a vote: the largest room imaginable.
pub const PEOPLE_MAX: u32 = 5_000;
/// Dots of one proposal.
pub const DOTS_MAX: u32 = 50_000;
