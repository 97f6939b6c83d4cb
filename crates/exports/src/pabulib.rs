//! The ballots of a round as researchers of participatory budgets exchange them.
//!
//! *Source*: the format of pabulib.org: sections `META`, `PROJECTS` and `VOTES`, cells
//! parted by semicolons, dots as a cumulative vote.

use std::collections::{BTreeMap, BTreeSet};

use domain::{BallotStanding, Date, DotScope, ProposalId, RoundRules, Snapshot};

use crate::ExportFile;
use crate::disclosure::{RoundVotes, Votes, dots_on};
use crate::limits::BALLOTS_MIN;

/// What a browser calls these bytes.
const MIME: &str = "text/plain;charset=utf-8";

/// What stands for a proposal that was hidden.
const HIDDEN: &str = "Proposition masquée";

/// One file for each revealed round with enough ballots.
pub(crate) fn files(snapshot: &Snapshot, votes: &Votes) -> Vec<ExportFile> {
    let mut taken = BTreeSet::new();
    let rounds = votes.revealed();
    rounds
        .filter_map(|votes| {
            let bytes = file(snapshot, votes)?.into_bytes();
            let name = free_name(&mut taken, votes);
            Some(ExportFile {
                name,
                mime: MIME,
                bytes,
            })
        })
        .collect()
}

/// Workshops of one day have rounds of the same number.
fn free_name(taken: &mut BTreeSet<String>, votes: &RoundVotes) -> String {
    let date = votes.workshop.as_ref().map(|it| it.date.to_string());
    let date = date.unwrap_or_else(|| "sans-date".to_owned());
    let number = votes.number.unwrap_or(1);
    let mut names = (1_u32..).map(|n| match n {
        1 => format!("six-cartes-{date}-tour-{number}.pb"),
        n => format!("six-cartes-{date}-tour-{number}-{n}.pb"),
    });
    let free = names.find(|name| taken.insert(name.clone()));
    free.unwrap_or_default()
}

/// A ballot that counts: proposals and dots.
type Dots = Vec<(ProposalId, u8)>;

fn file(snapshot: &Snapshot, votes: &RoundVotes) -> Option<String> {
    let rules = votes.round.rules?;
    // The format asks for a day.
    votes.workshop.as_ref()?;
    let proposals = votes.proposals();
    let counted = votes.shuffled().into_iter();
    let counted: Vec<Dots> = counted
        .filter(|(_, it)| it.standing == BallotStanding::Counted)
        .map(|(_, it)| dots_on(&proposals, &it.ballot))
        .collect();
    if counted.len() < BALLOTS_MIN {
        return None;
    }
    // A vote for nothing has no form in this format.
    let (with_dots, blank): (Vec<Dots>, Vec<Dots>) =
        counted.into_iter().partition(|dots| !dots.is_empty());
    let sums = Sums {
        n_blank: blank.len(),
        ..Sums::of(votes, &proposals, &with_dots)
    };
    let mut lines = vec!["META".to_owned(), "key;value".to_owned()];
    let meta = meta(snapshot, votes, rules, &sums);
    lines.extend(meta.into_iter().map(|(key, value)| line(&[key, &value])));
    lines.extend([
        "PROJECTS".to_owned(),
        line(&["project_id", "cost", "votes", "score", "name", "category"]),
    ]);
    for id in &proposals {
        let (n_votes, score) = sums.by_proposal.get(id).copied().unwrap_or_default();
        let known = snapshot.proposals.get(id);
        let shown = known.filter(|proposal| !proposal.is_hidden());
        let name = shown.map_or(HIDDEN, |proposal| &*proposal.label);
        let card = votes.card_of(*id).map_or("", |card| card.as_str());
        let (n_votes, score) = (n_votes.to_string(), score.to_string());
        lines.push(line(&[&id.to_string(), "1", &n_votes, &score, name, card]));
    }
    lines.extend(["VOTES".to_owned(), line(&["voter_id", "vote", "points"])]);
    for (number, dots) in (1_u32..).zip(&with_dots) {
        let ids: Vec<String> = dots.iter().map(|(id, _)| id.to_string()).collect();
        let points: Vec<String> = dots.iter().map(|(_, n)| n.to_string()).collect();
        lines.push(line(&[
            &number.to_string(),
            &ids.join(","),
            &points.join(","),
        ]));
    }
    lines.push(String::new());
    Some(lines.join("\n"))
}

