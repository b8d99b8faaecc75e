//! `chiso verify`: is the lake what it was, and do releases come out the same when they are made
//! again?

use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::app::progress::StageDisplay;
use crate::error::RunError;
use crate::governance::lost;
use crate::inspect::Past;
use crate::model::{Finding, Place, Severity};
use crate::store::{Lake, StoreError};
use clap::Args;
use serde_json::json;

/// What to verify.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Make this release again instead of the one in force
    #[arg(long, value_name = "ID", conflicts_with = "all")]
    release: Option<String>,
    /// Make every release again
    #[arg(long)]
    all: bool,
}

/// A fault of the lake as a finding; it says itself what to do.
fn finding(rule: &'static str, file: &str, fault: &StoreError) -> Finding {
    Finding::error(
        rule,
        Place {
            file: file.to_owned(),
            ..Place::default()
        },
        fault.to_string(),
    )
}

const COLUMNS: [&str; 5] = ["severity", "rule", "file", "message", "hint"];

/// Compares every file with its hash, then makes releases again and compares those too; exit code 6
/// when something differs.
pub fn verify(context: &Context, args: &VerifyArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let (lake, unmarked) = Lake::open_to_audit(&project.lake)?;
    let audit = lake.audit();
    let mut findings: Vec<Finding> = unmarked
        .iter()
        .map(|fault| finding("format_damaged", "format.json", fault))
        .collect();
    findings.extend(audit.findings);
    let ids = releases(&lake, args, &mut findings)?;
    for id in &ids {
        findings.extend(made_again(context, &lake, id));
    }
    let errors = findings.iter().filter(|f| is_error(f)).count();
    if context.common.format == Format::Table {
        show(context.lang, &findings, (audit.files, &ids))?;
    } else {
        let rows: Vec<Row> = findings.iter().map(row).collect();
        output::rows(context.common.format, &COLUMNS, &rows)?;
    }
    Failure::code_if(errors > 0, 6)
}

fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}

/// The releases that are to be made again; none where the lake is too damaged to name them, which
/// is a finding.
fn releases(
    lake: &Lake,
    args: &VerifyArgs,
    findings: &mut Vec<Finding>,
) -> Result<Vec<String>, Failure> {
    let ids = match &args.release {
        Some(id) => Ok(vec![id.clone()]),
        None if args.all => lake
            .releases()
            .list()
            .map(|all| all.into_iter().map(|r| r.id).collect())
            .map_err(RunError::from),
        None => match crate::governance::releases::release(lake, None) {
            Err(RunError::NoneInForce(_)) => Ok(vec![]),
            release => release.map(|r| vec![r.id]),
        },
    };
    // What is damaged was named by the audit already.
    match ids {
        Ok(ids) => Ok(ids),
        Err(RunError::Store(fault)) if fault.is_damage() => {
            if !findings.iter().any(is_error) {
                findings.push(finding("lake_damaged", "published", &fault));
            }
            Ok(vec![])
        }
        Err(RunError::NoRelease) if findings.iter().any(is_error) => Ok(vec![]),
        Err(error) => Err(error.into()),
    }
}

/// What differs when a release is made again.
fn made_again(context: &Context, lake: &Lake, id: &str) -> Vec<Finding> {
    let verified = |past: Past| {
        let mut found = past.verify(lake, &StageDisplay::new(context.common.quiet))?;
        // The audit has already reported a damaged journal.
        found.extend(lost(lake, &past.project, &past.registers).unwrap_or_default());
        Ok(found)
    };
    match Past::open(lake, Some(id)).and_then(verified) {
        Ok(differences) => differences,
        Err(error) => {
            let place = Place {
                file: format!("releases/{id}"),
                ..Place::default()
            };
            vec![Finding::error(
                "release_lost",
                place,
                format!("it cannot be made again: {error}"),
            )]
        }
    }
}

/// The findings, how many files were compared with their hashes and which releases were made again.
fn show(lang: Lang, findings: &[Finding], (files, ids): (u64, &[String])) -> std::io::Result<()> {
    for finding in findings {
        output::line(&finding.to_string())?;
    }
    let made = if ids.is_empty() {
        "–".to_owned()
    } else {
        ids.join(", ")
    };
    output::line(&say!(lang, "verify-files", files = files, made = made))?;
    let said = if findings.iter().all(|f| f.severity == Severity::Info) {
        lang.say("verify-sound").to_owned()
    } else {
        let errors = findings.iter().filter(|f| is_error(f)).count();
        say!(lang, "verify-faults", number = errors, count = errors)
    };
    output::line(&said)
}

fn row(finding: &Finding) -> Row {
    let values = [
        json!(finding.severity.as_str()),
        json!(finding.rule),
        json!(finding.place.file),
        json!(finding.message),
        json!(finding.hint),
    ];
    output::row(&COLUMNS, values)
}
