//! The rows of the scorecard that are asked for, published or computed.

use crate::app::cli::scorecard_context::ScorecardContext;
use crate::app::cli::table::{codes_named, known_kpi, of_breakdown, rows_among, rows_in_order};
use crate::app::cli::{AsOf, AskedPeriod, Failure};
use crate::app::rows::{Published, ScorecardRow};
use crate::config::Project;
use crate::error::NotFound;
use crate::governance::Registers;
use crate::inspect::{Question, tables_of};
use crate::model::{Frequency, Period, Verdict, declared_id, fold_name, is_asked};
use crate::store::ReleaseRef;
use chrono::NaiveDate;
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};

/// Which verdicts to show; without any choice, all of the default boundary.
#[derive(Debug, Default, Args)]
pub struct ScorecardArgs {
    /// Only this KPI
    #[arg(long, value_name = "ID")]
    pub kpi: Option<String>,
    /// Only this member of a breakdown: sector=A, or sector=A;sex=F; empty for totals [default: all]
    #[arg(long, value_name = "DIMENSION=CODE")]
    pub breakdown: Option<String>,
    /// Only this area, by code or name
    #[arg(long, value_name = "CODE|NAME")]
    pub area: Option<String>,
    /// Only this period: 2020, 2020-Q3, 2020-09, or 2020-04-01/P1Y for the fiscal year from April
    #[arg(long)]
    pub period: Option<AskedPeriod>,
    /// Units of this day, any day [default: the first boundary of chiso.toml]
    #[arg(long, value_name = "DATE")]
    pub boundary: Option<NaiveDate>,
    /// Only what was known by then: a day of the project's zone, or an RFC 3339 time
    #[arg(long, value_name = "DATE|TIME")]
    pub as_of: Option<AsOf>,
    /// As published in this release [default: the one in force]
    #[arg(long, value_name = "ID")]
    pub release: Option<String>,
    /// Only this verdict
    #[arg(long)]
    pub verdict: Option<Verdict>,
    /// End with exit code 3 when a shown row has this verdict
    #[arg(long, value_name = "VERDICT")]
    pub fail_on: Option<Verdict>,
}

impl ScorecardArgs {
    /// The parts of the question other than names.
    pub(super) fn question(&self, project: &Project) -> Question {
        Question {
            boundary: self.boundary,
            as_of: self.as_of.map(|a| a.instant(project.timezone)),
        }
    }

    /// The members chosen, as rows name them; none where all are shown.
    fn members(&self) -> Result<Option<String>, Failure> {
        let Some(breakdown) = &self.breakdown else {
            return Ok(None);
        };
        let id = of_breakdown("", Some(breakdown))?;
        Ok(Some(declared_id(&id).1.to_owned()))
    }

