//! Command to change: one command, one transaction, one Automerge change.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{
    Automerge, AutomergeError, ChangeHash, ObjId, ObjType, ROOT, ReadDoc, ScalarValue,
};
use domain::{
    Arbitration, Ballot, CardId, Command, CouncilId, Date, Decision, ModerationSubject, PaperCount,
    Place, Refusal, RoundId, RoundRules, Snapshot, Subject, Target, Timestamp, Title, VoterKey,
    WorkshopId, check,
};

use crate::pack;
use crate::schema::{
    self, arbitration, ballot, card, comment, common, paper_count, round, workshop,
};

use crate::statement::put_statement;

/// Why a command changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The rules refuse it; shown next to the control.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Automerge refuses the edit: the document lacks a container of the genesis.
    #[error("could not write to the document: {0}")]
    Document(#[from] AutomergeError),
}

/// Carries out a command that `snapshot`, read from this document, does not refuse.
///
/// The change carries no time: a ballot must not be tied to a moment.
///
/// # Errors
/// [`WriteError`]; the document is then as it was.
pub fn write(
    document: &mut Automerge,
    snapshot: &Snapshot,
    command: &Command,
) -> Result<(), WriteError> {
    check(snapshot, command)?;
    let heads = document.get_heads();
    document
        .transact_with::<_, _, AutomergeError, _>(
            |()| CommitOptions::default().with_time(0),
            |tx| put_command(tx, snapshot, &heads, command),
        )
        .map(|_| ())
        .map_err(|failure| failure.error.into())
}

fn put_command(
    tx: &mut impl Transactable,
    snapshot: &Snapshot,
    heads: &[ChangeHash],
    command: &Command,
) -> Result<(), AutomergeError> {
    match command {
        Command::CreateWorkshop { .. }
        | Command::EditWorkshop { .. }
        | Command::SetFacilitatorLock { .. }
        | Command::SelectProposals { .. }
        | Command::RecordAttendance { .. }
        | Command::FreezeVersion { .. } => put_workshop(tx, snapshot, heads, command),
        Command::OpenRound { .. }
        | Command::DraftRound { .. }
        | Command::StartRound { .. }
        | Command::IssueCodes { .. }
        | Command::VoidCode { .. } => put_round(tx, snapshot, command),
        Command::Moderate {
            id,
            subject,
            is_hidden,
            reason,
            at,
        } => {
            let (map, n_former) = match subject {
                ModerationSubject::Comment(id) => {
                    let former = snapshot.comments.get(id).map(|it| it.moderation.len());
                    (existing(tx, schema::COMMENTS, &id.to_string())?, former)
                }
                ModerationSubject::Proposal(id) => {
                    let former = snapshot.proposals.get(id).map(|it| it.moderation.len());
                    (existing(tx, schema::PROPOSALS, &id.to_string())?, former)
                }
            };
            let key = format!("{}{id}", common::MODERATION_PREFIX);
            let seq = n_former.unwrap_or(0);
            let text = pack::moderation_to_text(seq, *at, *is_hidden, reason);
            tx.put(&map, key, text)
        }
        Command::PauseRound { round, is_paused } => {
            let map = existing(tx, schema::ROUNDS, &round.to_string())?;
            tx.put(&map, round::IS_PAUSED, *is_paused)
        }
        Command::CloseRound { round, at } => {
            let map = existing(tx, schema::ROUNDS, &round.to_string())?;
            let known = snapshot
                .ballots
                .values()
                .filter(|b| b.round == *round)
                .map(|b| b.id);
            let bytes = pack::closing_to_bytes(*at, &known.collect());
            tx.put(&map, round::CLOSING, ScalarValue::Bytes(bytes))
        }
        Command::Reveal { round, cards, at } => {
            let map = existing(tx, schema::ROUNDS, &round.to_string())?;
            cards.iter().try_for_each(|card| {
                tx.put(
                    &map,
                    format!("{}{card}", round::REVEALED_PREFIX),
                    minute(*at),
                )
            })
        }
        Command::CastBallot(ballot) => put_ballot(tx, ballot),
        Command::AddProposal {
            id,
            card,
            label,
            council,
            workshop,
            replaces,
        } => {
            let map = fresh(tx, schema::PROPOSALS, &id.to_string())?;
            tx.put(&map, common::CARD, card.as_str())?;
            tx.put(&map, common::LABEL, label.as_str())?;
            if let Some(former) = replaces {
                tx.put(&map, card::REPLACES, former.to_string())?;
            }
            put_origin(tx, &map, council.as_ref(), *workshop)
        }
        Command::AddComment { .. } => put_comment(tx, command),
        Command::GroupProposal { proposal, into } => {
            let map = existing(tx, schema::PROPOSALS, &proposal.to_string())?;
            tx.put(&map, card::GROUPED_INTO, into.to_string())
        }
        Command::UngroupProposal { proposal } => {
            let map = existing(tx, schema::PROPOSALS, &proposal.to_string())?;
            tx.put(&map, card::GROUPED_INTO, ScalarValue::Null)
        }
        Command::RecordPaperCount(entry) => put_paper_count(tx, entry),
        Command::Arbitrate(arbitration) => put_arbitration(tx, arbitration),
        Command::State(statements) => statements.iter().try_for_each(|statement| {
            let map = fresh(tx, schema::STATEMENTS, &statement.id.to_string())?;
            put_statement(tx, &map, statement)?;
            let ids = statement.supersedes.iter().map(|id| id.to_bytes());
            put_ids(tx, &map, common::SUPERSEDES, ids.collect())
        }),
    }
}

