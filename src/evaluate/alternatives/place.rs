//! What a figure is of: what tells the figures of one measure apart.

use crate::model::{MeasureValue, Period, Span, UnitId};
use chrono::NaiveDate;

pub(super) type FigurePlace = (UnitId, NaiveDate, Period, Span);

pub(super) type ValueKey<'a> = (&'a str, FigurePlace);

pub(super) fn key(v: &MeasureValue) -> ValueKey<'_> {
    (&v.measure, (v.area, v.boundary, v.period, v.span))
}
