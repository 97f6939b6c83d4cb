//! The commands beside `serve`: links and the admission log.
//!
//! They work on files of the data folder, also while the relay runs.

use std::collections::BTreeSet;
use std::error::Error;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use clap::Args;
use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};
use relay::limits::{COUNCIL_BYTES_MAX, DOCUMENTS_PER_LINK_MAX, LINK_MAX_AGE};
use relay::{Documents, Link, LinkId, LinksFolder, Role, Standing, read_admissions};
use replication::DocumentId;

/// Black on white whatever the terminal's colors are, as cameras expect it.
const BLACK_ON_WHITE: &str = "\u{1b}[30;107m";

/// Back to the terminal's colors.
const PLAIN: &str = "\u{1b}[0m";

/// `invite`
#[derive(Debug, Args)]
pub(crate) struct Invite {
    /// Data folder of the relay.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// What the link lets its holder do.
    #[arg(long, value_enum)]
    role: Role,
    /// Council that the holder speaks for; the app shows it.
    #[arg(long, value_name = "ID", value_parser = council)]
    council: Option<String>,
    /// How long the link is good for, such as `8h` or `30d`.
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = age)]
    expires: Duration,
    /// Document that the link is for; without it, all of this relay.
    #[arg(long = "document", value_name = "ID", value_parser = document)]
    documents: Vec<DocumentId>,
    /// Address that people type to open the app.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080", value_parser = url)]
    url: String,
}

/// `links`
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Data folder of the relay.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

/// `revoke`
#[derive(Debug, Args)]
pub(crate) struct Revoke {
    /// Data folder of the relay.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Id of the link: its 8 characters before the dot.
    id: LinkId,
}

/// `log`
#[derive(Debug, Args)]
pub(crate) struct Log {
    /// Data folder of the relay.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Only this document.
    #[arg(long, value_name = "ID", value_parser = document)]
    document: Option<DocumentId>,
    /// Only this link; `open` for changes that came without any.
    #[arg(long, value_name = "ID")]
    link: Option<String>,
    /// How many lines, counted from the end.
    #[arg(long, value_name = "N", default_value_t = 100)]
    last: usize,
}

fn council(text: &str) -> Result<String, String> {
    if Link::is_council(text) {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "a council is named with 1 to {COUNCIL_BYTES_MAX} bytes of text"
        ))
    }
}

fn age(text: &str) -> Result<Duration, String> {
    let age = humantime::parse_duration(text).map_err(|error| error.to_string())?;
    if age.is_zero() || age > LINK_MAX_AGE {
        let longest = humantime::format_duration(LINK_MAX_AGE);
        return Err(format!(
            "a link is good for a while, and for {longest} at most"
        ));
    }
    Ok(age)
}

fn document(text: &str) -> Result<DocumentId, String> {
    let id = text.strip_prefix("automerge:").unwrap_or(text);
    id.parse().map_err(|error| format!("{error}"))
}

fn url(text: &str) -> Result<String, String> {
    let is_web = ["http://", "https://"]
        .iter()
        .any(|scheme| text.starts_with(scheme));
    if !is_web || text.contains(['#', '?']) || text.contains(char::is_whitespace) {
        return Err("an address such as https://contrat.example.org is expected".to_owned());
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// Makes a link and shows it.
pub(crate) fn invite(arguments: Invite) -> Result<(), Box<dyn Error>> {
    let documents = if arguments.documents.is_empty() {
        Documents::All
    } else {
        Documents::Only(BTreeSet::from_iter(arguments.documents))
    };
    if let Documents::Only(documents) = &documents
        && documents.len() > DOCUMENTS_PER_LINK_MAX
    {
        return Err(format!("one link names {DOCUMENTS_PER_LINK_MAX} documents at most").into());
    }
    let now = SystemTime::now();
    let expires = now + arguments.expires;
    let (link, secret) =
        Link::generate(arguments.role, arguments.council, documents, now, expires)?;
    // First the store: links in a folder without one are a lost store's.
    relay::prepare(&arguments.data)?;
    LinksFolder::new(&arguments.data).add(link.clone())?;
    let address = format!(
        "{}/#invitation={}.{}",
        arguments.url,
        link.id,
        secret.reveal()
    );
    println!("{address}\n");
    println!("{}\n", picture(&address)?);
    println!("link {}: {}", link.id, allowed(&link));
    println!("good until {}", link.expires);
    println!("shown this once and kept nowhere: who has it comes in");
    println!(
        "to end it: six-cartes-relay revoke --data {} {}",
        arguments.data.display(),
        link.id
    );
    Ok(())
}

/// The address as a code that a camera reads.
fn picture(address: &str) -> Result<String, qrcode::types::QrError> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M)?;
    let picture = code.render::<Dense1x2>().quiet_zone(true).build();
    if !std::io::stdout().is_terminal() {
        return Ok(picture);
    }
    let line = |line: &str| format!("{BLACK_ON_WHITE}{line}{PLAIN}");
    Ok(picture.lines().map(line).collect::<Vec<_>>().join("\n"))
}

