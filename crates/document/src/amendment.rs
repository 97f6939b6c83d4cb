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
use crate::schema;
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

/// Writes the change that makes the container of the statements, with the links that are
/// known from the start; same input, same bytes.
///
/// # Errors
/// Passes on what Automerge refuses: `genesis` cannot be read.
pub fn amendment(genesis: &[u8], links: &[AmendmentLink]) -> Result<Vec<u8>, AutomergeError> {
    let mut document = Automerge::load(genesis)?.with_actor(ActorId::from(ACTOR.as_slice()));
    let before = document.get_heads();
    document
        .transact_with::<_, _, AutomergeError, _>(
            |()| CommitOptions::default().with_time(0),
            |tx| {
                let statements = tx.put_object(ROOT, schema::STATEMENTS, ObjType::Map)?;
                for link in links {
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
