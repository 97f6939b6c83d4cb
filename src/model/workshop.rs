//! Workshops as screens show them. Pure.
//!
//! Knows: where each round stands and what may be done next.
//! Must not know: the browser, the document, the clock.
//! Reading order: [`build_list`], then [`build_workshop`] and [`RoundModel`].

use std::sync::Arc;

use domain::{
    CardId, Date, Round, RoundId, RoundRules, RoundStatus, Snapshot, Timestamp, Workshop,
    WorkshopId, count,
};

use super::attendance::{is_current, n_current_ballots};
use super::results::{ResultsModel, as_u32, build_results, round_cards, workshop_badges};
use super::rounds::running_or_last;
use super::workshop_arbitration::{ArbitrationModel, build_arbitration};
use crate::components::CouncilBadge;

/// One workshop of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkshopRow {
    /// Its id.
    pub id: WorkshopId,
    /// Name.
    pub title: String,
    /// Day.
    pub date: Date,
    /// Place; `None` when unknown.
    pub place: Option<String>,
    /// Councils that meet.
    pub councils: Vec<CouncilBadge>,
    /// Where its current round stands; `None` when none was opened yet.
    pub stage: Option<RoundStatus>,
}

/// One workshop with its rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkshopModel {
    /// What the list shows too.
    pub row: WorkshopRow,
    /// Names of the cards on the table, in the order of the deck.
    pub card_names: Vec<String>,
    /// Cards that a new round takes.
    pub cards: Vec<CardId>,
    /// Rules of its rounds; `None` for a vote of the past, which is history.
    pub rules: Option<RoundRules>,
    /// The round to act on; `None` before the first one.
    pub current: Option<RoundModel>,
    /// The other rounds, newest first.
    pub past: Vec<RoundModel>,
    /// The one main action.
    pub action: Option<RoundAction>,
    /// True when a new round may be opened beside the main action.
    pub can_open_another: bool,
}

/// What the main button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundAction {
    /// Open the first round.
    Open,
    /// Close the current round.
    Close,
    /// Reveal the cards of the current round that are still hidden.
    Reveal,
}

/// One round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundModel {
    /// Its id.
    pub id: RoundId,
    /// First opened is 1.
    pub number: u32,
    /// Where it stands.
    pub status: RoundStatus,
    /// Ballots cast on this device or received, without those that were replaced.
    pub n_ballots: u32,
    /// Of these, those filled with someone's help; 0 until the round is closed.
    pub n_assisted: u32,
    /// When it was opened; `None` when unknown.
    pub opened_at: Option<Timestamp>,
    /// When it was first closed; `None` when it is not or the moment is unknown.
    pub closed_at: Option<Timestamp>,
    /// Cards whose totals are still hidden.
    pub hidden_cards: Vec<CardId>,
    /// What a person has to settle or has settled; empty while the round is open.
    pub arbitration: ArbitrationModel,
    /// Totals of the revealed cards; `None` until one is revealed.
    pub results: Option<ResultsModel>,
}

impl WorkshopModel {
    /// A vote of the past: nobody prepares or runs anything for it.
    pub fn is_history(&self) -> bool {
        self.rules.is_none()
    }
}

impl RoundModel {
    /// True when the totals of some cards can be revealed now.
    pub fn can_reveal(&self) -> bool {
        self.status >= RoundStatus::Closed && !self.hidden_cards.is_empty()
    }
}

/// Every workshop, newest first.
pub fn build_list(snapshot: &Snapshot) -> Vec<WorkshopRow> {
    let workshops = snapshot.workshops_newest_first();
    workshops
        .iter()
        .map(|workshop| {
            let rounds = snapshot.rounds_of(workshop.id);
            build_row(snapshot, workshop, running_or_last(&rounds, |_| true))
        })
        .collect()
}

/// One workshop; `None` when its id is unknown.
pub fn build_workshop(snapshot: &Snapshot, id: WorkshopId) -> Option<WorkshopModel> {
    let workshop = snapshot.workshops.get(&id)?;
    let rounds = snapshot.rounds_of(id);
    // The one that is prepared comes last.
    let acted_on = running_or_last(&rounds, |_| true);
    let mut models: Vec<RoundModel> = (1..)
        .zip(&rounds)
        .map(|(number, round)| build_round(snapshot, round, number))
        .collect();
    let current = acted_on
        .and_then(|round| models.iter().position(|model| model.id == round.id))
        .map(|idx| models.remove(idx));
    models.reverse();
    let action = main_action(workshop.rules.is_some(), current.as_ref());
    let is_free = current
        .as_ref()
        .is_some_and(|round| round.status >= RoundStatus::Closed);
    let deck = snapshot.deck();
    let cards = deck.iter().filter(|card| workshop.cards.contains(&card.id));
    Some(WorkshopModel {
        row: build_row(snapshot, workshop, acted_on),
        card_names: cards.clone().map(|card| card.name.to_string()).collect(),
        cards: cards.map(|card| card.id.clone()).collect(),
        rules: workshop.rules,
        can_open_another: is_free && workshop.rules.is_some(),
        current,
        past: models,
        action,
    })
}

