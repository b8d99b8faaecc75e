//! A break: what changed, where, and what is known of it.

use crate::model::{Break, Frequency, MeasureValue, Period, Reason, Span, UnitId, words};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BreakKind {
    /// What the measure counts, as declared.
    Definition,
    /// The scheme that scores are made by.
    Scheme,
    /// What exactly is counted.
    Basis,
    /// The unit.
    Unit,
}

words!(BreakKind, "kind of break", { Definition => "definition", Scheme => "scheme", Basis => "basis", Unit => "unit" });

impl BreakKind {
    pub(super) fn of(self, value: &MeasureValue) -> &str {
        match self {
            BreakKind::Definition => "",
            BreakKind::Scheme => &value.figure.scheme,
            BreakKind::Basis => &value.figure.basis,
            BreakKind::Unit => &value.figure.unit,
        }
    }

    pub(super) const fn reason(self) -> Reason {
        match self {
            BreakKind::Definition | BreakKind::Scheme => Reason::DefinitionBreak,
            BreakKind::Basis => Reason::BasisMismatch,
            BreakKind::Unit => Reason::UnitMismatch,
        }
    }
}

/// What distinguishes breaks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BreakKey {
    /// Measure.
    pub measure: String,
    /// Boundary day.
    pub boundary: NaiveDate,
    /// Length of the periods.
    pub frequency: Frequency,
    /// Span.
    pub span: Span,
    /// What changed.
    pub kind: BreakKind,
    /// First period after.
    pub first: Period,
    /// What stood before; empty when declared.
    pub before: String,
    /// What stands after; empty when declared.
    pub after: String,
}

/// What is known of a break.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Broken {
    /// The break as declared; none where it was seen.
    pub declared: Option<Break>,
    /// Areas with figures on both sides.
    pub areas: BTreeSet<UnitId>,
    /// Verdicts refused because of it.
    pub refused: usize,
    /// Verdicts flagged because of it.
    pub flagged: usize,
}
