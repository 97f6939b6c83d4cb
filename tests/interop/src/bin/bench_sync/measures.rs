//! What is measured, each against one running program.

use std::path::Path;
use std::time::{Duration, Instant};

use automerge::{ActorId, Automerge};
use interop::{Known, Live, put, put_ballot};
use replication::{DocumentActor, DocumentId};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{sleep, sleep_until, timeout};

use crate::programs::{Program, Programs, Running};

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Runs of what is measured more than once: the middle one and the best are told.
    pub runs: usize,
    /// Changes that a writer makes in each measure.
    changes: usize,
    /// Changes of each of the writers at once.
    changes_at_once: usize,
    /// Documents that stay in memory.
    documents: u8,
}

impl Scale {
    /// For figures that are told.
    pub const FULL: Self = Self {
        runs: 3,
        changes: 50,
        // Enough for the slowest hundredth.
        changes_at_once: 20,
        documents: 200,
    };

    /// To see that it runs to its end: its figures say nothing.
    pub const QUICK: Self = Self {
        runs: 1,
        changes: 5,
        changes_at_once: 3,
        documents: 20,
    };
}

/// Between two changes of the fan-out: twenty per second.
const PAUSE: Duration = Duration::from_millis(50);

/// Until a server has nothing left to say: `automerge-repo` waits for 100 ms.
const QUIET: Duration = Duration::from_millis(500);

/// Writers at once.
const N_WRITERS: usize = 20;

/// Then a server that still owes answers has failed: its figures say the times
/// so far, and how many changes it has answered.
const AT_ONCE_MAX: Duration = Duration::from_secs(5);

/// Clients that stay connected, or come back together.
pub const N_CLIENTS: usize = 150;

/// In which the clients come back.
const RETURN: Duration = Duration::from_secs(1);

/// Then a server that has not brought all together has failed: the figure says
/// this time, and how many are equal.
pub const RETURN_MAX: Duration = Duration::from_secs(20);

/// Ballots that a tablet brings from a day offline.
const N_BALLOTS: usize = 10;

/// Comments that it brings.
const N_COMMENTS: usize = 3;

/// Size of each when saved.
const DOCUMENT_BYTES: usize = 50_000;

/// Documents that are brought or asked for at once.
const N_AT_ONCE: usize = 10;

/// Our relay unloads a document so long after its last client left; 1 minute
/// outside of this measure.
pub const ROOM_IDLE: Duration = Duration::from_secs(5);

/// A small document of its own for each measure: one name, one document.
fn actor(name: &str) -> DocumentActor {
    let mut document = Automerge::new().with_actor(ActorId::from([0; 16]));
    put(&mut document, "name", name);
    let genesis = document.save();
    DocumentActor::new(DocumentId::from_genesis(&genesis), &genesis).unwrap()
}

/// A writer whose document the server has, and readers that have it too.
async fn equal_clients(url: &str, name: &str, n_readers: usize) -> (Live, Vec<Live>) {
    let actor = actor(name);
    let id = actor.document_id();
    let writer = Live::connected(&format!("{name} writer"), url, actor).await;
    writer.acknowledged().await;
    let heads = writer.known().heads;
    let mut joining = JoinSet::new();
    for number in 0..n_readers {
        let (name, url, heads) = (
            format!("{name} reader {number}"),
            url.to_owned(),
            heads.clone(),
        );
        joining.spawn(async move {
            let reader = Live::connected(&name, &url, DocumentActor::empty(id)).await;
            reader.has(&heads).await;
            reader
        });
    }
    let readers = joining.join_all().await;
    if n_readers > 0 {
        sleep(QUIET).await;
    }
    (writer, readers)
}

