//! What the councils put first: the rule that is chosen in public, and the versions that
//! go to the steering committee.

use crate::{Date, Passage, Place, Title};

/// How councils of different sizes are put together; both are always shown side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weighing {
    /// Every dot counts the same.
    Dots,
    /// Every council counts the same: the mean of the shares of its dots.
    Councils,
}

impl Weighing {
    /// Both, in the order of the screen.
    pub const ALL: [Self; 2] = [Self::Dots, Self::Councils];
}

/// From where on a proposal is a priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PriorityBar {
    /// The first places of each card; who shares the last one is in.
    Places(u16),
    /// This many dots or more.
    Dots(u16),
}

/// The rule by which proposals are priorities, chosen in public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorityRule {
    /// How councils are put together.
    pub weighing: Weighing,
    /// From where on; dots go with [`Weighing::Dots`] only.
    pub bar: PriorityBar,
    /// Who chose it, and where.
    pub body: Place,
    /// When it was chosen.
    pub date: Date,
    /// Why.
    pub reason: Passage,
}

impl PriorityRule {
    /// True when the two parts go together and the bar is not 0.
    pub const fn is_sound(&self) -> bool {
        match self.bar {
            PriorityBar::Places(places) => places > 0,
            PriorityBar::Dots(dots) => dots > 0 && matches!(self.weighing, Weighing::Dots),
        }
    }
}

/// The whole document as it went to the steering committee; later changes make the next
/// version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenVersion {
    /// Its number, from 1: one more than the versions that its maker knew. Two versions of
    /// one number were frozen apart.
    pub number: u32,
    /// What it was frozen for.
    pub title: Title,
    /// Names of the latest changes then, sorted, which identify the state of the document.
    pub heads: Vec<[u8; 32]>,
}
