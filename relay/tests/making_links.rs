//! Links that a facilitator asks for, on real sockets.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use common::{
    Client, config, document_id, exchange_bytes, metric, post, post_to, read_to_close, relay,
    socket_with,
};
use relay::{Documents, Link, LinkId, LinksFolder, Role, Standing, start};
use replication::DocumentId;
use serde_json::{Value, json};
use tokio::net::TcpStream;

const DAY: Duration = Duration::from_hours(24);

/// How long a wrong secret waits.
const DELAY: Duration = Duration::from_secs(1);

/// A link as an officer makes it: its id and what stands in its address.
fn invite(data: &Path, role: Role, documents: Documents, age: Duration) -> (LinkId, String) {
    let now = SystemTime::now();
    let (link, secret) = Link::generate(role, None, documents, now, now + age).unwrap();
    relay::prepare(data).unwrap();
    LinksFolder::new(data).add(link.clone()).unwrap();
    let invitation = format!("{}.{}", link.id, secret.reveal());
    (link.id, invitation)
}

fn facilitator(data: &Path) -> (LinkId, String) {
    invite(data, Role::Facilitator, Documents::All, 30 * DAY)
}

/// Asks with these headers: the status and the answer.
async fn ask_with(address: SocketAddr, headers: &str, question: &Value) -> (u16, Value) {
    let question = question.to_string();
    let n_bytes = question.len();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "POST /access/links HTTP/1.1\r\nconnection: close\r\ncontent-length: {n_bytes}\r\n\
         {headers}\r\n{question}"
    );
    let (status, _, body) = exchange_bytes(&mut stream, &request).await;
    (status, serde_json::from_slice(&body).unwrap())
}

async fn ask(address: SocketAddr, question: &Value) -> (u16, Value) {
    let (status, _, answer) = post_to(address, "/access/links", &question.to_string()).await;
    (status, answer)
}

fn question(invitation: &str, role: &str) -> Value {
    json!({"peerId": "tablet", "invitation": invitation, "role": role, "council": "perrier"})
}

/// The invitation that was made.
async fn made(address: SocketAddr, invitation: &str, role: &str) -> String {
    let (status, answer) = ask(address, &question(invitation, role)).await;
    assert_eq!(
        (status, &answer["access"]),
        (200, &json!("made")),
        "{answer}"
    );
    answer["invitation"].as_str().unwrap().to_owned()
}

async fn show(address: SocketAddr, peer: &str, invitation: &str) -> Value {
    let question = json!({"peerId": peer, "invitation": invitation});
    post(address, &question.to_string()).await.2
}

async fn joined(address: SocketAddr, name: &str, invitation: &str) -> Client {
    let granted = show(address, name, invitation).await;
    let mut client = Client::new(name);
    client.ticket = Some(granted["ticket"].as_str().unwrap().to_owned());
    client.connect(address).await;
    client
}

fn refused(reason: &str) -> Value {
    json!({"access": "refused", "reason": reason})
}

#[tokio::test]
async fn facilitators_link_makes_links_that_join_with_their_role() {
    let data = tempfile::tempdir().unwrap();
    let (maker, invitation) = facilitator(data.path());
    let relay = relay(data.path()).await;
    let address = relay.address();
    let (status, answer) = ask(address, &question(&invitation, "councillor")).await;
    assert_eq!(status, 200, "{answer}");
    let keys: Vec<_> = answer.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["access", "expiresAt", "invitation"]);
    assert_eq!(answer["access"], "made");
    let expires = Duration::from_secs(answer["expiresAt"].as_u64().unwrap());
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let left = expires.checked_sub(now).unwrap();
    assert!(left <= DAY && left > Duration::from_hours(23), "{left:?}");

    let councillor = answer["invitation"].as_str().unwrap();
    let granted = show(address, "councillor", councillor).await;
    assert_eq!(granted["role"], "councillor");
    assert_eq!(granted["council"], "perrier");
    assert_eq!(granted["canWrite"], true);
    let mut writes = joined(address, "councillor", councillor).await;
    writes.edit("key", "dot").await;
    writes.wait_until_in_sync().await;

    let plain = json!({"peerId": "tablet", "invitation": invitation, "role": "observer"});
    let (_, answer) = ask(address, &plain).await;
    let observer = answer["invitation"].as_str().unwrap();
    let granted = show(address, "observer", observer).await;
    assert_eq!(
        (&granted["role"], &granted["canWrite"]),
        (&json!("observer"), &json!(false))
    );
    assert_eq!(granted["council"], Value::Null);
    joined(address, "observer", observer)
        .await
        .wait_for("key", "dot")
        .await;

    let links = LinksFolder::new(data.path()).read().unwrap();
    assert_eq!(links.made_by(&maker).count(), 2);
    let text = std::fs::read_to_string(data.path().join("links.json")).unwrap();
    for made in [councillor, observer] {
        let (id, secret) = made.split_once('.').unwrap();
        assert!(text.contains(id) && !text.contains(secret), "stored hashed");
    }
    assert_eq!(metric(address, "links_made_total").await, Some(2));
    relay.stop().await;
}

