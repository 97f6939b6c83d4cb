//! Who may come in, and what they may do.
//!
//! A link is shown once (`POST /access`) and gives a ticket; the ticket opens
//! sockets; what the link allows is a [`Grant`], which the connection asks
//! about each document. While no link was ever made, everything is open.
//! Knows roles only as "reads", "writes" and "makes links" (`POST
//! /access/links`): the rest is the app's.
//!
//! The commands change `links.json` while the relay runs, so it is looked at
//! again at each question and each second. When it cannot be read, nobody new
//! is let in; it is never taken for "no links".

use std::collections::HashMap;
use std::fs;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use axum::http::HeaderMap;
use prometheus_client::encoding::EncodeLabelValue;
use replication::limits::ID_BYTES_MAX;
use replication::{ConnectionId, DocumentId, PeerId};
use serde::Serialize;

use crate::headers::is_from_proxy;
use crate::limits::Limits;
use crate::metrics::{Cause, Metrics};
use crate::outbox::{Closing, Outbox};

pub(crate) mod endpoint;
mod links;
mod making;
mod secret;
mod tickets;

pub use links::{Documents, Link, LinkId, Links, LinksError, LinksFolder, Moment, Role, Standing};
pub(crate) use links::{LINKS_FILE, is_absent, sync_folder};
pub use secret::{NoRandomness, Secret, SecretHash};

use making::MakeError;
pub(crate) use making::Wanted;
use tickets::Tickets;

/// Why somebody is not let in; the word of the answer and of the metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, EncodeLabelValue)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Refusal {
    /// A link is needed and none was shown.
    Missing,
    /// There is no such link, or its secret is another.
    Unknown,
    /// Somebody ended the link.
    Revoked,
    /// The link ended by itself.
    Expired,
    /// Too many wrong secrets, tickets or made links at the moment.
    Busy,
    /// The link may not make others.
    Role,
    /// The link has made as many others as it may, or there are too many.
    Full,
    /// The links cannot be read.
    Unavailable,
    /// The page is from another origin.
    Origin,
    /// The relay is open, and the request comes through a proxy.
    Proxy,
    /// A socket was asked for without a ticket that is good.
    Ticket,
}

/// What came of showing a link.
#[derive(Debug)]
pub(crate) enum Exchange {
    /// No link was ever made: whoever comes may do everything.
    Open,
    Granted {
        ticket: Secret,
        link: Box<Link>,
    },
    Refused(Refusal),
}

/// What came of asking for a link.
#[derive(Debug)]
pub(crate) enum Making {
    /// No link was ever made, so none is needed.
    Open,
    Made {
        secret: Secret,
        link: Box<Link>,
    },
    Refused(Refusal),
}

/// What one connection may do.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    pub(crate) link: Option<LinkId>,
    /// Who must join; anyone while everything is open.
    pub(crate) peer: Option<PeerId>,
    documents: Documents,
    can_write: bool,
}

/// What one connection may do with one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Permission {
    None,
    Read,
    Write,
}

impl Grant {
    fn open() -> Self {
        Self {
            link: None,
            peer: None,
            documents: Documents::All,
            can_write: true,
        }
    }

    fn of(link: &Link, peer: PeerId) -> Self {
        Self {
            link: Some(link.id.clone()),
            peer: Some(peer),
            documents: link.documents.clone(),
            can_write: link.role.can_write(),
        }
    }

    pub(crate) fn permission(&self, document_id: DocumentId) -> Permission {
        match (self.documents.contains(document_id), self.can_write) {
            (false, _) => Permission::None,
            (true, false) => Permission::Read,
            (true, true) => Permission::Write,
        }
    }

    /// The link as the admission log names it.
    pub(crate) fn name(&self) -> &str {
        self.link.as_ref().map_or("open", LinkId::as_str)
    }
}

/// An open socket, to be closed when its link ends.
#[derive(Debug)]
struct Guest {
    link: Option<LinkId>,
    outbox: Outbox,
}

/// What tells one version of a file from the next.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    n_bytes: u64,
    file_number: u64,
}

/// The links as they were last read.
#[derive(Debug)]
struct Known {
    stamp: Option<Stamp>,
    links: Arc<Links>,
    failure: Option<String>,
}

/// The door of a relay.
#[derive(Debug)]
pub(crate) struct Access {
    folder: LinksFolder,
    known: Mutex<Known>,
    tickets: Mutex<Tickets>,
    guests: Mutex<HashMap<ConnectionId, Guest>>,
    /// One at a time writes the links: the others wait without a thread.
    making: tokio::sync::Mutex<()>,
    metrics: Arc<Metrics>,
}

