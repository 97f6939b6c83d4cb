//! The report as a table: a row for each measure, a column for each program.

use serde_json::Value;

use crate::measures::RETURN_MAX;
use crate::programs::Program;

/// Label, where the figure stands, digits after the point, and the budget.
type Row = (&'static str, &'static str, usize, Option<f64>);

/// Where the time of the return stands; a program that has not brought all
/// together has the longest.
const ALL_EQUAL: &str = "/reconnect/all_equal_s";

/// Measured several times: the middle run, and the best in brackets.
const REPEATED: [Row; 22] = [
    (
        "fan-out 10, median client, p50, ms",
        "/fan_out/10/median/p50_ms",
        1,
        None,
    ),
    (
        "fan-out 10, median client, p99, ms",
        "/fan_out/10/median/p99_ms",
        1,
        None,
    ),
    (
        "fan-out 10, slowest client, p50, ms",
        "/fan_out/10/slowest/p50_ms",
        1,
        None,
    ),
    (
        "fan-out 10, slowest client, p99, ms",
        "/fan_out/10/slowest/p99_ms",
        1,
        None,
    ),
    (
        "fan-out 50, median client, p50, ms",
        "/fan_out/50/median/p50_ms",
        1,
        None,
    ),
    (
        "fan-out 50, median client, p99, ms",
        "/fan_out/50/median/p99_ms",
        1,
        None,
    ),
    (
        "fan-out 50, slowest client, p50, ms",
        "/fan_out/50/slowest/p50_ms",
        1,
        None,
    ),
    (
        "fan-out 50, slowest client, p99, ms",
        "/fan_out/50/slowest/p99_ms",
        1,
        None,
    ),
    (
        "fan-out 150, median client, p50, ms",
        "/fan_out/150/median/p50_ms",
        1,
        None,
    ),
    (
        "fan-out 150, median client, p99, ms",
        "/fan_out/150/median/p99_ms",
        1,
        None,
    ),
    (
        "fan-out 150, slowest client, p50, ms",
        "/fan_out/150/slowest/p50_ms",
        1,
        Some(20.0),
    ),
    (
        "fan-out 150, slowest client, p99, ms",
        "/fan_out/150/slowest/p99_ms",
        1,
        Some(50.0),
    ),
    (
        "acknowledged, 1 writer, p50, ms",
        "/acknowledged/one_writer/p50_ms",
        1,
        None,
    ),
    (
        "acknowledged, 1 writer, p99, ms",
        "/acknowledged/one_writer/p99_ms",
        1,
        None,
    ),
    (
        "acknowledged, 20 writers, a document each, p50, ms",
        "/acknowledged/many_documents/p50_ms",
        1,
        None,
    ),
    (
        "acknowledged, 20 writers, a document each, p99, ms",
        "/acknowledged/many_documents/p99_ms",
        1,
        None,
    ),
    (
        "acknowledged, 20 writers, one document, p50, ms",
        "/acknowledged/one_document/p50_ms",
        1,
        None,
    ),
    (
        "acknowledged, 20 writers, one document, p99, ms",
        "/acknowledged/one_document/p99_ms",
        1,
        None,
    ),
    ("10 tablets merge a day offline, s", "/merge/10/s", 2, None),
    ("40 tablets merge a day offline, s", "/merge/40/s", 2, None),
    (
        "200 tablets merge a day offline, s",
        "/merge/200/s",
        2,
        None,
    ),
    (
        "150 clients back after a restart, all equal, s",
        ALL_EQUAL,
        2,
        Some(5.0),
    ),
];

/// Whether the longest measures came to their ends: the middle run.
const COUNTED: [Row; 3] = [
    (
        "acknowledged, 20 writers, one document, changes in 5 s (of 400)",
        "/acknowledged/one_document/n",
        0,
        None,
    ),
    (
        "200 tablets merge a day offline, merged in 20 s",
        "/merge/200/n",
        0,
        None,
    ),
    (
        "150 clients back after a restart, equal in 20 s",
        "/reconnect/n_equal",
        0,
        None,
    ),
];

