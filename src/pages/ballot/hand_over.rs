//! Between two people: a screen that shows nothing of either.

use leptos::prelude::*;

use super::kept::{KeptHead, kept_status};
use super::shared::Desk;
use crate::components::{Button, ButtonKind, SaveStatus};
use crate::i18n::codes as words;
use crate::pages::lent::LentFoot;
use crate::replica::use_replica;

/// Says that the ballot is kept, and waits for the next person.
#[component]
pub(super) fn HandOver(
    /// The shared tablet.
    desk: Desk,
) -> impl IntoView {
    let replica = use_replica();
    let status = kept_status(replica);
    let is_saved = Memo::new(move |_| status.get() == SaveStatus::Saved);
    Effect::new(move |_| {
        if is_saved.get() {
            desk.forget_cast(replica);
        }
    });
    let lead = Signal::derive(move || {
        let lead = is_saved.get().then(words::handed_lead);
        lead.unwrap_or_default().to_owned()
    });
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <KeptHead status title=words::handed_title() lead />
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