impl Access {
    /// Reads the links for the first time.
    ///
    /// # Errors
    /// The links cannot be read: the relay must not start.
    pub(crate) fn open(
        folder: LinksFolder,
        limits: &Limits,
        metrics: Arc<Metrics>,
    ) -> Result<Self, LinksError> {
        let stamp = stamp(&folder);
        let links = Arc::new(folder.read()?);
        let known = Known {
            stamp,
            links,
            failure: None,
        };
        Ok(Self {
            folder,
            known: Mutex::new(known),
            tickets: Mutex::new(Tickets::new(limits.tickets_max)),
            guests: Mutex::default(),
            making: tokio::sync::Mutex::default(),
            metrics,
        })
    }

    /// Whether no link was ever made.
    pub(crate) fn is_open(&self) -> bool {
        self.links().is_ok_and(|links| links.is_empty())
    }

    /// Whether to refuse a request that comes from beyond this computer: an
    /// open relay is for this computer only. Says in the log what to do.
    pub(crate) fn is_open_to_others(&self, headers: &HeaderMap) -> bool {
        let is_open_to_others = self.is_open() && is_from_proxy(headers);
        if is_open_to_others {
            tracing::warn!(
                "a request through a proxy is refused: whoever reaches the proxy could change \
                 every document; make an invitation with six-cartes-relay invite"
            );
        }
        is_open_to_others
    }

    /// Why nobody new is let in at present.
    pub(crate) fn failure(&self) -> Option<String> {
        self.links().err()
    }

    /// The links as they are now; the error is why they cannot be read.
    fn links(&self) -> Result<Arc<Links>, String> {
        let mut known = lock(&self.known);
        let stamp = stamp(&self.folder);
        if known.failure.is_none() && known.stamp == stamp {
            return Ok(Arc::clone(&known.links));
        }
        let read = self.folder.read();
        known.stamp = stamp;
        match read {
            Ok(links) if links.is_empty() && !known.links.is_empty() => {
                Err(known.fails(format!("the links of {LINKS_FILE} are gone")))
            }
            Ok(links) => {
                tracing::info!(n_links = links.iter().count(), "links read");
                known.failure = None;
                known.links = Arc::new(links);
                Ok(Arc::clone(&known.links))
            }
            Err(error) => Err(known.fails(error.to_string())),
        }
    }

    /// Answers somebody who shows a link, or none.
    pub(crate) fn exchange(
        &self,
        peer: PeerId,
        invitation: Option<&str>,
    ) -> Result<Exchange, NoRandomness> {
        let Ok(links) = self.links() else {
            return Ok(Exchange::Refused(Refusal::Unavailable));
        };
        if links.is_empty() {
            return Ok(Exchange::Open);
        }
        let link = match shown(&links, invitation) {
            Ok(link) => link,
            Err(refusal) => return Ok(Exchange::Refused(refusal)),
        };
        let ticket = lock(&self.tickets).issue(peer, link.id.clone())?;
        Ok(match ticket {
            Some(ticket) => {
                tracing::debug!(link = %link.id, "ticket given");
                Exchange::Granted {
                    ticket,
                    link: Box::new(link.clone()),
                }
            }
            None => Exchange::Refused(Refusal::Busy),
        })
    }

    /// Makes a link for somebody who shows a facilitator's one.
    pub(crate) async fn make_link(
        self: &Arc<Self>,
        invitation: Option<&str>,
        wanted: Wanted,
    ) -> Making {
        let Ok(links) = self.links() else {
            return Making::Refused(Refusal::Unavailable);
        };
        if links.is_empty() {
            return Making::Open;
        }
        let maker = match shown(&links, invitation) {
            Ok(maker) if maker.role == Role::Facilitator => maker.id.clone(),
            Ok(_) => return Making::Refused(Refusal::Role),
            Err(refusal) => return Making::Refused(refusal),
        };
        let _turn = self.making.lock().await;
        let folder = self.folder.clone();
        let making = tokio::task::spawn_blocking(move || {
            making::make(&folder, &maker, wanted, SystemTime::now())
        });
        match making.await {
            Ok(Ok((link, secret))) => {
                let maker = link.made_by.as_ref().map(LinkId::as_str);
                let role = link.role.name();
                tracing::info!(link = %link.id, maker, role, "link made");
                self.metrics.links_made.inc();
                Making::Made {
                    secret,
                    link: Box::new(link),
                }
            }
            Ok(Err(MakeError::Refused(refusal))) => Making::Refused(refusal),
            Ok(Err(error)) => {
                tracing::error!(%error, "no link can be made");
                Making::Refused(Refusal::Unavailable)
            }
            Err(error) => {
                tracing::error!(%error, "making a link failed");
                Making::Refused(Refusal::Unavailable)
            }
        }
    }

