//! The steps: what each checks, with which program, and how long it takes.

use super::counts::{of_cargo_test, of_nextest, of_playwright};
use super::{Context, Counts, layers};
use crate::failure::{Failure, Outcome};
use crate::process::{run, run_and_keep};
use crate::size_budget::FirstVisit;
use crate::tools::{
    WASM_TARGET, ensure_chromium, ensure_end_to_end_packages, ensure_interop_packages,
    ensure_target,
};
use crate::{app_build, contract, relay};

/// One thing that CI checks.
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) what: &'static str,
    /// Usual duration when little has changed.
    pub(super) usually: &'static str,
    /// Usual duration after a clean clone.
    pub(super) at_first: &'static str,
    /// Steps that must not have failed before this one, when they were asked for.
    pub(super) needs: &'static [&'static str],
    pub(super) run: fn(&Context<'_>) -> Outcome<Counts>,
}

const fn step(
    name: &'static str,
    what: &'static str,
    (usually, at_first): (&'static str, &'static str),
    needs: &'static [&'static str],
    run: fn(&Context<'_>) -> Outcome<Counts>,
) -> Step {
    Step {
        name,
        what,
        usually,
        at_first,
        needs,
        run,
    }
}

/// Every step, the quickest to fail first.
pub(super) const STEPS: [Step; 11] = [
    step("fmt", "format of the code", ("2 s", "2 s"), &[], fmt),
    step("clippy", "lints, host code", ("10 s", "3 min"), &[], clippy),
    step(
        "clippy-wasm",
        "lints, browser code",
        ("10 s", "2 min"),
        &[],
        clippy_wasm,
    ),
    step(
        "tests",
        "tests of all packages",
        ("1 min", "6 min"),
        &[],
        tests,
    ),
    step(
        "interop",
        "automerge-repo and samod, both ways",
        ("15 s", "1 min"),
        &["tests"],
        interop,
    ),
    step(
        "doc",
        "documentation without a warning",
        ("10 s", "2 min"),
        &[],
        doc,
    ),
    step(
        "layers",
        "who may depend on whom",
        ("2 s", "2 s"),
        &[],
        layers::check,
    ),
    step(
        "contract",
        "the contract's files",
        ("1 s", "1 s"),
        &[],
        contract_files,
    ),
    step(
        "genesis",
        "the genesis is that of the files",
        ("5 s", "5 s"),
        &["tests"],
        genesis,
    ),
    step(
        "app",
        "release build and its size",
        ("5 s", "5 min"),
        &[],
        app,
    ),
    step(
        "e2e",
        "the built app in Chromium",
        ("6 min", "9 min"),
        &["app"],
        end_to_end,
    ),
];

fn fmt(context: &Context<'_>) -> Outcome<Counts> {
    let mut command = context
        .tools
        .programs
        .cargo(&["fmt", "--all", "--", "--check"]);
    run(&mut command, "the format check").map_err(|failure| failure.try_next("cargo fmt --all"))?;
    Ok(Counts::PASSED)
}

fn clippy(context: &Context<'_>) -> Outcome<Counts> {
    let arguments = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    run(&mut context.tools.programs.cargo(&arguments), "clippy")?;
    Ok(Counts::PASSED)
}

fn clippy_wasm(context: &Context<'_>) -> Outcome<Counts> {
    ensure_target(context.tools, WASM_TARGET)?;
    let arguments = [
        "clippy",
        "--package",
        "six-cartes",
        "--package",
        "worker",
        "--target",
        WASM_TARGET,
        "--",
        "-D",
        "warnings",
    ];
    run(
        &mut context.tools.programs.cargo(&arguments),
        "clippy for wasm",
    )?;
    Ok(Counts::PASSED)
}

/// The package that needs Node and its packages; it has a step of its own.
const INTEROP: &str = "interop";

fn tests(context: &Context<'_>) -> Outcome<Counts> {
    let programs = &context.tools.programs;
    if has_nextest(context) {
        let unit = nextest(context, &format!("not package({INTEROP})"))?;
        // nextest does not run the examples of the documentation.
        let arguments = ["test", "--quiet", "--workspace", "--doc", "--no-fail-fast"];
        let ended = run_and_keep(&mut programs.cargo(&arguments))?;
        let examples = of_cargo_test(&ended.lines).with_exit(ended.success);
        return some([unit, examples].into_iter().sum());
    }
    let arguments = [
        "test",
        "--workspace",
        "--exclude",
        INTEROP,
        "--no-fail-fast",
    ];
    let ended = run_and_keep(&mut programs.cargo(&arguments))?;
    some(of_cargo_test(&ended.lines).with_exit(ended.success))
}

