//! `chiso verify`: is the lake what it was, and do releases come out the same when they are made again?

use crate::app::cli::{Context, Failure};
use crate::app::output::{self, Format, Row};
use crate::app::progress::Shown;
use crate::model::{Finding, Severity};
use crate::run::approvals::lost;
use crate::run::{Past, RunError};
use crate::store::Lake;
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

const COLUMNS: [&str; 5] = ["severity", "rule", "file", "message", "hint"];

/// Holds every file against its hash, then makes releases again and compares; exit code 6 when something differs.
pub fn verify(context: &Context, args: &VerifyArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let lake = Lake::open_read(&project.lake)?;
    let audit = lake.audit()?;
    let mut findings = audit.findings;
    let ids: Vec<String> = match &args.release {
        Some(id) => vec![id.clone()],
        None if args.all => lake.releases().list()?.into_iter().map(|r| r.id).collect(),
        None => match crate::run::release(&lake, None) {
            Err(RunError::NoneInForce(_)) => vec![],
            release => vec![release?.id],
        },
    };
    for id in &ids {
        let verified = |past: Past| {
            let mut found = past.verify(&lake, &Shown::new(context.common.quiet))?;
            // A journal that is damaged was told by the audit.
            found.extend(lost(&lake, &past.project, &past.registers).unwrap_or_default());
            Ok(found)
        };
        match Past::open(&lake, Some(id)).and_then(verified) {
            Ok(differences) => findings.extend(differences),
            Err(error) => {
                let place = crate::model::Place { file: format!("releases/{id}"), ..crate::model::Place::default() };
                findings.push(Finding::error("release_lost", place, format!("it cannot be made again: {error}")));
            }
        }
    }
    let errors = findings.iter().filter(|f| f.severity == Severity::Error).count();
    if context.common.format == Format::Table {
        for finding in &findings {
            output::line(&finding.to_string())?;
        }
        let lang = context.lang;
        let made = if ids.is_empty() { "–".to_owned() } else { ids.iter().map(String::as_str).collect::<Vec<_>>().join(", ") };
        output::line(&format!(
            "{}: {}; {}: {made}",
            lang.pick("files held against their hashes", "số tệp đã đối chiếu mã băm"),
            audit.files,
            lang.pick("made again", "đã dựng lại")
        ))?;
        let said = if findings.iter().all(|f| f.severity == Severity::Info) {
            lang.pick("everything is as it was", "tất cả nguyên vẹn").to_owned()
        } else {
            format!("{errors} {}", lang.pick("faults", "lỗi"))
        };
        output::line(&said)?;
    } else {
        let row = |f: &Finding| -> Row {
            let values = [json!(f.severity.as_str()), json!(f.rule), json!(f.place.file), json!(f.message), json!(f.hint)];
            COLUMNS.iter().map(|c| (*c).to_owned()).zip(values).collect()
        };
        output::rows(context.common.format, &COLUMNS, &findings.iter().map(row).collect::<Vec<_>>())?;
    }
    if errors > 0 { Err(Failure::Code(6)) } else { Ok(()) }
}