    /// That there is no verdict of the period that is chosen, where there are verdicts of others.
    fn no_period(
        &self,
        period: Option<Period>,
        all: &[Published<ScorecardRow>],
    ) -> Option<NotFound> {
        let period = period?;
        let mut known: BTreeMap<Frequency, BTreeSet<Period>> = BTreeMap::new();
        let of_kpi = |row: &&Published<ScorecardRow>| {
            { self.kpi.as_ref() }.is_none_or(|kpi| is_asked(&row.kpi, kpi))
        };
        for row in all.iter().filter(of_kpi) {
            let periods = known.entry(row.period.frequency()).or_default();
            periods.insert(row.period);
        }
        let there = |period: &Period| known.values().any(|all| all.contains(period));
        if known.is_empty() || there(&period) {
            return None;
        }
        let stretch = |all: &BTreeSet<Period>| match (all.first(), all.last()) {
            (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
            (first, _) => first.map_or_else(String::new, Period::to_string),
        };
        let known: Vec<String> = known.values().map(stretch).collect();
        let (period, known) = (period.to_string(), known.join(", "));
        Some(NotFound::Period { period, known })
    }

    /// Whether a row is chosen, whatever its area and members.
    fn wants(
        &self,
        row: &ScorecardRow,
        (boundary, period): (Option<NaiveDate>, Option<Period>),
    ) -> bool {
        boundary.is_none_or(|day| row.boundary == day)
            && self.kpi.as_ref().is_none_or(|kpi| is_asked(&row.kpi, kpi))
            && period.is_none_or(|period| row.period == period)
            && self.verdict.is_none_or(|verdict| row.verdict == verdict)
    }
}

/// What is chosen of a scorecard.
pub(super) struct Selected {
    /// The rows, in the order of the key.
    pub(super) rows: Vec<Published<ScorecardRow>>,
    /// What is shown with them.
    pub(super) around: ScorecardContext,
    /// That there is nothing at all of the period, with the periods there are.
    pub(super) lacks: Option<NotFound>,
}

/// The chosen rows of the scorecard, and what is shown with them. What is not published is computed
/// from the tables.
pub(super) fn select(
    project: &Project,
    release: &ReleaseRef,
    args: &ScorecardArgs,
) -> Result<Selected, Failure> {
    known_kpi(project, args.kpi.as_deref())?;
    let members = args.members()?;
    let question = args.question(project);
    let period = args.period.as_ref().map(|p| p.of(project)).transpose()?;
    let boundary = args
        .boundary
        .or_else(|| project.boundaries.first().copied());
    let mut lacks = None;
    let (mut rows, around) = if question.published(project) {
        // Of many areas one is read, not all.
        let named = args.area.as_ref().map(|area| codes_named(release, area));
        let areas = named.transpose()?;
        let area = areas.as_deref().and_then(|codes| match codes {
            [one] => Some(one.as_str()),
            _ => None,
        });
        let rows = published(release, (boundary, period), args, areas.as_deref())?;
        if rows.is_empty() && period.is_some() {
            let all = ScorecardArgs {
                kpi: args.kpi.clone(),
                ..ScorecardArgs::default()
            };
            let all = published(release, (boundary, None), &all, None)?;
            lacks = args.no_period(period, &all);
        }
        (
            rows,
            ScorecardContext::published(release, boundary, args.kpi.as_deref(), area)?,
        )
    } else {
        let tables = tables_of(project, release, question)?;
        let mut rows = rows_among(&tables)?;
        lacks = args.no_period(period, &rows);
        rows.retain(|r| args.wants(r, (boundary, period)));
        (rows, ScorecardContext::computed(&tables)?)
    };
    rows.retain(|row| {
        let own = declared_id(&row.kpi).1;
        members.as_ref().is_none_or(|members| members == own)
    });
    rows.sort_by_cached_key(order);
    if let Some(area) = &args.area {
        keep_area(&mut rows, area, project, args.boundary)?;
    }
    let around = around.with_tolerances(release, &rows)?;
    Ok(Selected {
        rows,
        around,
        lacks,
    })
}

/// Where a row stands: that of the total before those of its members.
fn order(row: &Published<ScorecardRow>) -> Vec<String> {
    let (kpi, members) = declared_id(&row.kpi);
    let (boundary, period) = (row.boundary.to_string(), row.period.to_string());
    let place = [kpi, &row.area_code, &boundary, &period];
    let texts = place.into_iter().map(str::to_owned);
    let last = [
        row.span.to_string(),
        members.to_owned(),
        row.target_id.clone(),
    ];
    texts.chain(last).collect()
}

fn published(
    release: &ReleaseRef,
    (boundary, period): (Option<NaiveDate>, Option<Period>),
    args: &ScorecardArgs,
    areas: Option<&[String]>,
) -> Result<Vec<Published<ScorecardRow>>, Failure> {
    let period = period.map(|p| p.to_string());
    let wanted = [
        ("kpi", args.kpi.as_deref()),
        ("period", period.as_deref()),
        ("verdict", args.verdict.map(Verdict::as_str)),
    ];
    let order = [
        "kpi",
        "area_code",
        "boundary",
        "period",
        "span",
        "target_id",
    ];
    rows_in_order(release, boundary, (&wanted, areas), order)
}

/// Keeps the rows of an area, named by code or name.
fn keep_area(
    rows: &mut Vec<Published<ScorecardRow>>,
    area: &str,
    project: &Project,
    boundary: Option<NaiveDate>,
) -> Result<(), Failure> {
    let names = |r: &ScorecardRow| {
        [&r.area_code, &r.area_name_vi, &r.area_name_en].map(|name| fold_name(name))
    };
    let wanted = fold_name(area);
    if !rows.iter().any(|r| names(r).contains(&wanted)) {
        known_area(project, area, boundary)?;
    }
    rows.retain(|r| names(r).contains(&wanted));
    Ok(())
}

/// An area that has no row: is there such an area at all?
fn known_area(project: &Project, area: &str, boundary: Option<NaiveDate>) -> Result<(), Failure> {
    let day = boundary
        .or_else(|| project.boundaries.first().copied())
        .unwrap_or_default();
    let areas = Registers::load(project).areas;
    areas
        .resolve(area, day)
        .map(|_| ())
        .map_err(|e| NotFound::area(area, ("--boundary", day), e, &areas).into())
}
