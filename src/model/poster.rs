//! The posters of a workshop: one per card, numbered as the ballot is. Pure.
//!
//! Must not know: the browser, the document, the clock.

use domain::{CardId, Date, Groups, ProposalId, Round, RoundRules, Snapshot, WorkshopId, groups};

use super::moderation::shown_label;
use super::preparation::numbered;

/// The posters of one workshop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PosterModel {
    /// The workshop.
    pub id: WorkshopId,
    /// Its name.
    pub title: String,
    /// Its day.
    pub date: Date,
    /// Its place; `None` when unknown.
    pub place: Option<String>,
    /// Rules of the round; `None` for a workshop of the past.
    pub rules: Option<RoundRules>,
    /// A round runs: the posters are those of its ballots, whatever is prepared since.
    pub is_frozen: bool,
    /// One per card, in the order of the deck.
    pub posters: Vec<Poster>,
}

/// One sheet of paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poster {
    /// The card.
    pub card: CardId,
    /// Place in the deck, from 1.
    pub number: u8,
    /// Its name.
    pub name: String,
    /// What it asks.
    pub question: String,
    /// Its proposals.
    pub lines: Vec<PosterLine>,
    /// How much there is to read.
    pub density: Density,
}

/// One numbered proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PosterLine {
    /// Number on the ballot.
    pub number: usize,
    /// Wording.
    pub label: String,
    /// What is grouped into it.
    pub originals: Vec<String>,
}

/// How much there is to read on a sheet, which decides the size of its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Density {
    /// Few proposals: large letters.
    Roomy,
    /// As many as most cards.
    Usual,
    /// As many as fit.
    Dense,
}

/// Most proposals, and most letters, of a sheet with large letters.
const ROOMY: (usize, usize) = (10, 900);
/// The same for a sheet with usual letters.
const USUAL: (usize, usize) = (14, 1_500);

impl Density {
    fn of(lines: &[PosterLine]) -> Self {
        let n_chars = lines
            .iter()
            .flat_map(|line| [&line.label].into_iter().chain(&line.originals))
            .map(|text| text.chars().count())
            .sum::<usize>();
        let fits = |(n_lines, n_chars_max)| lines.len() <= n_lines && n_chars <= n_chars_max;
        if fits(ROOMY) {
            Self::Roomy
        } else if fits(USUAL) {
            Self::Usual
        } else {
            Self::Dense
        }
    }

    /// Its word in the style sheet.
    pub fn name(self) -> &'static str {
        match self {
            Self::Roomy => "roomy",
            Self::Usual => "usual",
            Self::Dense => "dense",
        }
    }
}

/// The posters of a workshop; `None` when it is unknown.
pub fn build_posters(snapshot: &Snapshot, id: WorkshopId) -> Option<PosterModel> {
    let workshop = snapshot.workshops.get(&id)?;
    let rounds = snapshot.rounds_of(id);
    let running = rounds
        .iter()
        .rev()
        .find(|round| round.status().is_running());
    let cards = running.map_or(&workshop.cards, |round| &round.cards);
    let groups = groups(&snapshot.proposals);
    let deck = snapshot.deck();
    let posters = deck
        .iter()
        .filter(|card| cards.contains(&card.id))
        .map(|card| {
            let ids = table(snapshot, id, running.map(AsRef::as_ref), &card.id);
            let lines = lines(snapshot, &ids, &groups);
            Poster {
                card: card.id.clone(),
                number: card.number,
                name: card.name.to_string(),
                question: card.question.to_string(),
                density: Density::of(&lines),
                lines,
            }
        })
        .collect();
    Some(PosterModel {
        id,
        title: workshop.title.to_string(),
        date: workshop.date,
        place: workshop.place.as_ref().map(ToString::to_string),
        rules: running.map_or(workshop.rules, |round| round.rules),
        is_frozen: running.is_some(),
        posters,
    })
}

/// Proposals of a card in the order of their numbers: frozen while a round runs.
fn table(
    snapshot: &Snapshot,
    workshop: WorkshopId,
    running: Option<&Round>,
    card: &CardId,
) -> Vec<ProposalId> {
    if let Some(round) = running {
        let is_of_card = |id: &&ProposalId| {
            let found = snapshot.proposals.get(id);
            found.is_some_and(|proposal| proposal.card == *card)
        };
        round.proposals.iter().filter(is_of_card).copied().collect()
    } else {
        let on_table = snapshot.on_table(workshop, card);
        on_table.iter().map(|proposal| proposal.id).collect()
    }
}

fn lines(snapshot: &Snapshot, ids: &[ProposalId], groups: &Groups) -> Vec<PosterLine> {
    let label = |id: &ProposalId| snapshot.proposals.get(id).map(|found| shown_label(found));
    numbered(snapshot, ids, groups)
        .into_iter()
        .map(|(number, proposal)| {
            let members = groups.members(proposal.id).iter();
            let others = members.filter(|id| **id != proposal.id && ids.contains(id));
            PosterLine {
                number,
                label: shown_label(&proposal),
                originals: others.filter_map(label).collect(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ballot_sheet::build_ballot_sheet;
    use crate::model::workshop_samples::Sample;

    fn numbers(model: &PosterModel) -> Vec<Vec<(usize, String)>> {
        let posters = model.posters.iter();
        posters
            .map(|poster| {
                let lines = poster.lines.iter();
                lines
                    .map(|line| (line.number, line.label.clone()))
                    .collect()
            })
            .collect()
    }

    #[test]
    fn posters_have_the_numbers_of_the_running_ballot() {
        let mut sample = Sample::new();
        sample.group(3, 1);
        let before = build_posters(&sample.snapshot, sample.workshop()).expect("known");
        assert!(!before.is_frozen);
        assert_eq!(before.posters.len(), 2);
        assert_eq!(before.posters[0].lines[0].originals, ["Proposition 3"]);
        let id = sample.open(1);
        let during = build_posters(&sample.snapshot, sample.workshop()).expect("known");
        assert!(during.is_frozen);
        let sheet = build_ballot_sheet(&sample.snapshot, sample.round(id)).expect("rules");
        let on_ballot: Vec<Vec<(usize, String)>> = sheet
            .cards
            .iter()
            .map(|card| {
                let lines = card.proposals.iter();
                lines
                    .map(|line| (line.number, line.label.to_string()))
                    .collect()
            })
            .collect();
        assert_eq!(numbers(&during), on_ballot);
        assert_eq!(numbers(&before), on_ballot);
        assert_eq!(
            build_posters(&sample.snapshot, WorkshopId::from_bytes([77; 16])),
            None
        );
    }

    #[test]
    fn letters_shrink_with_what_there_is_to_read() {
        let lines = |n: usize, label: &str| {
            let line = PosterLine {
                number: 1,
                label: label.to_owned(),
                originals: Vec::new(),
            };
            vec![line; n]
        };
        assert_eq!(Density::of(&lines(9, "Court")), Density::Roomy);
        assert_eq!(Density::of(&lines(9, &"é".repeat(120))), Density::Usual);
        assert_eq!(Density::of(&lines(12, "Court")), Density::Usual);
        assert_eq!(Density::of(&lines(20, "Court")), Density::Dense);
    }
}
