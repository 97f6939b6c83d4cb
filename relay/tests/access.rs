//! Links, tickets and roles, on real sockets.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use automerge::Automerge;
use automerge::sync::{self, SyncDoc};
use common::{
    Client, Socket, config, document_id, genesis, get, http, join, join_on, metric, post, put,
    read_to_close, relay, socket, socket_with,
};
use futures_util::{SinkExt, StreamExt};
use relay::{Documents, Link, LinkId, LinksFolder, Role, StartError, read_admissions, start};
use replication::{DocumentActor, DocumentId, Message, PeerId};
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{Error, Message as Frame};

/// Long enough that no test runs into it.
const LONG: Duration = Duration::from_hours(1);

/// How long a wrong secret waits.
const DELAY: Duration = Duration::from_secs(1);

/// Until a link's end is noticed, on a loaded machine.
const NOTICED: Duration = Duration::from_secs(10);

/// Makes a link: its id, and the invitation that stands in its address.
fn invite(data: &Path, role: Role, documents: Documents, age: Duration) -> (LinkId, String) {
    let now = SystemTime::now();
    let council = (role == Role::Councillor).then(|| "perrier".to_owned());
    let (link, secret) = Link::generate(role, council, documents, now, now + age).unwrap();
    relay::prepare(data).unwrap();
    LinksFolder::new(data).add(link.clone()).unwrap();
    let invitation = format!("{}.{}", link.id, secret.reveal());
    (link.id, invitation)
}

fn invite_all(data: &Path, role: Role) -> (LinkId, String) {
    invite(data, role, Documents::All, LONG)
}

async fn exchange(address: SocketAddr, peer: &str, invitation: Option<&str>) -> (u16, Value) {
    let body = json!({"peerId": peer, "invitation": invitation}).to_string();
    let (status, _, answer) = post(address, &body).await;
    (status, answer)
}

async fn ticket(address: SocketAddr, peer: &str, invitation: &str) -> String {
    let (status, answer) = exchange(address, peer, Some(invitation)).await;
    assert_eq!(status, 200, "{answer}");
    answer["ticket"].as_str().unwrap().to_owned()
}

async fn invited(address: SocketAddr, name: &str, invitation: &str) -> Client {
    let mut client = Client::new(name);
    client.ticket = Some(ticket(address, name, invitation).await);
    client.connect(address).await;
    client
}

/// The status with which a socket is refused.
async fn refused_socket(address: SocketAddr, query: &str) -> u16 {
    let url = format!("ws://{address}/sync{query}");
    match tokio_tungstenite::connect_async(url).await {
        Err(Error::Http(response)) => response.status().as_u16(),
        other => panic!("{other:?}"),
    }
}

fn refused(reason: &str) -> Value {
    json!({"access": "refused", "reason": reason})
}

#[tokio::test]
async fn relay_without_any_link_is_open_and_says_so() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    assert!(relay.is_open());
    let answer = exchange(relay.address(), "tablet", None).await;
    assert_eq!(answer, (200, json!({"access": "open"})));
    let mut client = Client::connected("tablet", relay.address()).await;
    client.edit("key", "dot").await;
    client.wait_until_in_sync().await;
    relay.stop().await;
}

#[tokio::test]
async fn link_gives_a_ticket_that_says_what_it_allows() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let check = async |role, name: &str, council: Value, can_write: bool| {
        let (_, invitation) = invite_all(data.path(), role);
        let (status, mut answer) = exchange(relay.address(), "tablet", Some(&invitation)).await;
        let ticket = answer["ticket"].take();
        assert_eq!(ticket.as_str().unwrap().len(), 22);
        let expected = json!({
            "access": "granted", "ticket": null, "expiresInSeconds": 600,
            "role": name, "council": council, "canWrite": can_write,
        });
        assert_eq!((status, answer), (200, expected));
    };
    check(Role::Facilitator, "facilitator", Value::Null, true).await;
    check(Role::Councillor, "councillor", json!("perrier"), true).await;
    check(Role::Observer, "observer", Value::Null, false).await;
    assert!(!relay.is_open());
    let granted = metric(relay.address(), "access_granted_total").await;
    assert_eq!(granted, Some(3));
    relay.stop().await;
}

