//! Other tabs on the same device: what one stored, all show; one of them leads.

use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use replication::{Chunk, StoredChunk};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

const NAME: &str = "six-cartes";

/// Carries stored chunks between the tabs of one browser.
#[derive(Debug, Clone)]
pub struct TabChannel {
    channel: Option<BroadcastChannel>,
}

impl TabChannel {
    /// Opens the channel; without one, tabs meet at the next reload or by the relay.
    pub fn open(
        on_chunk: impl Fn(Chunk) + 'static,
        on_device_entry: impl Fn(String) + 'static,
    ) -> Self {
        let channel = BroadcastChannel::new(NAME).ok();
        if let Some(channel) = &channel {
            gloo_events::EventListener::new(channel, "message", move |event| {
                let Some(event) = event.dyn_ref::<MessageEvent>() else {
                    return;
                };
                let text = |name: &str| {
                    Reflect::get(&event.data(), &name.into())
                        .ok()
                        .and_then(|value| value.as_string())
                };
                if let Some(key) = text("entry") {
                    on_device_entry(key);
                }
                let bytes = Reflect::get(&event.data(), &"bytes".into()).ok();
                let bytes = bytes.and_then(|bytes| bytes.dyn_into::<Uint8Array>().ok());
                let key = text("key").and_then(|key| key.parse().ok());
                if let (Some(key), Some(bytes)) = (key, bytes) {
                    let stored = StoredChunk {
                        key,
                        bytes: bytes.to_vec().into(),
                    };
                    // A tab of another version may send what this one cannot read.
                    if let Ok(chunk) = stored.verify() {
                        on_chunk(chunk);
                    }
                }
            })
            .forget();
        }
        Self { channel }
    }

    /// Tells the other tabs that a chunk is stored.
    pub fn tell_chunk(&self, chunk: &Chunk) {
        self.post(&[
            ("key", chunk.key().to_string().into()),
            ("bytes", Uint8Array::from(chunk.bytes().as_ref()).into()),
        ]);
    }

    /// Tells the other tabs that an entry of this device changed.
    pub fn tell_device_entry(&self, key: &str) {
        self.post(&[("entry", key.into())]);
    }

    fn post(&self, fields: &[(&str, JsValue)]) {
        let Some(channel) = &self.channel else { return };
        let message = Object::new();
        for (name, value) in fields {
            let _set = Reflect::set(&message, &JsValue::from(*name), value);
        }
        // A closed channel only means that the other tabs hear of it later.
        let _posted = channel.post_message(&message);
    }
}

/// Calls `on_leading` when this tab leads: at once, or when the tab that leads closes.
///
/// The Web Locks interface is behind an unstable flag in `web-sys`, hence `Reflect`.
/// Where it is missing every tab leads: more sockets, nothing lost.
pub fn when_leader(on_leading: impl FnOnce() + 'static) {
    let on_leading = Closure::once_into_js(move || -> Promise {
        on_leading();
        // Never resolved: the lock is held until the tab closes.
        Promise::new(&mut |_, _| {})
    });
    let request = || -> Result<(), JsValue> {
        let navigator = web_sys::window().ok_or(JsValue::NULL)?.navigator();
        let locks = Reflect::get(&navigator, &"locks".into())?;
        let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
        request.call2(&locks, &NAME.into(), &on_leading)?;
        Ok(())
    };
    if request().is_err()
        && let Some(on_leading) = on_leading.dyn_ref::<Function>()
    {
        let _led = on_leading.call0(&JsValue::UNDEFINED);
    }
}
