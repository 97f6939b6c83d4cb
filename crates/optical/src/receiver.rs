//! Takes frames as they come and rebuilds the payload.
//!
//! Knows: which frames of its series it has, and when they are enough.
//! Must not know: where frames come from.
//! Reading order: [`Receiver`], [`Taken`], [`Progress`], `stored.rs`.

mod stored;

use std::collections::BTreeMap;

use raptorq::{EncodingPacket, PayloadId, SourceBlockDecoder};

use crate::frame::{Fault, Frame, Header, SeriesId};
use crate::limits::SPARE_FRAMES_MAX;
use crate::parcel::{self, SeriesFault};
use crate::sender::plan;

pub use stored::StoredFault;

/// What became of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is of the series and was missing.
    New,
    /// It adds nothing: it was there before, or the series is complete.
    Repeated,
    /// It is whole, but of another series: counted, never mixed in.
    OtherSeries,
    /// The code of another program, or a request.
    NotOurs,
    /// Of a newer app: update this one.
    NewerVersion,
    /// Cut, altered, or at odds with the other frames of its series.
    Damaged,
}

impl From<Fault> for Taken {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::NotOurs => Self::NotOurs,
            Fault::NewerVersion => Self::NewerVersion,
            Fault::Damaged => Self::Damaged,
        }
    }
}

/// How far the reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Frames of the series that were taken, each once.
    pub n_received: usize,
    /// Frames that are needed at least; 0 before the first one.
    pub n_needed: usize,
    /// Frames of other series that passed.
    pub n_of_others: u32,
}

impl Progress {
    /// Share of the needed frames that is there, from 0 to 1.
    ///
    /// It may stand at 1 for a moment: one series in 256 needs a frame more.
    pub fn share(self) -> f64 {
        let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        if self.n_needed == 0 {
            return 0.0;
        }
        (count(self.n_received) / count(self.n_needed)).min(1.0)
    }
}

/// Reads one series: the first that it sees, until a person starts anew.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receiver {
    series: Option<Series>,
    n_of_others: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Series {
    header: Header,
    reading: Reading,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Reading {
    /// The symbols so far, by their number.
    Gathering(BTreeMap<u32, Vec<u8>>),
    Rebuilt(Vec<u8>),
    Failed(SeriesFault),
}

impl Receiver {
    /// One that has seen nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the bytes of one code, whatever they are.
    pub fn take(&mut self, frame: &[u8]) -> Taken {
        let frame = match Frame::from_bytes(frame) {
            Ok(frame) => frame,
            Err(fault) => return fault.into(),
        };
        let series = self.series.get_or_insert_with(|| Series {
            header: frame.header,
            reading: Reading::Gathering(BTreeMap::new()),
        });
        if series.header.series != frame.header.series {
            self.n_of_others = self.n_of_others.saturating_add(1);
            return Taken::OtherSeries;
        }
        series.take(&frame)
    }

    /// The series that is being read; `None` before its first frame.
    pub fn series(&self) -> Option<SeriesId> {
        self.series.as_ref().map(|series| series.header.series)
    }

    /// How far the reading is.
    pub fn progress(&self) -> Progress {
        let n_needed = self.series.as_ref().map_or(0, |it| it.header.n_symbols());
        let n_received = match self.series.as_ref().map(|series| &series.reading) {
            None => 0,
            Some(Reading::Gathering(symbols)) => symbols.len(),
            Some(Reading::Rebuilt(_) | Reading::Failed(_)) => n_needed,
        };
        Progress {
            n_received,
            n_needed,
            n_of_others: self.n_of_others,
        }
    }

    /// True when no further frame is needed; [`Receiver::payload`] may still refuse.
    pub fn is_complete(&self) -> bool {
        self.series
            .as_ref()
            .is_some_and(|series| !matches!(series.reading, Reading::Gathering(_)))
    }

    /// The payload, compared with its hash.
    ///
    /// # Errors
    /// [`SeriesFault::Incomplete`] while frames are missing; any other is for good.
    pub fn payload(&self) -> Result<Vec<u8>, SeriesFault> {
        match self.series.as_ref().map(|series| &series.reading) {
            None | Some(Reading::Gathering(_)) => Err(SeriesFault::Incomplete),
            Some(Reading::Rebuilt(parcel)) => parcel::unpack(parcel),
            Some(Reading::Failed(fault)) => Err(*fault),
        }
    }
}

impl Series {
    fn take(&mut self, frame: &Frame<'_>) -> Taken {
        if self.header != frame.header {
            return Taken::Damaged;
        }
        let Reading::Gathering(symbols) = &mut self.reading else {
            return Taken::Repeated;
        };
        if let Some(former) = symbols.get(&frame.symbol_id) {
            let is_same = former == frame.symbol;
            return if is_same {
                Taken::Repeated
            } else {
                Taken::Damaged
            };
        }
        symbols.insert(frame.symbol_id, frame.symbol.to_vec());
        if let Some(reading) = rebuilt(self.header, symbols) {
            self.reading = reading;
        }
        Taken::New
    }
}

/// What the symbols give; `None` while they are too few.
fn rebuilt(header: Header, symbols: &BTreeMap<u32, Vec<u8>>) -> Option<Reading> {
    let n_spare = symbols.len().checked_sub(header.n_symbols())?;
    let padded_bytes = header.n_symbols() as u64 * u64::from(header.symbol_bytes);
    let packets = symbols
        .iter()
        .map(|(id, symbol)| EncodingPacket::new(PayloadId::new(0, *id), symbol.clone()));
    let found = SourceBlockDecoder::new(0, &plan(header), padded_bytes).decode(packets);
    let Some(mut parcel) = found else {
        let is_hopeless = n_spare >= SPARE_FRAMES_MAX;
        return is_hopeless.then_some(Reading::Failed(SeriesFault::Contradictory));
    };
    parcel.truncate(header.parcel_bytes as usize);
    if SeriesId::of(&parcel) == header.series {
        Some(Reading::Rebuilt(parcel))
    } else {
        Some(Reading::Failed(SeriesFault::Contradictory))
    }
}
