//! Synchronisation: what is safe where, and the merge of tablets by file.

use document::AnomalyKind;
use leptos::ev::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Button, Icon, Notice, NoticeTone, PageHead, Panel};
use crate::i18n::{parts, shell, sync};
use crate::platform;
use crate::replica::{Replica, use_replica};

/// This device's replica.
#[component]
pub fn SynchronizationPage() -> impl IntoView {
    platform::set_title(&shell::tab_title(sync::title()));
    let replica = use_replica();
    let is_newer = Memo::new(move |_| {
        let anomalies = replica.anomalies();
        anomalies
            .read()
            .iter()
            .any(|anomaly| anomaly.kind == AnomalyKind::NewerSchema)
    });
    let n_anomalies = Memo::new(move |_| {
        let anomalies = replica.anomalies();
        let unread = anomalies.read();
        unread
            .iter()
            .filter(|anomaly| anomaly.kind != AnomalyKind::NewerSchema)
            .count()
    });
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <PageHead title=sync::title() lead=sync::lead() />
            <StatusPanel replica />
            <Panel title=sync::fingerprint_title()>
                <p class="fingerprint"><output>{move || replica.fingerprint().get()}</output></p>
                <p>{sync::fingerprint_hint()}</p>
            </Panel>
            <Show when={move || n_anomalies.get() > 0}>
                <Panel title=sync::anomalies_title()>
                    <p>{move || sync::anomalies(n_anomalies.get())}</p>
                </Panel>
            </Show>
            <Show when=move || is_newer.get()>
                <Notice title=shell::newer_schema() tone=NoticeTone::Warning />
            </Show>
            <FilesPanel replica />
        </main>
    }
}

/// Storage and relay, in words.
#[component]
fn StatusPanel(
    /// Document of this device.
    replica: Replica,
) -> impl IntoView {
    let relay = replica
        .relay_url()
        .unwrap_or_else(|| sync::no_relay().to_owned());
    view! {
        <Panel title=sync::status_title()>
            <dl>
                <dt>{move || parts::save_status(replica.save_status().get())}</dt>
                <dd>{move || sync::save_words(replica.save_status().get())}</dd>
                <dt>{move || parts::sync_status(replica.sync_status().get())}</dt>
                <dd>{move || sync::sync_words(replica.sync_status().get())}</dd>
                <dt>{sync::relay_title()}</dt>
                <dd>
                    <code>{relay}</code>
                    " – "
                    {move || if replica.is_connected().get() { sync::connected() } else { sync::not_connected() }}
                </dd>
            </dl>
        </Panel>
    }
}

/// Export to a file, merge from a file.
#[component]
fn FilesPanel(
    /// Document of this device.
    replica: Replica,
) -> impl IntoView {
    let outcome = RwSignal::new(None::<(NoticeTone, String)>);
    let export = move |()| {
        let name = sync::file_name(&platform::today().to_string());
        platform::download(&name, "application/octet-stream", &replica.export());
        outcome.set(Some((NoticeTone::Success, sync::exported().to_owned())));
    };
    let merge = move |event: Event| {
        outcome.set(None);
        spawn_local(async move {
            outcome.set(Some(merge_chosen(replica, event).await));
        });
    };
    view! {
        <Panel title=sync::files_title()>
            <p>{sync::files_hint()}</p>
            <div class="cluster">
                <Button on_press=export><Icon name="download" />{sync::export()}</Button>
                <label class="button file-button">
                    <Icon name="upload" />
                    <span>{sync::merge()}</span>
                    <input type="file" class="file-button__input" on:change=merge />
                </label>
            </div>
            <div role="status">
                {move || outcome.get().map(|(tone, text)| view! {
                    <Notice title=text tone/>
                })}
            </div>
        </Panel>
    }
}

async fn merge_chosen(replica: Replica, event: Event) -> (NoticeTone, String) {
    match platform::chosen_file(event, document::FILE_BYTES_MAX).await {
        None => (NoticeTone::Warning, sync::unreadable().to_owned()),
        Some(bytes) => match replica.merge_file(&bytes) {
            Ok(n_changes) => (NoticeTone::Success, sync::merged(n_changes)),
            Err(fault) => (NoticeTone::Warning, sync::file_fault(&fault).to_owned()),
        },
    }
}
