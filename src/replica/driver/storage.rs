//! Chunks to the store of this device, again and again until they are there.

use std::collections::BTreeSet;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use replication::{
    AppendId, Backoff, Chunk, ChunkKey, ChunkKind, CompactionId, Input, Origin, Output,
};

use super::{Driver, Shared, random, with};
use crate::platform::{self, Store, StoreError, TabNews};
use crate::replica::save_tracker::{DOCUMENT, PendingSave, STORE};

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
            match store.append(&chunk, origin == Origin::Local).await {
                Ok(()) => {
                    driver.borrow_mut().store_attempt = 0;
                    driver.borrow().show_store_fault(None);
                    driver.borrow().tell(&TabNews::Chunk(chunk));
                    Self::input(&driver, Input::Stored { append });
                    Self::compact_if_needed(&driver);
                }
                Err(fault) => {
                    let failed = driver.borrow_mut().saving.remove(&append);
                    if let Some(saving) = failed {
                        saving.fail();
                    }
                    driver.borrow().show_store_fault(Some(fault));
                    Self::input(&driver, Input::AppendFailed { append });
                    Self::retry_append(&driver);
                }
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

    /// Writes many small chunks as one, in the tab that leads.
    pub(super) fn compact_if_needed(driver: &Shared) {
        let is_due = {
            let mut driver = driver.borrow_mut();
            let is_due =
                driver.lead.is_here && !driver.is_compacting && driver.core.wants_compaction();
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

    /// Asks the store until it works and holds everything. Until then nothing counts as
    /// saved.
    ///
    /// `fault` is why it is known not to work; without one, it is only lost from sight.
    pub(super) fn watch_store(driver: &Shared, fault: Option<StoreError>) {
        driver.borrow_mut().is_store_lost = true;
        if std::mem::replace(&mut driver.borrow_mut().is_watching_store, true) {
            return;
        }
        let saves = driver.borrow().saves;
        let mut saving = Some(saves.begin(STORE));
        let mut waits = fault.is_some();
        if fault.is_some() {
            saving.take().into_iter().for_each(PendingSave::fail);
            driver.borrow().show_store_fault(fault);
        }
        let (waiting, store) = (Rc::downgrade(driver), driver.borrow().store.clone());
        spawn_local(async move {
            for attempt in 0.. {
                if waits {
                    platform::sleep(Backoff::STORE.delay(attempt, random())).await;
                }
                waits = true;
                let Some(driver) = waiting.upgrade() else {
                    return;
                };
                driver.borrow_mut().is_store_lost = false;
                match Self::take_store_up(&driver, &store).await {
                    // Lost again meanwhile: what was just stored may be gone.
                    Ok(()) if driver.borrow().is_store_lost => {}
                    Ok(()) => {
                        driver.borrow_mut().is_watching_store = false;
                        // A chunk that cannot be stored says so until it is.
                        if driver.borrow().store_attempt == 0 {
                            driver.borrow().show_store_fault(None);
                        }
                        saving.unwrap_or_else(|| saves.begin(STORE)).done();
                        return;
                    }
                    Err(fault) => {
                        saving.take().into_iter().for_each(PendingSave::fail);
                        driver.borrow().show_store_fault(Some(fault));
                    }
                }
            }
        });
    }

    /// Reads what is stored, and stores again what is missing.
    async fn take_store_up(driver: &Shared, store: &Store) -> Result<(), StoreError> {
        let stored = store.chunks().await?;
        let keys = stored.iter().map(|chunk| chunk.key).collect();
        {
            let mut driver = driver.borrow_mut();
            // Another tab, or an append of this one, may have filled it in part.
            let is_missing = driver.core.forget_missing(&keys);
            driver.must_refill |= is_missing;
        }
        for chunk in stored.into_iter().filter_map(|chunk| chunk.verify().ok()) {
            Self::input(driver, Input::StoredElsewhere { chunk });
        }
        if driver.borrow().must_refill && !driver.borrow().is_erasing {
            let chunk = Chunk::new(ChunkKind::Snapshot, driver.borrow().export());
            store.append(&chunk, true).await?;
            Self::input(driver, Input::StoredElsewhere { chunk });
            driver.borrow_mut().must_refill = false;
        }
        let keys = driver.borrow().entry_keys();
        for key in keys {
            // What is there stays: another tab may have written it since.
            if store.read(&key).await?.is_none() && !driver.borrow().is_erasing {
                let text = driver.borrow().entry_text(&key);
                if let Some(text) = text {
                    store.write(&key, &text).await?;
                }
            }
        }
        Ok(())
    }

    /// Reads once more what is stored, but for what is `known`: another tab may have stored
    /// something after the first reading and before its news were heard here.
    pub(in crate::replica) fn catch_up(driver: &Shared, known: BTreeSet<ChunkKey>) {
        let (driver, store) = (driver.clone(), driver.borrow().store.clone());
        spawn_local(async move {
            // A store that fails is asked again by whoever watches it.
            let stored = store.chunks().await.unwrap_or_default();
            let new = stored
                .into_iter()
                .filter(|chunk| !known.contains(&chunk.key));
            for chunk in new.filter_map(|chunk| chunk.verify().ok()) {
                Self::input(&driver, Input::StoredElsewhere { chunk });
            }
        });
    }

    fn show_store_fault(&self, fault: Option<StoreError>) {
        if self.signals.store_fault.get_untracked() != fault {
            self.signals.store_fault.set(fault);
        }
    }
}
