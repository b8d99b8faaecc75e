//! Everything behind one score, as it is shown.

use crate::evaluate::contributions::Contributed;
use crate::evaluate::results::Alternative;
use crate::inspect::explain::checks::ExplainedCheck;
use crate::inspect::explain::comparability::Union;
use crate::inspect::explain::delivery::ExplainedDelivery;
use crate::inspect::explain::looked::Looked;
use crate::kpi::{BackTest, RevisionUnit};
use crate::model::{
    Breakdown, CalendarEffect, Correction, CorrectionAction, Dec, Kpi, MadeOf, MeasureValue,
    Period, Reason, Relation, Repair, Role, Score, Span, Status, UnitId,
};
use crate::rollup::{Fate, Row};
use num_rational::BigRational;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Everything behind one score.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The KPI.
    pub kpi: Kpi,
    /// The score.
    pub score: Score,
    /// Its operands, by role.
    pub operands: Vec<ExplainedOperand>,
    /// The figure that would just reach the target, all else being equal, in the unit of the
    /// current one.
    pub needed: Option<Needed>,
    /// What has become of the first figures of the measure in question.
    pub revisions: Option<Revisions>,
    /// Figures that were not used, and what they would have given.
    pub alternatives: Vec<Alternative>,
    /// How reliable the pace was at that month in years that are over: of the area, else of all
    /// areas.
    pub backtest: Option<BackTest>,
    /// How the calendar of the two periods differs, where the score is flagged for it.
    pub calendar: Option<CalendarEffect>,
    /// Where there is an answer, when the boundary asked for has none.
    pub union: Option<Union>,
    /// The areas that a rank is a place among, with their figures.
    pub field: Vec<(UnitId, Dec)>,
    /// What the areas and the members that it is the sum of add to a change.
    pub contributed: Vec<Contributed>,
}

/// A figure that would just reach a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    /// The figure, in the unit of the current one.
    pub figure: BigRational,
    /// By how much the current one would have to be revised for it.
    pub revision: BigRational,
    /// What that is stated in.
    pub unit: RevisionUnit,
}

/// What has become of the first figures of a measure, with the status of the one in question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revisions {
    /// Measure.
    pub measure: String,
    /// Status.
    pub status: Status,
    /// What they are stated in.
    pub unit: RevisionUnit,
    /// Sizes of all revisions known on this boundary, ascending.
    pub sizes: Vec<BigRational>,
    /// The size that nine in ten stayed within, where there are enough.
    pub usual: Option<BigRational>,
    /// Those of the area itself: period, the first figure, the latest one.
    pub of_area: Vec<(Period, Span, Dec, Dec)>,
}

/// One operand and every source that could have given it.
#[derive(Clone, Debug)]
pub struct ExplainedOperand {
    /// Role.
    pub role: Role,
    /// Measure.
    pub measure: String,
    /// Period.
    pub period: Period,
    /// Span.
    pub span: Span,
    /// The value used, if there is one.
    pub found: Option<Arc<MeasureValue>>,
    /// The published figure, where the comparison uses another statement, from which it differs.
    pub published: Option<Arc<MeasureValue>>,
    /// Sources in rank order, those that have rows.
    pub sources: Vec<ExplainedSource>,
    /// Datasets asked in rank order, and what was looked for in each.
    pub asked: Vec<Looked>,
    /// Recorded changes of areas between the days of the parts and the boundary.
    pub steps: Vec<Relation>,
    /// Areas below that have no figure, for which there is no sum.
    pub lacking: Vec<LackingArea>,
    /// The figures of the units that were added up; empty where they are not distinguished.
    pub parts: Vec<(UnitId, Dec)>,
    /// The figures of other measures that it was made from.
    pub made_of: Vec<(MadeOf, ExplainedOperand)>,
}

