//! Agreement at a glance: where each council stands on one scale, proposal by proposal.

use leptos::prelude::*;

use super::{CouncilLook, Sticker};

/// One shape of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DotPlotMark {
    /// Whose it is and its value, for those who do not see it: « Gaillard : 20 % ».
    pub words: String,
    /// Its shape and colour.
    pub look: CouncilLook,
    /// Where it stands, from 0 to [`Self::AT_MAX`].
    pub at: u16,
    /// Lane from the top, from 0, so that two shapes never cover one another.
    pub lane: u8,
}

impl DotPlotMark {
    /// The end of the axis.
    pub const AT_MAX: u16 = 1_000;
    /// Room that a shape takes on the narrowest screen, in the units of [`Self::at`].
    pub const WIDTH: u16 = 110;
}

/// One proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DotPlotRow {
    /// What the proposal says.
    pub label: String,
    /// Its shapes.
    pub marks: Vec<DotPlotMark>,
    /// The same in words; may be empty.
    pub words: String,
}

/// Rows on one scale. A table with every number stands beside it.
#[component]
pub fn DotPlot(
    /// What the scale measures.
    axis: &'static str,
    /// Words at the beginning, the middle and the end of the scale.
    ticks: [String; 3],
    /// Proposals in the order to show.
    rows: Vec<DotPlotRow>,
) -> impl IntoView {
    let ticks = ticks.map(|tick| view! { <span>{tick}</span> });
    let rows = rows.into_iter().map(|row| view! { <Row row /> });
    view! {
        <div class="dot-plot">
            <div class="dot-plot__axis" aria-hidden="true">
                <p class="dot-plot__name">{axis}</p>
                <p class="dot-plot__ticks">{ticks}</p>
            </div>
            <ol class="dot-plot__rows" role="list">{rows.collect_view()}</ol>
        </div>
    }
}

#[component]
fn Row(row: DotPlotRow) -> impl IntoView {
    let n_lanes = row.marks.iter().map(|mark| mark.lane).max().unwrap_or(0);
    let marks = row.marks.into_iter().map(|mark| {
        let share = f32::from(mark.at) / f32::from(DotPlotMark::AT_MAX);
        view! {
            <li
                class="dot-plot__mark"
                style:--at=format!("{share:.3}")
                style:--lane=mark.lane.to_string()
            >
                <Sticker council=mark.look />
                <span class="visually-hidden">{mark.words}</span>
            </li>
        }
    });
    view! {
        <li class="dot-plot__row">
            <div class="dot-plot__what">
                <p class="dot-plot__label">{row.label}</p>
                <p class="dot-plot__words">{row.words}</p>
            </div>
            <ul
                class="dot-plot__line"
                role="list"
                style:--lanes={(u16::from(n_lanes) + 1).to_string()}
            >
                {marks.collect_view()}
            </ul>
        </li>
    }
}
