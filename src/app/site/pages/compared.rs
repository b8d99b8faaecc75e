//! Areas that a reader chose to see beside one, each over time; the address holds the choice.

use crate::app::cli::Failure;
use crate::app::rows::ScorecardRow;
use crate::app::site::scores::{ScoreLine, area_name};
use crate::app::site::visit::Visit;
use crate::model::{Period, Span, fold_name};
use std::collections::BTreeMap;

/// Most areas that are shown beside one.
const MOST: usize = 8;

/// The form in which areas are chosen, and what was chosen.
pub struct ComparedAreas {
    /// Where the form leads.
    pub action: String,
    /// What else the address says.
    pub fields: Vec<(&'static str, String)>,
    /// What the reader wrote.
    pub said: String,
    /// What of it is the name of no area here, or one too many.
    pub unknown: Vec<String>,
    /// The areas, the one of the page first.
    pub names: Vec<String>,
    /// The verdicts of each area by period, the newest first.
    pub rows: Vec<(String, Vec<Vec<ScoreLine>>)>,
}

/// The areas chosen to stand beside one, of those that the page has a verdict of.
///
/// # Errors
/// When the release cannot be read.
pub fn compared(
    visit: &Visit<'_>,
    (own, areas): (&str, &[&ScorecardRow]),
    over_time: impl Fn(&str) -> Result<Vec<(Period, ScoreLine)>, Failure>,
) -> Result<ComparedAreas, Failure> {
    let said = visit.address.choice.compare.clone().unwrap_or_default();
    let (mut chosen, mut unknown): (Vec<&ScorecardRow>, Vec<String>) = (vec![], vec![]);
    for text in said.split([';', ',']).map(str::trim) {
        match meant(areas, text) {
            Some(row) if chosen.iter().any(|c| c.area_code == row.area_code) => {}
            Some(row) if row.area_code == own => {}
            Some(row) if chosen.len() < MOST => chosen.push(row),
            _ if text.is_empty() => {}
            _ => unknown.push(text.to_owned()),
        }
    }
    let address = visit.address.choosing(|c| c.compare = None);
    let mut found = ComparedAreas {
        action: address.path(),
        fields: address.pairs(),
        said,
        unknown,
        names: vec![],
        rows: vec![],
    };
    if chosen.is_empty() {
        return Ok(found);
    }
    let own = areas.iter().copied().find(|row| row.area_code == own);
    let shown: Vec<&ScorecardRow> = own.into_iter().chain(chosen).collect();
    let mut rows: BTreeMap<Period, Vec<Vec<ScoreLine>>> = BTreeMap::new();
    for (place, row) in shown.iter().enumerate() {
        found.names.push(area_name(row));
        for (period, line) in over_time(&row.area_code)? {
            let cells = rows.entry(period).or_default();
            cells.resize_with(shown.len(), Vec::new);
            if let Some(cell) = cells.get_mut(place) {
                cell.push(line);
            }
        }
    }
    let named = |period| visit.period(period, Span::Period);
    let rows = rows.into_iter().rev();
    found.rows = rows.map(|(at, cells)| (named(at), cells)).collect();
    Ok(found)
}

/// The area that goes by a code or a name; a code goes first.
fn meant<'r>(areas: &[&'r ScorecardRow], text: &str) -> Option<&'r ScorecardRow> {
    let folded = fold_name(text);
    let all = || areas.iter().copied();
    { all().find(|row| row.area_code == text) }
        .or_else(|| all().find(|row| fold_name(&area_name(row)) == folded))
}
