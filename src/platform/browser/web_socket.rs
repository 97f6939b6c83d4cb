//! One connection to a relay.

use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{BinaryType, MessageEvent, WebSocket};

use crate::platform::{SocketEvent, SocketFull};

/// Bytes that may wait in the browser before the connection counts as stuck.
const BUFFERED_BYTES_MAX: u32 = 32 * 1024 * 1024;

/// A socket that closes when it is dropped.
#[derive(Debug)]
pub struct Socket {
    socket: WebSocket,
    _listeners: Vec<EventListener>,
}

impl Socket {
    /// Starts to connect; `on_event` hears of everything, also of a failure.
    pub fn connect(url: &str, on_event: impl Fn(SocketEvent) + 'static) -> Option<Self> {
        let socket = WebSocket::new(url).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let on_event = Rc::new(on_event);
        let (on_open, on_frame) = (on_event.clone(), on_event.clone());
        let listeners = vec![
            EventListener::new(&socket, "open", move |_| on_open(SocketEvent::Open)),
            EventListener::new(&socket, "message", move |event| {
                let frame = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
                if let Some(buffer) = frame.and_then(|data| data.dyn_into::<ArrayBuffer>().ok()) {
                    on_frame(SocketEvent::Frame(Uint8Array::new(&buffer).to_vec()));
                }
            }),
            EventListener::new(&socket, "close", move |_| on_event(SocketEvent::Closed)),
        ];
        Some(Self {
            socket,
            _listeners: listeners,
        })
    }

    /// Sends a frame.
    ///
    /// # Errors
    /// [`SocketFull`]: close the connection; a frame must never be dropped.
    pub fn send(&self, frame: &[u8]) -> Result<(), SocketFull> {
        if self.socket.buffered_amount() > BUFFERED_BYTES_MAX {
            return Err(SocketFull);
        }
        self.socket
            .send_with_u8_array(frame)
            .map_err(|_| SocketFull)
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // The listeners go with it, so that no event of a dropped socket is heard.
        let _closed = self.socket.close();
    }
}
