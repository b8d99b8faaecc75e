//! Key performance indicators as declared. What a kind of KPI computes is in
//! [`kind`](crate::kind).

use crate::bilingual::Bilingual;
use crate::decimal::Dec;
use crate::kind::KpiKind;
use crate::measure::Role;
use crate::members::Member;
use crate::pace::Pace;
use crate::period::Period;
use crate::span::Span;

/// Which values of a KPI are so unusual that somebody must confirm them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlier {
    /// So many median absolute deviations from the median of the areas of one level and period.
    pub deviations: Dec,
    /// Values that somebody has confirmed, by area code and period.
    pub confirmed: Vec<(String, Period)>,
}

/// The parts whose contributions to a change are published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContributedBy {
    /// The areas below.
    Areas,
    /// The members of a dimension.
    Members(String),
}

/// A key performance indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kpi {
    /// Identifier, unique in the project.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// What it computes.
    pub kind: KpiKind,
    /// How a year that still runs is judged; without it, it is not due.
    pub pace: Option<Pace>,
    /// A base below this is too small for the value to mean much, in the unit of the measure.
    pub small_base: Option<Dec>,
    /// Which values are so unusual that somebody must confirm them.
    pub outlier: Option<Outlier>,
    /// The measure whose sums say how much of the whole the areas with a value are; by default what
    /// the KPI divides by.
    pub coverage: Option<String>,
    /// Whose contributions to it are published.
    pub contributions: Option<ContributedBy>,
    /// The members that it is of, one of each dimension of its breakdown; none where it is the
    /// total.
    pub members: Vec<Member>,
    /// Pipeline that declares it.
    pub pipeline: String,
}

impl Kpi {
    /// The whole of a completion to date is that of the year.
    #[must_use]
    pub fn of_the_years_plan(&self) -> bool {
        self.kind.spec().falls_due && self.pace.as_ref().is_some_and(|p| p.whole_year)
    }

    /// Every measure that it looks at: those that it is made of, and the plan of its pace.
    #[must_use]
    pub fn measures(&self) -> Vec<&str> {
        let plan = self.pace.as_ref().and_then(|pace| pace.plan.as_deref());
        let mut measures = self.kind.measures();
        measures.extend(plan);
        measures
    }

    /// Whether there is what it is of: the members of its breakdown exist in a period.
    #[must_use]
    pub fn exists_in(&self, period: Period, span: Span) -> bool {
        self.members.iter().all(|m| m.exists_in(period, span))
    }

    /// Part and whole of a completion both run with the year, so that the target itself is asked at
    /// any time.
    #[must_use]
    pub fn of_what_fell_due(&self) -> bool {
        self.kind.spec().falls_due && !self.of_the_years_plan()
    }

    /// Whether the figure in a role is that of the whole year, also in a year to date: the plan of
    /// a year to date is the year's.
    #[must_use]
    pub fn of_the_whole_year(&self, role: Role) -> bool {
        role == Role::Plan && self.pace.is_some() || role == Role::Whole && self.of_the_years_plan()
    }
}
