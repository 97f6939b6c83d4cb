//! Synchronisation: what is safe where, what came in, and the merge of tablets by file.

use std::time::Duration;

use document::AnomalyKind;
use leptos::prelude::*;

use super::access::AccessPanel;
use super::clock::use_now;
use super::findings::{DuplicatesPanel, FindingsBadge, FindingsPanel, findings};
use super::incoming::{FilesPanel, SincePanel};
use super::presence::PresencePanel;
use super::settings::StorageWords;
use crate::components::{Button, Notice, NoticeTone, PageHead, Panel};
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
    let findings = findings(replica);
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <PageHead title=sync::title() lead=sync::lead()>
                <FindingsBadge findings />
            </PageHead>
            <StatusPanel replica />
            <SincePanel />
            <AccessPanel />
            <PresencePanel />
            <Panel title=sync::fingerprint_title()>
                <p class="fingerprint"><output>{move || replica.fingerprint().get()}</output></p>
                <p>{sync::fingerprint_hint()}</p>
            </Panel>
            <FindingsPanel findings />
            <DuplicatesPanel />
            <Show when=move || is_newer.get()>
                <Notice title=shell::newer_schema() tone=NoticeTone::Warning />
            </Show>
            <FilesPanel />
        </main>
    }
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
    let now_ms = use_now(COUNTDOWN_STEP);
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
