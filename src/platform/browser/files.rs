//! Files that a person saves or chooses.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, DomException, Event, File, HtmlAnchorElement, HtmlInputElement, Url,
};

use crate::platform::GivenFile;

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

/// Reads the file that a person chose in a file input, with its name; `None` when there is
/// none or it cannot be read. Files over `bytes_max` are read up to one byte more, so that
/// the caller can tell.
pub async fn chosen_named_file(event: Event, bytes_max: usize) -> Option<(String, Vec<u8>)> {
    let files = chosen_files(event, 0, bytes_max).await;
    let (name, bytes) = files.into_iter().next()?;
    Some((name, bytes?))
}

/// Reads the files that a person chose in a file input, `n_max` and one more at most.
pub async fn chosen_files(event: Event, n_max: usize, bytes_max: usize) -> Vec<GivenFile> {
    let input = event.target().and_then(|it| it.dyn_into().ok());
    let Some(input): Option<HtmlInputElement> = input else {
        return Vec::new();
    };
    let files = input.files().into_iter();
    let files = files.flat_map(|list| (0..list.length()).filter_map(move |idx| list.get(idx)));
    let files: Vec<File> = files.take(n_max.saturating_add(1)).collect();
    // The same file can be chosen again after a refusal.
    input.set_value("");
    read_all(files, bytes_max).await
}

/// Reads files one after the other; those after `bytes_max` bytes altogether are not read.
async fn read_all(files: Vec<File>, bytes_max: usize) -> Vec<GivenFile> {
    let mut left = bytes_max;
    let mut read = Vec::new();
    for file in files {
        let bytes = if left == 0 {
            None
        } else {
            read_part(&file, bytes_max).await
        };
        left = left.saturating_sub(bytes.as_ref().map_or(0, Vec::len));
        read.push((file.name(), bytes));
    }
    read
}

/// Reads a file up to `bytes_max` and one byte more.
async fn read_part(file: &File, bytes_max: usize) -> Option<Vec<u8>> {
    let limit = u32::try_from(bytes_max.saturating_add(1)).unwrap_or(u32::MAX);
    let part = file.slice_with_f64_and_f64(0.0, limit.into()).ok()?;
    let buffer = JsFuture::from(part.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

type Consumer = Closure<dyn Fn(JsValue)>;

thread_local! {
    /// What the browser calls with files that were opened with the app.
    static CONSUMER: RefCell<Option<Consumer>> = const { RefCell::new(None) };
}

/// Calls `on_files` with files that a person opened with the app from the system, where
/// the platform has that; takes the place of what was called before.
///
/// *Source*: `file_handlers` of the manifest; `launchQueue` has no type in `web-sys`.
pub fn on_opened_files(
    n_max: usize,
    bytes_max: usize,
    on_files: impl Fn(Vec<GivenFile>) + 'static,
) {
    let queue = web_sys::window().and_then(|window| member(&window, "launchQueue"));
    let Some(queue) = queue else {
        return;
    };
    let on_files = Rc::new(on_files);
    let consumer = Consumer::new(move |launch: JsValue| {
        let handles = member(&launch, "files").filter(Array::is_array);
        let handles = handles.map(|handles| Array::from(&handles).to_vec());
        let handles = handles.unwrap_or_default();
        if handles.is_empty() {
            return;
        }
        let on_files = Rc::clone(&on_files);
        wasm_bindgen_futures::spawn_local(async move {
            let mut files = Vec::new();
            for handle in handles.iter().take(n_max.saturating_add(1)) {
                files.extend(file_of(handle).await);
            }
            on_files(read_all(files, bytes_max).await);
        });
    });
    let set = member(&queue, "setConsumer").and_then(|set| set.dyn_into::<Function>().ok());
    if let Some(set) = set {
        // A browser that refuses it opens no files with the app.
        let _refused = set.call1(&queue, consumer.as_ref());
        CONSUMER.set(Some(consumer));
    }
}

/// The file of a handle.
async fn file_of(handle: &JsValue) -> Option<File> {
    let get = member(handle, "getFile")?.dyn_into::<Function>().ok()?;
    let promise = get.call0(handle).ok()?.dyn_into::<Promise>().ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// A member of an object that `web-sys` has no type for; `None` when it is not there.
fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &name.into()).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// Whether the system has a sheet that sends a file of this name and type elsewhere.
pub fn can_share_file(file_name: &str, mime: &str) -> bool {
    let asked = || {
        let navigator: JsValue = web_sys::window()?.navigator().into();
        let can_share = member(&navigator, "canShare")?
            .dyn_into::<Function>()
            .ok()?;
        let shared = shared(file_name, mime, &[0])?;
        can_share.call1(&navigator, &shared).ok()?.as_bool()
    };
    asked().unwrap_or(false)
}

/// Shows the sheet of the system that sends a file elsewhere. `None` when the person left
/// it, else whether the file was taken.
pub async fn share_file(file_name: &str, mime: &str, bytes: &[u8]) -> Option<bool> {
    let asked = || {
        let navigator: JsValue = web_sys::window()?.navigator().into();
        let share = member(&navigator, "share")?.dyn_into::<Function>().ok()?;
        let shared = shared(file_name, mime, bytes)?;
        let promise = share.call1(&navigator, &shared).ok()?;
        promise.dyn_into::<Promise>().ok()
    };
    let Some(promise) = asked() else {
        return Some(false);
    };
    match JsFuture::from(promise).await {
        Ok(_) => Some(true),
        Err(error) => {
            let error = error.dyn_into::<DomException>();
            let has_left = error.is_ok_and(|error| error.name() == "AbortError");
            (!has_left).then_some(false)
        }
    }
}

/// What is handed to the sheet: one file.
fn shared(file_name: &str, mime: &str, bytes: &[u8]) -> Option<JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &mime.into()).ok()?;
    let parts = Array::of1(&Uint8Array::from(bytes));
    let window = web_sys::window()?;
    let constructor = member(&window, "File")?.dyn_into::<Function>().ok()?;
    let file = Reflect::construct(
        &constructor,
        &Array::of3(&parts, &file_name.into(), &options),
    );
    let shared = Object::new();
    Reflect::set(&shared, &"files".into(), &Array::of1(&file.ok()?)).ok()?;
    Some(shared.into())
}
