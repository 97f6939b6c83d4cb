//! The bytes of one frame.
//!
//! Knows: the layout, and what makes a frame ours and whole.
//! Must not know: which frames are needed.
//! Reading order: [`Header`], [`Frame`].

use core::fmt;

use sha2::{Digest, Sha256};

use crate::limits::{PARCEL_BYTES_MAX, SYMBOL_BYTES_MAX, SYMBOL_BYTES_MIN};

/// First byte of a frame of a series; no text in UTF-8 has it, so no code of others.
pub(crate) const FRAME_MAGIC: u8 = 0xf6;
/// First byte of a request.
pub(crate) const REQUEST_MAGIC: u8 = 0xf7;
/// First byte of a receiver that was written down.
pub(crate) const STORED_MAGIC: u8 = 0xf8;
/// Version of all three.
pub(crate) const VERSION: u8 = 1;

/// Bytes before the symbol: magic, version, series, length, symbol size, payload id.
const HEAD_BYTES: usize = 2 + 8 + 4 + 2 + 4;
/// Bytes of the check at the end.
const CHECK_BYTES: usize = 4;

/// Which series a frame is of: the first eight bytes of the SHA-256 of its parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesId(pub(crate) [u8; 8]);

impl SeriesId {
    /// The id of the series that carries this parcel.
    pub(crate) fn of(parcel: &[u8]) -> Self {
        let hash: [u8; 32] = Sha256::digest(parcel).into();
        Self(hash.first_chunk().copied().unwrap_or_default())
    }
}

impl fmt::Display for SeriesId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// What all frames of a series say alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) series: SeriesId,
    /// Length of the parcel, in bytes.
    pub(crate) parcel_bytes: u32,
    /// Length of a symbol, in bytes.
    pub(crate) symbol_bytes: u16,
}

impl Header {
    /// Symbols that the parcel is cut into.
    pub(crate) fn n_symbols(self) -> usize {
        (self.parcel_bytes as usize).div_ceil(usize::from(self.symbol_bytes).max(1))
    }

    fn is_bounded(self) -> bool {
        (1..=PARCEL_BYTES_MAX).contains(&(self.parcel_bytes as usize))
            && (SYMBOL_BYTES_MIN..=SYMBOL_BYTES_MAX).contains(&usize::from(self.symbol_bytes))
    }
}

/// One frame: the header of its series and one symbol with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frame<'b> {
    pub(crate) header: Header,
    /// Number of the symbol; below 2²⁴.
    pub(crate) symbol_id: u32,
    pub(crate) symbol: &'b [u8],
}

/// Why bytes are no frame, request or stored receiver of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    NotOurs,
    NewerVersion,
    Damaged,
}

impl<'b> Frame<'b> {
    /// Bytes of a frame beside its symbol.
    pub(crate) const fn bytes_around() -> usize {
        HEAD_BYTES + CHECK_BYTES
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Self::bytes_around() + self.symbol.len());
        bytes.extend([FRAME_MAGIC, VERSION]);
        bytes.extend(self.header.series.0);
        bytes.extend(self.header.parcel_bytes.to_be_bytes());
        bytes.extend(self.header.symbol_bytes.to_be_bytes());
        // The payload id of RFC 6330: block 0, and the number in three bytes.
        bytes.extend((self.symbol_id & 0x00ff_ffff).to_be_bytes());
        bytes.extend(self.symbol);
        seal(bytes)
    }

    pub(crate) fn from_bytes(bytes: &'b [u8]) -> Result<Self, Fault> {
        let mut rest = Rest(open(FRAME_MAGIC, bytes)?);
        let header = Header {
            series: SeriesId(rest.array()?),
            parcel_bytes: u32::from_be_bytes(rest.array()?),
            symbol_bytes: u16::from_be_bytes(rest.array()?),
        };
        let payload_id = u32::from_be_bytes(rest.array()?);
        let is_block_0 = payload_id <= 0x00ff_ffff;
        let is_whole = rest.0.len() == usize::from(header.symbol_bytes);
        if is_block_0 && is_whole && header.is_bounded() {
            Ok(Self {
                header,
                symbol_id: payload_id,
                symbol: rest.0,
            })
        } else {
            Err(Fault::Damaged)
        }
    }
}

/// Adds the check: the first four bytes of the SHA-256 of all before it.
pub(crate) fn seal(mut bytes: Vec<u8>) -> Vec<u8> {
    let check = check(&bytes);
    bytes.extend(check);
    bytes
}

/// What stands between the version and the check.
pub(crate) fn open(magic: u8, bytes: &[u8]) -> Result<&[u8], Fault> {
    match bytes {
        [first, VERSION, ..] if *first == magic => {}
        [first, version, ..] if *first == magic && *version > VERSION => {
            return Err(Fault::NewerVersion);
        }
        [first, ..] if *first == magic => return Err(Fault::Damaged),
        _ => return Err(Fault::NotOurs),
    }
    let (said, found) = bytes
        .split_last_chunk::<CHECK_BYTES>()
        .ok_or(Fault::Damaged)?;
    if check(said) == *found {
        said.get(2..).ok_or(Fault::Damaged)
    } else {
        Err(Fault::Damaged)
    }
}

fn check(bytes: &[u8]) -> [u8; CHECK_BYTES] {
    let hash: [u8; 32] = Sha256::digest(bytes).into();
    hash.first_chunk().copied().unwrap_or_default()
}

/// Bytes that are read from the front.
pub(crate) struct Rest<'b>(pub(crate) &'b [u8]);

impl<'b> Rest<'b> {
    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Fault::Damaged)?;
        self.0 = rest;
        Ok(*taken)
    }

    pub(crate) fn take(&mut self, n_bytes: usize) -> Result<&'b [u8], Fault> {
        let (taken, rest) = self.0.split_at_checked(n_bytes).ok_or(Fault::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }
}
