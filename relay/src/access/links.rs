//! The links of a relay: DATA/links.json, which a person can read.
//!
//! The commands write it, also while the relay runs; the relay only reads.
//! A writer holds the lock of DATA/links.lock and replaces the file in one
//! step, so a reader sees the old links or the new ones and nothing between.
//! The lock's file also remembers that links were made: a folder that has lost
//! its links must not pass for one that never had any.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use replication::DocumentId;
use serde::{Deserialize, Serialize};

use super::secret::{NoRandomness, Secret, SecretHash, random, to_hex};
use crate::limits::{COUNCIL_BYTES_MAX, LINKS_BYTES_MAX, LINKS_MAX, MADE_LINKS_KEPT};

/// Name of the file in the data folder.
pub(crate) const LINKS_FILE: &str = "links.json";

const LOCK_FILE: &str = "links.lock";

/// What the lock's file says once there was a link.
const MADE: &str = "links were made here; links.json must exist\n";

/// The number that this version writes and reads.
const FORMAT: u32 = 1;

/// What a link lets its holder do, in the words of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Leads workshops.
    Facilitator,
    /// Takes part for a council.
    Councillor,
    /// Reads.
    Observer,
}

impl Role {
    /// Whether the relay takes in what such a person changes.
    pub fn can_write(self) -> bool {
        match self {
            Self::Facilitator | Self::Councillor => true,
            Self::Observer => false,
        }
    }

    /// As it is typed and written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Facilitator => "facilitator",
            Self::Councillor => "councillor",
            Self::Observer => "observer",
        }
    }
}

/// The public name of a link: 8 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LinkId(String);

impl LinkId {
    const DIGITS: usize = 8;

    /// As it is typed and written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LinkId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<LinkId> for String {
    fn from(id: LinkId) -> Self {
        id.0
    }
}

impl TryFrom<String> for LinkId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() == Self::DIGITS && text.bytes().all(is_digit) {
            Ok(Self(text))
        } else {
            Err("the id of a link is 8 hexadecimal digits in lower case".to_owned())
        }
    }
}

impl std::str::FromStr for LinkId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::try_from(text.to_owned())
    }
}

/// A moment as people and other programs read it: `2026-11-22T20:00:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Moment(pub SystemTime);

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        humantime::format_rfc3339_seconds(self.0).fmt(formatter)
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

impl TryFrom<String> for Moment {
    type Error = humantime::TimestampError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        humantime::parse_rfc3339(&text).map(Self)
    }
}

/// Which documents a link is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "DocumentsText", into = "DocumentsText")]
pub enum Documents {
    /// All of this relay, also those that come later.
    All,
    /// Only these.
    Only(BTreeSet<DocumentId>),
}

/// `"all"`, or a list of ids.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum DocumentsText {
    Word(String),
    List(Vec<String>),
}

impl Documents {
    pub(crate) fn contains(&self, document_id: DocumentId) -> bool {
        match self {
            Self::All => true,
            Self::Only(documents) => documents.contains(&document_id),
        }
    }
}

impl From<Documents> for DocumentsText {
    fn from(documents: Documents) -> Self {
        match documents {
            Documents::All => Self::Word("all".to_owned()),
            Documents::Only(ids) => Self::List(ids.iter().map(ToString::to_string).collect()),
        }
    }
}

impl TryFrom<DocumentsText> for Documents {
    type Error = String;

    fn try_from(text: DocumentsText) -> Result<Self, Self::Error> {
        match text {
            DocumentsText::Word(word) if word == "all" => Ok(Self::All),
            DocumentsText::Word(word) => Err(format!("`{word}` where `all` or a list is expected")),
            DocumentsText::List(ids) => {
                let id = |id: String| id.parse().map_err(|error| format!("`{id}`: {error}"));
                Ok(Self::Only(
                    ids.into_iter().map(id).collect::<Result<_, _>>()?,
                ))
            }
        }
    }
}

/// One invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Its public name.
    pub id: LinkId,
    secret_sha256: SecretHash,
    /// What it lets its holder do.
    pub role: Role,
    /// The council that the holder speaks for; the relay only hands it on.
    pub council: Option<String>,
    /// Which documents it is for.
    pub documents: Documents,
    /// When it was made.
    pub created: Moment,
    /// When it ends by itself.
    pub expires: Moment,
    /// When it was revoked, if it was.
    pub revoked: Option<Moment>,
    /// The facilitator's link that made it; none: a person did, by a command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<LinkId>,
}

