//! The commands as a person types them, beside a relay that runs.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs::File;
use std::io::BufRead as _;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;

use common::process::{Running, running, serve, typed};
use common::{Client, get, join, join_on, post, post_to, read_to_close, socket_with};
use futures_util::SinkExt;
use relay::limits::{COUNCIL_BYTES_MAX, DOCUMENTS_PER_LINK_MAX};
use replication::DocumentId;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message as Frame;

/// What stands in every change of the session whose log is read.
const CONTENT: &str = "a bench under the lime trees";

/// What a command printed, when it ended well and complained of nothing.
fn printed(words: &[&str], data: &Path) -> String {
    let output = typed(words, data);
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && error.is_empty(), "{error}");
    String::from_utf8(output.stdout).unwrap()
}

/// What a refused command says, in one line.
fn refusal(words: &[&str], data: &Path) -> String {
    let output = typed(words, data);
    assert_eq!(output.status.code(), Some(2), "{words:?}");
    assert!(output.stdout.is_empty(), "{words:?}");
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(error.lines().count(), 1, "{error}");
    error
}

/// Id and secret of the link that `invite` printed.
fn link_in(printed: &str) -> (&str, &str) {
    let address = printed.lines().next().unwrap();
    let (_, invitation) = address.split_once("/#invitation=").unwrap();
    invitation.split_once('.').unwrap()
}

/// What the printed picture says to who reads it without knowing it.
fn seen_by_a_camera(printed: &str) -> String {
    let is_picture = |line: &&str| !line.is_empty() && line.chars().all(|it| " ▀▄█".contains(it));
    let rows = printed.lines().filter(is_picture).flat_map(|line| {
        let dark = |halves: &'static str| line.chars().map(move |it| halves.contains(it)).collect();
        [dark("▀█"), dark("▄█")]
    });
    let rows: Vec<Vec<bool>> = rows.collect();
    // Each square of the picture is seen as several dots.
    let scale = 4;
    let (width, height) = (scale * rows[0].len(), scale * rows.len());
    let mut seen = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        if rows[y / scale][x / scale] { 0 } else { 255 }
    });
    let codes = seen.detect_grids();
    assert_eq!(codes.len(), 1, "one code in {printed}");
    codes[0].decode().unwrap().1
}

async fn ticket(address: SocketAddr, peer: &str, invitation: &str) -> String {
    let question = json!({"peerId": peer, "invitation": invitation}).to_string();
    let (status, _, answer) = post(address, &question).await;
    assert_eq!(status, 200, "{answer}");
    answer["ticket"].as_str().unwrap().to_owned()
}

/// The invitation that a facilitator's link makes.
async fn made_link(address: SocketAddr, invitation: &str) -> String {
    let question = json!({"peerId": "tablet", "invitation": invitation, "role": "observer"});
    let (status, _, answer) = post_to(address, "/access/links", &question.to_string()).await;
    assert_eq!(status, 200, "{answer}");
    answer["invitation"].as_str().unwrap().to_owned()
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

/// No file of the folder holds this text.
fn check_in_no_file(folder: &Path, text: &str) {
    let mut n_files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        assert!(!contains(&bytes, text), "in {}", path.display());
        n_files += 1;
    }
    assert!(n_files >= 3, "documents, links and the admission log");
}

