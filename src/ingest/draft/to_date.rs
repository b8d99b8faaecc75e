//! Whether figures seem to run from the beginning of the year.

use super::columns::{Columns, TYPED};
use super::guesses::ToDate;
use crate::decode::text::tidy;
use crate::ingest::cumulative::{CumulativeSeries, is_named};
use crate::ingest::number;
use crate::ingest::preview::{Locale, TablePreview, label};
use crate::model::NumberFormat;

/// Whether figures seem to run from the beginning of the year: by words first, then by how they
/// rise.
pub(super) fn to_date(
    table: &TablePreview,
    columns: &Columns,
    (period, value, series): (usize, usize, &[usize]),
) -> Option<ToDate> {
    let figures = figures(columns, (period, value, series));
    if !figures.within_years() {
        return None;
    }
    let above = table
        .first
        .iter()
        .filter(|r| table.header_row.is_some_and(|h| r.row < h))
        .flat_map(|r| r.cells.iter());
    let mut texts = std::iter::once(&columns.names[value])
        .chain(std::iter::once(&table.name))
        .chain(above);
    let named = texts
        .find(|text| is_named(text))
        .map(|text| ToDate::Named(tidy(text).into_owned()));
    named.or_else(|| figures.rising().map(ToDate::Rising))
}

/// The figures of each series whose labels do not say that they run from the beginning.
fn figures(
    columns: &Columns,
    (period, value, series): (usize, usize, &[usize]),
) -> CumulativeSeries {
    let mut figures = CumulativeSeries::default();
    let format = columns.numbers[value].locale();
    let decimal = if format == Locale::Comma { ',' } else { '.' };
    let number = NumberFormat::new(decimal, None);
    for row in 0..columns.lines.len() {
        let text = |at: usize| columns.text(at, row);
        let Some(label) = label(text(period)) else {
            continue;
        };
        let plain: String = text(value)
            .replace(TYPED, &number.decimal.to_string())
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        let figure = number::plain(
            &plain.replace(if number.decimal == ',' { '.' } else { ',' }, ""),
            number,
        )
        .ok();
        if let (None, Some(figure)) = (label.span, figure.and_then(|f| f.parse().ok())) {
            figures.see(
                series.iter().map(|at| text(*at).to_owned()).collect(),
                label.period,
                figure,
            );
        }
    }
    figures
}
