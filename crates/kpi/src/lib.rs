//! Measures → verdicts. Values in, values out: no paths, no clock, no floating point in a
//! comparison.

mod backtest;
mod calendar;
mod composite;
mod contributions;
mod coverage;
mod faults;
mod kpi_value;
mod operands;
mod pace;
mod population;
mod rank;
mod reads;
mod revised;
mod revision_code;
mod rounding;
mod sampling;
mod score;
mod setting;
#[cfg(test)]
mod tests;
mod universe;
mod unusual;
mod value;
mod verdict_history;
#[cfg(test)]
mod work;

pub use backtest::{BackTest, FEWEST_TRIALS, backtest, in_points};
pub use calendar::mark_calendar;
pub use contributions::{Contribution, Contributions, Lacking, WholePart, contributions};
pub use coverage::{Coverage, Weight, coverage};
pub use operands::named as periods_named;
pub use pace::expected;
pub use population::{AskedPart, Population, Populations};
pub use revised::{
    FEWEST_REVISIONS, KeptRevisions, Maturity, Revised, RevisionGroup, RevisionUnit, Revisions,
    alike,
};
pub use revision_code::RevisionCode;
pub use score::{WithAlternatives, score_asked};
pub use setting::Setting;
pub use universe::{Measures, Places, areas_of};
pub use unusual::{Spreads, mark as mark_unusual};
pub use verdict_history::{
    HistoryInputs, LatestScores, MeasureLine, Revision, ScoreState, VerdictHistory,
    ranked_histories, verdict_history,
};
