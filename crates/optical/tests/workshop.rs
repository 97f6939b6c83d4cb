//! The promise of this crate: the ballots of a workshop go from screen to camera in
//! under a minute, with a hand that shakes and a third of the codes missed.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support {
    #![allow(dead_code, reason = "several test programs share it, each uses a part")]
    pub(crate) mod camera;
    pub(crate) mod workshop;
}

use std::time::Duration;

use optical::{FRAME_INTERVAL, Receiver, Sender, scan};
use support::camera::{Chance, Photo, Shot};
use support::workshop::ballots_of;

/// What a tablet's camera gives a page.
const CAMERA: (usize, usize) = (1280, 720);

/// Shows codes to a camera until the payload is there; gives how many were shown, and
/// how many were looked at and not read.
fn shown(sender: &Sender, chance: &mut Chance, shot: impl Fn(&mut Chance) -> Shot) -> (u32, u32) {
    let mut receiver = Receiver::new();
    let (mut n_shown, mut n_unread) = (0, 0);
    while !receiver.is_complete() {
        let code = sender.code(n_shown);
        n_shown += 1;
        assert!(n_shown < 1_000, "it does not end");
        if chance.next().is_multiple_of(3) {
            continue;
        }
        let shot = shot(chance);
        let photo = Photo::of(&code, shot, CAMERA, chance);
        let read = scan(&photo.luma, photo.width, photo.height);
        n_unread += u32::from(read.is_empty());
        for bytes in read {
            receiver.take(&bytes);
        }
    }
    assert_eq!(receiver.series(), Some(sender.series()));
    (n_shown, n_unread)
}

#[test]
fn ballots_of_a_workshop_pass_in_under_a_minute() {
    let payload = ballots_of(16);
    let sender = Sender::new(&payload).unwrap();
    let mut chance = Chance::new(2_019);
    for shot in [|_: &mut Chance| Shot::PLAIN, Shot::by_hand] {
        let (n_shown, n_unread) = shown(&sender, &mut chance, shot);
        let time = FRAME_INTERVAL * n_shown;
        println!(
            "{} bytes, {} frames needed, {n_shown} shown, {n_unread} not read, {time:?}",
            payload.len(),
            sender.n_frames_min(),
        );
        assert!(time < Duration::from_mins(1), "{time:?}");
    }
}
