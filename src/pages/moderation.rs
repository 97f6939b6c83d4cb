//! Hiding a proposal with a reason, showing it again, and the trace of both.

use std::sync::Arc;

use domain::{
    CardId, Command, Moderation as Decision, ModerationId, ModerationSubject, Proposal, ProposalId,
    Reason, Snapshot,
};
use leptos::prelude::*;

use crate::components::{Moderation, ModerationView, Panel};
use crate::i18n::access::not_done;
use crate::i18n::{moderation as words, workshop};
use crate::model::moderation::trace;
use crate::platform;
use crate::replica::{Replica, use_replica};

/// Records a decision; says what is wrong, if anything is.
pub(super) fn moderate(
    replica: Replica,
    subject: ModerationSubject,
    is_hidden: bool,
    reason: &str,
) -> Option<String> {
    let reason = match Reason::new(reason) {
        Ok(reason) => reason,
        Err(fault) => return Some(workshop::text_fault(&fault)),
    };
    let command = Command::Moderate {
        id: ModerationId::from_bytes(platform::random_id()),
        subject,
        is_hidden,
        reason,
        at: platform::now(),
    };
    replica
        .dispatch(&command)
        .err()
        .map(|error| not_done(&error))
}

/// The trace in words, oldest first.
pub(super) fn sentences(decisions: &[Decision]) -> Vec<String> {
    trace(decisions)
        .iter()
        .map(|entry| {
            let minute = platform::long_minute(entry.at);
            words::decision(entry.is_hidden, &minute, &entry.reason)
        })
        .collect()
}

/// One proposal, as this panel shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    id: ProposalId,
    name: String,
    view: ModerationView,
}

/// The proposals that were hidden, for everyone; the others too, for those who decide.
#[component]
pub(super) fn HiddenProposals(
    /// The card.
    card: CardId,
    /// What the document says.
    snapshot: Signal<Arc<Snapshot>>,
) -> impl IntoView {
    let replica = use_replica();
    let capabilities = replica.capabilities();
    let may_decide = Memo::new(move |_| capabilities.get().may_facilitate);
    let rows = Memo::new(move |_| {
        let proposals = snapshot.read().proposals_of(&card);
        let rows = proposals.iter().map(|proposal| row(proposal));
        rows.partition::<Vec<Row>, _>(|row| !row.view.trace.is_empty())
    });
    let decided = move || rows.with(|(decided, _)| decided.clone());
    let others = move || rows.with(|(_, others)| others.clone());
    let n_hidden = Memo::new(move |_| {
        rows.with(|(decided, _)| decided.iter().filter(|row| row.view.is_hidden).count())
    });
    let entry = move |row: Row| {
        let on_decide = Callback::new(move |(is_hidden, reason): (bool, String)| {
            moderate(
                replica,
                ModerationSubject::Proposal(row.id),
                is_hidden,
                &reason,
            )
        });
        view! {
            <li class="flow" style:--flow-gap="var(--space-xs)">
                <p>{row.name}</p>
                <Moderation view=row.view may_decide on_decide reason_chars_max=Reason::CHARS_MAX />
            </li>
        }
    };
    let key = |row: &Row| (row.id, row.view.trace.len());
    let has_decided = move || rows.with(|(decided, _)| !decided.is_empty());
    view! {
        <Show when=move || may_decide.get() || has_decided()>
            <Panel title=words::proposals_title()>
                <div role="status">
                    {move || (n_hidden.get() == 0).then(|| view! { <p>{words::no_proposal()}</p> })}
                </div>
                <ul class="flow" role="list">
                    <For each=decided key children=entry />
                </ul>
                <Show when=move || may_decide.get()>
                    <details>
                        <summary>{words::hide_a_proposal()}</summary>
                        <ul class="flow" role="list">
                            <For each=others key children=entry />
                        </ul>
                    </details>
                </Show>
            </Panel>
        </Show>
    }
}

fn row(proposal: &Proposal) -> Row {
    let is_hidden = proposal.is_hidden();
    let name = if is_hidden {
        words::hidden_proposal_name(proposal.number)
    } else {
        proposal.label.to_string()
    };
    Row {
        id: proposal.id,
        view: ModerationView {
            is_hidden,
            trace: sentences(&proposal.moderation),
            subject: words::proposal_name(&name),
            consequences: words::hide_proposal_consequences(),
        },
        name,
    }
}
