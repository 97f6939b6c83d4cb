//! What can be chosen among the actions, and how it stands in the address.

use std::sync::Arc;

use domain::{Contract, Timestamp};

use super::FollowUpRow;
use super::areas::{Area, Commune};
use crate::components::ActionStep;

/// How far an action must have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusChoice {
    /// Not reached, or only being launched.
    NotStarted,
    /// Exactly this step.
    Step(ActionStep),
}

/// Words of addresses for [`StatusChoice`], in the order of the screen.
const STATUS_WORDS: [(&str, StatusChoice); 7] = [
    ("pas-commence", StatusChoice::NotStarted),
    ("non-atteint", StatusChoice::Step(ActionStep::NotReached)),
    ("lancement", StatusChoice::Step(ActionStep::Launching)),
    ("deploiement", StatusChoice::Step(ActionStep::Deploying)),
    ("finalisation", StatusChoice::Step(ActionStep::Finalizing)),
    ("atteint", StatusChoice::Step(ActionStep::Reached)),
    ("inconnu", StatusChoice::Step(ActionStep::Unknown)),
];

impl StatusChoice {
    /// Every choice, in the order of the screen.
    pub fn all() -> impl Iterator<Item = Self> {
        STATUS_WORDS.into_iter().map(|(_, choice)| choice)
    }

    /// Word in addresses.
    pub fn word(self) -> &'static str {
        let found = STATUS_WORDS.iter().find(|(_, choice)| *choice == self);
        found.map_or("", |(word, _)| word)
    }

    /// Reads a word of an address.
    pub fn parse(word: &str) -> Option<Self> {
        let found = STATUS_WORDS.iter().find(|(known, _)| *known == word);
        found.map(|(_, choice)| *choice)
    }

    fn accepts(self, step: ActionStep) -> bool {
        match self {
            Self::NotStarted => matches!(step, ActionStep::NotReached | ActionStep::Launching),
            Self::Step(wanted) => step == wanted,
        }
    }
}

/// What was chosen; the default lets every action through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filters {
    /// Number of a theme.
    pub theme: Option<u8>,
    /// Number of an orientation, one of the theme if both are chosen.
    pub orientation: Option<u8>,
    /// A place.
    pub area: Option<Area>,
    /// With the actions of the whole area; only beside a commune.
    pub with_whole: bool,
    /// How far they must have come.
    pub status: Option<StatusChoice>,
    /// Only those that nothing was said of for a year.
    pub without_news: bool,
    /// Only those that a council asked for.
    pub asked: bool,
}

/// Names in addresses: stable.
mod keys {
    pub(super) const THEME: &str = "theme";
    pub(super) const ORIENTATION: &str = "orientation";
    pub(super) const AREA: &str = "commune";
    pub(super) const WITH_WHOLE: &str = "agglo";
    pub(super) const STATUS: &str = "etat";
    pub(super) const WITHOUT_NEWS: &str = "sans-nouvelles";
    pub(super) const ASKED: &str = "demandee";
    /// The value of what is ticked.
    pub(super) const YES: &str = "1";
}

impl Filters {
    /// Reads an address, key by key; what it says and this contract lacks is left out.
    pub fn parse(value: impl Fn(&str) -> Option<String>, choices: &Choices) -> Self {
        let number = |key: &str| value(key)?.parse::<u8>().ok();
        let is_ticked = |key: &str| value(key).as_deref() == Some(keys::YES);
        let theme = number(keys::THEME).filter(|theme| choices.has_theme(*theme));
        let area = value(keys::AREA).and_then(|word| Area::parse(&word, &choices.communes));
        Self {
            theme,
            orientation: number(keys::ORIENTATION)
                .filter(|orientation| choices.has_orientation(*orientation, theme)),
            with_whole: is_ticked(keys::WITH_WHOLE) && matches!(area, Some(Area::Commune(_))),
            area,
            status: value(keys::STATUS).and_then(|word| StatusChoice::parse(&word)),
            without_news: is_ticked(keys::WITHOUT_NEWS),
            asked: is_ticked(keys::ASKED),
        }
    }

