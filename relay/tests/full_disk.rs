//! A disk that is really full: a small one in memory, mounted for the test.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use common::process::{running, serve};
use common::{Client, get};

/// Room for the store of a few changes, and not for many.
const SMALL: &str = "size=6m";

/// Room for all of them.
const LARGE: &str = "size=256m";

/// While the disk is full nothing is sent: wait a little and ask again.
const SHORT: Duration = Duration::from_millis(20);

/// A file system of its own, which ends with the test.
struct Disk(tempfile::TempDir);

impl Disk {
    /// `None` where nothing can be mounted; says so.
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", SMALL, "tmpfs"])
            .arg(folder.path())
            .output();
        let why = match mounted {
            Ok(Output { status, .. }) if status.success() => return Some(Self(folder)),
            Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
            Err(error) => error.to_string(),
        };
        println!(
            "no disk can be mounted here, so none was filled ({why}); what a full disk means to \
             the store is checked by full_disk_is_told_apart_and_the_store_opens_again"
        );
        None
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    fn resize(&self, size: &str) {
        let resized = Command::new("mount")
            .args(["-o", &format!("remount,{size}")])
            .arg(self.0.path())
            .status();
        assert!(resized.unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: a relay of a failed test may still be in there.
        let _ended = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

/// About 1 MB that nothing compresses, different for each seed.
fn noise(seed: u64) -> String {
    let mut state = seed;
    let mut letter = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        char::from(b' ' + u8::try_from(state >> 58).unwrap())
    };
    (0..1_000_000).map(|_| letter()).collect()
}

/// Writes until the relay says that it cannot; the number of changes that it
/// has acknowledged until then.
async fn fill(client: &mut Client, address: std::net::SocketAddr, first: u64) -> u64 {
    for number in first..first + 100 {
        client.edit(&number.to_string(), &noise(number)).await;
        while !client.is_in_sync() {
            let _quiet = tokio::time::timeout(SHORT, client.receive()).await;
            let (status, _, reason) = get(address, "/healthz").await;
            if status == 503 && !client.is_in_sync() {
                let reason = String::from_utf8(reason).unwrap();
                assert!(reason.contains("no room left"), "{reason}");
                return number;
            }
        }
    }
    unreachable!("100 MB fit into the small disk");
}

async fn check_has(data: &Path, numbers: std::ops::Range<u64>) {
    let relay = running(data);
    let mut reader = Client::connected("reader", relay.address).await;
    reader.wait_until_in_sync().await;
    for number in numbers {
        let kept = reader.get(&number.to_string());
        assert_eq!(kept, Some(noise(number)), "change {number}");
    }
    relay.kill();
}

#[tokio::test]
async fn full_disk_acknowledges_nothing_and_goes_on_when_there_is_room() {
    let Some(disk) = Disk::mount() else { return };
    let data = disk.data();
    let relay = running(&data);
    let address = relay.address;
    let mut client = Client::connected("client", address).await;
    let first_lacking = fill(&mut client, address, 0).await;
    assert!(first_lacking > 0, "some fit");
    disk.resize(LARGE);
    client.wait_until_in_sync().await;
    assert_eq!(get(address, "/healthz").await.0, 200);
    relay.kill();
    check_has(&data, 0..first_lacking + 1).await;
}

#[tokio::test]
async fn kill_on_a_full_disk_loses_nothing_that_was_acknowledged() {
    let Some(disk) = Disk::mount() else { return };
    let data = disk.data();
    let relay = running(&data);
    let mut client = Client::connected("client", relay.address).await;
    let first_lacking = fill(&mut client, relay.address, 0).await;
    relay.kill();
    // Not one byte is left: what the killed relay had half written counts too.
    let filler = disk.0.path().join("filler");
    let zeros = std::io::repeat(0).take(1 << 30);
    let outcome = std::io::copy(&mut { zeros }, &mut File::create(&filler).unwrap());
    let full = std::io::ErrorKind::StorageFull;
    assert_eq!(outcome.unwrap_err().kind(), full);
    // It starts with what it has, or says in one line why it cannot.
    let mut serve = serve(&data, "127.0.0.1:0");
    let mut started = serve.stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(500));
    let is_running = started.try_wait().unwrap().is_none();
    started.kill().unwrap();
    let said = String::from_utf8(started.wait_with_output().unwrap().stderr).unwrap();
    assert!(is_running || said.contains("cannot write in"), "{said}");
    std::fs::remove_file(&filler).unwrap();
    disk.resize(LARGE);
    check_has(&data, 0..first_lacking).await;
    let relay = running(&data);
    client.disconnect().await;
    client.connect(relay.address).await;
    client.wait_until_in_sync().await;
    relay.kill();
    check_has(&data, 0..first_lacking + 1).await;
}