    /// What a socket with this ticket may do.
    pub(crate) fn redeem(&self, ticket: Option<&str>) -> Result<Grant, Refusal> {
        let links = self.links().map_err(|_| Refusal::Unavailable)?;
        if links.is_empty() {
            return Ok(Grant::open());
        }
        let tickets = lock(&self.tickets);
        let ticket = ticket.and_then(|ticket| tickets.get(ticket));
        let ticket = ticket.ok_or(Refusal::Ticket)?;
        let link = links.get(&ticket.link).ok_or(Refusal::Ticket)?;
        match links.standing(link, SystemTime::now()) {
            Standing::Valid => Ok(Grant::of(link, ticket.peer.clone())),
            Standing::Revoked | Standing::Expired => Err(Refusal::Ticket),
        }
    }

    /// Notes an open socket; it is closed when its link ends.
    pub(crate) fn enter(&self, connection: ConnectionId, grant: &Grant, outbox: Outbox) {
        let guest = Guest {
            link: grant.link.clone(),
            outbox,
        };
        lock(&self.guests).insert(connection, guest);
    }

    pub(crate) fn leave(&self, connection: ConnectionId) {
        lock(&self.guests).remove(&connection);
    }

    /// Closes the sockets of links that have ended, and forgets their tickets.
    pub(crate) fn sweep(&self) {
        let Ok(links) = self.links() else {
            // Who is in stays in; the failure is in the log and in `/healthz`.
            return;
        };
        let now = SystemTime::now();
        lock(&self.tickets).retain(|ticket| ending(&links, Some(&ticket.link), now).is_none());
        for guest in lock(&self.guests).values() {
            if let Some(reason) = ending(&links, guest.link.as_ref(), now) {
                guest.outbox.close(Closing::new(Cause::LinkEnded, reason));
            }
        }
    }

    pub(crate) fn refused(&self, refusal: Refusal) {
        self.metrics.refused(refusal);
    }
}

impl Known {
    /// Notes why the links cannot be read; says it once.
    fn fails(&mut self, failure: String) -> String {
        if self.failure.as_ref() != Some(&failure) {
            tracing::error!(failure, "nobody new is let in until the links can be read");
            self.failure = Some(failure.clone());
        }
        failure
    }
}

/// The link that somebody shows, if it lets anyone in now.
fn shown<'a>(links: &'a Links, invitation: Option<&str>) -> Result<&'a Link, Refusal> {
    let invitation = invitation.ok_or(Refusal::Missing)?;
    let (id, secret) = invitation.split_once('.').unwrap_or((invitation, ""));
    let link = links.authenticate(id, secret).ok_or(Refusal::Unknown)?;
    let refusal = match links.standing(link, SystemTime::now()) {
        Standing::Valid => return Ok(link),
        Standing::Revoked => Refusal::Revoked,
        Standing::Expired => Refusal::Expired,
    };
    tracing::info!(link = %link.id, ?refusal, "link refused");
    Err(refusal)
}

/// Why a socket with this link must end; `None` while it may stay.
fn ending(links: &Links, link: Option<&LinkId>, now: SystemTime) -> Option<&'static str> {
    let Some(link) = link else {
        return (!links.is_empty()).then_some("an invitation is needed now");
    };
    match links.get(link).map(|link| links.standing(link, now)) {
        Some(Standing::Valid) => None,
        Some(Standing::Expired) => Some("the invitation has expired"),
        Some(Standing::Revoked) | None => Some("the invitation was revoked"),
    }
}

/// Whether this can be a peer's id.
fn is_peer_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= ID_BYTES_MAX
}

fn stamp(folder: &LinksFolder) -> Option<Stamp> {
    let metadata = fs::metadata(folder.file()).ok()?;
    #[cfg(unix)]
    let file_number = std::os::unix::fs::MetadataExt::ino(&metadata);
    #[cfg(not(unix))]
    let file_number = 0;
    Some(Stamp {
        modified: metadata.modified().ok(),
        n_bytes: metadata.len(),
        file_number,
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
