//! `chiso quarantine show`: one observation with its row, the rule it breaks and what to do.

use crate::app::cli::quarantine::row::{COLUMNS, done, row};
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format};
use crate::config::Project;
use crate::governance::Registers;
use crate::inspect::{QuarantinedInContext, QuarantinedObservation, show_kept_aside};
use serde_json::json;

fn registers(project: &Project) -> Result<Registers, Failure> {
    let registers = Registers::load(project);
    if registers.sound() {
        Ok(registers)
    } else {
        Err(Failure::Faults(registers.findings))
    }
}

pub(super) fn show(context: &Context, project: &Project, id: &str) -> Result<(), Failure> {
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
