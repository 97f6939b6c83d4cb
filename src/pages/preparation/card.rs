//! One card of the table: its proposals, chosen, ordered, worded, added.

use domain::{CardId, Command, Label, ProposalId, WorkshopId};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Model;
use super::desk::Desk;
use super::duplicates::Duplicates;
use super::reset::Reset;
use crate::components::{
    Button, FormActions, LinkButton, Panel, PreparedAction, PreparedButton, PreparedProposal,
    PreparedView, TextArea,
};
use crate::i18n::{card as card_words, preparation as words, workshop};
use crate::model::looks::card_look_by_id;
use crate::model::preparation::{Direction, PreparedCard, PreparedProposal as Prepared};
use crate::pages::workshop::fault::FaultPanel;
use crate::replica::use_replica;
use crate::state::device::use_device;
use crate::{platform, routes};

/// A card as it is prepared, with what is asked about it; cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Table {
    workshop: WorkshopId,
    id: StoredValue<CardId>,
    pub(super) card: Memo<Option<PreparedCard>>,
    pub(super) is_frozen: Memo<bool>,
    pub(super) desk: Desk,
}

/// One card with its folds.
#[component]
pub(super) fn CardPanel(
    /// The workshop.
    workshop: WorkshopId,
    /// The card.
    card: CardId,
    /// What there is to prepare.
    model: Model,
) -> impl IntoView {
    let href = routes::card(&card);
    let look = card_look_by_id(&use_replica().snapshot().read_untracked(), &card);
    let id = StoredValue::new(card);
    let table = Table {
        workshop,
        id,
        card: Memo::new(move |_| {
            model.with(|model| {
                let mut cards = model.iter().flat_map(|model| &model.cards);
                cards
                    .find(|card| id.with_value(|id| card.id == *id))
                    .cloned()
            })
        }),
        is_frozen: Memo::new(move |_| model.with(|m| m.as_ref().is_some_and(|m| m.is_frozen))),
        desk: Desk::new(use_replica()),
    };
    let is_only = model.with_untracked(|m| m.as_ref().is_some_and(|m| m.cards.len() == 1));
    let name = move || table.read(|card| card.name.clone());
    let n_hidden = move || table.read(|card| card.n_hidden);
    view! {
        <div data-card=look.color()>
            <Panel title=Signal::derive(name)>
                // In one block: what is empty takes no room.
                <div>
                    <p>{move || words::on_table(table.read(|card| card.on_table.len()))}</p>
                    <p role="status"><strong>{move || table.desk.said().get()}</strong></p>
                    <FaultPanel fault=table.desk.fault() />
                </div>
                <div>
                    <details open=is_only>
                        <summary>{words::choose()}</summary>
                        <div class="flow">
                            <Lists table />
                            <NewProposal table />
                            <Reset table />
                        </div>
                    </details>
                    <Duplicates table />
                </div>
                <Show when=move || { n_hidden() > 0 }>
                    <p class="cluster">
                        {move || words::hidden(n_hidden())}
                        <LinkButton href=href.clone()>{words::see_card()}</LinkButton>
                    </p>
                </Show>
            </Panel>
        </div>
    }
}

impl Table {
    /// What `read` finds in the card; nothing when it left the workshop.
    pub(super) fn read<T: Default>(self, read: impl Fn(&PreparedCard) -> T) -> T {
        self.card
            .with(|card| card.as_ref().map_or_else(T::default, read))
    }

    /// The same, once.
    pub(super) fn now<T: Default>(self, read: impl Fn(&PreparedCard) -> T) -> T {
        untrack(|| self.read(read))
    }

    /// The choice of these proposals in this order.
    pub(super) fn selection(self, proposals: Vec<ProposalId>) -> Command {
        Command::SelectProposals {
            workshop: self.workshop,
            card: self.id.get_value(),
            proposals,
        }
    }

