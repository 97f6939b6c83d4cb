//! What this device may do: the invitation that it holds, and the relay's answer to it.
//!
//! Knows links, roles and the words of `POST /access`; the driver does the asking.

use domain::{Claim, Command, WorkshopId};
use serde::{Deserialize, Serialize};

/// What stands before the invitation in the fragment of a link.
pub const INVITATION_MARK: &str = "#invitation=";
/// Longest invitation, in characters; the relay makes them of 31.
const INVITATION_CHARS_MAX: usize = 64;

/// What a link lets its holders do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Prepares, runs and closes workshops; and all that a councillor does.
    Facilitator,
    /// Votes, proposes and comments.
    Councillor,
    /// Reads.
    Observer,
}

/// Why the relay lets nobody in with this link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AccessRefusal {
    /// It asks for an invitation, and this device has none.
    Missing,
    /// It does not know the invitation.
    Unknown,
    /// Somebody ended the link.
    Revoked,
    /// The link ended by itself.
    Expired,
}

/// What this device knows of its own access; kept in its storage, never in the document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Access {
    /// The invitation that is shown to the relay.
    invitation: Option<String>,
    /// What it allows, by the relay's last word.
    role: Option<Role>,
    /// Council that the link is for.
    council: Option<String>,
    /// Why the relay refuses the invitation, or its absence.
    refusal: Option<AccessRefusal>,
    /// A link that was opened and that the relay has not judged yet.
    opened: Option<String>,
    /// Why the link that was opened last was refused; the former one goes on.
    opened_refusal: Option<AccessRefusal>,
}

/// How a tablet is lent to participants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LoanKind {
    /// One person keeps it: one ballot per round, without a code.
    Personal,
    /// It goes from hand to hand: each code opens one ballot.
    Shared,
}

/// The workshop that a tablet is lent for; kept in its storage, never in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loan {
    /// The only workshop whose ballot is in reach.
    pub workshop: WorkshopId,
    /// Whose hands it is in.
    pub kind: LoanKind,
}

/// What the screens offer; the one value that decides it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each answers a question of its own, and no two exclude each other"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// Fill and validate ballots.
    pub may_vote: bool,
    /// Add remarks and proposals, and what a file brings.
    pub may_contribute: bool,
    /// Prepare workshops, open, close and reveal rounds, settle what is odd.
    pub may_facilitate: bool,
    /// Reach every page: results, exports, settings. Otherwise the ballot and the cards.
    pub may_browse: bool,
    /// Lend this device to participants.
    pub may_lend: bool,
}

impl Capabilities {
    /// What a role may do on a device that is lent or not; without a role, the relay asks
    /// nobody, and all is allowed.
    pub fn of(role: Option<Role>, loan: Option<Loan>) -> Self {
        let is_reader = role == Some(Role::Observer);
        let is_lent = loan.is_some();
        Self {
            may_vote: !is_reader,
            may_contribute: !is_reader,
            may_facilitate: !is_lent && !is_reader && role != Some(Role::Councillor),
            may_browse: !is_lent,
            may_lend: !is_lent && !is_reader,
        }
    }

    /// Whether a command is within them.
    pub fn allow(self, command: &Command) -> bool {
        match command {
            Command::CastBallot(_) => self.may_vote,
            Command::AddProposal { replaces: None, .. } | Command::AddComment { .. } => {
                self.may_contribute
            }
            // A council speaks for itself.
            Command::State(said)
                if said
                    .iter()
                    .all(|it| matches!(it.claim, Claim::Opinion { .. })) =>
            {
                self.may_contribute
            }
            _ => self.may_facilitate,
        }
    }
}

/// What the relay says to `POST /access`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum AccessAnswer {
    /// Anyone may connect.
    Open,
    /// Connect with this ticket.
    Granted {
        ticket: String,
        role: Role,
        council: Option<String>,
    },
    /// Do not connect.
    Refused(AccessRefusal),
    /// No judgement now: ask again later.
    Later,
}

