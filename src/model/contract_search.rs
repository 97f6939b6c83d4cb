//! Search over everything: the contract, proposals, remarks, answers. Pure.
//!
//! Knows: what can be found, in which order, and how much of it is shown.
//! Must not know: the browser, the document.
//! The texts are folded once per version of the document ([`SearchIndex::new`]); a search
//! then only looks for short strings in them. A word that begins no word of any text is
//! taken for those that differ by a letter or two.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::{
    ActionField, ActionNews, CardId, Contract, ContractAction, FollowUp, Snapshot, Theme,
};
use strsim::osa_distance;

use super::contract::{Anchor, commitments_by_heading, known_code};
use super::contract_words::{Fragment, Query, fold};
use crate::i18n::{contract as words, outcome};

/// Answers of one kind that are shown: the first screens, no wall.
pub const HITS_PER_KIND_MAX: usize = 20;

/// Letters below which nearly everything would be found.
const QUERY_CHARS_MIN: usize = 2;

/// Shorter words must be right: nearly every one is a letter away from another.
const TYPO_CHARS_MIN: usize = 4;

/// From this length on, a word may have two slips.
const TWO_TYPOS_CHARS_MIN: usize = 8;

/// Words that one mistyped word is taken for, at most.
const TYPO_WORDS_MAX: usize = 8;

/// Length of the excerpt of a long text, in characters: two or three lines.
const EXCERPT_CHARS_MAX: usize = 160;

/// Kinds of answers, in the order of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What people proposed.
    Proposal,
    /// Answers to proposals.
    Answer,
    /// Rows of annexe 2.
    Action,
    /// Objectives of section 3.1.
    Objective,
    /// Working axes.
    Axis,
    /// Strategic orientations.
    Orientation,
    /// Themes.
    Theme,
    /// What the State committed to.
    State,
    /// Dated steps.
    Calendar,
    /// Quarters.
    Quarter,
    /// Signatories.
    Signatory,
    /// What people remarked.
    Comment,
}

impl Kind {
    const ALL: [Self; 12] = [
        Self::Proposal,
        Self::Answer,
        Self::Action,
        Self::Objective,
        Self::Axis,
        Self::Orientation,
        Self::Theme,
        Self::State,
        Self::Calendar,
        Self::Quarter,
        Self::Signatory,
        Self::Comment,
    ];

    /// Heading of the answers of this kind.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Proposal => words::proposals_heading(),
            Self::Answer => words::answers_heading(),
            Self::Comment => words::comments_heading(),
            Self::Action => words::actions_heading(),
            Self::Objective => words::objectives(),
            Self::Axis => words::axes_heading(),
            Self::Orientation => words::orientations(),
            Self::Theme => words::themes(),
            Self::State => words::state(),
            Self::Calendar => words::calendar(),
            Self::Quarter => words::places(),
            Self::Signatory => words::signatories(),
        }
    }
}

/// Where an answer leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Page of a card.
    Card(CardId),
    /// Page of an action.
    Action(u16),
    /// Page of an orientation.
    Orientation(u8),
    /// Place inside the page of the contract.
    Contract(Anchor),
}

/// One thing that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    kind: Kind,
    target: Target,
    /// Short line that says what and where it is.
    context: String,
    title: Arc<str>,
    /// Texts that are searched too and shown as an excerpt.
    texts: Vec<Arc<str>>,
    /// Title and context, folded.
    folded_title: String,
    /// Texts, folded, one after the other.
    folded_texts: String,
}

/// Everything that can be found in one contract, folded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchIndex {
    entries: Vec<Entry>,
    /// Every word of every text, folded.
    vocabulary: BTreeSet<String>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Where it leads.
    pub target: Target,
    /// What and where it is, such as "Action 1.1, Annemasse".
    pub context: String,
    /// Wording with the searched words marked.
    pub title: Vec<Fragment>,
    /// Part of a longer text, when the words are not all in the title.
    pub excerpt: Option<Vec<Fragment>>,
}

/// Answers of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitGroup {
    /// Their kind.
    pub kind: Kind,
    /// How many there are.
    pub n_found: usize,
    /// The first of them: [`HITS_PER_KIND_MAX`] at most.
    pub hits: Vec<Hit>,
}

impl HitGroup {
    /// Answers that are not shown.
    pub fn n_hidden(&self) -> usize {
        self.n_found - self.hits.len()
    }
}

