//! Links that a facilitator's link makes: the code on a screen that lets a
//! room join.
//!
//! Such a link names its maker. It allows no more than its maker does, ends
//! within a day and not after its maker, and is revoked with it; it makes no
//! others. What a maker may ask for is counted in the links themselves, under
//! their lock, so that neither a restart nor two relays' requests lose count.

use std::time::SystemTime;

use super::Refusal;
use super::links::{Link, LinkId, Links, LinksError, LinksFolder, Moment, Role, Standing};
use super::secret::{NoRandomness, Secret};
use crate::limits::{LINKS_MADE_PER_MINUTE_MAX, LINKS_MADE_VALID_MAX, MADE_LINK_AGE, MINUTE};

/// What a facilitator asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Never [`Role::Facilitator`].
    pub(crate) role: Role,
    /// The council that the holder will speak for.
    pub(crate) council: Option<String>,
}

/// Why no link was made; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MakeError {
    /// The maker may not have it, or not now.
    #[error("the link may make no other now: {0:?}")]
    Refused(Refusal),
    /// The links cannot be written.
    #[error(transparent)]
    Links(LinksError),
    /// The system gives no randomness.
    #[error(transparent)]
    Randomness(NoRandomness),
}

impl From<LinksError> for MakeError {
    fn from(error: LinksError) -> Self {
        match error {
            LinksError::TooMany | LinksError::TooLong => Self::Refused(Refusal::Full),
            // Another id is drawn the next time.
            LinksError::Taken { .. } => Self::Refused(Refusal::Busy),
            other => Self::Links(other),
        }
    }
}

/// Makes a link for the holder of another one, durably.
pub(crate) fn make(
    folder: &LinksFolder,
    maker: &LinkId,
    wanted: Wanted,
    now: SystemTime,
) -> Result<(Link, Secret), MakeError> {
    folder.add_with(now, |links| {
        // Looked at again under the lock: it may have been revoked meanwhile.
        let maker = allowed_maker(links, maker, now).map_err(MakeError::Refused)?;
        let expires = maker.expires.min(Moment(now + MADE_LINK_AGE));
        let documents = maker.documents.clone();
        let made = Link::generate(wanted.role, wanted.council, documents, now, expires.0);
        let (mut link, secret) = made.map_err(MakeError::Randomness)?;
        link.made_by = Some(maker.id.clone());
        Ok((link, secret))
    })
}

