//! One proposal on a ballot, with its dots.

use leptos::prelude::*;

use super::{CouncilLook, Icon, Sticker, unique_id};
use crate::i18n::parts;

/// More places than this are counted in words only.
const PLACES_DRAWN_MAX: u8 = 5;

/// Shows one proposal and lets the voter add or take back a dot.
///
/// The buttons stay in reach when a dot is refused (`aria-disabled`), and still
/// call back: the page answers with a sentence in the ballot's foot.
#[component]
pub fn ProposalRow(
    /// Place of the proposal on its card, from 1.
    number: usize,
    /// What the proposal says; names the group.
    #[prop(into)]
    label: Signal<String>,
    /// Dots placed on it by this ballot.
    #[prop(into)]
    dots: Signal<u8>,
    /// Most dots that one ballot may place here.
    cap: u8,
    /// Dots the voter may still place anywhere.
    #[prop(into)]
    dots_left: Signal<u8>,
    /// Council, for the shape of the dots.
    #[prop(into)]
    council: Signal<CouncilLook>,
    /// The voter asks for one more dot, allowed or not.
    #[prop(into)]
    on_add: Callback<()>,
    /// The voter takes one dot back, if there is one.
    #[prop(into)]
    on_remove: Callback<()>,
) -> impl IntoView {
    let label_id = unique_id("proposal");
    let can_add = move || dots.get() < cap && dots_left.get() > 0;
    // The names hold U+00A0 inside the guillemets; browsers keep it in the
    // computed name, and tools that match names treat it as a space.
    view! {
        <div
            class="proposal-row"
            role="group"
            aria-labelledby=label_id
            data-placed=move || { dots.get() > 0 }
        >
            <div class="proposal-row__body">
                <span class="proposal-row__number" aria-hidden="true">{number}</span>
                <p class="proposal-row__label" id=label_id.clone()>{move || label.get()}</p>
                <div class="proposal-row__stepper">
                    <button
                        type="button"
                        class="proposal-row__button"
                        data-action="remove"
                        aria-label=move || label.with(|label| parts::remove_dot(label))
                        aria-disabled=move || (dots.get() == 0).then_some("true")
                        on:click=move |_| on_remove.run(())
                    >
                        <Icon name="minus" />
                    </button>
                    <Places dots cap council />
                    <button
                        type="button"
                        class="proposal-row__button"
                        data-action="add"
                        aria-label=move || label.with(|label| parts::add_dot(label))
                        aria-disabled=move || (!can_add()).then_some("true")
                        on:click=move |_| on_add.run(())
                    >
                        <Icon name="plus" />
                    </button>
                </div>
            </div>
        </div>
    }
}

#[component]
fn Places(dots: Signal<u8>, cap: u8, council: Signal<CouncilLook>) -> impl IntoView {
    let drawn = if cap <= PLACES_DRAWN_MAX { cap } else { 0 };
    view! {
        <div class="proposal-row__count">
            <span class="proposal-row__places">
                {(0..drawn)
                    .map(|place| view! { <Sticker council empty={move || place >= dots.get()} /> })
                    .collect_view()}
            </span>
            <span class="proposal-row__words">
                {move || parts::dots_of_cap(dots.get(), cap)}
            </span>
        </div>
    }
}
