//! What concerns every page: nothing can be saved, a newer version is there.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::access::{AccessNews, use_news};
use crate::components::{Button, ButtonKind, ErrorPanel, Notice, SaveStatus};
use crate::i18n::shell;
use crate::replica::use_replica;
use crate::routes;
use crate::state::update::use_update;

/// The messages above a page; never above a ballot or a projected screen.
#[component]
pub fn Notices() -> impl IntoView {
    let (replica, update) = (use_replica(), use_update());
    let location = use_location();
    let is_quiet = Memo::new(move |_| routes::is_undisturbed(&location.pathname.read()));
    let cannot_save = Memo::new(move |_| replica.save_status().get() == SaveStatus::NotSaved);
    let offers_update = Memo::new(move |_| update.is_there().get() && !update.is_put_off().get());
    let news = use_news();
    let has_something =
        Memo::new(move |_| cannot_save.get() || offers_update.get() || news.with(Option::is_some));
    Effect::new(move |former: Option<String>| {
        let path = location.pathname.get();
        let has_moved = former.is_some_and(|former| former != path);
        if has_moved && !is_quiet.get_untracked() {
            update.page_opened();
        }
        path
    });
    view! {
        <Show when=move || !is_quiet.get() && has_something.get()>
            <aside class="notices" aria-label=shell::notices()>
                <AccessNews news />
                <Show when=move || cannot_save.get()><StoreFault /></Show>
                <Show when=move || offers_update.get()><UpdateNotice can_put_off=true /></Show>
            </aside>
        </Show>
    }
}

/// Says that this device cannot save, why, and what to do.
#[component]
fn StoreFault() -> impl IntoView {
    let fault = use_replica().store_fault();
    view! {
        <ErrorPanel
            what=Signal::derive(move || shell::store_fault_what(fault.get().as_ref()).to_owned())
            safe=shell::store_fault_safe()
            next=Signal::derive(move || shell::store_fault_next(fault.get().as_ref()).to_owned())
        />
    }
}

/// Offers a newer version of the app.
#[component]
pub(super) fn UpdateNotice(
    /// Whether it can be put off; what was put off stays in the settings.
    can_put_off: bool,
) -> impl IntoView {
    let update = use_update();
    let text = move || {
        if update.is_accepted().get() {
            shell::update_waits().to_owned()
        } else if can_put_off {
            format!("{} {}", shell::update_text(), shell::update_put_off())
        } else {
            shell::update_text().to_owned()
        }
    };
    view! {
        <Notice title=shell::update_title() text=Signal::derive(text)>
            <div class="cluster">
                <Show when=move || can_put_off>
                    <Button on_press=move |()| update.put_off()>{shell::update_later()}</Button>
                </Show>
                <Button kind=ButtonKind::Primary on_press=move |()| update.accept()>
                    {shell::update_now()}
                </Button>
            </div>
        </Notice>
    }
}
