//! `/ateliers`: every workshop, newest first, and the form of a new one.

use std::sync::Arc;

use domain::{Command, Snapshot, WorkshopId};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::workshop::fault::{Fault, FaultPanel};
use super::workshop::form::{FormTable, LockField, WorkshopFormPanel};
use super::workshop::head::{Councils, StageLine};
use crate::components::{Button, ButtonKind, Icon, LinkButton, PageHead, Panel};
use crate::i18n::{priorities, workshop as words};
use crate::model::results::badge;
use crate::model::workshop::{WorkshopRow, build_list};
use crate::model::workshop_form::{WorkshopForm, WorkshopFormFaults};
use crate::replica::{Replica, use_replica};
use crate::state::device::use_device;
use crate::{platform, routes};

/// The list, and the form when it is asked for.
#[component]
pub fn WorkshopsPage() -> impl IntoView {
    platform::set_title(words::list_title());
    let replica = use_replica();
    let snapshot = replica.snapshot();
    let may_prepare = Memo::new(move |_| replica.capabilities().get().may_facilitate);
    let is_pressed = RwSignal::new(false);
    let is_form_open = Memo::new(move |_| is_pressed.get() && may_prepare.get());
    let on_cancel = Callback::new(move |()| {
        is_pressed.set(false);
        platform::focus("titre-page");
    });
    let rows = Memo::new(move |_| build_list(&snapshot.read()));
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <PageHead title=words::list_title() lead=words::list_lead()>
                <LinkButton href=routes::priorities()>
                    <Icon name="star" />
                    {priorities::title()}
                </LinkButton>
                <Show when=move || may_prepare.get() && !is_form_open.get()>
                    <Button kind=ButtonKind::Primary on_press=move |()| is_pressed.set(true)>
                        <Icon name="plus" />
                        {words::new_workshop()}
                    </Button>
                </Show>
            </PageHead>
            <Show when=move || is_form_open.get()>
                <NewWorkshop on_cancel />
            </Show>
            <List rows=rows />
        </main>
    }
}

/// The form, its faults, and the way to the workshop it creates.
#[component]
fn NewWorkshop(
    /// The person left the form.
    on_cancel: Callback<()>,
) -> impl IntoView {
    let replica = use_replica();
    let council = use_device().council().get_untracked();
    let snapshot = replica.snapshot().get_untracked();
    let form = RwSignal::new(WorkshopForm::new(&snapshot, platform::today(), council));
    let is_submitted = RwSignal::new(false);
    let faults = Memo::new(move |_| {
        if is_submitted.get() {
            form.with(WorkshopForm::faults)
        } else {
            WorkshopFormFaults::default()
        }
    });
    let fault = RwSignal::new(None::<Fault>);
    let navigate = use_navigate();
    let on_submit = Callback::new(move |()| {
        is_submitted.set(true);
        match create(replica, &form.get_untracked()) {
            Ok(Some(id)) => navigate(&routes::workshop(id), NavigateOptions::default()),
            Ok(None) => fault.set(None),
            Err(found) => fault.set(Some(found)),
        }
    });
    view! {
        <WorkshopFormPanel table=form_table(&snapshot) form faults on_submit on_cancel>
            <LockField form faults />
            <FaultPanel fault />
        </WorkshopFormPanel>
    }
}

/// Creates the workshop; `None` when the form says itself what to change.
fn create(replica: Replica, form: &WorkshopForm) -> Result<Option<WorkshopId>, Fault> {
    let id = WorkshopId::from_bytes(platform::random_id());
    let snapshot = replica.snapshot().get_untracked();
    let Ok(mut command) = form.command(&snapshot, id) else {
        return Ok(None);
    };
    if let Command::CreateWorkshop { lock, .. } = &mut command {
        *lock = form.lock(platform::random_bytes());
    }
    replica.dispatch(&command).map_err(Fault::from)?;
    Ok(Some(id))
}

/// Councils and cards to choose from.
pub(super) fn form_table(snapshot: &Arc<Snapshot>) -> FormTable {
    let councils = snapshot.contract.councils.iter();
    let cards = snapshot.deck();
    FormTable {
        councils: councils
            .map(|council| (council.id.clone(), badge(snapshot, Some(&council.id))))
            .collect(),
        cards: cards
            .iter()
            .map(|card| (card.id.clone(), card.name.to_string()))
            .collect(),
    }
}

/// Every workshop, or a sentence when there is none.
#[component]
fn List(
    /// Workshops, newest first.
    rows: Memo<Vec<WorkshopRow>>,
) -> impl IntoView {
    view! {
        <Show
            when=move || rows.with(|rows| !rows.is_empty())
            fallback=|| view! { <p>{words::list_empty()}</p> }
        >
            <ul class="stack" role="list" aria-label=words::list_name()>
                <For each=move || rows.get() key=|row| row.id let:row>
                    <Entry
                        row=row.clone()
                        latest=Signal::derive(move || {
                            rows.with(|rows| rows.iter().find(|found| found.id == row.id).cloned())
                        })
                    />
                </For>
            </ul>
        </Show>
    }
}

/// One workshop of the list.
#[component]
fn Entry(
    /// What never changes: name, day, place, councils.
    row: WorkshopRow,
    /// The same row as it is now, for its standing.
    #[prop(into)]
    latest: Signal<Option<WorkshopRow>>,
) -> impl IntoView {
    let stage = Memo::new(move |_| latest.with(|row| row.as_ref().and_then(|row| row.stage)));
    let place = row.place.map(|place| view! { <p>{place}</p> });
    view! {
        <li>
            <Panel>
                <h2>
                    <a href=routes::workshop(row.id)>{row.title}</a>
                </h2>
                <p>{platform::long_date(row.date)}</p>
                {place}
                <Councils councils=row.councils />
                <StageLine stage />
            </Panel>
        </li>
    }
}
