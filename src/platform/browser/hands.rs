//! Signs that somebody holds the tablet.

use gloo_events::{EventListener, EventListenerOptions};

use super::page::is_visible;
use crate::platform::HandSign;

/// Watches until it is dropped.
#[derive(Debug)]
pub struct Hands {
    _listeners: Vec<EventListener>,
}

impl Hands {
    /// Calls `on_sign` at every sign.
    pub fn watch(on_sign: impl Fn(HandSign) + Clone + 'static) -> Self {
        let (Some(window), Some(document)) = (
            web_sys::window(),
            web_sys::window().and_then(|w| w.document()),
        ) else {
            return Self {
                _listeners: Vec::new(),
            };
        };
        // Caught on the way down: a dialog or a control may stop them on the way up.
        let options = EventListenerOptions::run_in_capture_phase();
        let mut listeners: Vec<EventListener> = ["pointerdown", "keydown", "wheel", "scroll"]
            .into_iter()
            .map(|name| {
                let on_sign = on_sign.clone();
                EventListener::new_with_options(&document, name, options, move |_| {
                    on_sign(HandSign::Touch);
                })
            })
            .collect();
        for (name, sign) in [("pageshow", HandSign::Back), ("pagehide", HandSign::Away)] {
            let on_sign = on_sign.clone();
            listeners.push(EventListener::new(&window, name, move |_| on_sign(sign)));
        }
        listeners.push(EventListener::new(
            &document,
            "visibilitychange",
            move |_| {
                if is_visible() {
                    on_sign(HandSign::Back);
                }
            },
        ));
        Self {
            _listeners: listeners,
        }
    }
}
