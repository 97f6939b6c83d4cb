//! Document to snapshot: tolerant, never failing, and only what changed.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::Arc;

use automerge::{Automerge, ChangeHash, ObjId, ObjType, ROOT, ReadDoc, Value};
use domain::{
    Arbitration, Ballot, BallotId, Card, CardId, CodeSheetId, Comment, CouncilId, Decision,
    Difficulty, DifficultyId, Entries, FacilitatorLock, Moderation, PaperCount, Proposal,
    ProposalId, Reason, Round, RoundId, RoundRules, Snapshot, Subject, Target, Timestamp, Version,
    VoterCode, VoterKey, Workshop, WorkshopId,
};

use crate::fields::{Fields, each_once, scalar_bytes, scalar_text, scalar_uint};
use crate::read_contract::{read_action, read_contract};
use crate::schema::{
    self, arbitration, ballot, card, comment, common, paper_count, round, workshop,
};
use crate::statement::read_statement;
use crate::{Anomaly, AnomalyKind, genesis, inspect, pack, touched};

/// Longest printed wording that is shown whole, in Unicode scalar values; what people
/// type has the limits of `domain`.
const PRINTED_CHARS_MAX: usize = 2_000;

/// Limit of a wording: an entry with a number was printed.
fn label_chars_max(fields: &Fields<'_>) -> usize {
    if fields.uint(common::NUMBER).is_some() {
        PRINTED_CHARS_MAX
    } else {
        domain::Label::CHARS_MAX
    }
}

/// Keeps a snapshot in step with a document.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    snapshot: Snapshot,
    difficulties: BTreeMap<DifficultyId, (CardId, u64, Arc<str>)>,
    anomalies: BTreeMap<(&'static str, String), BTreeSet<AnomalyKind>>,
}

impl Reader {
    /// Reads the whole document.
    pub fn open(document: &Automerge) -> Self {
        let mut reader = Self::default();
        reader.snapshot.contract = Arc::new(read_contract(document));
        for container in schema::CONTAINERS {
            let Some(object) = container_of(document, container) else {
                // A document that no program with the amendment has opened yet.
                if schema::GENESIS_CONTAINERS.contains(&container) {
                    reader.note(container, "", AnomalyKind::ContainerMissing);
                }
                continue;
            };
            if is_written_twice(document, container) {
                reader.note(container, "", AnomalyKind::WrittenTwice);
            }
            for key in document.keys(&object) {
                reader.read_entry(document, &object, container, &key);
            }
        }
        reader.finish(document);
        reader
    }

    /// What the document says.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// What is odd in the document, in a fixed order.
    pub fn anomalies(&self) -> Vec<Anomaly> {
        self.anomalies
            .iter()
            .flat_map(|((container, key), kinds)| {
                kinds.iter().map(|kind| Anomaly {
                    container,
                    key: key.clone(),
                    kind: *kind,
                })
            })
            .collect()
    }

    /// Reads again only the entries that changed since the heads `before`.
    ///
    /// A change outside the containers, which no release writes, is read in full.
    pub fn refresh(&mut self, document: &Automerge, before: &[ChangeHash]) {
        let Some(touched) = touched::entries_since(document, before) else {
            *self = Self::open(document);
            return;
        };
        for (container, key) in touched {
            self.anomalies.remove(&(container, key.clone()));
            if let Some(object) = container_of(document, container) {
                self.read_entry(document, &object, container, &key);
            }
        }
        self.finish(document);
    }

    fn note(&mut self, container: &'static str, key: &str, kind: AnomalyKind) {
        self.anomalies
            .entry((container, key.to_owned()))
            .or_default()
            .insert(kind);
    }

    /// What depends on several entries: the cards with their difficulties.
    fn finish(&mut self, document: &Automerge) {
        if inspect::schema_version(document) > schema::SCHEMA_VERSION {
            self.note(schema::SCHEMA, "", AnomalyKind::NewerSchema);
        }
        for (slug, found) in &*self.snapshot.cards.clone() {
            let mut difficulties: Vec<(u64, Difficulty)> = self
                .difficulties
                .iter()
                .filter(|(_, (card, ..))| card == slug)
                .map(|(id, (_, number, label))| {
                    (
                        *number,
                        Difficulty {
                            id: *id,
                            label: label.clone(),
                        },
                    )
                })
                .collect();
            difficulties.sort_by_key(|(number, difficulty)| (*number, difficulty.id));
            let difficulties: Vec<Difficulty> = difficulties.into_iter().map(|(_, d)| d).collect();
            if found.difficulties != difficulties {
                let card = Card {
                    difficulties,
                    ..Card::clone(found)
                };
                Arc::make_mut(&mut self.snapshot.cards).insert(slug.clone(), Arc::new(card));
            }
        }
    }

