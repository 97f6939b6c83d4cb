//! `six-cartes-relay`: the relay as a program.
//!
//! Errors are one line each on the error output, with the way out; the exit
//! code is then 2.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use relay::{Config, start};
use tracing::Level;

/// Exit code when the relay cannot start.
const CANNOT_START: u8 = 2;

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
    Serve {
        /// Where to listen; only an address of this computer, for now.
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
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
        /// Make each commit take longer, in milliseconds: to test a slow disk.
        #[arg(long, value_name = "MS", default_value_t = 0, hide = true)]
        commit_delay_ms: u64,
    },
    /// Keep what is sound of a damaged store; the damaged file is moved aside.
    Salvage {
        /// Folder of a relay that is not running.
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Serve {
            listen,
            data,
            app,
            origins,
            log,
            commit_delay_ms,
        } => {
            tracing_subscriber::fmt()
                .with_max_level(log)
                .with_writer(std::io::stderr)
                .init();
            let config = Config {
                listen,
                data,
                app,
                origins,
                commit_delay: Duration::from_millis(commit_delay_ms),
            };
            serve(&config).await
        }
        Command::Salvage { data } => salvage(&data),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(CANNOT_START)
        }
    }
}

fn salvage(data: &Path) -> Result<(), Box<dyn std::error::Error>> {
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

async fn serve(config: &Config) -> Result<(), Box<dyn std::error::Error>> {
    let relay = start(config).await?;
    println!("listening on http://{}", relay.address());
    println!("documents in {}", config.data.display());
    println!("open: whoever uses this computer can read and change every document");
    stop_requested().await?;
    println!("stopping");
    relay.stop().await;
    Ok(())
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
