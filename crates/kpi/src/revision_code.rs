//! Why a figure or a verdict was revised, as far as it can be known truly: what differs between the
//! figures before and after.
//!
//! One code per change, the first that holds in the order of [`RevisionCode`]: what makes figures
//! hard to compare comes before what is usual. That boundaries, targets or formulas were edited is
//! not seen here: history is made with today's, each target from the day it was decided; releases
//! are compared for the rest.

use crate::revised::alike;
use chiso_model::{Flag, MeasureValue, Reason, Verdict, words};

/// Why something changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RevisionCode {
    /// The provider withdrew a figure, or withholds it from now on.
    Withdrawn,
    /// Sources of equal rank disagree from now on, or no longer.
    Conflict,
    /// The figure is in another unit, on another basis or by another scheme.
    Definition,
    /// A target judges from now on, or no longer: it was decided, or another one took its place.
    TargetDecided,
    /// Another dataset or source gives the figure.
    OtherSource,
    /// A recorded correction applies from now on, or no longer.
    Correction,
    /// The figure is more settled than before (estimate, preliminary, final), with the same value
    /// or another.
    StatusAdvanced,
    /// The provider says another figure of the same status.
    Revised,
    /// There is a figure where there was none.
    NewFigure,
    /// The figure states the whole period from now on, where it was a figure to date before.
    PeriodEnded,
    /// No figure changed; what it is compared with did.
    Reassessed,
}
words!(RevisionCode, "revision code", {
    Withdrawn => "withdrawn", Conflict => "conflict", Definition => "definition",
    TargetDecided => "target_decided", OtherSource => "other_source", Correction => "correction",
    StatusAdvanced => "status_advanced", Revised => "revised", NewFigure => "new_figure",
    PeriodEnded => "period_ended", Reassessed => "reassessed",
});

