//! Which figures are reached in the same way: from periods of the same lengths.
//!
//! A figure that is stated and one that is worked out from months are two statements, and what lies
//! between them may be a revision that only one of them has. They are compared where the stated one
//! says what its months say. Months and quarters that come from years to date are one series, and
//! January is its own year to date.

use crate::measure::MeasureValue;
use crate::period::Frequency;
use crate::series::{Stretch, months};
use crate::span::Span;
use std::borrow::Borrow;
use std::sync::Arc;

/// Whether two figures of a measure are reached in the same way. Figures of two lengths need not be:
/// a year is mostly worked out from months.
pub fn reached_alike(one: &MeasureValue, two: &MeasureValue) -> bool {
    let length = |v: &MeasureValue| {
        let (first, last) = months(v.period, v.span);
        last - first
    };
    let by_inputs = || {
        let (ours, theirs) = (one.inputs().first(), two.inputs().first());
        let both = ours.zip(theirs).filter(|(a, b)| a.what == b.what);
        let found = both.and_then(|(a, b)| a.found.as_ref().zip(b.found.as_ref()));
        found.is_some_and(|(a, b)| reached_alike(a, b))
    };
    let by_periods = || {
        let named = |a: &MeasureValue, b: &MeasureValue| one_name(one, b) && one_name(two, a);
        one.readings()
            .any(|a| two.readings().any(|b| same_lengths(a, b) && named(a, b)))
    };
    length(one) != length(two) || by_periods() || by_inputs()
}

impl MeasureValue {
    /// The figure, and what periods of other lengths give where that is the same.
    fn readings(&self) -> impl Iterator<Item = &MeasureValue> {
        let others = self.by_other_periods.iter().map(AsRef::as_ref);
        std::iter::once(self).chain(others.filter(|other| self.says_what(other)))
    }

    /// Whether another figure of the same thing says the same, within the rounding of both.
    fn says_what(&self, other: &MeasureValue) -> bool {
        let (a, b) = (&self.figure, &other.figure);
        let both = a.value.is_some() && b.value.is_some();
        both && a.unit == b.unit && a.basis == b.basis && !self.differs_from(other)
    }

    /// Whether two figures of the same thing, of one unit and basis, differ by more than their
    /// rounding.
    #[must_use]
    pub fn differs_from(&self, other: &MeasureValue) -> bool {
        let (a, b) = (&self.figure, &other.figure);
        let (Some(x), Some(y)) = (a.value, b.value) else {
            return false;
        };
        let far = if x > y {
            x.checked_sub(y)
        } else {
            y.checked_sub(x)
        };
        let width = a.rounding.checked_add(b.rounding).unwrap_or(a.rounding);
        a.unit == b.unit && a.basis == b.basis && far.is_none_or(|far| far > width)
    }
}

/// Whether two figures are put together from the same months, each part of a sum like the other's,
/// or both from years to date.
fn same_lengths(one: &MeasureValue, two: &MeasureValue) -> bool {
    let same = one.series.stretches == two.series.stretches && same_parts(one, two);
    let whole = one.series.stretches.is_empty() && two.series.stretches.is_empty();
    same || (!whole && from_years_to_date(one) && from_years_to_date(two))
}

/// Whether the parts of two sums are reached alike, where some of one are stated and others are
/// worked out: each part like the one of the same area, member and length in its place.
fn same_parts(one: &MeasureValue, two: &MeasureValue) -> bool {
    let what = |v: &MeasureValue| {
        let (first, last) = months(v.period, v.span);
        (v.area, v.measure.clone(), last - first)
    };
    let (ours, theirs) = (one.summed_parts(), two.summed_parts());
    let mut both = ours.iter().zip(theirs);
    let of_the_same = !ours.is_empty()
        && ours.len() == theirs.len()
        && both.clone().all(|(a, b)| what(a) == what(b));
    if of_the_same {
        both.all(|(a, b)| reached_alike(a, b))
    } else {
        of_one_length(ours) && of_one_length(theirs)
    }
}

/// Whether the parts of a sum are all stated, or all worked out from the same lengths, and theirs in
/// turn.
#[must_use]
pub fn of_one_length(parts: &[impl Borrow<MeasureValue>]) -> bool {
    let mut all = parts.iter().map(Borrow::borrow);
    let first: Option<&MeasureValue> = parts.first().map(Borrow::borrow);
    all.all(|v: &MeasureValue| {
        first.is_none_or(|first| first.series.stretches == v.series.stretches)
            && of_one_length(v.summed_parts())
    })
}

/// Whether a figure is a year to date, the difference of two of one year, or twelve months of three.
fn from_years_to_date(v: &MeasureValue) -> bool {
    let (first, last) = months(v.period, v.span);
    let january = |month: i32| month.rem_euclid(12) == 0;
    match v.series.stretches.as_slice() {
        [] => january(first) && of_one_length(v.summed_parts()),
        [one, two] => {
            let (added, off) = if one.taken_off {
                (two, one)
            } else {
                (one, two)
            };
            let to_date = Stretch {
                first: added.first,
                last: 0,
                taken_off: false,
            };
            let before = Stretch {
                last: first - last - 1,
                taken_off: true,
                ..to_date
            };
            *added == to_date && *off == before && january(last + added.first)
        }
        three => last - first == 11 && *three == twelve_months(last),
    }
}

/// The stretches of twelve months from years to date: the year to date, and the year before less what
/// it was to date in the same month.
fn twelve_months(last: i32) -> [Stretch; 3] {
    let january = -last.rem_euclid(12);
    let stretch = |first, last, taken_off| Stretch {
        first,
        last,
        taken_off,
    };
    [
        stretch(january - 12, -12, true),
        stretch(january - 12, january - 1, false),
        stretch(january, 0, false),
    ]
}

/// Whether a figure is not contradicted by what its own series says under the name of another one:
/// a year and the year to date of December may be stated as two figures, and a quarter as itself and as
/// the difference of two years to date.
fn one_name(of: &MeasureValue, other: &MeasureValue) -> bool {
    let whole = |v: &MeasureValue| v.series.stretches.is_empty();
    let to_date = |v: &MeasureValue| name(v).1 == Span::Ytd;
    let under = |v: &&Arc<MeasureValue>| {
        let differences = to_date(other) && (to_date(v) || !whole(v)) && from_years_to_date(v);
        differences || (whole(v) && name(v) == name(other))
    };
    !whole(other)
        || name(of) == name(other)
        || !{ of.by_other_periods.iter() }
            .filter(under)
            .any(|v| of.differs_from(v))
}

/// Under which name the months of a figure are stated: its own, or that of the one figure that it is
/// taken from.
fn name(v: &MeasureValue) -> (Frequency, Span) {
    match v.pieces.as_slice() {
        [one] if v.series.stretches.is_empty() => (one.period.frequency(), one.span),
        _ => (v.period.frequency(), v.span),
    }
}
