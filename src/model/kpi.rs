//! Key performance indicators as declared: what is computed, and how a year that still runs is
//! judged.

use crate::model::bilingual::Bilingual;
use crate::model::decimal::Dec;
use crate::model::period::Period;
use crate::model::rubric::{Criterion, Scheme};
use crate::model::status::words;
use std::collections::BTreeSet;

/// What a KPI computes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KpiKind {
    /// current / the year before − 1.
    Growth {
        /// Measure.
        measure: String,
    },
    /// current / plan − 1.
    Attainment {
        /// Measure.
        measure: String,
        /// Measure of the plan.
        plan: String,
    },
    /// part / whole.
    Share {
        /// Measure of the part.
        part: String,
        /// Measure of the whole.
        whole: String,
    },
    /// Change of part / whole on the year before, in percentage points.
    ShareChange {
        /// Measure of the part.
        part: String,
        /// Measure of the whole.
        whole: String,
    },
    /// current − the year before, in points of a score. The base may be nought or negative.
    ScoreChange {
        /// Measure.
        measure: String,
        /// What its values are.
        unit: ScoreUnit,
    },
    /// part / whole of what was to be done; 0 out of 0 is no occasion.
    Completion {
        /// Measure of what was done.
        part: String,
        /// Measure of all that was planned or fell due, done or not.
        whole: String,
    },
    /// measure − another measure of the same period, for instance a score by oneself and by the
    /// appraiser.
    Gap {
        /// Measure.
        measure: String,
        /// The measure taken off it.
        against: String,
        /// What its values are.
        unit: ScoreUnit,
    },
    /// The measure itself.
    Score {
        /// Measure.
        measure: String,
        /// What its values are. Percents are shown as ratios.
        unit: ScoreUnit,
    },
    /// Place among the areas of a level that have a figure: 1 is the best, equals share the better
    /// place.
    Rank {
        /// Measure.
        measure: String,
        /// Level of the areas ranked, as in the register of areas.
        level: String,
        /// Which end is the first place.
        better: Better,
    },
    /// How many targets of a list are met, of how many are set.
    TargetsMet {
        /// The KPIs that the targets bind.
        kpis: Vec<String>,
        /// Those KPIs.
        items: Vec<Kpi>,
    },
    /// Points earned by a rubric, of those that were possible.
    Rubric {
        /// The rubric.
        rubric: String,
        /// The only field that counts; all of them when `None`.
        field: Option<String>,
        /// Its schemes.
        schemes: Vec<Scheme>,
    },
}

/// Which figures of a measure are the better ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Better {
    /// High ones.
    #[default]
    High,
    /// Low ones.
    Low,
}
/// What the values of a `score` are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScoreUnit {
    /// Points of a score; not added up when areas merge.
    #[default]
    Score,
    /// A ratio, or percents, which are shown as ratios; not added up when areas merge.
    Ratio,
    /// A count.
    Count,
    /// Đồng.
    Vnd,
}
words!(ScoreUnit, "unit of a score", { Score => "score", Ratio => "ratio", Count => "count", Vnd => "vnd" });

impl ScoreUnit {
    /// Whether a figure in a unit is one of these values as it is.
    #[must_use]
    pub fn fits(self, unit: &str) -> bool {
        match self {
            ScoreUnit::Vnd => unit == "vnd",
            ScoreUnit::Ratio => matches!(unit, "ratio" | "percent"),
            ScoreUnit::Score | ScoreUnit::Count => true,
        }
    }

    /// Whether the value of a merged area is the sum of its parts'.
    #[must_use]
    pub const fn adds_up(self) -> bool {
        matches!(self, ScoreUnit::Count | ScoreUnit::Vnd)
    }
}

/// How a figure of the year to date is held against a target of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// How much of the year's target is expected by now.
    pub rule: PaceRule,
    /// For `usual`: how many years before are looked at.
    pub years: i32,
    /// The figure cannot fall until the year ends, so that a target reached early is met.
    pub non_decreasing: bool,
    /// For a completion: its whole is the plan of the year, not what fell due to date.
    pub whole_year: bool,
}

impl Kpi {
    /// The whole of a completion to date is that of the year.
    #[must_use]
    pub fn of_the_years_plan(&self) -> bool {
        matches!(self.kind, KpiKind::Completion { .. }) && self.pace.is_some_and(|p| p.whole_year)
    }

    /// Part and whole of a completion both run with the year, so that the target itself is asked at
    /// any time.
    #[must_use]
    pub fn of_what_fell_due(&self) -> bool {
        matches!(self.kind, KpiKind::Completion { .. }) && !self.of_the_years_plan()
    }
}

/// Rules of pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaceRule {
    /// As much of the target as of the year's months has passed.
    Linear,
    /// The median share of the year's figure that the area had by the same month in the years
    /// before.
    Usual,
    /// The target itself: the figure is already one against the same months of the year before.
    SamePeriod,
}
words!(PaceRule, "rule of pace", { Linear => "linear", Usual => "usual", SamePeriod => "same_period" });

words!(Better, "direction", { High => "high", Low => "low" });

