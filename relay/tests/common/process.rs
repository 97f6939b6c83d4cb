//! The relay as a process of its own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub struct Running {
    pub child: Child,
    pub address: SocketAddr,
}

impl Running {
    /// Ends the process as a power cut would: SIGKILL.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends a signal by its name, such as `STOP`.
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill")
            .args([&format!("-{name}"), &id])
            .status();
        assert!(sent.unwrap().success());
    }
}

fn command(words: &[&str], data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_six-cartes-relay"));
    command.args(words).arg("--data").arg(data);
    command
}

/// Any command on a data folder, as a person types it.
pub fn typed(words: &[&str], data: &Path) -> std::process::Output {
    command(words, data).output().unwrap()
}

pub fn serve(data: &Path, listen: &str) -> Command {
    command(&["serve", "--listen", listen], data)
}

pub fn salvage(data: &Path) -> Command {
    command(&["salvage"], data)
}

pub fn running(data: &Path) -> Running {
    running_with(data, &[])
}

pub fn running_with(data: &Path, options: &[&str]) -> Running {
    let mut serve = serve(data, "127.0.0.1:0");
    serve.args(["--log", "warn"]);
    // The relay must survive a refused write, not be killed by its signal.
    let mut command = Command::new("sh");
    command
        .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
        .arg(serve.get_program())
        .args(serve.get_args())
        .args(options);
    started(command)
}

/// Starts a relay and waits until it listens.
pub fn started(mut command: Command) -> Running {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let address = first.strip_prefix("listening on http://").unwrap();
    let address = address.parse().unwrap();
    // Keep reading, so that the program never writes to a closed pipe.
    std::thread::spawn(move || lines.for_each(drop));
    Running { child, address }
}