/// What a search gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Search {
    /// Nothing is typed.
    Idle,
    /// Too little is typed.
    TooShort,
    /// Answers by kind, without empty kinds; empty when nothing was found.
    Done(Vec<HitGroup>),
}

impl Search {
    /// How many answers there are, shown or not.
    pub fn n_found(&self) -> usize {
        match self {
            Self::Idle | Self::TooShort => 0,
            Self::Done(groups) => groups.iter().map(|group| group.n_found).sum(),
        }
    }
}

impl SearchIndex {
    /// Folds every text.
    pub fn new(snapshot: &Snapshot, follow_up: &FollowUp) -> Self {
        let contract = &snapshot.contract;
        let mut entries = Vec::new();
        push_proposals(&mut entries, snapshot, follow_up);
        entries.extend(
            contract
                .actions
                .iter()
                .map(|action| action_entry(action, follow_up)),
        );
        for theme in &contract.themes {
            push_theme(&mut entries, theme);
        }
        push_state(&mut entries, contract);
        push_rest(&mut entries, contract);
        push_comments(&mut entries, snapshot);
        let texts = entries
            .iter()
            .flat_map(|entry| [&entry.folded_title, &entry.folded_texts]);
        let words = texts.flat_map(|text| text.split(' '));
        let vocabulary = words.filter(|word| !word.is_empty()).map(str::to_owned);
        Self {
            vocabulary: vocabulary.collect(),
            entries,
        }
    }

    /// Searches; within a kind, answers with every word in the title come first.
    pub fn search(&self, typed: &str) -> Search {
        if typed.trim().is_empty() {
            return Search::Idle;
        }
        let (query, _) = self.query(typed);
        if query.n_chars() < QUERY_CHARS_MIN {
            return Search::TooShort;
        }
        let groups: Vec<HitGroup> = self.groups(&query);
        if groups.is_empty() && query.n_words() > 1 {
            return Search::Done(self.groups(&query.any()));
        }
        Search::Done(groups)
    }

    /// True when no entry has all the words that were typed: those shown have some.
    pub fn has_only_some(&self, typed: &str) -> bool {
        let (query, _) = self.query(typed);
        query.n_words() > 1 && self.groups(&query).is_empty()
    }

    fn groups(&self, query: &Query) -> Vec<HitGroup> {
        let kinds = Kind::ALL.into_iter();
        kinds.filter_map(|kind| self.group(kind, query)).collect()
    }

    /// Words that no text has, each with the one that was looked for in its place.
    pub fn replaced(&self, typed: &str) -> Vec<(String, String)> {
        self.query(typed).1
    }

    fn query(&self, typed: &str) -> (Query, Vec<(String, String)>) {
        let mut query = Query::parse(typed);
        let replaced = query.replace(|word| self.taken_for(word));
        (query, replaced)
    }

    /// Words that a mistyped one is taken for, the nearest ones only; none for a word
    /// that begins one of the texts' words.
    fn taken_for(&self, word: &str) -> Vec<String> {
        let n_chars = word.chars().count();
        let first = self.vocabulary.range(word.to_owned()..).next();
        let is_known = first.is_some_and(|known| known.starts_with(word));
        if is_known || n_chars < TYPO_CHARS_MIN {
            return Vec::new();
        }
        let slips_max = 1 + usize::from(n_chars >= TWO_TYPOS_CHARS_MIN);
        let distance = |known: &str| {
            // Still being typed: only as much of the word as there is.
            let end = known.char_indices().nth(n_chars);
            let begun = end.map_or(known, |(end, _)| &known[..end]);
            osa_distance(word, known).min(osa_distance(word, begun))
        };
        let mut near: Vec<(usize, &String)> = self
            .vocabulary
            .iter()
            .filter(|known| known.chars().count() + slips_max >= n_chars)
            .map(|known| (distance(known), known))
            .filter(|(slips, _)| *slips <= slips_max)
            .collect();
        near.sort();
        let nearest = near.first().map(|(slips, _)| *slips);
        near.into_iter()
            .filter(|(slips, _)| Some(*slips) == nearest)
            .take(TYPO_WORDS_MAX)
            .map(|(_, known)| known.clone())
            .collect()
    }

