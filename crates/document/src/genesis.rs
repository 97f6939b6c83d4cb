//! The fixed first change that every replica starts from.
//!
//! Same input, same bytes: fixed actor, time 0, one change. Committed once per contract
//! and kept for ever, because the document's id is derived from it and because two
//! tablets that never met can only merge if they start from the same containers.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{
    ActorId, Automerge, AutomergeError, ChangeHash, ObjId, ObjType, ROOT, ReadDoc, ScalarValue,
};
use domain::{Contract, ContractAction, Deck, DifficultyId, ProposalId, RoundId, WorkshopId};
use sha2::{Digest, Sha256};

use crate::pack::{ids_to_bytes, paper_dots_to_bytes};
use crate::schema::{self, action, card, common, contract as keys, paper_count, round, workshop};
use crate::statement::step_word;

/// Actor of every genesis.
const ACTOR: &[u8; 16] = b"six-cartes-start";

/// Writes the genesis of a contract.
///
/// # Errors
/// Passes on what Automerge refuses; does not happen for values of these types.
pub fn build(contract: &Contract, deck: &Deck) -> Result<Vec<u8>, AutomergeError> {
    let mut document = Automerge::new().with_actor(ActorId::from(ACTOR.as_slice()));
    document
        .transact_with::<_, _, AutomergeError, _>(
            |()| CommitOptions::default().with_time(0),
            |tx| {
                tx.put(ROOT, schema::SCHEMA, schema::SCHEMA_VERSION)?;
                write_contract(tx, contract)?;
                for container in schema::GENESIS_CONTAINERS {
                    tx.put_object(ROOT, container, ObjType::Map)?;
                }
                contract
                    .actions
                    .iter()
                    .try_for_each(|row| write_action(tx, row))?;
                write_deck(tx, contract, deck)
            },
        )
        .map_err(|failure| failure.error)?;
    Ok(document.save_nocompress())
}

/// Hash of the one change that a genesis holds; `None` when it is not a genesis.
pub fn change_hash(genesis: &[u8]) -> Option<ChangeHash> {
    match Automerge::load(genesis).ok()?.get_heads().as_slice() {
        [hash] => Some(*hash),
        _ => None,
    }
}

/// Derives the id of a printed thing from its kind, card and number.
pub(crate) fn derived_id(kind: &str, card: &str, number: usize) -> [u8; 16] {
    let hash = Sha256::digest(format!("{kind}\n{card}\n{number}"));
    let mut id = [0; 16];
    id.iter_mut()
        .zip(hash)
        .for_each(|(byte, hashed)| *byte = hashed);
    id
}

/// Id of the printed proposal `number` (from 1) of a card.
pub fn proposal_id(card: &str, number: usize) -> ProposalId {
    ProposalId::from_bytes(derived_id("proposal", card, number))
}

fn put_text(
    tx: &mut impl Transactable,
    object: &ObjId,
    key: &str,
    text: Option<&str>,
) -> Result<(), AutomergeError> {
    text.map_or(Ok(()), |text| tx.put(object, key, text))
}

