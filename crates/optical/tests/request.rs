//! What a tablet has goes through one code, and nothing else is taken for it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support {
    #![allow(dead_code, reason = "several test programs share it, each uses a part")]
    pub(crate) mod camera;
}

use optical::limits::{DOCUMENT_ID_BYTES_MAX, HEADS_MAX};
use optical::{Receiver, Request, RequestFault, RequestRefusal, Taken, scan};
use proptest::collection::vec;
use proptest::prelude::*;
use support::camera::{Chance, Photo, Shot};

fn request(n_heads: u8) -> Request {
    let heads = (0..n_heads).map(|n| [n; 32]).collect();
    Request::new("4NMNnkMhL8jXrdJ9jamS58PAVdXu", heads).unwrap()
}

#[test]
fn request_is_read_from_a_picture() {
    let mut chance = Chance::new(5);
    for n_heads in [0, 1, 10, 64] {
        let request = request(n_heads);
        let code = request.code().unwrap();
        let photo = Photo::of(&code, Shot::PLAIN, (1280, 720), &mut chance);
        let read = scan(&photo.luma, photo.width, photo.height);
        assert_eq!(read.len(), 1, "{n_heads} heads, {} modules", code.width());
        assert_eq!(Request::from_bytes(&read[0]), Ok(request));
    }
}

#[test]
fn request_at_both_limits_fits_a_code() {
    let document = "d".repeat(DOCUMENT_ID_BYTES_MAX);
    let request = Request::new(&document, vec![[7; 32]; HEADS_MAX]).unwrap();
    assert_eq!(request.code().map(|it| it.width()), Ok(17 + 4 * 39));
    assert_eq!(Request::from_bytes(&request.to_bytes()), Ok(request));
}

#[test]
fn ten_heads_are_as_readable_as_a_frame() {
    let frame = optical::Sender::new(b"ballots").unwrap().code(0);
    assert!(request(10).code().unwrap().width() <= frame.width());
}

#[test]
fn request_over_a_limit_is_not_made() {
    let refused = |document: &str, n: usize| Request::new(document, vec![[0; 32]; n]).err();
    let heads = RequestRefusal::Heads { heads: 65 };
    assert_eq!(refused("a", 65), Some(heads));
    assert_eq!(refused("", 1), Some(RequestRefusal::Document { bytes: 0 }));
    let bytes = 65;
    let document = RequestRefusal::Document { bytes };
    assert_eq!(refused(&"a".repeat(bytes), 1), Some(document));
}

#[test]
fn request_is_no_frame() {
    assert_eq!(Receiver::new().take(&request(1).to_bytes()), Taken::NotOurs);
    let frame = optical::Sender::new(b"ballots").unwrap().frame(0);
    assert_eq!(Request::from_bytes(&frame), Err(RequestFault::NotOurs));
    assert_eq!(
        Request::from_bytes(&[0xf7, 9]),
        Err(RequestFault::NewerVersion)
    );
}

proptest! {
    #[test]
    fn altered_request_is_refused(at in 0_usize..100, flip in 1_u8..) {
        let mut bytes = request(2).to_bytes();
        bytes[at] ^= flip;
        prop_assert!(Request::from_bytes(&bytes).is_err());
    }

    #[test]
    fn truncated_request_is_refused(n_bytes in 0_usize..100) {
        prop_assert!(Request::from_bytes(&request(2).to_bytes()[..n_bytes]).is_err());
    }

    #[test]
    fn no_bytes_break_what_reads_a_request(bytes in vec(any::<u8>(), 0..300)) {
        let _read = Request::from_bytes(&[&[0xf7, 1], bytes.as_slice()].concat());
    }
}
