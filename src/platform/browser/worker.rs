//! The second WebAssembly, loaded when it is asked (`crates/worker`).

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Function, Promise, Uint8Array};
use sheets::{Answer, Sheet, WorkbookFault};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::MessageEvent;
use worker::{Value, verbs};

use super::clock::sleep;

/// Loads the worker's WebAssembly and starts it.
const LOADER: &str = "/public/worker-loader.js";

/// A worker that is silent for so long is ended: something is wrong with what it was given.
const SILENCE_MAX: Duration = Duration::from_secs(45);

/// Why the worker gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// It cannot be loaded.
    NotLoaded,
    /// It ended over what it was given, was too long about it, or refused it.
    Failed,
}

/// A worker that keeps what it was told, from question to question; it ends when dropped.
pub struct Worker {
    inner: web_sys::Worker,
    /// Whom to call with the next answer.
    waiting: Rc<RefCell<Option<Function>>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut()>,
}

impl core::fmt::Debug for Worker {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Worker")
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.inner.terminate();
    }
}

impl Worker {
    /// Starts one.
    ///
    /// # Errors
    /// [`NoAnswer::NotLoaded`]: this device does not have it, and there is no network.
    pub async fn start() -> Result<Self, NoAnswer> {
        let worker = web_sys::Worker::new(LOADER).map_err(|_| NoAnswer::NotLoaded)?;
        let waiting = Rc::new(RefCell::new(None::<Function>));
        let tell = |waiting: &Rc<RefCell<Option<Function>>>, answer: &JsValue| {
            let told = waiting.borrow_mut().take();
            if let Some(told) = told {
                let _told = told.call1(&JsValue::NULL, answer);
            }
        };
        let answered = Rc::clone(&waiting);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            tell(&answered, &event.data());
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let failed = Rc::clone(&waiting);
        let on_error = Closure::<dyn FnMut()>::new(move || tell(&failed, &JsValue::NULL));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let started = Self {
            inner: worker,
            waiting,
            _on_message: on_message,
            _on_error: on_error,
        };
        match started.next().await {
            Some(_) => Ok(started),
            None => Err(NoAnswer::NotLoaded),
        }
    }

    /// Asks one question at a time.
    ///
    /// # Errors
    /// [`NoAnswer::Failed`]: a worker that ended or is silent answers nothing any more.
    pub async fn ask(&self, verb: &str, arguments: &[Value]) -> Result<Vec<Value>, NoAnswer> {
        let message = Array::of1(&verb.into());
        for argument in arguments {
            message.push(&match argument {
                Value::Text(text) => text.as_str().into(),
                Value::Bytes(bytes) => Uint8Array::from(bytes.as_slice()).into(),
            });
        }
        let next = self.next();
        self.inner
            .post_message(&message)
            .map_err(|_| NoAnswer::Failed)?;
        let answer = next.await.ok_or(NoAnswer::Failed)?;
        let answer = answer.dyn_into::<Array>().map_err(|_| NoAnswer::Failed)?;
        let values = answer.iter().map(|value| match value.as_string() {
            Some(text) => Some(Value::Text(text)),
            None => Some(Value::Bytes(value.dyn_ref::<Uint8Array>()?.to_vec())),
        });
        values.collect::<Option<Vec<_>>>().ok_or(NoAnswer::Failed)
    }

    /// The next message of the worker; none when it ends, refuses or is silent.
    fn next(&self) -> impl Future<Output = Option<JsValue>> + use<> {
        let waiting = Rc::clone(&self.waiting);
        let is_over = Rc::new(Cell::new(false));
        let watched = Rc::clone(&is_over);
        let answer = Promise::new(&mut |resolve, _| {
            *waiting.borrow_mut() = Some(resolve.clone());
            let is_over = Rc::clone(&watched);
            spawn_local(async move {
                sleep(SILENCE_MAX).await;
                if !is_over.get() {
                    let _told = resolve.call0(&JsValue::NULL);
                }
            });
        });
        async move {
            let answer = JsFuture::from(answer).await.ok();
            is_over.set(true);
            answer.filter(|answer| !answer.is_null() && !answer.is_undefined())
        }
    }
}

/// What a new worker answers to one question.
///
/// # Errors
/// [`NoAnswer`] says why there is none.
pub async fn ask_worker(verb: &str, arguments: &[Value]) -> Result<Vec<Value>, NoAnswer> {
    Worker::start().await?.ask(verb, arguments).await
}

/// Writes a workbook; `None` when the worker cannot be loaded or fails.
pub async fn write_workbook(sheet: &Sheet) -> Option<Vec<u8>> {
    let sheet = Value::Text(serde_json::to_string(sheet).ok()?);
    let answer = ask_worker(verbs::WRITE_WORKBOOK, &[sheet]).await.ok()?;
    match answer.into_iter().next()? {
        Value::Bytes(bytes) => Some(bytes),
        Value::Text(_) => None,
    }
}

/// Reads a workbook; `None` when the worker cannot be loaded.
pub async fn read_workbook(bytes: &[u8]) -> Option<Answer> {
    let asked = [Value::Bytes(bytes.to_vec())];
    let answer = match ask_worker(verbs::READ_WORKBOOK, &asked).await {
        Ok(answer) => answer.into_iter().next(),
        Err(NoAnswer::NotLoaded) => return None,
        Err(NoAnswer::Failed) => None,
    };
    let answer = match answer {
        Some(Value::Text(json)) => serde_json::from_str(&json).ok(),
        _ => None,
    };
    Some(answer.unwrap_or(Err(WorkbookFault::Damaged)))
}
