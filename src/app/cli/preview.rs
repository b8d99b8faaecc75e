//! `chiso preview`: how a file decodes, every guess named, before anyone writes a contract for it.

use crate::app::cli::received::{Received, received};
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::ingest::preview::{
    Because, ColumnNumbers, Guess, Locale, Preview, Sign, TablePreview, preview as look,
    preview_file,
};
use crate::model::{Encoding, Finding, Label, Layout, Severity, Span, Status};
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Columns of a table that people are shown.
const SHOWN_COLUMNS: usize = 6;
/// Letters of a cell that people are shown.
const SHOWN_LETTERS: usize = 16;
/// Labels of periods that people are shown.
const SHOWN_LABELS: usize = 8;
/// Tables whose first rows people are shown.
const SHOWN_TABLES: usize = 12;

/// What is looked at.
#[derive(Debug, Args)]
pub struct LookArgs {
    /// File or web address as it was received: CSV, workbook, PX, JSON-stat, SDMX, web page, dBase,
    /// Parquet, JSON answer, or an archive of them
    pub file: PathBuf,
    /// Read text as this encoding instead of a guess: utf-8, utf-16, windows-1258, tcvn3, vni,
    /// viscii, …
    #[arg(long, value_name = "NAME")]
    encoding: Option<Encoding>,
    /// Look at this sheet, or this table of a web page, alone
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Look at this file of an archive alone
    #[arg(long, value_name = "NAME")]
    member: Option<String>,
}

impl LookArgs {
    /// What was said about the file.
    pub fn layout(&self) -> Layout {
        Layout {
            encoding: self.encoding,
            sheet: self.sheet.clone().unwrap_or_default(),
            member: self.member.clone().unwrap_or_default(),
            ..Layout::default()
        }
    }
}

/// Shows the file; exit code 6 if it, or a part of it, cannot be read.
pub fn preview(context: &Context, args: &LookArgs) -> Result<(), Failure> {
    let (name, seen) = seen(args)?;
    match context.common.format {
        Format::Table => people(context.lang, &name, &seen)?,
        Format::Json => output::line(
            &serde_json::to_string_pretty(&whole(&name, &seen)).map_err(std::io::Error::other)?,
        )?,
        Format::Csv => {
            let rows: Vec<Row> = seen.tables.iter().map(summary).collect();
            output::rows(Format::Csv, &SUMMARY, &rows)?;
        }
    }
    let refused = seen.findings.iter().any(|f| f.severity == Severity::Error);
    if refused && context.common.format != Format::Table {
        for finding in seen
            .findings
            .iter()
            .filter(|f| f.severity == Severity::Error)
        {
            output::complain(&finding.to_string());
        }
    }
    if refused {
        Err(Failure::Code(6))
    } else {
        Ok(())
    }
}

/// A large file of text is not held.
fn seen(args: &LookArgs) -> Result<(String, Preview), Failure> {
    const HELD: u64 = 16 << 20;
    let large = std::fs::metadata(&args.file).is_ok_and(|m| m.is_file() && m.len() > HELD);
    let name = args
        .file
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .filter(|_| large && args.layout().member.is_empty());
    if let Some(name) = name
        && let Ok(Some(seen)) = preview_file(&name, &args.file, &args.layout())
    {
        return Ok((name, seen));
    }
    let Received { name, bytes } = received(&args.file)?;
    let seen = look(&name, &bytes, &args.layout());
    Ok((name, seen))
}

const SUMMARY: [&str; 7] = [
    "name",
    "rows",
    "width",
    "dimensions",
    "numeric",
    "sum",
    "header_row",
];

fn summary(table: &TablePreview) -> Row {
    let values = [
        json!(table.name),
        json!(table.rows),
        json!(table.width),
        json!(table.dimensions.join(";")),
        json!(table.figures.count),
        exact(&table.figures.to_string()),
        json!(table.header_row),
    ];
    SUMMARY
        .iter()
        .map(|c| (*c).to_owned())
        .zip(values)
        .collect()
}

/// A plain decimal as a JSON number with all its digits.
fn exact(plain: &str) -> Value {
    serde_json::from_str(plain).unwrap_or_else(|_| json!(plain))
}

