//! `chiso verify`: is the lake what it was, and do releases come out the same when they are made
//! again?

use crate::app::cli::{Context, Failure};
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
fn told(rule: &'static str, file: &str, fault: &StoreError) -> Finding {
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

/// Holds every file against its hash, then makes releases again and compares; exit code 6 when
/// something differs.
pub fn verify(context: &Context, args: &VerifyArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let (lake, unmarked) = Lake::open_to_audit(&project.lake)?;
    let audit = lake.audit();
    let mut findings: Vec<Finding> = unmarked
        .iter()
        .map(|fault| told("format_damaged", "format.json", fault))
        .collect();
    findings.extend(audit.findings);
    let in_force = || match crate::governance::releases::release(&lake, None) {
        Err(RunError::NoneInForce(_)) => Ok(vec![]),
        release => release.map(|r| vec![r.id]),
    };
    let ids = match &args.release {
        Some(id) => Ok(vec![id.clone()]),
        None if args.all => lake
            .releases()
            .list()
            .map(|all| all.into_iter().map(|r| r.id).collect())
            .map_err(RunError::from),
        None => in_force(),
    };
    // What is damaged was named by the audit already.
    let ids: Vec<String> = match ids {
        Ok(ids) => ids,
        Err(RunError::Store(fault)) if fault.is_damage() => {
            if findings.iter().all(|f| f.severity < Severity::Error) {
                findings.push(told("lake_damaged", "published", &fault));
            }
            vec![]
        }
        Err(RunError::NoRelease) if findings.iter().any(|f| f.severity == Severity::Error) => {
            vec![]
        }
        Err(error) => return Err(error.into()),
    };
    for id in &ids {
        let verified = |past: Past| {
            let mut found = past.verify(&lake, &StageDisplay::new(context.common.quiet))?;
            // A journal that is damaged was told by the audit.
            found.extend(lost(&lake, &past.project, &past.registers).unwrap_or_default());
            Ok(found)
        };
        match Past::open(&lake, Some(id)).and_then(verified) {
            Ok(differences) => findings.extend(differences),
            Err(error) => {
                let place = Place {
                    file: format!("releases/{id}"),
                    ..Place::default()
                };
                findings.push(Finding::error(
                    "release_lost",
                    place,
                    format!("it cannot be made again: {error}"),
                ));
            }
        }
    }
    let errors = findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .count();
    if context.common.format == Format::Table {
        for finding in &findings {
            output::line(&finding.to_string())?;
        }
        let lang = context.lang;
        let made = if ids.is_empty() {
            "–".to_owned()
        } else {
            ids.iter()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", ")
        };
        output::line(&say!(
            lang,
            "verify-files",
            files = audit.files,
            made = made
        ))?;
        let said = if findings.iter().all(|f| f.severity == Severity::Info) {
            lang.say("verify-sound").to_owned()
        } else {
            say!(lang, "verify-faults", number = errors)
        };
        output::line(&said)?;
    } else {
        let row = |f: &Finding| -> Row {
            let values = [
                json!(f.severity.as_str()),
                json!(f.rule),
                json!(f.place.file),
                json!(f.message),
                json!(f.hint),
            ];
            COLUMNS
                .iter()
                .map(|c| (*c).to_owned())
                .zip(values)
                .collect()
        };
        output::rows(
            context.common.format,
            &COLUMNS,
            &findings.iter().map(row).collect::<Vec<_>>(),
        )?;
    }
    if errors > 0 {
        Err(Failure::Code(6))
    } else {
        Ok(())
    }
}
