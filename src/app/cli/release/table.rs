//! Rows of a release in the form that is wanted.

use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::output::{self, Format, Row};

pub(super) fn table(context: &Context, columns: &[&str], rows: &[Row]) -> Result<(), Failure> {
    if context.common.format == Format::Table {
        let cells = |r: &Row| {
            columns
                .iter()
                .map(|c| r.get(*c).map_or(String::new(), output::plain))
                .collect()
        };
        let headers: Vec<&str> = columns.iter().map(|c| header(context.lang, c)).collect();
        output::line(&output::table(&headers, rows.iter().map(cells).collect()))?;
        return Ok(());
    }
    output::rows(context.common.format, columns, rows)?;
    Ok(())
}

/// The words of a table's cells: those of programs are English.
pub(super) fn words(context: &Context) -> Lang {
    if context.common.format == Format::Table {
        context.lang
    } else {
        Lang::En
    }
}

/// What a column is called; that of a published table has its own name.
fn header(lang: Lang, column: &str) -> &str {
    match column {
        "kind" => lang.say("release-column-kind"),
        "name" => lang.say("release-column-name"),
        "what" => lang.say("release-column-what"),
        "column" => lang.say("release-column-column"),
        "before" => lang.say("release-column-before"),
        "after" => lang.say("release-column-after"),
        published => published,
    }
}
