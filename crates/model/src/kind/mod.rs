//! Kinds of KPI. One file a kind says everything about it; the rest of the program asks
//! [`KpiKind`] and knows no kind by name.
//!
//! A new kind is a file in this folder and a line in the table below; `CONTRIBUTING.md` has the
//! other steps. `tests.rs` asks every kind for everything.

mod attainment;
mod comparison;
mod completion;
mod formula;
mod gap;
mod growth;
mod parts;
mod rank;
mod rank_change;
mod ranked_by;
mod ranking;
mod root;
mod rubric;
mod samples;
mod score;
mod score_change;
mod share;
mod share_change;
mod spec;
mod targets_met;
#[cfg(test)]
mod tests;
mod unit;

pub use attainment::Attainment;
pub use comparison::{Base, ComparedBy, Comparison, Yearly};
pub use completion::Completion;
pub use formula::{Formula, Scale};
pub use gap::Gap;
pub use growth::Growth;
pub use parts::{Parts, PartsMut};
pub use rank::Rank;
pub use rank_change::RankChange;
pub use ranked_by::RankedBy;
pub use ranking::{Better, Ranking};
pub use rubric::Rubric;
pub use samples::samples;
pub use score::Score;
pub use score_change::ScoreChange;
pub use share::Share;
pub use share_change::ShareChange;
pub use spec::{Kind, KpiKeys, Lookup, Merger, OfPlan, Range, Sign, Spec, Unit, When};
pub use targets_met::TargetsMet;
pub use unit::{ScoreUnit, unit_adds_up};

use crate::kpi::Kpi;
use crate::measure::{Operand, Role};
use crate::period::Period;
use crate::span::Span;
use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};

/// Makes the kinds of a table known: the data of a KPI, what each kind says of itself, and how a
/// KPI is read by the word for its kind.
macro_rules! kinds {
    ($($Kind:ident),+ $(,)?) => {
        /// What a KPI computes.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum KpiKind {
            $(#[doc = concat!("See [`", stringify!($Kind), "`].")] $Kind($Kind),)+
        }

        /// Every kind, in the order in which messages and the schema list them.
        pub const KINDS: &[Spec] = &[$($Kind::SPEC),+];

        impl KpiKind {
            /// What holds of every KPI of its kind.
            #[must_use]
            pub const fn spec(&self) -> &'static Spec {
                match self { $(KpiKind::$Kind(_) => &$Kind::SPEC,)+ }
            }

            /// From the word for the kind and the keys of a KPI; `None` when the word is none, or
            /// a key is missing.
            #[must_use]
            pub fn read(word: &str, given: &KpiKeys<'_>) -> Option<KpiKind> {
                $(if word == $Kind::SPEC.name {
                    return $Kind::read(given).map(KpiKind::$Kind);
                })+
                None
            }
        }

        impl Deref for KpiKind {
            type Target = dyn Kind;
            fn deref(&self) -> &(dyn Kind + 'static) {
                match self { $(KpiKind::$Kind(kind) => kind,)+ }
            }
        }

        impl DerefMut for KpiKind {
            fn deref_mut(&mut self) -> &mut (dyn Kind + 'static) {
                match self { $(KpiKind::$Kind(kind) => kind,)+ }
            }
        }

        $(impl From<$Kind> for KpiKind {
            fn from(kind: $Kind) -> KpiKind {
                KpiKind::$Kind(kind)
            }
        })+
    };
}

kinds! {
    Growth,
    Attainment,
    Share,
    ShareChange,
    ScoreChange,
    Rank,
    RankChange,
    Completion,
    Gap,
    Score,
    TargetsMet,
    Rubric,
}

/// The words for all kinds.
#[must_use]
pub fn names() -> Vec<&'static str> {
    KINDS.iter().map(|spec| spec.name).collect()
}

/// What the kind with a published word says of itself.
#[must_use]
pub fn named(word: &str) -> Option<&'static Spec> {
    KINDS.iter().find(|spec| spec.name == word)
}

/// What a value is to those who read it, from the published words for the kind of its KPI and its
/// unit: `share` has no sign, `vnd_change` has one; else the unit itself.
#[must_use]
pub fn shown_as<'u>(kind: &str, unit: &'u str) -> &'u str {
    named(kind).map_or(unit, |spec| spec.shown_as(unit))
}

/// The same of figures in a unit: what would be points and is in a unit of its own, as what is
/// counted per 1,000, is in that unit; of a difference with a sign before it.
#[must_use]
pub fn shown_in(shown: &str, figures: &str) -> String {
    const POINTS: [&str; 8] = [
        "", "score", "points", "index", "percent", "ratio", "pp", "điểm",
    ];
    match shown {
        _ if POINTS.contains(&figures) => shown.to_owned(),
        "points" => figures.to_owned(),
        "score" => format!("+{figures}"),
        other => other.to_owned(),
    }
}

