//! The command line: one file for each command, with its arguments and its work.

mod args;
mod ask;
mod browser;
mod burden;
mod case;
mod check;
mod compare;
mod cover;
mod crosswalk;
mod decide;
mod decisions;
mod definitions;
mod draw;
mod exit;
mod explain;
mod export;
mod foreign;
mod format;
mod generate;
mod git;
mod impact;
mod import;
mod init;
mod licences;
mod opened;
mod picture;
mod questions;
mod rename;
mod report;
mod schema;
mod serve;
mod sheets;
mod snapshot;
mod suggest;
mod timetable;
mod topics;
mod trace;
mod triangulate;
mod unify;
mod watch;
mod whatif;
mod write;

use std::process::ExitCode;

use clap::Parser;
use clap::Subcommand;

use self::exit::Exit;

/// Maps how data moves between organisations, and finds what is collected twice, defined differently or missing.
#[derive(Debug, Parser)]
#[command(
    name = "flowmap",
    version,
    max_term_width = 100,
    after_help = "Start with `flowmap init`, which writes a small map to flows/, and `flowmap serve`, which shows it; `flowmap report` writes what to take home to output/."
)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Check(check::Args),
    Topics(topics::Args),
    Crosswalk(crosswalk::Args),
    Definitions(definitions::Args),
    Timetable(timetable::Args),
    Case(case::Args),
    Triangulate(triangulate::Args),
    Trace(trace::Args),
    Suggest(suggest::Args),
    Impact(impact::Args),
    Burden(burden::Args),
    Questions(questions::Args),
    Cover(cover::Args),
    Unify(unify::Args),
    Compare(compare::Args),
    Snapshot(snapshot::Args),
    Whatif(whatif::Args),
    Ask(ask::Args),
    Import(import::Args),
    Decide(decide::Args),
    Decisions(decisions::Args),
    Rename(rename::Args),
    Draw(draw::Args),
    Report(report::Args),
    Serve(serve::Args),
    Watch(watch::Args),
    Init(init::Args),
    Export(export::Args),
    Explain(explain::Args),
    Schema(schema::Args),
    Generate(generate::Args),
    Licences(licences::Args),
}

impl Verb {
    fn run(&self) -> anyhow::Result<Exit> {
        match self {
            Verb::Check(args) => args.run(),
            Verb::Topics(args) => args.run(),
            Verb::Crosswalk(args) => args.run(),
            Verb::Definitions(args) => args.run(),
            Verb::Timetable(args) => args.run(),
            Verb::Case(args) => args.run(),
            Verb::Triangulate(args) => args.run(),
            Verb::Trace(args) => args.run(),
            Verb::Suggest(args) => args.run(),
            Verb::Impact(args) => args.run(),
            Verb::Burden(args) => args.run(),
            Verb::Questions(args) => args.run(),
            Verb::Cover(args) => args.run(),
            Verb::Unify(args) => args.run(),
            Verb::Compare(args) => args.run(),
            Verb::Snapshot(args) => args.run(),
            Verb::Whatif(args) => args.run(),
            Verb::Ask(args) => args.run(),
            Verb::Import(args) => args.run(),
            Verb::Decide(args) => args.run(),
            Verb::Decisions(args) => args.run(),
            Verb::Rename(args) => args.run(),
            Verb::Draw(args) => args.run(),
            Verb::Report(args) => args.run(),
            Verb::Serve(args) => args.run(),
            Verb::Watch(args) => args.run(),
            Verb::Init(args) => args.run(),
            Verb::Export(args) => args.run(),
            Verb::Explain(args) => args.run(),
            Verb::Schema(args) => args.run(),
            Verb::Generate(args) => args.run(),
            Verb::Licences(args) => args.run(),
        }
    }
}

/// Runs the program on its arguments.
pub fn main() -> ExitCode {
    write::limit_is_an_error();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(usage) if usage.use_stderr() => {
            write::aside(&usage.render().to_string());
            return Exit::CouldNotRun.into();
        }
        Err(help) => {
            return ended(write::document(&help.render().to_string()).map(|()| Exit::Clean));
        }
    };
    ended(cli.verb.run())
}

/// The exit status of a run; prints the reason if it could not run.
fn ended(run: anyhow::Result<Exit>) -> ExitCode {
    match run {
        Ok(exit) => exit.into(),
        Err(error) => {
            write::aside(&format!("flowmap: {error:#}\n"));
            Exit::CouldNotRun.into()
        }
    }
}
