//! The document as a file, and files of other tablets: looked at first, then merged.

use std::sync::Arc;

use domain::CouncilId;
use leptos::ev::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;
use worker::{Value, verbs};

use super::{Answers, Changes};
use crate::components::{Icon, Notice, NoticeTone, Panel, SaveStatus};
use crate::i18n::{exports, sync};
use crate::model::incoming::preview::FilesModel;
use crate::model::results::badge;
use crate::pages::backup::{BackupButton, SendButton};
use crate::pages::optical::OpticalPanel;
use crate::platform::{self, GivenFile, NoAnswer};
use crate::replica::{Replica, Start, use_replica};

/// Files that can be chosen at once: one for each tablet of a large room.
const FILES_MAX: usize = 20;
/// Takes the focus when files were looked at.
const PREVIEW_ID: &str = "apport-fichiers";
/// Takes the focus when they were merged, or left.
const OUTCOME_ID: &str = "resultat-fichiers";

/// Files that wait for an answer.
#[derive(Clone)]
struct Asked {
    model: FilesModel,
    /// Bytes of those that can be merged.
    files: Arc<Vec<Vec<u8>>>,
}

type Told = (NoticeTone, String);

/// Export to a file, merge from files.
#[component]
pub(in crate::pages) fn FilesPanel() -> impl IntoView {
    let replica = use_replica();
    let told = RwSignal::new(Vec::<Told>::new());
    let asked = RwSignal::new(None::<Asked>);
    let capabilities = replica.capabilities();
    let look = move |given: Vec<GivenFile>| {
        let is_here = asked.try_set(None).is_none() && told.try_set(Vec::new()).is_none();
        if is_here && !given.is_empty() && capabilities.get_untracked().may_contribute {
            match look_at(replica, given) {
                Ok(found) => {
                    asked.set(Some(found));
                    focus_soon(PREVIEW_ID);
                }
                Err(found) => told.set(found),
            }
        }
    };
    let choose = move |event: Event| {
        // At once, so that an old answer never stands beside a new file.
        asked.set(None);
        told.set(Vec::new());
        spawn_local(async move {
            let given = platform::chosen_files(event, FILES_MAX, document::FILE_BYTES_MAX).await;
            let (given, refused) = complete_files(replica, given).await;
            if refused.is_empty() || !given.is_empty() {
                look(given);
            }
            let _gone = told.try_update(|told| told.extend(refused));
        });
    };
    platform::on_opened_files(FILES_MAX, document::FILE_BYTES_MAX, look);
    let answer = move |is_yes: bool| {
        if let Some(found) = asked.get_untracked() {
            asked.set(None);
            told.set(vec![if is_yes {
                merge(replica, &found.files)
            } else {
                (NoticeTone::Info, sync::left_as_it_is().to_owned())
            }]);
            platform::focus(OUTCOME_ID);
        }
    };
    view! {
        <Panel title=sync::files_title()>
            <p>{sync::files_hint()}</p>
            <FileButtons told on_choose=choose />
            <p>{sync::backup_hint()}</p>
            {move || asked.get().map(|found| view! { <Asking model=found.model on_answer=answer /> })}
            <div role="status" id=OUTCOME_ID tabindex="-1" class="stack">
                {move || {
                    let notices = told.get().into_iter();
                    notices.map(|(tone, title)| view! { <Notice title tone /> }).collect_view()
                }}
            </div>
        </Panel>
        <OpticalPanel on_received=move |bytes| look(vec![(sync::from_codes().to_owned(), Some(bytes))]) />
    }
}

/// Files as they are, complete JSON files as the files that they were made of; and why
/// some of these cannot be read.
async fn complete_files(replica: Replica, given: Vec<GivenFile>) -> (Vec<GivenFile>, Vec<Told>) {
    let (mut files, mut refused) = (Vec::new(), Vec::new());
    for (name, bytes) in given {
        let json = bytes.as_ref().filter(|bytes| bytes.first() == Some(&b'{'));
        let Some(json) = json else {
            files.push((name, bytes));
            continue;
        };
        let Start { genesis, amendment } = replica.start();
        let asked = [json.as_slice(), genesis, amendment].map(|it| Value::Bytes(it.to_vec()));
        let answer = platform::ask_worker(verbs::IMPORT, &asked).await;
        let sentence = match answer.as_deref() {
            Ok([Value::Bytes(bytes)]) => {
                files.push((name, Some(bytes.clone())));
                continue;
            }
            Ok([Value::Text(word)]) => sync::json_fault(word),
            Err(NoAnswer::NotLoaded) => exports::not_loaded(),
            _ => sync::json_fault(""),
        };
        refused.push((NoticeTone::Warning, sync::of_file(&name, sentence)));
    }
    (files, refused)
}

/// The ways out and in.
#[component]
fn FileButtons(
    /// What is said about files that went out.
    told: RwSignal<Vec<Told>>,
    /// Files were chosen.
    #[prop(into)]
    on_choose: Callback<Event>,
) -> impl IntoView {
    let capabilities = use_replica().capabilities();
    let on_saved = move |()| told.set(vec![(NoticeTone::Success, sync::exported().to_owned())]);
    let on_sent = move |is_taken: bool| {
        let (tone, text) = if is_taken {
            (NoticeTone::Success, sync::sent())
        } else {
            (NoticeTone::Warning, sync::not_sent())
        };
        told.set(vec![(tone, text.to_owned())]);
    };
    view! {
        <div class="cluster">
            <BackupButton on_saved />
            <SendButton on_sent />
            <Show when=move || capabilities.get().may_contribute>
                <label class="button file-button">
                    <Icon name="upload" />
                    <span>{sync::merge()}</span>
                    <input
                        type="file"
                        class="file-button__input"
                        multiple
                        on:change=move |event| on_choose.run(event)
                    />
                </label>
            </Show>
        </div>
    }
}

