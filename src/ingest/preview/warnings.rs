//! What is to be known before a contract is written for a table.

use super::numbers::{ColumnNumbers, Locale};
use super::seen::TablePreview;
use super::sign::Sign;
use crate::decode::text::tidy;
use crate::model::{Finding, Place};
use std::collections::BTreeSet;

/// What is to be known before a contract is written for a table.
pub(super) fn warnings(file_name: &str, table: &TablePreview) -> Vec<Finding> {
    if table.cube_value.is_some() {
        return Vec::new();
    }
    let place = |row: u64, col: &str| Place {
        file: file_name.to_owned(),
        part: table.name.clone(),
        row,
        col: col.to_owned(),
    };
    let of_column = |(i, numbers): (&usize, &ColumnNumbers)| {
        let named = table.columns.get(*i).filter(|c| !c.is_empty());
        let col = named.cloned().unwrap_or_else(|| (i + 1).to_string());
        let place = |row| place(row, &col);
        let locale = match numbers.locale() {
            Locale::Mixed => mixed_numbers(numbers, place),
            Locale::Ambiguous => ambiguous_numbers(numbers, place),
            _ => None,
        };
        locale.into_iter().chain(marks(numbers, place))
    };
    table
        .numbers
        .iter()
        .flat_map(of_column)
        .chain(repeated_column(table, |row| place(row, "")))
        .collect()
}

fn mixed_numbers(numbers: &ColumnNumbers, place: impl Fn(u64) -> Place) -> Option<Finding> {
    let (points, point, row) = numbers.evidence.get(&Sign::Point)?;
    let (commas, comma, _) = numbers.evidence.get(&Sign::Comma)?;
    let message = format!(
        "{points} figures have a decimal point, as `{point}`, and {commas} a decimal comma, as \
            `{comma}`"
    );
    let hint = "ask the provider which is meant: no number format reads both, and the others will \
        be quarantined";
    Some(Finding::warning("mixed_numbers", place(*row), message).hint(hint))
}

/// Marks beside the figures of a column, each with how often it stands.
fn marks(numbers: &ColumnNumbers, place: impl Fn(u64) -> Place) -> Option<Finding> {
    let row = numbers.marks.values().map(|(_, row)| *row).min()?;
    let listed: Vec<String> = numbers
        .marks
        .iter()
        .map(|(mark, (count, _))| format!("`{mark}` × {count}"))
        .collect();
    let message = format!("marks stand beside figures: {}", listed.join(", "));
    let hint = "say what each means under `[source.marks]`: a figure with a mark that is not \
        declared is quarantined";
    Some(Finding::warning("marks_beside_figures", place(row), message).hint(hint))
}

fn ambiguous_numbers(numbers: &ColumnNumbers, place: impl Fn(u64) -> Place) -> Option<Finding> {
    let example = |sign: Sign| numbers.evidence.get(&sign);
    let (n, text, row) = example(Sign::PointOrGroup).or_else(|| example(Sign::CommaOrGroup))?;
    let message = format!(
        "`{text}` is thousands or a fraction, and no figure of the column says which ({n} such \
            figures)"
    );
    let hint = "ask the provider, and declare `number = { decimal = \",\", grouping = \".\" }` or the \
        other way round";
    Some(
        Finding::warning("ambiguous_numbers", place(*row), message)
            .raw(text.clone())
            .hint(hint),
    )
}

/// The first name that two columns have.
fn repeated_column(table: &TablePreview, place: impl Fn(u64) -> Place) -> Option<Finding> {
    let mut seen = BTreeSet::new();
    let name = table
        .columns
        .iter()
        .map(|c| tidy(c))
        .filter(|c| !c.is_empty())
        .find(|name| !seen.insert(name.clone()))?;
    let message = format!("two columns are named `{name}`");
    let hint = "declare `header_rows` if the header has several rows; else give every column a \
        name of its own";
    let place = place(table.header_row.unwrap_or(1));
    Some(Finding::warning("repeated_column", place, message).hint(hint))
}
