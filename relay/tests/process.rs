//! The program as it is typed: its words, its exit codes, and kill -9.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use common::Client;

struct Running {
    child: Child,
    address: SocketAddr,
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_six-cartes-relay"));
    command.args(arguments);
    command
}

fn serve(data: &Path, listen: &str) -> Command {
    let data = data.to_str().unwrap();
    command(&["serve", "--listen", listen, "--data", data, "--log", "warn"])
}

fn running(data: &Path) -> Running {
    let mut child = serve(data, "127.0.0.1:0")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let address = first.strip_prefix("listening on http://").unwrap();
    let address = address.parse().unwrap();
    // Keep reading, so that the program never writes to a closed pipe.
    std::thread::spawn(move || lines.for_each(drop));
    Running { child, address }
}

/// One line on the error output that says all of `words`, and exit code 2.
fn check_refusal(output: &Output, words: &[&str]) {
    let error = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
    assert!(error.starts_with("error: "), "{error}");
    for word in words {
        assert!(error.contains(word), "`{word}` in {error}");
    }
}

#[tokio::test]
async fn kill_9_loses_nothing_that_was_acknowledged() {
    let data = tempfile::tempdir().unwrap();
    for round in 0..5 {
        let mut relay = running(data.path());
        let mut client = Client::connected(&format!("client {round}"), relay.address).await;
        if round > 0 {
            client.wait_for(&format!("{} 19", round - 1), "dot").await;
        }
        for number in 0..20 {
            client.edit(&format!("{round} {number}"), "dot").await;
        }
        client.wait_until_in_sync().await;
        // `Child::kill` sends SIGKILL.
        relay.child.kill().unwrap();
        relay.child.wait().unwrap();
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn sigterm_says_goodbye_and_ends_well() {
    let data = tempfile::tempdir().unwrap();
    let mut relay = running(data.path());
    let mut client = Client::connected("client", relay.address).await;
    client.edit("key", "dot").await;
    client.wait_until_in_sync().await;
    let id = relay.child.id().to_string();
    let killed = Command::new("kill").args(["-TERM", &id]).status().unwrap();
    assert!(killed.success());
    while client.receive().await {}
    assert!(relay.child.wait().unwrap().success());
}

#[test]
fn other_addresses_than_loopback_are_refused() {
    let data = tempfile::tempdir().unwrap();
    let output = serve(data.path(), "0.0.0.0:8080").output().unwrap();
    check_refusal(
        &output,
        &[
            "0.0.0.0:8080",
            "no access control",
            "--listen 127.0.0.1:8080",
        ],
    );
}

#[test]
fn second_relay_on_one_folder_says_so() {
    let data = tempfile::tempdir().unwrap();
    let mut first = running(data.path());
    let output = serve(data.path(), "127.0.0.1:0").output().unwrap();
    check_refusal(&output, &["another relay already uses", "--data"]);
    let other = tempfile::tempdir().unwrap();
    let taken = serve(other.path(), &first.address.to_string());
    let output = { taken }.output().unwrap();
    check_refusal(&output, &["taken by another program", "--listen"]);
    first.child.kill().unwrap();
    first.child.wait().unwrap();
}

#[test]
fn damaged_or_unusable_folder_says_so() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join(relay::FILE_NAME);
    std::fs::write(&file, b"damaged").unwrap();
    let output = serve(data.path(), "127.0.0.1:0").output().unwrap();
    check_refusal(&output, &["cannot read", "nothing was changed", "copy"]);
    assert_eq!(std::fs::read(&file).unwrap(), b"damaged");
    let output = serve(&file, "127.0.0.1:0").output().unwrap();
    check_refusal(&output, &["cannot write in", "--data"]);
}