#[derive(Deserialize)]
#[serde(tag = "access", rename_all = "lowercase")]
enum Wire {
    Open,
    Granted {
        ticket: String,
        role: Role,
        council: Option<String>,
    },
    Refused {
        reason: String,
    },
}

impl AccessAnswer {
    /// Reads the answer of the relay.
    pub(super) fn read(status: u16, body: &str) -> Self {
        if matches!(status, 404 | 405) {
            // A server of the same protocol that asks nobody.
            return Self::Open;
        }
        match serde_json::from_str(body) {
            Ok(Wire::Open) => Self::Open,
            Ok(Wire::Granted {
                ticket,
                role,
                council,
            }) => Self::Granted {
                ticket,
                role,
                council,
            },
            Ok(Wire::Refused { reason }) => match reason.as_str() {
                "missing" => Self::Refused(AccessRefusal::Missing),
                "unknown" => Self::Refused(AccessRefusal::Unknown),
                "revoked" => Self::Refused(AccessRefusal::Revoked),
                "expired" => Self::Refused(AccessRefusal::Expired),
                _ => Self::Later,
            },
            Err(_) => Self::Later,
        }
    }
}

/// The body of `POST /access`.
#[derive(Serialize)]
struct Question<'a> {
    #[serde(rename = "peerId")]
    peer_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation: Option<&'a str>,
}

impl Access {
    /// The invitation that is shown to the relay; never on a screen.
    pub(super) fn invitation(&self) -> Option<&str> {
        self.invitation.as_deref()
    }

    /// What the link allows; `None` while no relay has said so.
    pub fn role(&self) -> Option<Role> {
        self.role
    }

    /// Council that the link is for.
    pub fn council(&self) -> Option<&str> {
        self.council.as_deref()
    }

    /// Why the relay refuses this device.
    pub fn refusal(&self) -> Option<AccessRefusal> {
        self.refusal
    }

    /// Why the link that was opened last does not count.
    pub fn opened_refusal(&self) -> Option<AccessRefusal> {
        self.opened_refusal
    }

    /// Whether a link was opened that the relay has not judged yet.
    pub fn is_waiting(&self) -> bool {
        self.opened.is_some()
    }

    /// Takes a link that was opened.
    pub(super) fn open_link(&mut self, invitation: String) {
        self.opened = Some(invitation);
        self.opened_refusal = None;
    }

    /// What to ask the relay.
    pub(super) fn question(&self, peer_id: &str) -> String {
        let invitation = self.opened.as_deref().or(self.invitation.as_deref());
        let question = Question {
            peer_id,
            invitation,
        };
        // Two texts always have a JSON form.
        serde_json::to_string(&question).unwrap_or_default()
    }

    /// Takes the relay's answer to [`Self::question`].
    pub(super) fn answered(&mut self, answer: &AccessAnswer) {
        match answer {
            AccessAnswer::Open => *self = Self::default(),
            AccessAnswer::Granted { role, council, .. } => {
                if let Some(opened) = self.opened.take() {
                    self.invitation = Some(opened);
                }
                self.role = Some(*role);
                self.council.clone_from(council);
                self.refusal = None;
            }
            AccessAnswer::Refused(refusal) if self.opened.take().is_some() => {
                self.opened_refusal = Some(*refusal);
            }
            AccessAnswer::Refused(refusal) => self.refusal = Some(*refusal),
            AccessAnswer::Later => {}
        }
    }
}

