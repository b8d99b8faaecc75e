//! What was due from whom and what came, for people: a line that sums up, a matrix of areas and
//! periods for each dataset, and what is wrong in words. The states are worked out at the moment of
//! asking.

mod asked;
mod matrix;
mod summary;

use crate::app::cli::arrivals::asked::asked;
pub use crate::app::cli::arrivals::matrix::SIGNS;
use crate::app::cli::arrivals::matrix::matrix;
use crate::app::cli::arrivals::summary::{in_words, summary};
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::config::Project;
use crate::error::RunError;
use crate::governance::Registers;
use crate::model::Arrival;
use crate::store::StoreError;
pub use asked::StatusArgs;
use serde_json::json;
use std::collections::BTreeSet;

const COLUMNS: [&str; 10] = [
    "dataset",
    "area_code",
    "period",
    "due_at",
    "arrived_at",
    "state",
    "delivery",
    "rows",
    "expected_rows",
    "reason",
];

/// Lines in words of what is wrong, when not everything is asked for.
const MOST_LINES: usize = 20;

/// Shows arrivals alone, in any form.
pub fn show(context: &Context, project: &Project, args: &StatusArgs) -> Result<(), Failure> {
    let all = asked(project, args)?;
    if context.common.format != Format::Table {
        output::rows(
            context.common.format,
            &COLUMNS,
            &all.iter().map(row).collect::<Vec<_>>(),
        )?;
        return Ok(());
    }
    if project.datasets.iter().all(|d| d.arrivals.is_empty()) {
        let none = context.lang.say("arrivals-no-rule");
        output::line(none)?;
        return Ok(());
    }
    summary(context.lang, project, &all)?;
    matrices(context.lang, project, &all)?;
    let most = if args.only_arrivals() {
        usize::MAX
    } else {
        MOST_LINES
    };
    in_words(context.lang, project, &all, most)
}

/// A matrix for each dataset and frequency, and what its signs mean.
fn matrices(lang: Lang, project: &Project, all: &[Arrival]) -> Result<(), Failure> {
    let names = Registers::load(project);
    let name = |a: &Arrival| {
        names
            .areas
            .by_code(&a.area_code, a.period.end())
            .map_or_else(String::new, |id| {
                names.areas.unit(id).name(lang.is_vi()).to_owned()
            })
    };
    let kinds: BTreeSet<_> = all
        .iter()
        .map(|a| (a.dataset.as_str(), a.period.frequency()))
        .collect();
    for (dataset, frequency) in kinds {
        let its: Vec<&Arrival> = all
            .iter()
            .filter(|a| a.dataset == dataset && a.period.frequency() == frequency)
            .collect();
        output::line(&format!("\n{dataset} ({})", frequency.code()))?;
        for line in matrix(&its, name, usize::from(output::width()), lang) {
            output::line(&line)?;
        }
    }
    let legend = SIGNS
        .iter()
        .map(|(state, sign)| format!("{sign} {}", lang.arrival(*state)))
        .collect::<Vec<_>>()
        .join("  ");
    Ok(output::line(&format!("\n{legend}"))?)
}

/// One line that sums up, and what is wrong in words: the part that `chiso status` always shows.
pub fn brief(context: &Context, project: &Project, args: &StatusArgs) -> Result<(), Failure> {
    if project.datasets.iter().all(|d| d.arrivals.is_empty()) {
        return Ok(());
    }
    let all = match asked(project, args) {
        // `status` never fails because something is wrong with data.
        Err(Failure::Run(
            error @ (RunError::Table(_)
            | RunError::Store(StoreError::Table { .. } | StoreError::Damaged { .. })),
        )) => {
            return Ok(output::line(&say!(
                context.lang,
                "arrivals-unknown",
                error = error
            ))?);
        }
        all => all?,
    };
    summary(context.lang, project, &all)?;
    in_words(context.lang, project, &all, MOST_LINES)
}

fn row(a: &Arrival) -> Row {
    let values = [
        json!(a.dataset),
        json!(a.area_code),
        json!(a.period.to_string()),
        json!(a.due_at.to_rfc3339()),
        json!(a.arrived_at.map(|t| t.to_rfc3339())),
        json!(a.state.as_str()),
        json!(a.delivery),
        json!(a.rows),
        json!(a.expected_rows),
        json!(a.reason),
    ];
    output::row(&COLUMNS, values)
}
