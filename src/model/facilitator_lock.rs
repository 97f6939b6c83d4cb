//! The facilitator's code: what may be chosen, what is kept of it, and how wrong tries
//! are slowed. Pure: salts and the time are given.
//!
//! The document holds a salted digest. It keeps a neighbour's fingers out of the settings
//! of a lent tablet; who holds the document and a computer can try every short code.

use core::time::Duration;

use domain::FacilitatorLock;
use pbkdf2::pbkdf2_hmac_array;
use sha2::Sha256;

/// Fewest characters of a code.
pub const CODE_CHARS_MIN: usize = 4;
/// Most characters of a code.
pub const CODE_CHARS_MAX: usize = 12;
/// Rounds of PBKDF2: 15 ms in a browser on a computer, under 100 ms on an old tablet.
const ROUNDS: u32 = 10_000;
/// Wrong tries before the first wait: a slip of the finger costs nothing.
const TRIES_FREE: u32 = 3;
/// First wait; each wrong try after it doubles the wait.
const WAIT_MIN: Duration = Duration::from_secs(15);
/// Longest wait: a facilitator who comes back still gets in during the workshop.
const WAIT_MAX: Duration = Duration::from_mins(10);

/// Why a text cannot be a facilitator's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    /// Fewer characters than [`CODE_CHARS_MIN`].
    #[error("the code is too short")]
    TooShort,
    /// More characters than [`CODE_CHARS_MAX`].
    #[error("the code is too long")]
    TooLong,
    /// Something else than digits and letters without accents.
    #[error("the code has a character that is no digit and no letter")]
    Character,
}

/// A code as it was typed, in its plain form: case and spaces do not matter.
#[derive(Clone, PartialEq, Eq)]
pub struct FacilitatorCode(String);

impl core::fmt::Debug for FacilitatorCode {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("FacilitatorCode")
    }
}

impl FacilitatorCode {
    /// Reads what a person typed.
    ///
    /// # Errors
    /// [`CodeFault`] says what to change.
    pub fn new(typed: &str) -> Result<Self, CodeFault> {
        let code: String = typed
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
            Err(CodeFault::Character)
        } else if code.len() < CODE_CHARS_MIN {
            Err(CodeFault::TooShort)
        } else if code.len() > CODE_CHARS_MAX {
            Err(CodeFault::TooLong)
        } else {
            Ok(Self(code))
        }
    }

    /// What the document keeps of the code; `salt` is random.
    pub fn lock(&self, salt: [u8; 16]) -> FacilitatorLock {
        FacilitatorLock::new(salt, self.digest(&salt))
    }

    /// Whether the code opens `lock`.
    pub fn opens(&self, lock: &FacilitatorLock) -> bool {
        let digest = self.digest(lock.salt());
        let differences = digest.iter().zip(lock.digest()).map(|(a, b)| a ^ b);
        // Every byte is looked at, so that the time tells nothing.
        differences.fold(0, |sum, difference| sum | difference) == 0
    }

    fn digest(&self, salt: &[u8]) -> [u8; 32] {
        pbkdf2_hmac_array::<Sha256, 32>(self.0.as_bytes(), salt, ROUNDS)
    }
}

/// Wrong tries since the last right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WrongTries {
    /// How many.
    pub n: u32,
    /// When the next try is looked at, in ms since the Unix epoch; 0 for at once.
    pub barred_until_ms: i64,
}

impl WrongTries {
    /// One more, at `now_ms`.
    #[must_use]
    pub fn after_another(self, now_ms: i64) -> Self {
        let n = self.n.saturating_add(1);
        Self {
            n,
            barred_until_ms: now_ms.saturating_add(ms(wait_after(n))),
        }
    }

    /// How long the next try has to wait; zero for not at all.
    ///
    /// Never longer than the wait that was set, also when the clock was put back.
    pub fn wait_left(self, now_ms: i64) -> Duration {
        let left = self.barred_until_ms.saturating_sub(now_ms);
        let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
        left.min(wait_after(self.n))
    }
}

/// The wait that follows the `n`th wrong try in a row.
fn wait_after(n: u32) -> Duration {
    let Some(doublings) = n.checked_sub(TRIES_FREE) else {
        return Duration::ZERO;
    };
    let factor = 2_u32.saturating_pow(doublings);
    WAIT_MIN.saturating_mul(factor).min(WAIT_MAX)
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(typed: &str) -> FacilitatorCode {
        FacilitatorCode::new(typed).expect("a code")
    }

    #[test]
    fn the_right_code_opens_whatever_its_case_and_spaces() {
        let lock = code("Salle 42").lock([7; 16]);
        assert!(code("salle42").opens(&lock));
        assert!(code(" SALLE 42 ").opens(&lock));
        assert!(!code("salle43").opens(&lock));
        assert_ne!(code("salle42").lock([8; 16]), lock, "the salt counts");
    }

    #[test]
    fn the_digest_is_the_one_of_every_other_program() {
        // Python: hashlib.pbkdf2_hmac('sha256', b'2580', bytes([7]) * 16, 10000)
        let expected = [
            0x53, 0xc0, 0x6a, 0x0d, 0x51, 0x77, 0xd9, 0xd4, 0x79, 0x8e, 0x1f, 0x3f, 0x64, 0x74,
            0xe5, 0x47, 0x14, 0xf0, 0x89, 0x44, 0xb3, 0xe7, 0x7d, 0x02, 0xde, 0xc5, 0xb0, 0x7e,
            0xa2, 0xd2, 0xd0, 0x82,
        ];
        assert_eq!(code("2580").lock([7; 16]).digest(), expected);
    }

    #[test]
    fn codes_are_short_plain_words() {
        let check = |typed: &str, fault| {
            assert_eq!(FacilitatorCode::new(typed).err(), fault, "{typed}");
        };
        check("2580", None);
        check("abcdefghjk12", None);
        check("", Some(CodeFault::TooShort));
        check("12 3", Some(CodeFault::TooShort));
        check("1234567890123", Some(CodeFault::TooLong));
        check("café", Some(CodeFault::Character));
        check("12-34", Some(CodeFault::Character));
    }

    #[test]
    fn wrong_tries_wait_longer_and_longer_and_never_for_ever() {
        let mut tries = WrongTries::default();
        let mut waits = Vec::new();
        for _ in 0..12 {
            tries = tries.after_another(1_000);
            waits.push(tries.wait_left(1_000).as_secs());
        }
        assert_eq!(waits, [0, 0, 15, 30, 60, 120, 240, 480, 600, 600, 600, 600]);
        assert_eq!(tries.wait_left(1_000 + 599_000), Duration::from_secs(1));
        assert_eq!(tries.wait_left(1_000 + 600_000), Duration::ZERO);
    }

    #[test]
    fn a_clock_that_was_put_back_does_not_lock_for_a_year() {
        let year_ms = 365 * 24 * 3_600 * 1_000;
        let tries = WrongTries {
            n: 2,
            ..WrongTries::default()
        }
        .after_another(year_ms);
        assert_eq!(tries.wait_left(0), WAIT_MIN);
    }
}
