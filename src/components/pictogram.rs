//! The themes of the cards, drawn.
//!
//! The drawings are markup in the program, not an SVG sprite: they need no
//! request, so they show offline and under any content policy, they take the
//! colour tokens of the page (two tones, dark, high contrast), and they cost less
//! than the code that would build each path.

use leptos::prelude::*;

use super::CardLook;

/// A theme that has a drawing of its own: those of the first contract, of which others
/// have some too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Theme {
    Mobility,
    Participation,
    Education,
    Work,
    Quiet,
    Culture,
}

impl Theme {
    /// Of the card with this id.
    pub(super) fn of(card: &str) -> Option<Self> {
        match card {
            "mobilite" => Some(Self::Mobility),
            "participation" => Some(Self::Participation),
            "education" => Some(Self::Education),
            "emploi" => Some(Self::Work),
            "tranquillite" => Some(Self::Quiet),
            "culture" => Some(Self::Culture),
            _ => None,
        }
    }
}

/// Draws the theme of a card. Decorative: the name of the card is beside it.
///
/// The colour comes from the nearest `data-card`.
#[component]
pub fn Pictogram(
    /// Card; one whose theme has no drawing shows a playing card.
    #[prop(into)]
    card: Signal<CardLook>,
    /// True for the simple drawing, readable at 24 px, of the corners and chips.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let markup = move || {
        let theme = card.get().theme();
        if small {
            small_drawing(theme)
        } else {
            large_drawing(theme)
        }
    };
    view! {
        <svg
            class="pictogram"
            viewBox=if small { "0 0 24 24" } else { "0 0 96 96" }
            aria-hidden="true"
            focusable="false"
            data-small=small
            inner_html=markup
        ></svg>
    }
}

/// Classes say how `pictogram.css` paints a part: soft `tone`, `line`, `solid`,
/// `paper`, both at once, or a `cut`: a line in the colour of the paper.
fn large_drawing(theme: Option<Theme>) -> &'static str {
    match theme {
        Some(Theme::Mobility) => BICYCLE,
        Some(Theme::Participation) => BUBBLES,
        Some(Theme::Education) => BOOK,
        Some(Theme::Work) => BRIEFCASE,
        Some(Theme::Quiet) => ROOFS,
        Some(Theme::Culture) => MASK,
        None => PLAYING_CARD,
    }
}

