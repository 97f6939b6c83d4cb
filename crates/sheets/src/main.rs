//! The worker that writes and reads workbooks, apart from the page.
//!
//! It says `ready` once, then answers each message: a text (a [`sheets::Sheet`] as JSON)
//! with the bytes of a workbook, bytes with a [`sheets::Answer`] as JSON; `null` when
//! the message makes no sense.

#[cfg(target_arch = "wasm32")]
mod worker {
    use js_sys::Uint8Array;
    use wasm_bindgen::prelude::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

    pub(super) fn listen() {
        let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
            return;
        };
        let answering = scope.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            // It fails only for values that cannot be copied; these can.
            let _sent = answering.post_message(&answer(&event.data()));
        });
        scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // For as long as the worker lives.
        on_message.forget();
        let _sent = scope.post_message(&"ready".into());
    }

    fn answer(asked: &JsValue) -> JsValue {
        if let Some(sheet) = asked.as_string() {
            let sheet = serde_json::from_str(&sheet).ok();
            let bytes = sheet.and_then(|sheet| sheets::write_xlsx(&sheet).ok());
            return bytes.map_or(JsValue::NULL, |bytes| Uint8Array::from(&*bytes).into());
        }
        let Some(bytes) = asked.dyn_ref::<Uint8Array>() else {
            return JsValue::NULL;
        };
        let answer: sheets::Answer = sheets::read_xlsx(&bytes.to_vec());
        serde_json::to_string(&answer).map_or(JsValue::NULL, Into::into)
    }
}

fn main() {
    #[cfg(target_arch = "wasm32")]
    worker::listen();
}
