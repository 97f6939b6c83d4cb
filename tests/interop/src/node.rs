//! `automerge-repo` in its own process, told what to do line by line.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use crate::PATIENCE;

/// The folder of `peer.mjs` and its packages.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// One repository of `automerge-repo`; killed when dropped.
#[derive(Debug)]
pub struct Node {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Node {
    /// A client of the server at `url`, under a peer id.
    pub fn client(url: &str, name: &str) -> Self {
        Self::start(&["client", url, name])
    }

    /// A server that keeps its documents in `folder`; its port.
    ///
    /// `port` 0 takes any free one. A server that does not announce speaks of
    /// a document only to those who ask for it.
    pub async fn server(port: u16, folder: &Path, announces: bool) -> (Self, u16) {
        let port = port.to_string();
        let mode = if announces { "open" } else { "closed" };
        let mut node = Self::start(&["server", &port, folder.to_str().unwrap(), mode]);
        let port = node.answer().await;
        let port = u16::try_from(port.as_u64().unwrap()).unwrap();
        (node, port)
    }

    fn start(arguments: &[&str]) -> Self {
        let folder = folder();
        assert!(
            folder.join("node_modules").is_dir(),
            "the packages are not installed; type: cargo xtask test interop"
        );
        let mut child = Command::new("node")
            .arg("peer.mjs")
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("Node is there");
        Self {
            input: child.stdin.take().unwrap(),
            output: BufReader::new(child.stdout.take().unwrap()).lines(),
            child,
        }
    }

    /// Carries out a command of `peer.mjs` and gives its answer.
    pub async fn ask(&mut self, command: Value) -> Value {
        self.tell(&command).await;
        self.answer().await
    }

    /// Sends a command; its answer is taken with [`Self::answer`].
    pub async fn tell(&mut self, command: &Value) {
        let line = format!("{command}\n");
        self.input.write_all(line.as_bytes()).await.unwrap();
    }

    /// The answer to the command that was sent first.
    pub async fn answer(&mut self) -> Value {
        let line = timeout(PATIENCE, self.output.next_line()).await;
        let line = line.expect("Node answers").unwrap();
        let mut answer: Value = serde_json::from_str(&line.expect("Node runs")).unwrap();
        assert_eq!(answer.get("error"), None);
        answer["ok"].take()
    }

    /// Makes a document with a text at its top; its id.
    pub async fn create(&mut self, key: &str, value: &str) -> String {
        let id = self.ask(json!({"command": "create", "key": key, "value": value}));
        id.await.as_str().unwrap().to_owned()
    }

    /// Asks for a document: `ready` or `unavailable`.
    pub async fn find(&mut self, id: &str) -> Value {
        self.ask(json!({"command": "find", "id": id})).await
    }

    /// Puts a text at the top of a document.
    pub async fn put(&mut self, id: &str, key: &str, value: &str) {
        self.ask(json!({"command": "put", "id": id, "path": [key], "value": value}))
            .await;
    }

    /// Until a text stands at the top of a document.
    pub async fn wait(&mut self, id: &str, key: &str, value: &str) {
        self.ask(json!({"command": "wait", "id": id, "path": [key], "value": value}))
            .await;
    }

    /// Heads in hexadecimal digits, sorted.
    pub async fn heads(&mut self, id: &str) -> Vec<String> {
        let heads = self.ask(json!({"command": "heads", "id": id})).await;
        serde_json::from_value(heads).unwrap()
    }

    /// The process, to look at its memory.
    pub fn process_id(&self) -> u32 {
        self.child.id().unwrap()
    }

    /// Ends the process at once, as a power cut would.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}