fn build_row(
    snapshot: &Snapshot,
    workshop: &Workshop,
    current: Option<&Arc<Round>>,
) -> WorkshopRow {
    WorkshopRow {
        id: workshop.id,
        title: workshop.title.to_string(),
        date: workshop.date,
        place: workshop.place.as_ref().map(ToString::to_string),
        councils: workshop_badges(snapshot, workshop),
        stage: current.map(|round| round.status()),
    }
}

fn build_round(snapshot: &Snapshot, round: &Round, number: u32) -> RoundModel {
    let status = round.status();
    let is_closed = status >= RoundStatus::Closed;
    let count = count(snapshot, round.id);
    let is_assisted =
        |b: &&domain::CountedBallot| is_closed && b.ballot.is_assisted && is_current(b.standing);
    let assisted = count.ballots.iter().filter(is_assisted);
    let hidden = round_cards(snapshot, round).filter(|card| !round.is_revealed(&card.id));
    RoundModel {
        id: round.id,
        number,
        status,
        n_ballots: n_current_ballots(&count),
        n_assisted: as_u32(assisted.count()),
        opened_at: round.opened_at,
        closed_at: round.closings.iter().map(|closing| closing.at).min(),
        hidden_cards: hidden.map(|card| card.id.clone()).collect(),
        arbitration: if is_closed {
            build_arbitration(snapshot, round, &count)
        } else {
            ArbitrationModel::default()
        },
        results: (status == RoundStatus::Revealed).then(|| build_results(snapshot, round)),
    }
}

/// A round of a workshop without rules can still be closed or revealed, should a merge
/// ever bring one; none can be opened.
fn main_action(has_rules: bool, current: Option<&RoundModel>) -> Option<RoundAction> {
    match current {
        None => has_rules.then_some(RoundAction::Open),
        Some(round) if round.status == RoundStatus::Draft => Some(RoundAction::Open),
        Some(round) if round.status.is_running() => Some(RoundAction::Close),
        Some(round) => round.can_reveal().then_some(RoundAction::Reveal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workshop_samples::Sample;

    fn model(sample: &Sample) -> WorkshopModel {
        build_workshop(&sample.snapshot, sample.workshop()).expect("a known workshop")
    }

    #[test]
    fn the_main_action_follows_the_round() {
        let mut sample = Sample::new();
        assert_eq!(model(&sample).action, Some(RoundAction::Open));
        assert_eq!(model(&sample).row.stage, None);
        assert!(!model(&sample).can_open_another);

        let round = sample.open(1);
        assert_eq!(model(&sample).action, Some(RoundAction::Close));
        assert!(!model(&sample).can_open_another);

        sample.close(round);
        assert_eq!(model(&sample).action, Some(RoundAction::Reveal));
        assert!(model(&sample).can_open_another);

        sample.reveal(round, &[1]);
        assert_eq!(model(&sample).action, Some(RoundAction::Reveal));

        sample.reveal(round, &[2]);
        assert_eq!(model(&sample).action, None);
        assert_eq!(model(&sample).row.stage, Some(RoundStatus::Revealed));
    }

    #[test]
    fn an_open_round_tells_the_number_of_ballots_and_no_total() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        sample.cast(round, 1, Some("annemasse"), &[(1, 2)]);
        sample.cast(round, 2, Some("annemasse"), &[(1, 1)]);
        let current = model(&sample).current.expect("a round");
        assert_eq!(current.n_ballots, 2);
        assert_eq!(current.results, None);
        sample.close(round);
        let current = model(&sample).current.expect("a round");
        assert_eq!((current.n_ballots, current.results), (2, None));
    }

    #[test]
    fn history_opens_no_round() {
        let mut sample = Sample::new();
        sample.history(16, &[(1, 3)]);
        let model = build_workshop(&sample.snapshot, sample.history_workshop());
        let model = model.expect("a known workshop");
        assert_eq!(model.action, None);
        assert!(!model.can_open_another);
        assert_eq!(model.rules, None);
        let results = model.current.and_then(|round| round.results);
        assert_eq!(results.map(|results| results.n_dots), Some(3));
    }

    #[test]
    fn a_round_that_still_runs_comes_before_a_later_closed_one() {
        let mut sample = Sample::new();
        let first = sample.open(1);
        let second = sample.open(2);
        sample.close(second);
        let model = model(&sample);
        assert_eq!(model.current.map(|round| round.id), Some(first));
        assert_eq!(
            model.past.first().map(|round| (round.id, round.number)),
            Some((second, 2))
        );
        assert_eq!(model.action, Some(RoundAction::Close));
    }

    #[test]
    fn workshops_come_newest_first() {
        let mut sample = Sample::new();
        sample.history(16, &[]);
        let rows = build_list(&sample.snapshot);
        let titles: Vec<&str> = rows.iter().map(|row| row.title.as_str()).collect();
        assert_eq!(titles, ["Atelier", "Rencontre"]);
        assert_eq!(rows[0].councils.len(), 4);
        let unknown = WorkshopId::from_bytes([77; 16]);
        assert_eq!(build_workshop(&sample.snapshot, unknown), None);
    }
}
