//! The foot of a ballot: what is left to place, and the next step.

use leptos::prelude::*;

use super::{CouncilLook, Icon, Sticker};
use crate::i18n::parts;

/// More dots than this are counted in words only.
const DOTS_DRAWN_MAX: u8 = 8;

/// Stays at the bottom of the screen while the proposals scroll.
///
/// A refusal appears above the foot, over the page: nothing moves under a finger.
#[component]
pub fn BallotFoot(
    /// Dots still to place.
    #[prop(into)]
    dots_left: Signal<u8>,
    /// All the dots of this ballot or card.
    #[prop(into)]
    dots_per_ballot: Signal<u8>,
    /// Council, for the shape of the dots.
    #[prop(into)]
    council: Signal<CouncilLook>,
    /// Why the last tap placed no dot; `None` hides the sentence.
    #[prop(into)]
    refusal: Signal<Option<String>>,
    /// One or two buttons, the main one last.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="ballot-foot">
            <div class="ballot-foot__refusal" role="alert">
                {move || refusal.get().map(|sentence| view! {
                    <p class="ballot-foot__sentence"><Icon name="warning" /><span>{sentence}</span></p>
                })}
            </div>
            <div class="ballot-foot__inner">
                <div class="ballot-foot__left">
                    <p class="ballot-foot__words" role="status">
                        {move || parts::dots_remaining(dots_left.get())}
                    </p>
                    <RemainingDots dots_left dots_per_ballot council />
                </div>
                <div class="ballot-foot__actions">{children()}</div>
            </div>
        </div>
    }
}

#[component]
fn RemainingDots(
    dots_left: Signal<u8>,
    dots_per_ballot: Signal<u8>,
    council: Signal<CouncilLook>,
) -> impl IntoView {
    let stickers = move || {
        let total = dots_per_ballot.get();
        let drawn = if total <= DOTS_DRAWN_MAX { total } else { 0 };
        (0..drawn)
            .map(|place| view! { <Sticker council empty={move || place >= dots_left.get()} /> })
            .collect_view()
    };
    view! { <span class="ballot-foot__dots">{stickers}</span> }
}
