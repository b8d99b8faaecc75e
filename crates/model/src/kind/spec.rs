//! What a kind of KPI says of itself: what holds of every KPI of the kind ([`Spec`]), and what
//! hangs on the measures that a KPI names ([`Kind`]).

use super::comparison::{Base, Comparison};
use super::formula::Formula;
use super::parts::{Parts, PartsMut};
use super::ranking::{Better, Ranking};
use super::unit::ScoreUnit;
use crate::currency::change_in;
use crate::kpi::Kpi;
use crate::measure::Role;
use crate::pace::PaceRule;
use std::collections::BTreeMap;

/// What holds of every KPI of a kind. Every kind answers every question.
#[expect(
    clippy::struct_excessive_bools,
    reason = "they answer unrelated questions, each by its own name"
)]
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// The word used in files and tables.
    pub name: &'static str,
    /// Keys that a KPI of the kind needs.
    pub needs: &'static [&'static str],
    /// Keys that it may have.
    pub may: &'static [&'static str],
    /// How the value follows from the figures. The text of `explain`, what it divides by and the
    /// unit of errors follow from that.
    pub formula: Formula,
    /// Unit of the value.
    pub unit: Unit,
    /// Whether people see the value with its sign.
    pub sign: Sign,
    /// The figure that the value is a rate of: it can be too small, and says how much an area
    /// counts in the whole.
    pub base: Option<Role>,
    /// Where a share may lie, for shares of a part in a whole.
    pub range: Option<Range>,
    /// 0 of 0 is no occasion, not a division by zero.
    pub no_occasion: bool,
    /// How the figure of a merged area comes from its parts.
    pub merger: Merger,
    /// Whether values are of a plan, so that a target may name one.
    pub of_plan: OfPlan,
    /// Rules of pace that make sense: for a figure that grows towards the target, or one that is
    /// compared with the target itself at any time.
    pub paces: &'static [PaceRule],
    /// Part and whole both run with the year, so that the whole may be what fell due to date.
    pub falls_due: bool,
    /// A flow is compared with that of another period, so that the calendar matters where that is
    /// the same period of the year before.
    pub compares_years: bool,
    /// A revision of its current figure alone says how far the value moves.
    pub moves_with_figure: bool,
    /// A value can be unusual among those of other areas.
    pub can_be_unusual: bool,
}

/// Unit of the values of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The same for all.
    Fixed(&'static str),
    /// As a KPI declares.
    Declared,
}

/// Whether a value is shown with its sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A change has a sign, plus or minus.
    Change,
    /// A level has none: 83 %, not +83 %. Points have one all the same.
    Level,
}

/// Where a share may lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// From 0 to 1: the part is one of the whole.
    UpToWhole,
    /// From 0 on: more may be done than was planned.
    FromZero,
}

/// What the figure of a merged area is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merger {
    /// The sum of its parts'.
    Sum,
    /// The sum of its parts', where the declared unit adds up.
    ByUnit,
}

/// Whether values are of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfPlan {
    /// They are compared with one, or stated as a share of one.
    Yes,
    /// They are where they are ratios.
    Ratios,
    /// They are not.
    No,
}

impl Spec {
    /// What a value is to those who read it: a share and a score are no
    /// changes, so they are shown without a sign.
    /// Nothing else decides about that.
    #[must_use]
    pub fn shown_as<'u>(&self, unit: &'u str) -> &'u str {
        match (self.sign, unit) {
            (Sign::Level, "ratio") => "share",
            (Sign::Level, "score") => "points",
            (Sign::Change, "count") => "count_change",
            (Sign::Change, "rank") => "rank_change",
            (Sign::Change, unit) => change_in(unit),
            _ => unit,
        }
    }
}

/// A figure that a KPI looks up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lookup<'k> {
    /// Its role.
    pub role: Role,
    /// The key that names the measure.
    pub key: &'static str,
    /// The measure.
    pub measure: &'k str,
    /// Of which period.
    pub when: When,
}

/// Of which period a figure is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The period of the score.
    SamePeriod,
    /// The period that a change is compared with.
    Base(Base),
}

impl<'k> Lookup<'k> {
    /// In the period of the score.
    pub(super) const fn now(role: Role, key: &'static str, measure: &'k str) -> Lookup<'k> {
        let when = When::SamePeriod;
        Lookup {
            role,
            key,
            measure,
            when,
        }
    }

    /// In the period compared with.
    pub(super) const fn before(
        role: Role,
        key: &'static str,
        measure: &'k str,
        with: Comparison,
    ) -> Lookup<'k> {
        let when = When::Base(with.base);
        Lookup {
            role,
            key,
            measure,
            when,
        }
    }
}

/// The keys of a KPI, as checked.
#[derive(Clone, Debug, Default)]
pub struct KpiKeys<'r> {
    /// Measures, and other names.
    pub texts: BTreeMap<&'static str, &'r str>,
    /// `kpis`.
    pub kpis: &'r [String],
    /// `better`.
    pub better: Better,
    /// `value_unit`.
    pub unit: ScoreUnit,
    /// `compared_with` and `rate`.
    pub comparison: Comparison,
}

impl KpiKeys<'_> {
    /// The text of a key.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<String> {
        self.texts.get(key).map(|text| (*text).to_owned())
    }
}

/// What hangs on the measures that a KPI names.
pub trait Kind {
    /// From the keys of a KPI; `None` when one is missing, which is a fault already.
    fn read(given: &KpiKeys<'_>) -> Option<Self>
    where
        Self: Sized;

    /// The figures that it looks up, in the order of their roles; none where it is put together
    /// from other KPIs.
    fn operands(&self) -> Vec<Lookup<'_>>;

    /// The measures that it names, to be renamed; none where it is put together from other KPIs.
    fn measures_mut(&mut self) -> Vec<&mut String> {
        vec![]
    }

    /// The unit that it declares.
    fn declared_unit(&self) -> Option<ScoreUnit> {
        None
    }

    /// The same, to be settled by the contracts of the measures.
    fn declared_unit_mut(&mut self) -> Option<&mut ScoreUnit> {
        None
    }

    /// What it is a change on; none where it is no change.
    fn comparison(&self) -> Option<Comparison> {
        None
    }

    /// What its places are among.
    fn ranking(&self) -> Option<Ranking<'_>> {
        None
    }

    /// What it is put together from.
    fn parts(&self) -> Option<Parts<'_>> {
        None
    }

    /// The KPI whose values stand where other kinds have figures of a measure.
    fn of_values(&self) -> Option<&Kpi> {
        None
    }

    /// The same, to be filled in once all KPIs are known.
    fn parts_mut(&mut self) -> Option<PartsMut<'_>> {
        None
    }
}