    fn group(&self, kind: Kind, query: &Query) -> Option<HitGroup> {
        let of_kind = self.entries.iter().filter(|entry| entry.kind == kind);
        let (mut found, in_texts): (Vec<&Entry>, Vec<&Entry>) = of_kind
            .filter(|entry| query.matches(&[&entry.folded_title, &entry.folded_texts]))
            .partition(|entry| query.matches(&[&entry.folded_title]));
        found.extend(in_texts);
        let hits: Vec<Hit> = found
            .iter()
            .take(HITS_PER_KIND_MAX)
            .map(|entry| entry.hit(query))
            .collect();
        (!hits.is_empty()).then_some(HitGroup {
            kind,
            n_found: found.len(),
            hits,
        })
    }
}

impl Entry {
    fn new(
        kind: Kind,
        target: Target,
        context: String,
        title: &Arc<str>,
        texts: Vec<Arc<str>>,
    ) -> Self {
        let folded_title = fold(&context) + &fold(title);
        let folded_texts = texts.iter().map(|text| fold(text)).collect();
        Self {
            kind,
            target,
            context,
            title: title.clone(),
            texts,
            folded_title,
            folded_texts,
        }
    }

    fn hit(&self, query: &Query) -> Hit {
        let is_in_title = query.matches(&[&self.folded_title]);
        let mut texts = self.texts.iter().filter(|_| !is_in_title);
        Hit {
            target: self.target.clone(),
            context: self.context.clone(),
            title: query.mark(&self.title),
            excerpt: texts.find_map(|text| {
                let text = text.strip_prefix(". ").unwrap_or(text);
                query.excerpt(text, EXCERPT_CHARS_MAX)
            }),
        }
    }
}

fn action_entry(action: &ContractAction, follow_up: &FollowUp) -> Entry {
    let code = words::action_code(known_code(action).as_deref());
    let context = match &action.perimeter {
        Some(perimeter) => format!("{code}, {perimeter}"),
        None => code,
    };
    let news = ActionField::ALL.into_iter().filter_map(|field| {
        match follow_up.news_of(action.seq, field) {
            Some(ActionNews::Text(_, Some(text))) => Some(text.as_str().into()),
            _ => None,
        }
    });
    let texts = [
        &action.detail,
        &action.outlook,
        &action.objective,
        &action.status,
    ];
    Entry::new(
        Kind::Action,
        Target::Action(action.seq),
        context,
        &action.label,
        texts.into_iter().flatten().cloned().chain(news).collect(),
    )
}

/// Proposals that people can see, and the answers to them.
fn push_proposals(entries: &mut Vec<Entry>, snapshot: &Snapshot, follow_up: &FollowUp) {
    for card in snapshot.deck() {
        for proposal in snapshot.proposals_of(&card.id) {
            if proposal.is_hidden() {
                continue;
            }
            let target = Target::Card(card.id.clone());
            entries.push(Entry::new(
                Kind::Proposal,
                target.clone(),
                card.name.to_string(),
                &proposal.label,
                vec![],
            ));
            if let Some(answer) = follow_up.answer_to(proposal.id) {
                let context = outcome::answer(answer.kind).to_owned();
                let texts = vec![answer.reason.as_str().into()];
                entries.push(Entry::new(
                    Kind::Answer,
                    target,
                    context,
                    &proposal.label,
                    texts,
                ));
            }
        }
    }
}

/// Remarks that people can see.
fn push_comments(entries: &mut Vec<Entry>, snapshot: &Snapshot) {
    for comment in snapshot.comments.values() {
        if comment.is_hidden() {
            continue;
        }
        let found = match comment.target {
            domain::Target::Proposal(id) => snapshot.proposals.get(&id).map(|proposal| {
                let about = super::moderation::shown_label(proposal);
                (Target::Card(proposal.card.clone()), about)
            }),
            domain::Target::Difficulty(id) => snapshot.cards.values().find_map(|card| {
                let difficulty = card.difficulties.iter().find(|it| it.id == id)?;
                Some((Target::Card(card.id.clone()), difficulty.label.to_string()))
            }),
            domain::Target::Action(seq) => snapshot
                .contract
                .action(seq)
                .map(|action| (Target::Action(seq), action.label.to_string())),
        };
        if let Some((target, about)) = found {
            entries.push(Entry::new(
                Kind::Comment,
                target,
                about,
                &comment.text,
                vec![],
            ));
        }
    }
}