#[tokio::test]
async fn ticket_opens_sockets_for_its_peer_and_no_other() {
    let data = tempfile::tempdir().unwrap();
    let (_, invitation) = invite_all(data.path(), Role::Councillor);
    let relay = relay(data.path()).await;
    let address = relay.address();
    assert_eq!(refused_socket(address, "").await, 401);
    assert_eq!(refused_socket(address, "?ticket=").await, 401);
    assert_eq!(
        refused_socket(address, "?ticket=AAAAAAAAAAAAAAAAAAAAAA").await,
        401
    );
    let query = format!("?ticket={invitation}");
    assert_eq!(refused_socket(address, &query).await, 401);
    let mut client = invited(address, "tablet", &invitation).await;
    client.edit("key", "dot").await;
    client.wait_until_in_sync().await;
    let stolen = client.ticket.clone();
    client.disconnect().await;
    // The same ticket again: a client that lost its network.
    client.connect(address).await;
    client.wait_until_in_sync().await;
    let mut thief = socket_with(address, stolen.as_deref()).await;
    thief.send(join("thief")).await.unwrap();
    let (errors, code) = read_to_close(&mut thief).await;
    assert_eq!(errors, ["the ticket is another peer's"]);
    assert_eq!(code, Some(1002));
    client.edit("other", "dot").await;
    client.wait_until_in_sync().await;
    let name = "access_refused_total{reason=\"Ticket\"}";
    assert_eq!(metric(address, name).await, Some(4));
    relay.stop().await;
}

#[tokio::test]
async fn link_that_is_missing_wrong_revoked_or_expired_is_refused_with_the_reason() {
    let data = tempfile::tempdir().unwrap();
    let (_, expired) = invite(
        data.path(),
        Role::Councillor,
        Documents::All,
        Duration::ZERO,
    );
    let (id, revoked) = invite_all(data.path(), Role::Councillor);
    LinksFolder::new(data.path())
        .revoke(&id, SystemTime::now())
        .unwrap();
    let relay = relay(data.path()).await;
    let address = relay.address();
    let check = async |invitation: Option<&str>, reason: &str, is_slow: bool| {
        let start = Instant::now();
        let answer = exchange(address, "tablet", invitation).await;
        assert_eq!(answer, (403, refused(reason)), "{invitation:?}");
        assert_eq!(start.elapsed() >= DELAY, is_slow, "{invitation:?}");
        let name = format!("access_refused_total{{reason=\"{}\"}}", capitalized(reason));
        assert!(metric(address, &name).await > Some(0), "{name}");
    };
    check(None, "missing", false).await;
    check(Some(&expired), "expired", false).await;
    check(Some(&revoked), "revoked", false).await;
    // Who does not know the secret learns nothing, not even that the link was.
    check(
        Some(&format!("{id}.AAAAAAAAAAAAAAAAAAAAAA")),
        "unknown",
        true,
    )
    .await;
    check(Some("ffffffff.AAAAAAAAAAAAAAAAAAAAAA"), "unknown", true).await;
    check(Some(id.as_str()), "unknown", true).await;
    check(Some(""), "unknown", true).await;
    relay.stop().await;
}