/// Whether a link lets anyone in at some moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Valid,
    /// Somebody ended it.
    Revoked,
    /// It ended by itself.
    Expired,
}

impl Link {
    /// Makes a link and its secret.
    ///
    /// # Errors
    /// The system gives no randomness.
    pub fn generate(
        role: Role,
        council: Option<String>,
        documents: Documents,
        created: SystemTime,
        expires: SystemTime,
    ) -> Result<(Self, Secret), NoRandomness> {
        let secret = Secret::generate()?;
        let link = Self {
            id: LinkId(to_hex(&random::<{ LinkId::DIGITS / 2 }>()?)),
            secret_sha256: secret.hash(),
            role,
            council,
            documents,
            created: Moment(created),
            expires: Moment(expires),
            revoked: None,
            made_by: None,
        };
        Ok((link, secret))
    }

    /// Whether a link may name this as its council.
    pub fn is_council(label: &str) -> bool {
        !label.is_empty()
            && label.len() <= COUNCIL_BYTES_MAX
            && !label.chars().any(char::is_control)
    }

    /// Whether it was made, not given by an officer, and ended so long ago that
    /// nobody asks any more who had it.
    fn may_be_forgotten(&self, now: SystemTime) -> bool {
        self.made_by.is_some() && self.expires.0 + MADE_LINKS_KEPT <= now
    }
}

/// Why links cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LinksError {
    /// The file is not what a command writes.
    #[error(
        "cannot read {}: {reason}; nobody is let in until it is restored from a copy or corrected",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// There were links in this folder, and now there are none.
    #[error(
        "the links of {} are gone; nobody is let in until links.json is restored from a copy, or \
         links.lock is removed to begin without any link",
        path.display()
    )]
    Gone {
        /// The folder.
        path: PathBuf,
    },
    /// The system refuses.
    #[error("cannot use {}: {source}; run the command as the user of the relay", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What it says.
        source: io::Error,
    },
    /// Over [`LINKS_MAX`].
    #[error("there are {LINKS_MAX} links already; remove old ones from links.json")]
    TooMany,
    /// Over [`LINKS_BYTES_MAX`]: a file that nobody would read again.
    #[error(
        "links.json would be over {LINKS_BYTES_MAX} bytes; remove old links from it, or name fewer \
         documents"
    )]
    TooLong,
    /// Two links drew the same id.
    #[error("another link has the id {id} already; make it once more")]
    Taken {
        /// The id.
        id: LinkId,
    },
    /// No link has this id.
    #[error("there is no link {id}; list them with `six-cartes-relay links`")]
    Unknown {
        /// The id.
        id: LinkId,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    format: u32,
    links: Vec<Link>,
}

/// All links, in the order in which they were made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links(Vec<Link>);

impl Links {
    /// Whether no link was ever made.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &Link> {
        self.0.iter()
    }

    pub(crate) fn get(&self, id: &LinkId) -> Option<&Link> {
        self.0.iter().find(|link| link.id == *id)
    }

    /// Those that this link made.
    pub fn made_by<'a>(&'a self, maker: &'a LinkId) -> impl Iterator<Item = &'a Link> {
        self.0
            .iter()
            .filter(move |link| link.made_by.as_ref() == Some(maker))
    }

    /// Whether one of these links lets anyone in at this moment.
    ///
    /// Asked here and not of the link alone: one that another made ends with it.
    pub fn standing(&self, link: &Link, now: SystemTime) -> Standing {
        let is_maker_gone = link.made_by.as_ref().is_some_and(|maker| {
            let maker = self.get(maker);
            maker.is_none_or(|maker| maker.revoked.is_some())
        });
        if link.revoked.is_some() || is_maker_gone {
            Standing::Revoked
        } else if link.expires.0 <= now {
            Standing::Expired
        } else {
            Standing::Valid
        }
    }

    /// The link with this id and this secret; takes as long for an id that
    /// does not exist.
    pub(crate) fn authenticate(&self, id: &str, secret: &str) -> Option<&Link> {
        let link = self.0.iter().find(|link| link.id.as_str() == id);
        let expected = link.map_or(SecretHash::NOBODYS, |link| link.secret_sha256);
        let is_right = expected.is_same(&SecretHash::of(secret));
        link.filter(|_| is_right)
    }
}

