//! The document as a file: a backup, or what one tablet brings to another.

use leptos::prelude::*;

use crate::components::{Button, Icon, Notice};
use crate::i18n::sync;
use crate::platform;
use crate::replica::{Replica, use_replica};

/// A button that saves the document as a file.
#[component]
pub(super) fn BackupButton(
    /// Called when the file was handed to the browser.
    #[prop(into)]
    on_saved: Callback<()>,
) -> impl IntoView {
    let replica = use_replica();
    let on_press = move |()| {
        save_backup(replica);
        on_saved.run(());
    };
    view! { <Button on_press><Icon name="download" />{sync::export()}</Button> }
}

/// Offers a backup when a round is closed.
#[component]
pub(super) fn BackupOffer() -> impl IntoView {
    let is_saved = RwSignal::new(false);
    let text = move || {
        let text = if is_saved.get() {
            sync::exported()
        } else {
            sync::backup_text()
        };
        text.to_owned()
    };
    view! {
        <div role="status">
            <Notice title=sync::backup_title() text=Signal::derive(text)>
                <BackupButton on_saved=move |()| is_saved.set(true) />
            </Notice>
        </div>
    }
}

fn save_backup(replica: Replica) {
    let today = platform::today().to_string();
    let name = sync::file_name(&today, platform::is_rehearsal());
    platform::download(&name, "application/octet-stream", &replica.export());
}
