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
