//! What a tablet has, in one code, so that the other shows only the rest.
//!
//! Knows: the bytes of the message.
//! Must not know: what heads mean.
//! Reading order: [`Request`].

use crate::code::{Code, CodeTooLong};
use crate::frame::{Fault, REQUEST_MAGIC, Rest, VERSION, open, seal};
use crate::limits::{DOCUMENT_ID_BYTES_MAX, HEADS_MAX};

/// The document that a tablet wants to complete, and the heads that it has.
///
/// Any of its heads may be left out: it then gets more than it lacks, never less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    document: String,
    heads: Vec<[u8; 32]>,
}

/// Why a request cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestRefusal {
    /// The id is empty or too long.
    #[error("a document id of {bytes} bytes, 1 to {DOCUMENT_ID_BYTES_MAX}")]
    Document {
        /// Its length.
        bytes: usize,
    },
    /// Leave some out.
    #[error("{heads} heads, {HEADS_MAX} at most")]
    Heads {
        /// How many there are.
        heads: usize,
    },
}

/// Why bytes are no request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestFault {
    /// The code of something else.
    #[error("the code is no request of a tablet")]
    NotOurs,
    /// Of a newer app: update this one.
    #[error("the request is of a newer version")]
    NewerVersion,
    /// Cut or altered: read it again.
    #[error("the request is damaged")]
    Damaged,
}

impl From<Fault> for RequestFault {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::NotOurs => Self::NotOurs,
            Fault::NewerVersion => Self::NewerVersion,
            Fault::Damaged => Self::Damaged,
        }
    }
}

impl Request {
    /// Names the document and the heads that this tablet has of it.
    ///
    /// # Errors
    /// [`RequestRefusal`] when one of them is over its limit.
    pub fn new(document: &str, heads: Vec<[u8; 32]>) -> Result<Self, RequestRefusal> {
        let bytes = document.len();
        if !(1..=DOCUMENT_ID_BYTES_MAX).contains(&bytes) {
            return Err(RequestRefusal::Document { bytes });
        }
        if heads.len() > HEADS_MAX {
            return Err(RequestRefusal::Heads { heads: heads.len() });
        }
        let document = document.to_owned();
        Ok(Self { document, heads })
    }

    /// The document's id.
    pub fn document(&self) -> &str {
        &self.document
    }

    /// What the tablet has of it.
    pub fn heads(&self) -> &[[u8; 32]] {
        &self.heads
    }

    /// The bytes that its code carries.
    pub fn to_bytes(&self) -> Vec<u8> {
        let byte = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
        let mut bytes = vec![REQUEST_MAGIC, VERSION, byte(self.document.len())];
        bytes.extend(self.document.as_bytes());
        bytes.push(byte(self.heads.len()));
        bytes.extend(self.heads.iter().flatten());
        seal(bytes)
    }

    /// Reads what a camera saw.
    ///
    /// # Errors
    /// [`RequestFault`]: what the bytes are instead.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RequestFault> {
        let mut rest = Rest(open(REQUEST_MAGIC, bytes)?);
        let [n_bytes] = rest.array()?;
        let document =
            std::str::from_utf8(rest.take(n_bytes.into())?).map_err(|_| RequestFault::Damaged)?;
        let [n_heads] = rest.array()?;
        let (heads, more) = rest.0.as_chunks::<32>();
        if heads.len() != usize::from(n_heads) || !more.is_empty() {
            return Err(RequestFault::Damaged);
        }
        Self::new(document, heads.to_vec()).map_err(|_| RequestFault::Damaged)
    }

    /// Its code, to be shown still.
    ///
    /// # Errors
    /// Never, as both limits together fit a code; the type says so to [`Code::new`].
    pub fn code(&self) -> Result<Code, CodeTooLong> {
        Code::new(&self.to_bytes())
    }
}