#[tokio::test]
async fn printed_link_lets_in_until_it_is_revoked() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let relay = running(data);
    let address = relay.address;
    let none = printed(&["links"], data);
    assert!(none.contains("no link was ever made"), "{none}");
    let mut before = Client::connected("before", address).await;
    before.edit("before", "dot").await;
    before.wait_until_in_sync().await;

    let url = format!("http://{address}/");
    let invite = [
        "invite",
        "--role",
        "councillor",
        "--council",
        "perrier",
        "--url",
        &url,
    ];
    let invited = printed(&invite, data);
    let (id, secret) = link_in(&invited);
    assert!(
        invited.starts_with(&format!("{url}#invitation=")),
        "{invited}"
    );
    assert_eq!(invited.matches(secret).count(), 1, "{invited}");
    assert_eq!(seen_by_a_camera(&invited), invited.lines().next().unwrap());
    let meaning = "councillor for council perrier, reads and writes every document";
    assert!(invited.contains(meaning), "{invited}");
    let links = printed(&["links"], data);
    assert!(links.starts_with(id) && links.contains(meaning), "{links}");
    assert!(
        links.contains("good until") && !links.contains(secret),
        "{links}"
    );

    let invitation = format!("{id}.{secret}");
    let mut tablet = Client::new("tablet");
    tablet.ticket = Some(ticket(address, "tablet", &invitation).await);
    tablet.edit("key", "dot").await;
    // Its own change: more come from the relay.
    let head = tablet.actor.heads()[0].to_string();
    tablet.connect(address).await;
    tablet.wait_until_in_sync().await;
    check_in_no_file(data, secret);
    let by_link = printed(&["log", "--link", id], data);
    assert_eq!(by_link.lines().count(), 1, "{by_link}");
    assert!(
        by_link.contains(&format!("link {id}  peer \"tablet\"")),
        "{by_link}"
    );
    assert!(by_link.contains(&head), "{by_link}");
    let by_none = printed(&["log", "--link", "open"], data);
    assert!(by_none.contains("peer \"before\""), "{by_none}");
    let last = printed(&["log", "--last", "1"], data);
    assert_eq!(last, by_link);

    let revoked = printed(&["revoke", id], data);
    assert!(
        revoked.contains(&format!("link {id} is revoked")),
        "{revoked}"
    );
    let closed = read_to_close(&mut tablet.into_socket()).await;
    let reason = "the invitation was revoked".to_owned();
    assert_eq!(closed, (vec![reason], Some(1008)));
    let question = json!({"peerId": "tablet", "invitation": invitation}).to_string();
    let (status, _, answer) = post(address, &question).await;
    assert_eq!(status, 403);
    assert_eq!(answer["reason"], "revoked");
    let links = printed(&["links"], data);
    assert!(links.starts_with(&format!("{id}  revoked ")), "{links}");
    relay.kill();
}

#[tokio::test]
async fn refused_command_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let relay = running(data);
    let unknown = refusal(&["revoke", "ffffffff"], data);
    assert!(unknown.contains("ffffffff"), "{unknown}");
    let in_use = refusal(&["salvage"], data);
    assert!(in_use.contains("another relay already uses"), "{in_use}");
    for words in [
        &["invite"][..],
        &["invite", "--role", "mayor"],
        &["invite", "--role", "observer", "--expires", "0s"],
        &["invite", "--role", "observer", "--expires", "9999d"],
        &[
            "invite",
            "--role",
            "observer",
            "--url",
            "contrat.example.org",
        ],
        &["invite", "--role", "observer", "--document", "nonsense"],
        &["revoke", "no-id"],
    ] {
        let output = typed(words, data);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(output.stderr.starts_with(b"error: "), "{words:?}");
    }
    let mut many = vec![
        "invite".to_owned(),
        "--role".to_owned(),
        "observer".to_owned(),
    ];
    for number in 0..=DOCUMENTS_PER_LINK_MAX {
        let id = DocumentId::from_bytes([u8::try_from(number).unwrap(); 16]);
        many.extend(["--document".to_owned(), id.to_string()]);
    }
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let too_many = refusal(&many, data);
    assert!(too_many.contains("64 documents at most"), "{too_many}");
    let long = "x".repeat(COUNCIL_BYTES_MAX + 1);
    let output = typed(
        &["invite", "--role", "councillor", "--council", &long],
        data,
    );
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let links = printed(&["links"], data);
    assert!(links.contains("no link was ever made"), "{links}");
    printed(&many[..many.len() - 2], data);
    relay.kill();
    let sound = refusal(&["salvage"], data);
    assert!(sound.contains("sound: there is nothing to do"), "{sound}");
}

#[tokio::test]
async fn command_of_the_refusal_works_as_printed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("the city's data");
    let output = serve(&data, "0.0.0.0:0").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    let (_, command) = error
        .trim()
        .split_once("make an invitation first: ")
        .unwrap();
    let program = env!("CARGO_BIN_EXE_six-cartes-relay");
    let command = command.replacen("six-cartes-relay", program, 1);
    let shell = std::process::Command::new("sh")
        .args(["-c", &command])
        .output();
    let shell = shell.unwrap();
    assert!(shell.status.success(), "{command}");
    assert!(contains(&shell.stdout, "facilitator, reads and writes"));
    let mut relay = serve(&data, "0.0.0.0:0")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = std::io::BufReader::new(relay.stdout.take().unwrap());
    let lines: Vec<String> = lines.lines().take(4).map(Result::unwrap).collect();
    let [address, _, closed, warning] = &lines[..] else {
        unreachable!("{lines:?}");
    };
    assert!(
        address.starts_with("listening on http://0.0.0.0:"),
        "{lines:?}"
    );
    assert!(closed.starts_with("closed: "), "{lines:?}");
    let ways = ["without TLS", "--certificate and --key", "a proxy with TLS"];
    assert!(ways.iter().all(|way| warning.contains(way)), "{warning}");
    relay.kill().unwrap();
    relay.wait().unwrap();
}

