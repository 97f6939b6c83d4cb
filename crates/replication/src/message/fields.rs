//! Reads the fields of one CBOR map, each only when its message wants it.
//!
//! The first pass notes where each value starts and decodes none, so a field
//! of another protocol version can have any type without harm.

use std::borrow::Cow;
use std::collections::BTreeMap;

use minicbor::Decoder;
use minicbor::data::Type;

use super::{PeerId, PeerMetadata, RemoteHeads};
use crate::document_id::{DocumentId, DocumentIdError};
use crate::limits::{
    ERROR_TEXT_BYTES_MAX, FRAME_BYTES_MAX, ID_BYTES_MAX, MESSAGE_ENTRIES_MAX, MESSAGE_FIELDS_MAX,
};

/// A frame that is not a message we can read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The frame is over [`FRAME_BYTES_MAX`].
    #[error("frame of {n_bytes} bytes is over the limit of {FRAME_BYTES_MAX}")]
    FrameTooLong {
        /// Length of the refused frame.
        n_bytes: usize,
    },
    /// The bytes are not one CBOR map.
    #[error("frame is not a cbor map: {reason}")]
    NotAMap {
        /// What the CBOR reader found.
        reason: String,
    },
    /// Bytes follow the map.
    #[error("{n_bytes} bytes follow the message in its frame")]
    LeftOver {
        /// How many.
        n_bytes: usize,
    },
    /// A field that the message type requires is absent, null or undefined.
    #[error("field `{field}` is missing")]
    Missing {
        /// Its key.
        field: &'static str,
    },
    /// A field has a value of another type than its message requires.
    #[error("field `{field}` cannot be read: {reason}")]
    Unreadable {
        /// Its key.
        field: &'static str,
        /// What the CBOR reader found.
        reason: String,
    },
    /// A text, list or map is longer than its limit.
    #[error("field `{field}` is over its limit of {limit}")]
    TooLong {
        /// Its key, or `message` for the number of fields.
        field: &'static str,
        /// The limit: bytes of a text, entries of a list.
        limit: usize,
    },
    /// `data` has no bytes; `automerge-repo` refuses that too.
    #[error("field `data` is empty")]
    EmptyPayload,
    /// `documentId` is not a document id.
    #[error(transparent)]
    DocumentId(#[from] DocumentIdError),
}

/// Where each value of a map starts, by its key.
pub(super) struct Fields<'b> {
    frame: &'b [u8],
    positions: BTreeMap<&'b str, usize>,
}

impl<'b> Fields<'b> {
    pub(super) fn parse(frame: &'b [u8]) -> Result<Self, DecodeError> {
        let not_a_map = |error: minicbor::decode::Error| DecodeError::NotAMap {
            reason: error.to_string(),
        };
        let mut decoder = Decoder::new(frame);
        let n_declared = decoder.map().map_err(not_a_map)?;
        let mut positions = BTreeMap::new();
        let mut n_read = 0_usize;
        loop {
            match n_declared {
                Some(n_fields) if n_read as u64 == n_fields => break,
                None if decoder.datatype().map_err(not_a_map)? == Type::Break => {
                    decoder.set_position(decoder.position() + 1);
                    break;
                }
                _ => {}
            }
            if n_read == MESSAGE_FIELDS_MAX {
                return Err(DecodeError::TooLong {
                    field: "message",
                    limit: MESSAGE_FIELDS_MAX,
                });
            }
            n_read += 1;
            let key = if decoder.datatype().map_err(not_a_map)? == Type::String {
                Some(decoder.str().map_err(not_a_map)?)
            } else {
                decoder.skip().map_err(not_a_map)?;
                None
            };
            let position = decoder.position();
            decoder.skip().map_err(not_a_map)?;
            if let Some(key) = key {
                positions.insert(key, position);
            }
        }
        match frame.len() - decoder.position().min(frame.len()) {
            0 => Ok(Self { frame, positions }),
            n_bytes => Err(DecodeError::LeftOver { n_bytes }),
        }
    }

