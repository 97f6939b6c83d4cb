//! Golden frames: the traps of other implementations, and of this one.

use super::*;
use crate::limits::{ID_BYTES_MAX, MESSAGE_ENTRIES_MAX, MESSAGE_FIELDS_MAX};

const DOCUMENT: &str = "4NMNnkMhL8jXrdJ9jamS58PAVdXu";

fn id(text: &str) -> PeerId {
    PeerId::new(text)
}

/// Writes a CBOR map as another implementation would.
fn map(fields: &[(&str, &[u8])]) -> Vec<u8> {
    let mut frame = vec![0xa0 + u8::try_from(fields.len()).unwrap()];
    for (key, value) in fields {
        frame.extend(text(key));
        frame.extend_from_slice(value);
    }
    frame
}

fn text(text: &str) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::new());
    encoder.str(text).unwrap();
    encoder.into_writer()
}

fn decode(frame: &[u8]) -> Message {
    Message::decode(frame).unwrap().unwrap()
}

/// An ephemeral message whose `count` and `data` have the given bytes.
fn ephemeral(count: &[u8], data: &[u8]) -> Vec<u8> {
    map(&[
        ("type", &text("ephemeral")),
        ("documentId", &text(DOCUMENT)),
        ("senderId", &text("a")),
        ("targetId", &text("b")),
        ("sessionId", &text("s")),
        ("count", count),
        ("data", data),
    ])
}

#[test]
fn join_has_the_golden_bytes_of_automerge_repo() {
    let join = Message::Join {
        sender_id: id("a"),
        supported_protocol_versions: vec!["1".to_owned()],
        metadata: PeerMetadata {
            storage_id: Some("s".to_owned()),
            is_ephemeral: false,
        },
    };
    let golden = b"\xa4\x64type\x64join\x68senderId\x61a\
        \x78\x19supportedProtocolVersions\x81\x611\
        \x6cpeerMetadata\xa2\x69storageId\x61s\x6bisEphemeral\xf4";
    assert_eq!(join.encode(), golden);
    assert_eq!(decode(golden), join);
}

#[test]
fn sync_has_plain_bytes_and_a_definite_map() {
    let sync = Message::Sync {
        document_id: DOCUMENT.parse().unwrap(),
        sender_id: id("a"),
        target_id: id("b"),
        data: vec![1, 2],
    };
    let mut golden = b"\xa5\x64type\x64sync\x6adocumentId\x78\x1c".to_vec();
    golden.extend(DOCUMENT.as_bytes());
    golden.extend(b"\x68senderId\x61a\x68targetId\x61b\x64data\x42\x01\x02");
    assert_eq!(sync.encode(), golden);
    assert_eq!(decode(&golden), sync);
}

#[test]
fn metadata_is_read_under_both_names() {
    for key in ["peerMetadata", "metadata"] {
        let metadata = b"\xa1\x69storageId\x61s";
        let frame = map(&[
            ("type", &text("join")),
            ("senderId", &text("a")),
            (key, metadata),
        ]);
        let Message::Join { metadata, .. } = decode(&frame) else {
            panic!("a join");
        };
        assert_eq!(metadata.storage_id.as_deref(), Some("s"));
    }
}

#[test]
fn join_without_versions_speaks_version_1() {
    let frame = map(&[("type", &text("join")), ("senderId", &text("a"))]);
    let Message::Join {
        supported_protocol_versions,
        metadata,
        ..
    } = decode(&frame)
    else {
        panic!("a join");
    };
    assert_eq!(supported_protocol_versions, [PROTOCOL_VERSION]);
    assert_eq!(metadata, PeerMetadata::default());
}

#[test]
fn integers_may_come_as_floats() {
    let check = |count: &[u8], expected: Option<u64>| {
        let found = Message::decode(&ephemeral(count, b"\x41\x01"));
        let found = match found {
            Ok(Some(Message::Ephemeral { count, .. })) => Some(count),
            _ => None,
        };
        assert_eq!(found, expected, "{count:02x?}");
    };
    check(b"\x07", Some(7));
    check(b"\xf9\x47\x00", Some(7));
    check(b"\xfa\x40\xe0\x00\x00", Some(7));
    check(b"\xfb\x40\x1c\x00\x00\x00\x00\x00\x00", Some(7));
    check(b"\xfb\x40\x1e\x00\x00\x00\x00\x00\x00", None);
    check(b"\xfb\xc0\x1c\x00\x00\x00\x00\x00\x00", None);
    check(b"\xf9\x7e\x00", None);
    check(b"\xf9\x7c\x00", None);
    check(b"\x26", None);
    check(b"\x617", None);
    check(b"\xf7", None);
}