/// What the ballots of a round add up to.
#[derive(Debug, Default)]
struct Sums {
    n_projects: usize,
    n_votes: usize,
    n_blank: usize,
    n_paper_dots: u32,
    /// Ballots and dots of each proposal.
    by_proposal: BTreeMap<ProposalId, (u32, u32)>,
}

impl Sums {
    fn of(votes: &RoundVotes, proposals: &[ProposalId], ballots: &[Dots]) -> Self {
        let mut by_proposal: BTreeMap<ProposalId, (u32, u32)> = BTreeMap::new();
        for (id, dots) in ballots.iter().flatten() {
            let (n_votes, score) = by_proposal.entry(*id).or_default();
            *n_votes += 1;
            *score = score.saturating_add(u32::from(*dots));
        }
        let on_paper = proposals.iter();
        let on_paper = on_paper.filter_map(|id| votes.count.paper_dots.get(id));
        Self {
            n_projects: proposals.len(),
            n_votes: ballots.len(),
            n_blank: 0,
            n_paper_dots: on_paper
                .flat_map(BTreeMap::values)
                .fold(0, |sum, dots| sum.saturating_add(*dots)),
            by_proposal,
        }
    }
}

/// Keys in the order that the format asks for.
fn meta(
    snapshot: &Snapshot,
    votes: &RoundVotes,
    rules: RoundRules,
    sums: &Sums,
) -> Vec<(&'static str, String)> {
    let contract = &snapshot.contract;
    let workshop = votes.workshop.as_ref();
    let n_scopes = match rules.scope() {
        DotScope::PerCard => votes.cards().len().max(1),
        DotScope::PerRound => 1,
    };
    let n_dots_max = usize::from(rules.dots_per_ballot()) * n_scopes;
    let date = workshop.map_or_else(String::new, |it| day(it.date));
    let year = workshop.map_or_else(String::new, |it| it.date.year().to_string());
    let title = workshop.map_or("", |it| it.title.as_str());
    vec![
        ("description", description(votes, sums)),
        ("country", "France".to_owned()),
        ("unit", contract.title.to_string()),
        ("subunit", title.to_owned()),
        ("instance", year),
        ("num_projects", sums.n_projects.to_string()),
        ("num_votes", sums.n_votes.to_string()),
        ("budget", sums.n_projects.to_string()),
        ("vote_type", "cumulative".to_owned()),
        ("rule", "unknown".to_owned()),
        ("date_begin", date.clone()),
        ("date_end", date),
        ("min_length", "1".to_owned()),
        ("max_length", n_dots_max.min(sums.n_projects).to_string()),
        ("min_points", "1".to_owned()),
        ("max_points", rules.dots_per_proposal_max().to_string()),
        ("min_sum_points", "1".to_owned()),
        ("max_sum_points", n_dots_max.to_string()),
        ("language", "fr".to_owned()),
    ]
}

fn description(votes: &RoundVotes, sums: &Sums) -> String {
    let n_hidden = votes.round.cards.len().saturating_sub(votes.cards().len());
    format!(
        "Consultation par gommettes, tour {}. Les propositions n’ont pas de coût\u{a0}: chacune compte pour 1 et le budget est leur nombre. Numéros de votants sans lien avec l’ordre des votes. Laissés de côté\u{a0}: bulletins sans gommette ({}), personnes sur papier ({}), gommettes sur papier ({}), cartes non révélées ({n_hidden}).",
        votes.number.unwrap_or(1),
        sums.n_blank,
        votes.count.n_paper_people(),
        sums.n_paper_dots,
    )
}

/// As the format writes days.
fn day(date: Date) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
}

fn line(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
    cells.join(";")
}

/// A text without what parts cells, lines or quoted texts.
fn plain(text: &str) -> String {
    let replaced = text.chars().map(|c| match c {
        ';' => ',',
        '"' => '”',
        c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => ' ',
        c => c,
    });
    replaced.collect::<String>().trim().to_owned()
}
