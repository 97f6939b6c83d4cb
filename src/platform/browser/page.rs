//! The page itself: address, title, focus, connectivity.

use std::time::Duration;

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, HtmlElement, ScrollToOptions, VisibilityState, Window};

use super::rehearsal::is_rehearsal;
use crate::platform::{PageEvent, StorageRoom};

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

/// Address of the relay that served this page; `None` when the page has no host, and for
/// a rehearsal, which stays on its device.
pub fn relay_url() -> Option<String> {
    if is_rehearsal() {
        return None;
    }
    let location = window()?.location();
    let scheme = if location.protocol().ok()? == "https:" {
        "wss"
    } else {
        "ws"
    };
    let host = location.host().ok().filter(|host| !host.is_empty())?;
    Some(format!("{scheme}://{host}/sync"))
}

/// Where this page comes from, such as `https://exemple.fr`; `None` when it has no host.
pub fn page_origin() -> Option<String> {
    let origin = window()?.location().origin().ok()?;
    origin.starts_with("http").then_some(origin)
}

/// True when the person asked the system for less movement.
pub fn is_motion_reduced() -> bool {
    let asked = window().and_then(|window| {
        let query = window.match_media("(prefers-reduced-motion: reduce)");
        query.ok().flatten()
    });
    asked.is_some_and(|query| query.matches())
}

/// Fills the screen with the page; only from the press of a button.
pub fn enter_full_screen() {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // A browser that cannot shows the page as it is.
        let _asked = root.request_fullscreen();
    }
}

/// What the browser says of the network; true when it does not know.
pub fn is_online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// True while a person can see the page.
pub fn is_visible() -> bool {
    document().is_none_or(|document| document.visibility_state() == VisibilityState::Visible)
}

/// Calls `take` with the fragment of the address, now and whenever it changes; a
/// fragment that is taken goes from the address, and from the history of the browser.
pub fn watch_fragment(take: impl Fn(&str) -> bool + 'static) {
    let Some(window) = window() else { return };
    let location = window.location();
    let look = {
        let window = window.clone();
        move || {
            let fragment = location.hash().unwrap_or_default();
            if take(&fragment)
                && let (Ok(path), Ok(query)) = (location.pathname(), location.search())
                && let Ok(history) = window.history()
            {
                // If it fails, the fragment stays in sight: nothing else changes.
                let address = format!("{path}{query}");
                let _gone = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
            }
        }
    };
    look();
    gloo_events::EventListener::new(&window, "hashchange", move |_| look()).forget();
}

/// Calls `on_event` when the network comes or goes, and when the page shows or hides.
pub fn on_page_event(on_event: impl Fn(PageEvent) + Clone + 'static) {
    let (Some(window), Some(document)) = (window(), document()) else {
        return;
    };
    for (name, event) in [
        ("online", PageEvent::NetworkChanged),
        ("offline", PageEvent::NetworkChanged),
        ("pageshow", PageEvent::Shown),
        ("pagehide", PageEvent::Hidden),
    ] {
        let on_event = on_event.clone();
        gloo_events::EventListener::new(&window, name, move |_| on_event(event)).forget();
    }
    let on_resume = on_event.clone();
    gloo_events::EventListener::new(&document, "resume", move |_| on_resume(PageEvent::Shown))
        .forget();
    gloo_events::EventListener::new(&document, "visibilitychange", move |_| {
        on_event(if is_visible() {
            PageEvent::Shown
        } else {
            PageEvent::Hidden
        });
    })
    .forget();
}

/// Asks the browser not to evict what is stored; `None` when it cannot be asked.
pub async fn persist_storage() -> Option<bool> {
    let promise = window()?.navigator().storage().persist().ok()?;
    JsFuture::from(promise).await.ok()?.as_bool()
}

/// Whether the browser promised not to evict what is stored; `None` when it cannot say.
pub async fn is_storage_persistent() -> Option<bool> {
    let promise = window()?.navigator().storage().persisted().ok()?;
    JsFuture::from(promise).await.ok()?.as_bool()
}

/// How much room the app takes up and may take up; `None` when the browser cannot say.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of bytes is whole, positive, and far below the limits of both types"
)]
pub async fn storage_room() -> Option<StorageRoom> {
    let promise = window()?.navigator().storage().estimate().ok()?;
    let estimate = JsFuture::from(promise).await.ok()?;
    let bytes = |name: &str| Some(Reflect::get(&estimate, &name.into()).ok()?.as_f64()? as u64);
    Some(StorageRoom {
        used: bytes("usage")?,
        most: bytes("quota")?,
    })
}

/// Opens the first page as if for the first time.
pub fn open_afresh() {
    if let Some(window) = window() {
        let _opening = window.location().replace("/");
    }
}

/// Sets or removes an attribute of `<html>`.
pub fn mark_root(attribute: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|document| document.document_element()) else {
        return;
    };
    // Neither can fail for the attribute names of this program.
    let _done = match value {
        Some(value) => root.set_attribute(attribute, value),
        None => root.remove_attribute(attribute),
    };
}

/// Takes the waiting screen of `index.html` away.
pub fn remove_splash() {
    if let Some(splash) = document().and_then(|document| document.get_element_by_id("splash")) {
        splash.remove();
    }
}

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Moves the focus to an element once it is there.
pub fn focus(id: &str) {
    let id = id.to_owned();
    wasm_bindgen_futures::spawn_local(async move {
        gloo_timers::future::sleep(Duration::ZERO).await;
        let element = document().and_then(|document| document.get_element_by_id(&id));
        if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _focused = element.focus();
        }
    });
}

/// Opens the browser's own printing.
pub fn print() {
    if let Some(window) = window() {
        // A browser without printing does nothing.
        let _asked = window.print();
    }
}

/// Shows the page from its beginning.
pub fn scroll_to_top() {
    if let Some(window) = window() {
        let options = ScrollToOptions::new();
        options.set_top(0.0);
        window.scroll_to_with_scroll_to_options(&options);
    }
}
