//! Second step: everything on one page, then validate or change.

use domain::RoundStatus;
use leptos::prelude::*;

use super::code_box::AssistedTile;
use super::shared::BallotEnd;
use super::{CouncilQuestion, RoundNotice, Step, Voting};
use crate::components::{Button, ButtonKind, Notice, NoticeTone, PageHead, Panel, Sticker};
use crate::i18n::{ballot, parts};
use crate::model::ballot_sheet::SheetCard;
use crate::model::looks::card_look;

/// The summary of the ballot.
#[component]
pub(super) fn Review(
    /// The ballot.
    voting: Voting,
) -> impl IntoView {
    let sheet = voting.sheet.get_value();
    let placed = Memo::new(move |_| {
        voting
            .draft
            .dots()
            .with(|dots| dots.values().map(|n| u32::from(*n)).sum::<u32>())
    });
    let dots_max = sheet.dots_max();
    let cannot_cast = Signal::derive(move || voting.status() != RoundStatus::Open);
    view! {
        <main id="contenu" class="page" tabindex="-1">
            <PageHead title=ballot::review_title() lead=ballot::review_lead() />
            <RoundNotice voting />
            {move || {
                let left = dots_max.saturating_sub(placed.get());
                match (placed.get(), left) {
                    (0, _) => Some(view! { <Notice title=ballot::blank() /> }),
                    (_, 0) => None,
                    (_, left) => Some(view! { <Notice title=ballot::unplaced(left) /> }),
                }
            }}
            <div class="stack">
                {sheet.cards.iter().cloned().map(|card| view! { <CardSummary voting card /> }).collect_view()}
            </div>
            <CouncilQuestion voting />
            // On a shared tablet it was asked with the code.
            {voting.desk.is_none().then(|| view! {
                <AssistedTile
                    checked=voting.draft.is_assisted()
                    on_change=move |is_assisted| voting.draft.set_assisted(is_assisted)
                />
            })}
            <div role="alert">
                {move || voting.refusal.get().map(|sentence| view! {
                    <Notice title=sentence tone=NoticeTone::Warning />
                })}
            </div>
            <div class="actions">
                <Button on_press=move |()| voting.go_to(Step::Fill)>{ballot::change()}</Button>
                <Button kind=ButtonKind::Primary unavailable=cannot_cast on_press=move |()| voting.cast()>
                    {ballot::cast()}
                </Button>
            </div>
            <BallotEnd voting />
        </main>
    }
}

/// The chosen proposals of one card.
#[component]
fn CardSummary(
    /// The ballot.
    voting: Voting,
    /// The card.
    card: SheetCard,
) -> impl IntoView {
    let look = card_look(&card.card);
    let chosen = Memo::new(move |_| {
        let dots = voting.draft.dots().get();
        let placed = |id| dots.get(&id).copied().unwrap_or(0);
        card.proposals
            .iter()
            .map(|proposal| (proposal.label.to_string(), placed(proposal.id)))
            .filter(|(_, n)| *n > 0)
            .collect::<Vec<_>>()
    });
    view! {
        <section class="ballot-summary" data-card=look.color()>
            <Panel title=card.card.name.to_string()>
                <ul class="stack" role="list">
                    {move || chosen.get().into_iter().map(|(label, n)| view! {
                        <li class="ballot-summary__line">
                            <span class="ballot-summary__label">{label}</span>
                            <span class="ballot-summary__dots">
                                {(0..n).map(|_| view! {
                                    <Sticker council=Signal::derive(move || voting.council_look()) />
                                }).collect_view()}
                                <strong>{parts::dots(n.into())}</strong>
                            </span>
                        </li>
                    }).collect_view()}
                </ul>
                {move || chosen.with(Vec::is_empty).then(|| view! { <p>{ballot::no_dot_on_card()}</p> })}
            </Panel>
        </section>
    }
}
