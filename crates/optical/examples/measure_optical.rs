//! Measures what `docs/optical.md` says of speed: one line per case.
//!
//! `cargo run --release -p optical --example measure_optical`. Without `--release` the
//! assertions of `raptorq` for its own developers make a long payload take more than eight minutes.
#![allow(clippy::unwrap_used, reason = "a measurement fails by panicking")]

#[path = "../tests/support/camera.rs"]
#[allow(dead_code, reason = "it is shared with the tests")]
mod camera;

use std::time::Instant;

use optical::limits::PAYLOAD_BYTES_MAX;
use optical::{Receiver, Sender, scan};

use camera::{Chance, Photo, Shot};

const RUNS: u32 = 30;

fn main() {
    let mut chance = Chance::new(1);
    let noise: Vec<u8> = (0..PAYLOAD_BYTES_MAX)
        .map(|_| chance.next().to_be_bytes()[0])
        .collect();
    for n_bytes in [5_000, 100_000, PAYLOAD_BYTES_MAX] {
        series(&noise[..n_bytes]);
    }
    let sender = Sender::new(&noise[..5_000]).unwrap();
    for (width, height) in [(640, 480), (1280, 720), (1920, 1080)] {
        pictures(&sender, (width, height), &mut chance);
    }
}

fn series(payload: &[u8]) {
    let n_bytes = payload.len();
    let start = Instant::now();
    let sender = Sender::new(payload).unwrap();
    println!("prepare {n_bytes} bytes: {:?}", start.elapsed());
    let first = u32::try_from(sender.n_frames_min()).unwrap();
    let start = Instant::now();
    for n in 0..RUNS {
        sender.code(first + n);
    }
    println!("one code of {n_bytes} bytes: {:?}", start.elapsed() / RUNS);
    let mut receiver = Receiver::new();
    // Every third frame is missed.
    let mut longest = std::time::Duration::ZERO;
    let mut n = 0;
    while !receiver.is_complete() {
        n += 1;
        if n % 3 != 0 {
            let frame = sender.frame(n);
            let start = Instant::now();
            receiver.take(&frame);
            longest = longest.max(start.elapsed());
        }
    }
    println!("last frame of {n_bytes} bytes, of {n} shown: {longest:?}");
}

fn pictures(sender: &Sender, size: (usize, usize), chance: &mut Chance) {
    let (mut with, mut without) = (std::time::Duration::ZERO, std::time::Duration::ZERO);
    let mut n_read = 0;
    for n in 0..RUNS {
        let shot = Shot::by_hand(chance);
        let photo = Photo::of(&sender.code(n), shot, size, chance);
        let start = Instant::now();
        n_read += scan(&photo.luma, photo.width, photo.height).len();
        with += start.elapsed();
        let blurred = Shot { blur: 6, ..shot };
        let photo = Photo::of(&sender.code(n), blurred, size, chance);
        let start = Instant::now();
        scan(&photo.luma, photo.width, photo.height);
        without += start.elapsed();
    }
    let (with, without) = (with / RUNS, without / RUNS);
    println!("scan {size:?}: {with:?}, {n_read} of {RUNS} read; too blurred: {without:?}");
}
