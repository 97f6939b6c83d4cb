//! What is said of the workshop, and the form that changes it.

use domain::WorkshopId;
use leptos::prelude::*;

use super::desk::Desk;
use crate::components::{Button, Icon};
use crate::i18n::preparation as words;
use crate::model::workshop_form::{WorkshopForm, WorkshopFormFaults};
use crate::pages::workshop::fault::FaultPanel;
use crate::pages::workshop::form::WorkshopFormPanel;
use crate::pages::workshops::form_table;
use crate::platform;
use crate::replica::use_replica;

/// Id of the button, which takes the focus back from the form.
const BUTTON_ID: &str = "modifier-atelier";

/// A button, then the form of a new workshop with what is known in it.
#[component]
pub(super) fn EditPanel(
    /// The workshop.
    id: WorkshopId,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let desk = Desk::new(use_replica());
    let close = Callback::new(move |()| {
        is_open.set(false);
        platform::focus(BUTTON_ID);
    });
    view! {
        <p role="status"><strong>{move || desk.said().get()}</strong></p>
        <Show
            when=move || is_open.get()
            fallback=move || view! {
                <div id=BUTTON_ID tabindex="-1">
                    <Button on_press=move |()| is_open.set(true)>
                        <Icon name="edit" />
                        {words::edit()}
                    </Button>
                </div>
            }
        >
            <EditForm id desk on_close=close />
        </Show>
    }
}

/// The form, its faults, and what the document answered.
#[component]
fn EditForm(id: WorkshopId, desk: Desk, on_close: Callback<()>) -> impl IntoView {
    let snapshot = desk.replica().snapshot().get_untracked();
    let workshop = snapshot.workshops.get(&id)?;
    let form = RwSignal::new(WorkshopForm::of(&snapshot, workshop));
    let is_submitted = RwSignal::new(false);
    let faults = Memo::new(move |_| {
        if is_submitted.get() {
            form.with(WorkshopForm::faults)
        } else {
            WorkshopFormFaults::default()
        }
    });
    let on_submit = Callback::new(move |()| {
        is_submitted.set(true);
        let snapshot = desk.replica().snapshot().get_untracked();
        let command = form.with_untracked(|form| form.edit_command(&snapshot, id));
        // What is wrong with the form stands in the form.
        if let Ok(command) = command
            && desk.run(&[command], words::edited().to_owned())
        {
            on_close.run(());
        }
    });
    Some(view! {
        <WorkshopFormPanel
            table=form_table(&snapshot)
            form
            faults
            on_submit
            on_cancel=on_close
            title=words::edit()
            submit=words::save_edit()
        >
            <FaultPanel fault=desk.fault() />
        </WorkshopFormPanel>
    })
}
