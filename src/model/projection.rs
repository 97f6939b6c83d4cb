//! What the screen of the room shows, from the document and the stage. Pure.
//!
//! Built from revealed cards only: what is hidden is not in the value, so that it cannot
//! be in the page.

use std::sync::Arc;

use domain::{CardId, Date, Round, RoundId, RoundStatus, Snapshot, WorkshopId, count};

use super::attendance::{build_attendance, n_current_ballots};
use super::looks::card_look;
use super::results::{
    CardResults, Participation, as_u32, build_results, round_cards, workshop_badges,
};
use super::rounds::running_or_last;
use crate::components::{CardLook, CouncilBadge, RANKING_DOTS_MAX, RankRow};
use crate::replica::RoomStage;

/// Characters of a wording that fit one line of the stage, without dots beside it.
const LINE_CHARS: usize = 80;
/// Characters whose place one dot takes.
const DOT_CHARS: usize = 4;
/// Lines of a wording that show; the stylesheet cuts what is longer.
const LINES_MAX: usize = 3;
/// What a row takes beside its lines, in halves of a line.
const ROW_HALVES: usize = 3;
/// Room for rows on the stage, in halves of a line.
const STAGE_HALVES: usize = 32;

/// The screen of one workshop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectionModel {
    /// Name of the workshop.
    pub title: String,
    /// Day of the workshop.
    pub date: Date,
    /// Councils that meet.
    pub councils: Vec<CouncilBadge>,
    /// What shows now.
    pub scene: Scene,
}

/// What shows, in the order of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scene {
    /// No round yet: people come in.
    Waiting,
    /// The round is open or suspended.
    Running {
        /// True when it is suspended.
        is_paused: bool,
        /// Ballots so far.
        n_ballots: u32,
        /// People present, once they are counted.
        n_present: Option<u32>,
    },
    /// The round is closed, and nothing of it shows yet.
    Closed {
        /// Cards of the round, face down.
        cards: Vec<CardLook>,
    },
    /// One revealed card.
    Card(Box<CardScene>),
}

/// One revealed card on stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardScene {
    /// Round.
    pub round: RoundId,
    /// Card.
    pub card: CardId,
    /// Its colour and drawing.
    pub look: CardLook,
    /// Name as printed.
    pub name: String,
    /// Place among the cards of the round, from 1.
    pub position: u32,
    /// Cards of the round.
    pub n_cards: u32,
    /// Who took part.
    pub participation: Participation,
    /// Best first; as many as fit, and never a part of equal ones.
    pub rows: Vec<RankRow>,
    /// Proposals with dots that did not fit.
    pub n_more: u32,
    /// Shapes to explain; empty when no breakdown shows.
    pub legend: Vec<CouncilBadge>,
    /// True when the dots per council are left out because a council is too small.
    pub is_breakdown_hidden: bool,
}

/// The cards of the round that the screen is about, for the person who leads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomCards {
    /// Round.
    pub round: RoundId,
    /// Cards of the round, in the order of the deck.
    pub cards: Vec<RoomCard>,
}

/// One card of the round, without its results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomCard {
    /// Card.
    pub card: CardId,
    /// Name as printed.
    pub name: String,
    /// Its totals may show.
    pub is_revealed: bool,
    /// The screen shows it.
    pub is_on_stage: bool,
}

impl RoomCards {
    /// The revealed card before (-1) or after (1) the one on stage.
    pub fn neighbor(&self, by: isize) -> Option<&CardId> {
        let revealed: Vec<&RoomCard> = self.cards.iter().filter(|c| c.is_revealed).collect();
        let shown = revealed.iter().position(|card| card.is_on_stage)?;
        let idx = shown.checked_add_signed(by)?;
        revealed.get(idx).map(|card| &card.card)
    }
}

