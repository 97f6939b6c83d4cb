//! A payload as an endless series of frames.
//!
//! Knows: the erasure code (RFC 6330): first the symbols of the parcel as they are, then
//! repair symbols without end, each of which stands in for any that was missed.
//! Must not know: who reads, and what was read.
//! Reading order: [`Sender`].

use raptorq::{ObjectTransmissionInformation, SourceBlockEncoder};

use crate::code::Code;
use crate::frame::{Frame, Header, SeriesId};
use crate::limits::{PARCEL_BYTES_MAX, PAYLOAD_BYTES_MAX, SERIES_FRAMES, SYMBOL_BYTES};
use crate::parcel;

/// A payload is too long to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a payload of {bytes} bytes, {PAYLOAD_BYTES_MAX} at most")]
pub struct PayloadTooLarge {
    /// Its length.
    pub bytes: usize,
}

/// Makes the frames of one payload.
#[derive(Debug)]
pub struct Sender {
    header: Header,
    /// The parcel, with zeros up to a whole symbol.
    padded: Vec<u8>,
    encoder: SourceBlockEncoder,
}

impl Sender {
    /// Prepares the series. The same payload makes the same frames on every device.
    ///
    /// # Errors
    /// [`PayloadTooLarge`] over [`PAYLOAD_BYTES_MAX`]: hand it over as a file.
    pub fn new(payload: &[u8]) -> Result<Self, PayloadTooLarge> {
        let refusal = PayloadTooLarge {
            bytes: payload.len(),
        };
        if payload.len() > PAYLOAD_BYTES_MAX {
            return Err(refusal);
        }
        let parcel = parcel::pack(payload).ok_or(refusal)?;
        Self::of_parcel(parcel).ok_or(refusal)
    }

    fn of_parcel(parcel: Vec<u8>) -> Option<Self> {
        if parcel.len() > PARCEL_BYTES_MAX {
            return None;
        }
        let header = Header {
            series: SeriesId::of(&parcel),
            parcel_bytes: u32::try_from(parcel.len()).ok()?,
            symbol_bytes: u16::try_from(SYMBOL_BYTES).ok()?,
        };
        let mut padded = parcel;
        padded.resize(header.n_symbols() * SYMBOL_BYTES, 0);
        let encoder = SourceBlockEncoder::new(0, &plan(header), &padded);
        Some(Self {
            header,
            padded,
            encoder,
        })
    }

    /// The frame of this number; the series begins anew after [`SERIES_FRAMES`].
    pub fn frame(&self, n: u32) -> Vec<u8> {
        let symbol_id = n % SERIES_FRAMES;
        let start = symbol_id as usize * SYMBOL_BYTES;
        let made;
        let symbol = if let Some(symbol) = self.padded.get(start..start + SYMBOL_BYTES) {
            symbol
        } else {
            made = self.repair_symbol(symbol_id);
            made.as_slice()
        };
        Frame {
            header: self.header,
            symbol_id,
            symbol,
        }
        .to_bytes()
    }

    /// The frame of this number as a QR code, of [`crate::limits::CODE_VERSION`].
    ///
    /// # Panics
    /// Never: a frame was measured to fit its code.
    pub fn code(&self, n: u32) -> Code {
        Code::new(&self.frame(n)).expect("a frame fits its code")
    }

    /// The series that it shows.
    pub fn series(&self) -> SeriesId {
        self.header.series
    }

    /// Frames that a receiver needs when it misses none.
    pub fn n_frames_min(&self) -> usize {
        self.header.n_symbols()
    }

    fn repair_symbol(&self, symbol_id: u32) -> Vec<u8> {
        let n_symbols = u32::try_from(self.header.n_symbols()).unwrap_or(u32::MAX);
        let packets = self
            .encoder
            .repair_packets(symbol_id.saturating_sub(n_symbols), 1);
        let packet = packets.into_iter().next();
        packet.map(|it| it.split().1).unwrap_or_default()
    }
}

/// How the erasure code cuts a parcel: one block, symbols one after the other.
pub(crate) fn plan(header: Header) -> ObjectTransmissionInformation {
    ObjectTransmissionInformation::new(header.parcel_bytes.into(), header.symbol_bytes, 1, 1, 1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::limits::CODE_VERSION;
    use crate::{Receiver, SeriesFault};

    #[test]
    fn every_frame_fills_a_code_of_the_named_version() {
        let sender = Sender::new(&[5; 9_000]).unwrap();
        let width = usize::try_from(17 + 4 * CODE_VERSION).unwrap();
        for n in [0, 1, 40, SERIES_FRAMES - 1, SERIES_FRAMES, u32::MAX] {
            assert_eq!(sender.frame(n).len(), 412);
            assert_eq!(sender.code(n).width(), width);
        }
        assert_eq!(sender.frame(3), sender.frame(SERIES_FRAMES + 3));
    }

    #[test]
    fn payload_over_the_limit_is_not_shown() {
        let bytes = PAYLOAD_BYTES_MAX + 1;
        let refusal = Sender::new(&vec![0; bytes]).map(|_| ());
        assert_eq!(refusal, Err(PayloadTooLarge { bytes }));
    }

    #[test]
    fn bomb_is_refused_by_its_reader() {
        let bomb = parcel::pack(&vec![0; PAYLOAD_BYTES_MAX + 1]).unwrap();
        let sender = Sender::of_parcel(bomb).unwrap();
        let mut receiver = Receiver::new();
        for n in 0..u32::try_from(sender.n_frames_min()).unwrap() {
            receiver.take(&sender.frame(n));
        }
        assert!(receiver.is_complete());
        assert_eq!(receiver.payload(), Err(SeriesFault::TooLarge));
    }

    #[test]
    fn parcel_that_its_hash_does_not_name_is_refused_by_its_reader() {
        let mut parcel = parcel::pack(b"a bench under the lime trees").unwrap();
        parcel[5] ^= 1;
        let sender = Sender::of_parcel(parcel).unwrap();
        let mut receiver = Receiver::new();
        receiver.take(&sender.frame(0));
        assert_eq!(receiver.payload(), Err(SeriesFault::Altered));
    }
}
