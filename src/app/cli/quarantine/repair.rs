//! `chiso quarantine repair`: an entry written into `datasets/<id>/repairs.toml`.

use crate::app::cli::toml_text::quoted;
use crate::app::cli::{Context, Failure};
use crate::app::messages::say;
use crate::app::output;
use crate::config::{self, Project};
use crate::env::{Files, clock_from_env};
use crate::ingest;
use crate::inspect::{cell, find_kept_aside};
use crate::model::{Place, Repair, day_of};
use clap::Args;
use std::fmt::Write as _;

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
    let CellToRepair {
        dataset,
        delivery,
        place,
        confirms,
    } = target(project, args)?;
    let expect = cell(project, &dataset, &delivery, &place)?;
    if let Some(there) = declared(project, &dataset, &delivery, &place) {
        let at = format!("{}:{}", there.declared_at.file, there.declared_at.row);
        return Err(Failure::Usage(say!(
            lang,
            "quarantine-repaired-already",
            at = at
        )));
    }
    if args.value.as_ref() == Some(&expect) && !confirms {
        return Err(Failure::Usage(say!(
            lang,
            "quarantine-same-text",
            text = expect
        )));
    }
    let date = day_of(clock_from_env().now(), project.timezone).to_string();
    let entry = entry(args, &delivery, &place, &expect, &date);
    let written = append(project, &dataset, &entry)?;
    if !context.common.quiet {
        output::line(&say!(lang, "quarantine-written", file = written))?;
    }
    Ok(())
}

/// The repair of a cell that is declared already.
fn declared<'p>(
    project: &'p Project,
    dataset: &str,
    delivery: &str,
    place: &Place,
) -> Option<&'p Repair> {
    project.dataset(dataset)?.repairs.iter().find(|r| {
        (r.delivery.as_str(), &r.part, r.row, &r.col)
            == (delivery, &place.part, place.row, &place.col)
    })
}

/// A cell to be repaired.
struct CellToRepair {
    dataset: String,
    delivery: String,
    place: Place,
    /// Whether the text that its file holds may be read in its place: the fault lies elsewhere.
    confirms: bool,
}

/// Which cell is meant.
fn target(project: &Project, args: &RepairArgs) -> Result<CellToRepair, Failure> {
    if let Some(id) = &args.id {
        let kept = find_kept_aside(project, id)?;
        let elsewhere = ingest::CONFIRMED_BY_TEXT.contains(&kept.rule.as_str())
            || args.value.as_ref() != Some(&kept.raw);
        let col = args.column.clone().unwrap_or(kept.place.col);
        return Ok(CellToRepair {
            dataset: kept.dataset,
            delivery: kept.delivery,
            place: Place { col, ..kept.place },
            confirms: args.column.is_none() && elsewhere,
        });
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

/// The entry as TOML.
fn entry(args: &RepairArgs, delivery: &str, place: &Place, expect: &str, date: &str) -> String {
    let mut text = format!("[[repair]]\ndelivery = {}\n", quoted(delivery));
    let mut put = |key: &str, value: &str| _ = writeln!(text, "{key} = {value}");
    if !place.part.is_empty() {
        put("part", &quoted(&place.part));
    }
    put("row", &place.row.to_string());
    if !place.col.is_empty() {
        put("column", &quoted(&place.col));
    }
    put("expect", &quoted(expect));
    match &args.value {
        Some(value) => put("value", &quoted(value)),
        None => put("drop", "true"),
    }
    put("reason", &quoted(args.reason.trim()));
    put("by", &quoted(args.by.trim()));
    put("date", &quoted(date));
    text
}

/// Appends an entry to the dataset's file, whole or not at all, and leaves what stands there as it
/// is. Gives the file's path.
fn append(project: &Project, dataset: &str, entry: &str) -> Result<String, Failure> {
    let shown = format!("datasets/{dataset}/repairs.toml");
    let path = project.root.join(&shown);
    let before = match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => None,
        Err(e) => return Err(Failure::Usage(format!("`{shown}` cannot be read: {e}"))),
    };
    let head = "# Repairs: what is read in place of cells that could not be used as delivered. A \
        repair holds only while the cell says `expect`.\n";
    let text = before
        .as_deref()
        .unwrap_or(head)
        .trim_end_matches(['\n', '\r']);
    let files = Files::from_env();
    let refused =
        |e: crate::env::FileError| Failure::Usage(format!("`{shown}` cannot be written: {e}"));
    path.parent()
        .map_or(Ok(()), |folder| files.create_dir(folder))
        .map_err(refused)?;
    let gap = if text.is_empty() { "" } else { "\n\n" };
    files
        .write(&path, format!("{text}{gap}{entry}").as_bytes())
        .map_err(refused)?;
    if let Err(faults) = config::load(&project.root) {
        // What was there allows no entry behind it, as `repair = [...]`: it is put back.
        match before {
            Some(text) => files.write(&path, text.as_bytes()).map_err(refused)?,
            None => files.remove_file(&path).map_err(refused)?,
        }
        return Err(Failure::Faults(faults));
    }
    Ok(shown)
}
