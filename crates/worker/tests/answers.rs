//! What the page asks, and what it is answered.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, at the line that says why"
)]

use automerge::Automerge;
use worker::{Seen, Series, Value, Worker, verbs};

static GENESIS: &[u8] = include_bytes!("../../../data/annemasse/genesis.automerge");
static AMENDMENT: &[u8] = include_bytes!("../../../data/annemasse/amendment.automerge");

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.to_vec())
}

fn ask(worker: &mut Worker, verb: &str, arguments: &[Value]) -> Option<Vec<Value>> {
    let message: Vec<Value> = [text(verb)].into_iter().chain(arguments.to_vec()).collect();
    worker.answer(&message)
}

fn backup() -> Vec<u8> {
    Automerge::load(&[GENESIS, AMENDMENT].concat())
        .unwrap()
        .save()
}

#[test]
fn every_export_is_one_file_and_the_complete_one_comes_back() {
    let mut worker = Worker::default();
    let day = "2026-11-27";
    for (word, end) in [
        ("workbook", ".xlsx"),
        ("spreadsheet", ".zip"),
        ("open-data", ".zip"),
        ("json", ".json"),
    ] {
        let arguments = [text(word), text(day), bytes(&backup())];
        let answer = ask(&mut worker, verbs::EXPORT, &arguments).unwrap();
        let [Value::Text(name), Value::Text(_), Value::Bytes(file)] = &*answer else {
            panic!("{word}: {answer:?}");
        };
        assert!(name.ends_with(end), "{name}");
        if word == "json" {
            let arguments = [bytes(file), bytes(GENESIS), bytes(AMENDMENT)];
            let back = ask(&mut worker, verbs::IMPORT, &arguments).unwrap();
            let [Value::Bytes(back)] = &*back else {
                panic!("{back:?}");
            };
            let back = Automerge::load(back).unwrap();
            let before = Automerge::load(&backup()).unwrap();
            assert_eq!(back.get_heads(), before.get_heads());
        }
    }
}

#[test]
fn file_that_is_no_export_is_named() {
    let mut worker = Worker::default();
    let arguments = [bytes(b"{}"), bytes(GENESIS), bytes(AMENDMENT)];
    let answer = ask(&mut worker, verbs::IMPORT, &arguments);
    assert_eq!(answer, Some(vec![text("unreadable")]));
}

/// Four pixels for each module, with the margin that a camera needs.
fn picture(code: &[Value]) -> (Vec<u8>, usize) {
    let [Value::Text(width), Value::Bytes(modules)] = code else {
        panic!("{code:?}");
    };
    let width: usize = width.parse().unwrap();
    let side = (width + 8) * 4;
    let is_dark = |x: usize, y: usize| {
        let place = |n: usize| (n / 4).checked_sub(4).filter(|n| *n < width);
        place(x)
            .zip(place(y))
            .is_some_and(|(x, y)| modules[y * width + x] == 1)
    };
    let pixels = (0..side * side).flat_map(|n| {
        let light = if is_dark(n % side, n / side) { 0 } else { 255 };
        [light, light, light, 255]
    });
    (pixels.collect(), side)
}

fn look(worker: &mut Worker, code: &[Value]) -> Seen {
    let (pixels, side) = picture(code);
    let side = text(&side.to_string());
    let answer = ask(worker, verbs::LOOK, &[bytes(&pixels), side.clone(), side]).unwrap();
    let [Value::Text(seen)] = &*answer else {
        panic!("{answer:?}");
    };
    serde_json::from_str(seen).unwrap()
}

#[test]
fn what_one_tablet_shows_another_one_reads_and_goes_on_after_a_break() {
    let (mut sending, mut reading) = (Worker::default(), Worker::default());
    let payload: Vec<u8> = (0..4_000_u32).flat_map(|n| (n * n).to_le_bytes()).collect();
    let answer = ask(&mut sending, verbs::SEND, &[bytes(&payload)]).unwrap();
    let [Value::Text(series)] = &*answer else {
        panic!("{answer:?}");
    };
    let series: Series = serde_json::from_str(series).unwrap();
    let mut seen = Seen::default();
    for number in 0..4 * series.n_codes_min {
        let code = ask(&mut sending, verbs::CODE, &[text(&number.to_string())]).unwrap();
        seen = look(&mut reading, &code);
        if seen.is_complete {
            break;
        }
        let kept = ask(&mut reading, verbs::KEEP, &[]).unwrap();
        reading = Worker::default();
        ask(&mut reading, verbs::RESUME, &kept).unwrap();
    }
    assert!(seen.is_complete, "{seen:?}");
    let received = ask(&mut reading, verbs::RECEIVED, &[]);
    assert_eq!(received, Some(vec![Value::Bytes(payload)]));
}

#[test]
fn request_is_read_by_the_other_tablet() {
    let (mut asking, mut reading) = (Worker::default(), Worker::default());
    let heads = [[1_u8; 32], [0xab; 32]].concat();
    let arguments = [text("41Cbu9XHRAqcy7YKcAKW9EyeQCYe"), bytes(&heads)];
    let code = ask(&mut asking, verbs::REQUEST, &arguments).unwrap();
    let request = look(&mut reading, &code).request.unwrap();
    assert_eq!(request.document, "41Cbu9XHRAqcy7YKcAKW9EyeQCYe");
    assert_eq!(request.heads, ["01".repeat(32), "ab".repeat(32)]);
}

#[test]
fn nonsense_has_no_answer() {
    let mut worker = Worker::default();
    assert_eq!(worker.answer(&[]), None);
    for (verb, arguments) in [
        ("make coffee", vec![]),
        (verbs::CODE, vec![text("0")]),
        (verbs::RECEIVED, vec![]),
        (verbs::RESUME, vec![bytes(b"?")]),
        (
            verbs::EXPORT,
            vec![text("json"), text("2026-11-27"), bytes(b"?")],
        ),
        (
            verbs::EXPORT,
            vec![text("?"), text("2026-11-27"), bytes(&backup())],
        ),
        (verbs::LOOK, vec![bytes(&[]), text("-1"), text("5")]),
        (verbs::WRITE_WORKBOOK, vec![text("{")]),
    ] {
        assert_eq!(ask(&mut worker, verb, &arguments), None, "{verb}");
    }
}