fn push_theme(entries: &mut Vec<Entry>, theme: &Theme) {
    let context = words::theme(theme.number);
    let target = Target::Contract(Anchor::Theme(theme.number));
    entries.push(Entry::new(
        Kind::Theme,
        target,
        context.clone(),
        &theme.name,
        vec![],
    ));
    for axis in &theme.axes {
        let target = Target::Contract(Anchor::Axes(theme.number));
        let context = if axis.starred {
            format!("{context}. {}", words::starred())
        } else {
            context.clone()
        };
        entries.push(Entry::new(Kind::Axis, target, context, &axis.label, vec![]));
    }
    for orientation in &theme.orientations {
        let target = Target::Orientation(orientation.number);
        let context = words::orientation(orientation.number);
        entries.push(Entry::new(
            Kind::Orientation,
            target.clone(),
            context.clone(),
            &orientation.title,
            vec![],
        ));
        for objective in &orientation.objectives {
            let code = words::objective_code(objective.code.as_deref());
            let context = format!("{code}, {}", words::orientation(orientation.number));
            entries.push(Entry::new(
                Kind::Objective,
                target.clone(),
                context,
                &objective.label,
                vec![],
            ));
        }
    }
}

fn push_state(entries: &mut Vec<Entry>, contract: &Contract) {
    let state = &contract.state;
    let lines = [
        (words::state_objectives(), &state.objectives),
        (words::state_programmes(), &state.programmes),
    ];
    for (context, texts) in lines {
        entries.extend(texts.iter().map(|text| {
            let target = Target::Contract(Anchor::State);
            Entry::new(Kind::State, target, context.to_owned(), text, vec![])
        }));
    }
    for (number, (heading, found)) in (1..).zip(commitments_by_heading(contract)) {
        let target = Target::Contract(Anchor::Commitments(number));
        let texts = found
            .into_iter()
            .map(|commitment| commitment.text.clone())
            .collect();
        entries.push(Entry::new(
            Kind::State,
            target,
            String::new(),
            &heading,
            texts,
        ));
    }
}

