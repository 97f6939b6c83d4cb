//! The service worker: the app without a network, and its updates.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    RegistrationOptions, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration,
    ServiceWorkerUpdateViaCache, Storage,
};

use super::clock::sleep;
use super::page::{is_online, is_visible};
use crate::platform::UpdateNews;

/// Rest between the first visit's files and those of the spreadsheet worker.
const KEEP_WORKER_AFTER: Duration = Duration::from_secs(5);

type Callback = Rc<dyn Fn(UpdateNews)>;

thread_local! {
    static REGISTRATION: RefCell<Option<ServiceWorkerRegistration>> = const { RefCell::new(None) };
    static ON_NEWS: RefCell<Option<Callback>> = const { RefCell::new(None) };
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    // Absent in insecure contexts and in some private windows.
    let is_there = Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false);
    is_there.then(|| navigator.service_worker())
}

/// Set in the storage of the tab when the person said « Plus tard ».
const PUT_OFF: &str = "six-cartes-update-put-off";

/// Registers `/sw.js`, so that the app opens without a network from now on.
pub fn start_service_worker() {
    spawn_local(async {
        let Some(container) = container() else { return };
        tell_of_takeover(&container);
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
        look_when_shown(&registration);
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

/// Browsers look for a newer version when a page is loaded; a tablet shows the same page
/// for weeks.
fn look_when_shown(registration: &ServiceWorkerRegistration) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    let looked_at = registration.clone();
    gloo_events::EventListener::new(&document, "visibilitychange", move |_| {
        if !is_visible() || !is_online() {
            return;
        }
        if let Ok(promise) = looked_at.update() {
            spawn_local(async {
                // No network, or half a deployment: the next time will do.
                let _looked = JsFuture::from(promise).await;
            });
        }
    })
    .forget();
}

/// Another tab may let a newer version take over: this page is then of the older one.
fn tell_of_takeover(container: &ServiceWorkerContainer) {
    // Without a controller this is the first visit, and the first worker no update.
    if container.controller().is_some() {
        gloo_events::EventListener::new(container, "controllerchange", |_| {
            tell(UpdateNews::TookOver);
        })
        .forget();
    }
}

fn tell_if_waiting() {
    let is_waiting =
        REGISTRATION.with_borrow(|kept| kept.as_ref().is_some_and(|r| r.waiting().is_some()));
    let is_update = container().is_some_and(|container| container.controller().is_some());
    if is_waiting && is_update {
        tell(UpdateNews::Ready);
    }
}

fn tell(news: UpdateNews) {
    let on_news = ON_NEWS.with_borrow(Clone::clone);
    if let Some(on_news) = on_news {
        on_news(news);
    }
}

/// Calls `on_news` when a newer version waits, and when it takes over.
pub fn on_update(on_news: impl Fn(UpdateNews) + 'static) {
    ON_NEWS.with_borrow_mut(|kept| *kept = Some(Rc::new(on_news)));
    tell_if_waiting();
}

/// Lets the newer version that waits take over.
pub fn activate_update() {
    REGISTRATION.with_borrow(|kept| {
        if let Some(worker) = kept.as_ref().and_then(ServiceWorkerRegistration::waiting) {
            post(&worker, "activate-update");
        }
    });
}

/// Asks that the files of the spreadsheet worker be kept too, so that it works without a
/// network; a first visit does not wait for them.
pub fn keep_worker() {
    spawn_local(async {
        let Some(container) = container() else { return };
        let Ok(ready) = container.ready() else { return };
        let Ok(ready) = JsFuture::from(ready).await else {
            return;
        };
        sleep(KEEP_WORKER_AFTER).await;
        let registration = ready.dyn_into::<ServiceWorkerRegistration>().ok();
        if let Some(worker) = registration.and_then(|it| it.active()) {
            post(&worker, "keep-later");
        }
    });
}

fn post(worker: &ServiceWorker, kind: &str) {
    let message = Object::new();
    let _set = Reflect::set(&message, &"type".into(), &JsValue::from(kind));
    let _posted = worker.post_message(&message);
}

fn tab_storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// True when the person said « Plus tard » in this tab.
pub fn is_update_put_off() -> bool {
    tab_storage().is_some_and(|storage| storage.get_item(PUT_OFF).ok().flatten().is_some())
}

/// Notes that the person said « Plus tard ».
pub fn put_update_off() {
    if let Some(storage) = tab_storage() {
        // Refused storage: it is asked again after a reload.
        let _noted = storage.set_item(PUT_OFF, "1");
    }
}

/// Loads the page anew, with whatever version is in charge.
pub fn reload() {
    if let Some(storage) = tab_storage() {
        let _forgotten = storage.remove_item(PUT_OFF);
    }
    if let Some(window) = web_sys::window() {
        let _reloading = window.location().reload();
    }
}
