//! Between two people: a screen that shows nothing of either.

use leptos::prelude::*;

use super::shared::Desk;
use crate::components::{Button, ButtonKind, ErrorPanel, PageHead, SaveStatus};
use crate::i18n::{ballot, codes as words, parts, shell};
use crate::pages::lent::LentFoot;
use crate::replica::use_replica;

/// Says that the ballot is kept, and waits for the next person.
#[component]
pub(super) fn HandOver(
    /// The shared tablet.
    desk: Desk,
) -> impl IntoView {
    let replica = use_replica();
    let save_status = replica.save_status();
    // Once saved it stays said: what arrives later is saved too, and is not this ballot.
    let shown = Memo::new(
        move |before: Option<&SaveStatus>| match (before, save_status.get()) {
            (Some(SaveStatus::Saved), SaveStatus::Saving) => SaveStatus::Saved,
            (_, now) => now,
        },
    );
    let is_lost = Memo::new(move |_| shown.get() == SaveStatus::NotSaved);
    let is_saved = Memo::new(move |_| shown.get() == SaveStatus::Saved);
    Effect::new(move |_| {
        if is_saved.get() {
            desk.forget_cast();
        }
    });
    let title = Signal::derive(move || match shown.get() {
        SaveStatus::Saved => words::handed_title().to_owned(),
        status => parts::save_status(status).to_owned(),
    });
    let lead = Signal::derive(move || {
        let lead = is_saved.get().then(words::handed_lead);
        lead.unwrap_or_default().to_owned()
    });
    view! {
        <main id="contenu" class="page" tabindex="-1">
            {move || if is_lost.get() {
                view! {
                    <ErrorPanel
                        what=ballot::not_saved()
                        safe=shell::store_fault_safe()
                        next=Signal::derive(move || {
                            shell::store_fault_next(replica.store_fault().get().as_ref()).to_owned()
                        })
                    />
                }
                .into_any()
            } else {
                view! { <PageHead title lead /> }.into_any()
            }}
            <div class="actions">
                <Button
                    kind=ButtonKind::Primary
                    unavailable=Signal::derive(move || !is_saved.get())
                    on_press=move |()| desk.leave()
                >
                    {words::next_person()}
                </Button>
            </div>
            <LentFoot />
        </main>
    }
}
