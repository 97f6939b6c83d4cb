//! People present: what was counted, and the form that counts.

use domain::{Attendance, Command, WorkshopId, limits};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::fault::{Fault, FaultPanel};
use crate::components::{Button, FormActions, Notice, NoticeTone, NumberField, Panel};
use crate::i18n::room as words;
use crate::model::attendance::{AttendanceForm, build_attendance};
use crate::pages::access::ForFacilitator;
use crate::replica::use_replica;

/// The people present, by college if wanted; a quorum shows and blocks nothing.
#[component]
pub(super) fn AttendancePanel(
    /// The workshop.
    workshop: Memo<Option<WorkshopId>>,
) -> impl IntoView {
    let replica = use_replica();
    let counts = Memo::new(move |_| {
        let model = build_attendance(&replica.snapshot().read(), workshop.get()?);
        Some(model?.counts)
    });
    let is_open = RwSignal::new(false);
    let has_counts = Memo::new(move |_| counts.get().is_some_and(|counts| !counts.is_empty()));
    let may_count = Memo::new(move |_| replica.capabilities().get().may_facilitate);
    let name = move || {
        if has_counts.get() {
            words::attendance_count_again()
        } else {
            words::attendance_count()
        }
    };
    view! {
        <Show when=move || has_counts.get() || may_count.get()>
            <Panel title=words::attendance_title()>
                <div class="flow" role="status">
                    {move || view! { <Counts counts=counts.get().unwrap_or_default() /> }}
                </div>
                <ForFacilitator>
                    {move || if is_open.get() {
                        let first = AttendanceForm::new(&counts.get_untracked().unwrap_or_default());
                        view! { <Form workshop first on_end=move |()| is_open.set(false) /> }.into_any()
                    } else {
                        view! {
                            <div class="actions">
                                <Button on_press=move |()| is_open.set(true)>{name}</Button>
                            </div>
                        }
                        .into_any()
                    }}
                </ForFacilitator>
            </Panel>
        </Show>
    }
}

/// What was counted; several values are all shown until a person counts again.
#[component]
fn Counts(counts: Vec<Attendance>) -> impl IntoView {
    let is_apart = counts.len() > 1;
    let is_unknown = counts.is_empty();
    let lines = counts
        .into_iter()
        .map(|count| {
            let (residents, associations) = (count.residents, count.associations);
            let all = words::attendance(count.present.into(), residents, associations);
            let is_reached = count.reaches_quorum();
            let quorum = count.quorum.zip(is_reached);
            view! {
                <p><strong>{all}</strong></p>
                {quorum.map(|(quorum, is_reached)| view! {
                    <p>{words::quorum(quorum, is_reached)}</p>
                })}
            }
        })
        .collect_view();
    view! {
        {is_unknown.then(|| view! { <p>{words::attendance_unknown()}</p> })}
        {is_apart.then(|| view! {
            <Notice title=words::attendance_apart() tone=NoticeTone::Warning />
        })}
        {lines}
    }
}

/// The numbers to record.
#[component]
fn Form(
    workshop: Memo<Option<WorkshopId>>,
    /// What the form begins with.
    first: AttendanceForm,
    /// The form is left.
    #[prop(into)]
    on_end: Callback<()>,
) -> impl IntoView {
    let replica = use_replica();
    let form = RwSignal::new(first);
    let refused = RwSignal::new(None::<Fault>);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(workshop) = workshop.get_untracked() else {
            return;
        };
        if form.get_untracked().is_over() {
            return;
        }
        let attendance = form.get_untracked().attendance();
        match replica.dispatch(&Command::RecordAttendance {
            workshop,
            attendance,
        }) {
            Ok(()) => on_end.run(()),
            Err(error) => refused.set(Some(error.into())),
        }
    };
    let over = move || {
        let is_over = form.get().is_over();
        is_over.then(|| words::attendance_over().to_owned())
    };
    let has_details = first.residents > 0 || first.associations > 0 || first.quorum > 0;
    view! {
        <form class="flow" novalidate on:submit=save>
            <Field label=words::field_present() form field=|form| &mut form.present />
            <details open=has_details>
                <summary>{words::attendance_details()}</summary>
                <div class="flow">
                    <Field label=words::field_residents() form field=|form| &mut form.residents />
                    <Field
                        label=words::field_associations()
                        form
                        field=|form| &mut form.associations
                        error=Signal::derive(over)
                    />
                    <Field
                        label=words::field_quorum()
                        form
                        field=|form| &mut form.quorum
                        hint=words::field_quorum_hint()
                    />
                </div>
            </details>
            <FaultPanel fault=refused />
            <FormActions on_cancel=move |()| on_end.run(()) submit=words::attendance_save() />
        </form>
    }
}

/// One of the numbers.
#[component]
fn Field(
    label: &'static str,
    form: RwSignal<AttendanceForm>,
    /// Which of them.
    field: fn(&mut AttendanceForm) -> &mut u32,
    #[prop(optional)] hint: &'static str,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <NumberField
            label
            value=Signal::derive(move || *field(&mut form.get()))
            on_change=move |n| form.update(|form| *field(form) = n)
            max=u32::from(limits::ATTENDANCE_MAX)
            hint
            error
        />
    }
}
