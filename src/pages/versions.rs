//! Versions that go to the steering committee: the list, what is new since, one version.
//!
//! Reading order: [`VersionsPanel`], then `page` (one version), `between` (what changed
//! between two states).

mod between;
mod page;

use domain::{Claim, FrozenVersion, Title, VersionId};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

pub use self::page::VersionPage;
use super::incoming::{Former, former_state};
use super::statement::{FormFault, follow_up, say};
use crate::components::{Button, FormActions, Notice, NoticeTone, Panel, TextField};
use crate::i18n::versions as words;
use crate::model::incoming::difference;
use crate::model::versions::{VersionRow, next_number, versions};
use crate::replica::{Replica, use_replica};
use crate::state::device::use_device;
use crate::{platform, routes};

/// Id of the form, which takes the focus when it opens.
const FORM_ID: &str = "figer-version";

/// Every version, kept in step with the document.
fn rows(replica: Replica) -> Memo<Vec<VersionRow>> {
    let follow_up = follow_up(replica);
    Memo::new(move |_| follow_up.with(versions))
}

/// The versions that are known, and the way to freeze the next one.
#[component]
pub fn VersionsPanel() -> impl IntoView {
    let replica = use_replica();
    let rows = rows(replica);
    let capabilities = replica.capabilities();
    let may_edit = Memo::new(move |_| capabilities.get().may_facilitate);
    let form = RwSignal::new(None::<String>);
    let frozen = RwSignal::new(None::<u32>);
    let open = move |()| {
        frozen.set(None);
        let day = platform::date_in_words(platform::today());
        form.set(Some(words::title_default(&day)));
        platform::focus(FORM_ID);
    };
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    view! {
        <Panel title=words::title()>
            <p>{words::lead()}</p>
            <Show when=move || is_empty.get()><p>{words::none()}</p></Show>
            <Doubled rows />
            <ol class="versions" role="list">
                <For each=move || rows.get() key=|row| row.id let:row>
                    <Row row />
                </For>
            </ol>
            <SinceNewest rows />
            <div role="status">
                {move || frozen.get().map(|number| view! {
                    <Notice title=words::frozen(number) tone=NoticeTone::Success />
                })}
            </div>
            <Show when=move || may_edit.get()>
                <Show
                    when=move || form.with(Option::is_some)
                    fallback=move || view! { <div><Button on_press=open>{words::freeze()}</Button></div> }
                >
                    <FreezeForm rows form on_frozen=move |number: u32| {
                        form.set(None);
                        frozen.set(Some(number));
                    } />
                </Show>
            </Show>
        </Panel>
    }
}

/// One version, with the way to its page.
#[component]
fn Row(row: VersionRow) -> impl IntoView {
    let facts = words::facts(&platform::long_minute(row.at), &row.fingerprint);
    view! {
        <li class="versions__row">
            <a class="versions__name" href=routes::version(row.id)>{words::name(row.number, &row.title)}</a>
            <p>{facts}</p>
        </li>
    }
}

/// One sentence for each number that two versions have.
#[component]
fn Doubled(rows: Memo<Vec<VersionRow>>) -> impl IntoView {
    let numbers = Memo::new(move |_| {
        rows.with(|rows| {
            let doubled = rows.iter().filter(|row| row.is_doubled);
            let mut numbers: Vec<u32> = doubled.map(|row| row.number).collect();
            numbers.dedup();
            numbers
        })
    });
    view! {
        <For each=move || numbers.get() key=|number| *number let:number>
            <Notice
                title=words::doubled(number)
                text=words::doubled_words()
                tone=NoticeTone::Warning
            />
        </For>
    }
}

/// What changed since the newest version.
#[component]
fn SinceNewest(rows: Memo<Vec<VersionRow>>) -> impl IntoView {
    let replica = use_replica();
    let newest = Memo::new(move |_| rows.with(|rows| rows.first().cloned()));
    let heads = Memo::new(move |_| newest.get().map(|row| row.heads));
    let then = former_state(replica, heads);
    let snapshot = replica.snapshot();
    let changes = Memo::new(move |_| match then.get() {
        Former::Read(before) => {
            let own = [(newest.get()?.key, 1)].into();
            Some(difference(&before, &snapshot.read()).without(&own).0)
        }
        _ => None,
    });
    let shown = move || {
        let VersionRow { id, number, .. } = newest.get()?;
        let missing = then.with(|then| *then == Former::Unknown);
        let sentence = match changes.get() {
            _ if missing => {
                return Some(view! { <Missing number /> }.into_any());
            }
            None => words::waiting().to_owned(),
            Some(changes) if changes.is_empty() => words::nothing_since(number),
            Some(changes) => {
                let since = words::since(number, &changes.summary());
                let link = words::see_changes(number);
                return Some(
                    view! { <p>{since}" "<a href=routes::version(id)>{link}</a></p> }.into_any(),
                );
            }
        };
        Some(view! { <p>{sentence}</p> }.into_any())
    };
    view! { {shown} }
}

/// A version of which this device lacks a part.
#[component]
fn Missing(number: u32) -> impl IntoView {
    view! {
        <Notice title=words::missing(number) text=words::missing_words() tone=NoticeTone::Warning>
            <a href=routes::synchronization()>{words::to_merge()}</a>
        </Notice>
    }
}

/// Title of the next version.
#[component]
fn FreezeForm(
    rows: Memo<Vec<VersionRow>>,
    /// The title; `None` while the form is closed.
    form: RwSignal<Option<String>>,
    #[prop(into)] on_frozen: Callback<u32>,
) -> impl IntoView {
    let (replica, device) = (use_replica(), use_device());
    let fault = RwSignal::new(None::<String>);
    let title_fault = RwSignal::new(None::<String>);
    let number = Memo::new(move |_| rows.with(|rows| next_number(rows)));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = form.get_untracked().unwrap_or_default();
        let Ok(title) = Title::new(&typed) else {
            title_fault.set(Some(words::title_fault().to_owned()));
            return;
        };
        title_fault.set(None);
        let number = number.get_untracked();
        let claim = Claim::Version {
            id: VersionId::from_bytes(platform::random_id()),
            version: FrozenVersion {
                number,
                title,
                heads: replica.heads(),
            },
        };
        fault.set(say(replica, device, vec![(claim, Vec::new())]));
        if fault.with_untracked(Option::is_none) {
            on_frozen.run(number);
        }
    };
    view! {
        <form id=FORM_ID tabindex="-1" class="flow" on:submit=submit>
            <h3>{move || words::freeze_title(number.get())}</h3>
            <TextField
                label=words::title_label()
                hint=words::title_hint()
                value=Signal::derive(move || form.get().unwrap_or_default())
                on_input=move |typed| form.set(Some(typed))
                error=title_fault
                chars_max=Title::CHARS_MAX
            />
            <FormFault fault />
            <FormActions on_cancel=move |()| form.set(None) submit=words::freeze_now() />
        </form>
    }
}
