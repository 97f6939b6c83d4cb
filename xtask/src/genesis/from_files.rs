//! The contract's files, as the values that the document is built from.

use std::sync::Arc;

use domain::{Contract, Deck};

use crate::contract_files::model as files;
use crate::failure::{Failure, Outcome};

/// Builds the bytes of the genesis.
///
/// # Errors
/// When the files hold what the document cannot; the validator refuses it before.
pub fn build(contract: &files::Contract) -> Outcome<Vec<u8>> {
    document::genesis::build(&contract_of(contract)?, &deck_of(contract)?)
        .map_err(|error| Failure::new(format!("Automerge refuses the genesis: {error}")))
}

/// Builds the bytes of the amendment that follows `genesis`.
///
/// # Errors
/// When the files hold what the document cannot; the validator refuses it before.
pub fn build_amendment(genesis: &[u8], contract: &files::Contract) -> Outcome<Vec<u8>> {
    let calendar = contract.calendar.iter().enumerate();
    let parts = document::AmendmentParts {
        links: all(&contract.links, link_of)?,
        calendar: calendar
            .filter(|(_, entry)| !entry.details.is_empty())
            .map(|(idx, entry)| (idx, entry.details.clone()))
            .collect(),
    };
    document::amendment(genesis, &parts)
        .map_err(|error| Failure::new(format!("Automerge refuses the amendment: {error}")))
}

fn link_of(link: &files::Link) -> Outcome<document::AmendmentLink> {
    let certainty = if link.is_sure { SURE } else { LIKELY };
    Ok(document::AmendmentLink {
        proposal: document::genesis::proposal_id(&link.card, link.proposal as usize),
        target: domain::LinkTarget::Axis {
            theme: small(link.theme)?,
            number: small(link.axis)?,
        },
        source: domain::Reason::new(&format!("{} {certainty}", link.reason))
            .map_err(|error| Failure::new(format!("`{}`: {error}", link.reason)))?,
        at: LINKED_AT,
    })
}

/// Said of a link, on screen, because the contract prints none.
const SURE: &str = "Rapprochement de deux lectures ; le contrat n’imprime pas ce lien.";
/// The same, where the readings were less sure.
const LIKELY: &str = "Rapprochement probable de deux lectures ; le contrat n’imprime pas ce lien.";
/// Minute of the links: 27 November 2026, 7:00 UTC.
const LINKED_AT: domain::Timestamp = domain::Timestamp::from_epoch_min(29_929_380);

fn contract_of(contract: &files::Contract) -> Outcome<Contract> {
    Ok(Contract {
        title: text(&contract.title),
        period: text(&contract.period),
        councils: all(&contract.councils, council_of)?,
        quarters: contract.quarters.iter().map(quarter_of).collect(),
        calendar: contract.calendar.iter().map(calendar_entry_of).collect(),
        themes: all(&contract.themes, theme_of)?,
        actions: all(&contract.actions, action_of)?,
        state: state_of(&contract.state),
        signatories: texts(&contract.signatories),
    })
}

fn deck_of(contract: &files::Contract) -> Outcome<Deck> {
    Ok(Deck {
        cards: all(&contract.cards, card_of)?,
        vote: contract.vote.as_ref().map(vote_of).transpose()?,
    })
}

fn vote_of(vote: &files::Vote) -> Outcome<domain::DeckVote> {
    Ok(domain::DeckVote {
        title: text(&vote.title),
        date: parsed(&vote.date)?,
        participants: vote.participants,
    })
}

fn council_of(council: &files::Council) -> Outcome<domain::Council> {
    Ok(domain::Council {
        id: parsed(&council.id)?,
        name: text(&council.name),
    })
}

fn quarter_of(quarter: &files::Quarter) -> domain::Quarter {
    domain::Quarter {
        name: text(&quarter.name),
        commune: Some(text(&quarter.commune)),
        kind: text_if_any(quarter.kind.as_deref()),
    }
}