fn write_contract(tx: &mut impl Transactable, contract: &Contract) -> Result<(), AutomergeError> {
    let object = tx.put_object(ROOT, schema::CONTRACT, ObjType::Map)?;
    tx.put(&object, common::TITLE, &*contract.title)?;
    tx.put(&object, keys::PERIOD, &*contract.period)?;
    push_maps(
        tx,
        &object,
        keys::COUNCILS,
        &contract.councils,
        |tx, map, council| {
            tx.put(map, keys::ID, council.id.as_str())?;
            tx.put(map, common::NAME, &*council.name)
        },
    )?;
    push_maps(
        tx,
        &object,
        keys::QUARTERS,
        &contract.quarters,
        |tx, map, quarter| {
            tx.put(map, common::NAME, &*quarter.name)?;
            put_text(tx, map, keys::COMMUNE, quarter.commune.as_deref())?;
            put_text(tx, map, keys::KIND, quarter.kind.as_deref())
        },
    )?;
    push_maps(
        tx,
        &object,
        keys::CALENDAR,
        &contract.calendar,
        |tx, map, entry| {
            tx.put(map, keys::DATE, &*entry.date)?;
            tx.put(map, common::LABEL, &*entry.label)
        },
    )?;
    push_maps(
        tx,
        &object,
        keys::THEMES,
        &contract.themes,
        |tx, map, theme| {
            tx.put(map, common::NUMBER, u64::from(theme.number))?;
            tx.put(map, common::NAME, &*theme.name)?;
            push_maps(
                tx,
                map,
                keys::ORIENTATIONS,
                &theme.orientations,
                |tx, map, orientation| {
                    tx.put(map, common::NUMBER, u64::from(orientation.number))?;
                    tx.put(map, common::TITLE, &*orientation.title)?;
                    push_maps(
                        tx,
                        map,
                        keys::OBJECTIVES,
                        &orientation.objectives,
                        |tx, map, objective| {
                            put_text(tx, map, keys::CODE, objective.code.as_deref())?;
                            tx.put(map, common::LABEL, &*objective.label)
                        },
                    )
                },
            )?;
            push_maps(tx, map, keys::AXES, &theme.axes, |tx, map, axis| {
                tx.put(map, common::LABEL, &*axis.label)?;
                tx.put(map, keys::STARRED, axis.starred)
            })
        },
    )?;
    let state = tx.put_object(&object, keys::STATE, ObjType::Map)?;
    push_texts(tx, &state, keys::OBJECTIVES, &contract.state.objectives)?;
    push_texts(tx, &state, keys::PROGRAMMES, &contract.state.programmes)?;
    push_maps(
        tx,
        &state,
        keys::COMMITMENTS,
        &contract.state.commitments,
        |tx, map, entry| {
            tx.put(map, keys::HEADING, &*entry.heading)?;
            tx.put(map, common::TEXT, &*entry.text)
        },
    )?;
    push_texts(tx, &object, keys::SIGNATORIES, &contract.signatories)
}

/// Writes a list of maps; `fill` writes one of them.
fn push_maps<Tx: Transactable, T>(
    tx: &mut Tx,
    object: &ObjId,
    key: &str,
    values: &[T],
    fill: impl Fn(&mut Tx, &ObjId, &T) -> Result<(), AutomergeError>,
) -> Result<(), AutomergeError> {
    let list = tx.put_object(object, key, ObjType::List)?;
    values.iter().enumerate().try_for_each(|(idx, value)| {
        let map = tx.insert_object(&list, idx, ObjType::Map)?;
        fill(tx, &map, value)
    })
}

fn push_texts(
    tx: &mut impl Transactable,
    object: &ObjId,
    key: &str,
    texts: &[impl AsRef<str>],
) -> Result<(), AutomergeError> {
    let list = tx.put_object(object, key, ObjType::List)?;
    texts
        .iter()
        .enumerate()
        .try_for_each(|(idx, text)| tx.insert(&list, idx, text.as_ref()))
}

/// Key of a row of annexe 2: three digits, so that keys sort like rows.
pub(crate) fn action_key(seq: u16) -> String {
    format!("{seq:03}")
}

fn write_action(tx: &mut impl Transactable, row: &ContractAction) -> Result<(), AutomergeError> {
    let actions = container(tx, schema::ACTIONS)?;
    let map = tx.put_object(&actions, action_key(row.seq), ObjType::Map)?;
    tx.put(&map, action::THEME, u64::from(row.theme))?;
    tx.put(&map, action::ORIENTATION, u64::from(row.orientation))?;
    put_text(tx, &map, action::OBJECTIVE, row.objective.as_deref())?;
    put_text(tx, &map, action::CODE, row.code.as_deref())?;
    tx.put(&map, common::LABEL, &*row.label)?;
    put_text(tx, &map, action::PERIMETER, row.perimeter.as_deref())?;
    put_text(tx, &map, action::STATUS, row.status.as_deref())?;
    put_text(tx, &map, action::STEP, row.step.map(step_word))?;
    put_text(tx, &map, action::DETAIL, row.detail.as_deref())?;
    put_text(tx, &map, action::OUTLOOK, row.outlook.as_deref())
}

fn container(tx: &impl ReadDoc, key: &str) -> Result<ObjId, AutomergeError> {
    tx.get(ROOT, key)?
        .map(|(_, id)| id)
        .ok_or_else(|| AutomergeError::InvalidObjId(key.to_owned()))
}

