//! The worker that writes and reads workbooks: a second WebAssembly, loaded when it is
//! asked (`crates/sheets`).

use std::time::Duration;

use js_sys::{Promise, Uint8Array};
use sheets::{Answer, Sheet};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{MessageEvent, Worker};

use super::clock::sleep;

/// Loads the worker's WebAssembly and starts it.
const LOADER: &str = "/public/sheets-worker-loader.js";

/// A worker that is silent for so long is ended: something is wrong with the file.
const SILENCE_MAX: Duration = Duration::from_secs(45);

/// Writes a workbook; `None` when the worker cannot be loaded or fails.
pub async fn write_workbook(sheet: &Sheet) -> Option<Vec<u8>> {
    let sheet = serde_json::to_string(sheet).ok()?;
    let answer = asked(sheet.into()).await?;
    Some(answer.dyn_into::<Uint8Array>().ok()?.to_vec())
}

/// Reads a workbook; `None` when the worker cannot be loaded or fails.
pub async fn read_workbook(bytes: &[u8]) -> Option<Answer> {
    let answer = asked(Uint8Array::from(bytes).into()).await?;
    serde_json::from_str(&answer.as_string()?).ok()
}

/// What a new worker answers to one message.
async fn asked(message: JsValue) -> Option<JsValue> {
    let worker = Worker::new(LOADER).ok()?;
    let answered = Promise::new(&mut |resolve, _| {
        let (asking, message, answer) = (worker.clone(), message.clone(), resolve.clone());
        let mut is_ready = false;
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if is_ready {
                let _told = answer.call1(&JsValue::NULL, &event.data());
            } else {
                is_ready = true;
                // It fails only for values that cannot be copied; these can.
                let _sent = asking.post_message(&message);
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // Held by the worker; freed when its garbage is collected.
        let _held = on_message.into_js_value();
        let failed = resolve.clone();
        let on_error = Closure::once_into_js(move || failed.call0(&JsValue::NULL).ok());
        worker.set_onerror(Some(on_error.unchecked_ref()));
        spawn_local(async move {
            sleep(SILENCE_MAX).await;
            let _told = resolve.call0(&JsValue::NULL);
        });
    });
    let answer = JsFuture::from(answered).await.ok();
    worker.terminate();
    answer.filter(|answer| !answer.is_null() && !answer.is_undefined())
}
