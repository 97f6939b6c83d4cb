//! « À régler » on the page of the synchronization: everything that a merge left to settle.
//!
//! Reading order: [`FindingsPanel`], `desk` (what is asked of the document, and the answer),
//! `entry` (one finding), `duplicates` (proposals that may say the same).

mod desk;
mod duplicates;
mod entry;

use domain::FindingId;
use leptos::prelude::*;

use self::desk::{Answer, Desk, ReasonField};
pub(super) use self::duplicates::DuplicatesPanel;
use self::entry::Entry;
use crate::components::{LinkButton, Notice, NoticeTone, Panel};
use crate::i18n::findings as words;
use crate::model::findings::{Finding, FindingKind, Findings, SHOWN_MAX, build};
use crate::pages::access::ForFacilitator;
use crate::pages::statement::follow_up;
use crate::replica::{Replica, use_replica};
use crate::{platform, routes};

/// Id of the panel, which the number of things to settle leads to.
const PANEL_ID: &str = "a-regler";
/// Id of the line that says what a decision did, which takes the focus: the block that was
/// pressed goes to another list.
const SAID_ID: &str = "a-regler-fait";

/// Everything to settle and settled, in step with the document; made once for a page.
pub(super) fn findings(replica: Replica) -> Memo<Findings> {
    let follow_up = follow_up(replica);
    Memo::new(move |_| {
        let (snapshot, anomalies) = (replica.snapshot(), replica.anomalies());
        follow_up.with(|follow_up| build(&snapshot.read(), &anomalies.read(), follow_up))
    })
}

/// The number of things to settle, leading to the list; for the head of a page.
#[component]
pub(super) fn FindingsBadge(findings: Memo<Findings>) -> impl IntoView {
    let n_open = Memo::new(move |_| findings.with(|findings| findings.open.len()));
    let href = format!("{}#{PANEL_ID}", routes::synchronization());
    view! {
        <LinkButton href>{move || words::n_open(n_open.get())}</LinkButton>
    }
}

/// The same on the home page, for those who may settle it; nothing when all is settled.
#[component]
pub(super) fn FindingsNotice() -> impl IntoView {
    view! { <ForFacilitator><Waiting /></ForFacilitator> }
}

#[component]
fn Waiting() -> impl IntoView {
    let findings = findings(use_replica());
    let n_open = Memo::new(move |_| findings.with(|findings| findings.open.len()));
    view! {
        <Show when=move || { n_open.get() > 0 }>
            <Notice
                title=Signal::derive(move || words::n_open(n_open.get()))
                text=words::n_open_text()
                tone=NoticeTone::Warning
            >
                <LinkButton href=format!("{}#{PANEL_ID}", routes::synchronization())>
                    {words::see()}
                </LinkButton>
            </Notice>
        </Show>
    }
}

/// What is to settle, by family, then what was settled, folded.
#[component]
pub(super) fn FindingsPanel(findings: Memo<Findings>) -> impl IntoView {
    let desk = Desk::new(use_replica(), SAID_ID);
    let n_open = Memo::new(move |_| findings.with(|findings| findings.open.len()));
    let n_settled = Memo::new(move |_| findings.with(|findings| findings.settled.len()));
    let n_read = Memo::new(move |_| findings.with(|findings| findings.n_read));
    let settled = Memo::new(move |_| findings.with(|findings| findings.settled.clone()));
    let settled_ids = move || settled.with(|all| ids(all, None));
    view! {
        <div id=PANEL_ID tabindex="-1">
            <Panel title=words::title()>
                <Answer desk />
                <Show
                    when=move || { n_open.get() > 0 }
                    fallback=move || view! { <Nothing n_read /> }
                >
                    <p><strong>{move || words::n_open(n_open.get())}</strong></p>
                    <p>{words::lead()}</p>
                </Show>
                <Show when=move || { n_open.get() + n_settled.get() > 0 }>
                    <ReasonField desk />
                </Show>
                <Open findings desk />
                <Show when=move || { n_settled.get() > 0 }>
                    <details>
                        <summary>{move || words::settled(n_settled.get())}</summary>
                        <For each=settled_ids key=Clone::clone let:id>
                            <Entry finding=by_id(settled, id) desk />
                        </For>
                    </details>
                </Show>
            </Panel>
        </div>
    }
}

/// Zero is a result: what was read to find it.
#[component]
fn Nothing(n_read: Memo<crate::model::findings::NRead>) -> impl IntoView {
    view! {
        <Notice
            title=Signal::derive(move || words::nothing(n_read.get()))
            tone=NoticeTone::Success
        />
        // In a rehearsal, the whole page says so.
        {(!platform::is_rehearsal()).then(|| view! { <p>{words::no_rehearsal()}</p> })}
    }
}

/// The families that have something to settle.
#[component]
fn Open(findings: Memo<Findings>, desk: Desk) -> impl IntoView {
    let open = Memo::new(move |_| findings.with(|findings| findings.open.clone()));
    let n_of =
        move |kind| open.with(|all| all.iter().filter(|finding| finding.kind == kind).count());
    let kinds = move || {
        let kinds = FindingKind::ALL.into_iter();
        kinds.filter(|kind| n_of(*kind) > 0).collect::<Vec<_>>()
    };
    let family = move |kind: FindingKind| {
        let n = Memo::new(move |_| n_of(kind));
        view! {
            <section class="findings">
                <h3>{move || words::kind_title(kind, n.get())}</h3>
                <div>
                    <For each=move || open.with(|all| ids(all, Some(kind))) key=Clone::clone let:id>
                        <Entry finding=by_id(open, id) desk />
                    </For>
                </div>
                <Show when=move || { n.get() > SHOWN_MAX }>
                    <p>{move || words::n_more(n.get() - SHOWN_MAX)}</p>
                </Show>
            </section>
        }
    };
    view! { <For each=kinds key=|kind| *kind children=family /> }
}

/// Names of the first findings of a family, or of all findings.
fn ids(all: &[Finding], kind: Option<FindingKind>) -> Vec<FindingId> {
    let of_kind = all
        .iter()
        .filter(|finding| kind.is_none_or(|kind| finding.kind == kind));
    let first = of_kind.take(kind.map_or(usize::MAX, |_| SHOWN_MAX));
    first.map(|finding| finding.id.clone()).collect()
}

/// A finding that stays itself while others come and go.
fn by_id(all: Memo<Vec<Finding>>, id: FindingId) -> Memo<Option<Finding>> {
    Memo::new(move |_| all.with(|all| all.iter().find(|finding| finding.id == id).cloned()))
}
