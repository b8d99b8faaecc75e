//! Texts that speak of units.

use super::columns::Columns;
use super::guesses::EXAMPLES;
use crate::decode::text::tidy;
use crate::ingest::preview::TablePreview;

/// Texts above the header and names of columns that speak of units.
pub(super) fn units(table: &TablePreview, columns: &Columns) -> Vec<(u64, String)> {
    const WORDS: [&str; 7] = ["đơn vị", "đvt", "unit", "đồng", "người", "%", "usd"];
    let speaks = |text: &str| {
        let lower = tidy(text).to_lowercase();
        lower.chars().count() <= 120 && WORDS.iter().any(|w| lower.contains(w))
    };
    let above = table
        .first
        .iter()
        .filter(|r| table.header_row.is_some_and(|h| r.row < h));
    let mut found: Vec<(u64, String)> = above
        .flat_map(|r| {
            r.cells
                .iter()
                .filter(|c| speaks(c))
                .map(|c| (r.row, c.trim().to_owned()))
        })
        .take(EXAMPLES)
        .collect();
    found.dedup_by(|a, b| a.1 == b.1);
    for (at, name) in columns
        .names
        .iter()
        .enumerate()
        .filter(|(_, name)| speaks(name))
        .take(EXAMPLES)
    {
        // A column of units says the unit itself, where it has only one.
        let said = columns
            .values(at)
            .next()
            .filter(|text| columns.values(at).count() == 1 && !text.is_empty());
        found.push((
            0,
            said.map_or_else(|| name.clone(), |text| format!("{name}: {text}")),
        ));
    }
    found
}

/// The column that says in which unit or currency each figure is, where there are several.
pub(super) fn column_of_units(columns: &Columns) -> Option<usize> {
    const NAMES: [&str; 8] = [
        "unit",
        "currency",
        "uom",
        "đơn vị",
        "đơn vị tính",
        "đvt",
        "tiền tệ",
        "loại tiền",
    ];
    (0..columns.names.len()).find(|at| {
        let name = columns.names[*at].to_lowercase();
        let number = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
        NAMES.contains(&name.as_str())
            && columns.blanks(*at) == 0
            && (2..=EXAMPLES).contains(&columns.values(*at).count())
            && !columns.values(*at).any(number)
    })
}

/// The column of SDMX that holds powers of ten.
pub const UNIT_MULT: &str = "UNIT_MULT";

/// The different powers of ten by which figures are multiplied, where not all are 0.
pub(super) fn powers(columns: &Columns) -> Vec<String> {
    let Some(at) = columns.names.iter().position(|name| name == UNIT_MULT) else {
        return Vec::new();
    };
    let mut powers: Vec<i8> = Vec::new();
    for text in columns.values(at) {
        // What is no number, a run will report.
        let Ok(power) = text.parse() else {
            return Vec::new();
        };
        powers.push(power);
    }
    powers.sort_unstable();
    if powers == [0] {
        return Vec::new();
    }
    powers.iter().map(ToString::to_string).collect()
}
