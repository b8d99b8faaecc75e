//! `chiso quarantine repair`: an entry written into `datasets/<id>/repairs.toml`.

use crate::app::cli::{Context, Failure};
use crate::app::messages::say;
use crate::app::output;
use crate::app::repair::{CellToRepair, NewRepair, repair as write_repair};
use crate::config::Project;
use crate::env::clock_from_env;
use crate::model::Place;
use clap::Args;

/// What is repaired, how, why and by whom.
#[derive(Debug, Args)]
pub(super) struct RepairArgs {
    /// Id, as `list` names it; or name the place by --dataset, --delivery, --row and --column
    #[arg(conflicts_with_all = ["dataset", "delivery", "row", "part"], required_unless_present = "delivery")]
    id: Option<String>,
    /// Dataset of the delivery
    #[arg(long, requires = "delivery")]
    dataset: Option<String>,
    /// Delivery, 12 hex digits
    #[arg(long, requires_all = ["dataset", "row"])]
    delivery: Option<String>,
    /// Sheet, member or page
    #[arg(long, default_value = "")]
    part: String,
    /// Row in the delivered file
    #[arg(long)]
    row: Option<u64>,
    /// Another column of the row than the one at fault; with a place, none means the whole row
    #[arg(long)]
    column: Option<String>,
    /// Text read in its place, written as the source writes its figures
    #[arg(long, required_unless_present = "drop", allow_hyphen_values = true)]
    value: Option<String>,
    /// The observation is not used and counts as ignored
    #[arg(long, conflicts_with = "value")]
    drop: bool,
    /// Why
    #[arg(long)]
    reason: String,
    /// Who decides it
    #[arg(long)]
    by: String,
}

pub(super) fn repair(
    context: &Context,
    project: &Project,
    args: &RepairArgs,
) -> Result<(), Failure> {
    let lang = context.lang;
    for (name, text) in [("--reason", &args.reason), ("--by", &args.by)] {
        if text.trim().is_empty() {
            return Err(Failure::Usage(say!(
                lang,
                "quarantine-empty",
                option = name
            )));
        }
    }
    let new = NewRepair {
        value: args.value.as_deref(),
        reason: &args.reason,
        by: &args.by,
    };
    let told = (lang, clock_from_env().now());
    let [written, _] = write_repair(project, &target(project, args)?, &new, told)?;
    if !context.common.quiet {
        output::line(&say!(lang, "quarantine-written", file = written))?;
    }
    Ok(())
}

/// Which cell is meant.
fn target(project: &Project, args: &RepairArgs) -> Result<CellToRepair, Failure> {
    if let Some(id) = &args.id {
        let (column, value) = (args.column.as_deref(), args.value.as_deref());
        return Ok(CellToRepair::of_quarantined(project, id, column, value)?);
    }
    let (Some(dataset), Some(delivery), Some(row)) = (&args.dataset, &args.delivery, args.row)
    else {
        return Err(Failure::Usage(
            "name the id, or --dataset, --delivery and --row".to_owned(),
        ));
    };
    let place = Place {
        file: String::new(),
        part: args.part.clone(),
        row,
        col: args.column.clone().unwrap_or_default(),
    };
    Ok(CellToRepair {
        dataset: dataset.clone(),
        delivery: delivery.clone(),
        place,
        confirms: false,
    })
}
