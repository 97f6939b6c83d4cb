//! Frames in any order, with losses and strangers among them, give the payload or a
//! refusal that names the reason.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use optical::limits::{SERIES_FRAMES, STORED_BYTES_MAX};
use optical::{Receiver, Sender, SeriesFault, StoredFault, Taken};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

/// A payload that does not deflate, so that its series is long.
fn noise(n_bytes: usize) -> Vec<u8> {
    (0_u64..)
        .flat_map(|n| Sha256::digest(n.to_be_bytes()))
        .take(n_bytes)
        .collect()
}

/// The frame with its check made anew, as one who means harm would.
fn resealed(mut frame: Vec<u8>, change: impl FnOnce(&mut [u8])) -> Vec<u8> {
    let end = frame.len() - 4;
    change(&mut frame[..end]);
    let check = Sha256::digest(&frame[..end]);
    frame[end..].copy_from_slice(&check[..4]);
    frame
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_frames_in_any_order_give_the_payload_once_they_are_enough(
        n_bytes in 0_usize..20_000,
        numbers in vec(0..SERIES_FRAMES, 70),
    ) {
        let payload = noise(n_bytes);
        let sender = Sender::new(&payload).unwrap();
        let mut receiver = Receiver::new();
        let mut distinct = std::collections::BTreeSet::new();
        for number in numbers {
            if receiver.is_complete() {
                break;
            }
            let taken = receiver.take(&sender.frame(number));
            let expected = if distinct.insert(number) { Taken::New } else { Taken::Repeated };
            prop_assert_eq!(taken, expected);
            prop_assert_eq!(receiver.is_complete(), receiver.payload().is_ok());
        }
        prop_assert!(receiver.is_complete(), "{} frames", distinct.len());
        prop_assert!(distinct.len() <= sender.n_frames_min() + 3);
        prop_assert_eq!(receiver.payload(), Ok(payload));
    }

    #[test]
    fn mostly_source_frames_with_losses_give_the_payload(
        lost in btree_set(0_u32..60, 0..30),
    ) {
        let payload = noise(15_000);
        let sender = Sender::new(&payload).unwrap();
        let mut receiver = Receiver::new();
        for number in (0..120).filter(|number| !lost.contains(number)) {
            receiver.take(&sender.frame(number));
        }
        prop_assert_eq!(receiver.payload(), Ok(payload));
    }

    #[test]
    fn altered_frame_is_refused(at in 0_usize..412, flip in 1_u8.., n in 0_u32..50) {
        let sender = Sender::new(&noise(5_000)).unwrap();
        let mut frame = sender.frame(n);
        frame[at] ^= flip;
        let expected = match at {
            0 => Taken::NotOurs,
            1 if frame[1] > 1 => Taken::NewerVersion,
            _ => Taken::Damaged,
        };
        let mut receiver = Receiver::new();
        prop_assert_eq!(receiver.take(&frame), expected);
        prop_assert_eq!(receiver, Receiver::new());
    }

    #[test]
    fn truncated_frame_is_refused(n_bytes in 0_usize..412) {
        let frame = Sender::new(&noise(5_000)).unwrap().frame(2);
        let expected = if n_bytes == 0 { Taken::NotOurs } else { Taken::Damaged };
        prop_assert_eq!(Receiver::new().take(&frame[..n_bytes]), expected);
    }

    #[test]
    fn no_bytes_break_a_receiver(bytes in vec(any::<u8>(), 0..600), magic in any::<bool>()) {
        let mut bytes = bytes;
        if magic && bytes.len() > 6 {
            bytes[0] = 0xf6;
            bytes[1] = 1;
            bytes = resealed(bytes, |_| ());
        }
        let mut receiver = Receiver::new();
        receiver.take(&bytes);
        prop_assert!(!receiver.is_complete() || receiver.payload().is_err());
    }

    #[test]
    fn no_bytes_break_what_reads_a_stored_receiver(
        at in 0_usize..2_000,
        flip in 1_u8..,
        n_frames in 0_u32..6,
        is_resealed in any::<bool>(),
    ) {
        let sender = Sender::new(&noise(5_000)).unwrap();
        let mut receiver = Receiver::new();
        for n in 0..n_frames {
            receiver.take(&sender.frame(n));
        }
        let mut bytes = receiver.to_bytes();
        let at = at % (bytes.len() - 4);
        if is_resealed {
            bytes = resealed(bytes, |bytes| bytes[at] ^= flip);
        } else {
            bytes[at] ^= flip;
        }
        let read = Receiver::from_bytes(&bytes);
        // Only the count of strangers may be lied about.
        let is_count = is_resealed && (2..6).contains(&at);
        prop_assert_eq!(read.is_ok(), is_count);
    }

    #[test]
    fn reading_goes_on_after_it_was_stored(at in 0_u32..40, lost in 0_u32..10) {
        let payload = noise(12_000);
        let sender = Sender::new(&payload).unwrap();
        let mut receiver = Receiver::new();
        for n in 0..60 {
            if n == at {
                let read = Receiver::from_bytes(&receiver.to_bytes());
                prop_assert_eq!(&read, &Ok(receiver));
                receiver = read.unwrap();
            }
            if n % 10 != lost {
                receiver.take(&sender.frame(n));
            }
        }
        prop_assert_eq!(receiver.payload(), Ok(payload));
        prop_assert_eq!(Receiver::from_bytes(&receiver.to_bytes()), Ok(receiver));
    }
}

