//! A measure: from which datasets its figures are made, how they make those of longer periods, and
//! where its series break.

use super::contract::ToDateSince;
use super::definition_break::Break;
use super::over_time::OverTime;
use super::rate_unit::is_rate;
use super::records::{Delivers, Flow};
use super::sampling_error::SamplingError;
use super::total_over::TotalOver;
use crate::bilingual::Bilingual;
use crate::deflation::Deflation;
use crate::derivation::Derivation;
use crate::expr::{Aggregate, Function, Predicate};
use crate::members::Member;
use crate::per_period::PerPeriod;
use crate::period::Period;
use crate::span::Span;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A measure: a quantity per area and period, from ranked sources.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Identifier, unique in the project.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// Sources, the preferred first.
    pub sources: Vec<MeasureSource>,
    /// Dimensions by which it is broken down, as declared. Each breakdown is a measure of its own,
    /// which has the same.
    pub by: Vec<String>,
    /// The members that it is of, one of each dimension of its breakdown; none where it is the total.
    pub members: Vec<Member>,
    /// Periods worked out from those that the sources state.
    pub periods: Vec<WorkedOut>,
    /// What the figures of shorter periods are to that of a longer one, if declared.
    pub over_time: Option<OverTime>,
    /// Periods from which the definition is another one, ascending.
    pub breaks: Vec<Break>,
    /// It has no source: it is made from other measures.
    pub derived: Option<Arc<Derivation>>,
    /// By what the figures of merged areas are weighted.
    pub weight: Option<WeightedBy>,
    /// Level of the areas whose figures add up to that of the area above them; only where that has
    /// none of its own.
    pub sum_of: Option<String>,
    /// Series that may be compared with each other, although they are several.
    pub splices: Vec<Splice>,
    /// How a survey states the sampling error of its figures.
    pub sampling_error: Option<SamplingError>,
}

impl Measure {
    /// Of some sources, and nothing else is declared of it.
    #[must_use]
    pub fn new(id: impl Into<String>, sources: Vec<MeasureSource>) -> Measure {
        Measure {
            id: id.into(),
            title: Bilingual::default(),
            sources,
            by: vec![],
            members: vec![],
            periods: vec![],
            over_time: None,
            breaks: vec![],
            derived: None,
            weight: None,
            sum_of: None,
            splices: vec![],
            sampling_error: None,
        }
    }

    /// How it is made at constant prices, where it is.
    #[must_use]
    pub fn real(&self) -> Option<&Deflation> {
        self.derived.as_deref()?.real()
    }

    /// The splice that joins figures of these datasets.
    #[must_use]
    pub fn splice<'d>(&self, datasets: impl IntoIterator<Item = &'d str>) -> Option<&Splice> {
        let datasets: BTreeSet<&str> = datasets.into_iter().collect();
        let joins = |s: &&Splice| {
            s.datasets.is_empty()
                || datasets
                    .iter()
                    .all(|d| s.datasets.iter().any(|joined| joined == d))
        };
        self.splices.iter().find(joins)
    }

    /// Whether its figures are sums or numbers of rows of its sources, so that those of members add
    /// up to the total in every period.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let counted = |s: &MeasureSource| s.value.function.is_additive();
        let extreme = matches!(self.over_time, Some(OverTime::Max | OverTime::Min));
        !self.sources.is_empty() && self.sources.iter().all(counted) && !extreme
    }

    /// Whether its figures in a unit are amounts, of which a change means something as a share of
    /// them. Rates, shares, scores, indices and means are not: a change of these is a difference
    /// (OECD and Eurostat, *Guidelines on Revisions Policy and Analysis*, 2008).
    #[must_use]
    pub fn is_amount(&self, unit: &str) -> bool {
        let counted = |s: &MeasureSource| {
            matches!(
                s.value.function,
                Function::Sum | Function::Count | Function::CountDistinct
            )
        };
        self.sources.iter().all(counted)
            && self.weight.is_none()
            && self
                .derived
                .as_deref()
                .is_none_or(Derivation::keeps_amounts)
            && self.over_time != Some(OverTime::None)
            && !is_rate(unit)
    }

    /// Whether its figures are of one day: as it is declared, or because they are what snapshots of
    /// a register hold.
    #[must_use]
    pub fn is_stock(&self) -> bool {
        let held = |s: &MeasureSource| s.delivers == Some(Delivers::Snapshot) && s.flow.is_none();
        let of_snapshots = !self.sources.is_empty() && self.sources.iter().all(held);
        of_snapshots || matches!(self.over_time, Some(OverTime::Last | OverTime::First))
    }

    /// Whether a figure of this stretch is an extreme of the months in it.
    #[must_use]
    pub fn is_extreme(&self, at: (Period, Span)) -> bool {
        self.over_time.is_some_and(|way| way.is_extreme(at))
    }

    /// Level of the areas below one from which its figure is made: by their figures, or by their
    /// records.
    #[must_use]
    pub fn level_below(&self) -> Option<&str> {
        let of_records = self.sources.iter().find_map(|s| s.records_of.as_deref());
        self.sum_of.as_deref().or(of_records)
    }

    /// Whether two of its figures are not by one definition throughout.
    #[must_use]
    pub fn breaks_between(&self, one: (Period, Span), other: (Period, Span)) -> bool {
        self.breaks.iter().any(|b| b.separates(one, other))
    }
}

