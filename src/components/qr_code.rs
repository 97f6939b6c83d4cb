//! A text as a square that a camera reads.

use std::fmt::Write as _;

use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode as Squares};

/// Empty modules around the code, without which cameras do not find it.
const QUIET_MODULES: usize = 4;

/// Draws the text as a QR code: black on white in every light, as one path.
///
/// Fills the width that its place gives it. Draws nothing for a text that is too long
/// for a code (over 2,300 bytes).
#[component]
pub fn QrCode(
    /// What a camera reads; most often an address.
    #[prop(into)]
    text: Signal<String>,
    /// What the drawing is, for those who do not see it; empty when the same is written
    /// beside it.
    #[prop(optional, into)]
    label: Signal<String>,
) -> impl IntoView {
    let drawing = Memo::new(move |_| text.with(|text| draw(text)));
    move || {
        drawing.get().map(|Drawing { modules, path }| {
            view! {
                <svg
                    class="qr-code"
                    viewBox=format!("0 0 {modules} {modules}")
                    shape-rendering="crispEdges"
                    focusable="false"
                    role=move || label.with(|label| !label.is_empty()).then_some("img")
                    aria-label=move || label.with(|label| (!label.is_empty()).then(|| label.clone()))
                    aria-hidden=move || label.with(String::is_empty).then_some("true")
                >
                    <path class="qr-code__ink" d=path />
                </svg>
            }
        })
    }
}

/// The dark modules as one path, in a square of so many modules.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Drawing {
    modules: usize,
    path: String,
}

fn draw(text: &str) -> Option<Drawing> {
    let squares = Squares::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = squares.width();
    let path = squares
        .to_colors()
        .chunks(width)
        .enumerate()
        .map(|(y, row)| dark_runs(row, y + QUIET_MODULES))
        .collect();
    Some(Drawing {
        modules: width + 2 * QUIET_MODULES,
        path,
    })
}

/// One rectangle per run of dark modules, which keeps the path a third as long.
fn dark_runs(row: &[Color], y: usize) -> String {
    let mut path = String::new();
    let mut x = QUIET_MODULES;
    for run in row.chunk_by(|left, right| left == right) {
        if run.first() == Some(&Color::Dark) {
            let n = run.len();
            // Writing to a `String` cannot fail.
            let _written = write!(path, "M{x} {y}h{n}v1h-{n}z");
        }
        x += run.len();
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_once() {
        let text =
            "https://exemple.fr/ateliers/00112233445566778899aabbccddeeff/bulletin#code=k7mx4w";
        let drawing = draw(text).expect("the text fits");
        let squares = Squares::with_error_correction_level(text, EcLevel::M).expect("it fits");
        let dark = squares
            .to_colors()
            .into_iter()
            .filter(|c| *c == Color::Dark);
        let drawn = drawing.path.split('M').filter_map(|run| {
            let (_, after) = run.split_once('h')?;
            after.split_once('v')?.0.parse::<usize>().ok()
        });
        assert_eq!(drawn.sum::<usize>(), dark.count());
        assert_eq!(drawing.modules, squares.width() + 8);
        assert!(
            drawing.path.starts_with("M4 4h7v1h-7z"),
            "a finder stands in the corner"
        );
    }

    #[test]
    fn a_text_that_is_too_long_draws_nothing() {
        assert_eq!(draw(&"a".repeat(3_000)), None);
    }
}
