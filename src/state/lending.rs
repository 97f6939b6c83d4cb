//! This tablet in participants' hands: for which workshop, and who may take it back.
//!
//! The loan is kept on the device, so that neither a reload nor a killed tab ends it.
//! The code is checked against the locks of the workshop, without a network.

use core::fmt::Write as _;
use core::time::Duration;

use domain::{FacilitatorLock, VoterCode};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use super::device::{keep_entry, read_entry, read_entry_at_last};
use crate::model::facilitator_lock::{FacilitatorCode, WrongTries};
use crate::platform;
use crate::replica::{Loan, LoanKind, Replica};

const KEY: &str = "loan";

/// The loan as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    workshop: String,
    kind: LoanKind,
    #[serde(default)]
    wrong_tries: u32,
    #[serde(default)]
    barred_until_ms: i64,
    /// Locks of the workshop when the tablet was lent, as hexadecimal digits: they count
    /// when the document has none any more, so that the tablet is never shut for good.
    #[serde(default)]
    locks: Vec<String>,
}

/// Why the tablet is not given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakeBackRefusal {
    /// What was typed cannot be a code; it does not count as a try.
    NotACode,
    /// It is a code, and not the right one.
    Wrong,
    /// Too many wrong tries: the next one is looked at later.
    Wait,
}

/// Handle of the loan; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Lending {
    replica: Replica,
    tries: RwSignal<WrongTries>,
    locks: RwSignal<Vec<String>>,
    scanned: RwSignal<Option<String>>,
    /// Codes that were made last, until the app is loaded anew: the ones to print.
    issued: RwSignal<Vec<VoterCode>>,
}

impl Lending {
    /// Takes up the loan that was kept, if there is one.
    pub async fn open(replica: Replica) -> Self {
        let lending = Self {
            replica,
            tries: RwSignal::new(WrongTries::default()),
            locks: RwSignal::new(Vec::new()),
            scanned: RwSignal::new(None),
            issued: RwSignal::new(Vec::new()),
        };
        if replica.store_fault().get_untracked().is_none() {
            lending.take_up(read_entry(replica, KEY).await.ok().flatten());
        } else {
            // Until the store answers, nothing can be written: no command is taken.
            spawn_local(async move {
                lending.take_up(read_entry_at_last(replica, KEY).await);
            });
        }
        replica.on_device_entry(KEY, move || {
            spawn_local(async move {
                if let Ok(kept) = read_entry(replica, KEY).await {
                    lending.take_up(kept);
                }
            });
        });
        lending
    }

    fn take_up(self, kept: Option<String>) {
        let kept: Option<Kept> =
            kept.and_then(|text| serde_json::from_str::<Option<Kept>>(&text).ok().flatten());
        let loan = kept.as_ref().and_then(|kept| {
            Some(Loan {
                workshop: kept.workshop.parse().ok()?,
                kind: kept.kind,
            })
        });
        if let Some(kept) = kept {
            self.tries.set(WrongTries {
                n: kept.wrong_tries,
                barred_until_ms: kept.barred_until_ms,
            });
            self.locks.set(kept.locks);
        }
        self.replica.note_loan(loan);
    }

    /// Gives the tablet into participants' hands.
    pub fn lend(self, loan: Loan) {
        let snapshot = self.replica.snapshot().get_untracked();
        let workshop = snapshot.workshops.get(&loan.workshop);
        let locks = workshop.map_or(&[][..], |workshop| &workshop.locks);
        self.locks.set(locks.iter().map(hexadecimal).collect());
        self.tries.set(WrongTries::default());
        self.scanned.set(None);
        self.issued.set(Vec::new());
        self.replica.note_loan(Some(loan));
        self.keep();
    }

    /// How long the next try has to wait; zero for not at all.
    pub fn wait_left(self) -> Duration {
        let tries = self.tries.get();
        tries.wait_left(platform::now_ms())
    }

