//! Every limit of this crate, as a named constant with its unit and its reason.

/// Longest payload, in bytes.
///
/// Well over what a workshop writes (some tens of KiB). What does not deflate takes
/// twenty minutes with a third of the codes missed: nobody holds a tablet up for more.
pub const PAYLOAD_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Longest parcel, in bytes: the hash and the deflated payload.
///
/// What does not deflate becomes a little longer than it was.
pub const PARCEL_BYTES_MAX: usize = PAYLOAD_BYTES_MAX + 4 * 1024;

/// Version of the QR codes that carry a series: 77 modules on a side.
///
/// A code that fills half the height of a picture of 1280 by 720 has four pixels for each
/// module; under three, codes are no longer read.
pub const CODE_VERSION: i16 = 15;

/// Bytes of the parcel that one frame carries.
///
/// With the 24 bytes around it, what a code of [`CODE_VERSION`] holds: 412 bytes.
pub const SYMBOL_BYTES: usize = 388;

/// Fewest bytes in the symbol of a frame that is taken, so that a parcel is never cut
/// into more than 16,416.
pub const SYMBOL_BYTES_MIN: usize = 128;

/// Most bytes in the symbol of a frame that is taken: more than any code holds.
pub const SYMBOL_BYTES_MAX: usize = 3 * 1024;

/// Frames of a series, after which it begins anew.
///
/// Two days of showing; the code numbers sixteen times as many.
pub const SERIES_FRAMES: u32 = 1 << 20;

/// Frames that are kept over those that a series needs at least.
///
/// With as many as it needs, one series in 256 cannot be solved yet, and each further
/// frame makes that 256 times rarer. A series that eight do not solve was
/// made so.
pub const SPARE_FRAMES_MAX: usize = 8;

/// Most bytes of a receiver that was written down.
///
/// The longest parcel in the smallest symbols, with what stands around each.
pub const STORED_BYTES_MAX: usize = 3 * 1024 * 1024;

/// Most heads in a request.
///
/// A room has one for each tablet that wrote apart. With ten the code is no larger than
/// that of a frame; with 64 it is twice as wide, and has to be held near.
pub const HEADS_MAX: usize = 64;

/// Longest document id in a request, in bytes of UTF-8; ours have 27.
pub const DOCUMENT_ID_BYTES_MAX: usize = 64;

/// Most pixels of a picture: 2560 by 1440.
pub const PICTURE_PIXELS_MAX: usize = 2560 * 1440;

/// Longest side of a picture, in pixels.
pub const PICTURE_SIDE_MAX: usize = 4096;
