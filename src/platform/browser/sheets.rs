//! The worker that writes and reads workbooks: a second WebAssembly, loaded when it is
//! asked (`crates/sheets`).

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Promise, Uint8Array};
use sheets::{Answer, Sheet, WorkbookFault};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{MessageEvent, Worker};

use super::clock::sleep;

/// Loads the worker's WebAssembly and starts it.
const LOADER: &str = "/public/sheets-worker-loader.js";

/// A worker that is silent for so long is ended: something is wrong with the file.
const SILENCE_MAX: Duration = Duration::from_secs(45);

/// Why the worker gave no answer.
enum NoAnswer {
    /// It cannot be loaded.
    NotLoaded,
    /// It ended over what it was given, or was too long about it.
    Failed,
}

/// Writes a workbook; `None` when the worker cannot be loaded or fails.
pub async fn write_workbook(sheet: &Sheet) -> Option<Vec<u8>> {
    let sheet = serde_json::to_string(sheet).ok()?;
    let answer = asked(sheet.into()).await.ok()?;
    Some(answer.dyn_into::<Uint8Array>().ok()?.to_vec())
}

/// Reads a workbook; `None` when the worker cannot be loaded.
pub async fn read_workbook(bytes: &[u8]) -> Option<Answer> {
    let answer = match asked(Uint8Array::from(bytes).into()).await {
        Ok(answer) => answer.as_string(),
        Err(NoAnswer::NotLoaded) => return None,
        Err(NoAnswer::Failed) => None,
    };
    let answer = answer.and_then(|json| serde_json::from_str(&json).ok());
    Some(answer.unwrap_or(Err(WorkbookFault::Damaged)))
}

/// What a new worker answers to one message.
async fn asked(message: JsValue) -> Result<JsValue, NoAnswer> {
    let worker = Worker::new(LOADER).map_err(|_| NoAnswer::NotLoaded)?;
    let is_loaded = Rc::new(Cell::new(false));
    let answered = Promise::new(&mut |resolve, _| {
        let (asking, message, answer) = (worker.clone(), message.clone(), resolve.clone());
        let is_loaded = Rc::clone(&is_loaded);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if is_loaded.replace(true) {
                let _told = answer.call1(&JsValue::NULL, &event.data());
            } else {
                // It fails only for values that cannot be copied; these can.
                let _sent = asking.post_message(&message);
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // Held by the worker; freed when its garbage is collected.
        let _held = on_message.into_js_value();
        let failed = resolve.clone();
        let on_error = Closure::once_into_js(move || {
            let _told = failed.call0(&JsValue::NULL);
        });
        worker.set_onerror(Some(on_error.unchecked_ref()));
        spawn_local(async move {
            sleep(SILENCE_MAX).await;
            let _told = resolve.call0(&JsValue::NULL);
        });
    });
    let answer = JsFuture::from(answered).await;
    worker.terminate();
    match answer {
        Ok(answer) if !answer.is_null() && !answer.is_undefined() => Ok(answer),
        _ if is_loaded.get() => Err(NoAnswer::Failed),
        _ => Err(NoAnswer::NotLoaded),
    }
}
