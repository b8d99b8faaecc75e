//! `chiso check`: every fault of configuration, registers and source files, before anything runs.

use crate::app::cli::{Context, Failure};
use crate::app::output::{self, Format, Row};
use crate::config;
use crate::model::{Finding, Severity};
use crate::run::{Registers, source_faults};
use serde_json::json;

const COLUMNS: [&str; 8] = ["severity", "rule", "file", "line", "key", "message", "hint", "count"];

/// Lists every fault; exit code 6 if there is an error among them.
pub fn check(context: &Context) -> Result<(), Failure> {
    let findings = match config::load(&context.root()?) {
        Err(findings) => findings,
        Ok((project, mut findings)) => {
            findings.extend(Registers::load(&project).findings);
            findings.extend(source_faults(&project));
            findings
        }
    };
    let errors = findings.iter().filter(|f| f.severity == Severity::Error).count();
    if context.common.format == Format::Table {
        for finding in &findings {
            output::line(&finding.to_string())?;
        }
        let said = match (errors, findings.len()) {
            (0, 0) => context.lang.pick("no faults", "không có lỗi").to_owned(),
            (0, n) => format!("{} ({n})", context.lang.pick("no faults, but remarks", "không có lỗi, có lưu ý")),
            (n, _) => format!("{n} {}", context.lang.pick("faults", "lỗi")),
        };
        output::line(&said)?;
    } else {
        output::rows(context.common.format, &COLUMNS, &findings.iter().map(row).collect::<Vec<_>>())?;
    }
    if errors > 0 { Err(Failure::Code(6)) } else { Ok(()) }
}

fn row(finding: &Finding) -> Row {
    let values = [
        json!(finding.severity.as_str()),
        json!(finding.rule),
        json!(finding.place.file),
        if finding.place.row > 0 { json!(finding.place.row) } else { json!(null) },
        json!(finding.place.col),
        json!(finding.message),
        json!(finding.hint),
        json!(finding.count),
    ];
    COLUMNS.iter().map(|c| (*c).to_owned()).zip(values).collect()
}
