//! The update by spreadsheet: out, back, what it changes, and only then the change.

use domain::{ActionNews, Claim, FollowUp};
use leptos::ev::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{
    Button, ButtonKind, Icon, Notice, NoticeTone, Panel, SheetChange, SheetChangeView,
};
use crate::i18n::{action_news, action_sheet as words, parts};
use crate::model::action_news::in_words;
use crate::model::action_sheet::{
    Comparison, FILE_BYTES_MAX, Fault, FaultKind, FieldChange, SheetFile, Table, compare, read_csv,
    table, workbook,
};
use crate::model::csv_file;
use crate::pages::statement::{FormFault, say};
use crate::replica::{Replica, use_replica};
use crate::state::device::use_device;
use crate::{platform, routes};

/// Faults that are shown; more help nobody.
const FAULTS_SHOWN_MAX: usize = 30;

/// Id of what was said last; the focus goes there when the buttons of the preview go.
const TOLD_ID: &str = "tableur-reponse";

const WORKBOOK_MIME: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// How far the person is.
#[derive(Clone, Debug, PartialEq)]
enum Stage {
    /// Nothing was done yet.
    Start,
    /// A file is written or read.
    Working,
    /// A sentence says what came of it.
    Said(NoticeTone, String),
    /// The file is refused.
    Faults(Vec<Fault>),
    /// What the file changes, to be read.
    Preview(Comparison),
}

/// Shown to those who keep the contract up to date.
#[component]
pub(super) fn SheetPanel() -> impl IntoView {
    let capabilities = use_replica().capabilities();
    let is_offered = Memo::new(move |_| capabilities.get().may_facilitate);
    view! { <Show when=move || is_offered.get()><Tools /></Show> }
}

#[component]
fn Tools() -> impl IntoView {
    let replica = use_replica();
    let stage = RwSignal::new(Stage::Start);
    let import = move |event: Event| {
        stage.set(Stage::Working);
        spawn_local(async move {
            let read = read_chosen(replica, event).await;
            // The page may be gone by now.
            let _gone = stage.try_set(read);
        });
    };
    let export_csv = move |()| {
        let bytes = csv_file::write(&rows(replica));
        platform::download(&file_name("csv"), csv_file::MIME, &bytes);
        stage.set(Stage::Said(
            NoticeTone::Success,
            words::exported().to_owned(),
        ));
    };
    let export_workbook = move |()| {
        stage.set(Stage::Working);
        spawn_local(async move {
            let _gone = stage.try_set(write_workbook(replica).await);
        });
    };
    view! {
        <div class="screen-only">
            <Panel title=words::title()>
                <p>{words::lead()}</p>
                <div class="cluster">
                    <Button on_press=export_workbook>
                        <Icon name="download" />
                        {words::export_workbook()}
                    </Button>
                    <Button on_press=export_csv><Icon name="download" />{words::export_csv()}</Button>
                    <label class="button file-button">
                        <Icon name="upload" />
                        <span>{words::import()}</span>
                        <input
                            type="file"
                            accept=".xlsx,.csv,.txt"
                            class="file-button__input"
                            on:change=import
                        />
                    </label>
                </div>
                <div role="status" id=TOLD_ID tabindex="-1">{move || told(&stage.read())}</div>
                {move || match stage.get() {
                    Stage::Faults(faults) => view! { <Faults faults /> }.into_any(),
                    Stage::Preview(found) => view! { <Preview found stage /> }.into_any(),
                    _ => ().into_any(),
                }}
            </Panel>
        </div>
    }
}

/// What the live region says.
fn told(stage: &Stage) -> AnyView {
    match stage {
        Stage::Start => ().into_any(),
        Stage::Working => view! { <p>{words::working()}</p> }.into_any(),
        Stage::Said(tone, sentence) => {
            view! { <Notice title=sentence.clone() tone=*tone /> }.into_any()
        }
        Stage::Faults(faults) => view! {
            <Notice
                title=words::faults(faults.len())
                text=words::faults_next().to_owned()
                tone=NoticeTone::Warning
            />
        }
        .into_any(),
        Stage::Preview(found) => view! {
            <Notice
                title=words::preview(found.n_changes(), found.actions.len())
                text=words::preview_lead().to_owned()
            />
        }
        .into_any(),
    }
}

/// What is wrong with the file, row by row.
#[component]
fn Faults(
    /// All of it.
    faults: Vec<Fault>,
) -> impl IntoView {
    let n_more = faults.len().saturating_sub(FAULTS_SHOWN_MAX);
    let shown = faults.iter().take(FAULTS_SHOWN_MAX);
    let sentences = shown.map(|fault| view! { <li>{words::fault(fault)}</li> });
    view! {
        <ul class="contract-texts">{sentences.collect_view()}</ul>
        {(n_more > 0).then(|| view! { <p>{words::more_faults(n_more)}</p> })}
    }
}

