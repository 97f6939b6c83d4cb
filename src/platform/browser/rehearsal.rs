//! Whether this device rehearses: kept beside the store, because it says which store.

use wasm_bindgen::JsCast;
use web_sys::{Storage, StorageEvent};

/// Present while the device rehearses.
const KEY: &str = "six-cartes-essai";

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

thread_local! {
    // Looked up once: a page never changes its store, whatever another tab decides.
    static IS_REHEARSAL: bool =
        storage().is_some_and(|storage| storage.get_item(KEY).ok().flatten().is_some());
}

/// True when this page rehearses, from its first moment to its last.
pub fn is_rehearsal() -> bool {
    IS_REHEARSAL.with(|is_rehearsal| *is_rehearsal)
}

/// Starts or ends rehearsing from the next load of a page on; false when the browser
/// keeps nothing.
pub fn set_rehearsal(is_on: bool) -> bool {
    let Some(storage) = storage() else {
        return false;
    };
    let done = if is_on {
        storage.set_item(KEY, "1")
    } else {
        storage.remove_item(KEY)
    };
    done.is_ok()
}

/// Calls `on_change` when another tab starts or ends rehearsing.
pub fn on_rehearsal_change(on_change: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    gloo_events::EventListener::new(&window, "storage", move |event| {
        let key = event.dyn_ref::<StorageEvent>().and_then(StorageEvent::key);
        if key.as_deref() == Some(KEY) {
            on_change();
        }
    })
    .forget();
}

/// The name of something that real and rehearsed work must not share.
pub(super) fn apart(name: &str) -> String {
    if is_rehearsal() {
        format!("{name}-essai")
    } else {
        name.to_owned()
    }
}
