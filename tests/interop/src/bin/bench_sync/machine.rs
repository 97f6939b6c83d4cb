//! On what was measured, and what.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::programs::Programs;

/// Appends to a file that are made durable one by one, to know the disk.
const N_SYNCS: usize = 51;

pub fn machine() -> Value {
    json!({
        "processor": field("/proc/cpuinfo", "model name"),
        "n_cores": std::thread::available_parallelism().unwrap().get(),
        "memory": field("/proc/meminfo", "MemTotal"),
        "kernel": first_line("/proc/sys/kernel/osrelease"),
        "load_at_start": first_line("/proc/loadavg"),
        "fsync_ms": sync_time().as_secs_f64() * 1000.0,
    })
}

pub fn versions(programs: &Programs) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = folder.join("node_modules/@automerge/automerge-repo/package.json");
    let package: Value = serde_json::from_slice(&std::fs::read(package).unwrap()).unwrap();
    json!({
        "six-cartes-relay": said_by(Command::new(&programs.ours).arg("--version")),
        "automerge-repo": package["version"],
        "samod": locked(folder, "samod"),
        "automerge (Rust)": locked(folder, "automerge"),
        "rustc": said_by(Command::new("rustc").arg("--version")),
        "node": said_by(Command::new("node").arg("--version")),
    })
}

fn said_by(command: &mut Command) -> String {
    let output = command.output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// The version of a package that Cargo.lock names.
fn locked(folder: &Path, package: &str) -> String {
    let lock = std::fs::read_to_string(folder.join("../../Cargo.lock")).unwrap();
    let (_, after) = lock
        .split_once(&format!("name = \"{package}\"\nversion = \""))
        .unwrap();
    after.split('"').next().unwrap().to_owned()
}

fn field(path: &str, name: &str) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let line = text.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_once(':').unwrap().1.trim().to_owned()
}

fn first_line(path: &str) -> String {
    std::fs::read_to_string(path).unwrap().trim().to_owned()
}

/// The middle of several: a page is appended and made durable.
fn sync_time() -> Duration {
    let mut file = tempfile::tempfile_in("target").unwrap();
    let mut times: Vec<Duration> = (0..N_SYNCS)
        .map(|_| {
            let start = Instant::now();
            file.write_all(&[1; 4096]).unwrap();
            file.sync_data().unwrap();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[N_SYNCS / 2]
}
