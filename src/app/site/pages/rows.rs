//! What a page reads of the scorecard, and the same rows as a file. Of a large release no page reads
//! more than it shows.

use crate::app::cli::{Failure, columns_of, distinct_rows, rows_in_order};
use crate::app::output::{Format, Row, write_rows};
use crate::app::rows::{KpiNamesRow, Published, ScorePlaceRow, ScorecardRow};
use crate::app::site::answer::Answer;
use crate::app::site::pages::file::attached;
use crate::app::site::visit::Visit;
use crate::model::Period;
use axum::http::header;
use chrono::NaiveDate;

/// Which rows are read; what is not said may be anything.
#[derive(Clone, Copy, Default)]
pub struct RowsWanted<'w> {
    /// Of a KPI, with all its members.
    pub kpi: Option<&'w str>,
    /// Of an area.
    pub area: Option<&'w str>,
    /// Of a period.
    pub period: Option<Period>,
    /// Of a boundary.
    pub boundary: Option<NaiveDate>,
}

/// Whole rows.
///
/// # Errors
/// When the scorecard cannot be read.
pub fn read(
    visit: &Visit<'_>,
    wanted: RowsWanted<'_>,
) -> Result<Vec<Published<ScorecardRow>>, Failure> {
    let period = wanted.period.map(|p| p.to_string());
    let texts = [("kpi", wanted.kpi), ("period", period.as_deref())];
    let areas = wanted.area.map(|code| vec![code.to_owned()]);
    let order = ["kpi", "area_code", "period", "span", "target_id"];
    let chosen = (texts.as_slice(), areas.as_deref());
    rows_in_order(visit.release(), wanted.boundary, chosen, order)
}

/// The boundaries, periods and breakdowns of which a KPI has verdicts.
///
/// # Errors
/// When the scorecard cannot be read.
pub fn places(visit: &Visit<'_>, kpi: &str) -> Result<Vec<Published<ScorePlaceRow>>, Failure> {
    let columns = ["boundary", "period", "verdict", "breakdown"];
    distinct_rows(visit.release(), None, &[("kpi", Some(kpi))], &columns)
}

/// The KPIs of which there are verdicts on the boundary of the page, with their members.
///
/// # Errors
/// When the scorecard cannot be read.
pub fn kpi_names(visit: &Visit<'_>) -> Result<Vec<Published<KpiNamesRow>>, Failure> {
    let columns = ["kpi", "breakdown", "kpi_title_vi", "kpi_title_en"];
    distinct_rows(visit.release(), Some(visit.boundary()), &[], &columns)
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
    let name = attached(&format!("{name}.csv"));
    Ok(answer.with(header::CONTENT_DISPOSITION, name))
}