/// The maker, if it may make a link at this moment.
fn allowed_maker<'a>(
    links: &'a Links,
    maker: &LinkId,
    now: SystemTime,
) -> Result<&'a Link, Refusal> {
    let maker = links.get(maker).ok_or(Refusal::Revoked)?;
    match links.standing(maker, now) {
        Standing::Revoked => return Err(Refusal::Revoked),
        Standing::Expired => return Err(Refusal::Expired),
        Standing::Valid => {}
    }
    if maker.role != Role::Facilitator || maker.made_by.is_some() {
        return Err(Refusal::Role);
    }
    let is_fresh = |link: &&Link| {
        // One from the future is a clock that was set back, not a hurry.
        let age = now.duration_since(link.created.0);
        age.is_ok_and(|age| age < MINUTE)
    };
    let made = || links.made_by(&maker.id);
    if made().filter(is_fresh).count() >= LINKS_MADE_PER_MINUTE_MAX {
        return Err(Refusal::Busy);
    }
    // Revoked ones count: else revoking would be a way around the limit.
    if made().filter(|link| link.expires.0 > now).count() >= LINKS_MADE_VALID_MAX {
        return Err(Refusal::Full);
    }
    Ok(maker)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::links::Documents;
    use super::*;

    const DAY: Duration = Duration::from_hours(24);

    /// A whole second, as it comes back from the file.
    fn whole_second() -> SystemTime {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        SystemTime::UNIX_EPOCH + Duration::from_secs(since.unwrap().as_secs())
    }

    fn wanted(role: Role) -> Wanted {
        Wanted {
            role,
            council: None,
        }
    }

    /// A folder with one link that is good for so long.
    fn folder_with(
        role: Role,
        age: Duration,
        now: SystemTime,
    ) -> (tempfile::TempDir, LinksFolder, LinkId) {
        let folder = tempfile::tempdir().unwrap();
        let links = LinksFolder::new(folder.path());
        let documents = Documents::Only([replication::DocumentId::from_bytes([7; 16])].into());
        let (link, _) = Link::generate(role, None, documents, now, now + age).unwrap();
        links.add(link.clone()).unwrap();
        (folder, links, link.id)
    }

    #[test]
    fn made_link_allows_what_its_maker_does_for_a_day_and_not_longer_than_it() {
        let now = whole_second();
        for (age, expected) in [(30 * DAY, DAY), (DAY / 2, DAY / 2)] {
            let (_folder, links, maker) = folder_with(Role::Facilitator, age, now);
            let made = make(&links, &maker, wanted(Role::Observer), now);
            let (link, secret) = made.unwrap();
            assert_eq!(link.expires, Moment(now + expected));
            let read = links.read().unwrap();
            let found = read.authenticate(link.id.as_str(), secret.reveal());
            let found = found.unwrap();
            assert_eq!(found.role, Role::Observer);
            assert_eq!(found.made_by.as_ref(), Some(&maker));
            assert_eq!(found.documents, read.get(&maker).unwrap().documents);
            assert_eq!(read.standing(found, now), Standing::Valid);
            assert_eq!(read.standing(found, now + expected), Standing::Expired);
        }
    }

    #[test]
    fn made_link_is_revoked_with_its_maker_also_when_the_maker_is_removed() {
        let now = whole_second();
        let (_folder, links, maker) = folder_with(Role::Facilitator, DAY, now);
        let made = make(&links, &maker, wanted(Role::Councillor), now);
        let (link, _) = made.unwrap();
        let (other, _) =
            Link::generate(Role::Observer, None, Documents::All, now, now + DAY).unwrap();
        links.add(other.clone()).unwrap();
        let text = std::fs::read_to_string(links.file()).unwrap();
        let check = |standing| {
            let read = links.read().unwrap();
            assert_eq!(read.standing(read.get(&link.id).unwrap(), now), standing);
            let kept = read.standing(read.get(&other.id).unwrap(), now);
            assert_eq!(kept, Standing::Valid);
        };
        check(Standing::Valid);
        links.revoke(&maker, now).unwrap();
        check(Standing::Revoked);
        // A person takes the maker out of the file.
        let mut content: serde_json::Value = serde_json::from_str(&text).unwrap();
        content["links"].as_array_mut().unwrap().remove(0);
        std::fs::write(links.file(), content.to_string()).unwrap();
        check(Standing::Revoked);
    }

    fn refusal(links: &LinksFolder, maker: &LinkId, now: SystemTime) -> Option<Refusal> {
        match make(links, maker, wanted(Role::Observer), now) {
            Ok(_) => None,
            Err(MakeError::Refused(refusal)) => Some(refusal),
            Err(error) => panic!("{error:?}"),
        }
    }

    #[test]
    fn only_a_valid_facilitators_link_that_an_officer_made_makes_others() {
        let now = whole_second();
        for role in [Role::Councillor, Role::Observer] {
            let (_folder, links, maker) = folder_with(role, DAY, now);
            assert_eq!(refusal(&links, &maker, now), Some(Refusal::Role));
        }
        let (_folder, links, maker) = folder_with(Role::Facilitator, DAY, now);
        assert_eq!(refusal(&links, &maker, now + DAY), Some(Refusal::Expired));
        assert_eq!(refusal(&links, &maker, now), None);
        links.revoke(&maker, now).unwrap();
        assert_eq!(refusal(&links, &maker, now), Some(Refusal::Revoked));
        let unknown = "00000000".parse().unwrap();
        assert_eq!(refusal(&links, &unknown, now), Some(Refusal::Revoked));
    }

    #[test]
    fn maker_makes_so_many_a_minute_and_so_many_a_day() {
        let start = whole_second();
        let (_folder, links, maker) = folder_with(Role::Facilitator, 30 * DAY, start);
        let (other, _) =
            Link::generate(Role::Facilitator, None, Documents::All, start, start + DAY).unwrap();
        links.add(other.clone()).unwrap();
        let mut now = start;
        let mut n_made = 0;
        let last = loop {
            match refusal(&links, &maker, now) {
                None => n_made += 1,
                Some(Refusal::Busy) => {
                    assert_eq!(n_made % LINKS_MADE_PER_MINUTE_MAX, 0);
                    // It is not in the way of anybody else.
                    now += MINUTE;
                }
                Some(other) => break other,
            }
        };
        assert_eq!((last, n_made), (Refusal::Full, LINKS_MADE_VALID_MAX));
        assert_eq!(refusal(&links, &other.id, now), None);
        assert_eq!(refusal(&links, &maker, now + DAY), None);
        // A clock that was set back does not shut the door for hours.
        let before = start - 30 * DAY;
        assert_ne!(refusal(&links, &maker, before), Some(Refusal::Busy));
    }
}
