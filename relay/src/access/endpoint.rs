//! `POST /access`: a link is shown, a ticket is given.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use replication::PeerId;
use serde::{Deserialize, Serialize};
use tokio::time::{sleep, timeout};

use super::{Exchange, Refusal, Role, is_peer_id};
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
    Refused {
        reason: Refusal,
    },
}

/// Answers `POST /access`.
pub(crate) async fn exchange(State(relay): State<Arc<Relay>>, request: Request) -> Response<Body> {
    let origin = request.headers().get(header::ORIGIN);
    if !is_allowed_origin(origin, &relay.origins) {
        return refuse(&relay, Refusal::Origin);
    }
    if relay.access.is_open_to_others(request.headers()) {
        return refuse(&relay, Refusal::Proxy);
    }
    let reading = timeout(
        relay.limits.handshake_max,
        Bytes::from_request(request, &()),
    );
    let Ok(Ok(body)) = reading.await else {
        return text(
            StatusCode::BAD_REQUEST,
            "the body is too long or too slow\n",
        );
    };
    let question = serde_json::from_slice::<Question>(&body);
    let Some(question) = question.ok().filter(|it| is_peer_id(&it.peer_id)) else {
        return text(
            StatusCode::BAD_REQUEST,
            "the body must be JSON with a peerId\n",
        );
    };
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
        Ok(Exchange::Refused(Refusal::Unknown)) => {
            // Who tries many secrets waits, and does not make the others wait.
            let Ok(_place) = relay.wrong_secrets.try_acquire() else {
                return refuse(&relay, Refusal::Busy);
            };
            sleep(ACCESS_REFUSAL_DELAY).await;
            refuse(&relay, Refusal::Unknown)
        }
        Ok(Exchange::Refused(refusal)) => refuse(&relay, refusal),
        Err(error) => {
            tracing::error!(%error, "no ticket can be made");
            refuse(&relay, Refusal::Unavailable)
        }
    }
}

fn refuse(relay: &Relay, reason: Refusal) -> Response<Body> {
    relay.access.refused(reason);
    tracing::info!(?reason, "access refused");
    let status = match reason {
        Refusal::Busy => StatusCode::TOO_MANY_REQUESTS,
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