fn calendar_entry_of(entry: &files::CalendarEntry) -> domain::CalendarEntry {
    domain::CalendarEntry {
        date: text(&entry.date),
        label: text(&entry.label),
        // The amendment brings them: the genesis is kept as it is.
        points: Vec::new(),
    }
}

fn theme_of(theme: &files::Theme) -> Outcome<domain::Theme> {
    let axis_of = |axis: &files::Axis| domain::WorkAxis {
        label: text(&axis.label),
        starred: axis.starred,
    };
    Ok(domain::Theme {
        number: small(theme.number)?,
        name: text(&theme.name),
        orientations: all(&theme.orientations, orientation_of)?,
        axes: theme.axes.iter().map(axis_of).collect(),
    })
}

fn orientation_of(orientation: &files::Orientation) -> Outcome<domain::Orientation> {
    let objective_of = |objective: &files::Objective| domain::Objective {
        code: Some(text(&objective.code)),
        label: text(&objective.label),
    };
    Ok(domain::Orientation {
        number: small(orientation.number)?,
        title: text(&orientation.title),
        objectives: orientation.objectives.iter().map(objective_of).collect(),
    })
}

fn action_of(action: &files::Action) -> Outcome<domain::ContractAction> {
    Ok(domain::ContractAction {
        seq: small(action.seq)?,
        theme: small(action.theme)?,
        orientation: small(action.orientation)?,
        objective: text_if_any(action.objective.as_deref()),
        code: text_if_any(action.code.as_deref()),
        label: text(&action.label),
        perimeter: text_if_any(action.perimeter.as_deref()),
        status: text_if_any(action.status.as_deref()),
        step: action.step.map(step_of),
        detail: text_if_any(action.detail.as_deref()),
        outlook: text_if_any(action.outlook.as_deref()),
    })
}

fn step_of(step: files::Step) -> domain::ActionStep {
    match step {
        files::Step::NotReached => domain::ActionStep::NotReached,
        files::Step::Launching => domain::ActionStep::Launching,
        files::Step::Deploying => domain::ActionStep::Deploying,
        files::Step::Finalizing => domain::ActionStep::Finalizing,
        files::Step::Reached => domain::ActionStep::Reached,
    }
}

fn state_of(state: &files::State) -> domain::StatePart {
    let commitment_of = |commitment: &files::Commitment| domain::StateCommitment {
        heading: text(&commitment.heading),
        text: text(&commitment.text),
    };
    domain::StatePart {
        objectives: texts(&state.objectives),
        programmes: texts(&state.programmes),
        commitments: state.commitments.iter().map(commitment_of).collect(),
    }
}

fn card_of(card: &files::Card) -> Outcome<domain::DeckCard> {
    let proposal_of = |proposal: &files::Proposal| domain::DeckProposal {
        label: text(&proposal.label),
        dots: proposal.dots,
    };
    Ok(domain::DeckCard {
        id: parsed(&card.id)?,
        name: text(&card.name),
        question: text(&card.question),
        difficulties: texts(&card.difficulties),
        proposals: card.proposals.iter().map(proposal_of).collect(),
    })
}

fn all<T, U>(values: &[T], convert: impl Fn(&T) -> Outcome<U>) -> Outcome<Vec<U>> {
    values.iter().map(convert).collect()
}

fn text(text: &str) -> Arc<str> {
    Arc::from(text)
}

fn texts(values: &[String]) -> Vec<Arc<str>> {
    values.iter().map(|value| text(value)).collect()
}

fn text_if_any(value: Option<&str>) -> Option<Arc<str>> {
    value.map(text)
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Outcome<T> {
    text.parse()
        .map_err(|error| Failure::new(format!("`{text}` cannot stand in the genesis: {error}")))
}

fn small<T: TryFrom<u32>>(number: u32) -> Outcome<T> {
    T::try_from(number)
        .map_err(|_| Failure::new(format!("the number {number} is too large for the genesis")))
}
