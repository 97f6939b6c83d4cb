//! How an action of the contract stands today, and the form that brings it up to date.
//! Pure.
//!
//! Knows: what was printed, what was said since, what stands apart.
//! Must not know: the browser, the document, the clock.

use std::sync::Arc;

use domain::{
    ActionField, ActionNews, ActionStep, ActionText, Claim, ContractAction, Date, FollowUp,
    Passage, Statement, TextFault, Topic,
};

use super::choice_list;
use super::contract::shown_step;
use crate::i18n::{action_news as words, parts};

/// What stands of one field since the action was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldNow {
    /// The field.
    pub field: ActionField,
    /// What stands, first said first; never empty.
    pub standing: Vec<Arc<Statement>>,
    /// True when a person has to choose one.
    pub is_conflict: bool,
}

/// One line of the history of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// What was said.
    pub statement: Arc<Statement>,
    /// The new value.
    pub news: ActionNews,
    /// The value before, printed or said; `None` when the field had none.
    pub before: Option<ActionNews>,
}

/// Everything that was said of an action since it was printed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActionNow {
    /// Fields that something was said of, in the order of the screen.
    pub fields: Vec<FieldNow>,
    /// Every change, newest first.
    pub history: Vec<HistoryLine>,
}

impl ActionNow {
    /// Reads what was said of an action.
    pub fn build(action: &ContractAction, follow_up: &FollowUp) -> Self {
        let topics = ActionField::ALL.map(|field| (field, Topic::Action(action.seq, field)));
        let fields = topics.iter().filter_map(|(field, topic)| {
            let standing = follow_up.standing(topic);
            (!standing.is_empty()).then(|| FieldNow {
                field: *field,
                standing: standing.into_iter().cloned().collect(),
                is_conflict: follow_up.is_conflict(topic),
            })
        });
        let said = topics
            .iter()
            .flat_map(|(_, topic)| follow_up.history(topic));
        let mut history: Vec<HistoryLine> = said
            .filter_map(|statement| {
                let news = news_of(statement)?.clone();
                Some(HistoryLine {
                    before: before(action, follow_up, statement, &news),
                    news,
                    statement: Arc::clone(statement),
                })
            })
            .collect();
        history.sort_by_key(|line| core::cmp::Reverse((line.statement.at, line.statement.id)));
        Self {
            fields: fields.collect(),
            history,
        }
    }
}

/// The news of a statement about an action.
pub fn news_of(statement: &Statement) -> Option<&ActionNews> {
    match &statement.claim {
        Claim::Action { news, .. } => Some(news),
        _ => None,
    }
}

/// A new value in words; `day` says how a day is written there.
pub fn in_words(news: &ActionNews, day: impl FnOnce(Date) -> String) -> String {
    match news {
        ActionNews::Step(Some(step)) => parts::action_step(shown_step(Some(*step))).to_owned(),
        ActionNews::Text(_, Some(text)) => text.to_string(),
        ActionNews::DueDate(Some(date)) => day(*date),
        ActionNews::Step(None) | ActionNews::Text(_, None) | ActionNews::DueDate(None) => {
            words::not_known().to_owned()
        }
    }
}

/// The value that a statement replaced; of several, the last one said.
fn before(
    action: &ContractAction,
    follow_up: &FollowUp,
    statement: &Statement,
    news: &ActionNews,
) -> Option<ActionNews> {
    let topic = Topic::Action(action.seq, news.field());
    let former = follow_up
        .history(&topic)
        .iter()
        .filter(|other| statement.supersedes.contains(&other.id))
        .filter_map(|other| news_of(other))
        .next_back();
    match former {
        Some(former) => Some(former.clone()),
        None => printed(action, news.field()),
    }
}

