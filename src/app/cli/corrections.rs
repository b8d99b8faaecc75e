//! `chiso corrections`: what is corrected, which of it counts, and approval of it.

use crate::app::cli::context::sound_registers;
use crate::app::cli::lookup::unknown;
use crate::app::cli::{Context, Failure};
use crate::app::lake::lake_to_write;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::config::Project;
use crate::env::clock_from_env;
use crate::governance::approvals::{
    self, ApprovalState, ApprovedContent, given, names, of_correction,
};
use crate::model::{Correction, CorrectionAction};
use clap::{Args, Subcommand};
use serde_json::json;

/// What to do with corrections; without a subcommand they are listed.
#[derive(Debug, Args)]
pub struct CorrectionsArgs {
    #[command(subcommand)]
    command: Option<CorrectionsCommand>,
}

#[derive(Debug, Subcommand)]
enum CorrectionsCommand {
    /// List corrections: which row, what is done, why, and who approved it
    List,
    /// Approve corrections as they are declared now, for one person
    Approve(ApproveArgs),
}

/// An approval of targets or corrections.
#[derive(Debug, Args)]
pub struct ApproveArgs {
    /// Ids
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    /// Who approves it
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// Remark
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub note: String,
}

/// Lists or approves.
pub fn corrections(context: &Context, args: &CorrectionsArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let all: Vec<&Correction> = project.corrections.values().flatten().collect();
    match &args.command {
        None | Some(CorrectionsCommand::List) => list(context, &project, &all),
        Some(CorrectionsCommand::Approve(args)) => {
            let known = || all.iter().map(|c| c.id.as_str());
            let found = |id: &String| {
                let found = all
                    .iter()
                    .find(|c| c.id == *id)
                    .ok_or_else(|| Failure::Usage(unknown("correction", id, known())))?;
                Ok(of_correction(found))
            };
            let contents = args
                .ids
                .iter()
                .map(found)
                .collect::<Result<Vec<_>, Failure>>()?;
            approved(context, &project, &contents, args)
        }
    }
}

/// Approves targets or corrections, one after the other, and says what is still missing of each.
pub(super) fn approved(
    context: &Context,
    project: &Project,
    contents: &[ApprovedContent],
    args: &ApproveArgs,
) -> Result<(), Failure> {
    let lake = lake_to_write(project)?;
    let now = clock_from_env().now();
    let mut rows = Vec::new();
    for content in contents {
        let state = approvals::approve(project, &lake, content, &args.by, &args.note, now)?;
        let values = [
            json!(content.subject.as_str()),
            json!(content.id),
            json!(state.by.len()),
            json!(state.needed),
            json!(names(&state.by)),
        ];
        rows.push(output::row(&APPROVED, values));
        if context.common.format == Format::Table {
            output::line(&missing(context, content, &state))?;
        }
    }
    if context.common.format != Format::Table {
        output::rows(context.common.format, &APPROVED, &rows)?;
    }
    Ok(())
}

/// Who approved, and what is still missing.
fn missing(
    context: &Context,
    approved: &ApprovedContent,
    ApprovalState { by, needed }: &ApprovalState,
) -> String {
    let lang = context.lang;
    let next = if by.len() < usize::from(*needed) {
        lang.say("corrections-one-more").to_owned()
    } else {
        say!(lang, "corrections-from-next-run", option = context.option())
    };
    say!(
        lang,
        "corrections-approved",
        id = approved.id,
        by = by.len(),
        needed = needed,
        names = names(by),
        next = next
    )
}

const APPROVED: [&str; 5] = ["subject", "id", "approvals", "needed", "approved_by"];

const LIST: [&str; 13] = [
    "correction_id",
    "dataset",
    "area_code",
    "period",
    "action",
    "expect",
    "value",
    "reason_vi",
    "reason_en",
    "decided_on",
    "standing",
    "approved_by",
    "declared_at",
];

fn list(context: &Context, project: &Project, all: &[&Correction]) -> Result<(), Failure> {
    let registers = sound_registers(project)?;
    let waits = |c: &Correction| {
        registers
            .waiting
            .iter()
            .any(|w| w.content == of_correction(c))
    };
    let rows = all
        .iter()
        .map(|c| row(project, c, waits(c)))
        .collect::<Result<Vec<Row>, Failure>>()?;
    if context.common.format != Format::Table {
        output::rows(context.common.format, &LIST, &rows)?;
        return Ok(());
    }
    let lang = context.lang;
    if rows.is_empty() {
        output::line(lang.say("corrections-none"))?;
        return Ok(());
    }
    let headers = [
        lang.say("corrections-correction"),
        lang.say("corrections-row"),
        lang.say("corrections-action"),
        lang.say("corrections-state"),
        lang.say("corrections-why"),
    ];
    let cells = |(c, row): (&&Correction, &Row)| {
        let standing = if waits(c) {
            lang.say("corrections-waits")
        } else {
            lang.say("corrections-counts")
        };
        cells(lang, c, row, standing)
    };
    output::line(&output::table(
        &headers,
        all.iter().zip(&rows).map(cells).collect(),
    ))?;
    Ok(())
}

fn cells(lang: Lang, c: &Correction, row: &Row, standing: &str) -> Vec<String> {
    let plain = |column: &str| row.get(column).map_or(String::new(), output::plain);
    let figure = if plain("value").is_empty() {
        plain("expect")
    } else {
        format!("{} → {}", plain("expect"), plain("value"))
    };
    let standing = if plain("approved_by").is_empty() {
        standing.to_owned()
    } else {
        format!("{standing}\n{}", plain("approved_by"))
    };
    vec![
        format!("{}\n{}", c.id, c.place),
        format!(
            "{} {} {}",
            c.dataset, c.matching.area_code, c.matching.period
        ),
        format!("{}: {figure}", lang.action(c.action)),
        standing,
        c.reason.get(lang.is_vi()).to_owned(),
    ]
}

fn row(project: &Project, c: &Correction, waits: bool) -> Result<Row, Failure> {
    let by = given(project, &of_correction(c))?.by;
    let text = |text: &str| {
        if text.is_empty() {
            json!(null)
        } else {
            json!(text)
        }
    };
    let value = match c.action {
        CorrectionAction::Flag { flag } => json!(flag.as_str()),
        action => json!(action.value().map(|v| v.to_string())),
    };
    let values = [
        json!(c.id),
        json!(c.dataset),
        json!(c.matching.area_code),
        json!(c.matching.period.to_string()),
        json!(c.action.as_str()),
        json!(c.expect.to_string()),
        value,
        text(&c.reason.vi),
        text(&c.reason.en),
        json!(c.decided_on),
        json!(if waits { "waiting" } else { "counts" }),
        text(&names(&by)),
        json!(c.place.to_string()),
    ];
    Ok(output::row(&LIST, values))
}
