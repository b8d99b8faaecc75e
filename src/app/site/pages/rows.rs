//! Rows of the scorecard that a page shows, and the same rows as a file.

use crate::app::cli::{Failure, columns_of, rows_in_order};
use crate::app::output::{Format, Row, write_rows};
use crate::app::rows::{Published, ScorecardRow};
use crate::app::site::answer::Answer;
use crate::app::site::pages::attached;
use crate::app::site::visit::Visit;
use axum::http::header;

/// Rows on the boundary of the page, of a KPI, of an area, of a period.
///
/// # Errors
/// When the scorecard cannot be read.
pub fn read(
    visit: &Visit<'_>,
    kpi: Option<&str>,
    area: Option<&str>,
    period: Option<&str>,
) -> Result<Vec<Published<ScorecardRow>>, Failure> {
    let wanted = [("kpi", kpi), ("period", period)];
    let areas = area.map(|code| vec![code.to_owned()]);
    let order = ["kpi", "area_code", "period", "span", "target_id"];
    rows_in_order(
        visit.release(),
        Some(visit.boundary()),
        (&wanted, areas.as_deref()),
        order,
    )
}

/// Rows as a file, as they are published.
///
/// # Errors
/// When they cannot be written.
pub fn csv<'r>(
    name: &str,
    rows: impl Iterator<Item = &'r Published<ScorecardRow>>,
) -> Result<Answer, Failure> {
    let columns = columns_of("scorecard");
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows: Vec<&Row> = rows.map(|r| &r.raw).collect();
    let mut bytes = vec![];
    write_rows(&mut bytes, Format::Csv, &columns, &rows)?;
    let answer = Answer::of(200, "text/csv; charset=utf-8", bytes);
    Ok(answer.with(
        header::CONTENT_DISPOSITION,
        attached(&format!("{name}.csv")),
    ))
}
