//! `chiso preview`: how a file decodes, every guess named, before anyone writes a contract for it.

mod document;
mod guess;
mod look;
mod notation;
mod text;

use crate::app::cli::preview::document::{SUMMARY, summary, whole};
use crate::app::cli::preview::look::seen;
use crate::app::cli::preview::text::people;
use crate::app::cli::{Context, Failure};
use crate::app::output::{self, Format, Row};
use crate::model::Severity;
pub use guess::guessed;
pub use look::LookArgs;

/// Shows the file; exit code 6 if it, or a part of it, cannot be read.
pub fn preview(context: &Context, args: &LookArgs) -> Result<(), Failure> {
    let (name, seen) = seen(args)?;
    match context.common.format {
        Format::Table => people(context.lang, &name, &seen)?,
        Format::Json => output::line(
            &serde_json::to_string_pretty(&whole(&name, &seen)).map_err(std::io::Error::other)?,
        )?,
        Format::Csv => {
            let rows: Vec<Row> = seen.tables.iter().map(summary).collect();
            output::rows(Format::Csv, &SUMMARY, &rows)?;
        }
    }
    let refused = seen.findings.iter().any(|f| f.severity == Severity::Error);
    if refused && context.common.format != Format::Table {
        for finding in seen
            .findings
            .iter()
            .filter(|f| f.severity == Severity::Error)
        {
            output::complain(&finding.to_string());
        }
    }
    Failure::code_if(refused, 6)
}
