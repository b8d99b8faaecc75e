//! Rows of the published tables that commands show to people, one type per table.

mod alternatives;
mod area_relations;
mod areas;
mod backtests;
mod column;
mod correlations;
mod coverage;
mod measures;
mod measures_history;
mod revision_summary;
mod revisions;
mod scorecard;
mod table_row;

pub use alternatives::AlternativeRow;
pub use area_relations::AreaRelationRow;
pub use areas::AreaRow;
pub use backtests::BacktestRow;
pub use correlations::CorrelationRow;
pub use coverage::CoverageRow;
pub use measures::MeasureRow;
pub use measures_history::MeasureHistoryRow;
pub use revision_summary::RevisionSummaryRow;
pub use revisions::RevisionRow;
pub use scorecard::ScorecardRow;
pub use table_row::{ColumnFault, Published, TableRow, read_all};