fn write_deck(
    tx: &mut impl Transactable,
    contract: &Contract,
    deck: &Deck,
) -> Result<(), AutomergeError> {
    let cards = container(tx, schema::CARDS)?;
    let difficulties = container(tx, schema::DIFFICULTIES)?;
    let proposals = container(tx, schema::PROPOSALS)?;
    for (idx, printed) in deck.cards.iter().enumerate() {
        let slug = printed.id.as_str();
        let map = tx.put_object(&cards, slug, ObjType::Map)?;
        tx.put(&map, common::NUMBER, idx as u64 + 1)?;
        tx.put(&map, common::NAME, &*printed.name)?;
        tx.put(&map, card::QUESTION, &*printed.question)?;
        for (number, label) in (1..).zip(&printed.difficulties) {
            let id = DifficultyId::from_bytes(derived_id("difficulty", slug, number));
            write_printed(tx, &difficulties, &id.to_string(), slug, number, label)?;
        }
        for (number, proposal) in (1..).zip(&printed.proposals) {
            let id = proposal_id(slug, number).to_string();
            write_printed(tx, &proposals, &id, slug, number, &proposal.label)?;
        }
    }
    write_vote(tx, contract, deck)
}

fn write_printed(
    tx: &mut impl Transactable,
    container: &ObjId,
    id: &str,
    slug: &str,
    number: usize,
    label: &str,
) -> Result<(), AutomergeError> {
    let map = tx.put_object(container, id, ObjType::Map)?;
    tx.put(&map, common::CARD, slug)?;
    tx.put(&map, common::NUMBER, number as u64)?;
    tx.put(&map, common::LABEL, label)
}

/// The printed dots, as a workshop with one closed and revealed round and a paper count.
fn write_vote(
    tx: &mut impl Transactable,
    contract: &Contract,
    deck: &Deck,
) -> Result<(), AutomergeError> {
    let Some(vote) = &deck.vote else {
        return Ok(());
    };
    let date = vote.date.to_string();
    let workshop_id = WorkshopId::from_bytes(derived_id("workshop", &date, 1)).to_string();
    let round_id = RoundId::from_bytes(derived_id("round", &date, 1)).to_string();
    let slugs: Vec<&str> = deck.cards.iter().map(|card| card.id.as_str()).collect();
    let councils: Vec<&str> = contract
        .councils
        .iter()
        .map(|council| council.id.as_str())
        .collect();

    let workshops = container(tx, schema::WORKSHOPS)?;
    let map = tx.put_object(&workshops, &workshop_id, ObjType::Map)?;
    tx.put(&map, common::TITLE, &*vote.title)?;
    tx.put(&map, workshop::DATE, date.as_str())?;
    tx.put(&map, common::COUNCILS, councils.join(" "))?;
    tx.put(&map, common::CARDS, slugs.join(" "))?;

    let proposals: Vec<(ProposalId, u32)> = deck
        .cards
        .iter()
        .flat_map(|card| {
            let numbered = (1..).zip(&card.proposals);
            numbered.map(|(number, p)| (proposal_id(card.id.as_str(), number), p.dots))
        })
        .collect();
    let rounds = container(tx, schema::ROUNDS)?;
    let map = tx.put_object(&rounds, &round_id, ObjType::Map)?;
    tx.put(&map, common::WORKSHOP, workshop_id.as_str())?;
    tx.put(&map, common::CARDS, slugs.join(" "))?;
    let ids = ids_to_bytes(proposals.iter().map(|(id, _)| id.to_bytes()));
    tx.put(&map, round::PROPOSALS, ScalarValue::Bytes(ids))?;
    tx.put(&map, round::IS_CLOSED, true)?;
    for slug in &slugs {
        tx.put(
            &map,
            format!("{}{slug}", round::REVEALED_PREFIX),
            ScalarValue::Null,
        )?;
    }

    let paper_counts = container(tx, schema::PAPER_COUNTS)?;
    let id = domain::PaperCountId::from_bytes(derived_id("paper_count", &date, 1)).to_string();
    let map = tx.put_object(&paper_counts, &id, ObjType::Map)?;
    tx.put(&map, common::ROUND, round_id.as_str())?;
    tx.put(&map, paper_count::PEOPLE, u64::from(vote.participants))?;
    let dots = proposals
        .into_iter()
        .filter(|(_, dots)| *dots > 0)
        .collect();
    tx.put(
        &map,
        common::DOTS,
        ScalarValue::Bytes(paper_dots_to_bytes(&dots)),
    )
}
