//! Reads the command line and calls the command.

use std::process::ExitCode;

use lexopt::{Arg, Parser};
use xtask::contract;
use xtask::failure::{Failure, Outcome};
use xtask::workspace::Workspace;

fn main() -> ExitCode {
    match dispatch() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch() -> Outcome {
    let workspace = Workspace::find()?;
    let mut parser = Parser::from_env();
    match parser.next().map_err(misused)? {
        Some(Arg::Value(command)) if command == "contract" => {
            match parser.next().map_err(misused)? {
                Some(Arg::Long("check")) => contract::check(&workspace),
                Some(Arg::Long("json")) => contract::print_json(&workspace),
                Some(Arg::Long("document-id")) => contract::print_document_url(&workspace),
                _ => Err(Failure::new("contract takes --check, --json or --document-id")),
            }
        }
        _ => Err(Failure::new("unknown command").try_next("cargo xtask help")),
    }
}

fn misused(error: lexopt::Error) -> Failure {
    Failure::new(error.to_string()).try_next("cargo xtask help")
}
