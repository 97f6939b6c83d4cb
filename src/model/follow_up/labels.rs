//! What choices and bars are called on screen.

use super::areas::Area;
use super::filters::{Choices, Filters, StatusChoice};
use crate::i18n::{contract, follow_up as words};

/// "Thème 2 : EMPLOI ET DEV ECO".
pub fn theme_name(number: u8, choices: &Choices) -> String {
    let known = choices.themes.iter().find(|(theme, _)| *theme == number);
    match known {
        Some((_, name)) => contract::theme_named(number, name),
        None => contract::theme(number),
    }
}

/// "Orientation 3 : FAVORISER L'ACCES A LA SANTE".
pub fn orientation_name(number: u8, choices: &Choices) -> String {
    let mut known = choices.orientations.iter();
    match known.find(|orientation| orientation.number == number) {
        Some(orientation) => contract::orientation_named(number, &orientation.title),
        None => contract::orientation(number),
    }
}

/// Name of a place.
pub fn area_name(area: &Area, choices: &Choices) -> String {
    match area {
        Area::Commune(slug) => choices.commune_name(slug).unwrap_or(slug).to_owned(),
        Area::Whole => words::whole_area().to_owned(),
        Area::Other => words::other_area().to_owned(),
        Area::Unknown => words::unknown_area().to_owned(),
    }
}

/// Name of a choice of steps.
pub fn status_name(status: StatusChoice) -> &'static str {
    match status {
        StatusChoice::NotStarted => words::not_started(),
        StatusChoice::Step(step) => words::step(step),
    }
}

/// What was chosen, in the order of the screen.
pub fn chosen(filters: &Filters, choices: &Choices) -> Vec<String> {
    let ticked = |is_ticked: bool, text: &str| is_ticked.then(|| text.to_owned());
    [
        filters.theme.map(|number| theme_name(number, choices)),
        filters
            .orientation
            .map(|number| orientation_name(number, choices)),
        filters.area.as_ref().map(|area| area_name(area, choices)),
        ticked(filters.with_whole, words::with_whole()),
        filters.status.map(|status| status_name(status).to_owned()),
        ticked(filters.without_news, words::without_news()),
        ticked(filters.asked, words::asked()),
    ]
    .into_iter()
    .flatten()
    .collect()
}
