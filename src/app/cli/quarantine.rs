//! `chiso quarantine`: what was kept aside, and the way back: look, repair, read again.
//!
//! A repair is a line in `datasets/<id>/repairs.toml`; nobody edits landed bytes. `replay` is a run
//! without a look at the sources, so what it publishes is what any later run would.

use crate::app::cli::draft::quoted;
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::config::{self, Project};
use crate::env::{Files, clock_from_env};
use crate::governance::Registers;
use crate::inspect::{
    QuarantinedInContext, QuarantinedObservation, cell, find_kept_aside, kept_aside,
    show_kept_aside,
};
use crate::model::{Place, Repair, RepairAction, day_of};
use crate::pipeline::RunOptions;
use crate::store::ReleaseState;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// What to do about what was kept aside.
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

/// What is repaired, how, why and by whom.
#[derive(Debug, Args)]
struct RepairArgs {
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

const COLUMNS: [&str; 15] = [
    "id",
    "dataset",
    "delivery",
    "source_id",
    "outcome",
    "current",
    "file",
    "part",
    "row",
    "col",
    "raw",
    "rule",
    "message",
    "repair",
    "repair_reason",
];

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

fn list(
    context: &Context,
    project: &Project,
    dataset: Option<&str>,
    all: bool,
) -> Result<(), Failure> {
    let mut kept = kept_aside(project, dataset)?;
    let before = kept.len();
    kept.retain(|k| all || k.current);
    if context.common.format != Format::Table {
        let rows: Vec<Row> = kept.iter().map(|k| row(project, k)).collect();
        output::rows(context.common.format, &COLUMNS, &rows)?;
        return Ok(());
    }
    let lang = context.lang;
    if kept.is_empty() {
        output::line(lang.say("quarantine-none"))?;
    } else {
        let headers = [
            "id",
            lang.say("quarantine-place"),
            lang.say("quarantine-text"),
            lang.say("quarantine-rule"),
        ];
        let headers: Vec<&str> = headers
            .into_iter()
            .chain([lang.say("quarantine-repair"), lang.say("quarantine-fault")])
            .collect();
        let shown = |k: &QuarantinedObservation| {
            let repaired = repair_of(project, k).map_or(String::new(), |r| done(lang, r));
            vec![
                k.id.clone(),
                k.place.to_string(),
                k.raw.clone(),
                k.rule.clone(),
                repaired,
                k.message.clone(),
            ]
        };
        output::line(&output::table(&headers, kept.iter().map(shown).collect()))?;
    }
    if !context.common.quiet && before > kept.len() {
        output::line(&say!(
            lang,
            "quarantine-replaced",
            number = before - kept.len()
        ))?;
    }
    Ok(())
}

/// The repair declared for the place of an observation or for its whole row.
fn repair_of<'p>(project: &'p Project, kept: &QuarantinedObservation) -> Option<&'p Repair> {
    let of_row = |r: &&Repair| {
        r.delivery == kept.delivery && r.part == kept.place.part && r.row == kept.place.row
    };
    let mut repairs = project
        .dataset(&kept.dataset)?
        .repairs
        .iter()
        .filter(of_row);
    let first = repairs.clone().next();
    repairs.find(|r| r.col == kept.place.col).or(first)
}

fn done(lang: Lang, repair: &Repair) -> String {
    match &repair.action {
        RepairAction::Value(value) => format!("→ {value}"),
        RepairAction::Drop => lang.say("quarantine-dropped").to_owned(),
    }
}

fn row(project: &Project, kept: &QuarantinedObservation) -> Row {
    let repair = repair_of(project, kept);
    let QuarantinedObservation {
        id,
        dataset,
        delivery,
        source_id,
        current,
        outcome,
        place,
        raw,
        rule,
        message,
    } = kept;
    let values = [
        json!(id),
        json!(dataset),
        json!(delivery),
        json!(source_id),
        json!(outcome),
        json!(current),
        json!(place.file),
        json!(place.part),
        json!(place.row),
        json!(place.col),
        json!(raw),
        json!(rule),
        json!(message),
        repair.map_or(Value::Null, |r| json!(done(Lang::En, r))),
        repair.map_or(Value::Null, |r| json!(r.reason)),
    ];
    COLUMNS
        .iter()
        .map(|c| (*c).to_owned())
        .zip(values)
        .collect()
}