/// A relay that logs all it can, as JSON, to a file.
fn relay_that_logs(data: &Path, log: &Path) -> Running {
    let mut command = serve(data, "127.0.0.1:0");
    command.args(["--log", "trace", "--log-format", "json"]);
    command.stderr(File::create(log).unwrap());
    common::process::started(command)
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn log_of_a_whole_session_holds_no_secret_no_ticket_and_no_content() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let log = folder.path().join("log");
    let mut relay = relay_that_logs(&data, &log);
    let address = relay.address;
    let invited = printed(&["invite", "--role", "councillor"], &data);
    let observer = printed(&["invite", "--role", "observer"], &data);
    let (id, secret) = link_in(&invited);
    let (observer_id, observer_secret) = link_in(&observer);
    let invitation = format!("{id}.{secret}");
    let mut tablet = Client::new("tablet");
    let good_ticket = ticket(address, "tablet", &invitation).await;
    tablet.ticket = Some(good_ticket.clone());
    tablet.connect(address).await;
    tablet.edit("content", CONTENT).await;
    tablet.wait_until_in_sync().await;
    let query = format!("/sync?ticket={secret}");
    assert_eq!(get(address, &query).await.0, 401);
    let facilitator = printed(&["invite", "--role", "facilitator"], &data);
    let (leader_id, leader_secret) = link_in(&facilitator);
    let made = made_link(address, &format!("{leader_id}.{leader_secret}")).await;
    let (made_id, made_secret) = made.split_once('.').unwrap();
    let listed = printed(&["links"], &data);
    assert!(
        listed.contains(&format!("made by link {leader_id}")),
        "{listed}"
    );
    // Everything that is refused may be logged, with the reason only.
    let wrong = json!({"peerId": "thief", "invitation": format!("{id}.{CONTENT}")});
    assert_eq!(post(address, &wrong.to_string()).await.0, 403);
    let mut thief = socket_with(address, Some(&good_ticket)).await;
    thief.send(join("thief")).await.unwrap();
    read_to_close(&mut thief).await;
    let reader_ticket = ticket(
        address,
        "reader",
        &format!("{observer_id}.{observer_secret}"),
    )
    .await;
    let mut reader = Client::new("reader");
    reader.ticket = Some(reader_ticket.clone());
    reader.connect(address).await;
    reader.edit("forged", CONTENT).await;
    reader.wait_for("content", CONTENT).await;
    let mut socket = socket_with(address, Some(&reader_ticket)).await;
    join_on(&mut socket, "reader").await;
    let garbage = Frame::Binary(CONTENT.as_bytes().to_vec().into());
    socket.send(garbage).await.unwrap();
    read_to_close(&mut socket).await;
    assert!(!printed(&["revoke", id], &data).contains(secret));
    let said = printed(&["revoke", leader_id], &data);
    assert!(
        said.contains("links that it made, revoked with it: 1"),
        "{said}"
    );
    let listed = printed(&["links"], &data);
    assert!(
        listed.contains(&format!("{made_id}  revoked with its maker")),
        "{listed}"
    );
    read_to_close(&mut tablet.into_socket()).await;
    relay.signal("TERM");
    assert!(relay.child.wait().unwrap().success());

    let lines = std::fs::read_to_string(&log).unwrap();
    for line in lines.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let target = line["target"].as_str().unwrap();
        assert!(target.starts_with("relay"), "{target} may tell content");
    }
    // What is looked for would be found: the log tells of this session.
    for told in [
        id,
        "ticket given",
        "link made",
        made_id,
        "socket refused",
        "connection closed",
        "revoked",
    ] {
        assert!(lines.contains(told), "`{told}` in {lines}");
    }
    let secrets = [
        secret,
        observer_secret,
        leader_secret,
        made_secret,
        &good_ticket,
        &reader_ticket,
    ];
    for hidden in secrets
        .iter()
        .copied()
        .chain(["ticket=", "#invitation", CONTENT])
    {
        assert!(!lines.contains(hidden), "`{hidden}` in {lines}");
    }
    for secret in secrets {
        check_in_no_file(&data, secret);
    }
}