/// What annexe 2 prints of a field.
fn printed(action: &ContractAction, field: ActionField) -> Option<ActionNews> {
    let text = |text, value: &Option<Arc<str>>| {
        // Some cells of annexe 2 begin with a stray full stop.
        let value = value.as_deref()?.trim_start_matches(". ");
        let value = Passage::new(value).ok()?;
        Some(ActionNews::Text(text, Some(value)))
    };
    match field {
        ActionField::Step => action.step.map(|step| ActionNews::Step(Some(step))),
        ActionField::Text(ActionText::Detail) => text(ActionText::Detail, &action.detail),
        ActionField::Text(ActionText::Outlook) => text(ActionText::Outlook, &action.outlook),
        _ => None,
    }
}

/// The value that a field has now: what was said last, else what was printed.
pub fn current(
    action: &ContractAction,
    follow_up: &FollowUp,
    field: ActionField,
) -> Option<ActionNews> {
    match follow_up.news_of(action.seq, field) {
        Some(news) => Some(news.clone()),
        None => printed(action, field),
    }
}

/// What a person typed about an action, field by field in the order of
/// [`ActionField::ALL`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActionForm {
    values: [String; 7],
}

/// A field that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldFault {
    /// The text.
    Text(ActionText, TextFault),
    /// The day.
    Date,
}

impl ActionForm {
    /// The form with the values that the action has now.
    pub fn new(action: &ContractAction, follow_up: &FollowUp) -> Self {
        let values = ActionField::ALL.map(|field| {
            let news = current(action, follow_up, field);
            news.as_ref().map_or_else(String::new, field_value)
        });
        Self { values }
    }

    /// What stands in the field.
    pub fn value(&self, field: ActionField) -> &str {
        &self.values[place(field)]
    }

    /// Takes what was typed.
    pub fn set(&mut self, field: ActionField, value: String) {
        self.values[place(field)] = value;
    }

    /// The fields that differ from `before`, as news.
    ///
    /// # Errors
    /// The first field that cannot be read.
    pub fn changes(&self, before: &Self) -> Result<Vec<ActionNews>, FieldFault> {
        ActionField::ALL
            .into_iter()
            .filter(|field| self.value(*field).trim() != before.value(*field).trim())
            .map(|field| self.news(field))
            .collect()
    }

    fn news(&self, field: ActionField) -> Result<ActionNews, FieldFault> {
        let value = self.value(field).trim();
        let is_known = !value.is_empty();
        Ok(match field {
            ActionField::Step => ActionNews::Step(choice_list::chosen(&ActionStep::ALL, value)),
            ActionField::Text(text) => {
                let passage = is_known.then(|| Passage::new(value)).transpose();
                let passage = passage.map_err(|fault| FieldFault::Text(text, fault))?;
                ActionNews::Text(text, passage)
            }
            ActionField::DueDate => {
                let date = is_known.then(|| value.parse()).transpose();
                ActionNews::DueDate(date.map_err(|_| FieldFault::Date)?)
            }
        })
    }
}

fn place(field: ActionField) -> usize {
    ActionField::ALL
        .iter()
        .position(|known| *known == field)
        .unwrap_or(0)
}