fn small_drawing(theme: Option<Theme>) -> &'static str {
    match theme {
        Some(Theme::Mobility) => {
            "<g class='pictogram__line'><circle cx='5.6' cy='16' r='4'/><circle cx='18.4' cy='16' r='4'/>\
             <path d='M5.6 16l3.6-7h6.2l3 7M9.2 9l3 7h-6.6M12.2 16l3.2-7-1-3.4h2.6M7.4 6h3.4'/></g>"
        }
        Some(Theme::Participation) => {
            "<path class='pictogram__solid' d='M3.6 3h9.8A1.8 1.8 0 0 1 15.2 4.8v5.4a1.8 1.8 0 0 1-1.8 1.8H8.4L4.8 15.4V12H3.6a1.8 1.8 0 0 1-1.8-1.8V4.8A1.8 1.8 0 0 1 3.6 3z'/>\
             <path class='pictogram__line' d='M18.6 9.2h1.6a1.4 1.4 0 0 1 1.4 1.4v5.6a1.4 1.4 0 0 1-1.4 1.4h-.8V21l-3.6-3.4h-4.6a1.4 1.4 0 0 1-1.2-.8'/>"
        }
        Some(Theme::Education) => {
            "<path class='pictogram__solid' d='M11.2 6.6C8.6 4.6 5.2 4.2 1.8 4.8v13.6c3.4-.6 6.8-.2 9.4 1.8zM12.8 6.6c2.6-2 6-2.4 9.4-1.8v13.6c-3.4-.6-6.8-.2-9.4 1.8z'/>"
        }
        Some(Theme::Work) => {
            "<path class='pictogram__line' d='M8.6 6.8V4.4h6.8v2.4'/>\
             <path class='pictogram__solid' d='M3.6 7h16.8A1.6 1.6 0 0 1 22 8.6v4.2h-7.8v-1.4H9.8v1.4H2V8.6A1.6 1.6 0 0 1 3.6 7zM2 14.6h7.8V16h4.4v-1.4H22v4.2a1.6 1.6 0 0 1-1.6 1.6H3.6A1.6 1.6 0 0 1 2 18.8z'/>"
        }
        Some(Theme::Quiet) => {
            "<path class='pictogram__solid' d='M12.6 2.6A9.8 9.8 0 1 0 21 16.2 8.6 8.6 0 0 1 12.6 2.6zM18.4 3l1 2.6L22 6.6l-2.6 1-1 2.6-1-2.6-2.6-1 2.6-1z'/>"
        }
        Some(Theme::Culture) => {
            "<path class='pictogram__solid' d='M8.4 5.8L21 3v12.8a3.2 3.2 0 1 1-2.4-3.1V8.6l-7.8 1.7v8.1A3.2 3.2 0 1 1 8.4 15.3z'/>"
        }
        None => {
            "<path class='pictogram__solid' d='M8.8 2.8h9.4A1.8 1.8 0 0 1 20 4.6v14.8a1.8 1.8 0 0 1-1.8 1.8H8.8A1.8 1.8 0 0 1 7 19.4V4.6A1.8 1.8 0 0 1 8.8 2.8z'/>\
             <path class='pictogram__line' d='M4 6v12'/>"
        }
    }
}

const PLAYING_CARD: &str = "\
<rect class='pictogram__tone-line' x='14' y='22' width='46' height='64' rx='8'/>\
<rect class='pictogram__paper-line' x='34' y='10' width='48' height='66' rx='8'/>\
<path class='pictogram__solid' d='M58 24l14 19-14 19-14-19z'/>";

const BICYCLE: &str = "\
<path class='pictogram__tone' d='M56 5c9.5 0 16.5 6.5 17.2 15C81 21.6 86 27 85 34.5 84 42 78 47 70.5 47H62v39H51V47h-9.5C34 47 28 42 28 34.5c0-7 4.5-12 10.6-13.3C39.5 12 46 5 56 5z'/>\
<path class='pictogram__line' data-thin='' d='M4 86h88'/>\
<circle class='pictogram__paper-line' cx='22' cy='68' r='15.5'/><circle class='pictogram__paper-line' cx='74' cy='68' r='15.5'/>\
<path class='pictogram__line' d='M22 68l13-24h27l12 24M35 44l11 24H22M46 68l16-24M35 44l-3-8M62 44l-4-11h9.5a4 4 0 0 1 3.5 4.5M26 35.5h12'/>\
<circle class='pictogram__solid' cx='46' cy='68' r='4.5'/><circle class='pictogram__solid' cx='22' cy='68' r='3'/><circle class='pictogram__solid' cx='74' cy='68' r='3'/>";

const BUBBLES: &str = "\
<path class='pictogram__solid' d='M45 38h38a8 8 0 0 1 8 8v21a8 8 0 0 1-8 8h-3v13L66 75H45a8 8 0 0 1-8-8V46a8 8 0 0 1 8-8z'/>\
<circle class='pictogram__paper' cx='70' cy='58' r='3.6'/><circle class='pictogram__paper' cx='81' cy='58' r='3.6'/>\
<path class='pictogram__tone-line' d='M14 9h43a9 9 0 0 1 9 9v22a9 9 0 0 1-9 9H33L18 64V49h-4a9 9 0 0 1-9-9V18a9 9 0 0 1 9-9z'/>\
<path class='pictogram__line' d='M18 23h35M18 35h22'/>";