fn minute(at: Timestamp) -> u64 {
    at.epoch_min().into()
}

fn container(tx: &impl ReadDoc, key: &str) -> Result<ObjId, AutomergeError> {
    tx.get(ROOT, key)?
        .map(|(_, id)| id)
        .ok_or_else(|| AutomergeError::InvalidObjId(key.to_owned()))
}

fn existing(tx: &impl ReadDoc, key: &str, id: &str) -> Result<ObjId, AutomergeError> {
    let entries = container(tx, key)?;
    tx.get(&entries, id)?
        .map(|(_, id)| id)
        .ok_or_else(|| AutomergeError::InvalidObjId(id.to_owned()))
}

/// Makes a new entry under a fresh id: the only place that creates objects at run time.
fn fresh(tx: &mut impl Transactable, key: &str, id: &str) -> Result<ObjId, AutomergeError> {
    let entries = container(tx, key)?;
    tx.put_object(&entries, id, ObjType::Map)
}

fn put_origin(
    tx: &mut impl Transactable,
    map: &ObjId,
    council: Option<&CouncilId>,
    workshop: Option<WorkshopId>,
) -> Result<(), AutomergeError> {
    if let Some(council) = council {
        tx.put(map, common::COUNCIL, council.as_str())?;
    }
    workshop.map_or(Ok(()), |id| tx.put(map, common::WORKSHOP, id.to_string()))
}

/// The two rules as one value: of two edits made apart one wins whole, and never the N of
/// one with the cap of the other.
fn put_rules(
    tx: &mut impl Transactable,
    map: &ObjId,
    rules: RoundRules,
) -> Result<(), AutomergeError> {
    tx.put(map, common::RULES, pack::rules_to_text(rules))
}

fn put_ids(
    tx: &mut impl Transactable,
    map: &ObjId,
    key: &str,
    ids: Vec<[u8; 16]>,
) -> Result<(), AutomergeError> {
    if ids.is_empty() {
        return Ok(());
    }
    tx.put(map, key, ScalarValue::Bytes(pack::ids_to_bytes(ids)))
}

fn put_voter(
    tx: &mut impl Transactable,
    map: &ObjId,
    voter: &VoterKey,
) -> Result<(), AutomergeError> {
    match voter {
        VoterKey::Device(id) => tx.put(map, ballot::VOTER, id.to_string()),
        VoterKey::Code(code) => tx.put(map, ballot::CODE, code.as_str()),
    }
}