fn registers(project: &Project) -> Result<Registers, Failure> {
    let registers = Registers::load(project);
    if registers.sound() {
        Ok(registers)
    } else {
        Err(Failure::Faults(registers.findings))
    }
}

fn show(context: &Context, project: &Project, id: &str) -> Result<(), Failure> {
    let shown = show_kept_aside(project, &registers(project)?, id)?;
    if context.common.format == Format::Table {
        for line in lines(context.lang, &shown) {
            output::line(&line)?;
        }
        return Ok(());
    }
    let mut row = row(project, &shown.kept);
    row.insert("hint".to_owned(), json!(shown.hint));
    let cells = shown.found.as_ref().map(|f| {
        f.columns
            .iter()
            .zip(&f.cells)
            .map(|(c, t)| format!("{c}={t}"))
            .collect::<Vec<_>>()
            .join("; ")
    });
    row.insert("cells".to_owned(), json!(cells));
    let columns: Vec<&str> = COLUMNS.into_iter().chain(["hint", "cells"]).collect();
    output::rows(context.common.format, &columns, &[row])?;
    Ok(())
}

fn lines(lang: Lang, shown: &QuarantinedInContext) -> Vec<String> {
    let QuarantinedObservation {
        id,
        dataset,
        delivery,
        place,
        raw,
        rule,
        message,
        outcome,
        ..
    } = &shown.kept;
    let mut lines = vec![
        format!("{id}  {place}"),
        format!(
            "  {:<12} {dataset} {delivery} ({outcome})",
            lang.say("quarantine-delivery")
        ),
        format!("  {:<12} \"{raw}\"", lang.say("quarantine-text")),
        format!("  {:<12} {rule}: {message}", lang.say("quarantine-rule")),
    ];
    if shown.hint.is_empty() {
        lines.push(format!(
            "  {:<12} {}",
            lang.say("quarantine-remedy"),
            lang.say("quarantine-readable-now")
        ));
    } else {
        lines.push(format!(
            "  {:<12} {}",
            lang.say("quarantine-remedy"),
            shown.hint
        ));
        let how = format!("chiso quarantine repair {id} --value … --reason … --by …");
        lines.push(format!("  {:<12} {how}", lang.say("quarantine-or")));
    }
    if let Some(found) = &shown.found {
        lines.push(format!("  {}", lang.say("quarantine-row")));
        let width = found
            .columns
            .iter()
            .map(|c| c.chars().count())
            .max()
            .unwrap_or(0)
            .min(40);
        for (i, cell) in found.cells.iter().enumerate() {
            let column = found.columns.get(i).map_or("", String::as_str);
            let mark = if *column == place.col || place.col.is_empty() {
                '>'
            } else {
                ' '
            };
            lines.push(format!("  {mark} {column:<width$}  {cell}"));
        }
    }
    for repair in &shown.repairs {
        let head = format!("{}:{}", repair.declared_at.file, repair.declared_at.row);
        lines.push(format!(
            "  {}",
            say!(
                lang,
                "quarantine-repair-of",
                place = head,
                column = repair.col,
                done = done(lang, repair)
            )
        ));
        lines.push(format!(
            "    {} ({}, {})",
            repair.reason, repair.by, repair.date
        ));
    }
    lines
}

fn repair(context: &Context, project: &Project, args: &RepairArgs) -> Result<(), Failure> {
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
    let (dataset, delivery, place) = target(project, args)?;
    let expect = cell(project, &dataset, &delivery, &place)?;
    let same = |r: &&Repair| {
        (&r.delivery, &r.part, r.row, &r.col) == (&delivery, &place.part, place.row, &place.col)
    };
    if let Some(there) = project
        .dataset(&dataset)
        .and_then(|d| d.repairs.iter().find(same))
    {
        let at = format!("{}:{}", there.declared_at.file, there.declared_at.row);
        return Err(Failure::Usage(say!(
            lang,
            "quarantine-repaired-already",
            at = at
        )));
    }
    if args.value.as_ref() == Some(&expect) {
        return Err(Failure::Usage(say!(
            lang,
            "quarantine-same-text",
            text = expect
        )));
    }
    let date = day_of(clock_from_env().now(), project.timezone).to_string();
    let written = append(
        project,
        &dataset,
        &entry(args, &delivery, &place, &expect, &date),
    )?;
    if !context.common.quiet {
        output::line(&say!(lang, "quarantine-written", file = written))?;
    }
    Ok(())
}