/// What a link lets its holder do, in words.
fn allowed(link: &Link) -> String {
    let verb = if link.role.can_write() {
        "reads and writes"
    } else {
        "reads"
    };
    let documents = match &link.documents {
        Documents::All => "every document of this relay".to_owned(),
        Documents::Only(ids) => {
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            ids.join(", ")
        }
    };
    let council = link.council.as_ref();
    let council = council.map_or(String::new(), |council| format!(" for council {council}"));
    format!("{}{council}, {verb} {documents}", link.role.name())
}

/// Lists the links.
pub(crate) fn list(arguments: &List) -> Result<(), Box<dyn Error>> {
    let links = LinksFolder::new(&arguments.data).read()?;
    if links.is_empty() {
        println!("no link was ever made: whoever uses the relay's computer may do everything");
    }
    let now = SystemTime::now();
    for link in links.iter() {
        let standing = match (links.standing(link, now), link.revoked) {
            (Standing::Valid, _) => format!("good until {}", link.expires),
            (Standing::Expired, _) => format!("expired {}", link.expires),
            (Standing::Revoked, Some(revoked)) => format!("revoked {revoked}"),
            (Standing::Revoked, None) => "revoked with its maker".to_owned(),
        };
        let maker = link.made_by.as_ref();
        let maker = maker.map_or(String::new(), |maker| format!(", made by link {maker}"));
        println!("{}  {standing}  {}{maker}", link.id, allowed(link));
    }
    Ok(())
}

/// Ends a link.
pub(crate) fn revoke(arguments: &Revoke) -> Result<(), Box<dyn Error>> {
    let folder = LinksFolder::new(&arguments.data);
    let now = SystemTime::now();
    let link = folder.revoke(&arguments.id, now)?;
    println!("link {} is revoked: {}", link.id, allowed(&link));
    let links = folder.read()?;
    let n_made = links
        .made_by(&link.id)
        .filter(|made| made.revoked.is_none() && made.expires.0 > now)
        .count();
    if n_made > 0 {
        println!("links that it made, revoked with it: {n_made}");
    }
    Ok(())
}

/// Shows the admission log.
pub(crate) fn log(arguments: &Log) -> Result<(), Box<dyn Error>> {
    let document = arguments.document.map(|id| id.to_string());
    let report = read_admissions(&arguments.data, arguments.last, |line| {
        document.as_ref().is_none_or(|id| line.document == *id)
            && arguments.link.as_ref().is_none_or(|id| line.link == *id)
    })
    .map_err(|error| format!("cannot read {}: {error}", arguments.data.display()))?;
    for line in report.lines {
        println!(
            "{}  link {}  peer {:?}  document {}  changes {}",
            line.time,
            line.link,
            line.peer,
            line.document,
            line.changes.join(" ")
        );
    }
    if report.n_unreadable > 0 {
        println!("{} lines cannot be read", report.n_unreadable);
    }
    Ok(())
}
