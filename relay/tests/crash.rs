//! What a relay's process survives, and what it never loses.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use common::process::{Running, running, running_with, salvage};
use common::{Client, get};

/// Kills of one relay.
const N_TRIALS: usize = 50;

/// Changes that are acknowledged before each kill, and changes that are under
/// way when it comes.
const N_ACKNOWLEDGED: usize = 5;
const N_UNDER_WAY: usize = 3;

/// How long a stopped process stays so: longer than a client's patience with
/// its network, shorter than the relay's silence limit.
const STOPPED: Duration = Duration::from_secs(30);

/// Kills the relay right after a client saw its changes acknowledged; clients
/// never come back, so only the relay can know what they did.
async fn count_lost(options: &[&str]) -> usize {
    let data = tempfile::tempdir().unwrap();
    let key = |trial: usize, number: usize| format!("{trial} {number}");
    for trial in 0..N_TRIALS {
        let relay = running_with(data.path(), options);
        let mut client = Client::connected(&format!("client {trial}"), relay.address).await;
        for number in 0..N_ACKNOWLEDGED {
            client.edit(&key(trial, number), "dot").await;
        }
        client.wait_until_in_sync().await;
        for number in 0..N_UNDER_WAY {
            client
                .edit(&key(trial, N_ACKNOWLEDGED + number), "dot")
                .await;
        }
        relay.kill();
    }
    let relay = running(data.path());
    let mut reader = Client::connected("reader", relay.address).await;
    reader.wait_until_in_sync().await;
    let acknowledged = (0..N_TRIALS).flat_map(|trial| (0..N_ACKNOWLEDGED).map(move |n| (trial, n)));
    let lost = acknowledged.filter(|(trial, number)| reader.get(&key(*trial, *number)).is_none());
    let n_lost = lost.count();
    relay.kill();
    n_lost
}

#[tokio::test]
async fn kill_9_loses_nothing_that_was_acknowledged() {
    assert_eq!(Box::pin(count_lost(&[])).await, 0);
}

#[tokio::test]
async fn kill_9_loses_nothing_that_a_slow_store_acknowledged() {
    let options = ["--commit-delay-ms", "30"];
    assert_eq!(Box::pin(count_lost(&options)).await, 0);
}

#[tokio::test]
async fn stopped_relay_goes_on_where_it_was() {
    let data = tempfile::tempdir().unwrap();
    let relay = running(data.path());
    let mut client = Client::connected("client", relay.address).await;
    client.edit("before", "dot").await;
    client.wait_until_in_sync().await;
    relay.signal("STOP");
    client.edit("meanwhile", "dot").await;
    tokio::time::sleep(STOPPED).await;
    assert!(!client.is_in_sync(), "a stopped relay acknowledges nothing");
    relay.signal("CONT");
    client.wait_until_in_sync().await;
    let mut other = Client::connected("other", relay.address).await;
    other.wait_for("meanwhile", "dot").await;
    relay.kill();
}

/// If every browser is wiped at once, what the relay holds is all there is.
#[tokio::test]
async fn wiped_tablets_get_everything_back() {
    let data = tempfile::tempdir().unwrap();
    let relay = running(data.path());
    let mut clients = Vec::new();
    for number in 0..10 {
        let mut client = Client::connected(&format!("client {number}"), relay.address).await;
        client.edit(&format!("dot {number}"), "kept").await;
        client.wait_until_in_sync().await;
        clients.push(client);
    }
    drop(clients);
    relay.kill();
    let relay = running(data.path());
    let mut wiped = Client::connected("wiped", relay.address).await;
    wiped.wait_until_in_sync().await;
    for number in 0..10 {
        assert_eq!(wiped.get(&format!("dot {number}")).as_deref(), Some("kept"));
    }
    relay.kill();
}

/// A folder that something damaged: the relay refuses, `salvage` keeps what is
/// sound, and a tablet brings back the rest.
#[tokio::test]
async fn damaged_folder_is_refused_salvaged_and_completed() {
    let data = tempfile::tempdir().unwrap();
    let relay = running(data.path());
    let mut client = Client::connected("client", relay.address).await;
    for number in 0..5 {
        client
            .edit(&format!("text {number}"), &incompressible())
            .await;
        client.wait_until_in_sync().await;
    }
    relay.kill();
    damage(data.path());
    let refused = common::process::serve(data.path(), "127.0.0.1:0")
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
    let done = salvage(data.path()).output().unwrap();
    assert!(done.status.success(), "{done:?}");
    let relay = running(data.path());
    client.disconnect().await;
    client.connect(relay.address).await;
    client.wait_until_in_sync().await;
    let mut other = Client::connected("other", relay.address).await;
    other.wait_until_in_sync().await;
    for number in 0..5 {
        let key = format!("text {number}");
        assert_eq!(other.get(&key), client.get(&key));
        assert!(other.get(&key).is_some());
    }
    relay.kill();
}

/// Flips bits of one page that is in use.
fn damage(data: &Path) {
    let file = data.join(relay::FILE_NAME);
    let content = std::fs::read(&file).unwrap();
    // The first pages lead to the others: begin further back.
    for place in (content.len() / 2..content.len()).step_by(1000) {
        let mut damaged = content.clone();
        damaged[place] ^= 0xff;
        std::fs::write(&file, &damaged).unwrap();
        if relay::RedbStore::open(data).is_err() {
            return;
        }
    }
    unreachable!("half of the file is not in use");
}

/// The file may not grow any more: the kernel refuses as a full disk does.
#[tokio::test]
async fn full_disk_acknowledges_nothing_and_recovers() {
    let data = tempfile::tempdir().unwrap();
    let relay = running(data.path());
    let mut client = Client::connected("client", relay.address).await;
    client.edit("before", "dot").await;
    client.wait_until_in_sync().await;
    limit_file_size(&relay, &file_size(data.path()).to_string());
    let text = incompressible();
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
    relay.kill();
    let relay = running(data.path());
    let mut other = Client::connected("other", relay.address).await;
    other.wait_for("large", &text).await;
    assert_eq!(other.get("before").as_deref(), Some("dot"));
    relay.kill();
}

/// More than the free pages of a new file, and nothing to compress.
fn incompressible() -> String {
    (0..400_000_u64)
        .filter_map(|number| char::from_u32(0x4e00 + (number * number % 20_011) as u32))
        .collect()
}

/// While the disk is full nothing is sent: wait a little and ask again.
const SHORT: Duration = Duration::from_millis(20);

fn file_size(data: &Path) -> u64 {
    let file = data.join(relay::FILE_NAME);
    std::fs::metadata(file).unwrap().len()
}

fn limit_file_size(relay: &Running, limit: &str) {
    let set = Command::new("prlimit")
        .arg(format!("--pid={}", relay.child.id()))
        .arg(format!("--fsize={limit}:unlimited"))
        .status();
    assert!(set.unwrap().success());
}