fn capitalized(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

#[tokio::test]
async fn who_tries_many_secrets_waits_and_delays_nobody_else() {
    let data = tempfile::tempdir().unwrap();
    let (id, invitation) = invite_all(data.path(), Role::Councillor);
    let relay = relay(data.path()).await;
    let address = relay.address();
    let start = Instant::now();
    let body = json!({"peerId": "thief", "invitation": format!("{id}.wrong")}).to_string();
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..24 {
        let body = body.clone();
        tries.spawn(async move { post(address, &body).await });
    }
    // Those over the limit are answered at once, while the others wait.
    let (status, head, answer) = tries.join_next().await.unwrap().unwrap();
    assert_eq!((status, answer), (429, refused("busy")));
    assert!(head.contains("retry-after: 1"), "{head}");
    let right = Instant::now();
    ticket(address, "tablet", &invitation).await;
    assert!(right.elapsed() < DELAY, "a right secret does not wait");
    let mut n_unknown = 0;
    for (status, _, answer) in tries.join_all().await {
        let is_unknown = status == 403 && answer == refused("unknown");
        assert!(is_unknown || (status == 429 && answer == refused("busy")));
        n_unknown += usize::from(is_unknown);
    }
    let n_seconds = usize::try_from(start.elapsed().as_secs()).unwrap() + 1;
    assert!(n_unknown <= 8 * n_seconds, "{n_unknown} in {n_seconds} s");
    relay.stop().await;
}

#[tokio::test]
async fn no_ticket_over_the_limit_and_who_is_in_stays_in() {
    let data = tempfile::tempdir().unwrap();
    let (_, invitation) = invite_all(data.path(), Role::Councillor);
    let mut config = config(data.path());
    config.limits.tickets_max = 2;
    let relay = start(&config).await.unwrap();
    let address = relay.address();
    let mut witness = invited(address, "witness", &invitation).await;
    ticket(address, "second", &invitation).await;
    let body = json!({"peerId": "third", "invitation": invitation}).to_string();
    let (status, head, answer) = post(address, &body).await;
    assert_eq!((status, answer), (429, refused("busy")));
    assert!(head.contains("retry-after: 1"), "{head}");
    witness.edit("undisturbed", "dot").await;
    witness.wait_until_in_sync().await;
    relay.stop().await;
}

#[tokio::test]
async fn foreign_page_may_not_open_a_socket() {
    let data = tempfile::tempdir().unwrap();
    invite_all(data.path(), Role::Councillor);
    let mut config = config(data.path());
    config.origins = vec!["https://named.example.org".to_owned()];
    let relay = start(&config).await.unwrap();
    let check = async |origin: &str, expected| {
        let request = format!("GET /sync HTTP/1.1\r\norigin: {origin}");
        let (status, _, _) = http(relay.address(), &request).await;
        assert_eq!(status, expected, "{origin}");
    };
    check("https://evil.example.org", 403).await;
    // These come as far as the question for a ticket.
    check("https://named.example.org", 401).await;
    check("http://127.0.0.1:8081", 401).await;
    relay.stop().await;
}

#[tokio::test]
async fn open_relay_serves_nobody_through_a_proxy() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let address = relay.address();
    let ask = async |request: &str, headers: &str| {
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let request = format!(
            "{request} HTTP/1.1\r\n{headers}connection: close\r\ncontent-length: 20\r\n\r\n\
             {{\"peerId\": \"tablet\"}}"
        );
        let (status, _, body) = common::exchange_bytes(&mut stream, &request).await;
        (status, String::from_utf8(body).unwrap())
    };
    let public = "host: contrat.example.org\r\n";
    let forwarded = "host: 127.0.0.1:8080\r\nx-forwarded-for: 203.0.113.7\r\n";
    let local = "host: localhost:8080\r\n";
    for headers in [public, forwarded] {
        let (status, answer) = ask("POST /access", headers).await;
        assert_eq!(status, 403);
        assert!(answer.contains("\"proxy\""), "{answer}");
        let (status, answer) = ask("GET /sync", headers).await;
        assert_eq!(status, 403);
        assert!(answer.contains("make an invitation"), "{answer}");
    }
    let answer = ask("POST /access", local).await;
    assert_eq!(answer, (200, "{\"access\":\"open\"}".to_owned()));
    let name = "access_refused_total{reason=\"Proxy\"}";
    assert_eq!(metric(address, name).await, Some(4));
    // From the first link on, whoever has one may come through a proxy.
    invite_all(data.path(), Role::Councillor);
    assert_eq!(ask("GET /sync", public).await.0, 401);
    let (status, answer) = ask("POST /access", public).await;
    assert!(status == 403 && answer.contains("\"missing\""), "{answer}");
    relay.stop().await;
}

