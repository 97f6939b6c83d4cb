//! Reads `links.csv`: which axis a proposal led to, and who can tell; a line that begins
//! with `#` is a remark.

use super::csv_rows::{rows, wrong_length};
use super::fault::{Fault, FaultLog};
use super::limits::LINK_REASON_CHARS_MAX;
use super::model::{Card, Link, Theme};

/// File name inside the contract's folder.
pub(super) const FILE: &str = "links.csv";

/// Columns, in order; the first line of the file names them.
const COLUMNS: [&str; 8] = [
    "theme",
    "axis",
    "axis_label",
    "card",
    "proposal",
    "proposal_label",
    "certainty",
    "reason",
];

/// Reads the text of the file, which may be absent or have no link; the value may be used
/// only without a fault.
///
/// The labels are there for people, and must be those of the other files.
pub(super) fn read(text: &str, themes: &[Theme], cards: &[Card]) -> (Vec<Link>, Vec<Fault>) {
    let mut log = FaultLog::new(FILE, text);
    let mut links: Vec<Link> = Vec::new();
    if text.is_empty() {
        return (links, Vec::new());
    }
    for (line, record) in rows(text, &COLUMNS, &mut log) {
        let fields: Vec<&str> = record.iter().collect();
        match link_of(&fields, themes, cards) {
            Ok(link) if links.iter().any(|known| is_same(known, &link)) => {
                log.at_line(line, "the same link stands twice");
            }
            Ok(link) => links.push(link),
            Err(message) => log.at_line(line, message),
        }
    }
    (links, log.into_faults())
}

fn is_same(one: &Link, other: &Link) -> bool {
    let key = |link: &Link| (link.theme, link.axis, link.card.clone(), link.proposal);
    key(one) == key(other)
}

fn link_of(fields: &[&str], themes: &[Theme], cards: &[Card]) -> Result<Link, String> {
    let [
        theme,
        axis,
        axis_label,
        card,
        proposal,
        proposal_label,
        certainty,
        reason,
    ] = fields
    else {
        return Err(wrong_length(fields.len(), COLUMNS.len()));
    };
    let number = |name: &str, text: &str| {
        let number = text.parse::<u32>().ok().filter(|number| *number > 0);
        number.ok_or_else(|| format!("`{name}` is `{text}`; expected a number from 1"))
    };
    let link = Link {
        theme: number("theme", theme)?,
        axis: number("axis", axis)?,
        card: (*card).to_owned(),
        proposal: number("proposal", proposal)?,
        is_sure: match *certainty {
            "sure" => true,
            "likely" => false,
            other => {
                return Err(format!(
                    "`certainty` is `{other}`; expected `sure` or `likely`"
                ));
            }
        },
        reason: (*reason).to_owned(),
    };
    let chars = reason.chars().count();
    if reason.trim() != *reason || chars == 0 || chars > LINK_REASON_CHARS_MAX {
        return Err(format!(
            "`reason` has {chars} characters; expected 1 to {LINK_REASON_CHARS_MAX}, without blanks around"
        ));
    }
    let theme = themes.iter().find(|theme| theme.number == link.theme);
    let axis = theme.and_then(|theme| theme.axes.get(link.axis as usize - 1));
    if axis.is_none_or(|axis| axis.label != *axis_label) {
        return Err(format!(
            "axis {} of theme {} is not « {axis_label} »",
            link.axis, link.theme
        ));
    }
    let card = cards.iter().find(|card| card.id == link.card);
    let proposal = card.and_then(|card| card.proposals.get(link.proposal as usize - 1));
    if proposal.is_none_or(|proposal| proposal.label != *proposal_label) {
        return Err(format!(
            "proposal {} of card `{}` is not « {proposal_label} »",
            link.proposal, link.card
        ));
    }
    Ok(link)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract_files;

    const HEADER: &str = "theme,axis,axis_label,card,proposal,proposal_label,certainty,reason\n";

    fn faults(line: &str) -> Vec<String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/annemasse");
        let contract = contract_files::read(&folder).expect("correct files");
        let (_, faults) = read(
            &format!("{HEADER}{line}\n"),
            &contract.themes,
            &contract.cards,
        );
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_link_names_what_is_there_word_for_word() {
        let axis = "Accessibilité au logement pour les petits salaires";
        let good = format!("3,2,{axis},emploi,2,{axis},sure,Libellé identique.");
        assert_eq!(faults(&good), [""; 0]);
        for (bad, part) in [
            (good.replace("3,2,", "3,1,"), "axis 1 of theme 3 is not"),
            (good.replace("3,2,", "9,2,"), "axis 2 of theme 9 is not"),
            (good.replace("3,2,", "3,0,"), "expected a number from 1"),
            (good.replace("emploi,2", "emploi,99"), "proposal 99 of card"),
            (
                good.replace("emploi,2", "nulle,2"),
                "proposal 2 of card `nulle`",
            ),
            (good.replace("sure", "maybe"), "expected `sure` or `likely`"),
            (good.replace("Libellé identique.", ""), "has 0 characters"),
            (format!("{good}\n{good}"), "the same link stands twice"),
            (format!("{good},"), "9 columns instead of 8"),
        ] {
            let found = faults(&bad);
            assert!(
                found.len() == 1 && found[0].starts_with("links.csv:") && found[0].contains(part),
                "{bad}: {found:?}"
            );
        }
    }

    #[test]
    fn a_contract_without_links_is_a_contract() {
        assert_eq!(read("", &[], &[]), (Vec::new(), Vec::new()));
        assert_eq!(read(HEADER, &[], &[]), (Vec::new(), Vec::new()));
    }
}
