//! Files for others: made by the second WebAssembly from a backup file.

use leptos::prelude::*;
use leptos::task::spawn_local;
use worker::{Value, verbs};

use crate::components::{Button, Icon, Notice, NoticeTone, Panel};
use crate::i18n::exports as words;
use crate::platform::{self, NoAnswer};
use crate::replica::{Replica, use_replica};

/// What can be made, in the worker's words.
const EXPORTS: [&str; 5] = ["workbook", "spreadsheet", "open-data", "pabulib", "json"];

/// A button for each file.
#[component]
pub(super) fn ExportPanel() -> impl IntoView {
    let replica = use_replica();
    let is_working = RwSignal::new(false);
    let told = RwSignal::new(None::<(NoticeTone, String)>);
    let make = move |word: &'static str| {
        is_working.set(true);
        told.set(None);
        spawn_local(async move {
            let outcome = export(replica, word).await;
            // The page may be gone by now.
            if told.try_set(Some(outcome)).is_none() {
                is_working.set(false);
            }
        });
    };
    let entry = move |word: &'static str| {
        view! {
            <li>
                <Button on_press=move |()| make(word) unavailable=is_working>
                    <Icon name="download" />
                    {words::name(word)}
                </Button>
                <p>{words::purpose(word)}</p>
            </li>
        }
    };
    view! {
        <div class="screen-only">
            <Panel title=words::title()>
                <p>{words::lead()}</p>
                <ul class="stack" role="list">{EXPORTS.map(entry)}</ul>
                <div role="status">
                    {move || is_working.get().then(|| view! { <p>{words::working()}</p> })}
                    {move || told.get().map(|(tone, title)| view! { <Notice title tone /> })}
                </div>
            </Panel>
        </div>
    }
}

/// Makes one file and hands it to the browser; says how it went.
async fn export(replica: Replica, word: &str) -> (NoticeTone, String) {
    let warning = |sentence: &str| (NoticeTone::Warning, sentence.to_owned());
    let arguments = [
        Value::Text(word.to_owned()),
        Value::Text(platform::today().to_string()),
        Value::Bytes(replica.export()),
    ];
    let answer = match platform::ask_worker(verbs::EXPORT, &arguments).await {
        Ok(answer) => answer,
        Err(NoAnswer::NotLoaded) => return warning(words::not_loaded()),
        Err(NoAnswer::Failed) => return warning(words::failed()),
    };
    match &*answer {
        [Value::Text(name), Value::Text(mime), Value::Bytes(bytes)] => {
            platform::download(name, mime, bytes);
            (NoticeTone::Success, words::done(name))
        }
        [] => warning(words::nothing()),
        _ => warning(words::failed()),
    }
}