fn interop(context: &Context<'_>) -> Outcome<Counts> {
    ensure_interop_packages(context.workspace, context.tools)?;
    if has_nextest(context) {
        return some(nextest(context, &format!("package({INTEROP})"))?);
    }
    let arguments = ["test", "--package", INTEROP, "--no-fail-fast"];
    let ended = run_and_keep(&mut context.tools.programs.cargo(&arguments))?;
    some(of_cargo_test(&ended.lines).with_exit(ended.success))
}

fn has_nextest(context: &Context<'_>) -> bool {
    let programs = &context.tools.programs;
    programs
        .first_line_of("cargo", &["nextest", "--version"])
        .is_some()
}

/// Runs the chosen tests; always of the whole workspace, so that two steps
/// compile the same things.
fn nextest(context: &Context<'_>, chosen: &str) -> Outcome<Counts> {
    let arguments = ["nextest", "run", "--workspace", "--no-fail-fast"];
    let mut command = context.tools.programs.cargo(&arguments);
    command.args(["--filterset", chosen]);
    command.args(["--status-level", "fail", "--final-status-level", "fail"]);
    let ended = run_and_keep(&mut command)?;
    Ok(of_nextest(&ended.lines).with_exit(ended.success))
}

/// A step without a single test has checked nothing.
fn some(counts: Counts) -> Outcome<Counts> {
    if counts == Counts::default() {
        return Err(Failure::new(
            "no test was run, or their totals could not be read",
        ));
    }
    Ok(counts)
}

fn doc(context: &Context<'_>) -> Outcome<Counts> {
    let mut command = context
        .tools
        .programs
        .cargo(&["doc", "--no-deps", "--workspace"]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    run(&mut command, "the documentation")?;
    Ok(Counts::PASSED)
}

fn contract_files(context: &Context<'_>) -> Outcome<Counts> {
    contract::check(context.workspace)?;
    Ok(Counts::PASSED)
}

/// Runs the one test of the genesis among all the tests, which are compiled
/// already: `cargo xtask genesis --check` would compile Automerge once more.
fn genesis(context: &Context<'_>) -> Outcome<Counts> {
    let arguments = ["test", "--quiet", "--workspace", "--test", "genesis"];
    run(
        &mut context.tools.programs.cargo(&arguments),
        "comparing the genesis",
    )
    .map_err(|failure| failure.try_next("cargo xtask genesis --check"))?;
    Ok(Counts::PASSED)
}

fn app(context: &Context<'_>) -> Outcome<Counts> {
    app_build::ensure_built(context.workspace, context.tools)?;
    let visit = FirstVisit::measure(&context.workspace.dist())?;
    println!("{}", visit.table());
    visit.check()?;
    Ok(Counts::PASSED)
}

fn end_to_end(context: &Context<'_>) -> Outcome<Counts> {
    let folder = context.workspace.end_to_end();
    if !folder.join("package.json").is_file() {
        return Err(Failure::new("tests/e2e/package.json is not there"));
    }
    ensure_end_to_end_packages(context.workspace, context.tools)?;
    let mut types = context.tools.programs.command("npx");
    types.args(["--no-install", "tsc", "--noEmit"]);
    if !run_and_keep(types.current_dir(&folder))?.success {
        return Err(Failure::new("the end-to-end tests have a fault of types"));
    }
    let chromium = ensure_chromium(context.tools)?;
    app_build::ensure_built(context.workspace, context.tools)?;
    let relay = relay::ensure_built(context.workspace, context.tools)?;
    let mut command = context.tools.programs.command("npx");
    command
        .args(["--no-install", "playwright", "test", "--reporter=list"])
        .current_dir(folder)
        .env("SIX_CARTES_APP", context.workspace.dist())
        .env("SIX_CARTES_CHROMIUM", chromium)
        .env("SIX_CARTES_RELAY", relay)
        .env("PLAYWRIGHT_HTML_OPEN", "never");
    let ended = run_and_keep(&mut command)?;
    let counts = of_playwright(&ended.lines).with_exit(ended.success);
    if counts == Counts::default() {
        return Err(Failure::new("no end-to-end test was run"));
    }
    Ok(counts)
}
