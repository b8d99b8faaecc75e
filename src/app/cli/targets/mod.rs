//! `chiso targets`: the target register, listed, compared with a release, and checked.

mod check;
mod diff;
mod list;

use crate::app::cli::corrections::ApproveArgs;
use crate::app::cli::lookup::unknown;
use crate::app::cli::targets::check::check;
use crate::app::cli::targets::diff::diff;
use crate::app::cli::targets::list::{Filter, list};
use crate::app::cli::{Context, Failure};
use crate::config::Project;
use crate::governance::Registers;
use crate::governance::approvals::of_target;
use clap::{Args, Subcommand};

/// Which targets to show; without a subcommand they are listed.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct TargetsArgs {
    #[command(subcommand)]
    command: Option<TargetsCommand>,
    #[command(flatten)]
    filter: Filter,
}

#[derive(Debug, Subcommand)]
enum TargetsCommand {
    /// List targets: what they bind, what they replace, where they are declared
    List(Filter),
    /// Show what differs from the register that a release was made from, and which of its verdicts
    /// stand on that
    Diff {
        /// Release [default: the one in force]
        release: Option<String>,
    },
    /// Approve targets as they are declared now, for one person
    Approve(ApproveArgs),
    /// Check the register: overlaps, contradictions, gaps, missing documents, plans that disagree;
    /// exit code 6 on an error
    Check,
}

/// Lists, compares, checks or approves.
pub fn targets(context: &Context, args: &TargetsArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let registers = Registers::load(&project);
    match &args.command {
        Some(TargetsCommand::Check) => check(context, &project, &registers.whole()),
        _ if !registers.sound() => Err(Failure::Faults(registers.findings)),
        Some(TargetsCommand::Diff { release }) => {
            diff(context, &project, &registers, release.as_deref())
        }
        Some(TargetsCommand::Approve(args)) => approve(context, &project, &registers, args),
        Some(TargetsCommand::List(filter)) => list(context, &project, &registers, filter),
        None => list(context, &project, &registers, &args.filter),
    }
}

fn approve(
    context: &Context,
    project: &Project,
    registers: &Registers,
    args: &ApproveArgs,
) -> Result<(), Failure> {
    let all = || {
        registers
            .targets
            .iter()
            .chain(registers.waiting_targets.iter().map(|(target, _)| target))
    };
    let found = |id: &String| {
        let target = all()
            .find(|t| t.id == *id)
            .ok_or_else(|| Failure::Usage(unknown("target", id, all().map(|t| t.id.as_str()))))?;
        Ok(of_target(target))
    };
    let contents = args
        .ids
        .iter()
        .map(found)
        .collect::<Result<Vec<_>, Failure>>()?;
    super::corrections::approved(context, project, &contents, args)
}
