//! One answer for each message; what is sent and read by codes is kept in between.

use std::fmt::Write;

use optical::{Code, FRAME_INTERVAL, Receiver, Request as OpticalRequest, Sender, Taken, scan};
use serde::Serialize;

use crate::{Request, Seen, Series, Value, exporting, verbs};

/// Heads in a request: with more, its code is finer than those of a series.
const HEADS_SHOWN_MAX: usize = 10;

/// Answers the page.
#[derive(Debug, Default)]
pub struct Worker {
    sender: Option<Sender>,
    receiver: Receiver,
}

impl Worker {
    /// Answers one message; `None` when it makes no sense or cannot be done.
    pub fn answer(&mut self, message: &[Value]) -> Option<Vec<Value>> {
        let (Value::Text(verb), arguments) = message.split_first()? else {
            return None;
        };
        Some(match (verb.as_str(), arguments) {
            (verbs::WRITE_WORKBOOK, [Value::Text(sheet)]) => {
                let sheet = serde_json::from_str(sheet).ok()?;
                bytes(sheets::write_xlsx(&sheet).ok()?)
            }
            (verbs::READ_WORKBOOK, [Value::Bytes(workbook)]) => {
                let answer: sheets::Answer = sheets::read_xlsx(workbook);
                json(&answer)?
            }
            (verbs::EXPORT, [Value::Text(word), Value::Text(day), Value::Bytes(backup)]) => {
                exporting::file(word, day, backup)?
            }
            (
                verbs::IMPORT,
                [
                    Value::Bytes(file),
                    Value::Bytes(genesis),
                    Value::Bytes(amendment),
                ],
            ) => vec![exporting::back(file, genesis, amendment)],
            (verbs::SEND, [Value::Bytes(payload)]) => json(&self.send(payload)?)?,
            (verbs::CODE, [Value::Text(number)]) => {
                code(&self.sender.as_ref()?.code(number.parse().ok()?))
            }
            (verbs::REQUEST, [Value::Text(document), Value::Bytes(heads)]) => {
                code(&request(document, heads)?.code().ok()?)
            }
            (
                verbs::LOOK,
                [
                    Value::Bytes(colors),
                    Value::Text(width),
                    Value::Text(height),
                ],
            ) => json(&self.look(colors, width.parse().ok()?, height.parse().ok()?))?,
            (verbs::RECEIVED, []) => bytes(self.receiver.payload().ok()?),
            (verbs::KEEP, []) => bytes(self.receiver.to_bytes()),
            (verbs::RESUME, [Value::Bytes(kept)]) => {
                self.receiver = Receiver::from_bytes(kept).ok()?;
                json(&self.seen())?
            }
            _ => return None,
        })
    }

    fn send(&mut self, payload: &[u8]) -> Option<Series> {
        let sender = Sender::new(payload).ok()?;
        let series = Series {
            n_codes_min: sender.n_frames_min(),
            interval_ms: u32::try_from(FRAME_INTERVAL.as_millis()).unwrap_or(u32::MAX),
        };
        self.sender = Some(sender);
        Some(series)
    }

    fn look(&mut self, colors: &[u8], width: usize, height: usize) -> Seen {
        let luma: Vec<u8> = colors
            .as_chunks::<4>()
            .0
            .iter()
            .copied()
            .map(luma)
            .collect();
        let (mut is_newer, mut request) = (false, None);
        for found in scan(&luma, width, height) {
            if let Ok(asked) = OpticalRequest::from_bytes(&found) {
                request = Some(Request {
                    document: asked.document().to_owned(),
                    heads: asked.heads().iter().map(|head| hexadecimal(head)).collect(),
                });
            } else {
                is_newer |= self.receiver.take(&found) == Taken::NewerVersion;
            }
        }
        Seen {
            is_newer,
            request,
            ..self.seen()
        }
    }

    fn seen(&self) -> Seen {
        let progress = self.receiver.progress();
        Seen {
            n_received: progress.n_received,
            n_needed: progress.n_needed,
            n_of_others: progress.n_of_others,
            is_complete: self.receiver.is_complete(),
            ..Seen::default()
        }
    }
}

/// Brightness of a pixel, as ITU-R BT.601 weighs its colours.
fn luma([red, green, blue, _]: [u8; 4]) -> u8 {
    let sum = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
    u8::try_from(sum / 1000).unwrap_or(u8::MAX)
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a text never fails.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// What this tablet has: as many heads as fit a code that is read from a distance. Those
/// that are left out only make the other one send more.
fn request(document: &str, heads: &[u8]) -> Option<OpticalRequest> {
    let (heads, rest) = heads.as_chunks::<32>();
    let shown = heads.iter().take(HEADS_SHOWN_MAX).copied().collect();
    let request = OpticalRequest::new(document, shown).ok()?;
    rest.is_empty().then_some(request)
}

/// Its width as a text, then a byte for each module, row by row: 1 for a dark one.
fn code(code: &Code) -> Vec<Value> {
    let modules = code.modules().iter().map(|dark| u8::from(*dark)).collect();
    vec![Value::Text(code.width().to_string()), Value::Bytes(modules)]
}

fn bytes(bytes: Vec<u8>) -> Vec<Value> {
    vec![Value::Bytes(bytes)]
}

fn json(value: &impl Serialize) -> Option<Vec<Value>> {
    Some(vec![Value::Text(serde_json::to_string(value).ok()?)])
}
