//! Last step: a neutral screen that says the ballot is kept.

use domain::RoundStatus;
use leptos::prelude::*;

use super::{Step, Voting};
use crate::components::{Button, ButtonKind, ErrorPanel, LinkButton, PageHead, SaveStatus};
use crate::i18n::{ballot, parts, shell};
use crate::routes;

/// Shows that the ballot is kept, and lets the voter change it while the round is open.
#[component]
pub(super) fn Done(
    /// The ballot.
    voting: Voting,
) -> impl IntoView {
    let is_open = Memo::new(move |_| voting.status() == RoundStatus::Open);
    let save_status = voting.replica.save_status();
    let lead = Signal::derive(move || {
        let text = if is_open.get() {
            ballot::done_text()
        } else {
            ballot::done_closed_text()
        };
        text.to_owned()
    });
    let change = move |()| {
        voting.draft.set_cast(false);
        voting.go_to(Step::Fill);
    };
    view! {
        <main id="contenu" class="page" tabindex="-1">
            {move || match save_status.get() {
                SaveStatus::Saved => view! { <PageHead title=ballot::done_title() lead /> }.into_any(),
                SaveStatus::Saving => view! { <PageHead title=parts::save_status(SaveStatus::Saving) /> }.into_any(),
                SaveStatus::NotSaved => view! {
                    <ErrorPanel
                        what=ballot::not_saved()
                        safe=shell::store_refused_safe()
                        next=shell::store_refused_next()
                    />
                }
                .into_any(),
            }}
            <div class="actions">
                <Show when=move || is_open.get()>
                    <Button on_press=change>{ballot::change()}</Button>
                </Show>
                <LinkButton href=routes::home() kind=ButtonKind::Primary>{shell::back_home()}</LinkButton>
            </div>
        </main>
    }
}
