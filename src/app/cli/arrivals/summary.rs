//! Arrivals in words: a line that sums up, and what is wrong.

use crate::app::cli::Failure;
use crate::app::cli::arrivals::matrix::SIGNS;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output;
use crate::config::Project;
use crate::model::{Arrival, ArrivalState, Period, day_of};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

/// Area codes named in a line.
const MOST_CODES: usize = 10;

/// The day whose end an instant is, in the project's zone.
fn due_day(project: &Project, due_at: DateTime<Utc>) -> NaiveDate {
    day_of(due_at - chrono::Duration::seconds(1), project.timezone)
}

pub(super) fn summary(lang: Lang, project: &Project, all: &[Arrival]) -> Result<(), Failure> {
    let count = |state: ArrivalState| all.iter().filter(|a| a.state == state).count();
    let counts: Vec<String> = SIGNS
        .iter()
        .map(|(s, _)| (count(*s), *s))
        .filter(|(n, _)| *n > 0)
        .map(|(n, s)| format!("{n} {}", lang.arrival(s)))
        .collect();
    let counts = if counts.is_empty() {
        lang.say("arrivals-none").to_owned()
    } else {
        counts.join(", ")
    };
    let next = all
        .iter()
        .filter(|a| a.state == ArrivalState::Due)
        .min_by_key(|a| (a.due_at, &a.dataset));
    let next = next.map_or_else(String::new, |a| {
        say!(
            lang,
            "arrivals-next-due",
            day = due_day(project, a.due_at),
            dataset = a.dataset,
            period = a.period
        )
    });
    Ok(output::line(&say!(
        lang,
        "arrivals-summary",
        counts = counts,
        next = next
    ))?)
}

/// What areas share that stand in one line: due time, dataset, period, state, reason.
type Group<'a> = (DateTime<Utc>, &'a str, Period, ArrivalState, &'a str);

/// What is wrong, one line for all areas that share dataset, period, state and reason.
pub(super) fn in_words(
    lang: Lang,
    project: &Project,
    all: &[Arrival],
    most: usize,
) -> Result<(), Failure> {
    let mut groups: BTreeMap<Group<'_>, Vec<&str>> = BTreeMap::new();
    for a in all.iter().filter(|a| a.state.is_wrong()) {
        groups
            .entry((a.due_at, &a.dataset, a.period, a.state, &a.reason))
            .or_default()
            .push(&a.area_code);
    }
    let hidden = groups.len().saturating_sub(most);
    for ((due_at, dataset, period, state, reason), codes) in groups.into_iter().skip(hidden) {
        let more = if codes.len() > MOST_CODES {
            format!(" … ({})", codes.len())
        } else {
            String::new()
        };
        let codes = codes
            .iter()
            .take(MOST_CODES)
            .copied()
            .collect::<Vec<_>>()
            .join(" ");
        let due = say!(lang, "arrivals-due-on", day = due_day(project, due_at));
        output::line(&format!(
            "  {}: {dataset} {period} [{codes}{more}] {due}: {reason}",
            lang.arrival(state)
        ))?;
    }
    if hidden > 0 {
        output::line(&format!(
            "  {}",
            say!(lang, "arrivals-hidden", hidden = hidden)
        ))?;
    }
    Ok(())
}
