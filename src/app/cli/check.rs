//! `chiso check`: every fault of configuration, registers and source files, before anything runs.

use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::config;
use crate::env::clock_from_env;
use crate::governance::approvals::Waiting;
use crate::governance::{Registers, targets};
use crate::model::{Finding, Severity, day_of};
use crate::pipeline::{in_future, source_faults};
use chrono_tz::Tz;
use serde_json::json;

/// Columns of findings.
pub(super) const COLUMNS: [&str; 8] = [
    "severity", "rule", "file", "line", "key", "message", "hint", "count",
];

/// Lists every fault; exit code 6 if there is an error among them.
pub fn check(context: &Context) -> Result<(), Failure> {
    let root = context.root()?;
    let mut zone = Tz::UTC;
    let mut findings = match config::load(&root) {
        Err(findings) => findings,
        Ok((project, mut findings)) => {
            zone = project.timezone;
            let registers = Registers::load(&project);
            findings.extend(
                targets::review(&project, &registers)
                    .into_iter()
                    .filter(|f| f.severity > Severity::Info),
            );
            findings.extend(targets::unbound(&registers, &project.boundaries));
            let now = clock_from_env().now();
            findings.extend(registers.decided_after(day_of(now, project.timezone)));
            findings.extend(registers.waiting.iter().map(Waiting::finding));
            findings.extend(registers.findings);
            findings.extend(project.datasets.iter().flat_map(|d| in_future(d, now)));
            findings.extend(source_faults(&project, &registers.areas));
            findings
        }
    };
    findings.extend(config::access(&root, zone).err().unwrap_or_default());
    let errors = findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .count();
    if context.common.format == Format::Table {
        for finding in &findings {
            output::line(&finding.to_string())?;
        }
        output::line(&verdict(context.lang, errors, findings.len()))?;
    } else {
        output::rows(
            context.common.format,
            &COLUMNS,
            &findings.iter().map(row).collect::<Vec<_>>(),
        )?;
    }
    Failure::code_if(errors > 0, 6)
}

/// How many faults there are, in words.
pub(super) fn verdict(lang: Lang, errors: usize, findings: usize) -> String {
    match (errors, findings) {
        (0, 0) => lang.say("check-no-faults").to_owned(),
        (0, n) => say!(lang, "check-remarks-only", number = n),
        (n, _) => say!(lang, "check-faults", number = n, count = n),
    }
}

/// A finding as a row.
pub(super) fn row(finding: &Finding) -> Row {
    let values = [
        json!(finding.severity.as_str()),
        json!(finding.rule),
        json!(finding.place.file),
        if finding.place.row > 0 {
            json!(finding.place.row)
        } else {
            json!(null)
        },
        json!(finding.place.col),
        json!(finding.message),
        json!(finding.hint),
        json!(finding.count),
    ];
    output::row(&COLUMNS, values)
}