    /// A new proposal, or a new wording of `replaces`.
    pub(super) fn proposal(
        self,
        id: ProposalId,
        label: Label,
        replaces: Option<ProposalId>,
    ) -> Command {
        Command::AddProposal {
            id,
            card: self.id.get_value(),
            label,
            council: None,
            workshop: Some(self.workshop),
            replaces,
        }
    }

    /// Carries out what was pressed on the proposal `id`.
    fn act(self, id: ProposalId, action: &PreparedAction) {
        match action {
            PreparedAction::Up => self.move_to(id, Direction::Up, PreparedButton::Up),
            PreparedAction::Down => self.move_to(id, Direction::Down, PreparedButton::Down),
            PreparedAction::TakeOff => {
                let said = words::taken_off(&self.label_of(id));
                let order = self.now(|card| card.without(id));
                self.select(order, said, &PreparedButton::Table.of(&id.to_string()));
            }
            PreparedAction::PutOn => {
                let said = words::put(&self.label_of(id));
                let order = self.now(|card| card.with(id));
                self.select(order, said, &PreparedButton::Table.of(&id.to_string()));
            }
            PreparedAction::Ungroup(original) => {
                let Ok(proposal) = original.parse::<ProposalId>() else {
                    return;
                };
                let said = words::ungrouped(&self.label_of(proposal));
                if self
                    .desk
                    .run(&[Command::UngroupProposal { proposal }], said)
                {
                    platform::focus(&PreparedButton::Up.of(original));
                }
            }
        }
    }

    fn move_to(self, id: ProposalId, direction: Direction, button: PreparedButton) {
        let Some(order) = self.now(|card| card.moved(id, direction)) else {
            return;
        };
        if self.desk.run(&[self.selection(order)], String::new()) {
            let label = self.label_of(id);
            let number = self.now(|card| {
                let mut shown = card.on_table.iter();
                shown.find(|shown| shown.id == id).map(|shown| shown.number)
            });
            let said = number.map_or(String::new(), |number| words::moved(&label, number));
            self.desk.run(&[], said);
            platform::focus(&button.of(&id.to_string()));
        }
    }

    fn select(self, order: Vec<ProposalId>, said: String, focus: &str) {
        if self.desk.run(&[self.selection(order)], said) {
            platform::focus(focus);
        }
    }

    /// Wording of a proposal of the card, or of one that is grouped into it.
    fn label_of(self, id: ProposalId) -> String {
        self.now(|card| {
            let mut shown = card.on_table.iter().chain(&card.off_table);
            shown.find_map(|shown| {
                let mut originals = shown.originals.iter();
                let original = originals.find(|(original, _)| *original == id);
                let own = (shown.id == id).then(|| shown.label.clone());
                own.or_else(|| original.map(|(_, label)| label.clone()))
            })
        })
        .unwrap_or_default()
    }

    /// Gives the proposal `id` a new wording; says what is wrong with it, if anything is.
    fn reword(self, id: ProposalId, text: &str) -> Option<String> {
        let label = match Label::new(text) {
            Ok(label) => label,
            Err(fault) => return Some(workshop::text_fault(&fault)),
        };
        if label.as_str() == self.label_of(id) {
            return None;
        }
        let new = ProposalId::from_bytes(platform::random_id());
        let snapshot = self.desk.replica().snapshot().get_untracked();
        // What was grouped into the former wording follows the new one.
        let grouped = self.now(|card| card.grouped_into(&snapshot, id));
        let follow = grouped.into_iter().map(|proposal| Command::GroupProposal {
            proposal,
            into: new,
        });
        let mut commands = vec![self.proposal(new, label, Some(id))];
        commands.extend(follow);
        if self.desk.run(&commands, words::reworded().to_owned()) {
            platform::focus(&format!("texte-{new}"));
        }
        None
    }
}

/// What is on the table, then what is not.
#[component]
fn Lists(table: Table) -> impl IntoView {
    let on = Memo::new(move |_| table.read(|card| views(&card.on_table)));
    let off = Memo::new(move |_| table.read(|card| views(&card.off_table)));
    view! {
        <ol class="stack" role="list" aria-label=words::on_table_title()>
            <Rows table views=on />
        </ol>
        <Show when=move || off.with(|off| !off.is_empty())>
            <h3>{words::off_table_title()}</h3>
            <ul class="stack" role="list" aria-label=words::off_table_title()>
                <Rows table views=off />
            </ul>
        </Show>
    }
}

