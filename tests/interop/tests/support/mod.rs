//! What the tests of every peer share.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file includes this module and uses its part"
)]

use std::path::Path;
use std::time::Duration;

use automerge::{ActorId, Automerge};
use interop::put;
use relay::{Config, RunningRelay, start};
use replication::{DocumentActor, DocumentId};

/// Our relay in this process.
pub struct Relay {
    pub running: RunningRelay,
    _data: tempfile::TempDir,
}

impl Relay {
    pub async fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let running = start(&config(data.path())).await.unwrap();
        Self {
            running,
            _data: data,
        }
    }

    pub fn url(&self) -> String {
        format!("ws://{}/sync", self.running.address())
    }
}

fn config(data: &Path) -> Config {
    Config {
        listen: "127.0.0.1:0".parse().unwrap(),
        tls: None,
        data: data.to_owned(),
        app: None,
        origins: Vec::new(),
        limits: relay::limits::Limits::default(),
        commit_delay: Duration::ZERO,
    }
}

/// A small document that starts from fixed bytes, as ours do.
pub fn small_actor() -> DocumentActor {
    let mut document = Automerge::new().with_actor(ActorId::from([0; 16]));
    put(&mut document, "title", "contract");
    let genesis = document.save();
    DocumentActor::new(DocumentId::from_genesis(&genesis), &genesis).unwrap()
}

/// A replica that has nothing yet of the document of this id.
pub fn empty_actor(id: &str) -> DocumentActor {
    DocumentActor::empty(id.parse().unwrap())
}

/// The real contract, as the app opens it.
pub fn contract_actor() -> DocumentActor {
    let genesis = include_bytes!("../../../../data/annemasse/genesis.automerge");
    DocumentActor::new(DocumentId::from_genesis(genesis), genesis).unwrap()
}

/// The id of the real contract, as it is printed in its documentation.
pub const CONTRACT_ID: &str = "41Cbu9XHRAqcy7YKcAKW9EyeQCYe";
