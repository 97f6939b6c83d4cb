//! Links for the tablets that join: what is asked of the relay, and what it answers. Pure.
//!
//! The facilitator's own invitation opens everything: it is never what a screen shows.

use serde::{Deserialize, Serialize};

use super::access::invitation_in;

/// A link that was made is shown again for so long, in ms, before another is asked for:
/// the relay makes a few for each facilitator's link.
const LINK_SHOWN_MS: i64 = 12 * 60 * 60 * 1000;
/// A link that ends sooner than this, in ms, is of no use to who comes in late.
const LINK_LEFT_MS: i64 = 60 * 60 * 1000;

/// How a tablet that scans the code is let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinLink {
    /// The relay asks nobody.
    Open,
    /// With this invitation of a councillor.
    Invitation(String),
}

/// Why there is no link now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinFault {
    /// The relay does not answer, or asks to come back.
    Away,
    /// The relay makes no link for this device.
    Refused,
}

/// The body of `POST /access/links`.
#[derive(Serialize)]
struct Question<'a> {
    #[serde(rename = "peerId")]
    peer_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation: Option<&'a str>,
    role: &'a str,
}

/// What to ask the relay.
pub(super) fn question(peer_id: &str, invitation: Option<&str>) -> String {
    let question = Question {
        peer_id,
        invitation,
        role: "councillor",
    };
    // Three texts always have a JSON form.
    serde_json::to_string(&question).unwrap_or_default()
}

#[derive(Deserialize)]
#[serde(tag = "access", rename_all = "lowercase")]
enum Wire {
    Open,
    Made {
        invitation: String,
        #[serde(rename = "expiresAt")]
        expires_at_s: i64,
    },
    Refused {
        reason: String,
    },
}

/// What the relay says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum JoinAnswer {
    /// No invitation is needed.
    Open,
    /// A fresh link.
    Made {
        invitation: String,
        /// In seconds since the Unix epoch, by the relay's clock.
        expires_at_s: i64,
    },
    /// None.
    Fault(JoinFault),
}

impl JoinAnswer {
    /// Reads the answer; `own` is the invitation of this device, if it has one.
    pub(super) fn read(status: u16, body: &str, own: Option<&str>) -> Self {
        if matches!(status, 404 | 405) {
            // A server that makes no links: anyone may come, if this device could.
            return match own {
                None => Self::Open,
                Some(_) => Self::Fault(JoinFault::Refused),
            };
        }
        match serde_json::from_str(body) {
            Ok(Wire::Open) => Self::Open,
            Ok(Wire::Made {
                invitation,
                expires_at_s,
            }) if invitation_in(&invitation).as_ref() == Some(&invitation)
                && own != Some(&invitation) =>
            {
                Self::Made {
                    invitation,
                    expires_at_s,
                }
            }
            Ok(Wire::Refused { reason }) if !matches!(reason.as_str(), "busy" | "unavailable") => {
                Self::Fault(JoinFault::Refused)
            }
            Ok(Wire::Made { .. }) => Self::Fault(JoinFault::Refused),
            Ok(Wire::Refused { .. }) | Err(_) => Self::Fault(JoinFault::Away),
        }
    }
}

/// A link that was made, as this device keeps it for its next page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct KeptLink {
    /// Id of the link that made it: when that one is left, this one is too.
    maker: String,
    invitation: String,
    expires_at_s: i64,
    made_at_ms: i64,
}

impl KeptLink {
    /// A link that was made just now.
    pub(super) fn new(own: &str, invitation: String, expires_at_s: i64, now_ms: i64) -> Self {
        Self {
            maker: maker(own).to_owned(),
            invitation,
            expires_at_s,
            made_at_ms: now_ms,
        }
    }

    /// The invitation, while it is worth showing.
    pub(super) fn invitation(self, own: &str, now_ms: i64) -> Option<String> {
        let age_ms = now_ms.saturating_sub(self.made_at_ms);
        let left_ms = self
            .expires_at_s
            .saturating_mul(1000)
            .saturating_sub(now_ms);
        let is_fresh = (0..LINK_SHOWN_MS).contains(&age_ms) && left_ms > LINK_LEFT_MS;
        let is_good = is_fresh && self.maker == maker(own) && self.invitation != own;
        is_good.then_some(self.invitation)
    }
}

/// The public half of an invitation.
fn maker(invitation: &str) -> &str {
    invitation.split_once('.').map_or("", |(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_the_relay_are_read() {
        let own = Some("0a.own");
        let check = |status, body: &str, own: Option<&str>, expected| {
            assert_eq!(JoinAnswer::read(status, body, own), expected, "{body}");
        };
        let made = JoinAnswer::Made {
            invitation: "1b.new".to_owned(),
            expires_at_s: 9,
        };
        let refused = || JoinAnswer::Fault(JoinFault::Refused);
        let away = || JoinAnswer::Fault(JoinFault::Away);
        let body = r#"{"access":"made","invitation":"1b.new","expiresAt":9}"#;
        check(200, body, own, made);
        check(200, r#"{"access":"open"}"#, None, JoinAnswer::Open);
        check(404, "", None, JoinAnswer::Open);
        check(405, "", own, refused());
        check(
            403,
            r#"{"access":"refused","reason":"role"}"#,
            own,
            refused(),
        );
        check(
            429,
            r#"{"access":"refused","reason":"full"}"#,
            own,
            refused(),
        );
        check(429, r#"{"access":"refused","reason":"busy"}"#, own, away());
        check(502, "<html>", own, away());
    }

    #[test]
    fn own_invitation_is_never_what_is_shown() {
        let body = r#"{"access":"made","invitation":"0a.own","expiresAt":9}"#;
        let answer = JoinAnswer::read(200, body, Some("0a.own"));
        assert_eq!(answer, JoinAnswer::Fault(JoinFault::Refused));
        let bad = r#"{"access":"made","invitation":"<b>.x","expiresAt":9}"#;
        let answer = JoinAnswer::read(200, bad, Some("0a.own"));
        assert_eq!(answer, JoinAnswer::Fault(JoinFault::Refused));
        assert!(question("p", None).contains("\"role\":\"councillor\""));
        assert!(!question("p", None).contains("invitation"));
    }

    #[test]
    fn kept_link_is_shown_again_while_it_is_good() {
        let now = 1_800_000_000_000;
        let day_s = now / 1000 + 86_400;
        let kept = KeptLink::new("0a.own", "1b.new".to_owned(), day_s, now);
        let shown = |own: &str, at: i64| kept.clone().invitation(own, at);
        assert_eq!(shown("0a.own", now + 60_000).as_deref(), Some("1b.new"));
        assert_eq!(shown("0c.other", now), None);
        assert_eq!(shown("0a.own", now + 13 * 3_600_000), None);
        assert_eq!(shown("0a.own", now - 1), None);
        let ends = KeptLink::new("0a.own", "1b.new".to_owned(), now / 1000 + 600, now);
        assert_eq!(ends.invitation("0a.own", now), None);
    }
}
