//! The councils together, and the versions that went to the steering committee.

use automerge::{Automerge, ChangeHash};
use document::{Reader, fingerprint_of_version};
use domain::{
    ConsolidatedCard, ConsolidatedProposal, FollowUp, PriorityBar, PriorityRule, Rank, Snapshot,
    Weighing, consolidate,
};

/// Why a version cannot be recounted.
#[derive(Debug, thiserror::Error)]
pub enum VersionError {
    /// No version has this number.
    #[error("ce fichier ne connaît pas de version {number}")]
    Unknown {
        /// What was asked for.
        number: u32,
    },
    /// Some of its changes are not in the file.
    #[error(
        "ce fichier n’a pas tout ce que contient la version {number}. Prenez un fichier enregistré après elle"
    )]
    Missing {
        /// What was asked for.
        number: u32,
    },
}

/// The document as it was when a version was frozen; of two that were frozen apart under
/// one number, the first.
///
/// # Errors
/// [`VersionError`] says what to do.
pub fn at_version(document: &Automerge, number: u32) -> Result<Automerge, VersionError> {
    let reader = Reader::open(document);
    let follow_up = FollowUp::new(&reader.snapshot().statements);
    let versions = follow_up.versions();
    let found = versions.iter().find(|(_, it, _)| it.number == number);
    let (_, version, _) = found.ok_or(VersionError::Unknown { number })?;
    let heads: Vec<ChangeHash> = version.heads.iter().copied().map(ChangeHash).collect();
    document
        .fork_at(&heads)
        .map_err(|_| VersionError::Missing { number })
}

/// Every line about the councils together; none before two of them can be compared with
/// anything.
pub(crate) fn lines(snapshot: &Snapshot) -> Vec<String> {
    let follow_up = FollowUp::new(&snapshot.statements);
    let mut lines = Vec::new();
    for (_, version, _) in follow_up.versions() {
        let code = fingerprint_of_version(&version.heads);
        let (number, title) = (version.number, &version.title);
        lines.push(format!(
            "Version {number} ({title})\u{a0}: empreinte {code}"
        ));
    }
    let together = consolidate(snapshot);
    if together.cards.is_empty() {
        return lines;
    }
    lines.extend([
        String::new(),
        "== Priorités des conseils ensemble ==".to_owned(),
    ]);
    let rule = follow_up.priority_rule();
    lines.push(rule.map_or_else(
        || "Aucune règle n’est encore choisie.".to_owned(),
        rule_words,
    ));
    for card in &together.cards {
        lines.extend(card_lines(snapshot, card, rule));
    }
    lines
}

fn rule_words(rule: &PriorityRule) -> String {
    let from = match rule.bar {
        PriorityBar::Places(places) => format!("les {places} premières places de chaque carte"),
        PriorityBar::Dots(dots) => format!("{dots} gommettes ou plus"),
    };
    let weighing = match rule.weighing {
        Weighing::Dots => "somme des gommettes",
        Weighing::Councils => "même poids pour chaque conseil",
    };
    format!(
        "Règle\u{a0}: {from}, {weighing} ({}, {})",
        rule.body, rule.date
    )
}

fn card_lines(
    snapshot: &Snapshot,
    card: &ConsolidatedCard,
    rule: Option<&PriorityRule>,
) -> Vec<String> {
    let name = snapshot.cards.get(&card.card).map_or("", |it| &it.name);
    let mut lines = vec![
        String::new(),
        format!("Carte {name}"),
        format!(
            "Personnes\u{a0}: {}\u{a0}; gommettes\u{a0}: {}",
            card.n_people(),
            card.n_dots()
        ),
    ];
    let is_shown = card.shows_breakdown();
    if !is_shown {
        lines.push(
            "Un conseil a moins de 5 votants\u{a0}: la répartition n’est pas montrée.".into(),
        );
    }
    let councils = card.parts.iter().map(|part| {
        let council = part.council.as_ref();
        council.map_or("(aucun)", |council| council.as_str())
    });
    let mut heads = vec!["Rang", "Total", "Vote passé"];
    if is_shown {
        heads.extend(["Rang (poids égal)", "Part moyenne"]);
        heads.extend(councils);
    }
    lines.push(format!("  {}  Proposition", heads.join(" | ")));
    let priorities = rule.map_or_else(Vec::new, |rule| card.priorities(rule));
    for line in card.lines.iter().filter(|line| line.total > 0) {
        let star = if priorities.contains(&line.proposal) {
            "* "
        } else {
            "  "
        };
        let label = snapshot.proposals.get(&line.proposal);
        let label = label.map_or("", |proposal| &proposal.label);
        lines.push(format!(
            "{star}{}  {label}",
            cells(line, is_shown).join(" | ")
        ));
    }
    lines
}

fn cells(line: &ConsolidatedProposal, is_shown: bool) -> Vec<String> {
    let past = line.past.map(|past| past.dots.to_string());
    let mut cells = vec![
        place(line.sum_rank),
        line.total.to_string(),
        past.unwrap_or_else(|| "-".to_owned()),
    ];
    if is_shown {
        let tenths = (line.mean_share_ppm + 500) / 1_000;
        cells.push(place(line.share_rank));
        cells.push(format!("{},{}\u{a0}%", tenths / 10, tenths % 10));
        cells.extend(line.by_council.iter().map(|dots| dots.total().to_string()));
    }
    cells
}

fn place(rank: Rank) -> String {
    let tied = if rank.is_tied { " ex æquo" } else { "" };
    format!("{}{tied}", rank.rank)
}
