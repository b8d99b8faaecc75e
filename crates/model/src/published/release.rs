//! The tables of a release, in the order of their files.

use super::alternatives::alternatives;
use super::backtests::backtests;
use super::breaks::breaks;
use super::correlations::correlations;
use super::coverage::coverage;
use super::measures::{measures, measures_history};
use super::registers::{area_relations, areas, targets};
use super::revisions::{revision_summary, revisions};
use super::score_parts::{operands, score_items};
use super::scorecard::scorecard;
use super::table_spec::TableSpec;

/// The tables of a release, in the order of their files.
#[must_use]
pub fn release_tables() -> Vec<TableSpec> {
    vec![
        scorecard(),
        operands(),
        score_items(),
        measures(),
        measures_history(),
        correlations(),
        revisions(),
        coverage(),
        targets(),
        areas(),
        area_relations(),
        revision_summary(),
        backtests(),
        breaks(),
        alternatives(),
    ]
}
