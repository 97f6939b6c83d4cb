//! The program as it is typed: its words and its exit codes.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::process::Output;

use common::Client;
use common::process::{running, salvage, serve};

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
