//! Last step: a neutral screen that says the ballot is kept.

use domain::RoundStatus;
use leptos::prelude::*;

use super::{Step, Voting, WayHome};
use crate::components::{Button, ButtonKind, ErrorPanel, PageHead, SaveStatus};
use crate::i18n::{ballot, parts, shell};
use crate::pages::lent::LentFoot;

/// Shows that the ballot is kept, and lets the voter change it while the round is open.
#[component]
pub(super) fn Done(
    /// The ballot.
    voting: Voting,
) -> impl IntoView {
    let is_open = Memo::new(move |_| voting.status() == RoundStatus::Open);
    let save_status = voting.replica.save_status();
    // Once saved it stays said: what arrives later is saved too, and is not this ballot.
    let shown = Memo::new(
        move |before: Option<&SaveStatus>| match (before, save_status.get()) {
            (Some(SaveStatus::Saved), SaveStatus::Saving) => SaveStatus::Saved,
            (_, now) => now,
        },
    );
    // Asked once there is something to lose: browsers then agree more readily.
    Effect::new(move |_| {
        if shown.get() == SaveStatus::Saved {
            voting.device.ask_persistence();
        }
    });
    let is_lost = Memo::new(move |_| shown.get() == SaveStatus::NotSaved);
    // One heading whose words change, so that the focus stays on it.
    let title = Signal::derive(move || match shown.get() {
        SaveStatus::Saved => ballot::done_title().to_owned(),
        status => parts::save_status(status).to_owned(),
    });
    let lead = Signal::derive(move || match (shown.get(), is_open.get()) {
        (SaveStatus::Saved, true) => ballot::done_text().to_owned(),
        (SaveStatus::Saved, false) => ballot::done_closed_text().to_owned(),
        _ => String::new(),
    });
    let change = move |()| {
        voting.draft.set_cast(false);
        voting.go_to(Step::Fill);
    };
    view! {
        <main id="contenu" class="page" tabindex="-1">
            {move || if is_lost.get() {
                view! {
                    <ErrorPanel
                        what=ballot::not_saved()
                        safe=shell::store_fault_safe()
                        next=Signal::derive(move || {
                            shell::store_fault_next(voting.replica.store_fault().get().as_ref()).to_owned()
                        })
                    />
                }
                .into_any()
            } else {
                view! { <PageHead title lead /> }.into_any()
            }}
            <div class="actions">
                <Show when=move || is_open.get()>
                    <Button on_press=change>{ballot::change()}</Button>
                </Show>
                <WayHome kind=ButtonKind::Primary />
            </div>
            <LentFoot />
        </main>
    }
}
