//! The programs that are compared: how each is started, found and ended.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use interop::Node;
use interop::samod_peer::Server;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// One of the programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    Ours,
    AutomergeRepo,
    Samod,
}

impl Program {
    pub const ALL: [Self; 3] = [Self::Ours, Self::AutomergeRepo, Self::Samod];

    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "six-cartes-relay",
            Self::AutomergeRepo => "automerge-repo",
            Self::Samod => "samod",
        }
    }
}

/// Where the programs are.
#[derive(Debug)]
pub struct Programs {
    pub ours: PathBuf,
    pub samod: PathBuf,
}

/// One that listens; killed when dropped.
#[derive(Debug)]
pub struct Running {
    process: Process,
    port: u16,
}

#[derive(Debug)]
enum Process {
    Ours {
        child: Child,
        /// Held, so that what the relay prints has somewhere to go.
        _output: Lines<BufReader<ChildStdout>>,
    },
    AutomergeRepo(Node),
    Samod(Server),
}

impl Programs {
    /// Starts a program on a port, or with 0 on any free one; `options` are
    /// for ours alone.
    pub async fn start(
        &self,
        program: Program,
        port: u16,
        folder: &Path,
        options: &[&str],
    ) -> Running {
        let (process, port) = match program {
            Program::Ours => self.start_ours(port, folder, options).await,
            Program::AutomergeRepo => {
                let (node, port) = Node::server(port, folder, true).await;
                (Process::AutomergeRepo(node), port)
            }
            Program::Samod => {
                let server = Server::start(&self.samod, port, folder).await;
                let port = server.port();
                (Process::Samod(server), port)
            }
        };
        Running { process, port }
    }

    async fn start_ours(&self, port: u16, folder: &Path, options: &[&str]) -> (Process, u16) {
        let mut child = Command::new(&self.ours)
            .args(["serve", "--log", "warn", "--listen"])
            .arg(format!("127.0.0.1:{port}"))
            .arg("--data")
            .arg(folder)
            .args(options)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        let listening = output.next_line().await.unwrap().unwrap();
        let port = listening.rsplit(':').next().unwrap().parse().unwrap();
        let process = Process::Ours {
            child,
            _output: output,
        };
        (process, port)
    }
}

impl Running {
    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn url(&self) -> String {
        let path = match self.process {
            Process::Ours { .. } => "sync",
            _ => "",
        };
        format!("ws://127.0.0.1:{}/{path}", self.port)
    }

    /// Resident memory of the process, in KiB.
    pub fn resident_kib(&self) -> u64 {
        let id = match &self.process {
            Process::Ours { child, .. } => child.id().unwrap(),
            Process::AutomergeRepo(node) => node.process_id(),
            Process::Samod(server) => server.process_id(),
        };
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let number = line.unwrap().split_whitespace().nth(1).unwrap();
        number.parse().unwrap()
    }

    pub async fn kill(self) {
        match self.process {
            Process::Ours { mut child, .. } => child.kill().await.unwrap(),
            Process::AutomergeRepo(node) => node.kill().await,
            Process::Samod(server) => server.kill().await,
        }
    }
}