#[tokio::test]
async fn question_that_cannot_be_read_is_refused() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let long = format!(
        "{{\"peerId\": \"tablet\", \"more\": \"{}\"}}",
        "x".repeat(5_000)
    );
    let long_id = json!({"peerId": "x".repeat(300)}).to_string();
    for body in ["", "7", "{}", "{\"peerId\": \"\"}", &long, &long_id] {
        let (status, _, _) = post(relay.address(), body).await;
        assert_eq!(status, 400, "{body}");
    }
    let evil = "POST /access HTTP/1.1\r\ncontent-length: 0\r\norigin: https://evil.example.org";
    let (status, _, body) = http(relay.address(), evil).await;
    let answer: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((status, answer), (403, refused("origin")));
    relay.stop().await;
}

#[tokio::test]
async fn revoking_a_link_closes_its_sockets_and_no_others() {
    let data = tempfile::tempdir().unwrap();
    let (id, ended) = invite_all(data.path(), Role::Councillor);
    let (_, kept) = invite_all(data.path(), Role::Councillor);
    let relay = relay(data.path()).await;
    let address = relay.address();
    let mut witness = invited(address, "witness", &kept).await;
    let ticket = ticket(address, "tablet", &ended).await;
    let mut socket = socket_with(address, Some(&ticket)).await;
    socket.send(join("tablet")).await.unwrap();
    let revoked_at = Instant::now();
    LinksFolder::new(data.path())
        .revoke(&id, SystemTime::now())
        .unwrap();
    let (errors, code) = read_to_close(&mut socket).await;
    assert_eq!(errors, ["the invitation was revoked"]);
    assert_eq!(code, Some(1008));
    assert!(revoked_at.elapsed() < NOTICED);
    assert_eq!(
        refused_socket(address, &format!("?ticket={ticket}")).await,
        401
    );
    witness.edit("undisturbed", "dot").await;
    witness.wait_until_in_sync().await;
    let name = "connections_closed_total{cause=\"LinkEnded\"}";
    assert_eq!(metric(address, name).await, Some(1));
    relay.stop().await;
}

#[tokio::test]
async fn link_that_expires_closes_its_sockets() {
    let data = tempfile::tempdir().unwrap();
    let age = Duration::from_secs(2);
    let (_, invitation) = invite(data.path(), Role::Councillor, Documents::All, age);
    let relay = relay(data.path()).await;
    let ticket = ticket(relay.address(), "tablet", &invitation).await;
    let mut socket = socket_with(relay.address(), Some(&ticket)).await;
    socket.send(join("tablet")).await.unwrap();
    let (errors, code) = read_to_close(&mut socket).await;
    assert_eq!(errors, ["the invitation has expired"]);
    assert_eq!(code, Some(1008));
    relay.stop().await;
}

#[tokio::test]
async fn first_link_closes_what_was_open() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let mut before = socket(relay.address()).await;
    before.send(join("tablet")).await.unwrap();
    let (_, invitation) = invite_all(data.path(), Role::Facilitator);
    assert_eq!(refused_socket(relay.address(), "").await, 401);
    let (errors, code) = read_to_close(&mut before).await;
    assert_eq!(errors, ["an invitation is needed now"]);
    assert_eq!(code, Some(1008));
    invited(relay.address(), "tablet", &invitation).await;
    relay.stop().await;
}

