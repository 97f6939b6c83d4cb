//! Rehearsing: how to start, the mark on every page, and how to end.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

use super::access::ForFacilitator;
use crate::components::{Button, ButtonKind, Dialog, Notice, NoticeTone, Panel};
use crate::i18n::rehearsal as words;
use crate::replica::use_replica;
use crate::{platform, routes};

/// The mark « Essai » on every page, print included, and the way out on all but those
/// where nothing may show above the page.
#[component]
pub fn Rehearsal() -> impl IntoView {
    let location = use_location();
    let is_quiet = Memo::new(move |_| routes::is_undisturbed(&location.pathname.read()));
    platform::is_rehearsal().then(|| {
        view! {
            <p class="watermark"><span class="visually-hidden">{words::mark_in_words()}</span>
                <span aria-hidden="true">{words::mark()}</span>
            </p>
            <Show when=move || !is_quiet.get()><Banner /></Show>
        }
    })
}

/// Says that nothing counts, and ends the rehearsal.
#[component]
fn Banner() -> impl IntoView {
    let replica = use_replica();
    let is_asked = RwSignal::new(false);
    let has_failed = RwSignal::new(false);
    let end = move |()| {
        spawn_local(async move {
            // The page goes on rehearsing until it is loaded anew, which erasing does.
            if !platform::set_rehearsal(false) || replica.erase().await.is_err() {
                let _still_marked = platform::set_rehearsal(true);
                has_failed.set(true);
            }
        });
    };
    view! {
        <aside class="notices" aria-label=words::mark()>
            <Notice title=words::banner_title() text=words::banner_text() tone=NoticeTone::Warning>
                <ForFacilitator>
                    <Button on_press=move |()| is_asked.set(true)>{words::end()}</Button>
                </ForFacilitator>
            </Notice>
        </aside>
        <Dialog title=words::end_question() open=is_asked on_close=move |()| is_asked.set(false)>
            <p>{words::end_consequence()}</p>
            <div role="alert">
                {move || has_failed.get().then(|| view! {
                    <Notice title=words::end_failed() tone=NoticeTone::Warning />
                })}
            </div>
            <div class="dialog__actions">
                <Button on_press=move |()| is_asked.set(false)>{words::go_on()}</Button>
                <Button kind=ButtonKind::Danger on_press=end>{words::end_now()}</Button>
            </div>
        </Dialog>
    }
}

/// Starts a rehearsal on this device.
#[component]
pub(super) fn RehearsalStart() -> impl IntoView {
    let has_failed = RwSignal::new(false);
    let start = move |()| {
        if platform::set_rehearsal(true) {
            platform::open_afresh();
        } else {
            has_failed.set(true);
        }
    };
    view! {
        <Show when=|| !platform::is_rehearsal()>
            <Panel title=words::start_title()>
                <p>{words::start_text()}</p>
                <div role="alert">
                    {move || has_failed.get().then(|| view! {
                        <Notice title=words::start_failed() tone=NoticeTone::Warning />
                    })}
                </div>
                <div class="actions"><Button on_press=start>{words::start()}</Button></div>
            </Panel>
        </Show>
    }
}