/// What the file changes; two buttons.
#[component]
fn Preview(
    /// What it changes.
    found: Comparison,
    /// Goes on from here.
    stage: RwSignal<Stage>,
) -> impl IntoView {
    let (replica, device) = (use_replica(), use_device());
    let refused = RwSignal::new(None::<String>);
    let n_changes = found.n_changes();
    let ignored = (!found.ignored.is_empty()).then(|| words::ignored(&found.ignored));
    let changes = found.actions.iter().map(|action| {
        let change = SheetChangeView {
            href: routes::action(action.seq),
            title: words::action(
                action.code.as_deref(),
                &action.label,
                action.perimeter.as_deref(),
            ),
            fields: action.fields.iter().map(field_view).collect(),
        };
        view! { <SheetChange change /> }
    });
    let changes = changes.collect_view();
    let cancel = move |()| {
        stage.set(Stage::Said(NoticeTone::Info, words::cancelled().to_owned()));
        platform::focus(TOLD_ID);
    };
    let apply = move |()| {
        let said = found.actions.iter().flat_map(|action| {
            action.fields.iter().map(|field| {
                let claim = Claim::Action {
                    action: action.seq,
                    news: field.after.clone(),
                };
                (claim, field.seen.clone())
            })
        });
        match say(replica, device, said.collect()) {
            None => {
                stage.set(Stage::Said(NoticeTone::Success, words::applied(n_changes)));
                platform::focus(TOLD_ID);
            }
            sentence => refused.set(sentence),
        }
    };
    view! {
        {ignored.map(|sentence| view! { <p>{sentence}</p> })}
        <ul class="sheet-changes" role="list">{changes}</ul>
        <FormFault fault=refused />
        <div class="actions">
            <Button on_press=cancel>{parts::cancel()}</Button>
            <Button kind=ButtonKind::Primary on_press=apply>{words::apply(n_changes)}</Button>
        </div>
    }
}

fn field_view(change: &FieldChange) -> (&'static str, String, String) {
    let name = action_news::field(change.after.field());
    let in_words = |news: &ActionNews| in_words(news, words::day);
    let before = change.before.as_ref().map(in_words);
    let before = before.unwrap_or_else(|| action_news::not_known().to_owned());
    (name, before, in_words(&change.after))
}

/// Every action as it is now.
fn rows(replica: Replica) -> Vec<Vec<String>> {
    let snapshot = replica.snapshot().read_untracked();
    let follow_up = FollowUp::new(&snapshot.statements);
    table(&snapshot.contract, &follow_up)
}

fn file_name(ending: &str) -> String {
    format!(
        "{}.{ending}",
        words::file_name(&platform::today().to_string())
    )
}

async fn write_workbook(replica: Replica) -> Stage {
    match platform::write_workbook(&workbook(rows(replica))).await {
        Some(bytes) => {
            platform::download(&file_name("xlsx"), WORKBOOK_MIME, &bytes);
            Stage::Said(NoticeTone::Success, words::exported().to_owned())
        }
        None => Stage::Said(NoticeTone::Warning, words::no_worker().to_owned()),
    }
}

async fn read_chosen(replica: Replica, event: Event) -> Stage {
    let table = match read_table(event).await {
        Ok(table) => table,
        Err(kind) => return Stage::Faults(vec![Fault::of_file(kind)]),
    };
    let snapshot = replica.snapshot().read_untracked();
    let follow_up = FollowUp::new(&snapshot.statements);
    match compare(&table, &snapshot.contract, &follow_up) {
        Err(faults) => Stage::Faults(faults),
        Ok(found) if found.actions.is_empty() => {
            Stage::Said(NoticeTone::Info, words::no_change().to_owned())
        }
        Ok(found) => Stage::Preview(found),
    }
}

async fn read_table(event: Event) -> Result<Table, FaultKind> {
    let chosen = platform::chosen_named_file(event, FILE_BYTES_MAX).await;
    let (name, bytes) = chosen.ok_or(FaultKind::Unreadable)?;
    match SheetFile::of(&name, &bytes)? {
        SheetFile::Csv => read_csv(&bytes),
        SheetFile::Workbook => {
            let answer = platform::read_workbook(&bytes).await;
            Ok(Table::new(answer.ok_or(FaultKind::NoReader)??))
        }
    }
}