/// From a change of the writer until clients have it.
pub async fn fan_out(url: &str, n_clients: usize, scale: Scale) -> Value {
    let name = format!("fan-out {n_clients}");
    let (writer, readers) = equal_clients(url, &name, n_clients).await;
    let (mut median, mut slowest) = (Vec::new(), Vec::new());
    for number in 0..=scale.changes {
        let edited = writer
            .edit(move |document| put(document, "key", &number.to_string()))
            .await;
        let mut times = Vec::new();
        for reader in &readers {
            times.push(reader.has(&edited.heads).await - edited.at);
        }
        times.sort();
        // The first change pays for what is made once.
        if number > 0 {
            median.push(times[n_clients / 2]);
            slowest.push(times[n_clients - 1]);
        }
        writer.acknowledged().await;
        sleep(PAUSE.saturating_sub(edited.at.elapsed())).await;
    }
    json!({"median": quantiles(median), "slowest": quantiles(slowest)})
}

/// From a change until the server says that it has it; the next change
/// follows at once. The last waits for [`AT_ONCE_MAX`] at most in all.
async fn acknowledgements(writer: &Live, n_changes: usize) -> Vec<Duration> {
    let start = Instant::now();
    let mut times = Vec::new();
    for number in 0..=n_changes {
        let edited = writer
            .edit(move |document| put(document, "key", &number.to_string()))
            .await;
        let left = AT_ONCE_MAX.saturating_sub(start.elapsed());
        let Ok(heard_at) = timeout(left, writer.acknowledged()).await else {
            times.push(edited.at.elapsed());
            break;
        };
        if number > 0 {
            times.push(heard_at - edited.at);
        }
    }
    times
}

/// One writer, then many: each with a document, or all with one.
pub async fn acknowledged(url: &str, scale: Scale) -> Value {
    let (writer, _) = equal_clients(url, "one writer", 0).await;
    let one = acknowledgements(&writer, scale.changes).await;
    let mut writers = Vec::new();
    for number in 0..N_WRITERS {
        let (writer, _) = equal_clients(url, &format!("writer {number}"), 0).await;
        writers.push(writer);
    }
    let apart = acknowledgements_at_once(writers, scale).await;
    let (writer, mut writers) = equal_clients(url, "one document", N_WRITERS - 1).await;
    writers.push(writer);
    let together = acknowledgements_at_once(writers, scale).await;
    json!({
        "one_writer": quantiles(one),
        "many_documents": quantiles(apart),
        "one_document": quantiles(together),
    })
}

async fn acknowledgements_at_once(writers: Vec<Live>, scale: Scale) -> Vec<Duration> {
    let mut writing = JoinSet::new();
    for writer in writers {
        writing.spawn(async move {
            let times = acknowledgements(&writer, scale.changes_at_once).await;
            (times, writer)
        });
    }
    // The writers stay until the last is done: others still send to them.
    let done = writing.join_all().await;
    done.iter().flat_map(|(times, _)| times).copied().collect()
}

/// The middle and the slowest hundredth, in milliseconds, and of how many.
fn quantiles(mut times: Vec<Duration>) -> Value {
    times.sort();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
    json!({"p50_ms": at(50), "p99_ms": at(99), "n": times.len()})
}

/// Until nothing has come for a while; the bytes so far.
async fn settled(client: &Live) -> usize {
    loop {
        let n_bytes = client.known().n_bytes;
        let more = client.until(|known| known.n_bytes != n_bytes);
        if timeout(QUIET, more).await.is_err() {
            return n_bytes;
        }
    }
}