    /// What stands after the path: empty, or `?` and what was chosen.
    pub fn query(&self) -> String {
        let yes = |is_ticked: bool| is_ticked.then(|| keys::YES.to_owned());
        let pairs = [
            (keys::THEME, self.theme.map(|number| number.to_string())),
            (
                keys::ORIENTATION,
                self.orientation.map(|number| number.to_string()),
            ),
            (
                keys::AREA,
                self.area.as_ref().map(|area| area.word().to_owned()),
            ),
            (keys::WITH_WHOLE, yes(self.with_whole)),
            (
                keys::STATUS,
                self.status.map(|status| status.word().to_owned()),
            ),
            (keys::WITHOUT_NEWS, yes(self.without_news)),
            (keys::ASKED, yes(self.asked)),
        ];
        let mut query = String::new();
        for (key, value) in pairs {
            if let Some(value) = value {
                query.push(if query.is_empty() { '?' } else { '&' });
                query.push_str(key);
                query.push('=');
                query.push_str(&value);
            }
        }
        query
    }

    /// True when every action gets through.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Slug of the commune that is chosen.
    pub fn commune(&self) -> Option<&str> {
        match &self.area {
            Some(Area::Commune(slug)) => Some(slug),
            _ => None,
        }
    }

    /// The same with another theme; an orientation of another theme is given up.
    #[must_use]
    pub fn with_theme(&self, theme: Option<u8>, choices: &Choices) -> Self {
        Self {
            theme,
            orientation: self
                .orientation
                .filter(|orientation| choices.has_orientation(*orientation, theme)),
            ..self.clone()
        }
    }

    /// The same with another place; the whole area stands beside a commune only.
    #[must_use]
    pub fn with_area(&self, area: Option<Area>) -> Self {
        Self {
            with_whole: self.with_whole && matches!(area, Some(Area::Commune(_))),
            area,
            ..self.clone()
        }
    }

    /// Whether a row gets through all of them.
    pub fn accept(&self, row: &FollowUpRow, now: Timestamp) -> bool {
        self.theme.is_none_or(|theme| row.theme == theme)
            && self.orientation.is_none_or(|it| row.orientation == it)
            && self.accepts_areas(&row.areas)
            && self.status.is_none_or(|status| status.accepts(row.step))
            && (!self.without_news || row.is_without_news(now))
            && (!self.asked || row.is_asked)
    }

    fn accepts_areas(&self, areas: &[Area]) -> bool {
        let is_named = |area: &Area| areas.contains(area);
        self.area.as_ref().is_none_or(is_named) || (self.with_whole && is_named(&Area::Whole))
    }
}

/// An orientation to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrientationChoice {
    /// Its number.
    pub number: u8,
    /// Number of its theme.
    pub theme: u8,
    /// Its title.
    pub title: Arc<str>,
}

/// What the filters offer in this contract.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    /// Number and name of each theme.
    pub themes: Vec<(u8, Arc<str>)>,
    /// Each orientation.
    pub orientations: Vec<OrientationChoice>,
    /// Communes, whether or not an action names them.
    pub communes: Vec<Commune>,
    /// Every commune, then what else the perimeters name.
    pub areas: Vec<Area>,
}

impl Choices {
    pub(super) fn new(
        contract: &Contract,
        communes: Vec<Commune>,
        rows: &[Arc<FollowUpRow>],
    ) -> Self {
        let orientations = contract.themes.iter().flat_map(|theme| {
            theme.orientations.iter().map(|it| OrientationChoice {
                number: it.number,
                theme: theme.number,
                title: it.title.clone(),
            })
        });
        let is_named = |area: &Area| rows.iter().any(|row| row.areas.contains(area));
        let others = [Area::Whole, Area::Other, Area::Unknown];
        let areas = communes
            .iter()
            .map(|commune| Area::Commune(commune.slug.clone()))
            .chain(others.into_iter().filter(is_named))
            .collect();
        Self {
            themes: contract
                .themes
                .iter()
                .map(|theme| (theme.number, theme.name.clone()))
                .collect(),
            orientations: orientations.collect(),
            communes,
            areas,
        }
    }

    /// Name of a commune by its slug.
    pub fn commune_name(&self, slug: &str) -> Option<&str> {
        let found = self.communes.iter().find(|commune| commune.slug == slug);
        found.map(|commune| commune.name.as_str())
    }

    /// Orientations of a theme, or all of them.
    pub fn orientations_of(&self, theme: Option<u8>) -> Vec<&OrientationChoice> {
        let is_of = |it: &&OrientationChoice| theme.is_none_or(|theme| it.theme == theme);
        self.orientations.iter().filter(is_of).collect()
    }

    fn has_theme(&self, number: u8) -> bool {
        self.themes.iter().any(|(theme, _)| *theme == number)
    }

    fn has_orientation(&self, number: u8, theme: Option<u8>) -> bool {
        let mut found = self.orientations_of(theme).into_iter();
        found.any(|orientation| orientation.number == number)
    }
}
