//! The validator: every fault is named with its file and its line.

use xtask::contract_files::{ContractTexts, parse};

const SAMPLE_CONTRACT: &str = r#"title = "Contrat"
period = "2015-2022"
source = "page 1"
[[councils]]
id = "gaillard"
name = "Gaillard"
source = "2.1"
[[quarters]]
name = "Le Chalet"
commune = "Gaillard"
source = "3.2"
[[calendar]]
date = "Automne"
label = "Rencontres"
source = "2.1"
[[signatories]]
name = "Préfet"
source = "signataires"
[state]
[[state.objectives]]
text = "Un objectif"
source = "3.2"
[[state.commitments]]
heading = "Emploi"
text = "Doubler les moyens"
source = "3.2"
"#;

const SAMPLE_THEMES: &str = r#"[[themes]]
number = 1
name = "POPULATIONS"
source = "3.1"
[[themes.orientations]]
number = 1
title = "ACCES"
source = "3.1"
[[themes.orientations.objectives]]
code = "1-1"
label = "Réduire"
source = "3.1"
[[themes.axes]]
label = "Accès aux soins"
starred = true
source = "3.1"
[[themes]]
number = 2
name = "EDUCATION"
source = "3.1"
[[themes.orientations]]
number = 2
title = "REUSSITE"
source = "3.1"
"#;

const SAMPLE_CARDS: &str = r#"[vote]
title = "Séance"
date = "2019-06-14"
participants = 16
source = "annexe 1"
[[cards]]
id = "mobilite"
name = "Mobilité"
question = "Quelles mesures ?"
source = "annexe 1"
difficulties = [
  "Coût",
  "Horaires",
]
[[cards.proposals]]
label = "Baisser le prix"
dots = 7
"#;

const SAMPLE_ACTIONS: &str = "seq,theme,orientation,objective,code,label,perimeter,status,step,detail,outlook,source\n\
            1,1,1,Réduire,1.1,\"Créer, ouvrir\",Agglo,Atteint,reached,Fait,Suite,annexe 2\n\
            2,2,2,,,Relancer,,,,,,annexe 2\n";

/// A correct contract, as small as one can be.
fn texts() -> ContractTexts {
    ContractTexts {
        contract: SAMPLE_CONTRACT.to_owned(),
        themes: SAMPLE_THEMES.to_owned(),
        cards: SAMPLE_CARDS.to_owned(),
        actions: SAMPLE_ACTIONS.to_owned(),
        links: String::new(),
    }
}

type Edit = fn(&mut ContractTexts) -> &mut String;

const CONTRACT: Edit = |texts| &mut texts.contract;
const THEMES: Edit = |texts| &mut texts.themes;
const CARDS: Edit = |texts| &mut texts.cards;
const ACTIONS: Edit = |texts| &mut texts.actions;

