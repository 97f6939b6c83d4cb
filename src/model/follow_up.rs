//! How far the actions of the contract have come: rows, filters, pictures. Pure.
//!
//! Knows: the printed step, the news after it, which places a perimeter names.
//! Must not know: the browser, the clock.
//! Reading order: [`FollowUpModel`], [`FollowUpRow`], then `areas`, `filters`,
//! `pictures`, `labels`.

pub mod annex;
pub mod areas;
pub mod filters;
pub mod labels;
pub mod pictures;

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::{
    ActionField, ActionNews, ContractAction, Date, FollowUp, LinkTarget, Snapshot, Timestamp, Topic,
};

use self::areas::{Area, Commune, areas_of, communes};
use self::filters::{Choices, Filters};
use super::contract::{known_code, said_step, shown_step};
use crate::components::ActionStep;
use crate::i18n::parts;

/// Rest after which an action has no news any more, in minutes: a year.
const NEWS_AGE_MIN: u32 = 365 * 24 * 60;

/// Every action and what can be chosen among them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FollowUpModel {
    /// Rows of annexe 2, in document order.
    pub rows: Vec<Arc<FollowUpRow>>,
    /// What the filters offer.
    pub choices: Choices,
}

impl FollowUpModel {
    /// Reads the contract and what was said of it since; `today` tells what is late.
    pub fn build(snapshot: &Snapshot, today: Date) -> Self {
        let follow_up = FollowUp::new(&snapshot.statements);
        let asked: BTreeSet<u16> = follow_up
            .links()
            .filter_map(|(_, target, _)| match target {
                LinkTarget::Action(seq) => Some(seq),
                LinkTarget::Axis { .. } | LinkTarget::Objective { .. } => None,
            })
            .collect();
        let communes = communes(&snapshot.contract);
        let rows: Vec<Arc<FollowUpRow>> = snapshot
            .contract
            .actions
            .iter()
            .map(|action| {
                let is_asked = asked.contains(&action.seq);
                let row = FollowUpRow::build(action, &communes, &follow_up, today);
                Arc::new(FollowUpRow { is_asked, ..row })
            })
            .collect();
        let choices = Choices::new(&snapshot.contract, communes, &rows);
        Self { rows, choices }
    }

    /// Rows that the filters let through, in document order.
    pub fn select(&self, filters: &Filters, now: Timestamp) -> Vec<Arc<FollowUpRow>> {
        let kept = self.rows.iter().filter(|row| filters.accept(row, now));
        kept.cloned().collect()
    }

    /// How many more rows would show with the actions of the whole area; `None` while no
    /// commune is chosen.
    pub fn n_more_with_whole(&self, filters: &Filters, now: Timestamp) -> Option<usize> {
        filters.commune()?;
        let alone = Filters {
            with_whole: false,
            ..filters.clone()
        };
        let together = Filters {
            with_whole: true,
            ..filters.clone()
        };
        let count = |filters| self.select(filters, now).len();
        Some(count(&together) - count(&alone))
    }
}

/// One row of annexe 2 with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpRow {
    /// Row in annexe 2.
    pub seq: u16,
    /// Code; `None` for the rows printed "N.A.".
    pub code: Option<Arc<str>>,
    /// Wording.
    pub label: Arc<str>,
    /// Number of its theme.
    pub theme: u8,
    /// Number of its orientation.
    pub orientation: u8,
    /// Perimeter as printed.
    pub perimeter: Option<Arc<str>>,
    /// Places that the perimeter names; never empty.
    pub areas: Vec<Area>,
    /// Step that the printed status names.
    pub printed_step: ActionStep,
    /// Status as printed; empty when there is none.
    pub printed: Arc<str>,
    /// Step as last said, else as printed.
    pub step: ActionStep,
    /// Step that was said after the contract was printed; `None` when nothing was.
    pub step_news: Option<ActionStep>,
    /// When something was last said of it.
    pub last_news: Option<Timestamp>,
    /// People wrote apart about it: a person has to settle it.
    pub is_conflict: bool,
    /// A proposal of a council led to it.
    pub is_asked: bool,
    /// The day of its next step is past, and it is not reached.
    pub is_overdue: bool,
}

impl FollowUpRow {
    fn build(
        action: &ContractAction,
        communes: &[Commune],
        follow_up: &FollowUp,
        today: Date,
    ) -> Self {
        let seq = action.seq;
        let printed_step = shown_step(action.step);
        let step_news = said_step(follow_up, seq);
        let step = step_news.unwrap_or(printed_step);
        let due = match follow_up.news_of(seq, ActionField::DueDate) {
            Some(ActionNews::DueDate(due)) => *due,
            _ => None,
        };
        Self {
            seq,
            code: known_code(action),
            label: action.label.clone(),
            theme: action.theme,
            orientation: action.orientation,
            perimeter: action.perimeter.clone(),
            areas: areas_of(action.perimeter.as_deref(), communes),
            printed_step,
            printed: action.status.clone().unwrap_or_default(),
            step,
            step_news,
            last_news: follow_up.last_news(seq),
            is_conflict: ActionField::ALL
                .iter()
                .any(|field| follow_up.is_conflict(&Topic::Action(seq, *field))),
            is_asked: false,
            is_overdue: step != ActionStep::Reached && due.is_some_and(|due| due < today),
        }
    }

    /// Words of the pill when the scale has none: those of the contract, maybe empty.
    pub fn pill_words(&self) -> String {
        if self.step == ActionStep::Unknown && self.step_news.is_none() {
            self.printed.to_string()
        } else {
            String::new()
        }
    }

    /// Printed words that the pill does not say.
    pub fn words_beside_pill(&self) -> Option<Arc<str>> {
        let pill = self.pill_words();
        let is_said = *pill == *self.printed || *self.printed == *parts::action_step(self.step);
        (!is_said && !self.printed.is_empty()).then(|| self.printed.clone())
    }

    /// True when nothing was said of it in the year before `now`.
    pub fn is_without_news(&self, now: Timestamp) -> bool {
        let oldest = now.epoch_min().saturating_sub(NEWS_AGE_MIN);
        self.last_news.is_none_or(|at| at.epoch_min() < oldest)
    }
}

/// Rows by step, those that have not started first; a step without rows is left out.
pub fn by_step(rows: &[Arc<FollowUpRow>]) -> Vec<(ActionStep, Vec<Arc<FollowUpRow>>)> {
    ActionStep::ALL
        .into_iter()
        .map(|step| {
            let rows = rows.iter().filter(|row| row.step == step);
            (step, rows.cloned().collect::<Vec<_>>())
        })
        .filter(|(_, rows)| !rows.is_empty())
        .collect()
}

#[cfg(test)]
mod tests;
