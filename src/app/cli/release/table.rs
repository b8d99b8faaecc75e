//! Rows of a release in the form that is wanted.

use crate::app::cli::{Context, Failure};
use crate::app::output::{self, Format, Row};

pub(super) fn table(context: &Context, columns: &[&str], rows: &[Row]) -> Result<(), Failure> {
    if context.common.format == Format::Table {
        let cells = |r: &Row| {
            columns
                .iter()
                .map(|c| r.get(*c).map_or(String::new(), output::plain))
                .collect()
        };
        output::line(&output::table(columns, rows.iter().map(cells).collect()))?;
        return Ok(());
    }
    output::rows(context.common.format, columns, rows)?;
    Ok(())
}
