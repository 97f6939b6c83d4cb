//! The program as it is typed: its words and its exit codes.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::process::Output;

use common::Client;
use common::process::{running, salvage, serve, typed};

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

#[cfg(target_os = "linux")]
#[tokio::test]
async fn sigterm_says_goodbye_and_ends_well() {
    let data = tempfile::tempdir().unwrap();
    let mut relay = running(data.path());
    let mut client = Client::connected("client", relay.address).await;
    client.edit("key", "dot").await;
    client.wait_until_in_sync().await;
    relay.signal("TERM");
    while client.receive().await {}
    assert!(relay.child.wait().unwrap().success());
}

#[test]
fn other_address_than_loopback_needs_an_invitation_and_says_what_to_type() {
    let data = tempfile::tempdir().unwrap();
    let output = serve(data.path(), "192.0.2.1:8080").output().unwrap();
    let command = format!(
        "six-cartes-relay invite --data {} --role facilitator --url http://192.0.2.1:8080",
        data.path().display()
    );
    check_refusal(
        &output,
        &["192.0.2.1:8080", "without any invitation", &command],
    );
}

#[test]
fn second_relay_on_one_folder_says_so() {
    let data = tempfile::tempdir().unwrap();
    let first = running(data.path());
    let output = serve(data.path(), "127.0.0.1:0").output().unwrap();
    check_refusal(&output, &["another relay already uses", "--data"]);
    let other = tempfile::tempdir().unwrap();
    let taken = serve(other.path(), &first.address.to_string());
    let output = { taken }.output().unwrap();
    check_refusal(&output, &["taken by another program", "--listen"]);
    first.kill();
}

#[test]
fn damaged_or_unusable_folder_says_so() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join(relay::FILE_NAME);
    std::fs::write(&file, b"damaged").unwrap();
    let output = serve(data.path(), "127.0.0.1:0").output().unwrap();
    let words = ["cannot read", "nothing was changed", "salvage", "copy"];
    check_refusal(&output, &words);
    assert_eq!(std::fs::read(&file).unwrap(), b"damaged");
    let output = salvage(data.path()).output().unwrap();
    check_refusal(
        &output,
        &["nothing in", "can be read", "nothing was changed"],
    );
    assert_eq!(std::fs::read(&file).unwrap(), b"damaged");
    let output = serve(&file, "127.0.0.1:0").output().unwrap();
    check_refusal(&output, &["cannot write in", "--data"]);
}

/// The words that a person needs who has lost the store.
const WAYS_OUT: [&str; 5] = [
    "no relay.redb",
    "nothing was changed",
    "what tablets hold is safe",
    "salvage --data",
    "start-empty --data",
];

#[tokio::test]
async fn lost_store_is_said_and_started_empty_only_when_told_to() {
    let data = tempfile::tempdir().unwrap();
    let relay = running(data.path());
    let mut client = Client::connected("client", relay.address).await;
    client.edit("key", "dot").await;
    client.wait_until_in_sync().await;
    relay.kill();
    std::fs::remove_file(data.path().join(relay::FILE_NAME)).unwrap();
    for _ in 0..2 {
        let output = serve(data.path(), "127.0.0.1:0").output().unwrap();
        check_refusal(&output, &WAYS_OUT);
        check_refusal(&output, &["admissions-0001.jsonl"]);
    }
    let missing = salvage(data.path()).output().unwrap();
    check_refusal(&missing, &["there is no", "--data"]);
    let started = typed(&["start-empty"], data.path());
    assert!(started.status.success(), "{started:?}");
    let relay = running(data.path());
    client.disconnect().await;
    client.connect(relay.address).await;
    client.wait_until_in_sync().await;
    let mut other = Client::connected("other", relay.address).await;
    other.wait_for("key", "dot").await;
    relay.kill();
    let sound = typed(&["start-empty"], data.path());
    check_refusal(&sound, &["is sound", "nothing was changed"]);
}

#[test]
fn folder_with_invitations_only_is_one_that_has_lost_its_store() {
    let data = tempfile::tempdir().unwrap();
    let invite = ["invite", "--role", "facilitator"];
    assert!(typed(&invite, data.path()).status.success());
    // The first invitation comes before the first start: that is no loss.
    running(data.path()).kill();
    std::fs::remove_file(data.path().join(relay::FILE_NAME)).unwrap();
    assert!(typed(&invite, data.path()).status.success());
    let output = serve(data.path(), "127.0.0.1:0").output().unwrap();
    check_refusal(&output, &WAYS_OUT);
    check_refusal(&output, &["links.json"]);
}

#[test]
fn store_that_nothing_can_be_read_of_is_moved_aside_by_a_command() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join(relay::FILE_NAME);
    std::fs::write(&file, b"damaged").unwrap();
    let nothing = salvage(data.path()).output().unwrap();
    check_refusal(&nothing, &["nothing in", "start-empty --data"]);
    let started = typed(&["start-empty"], data.path());
    assert!(started.status.success(), "{started:?}");
    let said = String::from_utf8(started.stdout).unwrap();
    assert!(said.contains("relay.redb.damaged-1"), "{said}");
    let kept = std::fs::read(data.path().join("relay.redb.damaged-1")).unwrap();
    assert_eq!(kept, b"damaged");
    running(data.path()).kill();
}
