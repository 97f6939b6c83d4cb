//! The yearly call for projects: the form of a file, the filters, the export. Pure.
//!
//! Must not know: the browser, the document, the clock.

use std::collections::BTreeSet;

use domain::{
    Application, ApplicationDecision, ApplicationId, ApplicationStage, Contract, FollowUp,
    LinkTarget, Passage, Place, Reason, TextFault, Title, Topic,
};

use super::{choice_list, csv_file};
use crate::i18n::application as words;

/// What the form holds while a person fills it: texts, as the fields give them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApplicationForm {
    /// Year of the call.
    pub year: String,
    /// Name of the project.
    pub title: String,
    /// Who submits it.
    pub bearer: String,
    /// Axis, as [`LinkTarget`] spells it; empty for none.
    pub axis: String,
    /// Quarters, in words.
    pub quarters: String,
    /// Euros; may stay empty.
    pub amount: String,
    /// Place of the stage in [`ApplicationStage::ALL`].
    pub stage: String,
    /// Place of the decision in [`ApplicationDecision::ALL`]; empty for none.
    pub decision: String,
    /// Why.
    pub reason: String,
}

/// The first field that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApplicationFault {
    /// Not a year between 1900 and 2999.
    Year,
    /// The name of the project.
    Title(TextFault),
    /// Who submits it.
    Bearer(TextFault),
    /// The quarters.
    Quarters(TextFault),
    /// Not a whole number of euros.
    Amount,
    /// The reason.
    Reason(TextFault),
}

impl ApplicationForm {
    /// The form of a new file.
    pub fn new(year: u16) -> Self {
        Self {
            year: year.to_string(),
            stage: "0".to_owned(),
            ..Self::default()
        }
    }

    /// The form with what is known of a file.
    pub fn of(application: &Application) -> Self {
        let text = |text: Option<String>| text.unwrap_or_default();
        Self {
            year: application.year.to_string(),
            title: application.title.to_string(),
            bearer: application.bearer.to_string(),
            axis: text(application.axis.map(|axis| axis.to_string())),
            quarters: text(application.quarters.as_ref().map(ToString::to_string)),
            amount: text(application.amount_eur.map(|amount| amount.to_string())),
            stage: choice_list::place_of(&ApplicationStage::ALL, Some(&application.stage)),
            decision: choice_list::place_of(
                &ApplicationDecision::ALL,
                application.decision.as_ref(),
            ),
            reason: text(application.reason.as_ref().map(ToString::to_string)),
        }
    }

    /// What was typed, as a file.
    ///
    /// # Errors
    /// The first field that cannot be read.
    pub fn read(&self) -> Result<Application, ApplicationFault> {
        let year = self.year.trim().parse().ok();
        let amount: String = self
            .amount
            .trim_end_matches('€')
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        Ok(Application {
            year: year
                .filter(|year| (1900..=2999).contains(year))
                .ok_or(ApplicationFault::Year)?,
            title: Title::new(&self.title).map_err(ApplicationFault::Title)?,
            bearer: Place::new(&self.bearer).map_err(ApplicationFault::Bearer)?,
            axis: self.axis.parse().ok(),
            quarters: optional(&self.quarters, Reason::new).map_err(ApplicationFault::Quarters)?,
            amount_eur: (!amount.is_empty())
                .then(|| amount.parse())
                .transpose()
                .map_err(|_| ApplicationFault::Amount)?,
            stage: choice_list::chosen(&ApplicationStage::ALL, &self.stage)
                .unwrap_or(ApplicationStage::WorkingGroup),
            decision: choice_list::chosen(&ApplicationDecision::ALL, &self.decision),
            reason: optional(&self.reason, Passage::new).map_err(ApplicationFault::Reason)?,
        })
    }
}

/// A field that may stay empty.
pub(super) fn optional<T>(
    typed: &str,
    read: impl Fn(&str) -> Result<T, TextFault>,
) -> Result<Option<T>, TextFault> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    read(typed).map(Some)
}

/// What is looked at; `None` is everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ApplicationFilters {
    /// Year of the call.
    pub year: Option<u16>,
    /// Stage.
    pub stage: Option<ApplicationStage>,
    /// Axis.
    pub axis: Option<LinkTarget>,
}

/// One file as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationRow {
    /// Its id.
    pub id: ApplicationId,
    /// What is known of it.
    pub application: Application,
    /// Wording of its axis.
    pub axis: Option<String>,
    /// True when two tablets wrote it apart: the last one shows.
    pub is_conflict: bool,
}

