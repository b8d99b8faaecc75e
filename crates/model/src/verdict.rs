//! Verdicts, the reasons behind them, and the flags that qualify them.
//!
//! A verdict always has a reason when it is not a plain yes or no, and a missing figure is never a
//! zero.

use crate::words;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What is said of one KPI for one area and period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The target is reached.
    Met,
    /// The period is over and the target is not reached.
    NotMet,
    /// The period still runs, at or above its pace.
    OnTrack,
    /// The period still runs, below its pace.
    OffTrack,
    /// The period has not begun, or its figure is not due yet.
    NotDue,
    /// A value, but nothing to compare it with.
    NoTarget,
    /// No value that could be defended; the reason says why.
    NotAssessable,
}

/// Why something cannot be assessed, in order of precedence: the first is *the* reason, all are
/// kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// The delivery that should carry the figure broke its contract.
    ContractBroken,
    /// The provider withheld the figure.
    Suppressed,
    /// Operands in different units.
    UnitMismatch,
    /// Operands that count different things (for instance with and without carry-over).
    BasisMismatch,
    /// The definition changed between the operands.
    DefinitionBreak,
    /// The area changed in a way that figures cannot follow.
    BoundaryBreak,
    /// Sources of equal rank disagree.
    SourceConflict,
    /// Figures of several series, which are not compared or added up.
    SeriesMixed,
    /// A figure came and was not accepted.
    Quarantined,
    /// The figure is too large for a decimal, or not zero and too small for six decimal places.
    OutOfRange,
    /// No figure for the period.
    ValueMissing,
    /// No figure for the period compared with.
    BaseMissing,
    /// No plan.
    PlanMissing,
    /// Parts of a year to date are missing.
    PartialPeriod,
    /// Nothing fell due: 0 out of 0.
    NoOccasion,
    /// A change from zero is no rate.
    BaseZero,
    /// Attainment of a plan of zero is no rate.
    PlanZero,
    /// A share of zero is no rate.
    DenominatorZero,
    /// A change from a negative base is no rate.
    BaseNegative,
    /// Attainment of a negative plan is no rate.
    PlanNegative,
    /// No price index, so no figure at constant prices.
    DeflatorMissing,
    /// No rate of exchange, so no figure in the other currency.
    RateMissing,
    /// No band of the rubric holds the value.
    BandMissing,
    /// Nobody has verified the bands of the rubric.
    BandUnverified,
}

/// What a reader must know as well as the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Flag {
    /// The figure states the whole period, as its source declares, and was published before the
    /// period ended.
    BeforePeriodEnd,
    /// Part of the area's figure cannot be separated (an inseparable transfer).
    BoundaryApproximate,
    /// The figure was put together from predecessors or successors of the area.
    BoundaryRebased,
    /// A movable feast or the number of working days differs between the periods compared.
    CalendarEffect,
    /// A recorded correction was applied.
    Corrected,
    /// The area or the member exists in a part of the period only: the figure is of that part.
    ExistsInPart,
    /// The published inputs were put in by a model, not observed.
    Imputed,
    /// The verdict differs within the rounding of a published input.
    InputRounding,
    /// The margin is within the usual size of revisions.
    KnifeEdge,
    /// A list of all areas has no row of the area: its figure is zero.
    NotListed,
    /// An unusual value that nobody has confirmed.
    OutlierUnverified,
    /// The plan in hand is not the one assigned.
    PlanNotAssigned,
    /// An area below has a figure in the period that the sum on this boundary does not hold.
    PartsLeftOut,
    /// Other areas are ranked in the period than in the one compared with.
    RankedAreasDiffer,
    /// A figure is of a survey, and what its sampling error makes of the verdict is not known.
    SamplingErrorUnknown,
    /// The scoring scheme changed between the operands.
    SchemeBreak,
    /// Figures of several series are compared, as the measure declares.
    SeriesSpliced,
    /// A part is larger than its whole, or one of them is negative: the value is no share.
    ShareOutOfRange,
    /// The base is too small for a rate to mean much.
    SmallBase,
    /// The figure was published before its period ended, and its source has not said it again
    /// since: it is a figure to date.
    ToDate,
    /// Operands of different maturity.
    VintageMixed,
    /// The sampling error of a survey leaves the verdict open; without a target, the place.
    WithinSamplingError,
    /// Missed, but inside the stated tolerance.
    WithinTolerance,
}

words!(Verdict, "verdict", {
    Met => "met", NotMet => "not_met", OnTrack => "on_track", OffTrack => "off_track",
    NotDue => "not_due", NoTarget => "no_target", NotAssessable => "not_assessable",
});
words!(Reason, "reason", {
    ContractBroken => "contract_broken", Suppressed => "suppressed", UnitMismatch => "unit_mismatch",
    BasisMismatch => "basis_mismatch", DefinitionBreak => "definition_break", BoundaryBreak => "boundary_break",
    SourceConflict => "source_conflict", SeriesMixed => "series_mixed", Quarantined => "quarantined", OutOfRange => "out_of_range", ValueMissing => "value_missing", BaseMissing => "base_missing",
    PlanMissing => "plan_missing", PartialPeriod => "partial_period", NoOccasion => "no_occasion",
    BaseZero => "base_zero", PlanZero => "plan_zero", DenominatorZero => "denominator_zero",
    BaseNegative => "base_negative", PlanNegative => "plan_negative", DeflatorMissing => "deflator_missing",
    RateMissing => "rate_missing",
    BandMissing => "band_missing", BandUnverified => "band_unverified",
});
words!(Flag, "flag", {
    BeforePeriodEnd => "before_period_end", BoundaryApproximate => "boundary_approximate", BoundaryRebased => "boundary_rebased",
    CalendarEffect => "calendar_effect", Corrected => "corrected",
    ExistsInPart => "exists_in_part", Imputed => "imputed", InputRounding => "input_rounding", KnifeEdge => "knife_edge",
    NotListed => "not_listed", OutlierUnverified => "outlier_unverified", PlanNotAssigned => "plan_not_assigned", PartsLeftOut => "parts_left_out",
    RankedAreasDiffer => "ranked_areas_differ", SamplingErrorUnknown => "sampling_error_unknown", SchemeBreak => "scheme_break", SeriesSpliced => "series_spliced", ShareOutOfRange => "share_out_of_range",
    SmallBase => "small_base", ToDate => "to_date", VintageMixed => "vintage_mixed", WithinSamplingError => "within_sampling_error", WithinTolerance => "within_tolerance",
});

/// Joins words as published: sorted as given, `a;b`.
#[must_use]
pub fn join<T: fmt::Display>(words: impl IntoIterator<Item = T>) -> String {
    let mut words = words.into_iter();
    let mut joined = words.next().map(|w| w.to_string()).unwrap_or_default();
    for word in words {
        joined.push(';');
        joined.push_str(&word.to_string());
    }
    joined
}
