//! What every command is done with: the common options, the project they name, and why a command
//! ends without success.

use crate::app::cli::errors::of_run;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{Format, complain, reader_gone};
use crate::config::{self, Project};
use crate::error::{NotFound, RunError};
use crate::governance::Registers;
use crate::inspect::Past;
use crate::model::Finding;
use crate::store::{ReleaseRef, StoreError};
use clap::Args;
use std::path::PathBuf;

/// The heading of these options in the help of each command, below the command's own options.
const HEADING: &str = "Options of every command";

/// Options of every subcommand.
#[derive(Debug, Args)]
pub struct Common {
    /// Project folder [default: the nearest folder upwards that holds chiso.toml]
    #[arg(long, global = true, value_name = "DIR", help_heading = HEADING)]
    pub(super) project: Option<PathBuf>,
    /// Form of the output
    #[arg(long, global = true, value_enum, default_value_t, help_heading = HEADING)]
    pub(super) format: Format,
    /// Language of what people read [default: from LANG, else en]
    #[arg(long, global = true, value_enum, help_heading = HEADING)]
    pub(super) lang: Option<Lang>,
    /// Results and errors only: no progress, no remarks, no warnings
    #[arg(short, long, global = true, help_heading = HEADING)]
    pub(super) quiet: bool,
}

/// What a command is done with.
pub struct Context {
    pub(super) common: Common,
    pub(super) lang: Lang,
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

impl From<NotFound> for Failure {
    fn from(error: NotFound) -> Failure {
        Failure::Run(error.into())
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

impl Failure {
    /// Ends with an exit code where something is wrong.
    pub(super) fn code_if(wrong: bool, code: u8) -> Result<(), Failure> {
        if wrong {
            Err(Failure::Code(code))
        } else {
            Ok(())
        }
    }

    /// What went wrong, in words.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Failure::Faults(findings) => {
                let all: Vec<String> = findings.iter().map(ToString::to_string).collect();
                all.join("; ")
            }
            Failure::Usage(message) => message.clone(),
            Failure::Run(error) => of_run(lang, error),
            Failure::Output(error) => error.to_string(),
            Failure::Code(code) => code.to_string(),
        }
    }

    /// Says what went wrong on standard error and gives the exit code.
    pub(super) fn report(self, lang: Lang) -> u8 {
        match self {
            Failure::Faults(findings) => {
                for finding in &findings {
                    complain(&finding.to_string());
                }
                complain(&say!(lang, "error-faults", count = findings.len()));
                2
            }
            Failure::Usage(message) => {
                complain(&say!(lang, "error", what = message));
                2
            }
            Failure::Run(error) => {
                complain(&say!(lang, "error", what = of_run(lang, &error)));
                match error {
                    RunError::Store(StoreError::Locked { .. }) => 5,
                    RunError::NothingPublishable(_) => 4,
                    RunError::Registers(_)
                    | RunError::Refused(_)
                    | RunError::Unknown(_)
                    | RunError::NotFound(_)
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
                let what = say!(lang, "error-output", why = error);
                complain(&say!(lang, "error", what = what));
                1
            }
            Failure::Code(code) => code,
        }
    }
}

impl Context {
    /// Loads the project, its remarks shown unless quiet.
    pub(super) fn project(&self) -> Result<Project, Failure> {
        let (project, warnings) = config::load(&self.root()?).map_err(Failure::Faults)?;
        if !self.common.quiet {
            for warning in warnings {
                complain(&warning.to_string());
            }
        }
        Ok(project)
    }

    /// The project folder: as given, or the nearest one upwards.
    pub(super) fn root(&self) -> Result<PathBuf, Failure> {
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

/// The registers of a project, which must be without faults.
pub fn sound_registers(project: &Project) -> Result<Registers, Failure> {
    let registers = Registers::load(project);
    if registers.sound() {
        Ok(registers)
    } else {
        Err(Failure::Faults(registers.findings))
    }
}

impl Context {
    /// The project as it was when a release was made; `None` when that is what it is today. That it
    /// is another is said where nobody named the release.
    pub(super) fn past_of(
        &self,
        project: &Project,
        release: &ReleaseRef,
        named: Option<&str>,
    ) -> Result<Option<Past>, Failure> {
        let past = Past::unless_today(project, release)?;
        if past.is_some() && named.is_none() && !self.common.quiet {
            complain(&say!(
                self.lang,
                "note-project-changed",
                release = release.id
            ));
        }
        Ok(past)
    }
}
