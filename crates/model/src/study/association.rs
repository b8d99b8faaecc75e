//! What came out of a study: coefficients, or why there is none, and what they show.

use super::design::{Design, Method};
use super::remark::Remark;
use crate::words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Why a row has no coefficient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Refusal {
    /// A declared control has no figure for any pair.
    NoControl,
    /// No area has both the score and the outcome.
    NoPairs,
    /// The scores of one period were made by several schemes.
    SchemeBreak,
    /// The figures of one period are of several units, bases, datasets or definitions.
    SeriesMixed,
    /// Fewer areas than the study asks for.
    TooFewAreas,
    /// Fewer than two periods to compare an area with itself.
    TooFewPeriods,
    /// The score or the outcome does not vary once what is common was removed.
    ConstantSeries,
}

words!(Refusal, "refusal", {
    NoControl => "no_control", NoPairs => "no_pairs", SchemeBreak => "scheme_break", SeriesMixed => "series_mixed", TooFewAreas => "too_few_areas",
    TooFewPeriods => "too_few_periods", ConstantSeries => "constant_series",
});

/// What a row's coefficient shows, with everything that stands against it taken into account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// Its row counts, its q is at most 0.05, and neither its interval nor its regional sensitivity
    /// disagrees.
    MoreThanChance,
    /// Its p is at most 0.05 and nothing disagrees, but its row is one of many that explore, so
    /// that some such p are to be expected.
    OneOfMany,
    /// Neither.
    MayBeChance,
}

words!(Evidence, "evidence", { MoreThanChance => "more_than_chance", OneOfMany => "one_of_many", MayBeChance => "may_be_chance" });

/// A q this small, or p, is settled.
pub const SETTLED: f64 = 0.05;

/// The same row with what the areas of a region have in common in a period removed as well.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Regional {
    /// Its coefficient.
    pub coefficient: f64,
    /// Its p, where one is defined.
    pub p: Option<f64>,
}

/// How an interval or a p-value was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Inference {
    /// Fisher's transformation of r.
    FisherZ,
    /// Bonett and Wright's variance of a rank coefficient.
    BonettWright,
    /// Areas left out, one after the other.
    JackknifeAreas,
    /// Regions left out, one after the other.
    JackknifeRegions,
    /// All groups point the same way.
    SignTest,
    /// Permutations of a studentised coefficient.
    PermutationStudentised,
}

words!(Inference, "way of inference", {
    FisherZ => "fisher_z", BonettWright => "bonett_wright", JackknifeAreas => "jackknife_areas",
    JackknifeRegions => "jackknife_regions", SignTest => "sign_test",
    PermutationStudentised => "permutation_studentised",
});

/// An interval of 95 %.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// How it was made.
    pub method: Inference,
}

/// A p-value of two sides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Significance {
    /// Share of resamples at least as far from zero.
    pub p: f64,
    /// How it was made.
    pub method: Inference,
    /// Resamples, or all there are; for a jackknife the groups that were left out.
    pub resamples: u32,
    /// Whether they were drawn with the seed, not enumerated.
    pub drawn: bool,
}

/// The coefficients with one area left out that lie farthest apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The smallest and the code of the area left out there.
    pub min: (f64, String),
    /// The largest and the code of the area left out there.
    pub max: (f64, String),
}

/// One row of the published `correlations`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Association {
    /// Study.
    pub study: String,
    /// Outcome series.
    pub outcome: String,
    /// Score series.
    pub score: String,
    /// Design.
    pub design: Design,
    /// Outcome period, `2017/2024` when several; empty when there is none.
    pub period: String,
    /// Periods by which the score precedes the outcome.
    pub lag: i32,
    /// Method.
    pub method: Method,
    /// Boundary day.
    pub boundary: NaiveDate,
    /// Pairs.
    pub n: usize,
    /// Areas.
    pub n_areas: usize,
    /// Periods.
    pub n_periods: usize,
    /// The coefficient, or why there is none.
    pub coefficient: Result<f64, Refusal>,
    /// Interval, where one is defined.
    pub interval: Option<Interval>,
    /// p-value.
    pub significance: Option<Significance>,
    /// Benjamini-Hochberg q among the primary rows of the study.
    pub q_value: Option<f64>,
    /// It is the row that counts.
    pub is_primary: bool,
    /// How far one area moves the coefficient.
    pub left_out: Option<LeftOut>,
    /// With regions removed, where they are registered above the areas.
    pub regional: Option<Regional>,
    /// Designs whose coefficient of the same score, outcome, lag and method has the opposite sign.
    pub opposite: Vec<Design>,
    /// What was removed first.
    pub controls: Vec<String>,
    /// Seed of the study.
    pub seed: u32,
    /// Score and outcome are made of the same figures, in whole or in part.
    pub circular: bool,
    /// Remarks.
    pub remarks: Vec<Remark>,
}

impl Association {
    /// What the row shows. An interval that holds 0, or a regional sensitivity of another sign or
    /// with a larger p, is never passed over.
    #[must_use]
    pub fn evidence(&self) -> Option<Evidence> {
        let coefficient = self.coefficient.ok()?;
        let small = |p: Option<f64>| p.is_some_and(|p| p <= SETTLED);
        let agrees = self.regional.is_none_or(|r| {
            r.coefficient * coefficient > 0.0 && (small(r.p) || r.coefficient.abs() >= 1.0)
        });
        let supported = self.is_clear() && agrees;
        Some(
            match (self.q_value, self.significance.as_ref().map(|s| s.p)) {
                (Some(q), _) if supported && q <= SETTLED => Evidence::MoreThanChance,
                (None, p) if supported && small(p) => Evidence::OneOfMany,
                _ => Evidence::MayBeChance,
            },
        )
    }

    /// The interval leaves 0 out; a coefficient of ±1, which has no interval, leaves it out as
    /// well.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        match (&self.interval, self.coefficient) {
            (Some(interval), _) => interval.low > 0.0 || interval.high < 0.0,
            (None, Ok(coefficient)) => coefficient.abs() >= 1.0,
            (None, Err(_)) => false,
        }
    }
}
