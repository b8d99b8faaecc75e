//! The command line: arguments, what each subcommand does, and the exit code it ends with.

mod areas;
mod arrivals;
mod as_of;
mod backtest;
mod beside;
mod bounded;
mod check;
mod corrections;
mod correlate;
mod coverage;
mod data;
mod decide;
mod draft;
mod explain;
mod init;
mod instead;
mod notes;
mod parts;
mod preview;
mod quarantine;
mod query;
mod rebuild;
mod received;
mod release;
mod revisions;
mod run;
mod schedule;
mod scorecard;
mod serve;
mod status;
mod table;
mod targets;
mod test;
mod trial;
mod verify;

use crate::app::lang::Lang;
use crate::app::output::{Format, complain, reader_gone};
use crate::config::{self, Project};
use crate::env::allow_isolation;
use crate::error::RunError;
use crate::ingest::isolated;
use crate::model::Finding;
use crate::store::StoreError;
pub use as_of::AsOf;
use clap::{Args, Parser, Subcommand};
pub use correlate::{Seen, caution, series_title};
pub use scorecard::text;
use std::path::PathBuf;
use std::process::ExitCode;

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
  6  `check`, `targets check`, `test`, `verify`, `explain --verify` or `release rebuild` found faults, or `preview` or `draft` a file that cannot be read;
     or something in the lake is damaged that must be restored before anything can be done
  130, 143  `serve` was told to stop
A target that is not met is not an error.";

/// Options of every subcommand.
#[derive(Debug, Args)]
pub struct Common {
    /// Project folder [default: the nearest folder upwards that holds chiso.toml]
    #[arg(long, global = true, value_name = "DIR")]
    project: Option<PathBuf>,
    /// Form of the output
    #[arg(long, global = true, value_enum, default_value_t)]
    format: Format,
    /// Language of what people read [default: from LANG, else en]
    #[arg(long, global = true, value_enum)]
    lang: Option<Lang>,
    /// No progress, no remarks; results and errors only
    #[arg(short, long, global = true)]
    quiet: bool,
}

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
    /// Run pipelines when they are due, until told to stop
    Serve(serve::ServeArgs),
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
    /// Show how far verdicts of a running year were to be believed, by month, in years that are
    /// over
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
    /// Show what the published tables hold
    Data(data::DataArgs),
    /// Hold the lake against its hashes and make releases again
    Verify(verify::VerifyArgs),
}

/// What a command is done with.
pub struct Context {
    common: Common,
    lang: Lang,
}

/// Why a command ends without success.
#[derive(Debug)]
pub enum Failure {
    /// Faults in configuration or registers: exit 2.
    Faults(Vec<Finding>),
    /// A wrong argument: exit 2.
    Usage(String),
    /// The lake or a run: exit by kind.
    Run(RunError),
    /// Output that could not be written.
    Output(std::io::Error),
    /// The command did its work and this is its exit code.
    Code(u8),
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Failure {
        Failure::Run(error)
    }
}
impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Run(RunError::Store(error))
    }
}
impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::Output(error)
    }
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
        Command::Data(args) => data::data(&context, &args),
        Command::Verify(args) => verify::verify(&context, &args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => ExitCode::from(failure.report()),
    }
}

impl Failure {
    /// Says what went wrong on standard error and gives the exit code.
    fn report(self) -> u8 {
        match self {
            Failure::Faults(findings) => {
                for finding in &findings {
                    complain(&finding.to_string());
                }
                complain(&format!(
                    "{} fault{}; nothing ran",
                    findings.len(),
                    if findings.len() == 1 { "" } else { "s" }
                ));
                2
            }
            Failure::Usage(message) => {
                complain(&format!("error: {message}"));
                2
            }
            Failure::Run(error) => {
                complain(&format!("error: {error}"));
                match error {
                    RunError::Store(StoreError::Locked { .. }) => 5,
                    RunError::NothingPublishable(_) => 4,
                    RunError::Registers(_)
                    | RunError::Unknown(_)
                    | RunError::NoRelease
                    | RunError::NoneInForce(_)
                    | RunError::Store(StoreError::NoLake(_)) => 2,
                    RunError::Store(ref fault) if fault.is_damage() => 6,
                    RunError::Table(_) => 6,
                    RunError::Store(_) | RunError::Internal(_) | RunError::Stopped => 1,
                }
            }
            Failure::Output(error) if reader_gone(&error) => 0,
            Failure::Output(error) => {
                complain(&format!("error: the output cannot be written: {error}"));
                1
            }
            Failure::Code(code) => code,
        }
    }
}

impl Context {
    /// Loads the project, its remarks shown unless quiet.
    fn project(&self) -> Result<Project, Failure> {
        let (project, warnings) = config::load(&self.root()?).map_err(Failure::Faults)?;
        if !self.common.quiet {
            for warning in warnings {
                complain(&warning.to_string());
            }
        }
        Ok(project)
    }

    /// The project folder: as told, or the nearest one upwards.
    fn root(&self) -> Result<PathBuf, Failure> {
        if let Some(folder) = &self.common.project {
            return Ok(folder.clone());
        }
        let here = std::env::current_dir()
            .map_err(|e| Failure::Usage(format!("the current folder cannot be read: {e}")))?;
        config::find_root(&here).ok_or_else(|| {
            Failure::Usage(
                "no `chiso.toml` here or in a folder above; go to a project, name one with \
                    `--project DIR`, or start one with `chiso init`"
                    .into(),
            )
        })
    }
}