    fn read_entry(
        &mut self,
        document: &Automerge,
        container_id: &ObjId,
        container: &'static str,
        key: &str,
    ) {
        let values = document.get_all(container_id, key).unwrap_or_default();
        let mut found = BTreeSet::new();
        if values.is_empty() {
            // Deleted by another program: nothing is left to be odd.
            self.keep(container, key, None, &mut BTreeSet::new());
            return;
        }
        if values.len() > 1 {
            found.insert(AnomalyKind::WrittenTwice);
        }
        // The last value is the one that Automerge shows.
        let entry = values
            .last()
            .filter(|(value, _)| matches!(value, Value::Object(ObjType::Map)))
            .map(|(_, id)| id.clone());
        if entry.is_none() {
            found.insert(AnomalyKind::Unreadable);
        }
        let entry = entry.map(|id| Entry {
            document,
            fields: Fields::read(document, &id),
            id,
        });
        self.keep(container, key, entry.as_ref(), &mut found);
        for kind in found {
            self.note(container, key, kind);
        }
    }

    fn keep(
        &mut self,
        container: &'static str,
        key: &str,
        entry: Option<&Entry<'_>>,
        found: &mut BTreeSet<AnomalyKind>,
    ) {
        let snapshot = &mut self.snapshot;
        match container {
            schema::ACTIONS => {
                // Other spellings of the same row would hide one another.
                let seq = key.parse::<u16>().ok();
                let Some(seq) = seq.filter(|seq| genesis::action_key(*seq) == key) else {
                    found.insert(AnomalyKind::BadKey);
                    return;
                };
                let row = entry.and_then(|entry| read_action(seq, &entry.fields));
                if row.is_none() && entry.is_some() {
                    found.insert(AnomalyKind::Unreadable);
                }
                let actions = &mut Arc::make_mut(&mut snapshot.contract).actions;
                actions.retain(|action| action.seq != seq);
                if let Some(row) = row {
                    let idx = actions.partition_point(|action| action.seq < seq);
                    actions.insert(idx, row);
                }
            }
            schema::CARDS => put(&mut snapshot.cards, key, entry, found, read_card),
            schema::DIFFICULTIES => {
                let Ok(id) = key.parse::<DifficultyId>() else {
                    found.insert(AnomalyKind::BadKey);
                    return;
                };
                let difficulty = entry.and_then(|entry| read_difficulty(&entry.fields, found));
                if let Some(difficulty) = difficulty {
                    self.difficulties.insert(id, difficulty);
                } else {
                    found.insert(AnomalyKind::Unreadable);
                    self.difficulties.remove(&id);
                }
            }
            schema::PROPOSALS => put(&mut snapshot.proposals, key, entry, found, read_proposal),
            schema::WORKSHOPS => put(&mut snapshot.workshops, key, entry, found, read_workshop),
            schema::ROUNDS => put(&mut snapshot.rounds, key, entry, found, read_round),
            schema::BALLOTS => put(&mut snapshot.ballots, key, entry, found, read_ballot),
            schema::PAPER_COUNTS => put(&mut snapshot.paper_counts, key, entry, found, read_paper),
            schema::COMMENTS => put(&mut snapshot.comments, key, entry, found, read_comment),
            schema::ARBITRATIONS => {
                put(
                    &mut snapshot.arbitrations,
                    key,
                    entry,
                    found,
                    read_arbitration,
                );
            }
            schema::STATEMENTS => {
                put(
                    &mut snapshot.statements,
                    key,
                    entry,
                    found,
                    |id, entry, found| read_statement(id, &entry.fields, found),
                );
            }
            _ => {}
        }
    }
}

/// One entry of a container.
struct Entry<'a> {
    document: &'a Automerge,
    fields: Fields<'a>,
    id: ObjId,
}