/// Where the links of a data folder are.
#[derive(Debug, Clone)]
pub struct LinksFolder(PathBuf);

impl LinksFolder {
    /// The links in this data folder.
    pub fn new(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.join(LINKS_FILE)
    }

    /// Reads all links; none when none was ever made.
    ///
    /// # Errors
    /// Anything but sound links, or a folder that never had any.
    pub fn read(&self) -> Result<Links, LinksError> {
        let path = self.file();
        let links = match fs::metadata(&path) {
            Ok(metadata) if metadata.len() > LINKS_BYTES_MAX => {
                let reason = format!("it has {} bytes", metadata.len());
                return Err(LinksError::Damaged { path, reason });
            }
            Ok(_) => match fs::read(&path) {
                Ok(bytes) => parse(&bytes).map_err(|reason| LinksError::Damaged {
                    path: path.clone(),
                    reason,
                })?,
                Err(source) => return Err(LinksError::File { path, source }),
            },
            Err(error) if is_absent(&error) => Links::default(),
            Err(source) => return Err(LinksError::File { path, source }),
        };
        if links.is_empty() && self.were_links_made()? {
            return Err(LinksError::Gone {
                path: self.0.clone(),
            });
        }
        Ok(links)
    }

    fn were_links_made(&self) -> Result<bool, LinksError> {
        let path = self.0.join(LOCK_FILE);
        match fs::metadata(&path) {
            Ok(metadata) => Ok(metadata.len() > 0),
            Err(error) if is_absent(&error) => Ok(false),
            Err(source) => Err(LinksError::File { path, source }),
        }
    }

    /// Adds a link.
    ///
    /// # Errors
    /// Nothing was added.
    pub fn add(&self, link: Link) -> Result<(), LinksError> {
        let now = link.created.0;
        self.add_with(now, |_| Ok((link, ()))).map(|_| ())
    }

    /// Adds the link that `make` gives for the links as they are, under their
    /// lock; gives it back with what came beside it.
    pub(super) fn add_with<T, E: From<LinksError>>(
        &self,
        now: SystemTime,
        make: impl FnOnce(&Links) -> Result<(Link, T), E>,
    ) -> Result<(Link, T), E> {
        self.update(|links| {
            if links.0.len() >= LINKS_MAX {
                links.0.retain(|link| !link.may_be_forgotten(now));
            }
            if links.0.len() >= LINKS_MAX {
                return Err(LinksError::TooMany.into());
            }
            let (link, beside) = make(links)?;
            if links.get(&link.id).is_some() {
                return Err(LinksError::Taken { id: link.id }.into());
            }
            links.0.push(link.clone());
            Ok((link, beside))
        })
    }

    /// Ends a link, and with it those that it made; a link that is revoked
    /// already stays as it is.
    ///
    /// # Errors
    /// Nothing was changed.
    pub fn revoke(&self, id: &LinkId, now: SystemTime) -> Result<Link, LinksError> {
        self.update(|links| {
            let link = links.0.iter_mut().find(|link| link.id == *id);
            let link = link.ok_or_else(|| LinksError::Unknown { id: id.clone() })?;
            link.revoked.get_or_insert(Moment(now));
            Ok(link.clone())
        })
    }

    fn update<T, E: From<LinksError>>(
        &self,
        change: impl FnOnce(&mut Links) -> Result<T, E>,
    ) -> Result<T, E> {
        let path = self.0.join(LOCK_FILE);
        let at = |path: &Path| {
            let path = path.to_owned();
            move |source| LinksError::File { path, source }
        };
        fs::create_dir_all(&self.0).map_err(at(&self.0))?;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        // The lock ends when the file is closed, at the end of this function.
        let mut lock = options.open(&path).map_err(at(&path))?;
        lock.lock().map_err(at(&path))?;
        let mut links = self.read()?;
        let value = change(&mut links)?;
        let content = Content {
            format: FORMAT,
            links: links.0,
        };
        let text = serde_json::to_string_pretty(&content).map_err(io::Error::from);
        let text = text.map_err(at(&self.file()))? + "\n";
        if text.len() as u64 > LINKS_BYTES_MAX {
            return Err(LinksError::TooLong.into());
        }
        self.replace(&text).map_err(at(&self.file()))?;
        remember(&mut lock).map_err(at(&path))?;
        Ok(value)
    }

