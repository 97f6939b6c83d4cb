//! The contract's files: read, checked, and given as one value.
//!
//! Knows the five files of a contract's folder and what a correct one looks
//! like; knows nothing of Automerge nor of one city in particular.
//! Reading order: [`model`] (what comes out), [`read`] (from a folder),
//! [`parse`] (from texts), [`Fault`] (what is wrong, and where).

mod actions;
mod cards;
mod csv_rows;
mod fault;
mod identity;
pub mod limits;
mod links;
pub mod model;
mod text_rules;
mod themes;
mod toml_rows;
mod unique;

use std::fs;
use std::path::Path;

pub use fault::Fault;
pub use model::Contract;

/// The texts of the files of a contract.
#[derive(Clone, Debug, Default)]
pub struct ContractTexts {
    /// `contract.toml`
    pub contract: String,
    /// `themes.toml`
    pub themes: String,
    /// `cards.toml`
    pub cards: String,
    /// `actions.csv`
    pub actions: String,
    /// `links.csv`; empty when there is none.
    pub links: String,
}

/// Reads the contract of a folder.
///
/// # Errors
/// Every fault of every file, in the order of the files; never only the first.
pub fn read(folder: &Path) -> Result<Contract, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut text_of = |file| {
        read_text(folder, file).unwrap_or_else(|fault| {
            faults.push(fault);
            String::new()
        })
    };
    let texts = ContractTexts {
        contract: text_of(identity::FILE),
        themes: text_of(themes::FILE),
        cards: text_of(cards::FILE),
        actions: text_of(actions::FILE),
        links: if folder.join(links::FILE).exists() {
            text_of(links::FILE)
        } else {
            String::new()
        },
    };
    let unreadable: Vec<&str> = faults.iter().map(|fault| fault.file).collect();
    let parsed = parse(&texts);
    if unreadable.is_empty() {
        return parsed;
    }
    // A file that cannot be read would otherwise be blamed for everything it misses.
    let others = parsed.err().unwrap_or_default();
    let others = others
        .into_iter()
        .filter(|fault| !unreadable.contains(&fault.file));
    Err(faults.iter().cloned().chain(others).collect())
}

/// Reads a contract from the texts of its files.
///
/// # Errors
/// Every fault of every text, in the order of the files.
pub fn parse(texts: &ContractTexts) -> Result<Contract, Vec<Fault>> {
    let (identity, mut faults) = identity::read(&texts.contract);
    let (themes, theme_faults) = themes::read(&texts.themes);
    faults.extend(theme_faults);
    let (vote, cards, card_faults) = cards::read(&texts.cards);
    faults.extend(card_faults);
    let (actions, action_faults) = actions::read(&texts.actions, &themes);
    faults.extend(action_faults);
    let (links, link_faults) = links::read(&texts.links, &themes, &cards);
    faults.extend(link_faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Contract {
        title: identity.title,
        subtitle: identity.subtitle,
        period: identity.period,
        councils: identity.councils,
        quarters: identity.quarters,
        calendar: identity.calendar,
        themes,
        cards,
        actions,
        state: identity.state,
        signatories: identity.signatories,
        source: identity.source,
        vote,
        links,
    })
}

fn read_text(folder: &Path, file: &'static str) -> Result<String, Fault> {
    let path = folder.join(file);
    let bytes = fs::read(&path).map_err(|error| Fault {
        file,
        line: None,
        message: format!("cannot read {}: {error}", path.display()),
    })?;
    String::from_utf8(bytes).map_err(|error| Fault {
        file,
        line: Some(fault::line_of(
            error.as_bytes(),
            error.utf8_error().valid_up_to(),
        )),
        message: "holds bytes that are not UTF-8; save the file as UTF-8".to_owned(),
    })
}
