//! Figures on their way from table rows to verdicts: cells of a measure, measures on a boundary,
//! scores.

use crate::area::UnitId;
use crate::bilingual::Bilingual;
use crate::decimal::Dec;
use crate::figure::Figure;
use crate::made::DerivedFigure;
use crate::period::Period;
use crate::series::{Series, Statement, StatementKey};
use crate::shared::SharedText;
use crate::span::Span;
use crate::verdict::{Flag, Reason, Verdict};
use crate::words;
use chrono::NaiveDate;
use num_rational::BigRational;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A figure of a measure from one dataset, on the units of the source's own day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Measure.
    pub measure: SharedText,
    /// Dataset it was made from.
    pub dataset: SharedText,
    /// Area, a unit of `area_date`.
    pub area: UnitId,
    /// Day at which the area was read.
    pub area_date: NaiveDate,
    /// Period.
    pub period: Period,
    /// Span.
    pub span: Span,
    /// The figure.
    pub figure: Figure,
    /// Which statement it is.
    pub statement: StatementKey,
    /// What other statements of the dataset have, each whole, the best first.
    pub others: Vec<Statement>,
}

/// A measure for one area of a boundary, from the highest-ranked source that has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureValue {
    /// Measure.
    pub measure: SharedText,
    /// Dataset used.
    pub dataset: SharedText,
    /// Area, a unit of `boundary`.
    pub area: UnitId,
    /// Boundary day.
    pub boundary: NaiveDate,
    /// Period.
    pub period: Period,
    /// Span.
    pub span: Span,
    /// The figure.
    pub figure: Figure,
    /// Units of the source's day that were added up (one, the same, when nothing changed).
    pub parts: Vec<(UnitId, NaiveDate)>,
    /// Periods it was worked out from; none where a source states it.
    pub pieces: Vec<Piece>,
    /// What it was made from, where that is figures of other measures.
    pub made: Option<Arc<DerivedFigure>>,
    /// The series it belongs to.
    pub series: Series,
    /// What other series have for the same area, period and span, the best first; these have no
    /// others.
    pub others: Vec<Arc<MeasureValue>>,
    /// What the same series gives by periods of other lengths, or under another name of the same
    /// months. No comparison uses these: they show whether the figure says what they say.
    pub by_other_periods: Vec<Arc<MeasureValue>>,
}

/// A period that a figure of another one is worked out from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Piece {
    /// Period.
    pub period: Period,
    /// Span.
    pub span: Span,
    /// It is taken off, not added.
    pub taken_off: bool,
    /// There is no figure for it, so there is none for the whole.
    pub lacking: bool,
}

/// What an operand is to its KPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The figure of the period.
    Current,
    /// The figure compared with.
    Base,
    /// Part of a share.
    Part,
    /// Whole of a share.
    Whole,
    /// Part in the period compared with.
    BasePart,
    /// Whole in the period compared with.
    BaseWhole,
    /// The plan.
    Plan,
}
words!(Role, "role", {
    Current => "current", Base => "base", Part => "part", Whole => "whole",
    BasePart => "base_part", BaseWhole => "base_whole", Plan => "plan",
});

/// One operand of a score. Present even when the figure is missing, so that what is missing can be
/// named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operand {
    /// Its role.
    pub role: Role,
    /// Measure.
    pub measure: SharedText,
    /// Period it was looked for in.
    pub period: Period,
    /// Span it was looked for in.
    pub span: Span,
    /// The measure, or `None` when there is none.
    pub found: Option<Arc<MeasureValue>>,
}

impl Operand {
    /// What it is, where it has a value. What has no value is compared with nothing, and says why.
    #[must_use]
    pub fn usable(&self) -> Option<&MeasureValue> {
        self.found.as_deref().filter(|v| v.figure.value.is_some())
    }

    /// The operands that are figures of measures: itself, or those behind the value of a KPI.
    #[must_use]
    pub fn of_figures(&self) -> Vec<&Operand> {
        match self.found.as_deref().map(MeasureValue::operands) {
            None | Some([]) => vec![self],
            Some(behind) => behind.iter().flat_map(Operand::of_figures).collect(),
        }
    }

    /// Period and span in which its figure is stated: its own, or those that it was worked out
    /// from.
    pub fn stated_in(&self) -> impl Iterator<Item = (Period, Span)> + '_ {
        let behind = self.found.iter().flat_map(|v| v.stated_in());
        std::iter::once((self.period, self.span)).chain(behind)
    }
}

