//! What is saved and what is sent, always in words.

use leptos::prelude::*;

use super::Icon;
use crate::i18n::parts;

/// Whether what shows on screen is in the storage of this device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SaveStatus {
    /// The storage transaction completed.
    #[default]
    Saved,
    /// A transaction is under way.
    Saving,
    /// The last transaction failed; what shows is in memory only.
    NotSaved,
}

/// Whether what this device holds has reached the relay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SyncStatus {
    /// No relay is reachable. Normal in a workshop.
    #[default]
    Offline,
    /// Number of changes that the relay has not acknowledged.
    ToSend(u32),
    /// The relay acknowledged everything.
    Sent,
}

/// The two statuses side by side, announced when one changes.
#[component]
pub fn StatusLine(
    /// Storage of this device.
    #[prop(into)]
    save_status: Signal<SaveStatus>,
    /// Relay.
    #[prop(into)]
    sync_status: Signal<SyncStatus>,
) -> impl IntoView {
    let save_name = move || match save_status.get() {
        SaveStatus::Saved => "saved",
        SaveStatus::Saving => "saving",
        SaveStatus::NotSaved => "not-saved",
    };
    let sync_name = move || match sync_status.get() {
        SyncStatus::Offline => "offline",
        SyncStatus::ToSend(_) => "to-send",
        SyncStatus::Sent => "sent",
    };
    view! {
        <div class="status" role="status" aria-label=parts::status_region()>
            <span class="status__item" data-state=save_name>
                {move || view! { <Icon name=match save_status.get() {
                    SaveStatus::Saved => "check",
                    SaveStatus::Saving => "wait",
                    SaveStatus::NotSaved => "warning",
                } /> }}
                <span>{move || parts::save_status(save_status.get())}</span>
            </span>
            <span class="status__item" data-state=sync_name>
                {move || view! { <Icon name=match sync_status.get() {
                    SyncStatus::Offline => "offline",
                    SyncStatus::ToSend(_) => "send",
                    SyncStatus::Sent => "sent",
                } /> }}
                <span>{move || parts::sync_status(sync_status.get())}</span>
            </span>
        </div>
    }
}
