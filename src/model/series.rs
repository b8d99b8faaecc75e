//! Which figures of one measure are one series, so that they may be compared with each other.
//!
//! A growth from the figure of one survey to the figure of another one is nobody's figure. What
//! makes a series is the dataset, the statement that was chosen within it, whether an area's own
//! figure or the sum of its parts was used, and the stretches of months that the figure was put
//! together from. A status (estimate, final) makes no other series: it is told as `vintage_mixed`.

use crate::model::measure::{Figure, MeasureValue};
use crate::model::period::{Period, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The series that a figure belongs to, within its dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Series {
    /// Which statement of its dataset it is.
    pub statement: StatementKey,
    /// It is the sum of the areas below, not the area's own statement.
    pub summed: bool,
    /// The stretches that it was put together from; none where its own stretch is stated.
    pub stretches: Vec<Stretch>,
    /// The datasets of the other measures that it was made from: a price index, weights.
    pub made_from: String,
}

/// Months that were added or taken off, counted from the end of the period: 0 is its last month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stretch {
    /// The first month.
    pub first: i32,
    /// The last month.
    pub last: i32,
    /// They were taken off.
    pub taken_off: bool,
}

/// What tells the statements of one figure within a dataset apart. Where a figure was added up from
/// several statements, each part is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StatementKey {
    /// The value of the preferred column; empty where the measure prefers none.
    pub preferred: String,
    /// The rank of the rows; empty where none is stated.
    pub rank: String,
}

impl StatementKey {
    /// Neither a preferred value nor a rank is stated.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.preferred.is_empty() && self.rank.is_empty()
    }

    /// The key of a sum of parts: theirs where it is the same, else a list of them by part.
    #[must_use]
    pub fn of_sum(parts: &[(String, &StatementKey)]) -> StatementKey {
        let join = |of: fn(&StatementKey) -> &str| {
            let all: BTreeSet<&str> = parts.iter().map(|(_, key)| of(key)).collect();
            if all.len() < 2 {
                return all.into_iter().collect::<String>();
            }
            let named: BTreeSet<String> = parts
                .iter()
                .map(|(part, key)| format!("{part}={}", of(key)))
                .collect();
            named.into_iter().collect::<Vec<_>>().join(";")
        };
        StatementKey {
            preferred: join(|key| &key.preferred),
            rank: join(|key| &key.rank),
        }
    }
}

/// Another statement of a figure within its dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// What tells it apart.
    pub key: StatementKey,
    /// The figure.
    pub figure: Figure,
}

/// The months that a figure covers, counted from the beginning of the calendar: first and last.
#[must_use]
pub const fn months(period: Period, span: Span) -> (i32, i32) {
    let (year, month, length) = match period {
        Period::Year(year) => (year, 12, 12),
        Period::Quarter(year, quarter) => (year, quarter.cast_signed() * 3, 3),
        Period::Month(year, month) => (year, month.cast_signed(), 1),
    };
    let last = year * 12 + month - 1;
    match span {
        Span::Period => (last + 1 - length, last),
        Span::Ytd => (year * 12, last),
        Span::Rolling12 => (last - 11, last),
    }
}

impl MeasureValue {
    /// Whether two figures of a measure are of one series.
    ///
    /// Figures of different status may have different ranks, where the rank says how settled a
    /// figure is. A rank that is not stated is not another one, nor are weights that only a merged
    /// area needs.
    #[must_use]
    pub fn comparable(&self, other: &MeasureValue) -> bool {
        let (one, two) = (&self.series, &other.series);
        let same = |a: &str, b: &str| a == b || a.is_empty() || b.is_empty();
        let rank = same(&one.statement.rank, &two.statement.rank)
            || self.figure.status != other.figure.status;
        let way = (one.summed, &one.stretches) == (two.summed, &two.stretches)
            && same(&one.made_from, &two.made_from);
        self.dataset == other.dataset
            && one.statement.preferred == two.statement.preferred
            && rank
            && way
    }

    /// Whether two figures of one area and period are the same statement.
    #[must_use]
    pub fn same_series(&self, other: &MeasureValue) -> bool {
        self.dataset == other.dataset && self.series == other.series
    }

    /// The figure and the other statements of it, the best first.
    pub fn statements(&self) -> impl Iterator<Item = &MeasureValue> {
        std::iter::once(self).chain(self.others.iter().map(AsRef::as_ref))
    }
}

/// The best statements of several figures that are of one series: those used where they are, else
/// those of the first series that has all of them, by the order of the first figure's statements.
/// `None` where there is none.
#[must_use]
pub fn common<'v>(figures: &[&'v MeasureValue]) -> Option<Vec<&'v MeasureValue>> {
    let comparable = |all: &[&MeasureValue]| {
        all.iter()
            .enumerate()
            .all(|(i, one)| all[..i].iter().all(|other| one.comparable(other)))
    };
    if comparable(figures) {
        return Some(figures.to_vec());
    }
    let (first, rest) = figures.split_first()?;
    let usable = |v: &&MeasureValue| v.figure.value.is_some();
    first.statements().filter(usable).find_map(|statement| {
        let same = |exactly: bool| -> Option<Vec<&'v MeasureValue>> {
            let fits = |v: &MeasureValue| {
                if exactly {
                    v.same_series(statement)
                } else {
                    v.comparable(statement)
                }
            };
            let others = rest
                .iter()
                .map(|figure| figure.statements().filter(usable).find(|v| fits(v)));
            let all: Option<Vec<&MeasureValue>> =
                std::iter::once(Some(statement)).chain(others).collect();
            all.filter(|all| comparable(all))
        };
        same(true).or_else(|| same(false))
    })
}
