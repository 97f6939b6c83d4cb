//! Adding a proposal to a card.

use domain::{CardId, Command, Label, ProposalId};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::{Button, FormActions, Notice, NoticeTone, Panel, TextArea};
use crate::i18n::access::not_done;
use crate::i18n::{card as words, workshop};
use crate::model::moderation::running_workshop;
use crate::platform;
use crate::replica::use_replica;
use crate::state::device::use_device;

/// A button, then a form of one field.
#[component]
pub(super) fn NewProposal(
    /// Card that receives the proposal.
    card: CardId,
) -> impl IntoView {
    let (replica, device) = (use_replica(), use_device());
    let is_open = RwSignal::new(false);
    let is_added = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let save = Callback::new(move |event: SubmitEvent| {
        event.prevent_default();
        match Label::new(&text.get_untracked()) {
            Err(fault) => error.set(Some(workshop::text_fault(&fault))),
            Ok(label) => {
                let command = Command::AddProposal {
                    id: ProposalId::from_bytes(platform::random_id()),
                    card: card.clone(),
                    label,
                    council: device.council().get_untracked(),
                    workshop: running_workshop(&replica.snapshot().get_untracked(), &card),
                    replaces: None,
                };
                match replica.dispatch(&command) {
                    Ok(()) => {
                        text.set(String::new());
                        error.set(None);
                        is_open.set(false);
                        is_added.set(true);
                    }
                    Err(found) => error.set(Some(not_done(&found))),
                }
            }
        }
    });
    let open = move |()| {
        is_added.set(false);
        is_open.set(true);
    };
    view! {
        <div role="status">
            {move || is_added.get().then(|| view! {
                <Notice title=words::proposal_added() tone=NoticeTone::Success />
            })}
        </div>
        <Show
            when=move || is_open.get()
            fallback=move || view! { <div><Button on_press=open>{words::add_proposal()}</Button></div> }
        >
            <Panel title=words::add_proposal()>
                <form class="flow" on:submit=move |event| save.run(event)>
                    <TextArea
                        label=words::proposal_label()
                        value=text
                        on_input=move |typed| text.set(typed)
                        hint=words::proposal_hint()
                        error
                        chars_max=Label::CHARS_MAX
                    />
                    <FormActions on_cancel=move |()| is_open.set(false) submit=words::save_proposal() />
                </form>
            </Panel>
        </Show>
    }
}