#[test]
fn payload_may_be_tagged_or_in_parts_but_never_empty() {
    let check = |data: &[u8], expected: Result<&[u8], DecodeError>| {
        let found = Message::decode(&ephemeral(b"\x01", data)).map(|message| match message {
            Some(Message::Ephemeral { data, .. }) => data,
            _ => Vec::new(),
        });
        assert_eq!(found.as_deref(), expected.as_ref().map(|data| *data));
    };
    check(b"\x42\x01\x02", Ok(&[1, 2]));
    check(b"\xd8\x40\x42\x01\x02", Ok(&[1, 2]));
    check(b"\x5f\x41\x01\x41\x02\xff", Ok(&[1, 2]));
    check(b"\x40", Err(DecodeError::EmptyPayload));
    check(b"\x5f\xff", Err(DecodeError::EmptyPayload));
    check(b"\xf7", Err(DecodeError::Missing { field: "data" }));
}

#[test]
fn undefined_optional_fields_are_absent() {
    let frame = map(&[
        ("type", &text("remote-subscription-change")),
        ("senderId", &text("a")),
        ("targetId", &text("b")),
        ("add", b"\xf7"),
        ("remove", b"\xf6"),
    ]);
    let expected = Message::RemoteSubscriptionChange {
        sender_id: id("a"),
        target_id: id("b"),
        add: None,
        remove: vec![],
    };
    assert_eq!(decode(&frame), expected);
}

#[test]
fn unknown_types_and_fields_are_skipped_whatever_they_hold() {
    let unknown = map(&[("type", &text("from-the-future")), ("data", b"\x07")]);
    assert_eq!(Message::decode(&unknown), Ok(None));
    let frame = map(&[
        ("type", &text("leave")),
        ("data", b"\xa1\x61x\x83\x01\xf5\xf6"),
        ("count", &text("not a number")),
        ("senderId", &text("a")),
    ]);
    let leave = Message::Leave { sender_id: id("a") };
    assert_eq!(decode(&frame), leave);
    // A map of open length, with a key that is not a text.
    let open = b"\xbf\x01\x02\x64type\x65leave\x68senderId\x61a\xff";
    assert_eq!(decode(open), leave);
}

#[test]
fn frames_that_are_no_message_are_refused() {
    let check = |frame: &[u8], is_expected: fn(&DecodeError) -> bool| {
        let error = Message::decode(frame).unwrap_err();
        assert!(is_expected(&error), "{error}");
    };
    check(b"", |error| matches!(error, DecodeError::NotAMap { .. }));
    check(b"\x01", |error| {
        matches!(error, DecodeError::NotAMap { .. })
    });
    check(b"\xa1\x64type", |error| {
        matches!(error, DecodeError::NotAMap { .. })
    });
    check(b"\xa0", |error| {
        matches!(error, DecodeError::Missing { field: "type" })
    });
    check(b"\xa1\x64type\x65leave", |error| {
        matches!(error, DecodeError::Missing { field: "senderId" })
    });
    check(b"\xa0\x00", |error| {
        matches!(error, DecodeError::LeftOver { n_bytes: 1 })
    });
    let frame = map(&[
        ("type", &text("doc-unavailable")),
        ("documentId", &text("not an id")),
    ]);
    check(&frame, |error| matches!(error, DecodeError::DocumentId(_)));
}

#[test]
fn over_a_limit_is_an_error() {
    let check = |frame: &[u8]| {
        let error = Message::decode(frame).unwrap_err();
        let is_limit = matches!(
            error,
            DecodeError::TooLong { .. } | DecodeError::FrameTooLong { .. }
        );
        assert!(is_limit, "{error}");
    };
    check(&vec![0; FRAME_BYTES_MAX + 1]);
    let long = "x".repeat(ID_BYTES_MAX + 1);
    check(&map(&[
        ("type", &text("leave")),
        ("senderId", &text(&long)),
    ]));
    let mut fields = vec![0xb8, u8::try_from(MESSAGE_FIELDS_MAX + 1).unwrap()];
    fields.extend([0x00; 2 * (MESSAGE_FIELDS_MAX + 1)]);
    check(&fields);
    let many = Message::Join {
        sender_id: id("a"),
        supported_protocol_versions: vec!["1".to_owned(); MESSAGE_ENTRIES_MAX + 1],
        metadata: PeerMetadata::default(),
    };
    check(&many.encode());
}

#[test]
fn deep_nesting_is_skipped_without_recursion() {
    let mut deep = vec![0x81; 100_000];
    deep.push(0x00);
    let frame = map(&[
        ("type", &text("leave")),
        ("senderId", &text("a")),
        ("unknown", &deep),
    ]);
    assert!(matches!(decode(&frame), Message::Leave { .. }));
}

#[test]
fn long_error_text_is_cut_at_a_character() {
    let error = Message::Error {
        sender_id: None,
        target_id: None,
        message: "é".repeat(1000),
    };
    let Message::Error { message, .. } = decode(&error.encode()) else {
        panic!("an error");
    };
    assert_eq!(message, "é".repeat(512));
}
