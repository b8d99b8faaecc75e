//! `chiso quarantine show`: one observation with its row, the rule it breaks and what to do.

use crate::app::cli::context::sound_registers;
use crate::app::cli::quarantine::row::{COLUMNS, done, row};
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format};
use crate::config::Project;
use crate::ingest::Found;
use crate::inspect::{QuarantinedInContext, show_kept_aside};
use crate::model::{Place, Repair};
use serde_json::json;

pub(super) fn show(context: &Context, project: &Project, id: &str) -> Result<(), Failure> {
    let shown = show_kept_aside(project, &sound_registers(project)?, id)?;
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
    let kept = &shown.kept;
    let field = |label: &str, text: &str| format!("  {label:<12} {text}");
    let mut lines = vec![
        format!("{}  {}", kept.id, kept.place),
        field(
            lang.say("quarantine-delivery"),
            &format!("{} {} ({})", kept.dataset, kept.delivery, kept.outcome),
        ),
        field(lang.say("quarantine-text"), &format!("\"{}\"", kept.raw)),
        field(
            lang.say("quarantine-rule"),
            &format!("{}: {}", kept.rule, kept.message),
        ),
    ];
    if shown.hint.is_empty() {
        lines.push(field(
            lang.say("quarantine-remedy"),
            lang.say("quarantine-readable-now"),
        ));
    } else {
        let how = format!(
            "chiso quarantine repair {} --value … --reason … --by …",
            kept.id
        );
        lines.push(field(lang.say("quarantine-remedy"), &shown.hint));
        if shown.repairable {
            lines.push(field(lang.say("quarantine-or"), &how));
        }
    }
    if let Some(found) = &shown.found {
        lines.push(format!("  {}", lang.say("quarantine-row")));
        lines.extend(row_of(found, &kept.place));
    }
    lines.extend(shown.repairs.iter().flat_map(|r| repair_lines(lang, r)));
    lines
}

/// The row as delivered, one line per cell, the one at fault marked.
fn row_of(found: &Found, place: &Place) -> Vec<String> {
    let width = found
        .columns
        .iter()
        .map(|c| c.chars().count())
        .max()
        .unwrap_or(0)
        .min(40);
    let line = |(i, cell): (usize, &String)| {
        let column = found.columns.get(i).map_or("", String::as_str);
        let mark = if *column == place.col || place.col.is_empty() {
            '>'
        } else {
            ' '
        };
        format!("  {mark} {column:<width$}  {cell}")
    };
    found.cells.iter().enumerate().map(line).collect()
}

/// A repair of the row: where it is declared, what it does, why and by whom.
fn repair_lines(lang: Lang, repair: &Repair) -> [String; 2] {
    let head = format!("{}:{}", repair.declared_at.file, repair.declared_at.row);
    [
        format!(
            "  {}",
            say!(
                lang,
                "quarantine-repair-of",
                place = head,
                column = repair.col,
                done = done(lang, repair)
            )
        ),
        format!("    {} ({}, {})", repair.reason, repair.by, repair.date),
    ]
}