/// Focuses what is about to show.
fn focus_soon(id: &'static str) {
    spawn_local(async move {
        platform::sleep(std::time::Duration::ZERO).await;
        platform::focus(id);
    });
}

/// Tries files on a copy of the document; gives what to ask, or what to say when there is
/// nothing to ask.
fn look_at(replica: Replica, given: Vec<GivenFile>) -> Result<Asked, Vec<Told>> {
    if given.len() > FILES_MAX {
        let text = sync::too_many_files(FILES_MAX);
        return Err(vec![(NoticeTone::Warning, text)]);
    }
    let (mut names, mut files, mut unread) = (Vec::new(), Vec::new(), Vec::new());
    for (name, bytes) in given {
        match bytes {
            Some(bytes) => {
                names.push(name);
                files.push(bytes);
            }
            None => unread.push(name),
        }
    }
    let warn = |text: &str| (NoticeTone::Warning, text.to_owned());
    let Ok(preview) = replica.preview_files(&files) else {
        return Err(vec![warn(sync::unreadable())]);
    };
    let snapshot = replica.snapshot().get_untracked();
    let anomalies = replica.anomalies().get_untracked();
    let model = FilesModel::build((&snapshot, &anomalies), &preview, &names, &unread);
    if model.n_changes > 0 {
        let mut idx = 0;
        files.retain(|_| {
            let is_sound = model.sound.iter().any(|(sound, ..)| *sound == idx);
            idx += 1;
            is_sound
        });
        let files = Arc::new(files);
        return Ok(Asked { model, files });
    }
    let is_alone = names.len() + unread.len() == 1;
    let mut told: Vec<Told> = refusals(&model, is_alone)
        .iter()
        .map(|it| warn(it))
        .collect();
    if !model.sound.is_empty() {
        let text = if is_alone {
            sync::merged(0)
        } else {
            sync::others_bring_nothing().to_owned()
        };
        told.push((NoticeTone::Success, text));
    }
    Err(told)
}

/// One sentence for each file that cannot be merged, with its name when there are others.
fn refusals(model: &FilesModel, is_alone: bool) -> Vec<String> {
    let refused = model.refused.iter().map(|(name, fault)| {
        let sentence = fault.as_ref().map_or(sync::unreadable(), sync::file_fault);
        if is_alone {
            sentence.to_owned()
        } else {
            sync::of_file(name, sentence)
        }
    });
    refused.collect()
}

fn merge(replica: Replica, files: &[Vec<u8>]) -> Told {
    let mut n_changes = 0_usize;
    for bytes in files {
        match replica.merge_file(bytes) {
            Ok(n) => n_changes = n_changes.saturating_add(n),
            // Looked at just before, and sound then.
            Err(fault) => return (NoticeTone::Warning, sync::file_fault(&fault).to_owned()),
        }
    }
    if replica.save_status().get_untracked() == SaveStatus::NotSaved {
        return (NoticeTone::Warning, sync::merged_unsaved().to_owned());
    }
    (NoticeTone::Success, sync::merged(n_changes))
}

/// What files would bring, and the question.
#[component]
fn Asking(
    model: FilesModel,
    /// True to merge them.
    #[prop(into)]
    on_answer: Callback<bool>,
) -> impl IntoView {
    let snapshot = use_replica().snapshot();
    let n_files = model.sound.len();
    let brings = sync::brings(
        n_files,
        &model.difference.summary(),
        (model.n_changes, model.n_conflicts, model.n_anomalies),
    );
    let name = |id: CouncilId| badge(&snapshot.read_untracked(), Some(&id)).name;
    let councils: Vec<String> = model.difference.councils().into_iter().map(name).collect();
    let refused = refusals(&model, false).into_iter();
    let refused = refused.map(|title| view! { <Notice title tone=NoticeTone::Warning /> });
    let refused = refused.collect_view();
    let files = model.sound.into_iter().map(|(_, name, fingerprint)| {
        view! {
            <dt class="incoming__file">{name}</dt>
            <dd>{sync::file_fingerprint(&fingerprint)}</dd>
        }
    });
    let files = files.collect_view();
    let difference = Signal::stored(model.difference);
    view! {
        <section class="incoming__preview" aria-labelledby=PREVIEW_ID>
            <h3 id=PREVIEW_ID tabindex="-1">{brings}</h3>
            <p>{sync::nothing_applied()}</p>
            {refused}
            <dl>
                {(!councils.is_empty()).then(|| view! {
                    <dt>{sync::from_councils()}</dt>
                    <dd>{councils.join(", ")}</dd>
                })}
                <dt>{sync::changes_label()}</dt>
                <dd>{sync::n_changes(model.n_changes)}</dd>
                {files}
            </dl>
            <Changes difference />
            <Answers on_merge=move |()| on_answer.run(true) on_leave=move |()| on_answer.run(false) />
        </section>
    }
}
