//! Documents that do not fit one frame.

use super::*;
use crate::limits::{FRAME_BYTES_MAX, PART_BYTES_MAX};

/// Text that deflate cannot shorten much.
pub(super) fn noise(seed: u64, n_bytes: usize) -> String {
    let mut word = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let letters = std::iter::repeat_with(|| {
        word ^= word << 13;
        word ^= word >> 7;
        word ^= word << 17;
        char::from(b' ' + u8::try_from(word % 95).unwrap())
    });
    letters.take(n_bytes).collect()
}

fn put_noise(actor: &mut DocumentActor, n_changes: u64, n_bytes: usize) {
    for number in 0..n_changes {
        let outputs = edit(actor, &number.to_string(), &noise(number, n_bytes));
        store_all(actor, &outputs);
    }
}

/// Frames go to and fro until both ends are silent; how many there were, and
/// how long the longest is.
fn talk(client: &mut DocumentActor, relay: &mut DocumentActor) -> (usize, usize) {
    connect(relay, TABLET, false);
    let mut for_relay = connect(client, TABLET, true);
    let (mut n_frames, mut n_bytes_max) = (0, 0);
    for _ in 0..100 {
        for_relay.extend(store_all(client, &for_relay.clone()));
        let mut for_client = Vec::new();
        for message in sends(&for_relay) {
            n_frames += 1;
            n_bytes_max = n_bytes_max.max(message.encode().len());
            for_client.extend(relay.handle(frame(message)));
            for_client.extend(store_all(relay, &for_client.clone()));
        }
        for_relay = Vec::new();
        for message in sends(&for_client) {
            n_frames += 1;
            n_bytes_max = n_bytes_max.max(message.encode().len());
            for_relay.extend(client.handle(frame(message)));
        }
        if for_relay.is_empty() {
            return (n_frames, n_bytes_max);
        }
    }
    panic!("the two ends never fall silent");
}

fn assert_equal(client: &DocumentActor, relay: &DocumentActor) {
    assert_eq!(client.heads(), relay.heads());
    assert!(client.is_stored() && relay.is_stored());
    for actor in [client, relay] {
        assert!(actor.sync_status(TABLET).is_some_and(|it| it.in_sync));
    }
}

#[test]
fn document_over_one_frame_reaches_a_new_client_in_parts() {
    let mut relay = replica();
    put_noise(&mut relay, 22, 1_000_000);
    assert!(relay.save().len() > FRAME_BYTES_MAX);
    let mut client = replica();
    let (n_frames, n_bytes_max) = talk(&mut client, &mut relay);
    assert!(n_bytes_max <= FRAME_BYTES_MAX, "{n_bytes_max}");
    assert!((6..30).contains(&n_frames), "{n_frames}");
    assert_equal(&client, &relay);
}

#[test]
fn document_over_one_frame_reaches_an_empty_relay_in_parts() {
    let mut client = replica();
    put_noise(&mut client, 22, 1_000_000);
    let mut relay = DocumentActor::empty(document_id());
    let (n_frames, n_bytes_max) = talk(&mut client, &mut relay);
    assert!(n_bytes_max <= FRAME_BYTES_MAX, "{n_bytes_max}");
    assert!((6..30).contains(&n_frames), "{n_frames}");
    assert_equal(&client, &relay);
}

/// Each end is ahead of the other, after a past in common that is longer than a
/// part: neither's heads tell the other that it has that past.
#[test]
fn two_ends_with_a_long_past_in_common_send_each_other_what_is_new() {
    for n_changes in [1_u64, 10, 40] {
        let mut past = replica();
        put_noise(&mut past, 20, 900);
        let far = |first: u64| {
            let mut actor = replica().with_frame_limits(4_000, 2_000);
            let (_, outputs) = actor.merge_bytes(&past.save()).unwrap();
            store_all(&mut actor, &outputs);
            for number in first..first + n_changes {
                let outputs = edit(&mut actor, &number.to_string(), &noise(number, 900));
                store_all(&mut actor, &outputs);
            }
            actor
        };
        let (mut client, mut relay) = (far(100), far(200));
        let (n_frames, n_bytes_max) = talk(&mut client, &mut relay);
        assert!(n_bytes_max <= 4_500, "{n_bytes_max}");
        assert!(n_frames < 90, "{n_frames}");
        assert_equal(&client, &relay);
    }
}

#[test]
fn one_change_over_a_frame_closes_with_a_reason() {
    let mut client = replica();
    put_noise(&mut client, 1, PART_BYTES_MAX * 5 / 2);
    let mut relay = replica();
    connect(&mut relay, TABLET, false);
    let hello = connect(&mut client, TABLET, true);
    let answers = relay.handle(frame(sends(&hello).remove(0)));
    let outputs = client.handle(frame(sends(&answers).remove(0)));
    assert!(
        matches!(
            outputs[..],
            [Output::Close {
                reason: CloseReason::TooLong { .. },
                ..
            }]
        ),
        "{} outputs",
        outputs.len()
    );
}