#[tokio::test]
async fn observer_sees_everything_live_and_changes_nothing() {
    let data = tempfile::tempdir().unwrap();
    let (_, writes) = invite_all(data.path(), Role::Facilitator);
    let (_, reads) = invite_all(data.path(), Role::Observer);
    let first = relay(data.path()).await;
    let mut facilitator = invited(first.address(), "facilitator", &writes).await;
    let mut observer = Client::new("observer");
    observer.edit("before", "forged").await;
    observer.ticket = Some(ticket(first.address(), "observer", &reads).await);
    observer.connect(first.address()).await;
    for number in 0..3 {
        observer.edit(&format!("forged {number}"), "dot").await;
        let key = number.to_string();
        facilitator.edit(&key, "dot").await;
        tokio::join!(
            facilitator.wait_until_in_sync(),
            observer.wait_for(&key, "dot")
        );
        assert!(!observer.is_in_sync(), "its changes are not stored");
    }
    first.stop().await;
    let second = relay(data.path()).await;
    let mut reader = invited(second.address(), "reader", &reads).await;
    reader.wait_for("2", "dot").await;
    for key in ["before", "forged 0", "forged 2"] {
        assert_eq!(reader.get(key), None, "{key}");
        assert_eq!(facilitator.get(key), None, "{key}");
    }
    second.stop().await;
}

/// A socket that has joined, and the relay's peer id.
async fn joined(address: SocketAddr, peer: &str, ticket: &str) -> (Socket, PeerId) {
    let mut socket = socket_with(address, Some(ticket)).await;
    let relay_id = join_on(&mut socket, peer).await;
    (socket, relay_id)
}

/// What a client may say about a document it may not know: everything, with
/// and without changes. Ends with a request for another document.
fn questions(document_id: DocumentId, relay_id: &PeerId, peer: &str) -> Vec<Message> {
    let mut document = Automerge::load(&genesis()).unwrap();
    put(&mut document, "forged", "dot");
    let sync = |data| Message::Sync {
        document_id,
        sender_id: PeerId::new(peer),
        target_id: relay_id.clone(),
        data,
    };
    let hello = |document: &Automerge| {
        let message = document.generate_sync_message(&mut sync::State::new());
        message.unwrap().encode()
    };
    let with_changes = sync::Message {
        heads: document.get_heads(),
        need: vec![],
        have: vec![],
        changes: vec![document.save()].into(),
        flags: None,
        version: sync::MessageVersion::V2,
    };
    vec![
        Message::Request {
            document_id,
            sender_id: PeerId::new(peer),
            target_id: relay_id.clone(),
            data: hello(&Automerge::new()),
        },
        sync(hello(&Automerge::load(&genesis()).unwrap())),
        sync(hello(&document)),
        sync(with_changes.encode()),
        Message::Ephemeral {
            document_id,
            sender_id: PeerId::new(peer),
            target_id: relay_id.clone(),
            count: 1,
            session_id: "session".to_owned(),
            data: vec![1],
        },
    ]
}

/// Asks all questions about a document, in this order of questions, and gives
/// the frames that come, with the document's id replaced.
async fn answers(
    address: SocketAddr,
    invitation: &str,
    document_id: DocumentId,
    order: &[usize],
) -> Vec<Message> {
    let peer = "tablet";
    let ticket = ticket(address, peer, invitation).await;
    let (mut socket, relay_id) = joined(address, peer, &ticket).await;
    let questions = questions(document_id, &relay_id, peer);
    for idx in order {
        let frame = Frame::Binary(questions[*idx].encode().into());
        socket.send(frame).await.unwrap();
    }
    let mut answers = Vec::new();
    let silence = Duration::from_millis(500);
    while let Ok(frame) = timeout(silence, socket.next()).await {
        if let Some(Ok(Frame::Binary(bytes))) = frame {
            answers.push(with_id(Message::decode(&bytes).unwrap().unwrap()));
        }
    }
    answers
}