/// A value as it stands in a field of the form; empty when nobody knows it.
pub(super) fn field_value(news: &ActionNews) -> String {
    match news {
        ActionNews::Step(step) => choice_list::place_of(&ActionStep::ALL, step.as_ref()),
        ActionNews::Text(_, text) => text.as_ref().map_or_else(String::new, ToString::to_string),
        ActionNews::DueDate(date) => date.map_or_else(String::new, |date| date.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use domain::{Author, AuthorRole, StatementId, Timestamp};

    use super::*;

    const STEP: ActionField = ActionField::Step;
    const DETAIL: ActionField = ActionField::Text(ActionText::Detail);

    fn action() -> ContractAction {
        ContractAction {
            seq: 7,
            theme: 1,
            orientation: 2,
            objective: None,
            code: None,
            label: "Une action".into(),
            perimeter: None,
            status: Some("En cours".into()),
            step: Some(ActionStep::Deploying),
            detail: Some("Un détail".into()),
            outlook: None,
        }
    }

    fn said(statements: &[(u8, &[u8], ActionNews)]) -> FollowUp {
        let id = |n: u8| StatementId::from_bytes([n; 16]);
        let statements: BTreeMap<StatementId, Arc<Statement>> = statements
            .iter()
            .map(|(n, supersedes, news)| {
                let statement = Statement {
                    id: id(*n),
                    at: Timestamp::from_epoch_min((*n).into()),
                    author: Author {
                        role: AuthorRole::Facilitator,
                        council: None,
                    },
                    supersedes: supersedes.iter().map(|n| id(*n)).collect::<BTreeSet<_>>(),
                    claim: Claim::Action {
                        action: 7,
                        news: news.clone(),
                    },
                };
                (statement.id, Arc::new(statement))
            })
            .collect();
        FollowUp::new(&Arc::new(statements))
    }

    #[test]
    fn the_history_goes_from_what_was_printed_to_what_stands() {
        let reached = ActionNews::Step(Some(ActionStep::Reached));
        let unknown = ActionNews::Step(None);
        let follow_up = said(&[(1, &[], reached.clone()), (2, &[1], unknown.clone())]);
        let now = ActionNow::build(&action(), &follow_up);
        let lines: Vec<_> = now
            .history
            .iter()
            .map(|line| (line.before.clone(), line.news.clone()))
            .collect();
        let printed = ActionNews::Step(Some(ActionStep::Deploying));
        assert_eq!(
            lines,
            [
                (Some(reached.clone()), unknown.clone()),
                (Some(printed), reached)
            ]
        );
        assert_eq!(now.fields.len(), 1);
        assert_eq!(current(&action(), &follow_up, STEP), Some(unknown));
        assert!(!now.fields[0].is_conflict);
        assert_eq!(
            ActionNow::build(&action(), &FollowUp::default()),
            ActionNow::default()
        );
    }

    #[test]
    fn values_said_apart_are_offered_and_a_choice_names_both() {
        let follow_up = said(&[
            (1, &[], ActionNews::Step(Some(ActionStep::Reached))),
            (2, &[], ActionNews::Step(Some(ActionStep::Launching))),
        ]);
        let now = ActionNow::build(&action(), &follow_up);
        assert!(now.fields[0].is_conflict && now.fields[0].standing.len() == 2);
        let topic = Topic::Action(7, STEP);
        assert_eq!(follow_up.standing_ids(&topic).len(), 2);
    }

    #[test]
    fn a_form_gives_only_what_was_changed() {
        let before = ActionForm::new(&action(), &FollowUp::default());
        let step = choice_list::chosen(&ActionStep::ALL, before.value(STEP));
        assert_eq!(step, Some(ActionStep::Deploying));
        assert_eq!(before.value(DETAIL), "Un détail");
        let mut form = before.clone();
        assert_eq!(form.changes(&before), Ok(vec![]));
        form.set(DETAIL, "  Un détail \n".to_owned());
        assert_eq!(
            form.changes(&before),
            Ok(vec![]),
            "white space is no change"
        );
        form.set(STEP, String::new());
        form.set(DETAIL, String::new());
        form.set(ActionField::DueDate, "2027-01-31".to_owned());
        assert_eq!(
            form.changes(&before),
            Ok(vec![
                ActionNews::Step(None),
                ActionNews::Text(ActionText::Detail, None),
                ActionNews::DueDate("2027-01-31".parse().ok()),
            ])
        );
        form.set(ActionField::DueDate, "demain".to_owned());
        assert_eq!(form.changes(&before), Err(FieldFault::Date));
        form.set(DETAIL, "x".repeat(Passage::CHARS_MAX + 1));
        assert!(matches!(
            form.changes(&before),
            Err(FieldFault::Text(ActionText::Detail, _))
        ));
    }

    #[test]
    fn every_step_has_its_choice() {
        let steps = ActionStep::ALL.map(Some);
        for step in steps.into_iter().chain([None]) {
            let mut form = ActionForm::default();
            form.set(STEP, field_value(&ActionNews::Step(step)));
            assert_eq!(form.news(STEP), Ok(ActionNews::Step(step)));
        }
    }
}