/// The invitation in a link, or in the part of it that a person pasted.
pub fn invitation_in(link: &str) -> Option<String> {
    let link = link.trim();
    let invitation = link
        .split_once(INVITATION_MARK)
        .map_or(link, |(_, rest)| rest);
    let is_known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let is_whole = invitation.contains('.')
        && invitation.len() <= INVITATION_CHARS_MAX
        && invitation.chars().all(is_known);
    is_whole.then(|| invitation.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn granted(role: Role) -> AccessAnswer {
        AccessAnswer::Granted {
            ticket: "t".to_owned(),
            role,
            council: None,
        }
    }

    #[test]
    fn invitation_is_found_in_a_link_or_alone() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(invitation_in(text).as_deref(), expected, "{text}");
        };
        check("https://a.fr/#invitation=0a1b.Zz-_9", Some("0a1b.Zz-_9"));
        check(" 0a1b.Zz-_9\n", Some("0a1b.Zz-_9"));
        check("https://a.fr/ateliers", None);
        check("#invitation=", None);
        check("bonjour", None);
        check(&format!("a.{}", "b".repeat(100)), None);
    }

    #[test]
    fn answers_of_the_relay_are_read() {
        let check = |status, body: &str, expected| {
            assert_eq!(AccessAnswer::read(status, body), expected, "{body}");
        };
        check(200, r#"{"access":"open"}"#, AccessAnswer::Open);
        check(404, "", AccessAnswer::Open);
        let body = r#"{"access":"granted","ticket":"t","expiresInSeconds":600,"role":"observer","council":null,"canWrite":false}"#;
        check(200, body, granted(Role::Observer));
        let revoked = AccessAnswer::Refused(AccessRefusal::Revoked);
        check(403, r#"{"access":"refused","reason":"revoked"}"#, revoked);
        let busy = r#"{"access":"refused","reason":"busy"}"#;
        check(429, busy, AccessAnswer::Later);
        check(502, "<html>", AccessAnswer::Later);
    }

    #[test]
    fn opened_link_counts_once_the_relay_grants_it() {
        let mut access = Access::default();
        access.open_link("a.1".to_owned());
        assert!(access.question("p").contains("a.1"));
        access.answered(&AccessAnswer::Later);
        assert!(access.is_waiting());
        access.answered(&granted(Role::Councillor));
        assert_eq!(access.role(), Some(Role::Councillor));
        assert!(!access.is_waiting());
        assert!(access.question("p").contains("a.1"));
    }

    #[test]
    fn refused_link_leaves_the_former_one_in_place() {
        let mut access = Access::default();
        access.open_link("a.1".to_owned());
        access.answered(&granted(Role::Facilitator));
        access.open_link("b.2".to_owned());
        access.answered(&AccessAnswer::Refused(AccessRefusal::Expired));
        assert_eq!(access.opened_refusal(), Some(AccessRefusal::Expired));
        assert_eq!(access.refusal(), None);
        assert_eq!(access.role(), Some(Role::Facilitator));
        assert!(access.question("p").contains("a.1"));
    }

    #[test]
    fn revoked_observer_stays_a_reader() {
        let mut access = Access::default();
        access.open_link("a.1".to_owned());
        access.answered(&granted(Role::Observer));
        access.answered(&AccessAnswer::Refused(AccessRefusal::Revoked));
        assert_eq!(access.refusal(), Some(AccessRefusal::Revoked));
        assert!(!Capabilities::of(access.role(), None).may_vote);
    }

    #[test]
    fn a_lent_tablet_votes_and_comments_whatever_its_link_allows() {
        let loan = Loan {
            workshop: WorkshopId::from_bytes([1; 16]),
            kind: LoanKind::Shared,
        };
        let close = Command::CloseRound {
            round: domain::RoundId::from_bytes([1; 16]),
            at: domain::Timestamp::from_epoch_min(1),
        };
        for role in [None, Some(Role::Facilitator), Some(Role::Councillor)] {
            let lent = Capabilities::of(role, Some(loan));
            assert!(lent.may_vote && lent.may_contribute);
            assert!(!lent.may_facilitate && !lent.may_browse && !lent.may_lend);
            assert!(!lent.allow(&close));
        }
        assert!(Capabilities::of(Some(Role::Facilitator), None).allow(&close));
        assert!(!Capabilities::of(Some(Role::Observer), Some(loan)).may_vote);
    }
}
