//! What changed between two states of the document, read when the page shows.

use std::collections::BTreeMap;

use domain::VersionId;
use leptos::prelude::*;

use crate::components::{Notice, NoticeTone, SelectField};
use crate::i18n::versions as words;
use crate::model::incoming::difference;
use crate::model::versions::VersionRow;
use crate::pages::incoming::{Changes, Former, former_state};
use crate::replica::{Replica, use_replica};

/// Value of the choice that is no version: the document as it is.
const TODAY: &str = "aujourd-hui";

/// The document as it is, as a state to compare with.
pub(super) fn today(replica: Replica) -> Signal<Former> {
    let snapshot = replica.snapshot();
    Signal::derive(move || Former::Read(snapshot.get()))
}

/// What one state has that a former one has not.
#[component]
pub(super) fn Between(
    /// The former one.
    from: Signal<Former>,
    /// The later one.
    to: Signal<Former>,
    /// Key of the line that tells of the freezing of the former one, which is no change.
    #[prop(into)]
    from_key: Signal<String>,
) -> impl IntoView {
    let changes = Memo::new(move |_| match (from.get(), to.get()) {
        (Former::Read(before), Former::Read(after)) => {
            let own: BTreeMap<String, usize> = [(from_key.get(), 1)].into();
            Some(difference(&before, &after).without(&own).0)
        }
        _ => None,
    });
    let is_missing = Memo::new(move |_| {
        let is_unknown = |former: &Former| *former == Former::Unknown;
        from.with(is_unknown) || to.with(is_unknown)
    });
    let shown = Signal::derive(move || changes.get().unwrap_or_default());
    let sentence = move || match changes.get() {
        None => words::waiting().to_owned(),
        Some(changes) if changes.lines.is_empty() => words::nothing_changed().to_owned(),
        Some(changes) => words::changed(&changes.summary()),
    };
    view! {
        <Show
            when=move || !is_missing.get()
            fallback=|| view! { <Notice title=words::cannot_compare() tone=NoticeTone::Warning /> }
        >
            <p role="status">{sentence}</p>
            <Changes difference=shown />
        </Show>
    }
}

/// Any two versions, or a version and today.
#[component]
pub(super) fn Compare(rows: Memo<Vec<VersionRow>>, first: VersionId) -> impl IntoView {
    let replica = use_replica();
    let (from, to) = (
        RwSignal::new(first.to_string()),
        RwSignal::new(TODAY.to_owned()),
    );
    let options = Signal::derive(move || {
        let versions = rows.get().into_iter().rev();
        let versions =
            versions.map(|row| (row.id.to_string(), words::name(row.number, &row.title)));
        versions
            .chain([(TODAY.to_owned(), words::today().to_owned())])
            .collect::<Vec<_>>()
    });
    let chosen = move |choice: RwSignal<String>| {
        rows.with(|rows| {
            let found = rows
                .iter()
                .find(|row| choice.with(|id| row.id.to_string() == *id));
            found.cloned()
        })
    };
    let state = move |choice: RwSignal<String>| {
        let heads = Memo::new(move |_| chosen(choice).map(|row| row.heads));
        let (former, now) = (former_state(replica, heads), today(replica));
        Signal::derive(move || {
            if choice.with(|choice| choice == TODAY) {
                now.get()
            } else {
                former.get()
            }
        })
    };
    let from_key = Signal::derive(move || chosen(from).map_or_else(String::new, |row| row.key));
    view! {
        <div class="switcher">
            <SelectField
                label=words::from_label()
                options
                value=from
                on_change=move |id| from.set(id)
            />
            <SelectField label=words::to_label() options value=to on_change=move |id| to.set(id) />
        </div>
        <Between from=state(from) to=state(to) from_key />
    }
}
