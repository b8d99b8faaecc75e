//! `chiso data`: what the published tables hold. Needs neither a project nor a lake.

use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::output::{self, Format, Row};
use crate::pipeline::{DICTIONARY_COLUMNS, Entry, dictionary};
use clap::{Args, Subcommand};
use serde_json::json;

/// What to show about data.
#[derive(Debug, Args)]
pub struct DataArgs {
    #[command(subcommand)]
    command: DataCommand,
}

#[derive(Debug, Subcommand)]
enum DataCommand {
    /// Show every column of the published tables: type, key, what it holds
    Dictionary {
        /// Only this table, for instance `scorecard` or `ops/deliveries`
        table: Option<String>,
    },
}

/// Shows the data dictionary.
pub fn data(context: &Context, args: &DataArgs) -> Result<(), Failure> {
    let DataCommand::Dictionary { table } = &args.command;
    let entries = chosen(table.as_deref())?;
    if context.common.format != Format::Table {
        output::rows(
            context.common.format,
            &DICTIONARY_COLUMNS,
            &entries.iter().map(row).collect::<Vec<_>>(),
        )?;
        return Ok(());
    }
    let lang = context.lang;
    let headers = [
        lang.say("dictionary-table"),
        lang.say("dictionary-column"),
        lang.say("dictionary-type"),
        lang.say("dictionary-key"),
    ];
    let headers: Vec<&str> = headers
        .into_iter()
        .chain([lang.say("dictionary-content")])
        .collect();
    output::line(&output::table(
        &headers,
        entries.iter().map(|e| shown(lang, e)).collect(),
    ))?;
    Ok(())
}

fn chosen(table: Option<&str>) -> Result<Vec<Entry>, Failure> {
    let mut entries = dictionary();
    let Some(name) = table else {
        return Ok(entries);
    };
    if !entries.iter().any(|e| e.table == name) {
        let near = crate::model::nearest(name, entries.iter().map(|e| e.table.as_str()));
        let hint = near.map_or_else(
            || "`chiso data dictionary` shows all".to_owned(),
            |n| format!("did you mean `{n}`?"),
        );
        return Err(Failure::Usage(format!("no table `{name}`; {hint}")));
    }
    entries.retain(|e| e.table == name);
    Ok(entries)
}

fn row(entry: &Entry) -> Row {
    let texts = [
        json!(entry.table),
        json!(entry.column),
        json!(entry.sql_type),
        json!(entry.key),
        json!(entry.nullable()),
    ];
    let values = texts
        .into_iter()
        .chain([json!(entry.description_en), json!(entry.description_vi)]);
    DICTIONARY_COLUMNS
        .iter()
        .map(|c| (*c).to_owned())
        .zip(values)
        .collect()
}

fn shown(lang: Lang, entry: &Entry) -> Vec<String> {
    let key = if entry.key {
        lang.say("dictionary-key")
    } else {
        ""
    };
    let what = if lang.is_vi() {
        entry.description_vi
    } else {
        entry.description_en
    };
    [&entry.table, &entry.column, entry.sql_type, key, what]
        .map(str::to_owned)
        .to_vec()
}
