//! Peers of other versions: what they say differs, and nothing may break.

use automerge::sync;

use crate::message::Message;

/// How a peer's program compares with this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// `metadata` where `peerMetadata` is meant, and no flags on sync messages.
    Older,
    Same,
    /// Messages and fields that nobody knows yet.
    Newer,
}

/// A message of a type from the future: `{"type": "from-the-future", "x": [1, null]}`.
pub(super) const UNKNOWN_FRAME: &[u8] = b"\xa2\x64type\x6ffrom-the-future\x61x\x82\x01\xf6";

/// A field from the future: `"later": {"x": undefined}`.
const UNKNOWN_FIELD: &[u8] = b"\x65later\xa1\x61x\xf7";

impl Version {
    /// The frame as a peer of this version would write it.
    pub(super) fn write(self, message: &Message) -> Result<Vec<u8>, String> {
        match self {
            Self::Older => {
                let mut message = message.clone();
                if let Message::Sync { data, .. } | Message::Request { data, .. } = &mut message {
                    *data = without_flags(data)?;
                }
                Ok(with_older_key(message.encode()))
            }
            Self::Same => Ok(message.encode()),
            Self::Newer => {
                let mut frame = message.encode();
                // One field more in a map with a short header.
                if let Some(header) = frame.first_mut() {
                    *header += 1;
                }
                frame.extend_from_slice(UNKNOWN_FIELD);
                Ok(frame)
            }
        }
    }
}

fn without_flags(data: &[u8]) -> Result<Vec<u8>, String> {
    let mut message = sync::Message::decode(data).map_err(|error| error.to_string())?;
    if message.version != sync::MessageVersion::V1 {
        return Err("an older peer was sent the newer form".to_owned());
    }
    message.flags = None;
    Ok(message.encode())
}

fn with_older_key(frame: Vec<u8>) -> Vec<u8> {
    const NEW: &[u8] = b"\x6cpeerMetadata";
    const OLD: &[u8] = b"\x68metadata";
    let Some(start) = frame.windows(NEW.len()).position(|window| window == NEW) else {
        return frame;
    };
    let (before, after) = frame.split_at(start);
    let after = after.get(NEW.len()..).unwrap_or_default();
    [before, OLD, after].concat()
}
