//! Chunks to the store of this device, again and again until they are there.

use leptos::task::spawn_local;
use replication::{AppendId, Backoff, Chunk, ChunkKey, CompactionId, Input, Origin, Output};
use std::rc::Rc;

use super::{Driver, Shared, random, with};
use crate::platform;
use crate::replica::save_tracker::DOCUMENT;

impl Driver {
    pub(super) fn append(driver: &Shared, append: AppendId, chunk: Chunk, origin: Origin) {
        {
            let mut driver = driver.borrow_mut();
            let saves = driver.saves;
            driver
                .saving
                .entry(append)
                .or_insert_with(|| saves.begin(DOCUMENT));
        }
        let (driver, store) = (driver.clone(), driver.borrow().store.clone());
        spawn_local(async move {
            if store.append(&chunk, origin == Origin::Local).await.is_ok() {
                driver.borrow_mut().store_attempt = 0;
                if let Some(tabs) = &driver.borrow().tabs {
                    tabs.tell_chunk(&chunk);
                }
                Self::input(&driver, Input::Stored { append });
                Self::compact_if_needed(&driver);
            } else {
                let failed = driver.borrow_mut().saving.remove(&append);
                if let Some(saving) = failed {
                    saving.fail();
                }
                Self::input(&driver, Input::AppendFailed { append });
                Self::retry_append(&driver);
            }
        });
    }

    /// Tries to store again after a while: space may have been freed.
    fn retry_append(driver: &Shared) {
        let delay = {
            let mut driver = driver.borrow_mut();
            driver.store_attempt += 1;
            Backoff::STORE.delay(driver.store_attempt, random())
        };
        let waiting = Rc::downgrade(driver);
        spawn_local(async move {
            platform::sleep(delay).await;
            with(&waiting, |driver| Self::input(driver, Input::RetryAppends));
        });
    }

    fn compact_if_needed(driver: &Shared) {
        let is_due = {
            let mut driver = driver.borrow_mut();
            let is_due =
                driver.is_leader && !driver.is_compacting && driver.core.wants_compaction();
            driver.is_compacting |= is_due;
            is_due
        };
        if is_due {
            let outputs = driver.borrow_mut().core.handle(Input::Compact);
            if !outputs
                .iter()
                .any(|output| matches!(output, Output::Compact { .. }))
            {
                driver.borrow_mut().is_compacting = false;
            }
            Self::carry_out(driver, outputs);
        }
    }

    pub(super) fn compact(
        driver: &Shared,
        compaction: CompactionId,
        snapshot: Chunk,
        superseded: Vec<ChunkKey>,
    ) {
        let (driver, store) = (driver.clone(), driver.borrow().store.clone());
        spawn_local(async move {
            let stored = store.compact(&snapshot, &superseded).await;
            driver.borrow_mut().is_compacting = false;
            let input = match stored {
                Ok(()) => Input::Compacted { compaction },
                Err(_) => Input::CompactionFailed { compaction },
            };
            Self::input(&driver, input);
        });
    }
}
