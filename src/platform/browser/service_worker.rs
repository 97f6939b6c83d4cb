//! The service worker: the app without a network, and its updates.

use std::cell::RefCell;

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    RegistrationOptions, ServiceWorkerContainer, ServiceWorkerRegistration,
    ServiceWorkerUpdateViaCache,
};

type Callback = Box<dyn Fn()>;

thread_local! {
    static REGISTRATION: RefCell<Option<ServiceWorkerRegistration>> = const { RefCell::new(None) };
    static ON_READY: RefCell<Option<Callback>> = const { RefCell::new(None) };
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    // Absent in insecure contexts and in some private windows.
    let is_there = Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false);
    is_there.then(|| navigator.service_worker())
}

/// Registers `/sw.js`, so that the app opens without a network from now on.
pub fn start_service_worker() {
    spawn_local(async {
        let Some(container) = container() else { return };
        let options = RegistrationOptions::new();
        options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
        let promise = container.register_with_options("/sw.js", &options);
        let Ok(registered) = JsFuture::from(promise).await else {
            return;
        };
        let Ok(registration) = registered.dyn_into::<ServiceWorkerRegistration>() else {
            return;
        };
        watch(&registration);
        REGISTRATION.with_borrow_mut(|kept| *kept = Some(registration));
        tell_if_waiting();
    });
}

fn watch(registration: &ServiceWorkerRegistration) {
    let watched = registration.clone();
    gloo_events::EventListener::new(registration, "updatefound", move |_| {
        if let Some(worker) = watched.installing() {
            gloo_events::EventListener::new(&worker, "statechange", |_| tell_if_waiting()).forget();
        }
    })
    .forget();
}

fn tell_if_waiting() {
    let is_waiting =
        REGISTRATION.with_borrow(|kept| kept.as_ref().is_some_and(|r| r.waiting().is_some()));
    // Without a controller this is the first visit: nothing to update.
    let is_update = container().is_some_and(|container| container.controller().is_some());
    if is_waiting && is_update {
        ON_READY.with_borrow(|callback| callback.as_ref().map_or((), |callback| callback()));
    }
}

/// Calls `on_ready` when a newer version waits for the person's word.
pub fn on_update_ready(on_ready: impl Fn() + 'static) {
    ON_READY.with_borrow_mut(|kept| *kept = Some(Box::new(on_ready)));
    tell_if_waiting();
}

/// Lets the newer version take over, and shows it.
pub fn activate_update() {
    let Some(container) = container() else { return };
    let once = gloo_events::EventListenerOptions::run_in_capture_phase();
    gloo_events::EventListener::once_with_options(&container, "controllerchange", once, |_| {
        if let Some(window) = web_sys::window() {
            let _reloading = window.location().reload();
        }
    })
    .forget();
    REGISTRATION.with_borrow(|kept| {
        if let Some(worker) = kept.as_ref().and_then(ServiceWorkerRegistration::waiting) {
            let message = Object::new();
            let _set = Reflect::set(&message, &"type".into(), &JsValue::from("activate-update"));
            let _posted = worker.post_message(&message);
        }
    });
}