impl RevisionCode {
    /// Why a figure is another one than it was; `None` when it says the same.
    #[must_use]
    pub fn of_figure(
        before: Option<&MeasureValue>,
        after: Option<&MeasureValue>,
    ) -> Option<RevisionCode> {
        let conflict = |v: Option<&MeasureValue>| {
            v.is_some_and(|v| v.figure.reasons.contains(&Reason::SourceConflict))
        };
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
        let elsewhere = then.dataset != now.dataset
            || then.figure.source_ids.is_disjoint(&now.figure.source_ids);
        let differs =
            then.figure.value != now.figure.value || then.figure.status != now.figure.status;
        let to_date = |v: &MeasureValue| v.figure.flags.contains(&Flag::ToDate);
        if !alike(then, now) {
            Some(RevisionCode::Definition)
        } else if to_date(then) && !to_date(now) {
            Some(RevisionCode::PeriodEnded)
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

    /// Why a score is another one than it was: the first code that holds for any of its figures, or
    /// for its target, which judged only before or judges only after.
    #[must_use]
    pub fn of_score<'v>(
        figures: impl Iterator<Item = (Option<&'v MeasureValue>, Option<&'v MeasureValue>)>,
        (before, after): (Verdict, Verdict),
        target_decided: bool,
    ) -> RevisionCode {
        let running = matches!(
            before,
            Verdict::NotDue | Verdict::OnTrack | Verdict::OffTrack
        );
        let ended = running && matches!(after, Verdict::Met | Verdict::NotMet);
        let unmoved = if ended {
            RevisionCode::PeriodEnded
        } else {
            RevisionCode::Reassessed
        };
        figures
            .filter_map(|(then, now)| RevisionCode::of_figure(then, now))
            .chain(target_decided.then_some(RevisionCode::TargetDecided))
            .min()
            .unwrap_or(unmoved)
    }
}

/// A figure that has a value.
fn stated(value: Option<&MeasureValue>) -> Option<&MeasureValue> {
    value.filter(|v| v.figure.value.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chiso_model::{Dec, Figure, Period, SharedIds, Span, Status, UnitId};
    use std::collections::BTreeSet;

    fn said(value: Option<i64>, change: impl Fn(&mut MeasureValue)) -> MeasureValue {
        let figure = Figure {
            value: value.map(Dec::from_int),
            unit: "vnd".into(),
            basis: "balance".into(),
            scheme: "".into(),
            plan_stage: None,
            status: Status::Estimate,
            rounding: Dec::ZERO,
            known_from: "2021-05-01T00:00:00Z".parse().unwrap(),
            source_ids: SharedIds::from_iter(["a".to_owned()]),
            deliveries: SharedIds::default(),
            flags: BTreeSet::new(),
            reasons: BTreeSet::new(),
        };
        let (measure, dataset, boundary) = (
            "m".to_owned(),
            "d".to_owned(),
            "2020-01-01".parse().unwrap(),
        );
        let (period, span) = (Period::Year(2020), Span::Period);
        let mut value = MeasureValue {
            measure: measure.into(),
            dataset: dataset.into(),
            area: UnitId(0),
            boundary,
            period,
            span,
            figure,
            parts: vec![],
            pieces: vec![],
            made: None,
            series: chiso_model::Series::default(),
            others: vec![],
            by_other_periods: vec![],
        };
        change(&mut value);
        value
    }

    #[test]
    fn each_code_by_what_differs() {
        let first = said(Some(100), |_| {});
        let code = |after: MeasureValue| {
            RevisionCode::of_figure(Some(&first), Some(&after)).map_or("-", RevisionCode::as_str)
        };
        assert_eq!(code(first.clone()), "-");
        assert_eq!(code(said(Some(101), |_| {})), "revised");
        assert_eq!(
            code(said(Some(101), |v| v.figure.status = Status::Final)),
            "status_advanced"
        );
        assert_eq!(
            code(said(Some(100), |v| v.figure.status = Status::Preliminary)),
            "status_advanced"
        );
        assert_eq!(
            code(said(Some(101), |v| _ = v.figure.flags.insert(Flag::Corrected))),
            "correction"
        );
        assert_eq!(
            code(said(Some(101), |v| v.figure.source_ids =
                SharedIds::from_iter(["b".to_owned()]))),
            "other_source"
        );
        assert_eq!(
            code(said(Some(101), |v| v.dataset = "e".into())),
            "other_source"
        );
        assert_eq!(
            code(said(Some(101), |v| v.figure.basis = "with_carryover".into())),
            "definition"
        );
        assert_eq!(code(said(None, |_| {})), "withdrawn");
        assert_eq!(
            code(said(None, |v| _ =
                v.figure.reasons.insert(Reason::SourceConflict))),
            "conflict"
        );
        assert_eq!(
            RevisionCode::of_figure(Some(&first), None),
            Some(RevisionCode::Withdrawn)
        );
        assert_eq!(
            RevisionCode::of_figure(None, Some(&first)),
            Some(RevisionCode::NewFigure)
        );
        assert_eq!(
            RevisionCode::of_figure(None, Some(&said(None, |_| {}))),
            None
        );
    }

    #[test]
    fn a_score_tells_what_makes_figures_hard_to_compare_before_what_is_usual() {
        let (first, more) = (said(Some(100), |_| {}), said(Some(101), |_| {}));
        let settled = said(Some(101), |v| v.figure.status = Status::Final);
        let code = |pairs: &[(Option<&MeasureValue>, Option<&MeasureValue>)], verdicts, decided| {
            RevisionCode::of_score(pairs.iter().copied(), verdicts, decided).as_str()
        };
        let of = |pairs: &[_], verdicts| code(pairs, verdicts, false);
        let over = (Verdict::NotMet, Verdict::Met);
        assert_eq!(
            of(
                &[(Some(&first), Some(&more)), (Some(&first), Some(&settled))],
                over
            ),
            "status_advanced"
        );
        assert_eq!(
            of(&[(None, Some(&more)), (Some(&first), None)], over),
            "withdrawn"
        );
        assert_eq!(
            of(
                &[(Some(&first), Some(&first))],
                (Verdict::NotDue, Verdict::NotMet)
            ),
            "period_ended"
        );
        assert_eq!(
            of(
                &[(Some(&first), Some(&first))],
                (Verdict::OffTrack, Verdict::OnTrack)
            ),
            "reassessed"
        );
        let decided = |after| {
            code(
                &[(Some(&first), after)],
                (Verdict::NoTarget, Verdict::Met),
                true,
            )
        };
        assert_eq!(decided(Some(&first)), "target_decided");
        assert_eq!(
            decided(Some(&more)),
            "target_decided",
            "verdicts by other targets are not to be compared, whatever the provider revised"
        );
        assert_eq!(decided(None), "withdrawn");
    }
}
