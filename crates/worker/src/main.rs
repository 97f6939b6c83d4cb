//! Listens to the page: says `ready` once, then answers each message, a list of texts and
//! bytes, with another one; with `null` when it makes no sense or cannot be done.

#[cfg(target_arch = "wasm32")]
mod listening {
    use std::cell::RefCell;

    use js_sys::{Array, Uint8Array};
    use wasm_bindgen::prelude::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
    use worker::{Value, Worker};

    pub(super) fn listen() {
        let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
            return;
        };
        let answering = scope.clone();
        let worker = RefCell::new(Worker::default());
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let asked = values(&event.data());
            let answer = asked.and_then(|asked| worker.borrow_mut().answer(&asked));
            let answer = answer.map_or(JsValue::NULL, |values| list(&values).into());
            // It fails only for values that cannot be copied; these can.
            let _sent = answering.post_message(&answer);
        });
        scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // For as long as the worker lives.
        on_message.forget();
        let _sent = scope.post_message(&"ready".into());
    }

    fn values(message: &JsValue) -> Option<Vec<Value>> {
        let list = message.dyn_ref::<Array>()?;
        list.iter().map(|value| self::value(&value)).collect()
    }

    fn value(value: &JsValue) -> Option<Value> {
        if let Some(text) = value.as_string() {
            return Some(Value::Text(text));
        }
        let bytes = value.dyn_ref::<Uint8Array>()?;
        Some(Value::Bytes(bytes.to_vec()))
    }

    fn list(values: &[Value]) -> Array {
        values
            .iter()
            .map(|value| match value {
                Value::Text(text) => JsValue::from(text.as_str()),
                Value::Bytes(bytes) => Uint8Array::from(bytes.as_slice()).into(),
            })
            .collect()
    }
}

fn main() {
    #[cfg(target_arch = "wasm32")]
    listening::listen();
}