/// The screen of a workshop; `None` when the workshop is unknown.
pub fn build_projection(
    snapshot: &Snapshot,
    id: WorkshopId,
    stage: Option<&RoomStage>,
) -> Option<ProjectionModel> {
    let workshop = snapshot.workshops.get(&id)?;
    Some(ProjectionModel {
        title: workshop.title.to_string(),
        date: workshop.date,
        councils: workshop_badges(snapshot, workshop),
        scene: scene(snapshot, id, stage),
    })
}

/// The cards of the round that the screen is about; `None` while none is closed.
pub fn build_room_cards(
    snapshot: &Snapshot,
    id: WorkshopId,
    stage: Option<&RoomStage>,
) -> Option<RoomCards> {
    let round = shown_round(snapshot, id).filter(|round| round.status() >= RoundStatus::Closed)?;
    let on_stage = card_on_stage(snapshot, &round, stage);
    let cards = round_cards(snapshot, &round).map(|card| RoomCard {
        name: card.name.to_string(),
        is_revealed: round.is_revealed(&card.id),
        is_on_stage: on_stage.as_ref() == Some(&card.id),
        card: card.id.clone(),
    });
    Some(RoomCards {
        round: round.id,
        cards: cards.collect(),
    })
}

/// The round that the screen is about: the one that runs, else the last that was opened.
/// One that is only being prepared does not take results off the screen.
fn shown_round(snapshot: &Snapshot, id: WorkshopId) -> Option<Arc<Round>> {
    running_or_last(&snapshot.rounds_of(id), |round| {
        round.status() != RoundStatus::Draft
    })
    .cloned()
}

fn scene(snapshot: &Snapshot, id: WorkshopId, stage: Option<&RoomStage>) -> Scene {
    let Some(round) = shown_round(snapshot, id) else {
        return Scene::Waiting;
    };
    match round.status() {
        RoundStatus::Draft => Scene::Waiting,
        status @ (RoundStatus::Open | RoundStatus::Paused) => Scene::Running {
            is_paused: status == RoundStatus::Paused,
            n_ballots: n_current_ballots(&count(snapshot, round.id)),
            n_present: build_attendance(snapshot, id).and_then(|model| model.n_present()),
        },
        RoundStatus::Closed => closed_scene(snapshot, &round),
        RoundStatus::Revealed => match card_scene(snapshot, &round, stage) {
            Some(card) => Scene::Card(Box::new(card)),
            None => closed_scene(snapshot, &round),
        },
    }
}

fn closed_scene(snapshot: &Snapshot, round: &Round) -> Scene {
    let cards = round_cards(snapshot, round);
    Scene::Closed {
        cards: cards.map(|card| card_look(&card)).collect(),
    }
}

/// The card to show: the one that was chosen once it is revealed, else the first one.
///
/// A card that was chosen and is not revealed here yet is awaited: nothing else shows.
fn card_on_stage(snapshot: &Snapshot, round: &Round, stage: Option<&RoomStage>) -> Option<CardId> {
    let chosen = stage.and_then(|stage| stage.shown.as_ref());
    match chosen.filter(|(of, card)| *of == round.id && round.cards.contains(card)) {
        Some((_, card)) => round.is_revealed(card).then(|| card.clone()),
        None => round_cards(snapshot, round)
            .find(|card| round.is_revealed(&card.id))
            .map(|card| card.id.clone()),
    }
}

fn card_scene(snapshot: &Snapshot, round: &Round, stage: Option<&RoomStage>) -> Option<CardScene> {
    let card = card_on_stage(snapshot, round, stage)?;
    let results = build_results(snapshot, round);
    let position = round_cards(snapshot, round).position(|of| of.id == card)?;
    let shown = results.cards.into_iter().find(|shown| shown.card == card)?;
    let legend = legend_of(&shown, results.legend);
    let look = shown.look();
    let CardResults {
        card, name, rows, ..
    } = shown;
    let n_shown = n_rows_that_fit(&rows);
    let n_more = as_u32(rows.len() - n_shown);
    Some(CardScene {
        round: round.id,
        card,
        look,
        name,
        position: as_u32(position).saturating_add(1),
        n_cards: as_u32(round.cards.len()),
        participation: results.participation,
        rows: rows.into_iter().take(n_shown).collect(),
        n_more,
        legend,
        is_breakdown_hidden: results.is_breakdown_hidden,
    })
}

