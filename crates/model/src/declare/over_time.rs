//! How figures of shorter periods make that of a longer one, as a measure declares it.

use crate::period::Period;
use crate::series::months;
use crate::span::Span;
use crate::words;

/// How figures of shorter periods make that of a longer one. A flow adds up over time, a stock
/// stands at a moment and does not (System of National Accounts 2008, 3.4-3.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OverTime {
    /// They are added up: a flow.
    Sum,
    /// The figure of the last month or quarter is that of the period: a stock.
    Last,
    /// The figure of the first month or quarter is that of the period: a stock at its beginning.
    First,
    /// The mean of all months, or of all quarters; each counts the same.
    Mean,
    /// The largest of all months, or of all quarters.
    Max,
    /// The smallest of them.
    Min,
    /// They make none: an index, a rate, a score.
    None,
}

impl OverTime {
    /// Whether a figure of this stretch is an extreme of the months in it. Extremes need not fall
    /// into one month, so those of several areas or members do not add up.
    #[must_use]
    pub fn is_extreme(self, (period, span): (Period, Span)) -> bool {
        let (first, last) = months(period, span);
        matches!(self, OverTime::Max | OverTime::Min) && first < last
    }
}

words!(OverTime, "way over time", {
    Sum => "sum", Last => "last", First => "first", Mean => "mean", Max => "max", Min => "min",
    None => "none",
});
