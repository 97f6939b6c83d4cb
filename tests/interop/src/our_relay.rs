//! Our relay in a process of its own, to be killed.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// A running program `our_relay`; killed when dropped.
#[derive(Debug)]
pub struct OurRelay {
    child: Child,
    /// Held, so that what the relay prints has somewhere to go.
    _output: Lines<BufReader<ChildStdout>>,
    program: PathBuf,
    data: PathBuf,
    port: u16,
}

impl OurRelay {
    /// Starts the program on any free port, with its store in `data`.
    pub async fn start(program: &Path, data: &Path) -> Self {
        Self::start_on(program, data, 0).await
    }

    async fn start_on(program: &Path, data: &Path, port: u16) -> Self {
        let mut child = Command::new(program)
            .arg(port.to_string())
            .arg(data)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = output.next_line().await.unwrap().expect("it listens");
        Self {
            child,
            _output: output,
            program: program.to_owned(),
            data: data.to_owned(),
            port: port.parse().unwrap(),
        }
    }

    /// Where clients connect.
    pub fn url(&self) -> String {
        format!("ws://127.0.0.1:{}/sync", self.port)
    }

    /// Ends the process at once, as a power cut would.
    pub async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// Starts it again after [`Self::kill`], at the same place with the same store.
    pub async fn restart(&mut self) {
        *self = Self::start_on(&self.program, &self.data, self.port).await;
    }
}