fn whole(name: &str, seen: &Preview) -> Value {
    json!({
        "file": name,
        "format": seen.format.map_or("zip", crate::model::Format::as_str),
        "observations": seen.observations,
        "numeric": seen.figures.count,
        "sum": exact(&seen.figures.to_string()),
        "guesses": seen.guesses.iter().map(|g| json!({ "about": g.about, "is": g.is, "because": because(Lang::En, &g.because) })).collect::<Vec<_>>(),
        "tables": seen.tables.iter().map(table).collect::<Vec<_>>(),
        "findings": seen.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn table(table: &TablePreview) -> Value {
    json!({
        "name": table.name,
        "rows": table.rows,
        "width": table.width,
        "is_cube": table.is_cube,
        "dimensions": table.dimensions,
        "columns": table.columns,
        "header_row": table.header_row,
        "numeric": table.figures.count,
        "sum": exact(&table.figures.to_string()),
        "first_rows": table.first.iter().map(|r| json!({ "row": r.row, "cells": r.cells })).collect::<Vec<_>>(),
        "numbers": table.numbers.iter().map(|(i, n)| json!({
            "column": table.columns.get(*i).cloned().unwrap_or_default(),
            "number": i + 1,
            "decimal": locale_word(n.locale()),
            "evidence": n.evidence.iter().map(|(sign, (count, example, row))| json!({
                "says": sign_word(*sign), "count": count, "example": example, "row": row,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "labels": table.labels.iter().map(|(text, label, count)| json!({
            "text": text, "period": label.period.to_string(), "span": label.span.map(|s| s.to_string()), "status": label.status.map(Status::as_str), "count": count,
        })).collect::<Vec<_>>(),
    })
}

fn finding(finding: &Finding) -> Value {
    json!({
        "severity": finding.severity.as_str(), "rule": finding.rule, "file": finding.place.file, "part": finding.place.part,
        "row": if finding.place.row > 0 { json!(finding.place.row) } else { Value::Null }, "column": finding.place.col,
        "message": finding.message, "hint": finding.hint,
    })
}

const fn locale_word(locale: Locale) -> &'static str {
    match locale {
        Locale::Any => "any",
        Locale::Point => "point",
        Locale::Comma => "comma",
        Locale::Ambiguous => "ambiguous",
        Locale::Mixed => "mixed",
    }
}

const fn sign_word(sign: Sign) -> &'static str {
    match sign {
        Sign::Plain => "digits",
        Sign::Point => "decimal_point",
        Sign::Comma => "decimal_comma",
        Sign::PointOrGroup => "point_or_thousands",
        Sign::CommaOrGroup => "comma_or_thousands",
        Sign::Spaced => "thousands_by_space",
    }
}

fn people(lang: Lang, name: &str, seen: &Preview) -> std::io::Result<()> {
    for guess in &seen.guesses {
        output::line(&format!("{name}: {}", guessed(lang, guess)))?;
    }
    if !seen.tables.is_empty() {
        output::line(&say!(
            lang,
            "preview-summary",
            name = name,
            count = seen.tables.len(),
            observations = seen.observations,
            unit = unit(lang, seen),
            figures = seen.figures.count,
            sum = seen.figures
        ))?;
    }
    for (i, table) in seen.tables.iter().enumerate() {
        output::line("")?;
        one(lang, table, i < SHOWN_TABLES)?;
    }
    if !seen.findings.is_empty() {
        output::line("")?;
    }
    for finding in &seen.findings {
        output::line(&finding.to_string())?;
    }
    Ok(())
}

/// What is counted in a file of the format.
fn unit(lang: Lang, seen: &Preview) -> &'static str {
    use crate::model::Format as F;
    match seen.format {
        _ if seen.guesses.iter().any(|g| g.is == "zip") => lang.say("preview-files"),
        Some(F::Xlsx | F::Xls | F::Ods) => lang.say("preview-sheets"),
        Some(F::JsonStat | F::Px | F::SdmxMl | F::SdmxJson) => lang.say("preview-observations"),
        _ => lang.say("preview-rows"),
    }
}

pub fn guessed(lang: Lang, guess: &Guess) -> String {
    let about = match guess.about {
        "format" => lang.say("preview-format"),
        "encoding" => lang.say("preview-encoding"),
        "delimiter" => lang.say("preview-delimiter"),
        other => other,
    };
    let is = if guess.is == "\t" { "\\t" } else { &guess.is };
    format!("{about} `{is}` ({})", because(lang, &guess.because))
}

fn because(lang: Lang, because: &Because) -> String {
    match because {
        Because::Asked => lang.say("preview-as-asked").to_owned(),
        Because::Signature => lang.say("preview-first-bytes").to_owned(),
        Because::Holds(what) => say!(lang, "preview-holds", text = what),
        Because::FileName(end) => say!(lang, "preview-name-ends", ending = end),
        Because::NothingElse => lang.say("preview-by-exclusion").to_owned(),
        Because::ByteOrderMark => lang.say("preview-byte-order-mark").to_owned(),
        Because::EverySecondByte => lang.say("preview-every-second-byte").to_owned(),
        Because::ValidUtf8 => lang.say("preview-valid-utf8").to_owned(),
        Because::VietnameseWords(good, all) => {
            say!(lang, "preview-vietnamese-words", good = good, all = all)
        }
        Because::Lines(good, all, columns) => {
            say!(
                lang,
                "preview-lines-agree",
                good = good,
                all = all,
                columns = columns
            )
        }
        Because::FirstFullRow => lang.say("preview-first-full-row").to_owned(),
    }
}

fn one(lang: Lang, table: &TablePreview, with_rows: bool) -> std::io::Result<()> {
    let name = if table.name.is_empty() {
        lang.say("preview-unnamed-table").to_owned()
    } else {
        format!("[{}]", table.name)
    };
    let size = format!("{} × {}", table.rows, table.width);
    let sum = say!(
        lang,
        "preview-figures-sum",
        number = table.figures.count,
        sum = table.figures
    );
    output::line(&say!(
        lang,
        "preview-table-size",
        name = name,
        size = size,
        sum = sum
    ))?;
    if !table.dimensions.is_empty() {
        output::line(&format!(
            "  {}",
            say!(
                lang,
                "preview-dimensions",
                dimensions = table.dimensions.join(", ")
            )
        ))?;
    }
    if let Some(row) = table.header_row {
        let why = because(lang, &Because::FirstFullRow);
        output::line(&format!(
            "  {}",
            say!(lang, "preview-header-row", row = row, why = why)
        ))?;
    }
    if with_rows && !table.first.is_empty() {
        output::line(&first_rows(table))?;
    }
    for (i, numbers) in table
        .numbers
        .iter()
        .filter(|(_, n)| !table.is_cube && n.locale() != Locale::Any)
        .take(SHOWN_COLUMNS)
    {
        let column = table
            .columns
            .get(*i)
            .filter(|c| !c.is_empty())
            .cloned()
            .unwrap_or_else(|| (i + 1).to_string());
        output::line(&format!(
            "  {}",
            say!(
                lang,
                "preview-column",
                column = cut(&column),
                notation = locale(lang, numbers)
            )
        ))?;
    }
    let labels: Vec<_> = table
        .labels
        .iter()
        .filter(|(text, label, _)| *text != label.period.to_string())
        .collect();
    if !labels.is_empty() {
        let more = if labels.len() > SHOWN_LABELS {
            "; …"
        } else {
            ""
        };
        let labels: Vec<String> = labels
            .into_iter()
            .take(SHOWN_LABELS)
            .map(|(text, label, _)| period(lang, text, *label))
            .collect();
        output::line(&format!(
            "  {}",
            say!(
                lang,
                "preview-labels",
                labels = labels.join("; "),
                more = more
            )
        ))?;
    }
    Ok(())
}

fn first_rows(table: &TablePreview) -> String {
    let width = table.width.min(SHOWN_COLUMNS);
    let mut headers = vec!["#".to_owned()];
    let named = table.header_row.is_none() && table.columns.len() >= width;
    headers.extend((0..width).map(|i| {
        table
            .columns
            .get(i)
            .filter(|_| named)
            .map_or_else(|| (i + 1).to_string(), |c| cut(c))
    }));
    if table.width > width {
        headers.push("…".to_owned());
    }
    let rows = table.first.iter().map(|record| {
        let mut cells = vec![record.row.to_string()];
        cells.extend((0..width).map(|i| record.cells.get(i).map(|c| cut(c)).unwrap_or_default()));
        if table.width > width {
            cells.push(if record.cells.len() > width {
                "…".to_owned()
            } else {
                String::new()
            });
        }
        cells
    });
    output::table(
        &headers.iter().map(String::as_str).collect::<Vec<_>>(),
        rows.collect(),
    )
}

/// The beginning of a cell on one line, without signs that would steer a terminal.
fn cut(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if plain.chars().count() <= SHOWN_LETTERS {
        plain
    } else {
        plain.chars().take(SHOWN_LETTERS - 1).chain(['…']).collect()
    }
}

fn locale(lang: Lang, numbers: &ColumnNumbers) -> String {
    let example = |sign: Sign| {
        numbers
            .evidence
            .get(&sign)
            .map(|(n, text, row)| format!("`{text}` ({}, {n})", row_of(lang, *row)))
            .unwrap_or_default()
    };
    let told = match numbers.locale() {
        Locale::Any => lang.say("preview-digits-alone").to_owned(),
        Locale::Point => say!(
            lang,
            "preview-decimal-point",
            example = example(Sign::Point)
        ),
        Locale::Comma => say!(
            lang,
            "preview-decimal-comma",
            example = example(Sign::Comma)
        ),
        Locale::Ambiguous => {
            let shown = [Sign::PointOrGroup, Sign::CommaOrGroup]
                .map(example)
                .into_iter()
                .filter(|e| !e.is_empty())
                .collect::<Vec<_>>()
                .join(", ");
            say!(lang, "preview-ambiguous", shown = shown)
        }
        Locale::Mixed => {
            say!(
                lang,
                "preview-mixed",
                point = example(Sign::Point),
                comma = example(Sign::Comma)
            )
        }
    };
    if numbers.spaced() {
        say!(lang, "preview-spaced", notation = told)
    } else {
        told
    }
}

fn row_of(lang: Lang, row: u64) -> String {
    say!(lang, "preview-row", row = row)
}

fn period(lang: Lang, text: &str, label: Label) -> String {
    let period = if label.span == Some(Span::Ytd) {
        say!(lang, "preview-year-to", period = label.period)
    } else {
        label.period.to_string()
    };
    let status = label.status.map_or_else(String::new, |s| format!(", {s}"));
    format!("`{text}` = {period}{status}")
}