fn joined<T: ToString>(slugs: &[T]) -> String {
    slugs
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

fn put_workshop(
    tx: &mut impl Transactable,
    snapshot: &Snapshot,
    heads: &[ChangeHash],
    command: &Command,
) -> Result<(), AutomergeError> {
    let workshop = |tx: &_, id: &WorkshopId| existing(tx, schema::WORKSHOPS, &id.to_string());
    match command {
        Command::CreateWorkshop {
            id,
            title,
            date,
            place,
            councils,
            cards,
            rules,
            lock,
        } => {
            let map = fresh(tx, schema::WORKSHOPS, &id.to_string())?;
            put_meeting(tx, &map, (title, *date, place.as_ref()), councils, cards)?;
            put_rules(tx, &map, *rules)?;
            lock.map_or(Ok(()), |lock| {
                tx.put(&map, workshop::LOCK, lock.to_bytes().to_vec())
            })
        }
        Command::EditWorkshop {
            id,
            title,
            date,
            place,
            councils,
            cards,
            rules,
        } => {
            let map = workshop(tx, id)?;
            put_meeting(tx, &map, (title, *date, place.as_ref()), councils, cards)?;
            put_rules(tx, &map, *rules)
        }
        Command::SetFacilitatorLock { workshop: id, lock } => {
            let map = workshop(tx, id)?;
            tx.put(&map, workshop::LOCK, lock.to_bytes().to_vec())
        }
        Command::SelectProposals {
            workshop: id,
            card,
            proposals,
        } => {
            let map = workshop(tx, id)?;
            let ids = pack::ids_to_bytes(proposals.iter().map(|id| id.to_bytes()));
            let key = format!("{}{card}", workshop::PROPOSALS_PREFIX);
            tx.put(&map, key, ScalarValue::Bytes(ids))
        }
        Command::RecordAttendance {
            workshop: id,
            attendance,
        } => {
            let map = workshop(tx, id)?;
            tx.put(
                &map,
                workshop::ATTENDANCE,
                pack::attendance_to_text(attendance),
            )
        }
        Command::FreezeVersion {
            id,
            workshop: of,
            at,
        } => {
            let map = workshop(tx, of)?;
            let heads: Vec<[u8; 32]> = heads.iter().map(|head| head.0).collect();
            let former = snapshot.workshops.get(of).map_or(0, |it| it.versions.len());
            let seq = u32::try_from(former).unwrap_or(u32::MAX);
            let key = format!("{}{id}", workshop::VERSION_PREFIX);
            tx.put(
                &map,
                key,
                ScalarValue::Bytes(pack::version_to_bytes(seq, *at, &heads)),
            )
        }
        _ => Ok(()),
    }
}

/// What a workshop says of itself, besides its rules.
fn put_meeting(
    tx: &mut impl Transactable,
    map: &ObjId,
    (title, date, place): (&Title, Date, Option<&Place>),
    councils: &[CouncilId],
    cards: &[CardId],
) -> Result<(), AutomergeError> {
    tx.put(map, common::TITLE, title.as_str())?;
    tx.put(map, workshop::DATE, date.to_string())?;
    let place = place.map_or(ScalarValue::Null, |place| place.as_str().into());
    tx.put(map, workshop::PLACE, place)?;
    tx.put(map, common::COUNCILS, joined(councils))?;
    tx.put(map, common::CARDS, joined(cards))
}

fn put_round(
    tx: &mut impl Transactable,
    snapshot: &Snapshot,
    command: &Command,
) -> Result<(), AutomergeError> {
    let round = |tx: &_, id: &RoundId| existing(tx, schema::ROUNDS, &id.to_string());
    match command {
        Command::OpenRound {
            id,
            workshop,
            cards,
            rules,
            at,
        } => {
            let map = put_draft(tx, *id, *workshop, cards)?;
            put_proposals(tx, &map, snapshot, *workshop, cards)?;
            put_rules(tx, &map, *rules)?;
            tx.put(&map, round::OPENED_AT, minute(*at))
        }
        Command::DraftRound {
            id,
            workshop,
            cards,
        } => {
            let map = put_draft(tx, *id, *workshop, cards)?;
            put_rules_of(tx, &map, snapshot, *workshop)
        }
        Command::StartRound { round: id, at } => {
            let map = round(tx, id)?;
            if let Some(found) = snapshot.rounds.get(id) {
                put_proposals(tx, &map, snapshot, found.workshop, &found.cards)?;
                put_rules_of(tx, &map, snapshot, found.workshop)?;
            }
            tx.put(&map, round::OPENED_AT, minute(*at))
        }
        Command::IssueCodes {
            id,
            round: of,
            codes,
        } => {
            let map = round(tx, of)?;
            tx.put(&map, format!("{}{id}", round::CODES_PREFIX), joined(codes))
        }
        Command::VoidCode {
            round: of,
            code,
            reason,
        } => {
            let map = round(tx, of)?;
            tx.put(
                &map,
                format!("{}{code}", round::VOID_PREFIX),
                reason.as_str(),
            )
        }
        _ => Ok(()),
    }
}

/// A round that is not open yet.
fn put_draft(
    tx: &mut impl Transactable,
    id: RoundId,
    workshop: WorkshopId,
    cards: &[CardId],
) -> Result<ObjId, AutomergeError> {
    let map = fresh(tx, schema::ROUNDS, &id.to_string())?;
    tx.put(&map, common::WORKSHOP, workshop.to_string())?;
    tx.put(&map, common::CARDS, joined(cards))?;
    Ok(map)
}

/// Freezes what stands on the table now, in the order of its numbers.
fn put_proposals(
    tx: &mut impl Transactable,
    map: &ObjId,
    snapshot: &Snapshot,
    workshop: WorkshopId,
    cards: &[CardId],
) -> Result<(), AutomergeError> {
    let on_table = cards
        .iter()
        .flat_map(|card| snapshot.on_table(workshop, card));
    let ids = on_table.map(|proposal| proposal.id.to_bytes()).collect();
    put_ids(tx, map, round::PROPOSALS, ids)
}

fn put_rules_of(
    tx: &mut impl Transactable,
    map: &ObjId,
    snapshot: &Snapshot,
    workshop: WorkshopId,
) -> Result<(), AutomergeError> {
    let rules = snapshot.workshops.get(&workshop).and_then(|w| w.rules);
    rules.map_or(Ok(()), |rules| put_rules(tx, map, rules))
}

fn put_ballot(tx: &mut impl Transactable, cast: &Ballot) -> Result<(), AutomergeError> {
    let map = fresh(tx, schema::BALLOTS, &cast.id.to_string())?;
    tx.put(&map, common::ROUND, cast.round.to_string())?;
    put_voter(tx, &map, &cast.voter)?;
    if let Some(council) = &cast.council {
        tx.put(&map, common::COUNCIL, council.as_str())?;
    }
    tx.put(
        &map,
        common::DOTS,
        ScalarValue::Bytes(pack::dots_to_bytes(&cast.dots)),
    )?;
    if cast.is_assisted {
        tx.put(&map, ballot::IS_ASSISTED, true)?;
    }
    put_ids(
        tx,
        &map,
        common::SUPERSEDES,
        cast.supersedes.iter().map(|id| id.to_bytes()).collect(),
    )
}

fn put_comment(tx: &mut impl Transactable, command: &Command) -> Result<(), AutomergeError> {
    let Command::AddComment {
        id,
        target,
        text,
        council,
        workshop,
        at,
    } = command
    else {
        return Ok(());
    };
    let map = fresh(tx, schema::COMMENTS, &id.to_string())?;
    let (kind, target) = match target {
        Target::Proposal(id) => ("proposal", id.to_string()),
        Target::Difficulty(id) => ("difficulty", id.to_string()),
        Target::Action(seq) => ("action", seq.to_string()),
    };
    tx.put(&map, comment::TARGET_KIND, kind)?;
    tx.put(&map, comment::TARGET, target)?;
    tx.put(&map, common::TEXT, text.as_str())?;
    tx.put(&map, comment::ADDED_AT, minute(*at))?;
    put_origin(tx, &map, council.as_ref(), *workshop)
}

fn put_paper_count(tx: &mut impl Transactable, entry: &PaperCount) -> Result<(), AutomergeError> {
    let map = fresh(tx, schema::PAPER_COUNTS, &entry.id.to_string())?;
    tx.put(&map, common::ROUND, entry.round.to_string())?;
    if let Some(council) = &entry.council {
        tx.put(&map, common::COUNCIL, council.as_str())?;
    }
    tx.put(&map, paper_count::PEOPLE, u64::from(entry.people))?;
    tx.put(
        &map,
        common::DOTS,
        ScalarValue::Bytes(pack::paper_dots_to_bytes(&entry.dots)),
    )?;
    if let Some(reason) = &entry.reason {
        tx.put(&map, common::REASON, reason.as_str())?;
    }
    if let Some(at) = entry.entered_at {
        tx.put(&map, paper_count::ENTERED_AT, minute(at))?;
    }
    put_ids(
        tx,
        &map,
        common::SUPERSEDES,
        entry.corrects.iter().map(|id| id.to_bytes()).collect(),
    )
}

fn put_arbitration(tx: &mut impl Transactable, entry: &Arbitration) -> Result<(), AutomergeError> {
    let map = fresh(tx, schema::ARBITRATIONS, &entry.id.to_string())?;
    tx.put(&map, common::ROUND, entry.round.to_string())?;
    match &entry.subject {
        Subject::Double(voter) => {
            tx.put(&map, arbitration::SUBJECT, "double")?;
            put_voter(tx, &map, voter)?;
        }
        Subject::LateBallots => tx.put(&map, arbitration::SUBJECT, "late")?,
        Subject::Ballot(id) => {
            tx.put(&map, arbitration::SUBJECT, "ballot")?;
            tx.put(&map, arbitration::BALLOT, id.to_string())?;
        }
    }
    match entry.decision {
        Decision::Keep(id) => {
            tx.put(&map, arbitration::DECISION, "keep")?;
            tx.put(&map, arbitration::KEPT, id.to_string())?;
        }
        Decision::Count => tx.put(&map, arbitration::DECISION, "count")?,
        Decision::SetAside => tx.put(&map, arbitration::DECISION, "set_aside")?,
    }
    tx.put(&map, common::REASON, entry.reason.as_str())?;
    tx.put(&map, arbitration::DECIDED_AT, minute(entry.decided_at))?;
    put_ids(
        tx,
        &map,
        common::SUPERSEDES,
        entry.supersedes.iter().map(|id| id.to_bytes()).collect(),
    )
}
