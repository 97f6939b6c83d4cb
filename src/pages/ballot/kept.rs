//! Whether the ballot that was just cast is kept, and the heading that says so.

use leptos::prelude::*;

use crate::components::{ErrorPanel, PageHead, SaveStatus};
use crate::i18n::{ballot, parts, shell};
use crate::replica::{Replica, use_replica};

/// How this ballot is kept. Once saved it stays said: what arrives later is saved too, and
/// is not this ballot.
pub(super) fn kept_status(replica: Replica) -> Memo<SaveStatus> {
    let save_status = replica.save_status();
    Memo::new(
        move |before: Option<&SaveStatus>| match (before, save_status.get()) {
            (Some(SaveStatus::Saved), SaveStatus::Saving) => SaveStatus::Saved,
            (_, now) => now,
        },
    )
}

/// One heading whose words change, so that the focus stays on it; when the ballot is not
/// kept, what is wrong and what to do.
#[component]
pub(super) fn KeptHead(
    /// How the ballot is kept.
    status: Memo<SaveStatus>,
    /// The heading once it is.
    title: &'static str,
    /// Below the heading.
    #[prop(into)]
    lead: Signal<String>,
) -> impl IntoView {
    let fault = use_replica().store_fault();
    let is_lost = Memo::new(move |_| status.get() == SaveStatus::NotSaved);
    let heading = Signal::derive(move || match status.get() {
        SaveStatus::Saved => title.to_owned(),
        status => parts::save_status(status).to_owned(),
    });
    let next = Signal::derive(move || shell::store_fault_next(fault.get().as_ref()).to_owned());
    move || {
        if is_lost.get() {
            view! {
                <ErrorPanel what=ballot::not_saved() safe=shell::store_fault_safe() next />
            }
            .into_any()
        } else {
            view! { <PageHead title=heading lead /> }.into_any()
        }
    }
}
