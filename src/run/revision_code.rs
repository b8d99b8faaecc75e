//! Why a figure or a verdict was revised, as far as it can be known truly: what differs between the figures before and after.
//!
//! One code a change, the first that holds in the order of [`RevisionCode`]: what makes figures hard to compare comes before what is
//! usual. That boundaries, targets or formulas were edited is not seen here: history is made with today's; releases are compared for that.

use crate::kpi::alike;
use crate::model::{Flag, MeasureValue, Reason, Verdict, words};

/// Why something changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RevisionCode {
    /// The provider took a figure back, or withholds it from now on.
    Withdrawn,
    /// Sources of equal rank disagree from now on, or no more.
    Conflict,
    /// The figure is in another unit, on another basis or by another scheme.
    Definition,
    /// Another dataset or source gives the figure.
    OtherSource,
    /// A recorded correction applies from now on, or no more.
    Correction,
    /// The figure is more settled than before (estimate, preliminary, final), with the same value or another.
    StatusAdvanced,
    /// The provider says another figure of the same status.
    Revised,
    /// There is a figure where there was none.
    NewFigure,
    /// The period is over by now.
    PeriodEnded,
    /// No figure changed; what it is held against did.
    Reassessed,
}
words!(RevisionCode, "revision code", {
    Withdrawn => "withdrawn", Conflict => "conflict", Definition => "definition", OtherSource => "other_source",
    Correction => "correction", StatusAdvanced => "status_advanced", Revised => "revised", NewFigure => "new_figure",
    PeriodEnded => "period_ended", Reassessed => "reassessed",
});

impl RevisionCode {
    /// Why a figure is another one than it was; `None` when it says the same.
    #[must_use]
    pub fn of_figure(before: Option<&MeasureValue>, after: Option<&MeasureValue>) -> Option<RevisionCode> {
        let conflict = |v: Option<&MeasureValue>| v.is_some_and(|v| v.figure.reasons.contains(&Reason::SourceConflict));
        if conflict(before) != conflict(after) {
            return Some(RevisionCode::Conflict);
        }
        let (then, now) = match (stated(before), stated(after)) {
            (Some(_), None) => return Some(RevisionCode::Withdrawn),
            (None, Some(_)) => return Some(RevisionCode::NewFigure),
            (None, None) => return None,
            (Some(then), Some(now)) => (then, now),
        };
        let corrected = |v: &MeasureValue| v.figure.flags.contains(&Flag::Corrected);
        let elsewhere = then.dataset != now.dataset || then.figure.source_ids.is_disjoint(&now.figure.source_ids);
        let differs = then.figure.value != now.figure.value || then.figure.status != now.figure.status;
        if !alike(then, now) {
            Some(RevisionCode::Definition)
        } else if !differs {
            None
        } else if elsewhere {
            Some(RevisionCode::OtherSource)
        } else if corrected(then) != corrected(now) {
            Some(RevisionCode::Correction)
        } else if now.figure.status > then.figure.status {
            Some(RevisionCode::StatusAdvanced)
        } else {
            Some(RevisionCode::Revised)
        }
    }

    /// Why a score is another one than it was: the first code that holds for any of its figures.
    #[must_use]
    pub fn of_score<'v>(
        figures: impl Iterator<Item = (Option<&'v MeasureValue>, Option<&'v MeasureValue>)>,
        (before, after): (Verdict, Verdict),
    ) -> RevisionCode {
        let running = matches!(before, Verdict::NotDue | Verdict::OnTrack | Verdict::OffTrack);
        let ended = running && matches!(after, Verdict::Met | Verdict::NotMet);
        let unmoved = if ended { RevisionCode::PeriodEnded } else { RevisionCode::Reassessed };
        figures.filter_map(|(then, now)| RevisionCode::of_figure(then, now)).min().unwrap_or(unmoved)
    }
}

/// A figure that has a value.
fn stated(value: Option<&MeasureValue>) -> Option<&MeasureValue> {
    value.filter(|v| v.figure.value.is_some())
}
