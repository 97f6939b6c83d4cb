//! Closing the workshop: a numbered version with its fingerprint, and the backup file.

use document::fingerprint_of_version;
use domain::{Command, RoundStatus, Version, VersionId};
use leptos::prelude::*;

use super::Model;
use super::fault::{Fault, FaultPanel};
use crate::components::{Button, LinkButton, Panel};
use crate::i18n::{closing as words, report};
use crate::pages::access::ForFacilitator;
use crate::replica::use_replica;
use crate::{platform, routes};

/// The versions that were frozen, and the button that freezes the next one; nothing while
/// a round runs, and nothing for a workshop of the past.
#[component]
pub(super) fn ClosingPanel(
    /// The workshop.
    model: Model,
) -> impl IntoView {
    let replica = use_replica();
    let fault = RwSignal::new(None::<Fault>);
    let id = Memo::new(move |_| model.with(|m| m.as_ref().map(|m| m.row.id)));
    let may_close = Memo::new(move |_| {
        model.with(|model| {
            let model = model.as_ref().filter(|model| !model.is_history());
            let stage = model.and_then(|model| model.row.stage);
            stage >= Some(RoundStatus::Closed)
        })
    });
    let versions = Memo::new(move |_| {
        let snapshot = replica.snapshot().get();
        let workshop = id.get().and_then(|id| snapshot.workshops.get(&id).cloned());
        workshop.map_or(Vec::new(), |workshop| workshop.versions.clone())
    });
    let freeze = move |()| {
        let Some(workshop) = id.get_untracked() else {
            return;
        };
        let command = Command::FreezeVersion {
            id: VersionId::from_bytes(platform::random_id()),
            workshop,
            at: platform::now(),
        };
        fault.set(replica.dispatch(&command).err().map(Fault::from));
    };
    let report = move || id.get().map_or_else(String::new, routes::report);
    view! {
        <Show when=move || may_close.get()>
            <Panel title=words::title()>
                <p>{move || words::lead(versions.with(Vec::len))}</p>
                <ol class="stack" role="list">
                    {move || (1..).zip(versions.get()).map(|(number, version)| view! {
                        <li>{version_words(number, &version)}</li>
                    }).collect_view()}
                </ol>
                <FaultPanel fault />
                <Show when=move || versions.with(|versions| !versions.is_empty())>
                    <div><LinkButton href=Signal::derive(report)>{report::link()}</LinkButton></div>
                </Show>
                <ForFacilitator>
                    <div class="actions">
                        <Button on_press=freeze>
                            {move || words::close(versions.with(Vec::len))}
                        </Button>
                    </div>
                </ForFacilitator>
            </Panel>
        </Show>
    }
}

/// « Version 1, figée le … Empreinte : … »
pub(in crate::pages) fn version_words(number: usize, version: &Version) -> String {
    words::version(
        number,
        &platform::long_minute(version.at),
        &fingerprint_of_version(&version.heads).to_string(),
    )
}