const BOOK: &str = "\
<path class='pictogram__solid' d='M34 8a11.5 11.5 0 1 1 0 23 11.5 11.5 0 0 1 0-23z'/>\
<path class='pictogram__solid' d='M13 60c0-16 8-26 21-26s20 9 21 22v8z'/>\
<path class='pictogram__paper-line' d='M65 22.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17z'/>\
<path class='pictogram__paper-line' d='M50 62c0-12 5-19.5 15-19.5S80 50 80 60v6z'/>\
<path class='pictogram__tone-line' d='M48 60C38 52 22 50 6 53v31c16-3 32-1 42 6 10-7 26-9 42-6V53c-16-3-32-1-42 7z'/>\
<path class='pictogram__line' d='M48 60v29'/>\
<path class='pictogram__line' data-thin='' d='M15 63c8-.8 16 .2 23 3.4M15 73c8-.8 16 .2 23 3.4M81 63c-8-.8-16 .2-23 3.4M81 73c-8-.8-16 .2-23 3.4'/>";

const BRIEFCASE: &str = "\
<path class='pictogram__line' d='M33 27V18a6 6 0 0 1 6-6h18a6 6 0 0 1 6 6v9'/>\
<rect class='pictogram__tone-line' x='7' y='27' width='82' height='58' rx='9'/>\
<path class='pictogram__solid' d='M16 27h64a9 9 0 0 1 9 9v11c0 4-3 6-7 7-11 2.6-22 4-34 4s-23-1.4-34-4c-4-1-7-3-7-7V36a9 9 0 0 1 9-9z'/>\
<rect class='pictogram__paper-line' x='40' y='49' width='16' height='16' rx='4'/>\
<path class='pictogram__cut' d='M18 37h16M62 37h16'/>\
<path class='pictogram__line' data-thin='' d='M17 75h18M61 75h18'/>";

const ROOFS: &str = "\
<path class='pictogram__solid' d='M66 5a22 22 0 1 0 20.5 30.5A18.5 18.5 0 0 1 66 5z'/>\
<path class='pictogram__solid' d='M20 9l2.6 7.4L30 19l-7.4 2.6L20 29l-2.6-7.4L10 19l7.4-2.6zM38 34l1.7 4.8 4.8 1.7-4.8 1.7L38 47l-1.7-4.8-4.8-1.7 4.8-1.7zM84 8l1.5 4 4 1.5-4 1.5-1.5 4-1.5-4-4-1.5 4-1.5z'/>\
<path class='pictogram__tone-line' d='M6 88V66l16-14 16 14v22z'/>\
<path class='pictogram__tone-line' d='M62 88V60l14-10 14 10v28z'/>\
<path class='pictogram__paper-line' d='M32 88V72l17-14 17 14v16z'/>\
<path class='pictogram__solid' d='M44 88V76h10v12zM17 68h9v9h-9zM72 64h9v9h-9z'/>\
<path class='pictogram__line' data-thin='' d='M3 88h90'/>";

const MASK: &str = "\
<path class='pictogram__solid' d='M77 4.5c1 8 12 9 14 19 .8 4.5-.5 9-3 12.5.6-7-3-11.5-7-13.5v31a9.5 9.5 0 1 1-4.5-8.100V7a2.5 2.5 0 0 1 .5-2.5z'/>\
<path class='pictogram__solid' d='M24 4c.6 4 6 5 7.200 10 .5 2.5-.3 5-1.600 6.800.2-3.600-1.600-5.800-3.600-6.800v9.5a5.200 5.200 0 1 1-2.800-4.6V5.5z'/>\
<path class='pictogram__tone-line' d='M5 36c15 6 37 6 52 0v22c0 17-11 28-26 32C16 86 5 75 5 58z'/>\
<path class='pictogram__solid' d='M17 63h28c-1.5 8.5-6.5 13.5-14 13.5S18.5 71.5 17 63z'/>\
<path class='pictogram__line' d='M14 53c2.5-4 8-4 10.5 0M37.5 53c2.5-4 8-4 10.5 0'/>";
