//! Synchronisation: what is safe where, and the merge of tablets by file.

use std::time::Duration;

use document::AnomalyKind;
use leptos::ev::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::access::AccessPanel;
use super::backup::BackupButton;
use super::presence::PresencePanel;
use super::settings::StorageWords;
use crate::components::{Button, Icon, Notice, NoticeTone, PageHead, Panel, SaveStatus};
use crate::i18n::{parts, settings, shell, sync};
use crate::platform;
use crate::replica::{RelayState, Replica, use_replica};
use crate::state::device::use_device;

/// How often the countdown to the next attempt is shown anew.
const COUNTDOWN_STEP: Duration = Duration::from_secs(1);

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
            .filter(|anomaly| !is_told_apart(anomaly.kind))
            .count()
    });
    let n_of = move |kind: AnomalyKind| {
        let anomalies = replica.anomalies();
        anomalies.with(|found| found.iter().filter(|anomaly| anomaly.kind == kind).count())
    };
    let n_selected = Memo::new(move |_| n_of(AnomalyKind::SelectedTwice));
    let n_grouped = Memo::new(move |_| n_of(AnomalyKind::GroupedTwice));
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <PageHead title=sync::title() lead=sync::lead() />
            <StatusPanel replica />
            <AccessPanel />
            <PresencePanel />
            <Panel title=sync::fingerprint_title()>
                <p class="fingerprint"><output>{move || replica.fingerprint().get()}</output></p>
                <p>{sync::fingerprint_hint()}</p>
            </Panel>
            <Show when={move || n_anomalies.get() + n_selected.get() + n_grouped.get() > 0}>
                <Panel title=sync::anomalies_title()>
                    {move || (n_anomalies.get() > 0).then(|| view! { <p>{sync::anomalies(n_anomalies.get())}</p> })}
                    {move || (n_selected.get() > 0).then(|| view! { <p>{sync::selected_twice(n_selected.get())}</p> })}
                    {move || (n_grouped.get() > 0).then(|| view! { <p>{sync::grouped_twice(n_grouped.get())}</p> })}
                </Panel>
            </Show>
            <Show when=move || is_newer.get()>
                <Notice title=shell::newer_schema() tone=NoticeTone::Warning />
            </Show>
            <FilesPanel replica />
        </main>
    }
}

/// Anomalies with a sentence of their own: nothing is unread.
fn is_told_apart(kind: AnomalyKind) -> bool {
    matches!(
        kind,
        AnomalyKind::NewerSchema | AnomalyKind::SelectedTwice | AnomalyKind::GroupedTwice
    )
}

/// Storage and relay, in words.
#[component]
fn StatusPanel(
    /// Document of this device.
    replica: Replica,
) -> impl IntoView {
    let device = use_device();
    view! {
        <Panel title=sync::status_title()>
            <dl>
                <dt>{move || parts::save_status(replica.save_status().get())}</dt>
                <dd>{move || sync::save_words(replica.save_status().get())}</dd>
                <dt>{move || parts::sync_status(replica.sync_status().get())}</dt>
                <dd>{move || sync::sync_words(replica.sync_status().get())}</dd>
                <dt>{sync::relay_title()}</dt>
                <dd><RelayWords replica /></dd>
                <dt>{settings::storage()}</dt>
                <dd><StorageWords device /></dd>
            </dl>
            <RetryButton replica />
        </Panel>
    }
}

/// Address of the relay, how it stands, and when it is asked again.
#[component]
fn RelayWords(
    /// Document of this device.
    replica: Replica,
) -> impl IntoView {
    let now_ms = RwSignal::new(platform::now_ms());
    spawn_local(async move {
        loop {
            platform::sleep(COUNTDOWN_STEP).await;
            if now_ms.try_set(platform::now_ms()).is_some() {
                return; // The page is gone.
            }
        }
    });
    let words = move || sync::relay_words(replica.relay().get(), now_ms.get());
    view! {
        {replica.relay_url().map(|url| view! { <code>{url}</code> " – " })}
        {words}
    }
}

/// Asks the relay before the planned moment.
#[component]
fn RetryButton(
    /// Document of this device.
    replica: Replica,
) -> impl IntoView {
    let relay = replica.relay();
    let is_offered = Memo::new(move |_| {
        !matches!(
            relay.get(),
            RelayState::Connected | RelayState::Absent | RelayState::OtherTab
        )
    });
    let is_trying = Signal::derive(move || relay.get() == RelayState::Connecting);
    view! {
        <Show when=move || is_offered.get()>
            <div>
                <Button unavailable=is_trying on_press=move |()| replica.try_relay_now()>
                    {sync::retry_now()}
                </Button>
            </div>
        </Show>
    }
}

/// Export to a file, merge from a file.
#[component]
fn FilesPanel(
    /// Document of this device.
    replica: Replica,
) -> impl IntoView {
    let outcome = RwSignal::new(None::<(NoticeTone, String)>);
    let capabilities = replica.capabilities();
    let on_saved = move |()| {
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
                <BackupButton on_saved />
                <Show when=move || capabilities.get().may_contribute>
                    <label class="button file-button">
                        <Icon name="upload" />
                        <span>{sync::merge()}</span>
                        <input type="file" class="file-button__input" on:change=merge />
                    </label>
                </Show>
            </div>
            <p>{sync::backup_hint()}</p>
            <div role="status">
                {move || outcome.get().map(|(tone, text)| view! {
                    <Notice title=text tone/>
                })}
            </div>
        </Panel>
    }
}

async fn merge_chosen(replica: Replica, event: Event) -> (NoticeTone, String) {
    let Some(bytes) = platform::chosen_file(event, document::FILE_BYTES_MAX).await else {
        return (NoticeTone::Warning, sync::unreadable().to_owned());
    };
    match replica.merge_file(&bytes) {
        Err(fault) => (NoticeTone::Warning, sync::file_fault(&fault).to_owned()),
        Ok(_) if replica.save_status().get_untracked() == SaveStatus::NotSaved => {
            (NoticeTone::Warning, sync::merged_unsaved().to_owned())
        }
        Ok(n_changes) => (NoticeTone::Success, sync::merged(n_changes)),
    }
}
