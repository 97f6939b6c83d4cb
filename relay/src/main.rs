//! `six-cartes-relay`: the relay as a program.
//!
//! Errors are one line each on the error output, with the way out; the exit
//! code is then 2.

use std::error::Error;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use relay::limits::{COMMIT_APPENDS_MAX, Limits, ROOM_IDLE_MAX};
use relay::{Config, TlsFiles, start};
use tracing::{Level, Metadata};
use tracing_subscriber::fmt::writer::MakeWriterExt as _;

mod commands;

/// Exit code when a command cannot be carried out.
const FAILED: u8 = 2;

/// Stores and forwards changes of six-cartes, and serves the app.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Listen until told to stop (Ctrl-C or SIGTERM).
    Serve(Serve),
    /// Make a link that lets people in, and show it this once.
    Invite(commands::Invite),
    /// List the links: never their secrets.
    Links(commands::List),
    /// End a link; who came in by it is out within a second.
    Revoke(commands::Revoke),
    /// Show which change came by which link.
    Log(commands::Log),
    /// Keep what is sound of a damaged store; the damaged file is moved aside.
    Salvage {
        /// Folder of a relay that is not running.
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
    /// Begin with no document where the store is lost or damaged; a damaged file is moved aside.
    StartEmpty {
        /// Folder of a relay that is not running.
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
}

#[derive(Debug, Args)]
struct Serve {
    /// Where to listen; other addresses than 127.0.0.1 need an invitation first.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Certificate in PEM, with those that vouch for it: speaks https itself.
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Key of the certificate in PEM, without a password.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Folder that keeps the documents; made when missing.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Folder of the built app; without it only `/sync` is served.
    #[arg(long, value_name = "DIR")]
    app: Option<PathBuf>,
    /// Web origin that may connect, such as `https://contrat.example.org` behind a proxy.
    #[arg(long = "origin", value_name = "ORIGIN")]
    origins: Vec<String>,
    /// How much to log on the error output: error, warn, info, debug, trace.
    #[arg(long, value_name = "LEVEL", default_value = "info")]
    log: Level,
    /// How each line of the log is written.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
    /// Make each commit take longer, in milliseconds: to test a slow disk.
    #[arg(long, value_name = "MS", default_value_t = 0, hide = true)]
    commit_delay_ms: u64,
    /// Store at most so many appends in one commit: to measure what sharing one brings.
    #[arg(long, value_name = "N", default_value_t = COMMIT_APPENDS_MAX, hide = true)]
    commit_appends_max: usize,
    /// Unload a document so many milliseconds after its last client left: to measure memory.
    #[arg(long, value_name = "MS", hide = true)]
    room_idle_ms: Option<u64>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LogFormat {
    /// For people.
    Text,
    /// One JSON object each, for programs.
    Json,
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Serve(arguments) => serve(arguments).await,
        Command::Invite(arguments) => commands::invite(arguments),
        Command::Links(arguments) => commands::list(&arguments),
        Command::Revoke(arguments) => commands::revoke(&arguments),
        Command::Log(arguments) => commands::log(&arguments),
        Command::Salvage { data } => salvage(&data),
        Command::StartEmpty { data } => start_empty(&data),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(FAILED)
        }
    }
}

fn salvage(data: &Path) -> Result<(), Box<dyn Error>> {
    // A damaged page makes the store's library panic; the report says enough.
    std::panic::set_hook(Box::new(|_| {}));
    let report = relay::salvage(data)?;
    println!(
        "kept {} sound chunks of {} documents in {}",
        report.n_chunks,
        report.n_documents,
        data.join(relay::FILE_NAME).display()
    );
    println!("the damaged file is now {}", report.moved_to.display());
    println!("start the relay: every tablet that reconnects brings back what is missing");
    Ok(())
}

fn start_empty(data: &Path) -> Result<(), Box<dyn Error>> {
    let moved_to = relay::start_empty(data)?;
    let store = data.join(relay::FILE_NAME);
    println!("{} holds no document yet", store.display());
    if let Some(moved_to) = moved_to {
        println!("the damaged file is now {}", moved_to.display());
    }
    println!("start the relay: every tablet that reconnects brings back what it holds");
    Ok(())
}

/// Whether a line of the log is our own: Automerge traces the documents that
/// it works on, and no content may stand in the log.
fn is_ours(line: &Metadata<'_>) -> bool {
    let crate_name = line.target().split("::").next();
    matches!(
        crate_name,
        Some("relay" | "replication" | "six_cartes_relay")
    )
}

async fn serve(arguments: Serve) -> Result<(), Box<dyn Error>> {
    let log = tracing_subscriber::fmt()
        .with_max_level(arguments.log)
        .with_writer(std::io::stderr.with_filter(is_ours));
    match arguments.log_format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
    let config = Config {
        listen: arguments.listen,
        tls: tls_files(arguments.certificate, arguments.key)?,
        data: arguments.data,
        app: arguments.app,
        origins: arguments.origins,
        commit_delay: Duration::from_millis(arguments.commit_delay_ms),
        limits: Limits {
            commit_appends_max: arguments.commit_appends_max,
            room_idle_max: arguments
                .room_idle_ms
                .map_or(ROOM_IDLE_MAX, Duration::from_millis),
            ..Limits::default()
        },
    };
    let relay = start(&config).await?;
    let scheme = config.tls.as_ref().map_or("http", |_| "https");
    println!("listening on {scheme}://{}", relay.address());
    let data = config.data.display();
    if relay.is_new() {
        // A disk that is not mounted looks like this.
        println!("documents in {data}: a new folder, none are in it yet");
    } else {
        println!("documents in {data}");
    }
    if relay.is_open() {
        println!("open: whoever uses this computer can read and change every document");
    } else {
        println!("closed: only who has an invitation can read or change a document");
    }
    warn_of_gaps(&config);
    stop_requested().await?;
    println!("stopping");
    relay.stop().await;
    Ok(())
}

/// The certificate and its key: both or none.
fn tls_files(
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
) -> Result<Option<TlsFiles>, &'static str> {
    match (certificate, key) {
        (Some(certificate), Some(key)) => Ok(Some(TlsFiles { certificate, key })),
        (None, None) => Ok(None),
        (Some(_), None) => Err("a certificate needs its key: add --key FILE"),
        (None, Some(_)) => Err("a key needs its certificate: add --certificate FILE"),
    }
}

/// Says what would keep other computers from connecting well.
fn warn_of_gaps(config: &Config) {
    if config.listen.ip().is_loopback() {
        return;
    }
    if config.tls.is_none() {
        println!(
            "warning: without TLS anyone on the network can read along and take invitations; \
             name a certificate with --certificate and --key, or put a proxy with TLS in front"
        );
    }
    if config.app.is_some() && config.origins.is_empty() {
        println!(
            "warning: no page may connect from other computers; name the address that people \
             type with --origin"
        );
    }
}

#[cfg(unix)]
async fn stop_requested() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        interrupted = tokio::signal::ctrl_c() => interrupted,
    }
}

#[cfg(not(unix))]
async fn stop_requested() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