/// By what the figures of merged areas are weighted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeightedBy {
    /// The measure of the weights.
    pub measure: String,
    /// Of which period the weight is.
    pub per: PerPeriod,
}

/// Periods that are worked out from others. A flow has all of them, all else quarters, half-years
/// and years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkedOut {
    /// Months, from two years to date.
    Month,
    /// Quarters, from months or two years to date.
    Quarter,
    /// Half-years, from months, quarters or two years to date.
    HalfYear,
    /// Thirds of a year, from months or two years to date.
    Third,
    /// Years, from months, quarters, half-years or the year to date of December.
    Year,
    /// Years to date, from months or quarters.
    Ytd,
    /// The twelve months up to the end of a month or quarter.
    Rolling12,
    /// Fiscal years that begin with this month, as years of the calendar.
    FiscalYear(u32),
    /// The months to date of such a year.
    FiscalToDate(u32),
}

impl WorkedOut {
    /// All of them, fiscal years beginning with a month.
    #[must_use]
    pub const fn all(begins: u32) -> [WorkedOut; 9] {
        [
            WorkedOut::Month,
            WorkedOut::Quarter,
            WorkedOut::HalfYear,
            WorkedOut::Third,
            WorkedOut::Year,
            WorkedOut::Ytd,
            WorkedOut::Rolling12,
            WorkedOut::FiscalYear(begins),
            WorkedOut::FiscalToDate(begins),
        ]
    }

    /// The word that asks for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            WorkedOut::Month => "month",
            WorkedOut::Quarter => "quarter",
            WorkedOut::HalfYear => "half_year",
            WorkedOut::Third => "third",
            WorkedOut::Year => "year",
            WorkedOut::Ytd => "ytd",
            WorkedOut::Rolling12 => "rolling12",
            WorkedOut::FiscalYear(_) => "fiscal_year",
            WorkedOut::FiscalToDate(_) => "fiscal_ytd",
        }
    }
}

/// A declaration that figures of several series may be compared with each other, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// Why.
    pub reason: Bilingual,
    /// The datasets that it joins; empty where it joins all series of the measure.
    pub datasets: Vec<String>,
}

/// How a measure is made from one dataset.
#[derive(Clone, Debug)]
pub struct MeasureSource {
    /// Dataset.
    pub dataset: String,
    /// What is computed per area and period.
    pub value: Aggregate,
    /// Which rows take part.
    pub filter: Option<Predicate>,
    /// Among rows that differ only in this column, the first value in the list that is present is
    /// used.
    pub prefer: Option<(String, Vec<String>)>,
    /// The figure exists only where each of these values of the column has a row.
    pub parts: Option<(String, Vec<String>)>,
    /// Corrections of the dataset are applied; otherwise figures are taken as published.
    pub corrections: bool,
    /// The dataset lists all there is, so that what it has no row of is zero and not missing.
    pub list: bool,
    /// The dataset lists all areas: one that it has no row of is zero where it has rows of others of
    /// the level.
    pub lists_all: bool,
    /// Since when years to date of areas made within the year count, as the contract says.
    pub to_date_since: Option<ToDateSince>,
    /// Dimensions with a register of members, of which the rows give the total: what is stated as
    /// such, else the sum over all members.
    pub totals: Vec<TotalOver>,
    /// What the figures of shorter periods are to that of a longer one, as the measure declares it.
    pub over_time: Option<OverTime>,
    /// Of a register in snapshots: what has changed since the one before, in place of what there is.
    pub flow: Option<Flow>,
    /// Of a register: what a delivery of it is.
    pub delivers: Option<Delivers>,
    /// Level of the areas of which all records make the figure of an area above them.
    pub records_of: Option<String>,
}

impl MeasureSource {
    /// Of all rows of a dataset, and nothing else is declared of it.
    #[must_use]
    pub fn new(dataset: impl Into<String>, value: Aggregate) -> MeasureSource {
        MeasureSource {
            dataset: dataset.into(),
            value,
            filter: None,
            prefer: None,
            parts: None,
            corrections: true,
            list: false,
            lists_all: false,
            to_date_since: None,
            totals: vec![],
            over_time: None,
            flow: None,
            delivers: None,
            records_of: None,
        }
    }

    /// Whether it is made of records.
    #[must_use]
    pub const fn is_of_records(&self) -> bool {
        self.delivers.is_some()
    }

    /// Whether an area that the dataset says nothing of adds nothing to a sum. Records of an area may
    /// not have come, unless the dataset lists all areas.
    #[must_use]
    pub const fn adds_nothing_unsaid(&self) -> bool {
        self.list && (self.lists_all || !self.is_of_records())
    }

    /// Whether figures of several rows make that of all of them together in this stretch: a sum of
    /// extremes is none, the largest of the largest is.
    #[must_use]
    pub fn joins_rows(&self, at: (Period, Span)) -> bool {
        match self.over_time.filter(|way| way.is_extreme(at)) {
            Some(OverTime::Max) => self.value.function == Function::Max,
            Some(OverTime::Min) => self.value.function == Function::Min,
            _ => true,
        }
    }
}