impl KpiKind {
    /// The word used in files and tables.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            KpiKind::Growth { .. } => "growth",
            KpiKind::Attainment { .. } => "attainment",
            KpiKind::Share { .. } => "share",
            KpiKind::ShareChange { .. } => "share_change",
            KpiKind::ScoreChange { .. } => "score_change",
            KpiKind::Completion { .. } => "completion",
            KpiKind::Gap { .. } => "gap",
            KpiKind::Score { .. } => "score",
            KpiKind::Rank { .. } => "rank",
            KpiKind::TargetsMet { .. } => "targets_met",
            KpiKind::Rubric { .. } => "rubric",
        }
    }

    /// Unit of the value.
    #[must_use]
    pub fn value_unit(&self) -> &'static str {
        match self {
            KpiKind::Growth { .. }
            | KpiKind::Attainment { .. }
            | KpiKind::Share { .. }
            | KpiKind::Completion { .. }
            | KpiKind::TargetsMet { .. }
            | KpiKind::Rubric { .. } => "ratio",
            KpiKind::ShareChange { .. } => "pp",
            KpiKind::ScoreChange { unit, .. }
            | KpiKind::Gap { unit, .. }
            | KpiKind::Score { unit, .. } => unit.as_str(),
            KpiKind::Rank { .. } => "rank",
        }
    }

    /// The unit that its figures must have, where one is declared or follows from the contract: a
    /// score may be in any.
    #[must_use]
    pub const fn unit_asked(&self) -> Option<ScoreUnit> {
        match self {
            KpiKind::Score { unit, .. }
            | KpiKind::ScoreChange { unit, .. }
            | KpiKind::Gap { unit, .. } => match unit {
                ScoreUnit::Vnd | ScoreUnit::Ratio => Some(*unit),
                ScoreUnit::Score | ScoreUnit::Count => None,
            },
            _ => None,
        }
    }

    /// What the value is to those who read it: a share is no change, so it is shown without a sign.
    #[must_use]
    pub fn shown_as(&self) -> &'static str {
        shown_as(self.as_str(), self.value_unit())
    }

    /// What it divides by: the measure that says how much an area counts in the whole. None for
    /// scores and places.
    #[must_use]
    pub fn whole(&self) -> Option<&str> {
        match self {
            KpiKind::Growth { measure } => Some(measure),
            KpiKind::Attainment { plan, .. } => Some(plan),
            KpiKind::Share { whole, .. }
            | KpiKind::ShareChange { whole, .. }
            | KpiKind::Completion { whole, .. } => Some(whole),
            _ => None,
        }
    }

    /// The KPIs that it is put together from; none when it is made of measures.
    #[must_use]
    pub fn items(&self) -> Vec<&Kpi> {
        match self {
            KpiKind::TargetsMet { items, .. } => items.iter().collect(),
            KpiKind::Rubric { schemes, field, .. } => {
                let counts = |c: &&Criterion| field.as_ref().is_none_or(|f| c.field == *f);
                schemes
                    .iter()
                    .flat_map(|s| s.criteria.iter().filter(counts))
                    .filter_map(|c| c.item.as_deref())
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// The measures it reads.
    #[must_use]
    pub fn measures(&self) -> Vec<&str> {
        match self {
            KpiKind::Growth { measure }
            | KpiKind::ScoreChange { measure, .. }
            | KpiKind::Rank { measure, .. }
            | KpiKind::Score { measure, .. } => {
                vec![measure]
            }
            KpiKind::Gap {
                measure, against, ..
            } => vec![measure, against],
            KpiKind::Attainment { measure, plan } => vec![measure, plan],
            KpiKind::Share { part, whole }
            | KpiKind::ShareChange { part, whole }
            | KpiKind::Completion { part, whole } => vec![part, whole],
            KpiKind::TargetsMet { .. } | KpiKind::Rubric { .. } => {
                let measures: BTreeSet<&str> = self
                    .items()
                    .into_iter()
                    .flat_map(|kpi| kpi.kind.measures())
                    .collect();
                measures.into_iter().collect()
            }
        }
    }
}

/// What a value is to those who read it, from the published words for the kind of its KPI and its
/// unit: `share` has no sign, `vnd_change` has one; else the unit itself.
#[must_use]
pub fn shown_as<'u>(kind: &str, unit: &'u str) -> &'u str {
    match (kind, unit) {
        ("share" | "completion" | "score" | "targets_met" | "rubric", "ratio") => "share",
        ("score_change" | "gap", "vnd") => "vnd_change",
        ("score_change" | "gap", "count") => "count_change",
        _ => unit,
    }
}

/// Which values of a KPI are too unusual to be believed unseen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlier {
    /// So many median absolute deviations from the median of the areas of one level and period.
    pub deviations: Dec,
    /// Values that somebody has confirmed, by area code and period.
    pub confirmed: Vec<(String, Period)>,
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
    /// Which values are too unusual to be believed unseen.
    pub outlier: Option<Outlier>,
    /// The measure whose sums say how much of the whole the areas with a value are; by default what
    /// the KPI divides by.
    pub coverage: Option<String>,
    /// Pipeline that declares it.
    pub pipeline: String,
}
