//! What a page reads of the scorecard. Of a large release no page reads more than it shows.

use crate::app::cli::{Failure, rows_in_order, rows_there};
use crate::app::rows::{CoverageRow, Published, ScorecardRow};
use crate::app::site::visit::Visit;
use crate::model::{Period, Verdict};
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

/// Whole rows, their units as people call them.
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
    let rows: Vec<Published<ScorecardRow>> =
        rows_in_order(visit.release(), wanted.boundary, chosen, order)?;
    let named = |row: &mut ScorecardRow| {
        let unit = row.operand_unit.as_deref();
        row.operand_unit = unit.map(|unit| visit.unit(unit).to_owned());
    };
    Ok(rows.into_iter().map(|row| row.shown(named)).collect())
}

/// What there are verdicts of: a KPI with its members, or all of them, by boundary, period and level, with
/// how many came to what.
///
/// # Errors
/// When the release cannot be read.
pub fn covered(
    visit: &Visit<'_>,
    kpi: Option<&str>,
    boundary: Option<NaiveDate>,
) -> Result<Vec<Published<CoverageRow>>, Failure> {
    rows_there(visit.release(), boundary, &[("kpi", kpi)])
}

/// The verdict that says most of a KPI in a period: that something was judged, else that there is a value.
pub fn best(row: &CoverageRow) -> Verdict {
    if row.met + row.not_met + row.on_track + row.off_track > 0 {
        Verdict::Met
    } else if row.not_due + row.no_target > 0 {
        Verdict::NoTarget
    } else {
        Verdict::NotAssessable
    }
}
