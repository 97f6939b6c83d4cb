//! What the screen of the room shows and the document does not hold: the timer, and which
//! revealed card is on stage. Pure.
//!
//! Kept as an entry of the device, and told to the other devices as JSON in one CBOR text.
//! Clocks differ from device to device: a message says how much time is left, never when
//! it ends. Whatever comes from outside is checked here before it counts.

use domain::{CardId, RoundId, WorkshopId};
use serde::{Deserialize, Serialize};

use super::cbor_text::{cbor_text, json, read_cbor_text};

/// Longest timer, in ms: three hours.
pub const TIMER_MS_MAX: u32 = 3 * 60 * 60 * 1000;
/// Longest message that is read or sent, in bytes; ours take a third of it.
pub(super) const MESSAGE_BYTES_MAX: usize = 1024;
/// A stage that nobody touched for so long, in ms, is of another day.
const STAGE_LIVES_MS: i64 = 12 * 60 * 60 * 1000;
/// A device that repeats its stage and is not heard for so long, in ms, has left the room.
const SILENCE_MS: i64 = 15_000;
/// Less than this, in ms, is the network's delay and not another time.
const DRIFT_MS: i64 = 750;
/// Longest name of a page load, in bytes.
const BY_BYTES_MAX: usize = 64;
/// Version of the messages; others are left unread.
const VERSION: u32 = 1;
/// What the messages are about; others are left unread.
const KIND: &str = "stage";

/// What the room sees beside the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoomStage {
    /// Time left for the round; `None` when no timer was started.
    pub timer: Option<Timer>,
    /// Card that everybody looks at; `None` for the first that is revealed.
    pub shown: Option<(RoundId, CardId)>,
}

/// A timer that runs to a moment, or stands still with some time left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timer {
    total_ms: u32,
    run: Run,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Run {
    /// Ends at this moment of this device's clock, in ms since the Unix epoch.
    Until(i64),
    /// Stands still.
    Paused(u32),
}

impl Timer {
    /// Starts now.
    pub fn start(total_ms: u32, now_ms: i64) -> Self {
        let total_ms = total_ms.min(TIMER_MS_MAX);
        Self {
            total_ms,
            run: Run::Until(now_ms.saturating_add(total_ms.into())),
        }
    }

    /// Time left, in ms; 0 once it is over.
    pub fn left_ms(self, now_ms: i64) -> u32 {
        match self.run {
            Run::Paused(left_ms) => left_ms,
            Run::Until(ends_at_ms) => {
                let left_ms = ends_at_ms.saturating_sub(now_ms).max(0);
                u32::try_from(left_ms)
                    .unwrap_or(u32::MAX)
                    .min(self.total_ms)
            }
        }
    }

    /// The whole time, in ms.
    pub fn total_ms(self) -> u32 {
        self.total_ms
    }

    /// Stands still before its end.
    pub fn is_paused(self) -> bool {
        matches!(self.run, Run::Paused(_))
    }

    /// Adds time, or takes some away; not below 0, not above [`TIMER_MS_MAX`].
    #[must_use]
    pub fn add_ms(self, by_ms: i32, now_ms: i64) -> Self {
        let left_ms = self
            .left_ms(now_ms)
            .saturating_add_signed(by_ms)
            .min(TIMER_MS_MAX);
        let total_ms = self
            .total_ms
            .saturating_add_signed(by_ms)
            .clamp(left_ms, TIMER_MS_MAX);
        Self::resting(total_ms, left_ms, self.is_paused(), now_ms)
    }

    /// Stands still from now on.
    #[must_use]
    pub fn pause(self, now_ms: i64) -> Self {
        Self::resting(self.total_ms, self.left_ms(now_ms), true, now_ms)
    }

    /// Goes on from now.
    #[must_use]
    pub fn resume(self, now_ms: i64) -> Self {
        Self::resting(self.total_ms, self.left_ms(now_ms), false, now_ms)
    }

    fn resting(total_ms: u32, left_ms: u32, is_paused: bool, now_ms: i64) -> Self {
        let run = if is_paused {
            Run::Paused(left_ms)
        } else {
            Run::Until(now_ms.saturating_add(left_ms.into()))
        };
        Self { total_ms, run }
    }

    /// True when both show the same, but for the network's delay.
    fn is_like(self, other: Self, now_ms: i64) -> bool {
        let left = |timer: Self| i64::from(timer.left_ms(now_ms));
        let drift_ms = left(self).abs_diff(left(other));
        self.total_ms == other.total_ms
            && self.is_paused() == other.is_paused()
            && drift_ms < DRIFT_MS.unsigned_abs()
    }
}