/// One row per proposal; a row stays itself while its place or its group changes.
#[component]
fn Rows(table: Table, views: Memo<Vec<(ProposalId, PreparedView)>>) -> impl IntoView {
    let ids = move || views.with(|views| views.iter().map(|(id, _)| *id).collect::<Vec<_>>());
    let row = move |id: ProposalId| {
        let view = Signal::derive(move || {
            views.with(|views| {
                let found = views.iter().find(|(found, _)| *found == id);
                found.map(|(_, view)| view.clone()).unwrap_or_default()
            })
        });
        view! {
            <li>
                <PreparedProposal
                    view
                    may_ungroup=Signal::derive(move || !table.is_frozen.get())
                    on_action=Callback::new(move |action| table.act(id, &action))
                    on_reword=Callback::new(move |text: String| table.reword(id, &text))
                    label_chars_max=Label::CHARS_MAX
                />
            </li>
        }
    };
    view! { <For each=ids key=|id| *id children=row /> }
}

fn views(proposals: &[Prepared]) -> Vec<(ProposalId, PreparedView)> {
    let n = proposals.len();
    proposals
        .iter()
        .enumerate()
        .map(|(idx, proposal)| (proposal.id, row_view(proposal, idx == 0, idx + 1 == n)))
        .collect()
}

fn row_view(proposal: &Prepared, is_first: bool, is_last: bool) -> PreparedView {
    let notes = [
        proposal.former.as_deref().map(words::former),
        (proposal.is_added && proposal.former.is_none()).then(|| words::added().to_owned()),
        proposal
            .grouped_into
            .as_deref()
            .map(words::grouped_elsewhere),
    ];
    PreparedView {
        id: proposal.id.to_string(),
        number: (proposal.number > 0).then_some(proposal.number),
        label: proposal.label.clone(),
        notes: notes.into_iter().flatten().collect(),
        originals: proposal
            .originals
            .iter()
            .map(|(id, label)| (id.to_string(), label.clone()))
            .collect(),
        is_first,
        is_last,
        is_grouped: proposal.grouped_into.is_some(),
    }
}

/// A button, then one field: a proposal of this workshop, at the end of the table.
#[component]
fn NewProposal(table: Table) -> impl IntoView {
    let council = use_device().council();
    let is_open = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let label = match Label::new(&text.get_untracked()) {
            Ok(label) => label,
            Err(fault) => return error.set(Some(workshop::text_fault(&fault))),
        };
        let id = ProposalId::from_bytes(platform::random_id());
        let mut added = table.proposal(id, label, None);
        if let Command::AddProposal { council: of, .. } = &mut added {
            *of = council.get_untracked();
        }
        let mut commands = vec![added];
        // As long as nobody chose, everything of the card is on the table.
        if table.now(|card| card.is_chosen) {
            let mut order = table.now(PreparedCard::kept);
            order.push(id);
            commands.push(table.selection(order));
        }
        if table
            .desk
            .run(&commands, words::proposal_added().to_owned())
        {
            text.set(String::new());
            error.set(None);
            is_open.set(false);
        }
    };
    view! {
        <Show
            when=move || is_open.get()
            fallback=move || view! {
                <div><Button on_press=move |()| is_open.set(true)>{words::add()}</Button></div>
            }
        >
            <form class="flow" on:submit=on_submit>
                <TextArea
                    label=card_words::proposal_label()
                    value=text
                    on_input=move |typed| text.set(typed)
                    hint=card_words::proposal_hint()
                    error
                    chars_max=Label::CHARS_MAX
                />
                <FormActions on_cancel=move |()| is_open.set(false) submit=card_words::save_proposal() />
            </form>
        </Show>
    }
}
