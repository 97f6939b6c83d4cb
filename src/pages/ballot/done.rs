//! Last step: a neutral screen that says the ballot is kept.

use domain::RoundStatus;
use leptos::prelude::*;

use super::kept::{KeptHead, kept_status};
use super::{Step, Voting, WayHome};
use crate::components::{Button, ButtonKind, SaveStatus};
use crate::i18n::ballot;
use crate::pages::lent::LentFoot;

/// Shows that the ballot is kept, and lets the voter change it while the round is open.
#[component]
pub(super) fn Done(
    /// The ballot.
    voting: Voting,
) -> impl IntoView {
    let is_open = Memo::new(move |_| voting.status() == RoundStatus::Open);
    let status = kept_status(voting.replica);
    // Asked once there is something to lose: browsers then agree more readily.
    Effect::new(move |_| {
        if status.get() == SaveStatus::Saved {
            voting.device.ask_persistence();
        }
    });
    let lead = Signal::derive(move || match (status.get(), is_open.get()) {
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
            <KeptHead status title=ballot::done_title() lead />
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