/// What is expected of a year that still runs, and where it is heading. All in the unit of the
/// score but the shares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InYear {
    /// Share of the target expected by now.
    pub share: BigRational,
    /// The value by the end of the year at the usual pace.
    pub projection: Option<BigRational>,
    /// The same at the fastest of the paces of the years before: the smallest value.
    pub low: Option<BigRational>,
    /// The same at the slowest: the largest value.
    pub high: Option<BigRational>,
    /// Share of the paces of the years before at which the target would be met, by Laplace's rule
    /// (hits + 1) / (years + 2).
    pub probability: Option<BigRational>,
}

/// What the sampling errors of a score's figures leave open.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampling {
    /// The figures that surveys give; of a rank the one that has the place.
    pub figures: Vec<SurveyFigure>,
    /// The probability that the true value meets the target, where the errors say so.
    pub probability: Option<f64>,
    /// Of a rank the best and the worst place that the errors leave open.
    pub places: Option<[usize; 2]>,
}

/// A figure of a survey, with its sampling error.
#[derive(Clone, Debug, PartialEq)]
pub struct SurveyFigure {
    /// Its role.
    pub role: Role,
    /// Its period.
    pub period: Period,
    /// The figures that state the error, in the order in which the measure names them.
    pub stated: Vec<Arc<MeasureValue>>,
    /// The standard error downwards and upwards, in the unit of the figure; `None` where nothing
    /// that is stated gives one.
    pub standard_error: Option<[f64; 2]>,
}

/// A ranking of areas, and which rank the area of a score has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// The role of the figure that is ranked.
    pub role: Role,
    /// The rank; `None` where the area has none.
    pub rank: Option<usize>,
    /// How many areas are ranked.
    pub areas: usize,
}

/// One row of the scorecard, with its operands.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// KPI.
    pub kpi: SharedText,
    /// Area, a unit of `boundary`.
    pub area: UnitId,
    /// Boundary day.
    pub boundary: NaiveDate,
    /// Period.
    pub period: Period,
    /// Span.
    pub span: Span,
    /// Index into the target register, if a target binds.
    pub target: Option<usize>,
    /// Exact value, if it could be computed.
    pub value: Option<BigRational>,
    /// The rankings that the value is made of; none unless it is a rank or a change of one.
    pub ranked: Vec<Ranked>,
    /// Exact signed distance from the target; in a year that still runs, from what is expected of
    /// it by now.
    pub margin: Option<BigRational>,
    /// What is expected of a year that still runs.
    pub in_year: Option<Box<InYear>>,
    /// What the sampling errors of its figures leave open, where a survey states any.
    pub sampling: Option<Box<Sampling>>,
    /// Verdict.
    pub verdict: Verdict,
    /// Reasons in order of precedence.
    pub reasons: BTreeSet<Reason>,
    /// Flags.
    pub flags: BTreeSet<Flag>,
    /// Operands by role.
    pub operands: Vec<Operand>,
    /// The parts of a KPI that is put together from others, as declared.
    pub items: Vec<Item>,
}

impl Score {
    /// The unit of the figures that its value is made of.
    #[must_use]
    pub fn unit_of_figures(&self) -> &str {
        let mut found = self.operands.iter().filter_map(|o| o.found.as_ref());
        found.next().map_or("", |v| v.figure.unit.as_str())
    }
}

/// One part of a score that is put together from others: a target of a list, or a criterion of a
/// rubric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Target or criterion.
    pub id: String,
    /// Field of a criterion; empty for a target.
    pub field: String,
    /// Title.
    pub title: Bilingual,
    /// The KPI it hangs on; empty when none computes it.
    pub kpi: String,
    /// That KPI's value.
    pub value: Option<BigRational>,
    /// That KPI's verdict, where it has a score.
    pub verdict: Option<Verdict>,
    /// Points earned, one for a target that is met; `None` when that cannot be said.
    pub points: Option<Dec>,
    /// Points possible.
    pub maximum: Option<Dec>,
    /// Why there are no points.
    pub reasons: BTreeSet<Reason>,
}

impl Item {
    /// Nothing fell due, and nothing else is wrong with it.
    #[must_use]
    pub fn no_occasion(&self) -> bool {
        self.reasons.len() == 1 && self.reasons.contains(&Reason::NoOccasion)
    }
}
