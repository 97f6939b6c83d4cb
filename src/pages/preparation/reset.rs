//! Back to the choice, the order and the words of the contract.

use domain::ProposalId;
use leptos::prelude::*;

use super::card::Table;
use crate::components::{Button, ButtonKind, Dialog};
use crate::i18n::{parts, preparation as words};
use crate::model::preparation::PreparedCard;
use crate::platform;

/// A button and its question; nothing while the card is as printed.
#[component]
pub(super) fn Reset(
    /// The card.
    table: Table,
) -> impl IntoView {
    let is_asked = RwSignal::new(false);
    let is_as_printed = Memo::new(move |_| table.read(|card| card.is_as_printed));
    let title = move || table.read(|card| words::reset_question(&card.name));
    let on_confirm = move |()| {
        is_asked.set(false);
        reset(table);
    };
    let sentences = words::reset_consequences().map(|sentence| view! { <p>{sentence}</p> });
    view! {
        <Show when=move || !is_as_printed.get()>
            <div><Button on_press=move |()| is_asked.set(true)>{words::reset()}</Button></div>
        </Show>
        <Dialog title=Signal::derive(title) open=is_asked on_close=move |()| is_asked.set(false)>
            {sentences}
            <div class="dialog__actions">
                <Button on_press=move |()| is_asked.set(false)>{parts::cancel()}</Button>
                <Button kind=ButtonKind::Primary on_press=on_confirm>{words::reset()}</Button>
            </div>
        </Dialog>
    }
}

/// Writes the printed words again, then chooses the printed proposals.
fn reset(table: Table) {
    let texts = table.now(PreparedCard::texts_as_printed);
    let commands: Vec<_> = texts
        .into_iter()
        .map(|(former, label)| {
            let id = ProposalId::from_bytes(platform::random_id());
            table.proposal(id, label, Some(former))
        })
        .collect();
    if !table.desk.run(&commands, String::new()) {
        return;
    }
    // The choice names the wordings that were just written.
    let order = table.now(PreparedCard::as_printed);
    if table.desk.run(&[table.selection(order)], String::new()) {
        let is_whole = table.now(|card| card.is_as_printed);
        let said = if is_whole {
            words::was_reset()
        } else {
            words::was_reset_but_texts()
        };
        table.desk.run(&[], said.to_owned());
    }
}
