//! Areas that are alike in size to one: those of its level that are next to it in the measure which the
//! project names for that.

use crate::app::cli::{Failure, rows_there};
use crate::app::lang::Digits;
use crate::app::messages::say;
use crate::app::rows::{MeasureRow, Published, ScorecardRow};
use crate::app::site::scores::{ScoreLine, line};
use crate::app::site::visit::Visit;
use crate::model::{Period, Span};
use std::collections::BTreeMap;

/// How many areas are shown beside one.
const SHOWN: usize = 5;

/// An area and those alike.
pub struct SimilarAreas {
    /// What they are alike in, and when.
    pub title: String,
    /// The area itself and then the others, the nearest first, each with its size.
    pub rows: Vec<(String, ScoreLine)>,
}

/// The areas of a page alike to one of them; none where the project names no measure, or it has no figure
/// of that area up to the period of the page.
///
/// # Errors
/// When the release cannot be read.
pub fn similar(
    visit: &Visit<'_>,
    code: &str,
    (areas, period): (&[&ScorecardRow], Period),
) -> Result<Option<SimilarAreas>, Failure> {
    let Some(measure) = visit.project.similar_by.as_deref() else {
        return Ok(None);
    };
    let wanted = [("measure", Some(measure))];
    let figures: Vec<Published<MeasureRow>> =
        rows_there(visit.release(), Some(visit.boundary()), &wanted)?;
    let sized = |f: &&Published<MeasureRow>| {
        f.measure == measure && f.span == Span::Period && f.value.is_some_and(|v| v.to_f64() > 0.0)
    };
    let own = figures.iter().filter(sized).filter(|f| f.area_code == code);
    let until = own.filter(|f| f.period.end() <= period.end());
    let Some(own) = until.max_by_key(|f| (f.period.end(), f.period)) else {
        return Ok(None);
    };
    let of_then = figures.iter().filter(sized);
    let by_area: BTreeMap<&str, &Published<MeasureRow>> = { of_then }
        .filter(|f| f.period == own.period)
        .map(|f| (f.area_code.as_str(), f))
        .collect();
    let size = |f: &MeasureRow| f.value.map_or(0.0, crate::model::Dec::to_f64).ln();
    let mut near: BTreeMap<&str, (f64, &ScorecardRow)> = BTreeMap::new();
    for row in areas.iter().copied() {
        if let Some(other) = by_area.get(row.area_code.as_str()) {
            let far = (size(other) - size(own)).abs();
            near.entry(&row.area_code).or_insert((far, row));
        }
    }
    let mut near: Vec<(&str, (f64, &ScorecardRow))> = near.into_iter().collect();
    near.sort_by(|(a, (far, _)), (b, (farther, _))| {
        let is_own = |other: &str| other != code;
        (is_own(a).cmp(&is_own(b))).then(far.total_cmp(farther))
    });
    let shown = |(area, (_, row)): &(&str, (f64, &ScorecardRow))| {
        let figure = by_area.get(*area)?;
        let unit = figure.unit.as_deref().unwrap_or_default();
        let plain = figure.value?.to_string();
        let size = visit.lang.figure(&plain, visit.unit(unit), Digits::Short);
        Some((size, line(visit, row, &[])))
    };
    let rows: Vec<(String, ScoreLine)> = near.iter().take(SHOWN + 1).filter_map(shown).collect();
    let declared = visit.project.measures.iter().find(|m| m.id == measure);
    let name = declared.map_or(measure, |m| m.title.get(visit.lang.is_vi()));
    let title = say!(
        visit.lang,
        "site-similar",
        measure = name,
        period = visit.period(own.period, Span::Period)
    );
    Ok(Some(SimilarAreas { title, rows }).filter(|s| s.rows.len() > 1))
}
