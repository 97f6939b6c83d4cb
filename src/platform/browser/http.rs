//! Questions to the server that served this page.

use js_sys::JsString;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestCache, RequestCredentials, RequestInit, Response};

/// Status and text of the answer to a JSON text; `None` when nobody answers.
pub async fn post_json(path: &str, body: &str) -> Option<(u16, String)> {
    let headers = Headers::new().ok()?;
    headers.set("content-type", "application/json").ok()?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(&body.into());
    request.set_headers(&headers);
    request.set_cache(RequestCache::NoStore);
    request.set_credentials(RequestCredentials::Omit);
    let asked = web_sys::window()?.fetch_with_str_and_init(path, &request);
    let response: Response = JsFuture::from(asked).await.ok()?.dyn_into().ok()?;
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    Some((
        response.status(),
        String::from(text.dyn_into::<JsString>().ok()?),
    ))
}