/// Which cell is meant.
fn target(project: &Project, args: &RepairArgs) -> Result<(String, String, Place), Failure> {
    if let Some(id) = &args.id {
        let kept = find_kept_aside(project, id)?;
        let col = args.column.clone().unwrap_or(kept.place.col);
        return Ok((kept.dataset, kept.delivery, Place { col, ..kept.place }));
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
    Ok((dataset.clone(), delivery.clone(), place))
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

const REPLAYED: [&str; 8] = [
    "id", "dataset", "delivery", "place", "raw", "rule", "became", "message",
];

fn replay(context: &Context, project: &Project, dataset: Option<&str>) -> Result<(), Failure> {
    let before = kept_aside(project, dataset)?;
    let report = super::run::done(
        context,
        project,
        RunOptions {
            offline: true,
            ..RunOptions::default()
        },
    )?;
    let after = kept_aside(project, dataset)?;
    let again: Vec<_> = report
        .deliveries
        .iter()
        .filter(|d| dataset.is_none_or(|id| id == d.dataset))
        .collect();
    let read_again = |k: &&QuarantinedObservation| {
        again
            .iter()
            .any(|d| d.dataset == k.dataset && d.delivery == k.delivery)
    };
    let became = |k: &QuarantinedObservation| -> (&'static str, String) {
        let row = |o: &QuarantinedObservation| {
            (
                o.dataset.clone(),
                o.delivery.clone(),
                o.place.part.clone(),
                o.place.row,
            )
        };
        let delivery = again
            .iter()
            .find(|d| d.dataset == k.dataset && d.delivery == k.delivery);
        let dropped = repair_of(project, k).is_some_and(|r| r.action == RepairAction::Drop);
        match after.iter().find(|o| row(o) == row(k)) {
            Some(still) => ("quarantined", format!("{}: {}", still.rule, still.message)),
            None if delivery
                .is_some_and(|d| d.outcome != crate::model::DeliveryOutcome::Accepted) =>
            {
                ("refused", String::new())
            }
            None if dropped => ("ignored", String::new()),
            None => ("accepted", String::new()),
        }
    };
    let rows: Vec<(&QuarantinedObservation, (&str, String))> = before
        .iter()
        .filter(read_again)
        .map(|k| (k, became(k)))
        .collect();
    let lang = context.lang;
    if context.common.format == Format::Table {
        for (kept, (what, why)) in &rows {
            let why = if why.is_empty() {
                String::new()
            } else {
                format!(" ({why})")
            };
            output::line(&format!(
                "{}  {}  \"{}\"  {}{why}",
                kept.id,
                kept.place,
                kept.raw,
                lang.outcome_of_replay(what)
            ))?;
        }
        for d in &again {
            output::line(&say!(
                lang,
                "quarantine-account",
                dataset = d.dataset,
                delivery = d.delivery,
                read = d.read,
                accepted = d.accepted,
                quarantined = d.quarantined,
                ignored = d.ignored,
                outcome = d.outcome.as_str()
            ))?;
        }
        let id = &report.release;
        let line = match (report.unchanged, report.new_release) {
            _ if report.state != ReleaseState::InForce => {
                say!(lang, "quarantine-not-in-force", id = id)
            }
            (true, _) => say!(lang, "quarantine-nothing-to-read", id = id),
            (_, true) => say!(lang, "quarantine-published", id = id),
            _ => say!(lang, "quarantine-same-figures", id = id),
        };
        output::line(&line)?;
    } else {
        let row = |(k, (what, why)): &(&QuarantinedObservation, (&str, String))| -> Row {
            let place = k.place.to_string();
            let values = [
                json!(k.id),
                json!(k.dataset),
                json!(k.delivery),
                json!(place),
                json!(k.raw),
                json!(k.rule),
                json!(what),
                json!(why),
            ];
            REPLAYED
                .iter()
                .map(|c| (*c).to_owned())
                .zip(values)
                .collect()
        };
        output::rows(
            context.common.format,
            &REPLAYED,
            &rows.iter().map(row).collect::<Vec<_>>(),
        )?;
    }
    if report.partial() {
        Err(Failure::Code(3))
    } else {
        Ok(())
    }
}
