//! Reads the command line and calls the command.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::{Arg, Parser, ValueExt};
use xtask::failure::{Failure, Outcome};
use xtask::genesis::{self, GenesisOptions};
use xtask::run::{self, RunOptions};
use xtask::simulate::{self, SimulateOptions};
use xtask::tools::Tools;
use xtask::workspace::Workspace;
use xtask::{app_build, bench, contract, help, new_contract, service_worker, test};

fn main() -> ExitCode {
    dispatch().unwrap_or_else(|failure| {
        eprintln!("xtask: {failure}");
        ExitCode::FAILURE
    })
}

fn dispatch() -> Outcome<ExitCode> {
    let mut parser = Parser::from_env();
    let command = match parser.next().map_err(misused)? {
        None | Some(Arg::Long("help") | Arg::Short('h')) => "help".to_owned(),
        Some(Arg::Value(command)) => command.string().map_err(misused)?,
        Some(other) => return Err(misused(other.unexpected())),
    };
    let workspace = Workspace::find()?;
    match command.as_str() {
        "run" => {
            let (workspace, options) = run_options(workspace, &mut parser)?;
            run::run(&workspace, &options)
        }
        "test" => return run_tests(&workspace, &mut parser),
        "build" => {
            let workspace = build_options(workspace, &mut parser)?;
            app_build::ensure_built(&workspace, &Tools::find(&workspace)?)
        }
        "bench" => bench::bench(&workspace, words(&mut parser)?.first().map(String::as_str)),
        "simulate" => simulate::simulate(&workspace, simulate_options(&mut parser)?),
        "contract" => about_contract(workspace, &mut parser),
        "genesis" => {
            let (workspace, options) = genesis_options(workspace, &mut parser)?;
            genesis::run(&workspace, options)
        }
        "service-worker" => {
            end(&mut parser)?;
            service_worker::write_for_trunk()
        }
        "help" => {
            println!("{}", help::TEXT);
            Ok(())
        }
        other => Err(Failure::new(format!("`{other}` is not a command")).try_next(HELP)),
    }
    .map(|()| ExitCode::SUCCESS)
}

const HELP: &str = "cargo xtask help";

fn run_options(mut workspace: Workspace, parser: &mut Parser) -> Outcome<(Workspace, RunOptions)> {
    let mut options = RunOptions::default();
    while let Some(argument) = parser.next().map_err(misused)? {
        match argument {
            Arg::Long("port") => options.port = Some(value(parser)?.parse().map_err(misused)?),
            Arg::Long("listen") => options.listen = Some(value(parser)?.string().map_err(misused)?),
            Arg::Long("data") => options.data = Some(value(parser)?.into()),
            Arg::Long("contract") => workspace = other_contract(workspace, parser)?,
            other => return Err(misused(other.unexpected())),
        }
    }
    Ok((workspace, options))
}

fn build_options(mut workspace: Workspace, parser: &mut Parser) -> Outcome<Workspace> {
    while let Some(argument) = parser.next().map_err(misused)? {
        match argument {
            Arg::Long("contract") => workspace = other_contract(workspace, parser)?,
            other => return Err(misused(other.unexpected())),
        }
    }
    Ok(workspace)
}

fn other_contract(workspace: Workspace, parser: &mut Parser) -> Outcome<Workspace> {
    let folder = PathBuf::from(value(parser)?);
    workspace.with_contract(&folder)
}

fn run_tests(workspace: &Workspace, parser: &mut Parser) -> Outcome<ExitCode> {
    let mut names = Vec::new();
    while let Some(argument) = parser.next().map_err(misused)? {
        match argument {
            Arg::Long("list") => {
                test::list();
                return Ok(ExitCode::SUCCESS);
            }
            Arg::Value(name) => names.push(name.string().map_err(misused)?),
            other => return Err(misused(other.unexpected())),
        }
    }
    test::run(workspace, &names)
}

fn about_contract(workspace: Workspace, parser: &mut Parser) -> Outcome {
    let show = match parser.next().map_err(misused)? {
        Some(Arg::Long("check")) => contract::check,
        Some(Arg::Long("json")) => contract::print_json,
        Some(Arg::Long("document-id")) => contract::print_document_url,
        Some(Arg::Long("new")) => {
            let folder = PathBuf::from(value(parser)?);
            end(parser)?;
            return new_contract::write(&folder);
        }
        Some(Arg::Long("genesis")) => {
            let workspace = other_contract(workspace, parser)?;
            let (workspace, options) = genesis_options(workspace, parser)?;
            return genesis::run(&workspace, options);
        }
        Some(other) => return Err(misused(other.unexpected())),
        None => {
            return Err(Failure::new(
                "contract takes --check, --json, --document-id, --new or --genesis",
            )
            .try_next(HELP));
        }
    };
    let workspace = match parser.next().map_err(misused)? {
        Some(Arg::Value(folder)) => workspace.with_contract(&PathBuf::from(folder))?,
        Some(other) => return Err(misused(other.unexpected())),
        None => workspace,
    };
    end(parser)?;
    show(&workspace)
}

fn genesis_options(
    mut workspace: Workspace,
    parser: &mut Parser,
) -> Outcome<(Workspace, GenesisOptions)> {
    let mut options = GenesisOptions::default();
    while let Some(argument) = parser.next().map_err(misused)? {
        match argument {
            Arg::Long("check") => options.check = true,
            Arg::Long("replace") => options.replace = true,
            Arg::Long("contract") => workspace = other_contract(workspace, parser)?,
            other => return Err(misused(other.unexpected())),
        }
    }
    Ok((workspace, options))
}

fn simulate_options(parser: &mut Parser) -> Outcome<SimulateOptions> {
    let mut options = SimulateOptions::default();
    while let Some(argument) = parser.next().map_err(misused)? {
        match argument {
            Arg::Long("seeds") => options.n_seeds = value(parser)?.parse().map_err(misused)?,
            Arg::Long("from") => options.first = value(parser)?.parse().map_err(misused)?,
            other => return Err(misused(other.unexpected())),
        }
    }
    Ok(options)
}

fn words(parser: &mut Parser) -> Outcome<Vec<String>> {
    let mut words = Vec::new();
    while let Some(argument) = parser.next().map_err(misused)? {
        match argument {
            Arg::Value(word) => words.push(word.string().map_err(misused)?),
            other => return Err(misused(other.unexpected())),
        }
    }
    Ok(words)
}

fn value(parser: &mut Parser) -> Outcome<OsString> {
    parser.value().map_err(misused)
}

fn end(parser: &mut Parser) -> Outcome {
    parser
        .next()
        .map_err(misused)?
        .map_or(Ok(()), |argument| Err(misused(argument.unexpected())))
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that `map_err` takes"
)]
fn misused(error: lexopt::Error) -> Failure {
    Failure::new(error.to_string()).try_next(HELP)
}