/// Bytes of all frames, both ways.
pub async fn bytes_on_the_wire(url: &str) -> Value {
    let (writer, mut readers) = equal_clients(url, "bytes", 1).await;
    let reader = readers.remove(0);
    let mut per_change = Vec::new();
    for is_ballot in [false, true] {
        let n_before = (settled(&writer).await, settled(&reader).await);
        for number in 0..10 {
            let edited = writer
                .edit(move |document| {
                    if is_ballot {
                        put_ballot(document, number);
                    } else {
                        put(document, "dot", &number.to_string());
                    }
                })
                .await;
            writer.acknowledged().await;
            reader.has(&edited.heads).await;
        }
        per_change.push(json!({
            "writer": (settled(&writer).await - n_before.0) / 10,
            "reader": (settled(&reader).await - n_before.1) / 10,
        }));
    }
    let mut reconnect = Vec::new();
    for is_behind in [false, true] {
        reader.disconnect().await;
        if is_behind {
            writer.edit(|document| put_ballot(document, 100)).await;
            writer.acknowledged().await;
            settled(&writer).await;
        }
        let n_before = reader.known().n_bytes;
        reader.connect(url).await;
        reader.has(&writer.known().heads).await;
        reconnect.push(settled(&reader).await - n_before);
    }
    let heads = writer.known().heads;
    let empty = DocumentActor::empty(actor("bytes").document_id());
    let newcomer = Live::connected("newcomer", url, empty).await;
    newcomer.has(&heads).await;
    json!({
        "per_dot": per_change[0],
        "per_ballot": per_change[1],
        "reconnect_equal": reconnect[0],
        "reconnect_one_ballot_behind": reconnect[1],
        "reconnect_empty": settled(&newcomer).await,
    })
}

/// Every client casts a ballot while the server is away; then all come back
/// within a second. Seconds until each has the ballots of all.
pub async fn reconnect(
    programs: &Programs,
    program: Program,
    running: Running,
    folder: &Path,
) -> (Value, Running) {
    let (writer, mut clients) = equal_clients(&running.url(), "return", N_CLIENTS - 1).await;
    clients.push(writer);
    let port = running.port();
    running.kill().await;
    for (number, client) in clients.iter().enumerate() {
        client.disconnect().await;
        client
            .edit(move |document| put_ballot(document, number))
            .await;
    }
    let running = programs.start(program, port, folder, &[]).await;
    let start = Instant::now();
    let url = running.url();
    let mut returning = JoinSet::new();
    for (number, client) in clients.into_iter().enumerate() {
        let share = f64::from(u32::try_from(number).unwrap()) / N_CLIENTS as f64;
        let (url, at) = (url.clone(), start + RETURN.mul_f64(share));
        returning.spawn(async move {
            sleep_until(at.into()).await;
            let known = timeout(RETURN_MAX, has_all(&client, &url)).await.ok()?;
            Some((known, client))
        });
    }
    let returned = returning.join_all().await;
    let n_equal = returned.iter().flatten().count();
    let last = returned
        .iter()
        .flatten()
        .map(|(known, _)| known.heads_at)
        .max();
    let is_complete = n_equal == N_CLIENTS;
    let seconds = last.filter(|_| is_complete).map(|last| last - start);
    let seconds = seconds.unwrap_or(RETURN_MAX).as_secs_f64();
    (json!({"all_equal_s": seconds, "n_equal": n_equal}), running)
}

/// Tablets with ballots and comments of a whole day offline connect at once; seconds
/// until one that was there all the time has everything, and how many came to it.
pub async fn merge(url: &str, n_tablets: usize) -> Value {
    let (keeper, tablets) = equal_clients(url, &format!("merge {n_tablets}"), n_tablets).await;
    for (tablet, number) in tablets.iter().zip(0..) {
        tablet.disconnect().await;
        tablet
            .edit(move |document| put_a_day(document, number))
            .await;
    }
    let start = Instant::now();
    let mut coming = JoinSet::new();
    for tablet in tablets {
        let url = url.to_owned();
        coming.spawn(async move {
            while !tablet.try_connect(&url).await {
                sleep(QUIET).await;
            }
            tablet
        });
    }
    let all = timeout(
        RETURN_MAX,
        keeper.when(|known| known.heads.len() == n_tablets),
    );
    let known = all.await.ok();
    let seconds = known.map_or(RETURN_MAX, |known| known.heads_at - start);
    let n_merged = keeper.known().heads.len();
    // The tablets stay until then: others still send to them.
    coming.abort_all();
    json!({"s": seconds.as_secs_f64(), "n": n_merged})
}

