//! `chiso quarantine`: quarantined observations, and the way back: look, repair, read again.
//!
//! A repair is a line in `datasets/<id>/repairs.toml`; nobody edits landed bytes. `replay` is a run
//! without a look at the sources, so what it publishes is what any later run would.

mod list;
mod repair;
mod replay;
mod row;
mod show;

use crate::app::cli::quarantine::list::list;
use crate::app::cli::quarantine::repair::{RepairArgs, repair};
use crate::app::cli::quarantine::replay::replay;
use crate::app::cli::quarantine::show::show;
use crate::app::cli::{Context, Failure};
use clap::{Args, Subcommand};
pub use row::done;

/// What to do about quarantined observations.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct QuarantineArgs {
    #[command(subcommand)]
    command: QuarantineCommand,
}

const EXAMPLES: &str = "\
Examples:
  chiso quarantine list                        what is quarantined now
  chiso quarantine list workshops --format csv
  chiso quarantine show q1a2b3c4d5e            its row, the rule, what to do
  chiso quarantine repair q1a2b3c4d5e --value 655 --reason 'O for zero; confirmed by letter' --by 'N. T. Lan'
  chiso quarantine repair q1a2b3c4d5e --drop --reason 'a footnote' --by 'N. T. Lan'
  chiso quarantine replay                      read the repaired deliveries again and publish";

#[derive(Debug, Subcommand)]
enum QuarantineCommand {
    /// List quarantined observations
    List {
        /// Only this dataset
        dataset: Option<String>,
        /// Also of deliveries that their source has since replaced
        #[arg(long)]
        all: bool,
    },
    /// Show one with its row, the rule it breaks and what to do
    Show {
        /// Id, as `list` names it
        id: String,
    },
    /// Write down what is to be read in place of a cell, into datasets/<id>/repairs.toml
    #[command(after_help = EXAMPLES)]
    Repair(RepairArgs),
    /// Read deliveries again whose repairs, contract or areas have changed, publish, and say what
    /// became of what was quarantined
    Replay {
        /// Report on this dataset only
        dataset: Option<String>,
    },
}

/// Lists, shows, repairs or replays.
pub fn quarantine(context: &Context, args: &QuarantineArgs) -> Result<(), Failure> {
    let project = context.project()?;
    match &args.command {
        QuarantineCommand::List { dataset, all } => {
            list(context, &project, dataset.as_deref(), *all)
        }
        QuarantineCommand::Show { id } => show(context, &project, id),
        QuarantineCommand::Repair(args) => repair(context, &project, args),
        QuarantineCommand::Replay { dataset } => replay(context, &project, dataset.as_deref()),
    }
}