/// The message as it would be about one fixed document.
fn with_id(mut message: Message) -> Message {
    if let Message::Sync { document_id, .. }
    | Message::DocUnavailable { document_id, .. }
    | Message::Request { document_id, .. } = &mut message
    {
        *document_id = DocumentId::from_bytes([0; 16]);
    }
    message
}

#[tokio::test]
async fn denied_document_answers_frame_for_frame_like_a_missing_one() {
    let data = tempfile::tempdir().unwrap();
    let (_, facilitator) = invite_all(data.path(), Role::Facilitator);
    let missing = DocumentId::from_bytes([1; 16]);
    let allowed = DocumentId::from_bytes([2; 16]);
    let scope = |ids: &[DocumentId]| Documents::Only(ids.iter().copied().collect());
    let (_, narrow) = invite(data.path(), Role::Councillor, scope(&[allowed]), LONG);
    // A reader whose link names a document that does not exist.
    let (_, reader) = invite(data.path(), Role::Observer, scope(&[missing]), LONG);
    let relay = relay(data.path()).await;
    let address = relay.address();
    let mut owner = invited(address, "owner", &facilitator).await;
    owner.edit("secret", "dot").await;
    owner.wait_until_in_sync().await;
    let orders: [&[usize]; 6] = [&[0], &[1], &[2], &[3], &[0, 4], &[0, 1, 2, 3, 4]];
    for order in orders {
        let denied = answers(address, &narrow, document_id(), order).await;
        assert!(!denied.is_empty(), "{order:?}");
        let denied_and_missing = answers(address, &narrow, missing, order).await;
        assert_eq!(denied, denied_and_missing, "{order:?}");
        let only_missing = answers(address, &reader, missing, order).await;
        assert_eq!(denied, only_missing, "{order:?}");
    }
    let unavailable = answers(address, &narrow, document_id(), &[0]).await;
    assert!(matches!(unavailable[..], [Message::DocUnavailable { .. }]));
    assert_eq!(owner.get("forged"), None);
    owner.edit("later", "dot").await;
    owner.wait_until_in_sync().await;
    assert_eq!(owner.get("forged"), None);
    relay.stop().await;
}

#[tokio::test]
async fn denied_document_stays_silent_when_somebody_else_makes_it() {
    let data = tempfile::tempdir().unwrap();
    let (_, facilitator) = invite_all(data.path(), Role::Facilitator);
    let other = Documents::Only([DocumentId::from_bytes([2; 16])].into());
    let (_, narrow) = invite(data.path(), Role::Councillor, other, LONG);
    let relay = relay(data.path()).await;
    let address = relay.address();
    let asking = DocumentActor::empty(document_id());
    let mut denied = Client::with_actor("denied", asking);
    denied.ticket = Some(ticket(address, "denied", &narrow).await);
    denied.connect(address).await;
    assert!(denied.receive().await, "it is unavailable");
    let mut owner = invited(address, "owner", &facilitator).await;
    owner.edit("key", "dot").await;
    owner.wait_until_in_sync().await;
    let later = timeout(Duration::from_millis(500), denied.receive()).await;
    assert!(later.is_err(), "nothing more is said");
    assert_eq!(denied.get("key"), None);
    relay.stop().await;
}

