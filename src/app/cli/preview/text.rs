//! A preview for people: a line that sums up, then each table with its first rows, columns and
//! labels.

use crate::app::cli::preview::guess::{because, guessed};
use crate::app::cli::preview::notation::locale;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self};
use crate::ingest::preview::{Because, Locale, Preview, Sum, TablePreview};
use crate::model::{Label, Span};

/// Columns of a table that people are shown.
const SHOWN_COLUMNS: usize = 6;

/// Letters of a cell that people are shown.
const SHOWN_LETTERS: usize = 16;

/// Labels of periods that people are shown.
const SHOWN_LABELS: usize = 8;

/// Tables whose first rows people are shown.
const SHOWN_TABLES: usize = 12;

pub(super) fn people(lang: Lang, name: &str, seen: &Preview) -> std::io::Result<()> {
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
            sum = sum(lang, &seen.figures, seen.tables.iter().all(sure))
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

fn one(lang: Lang, table: &TablePreview, with_rows: bool) -> std::io::Result<()> {
    output::line(&name_and_size(lang, table))?;
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
    for line in notations(lang, table) {
        output::line(&line)?;
    }
    if let Some(line) = labels(lang, table) {
        output::line(&line)?;
    }
    Ok(())
}

fn name_and_size(lang: Lang, table: &TablePreview) -> String {
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
        sum = sum(lang, &table.figures, sure(table))
    );
    say!(
        lang,
        "preview-table-size",
        name = name,
        size = size,
        sum = sum
    )
}

/// Whether every column writes its numbers as they are added up, with a decimal point or without.
fn sure(table: &TablePreview) -> bool {
    let plain = |locale| matches!(locale, Locale::Any | Locale::Point);
    table.numbers.iter().all(|(_, n)| plain(n.locale()))
}

/// The sum of figures, or that there is none while nobody knows how they are written.
fn sum(lang: Lang, figures: &Sum, sure: bool) -> String {
    if sure {
        say!(lang, "preview-sum", sum = lang.digits(&figures.to_string()))
    } else {
        lang.say("preview-no-sum").to_owned()
    }
}

/// How numbers are written in the first columns that have any.
fn notations(lang: Lang, table: &TablePreview) -> impl Iterator<Item = String> {
    let told = table
        .numbers
        .iter()
        .filter(|(_, n)| table.cube_value.is_none() && n.locale() != Locale::Any)
        .take(SHOWN_COLUMNS);
    told.map(move |(i, numbers)| {
        let column = table
            .columns
            .get(*i)
            .filter(|c| !c.is_empty())
            .cloned()
            .unwrap_or_else(|| (i + 1).to_string());
        format!(
            "  {}",
            say!(
                lang,
                "preview-column",
                column = cut(&column),
                notation = locale(lang, numbers)
            )
        )
    })
}

/// Labels of periods that are not written as periods are.
fn labels(lang: Lang, table: &TablePreview) -> Option<String> {
    let labels: Vec<String> = table
        .labels
        .iter()
        .filter(|(text, label, _)| *text != label.period.to_string())
        .map(|(text, label, _)| period(lang, text, *label))
        .collect();
    let shown = labels.get(..SHOWN_LABELS).unwrap_or(&labels);
    let more = if labels.len() > SHOWN_LABELS {
        "; …"
    } else {
        ""
    };
    (!labels.is_empty()).then(|| {
        format!(
            "  {}",
            say!(
                lang,
                "preview-labels",
                labels = shown.join("; "),
                more = more
            )
        )
    })
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

fn period(lang: Lang, text: &str, label: Label) -> String {
    let period = if label.span == Some(Span::Ytd) {
        say!(lang, "preview-year-to", period = label.period)
    } else {
        label.period.to_string()
    };
    let status = label.status.map_or_else(String::new, |s| format!(", {s}"));
    format!("`{text}` = {period}{status}")
}
