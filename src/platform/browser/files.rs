//! Files that a person saves or chooses.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Event, HtmlAnchorElement, HtmlInputElement, Url};

/// Offers bytes as a file to save.
pub fn download(file_name: &str, mime: &str, bytes: &[u8]) {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &options) else {
        return;
    };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else {
        return;
    };
    let link = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.create_element("a").ok())
        .and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&url);
        link.set_download(file_name);
        link.click();
    }
    // The browser has taken the blob by now; a failure only keeps it a little longer.
    let _revoked = Url::revoke_object_url(&url);
}

/// Reads the file that a person chose in a file input; `None` when there is none or it
/// cannot be read. Files over `bytes_max` are read up to one byte more, so that the
/// caller can tell.
pub async fn chosen_file(event: Event, bytes_max: usize) -> Option<Vec<u8>> {
    let (_, bytes) = chosen_named_file(event, bytes_max).await?;
    Some(bytes)
}

/// The same, with the name of the file.
pub async fn chosen_named_file(event: Event, bytes_max: usize) -> Option<(String, Vec<u8>)> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0)?;
    // The same file can be chosen again after a refusal.
    input.set_value("");
    let limit = u32::try_from(bytes_max.saturating_add(1)).unwrap_or(u32::MAX);
    let part = file.slice_with_f64_and_f64(0.0, limit.into()).ok()?;
    let buffer = JsFuture::from(part.array_buffer()).await.ok()?;
    Some((file.name(), Uint8Array::new(&buffer).to_vec()))
}