impl ExplainedOperand {
    /// The figures behind it that are listed for people, and how many more there are.
    #[must_use]
    pub fn listed(&self) -> (&[(MadeOf, ExplainedOperand)], usize) {
        let listed = self.made_of.get(..MOST_LISTED).unwrap_or(&self.made_of);
        (listed, self.made_of.len() - listed.len())
    }

    /// Every row that bears on it with its dataset, those of the figures that it was made from
    /// among them.
    #[must_use]
    pub fn rows(&self) -> Vec<(&str, &ExplainedRow)> {
        let own = self
            .sources
            .iter()
            .flat_map(|s| s.rows.iter().map(move |r| (s.dataset.as_str(), r)));
        own.chain(self.made_of.iter().flat_map(|(_, input)| input.rows()))
            .collect()
    }
}

/// What one dataset has for an operand.
#[derive(Clone, Debug)]
pub struct ExplainedSource {
    /// Dataset.
    pub dataset: String,
    /// Rank among the sources of the measure, from 1.
    pub rank: usize,
    /// Whether its figure is the one used.
    pub used: bool,
    /// Its rows.
    pub rows: Vec<ExplainedRow>,
    /// The members whose figures a total lacks, for which there is no total.
    pub lacking_members: Vec<LackingMember>,
    /// Its rows are extremes of their months, which do not add up.
    pub separate_extremes: bool,
}

/// Most rows of a source that are listed for people; a file for programs has all.
const MOST_LISTED: usize = 1000;

impl ExplainedSource {
    /// The rows that are listed for people, and how many more there are.
    #[must_use]
    pub fn listed(&self) -> (&[ExplainedRow], usize) {
        let listed = self.rows.get(..MOST_LISTED).unwrap_or(&self.rows);
        (listed, self.rows.len() - listed.len())
    }
}

/// An area below that has no figure where one is added up, or not in the series of the others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LackingArea {
    /// The area.
    pub area: UnitId,
    /// The period, which may be one of those that the figure is worked out from.
    pub period: Period,
    /// Its span.
    pub span: Span,
    /// Why it has none, where more is known than that.
    pub reasons: BTreeSet<Reason>,
    /// It has a figure, by another statement or by other periods than the others.
    pub elsewhere: bool,
}

/// Members of dimensions that have no figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LackingMember {
    /// The area, on its own day.
    pub area: UnitId,
    /// The period.
    pub period: Period,
    /// One member of each dimension that is added up.
    pub members: Breakdown,
}

/// One row of a dataset's table that bears on an operand.
#[derive(Clone, Debug)]
pub struct ExplainedRow {
    /// The unit it is for, on its own day.
    pub area: UnitId,
    /// The row, as published.
    pub row: Row,
    /// What became of it within its dataset.
    pub fate: Fate,
    /// The delivery that no longer has it, where nothing replaced it.
    pub withdrawn_by: Option<String>,
    /// The correction applied to it.
    pub correction: Option<Correction>,
    /// Repairs through which it was read.
    pub repairs: Vec<Repair>,
    /// What the checks of its contract made of it.
    pub checks: Vec<ExplainedCheck>,
    /// The contract's dimensions, by name.
    pub dimensions: Vec<(String, String)>,
    /// The delivery that it stands in.
    pub delivery: Option<ExplainedDelivery>,
}

impl ExplainedRow {
    /// Name of the delivered file.
    #[must_use]
    pub fn file(&self) -> &str {
        self.delivery.as_ref().map_or("", |d| d.file_name.as_str())
    }

    /// The figure that takes part: as corrected, else as published; none when a correction drops
    /// it.
    #[must_use]
    pub fn value(&self) -> Option<Dec> {
        match self.correction.as_ref().map(|c| c.action) {
            Some(CorrectionAction::Drop) => None,
            Some(action) => action.value().or(self.row.value),
            None => self.row.value,
        }
    }

    /// Whether it is part of the figure used.
    #[must_use]
    pub fn used(&self, source: &ExplainedSource) -> bool {
        source.used && self.fate == Fate::Used
    }
}