/// Faults of the correct contract after one replacement, one a line.
fn faults_after(file: Edit, before: &str, after: &str) -> String {
    let mut texts = texts();
    let text = file(&mut texts);
    assert!(text.contains(before), "{before} is not in the sample");
    *text = text.replacen(before, after, 1);
    parse(&texts)
        .err()
        .unwrap_or_default()
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

#[track_caller]
fn check(file: Edit, before: &str, after: &str, expected: &str) {
    let faults = faults_after(file, before, after);
    assert_eq!(faults.lines().count(), 1, "not one fault:\n{faults}");
    assert!(faults.contains(expected), "{faults}\nlacks {expected}");
}

#[test]
fn a_correct_contract_is_read_as_it_stands() {
    let contract = parse(&texts()).expect("no fault");
    assert_eq!(contract.quarters[0].kind, None);
    assert_eq!(contract.cards[0].difficulties, ["Coût", "Horaires"]);
    assert_eq!(contract.actions[0].label, "Créer, ouvrir");
    assert_eq!(contract.actions[1].code, None);
    assert_eq!(contract.actions[1].step, None);
}

#[test]
fn keys_are_checked() {
    check(
        CONTRACT,
        "name = \"Gaillard\"",
        "nom = \"Gaillard\"\nname = \"Gaillard\"",
        "contract.toml:6: unknown key `nom` in [[councils]]",
    );
    check(
        CONTRACT,
        "name = \"Gaillard\"\n",
        "",
        "contract.toml:4: missing key `name` in [[councils]]",
    );
    check(
        CONTRACT,
        "title = \"Contrat\"\n",
        "",
        "contract.toml:1: missing key `title`",
    );
    check(
        THEMES,
        "starred = true\n",
        "",
        "themes.toml:13: missing key `starred`",
    );
    check(CARDS, "dots = 7\n", "", "cards.toml:15: missing key `dots`");
}

#[test]
fn texts_are_checked() {
    check(
        THEMES,
        "\"Réduire\"",
        "\"\"",
        "themes.toml:11: `label` is empty",
    );
    check(
        THEMES,
        "\"Réduire\"",
        "\" Réduire\"",
        "themes.toml:11: `label` begins or ends",
    );
    check(
        THEMES,
        "\"Réduire\"",
        "\"Ré\\tduire\"",
        "themes.toml:11: `label` holds the control",
    );
    check(
        CARDS,
        "\"Horaires\"",
        "\"\"",
        "cards.toml:13: `difficulties` is empty",
    );
    check(
        CARDS,
        "Baisser",
        &"é".repeat(1000),
        "cards.toml:16: `label` has 1008 characters",
    );
    check(
        THEMES,
        "label = \"Réduire\"",
        "label = 12",
        "themes.toml:11: `label` is of kind integer",
    );
    check(ACTIONS, "Relancer", "", "actions.csv:3: `label` is empty");
    check(
        ACTIONS,
        "Fait",
        &"é".repeat(8001),
        "actions.csv:2: `detail` has 8001 characters",
    );
}

#[test]
fn numbers_are_checked() {
    check(
        CARDS,
        "dots = 7",
        "dots = -7",
        "cards.toml:17: `dots` is `-7`; expected a whole number",
    );
    check(
        CARDS,
        "dots = 7",
        "dots = 7.5",
        "cards.toml:17: `dots` is of kind float",
    );
    check(
        CARDS,
        "dots = 7",
        "dots = \"7\"",
        "cards.toml:17: `dots` is of kind string",
    );
    check(
        CARDS,
        "participants = 16",
        "participants = 0",
        "cards.toml:4: `participants` is `0`",
    );
    check(
        CARDS,
        "2019-06-14",
        "2019-02-30",
        "cards.toml:3: `date`: `2019-02-30` is not a day",
    );
    check(
        THEMES,
        "starred = true",
        "starred = \"oui\"",
        "themes.toml:15: `starred` is of kind string",
    );
    check(
        ACTIONS,
        "2,2,2",
        "deux,2,2",
        "actions.csv:3: `seq` is `deux`",
    );
}

#[test]
fn what_is_given_twice_names_the_first_line() {
    // The action of the orientation that is gone has its own fault after it.
    let faults = faults_after(THEMES, "number = 2\ntitle", "number = 1\ntitle");
    let expected = "themes.toml:22: `number` 1 is already given on line 6\nactions.csv:3: ";
    assert!(faults.starts_with(expected), "{faults}");
    let council =
        "[[councils]]\nid = \"gaillard\"\nname = \"Autre\"\nsource = \"2.1\"\n[[quarters]]";
    check(
        CONTRACT,
        "[[quarters]]",
        council,
        "contract.toml:9: `id` gaillard is already given on line 5",
    );
}

#[test]
fn the_rows_of_actions_are_in_order_and_in_their_place() {
    check(
        ACTIONS,
        "2,2,2",
        "3,2,2",
        "actions.csv:3: `seq` is 3; expected 2",
    );
    check(
        ACTIONS,
        "2,2,2",
        "2,3,2",
        "actions.csv:3: `theme` 3 does not exist",
    );
    check(
        ACTIONS,
        "2,2,2",
        "2,2,9",
        "actions.csv:3: `orientation` 9 does not exist",
    );
    check(
        ACTIONS,
        "2,2,2",
        "2,1,2",
        "actions.csv:3: `orientation` 2 belongs to theme 2",
    );
    check(
        ACTIONS,
        "reached",
        "done",
        "actions.csv:2: `step` is `done`; expected nothing or one of",
    );
    check(
        ACTIONS,
        "2,2,2,,,",
        "2,2,2,,,,",
        "actions.csv:3: 13 columns instead of 12",
    );
    check(
        ACTIONS,
        "seq,theme",
        "theme,seq",
        "actions.csv:1: the column names are",
    );
}

#[test]
fn lines_are_right_after_a_text_of_several_lines_and_a_blank_line() {
    let mut texts = texts();
    texts.actions = texts.actions.replacen("Fait", "\"Fait\nici\"", 1);
    texts.actions = texts.actions.replacen("\n2,2,2", "\n\n2,2,9", 1);
    let faults = parse(&texts).expect_err("two faults");
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(
        faults[0].starts_with("actions.csv:2: `detail` holds the control"),
        "{faults:?}"
    );
    assert!(
        faults[1].starts_with("actions.csv:5: `orientation` 9"),
        "{faults:?}"
    );
}

#[test]
fn syntax_faults_name_their_line() {
    let faults = faults_after(CONTRACT, "period = \"2015-2022\"", "period = \"2015-2022");
    assert!(faults.contains("contract.toml:2: TOML syntax"), "{faults}");
}

#[test]
fn every_fault_of_every_file_is_given() {
    let mut texts = texts();
    texts.contract = texts.contract.replace("\"Gaillard\"", "\"\"");
    texts.themes = texts.themes.replace("\"ACCES\"", "\"\"");
    texts.cards = texts.cards.replace("dots = 7", "dots = -1");
    texts.actions = texts.actions.replace("reached", "done");
    let faults = parse(&texts).expect_err("five faults");
    let files: Vec<&str> = faults.iter().map(|fault| fault.file).collect();
    let expected = [
        "contract.toml",
        "contract.toml",
        "themes.toml",
        "cards.toml",
        "actions.csv",
    ];
    assert_eq!(files, expected);
}

#[test]
fn empty_files_are_faults_and_no_panic() {
    let faults = parse(&ContractTexts::default()).expect_err("everything is missing");
    for file in ["contract.toml", "themes.toml", "cards.toml", "actions.csv"] {
        assert!(
            faults.iter().any(|fault| fault.file == file),
            "{file}: {faults:?}"
        );
    }
}

#[test]
fn remarks_between_the_actions_are_skipped_and_counted_as_lines() {
    let header = SAMPLE_ACTIONS.lines().next().expect("a header");
    let remarks = format!("# Une remarque, avec une virgule\n{header}\n# Une autre\n\n# Et une");
    let mut commented = texts();
    commented.actions = SAMPLE_ACTIONS.replacen(header, &remarks, 1);
    let read = parse(&commented).expect("no fault");
    assert_eq!(read.actions.len(), 2);
    check(
        ACTIONS,
        header,
        &format!("{remarks}\nx,1,1,,,Relancer,,,,,,annexe 2"),
        "actions.csv:6: `seq`",
    );
}

#[test]
fn without_a_vote_there_are_no_dots() {
    let vote = SAMPLE_CARDS.split("[[cards]]").next().expect("a vote");
    let mut unvoted = texts();
    unvoted.cards = SAMPLE_CARDS
        .replace(vote, "")
        .replace("dots = 7", "dots = 0");
    assert_eq!(parse(&unvoted).expect("no fault").vote, None);
    check(CARDS, vote, "", "cards.toml:12: `dots` without a [vote]");
}
