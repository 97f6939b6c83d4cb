//! The time, for pages that count with it.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform;

/// Ms since the Unix epoch, looked up again and again while the page is there.
pub(super) fn use_now(step: Duration) -> RwSignal<i64> {
    let now_ms = RwSignal::new(platform::now_ms());
    spawn_local(async move {
        loop {
            platform::sleep(step).await;
            if now_ms.try_set(platform::now_ms()).is_some() {
                return; // The page is gone.
            }
        }
    });
    now_ms
}
