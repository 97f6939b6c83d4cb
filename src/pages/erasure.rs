//! Erasing this device: a question that first offers the backup, and is no trap.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::backup::BackupButton;
use crate::components::{
    Button, ButtonKind, Dialog, Notice, NoticeTone, Panel, SaveStatus, SyncStatus,
};
use crate::i18n::{settings, sync};
use crate::replica::use_replica;

/// Erases what this device keeps.
#[component]
pub(super) fn Erasure() -> impl IntoView {
    let replica = use_replica();
    let is_asked = RwSignal::new(false);
    let is_kept_elsewhere = RwSignal::new(false);
    let has_failed = RwSignal::new(false);
    let n_to_send = Memo::new(move |_| match replica.sync_status().get() {
        SyncStatus::ToSend(n) => n,
        SyncStatus::Offline | SyncStatus::Sent => 0,
    });
    // What is nowhere else must be in a file before it goes.
    let is_refused = Signal::derive(move || {
        let is_here_only = n_to_send.get() > 0 || replica.save_status().get() != SaveStatus::Saved;
        is_here_only && !is_kept_elsewhere.get()
    });
    let ask = move |()| {
        is_kept_elsewhere.set(false);
        has_failed.set(false);
        is_asked.set(true);
    };
    let erase = move |()| {
        spawn_local(async move {
            if replica.erase().await.is_err() {
                has_failed.set(true);
            }
        });
    };
    view! {
        <Panel title=settings::erase_title()>
            <p>{settings::erase_text()}</p>
            <div><Button kind=ButtonKind::Danger on_press=ask>{settings::erase()}</Button></div>
        </Panel>
        <Dialog title=settings::erase_question() open=is_asked on_close=move |()| is_asked.set(false)>
            {settings::erase_consequences().map(|text| view! { <p>{text}</p> }).collect_view()}
            <div role="status">
                {move || is_refused.get().then(|| view! {
                    <Notice title=settings::erase_only_here(n_to_send.get()) tone=NoticeTone::Warning />
                })}
                {move || is_kept_elsewhere.get().then(|| view! {
                    <Notice title=sync::exported() tone=NoticeTone::Success />
                })}
            </div>
            <div role="alert">
                {move || has_failed.get().then(|| view! {
                    <Notice title=settings::erase_failed() tone=NoticeTone::Warning />
                })}
            </div>
            <div class="dialog__actions">
                <Button on_press=move |()| is_asked.set(false)>{settings::keep_everything()}</Button>
                <BackupButton on_saved=move |()| is_kept_elsewhere.set(true) />
                <Button kind=ButtonKind::Danger unavailable=is_refused on_press=erase>
                    {settings::erase_now()}
                </Button>
            </div>
        </Dialog>
    }
}
