//! Longest texts that a contract file may hold, in Unicode scalar values.

/// A name or a title: fits a heading on a tablet.
pub const NAME_CHARS_MAX: usize = 200;
/// A label: the longest of the Annemasse contract has 387.
pub const LABEL_CHARS_MAX: usize = 1_000;
/// A running text, such as the detail of an action: the longest there has 1,356.
pub const TEXT_CHARS_MAX: usize = 8_000;
/// An id: shown in addresses.
pub const ID_CHARS_MAX: usize = 40;
/// A number: above it, it is a typing mistake.
pub const NUMBER_MAX: u32 = 100_000;
