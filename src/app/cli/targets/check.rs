//! `chiso targets check`: faults of the register, and what it leaves open.

use crate::app::cli::check::{COLUMNS, row, verdict};
use crate::app::cli::{Context, Failure};
use crate::app::messages::say;
use crate::app::output::{self, Format};
use crate::config::Project;
use crate::governance::releases::open_release;
use crate::governance::targets::{review, unbound};
use crate::governance::{Registers, opposite_plans};
use crate::model::{Finding, Place, Severity};

/// Faults of the target register, and what it leaves open; exit code 6 if there is an error among
/// them.
pub(super) fn check(
    context: &Context,
    project: &Project,
    registers: &Registers,
) -> Result<(), Failure> {
    let findings = faults(project, registers)?;
    let errors = findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .count();
    if context.common.format == Format::Table {
        let lang = context.lang;
        for finding in &findings {
            output::line(&finding.to_string())?;
        }
        let count = registers.targets.len();
        output::line(&say!(
            lang,
            "targets-count",
            number = count,
            faults = verdict(lang, errors, findings.len())
        ))?;
    } else {
        output::rows(
            context.common.format,
            &COLUMNS,
            &findings.iter().map(row).collect::<Vec<_>>(),
        )?;
    }
    Failure::code_if(errors > 0, 6)
}

/// What is wrong with the register or left open by it, in the order of places.
fn faults(project: &Project, registers: &Registers) -> Result<Vec<Finding>, Failure> {
    let file = project
        .targets
        .as_ref()
        .map_or_else(String::new, |r| format!("datasets/{}/targets.csv", r.id));
    let mut findings: Vec<Finding> = registers
        .findings
        .iter()
        .filter(|f| f.place.file == file)
        .cloned()
        .collect();
    findings.extend(review(project, registers));
    findings.extend(unbound(registers, &project.boundaries));
    // Before the first run there is no verdict that could disagree.
    if let Ok(release) = open_release(project, None) {
        let opposite = opposite_plans(registers, &release)?;
        findings.extend(
            opposite
                .iter()
                .map(|verdicts| plans_disagree(&file, &release.id, verdicts)),
        );
    }
    findings.sort_by(|a, b| (&a.place, &a.rule).cmp(&(&b.place, &b.rule)));
    Ok(findings)
}

fn plans_disagree(file: &str, release: &str, [one, other]: &[String; 2]) -> Finding {
    let place = Place {
        file: file.to_owned(),
        col: "plan".into(),
        ..Place::default()
    };
    let message = format!("in release {release} two plans give opposite answers: {one}; {other}");
    Finding::warning("plans_disagree", place, message)
        .hint("say which plan is meant wherever the figure is quoted")
}