    /// Takes the tablet back, if the code is right.
    ///
    /// # Errors
    /// [`TakeBackRefusal`]: it stays lent.
    pub fn take_back(self, typed: &str) -> Result<(), TakeBackRefusal> {
        if !untrack(|| self.wait_left()).is_zero() {
            return Err(TakeBackRefusal::Wait);
        }
        let code = FacilitatorCode::new(typed).map_err(|_| TakeBackRefusal::NotACode)?;
        let locks = self.known_locks();
        // Nobody can know a code that is nowhere: then the tablet opens to anyone.
        if !locks.is_empty() && !locks.iter().any(|lock| code.opens(lock)) {
            let now_ms = platform::now_ms();
            self.tries
                .update(|tries| *tries = tries.after_another(now_ms));
            self.keep();
            return Err(if untrack(|| self.wait_left()).is_zero() {
                TakeBackRefusal::Wrong
            } else {
                TakeBackRefusal::Wait
            });
        }
        self.tries.set(WrongTries::default());
        self.locks.set(Vec::new());
        self.replica.note_loan(None);
        self.keep();
        Ok(())
    }

    fn known_locks(self) -> Vec<FacilitatorLock> {
        let snapshot = self.replica.snapshot().get_untracked();
        let loan = self.replica.loan().get_untracked();
        let workshop = loan.and_then(|loan| snapshot.workshops.get(&loan.workshop));
        let locks = workshop.map_or_else(Vec::new, |workshop| workshop.locks.clone());
        if !locks.is_empty() {
            return locks;
        }
        self.locks
            .with_untracked(|locks| locks.iter().filter_map(|text| lock_from(text)).collect())
    }

    fn keep(self) {
        let tries = self.tries.get_untracked();
        let loan = self.replica.loan().get_untracked();
        let kept = loan.map(|loan| Kept {
            workshop: loan.workshop.to_string(),
            kind: loan.kind,
            wrong_tries: tries.n,
            barred_until_ms: tries.barred_until_ms,
            locks: self.locks.get_untracked(),
        });
        keep_entry(self.replica, KEY.into(), &kept);
    }

    /// The code of an address that was opened, until a ballot page takes it.
    pub fn scanned(self) -> Signal<Option<String>> {
        self.scanned.into()
    }

    /// Notes the code of an address.
    pub fn note_scanned(self, code: Option<String>) {
        self.scanned.set(code);
    }

    /// Codes that were made last; none after the tablet was lent.
    pub fn issued(self) -> Signal<Vec<VoterCode>> {
        self.issued.into()
    }

    /// Notes the codes that were made last.
    pub fn note_issued(self, codes: Vec<VoterCode>) {
        self.issued.set(codes);
    }
}

fn hexadecimal(lock: &FacilitatorLock) -> String {
    let mut text = String::new();
    for byte in lock.to_bytes() {
        // Writing to a `String` cannot fail.
        let _written = write!(text, "{byte:02x}");
    }
    text
}

fn lock_from(text: &str) -> Option<FacilitatorLock> {
    let pairs = text.as_bytes().chunks_exact(2);
    let bytes: Option<Vec<u8>> = pairs
        .map(|pair| u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    Some(FacilitatorLock::from_bytes(bytes?.try_into().ok()?))
}

/// Gives the loan to every page below.
pub fn provide_lending(lending: Lending) {
    provide_context(lending);
}

/// The loan of this device.
///
/// # Panics
/// Outside `App`, which provides it.
pub fn use_lending() -> Lending {
    use_context().expect("App provides the loan")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_reads_back_what_was_kept_of_it() {
        let lock = FacilitatorLock::new([1; 16], [254; 32]);
        assert_eq!(lock_from(&hexadecimal(&lock)), Some(lock));
        assert_eq!(lock_from("12"), None);
        assert_eq!(lock_from(&"zz".repeat(48)), None);
    }
}
