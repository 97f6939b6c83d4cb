//! Starts other programs from the workspace, with the installed tools on their path.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;

use crate::failure::{Failure, Outcome};

/// Starts programs in one folder, with one path.
#[derive(Clone, Debug)]
pub struct Programs {
    folder: PathBuf,
    path: OsString,
}

/// What a program that ended had to say.
#[derive(Clone, Debug)]
pub struct Ended {
    /// Whether its exit code was zero.
    pub success: bool,
    /// What it wrote, both streams, one line after the other.
    pub lines: Vec<String>,
}

impl Programs {
    /// Starts programs in `folder`; those in `tools` come before those of the system.
    pub fn new(folder: PathBuf, tools: PathBuf) -> Self {
        let system = env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(tools).chain(env::split_paths(&system));
        let path = env::join_paths(folders).unwrap_or(system);
        Self { folder, path }
    }

    /// Prepares a program.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.folder).env("PATH", &self.path);
        // What `cargo run` says of xtask itself would make builds look changed.
        for (name, _) in env::vars_os() {
            let of_xtask = name.to_str().is_some_and(|name| {
                name.starts_with("CARGO_PKG_")
                    || name.starts_with("CARGO_MANIFEST_")
                    || matches!(name, "CARGO" | "CARGO_BIN_NAME" | "CARGO_CRATE_NAME")
            });
            if of_xtask {
                command.env_remove(name);
            }
        }
        command
    }

    /// Prepares `cargo` with arguments.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.command("cargo");
        command.args(arguments);
        command
    }

    /// First line that a program prints, if it is there and succeeds.
    pub fn first_line_of(&self, program: &str, arguments: &[&str]) -> Option<String> {
        let output = self
            .command(program)
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .ok()
            .filter(|output| output.status.success())?;
        let text = String::from_utf8_lossy(&output.stdout);
        Some(text.lines().next().unwrap_or_default().trim().to_owned())
    }
}

/// Runs a program to its end, its output on the terminal.
///
/// # Errors
/// When it cannot be started or does not succeed; `what` begins the sentence.
pub fn run(command: &mut Command, what: &str) -> Outcome {
    let status = command
        .status()
        .map_err(|error| not_started(command, &error))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{what} failed: {} ended with {status}; the lines above say why",
        spoken(command)
    )))
}

/// Puts a program in the place of this one, so that it receives the signals and
/// its exit code is the last word.
///
/// # Errors
/// When it cannot be started.
#[cfg(unix)]
pub fn become_program(command: &mut Command) -> Outcome {
    use std::os::unix::process::CommandExt;

    let error = command.exec();
    Err(not_started(command, &error))
}

/// Runs a program in the place of this one.
///
/// # Errors
/// When it cannot be started or does not succeed.
#[cfg(not(unix))]
pub fn become_program(command: &mut Command) -> Outcome {
    run(command, "the program")
}

/// Runs a program to its end and gives what it prints, without showing it.
///
/// # Errors
/// When it cannot be started or does not succeed.
pub fn output_of(command: &mut Command) -> Outcome<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| not_started(command, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(Failure::new(format!(
        "{} ended with {}",
        spoken(command),
        output.status
    )))
}

/// Runs a program to its end; shows its output and keeps it.
///
/// # Errors
/// When it cannot be started; a program that fails is not an error here.
pub fn run_and_keep(command: &mut Command) -> Outcome<Ended> {
    // What is kept is read by a program: colors would hide the words.
    let mut child = command
        .env("CARGO_TERM_COLOR", "never")
        .env("NO_COLOR", "1")
        .env_remove("FORCE_COLOR")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| not_started(command, &error))?;
    let (sender, receiver) = mpsc::channel();
    let streams: Vec<Box<dyn Read + Send>> = [
        child
            .stdout
            .take()
            .map(|s| Box::new(s) as Box<dyn Read + Send>),
        child
            .stderr
            .take()
            .map(|s| Box::new(s) as Box<dyn Read + Send>),
    ]
    .into_iter()
    .flatten()
    .collect();
    let readers: Vec<_> = streams
        .into_iter()
        .map(|stream| {
            let sender = sender.clone();
            thread::spawn(move || show_and_send(stream, &sender))
        })
        .collect();
    drop(sender);
    let lines = receiver.iter().collect();
    for reader in readers {
        // A reader that stopped early only loses lines; the exit code decides.
        let _ = reader.join();
    }
    let status = child.wait().map_err(|error| not_started(command, &error))?;
    Ok(Ended {
        success: status.success(),
        lines,
    })
}

fn show_and_send(stream: impl Read, sender: &mpsc::Sender<String>) {
    for line in BufReader::new(stream).split(b'\n') {
        let Ok(line) = line else { return };
        let line = String::from_utf8_lossy(&line).into_owned();
        // The terminal may be gone; the lines are still counted.
        let _ = writeln!(io::stdout(), "{line}");
        if sender.send(line).is_err() {
            return;
        }
    }
}

fn not_started(command: &Command, error: &io::Error) -> Failure {
    let program = command.get_program().display().to_string();
    let failure = Failure::new(format!("cannot start {program}: {error}"));
    if error.kind() == io::ErrorKind::NotFound {
        return failure.try_next(format!(
            "install {program}, or put its folder on the PATH, and type it again"
        ));
    }
    failure
}

/// The command as a person would type it.
pub fn spoken(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn programs() -> Programs {
        Programs::new(env::temp_dir(), PathBuf::from("/nowhere"))
    }

    #[test]
    fn output_of_both_streams_is_kept() {
        let mut command = programs().command("sh");
        command.args(["-c", "echo one; echo two >&2; exit 3"]);
        let ended = run_and_keep(&mut command).expect("sh is there");
        assert!(!ended.success);
        let mut lines = ended.lines;
        lines.sort();
        assert_eq!(lines, ["one", "two"]);
    }

    #[test]
    fn a_missing_program_is_named_with_what_to_do() {
        let failure = run(&mut programs().command("no-such-program"), "a test")
            .expect_err("it does not exist")
            .to_string();
        assert!(failure.contains("no-such-program"), "{failure}");
        assert!(failure.contains("next:"), "{failure}");
    }
}
