//! A repair, written into `datasets/<id>/repairs.toml` as a person decides it, at the command line or on
//! the site.

use crate::app::cli::{Failure, quoted};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::config::{self, Project};
use crate::env::{FileError, Files};
use crate::error::RunError;
use crate::ingest;
use crate::inspect::{cell, find_kept_aside};
use crate::model::{Place, Repair, day_of};
use chrono::{DateTime, Utc};
use std::fmt::Write as _;

/// A cell to be repaired.
pub struct CellToRepair {
    /// Dataset.
    pub dataset: String,
    /// Delivery.
    pub delivery: String,
    /// Where the cell stands.
    pub place: Place,
    /// Whether the text that its file holds may be read in its place: the fault lies elsewhere.
    pub confirms: bool,
}

impl CellToRepair {
    /// The cell of a quarantined observation, or another one of its row.
    ///
    /// # Errors
    /// When no quarantined observation has this id.
    pub fn of_quarantined(
        project: &Project,
        id: &str,
        column: Option<&str>,
        value: Option<&str>,
    ) -> Result<CellToRepair, RunError> {
        let kept = find_kept_aside(project, id)?;
        let elsewhere = ingest::CONFIRMED_BY_TEXT.contains(&kept.rule.as_str())
            || value != Some(kept.raw.as_str());
        let col = column.map_or(kept.place.col, str::to_owned);
        Ok(CellToRepair {
            dataset: kept.dataset,
            delivery: kept.delivery,
            place: Place { col, ..kept.place },
            confirms: column.is_none() && elsewhere,
        })
    }
}

/// What is read in place of a cell, who decides it and why.
pub struct NewRepair<'r> {
    /// The text; none where the observation is not used.
    pub value: Option<&'r str>,
    /// Why.
    pub reason: &'r str,
    /// Who.
    pub by: &'r str,
}

/// The repair of a cell that is declared already.
pub fn declared<'p>(
    project: &'p Project,
    (dataset, delivery, place): (&str, &str, &Place),
) -> Option<&'p Repair> {
    project.dataset(dataset)?.repairs.iter().find(|r| {
        (r.delivery.as_str(), &r.part, r.row, &r.col)
            == (delivery, &place.part, place.row, &place.col)
    })
}

/// Writes a repair. Gives the file's path in the project and the entry.
///
/// # Errors
/// When the cell is repaired already or is not there, the repair would change nothing, or the file cannot
/// be written.
pub fn repair(
    project: &Project,
    target: &CellToRepair,
    new: &NewRepair<'_>,
    (lang, now): (Lang, DateTime<Utc>),
) -> Result<[String; 2], Failure> {
    let CellToRepair {
        dataset,
        delivery,
        place,
        confirms,
    } = target;
    let expect = cell(project, dataset, delivery, place)?;
    if let Some(there) = declared(project, (dataset, delivery, place)) {
        let at = format!("{}:{}", there.declared_at.file, there.declared_at.row);
        return Err(Failure::Usage(say!(
            lang,
            "quarantine-repaired-already",
            at = at
        )));
    }
    if new.value == Some(expect.as_str()) && !confirms {
        return Err(Failure::Usage(say!(
            lang,
            "quarantine-same-text",
            text = expect
        )));
    }
    let date = day_of(now, project.timezone).to_string();
    let entry = entry(new, (delivery, place), &expect, &date);
    let written = append(project, dataset, &entry)?;
    Ok([written, entry])
}

/// The entry as TOML.
fn entry(
    new: &NewRepair<'_>,
    (delivery, place): (&str, &Place),
    expect: &str,
    date: &str,
) -> String {
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
    match new.value {
        Some(value) => put("value", &quoted(value)),
        None => put("drop", "true"),
    }
    put("reason", &quoted(new.reason.trim()));
    put("by", &quoted(new.by.trim()));
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
    let refused = |e: FileError| Failure::Usage(format!("`{shown}` cannot be written: {e}"));
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
