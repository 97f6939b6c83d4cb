//! Proposals that may say the same: a hint with its reason, and a person who decides.

use domain::{Command, ProposalId};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::card::Table;
use crate::components::{Button, DuplicateHint, DuplicateView, PreparedButton, SelectField};
use crate::i18n::preparation as words;
use crate::model::preparation::DuplicateHint as Hint;
use crate::platform;

/// The fold of the duplicates; what is grouped shows in the list of the table.
#[component]
pub(super) fn Duplicates(
    /// The card.
    table: Table,
) -> impl IntoView {
    let hints = Memo::new(move |_| table.read(|card| card.suggestions.clone()));
    let n_hints = Memo::new(move |_| hints.with(Vec::len));
    view! {
        <details>
            <summary>{move || words::duplicates(n_hints.get())}</summary>
            <Show
                when=move || !table.is_frozen.get()
                fallback=|| view! { <p>{words::group_later()}</p> }
            >
                <div class="flow">
                    <p>{words::duplicates_lead()}</p>
                    <Show
                        when=move || { n_hints.get() > 0 }
                        fallback=|| view! { <p>{words::no_duplicate()}</p> }
                    >
                        <ul class="stack" role="list">
                            <For each=move || hints.get() key=key let:hint>
                                <li><HintRow table hint /></li>
                            </For>
                        </ul>
                    </Show>
                    <ByHand table />
                </div>
            </Show>
        </details>
    }
}

/// A hint changes with the numbers and the words that it shows.
fn key(hint: &Hint) -> String {
    let ((into, n, _), (proposal, m, _)) = (&hint.into, &hint.proposal);
    format!("{into}{n}{proposal}{m}")
}

#[component]
fn HintRow(table: Table, hint: Hint) -> impl IntoView {
    let (into, number, label) = hint.into;
    let (proposal, other, other_label) = hint.proposal;
    let view = DuplicateView {
        first: words::numbered(number, &label),
        second: words::numbered(other, &other_label),
        why: words::common_words(&hint.words),
        result: words::group_result(number),
        button_name: words::group_name(&other_label, &label),
    };
    view! { <DuplicateHint view on_group=move |()| { group(table, proposal, into); } /> }
}

fn group(table: Table, proposal: ProposalId, into: ProposalId) -> bool {
    let command = Command::GroupProposal { proposal, into };
    let is_done = table.desk.run(&[command], words::grouped().to_owned());
    if is_done {
        platform::focus(&PreparedButton::Up.of(&into.to_string()));
    }
    is_done
}

/// Two lists, for duplicates that only a person sees.
#[component]
fn ByHand(table: Table) -> impl IntoView {
    let (proposal, into) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let options = Signal::derive(move || {
        table.read(|card| {
            let shown = card.on_table.iter();
            shown
                .map(|shown| {
                    let name = words::numbered(shown.number, &shown.label);
                    (shown.id.to_string(), name)
                })
                .collect::<Vec<_>>()
        })
    });
    // Until the person chooses, the lists show their first entries.
    let chosen = move |value: RwSignal<String>| {
        let value = value.get();
        let options = options.get();
        let is_there = options.iter().any(|(id, _)| *id == value);
        let first = options.into_iter().next();
        if is_there {
            value
        } else {
            first.map_or(String::new(), |(id, _)| id)
        }
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (proposal, into) = untrack(|| (chosen(proposal), chosen(into)));
        if let (Ok(proposal), Ok(into)) = (proposal.parse(), into.parse()) {
            group(table, proposal, into);
        }
    };
    view! {
        <form class="flow" on:submit=on_submit>
            <h3>{words::group_by_hand()}</h3>
            <SelectField
                label=words::group_this()
                options
                value=Signal::derive(move || chosen(proposal))
                on_change=move |id| proposal.set(id)
            />
            <SelectField
                label=words::group_with()
                options
                value=Signal::derive(move || chosen(into))
                on_change=move |id| into.set(id)
            />
            <div><Button button_type="submit">{words::group_both()}</Button></div>
        </form>
    }
}
