//! `/suivi/appel-a-projets`: the files of the yearly call for projects.

use domain::{
    ApplicationDecision, ApplicationId, ApplicationStage, Claim, Contract, OpinionSubject, Passage,
    StatementId, Topic,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::opinions::Opinions;
use super::statement::{FormFault, follow_up, form_field, say};
use crate::components::{
    Button, ButtonKind, FormActions, Icon, Notice, NoticeTone, PageHead, Panel, SelectField,
    TextArea, TextField,
};
use crate::i18n::{application as words, follow_up as parent, shell};
use crate::model::application::{
    ApplicationFault, ApplicationFilters, ApplicationForm, ApplicationRow, axes, csv, rows, years,
};
use crate::model::choice_list::{choices, chosen, place_of, with_none};
use crate::model::csv_file;
use crate::replica::use_replica;
use crate::state::device::use_device;
use crate::{platform, routes};

/// Id of the form, which takes the focus when it opens.
const FORM_ID: &str = "formulaire";

/// What the form is for: a file and what stood of it, or a new one.
type Opened = (ApplicationId, Vec<StatementId>);

/// Filters, list and form.
#[component]
pub fn ApplicationsPage() -> impl IntoView {
    platform::set_title(&shell::tab_title(words::title()));
    let replica = use_replica();
    let snapshot = replica.snapshot();
    let follow_up = follow_up(replica);
    let filters = RwSignal::new(ApplicationFilters::default());
    let shown = Memo::new(move |_| {
        follow_up.with(|said| rows(&snapshot.read().contract, said, &filters.read()))
    });
    let has_any = Memo::new(move |_| follow_up.with(|said| !said.applications().is_empty()));
    let capabilities = replica.capabilities();
    let form = RwSignal::new(None::<(Opened, ApplicationForm)>);
    let is_saved = RwSignal::new(false);
    let add = move |()| {
        is_saved.set(false);
        let id = ApplicationId::from_bytes(platform::random_id());
        let year = platform::today().year();
        form.set(Some(((id, Vec::new()), ApplicationForm::new(year))));
        platform::focus(FORM_ID);
    };
    let edit = Callback::new(move |row: ApplicationRow| {
        is_saved.set(false);
        let topic = Topic::Application(row.id);
        let seen = follow_up.with_untracked(|said| said.standing_ids(&topic));
        form.set(Some((
            (row.id, seen),
            ApplicationForm::of(&row.application),
        )));
        platform::focus(FORM_ID);
    });
    let save_list = move |()| {
        let name = words::file_name(&platform::today().to_string());
        platform::download(&name, csv_file::MIME, &csv(&shown.read_untracked()));
    };
    let may_edit = Memo::new(move |_| capabilities.get().may_facilitate);
    let ids = move || {
        shown
            .get()
            .into_iter()
            .map(|row| row.id)
            .collect::<Vec<_>>()
    };
    let entry = move |id: ApplicationId| {
        let row =
            Memo::new(move |_| shown.with(|rows| rows.iter().find(|row| row.id == id).cloned()));
        view! { <File row may_edit on_edit=edit follow_up /> }
    };
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <PageHead
                title=words::title()
                lead=words::lead()
                back=(routes::follow_up(), parent::title().to_owned())
            >
                <Show when=move || has_any.get()>
                    <Button on_press=save_list><Icon name="download" />{words::export()}</Button>
                </Show>
            </PageHead>
            <div role="status">
                {move || is_saved.get().then(|| view! {
                    <Notice title=words::saved() tone=NoticeTone::Success />
                })}
            </div>
            <Show when=move || may_edit.get()>
                <Show
                    when=move || form.with(Option::is_some)
                    fallback=move || view! {
                        <div><Button kind=ButtonKind::Primary on_press=add>{words::add()}</Button></div>
                    }
                >
                    <FileForm form on_saved=move |()| { form.set(None); is_saved.set(true) } />
                </Show>
            </Show>
            <Show
                when=move || has_any.get()
                fallback=|| view! { <p>{words::none()}</p> }
            >
                <Filters filters years=Memo::new(move |_| follow_up.with(years)) />
                <p role="status">{move || if shown.read().is_empty() {
                    words::none_left().to_owned()
                } else {
                    words::n_files(shown.read().len())
                }}</p>
                <For each=ids key=|id| *id children=entry />
            </Show>
        </main>
    }
}