/// A stage, with the act that set it: of two acts the later one holds, on every device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeldStage {
    pub(super) stage: RoomStage,
    /// One more than the act that it follows.
    edition: u32,
    /// Page load in which it was made; decides between acts that followed the same one.
    by: String,
    /// Made on this device, which repeats it to the others.
    pub(super) is_mine: bool,
    /// When it was made here or first heard, in ms since the Unix epoch.
    acted_at_ms: i64,
    /// When it was last heard, in ms since the Unix epoch; `None` for one read from the store.
    heard_at_ms: Option<i64>,
}

impl HeldStage {
    /// The act of a person on this device, after what was held.
    pub(super) fn act(former: Option<&Self>, stage: RoomStage, by: &str, now_ms: i64) -> Self {
        Self {
            stage,
            edition: former.map_or(0, |former| former.edition).saturating_add(1),
            by: by.to_owned(),
            is_mine: true,
            acted_at_ms: now_ms,
            heard_at_ms: None,
        }
    }

    /// What to hold after this was heard; `None` when it changes nothing.
    pub(super) fn heard(self, held: Option<&Self>, now_ms: i64) -> Option<Self> {
        let Some(held) = held else { return Some(self) };
        let act = |stage: &Self| (stage.edition, stage.by.clone());
        let has_left = held
            .heard_at_ms
            .is_none_or(|at_ms| now_ms.saturating_sub(at_ms) > SILENCE_MS);
        if act(&self) > act(held) || !held.is_mine && has_left && act(&self) != act(held) {
            return Some(self);
        }
        if act(&self) < act(held) || held.is_mine {
            return None;
        }
        let is_like = match (self.stage.timer, held.stage.timer) {
            (Some(heard), Some(known)) => heard.is_like(known, now_ms),
            (heard, known) => heard == known,
        };
        Some(Self {
            stage: if is_like {
                held.stage.clone()
            } else {
                self.stage
            },
            heard_at_ms: self.heard_at_ms.or(held.heard_at_ms),
            ..held.clone()
        })
    }

    /// True when both were set by one and the same press of a button.
    pub(super) fn is_same_act(&self, other: &Self) -> bool {
        (self.edition, &self.by) == (other.edition, &other.by)
    }

    /// True when this device repeats it to the others.
    pub(super) fn is_told(&self, now_ms: i64) -> bool {
        self.is_mine && is_of_today(self.acted_at_ms, now_ms)
    }

    /// What the other devices are told.
    pub(super) fn message(&self, workshop: WorkshopId, now_ms: i64) -> Vec<u8> {
        cbor_text(&json(&self.told(workshop, now_ms)))
    }

    /// What this device keeps.
    pub(super) fn kept(&self, workshop: WorkshopId, now_ms: i64) -> String {
        json(&Kept {
            told: self.told(workshop, now_ms),
            at_ms: now_ms,
            acted_at_ms: self.acted_at_ms,
            is_mine: self.is_mine,
        })
    }

    /// Reads what this device kept; `None` when it is of another day, or no stage.
    pub(super) fn read_kept(text: &str, now_ms: i64) -> Option<Self> {
        let kept: Kept = serde_json::from_str(text).ok()?;
        let (_, held) = kept.told.read(kept.at_ms)?;
        is_of_today(kept.acted_at_ms, now_ms).then_some(Self {
            is_mine: kept.is_mine,
            acted_at_ms: kept.acted_at_ms,
            heard_at_ms: None,
            ..held
        })
    }

    /// Reads what another device told; `None` for anything that is no stage of ours.
    pub(super) fn read_message(data: &[u8], now_ms: i64) -> Option<(WorkshopId, Self)> {
        if data.len() > MESSAGE_BYTES_MAX {
            return None;
        }
        let told: Told = serde_json::from_str(read_cbor_text(data)?).ok()?;
        told.read(now_ms)
    }

    fn told(&self, workshop: WorkshopId, now_ms: i64) -> Told {
        let shown = self.stage.shown.as_ref();
        Told {
            v: VERSION,
            kind: KIND.to_owned(),
            workshop: workshop.to_string(),
            edition: self.edition,
            by: self.by.clone(),
            timer: self.stage.timer.map(|timer| ToldTimer {
                total_ms: timer.total_ms(),
                left_ms: timer.left_ms(now_ms),
                is_running: !timer.is_paused(),
            }),
            round: shown.map(|(round, _)| round.to_string()),
            card: shown.map(|(_, card)| card.to_string()),
        }
    }
}

/// Not older than a day's work, and not of a clock that was put back.
fn is_of_today(acted_at_ms: i64, now_ms: i64) -> bool {
    now_ms.abs_diff(acted_at_ms) < STAGE_LIVES_MS.unsigned_abs()
}

