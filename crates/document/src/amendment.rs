//! The fixed change after the genesis: what the contract's document needs and did not have.
//!
//! A container that two replicas create apart hides the entries of one of them, so that
//! it must come to every replica as the same bytes, like the genesis; and the genesis is
//! kept for ever, because the document's id is derived from it. Both together are what
//! a replica starts from: the bytes of the genesis, then those of the amendment.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, AutomergeError, ObjType, ROOT};
use domain::{
    Author, AuthorRole, Claim, LinkTarget, ProposalId, Reason, Statement, StatementId, Timestamp,
};

use crate::genesis::derived_id;
use crate::schema::{self, contract as keys};
use crate::statement::put_statement;

/// Actor of the amendment.
const ACTOR: &[u8; 16] = b"six-cartes-suite";

/// What a proposal of the genesis led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmendmentLink {
    /// The proposal.
    pub proposal: ProposalId,
    /// What it led to.
    pub target: LinkTarget,
    /// Where that is known from.
    pub source: Reason,
    /// When the link was made.
    pub at: Timestamp,
}

/// What the amendment adds to the genesis.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AmendmentParts {
    /// What proposals are known to have led to.
    pub links: Vec<AmendmentLink>,
    /// Points below the dated steps of the contract, by their place in its calendar, from 0.
    pub calendar: Vec<(usize, Vec<String>)>,
}

/// Writes the change that makes the container of the statements, with the links that are
/// known from the start, and the points of the calendar; same input, same bytes.
///
/// # Errors
/// Passes on what Automerge refuses: `genesis` cannot be read.
pub fn amendment(genesis: &[u8], parts: &AmendmentParts) -> Result<Vec<u8>, AutomergeError> {
    let mut document = Automerge::load(genesis)?.with_actor(ActorId::from(ACTOR.as_slice()));
    let before = document.get_heads();
    document
        .transact_with::<_, _, AutomergeError, _>(
            |()| CommitOptions::default().with_time(0),
            |tx| {
                let statements = tx.put_object(ROOT, schema::STATEMENTS, ObjType::Map)?;
                put_points(tx, &parts.calendar)?;
                for link in &parts.links {
                    let statement = statement(link);
                    let map = tx.put_object(&statements, statement.id.to_string(), ObjType::Map)?;
                    put_statement(tx, &map, &statement)?;
                }
                Ok(())
            },
        )
        .map_err(|failure| failure.error)?;
    Ok(document.save_after(&before))
}

/// Points below the dated steps; a step that the genesis does not have gets none.
fn put_points(
    tx: &mut impl Transactable,
    calendar: &[(usize, Vec<String>)],
) -> Result<(), AutomergeError> {
    let Some((_, contract)) = tx.get(ROOT, schema::CONTRACT)? else {
        return Ok(());
    };
    let Some((_, list)) = tx.get(&contract, keys::CALENDAR)? else {
        return Ok(());
    };
    for (idx, points) in calendar {
        if let Some((_, entry)) = tx.get(&list, *idx)? {
            tx.put(&entry, keys::POINTS, points.join("\n"))?;
        }
    }
    Ok(())
}

fn statement(link: &AmendmentLink) -> Statement {
    let id = derived_id("link", &format!("{} {}", link.proposal, link.target), 1);
    Statement {
        id: StatementId::from_bytes(id),
        at: link.at,
        author: Author {
            role: AuthorRole::Facilitator,
            council: None,
        },
        supersedes: std::collections::BTreeSet::new(),
        claim: Claim::Link {
            proposal: link.proposal,
            target: link.target,
            source: Some(link.source.clone()),
        },
    }
}
