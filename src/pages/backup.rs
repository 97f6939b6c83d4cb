//! The document as a file: a backup, or what one tablet brings to another.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Button, Icon, Notice};
use crate::i18n::sync;
use crate::platform;
use crate::replica::use_replica;

/// What kind of file it is; the extension says the rest.
const MIME: &str = "application/octet-stream";

/// A button that saves the document as a file.
#[component]
pub(super) fn BackupButton(
    /// Called when the file was handed to the browser.
    #[prop(into)]
    on_saved: Callback<()>,
) -> impl IntoView {
    let replica = use_replica();
    let on_press = move |()| {
        platform::download(&file_name(), MIME, &replica.export());
        on_saved.run(());
    };
    view! { <Button on_press><Icon name="download" />{sync::export()}</Button> }
}

/// A button that hands the document to the system, which sends it to a device nearby or
/// puts it on a stick; not there where the system has no such sheet.
#[component]
pub(super) fn SendButton(
    /// Called when the sheet is gone, with whether the file was taken; not called when the
    /// person left it.
    #[prop(into)]
    on_sent: Callback<bool>,
) -> impl IntoView {
    let replica = use_replica();
    let shared = shared_as()?;
    let on_press = move |()| {
        // The file is ready before the first wait: the browser asks for a fresh touch.
        let (end, mime) = shared;
        let (name, bytes) = (file_name() + end, replica.export());
        spawn_local(async move {
            if let Some(is_taken) = platform::share_file(&name, mime, &bytes).await {
                on_sent.try_run(is_taken);
            }
        });
    };
    Some(view! { <Button on_press><Icon name="send" />{sync::send()}</Button> })
}

/// What is put behind the name, and the kind of file, that the system's sheet takes.
///
/// Chromium hands over files of a short list of kinds only, texts among them; ours is read
/// back whatever its name.
fn shared_as() -> Option<(&'static str, &'static str)> {
    let tried = [("", MIME), (".txt", "text/plain")];
    let takes = |(end, mime): &(&str, &str)| platform::can_share_file(&(file_name() + end), mime);
    tried.into_iter().find(takes)
}

/// Offers a backup when a round is closed.
#[component]
pub(super) fn BackupOffer() -> impl IntoView {
    let outcome = RwSignal::new(sync::backup_text());
    let on_sent = move |is_taken: bool| {
        let text = if is_taken {
            sync::sent()
        } else {
            sync::not_sent()
        };
        outcome.set(text);
    };
    let text = Signal::derive(move || outcome.get().to_owned());
    view! {
        <div role="status">
            <Notice title=sync::backup_title() text>
                <div class="cluster">
                    <BackupButton on_saved=move |()| outcome.set(sync::exported()) />
                    <SendButton on_sent />
                </div>
            </Notice>
        </div>
    }
}

fn file_name() -> String {
    sync::file_name(&platform::today().to_string(), platform::is_rehearsal())
}