    fn replace(&self, text: &str) -> io::Result<()> {
        let draft = self.0.join("links.json.new");
        let mut file = File::create(&draft)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&draft, self.file())?;
        sync_folder(&self.0)
    }
}

/// Whether there is no such file; also where its folder is no folder, which
/// the store then says better.
pub(crate) fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Makes the names in a folder durable, where the system can.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn remember(lock: &mut File) -> io::Result<()> {
    let mut said = String::new();
    lock.take(MADE.len() as u64).read_to_string(&mut said)?;
    if said != MADE {
        lock.rewind()?;
        lock.write_all(MADE.as_bytes())?;
        lock.sync_all()?;
    }
    Ok(())
}

fn parse(bytes: &[u8]) -> Result<Links, String> {
    let content: Content = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if content.format != FORMAT {
        let found = content.format;
        return Err(format!(
            "it has format {found}, and this version reads {FORMAT}"
        ));
    }
    let mut ids = BTreeSet::new();
    for link in &content.links {
        if !ids.insert(&link.id) {
            return Err(format!("link {} stands in it twice", link.id));
        }
    }
    Ok(Links(content.links))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn link(role: Role) -> (Link, Secret) {
        let now = SystemTime::now();
        let expires = now + Duration::from_mins(1);
        Link::generate(role, None, Documents::All, now, expires).unwrap()
    }

    #[test]
    fn link_is_found_by_its_id_and_secret_only() {
        let folder = tempfile::tempdir().unwrap();
        let file = LinksFolder::new(folder.path());
        assert!(file.read().unwrap().is_empty());
        let (a, secret) = link(Role::Facilitator);
        let (b, other_secret) = link(Role::Observer);
        file.add(a.clone()).unwrap();
        let again = file.add(a.clone());
        assert!(matches!(again, Err(LinksError::Taken { .. })));
        file.add(b.clone()).unwrap();
        let links = file.read().unwrap();
        assert_eq!(links.iter().count(), 2);
        let found = |id: &LinkId, secret: &Secret| {
            let found = links.authenticate(id.as_str(), secret.reveal());
            found.map(|link| link.role)
        };
        assert_eq!(found(&a.id, &secret), Some(Role::Facilitator));
        assert_eq!(found(&b.id, &other_secret), Some(Role::Observer));
        assert_eq!(found(&a.id, &other_secret), None);
        assert_eq!(links.authenticate("ffffffff", secret.reveal()), None);
        let text = fs::read_to_string(file.file()).unwrap();
        assert!(!text.contains(secret.reveal()));
    }

    #[test]
    fn revoked_or_expired_link_is_not_valid() {
        let folder = tempfile::tempdir().unwrap();
        let file = LinksFolder::new(folder.path());
        let (link, _) = link(Role::Councillor);
        file.add(link.clone()).unwrap();
        let now = SystemTime::now();
        let standing = |now| {
            let links = file.read().unwrap();
            links.standing(links.get(&link.id).unwrap(), now)
        };
        assert_eq!(standing(now), Standing::Valid);
        assert_eq!(standing(link.expires.0), Standing::Expired);
        file.revoke(&link.id, now).unwrap();
        assert_eq!(standing(now), Standing::Revoked);
        let unknown = "00000000".parse().unwrap();
        assert!(matches!(
            file.revoke(&unknown, now),
            Err(LinksError::Unknown { .. })
        ));
        assert_eq!(standing(now), Standing::Revoked);
    }

    /// Writes so many links at once, each like this one.
    fn fill(file: &LinksFolder, n_links: usize, like: &Link) {
        let links = (0..n_links).map(|number| Link {
            id: LinkId(format!("{number:08x}")),
            ..like.clone()
        });
        let links = file.update(|all| {
            all.0 = links.collect();
            Ok::<_, LinksError>(())
        });
        links.unwrap();
    }

    #[test]
    fn no_link_over_the_limit_until_made_ones_that_ended_long_ago_give_way() {
        let folder = tempfile::tempdir().unwrap();
        let file = LinksFolder::new(folder.path());
        let (mut old, _) = link(Role::Councillor);
        fill(&file, LINKS_MAX - 1, &old);
        file.add(link(Role::Observer).0).unwrap();
        let again = file.add(link(Role::Observer).0);
        assert!(matches!(again, Err(LinksError::TooMany)), "{again:?}");
        assert_eq!(file.read().unwrap().iter().count(), LINKS_MAX);
        old.made_by = Some("ffffffff".parse().unwrap());
        for (kept, is_refused) in [(MADE_LINKS_KEPT / 2, true), (MADE_LINKS_KEPT, false)] {
            old.expires = Moment(SystemTime::now() - kept);
            fill(&file, LINKS_MAX, &old);
            let added = file.add(link(Role::Observer).0);
            assert_eq!(added.is_err(), is_refused, "{added:?}");
        }
        assert_eq!(file.read().unwrap().iter().count(), 1);
    }

    #[test]
    fn file_of_links_that_would_be_too_long_to_read_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = LinksFolder::new(folder.path());
        let (mut wide, _) = link(Role::Councillor);
        let documents = (0..64).map(|number| DocumentId::from_bytes([number; 16]));
        wide.documents = Documents::Only(documents.collect());
        fill(&file, 1_000, &wide);
        let sound = fs::read(file.file()).unwrap();
        let refused = file.update(|all| {
            all.0 = vec![wide; LINKS_MAX];
            Ok::<_, LinksError>(())
        });
        assert!(matches!(refused, Err(LinksError::TooLong)), "{refused:?}");
        assert_eq!(fs::read(file.file()).unwrap(), sound);
        // And one that came there in another way is not read.
        fs::write(file.file(), vec![b' '; 8 * 1024 * 1024 + 1]).unwrap();
        let read = file.read();
        assert!(matches!(read, Err(LinksError::Damaged { .. })), "{read:?}");
    }

    #[test]
    fn council_is_short_text_without_line_breaks() {
        assert!(Link::is_council("perrier"));
        assert!(Link::is_council(&"x".repeat(COUNCIL_BYTES_MAX)));
        for wrong in ["", "two\nlines", &"x".repeat(COUNCIL_BYTES_MAX + 1)] {
            assert!(!Link::is_council(wrong), "{wrong}");
        }
    }

    #[test]
    fn what_is_not_sound_links_is_never_taken_for_none() {
        let folder = tempfile::tempdir().unwrap();
        let file = LinksFolder::new(folder.path());
        file.add(link(Role::Facilitator).0).unwrap();
        let sound = fs::read_to_string(file.file()).unwrap();
        let check = |text: &str| {
            fs::write(file.file(), text).unwrap();
            let read = file.read();
            assert!(matches!(read, Err(LinksError::Damaged { .. })), "{text}");
            assert!(file.add(link(Role::Observer).0).is_err());
            assert_eq!(fs::read_to_string(file.file()).unwrap(), text);
        };
        check("");
        check("{}");
        check(&sound[..sound.len() / 2]);
        check(&sound.replace("\"format\": 1", "\"format\": 2"));
        check(&sound.replace("\"role\"", "\"rank\""));
        check(&sound.replace("\"all\"", "\"none\""));
        check(&sound.replace("\"created\"", "\"later\": true,\n\"created\""));
        for gone in ["{\"format\": 1, \"links\": []}", "removed"] {
            fs::write(file.file(), gone).unwrap();
            if gone == "removed" {
                fs::remove_file(file.file()).unwrap();
            }
            assert!(
                matches!(file.read(), Err(LinksError::Gone { .. })),
                "{gone}"
            );
        }
        fs::write(file.file(), sound).unwrap();
        assert_eq!(file.read().unwrap().iter().count(), 1);
    }

    #[test]
    fn documents_are_all_or_a_list_of_ids() {
        let id = DocumentId::from_bytes([7; 16]);
        let check = |documents: Documents, text: &str| {
            assert_eq!(serde_json::to_string(&documents).unwrap(), text);
            let read: Documents = serde_json::from_str(text).unwrap();
            assert_eq!(read, documents);
        };
        check(Documents::All, "\"all\"");
        check(Documents::Only([id].into()), &format!("[\"{id}\"]"));
        for wrong in ["\"some\"", "[\"nonsense\"]", "7", "null"] {
            assert!(serde_json::from_str::<Documents>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn links_made_at_the_same_time_are_all_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = LinksFolder::new(folder.path());
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| file.add(link(Role::Councillor).0).unwrap());
            }
        });
        assert_eq!(file.read().unwrap().iter().count(), 8);
    }
}
