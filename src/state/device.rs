//! This device: the council it is for, and how it shows things.

use std::sync::Arc;

use domain::CouncilId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use replication::Backoff;
use serde::{Deserialize, Serialize};

use crate::platform::{self, StoreError};
use crate::replica::Replica;

const KEY: &str = "device";

/// How this device shows things; absent means as the system does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Display {
    /// `light` or `dark`.
    pub scheme: Option<String>,
    /// `high`.
    pub contrast: Option<String>,
    /// `off`.
    pub motion: Option<String>,
    /// `large` or `larger`.
    pub text: Option<String>,
    /// `off`.
    pub sound: Option<String>,
}

impl Display {
    /// Whether the end of the timer sounds.
    pub fn has_sound(&self) -> bool {
        self.sound.is_none()
    }

    /// Turns the sound on or off.
    pub fn set_sound(&mut self, is_on: bool) {
        self.sound = (!is_on).then(|| "off".to_owned());
    }

    /// Whether nothing may move, whatever the system says.
    pub fn is_motion_off(&self) -> bool {
        self.motion.is_some()
    }
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    council: Option<String>,
    display: Display,
}

/// Handle of this device's own entries; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Device {
    replica: Replica,
    council: RwSignal<Option<CouncilId>>,
    display: RwSignal<Display>,
    is_persistent: RwSignal<Option<bool>>,
}

impl Device {
    /// Reads what was kept; an entry that cannot be read counts as absent.
    pub async fn open(replica: Replica) -> Self {
        let device = Self {
            replica,
            council: RwSignal::new(None),
            display: RwSignal::new(Display::default()),
            is_persistent: RwSignal::new(platform::is_storage_persistent().await),
        };
        if replica.store_fault().get_untracked().is_none() {
            device.take_up(read_entry(replica, KEY).await.ok().flatten());
        } else {
            // Nobody waits at the door for a store that does not answer.
            spawn_local(async move {
                device.take_up(read_entry_at_last(replica, KEY).await);
            });
        }
        device
    }

    /// Takes over what was kept, where nothing was chosen meanwhile.
    fn take_up(self, kept: Option<String>) {
        let kept: Kept = kept
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        if self.council.get_untracked().is_none() {
            self.council
                .set(kept.council.and_then(|slug| slug.parse().ok()));
        }
        if self.display.get_untracked() == Display::default() {
            self.display.set(kept.display);
            self.apply_display();
        }
    }

    /// Council this device is for, once chosen.
    pub fn council(self) -> Signal<Option<CouncilId>> {
        self.council.into()
    }

    /// Chooses the council.
    pub fn set_council(self, council: CouncilId) {
        self.council.set(Some(council));
        self.keep();
    }

    /// How things are shown.
    pub fn display(self) -> Signal<Display> {
        self.display.into()
    }

    /// Changes how things are shown, at once.
    pub fn set_display(self, change: impl FnOnce(&mut Display)) {
        self.display.update(change);
        self.apply_display();
        self.keep();
    }

    /// Whether the browser promised not to evict what is stored; `None` when it cannot say.
    pub fn is_persistent(self) -> Signal<Option<bool>> {
        self.is_persistent.into()
    }

    /// Asks the browser not to evict what is stored, unless it promised already.
    pub fn ask_persistence(self) {
        if self.is_persistent.get_untracked() == Some(true) {
            return;
        }
        spawn_local(async move {
            let answer = platform::persist_storage().await;
            self.is_persistent.set(answer);
        });
    }

    fn apply_display(self) {
        let display = self.display.get_untracked();
        platform::mark_root("data-scheme", display.scheme.as_deref());
        platform::mark_root("data-contrast", display.contrast.as_deref());
        platform::mark_root("data-motion", display.motion.as_deref());
        platform::mark_root("data-text", display.text.as_deref());
    }

    fn keep(self) {
        let kept = Kept {
            council: self
                .council
                .get_untracked()
                .map(|council| council.to_string()),
            display: self.display.get_untracked(),
        };
        keep_entry(self.replica, KEY.into(), &kept);
    }
}

/// Reads an entry of this device: what waits to be stored comes before what is stored.
///
/// # Errors
/// [`StoreError`]: it cannot be read now, and may be there.
pub(super) async fn read_entry(replica: Replica, key: &str) -> Result<Option<String>, StoreError> {
    if let Some(text) = replica.unstored_entry(key) {
        return Ok(Some(text));
    }
    let text = replica.store().read(key).await?;
    if let Some(text) = &text {
        replica.note_entry(key, text, true);
    }
    Ok(text)
}

/// Reads an entry of this device as soon as the store can be read. A store that is refused
/// altogether never held one.
pub(super) async fn read_entry_at_last(replica: Replica, key: &str) -> Option<String> {
    let mut attempt = 0;
    loop {
        match read_entry(replica, key).await {
            Ok(text) => return text,
            Err(StoreError::Refused(_)) => return None,
            Err(_) => {
                let random = u64::from_be_bytes(platform::random_bytes());
                platform::sleep(Backoff::STORE.delay(attempt, random)).await;
                attempt = attempt.saturating_add(1);
            }
        }
    }
}

/// Writes an entry of this device, and shows how far that is.
///
/// A write that fails is tried again for as long as it is the newest of its key; until
/// then [`read_entry`] gives it from memory.
pub(super) fn keep_entry(replica: Replica, key: Arc<str>, value: &impl Serialize) {
    let mut saving = replica.saves().begin(&key);
    let Ok(text) = serde_json::to_string(value) else {
        saving.fail();
        return;
    };
    replica.note_entry(&key, &text, false);
    spawn_local(async move {
        for attempt in 0.. {
            if replica.store().write(&key, &text).await.is_ok() {
                replica.note_stored_entry(&key, &text);
                saving.done();
                replica.tell_device_entry(&key);
                return;
            }
            saving.fail();
            let random = u64::from_be_bytes(platform::random_bytes());
            platform::sleep(Backoff::STORE.delay(attempt, random)).await;
            if replica.unstored_entry(&key).as_ref() != Some(&text) {
                // A newer write of the same entry took over.
                return;
            }
            saving = replica.saves().begin(&key);
        }
    });
}

/// Deletes an entry of this device, for good: tried again until it is gone, or written
/// anew.
pub(super) fn forget_entry(replica: Replica, key: Arc<str>) {
    replica.drop_entry(&key);
    spawn_local(async move {
        for attempt in 0.. {
            if replica.has_entry(&key) || replica.store().delete(&key).await.is_ok() {
                replica.tell_device_entry(&key);
                return;
            }
            let random = u64::from_be_bytes(platform::random_bytes());
            platform::sleep(Backoff::STORE.delay(attempt, random)).await;
        }
    });
}

/// Gives the device to every page below.
pub fn provide_device(device: Device) {
    provide_context(device);
}

/// This device.
///
/// # Panics
/// Outside `App`, which provides it.
pub fn use_device() -> Device {
    use_context().expect("App provides the device")
}