impl KpiKind {
    /// The word used in files and tables.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        self.spec().name
    }

    /// How its value follows from the figures.
    #[must_use]
    pub const fn formula(&self) -> Formula {
        self.spec().formula
    }

    /// Unit of the value.
    #[must_use]
    pub fn value_unit(&self) -> &'static str {
        match self.spec().unit {
            Unit::Fixed(unit) => unit,
            Unit::Declared => self.declared_unit().unwrap_or_default().as_str(),
        }
    }

    /// The unit that its figures must have, where one is declared or follows from the contract: a
    /// score may be in any.
    #[must_use]
    pub fn unit_asked(&self) -> Option<ScoreUnit> {
        self.declared_unit()
            .filter(|unit| matches!(unit, ScoreUnit::Money(_) | ScoreUnit::Ratio))
    }

    /// What the value is to those who read it.
    #[must_use]
    pub fn shown_as(&self) -> &'static str {
        self.spec().shown_as(self.value_unit())
    }

    /// The measure in a role, in the period of the score.
    fn measure_as(&self, role: Role) -> Option<&str> {
        self.operands()
            .into_iter()
            .find(|l| l.role == role)
            .map(|l| l.measure)
    }

    /// The measure of the plan that the value is compared with.
    #[must_use]
    pub fn plan(&self) -> Option<&str> {
        self.measure_as(Role::Plan)
    }

    /// What it is a rate of: the measure that says how much an area counts in the whole. None for
    /// scores and places.
    #[must_use]
    pub fn whole(&self) -> Option<&str> {
        self.measure_as(self.spec().base?)
    }

    /// Whether it is a part of a whole, which may be larger than what the part is broken down to.
    #[must_use]
    pub fn of_larger_whole(&self) -> bool {
        self.spec().range == Some(Range::UpToWhole)
    }

    /// The pairs of measures of one period whose figures are compared with each other.
    #[must_use]
    pub fn compared(&self) -> Option<[Lookup<'_>; 2]> {
        let of_now = self.operands().into_iter();
        let of_now: Vec<Lookup<'_>> = of_now.filter(|l| l.when == When::SamePeriod).collect();
        of_now.try_into().ok()
    }

    /// Whether a period has one that it can be compared with, if it is to be; for a change a year,
    /// one that lies a number of months before.
    #[must_use]
    pub fn fits(&self, period: Period, span: Span) -> bool {
        let a_year = |with: Comparison| {
            let base = with.base.named(period).filter(|_| with.a_year);
            base.is_none_or(|base| Yearly::between(base, period).is_some())
        };
        self.comparison()
            .is_none_or(|with| with.base.fits(period, span) && a_year(with))
    }

    /// Whether a flow is compared with that of the same period of the year before.
    #[must_use]
    pub fn compares_years(&self) -> bool {
        let on_the_year_before = |with: Comparison| with.base == Base::default();
        self.spec().compares_years && self.comparison().is_some_and(on_the_year_before)
    }

    /// Whether it is an average change a year.
    #[must_use]
    pub fn a_year(&self) -> bool {
        self.comparison().is_some_and(|with| with.a_year)
    }

    /// How many years lie between the figures of a change that is one a year.
    #[must_use]
    pub fn yearly(&self, operands: &[Operand]) -> Option<Yearly> {
        let period = |roles: [Role; 2]| {
            let operand = operands.iter().find(|o| roles.contains(&o.role))?;
            Some(operand.period)
        };
        let base = period([Role::Base, Role::BasePart]).filter(|_| self.a_year())?;
        Yearly::between(base, period([Role::Current, Role::Part])?)
    }

    /// Whether a revision of its current figure alone says how far the value moves.
    #[must_use]
    pub fn moves_with_figure(&self) -> bool {
        self.spec().moves_with_figure && !self.a_year()
    }

    /// Whether the figure of a merged area is the sum of its parts'.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        match self.spec().merger {
            Merger::Sum => true,
            Merger::ByUnit => self.declared_unit().is_some_and(ScoreUnit::adds_up),
        }
    }

    /// The roles of a change that areas may contribute to, and whether it is a rate of its base.
    #[must_use]
    pub fn change(&self) -> Option<(Role, Role, bool)> {
        match self.formula() {
            _ if self.a_year() => None,
            Formula::RelativeChange(now, base) => Some((now, base, true)),
            Formula::Difference(now, base) => Some((now, base, false)),
            _ => None,
        }
    }

    /// Whether values are of a plan: compared with one, or stated as a share of one.
    #[must_use]
    pub fn of_plan(&self) -> bool {
        match self.spec().of_plan {
            OfPlan::Yes => true,
            OfPlan::Ratios => self.declared_unit() == Some(ScoreUnit::Ratio),
            OfPlan::No => false,
        }
    }

    /// The KPIs that it is put together from, or whose values it takes; none when it is made of
    /// measures.
    #[must_use]
    pub fn items(&self) -> Vec<&Kpi> {
        let parts = self.parts().map_or_else(Vec::new, Parts::items);
        parts.into_iter().chain(self.of_values()).collect()
    }

    /// The measures it reads.
    #[must_use]
    pub fn measures(&self) -> Vec<&str> {
        if self.parts().is_some() || self.of_values().is_some() {
            let items = self.items().into_iter();
            let measures: BTreeSet<&str> = items.flat_map(|kpi| kpi.kind.measures()).collect();
            return measures.into_iter().collect();
        }
        let of_now = self.operands().into_iter();
        of_now
            .filter(|l| l.when == When::SamePeriod)
            .map(|l| l.measure)
            .collect()
    }
}
