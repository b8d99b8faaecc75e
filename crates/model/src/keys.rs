//! What tells things apart: the keys by which several parts of the program look things up.
//!
//! Each key is one type, so that its parts have names and no key is taken for another. The order
//! of the fields is the order of every map of that key, and with it that of published rows. Where
//! a key only looks something up, its texts may be borrowed (`CellKey<&str>`).

use crate::{MeasureValue, Operand, Period, Score, Span, UnitId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Which cell of a dataset: what the rows that go into it are of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CellKey<S = String> {
    /// Area code on `area_date`.
    pub area_code: S,
    /// Day at which the code is to be read.
    pub area_date: NaiveDate,
    /// Period.
    pub period: Period,
    /// Span.
    pub span: Span,
}

/// Which value of one measure, or which score of one KPI, on one boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ValueKey {
    /// Area, a unit of the boundary.
    pub area: UnitId,
    /// Period.
    pub period: Period,
    /// Span.
    pub span: Span,
}

/// Which value among those of all measures on all boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MeasureValueKey<'v> {
    /// Measure.
    pub measure: &'v str,
    /// Area, a unit of `boundary`.
    pub area: UnitId,
    /// Boundary day.
    pub boundary: NaiveDate,
    /// Period.
    pub period: Period,
    /// Span.
    pub span: Span,
}

/// Which measure or KPI on which boundary.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BoundaryKey<S = String> {
    /// Measure or KPI.
    pub id: S,
    /// Boundary day.
    pub boundary: NaiveDate,
}

/// Which source of which measure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MeasureSourceKey {
    /// Measure.
    pub measure: String,
    /// Place of the source among those of the measure, from 0.
    pub place: usize,
}

/// Which delivery of which dataset.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeliveryKey {
    /// Dataset.
    pub dataset: String,
    /// Delivery.
    pub delivery: String,
}

impl MeasureValue {
    /// What tells the value apart from others of its measure on its boundary.
    #[must_use]
    pub const fn key(&self) -> ValueKey {
        ValueKey {
            area: self.area,
            period: self.period,
            span: self.span,
        }
    }
}

impl Score {
    /// What tells the score apart from others of its KPI on its boundary, but for its target.
    #[must_use]
    pub const fn key(&self) -> ValueKey {
        ValueKey {
            area: self.area,
            period: self.period,
            span: self.span,
        }
    }
}

impl<'v> MeasureValueKey<'v> {
    /// Of a value.
    #[must_use]
    pub fn of(value: &'v MeasureValue) -> MeasureValueKey<'v> {
        MeasureValueKey {
            measure: &value.measure,
            area: value.area,
            boundary: value.boundary,
            period: value.period,
            span: value.span,
        }
    }

    /// Of what an operand of a score looks up.
    #[must_use]
    pub fn of_operand(score: &Score, operand: &'v Operand) -> MeasureValueKey<'v> {
        MeasureValueKey {
            measure: &operand.measure,
            area: score.area,
            boundary: score.boundary,
            period: operand.period,
            span: operand.span,
        }
    }
}

impl BoundaryKey {
    /// Of a measure or KPI on a boundary.
    #[must_use]
    pub fn new(id: &str, boundary: NaiveDate) -> BoundaryKey {
        let id = id.to_owned();
        BoundaryKey { id, boundary }
    }
}

impl MeasureSourceKey {
    /// Of a source of a measure.
    #[must_use]
    pub fn new(measure: &str, place: usize) -> MeasureSourceKey {
        let measure = measure.to_owned();
        MeasureSourceKey { measure, place }
    }
}

impl DeliveryKey {
    /// Of a delivery of a dataset.
    #[must_use]
    pub fn new(dataset: &str, delivery: &str) -> DeliveryKey {
        let (dataset, delivery) = (dataset.to_owned(), delivery.to_owned());
        DeliveryKey { dataset, delivery }
    }
}