/// Files that the filters leave, newest year first.
pub fn rows(
    contract: &Contract,
    follow_up: &FollowUp,
    filters: &ApplicationFilters,
) -> Vec<ApplicationRow> {
    let found = follow_up.applications().into_iter();
    found
        .filter(|(_, it)| filters.year.is_none_or(|year| it.year == year))
        .filter(|(_, it)| filters.stage.is_none_or(|stage| it.stage == stage))
        .filter(|(_, it)| filters.axis.is_none() || it.axis == filters.axis)
        .map(|(id, application)| ApplicationRow {
            id,
            axis: application.axis.and_then(|axis| axis_label(contract, axis)),
            is_conflict: follow_up.is_conflict(&Topic::Application(id)),
            application: application.clone(),
        })
        .collect()
}

/// Years that have files, newest first.
pub fn years(follow_up: &FollowUp) -> Vec<u16> {
    let years: BTreeSet<u16> = follow_up
        .applications()
        .iter()
        .map(|(_, it)| it.year)
        .collect();
    years.into_iter().rev().collect()
}

/// Axes of the contract with their wordings, in its order.
pub fn axes(contract: &Contract) -> Vec<(LinkTarget, String)> {
    let themes = contract.themes.iter();
    themes
        .flat_map(|theme| {
            (1..).zip(&theme.axes).map(|(number, axis)| {
                let target = LinkTarget::Axis {
                    theme: theme.number,
                    number,
                };
                (target, axis.label.to_string())
            })
        })
        .collect()
}

fn axis_label(contract: &Contract, axis: LinkTarget) -> Option<String> {
    match axis {
        LinkTarget::Axis { theme, number } => {
            let axis = contract.axis(theme, number)?;
            Some(axis.label.to_string())
        }
        _ => None,
    }
}

/// The files as CSV for a spreadsheet, below the names of the columns.
pub fn csv(rows: &[ApplicationRow]) -> Vec<u8> {
    let mut lines = vec![words::columns().map(str::to_owned).to_vec()];
    lines.extend(rows.iter().map(|row| {
        let it = &row.application;
        let text = |text: Option<String>| text.unwrap_or_default();
        let cells = [
            it.year.to_string(),
            it.title.to_string(),
            it.bearer.to_string(),
            text(row.axis.clone()),
            text(it.quarters.as_ref().map(ToString::to_string)),
            text(it.amount_eur.map(|amount| amount.to_string())),
            words::stage(it.stage).to_owned(),
            it.decision.map_or("", words::decision).to_owned(),
            text(it.reason.as_ref().map(ToString::to_string)),
        ];
        cells.to_vec()
    }));
    csv_file::write(&lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> ApplicationForm {
        ApplicationForm {
            title: "Jardin partagé".to_owned(),
            bearer: "Association du Chalet".to_owned(),
            amount: "12 000 €".to_owned(),
            axis: "axis 4.17".to_owned(),
            decision: "0".to_owned(),
            ..ApplicationForm::new(2026)
        }
    }

    #[test]
    fn a_form_reads_and_opens_again_as_it_was() {
        let read = form().read().expect("it can be read");
        assert_eq!(read.amount_eur, Some(12_000));
        assert_eq!(read.decision, Some(ApplicationDecision::Funded));
        assert_eq!(read.quarters, None);
        let again = ApplicationForm::of(&read);
        assert_eq!(again.read(), Ok(read));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let with = |change: fn(&mut ApplicationForm)| {
            let mut form = form();
            change(&mut form);
            form.read()
        };
        let fault = with(|form| form.year = "20266".to_owned());
        assert_eq!(fault, Err(ApplicationFault::Year));
        let fault = with(|form| form.amount = "douze".to_owned());
        assert_eq!(fault, Err(ApplicationFault::Amount));
        let fault = with(|form| form.amount = "-3".to_owned());
        assert_eq!(fault, Err(ApplicationFault::Amount));
        let fault = with(|form| form.title.clear());
        assert_eq!(fault, Err(ApplicationFault::Title(TextFault::Empty)));
        let fault = with(|form| form.bearer = " ".to_owned());
        assert_eq!(fault, Err(ApplicationFault::Bearer(TextFault::Empty)));
    }

    #[test]
    fn the_export_opens_in_a_french_spreadsheet_and_runs_nothing() {
        let mut form = form();
        form.title = "=1+1; \"suite\"".to_owned();
        let row = ApplicationRow {
            id: ApplicationId::from_bytes([1; 16]),
            application: form.read().expect("it can be read"),
            axis: Some("Compost".to_owned()),
            is_conflict: false,
        };
        let bytes = csv(&[row]);
        assert!(bytes.starts_with(&[0xef, 0xbb, 0xbf]));
        let text = String::from_utf8(bytes).expect("UTF-8");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[1].starts_with("2026;\"'=1+1; \"\"suite\"\"\";Association"));
    }
}