#[tokio::test]
async fn nobody_but_a_facilitator_makes_links() {
    let data = tempfile::tempdir().unwrap();
    let (id, whole) = facilitator(data.path());
    let of = |role, age| invite(data.path(), role, Documents::All, age);
    let (_, councillor) = of(Role::Councillor, DAY);
    let (_, observer) = of(Role::Observer, DAY);
    let (_, expired) = of(Role::Facilitator, Duration::ZERO);
    let (ended, revoked) = of(Role::Facilitator, DAY);
    LinksFolder::new(data.path())
        .revoke(&ended, SystemTime::now())
        .unwrap();
    let relay = relay(data.path()).await;
    let address = relay.address();
    let child = made(address, &whole, "councillor").await;
    let check = async |invitation: &str, reason: &str, is_slow: bool| {
        let start = Instant::now();
        let answer = ask(address, &question(invitation, "observer")).await;
        assert_eq!(answer, (403, refused(reason)), "{invitation}");
        assert_eq!(start.elapsed() >= DELAY, is_slow, "{invitation}");
    };
    check(&councillor, "role", false).await;
    check(&observer, "role", false).await;
    check(&child, "role", false).await;
    check(&expired, "expired", false).await;
    check(&revoked, "revoked", false).await;
    check(&format!("{id}.AAAAAAAAAAAAAAAAAAAAAA"), "unknown", true).await;
    check("ffffffff.AAAAAAAAAAAAAAAAAAAAAA", "unknown", true).await;
    let none = json!({"peerId": "tablet", "role": "observer"});
    assert_eq!(ask(address, &none).await, (403, refused("missing")));
    assert_eq!(
        metric(address, "access_refused_total{reason=\"Role\"}").await,
        Some(3)
    );
    assert_eq!(metric(address, "links_made_total").await, Some(1));
    relay.stop().await;
}

#[tokio::test]
async fn question_for_another_role_or_without_sense_makes_nothing() {
    let data = tempfile::tempdir().unwrap();
    let (_, invitation) = facilitator(data.path());
    let relay = relay(data.path()).await;
    let address = relay.address();
    let with = |key: &str, value: Value| {
        let mut question = question(&invitation, "observer");
        question[key] = value;
        question
    };
    for question in [
        with("role", json!("facilitator")),
        with("role", json!("mayor")),
        with("role", Value::Null),
        with("peerId", json!("")),
        with("council", json!("")),
        with("council", json!("two\nlines")),
        with("council", json!("x".repeat(65))),
        with("more", json!("x".repeat(5_000))),
        json!({}),
    ] {
        assert_eq!(ask(address, &question).await.0, 400, "{question}");
    }
    let evil = format!("host: {address}\r\norigin: https://evil.example.org\r\n");
    let answer = ask_with(address, &evil, &question(&invitation, "observer")).await;
    assert_eq!(answer, (403, refused("origin")));
    let links = LinksFolder::new(data.path()).read().unwrap();
    assert_eq!(links.iter().count(), 1);
    relay.stop().await;
}

#[tokio::test]
async fn open_relay_says_that_no_link_is_needed() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let question = json!({"peerId": "tablet", "role": "councillor"});
    let answer = ask(relay.address(), &question).await;
    assert_eq!(answer, (200, json!({"access": "open"})));
    assert!(relay.is_open(), "no link was made");
    let through_a_proxy = "host: contrat.example.org\r\n";
    let answer = ask_with(relay.address(), through_a_proxy, &question).await;
    assert_eq!(answer, (403, refused("proxy")));
    relay.stop().await;
}