fn push_rest(entries: &mut Vec<Entry>, contract: &Contract) {
    entries.extend(contract.calendar.iter().map(|entry| {
        let target = Target::Contract(Anchor::Calendar);
        Entry::new(
            Kind::Calendar,
            target,
            entry.date.to_string(),
            &entry.label,
            entry.points.clone(),
        )
    }));
    entries.extend(contract.quarters.iter().map(|quarter| {
        let context = words::quarter_place(quarter.commune.as_deref(), quarter.kind.as_deref());
        Entry::new(
            Kind::Quarter,
            Target::Contract(Anchor::Places),
            context,
            &quarter.name,
            vec![],
        )
    }));
    entries.extend(contract.signatories.iter().map(|name| {
        let target = Target::Contract(Anchor::Signatories);
        Entry::new(Kind::Signatory, target, String::new(), name, vec![])
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::contract_sample::sample;
    use crate::model::contract_start::start;

    fn index(contract: Contract) -> SearchIndex {
        let snapshot = Snapshot {
            contract: Arc::new(contract),
            ..Snapshot::default()
        };
        SearchIndex::new(&snapshot, &FollowUp::default())
    }

    fn found(typed: &str) -> Vec<(Kind, Vec<Target>)> {
        match index(sample()).search(typed) {
            Search::Done(groups) => groups
                .into_iter()
                .map(|group| {
                    (
                        group.kind,
                        group.hits.iter().map(|hit| hit.target.clone()).collect(),
                    )
                })
                .collect(),
            other => panic_on(&other),
        }
    }

    #[track_caller]
    fn panic_on(search: &Search) -> Vec<(Kind, Vec<Target>)> {
        assert_eq!(
            search,
            &Search::Done(vec![]),
            "the search ends with answers"
        );
        vec![]
    }

    #[test]
    fn nothing_typed_is_no_search() {
        let index = index(sample());
        assert_eq!(index.search(""), Search::Idle);
        assert_eq!(index.search("  "), Search::Idle);
        assert_eq!(index.search("é"), Search::TooShort);
        assert_eq!(index.search("l'"), Search::TooShort);
    }

    #[test]
    fn accents_and_capitals_do_not_matter() {
        for typed in ["ecole", "École", "ÉCOLE", "l’ecole"] {
            assert_eq!(
                found(typed),
                [
                    (Kind::Action, vec![Target::Action(5)]),
                    (Kind::Objective, vec![Target::Orientation(3)]),
                ],
                "{typed}"
            );
        }
    }

    #[test]
    fn kinds_are_apart_and_lead_to_their_place() {
        assert_eq!(
            found("sante"),
            [
                (Kind::Orientation, vec![Target::Orientation(2)]),
                (Kind::State, vec![Target::Contract(Anchor::Commitments(1))]),
            ]
        );
        assert_eq!(
            found("juillet"),
            [(Kind::Calendar, vec![Target::Contract(Anchor::Calendar)])]
        );
        assert_eq!(
            found("maire"),
            [(Kind::Signatory, vec![Target::Contract(Anchor::Signatories)])]
        );
    }

    #[test]
    fn words_may_stand_in_different_fields() {
        assert_eq!(
            found("proximité écrivain"),
            [(Kind::Action, vec![Target::Action(1)])]
        );
        assert_eq!(found("zzz yyy"), []);
        // No entry has both: those that have one are shown, and that is said.
        assert!(index(sample()).has_only_some("proximité zzz"));
        assert!(!found("proximité zzz").is_empty());
        assert!(!index(sample()).has_only_some("proximité écrivain"));
    }

    #[test]
    fn answers_with_the_words_in_the_title_come_first() {
        let permanences = vec![Target::Action(3), Target::Action(1)];
        assert_eq!(found("permanences"), [(Kind::Action, permanences)]);
    }

    #[test]
    fn an_action_is_found_by_its_code() {
        let targets = vec![Target::Action(1), Target::Action(2), Target::Action(4)];
        assert_eq!(found("action 1.1"), [(Kind::Action, targets)]);
    }

    #[test]
    fn an_excerpt_shows_only_when_the_title_is_not_enough() {
        let excerpts = |typed: &str| -> Vec<bool> {
            match index(sample()).search(typed) {
                Search::Done(groups) => groups
                    .iter()
                    .flat_map(|group| &group.hits)
                    .map(|hit| hit.excerpt.is_some())
                    .collect(),
                Search::Idle | Search::TooShort => vec![],
            }
        };
        assert_eq!(excerpts("permanences"), [false, true]);
    }

    #[test]
    fn a_kind_shows_twenty_answers_and_counts_the_others() {
        let mut contract = sample();
        contract.signatories = (0..25).map(|n| format!("Maire {n}").into()).collect();
        let search = index(contract).search("maire");
        assert_eq!(search.n_found(), 25);
        let Search::Done(groups) = search else {
            return assert_eq!(search, Search::Done(vec![]));
        };
        let sizes: Vec<(usize, usize)> = groups
            .iter()
            .map(|group| (group.hits.len(), group.n_hidden()))
            .collect();
        assert_eq!(sizes, [(20, 5)]);
    }

    #[test]
    fn a_mistyped_word_is_taken_for_the_nearest_ones() {
        for typed in ["permanance", "permannences", "premanences", "permamemces"] {
            let permanences = vec![Target::Action(3), Target::Action(1)];
            assert_eq!(found(typed), [(Kind::Action, permanences)], "{typed}");
            let replaced = index(sample()).replaced(typed);
            assert!(replaced[0].1.starts_with("permanence"), "{replaced:?}");
        }
        // A word that is there is searched as it is, and a short one must be right.
        assert_eq!(index(sample()).replaced("permanences"), []);
        assert_eq!(index(sample()).replaced("pre"), []);
        assert_eq!(found("zzzzzzzzzz"), []);
    }

    #[test]
    fn every_word_of_the_real_contract_finds_proposals_and_answers_too() {
        let snapshot = start();
        let index = SearchIndex::new(&snapshot, &FollowUp::new(&snapshot.statements));
        for typed in ["compost", "composst", "Compostage collectif"] {
            let Search::Done(groups) = index.search(typed) else {
                unreachable!("{typed} is a search")
            };
            let proposals = groups.iter().find(|group| group.kind == Kind::Proposal);
            let hit = &proposals.expect("a proposal").hits[0];
            assert_eq!(
                hit.target,
                Target::Card("mobilite".parse().expect("a slug"))
            );
            assert!(hit.title.iter().any(|part| part.is_marked), "{typed}");
        }
    }
}
