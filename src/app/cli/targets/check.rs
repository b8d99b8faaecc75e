//! `chiso targets check`: faults of the register, and what it leaves open.

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
        let said = |[one, other]: [String; 2]| {
            let place = Place {
                file: file.clone(),
                col: "plan".into(),
                ..Place::default()
            };
            let message = format!(
                "in release {} two plans give opposite answers: {one}; {other}",
                release.id
            );
            Finding::warning("plans_disagree", place, message)
                .hint("say which plan is meant wherever the figure is quoted")
        };
        findings.extend(opposite_plans(registers, &release)?.into_iter().map(said));
    }
    findings.sort_by(|a, b| (&a.place, &a.rule).cmp(&(&b.place, &b.rule)));
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
            faults = crate::app::cli::check::verdict(lang, errors, findings.len())
        ))?;
    } else {
        output::rows(
            context.common.format,
            &crate::app::cli::check::COLUMNS,
            &findings
                .iter()
                .map(crate::app::cli::check::row)
                .collect::<Vec<_>>(),
        )?;
    }
    Failure::code_if(errors > 0, 6)
}