#[tokio::test]
async fn made_link_ends_with_its_maker_and_no_other_does() {
    let data = tempfile::tempdir().unwrap();
    let (maker, ended) = facilitator(data.path());
    let (_, kept) = facilitator(data.path());
    let relay = relay(data.path()).await;
    let address = relay.address();
    let child = made(address, &ended, "councillor").await;
    let mut witness = joined(
        address,
        "witness",
        &made(address, &kept, "councillor").await,
    )
    .await;
    let granted = show(address, "tablet", &child).await;
    let ticket = granted["ticket"].as_str().unwrap();
    let mut socket = socket_with(address, Some(ticket)).await;
    common::join_on(&mut socket, "tablet").await;
    LinksFolder::new(data.path())
        .revoke(&maker, SystemTime::now())
        .unwrap();
    let (errors, code) = read_to_close(&mut socket).await;
    assert_eq!(errors, ["the invitation was revoked"]);
    assert_eq!(code, Some(1008));
    assert_eq!(show(address, "tablet", &child).await, refused("revoked"));
    let again = ask(address, &question(&ended, "councillor")).await;
    assert_eq!(again, (403, refused("revoked")));
    witness.edit("undisturbed", "dot").await;
    witness.wait_until_in_sync().await;
    relay.stop().await;
}

#[tokio::test]
async fn made_link_reaches_no_document_that_its_maker_does_not() {
    let data = tempfile::tempdir().unwrap();
    let other = Documents::Only([DocumentId::from_bytes([2; 16])].into());
    let (_, all) = facilitator(data.path());
    let (_, narrow) = invite(data.path(), Role::Facilitator, other, DAY / 2);
    let relay = relay(data.path()).await;
    let address = relay.address();
    let mut owner = joined(address, "owner", &all).await;
    owner.edit("key", "dot").await;
    owner.wait_until_in_sync().await;
    let child = made(address, &narrow, "councillor").await;
    let asking = replication::DocumentActor::empty(document_id());
    let mut denied = Client::with_actor("denied", asking);
    let granted = show(address, "denied", &child).await;
    denied.ticket = Some(granted["ticket"].as_str().unwrap().to_owned());
    denied.connect(address).await;
    assert!(denied.receive().await, "it is unavailable");
    assert_eq!(denied.get("key"), None);
    let (id, _) = child.split_once('.').unwrap();
    let links = LinksFolder::new(data.path()).read().unwrap();
    let link = links.iter().find(|link| link.id.as_str() == id).unwrap();
    let end = SystemTime::now() + DAY / 2;
    assert_eq!(
        links.standing(link, end),
        Standing::Expired,
        "not after its maker"
    );
    relay.stop().await;
}

#[tokio::test]
async fn maker_in_a_hurry_is_told_to_wait_and_another_is_not() {
    let data = tempfile::tempdir().unwrap();
    let (_, hasty) = facilitator(data.path());
    let (_, calm) = facilitator(data.path());
    let relay = relay(data.path()).await;
    let address = relay.address();
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..30 {
        let question = question(&hasty, "observer");
        asking.spawn(async move { ask(address, &question).await });
    }
    let answers = asking.join_all().await;
    let n_made = answers.iter().filter(|(status, _)| *status == 200).count();
    assert_eq!(n_made, 10, "ten a minute");
    let is_told = |(status, answer): &&(u16, Value)| *status == 429 && *answer == refused("busy");
    assert_eq!(answers.iter().filter(is_told).count(), 20);
    made(address, &calm, "observer").await;
    relay.stop().await;
}

#[tokio::test]
async fn links_that_cannot_be_written_make_no_link_and_leave_the_door_as_it_was() {
    let data = tempfile::tempdir().unwrap();
    let (_, invitation) = facilitator(data.path());
    let relay = start(&config(data.path())).await.unwrap();
    let address = relay.address();
    // The file is written under this name first.
    let blocked = data.path().join("links.json.new");
    std::fs::create_dir(&blocked).unwrap();
    let answer = ask(address, &question(&invitation, "observer")).await;
    assert_eq!(answer, (503, refused("unavailable")));
    assert_eq!(
        show(address, "tablet", &invitation).await["access"],
        "granted"
    );
    std::fs::remove_dir(&blocked).unwrap();
    made(address, &invitation, "observer").await;
    relay.stop().await;
}