impl<'a> Entry<'a> {
    /// Every value that replicas wrote at `key` without knowing of each other.
    fn every(&self, key: &str) -> Vec<(Value<'a>, ObjId)> {
        self.document.get_all(&self.id, key).unwrap_or_default()
    }
}

fn container_of(document: &Automerge, key: &str) -> Option<ObjId> {
    let (value, id) = document.get(ROOT, key).ok()??;
    matches!(value, Value::Object(ObjType::Map)).then_some(id)
}

fn is_written_twice(document: &Automerge, key: &str) -> bool {
    document
        .get_all(ROOT, key)
        .is_ok_and(|values| values.len() > 1)
}

/// Puts what `read` makes of the entry into `entries`, or takes it out.
fn put<K: FromStr + Ord + Clone, V: PartialEq>(
    entries: &mut Entries<K, V>,
    key: &str,
    entry: Option<&Entry<'_>>,
    found: &mut BTreeSet<AnomalyKind>,
    read: impl Fn(K, &Entry<'_>, &mut BTreeSet<AnomalyKind>) -> Option<V>,
) {
    let Ok(id) = key.parse::<K>() else {
        found.insert(AnomalyKind::BadKey);
        return;
    };
    let value = entry.and_then(|entry| read(id.clone(), entry, found));
    if value.is_none() && entry.is_some() {
        found.insert(AnomalyKind::Unreadable);
    }
    match value {
        Some(value) if entries.get(&id).is_some_and(|known| **known == value) => {}
        Some(value) => drop(Arc::make_mut(entries).insert(id, Arc::new(value))),
        None if entries.contains_key(&id) => drop(Arc::make_mut(entries).remove(&id)),
        None => {}
    }
}

fn read_card(id: CardId, entry: &Entry<'_>, _: &mut BTreeSet<AnomalyKind>) -> Option<Card> {
    Some(Card {
        id,
        number: entry.fields.small(common::NUMBER)?,
        name: entry.fields.text(common::NAME)?,
        question: entry.fields.text(card::QUESTION)?,
        difficulties: Vec::new(),
    })
}

fn read_difficulty(
    fields: &Fields<'_>,
    found: &mut BTreeSet<AnomalyKind>,
) -> Option<(CardId, u64, Arc<str>)> {
    let label = fields.limited(common::LABEL, label_chars_max(fields), found)?;
    Some((
        fields.parsed(common::CARD)?,
        fields.uint(common::NUMBER).unwrap_or(u64::MAX),
        label,
    ))
}

fn read_proposal(
    id: ProposalId,
    entry: &Entry<'_>,
    found: &mut BTreeSet<AnomalyKind>,
) -> Option<Proposal> {
    let fields = &entry.fields;
    if fields.is_conflict(card::GROUPED_INTO) {
        let values = entry.every(card::GROUPED_INTO);
        if values.windows(2).any(|pair| pair[0].0 != pair[1].0) {
            found.insert(AnomalyKind::GroupedTwice);
        }
    }
    Some(Proposal {
        id,
        moderation: read_moderation(fields),
        replaces: fields.parsed(card::REPLACES),
        card: fields.parsed(common::CARD)?,
        number: fields.small(common::NUMBER),
        label: fields.limited(common::LABEL, label_chars_max(fields), found)?,
        council: fields.parsed(common::COUNCIL),
        workshop: fields.parsed(common::WORKSHOP),
        grouped_into: fields.parsed(card::GROUPED_INTO),
    })
}

/// Decisions to hide or to show; one that cannot be read decides nothing.
fn read_moderation(fields: &Fields<'_>) -> Vec<Moderation> {
    let entries = fields.prefixed(common::MODERATION_PREFIX);
    let decisions = entries
        .into_iter()
        .filter_map(|(id, value, _)| pack::moderation_from_text(id, &scalar_text(value)?));
    decisions.collect()
}

/// The rules, also as the first programs wrote them: one key each.
fn read_rules(fields: &Fields<'_>) -> Option<RoundRules> {
    if let Some(text) = fields.text(common::RULES) {
        return pack::rules_from_text(&text);
    }
    let scope = pack::scope_from_text(&fields.text(common::DOT_SCOPE)?)?;
    let (n, cap) = (
        fields.small(common::DOTS_PER_BALLOT)?,
        fields.small(common::DOTS_PER_PROPOSAL_MAX)?,
    );
    RoundRules::new(n, cap, scope).ok()
}

fn read_workshop(
    id: WorkshopId,
    entry: &Entry<'_>,
    found: &mut BTreeSet<AnomalyKind>,
) -> Option<Workshop> {
    let fields = &entry.fields;
    let title = fields.limited(common::TITLE, domain::Title::CHARS_MAX, found)?;
    let place = fields.limited(workshop::PLACE, domain::Place::CHARS_MAX, found);
    let selection = fields.prefixed(workshop::PROPOSALS_PREFIX);
    if selection.iter().any(|(.., is_conflict)| *is_conflict) {
        found.insert(AnomalyKind::SelectedTwice);
    }
    let mut versions: Vec<Version> = fields
        .prefixed(workshop::VERSION_PREFIX)
        .into_iter()
        .filter_map(|(id, value, _)| pack::version_from_bytes(id, scalar_bytes(value)?))
        .collect();
    versions.sort();
    let locks = entry.every(workshop::LOCK);
    let attendance = entry.every(workshop::ATTENDANCE);
    Some(Workshop {
        locks: locks
            .iter()
            .filter_map(|(value, _)| value.as_bytes()?.try_into().ok())
            .map(FacilitatorLock::from_bytes)
            .collect(),
        attendance: attendance
            .iter()
            .filter_map(|(value, _)| pack::attendance_from_text(value.as_str()?))
            .collect(),
        selection: selection
            .into_iter()
            .filter_map(|(slug, value, _)| {
                let ids = pack::ids_from_bytes(scalar_bytes(value)?)?;
                Some((slug, each_once(ids.into_iter().map(ProposalId::from_bytes))))
            })
            .collect(),
        versions,
        id,
        title: domain::Title::new(&title).ok()?,
        date: fields.parsed(workshop::DATE)?,
        place: place.and_then(|place| domain::Place::new(&place).ok()),
        councils: fields.slugs(common::COUNCILS)?,
        cards: fields.slugs(common::CARDS)?,
        rules: read_rules(fields),
    })
}

fn read_round(id: RoundId, entry: &Entry<'_>, _: &mut BTreeSet<AnomalyKind>) -> Option<Round> {
    let fields = &entry.fields;
    let closing_values = entry.every(round::CLOSING);
    let closings: Vec<_> = closing_values
        .iter()
        .filter_map(|(value, _)| pack::closing_from_bytes(value.as_bytes()?))
        .collect();
    let revealed: BTreeMap<CardId, Option<Timestamp>> = fields
        .prefixed(round::REVEALED_PREFIX)
        .into_iter()
        .map(|(card, value, _)| {
            let minute = scalar_uint(value).and_then(|n| u32::try_from(n).ok());
            (card, minute.map(Timestamp::from_epoch_min))
        })
        .collect();
    // Two tablets that started the same round apart may have had other proposals before
    // them: all of them can receive dots.
    let proposals = entry.every(round::PROPOSALS);
    let proposals = proposals
        .iter()
        .filter_map(|(value, _)| pack::ids_from_bytes(value.as_bytes()?))
        .flatten()
        .map(ProposalId::from_bytes);
    let opened_at = entry.every(round::OPENED_AT);
    let sheets = fields.prefixed::<CodeSheetId>(round::CODES_PREFIX);
    Some(Round {
        id,
        codes: sheets
            .iter()
            .filter_map(|(_, value, _)| scalar_text(value))
            .flat_map(|text| {
                let codes = text.split_whitespace();
                codes
                    .filter_map(|code| VoterCode::new(code).ok())
                    .collect::<Vec<_>>()
            })
            .collect(),
        void_codes: fields
            .with_prefix(round::VOID_PREFIX)
            .filter_map(|(code, value, _)| {
                let code = VoterCode::new(code).ok()?;
                let reason = scalar_text(value).and_then(|text| Reason::new(&text).ok());
                Some((code, reason))
            })
            .collect(),
        workshop: fields.parsed(common::WORKSHOP)?,
        cards: fields.slugs(common::CARDS)?,
        proposals: each_once(proposals),
        rules: read_rules(fields),
        opened_at: opened_at
            .iter()
            .filter_map(|(value, _)| u32::try_from(value.as_u64()?).ok())
            .min()
            .map(Timestamp::from_epoch_min),
        is_paused: entry
            .every(round::IS_PAUSED)
            .iter()
            .any(|(value, _)| value.as_bool() == Some(true)),
        // A closing that cannot be read still closes the round.
        is_closed: fields.bool(round::IS_CLOSED).unwrap_or(false) || !closing_values.is_empty(),
        closings,
        revealed,
    })
}

fn read_ballot(id: BallotId, entry: &Entry<'_>, _: &mut BTreeSet<AnomalyKind>) -> Option<Ballot> {
    let fields = &entry.fields;
    let voter = match (fields.parsed(ballot::VOTER), fields.text(ballot::CODE)) {
        (Some(voter), None) => VoterKey::Device(voter),
        (None, Some(code)) => VoterKey::Code(VoterCode::new(&code).ok()?),
        _ => return None,
    };
    Some(Ballot {
        id,
        round: fields.parsed(common::ROUND)?,
        voter,
        council: fields.parsed::<CouncilId>(common::COUNCIL),
        dots: pack::dots_from_bytes(fields.bytes(common::DOTS)?)?,
        supersedes: fields.ids(common::SUPERSEDES)?.into_iter().collect(),
        is_assisted: fields.bool(ballot::IS_ASSISTED).unwrap_or(false),
    })
}

fn read_paper(
    id: domain::PaperCountId,
    entry: &Entry<'_>,
    found: &mut BTreeSet<AnomalyKind>,
) -> Option<PaperCount> {
    let fields = &entry.fields;
    let reason = fields.limited(common::REASON, domain::Reason::CHARS_MAX, found);
    Some(PaperCount {
        id,
        round: fields.parsed(common::ROUND)?,
        council: fields.parsed(common::COUNCIL),
        people: fields.small(paper_count::PEOPLE)?,
        dots: pack::paper_dots_from_bytes(fields.bytes(common::DOTS)?)?,
        corrects: fields.ids(common::SUPERSEDES)?.into_iter().collect(),
        reason: reason.and_then(|reason| domain::Reason::new(&reason).ok()),
        entered_at: fields.minute(paper_count::ENTERED_AT),
    })
}

fn read_comment(
    id: domain::CommentId,
    entry: &Entry<'_>,
    found: &mut BTreeSet<AnomalyKind>,
) -> Option<Comment> {
    let fields = &entry.fields;
    let target = fields.text(comment::TARGET)?;
    Some(Comment {
        id,
        moderation: read_moderation(fields),
        target: match fields.text(comment::TARGET_KIND)?.as_ref() {
            "proposal" => Target::Proposal(target.parse().ok()?),
            "difficulty" => Target::Difficulty(target.parse().ok()?),
            "action" => Target::Action(target.parse().ok()?),
            _ => return None,
        },
        text: fields.limited(common::TEXT, domain::Remark::CHARS_MAX, found)?,
        council: fields.parsed(common::COUNCIL),
        workshop: fields.parsed(common::WORKSHOP),
        added_at: fields.minute(comment::ADDED_AT)?,
    })
}

fn read_arbitration(
    id: domain::ArbitrationId,
    entry: &Entry<'_>,
    found: &mut BTreeSet<AnomalyKind>,
) -> Option<Arbitration> {
    let fields = &entry.fields;
    let subject = match fields.text(arbitration::SUBJECT)?.as_ref() {
        "double" => Subject::Double(match fields.parsed(ballot::VOTER) {
            Some(voter) => VoterKey::Device(voter),
            None => VoterKey::Code(VoterCode::new(&fields.text(ballot::CODE)?).ok()?),
        }),
        "late" => Subject::LateBallots,
        "ballot" => Subject::Ballot(fields.parsed(arbitration::BALLOT)?),
        _ => return None,
    };
    let reason = fields.limited(common::REASON, domain::Reason::CHARS_MAX, found)?;
    Some(Arbitration {
        id,
        round: fields.parsed(common::ROUND)?,
        subject,
        decision: match fields.text(arbitration::DECISION)?.as_ref() {
            "keep" => Decision::Keep(fields.parsed(arbitration::KEPT)?),
            "count" => Decision::Count,
            "set_aside" => Decision::SetAside,
            _ => return None,
        },
        reason: domain::Reason::new(&reason).ok()?,
        supersedes: fields.ids(common::SUPERSEDES)?.into_iter().collect(),
        decided_at: fields.minute(arbitration::DECIDED_AT)?,
    })
}
