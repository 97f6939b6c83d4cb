//! One gommette, drawn: the shape and the colour of a council.

use leptos::prelude::*;

use super::CouncilLook;

/// Draws one dot, or the empty place of one. Decorative: text beside it counts.
///
/// When `empty` turns from true to false, the dot lands with a small bounce.
#[component]
pub fn Sticker(
    /// Whose it is.
    #[prop(into)]
    council: Signal<CouncilLook>,
    /// True for the dashed outline of a place that holds no dot yet.
    #[prop(optional, into)]
    empty: Signal<bool>,
) -> impl IntoView {
    view! {
        <svg
            class="sticker"
            viewBox="0 0 32 32"
            aria-hidden="true"
            focusable="false"
            data-council=move || council.get().color()
            data-empty=move || empty.get()
            inner_html=move || drawing(council.get())
        ></svg>
    }
}

/// Outline and highlight of each shape, on a grid of 32 units.
fn shape(number: u8) -> (&'static str, &'static str) {
    match number {
        1 => (
            "M14.1 4.6a2.2 2.2 0 0 1 3.8 0l10.3 18.2a2.2 2.2 0 0 1-1.9 3.3H5.7a2.2 2.2 0 0 1-1.9-3.3z",
            "M14.9 8.6 8.2 20.4",
        ),
        3 => (
            "M7.6 4.8h16.8a2.8 2.8 0 0 1 2.8 2.8v16.8a2.8 2.8 0 0 1-2.8 2.8H7.6a2.8 2.8 0 0 1-2.8-2.8V7.6a2.8 2.8 0 0 1 2.8-2.8z",
            "M8.6 15.5V10a1.6 1.6 0 0 1 1.6-1.6h6",
        ),
        4 => (
            "M14.2 3.5a2.6 2.6 0 0 1 3.6 0l10.7 10.7a2.6 2.6 0 0 1 0 3.6L17.8 28.5a2.6 2.6 0 0 1-3.6 0L3.5 17.8a2.6 2.6 0 0 1 0-3.6z",
            "M7.2 15.4l8.2-8.2",
        ),
        // The second council is round, and so is the neutral dot.
        _ => (
            "M16 4.2a11.8 11.8 0 1 1 0 23.6 11.8 11.8 0 0 1 0-23.6z",
            "M8.4 14.2a8 8 0 0 1 5.8-5.6",
        ),
    }
}

/// The place, its shadow, its face and its shine, from back to front.
fn drawing(council: CouncilLook) -> String {
    let (outline, shine) = shape(council.shape());
    format!(
        "<path class='sticker__place' d='{outline}'/>\
         <g class='sticker__dot'>\
         <path class='sticker__shadow' d='{outline}'/>\
         <path class='sticker__face' d='{outline}'/>\
         <path class='sticker__shine' d='{shine}'/></g>"
    )
}
