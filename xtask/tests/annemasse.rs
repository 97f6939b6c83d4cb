//! The contract of Annemasse: what the document holds, and the shape of its JSON.
//!
//! The counts are those of the printed contract, not rules of the validator:
//! another city has others.

use std::path::Path;

use serde_json::Value;
use xtask::contract_files::{Contract, read};

fn contract() -> Contract {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/annemasse");
    read(&folder).expect("cargo xtask contract --check names the faults")
}

#[test]
fn the_counts_are_those_of_the_printed_contract() {
    assert_eq!(
        contract().counts(),
        "4 themes, 14 orientations, 60 objectives, 46 axes (17 starred), 6 cards, \
         66 difficulties, 81 proposals, 107 dots, 142 action rows, 25 signatories"
    );
}

#[test]
fn actions_are_distinct_rows_of_which_nine_have_no_status() {
    let contract = contract();
    let unknown = contract
        .actions
        .iter()
        .filter(|action| action.status.is_none());
    assert_eq!(unknown.count(), 9);
    assert!(
        contract
            .actions
            .iter()
            .any(|action| action.code.as_deref() == Some("1.10"))
    );
    assert!(
        !contract
            .actions
            .iter()
            .any(|action| action.code.as_deref() == Some("1.4"))
    );
}

/// Keys of a JSON object, sorted.
fn keys(text: &str, pointer: &str) -> Vec<String> {
    let value: Value = serde_json::from_str(text).expect("JSON");
    let object = value.pointer(pointer).and_then(Value::as_object);
    let mut keys: Vec<String> = object.expect("an object").keys().cloned().collect();
    keys.sort();
    keys
}

#[test]
fn json_has_exactly_the_agreed_keys() {
    let text = serde_json::to_string(&contract()).expect("JSON");
    let check = |pointer: &str, expected: &[&str]| {
        let mut expected: Vec<&str> = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(keys(&text, pointer), expected, "{pointer}");
    };
    check(
        "",
        &[
            "title",
            "period",
            "councils",
            "quarters",
            "calendar",
            "themes",
            "cards",
            "actions",
            "state",
            "signatories",
        ],
    );
    check("/councils/0", &["id", "name"]);
    check("/quarters/0", &["name", "commune", "kind"]);
    check("/calendar/0", &["date", "label"]);
    check("/themes/0", &["number", "name", "orientations", "axes"]);
    check(
        "/themes/0/orientations/0",
        &["number", "title", "objectives"],
    );
    check("/themes/0/orientations/0/objectives/0", &["code", "label"]);
    check("/themes/0/axes/0", &["label", "starred"]);
    check(
        "/cards/0",
        &["id", "name", "question", "difficulties", "proposals"],
    );
    check("/cards/0/proposals/0", &["label", "dots"]);
    check(
        "/actions/0",
        &[
            "seq",
            "theme",
            "orientation",
            "objective",
            "code",
            "label",
            "perimeter",
            "status",
            "detail",
            "outlook",
        ],
    );
    check("/state", &["objectives", "programmes", "commitments"]);
    check("/state/commitments/0", &["heading", "text"]);
}

#[test]
fn json_keeps_the_agreed_order_kinds_and_unknowns() {
    let text = serde_json::to_string(&contract()).expect("JSON");
    assert!(text.starts_with("{\"title\":\"Contrat de Ville"));
    let mut from = 0;
    for key in [
        "period",
        "councils",
        "quarters",
        "calendar",
        "themes",
        "cards",
        "actions",
        "state",
        "signatories",
    ] {
        let needle = format!("\"{key}\":");
        let found = text[from..].find(&needle);
        assert!(found.is_some(), "{key} is out of order");
        from += found.unwrap_or_default();
    }
    let value: Value = serde_json::from_str(&text).expect("JSON");
    assert!(value["actions"][0]["seq"].is_u64());
    assert!(value["cards"][0]["proposals"][0]["dots"].is_u64());
    assert!(value["actions"][1]["status"].is_null());
    assert!(value["actions"][0]["code"].is_string());
    assert!(value["signatories"][0].is_string());
    assert!(value["state"]["objectives"][0].is_string());
}

#[test]
fn limits_are_those_of_the_app() {
    use xtask::contract_files::limits;
    assert_eq!(limits::MEETING_CHARS_MAX, domain::Title::CHARS_MAX);
    assert_eq!(limits::PEOPLE_MAX, domain::limits::PAPER_PEOPLE_MAX);
    assert_eq!(limits::DOTS_MAX, domain::limits::PAPER_DOTS_MAX);
}
