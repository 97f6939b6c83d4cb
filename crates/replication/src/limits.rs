//! Every limit of this crate, as a named constant with its unit and its reason.
//!
//! Over a limit there is a typed error, never a silent cut.

/// Longest frame that is decoded or sent, in bytes.
///
/// A whole contract with 5,000 comments is below 5 MB; the rest is room for growth.
pub const FRAME_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Longest sync payload that still fits a frame with its envelope, in bytes.
///
/// The envelope holds two peer ids and a document id, each bounded below.
pub const SYNC_BYTES_MAX: usize = FRAME_BYTES_MAX - 4 * 1024;

/// Most bytes of changes in one part of what does not fit one sync payload.
///
/// Half a payload: heads, a summary of ten bits for each change, and the length
/// of each change need room as well.
pub const PART_BYTES_MAX: usize = SYNC_BYTES_MAX / 2;

/// Longest sync payload, in bytes, that is sent without a look at what it expands to.
///
/// An honest document stands for about one row for each byte: this much is far
/// below the limits on expansion.
pub const UNCHECKED_BYTES_MAX: usize = 512 * 1024;

/// Most probes of the summary of changes in a sync message; Automerge makes seven.
///
/// It allocates four bytes for each, for every change that it looks up.
pub const SUMMARY_PROBES_MAX: u64 = 64;

/// Longest peer id, storage id or session id, in bytes of UTF-8.
///
/// `automerge-repo` makes ids of 20 to 50 bytes.
pub const ID_BYTES_MAX: usize = 256;

/// Longest text of an `error` message, in bytes of UTF-8.
pub const ERROR_TEXT_BYTES_MAX: usize = 1024;

/// Most fields read from one message; the longest known message has seven.
pub const MESSAGE_FIELDS_MAX: usize = 64;

/// Most entries of a list or map inside a message (versions, storage ids, heads).
pub const MESSAGE_ENTRIES_MAX: usize = 1024;

/// Longest document or chunk that may be merged from a file, in bytes.
pub const MERGE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Most bytes that the deflated parts of one frame, chunk or file inflate to.
///
/// Deflate makes a thousand bytes of one: a frame of 16 MiB could ask for 16 GiB.
/// The contract with a busy year inflates to less than 5 MB.
pub const EXPANDED_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Most rows that the columns of one frame, chunk or file stand for, together.
///
/// A run of a billion equal rows takes ten bytes, and Automerge visits each: 54
/// bytes that stand for eight million values took 3.2 GB. A change has up to ten
/// rows for each value that it sets, so this is room for half a million values,
/// about 200 MB; the contract with 5,000 remarks has 20,000.
pub const EXPANDED_ROWS_MAX: u64 = 4_000_000;

/// Most bytes of changes that wait for the store, per document.
///
/// Reached only when the store keeps failing; then connections are closed,
/// because their peers still hold what was not acknowledged.
pub const UNSTORED_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Most frames of one document that wait while an append is in flight.
pub const WAITING_FRAMES_MAX: usize = 4096;

/// Most bytes of frames of one document that wait while an append is in flight.
pub const WAITING_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Most ephemeral sessions remembered per document, to drop repeated messages.
///
/// The one heard longest ago is forgotten first.
pub const EPHEMERAL_SESSIONS_MAX: usize = 1024;

/// A snapshot chunk below this size, in bytes, is always worth writing again.
pub const SNAPSHOT_SMALL_BYTES: usize = 1024;

/// Fewest incremental chunks worth a compaction.
///
/// Below this, writing the snapshot costs more than reading the chunks.
pub const COMPACT_INCREMENTALS_MIN: usize = 8;

/// Most incremental chunks before a compaction, whatever their size.
pub const COMPACT_INCREMENTALS_MAX: usize = 100;

/// Most records that one page of a store read holds.
pub const PAGE_RECORDS_MAX: usize = 1000;
