//! First step: one card at a time, dots placed and taken back.

use std::sync::Arc;

use domain::ProposalId;
use leptos::prelude::*;

use super::shared::BallotEnd;
use super::{CouncilQuestion, DataNotice, RoundNotice, Step, Voting};
use crate::components::{
    BallotFoot, Button, ButtonKind, CardTab, CardTabs, Icon, PageHead, ProposalRow,
};
use crate::i18n::ballot;
use crate::model::ballot_sheet::{DotRefusal, SheetCard, SheetProposal};
use crate::model::looks::card_look;
use crate::platform;

/// Fills the ballot card by card.
#[component]
pub(super) fn Fill(
    /// The ballot.
    voting: Voting,
) -> impl IntoView {
    let sheet = voting.sheet.get_value();
    let n_cards = sheet.cards.len();
    let tabs = {
        let sheet = sheet.clone();
        Memo::new(move |_| {
            let dots = voting.draft.dots().get();
            let tab = |shown: &SheetCard| CardTab {
                number: usize::from(shown.card.number),
                card: shown.card.id.to_string(),
                look: card_look(&shown.card),
                name: shown.card.name.to_string(),
                dots: sheet.dots_on(&shown.card.id, &dots),
            };
            sheet.cards.iter().map(tab).collect::<Vec<_>>()
        })
    };
    let shown = Memo::new(move |_| voting.card_idx.get().min(n_cards.saturating_sub(1)));
    let current = {
        let sheet = sheet.clone();
        Signal::derive(move || {
            sheet
                .cards
                .get(shown.get())
                .map(|c| c.card.id.to_string())
                .unwrap_or_default()
        })
    };
    let select = {
        let sheet = sheet.clone();
        move |card: String| {
            if let Some(idx) = sheet.cards.iter().position(|c| c.card.id.as_str() == card) {
                show_card(voting, idx);
            }
        }
    };
    let color = {
        let sheet = sheet.clone();
        move || {
            sheet
                .cards
                .get(shown.get())
                .map_or("", |c| card_look(&c.card).color())
        }
    };
    view! {
        <main id="contenu" class="page" tabindex="-1" data-card=color>
            <RoundNotice voting />
            <CardTabs tabs current council=Signal::derive(move || voting.council_look()) on_select=select />
            {move || {
                let position = shown.get() + 1;
                sheet.cards.get(shown.get()).cloned().map(|card| view! {
                    <CardSheet voting card position n_cards />
                })
            }}
            <CouncilQuestion voting />
            <DataNotice />
            <BallotEnd voting />
        </main>
        <Foot voting shown n_cards />
    }
}

fn show_card(voting: Voting, idx: usize) {
    voting.refusal.set(None);
    voting.card_idx.set(idx);
    platform::scroll_to_top();
    platform::focus("titre-page");
}

/// One card and its proposals.
#[component]
fn CardSheet(
    /// The ballot.
    voting: Voting,
    /// Card that shows.
    card: SheetCard,
    /// Its place in the ballot, from 1.
    position: usize,
    /// Cards of the ballot.
    n_cards: usize,
) -> impl IntoView {
    let card_id = card.card.id.clone();
    let rows = card
        .proposals
        .iter()
        .map(|proposal| {
            view! { <li><Row voting proposal=proposal.clone() card=card_id.clone() /></li> }
        })
        .collect_view();
    let text = ballot::aloud(
        &card.card.name,
        &card.card.question,
        card.proposals
            .iter()
            .map(|proposal| (proposal.number, &*proposal.label)),
    );
    view! {
        <PageHead
            title=card.card.name.to_string()
            eyebrow=ballot::card_position(position, n_cards)
            lead=card.card.question.to_string()
            card=card_look(&card.card)
        >
            <Listen text />
        </PageHead>
        <ul class="stack" role="list">{rows}</ul>
    }
}

