//! A preview for programs: one JSON object, or one row per table.

use crate::app::cli::preview::guess::because;
use crate::app::lang::Lang;
use crate::app::output::{self, Row};
use crate::ingest::preview::{Locale, Preview, Sign, TablePreview};
use crate::model::{Finding, Status};
use serde_json::{Value, json};

pub(super) const SUMMARY: [&str; 7] = [
    "name",
    "rows",
    "width",
    "dimensions",
    "numeric",
    "sum",
    "header_row",
];

pub(super) fn summary(table: &TablePreview) -> Row {
    let values = [
        json!(table.name),
        json!(table.rows),
        json!(table.width),
        json!(table.dimensions.join(";")),
        json!(table.figures.count),
        exact(&table.figures.to_string()),
        json!(table.header_row),
    ];
    output::row(&SUMMARY, values)
}

/// A plain decimal as a JSON number with all its digits.
fn exact(plain: &str) -> Value {
    serde_json::from_str(plain).unwrap_or_else(|_| json!(plain))
}

pub(super) fn whole(name: &str, seen: &Preview) -> Value {
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
        "is_cube": table.cube_value.is_some(),
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
