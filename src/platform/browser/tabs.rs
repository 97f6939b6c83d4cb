//! Other tabs on the same device: what one stored, all show; one of them leads.
//!
//! A message is an object of named fields. Tabs of several versions may be open at once,
//! so a field that is not known is left unread, and a chunk is read whoever sent it: its
//! bytes mean the same in every version.

use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use replication::StoredChunk;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{BroadcastChannel, MessageEvent};

use super::rehearsal::apart;
use crate::platform::TabNews;

const NAME: &str = "six-cartes";
/// Version of the messages; absent in those of the first builds. A message of a higher
/// one is read for its chunk only.
const VERSION: f64 = 1.0;

/// Carries news between the tabs of one browser.
#[derive(Debug, Clone)]
pub struct TabChannel {
    channel: Option<BroadcastChannel>,
}

impl TabChannel {
    /// Opens the channel; without one, tabs meet at the next reload or by the relay.
    pub fn open(on_news: impl Fn(TabNews) + 'static) -> Self {
        let channel = BroadcastChannel::new(&apart(NAME)).ok();
        if let Some(channel) = &channel {
            gloo_events::EventListener::new(channel, "message", move |event| {
                let message = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
                if let Some(news) = message.and_then(|message| read(&message)) {
                    on_news(news);
                }
            })
            .forget();
        }
        Self { channel }
    }

    /// Tells the other tabs.
    pub fn tell(&self, news: &TabNews) {
        let Some(channel) = &self.channel else { return };
        let message = Object::new();
        let set = |name: &str, value: JsValue| {
            // Setting a property of a fresh object cannot fail.
            let _set = Reflect::set(&message, &name.into(), &value);
        };
        set("version", VERSION.into());
        match news {
            TabNews::Chunk(chunk) => {
                set("key", chunk.key().to_string().into());
                set("bytes", Uint8Array::from(chunk.bytes().as_ref()).into());
            }
            TabNews::Entry(key) => set("entry", key.into()),
            TabNews::LeadWanted { by } => set("leadWantedBy", by.into()),
            TabNews::LeadKept { to } => set("leadKeptTo", to.into()),
            TabNews::LeadYielded { to } => set("leadYieldedTo", to.into()),
            TabNews::Erased => set("isErased", true.into()),
            TabNews::Relay { is_connected } => set("isConnected", (*is_connected).into()),
        }
        // A closed channel only means that the other tabs hear of it later.
        let _posted = channel.post_message(&message);
    }
}

fn read(message: &JsValue) -> Option<TabNews> {
    let field = |name: &str| Reflect::get(message, &name.into()).ok();
    let text = |name: &str| field(name).and_then(|value| value.as_string());
    if let Some(bytes) = field("bytes").and_then(|bytes| bytes.dyn_into::<Uint8Array>().ok()) {
        let stored = StoredChunk {
            key: text("key")?.parse().ok()?,
            bytes: bytes.to_vec().into(),
        };
        return stored.verify().ok().map(TabNews::Chunk);
    }
    let version = field("version").and_then(|version| version.as_f64());
    if version.is_some_and(|version| version > VERSION) {
        return None;
    }
    let flag = |name: &str| field(name).and_then(|value| value.as_bool());
    if flag("isErased") == Some(true) {
        return Some(TabNews::Erased);
    }
    text("entry")
        .map(TabNews::Entry)
        .or_else(|| text("leadWantedBy").map(|by| TabNews::LeadWanted { by }))
        .or_else(|| text("leadKeptTo").map(|to| TabNews::LeadKept { to }))
        .or_else(|| text("leadYieldedTo").map(|to| TabNews::LeadYielded { to }))
        .or_else(|| flag("isConnected").map(|is_connected| TabNews::Relay { is_connected }))
}

/// Asks to lead among the tabs: in turn, or at once in place of the tab that leads.
///
/// `on_lead` hears `true` when this tab leads, and `false` when another took over.
///
/// The Web Locks interface is behind an unstable flag in `web-sys`, hence `Reflect`.
/// Where it is missing every tab leads: more sockets, nothing lost.
pub fn ask_for_lead(is_at_once: bool, on_lead: impl Fn(bool) + 'static) {
    let on_lead = Rc::new(on_lead);
    let granted = on_lead.clone();
    let hold = Closure::once_into_js(move || -> Promise {
        granted(true);
        // Never resolved: the lock is held until the tab closes or another takes it.
        Promise::new(&mut |_, _| {})
    });
    let request = || -> Result<Promise, JsValue> {
        let navigator = web_sys::window().ok_or(JsValue::NULL)?.navigator();
        let locks = Reflect::get(&navigator, &"locks".into())?;
        let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
        let options = Object::new();
        Reflect::set(&options, &"steal".into(), &is_at_once.into())?;
        request
            .call3(&locks, &apart(NAME).into(), &options, &hold)?
            .dyn_into()
    };
    match request() {
        Ok(lead) => spawn_local(async move {
            // Ends only when the lock is taken away.
            let _taken = JsFuture::from(lead).await;
            on_lead(false);
        }),
        Err(_) => on_lead(true),
    }
}
