//! `chiso quarantine list`: what is quarantined now.

use crate::app::cli::quarantine::row::{COLUMNS, done, repair_of, row};
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::config::Project;
use crate::inspect::{QuarantinedObservation, kept_aside};

pub(super) fn list(
    context: &Context,
    project: &Project,
    dataset: Option<&str>,
    all: bool,
) -> Result<(), Failure> {
    let mut kept = kept_aside(project, dataset)?;
    let before = kept.len();
    kept.retain(|k| all || k.current);
    if context.common.format != Format::Table {
        let rows: Vec<Row> = kept.iter().map(|k| row(project, k)).collect();
        output::rows(context.common.format, &COLUMNS, &rows)?;
        return Ok(());
    }
    let lang = context.lang;
    if kept.is_empty() {
        output::line(lang.say("quarantine-none"))?;
    } else {
        output::line(&table(lang, project, &kept))?;
    }
    if !context.common.quiet && before > kept.len() {
        output::line(&say!(
            lang,
            "quarantine-replaced",
            number = before - kept.len()
        ))?;
    }
    Ok(())
}

fn table(lang: Lang, project: &Project, kept: &[QuarantinedObservation]) -> String {
    let headers = [
        "id",
        lang.say("quarantine-place"),
        lang.say("quarantine-text"),
        lang.say("quarantine-rule"),
        lang.say("quarantine-repair"),
        lang.say("quarantine-fault"),
    ];
    let cells = |k: &QuarantinedObservation| {
        let repaired = repair_of(project, k).map_or(String::new(), |r| done(lang, r));
        vec![
            k.id.clone(),
            k.place.to_string(),
            k.raw.clone(),
            k.rule.clone(),
            repaired,
            k.message.clone(),
        ]
    };
    output::table(&headers, kept.iter().map(cells).collect())
}
