//! `chiso targets diff`: what differs from the register that a release was made from.

use crate::app::cli::changed_verdict::column;
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::config::Project;
use crate::governance::releases::open_release;
use crate::governance::{Registers, TargetChange, target_changes};
use serde_json::json;

const DIFF: [&str; 6] = [
    "change",
    "target_id",
    "column",
    "before",
    "after",
    "verdicts",
];

pub(super) fn diff(
    context: &Context,
    project: &Project,
    registers: &Registers,
    release: Option<&str>,
) -> Result<(), Failure> {
    let release = open_release(project, release)?;
    let changes = target_changes(registers, &release)?;
    let lang = context.lang;
    if context.common.format != Format::Table {
        output::rows(
            context.common.format,
            &DIFF,
            &changes.iter().map(row).collect::<Vec<_>>(),
        )?;
        return Ok(());
    }
    if changes.is_empty() {
        output::line(&say!(lang, "targets-unchanged", id = release.id))?;
        return Ok(());
    }
    output::line(&say!(lang, "targets-against-release", id = release.id))?;
    output::line(&table(lang, project, registers, &changes))?;
    Ok(())
}

fn row(c: &TargetChange) -> Row {
    let values = [
        json!(c.change),
        json!(c.target_id),
        json!(c.column),
        json!(c.before),
        json!(c.after),
        json!(c.verdicts.join(";")),
    ];
    output::row(&DIFF, values)
}

fn table(lang: Lang, project: &Project, registers: &Registers, changes: &[TargetChange]) -> String {
    let headers = [
        lang.say("targets-change"),
        lang.say("targets-target"),
        lang.say("targets-column"),
        lang.say("targets-before"),
        lang.say("targets-now"),
        lang.say("targets-verdicts"),
    ];
    let unit = |c: &TargetChange| {
        let target = registers.targets.iter().find(|t| t.id == c.target_id)?;
        let kpi = project.kpis.iter().find(|k| k.id == target.kpi);
        Some(kpi.map_or(target.value_unit.as_str(), |k| k.kind.shown_as()))
    };
    let shown = |c: &TargetChange, text: &str| column(lang, &c.column, text, unit(c));
    let cells = |c: &TargetChange| {
        let verdicts = if c.verdicts.is_empty() {
            lang.say("targets-no-verdicts").to_owned()
        } else {
            let lines = c.verdicts.iter().map(|line| in_words(lang, line));
            lines.collect::<Vec<_>>().join("\n")
        };
        vec![
            lang.target_change(c.change).to_owned(),
            c.target_id.clone(),
            c.column.clone(),
            shown(c, &c.before),
            shown(c, &c.after),
            verdicts,
        ]
    };
    output::table(&headers, changes.iter().map(cells).collect())
}

/// A verdict that stands on a target, `kpi area period: verdict`, with its words for people.
fn in_words(lang: Lang, line: &str) -> String {
    let (of, verdict) = line.rsplit_once(": ").unwrap_or((line, ""));
    let (of, span) = of.rsplit_once(' ').unwrap_or((of, ""));
    let span = span.parse().map_or(span, |span| lang.span(span));
    let verdict = verdict.parse().map_or(verdict, |v| lang.verdict(v));
    format!("{of} {span}: {verdict}")
}