/// Year, stage and axis.
#[component]
fn Filters(filters: RwSignal<ApplicationFilters>, years: Memo<Vec<u16>>) -> impl IntoView {
    let snapshot = use_replica().snapshot();
    let year_options = Signal::derive(move || {
        let years = years.get().into_iter();
        with_none(
            words::all(),
            years.map(|year| (year.to_string(), year.to_string())),
        )
    });
    let stages = choices(&ApplicationStage::ALL, words::stage);
    let stages = with_none(words::all(), stages);
    let axis_options =
        Signal::derive(move || axis_choices(&snapshot.read().contract, words::all()));
    let text = |text: Option<String>| text.unwrap_or_default();
    let stage_value = move || place_of(&ApplicationStage::ALL, filters.read().stage.as_ref());
    view! {
        <div class="switcher" style:--switch-at="40rem">
            <SelectField
                label=words::year()
                options=year_options
                value=Signal::derive(move || text(filters.read().year.map(|year| year.to_string())))
                on_change=move |chosen: String| filters.update(|it| it.year = chosen.parse().ok())
            />
            <SelectField
                label=words::stage_label()
                options=stages
                value=Signal::derive(stage_value)
                on_change=move |place: String| filters.update(|it| {
                    it.stage = chosen(&ApplicationStage::ALL, &place);
                })
            />
            <SelectField
                label=words::axis()
                options=axis_options
                value=Signal::derive(move || text(filters.read().axis.map(|axis| axis.to_string())))
                on_change=move |chosen: String| filters.update(|it| it.axis = chosen.parse().ok())
            />
        </div>
    }
}

/// The axes of the contract, below the words for none of them.
fn axis_choices(contract: &Contract, none: &str) -> Vec<(String, String)> {
    let axes = axes(contract).into_iter();
    with_none(none, axes.map(|(axis, label)| (axis.to_string(), label)))
}

/// One file, with the opinions of the councils.
#[component]
fn File(
    row: Memo<Option<ApplicationRow>>,
    may_edit: Memo<bool>,
    on_edit: Callback<ApplicationRow>,
    follow_up: Memo<domain::FollowUp>,
) -> impl IntoView {
    let id = row.with_untracked(|row| row.as_ref().map(|row| row.id));
    let title = move || {
        row.with(|row| {
            row.as_ref()
                .map_or_else(String::new, |row| row.application.title.to_string())
        })
    };
    let facts = move || {
        row.get().map(|row| {
            let it = row.application;
            let decision = it.decision.map_or(words::undecided(), words::decision);
            let facts = [
                (words::year(), Some(it.year.to_string())),
                (words::bearer(), Some(it.bearer.to_string())),
                (words::stage_label(), Some(words::stage(it.stage).to_owned())),
                (words::decision_label(), Some(decision.to_owned())),
                (words::reason(), it.reason.map(|text| text.to_string())),
                (words::amount(), it.amount_eur.map(words::euros)),
                (words::axis(), row.axis),
                (words::quarters(), it.quarters.map(|text| text.to_string())),
            ];
            let facts = facts.into_iter().filter_map(|(name, value)| {
                Some(view! { <dt>{name}</dt><dd class="typed">{value?}</dd> })
            });
            view! {
                {row.is_conflict.then(|| view! { <Notice title=words::conflict() tone=NoticeTone::Warning /> })}
                <dl class="contract-terms">{facts.collect_view()}</dl>
            }
        })
    };
    let edit = move |()| {
        if let Some(row) = row.get_untracked() {
            on_edit.run(row);
        }
    };
    let subject = id.map(|id| Memo::new(move |_| OpinionSubject::Application(id)));
    view! {
        <Panel title=Signal::derive(title)>
            {facts}
            <Show when=move || may_edit.get()>
                <div class="actions">
                    <Button on_press=edit>
                        {words::edit()}
                        <span class="visually-hidden">{move || words::edit_what(&title())}</span>
                    </Button>
                </div>
            </Show>
            {subject.map(|subject| view! { <Opinions subject follow_up nested=true /> })}
        </Panel>
    }
}

