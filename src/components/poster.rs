//! One printed poster: numbered proposals, and room for the stickers.

use leptos::prelude::*;

use super::CardLook;
use crate::i18n::poster as words;

/// A poster as it is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PosterView {
    /// Card, for the colour on screen.
    pub card: CardLook,
    /// The card and its number.
    pub heading: String,
    /// What the card asks.
    pub question: String,
    /// Title, day and place of the workshop.
    pub meeting: String,
    /// The rules in one sentence; may be empty.
    pub rules: String,
    /// Numbers, wordings, and what is grouped into each.
    pub lines: Vec<(usize, String, Vec<String>)>,
    /// `roomy`, `usual` or `dense`: the size of the letters.
    pub density: &'static str,
}

/// One sheet of A3; on screen, a smaller picture of it.
#[component]
pub fn Poster(
    /// What it says.
    view: PosterView,
) -> impl IntoView {
    let is_empty = view.lines.is_empty();
    let name = view.heading.clone();
    let lines = view
        .lines
        .into_iter()
        .map(|(number, label, originals)| view! { <Line number label originals /> })
        .collect_view();
    view! {
        <section class="poster" data-card=view.card.color() aria-label=name>
            <div class="poster__sheet" data-density=view.density>
                <div class="poster__head">
                    <p class="poster__meeting">{view.meeting}</p>
                    <h2 class="poster__title">{view.heading}</h2>
                    <p class="poster__question">{view.question}</p>
                    <p class="poster__rules">{view.rules}</p>
                </div>
                <div class="poster__columns" aria-hidden="true">
                    <span>{words::proposals()}</span>
                    <span>{words::stickers()}</span>
                </div>
                {is_empty.then(|| view! { <p>{words::empty()}</p> })}
                <ol class="poster__lines" role="list">{lines}</ol>
                <p class="poster__foot">{words::foot()}</p>
            </div>
        </section>
    }
}

#[component]
fn Line(number: usize, label: String, originals: Vec<String>) -> impl IntoView {
    let originals = originals
        .into_iter()
        .map(|original| view! { <p class="poster__also">{words::also(&original)}</p> })
        .collect_view();
    view! {
        <li class="poster__line">
            <span class="poster__number">{number}</span>
            <div class="poster__words">
                <p class="poster__label">{label}</p>
                {originals}
            </div>
            <span class="poster__room" aria-hidden="true"></span>
        </li>
    }
}
