//! Which package may not depend on which: the arrows of ARCHITECTURE.md.

use std::collections::BTreeSet;

use super::{Context, Counts};
use crate::failure::Outcome;
use crate::process::output_of;

/// A package, and what it must not know, even through others.
const FORBIDDEN: [(&str, &[&str]); 11] = [
    (
        "domain",
        &[
            "automerge",
            "document",
            "leptos",
            "replication",
            "serde",
            "web-sys",
        ],
    ),
    ("document", &["leptos", "replication", "web-sys"]),
    (
        "replication",
        &["document", "domain", "leptos", "tokio", "web-sys"],
    ),
    ("six-cartes-relay", &["document", "domain", "leptos"]),
    // What reads workbooks is large: it stands in a WebAssembly of its own.
    (
        "six-cartes",
        &[
            "axum",
            "calamine",
            "exports",
            "optical",
            "rust_xlsxwriter",
            "tokio",
        ],
    ),
    ("exports", &["leptos", "tokio", "web-sys"]),
    (
        "optical",
        &["automerge", "document", "domain", "leptos", "tokio"],
    ),
    ("worker", &["leptos", "tokio"]),
    (
        "sheets",
        &["automerge", "document", "domain", "leptos", "tokio"],
    ),
    ("six-cartes-tally", &["leptos", "tokio", "web-sys"]),
    ("xtask", &["automerge", "leptos", "tokio"]),
];

/// Checks every pair, each as one check.
pub(super) fn check(context: &Context<'_>) -> Outcome<Counts> {
    let mut total = Counts::default();
    for (package, forbidden) in FORBIDDEN {
        let known = dependencies(context, package)?;
        for name in forbidden {
            let counts = if known.contains(*name) {
                println!("{package} depends on {name}, which it must not know.");
                println!("  next: cargo tree --package {package} --edges normal --invert {name}");
                Counts::FAILED
            } else {
                Counts::PASSED
            };
            total = [total, counts].into_iter().sum();
        }
    }
    Ok(total)
}

/// Names of all the packages that a package is built from, on this machine.
fn dependencies(context: &Context<'_>, package: &str) -> Outcome<BTreeSet<String>> {
    let arguments = [
        "tree",
        "--package",
        package,
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ];
    let tree = output_of(&mut context.tools.programs.cargo(&arguments))?;
    Ok(tree
        .lines()
        .skip(1)
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect())
}
