//! The relay: stores and forwards changes, and serves the app.
//!
//! Knows sockets, files and the clock; knows nothing of councils or ballots.
//! Start reading at [`start`]; one connection is `connection`, one document
//! is `room`, one file is [`RedbStore`].
//!
//! A library so that tests and tools can run a relay inside their process.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::panic,
        reason = "a test fails by panicking"
    )
)]

mod access;
mod admissions;
mod app_files;
mod config;
mod connection;
mod data_folder;
mod headers;
mod http;
pub mod limits;
mod metrics;
mod outbox;
mod redb_store;
mod room;
mod salvage;
mod server;
mod tls;
mod writer;

pub use access::{
    Documents, Link, LinkId, Links, LinksError, LinksFolder, Moment, NoRandomness, Role, Secret,
    SecretHash, Standing,
};
pub use admissions::{AdmissionLine, AdmissionReport, read_admissions};
pub use app_files::AppError;
pub use config::{Config, ConfigError};
pub use data_folder::{StartEmptyError, prepare, start_empty};
pub use redb_store::{FILE_NAME, OpenError, RedbStore};
pub use salvage::{SalvageError, SalvageReport, salvage};
pub use server::{RunningRelay, StartError, start};
pub use tls::{TlsError, TlsFiles};
