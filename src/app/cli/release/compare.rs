//! `chiso release diff`: what differs between two releases, cell by cell.

use crate::app::cli::release::table::{table, words};
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::output::{self, Format, Row};
use crate::inspect::diff::{Difference, diff};
use crate::model::published::{TableSpec, release_tables};
use crate::store::{ReleaseRef, frame};
use serde_json::json;

pub(super) fn compare(
    context: &Context,
    (before, after): (&ReleaseRef, &ReleaseRef),
    name: &str,
) -> Result<(), Failure> {
    let tables = release_tables();
    let spec: &TableSpec = tables.iter().find(|t| t.name == name).ok_or_else(|| {
        let known = tables
            .iter()
            .map(|t| format!("`{}`", t.name))
            .collect::<Vec<_>>()
            .join(", ");
        Failure::Usage(format!("no table `{name}`; there are {known}"))
    })?;
    let read = |r: &ReleaseRef| frame(&r.path.join(format!("{name}.parquet")));
    let differences = diff(spec, &read(before)?, &read(after)?);
    if context.common.format == Format::Table && differences.is_empty() {
        output::line(context.lang.say("release-no-difference"))?;
        return Ok(());
    }
    let keys = spec.columns.iter().filter(|c| c.key);
    let columns: Vec<&str> = keys
        .map(|c| c.name.as_str())
        .chain(["column", "before", "after"])
        .collect();
    let lang = words(context);
    let rows: Vec<Row> = { differences.iter() }
        .map(|d| row(lang, &columns, d))
        .collect();
    table(context, &columns, &rows)
}

fn row(lang: Lang, columns: &[&str], d: &Difference) -> Row {
    let what = match (d.column.as_str(), &d.before) {
        ("", None) => lang.say("release-new-row"),
        ("", Some(_)) => lang.say("release-row-gone"),
        (column, _) => column,
    };
    let key = d.key.iter().map(|k| json!(k));
    let values = key.chain([json!(what), json!(d.before), json!(d.after)]);
    output::row(columns, values)
}