/// A message: ids as text, so that a person can read it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    v: u32,
    kind: String,
    workshop: String,
    edition: u32,
    by: String,
    timer: Option<ToldTimer>,
    round: Option<String>,
    card: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ToldTimer {
    total_ms: u32,
    left_ms: u32,
    is_running: bool,
}

/// The entry of the device: the message of a moment, and that moment.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    told: Told,
    at_ms: i64,
    acted_at_ms: i64,
    is_mine: bool,
}

impl Told {
    /// Checks it; `at_ms` is the moment, by this device's clock, of which it speaks.
    fn read(self, at_ms: i64) -> Option<(WorkshopId, HeldStage)> {
        let is_known = self.v == VERSION && self.kind == KIND && self.by.len() <= BY_BYTES_MAX;
        let workshop = self.workshop.parse().ok().filter(|_| is_known)?;
        let timer = match self.timer {
            None => None,
            Some(told) if told.total_ms > TIMER_MS_MAX || told.left_ms > told.total_ms => {
                return None;
            }
            Some(told) => Some(Timer::resting(
                told.total_ms,
                told.left_ms,
                !told.is_running,
                at_ms,
            )),
        };
        let shown = match (self.round, self.card) {
            (Some(round), Some(card)) => Some((round.parse().ok()?, card.parse().ok()?)),
            _ => None,
        };
        let held = HeldStage {
            stage: RoomStage { timer, shown },
            edition: self.edition,
            by: self.by,
            is_mine: false,
            acted_at_ms: at_ms,
            heard_at_ms: Some(at_ms),
        };
        Some((workshop, held))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u32 = 60_000;
    const NOW: i64 = 1_800_000_000_000;

    fn workshop() -> WorkshopId {
        WorkshopId::from_bytes([3; 16])
    }

    fn running(left_ms: u32) -> RoomStage {
        RoomStage {
            timer: Some(Timer::start(left_ms, NOW)),
            shown: Some((
                RoundId::from_bytes([4; 16]),
                "mobilite".parse().expect("a slug"),
            )),
        }
    }

    fn act(stage: RoomStage, former: Option<&HeldStage>, by: &str) -> HeldStage {
        HeldStage::act(former, stage, by, NOW)
    }

    #[test]
    fn timer_runs_to_a_moment_and_stands_still_when_paused() {
        let timer = Timer::start(3 * MINUTE, NOW);
        assert_eq!(timer.left_ms(NOW + 60_000), 2 * MINUTE);
        assert_ne!(timer.left_ms(NOW + 179_999), 0);
        assert_eq!(timer.left_ms(NOW + 180_000), 0);
        let paused = timer.pause(NOW + 60_000);
        assert_eq!(paused.left_ms(NOW + 600_000), 2 * MINUTE);
        let resumed = paused.resume(NOW + 600_000);
        assert_eq!(resumed.left_ms(NOW + 630_000), 90_000);
        assert_eq!(resumed.total_ms(), 3 * MINUTE);
    }

    #[test]
    fn timer_takes_a_minute_more_or_less_within_its_limits() {
        let timer = Timer::start(MINUTE, NOW);
        let by = |ms: i32, at: i64| timer.add_ms(ms, NOW + at);
        assert_eq!(by(60_000, 30_000).left_ms(NOW + 30_000), 90_000);
        assert_eq!(by(60_000, 30_000).total_ms(), 2 * MINUTE);
        assert_eq!(by(-60_000, 30_000).left_ms(NOW + 30_000), 0);
        // Over, and one minute more: one minute from now.
        assert_eq!(by(60_000, 400_000).left_ms(NOW + 400_000), MINUTE);
        assert_eq!(by(i32::MAX, 0).left_ms(NOW), TIMER_MS_MAX);
        assert_eq!(Timer::start(u32::MAX, NOW).left_ms(NOW), TIMER_MS_MAX);
    }

    #[test]
    fn message_says_what_is_left_and_not_when_it_ends() {
        let held = act(running(5 * MINUTE), None, "a");
        let data = held.message(workshop(), NOW + 60_000);
        assert!(data.len() < MESSAGE_BYTES_MAX / 2, "{}", data.len());
        // The other clock is a week ahead.
        let there = NOW + 604_800_000;
        let (told_of, heard) = HeldStage::read_message(&data, there).expect("a stage");
        assert_eq!(told_of, workshop());
        assert_eq!(heard.stage.shown, held.stage.shown);
        let timer = heard.stage.timer.expect("a timer");
        assert_eq!(timer.left_ms(there), 4 * MINUTE);
        assert_eq!(timer.left_ms(there + 10_000), 230_000);
    }

    #[test]
    fn anything_else_is_left_unread() {
        let good = act(running(MINUTE), None, "a").message(workshop(), NOW);
        let text = read_cbor_text(&good).expect("a text").to_owned();
        let check = |change: fn(&str) -> String| {
            let data = cbor_text(&change(&text));
            assert_eq!(HeldStage::read_message(&data, NOW), None, "{}", change(""));
        };
        check(|text| text.replace("\"v\":1", "\"v\":2"));
        check(|text| text.replace("stage", "cursor"));
        check(|text| text.replace("60000", "4000000000"));
        check(|text| text.replace("\"leftMs\":60000", "\"leftMs\":60001"));
        check(|text| text.replace("\"leftMs\":60000", "\"leftMs\":-1"));
        check(|text| text.replace("mobilite", "Ça"));
        check(|text| text.replace("\"a\"", &format!("\"{}\"", "a".repeat(65))));
        check(|text| text.replace("03030303", "zz"));
        check(|_| "{}".to_owned());
        check(|_| "é".repeat(600));
        for data in [&b""[..], b"\x79", b"\x79\x00\x05ab", b"\x61\xff", b"\xf6"] {
            assert_eq!(HeldStage::read_message(data, NOW), None);
        }
        assert_eq!(HeldStage::read_message(&good[..good.len() - 1], NOW), None);
        assert!(HeldStage::read_message(&good, NOW).is_some());
    }

    #[test]
    fn later_act_holds_whichever_is_heard_last() {
        let first = act(running(MINUTE), None, "a");
        let second = act(RoomStage::default(), Some(&first), "b");
        assert_eq!(
            second.clone().heard(Some(&first), NOW),
            Some(second.clone())
        );
        assert_eq!(first.clone().heard(Some(&second), NOW), None);
        // Two acts after the same one: the same of the two holds on both devices.
        let (left, right) = (
            act(running(MINUTE), Some(&first), "x"),
            act(RoomStage::default(), Some(&first), "y"),
        );
        assert_eq!(right.clone().heard(Some(&left), NOW), Some(right.clone()));
        assert_eq!(left.heard(Some(&right), NOW), None);
    }

    #[test]
    fn repeated_stage_changes_nothing_unless_the_time_is_another() {
        let mine = act(running(MINUTE), None, "a");
        let repeat = |at: i64, lag: i64| {
            let data = mine.message(workshop(), NOW + at);
            let (_, heard) = HeldStage::read_message(&data, NOW + at + lag).expect("a stage");
            heard
        };
        let held = repeat(0, 0);
        let again = repeat(4_000, 300).heard(Some(&held), NOW + 4_300);
        let again = again.expect("it was heard");
        assert_eq!(again.stage, held.stage);
        assert_eq!(again.heard_at_ms, Some(NOW + 4_300));
        let late = repeat(8_000, 2_000).heard(Some(&again), NOW + 10_000);
        assert_ne!(late.expect("it was heard").stage, again.stage);
        // What comes back to the device that made it is no news.
        assert_eq!(repeat(0, 0).heard(Some(&mine), NOW), None);
    }

    #[test]
    fn device_that_left_the_room_no_longer_holds_the_stage() {
        let mut mine = act(running(MINUTE), None, "a");
        for _ in 0..9 {
            mine = act(running(MINUTE), Some(&mine), "a");
        }
        let (_, held) =
            HeldStage::read_message(&mine.message(workshop(), NOW), NOW).expect("a stage");
        // A facilitator's device that starts from nothing.
        let fresh = act(RoomStage::default(), None, "b");
        let heard = |at: i64| {
            let data = fresh.message(workshop(), NOW + at);
            let (_, heard) = HeldStage::read_message(&data, NOW + at).expect("a stage");
            heard.heard(Some(&held), NOW + at)
        };
        assert_eq!(heard(10_000), None);
        assert!(heard(20_000).is_some());
        // One's own act is not given up for a former one.
        let (_, former) =
            HeldStage::read_message(&fresh.message(workshop(), NOW), NOW).expect("a stage");
        assert_eq!(former.heard(Some(&mine), NOW + 20_000), None);
    }

    #[test]
    fn kept_timer_survives_a_reload_and_is_forgotten_the_next_day() {
        let mine = act(running(5 * MINUTE), None, "a");
        let text = mine.kept(workshop(), NOW);
        let read = |at: i64| HeldStage::read_kept(&text, NOW + at);
        let again = read(60_000).expect("it was kept");
        assert_eq!(again, mine);
        let timer = again.stage.timer.expect("a timer");
        assert_eq!(timer.left_ms(NOW + 60_000), 4 * MINUTE);
        assert!(again.is_told(NOW + 60_000));
        assert_eq!(read(24 * 60 * 60 * 1000), None);
        assert!(!mine.is_told(NOW + 24 * 60 * 60 * 1000));
        assert_eq!(HeldStage::read_kept("{}", NOW), None);
    }
}
