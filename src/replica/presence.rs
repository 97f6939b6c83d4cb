//! Which councils are connected now, and how many tablets each: heard from the others,
//! never stored. Pure.
//!
//! A device says its council and the name of its page load, which is new at each load and
//! says nothing of a person. Whatever comes from outside is checked here before it counts.

use std::collections::BTreeMap;

use domain::CouncilId;
use serde::{Deserialize, Serialize};

use super::cbor_text::{cbor_text, json, read_cbor_text};

/// A device that is not heard for so long, in ms, has left: two tellings and a half.
pub(super) const SILENCE_MS: i64 = 50_000;
/// Longest message that is read, in bytes; ours take a third of it.
const MESSAGE_BYTES_MAX: usize = 512;
/// Longest name of a page load, in bytes.
const BY_BYTES_MAX: usize = 64;
/// Most devices that are kept in mind: three times the largest day.
const DEVICES_MAX: usize = 500;
/// Version of the messages; others are left unread.
const VERSION: u32 = 1;
/// What the messages are about; others are left unread.
const KIND: &str = "presence";

#[derive(Serialize, Deserialize)]
struct Told {
    v: u32,
    kind: String,
    by: String,
    council: Option<String>,
}

/// What a device tells the others.
pub(super) fn message(by: &str, council: Option<&CouncilId>) -> Vec<u8> {
    cbor_text(&json(&Told {
        v: VERSION,
        kind: KIND.to_owned(),
        by: by.to_owned(),
        council: council.map(ToString::to_string),
    }))
}

/// Devices that were heard since the page was loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presence {
    devices: BTreeMap<String, Heard>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Heard {
    council: Option<CouncilId>,
    at_ms: i64,
}

/// The tablets of one council.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CouncilPresence {
    /// Council; `None` for devices that are of none.
    pub council: Option<CouncilId>,
    /// Devices that are connected now.
    pub n_devices: u32,
    /// When one of them was last heard, in ms since the Unix epoch.
    pub last_heard_ms: i64,
}

impl Presence {
    /// Takes what another device told; false for anything that is no presence of ours.
    pub(super) fn hear(&mut self, data: &[u8], now_ms: i64) -> bool {
        let Some(told) = read(data) else {
            return false;
        };
        if !self.devices.contains_key(&told.by) && self.devices.len() >= DEVICES_MAX {
            self.forget_longest_silent();
        }
        let heard = Heard {
            council: told.council.and_then(|council| council.parse().ok()),
            at_ms: now_ms,
        };
        self.devices.insert(told.by, heard);
        true
    }

    fn forget_longest_silent(&mut self) {
        let silent = self.devices.iter().min_by_key(|(_, heard)| heard.at_ms);
        if let Some(by) = silent.map(|(by, _)| by.clone()) {
            self.devices.remove(&by);
        }
    }

    /// Every council that was heard, in the order of ids; devices of no council first.
    pub fn councils(&self, now_ms: i64) -> Vec<CouncilPresence> {
        let mut found: BTreeMap<Option<CouncilId>, CouncilPresence> = BTreeMap::new();
        for heard in self.devices.values() {
            let council = found.entry(heard.council.clone()).or_insert_with(|| {
                let council = heard.council.clone();
                CouncilPresence {
                    council,
                    n_devices: 0,
                    last_heard_ms: heard.at_ms,
                }
            });
            let is_here = now_ms.saturating_sub(heard.at_ms) <= SILENCE_MS;
            council.n_devices += u32::from(is_here);
            council.last_heard_ms = council.last_heard_ms.max(heard.at_ms);
        }
        found.into_values().collect()
    }
}

fn read(data: &[u8]) -> Option<Told> {
    if data.len() > MESSAGE_BYTES_MAX {
        return None;
    }
    let told: Told = serde_json::from_str(read_cbor_text(data)?).ok()?;
    let is_known = told.v == VERSION && told.kind == KIND && told.by.len() <= BY_BYTES_MAX;
    is_known.then_some(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000_000;

    fn council(name: &str) -> CouncilId {
        name.parse().expect("a slug")
    }

    #[test]
    fn devices_are_counted_by_council_until_they_are_silent() {
        let mut presence = Presence::default();
        let gaillard = council("gaillard");
        for (by, at_ms) in [("a", NOW), ("b", NOW), ("a", NOW + 20_000)] {
            assert!(presence.hear(&message(by, Some(&gaillard)), at_ms));
        }
        assert!(presence.hear(&message("c", None), NOW));
        let n_devices = |now_ms| {
            let councils = presence.councils(now_ms).into_iter();
            councils.map(|it| it.n_devices).collect::<Vec<_>>()
        };
        assert_eq!(n_devices(NOW + 20_000), [1, 2]);
        assert_eq!(n_devices(NOW + 60_000), [0, 1]);
        let last = presence.councils(NOW + 900_000);
        assert_eq!(last[1].council, Some(gaillard));
        assert_eq!(last[1].last_heard_ms, NOW + 20_000);
    }

    #[test]
    fn a_message_holds_the_council_and_nothing_of_a_person() {
        let data = message("4f2a", Some(&council("ambilly")));
        let text = read_cbor_text(&data).expect("a text");
        let expected = r#"{"v":1,"kind":"presence","by":"4f2a","council":"ambilly"}"#;
        assert_eq!(text, expected);
    }

    #[test]
    fn anything_else_is_left_unread_and_the_list_is_bounded() {
        let mut presence = Presence::default();
        let long = "x".repeat(BY_BYTES_MAX + 1);
        let foreign = cbor_text(r#"{"v":1,"kind":"stage","by":"a","council":null}"#);
        let newer = cbor_text(r#"{"v":2,"kind":"presence","by":"a","council":null}"#);
        for data in [message(&long, None), foreign, newer, vec![0xff; 40]] {
            assert!(!presence.hear(&data, NOW));
        }
        for n in 0..1_000 {
            assert!(presence.hear(&message(&n.to_string(), None), NOW + n));
        }
        let councils = presence.councils(NOW + 1_000);
        assert_eq!(councils[0].n_devices, 500);
    }
}