    /// A decoder at the value; `None` when it is absent, null or undefined.
    fn value(&self, field: &'static str) -> Result<Option<Decoder<'b>>, DecodeError> {
        let Some(position) = self.positions.get(field) else {
            return Ok(None);
        };
        let mut decoder = Decoder::new(self.frame);
        decoder.set_position(*position);
        match decoder
            .datatype()
            .map_err(|error| unreadable(field, &error))?
        {
            Type::Null | Type::Undefined => Ok(None),
            _ => Ok(Some(decoder)),
        }
    }

    fn required(&self, field: &'static str) -> Result<Decoder<'b>, DecodeError> {
        self.value(field)?.ok_or(DecodeError::Missing { field })
    }

    pub(super) fn text(&self, field: &'static str) -> Result<Cow<'b, str>, DecodeError> {
        text_of(field, &mut self.required(field)?)
    }

    /// A text that names something: required, not empty, and short.
    pub(super) fn id_text(&self, field: &'static str) -> Result<String, DecodeError> {
        short_text_of(field, &mut self.required(field)?)
    }

    /// A text for logs; a longer one is cut, because it refuses nothing.
    pub(super) fn error_text(&self, field: &'static str) -> Result<String, DecodeError> {
        let mut text = self.text(field)?.into_owned();
        if let Some((end, _)) = text
            .char_indices()
            .find(|(start, character)| start + character.len_utf8() > ERROR_TEXT_BYTES_MAX)
        {
            text.truncate(end);
        }
        Ok(text)
    }

    pub(super) fn peer_id(&self, field: &'static str) -> Result<PeerId, DecodeError> {
        self.id_text(field).map(PeerId::new)
    }

    pub(super) fn peer_id_if_any(
        &self,
        field: &'static str,
    ) -> Result<Option<PeerId>, DecodeError> {
        self.value(field)?
            .map(|mut decoder| short_text_of(field, &mut decoder).map(PeerId::new))
            .transpose()
    }

    pub(super) fn document_id(&self) -> Result<DocumentId, DecodeError> {
        Ok(self.text("documentId")?.parse()?)
    }

    /// The bytes of `data`, which are never none.
    pub(super) fn payload(&self) -> Result<Vec<u8>, DecodeError> {
        const FIELD: &str = "data";
        let mut decoder = self.required(FIELD)?;
        // Some encoders mark byte strings as typed arrays.
        while decoder
            .datatype()
            .map_err(|error| unreadable(FIELD, &error))?
            == Type::Tag
        {
            decoder.tag().map_err(|error| unreadable(FIELD, &error))?;
        }
        let mut payload = Vec::new();
        for part in decoder
            .bytes_iter()
            .map_err(|error| unreadable(FIELD, &error))?
        {
            payload.extend_from_slice(part.map_err(|error| unreadable(FIELD, &error))?);
        }
        if payload.is_empty() {
            return Err(DecodeError::EmptyPayload);
        }
        Ok(payload)
    }

    pub(super) fn integer(&self, field: &'static str) -> Result<u64, DecodeError> {
        integer_of(field, &mut self.required(field)?)
    }

    pub(super) fn texts_if_any(
        &self,
        field: &'static str,
    ) -> Result<Option<Vec<String>>, DecodeError> {
        self.value(field)?
            .map(|mut decoder| texts_of(field, &mut decoder))
            .transpose()
    }

    /// `peerMetadata`, or `metadata` as the protocol's description spells it.
    pub(super) fn metadata(&self) -> Result<PeerMetadata, DecodeError> {
        const FIELD: &str = "peerMetadata";
        let mut metadata = PeerMetadata::default();
        let decoder = match self.value(FIELD)? {
            Some(decoder) => Some(decoder),
            None => self.value("metadata")?,
        };
        let Some(mut decoder) = decoder else {
            return Ok(metadata);
        };
        for_each_entry(FIELD, &mut decoder, |key, decoder| {
            let kind = decoder
                .datatype()
                .map_err(|error| unreadable(FIELD, &error))?;
            match (key, kind) {
                ("storageId", Type::String | Type::StringIndef) => {
                    metadata.storage_id = Some(short_text_of(FIELD, decoder)?);
                }
                ("isEphemeral", Type::Bool) => {
                    metadata.is_ephemeral =
                        decoder.bool().map_err(|error| unreadable(FIELD, &error))?;
                }
                _ => decoder.skip().map_err(|error| unreadable(FIELD, &error))?,
            }
            Ok(())
        })?;
        Ok(metadata)
    }

    pub(super) fn remote_heads(
        &self,
        field: &'static str,
    ) -> Result<BTreeMap<String, RemoteHeads>, DecodeError> {
        let mut new_heads = BTreeMap::new();
        for_each_entry(field, &mut self.required(field)?, |storage_id, decoder| {
            let mut remote = RemoteHeads {
                heads: Vec::new(),
                timestamp_ms: 0,
            };
            for_each_entry(field, decoder, |key, decoder| {
                match key {
                    "heads" => remote.heads = texts_of(field, decoder)?,
                    "timestamp" => remote.timestamp_ms = integer_of(field, decoder)?,
                    _ => decoder.skip().map_err(|error| unreadable(field, &error))?,
                }
                Ok(())
            })?;
            new_heads.insert(storage_id.to_owned(), remote);
            Ok(())
        })?;
        Ok(new_heads)
    }
}

fn unreadable(field: &'static str, error: &minicbor::decode::Error) -> DecodeError {
    DecodeError::Unreadable {
        field,
        reason: error.to_string(),
    }
}

fn text_of<'b>(
    field: &'static str,
    decoder: &mut Decoder<'b>,
) -> Result<Cow<'b, str>, DecodeError> {
    let mut text = Cow::Borrowed("");
    for part in decoder
        .str_iter()
        .map_err(|error| unreadable(field, &error))?
    {
        text += part.map_err(|error| unreadable(field, &error))?;
    }
    Ok(text)
}

fn short_text_of(field: &'static str, decoder: &mut Decoder<'_>) -> Result<String, DecodeError> {
    let text = text_of(field, decoder)?;
    if text.len() > ID_BYTES_MAX {
        return Err(DecodeError::TooLong {
            field,
            limit: ID_BYTES_MAX,
        });
    }
    if text.is_empty() {
        return Err(DecodeError::Missing { field });
    }
    Ok(text.into_owned())
}

fn texts_of(field: &'static str, decoder: &mut Decoder<'_>) -> Result<Vec<String>, DecodeError> {
    let n_declared = decoder.array().map_err(|error| unreadable(field, &error))?;
    let mut texts = Vec::new();
    while has_next(field, decoder, n_declared, texts.len())? {
        texts.push(short_text_of(field, decoder)?);
    }
    Ok(texts)
}

fn for_each_entry<'b>(
    field: &'static str,
    decoder: &mut Decoder<'b>,
    mut read: impl FnMut(&str, &mut Decoder<'b>) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    let n_declared = decoder.map().map_err(|error| unreadable(field, &error))?;
    let mut n_read = 0;
    while has_next(field, decoder, n_declared, n_read)? {
        let key = text_of(field, decoder)?;
        if key.len() > ID_BYTES_MAX {
            return Err(DecodeError::TooLong {
                field,
                limit: ID_BYTES_MAX,
            });
        }
        read(&key, decoder)?;
        n_read += 1;
    }
    Ok(())
}

/// Whether a list or map of known or open length has one more entry.
fn has_next(
    field: &'static str,
    decoder: &mut Decoder<'_>,
    n_declared: Option<u64>,
    n_read: usize,
) -> Result<bool, DecodeError> {
    let more = match n_declared {
        Some(n_entries) => (n_read as u64) < n_entries,
        None => {
            decoder
                .datatype()
                .map_err(|error| unreadable(field, &error))?
                != Type::Break
        }
    };
    if more && n_read == MESSAGE_ENTRIES_MAX {
        return Err(DecodeError::TooLong {
            field,
            limit: MESSAGE_ENTRIES_MAX,
        });
    }
    if !more && n_declared.is_none() {
        decoder.set_position(decoder.position() + 1);
    }
    Ok(more)
}

/// An unsigned integer, also when it comes as a float: JavaScript has one
/// number type and its encoders choose.
fn integer_of(field: &'static str, decoder: &mut Decoder<'_>) -> Result<u64, DecodeError> {
    let not_an_integer = || DecodeError::Unreadable {
        field,
        reason: "not an unsigned integer".to_owned(),
    };
    match decoder
        .datatype()
        .map_err(|error| unreadable(field, &error))?
    {
        Type::F16 | Type::F32 | Type::F64 => {
            let float = decoder.f64().map_err(|error| unreadable(field, &error))?;
            integer_from_float(float).ok_or_else(not_an_integer)
        }
        _ => decoder.u64().map_err(|_| not_an_integer()),
    }
}

fn integer_from_float(float: f64) -> Option<u64> {
    /// Above this, a JavaScript number no longer holds every integer.
    const SAFE_INTEGER_MAX: f64 = 9_007_199_254_740_991.0;
    if (0.0..=SAFE_INTEGER_MAX).contains(&float) && float.fract() == 0.0 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the line above leaves only integers that both types hold"
        )]
        Some(float as u64)
    } else {
        None
    }
}