#[tokio::test]
async fn links_that_cannot_be_read_let_nobody_in() {
    let data = tempfile::tempdir().unwrap();
    let (_, invitation) = invite_all(data.path(), Role::Facilitator);
    let first = relay(data.path()).await;
    let address = first.address();
    let mut inside = invited(address, "inside", &invitation).await;
    let file = data.path().join("links.json");
    let sound = std::fs::read(&file).unwrap();
    for damage in [Some("{"), Some("{\"format\": 1, \"links\": []}"), None] {
        match damage {
            Some(text) => std::fs::write(&file, text).unwrap(),
            None => std::fs::remove_file(&file).unwrap(),
        }
        let answer = exchange(address, "tablet", Some(&invitation)).await;
        assert_eq!(answer, (503, refused("unavailable")));
        assert_eq!(exchange(address, "tablet", None).await.0, 503);
        assert_eq!(refused_socket(address, "").await, 401);
        let (status, _, body) = get(address, "/healthz").await;
        let body = String::from_utf8(body).unwrap();
        assert!(status == 503 && body.contains("nobody new"), "{body}");
        let other = config(data.path());
        assert!(matches!(start(&other).await, Err(StartError::Links(_))));
    }
    inside.edit("key", "dot").await;
    inside.wait_until_in_sync().await;
    std::fs::write(&file, sound).unwrap();
    invited(address, "tablet", &invitation).await;
    assert_eq!(get(address, "/healthz").await.0, 200);
    first.stop().await;
}

#[tokio::test]
async fn admission_log_says_which_change_came_by_which_link() {
    let data = tempfile::tempdir().unwrap();
    let first = relay(data.path()).await;
    let mut anyone = Client::connected("anyone", first.address()).await;
    anyone.edit("open", "dot").await;
    anyone.wait_until_in_sync().await;
    first.stop().await;
    let (writes_id, writes) = invite_all(data.path(), Role::Councillor);
    let (_, reads) = invite_all(data.path(), Role::Observer);
    let second = relay(data.path()).await;
    let mut councillor = invited(second.address(), "councillor", &writes).await;
    let mut observer = invited(second.address(), "observer", &reads).await;
    observer.edit("forged", "dot").await;
    councillor.edit("dot", "dot").await;
    let hash = councillor.actor.heads()[0].to_string();
    tokio::join!(
        councillor.wait_until_in_sync(),
        observer.wait_for("dot", "dot")
    );
    let report = read_admissions(data.path(), 100, |_| true).unwrap();
    assert_eq!(report.n_unreadable, 0);
    let lines: Vec<_> = report.lines.iter().collect();
    let of = |link: &str| lines.iter().filter(|line| line.link == link).count();
    assert_eq!(of("open") + of(writes_id.as_str()), lines.len());
    let line = lines
        .iter()
        .find(|line| line.changes.contains(&hash))
        .unwrap();
    assert_eq!(line.link, writes_id.as_str());
    assert_eq!(line.peer, "councillor");
    assert_eq!(line.document, document_id().to_string());
    let opened = anyone.actor.document().get_changes(&[]);
    let opened: BTreeSet<String> = opened.iter().map(|it| it.hash().to_string()).collect();
    let logged = lines.iter().filter(|line| line.link == "open");
    let logged: BTreeSet<String> = logged.flat_map(|line| line.changes.clone()).collect();
    assert_eq!(opened, logged);
    second.stop().await;
}

#[tokio::test]
async fn change_is_not_acknowledged_while_the_admission_log_cannot_be_written() {
    let data = tempfile::tempdir().unwrap();
    let relay = relay(data.path()).await;
    let blocked = data.path().join("admissions-0001.jsonl");
    std::fs::create_dir(&blocked).unwrap();
    let mut client = Client::connected("client", relay.address()).await;
    client.edit("key", "dot").await;
    while get(relay.address(), "/healthz").await.0 != 503 {
        let _quiet = timeout(Duration::from_millis(20), client.receive()).await;
    }
    let (_, _, body) = get(relay.address(), "/healthz").await;
    let body = String::from_utf8(body).unwrap();
    assert!(body.contains("admission log"), "{body}");
    assert!(!client.is_in_sync());
    std::fs::remove_dir(&blocked).unwrap();
    client.wait_until_in_sync().await;
    assert_eq!(get(relay.address(), "/healthz").await.0, 200);
    let report = read_admissions(data.path(), 100, |_| true).unwrap();
    let n_changes: usize = report.lines.iter().map(|line| line.changes.len()).sum();
    assert_eq!(n_changes, client.actor.document().get_changes(&[]).len());
    relay.stop().await;
}
