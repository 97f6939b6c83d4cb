//! A question that must be answered before going on.

use leptos::{html, prelude::*};

use super::{Icon, unique_id};
use crate::i18n::parts;

/// A native modal dialog: the browser keeps the focus inside and closes on Escape.
#[component]
pub fn Dialog(
    /// What is asked; names the dialog.
    #[prop(into)]
    title: Signal<String>,
    /// True while the dialog shows.
    #[prop(into)]
    open: Signal<bool>,
    /// Escape, the close button or the browser closed it.
    #[prop(into)]
    on_close: Callback<()>,
    /// Sentences and buttons, the main one last, in a `<div class="dialog__actions">`.
    children: Children,
) -> impl IntoView {
    let title_id = unique_id("dialog");
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(element) = dialog.get() else { return };
        if open.get() && !element.open() {
            // It fails only for a dialog outside the page, which then shows nothing.
            let _ = element.show_modal();
        } else if !open.get() && element.open() {
            element.close();
        }
    });
    view! {
        <dialog
            class="dialog"
            aria-labelledby=title_id
            node_ref=dialog
            on:close=move |_| {
                if open.get_untracked() {
                    on_close.run(());
                }
            }
        >
            <div class="dialog__head">
                <h2 class="dialog__title" id=title_id.clone()>{move || title.get()}</h2>
                <button
                    type="button"
                    class="dialog__close"
                    aria-label=parts::close()
                    on:click=move |_| on_close.run(())
                >
                    <Icon name="close" />
                </button>
            </div>
            <div class="dialog__body">{children()}</div>
        </dialog>
    }
}
