//! The arrivals that are asked for, as they stand now.

use crate::app::cli::Failure;
use crate::config::Project;
use crate::env::clock_from_env;
use crate::governance::Registers;
use crate::model::{Arrival, Period, nearest};
use crate::pipeline::arrivals;
use crate::store::{Lake, Ledger};
use clap::Args;

/// What is shown of arrivals.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// Show only arrivals: what was due from whom, what came and when
    #[arg(long)]
    arrivals: bool,
    /// Arrivals of this dataset; may be given several times
    #[arg(long, value_name = "ID")]
    dataset: Vec<String>,
    /// Arrivals from this period on
    #[arg(long, value_name = "PERIOD")]
    from: Option<Period>,
    /// Arrivals up to this period
    #[arg(long, value_name = "PERIOD")]
    to: Option<Period>,
    /// Only arrivals that are wrong: overdue, partial, shrunken, `wrong_type`
    #[arg(long)]
    wrong: bool,
}

impl StatusArgs {
    /// Whether arrivals alone are asked for.
    pub fn only_arrivals(&self) -> bool {
        self.arrivals
            || self.wrong
            || !self.dataset.is_empty()
            || self.from.is_some()
            || self.to.is_some()
    }

    fn wants(&self, arrival: &Arrival) -> bool {
        (self.dataset.is_empty() || self.dataset.contains(&arrival.dataset))
            && self
                .from
                .is_none_or(|from| arrival.period.end() >= from.start())
            && self.to.is_none_or(|to| arrival.period.start() <= to.end())
            && (!self.wrong || arrival.state.is_wrong())
    }
}

/// Arrivals that are asked for, as they stand now.
pub fn asked(project: &Project, args: &StatusArgs) -> Result<Vec<Arrival>, Failure> {
    for id in &args.dataset {
        if project.datasets.iter().all(|d| d.id != *id) {
            let near = nearest(id, project.datasets.iter().map(|d| d.id.as_str()))
                .map_or_else(String::new, |n| format!("; did you mean `{n}`?"));
            return Err(Failure::Usage(format!("no dataset `{id}`{near}")));
        }
    }
    let lake = Lake::open_read(&project.lake)?;
    let ledger = Ledger::open(&lake)?;
    let all = arrivals(
        project,
        &Registers::load(project),
        &lake,
        &ledger,
        clock_from_env().now(),
    )?;
    Ok(all.into_iter().filter(|a| args.wants(a)).collect())
}