/// The form of a file.
#[component]
fn FileForm(
    form: RwSignal<Option<(Opened, ApplicationForm)>>,
    /// It was saved.
    #[prop(into)]
    on_saved: Callback<()>,
) -> impl IntoView {
    let (replica, device) = (use_replica(), use_device());
    let fault = RwSignal::new(None::<ApplicationFault>);
    let refused = RwSignal::new(None::<String>);
    let save = Callback::new(move |event: SubmitEvent| {
        event.prevent_default();
        let Some(((id, seen), typed)) = form.get_untracked() else {
            return;
        };
        match typed.read() {
            Err(found) => fault.set(Some(found)),
            Ok(application) => {
                fault.set(None);
                let claim = Claim::Application { id, application };
                match say(replica, device, vec![(claim, seen)]) {
                    None => on_saved.run(()),
                    sentence => refused.set(sentence),
                }
            }
        }
    });
    // What stood of it is empty for a new file.
    let title = move || match form.get() {
        Some(((_, seen), _)) if !seen.is_empty() => words::edit_file(),
        _ => words::add(),
    };
    view! {
        <Panel title=Signal::derive(move || title().to_owned())>
            <form class="flow" id=FORM_ID tabindex="-1" on:submit=move |event| save.run(event)>
                <NameFields form fault />
                <PlanFields form fault />
                <DecisionFields form fault />
                <FormFault fault=refused />
                <FormActions on_cancel=move |()| form.set(None) submit=words::save() />
            </form>
        </Panel>
    }
}

type Form = RwSignal<Option<(Opened, ApplicationForm)>>;
type Fault = RwSignal<Option<ApplicationFault>>;

/// The sentence below the field that the fault is about.
fn error(fault: Fault, is_its: fn(&ApplicationFault) -> bool) -> Signal<Option<String>> {
    Signal::derive(move || fault.get().filter(is_its).map(|found| words::fault(&found)))
}

/// Year, name and who submits it.
#[component]
fn NameFields(form: Form, fault: Fault) -> impl IntoView {
    let (year, set_year) = form_field(form, |(_, form)| &mut form.year);
    let (title, set_title) = form_field(form, |(_, form)| &mut form.title);
    let (bearer, set_bearer) = form_field(form, |(_, form)| &mut form.bearer);
    let year_error = error(fault, |it| *it == ApplicationFault::Year);
    let title_error = error(fault, |it| matches!(it, ApplicationFault::Title(_)));
    let bearer_error = error(fault, |it| matches!(it, ApplicationFault::Bearer(_)));
    view! {
        <TextField label=words::project() value=title on_input=set_title error=title_error />
        <TextField label=words::bearer() value=bearer on_input=set_bearer
            hint=words::bearer_hint() error=bearer_error />
        <TextField label=words::year() value=year on_input=set_year error=year_error />
    }
}

/// Axis, quarters and amount.
#[component]
fn PlanFields(form: Form, fault: Fault) -> impl IntoView {
    let snapshot = use_replica().snapshot();
    let (axis, set_axis) = form_field(form, |(_, form)| &mut form.axis);
    let (quarters, set_quarters) = form_field(form, |(_, form)| &mut form.quarters);
    let (amount, set_amount) = form_field(form, |(_, form)| &mut form.amount);
    let options = Signal::derive(move || axis_choices(&snapshot.read().contract, words::no_axis()));
    let quarters_error = error(fault, |it| matches!(it, ApplicationFault::Quarters(_)));
    let amount_error = error(fault, |it| *it == ApplicationFault::Amount);
    view! {
        <SelectField label=words::axis() options value=axis on_change=set_axis />
        <TextField label=words::quarters() value=quarters on_input=set_quarters error=quarters_error />
        <TextField label=words::amount() value=amount on_input=set_amount error=amount_error />
    }
}

/// Stage, decision and reason.
#[component]
fn DecisionFields(form: Form, fault: Fault) -> impl IntoView {
    let (stage, set_stage) = form_field(form, |(_, form)| &mut form.stage);
    let (decision, set_decision) = form_field(form, |(_, form)| &mut form.decision);
    let (reason, set_reason) = form_field(form, |(_, form)| &mut form.reason);
    let stages = choices(&ApplicationStage::ALL, words::stage);
    let decisions = choices(&ApplicationDecision::ALL, words::decision);
    let decisions = with_none(words::undecided(), decisions);
    let reason_error = error(fault, |it| matches!(it, ApplicationFault::Reason(_)));
    view! {
        <SelectField label=words::stage_label() options=stages value=stage on_change=set_stage />
        <SelectField label=words::decision_label() options=decisions value=decision on_change=set_decision />
        <TextArea label=words::reason() value=reason on_input=set_reason
            error=reason_error chars_max=Passage::CHARS_MAX />
    }
}
