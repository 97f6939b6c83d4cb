//! `POST /access`: a link is shown, a ticket is given; `POST /access/links`: a
//! facilitator's link is shown, another link is made.

use std::sync::Arc;
use std::time::UNIX_EPOCH;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use replication::PeerId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::time::{sleep, timeout};

use super::{Exchange, Link, Making, Refusal, Role, Wanted, is_peer_id};
use crate::app_files::text;
use crate::headers::is_allowed_origin;
use crate::limits::{ACCESS_REFUSAL_DELAY, TICKET_MAX_AGE};
use crate::server::Relay;

/// What a client sends.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Question {
    /// The peer id that it will join with.
    peer_id: String,
    /// `id.secret`, from the link.
    #[serde(default)]
    invitation: Option<String>,
}

/// What a facilitator's client sends.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LinkQuestion {
    /// As in [`Question`].
    peer_id: String,
    #[serde(default)]
    invitation: Option<String>,
    /// What the link is to let its holder do.
    role: MadeRole,
    /// The council that the holder will speak for.
    #[serde(default)]
    council: Option<String>,
}

/// The roles that a facilitator hands on: never its own.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum MadeRole {
    Councillor,
    Observer,
}

impl From<MadeRole> for Role {
    fn from(role: MadeRole) -> Self {
        match role {
            MadeRole::Councillor => Self::Councillor,
            MadeRole::Observer => Self::Observer,
        }
    }
}

/// What it is told.
#[derive(Debug, Serialize)]
#[serde(
    tag = "access",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
enum Answer<'a> {
    Open,
    Granted {
        ticket: &'a str,
        expires_in_seconds: u64,
        role: Role,
        council: Option<&'a str>,
        can_write: bool,
    },
    Made {
        invitation: &'a str,
        /// Seconds since the Unix epoch, by the relay's clock.
        expires_at: u64,
    },
    Refused {
        reason: Refusal,
    },
}

/// Answers `POST /access`.
pub(crate) async fn exchange(State(relay): State<Arc<Relay>>, request: Request) -> Response<Body> {
    let question: Question = match question(&relay, request).await {
        Ok(question) => question,
        Err(refused) => return refused,
    };
    if !is_peer_id(&question.peer_id) {
        return unreadable("the body must be JSON with a peerId\n");
    }
    let peer = PeerId::new(question.peer_id);
    match relay.access.exchange(peer, question.invitation.as_deref()) {
        Ok(Exchange::Open) => json(StatusCode::OK, &Answer::Open),
        Ok(Exchange::Granted { ticket, link }) => {
            relay.metrics.access_granted.inc();
            let answer = Answer::Granted {
                ticket: ticket.reveal(),
                expires_in_seconds: TICKET_MAX_AGE.as_secs(),
                role: link.role,
                council: link.council.as_deref(),
                can_write: link.role.can_write(),
            };
            json(StatusCode::OK, &answer)
        }
        Ok(Exchange::Refused(refusal)) => refuse_in_time(&relay, refusal).await,
        Err(error) => {
            tracing::error!(%error, "no ticket can be made");
            refuse(&relay, Refusal::Unavailable)
        }
    }
}

/// Answers `POST /access/links`.
pub(crate) async fn make_link(State(relay): State<Arc<Relay>>, request: Request) -> Response<Body> {
    let question: LinkQuestion = match question(&relay, request).await {
        Ok(question) => question,
        Err(refused) => return refused,
    };
    let council = question.council;
    let is_council = council.as_deref().is_none_or(Link::is_council);
    if !is_peer_id(&question.peer_id) || !is_council {
        return unreadable("the body must be JSON with a peerId, a role and perhaps a council\n");
    }
    let wanted = Wanted {
        role: question.role.into(),
        council,
    };
    let invitation = question.invitation.as_deref();
    match relay.access.make_link(invitation, wanted).await {
        Making::Open => json(StatusCode::OK, &Answer::Open),
        Making::Made { secret, link } => {
            let expires = link.expires.0.duration_since(UNIX_EPOCH);
            let answer = Answer::Made {
                invitation: &format!("{}.{}", link.id, secret.reveal()),
                expires_at: expires.map_or(0, |since| since.as_secs()),
            };
            json(StatusCode::OK, &answer)
        }
        Making::Refused(refusal) => refuse_in_time(&relay, refusal).await,
    }
}

/// The question of somebody who may ask, or the answer to anybody else.
async fn question<Q: DeserializeOwned>(
    relay: &Relay,
    request: Request,
) -> Result<Q, Response<Body>> {
    let origin = request.headers().get(header::ORIGIN);
    if !is_allowed_origin(origin, &relay.origins) {
        return Err(refuse(relay, Refusal::Origin));
    }
    if relay.access.is_open_to_others(request.headers()) {
        return Err(refuse(relay, Refusal::Proxy));
    }
    let reading = timeout(
        relay.limits.handshake_max,
        Bytes::from_request(request, &()),
    );
    let Ok(Ok(body)) = reading.await else {
        return Err(unreadable("the body is too long or too slow\n"));
    };
    serde_json::from_slice(&body)
        .map_err(|_| unreadable("the body must be JSON as docs/protocol.md says\n"))
}

fn unreadable(why: &'static str) -> Response<Body> {
    text(StatusCode::BAD_REQUEST, why)
}

/// Refuses, and lets a wrong secret wait: who tries many waits, and does not
/// make the others wait.
async fn refuse_in_time(relay: &Relay, refusal: Refusal) -> Response<Body> {
    if refusal == Refusal::Unknown {
        let Ok(_place) = relay.wrong_secrets.try_acquire() else {
            return refuse(relay, Refusal::Busy);
        };
        sleep(ACCESS_REFUSAL_DELAY).await;
    }
    refuse(relay, refusal)
}

fn refuse(relay: &Relay, reason: Refusal) -> Response<Body> {
    relay.access.refused(reason);
    tracing::info!(?reason, "access refused");
    let status = match reason {
        Refusal::Busy | Refusal::Full => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::FORBIDDEN,
    };
    let mut response = json(status, &Answer::Refused { reason });
    if matches!(reason, Refusal::Busy | Refusal::Unavailable) {
        let seconds = HeaderValue::from(ACCESS_REFUSAL_DELAY.as_secs());
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    response
}

fn json(status: StatusCode, answer: &Answer<'_>) -> Response<Body> {
    match serde_json::to_vec(answer) {
        Ok(body) => {
            let mut response = text(status, body);
            let json = HeaderValue::from_static("application/json");
            response.headers_mut().insert(header::CONTENT_TYPE, json);
            response
        }
        // Cannot be: the answer holds texts and numbers only.
        Err(_) => text(StatusCode::INTERNAL_SERVER_ERROR, "no answer\n"),
    }
}
