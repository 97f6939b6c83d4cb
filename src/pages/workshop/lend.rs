//! Lending this tablet, and the facilitator's code that takes it back.

use domain::{Command, WorkshopId};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::fault::{Fault, FaultPanel};
use super::{Model, living_id};
use crate::components::{
    Button, ButtonKind, ChoiceGroup, ChoiceKind, ChoiceTile, Dialog, Notice, Panel, TextField,
};
use crate::i18n::{lending as words, parts};
use crate::model::facilitator_lock::{CodeFault, FacilitatorCode};
use crate::replica::{Loan, LoanKind, Replica, use_replica};
use crate::state::lending::use_lending;
use crate::{platform, routes};

/// Lends this tablet; without a code, says to choose one first.
#[component]
pub(super) fn LendPanel(
    /// The workshop.
    model: Model,
) -> impl IntoView {
    let replica = use_replica();
    let workshop = living_id(model);
    let has_lock = Memo::new(move |_| {
        let snapshot = replica.snapshot().get();
        let found = workshop
            .get()
            .and_then(|id| snapshot.workshops.get(&id).cloned());
        found.is_some_and(|workshop| !workshop.locks.is_empty())
    });
    let capabilities = replica.capabilities();
    let may_lend = Memo::new(move |_| capabilities.get().may_lend);
    let may_choose = Memo::new(move |_| capabilities.get().may_facilitate);
    move || {
        workshop.get().filter(|_| may_lend.get()).map(|id| {
            view! {
                <Panel title=words::lend()>
                    <p>{words::lend_words()}</p>
                    <Show
                        when=move || has_lock.get()
                        fallback=move || view! { <NoLock workshop=id may_choose /> }
                    >
                        <Lend workshop=id />
                        <Show when=move || may_choose.get()>
                            <details>
                                <summary>{words::change_code()}</summary>
                                <div class="flow">
                                    <p>{words::change_code_words()}</p>
                                    <LockForm workshop=id />
                                </div>
                            </details>
                        </Show>
                    </Show>
                </Panel>
            }
        })
    }
}

/// The workshop has no code yet.
#[component]
fn NoLock(workshop: WorkshopId, may_choose: Memo<bool>) -> impl IntoView {
    view! {
        <Show
            when=move || may_choose.get()
            fallback=|| view! { <p>{words::needs_code_elsewhere()}</p> }
        >
            <Notice title=words::needs_code() text=words::needs_code_words() />
            <LockForm workshop />
        </Show>
    }
}

/// The field for a new code.
#[component]
fn LockForm(workshop: WorkshopId) -> impl IntoView {
    let replica = use_replica();
    let typed = RwSignal::new(String::new());
    let error = RwSignal::new(None::<CodeFault>);
    let fault = RwSignal::new(None::<Fault>);
    let is_saved = RwSignal::new(false);
    let save = move || {
        is_saved.set(false);
        let code = match FacilitatorCode::new(&typed.get_untracked()) {
            Ok(code) => code,
            Err(found) => return error.set(Some(found)),
        };
        error.set(None);
        let found = set_lock(replica, workshop, &code).err();
        is_saved.set(found.is_none());
        if found.is_none() {
            typed.set(String::new());
        }
        fault.set(found);
    };
    view! {
        <form
            class="flow"
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <TextField
                label=words::code_label()
                hint=words::new_code_hint()
                value=typed
                on_input=move |text| typed.set(text)
                error=Signal::derive(move || error.get().map(words::code_fault))
            />
            <FaultPanel fault />
            <p role="status">{move || is_saved.get().then(words::code_saved)}</p>
            <div class="actions">
                <Button button_type="submit">{words::save_code()}</Button>
            </div>
        </form>
    }
}

fn set_lock(replica: Replica, workshop: WorkshopId, code: &FacilitatorCode) -> Result<(), Fault> {
    let lock = code.lock(platform::random_bytes());
    let command = Command::SetFacilitatorLock { workshop, lock };
    replica.dispatch(&command).map_err(Fault::from)
}

/// The button, and the question that it asks.
#[component]
fn Lend(workshop: WorkshopId) -> impl IntoView {
    let lending = use_lending();
    let is_open = RwSignal::new(false);
    let kind = RwSignal::new(LoanKind::Shared);
    let navigate = use_navigate();
    let close = Callback::new(move |()| is_open.set(false));
    let lend = Callback::new(move |()| {
        is_open.set(false);
        let kind = kind.get_untracked();
        lending.lend(Loan { workshop, kind });
        navigate(&routes::ballot(workshop), NavigateOptions::default());
    });
    let tile = move |choice: LoanKind| {
        view! {
            <ChoiceTile
                kind=ChoiceKind::Radio
                name="pret"
                label=words::loan_kind(choice)
                note=words::loan_kind_note(choice)
                checked=Signal::derive(move || kind.get() == choice)
                on_change=move |_| kind.set(choice)
            />
        }
    };
    view! {
        <div class="actions">
            <Button on_press=move |()| is_open.set(true)>{words::lend()}</Button>
        </div>
        <Dialog title=words::lend() open=is_open on_close=close>
            <ChoiceGroup legend=words::lend_question()>
                {tile(LoanKind::Shared)}
                {tile(LoanKind::Personal)}
            </ChoiceGroup>
            <p>{words::idle_note()}</p>
            <div class="dialog__actions">
                <Button on_press=close>{parts::cancel()}</Button>
                <Button kind=ButtonKind::Primary on_press=lend>{words::lend_now()}</Button>
            </div>
        </Dialog>
    }
}
