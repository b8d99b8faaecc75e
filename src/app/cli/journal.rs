//! `chiso journal`: what people decided and did, in order, as the journal of the lake has it.

use crate::app::cli::{Context, Failure};
use crate::app::lang::moment;
use crate::app::output::{self, Format, Row};
use crate::store::{DecisionEntry, Lake, person};
use clap::Args;
use serde_json::json;

/// Which decisions.
#[derive(Debug, Args)]
pub struct JournalArgs {
    /// Only what this person decided or did
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Only the last N
    #[arg(long, value_name = "N")]
    last: Option<usize>,
}

const COLUMNS: [&str; 8] = [
    "number", "at", "by", "act", "subject", "id", "why", "sha256",
];

/// Lists decisions, the first first.
pub fn journal(context: &Context, args: &JournalArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let journal = Lake::open_read(&project.lake)?.journal()?;
    let wanted = args.by.as_deref().map(person);
    let mut entries = journal.entries;
    entries.retain(|e| wanted.as_ref().is_none_or(|by| *by == person(&e.what.by)));
    let left_out = args
        .last
        .map_or(0, |last| entries.len().saturating_sub(last));
    entries.drain(..left_out);
    if context.common.format != Format::Table {
        let row = |e: &DecisionEntry| -> Row {
            let values = [
                json!(e.number),
                json!(e.what.at),
                json!(e.what.by),
                json!(e.what.act.as_str()),
                json!(e.what.subject.as_str()),
                json!(e.what.id),
                json!(e.what.why),
                json!(e.what.sha256),
            ];
            output::row(&COLUMNS, values)
        };
        let rows: Vec<Row> = entries.iter().map(row).collect();
        output::rows(context.common.format, &COLUMNS, &rows)?;
        return Ok(());
    }
    let lang = context.lang;
    if entries.is_empty() {
        output::line(lang.say("journal-empty"))?;
        return Ok(());
    }
    let headers = [
        lang.say("journal-at"),
        lang.say("journal-by"),
        lang.say("journal-act"),
        lang.say("journal-about"),
        lang.say("journal-why"),
    ];
    let cells = |e: &DecisionEntry| {
        vec![
            moment(e.what.at, project.timezone),
            e.what.by.clone(),
            lang.act(e.what.act).to_owned(),
            format!("{} {}", lang.subject(e.what.subject), e.what.id),
            e.what.why.clone(),
        ]
    };
    output::line(&output::table(
        &headers,
        entries.iter().map(cells).collect(),
    ))?;
    Ok(())
}
