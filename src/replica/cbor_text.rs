//! JSON in one CBOR text: what the ephemeral messages of this app hold.

use serde::Serialize;

pub(super) fn json(value: &impl Serialize) -> String {
    // Texts, numbers and names always have a JSON form.
    serde_json::to_string(value).unwrap_or_default()
}

/// One CBOR text, as every `ephemeral` message of this protocol holds CBOR.
pub(super) fn cbor_text(text: &str) -> Vec<u8> {
    let n_bytes = u16::try_from(text.len()).unwrap_or(u16::MAX);
    let head = [0x79].into_iter().chain(n_bytes.to_be_bytes());
    head.chain(text.bytes()).collect()
}

/// The text of [`cbor_text`]; shorter forms of the length are read too.
pub(super) fn read_cbor_text(data: &[u8]) -> Option<&str> {
    let (n_bytes, text) = match data {
        [head @ 0x60..=0x77, text @ ..] => (usize::from(head - 0x60), text),
        [0x78, n_bytes, text @ ..] => (usize::from(*n_bytes), text),
        [0x79, high, low, text @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), text),
        _ => return None,
    };
    (text.len() == n_bytes).then(|| core::str::from_utf8(text).ok())?
}