/// Reads the card aloud; absent where the device has no French voice of its own.
#[component]
fn Listen(
    /// What is read.
    text: String,
) -> impl IntoView {
    let has_voice = RwSignal::new(false);
    platform::when_voice(move || {
        let _page_gone = has_voice.try_set(true);
    });
    on_cleanup(platform::stop_speaking);
    let text = StoredValue::new(text);
    view! {
        <Show when=move || has_voice.get()>
            <Button on_press=move |()| text.with_value(|text| platform::speak(text))>
                <Icon name="listen" />{ballot::listen()}
            </Button>
        </Show>
    }
}

/// One proposal with its dots.
#[component]
fn Row(
    /// The ballot.
    voting: Voting,
    /// The proposal.
    proposal: SheetProposal,
    /// Its card.
    card: domain::CardId,
) -> impl IntoView {
    let id = proposal.id;
    let dots = Memo::new(move |_| {
        voting
            .draft
            .dots()
            .with(|d| d.get(&id).copied().unwrap_or(0))
    });
    let left = dots_left(voting, card.clone());
    let sheet = voting.sheet.get_value();
    view! {
        <ProposalRow
            number=proposal.number
            label=proposal.label.to_string()
            dots
            cap=sheet.rules.dots_per_proposal_max()
            dots_left=left
            council=Signal::derive(move || voting.council_look())
            on_add=move |()| add(voting, &card, id)
            on_remove=move |()| {
                voting.refusal.set(None);
                voting.draft.remove(id);
            }
        />
    }
}

fn dots_left(voting: Voting, card: domain::CardId) -> Memo<u8> {
    Memo::new(move |_| {
        let (sheet, dots) = (voting.sheet.get_value(), voting.draft.dots().get());
        voting
            .round
            .get()
            .map_or(0, |round| sheet.dots_left(&round, &card, &dots))
    })
}

fn add(voting: Voting, card: &domain::CardId, proposal: ProposalId) {
    let (sheet, dots) = (
        voting.sheet.get_value(),
        voting.draft.dots().get_untracked(),
    );
    let Some(round) = voting.round.get_untracked() else {
        return;
    };
    let refusal =
        sheet
            .check_dot(&round, card, proposal, &dots)
            .err()
            .map(|refusal| match refusal {
                DotRefusal::Cap => ballot::refusal_cap(sheet.rules),
                DotRefusal::NoneLeft => ballot::refusal_none_left(sheet.rules, sheet.is_per_card()),
            });
    if refusal.is_none() {
        voting.draft.add(proposal);
    }
    voting.refusal.set(refusal);
}

/// Dots left on the card that shows, and the next step.
#[component]
fn Foot(
    /// The ballot.
    voting: Voting,
    /// Index of the card that shows.
    shown: Memo<usize>,
    /// Cards of the ballot.
    n_cards: usize,
) -> impl IntoView {
    let sheet = voting.sheet.get_value();
    let dots_per_ballot = sheet.rules.dots_per_ballot();
    let left = {
        let sheet: Arc<_> = sheet;
        Memo::new(move |_| {
            let dots = voting.draft.dots().get();
            let round = voting.round.get();
            let card = sheet.cards.get(shown.get());
            round.zip(card).map_or(0, |(round, card)| {
                sheet.dots_left(&round, &card.card.id, &dots)
            })
        })
    };
    let is_last = Memo::new(move |_| shown.get() + 1 >= n_cards);
    view! {
        <BallotFoot
            dots_left=left
            dots_per_ballot
            council=Signal::derive(move || voting.council_look())
            refusal=voting.refusal
        >
            {move || {
                let kind = if is_last.get() { ButtonKind::Primary } else { ButtonKind::Quiet };
                view! {
                    <Button kind on_press=move |()| voting.go_to(Step::Review)>{ballot::review()}</Button>
                }
            }}
            <Show when=move || !is_last.get()>
                <Button kind=ButtonKind::Primary on_press=move |()| show_card(voting, shown.get_untracked() + 1)>
                    {ballot::next_card()}
                </Button>
            </Show>
        </BallotFoot>
    }
}
