//! `chiso release`: what was published, where each release stands, when it became known, and what
//! changed in between.

mod compare;
mod contents;
mod list;
mod table;

use crate::app::cli::decide::{self, ApproveArgs, ReasonedArgs};
use crate::app::cli::notes::{self, NotesArgs};
use crate::app::cli::rebuild::{RebuildArgs, rebuild};
use crate::app::cli::release::compare::compare;
use crate::app::cli::release::contents::show;
use crate::app::cli::release::list::list;
use crate::app::cli::{Context, Failure};
use crate::model::Act;
use clap::{Args, Subcommand};

/// What to do with releases.
#[derive(Debug, Args)]
pub struct ReleaseArgs {
    #[command(subcommand)]
    command: ReleaseCommand,
}

#[derive(Debug, Subcommand)]
enum ReleaseCommand {
    /// List all releases
    List,
    /// Show what a release was made from
    Show {
        /// Release [default: the one in force]
        id: Option<String>,
    },
    /// Show what differs between two releases, cell by cell
    Diff {
        /// The earlier release
        before: String,
        /// The later release [default: the one in force]
        after: Option<String>,
        /// Table to compare
        #[arg(long, default_value = "scorecard")]
        table: String,
    },
    /// Write release notes and a correction notice for every verdict that is another one now, as
    /// Markdown
    Notes(NotesArgs),
    /// Approve a candidate, for one person; it is put in force when nobody is missing and no
    /// embargo holds it back
    Approve(ApproveArgs),
    /// Refuse a release that waits
    Reject(ReasonedArgs),
    /// Withdraw a release that was in force; the one before it comes back
    Withdraw(ReasonedArgs),
    /// Put a rejected or withdrawn release before those who approve once more
    Propose(ReasonedArgs),
    /// Put in force what is approved and no longer under embargo
    Publish {
        /// Release that must be in force afterwards
        id: Option<String>,
    },
    /// Make a release again from landed bytes alone: each file is compared with its published hash,
    /// and put back where it is missing
    Rebuild(RebuildArgs),
}

/// Lists, shows or compares releases.
pub fn release(context: &Context, args: &ReleaseArgs) -> Result<(), Failure> {
    match &args.command {
        ReleaseCommand::List => list(context),
        ReleaseCommand::Show { id } => {
            show(context, &context.open(&context.project()?, id.as_deref())?)
        }
        ReleaseCommand::Diff {
            before,
            after,
            table,
        } => {
            let project = context.project()?;
            compare(
                context,
                (
                    &context.open(&project, Some(before))?,
                    &context.open(&project, after.as_deref())?,
                ),
                table,
            )
        }
        ReleaseCommand::Notes(args) => notes::show(context, args),
        ReleaseCommand::Approve(args) => decide::approve(context, args),
        ReleaseCommand::Reject(args) => decide::reasoned(context, args, Act::Reject),
        ReleaseCommand::Withdraw(args) => decide::reasoned(context, args, Act::Withdraw),
        ReleaseCommand::Propose(args) => decide::reasoned(context, args, Act::Propose),
        ReleaseCommand::Publish { id } => decide::publish(context, id.as_deref()),
        ReleaseCommand::Rebuild(args) => rebuild(context, &context.project()?, args),
    }
}