/// What one tablet writes in a workshop.
fn put_a_day(document: &mut Automerge, tablet: usize) {
    let first = tablet * (N_BALLOTS + N_COMMENTS);
    for number in first..first + N_BALLOTS {
        put_ballot(document, number);
    }
    for number in first + N_BALLOTS..first + N_BALLOTS + N_COMMENTS {
        let text = "Une remarque d\u{2019}une longueur ordinaire, dite à voix haute.";
        put(document, &format!("{number:032x}"), text);
    }
}

/// Connects, again if need be, until the ballots of all are there.
async fn has_all(client: &Live, url: &str) -> Known {
    loop {
        if !client.try_connect(url).await {
            sleep(RETURN).await;
            continue;
        }
        let is_over = |known: &Known| known.heads.len() >= N_CLIENTS || !known.is_connected;
        let known = client.until(is_over).await;
        if known.is_connected {
            return known;
        }
    }
}

/// Memory of idle clients, in KiB.
pub async fn memory_of_clients(running: &Running) -> Value {
    let (writer, others) = equal_clients(&running.url(), "warm", 1).await;
    drop((writer, others));
    sleep(QUIET).await;
    let before = running.resident_kib();
    let _clients = equal_clients(&running.url(), "idle", N_CLIENTS - 1).await;
    let after = running.resident_kib();
    json!({
        "at_start_kib": before,
        "with_clients_kib": after,
        "per_client_kib": after.saturating_sub(before) as f64 / N_CLIENTS as f64,
    })
}

/// Memory of documents that were loaded from the store, in KiB.
pub async fn memory_of_documents(
    programs: &Programs,
    program: Program,
    folder: &Path,
    scale: Scale,
) -> Value {
    let mut document = Automerge::new();
    let mut bytes = document.save();
    for number in 0.. {
        put_ballot(&mut document, number);
        if number % 10 == 0 {
            bytes = document.save();
        }
        if bytes.len() >= DOCUMENT_BYTES {
            break;
        }
    }
    let running = programs.start(program, 0, folder, &[]).await;
    let n_documents = scale.documents;
    let with_content = |id| DocumentActor::new(id, &bytes).unwrap();
    each_document(&running.url(), n_documents, with_content).await;
    sleep(2 * QUIET).await;
    running.kill().await;
    let idle = format!("{}", ROOM_IDLE.as_millis());
    let options = ["--room-idle-ms", &idle];
    let running = programs.start(program, 0, folder, &options).await;
    let (writer, others) = equal_clients(&running.url(), "warm", 1).await;
    drop((writer, others));
    let before = running.resident_kib();
    each_document(&running.url(), n_documents, DocumentActor::empty).await;
    let loaded = running.resident_kib();
    sleep(ROOM_IDLE + 2 * QUIET).await;
    let later = running.resident_kib();
    running.kill().await;
    json!({
        "saved_bytes": bytes.len(),
        "n": n_documents,
        "at_start_kib": before,
        "loaded_kib": loaded,
        "per_document_kib": loaded.saturating_sub(before) as f64 / f64::from(scale.documents),
        "after_idle_kib": later,
    })
}

/// A client for each document, a few at once: connects until all is equal.
async fn each_document(url: &str, n_documents: u8, actor: impl Fn(DocumentId) -> DocumentActor) {
    let mut numbers = (0..n_documents).peekable();
    while numbers.peek().is_some() {
        let mut wave = JoinSet::new();
        for number in numbers.by_ref().take(N_AT_ONCE) {
            let actor = actor(DocumentId::from_bytes([number + 1; 16]));
            let (name, url) = (format!("document {number}"), url.to_owned());
            wave.spawn(async move {
                let client = Live::connected(&name, &url, actor).await;
                client.until(|known| !known.heads.is_empty()).await;
                client.acknowledged().await;
            });
        }
        wave.join_all().await;
    }
}
