//! A receiver as bytes, so that a reading goes on after the page was loaded again.
//!
//! Knows: the layout: the count of frames of others, then the frames that were taken.
//! Must not know: where it is kept.
//! Reading order: [`Receiver::to_bytes`], [`Receiver::from_bytes`].

use super::{Reading, Receiver, Series, Taken};
use crate::frame::{Fault, Frame, Rest, STORED_MAGIC, VERSION, open, seal};
use crate::limits::STORED_BYTES_MAX;

/// Why a receiver is not read back: start anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StoredFault {
    /// Something else was kept there.
    #[error("the bytes are no reading of a series")]
    NotOurs,
    /// A newer app wrote it.
    #[error("the reading is of a newer version")]
    NewerVersion,
    /// Cut or altered.
    #[error("the reading is damaged")]
    Damaged,
    /// Over [`STORED_BYTES_MAX`].
    #[error("the reading is longer than {STORED_BYTES_MAX} bytes")]
    TooLarge,
}

impl From<Fault> for StoredFault {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::NotOurs => Self::NotOurs,
            Fault::NewerVersion => Self::NewerVersion,
            Fault::Damaged => Self::Damaged,
        }
    }
}

impl Receiver {
    /// What to keep. A series that failed is not kept: it has to be read anew.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![STORED_MAGIC, VERSION];
        bytes.extend(self.n_of_others.to_be_bytes());
        match &self.series {
            None => {}
            Some(Series { header, reading }) => {
                let mut add = |symbol_id, symbol: &[u8]| {
                    let header = *header;
                    let frame = Frame {
                        header,
                        symbol_id,
                        symbol,
                    };
                    bytes.extend(frame.to_bytes());
                };
                match reading {
                    Reading::Gathering(symbols) => {
                        for (id, symbol) in symbols {
                            add(*id, symbol);
                        }
                    }
                    Reading::Rebuilt(parcel) => {
                        let symbol_bytes = usize::from(header.symbol_bytes);
                        for (id, symbol) in (0..).zip(parcel.chunks(symbol_bytes)) {
                            let mut symbol = symbol.to_vec();
                            symbol.resize(symbol_bytes, 0);
                            add(id, &symbol);
                        }
                    }
                    Reading::Failed(_) => {}
                }
            }
        }
        seal(bytes)
    }

    /// The receiver that was kept.
    ///
    /// # Errors
    /// [`StoredFault`]: what the bytes are instead.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StoredFault> {
        if bytes.len() > STORED_BYTES_MAX {
            return Err(StoredFault::TooLarge);
        }
        let mut rest = Rest(open(STORED_MAGIC, bytes)?);
        let mut receiver = Self {
            series: None,
            n_of_others: u32::from_be_bytes(rest.array()?),
        };
        while !rest.0.is_empty() {
            let frame_bytes = frame_bytes(rest.0)?;
            if receiver.take(rest.take(frame_bytes)?) != Taken::New {
                return Err(StoredFault::Damaged);
            }
        }
        Ok(receiver)
    }
}

/// Length of the frame in front, as its header says.
fn frame_bytes(bytes: &[u8]) -> Result<usize, Fault> {
    let symbol_bytes = bytes.get(14..16).ok_or(Fault::Damaged)?;
    let symbol_bytes = symbol_bytes.first_chunk().copied().unwrap_or_default();
    Ok(Frame::bytes_around() + usize::from(u16::from_be_bytes(symbol_bytes)))
}
