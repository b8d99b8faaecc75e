//! The command line: arguments, what each subcommand does, and the exit code it ends with.

mod areas;
mod arrivals;
mod as_of;
mod asked_period;
mod association;
mod backtest;
mod bounded;
mod changed_verdict;
mod check;
mod context;
mod corrections;
mod correlate;
mod coverage;
mod data;
mod decide;
mod draft;
mod dry_run;
mod errors;
mod explain;
mod init;
mod instead;
mod journal;
mod lookup;
mod mcp;
mod notes;
mod parts;
mod preview;
mod quarantine;
mod query;
mod rebuild;
mod received;
mod refused;
mod release;
mod revisions;
mod run;
mod schedule;
mod scorecard;
mod scorecard_context;
mod serve;
mod status;
mod table;
mod targets;
mod test;
mod token;
mod toml_text;
mod verify;

use crate::app::lang::Lang;
use crate::env::allow_isolation;
use crate::ingest::isolated;
pub use arrivals::SIGNS;
pub use as_of::AsOf;
pub use asked_period::AskedPeriod;
pub use association::{StudyRowView, caution, series_title};
pub use changed_verdict::{both, dash, value_of};
use clap::{Parser, Subcommand};
use context::Common;
pub use context::{Context, Failure};
pub use explain::{explained, listed, used_rows};
pub use lookup::unreadable;
pub use revisions::revision_words;
use std::process::ExitCode;
pub use table::{columns_of, rows_in_order, rows_there};
pub use toml_text::quoted;

/// Indicator verdicts that a statistics office can defend: year-over-year and plan targets per area
/// and period, each figure traceable to the cell it came from, each publication reproducible.
#[derive(Debug, Parser)]
#[command(name = "chiso", version, arg_required_else_help = true, after_help = EXIT_CODES)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  internal error
  2  a fault in TOML, registers or arguments; nothing ran
  3  some delivery or KPI failed, the rest is published
  4  nothing publishable
  5  the lake is locked by another run, or served by another process
  6  `check`, `targets check`, `test`, `verify`, `explain --verify` or `release rebuild` found faults;
     `preview` or `draft` cannot read the file; or something in the lake is damaged and must be
     restored first
  130, 143  `serve` was told to stop
A target that is not met is not an error.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a small project to start from into a folder
    Init(init::InitArgs),
    /// Check TOML, registers and source files; every fault with file, line and a hint
    Check,
    /// Show how a file decodes before it has a contract: format, encoding, tables, numbers, every
    /// guess named
    Preview(preview::LookArgs),
    /// Write a first contract for a file: every guess with its evidence, every open question marked
    /// TODO
    Draft(draft::DraftArgs),
    /// Run the inline tests of the pipelines
    Test,
    /// Fetch, conform, compute and publish whatever is missing or stale
    Run(run::RunArgs),
    /// Run pipelines when they are due, until stopped
    Serve(serve::ServeArgs),
    /// Make a token with which a person signs in to the site, and the line of access.toml for it
    Token(token::TokenArgs),
    /// Answer an assistant over standard input and output (Model Context Protocol): published
    /// releases only
    Mcp,
    /// List the next due times of pipelines
    Schedule(schedule::ScheduleArgs),
    /// Show verdicts
    Scorecard(scorecard::ScorecardArgs),
    /// Show how much of the areas, and of what they count, the values of KPIs speak for
    Coverage(coverage::CoverageArgs),
    /// Show how reform scores and results go together: association, not effect
    Correlate(correlate::CorrelateArgs),
    /// Show how a verdict came about, down to the cells of the delivered files
    Explain(explain::ExplainArgs),
    /// List the units of a day, or what can be compared between the units of two days
    Areas(areas::AreasArgs),
    /// List what was revised, when, by which delivery and why; triangles, statuses side by side,
    /// usual sizes
    Revisions(revisions::RevisionsArgs),
    /// Show how reliable verdicts of a running year were, by month, in years that are over
    Backtest(backtest::BacktestArgs),
    /// List, compare and check the target register
    Targets(targets::TargetsArgs),
    /// List corrections and approve them
    Corrections(corrections::CorrectionsArgs),
    /// Show the release in force, deliveries, what is due from whom and what is wrong
    Status(arrivals::StatusArgs),
    /// List and show quarantined observations, repair them and read them again
    Quarantine(quarantine::QuarantineArgs),
    /// Ask SQL: a statement, or a prompt
    Query(query::QueryArgs),
    /// List, show and compare releases; approve, withdraw and describe them; make them again from
    /// landing
    Release(release::ReleaseArgs),
    /// List what people decided and did: approvals, withdrawals, pauses, repairs, who was shut out
    Journal(journal::JournalArgs),
    /// Show what the published tables hold
    Data(data::DataArgs),
    /// Compare the lake with its hashes and make releases again
    Verify(verify::VerifyArgs),
}

/// Parses the arguments, does what they say and gives the exit code.
#[must_use]
pub fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(1);
    if words.next().is_some_and(|word| word == isolated::COMMAND) {
        let request = words.next().unwrap_or_default();
        return isolated::serve(&request.to_string_lossy())
            .map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
    }
    allow_isolation();
    let Cli { common, command } = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to standard output and are no error.
            let code = u8::from(error.use_stderr()) * 2;
            _ = error.print();
            return ExitCode::from(code);
        }
    };
    let lang = common.lang.unwrap_or_else(Lang::from_environment);
    let context = Context { common, lang };
    let done = match command {
        Command::Init(args) => init::init(&context, &args),
        Command::Check => check::check(&context),
        Command::Preview(args) => bounded::within_limits(|| preview::preview(&context, &args)),
        Command::Draft(args) => bounded::within_limits(|| draft::draft(&context, &args)),
        Command::Test => test::test(&context),
        Command::Run(args) => run::run(&context, &args),
        Command::Serve(args) => serve::serve(&context, &args),
        Command::Token(args) => token::token(&context, &args),
        Command::Mcp => mcp::mcp(&context),
        Command::Schedule(args) => schedule::schedule(&context, &args),
        Command::Scorecard(args) => scorecard::scorecard(&context, &args),
        Command::Coverage(args) => coverage::coverage(&context, &args),
        Command::Correlate(args) => correlate::correlate(&context, &args),
        Command::Explain(args) => explain::explain(&context, &args),
        Command::Areas(args) => areas::areas(&context, &args),
        Command::Revisions(args) => revisions::revisions(&context, &args),
        Command::Backtest(args) => backtest::backtest(&context, &args),
        Command::Targets(args) => targets::targets(&context, &args),
        Command::Corrections(args) => corrections::corrections(&context, &args),
        Command::Status(args) => status::status(&context, &args),
        Command::Quarantine(args) => quarantine::quarantine(&context, &args),
        Command::Query(args) => query::query(&context, &args),
        Command::Release(args) => release::release(&context, &args),
        Command::Journal(args) => journal::journal(&context, &args),
        Command::Data(args) => data::data(&context, &args),
        Command::Verify(args) => verify::verify(&context, &args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => ExitCode::from(failure.report(lang)),
    }
}