/// The shapes that this card has.
fn legend_of(card: &CardResults, legend: Vec<CouncilBadge>) -> Vec<CouncilBadge> {
    let has = |council: &CouncilBadge| {
        let mut dots = card.rows.iter().flat_map(|row| &row.by_council);
        dots.any(|(of, n)| of.id == council.id && *n > 0)
    };
    legend.into_iter().filter(has).collect()
}

/// How many of the first rows fit the stage. Rows of one rank stay together; the first
/// rank always shows, and the stage then scrolls.
fn n_rows_that_fit(rows: &[RankRow]) -> usize {
    let mut n_fit = 0;
    let mut halves = 0;
    for tied in rows.chunk_by(|left, right| left.rank == right.rank) {
        halves += tied.iter().map(row_halves).sum::<usize>();
        if halves > STAGE_HALVES && n_fit > 0 {
            break;
        }
        n_fit += tied.len();
    }
    n_fit
}

/// The height of a row, in halves of a line.
fn row_halves(row: &RankRow) -> usize {
    let n_drawn = if row.total > RANKING_DOTS_MAX {
        0
    } else {
        usize::try_from(row.total).unwrap_or(0)
    };
    let line_chars = LINE_CHARS - DOT_CHARS * n_drawn;
    let lines = |text: &str| {
        let n_lines = text.chars().count().div_ceil(line_chars);
        n_lines.min(LINES_MAX)
    };
    ROW_HALVES + 2 * lines(&row.label).max(1) + 2 * row.note.as_deref().map_or(0, lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workshop_samples::Sample;

    fn scene_of(sample: &Sample, stage: Option<&RoomStage>) -> Scene {
        let model = build_projection(&sample.snapshot, sample.workshop(), stage);
        model.expect("a known workshop").scene
    }

    fn on_stage(sample: &Sample, round: RoundId, card: u8) -> RoomStage {
        RoomStage {
            timer: None,
            shown: Some((round, sample.card(card))),
        }
    }

    fn shown_card(scene: Scene) -> Option<CardId> {
        match scene {
            Scene::Card(card) => Some(card.card),
            _ => None,
        }
    }

    fn is_closed(scene: &Scene) -> bool {
        matches!(scene, Scene::Closed { .. })
    }

    #[test]
    fn screen_follows_the_round() {
        let mut sample = Sample::new();
        assert_eq!(scene_of(&sample, None), Scene::Waiting);
        let round = sample.open(1);
        sample.cast(round, 1, Some("annemasse"), &[(1, 2)]);
        let running = |n_present| Scene::Running {
            is_paused: false,
            n_ballots: 1,
            n_present,
        };
        assert_eq!(scene_of(&sample, None), running(None));
        sample.attend(&[17]);
        assert_eq!(scene_of(&sample, None), running(Some(17)));
        sample.attend(&[16, 17]);
        assert_eq!(scene_of(&sample, None), running(None));
        sample.close(round);
        assert!(is_closed(&scene_of(&sample, None)));
        sample.reveal(round, &[2]);
        assert_eq!(shown_card(scene_of(&sample, None)), Some(sample.card(2)));
        let unknown = WorkshopId::from_bytes([77; 16]);
        assert_eq!(build_projection(&sample.snapshot, unknown, None), None);
    }

    #[test]
    fn nothing_that_is_hidden_is_in_the_value() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        for voter in 1..=6 {
            sample.cast(round, voter, Some("annemasse"), &[(1, 2), (4, 1)]);
        }
        let told = |sample: &Sample, stage: Option<&RoomStage>| {
            let model = build_projection(&sample.snapshot, sample.workshop(), stage);
            format!("{model:?}")
        };
        let hidden = on_stage(&sample, round, 1);
        for stage in [None, Some(&hidden)] {
            assert!(!told(&sample, stage).contains("Proposition"));
        }
        sample.close(round);
        for stage in [None, Some(&hidden)] {
            assert!(!told(&sample, stage).contains("Proposition"));
        }
        sample.reveal(round, &[2]);
        let first = told(&sample, None);
        assert!(first.contains("Proposition 4"), "{first}");
        assert!(!first.contains("Proposition 1"), "{first}");
        assert!(!first.contains("12"), "{first}");
        // The card that was chosen is not revealed here yet: nothing else shows either.
        assert!(is_closed(&scene_of(&sample, Some(&hidden))));
    }

    #[test]
    fn person_who_leads_goes_from_card_to_card() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        sample.cast(round, 1, None, &[(1, 2), (4, 1)]);
        let room = |sample: &Sample, stage: Option<&RoomStage>| {
            build_room_cards(&sample.snapshot, sample.workshop(), stage)
        };
        assert_eq!(room(&sample, None), None);
        sample.close(round);
        let closed = room(&sample, None).expect("the round is closed");
        assert!(
            closed
                .cards
                .iter()
                .all(|c| !c.is_revealed && !c.is_on_stage)
        );
        assert_eq!(closed.neighbor(1), None);
        sample.reveal(round, &[1, 2]);
        let first = room(&sample, None).expect("the round is closed");
        assert!(first.cards[0].is_on_stage);
        assert_eq!(first.neighbor(1), Some(&sample.card(2)));
        assert_eq!(first.neighbor(-1), None);
        let stage = on_stage(&sample, round, 2);
        let second = room(&sample, Some(&stage)).expect("the round is closed");
        assert_eq!(second.neighbor(-1), Some(&sample.card(1)));
        assert_eq!(second.neighbor(1), None);
        let Scene::Card(card) = scene_of(&sample, Some(&stage)) else {
            unreachable!("a card is revealed");
        };
        assert_eq!((card.position, card.n_cards), (2, 2));
        assert_eq!(card.rows.len(), 1);
    }

    #[test]
    fn choice_made_for_another_round_does_not_count() {
        let mut sample = Sample::new();
        let first = sample.open(1);
        sample.reveal(first, &[1, 2]);
        let second = sample.open(2);
        sample.reveal(second, &[1, 2]);
        let stage = on_stage(&sample, first, 2);
        let shown = shown_card(scene_of(&sample, Some(&stage)));
        assert_eq!(shown, Some(sample.card(1)));
    }

    #[test]
    fn results_stay_while_the_next_round_is_prepared() {
        let mut sample = Sample::new();
        let round = sample.open(1);
        sample.reveal(round, &[1]);
        sample.draft(2);
        assert_eq!(shown_card(scene_of(&sample, None)), Some(sample.card(1)));
    }

    #[test]
    fn equal_proposals_show_together_or_not_at_all() {
        let row = |rank: u32, label: &str| RankRow {
            rank,
            label: label.to_owned(),
            ..RankRow::default()
        };
        let short: Vec<_> = (1..=9).map(|rank| row(rank, "court")).collect();
        assert_eq!(n_rows_that_fit(&short), 6);
        let mut tied = short[..5].to_vec();
        tied.extend([row(6, "x"), row(6, "x")]);
        assert_eq!(n_rows_that_fit(&tied), 5);
        let long = "x".repeat(LINE_CHARS + 1);
        let long: Vec<_> = (1..=9).map(|rank| row(rank, &long)).collect();
        assert_eq!(n_rows_that_fit(&long), 4);
        let all_equal: Vec<_> = (0..20).map(|_| row(1, "x")).collect();
        assert_eq!(n_rows_that_fit(&all_equal), 20);
    }
}