#[test]
fn two_series_side_by_side_do_not_disturb_each_other() {
    let payloads = [noise(6_000), noise(7_000)];
    let senders = payloads.each_ref().map(|it| Sender::new(it).unwrap());
    let mut receivers = [Receiver::new(), Receiver::new()];
    receivers[0].take(&senders[0].frame(0));
    receivers[1].take(&senders[1].frame(0));
    for n in 1..30 {
        for (mine, sender) in senders.iter().enumerate() {
            for (other, receiver) in receivers.iter_mut().enumerate() {
                let taken = receiver.take(&sender.frame(n));
                assert_eq!(taken == Taken::OtherSeries, mine != other, "{taken:?}");
            }
        }
    }
    for (receiver, payload) in receivers.into_iter().zip(payloads) {
        assert_eq!(receiver.progress().n_of_others, 29);
        assert_eq!(receiver.payload(), Ok(payload));
    }
}

#[test]
fn progress_counts_each_frame_once() {
    let sender = Sender::new(&noise(2_000)).unwrap();
    let mut receiver = Receiver::new();
    assert!(receiver.progress().share().abs() < f64::EPSILON);
    assert_eq!(receiver.series(), None);
    assert_eq!(receiver.payload(), Err(SeriesFault::Incomplete));
    for n in [0, 0, 3, 3] {
        receiver.take(&sender.frame(n));
    }
    let progress = receiver.progress();
    assert_eq!((progress.n_received, progress.n_needed), (2, 6));
    assert!((progress.share() - 1.0 / 3.0).abs() < 1e-9);
    assert_eq!(receiver.payload(), Err(SeriesFault::Incomplete));
}

#[test]
fn codes_of_others_are_not_ours() {
    let mut receiver = Receiver::new();
    for code in [
        &b""[..],
        b"https://exemple.fr/",
        &[0xf7, 1],
        "été".as_bytes(),
    ] {
        assert_eq!(receiver.take(code), Taken::NotOurs);
    }
    assert_eq!(receiver.take(&[0xf6, 2, 9, 9]), Taken::NewerVersion);
    assert_eq!(receiver.take(&[0xf6, 0]), Taken::Damaged);
    assert_eq!(receiver, Receiver::new());
}

#[test]
fn frame_at_odds_with_its_series_is_damaged() {
    let sender = Sender::new(&noise(5_000)).unwrap();
    let mut receiver = Receiver::new();
    receiver.take(&sender.frame(0));
    let longer = resealed(sender.frame(1), |bytes| bytes[13] ^= 1);
    assert_eq!(receiver.take(&longer), Taken::Damaged);
    let same_number = resealed(sender.frame(0), |bytes| bytes[100] ^= 1);
    assert_eq!(receiver.take(&same_number), Taken::Damaged);
    let other_block = resealed(sender.frame(1), |bytes| bytes[16] = 1);
    assert_eq!(receiver.take(&other_block), Taken::Damaged);
    assert_eq!(receiver.progress().n_received, 1);
}

#[test]
fn header_that_asks_for_memory_is_refused() {
    let sender = Sender::new(&noise(5_000)).unwrap();
    let huge = resealed(sender.frame(0), |bytes| bytes[10..14].fill(0xff));
    assert_eq!(Receiver::new().take(&huge), Taken::Damaged);
    let empty = resealed(sender.frame(0), |bytes| bytes[10..14].fill(0));
    assert_eq!(Receiver::new().take(&empty), Taken::Damaged);
}

#[test]
fn forged_symbol_spoils_the_series_and_says_so() {
    let sender = Sender::new(&noise(5_000)).unwrap();
    let mut receiver = Receiver::new();
    receiver.take(&resealed(sender.frame(0), |bytes| bytes[100] ^= 1));
    for n in 1..40 {
        receiver.take(&sender.frame(n));
    }
    assert!(receiver.is_complete());
    assert_eq!(receiver.payload(), Err(SeriesFault::Contradictory));
    let kept = Receiver::from_bytes(&receiver.to_bytes()).unwrap();
    assert_eq!(kept, Receiver::new(), "a spoilt series is read anew");
}

#[test]
fn stored_bytes_of_others_are_refused_by_name() {
    let stored = |bytes: &[u8]| Receiver::from_bytes(bytes);
    assert_eq!(stored(b""), Err(StoredFault::NotOurs));
    assert_eq!(stored(b"{\"key\":1}"), Err(StoredFault::NotOurs));
    assert_eq!(stored(&[0xf8, 2]), Err(StoredFault::NewerVersion));
    let too_many = vec![0xf8; STORED_BYTES_MAX + 1];
    assert_eq!(stored(&too_many), Err(StoredFault::TooLarge));
    let new = Receiver::new().to_bytes();
    assert_eq!(stored(&new), Ok(Receiver::new()));
    assert_eq!(stored(&new[..5]), Err(StoredFault::Damaged));
}

#[test]
fn same_payload_makes_the_same_frames() {
    let [one, other] = [0, 1].map(|_| Sender::new(&noise(3_000)).unwrap());
    assert!((0..30).all(|n| one.frame(n) == other.frame(n)));
}