/// Measured once.
const ONCE: [Row; 12] = [
    (
        "bytes per dot, writer, both ways",
        "/bytes/per_dot/writer",
        0,
        None,
    ),
    (
        "bytes per dot, each reader, both ways",
        "/bytes/per_dot/reader",
        0,
        None,
    ),
    (
        "bytes per ballot, writer, both ways",
        "/bytes/per_ballot/writer",
        0,
        None,
    ),
    (
        "bytes per ballot, each reader, both ways",
        "/bytes/per_ballot/reader",
        0,
        None,
    ),
    (
        "bytes of a reconnection, equal",
        "/bytes/reconnect_equal",
        0,
        None,
    ),
    (
        "bytes of a reconnection, one ballot behind",
        "/bytes/reconnect_one_ballot_behind",
        0,
        None,
    ),
    (
        "bytes of a reconnection, empty client",
        "/bytes/reconnect_empty",
        0,
        None,
    ),
    (
        "memory at the start, KiB",
        "/memory/clients/at_start_kib",
        0,
        None,
    ),
    (
        "memory per idle client, KiB",
        "/memory/clients/per_client_kib",
        1,
        Some(64.0),
    ),
    (
        "memory per document of 50 KB, KiB",
        "/memory/documents/per_document_kib",
        0,
        None,
    ),
    (
        "memory with all (200) documents, KiB",
        "/memory/documents/loaded_kib",
        0,
        None,
    ),
    (
        "memory after 6 s without clients, KiB",
        "/memory/documents/after_idle_kib",
        0,
        None,
    ),
];

/// Prints the table of a report, with the verdict on ours.
pub fn print(report: &Value) {
    let columns: Vec<&str> = Program::ALL.iter().map(|program| program.name()).collect();
    println!("| measure | {} | budget |", columns.join(" | "));
    println!("|---|{}---|", "---|".repeat(columns.len()));
    for row in REPEATED.iter().chain(&COUNTED).chain(&ONCE) {
        print_row(report, row);
    }
    println!("\n| ours, group commit | on | off: one append in each commit |\n|---|---|---|");
    let on = &report["relays"][Program::Ours.name()]["runs"];
    let off = &report["one_append_per_commit"];
    for (label, path, n_digits, _) in &REPEATED {
        let cells = repeated(on, path, *n_digits).zip(repeated(off, path, *n_digits));
        if let Some((on, off)) = cells {
            println!("| {label} | {on} | {off} |");
        }
    }
}

fn print_row(report: &Value, (label, path, n_digits, budget): &Row) {
    let mut cells = Vec::new();
    for program in Program::ALL {
        let relay = &report["relays"][program.name()];
        let once = relay.pointer(path).and_then(Value::as_f64);
        let cell = once.map(|figure| format!("{figure:.n_digits$}"));
        cells.push(
            cell.or_else(|| repeated(&relay["runs"], path, *n_digits))
                .unwrap(),
        );
    }
    let verdict = budget.map_or(String::new(), |budget| {
        let ours = &report["relays"][Program::Ours.name()];
        let figure = ours.pointer(path).and_then(Value::as_f64);
        let figure = figure.unwrap_or_else(|| sorted(&ours["runs"], path).unwrap().1);
        let word = if figure <= budget { "within" } else { "over" };
        format!("{budget}: {word}")
    });
    println!("| {label} | {} | {verdict} |", cells.join(" | "));
}

/// The middle of the runs, and the best.
fn repeated(runs: &Value, path: &str, n_digits: usize) -> Option<String> {
    let (best, middle) = sorted(runs, path)?;
    if COUNTED.iter().any(|counted| counted.1 == path) {
        return Some(format!("{middle}"));
    }
    let is_limited = path == ALL_EQUAL || path.starts_with("/merge/");
    let is_over = is_limited && middle >= RETURN_MAX.as_secs_f64();
    let over = if is_over { "over " } else { "" };
    Some(format!("{over}{middle:.n_digits$} ({best:.n_digits$})"))
}

/// The best and the middle.
fn sorted(runs: &Value, path: &str) -> Option<(f64, f64)> {
    let figure = |run: &Value| run.pointer(path)?.as_f64();
    let figures: Option<Vec<f64>> = runs.as_array()?.iter().map(figure).collect();
    let mut figures = figures?;
    figures.sort_by(f64::total_cmp);
    Some((*figures.first()?, *figures.get(figures.len() / 2)?))
}
