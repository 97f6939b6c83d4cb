//! The program as it is typed: its words, its exit codes, and kill -9.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use common::{Client, get};

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
    let serve = serve(data, "127.0.0.1:0");
    // The relay must survive a refused write, not be killed by its signal.
    let mut child = Command::new("sh")
        .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
        .arg(serve.get_program())
        .args(serve.get_args())
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

/// The file may not grow any more: the kernel refuses as a full disk does.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn full_disk_acknowledges_nothing_and_recovers() {
    let data = tempfile::tempdir().unwrap();
    let mut relay = running(data.path());
    let mut client = Client::connected("client", relay.address).await;
    client.edit("before", "dot").await;
    client.wait_until_in_sync().await;
    limit_file_size(&relay, &file_size(data.path()).to_string());
    // More than the free pages of the file, and nothing to compress.
    let text: String = (0..400_000_u64)
        .filter_map(|number| char::from_u32(0x4e00 + (number * number % 20_011) as u32))
        .collect();
    client.edit("large", &text).await;
    while get(relay.address, "/healthz").await.0 != 503 {
        let _quiet = tokio::time::timeout(SHORT, client.receive()).await;
    }
    assert!(!client.is_in_sync(), "nothing is acknowledged");
    let (_, _, reason) = get(relay.address, "/healthz").await;
    let reason = String::from_utf8(reason).unwrap();
    assert!(reason.contains("nothing is acknowledged"), "{reason}");
    limit_file_size(&relay, "unlimited");
    client.wait_until_in_sync().await;
    assert_eq!(get(relay.address, "/healthz").await.0, 200);
    relay.child.kill().unwrap();
    relay.child.wait().unwrap();
    let mut relay = running(data.path());
    let mut other = Client::connected("other", relay.address).await;
    other.wait_for("large", &text).await;
    assert_eq!(other.get("before").as_deref(), Some("dot"));
    relay.child.kill().unwrap();
    relay.child.wait().unwrap();
}

/// While the disk is full nothing is sent: wait a little and ask again.
#[cfg(target_os = "linux")]
const SHORT: std::time::Duration = std::time::Duration::from_millis(20);

#[cfg(target_os = "linux")]
fn file_size(data: &Path) -> u64 {
    let file = data.join(relay::FILE_NAME);
    std::fs::metadata(file).unwrap().len()
}

#[cfg(target_os = "linux")]
fn limit_file_size(relay: &Running, limit: &str) {
    let set = Command::new("prlimit")
        .arg(format!("--pid={}", relay.child.id()))
        .arg(format!("--fsize={limit}:unlimited"))
        .status();
    assert!(set.unwrap().success());
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
