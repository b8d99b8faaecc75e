//! How reliable a rule of pace was: what it would have said in years that are over, compared with
//! what those years became.
//!
//! A trial is one area and one month (or quarter) of a year that is complete: the rule is given the
//! year to date and the years *before* it, never the year itself, and what it projects is compared
//! with the year's value. The error is a share of what the year became, so that it may be read as
//! "usual error at this month"; of a change in points it is a difference. Figures are those known
//! now, not those known then. Verdicts are compared with the targets that bound the year, where
//! there were any.

mod result;
mod trials;

pub use result::{BackTest, FEWEST_TRIALS};
pub use trials::{backtest, in_points};
