//! What was due from whom and what came, for people: a line that sums up, a matrix of areas and
//! periods for each dataset, and what is wrong in words. The states are worked out at the moment of
//! asking.

use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::config::Project;
use crate::env::clock_from_env;
use crate::error::RunError;
use crate::governance::Registers;
use crate::model::{Arrival, ArrivalState, Frequency, Period, day_of, nearest};
use crate::pipeline::arrivals;
use crate::store::{Lake, Ledger, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

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
/// Every state with its sign in the matrix.
const SIGNS: [(ArrivalState, char); 7] = [
    (ArrivalState::OnTime, '+'),
    (ArrivalState::Late, '~'),
    (ArrivalState::Due, '.'),
    (ArrivalState::Overdue, '!'),
    (ArrivalState::Partial, '%'),
    (ArrivalState::Shrunken, '<'),
    (ArrivalState::WrongType, '#'),
];
/// Lines in words of what is wrong, when not everything is asked for.
const MOST_LINES: usize = 20;
/// Characters of an area's name.
const NAME: usize = 16;
/// Area codes named in a line.
const MOST_CODES: usize = 10;

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
    let names = Registers::load(project);
    for (dataset, frequency) in all
        .iter()
        .map(|a| (a.dataset.as_str(), a.period.frequency()))
        .collect::<BTreeSet<_>>()
    {
        let its: Vec<&Arrival> = all
            .iter()
            .filter(|a| a.dataset == dataset && a.period.frequency() == frequency)
            .collect();
        let name = |a: &Arrival| {
            names
                .areas
                .by_code(&a.area_code, a.period.end())
                .map_or_else(String::new, |id| {
                    names.areas.unit(id).name(context.lang.is_vi()).to_owned()
                })
        };
        output::line(&format!("\n{dataset} ({})", frequency.code()))?;
        for line in matrix(&its, name, usize::from(output::width()), context.lang) {
            output::line(&line)?;
        }
    }
    let legend = SIGNS
        .iter()
        .map(|(state, sign)| format!("{sign} {}", context.lang.arrival(*state)))
        .collect::<Vec<_>>()
        .join("  ");
    output::line(&format!("\n{legend}"))?;
    in_words(
        context.lang,
        project,
        &all,
        if args.only_arrivals() {
            usize::MAX
        } else {
            MOST_LINES
        },
    )
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
    COLUMNS
        .iter()
        .map(|c| (*c).to_owned())
        .zip(values)
        .collect()
}

/// The day whose end an instant is, in the project's zone.
fn due_day(project: &Project, due_at: DateTime<Utc>) -> NaiveDate {
    day_of(due_at - chrono::Duration::seconds(1), project.timezone)
}

fn summary(lang: Lang, project: &Project, all: &[Arrival]) -> Result<(), Failure> {
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
fn in_words(lang: Lang, project: &Project, all: &[Arrival], most: usize) -> Result<(), Failure> {
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

/// Lines of a matrix: a row an area, a column a period, as many of the last as fit.
fn matrix(
    its: &[&Arrival],
    name: impl Fn(&Arrival) -> String,
    width: usize,
    lang: Lang,
) -> Vec<String> {
    let all: Vec<Period> = its
        .iter()
        .map(|a| a.period)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let annual = all
        .first()
        .is_some_and(|p| p.frequency() == Frequency::Annual);
    let mut areas: BTreeMap<&str, (String, BTreeMap<Period, char>)> = BTreeMap::new();
    for a in its {
        let sign = SIGNS
            .iter()
            .find(|(state, _)| *state == a.state)
            .map_or('?', |(_, sign)| *sign);
        let (label, signs) = areas.entry(&a.area_code).or_default();
        // A code may have passed to another place: the last name stands.
        *label = format!("{} {}", a.area_code, name(a))
            .chars()
            .take(NAME)
            .collect();
        signs.insert(a.period, sign);
    }
    let label = areas
        .values()
        .map(|(l, _)| l.chars().count())
        .max()
        .unwrap_or(0);
    let cell = if annual { 5 } else { 3 };
    let fit = (width.saturating_sub(label + 1) / cell).max(1);
    let shown = all.get(all.len().saturating_sub(fit)..).unwrap_or_default();
    let pad = " ".repeat(label);
    let (mut years, mut parts) = (pad.clone(), pad);
    for (i, period) in shown.iter().enumerate() {
        let begins = i == 0 || shown.get(i - 1).is_some_and(|p| p.year() != period.year());
        let column = label + i * cell;
        if begins && years.chars().count() <= column {
            years = format!("{years:column$} {}", period.year());
        }
        let text = period.to_string();
        // Writing to a `String` cannot fail.
        _ = write!(
            parts,
            " {:<2}",
            text.split_once('-').map_or("", |(_, part)| part)
        );
    }
    let mut lines = vec![years];
    if !annual {
        lines.push(parts);
    }
    for (label_of, signs) in areas.values() {
        let filled = " ".repeat(label - label_of.chars().count());
        let mut line = format!("{label_of}{filled}");
        for period in shown {
            _ = write!(
                line,
                " {:<w$}",
                signs.get(period).copied().unwrap_or(' '),
                w = cell - 1
            );
        }
        lines.push(line.trim_end().to_owned());
    }
    let hidden = all.len() - shown.len();
    if hidden > 0 {
        lines.push(say!(lang, "arrivals-earlier-periods", hidden = hidden));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrival(area: &str, period: &str, state: ArrivalState) -> Arrival {
        Arrival {
            dataset: "d".into(),
            area_code: area.into(),
            period: period.parse().unwrap(),
            due_at: DateTime::UNIX_EPOCH,
            arrived_at: None,
            state,
            delivery: String::new(),
            rows: 0,
            expected_rows: 1,
            reason: String::new(),
        }
    }

    #[test]
    fn a_matrix_shows_as_many_of_the_last_periods_as_fit() {
        let all = [
            arrival("01", "2025-11", ArrivalState::OnTime),
            arrival("01", "2025-12", ArrivalState::Late),
            arrival("01", "2026-01", ArrivalState::Overdue),
            arrival("79", "2025-12", ArrivalState::WrongType),
        ];
        let its: Vec<&Arrival> = all.iter().collect();
        let name = |a: &Arrival| {
            if a.area_code == "01" {
                "Hà Nội".to_owned()
            } else {
                "X".to_owned()
            }
        };
        let wide = matrix(&its, name, 60, Lang::En);
        assert_eq!(
            wide,
            [
                "          2025  2026",
                "          11 12 01",
                "01 Hà Nội +  ~  !",
                "79 X         #"
            ]
            .map(str::to_owned)
        );
        let narrow = matrix(&its, name, 16, Lang::En);
        assert_eq!(
            narrow[1..3],
            ["          12 01", "01 Hà Nội ~  !"].map(str::to_owned)
        );
        assert!(narrow.last().unwrap().starts_with("… 1 earlier periods"));
    }
}
