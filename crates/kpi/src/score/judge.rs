//! What is assessed, against a target.

use crate::pace::{self, NotExpected};
use crate::rounding::{RoundingBound, rounded};
use crate::sampling::{self, Errors};
use crate::score::assessed::Assessed;
use crate::setting::Setting;
use crate::value::value;
use chiso_model::{
    Flag, Kpi, Operand, Period, Ranked, Reason, Requirement, Role, Score, Target, TargetOutcome,
    ValueKey, Verdict,
};
use chrono::NaiveDate;
use num_rational::BigRational;

impl Assessed<'_> {
    pub(super) fn judge(
        &self,
        kpi: &Kpi,
        key: ValueKey,
        target: Option<(usize, &Target)>,
        setting: Setting<'_>,
    ) -> Score {
        let mut score = self.unjudged(kpi, key, target.map(|(i, _)| i), setting.boundary);
        let Some(value) = &self.value else {
            if target.is_some() && lacks_what_is_not_due(&self.operands, score.period, setting) {
                score.verdict = Verdict::NotDue;
            }
            return score;
        };
        let Some((_, target)) = target else {
            score.verdict = Verdict::NoTarget;
            sampling::unjudged(&mut score, (&kpi.kind, self.ranks), errors(setting));
            return score;
        };
        if self.is_of_another_plan(target) {
            score.reasons.insert(Reason::PlanMissing);
            score.value = None;
        } else if pace::runs(kpi, score.period, score.span) {
            self.judge_running(kpi, target, value, setting, &mut score);
        } else {
            self.judge_whole(kpi, target, value, setting, &mut score);
        }
        score
    }

    /// The score before anything is said of a target.
    fn unjudged(
        &self,
        kpi: &Kpi,
        key: ValueKey,
        target: Option<usize>,
        boundary: NaiveDate,
    ) -> Score {
        let ValueKey { area, period, span } = key;
        Score {
            kpi: self.kpi.clone(),
            area,
            boundary,
            period,
            span,
            target,
            value: self.value.clone(),
            ranked: self.ranked(kpi),
            margin: None,
            in_year: None,
            sampling: None,
            verdict: Verdict::NotAssessable,
            reasons: self.reasons.clone(),
            flags: self.flags.clone(),
            operands: self.operands.clone(),
            items: self.items.clone(),
        }
    }

    /// The rankings that the value is made of.
    fn ranked(&self, kpi: &Kpi) -> Vec<Ranked> {
        let of = |o: &Operand| Ranked {
            role: o.role,
            rank: o
                .found
                .as_ref()
                .filter(|_| self.value.is_some())
                .and_then(|v| self.ranks.place(v, RoundingBound::Exact)),
            areas: self.ranks.number(o.period, o.span),
        };
        let ranking = kpi.kind.ranking().map(|_| self.operands.iter().map(of));
        ranking.into_iter().flatten().collect()
    }

    /// Whether the plan that a target names is not the one in hand.
    fn is_of_another_plan(&self, target: &Target) -> bool {
        self.operands
            .iter()
            .find(|o| o.role == Role::Plan)
            .and_then(|o| o.found.as_ref()?.figure.plan_stage)
            .is_some_and(|stage| !target.means(stage))
    }

    /// Judges a whole period; one that has not ended is not due.
    fn judge_whole(
        &self,
        kpi: &Kpi,
        target: &Target,
        value: &BigRational,
        setting: Setting<'_>,
        score: &mut Score,
    ) {
        let asked = target.asked(score.period);
        score.margin = Some(asked.margin(value));
        if self.to_date {
            score.verdict = Verdict::NotDue;
            return;
        }
        score.verdict = if self.holds((kpi, setting), &asked, value, score) {
            Verdict::Met
        } else {
            Verdict::NotMet
        };
    }

    /// Judges a year that still runs: it is never `not_met`, and `met` only where the figure cannot
    /// fall any more.
    fn judge_running(
        &self,
        kpi: &Kpi,
        target: &Target,
        value: &BigRational,
        setting: Setting<'_>,
        score: &mut Score,
    ) {
        let goal = target.asked(score.period.of_year());
        let reached = |v: &BigRational| goal.held(v) != TargetOutcome::NotMet;
        let in_year = pace::in_year(kpi, setting, (score.area, score.period), value, reached);
        if goal.op.is_floor()
            && kpi.pace.as_ref().is_some_and(|p| p.non_decreasing)
            && !kpi.of_what_fell_due()
            && reached(value)
        {
            score.margin = Some(goal.margin(value));
            score.verdict = Verdict::Met;
            score.in_year = in_year.ok().map(Box::new);
            return;
        }
        let in_year = match in_year {
            Ok(in_year) => in_year,
            Err(NotExpected::TooFewYears) => {
                score.verdict = Verdict::NotDue;
                return;
            }
            Err(NotExpected::NoPlan(reason)) => {
                score.reasons.insert(reason);
                score.value = None;
                return;
            }
        };
        let wanted = pace::expected(&kpi.kind, &goal, &in_year.share);
        score.in_year = Some(Box::new(in_year));
        score.margin = Some(wanted.margin(value));
        score.verdict = if self.holds((kpi, setting), &wanted, value, score) {
            Verdict::OnTrack
        } else {
            Verdict::OffTrack
        };
    }

    /// Whether a value holds, with the flags of how it does.
    fn holds(
        &self,
        (kpi, setting): (&Kpi, Setting<'_>),
        asked: &Requirement,
        value: &BigRational,
        score: &mut Score,
    ) -> bool {
        let held = asked.held(value);
        if held == TargetOutcome::Tolerated {
            score.flags.insert(Flag::WithinTolerance);
        }
        if self.rounding_decides(kpi, asked) {
            score.flags.insert(Flag::InputRounding);
        }
        let how = (&kpi.kind, self.ranks);
        sampling::judged(score, how, asked, errors(setting));
        held != TargetOutcome::NotMet
    }

    /// Whether the verdict would be another one somewhere within the rounding of the inputs.
    fn rounding_decides(&self, kpi: &Kpi, asked: &Requirement) -> bool {
        // Where all figures are exact a rank leans nowhere; where others' are rounded it may.
        let leans = rounded(&self.operands) || kpi.kind.ranking().is_some();
        let at = |lean| value(&kpi.kind, &self.operands, self.ranks, lean);
        leans
            && match (at(RoundingBound::Low), at(RoundingBound::High)) {
                (Some(low), Some(high)) => !asked.same_throughout([&low, &high]),
                _ => true,
            }
    }
}

/// Whether a period has not ended, and a figure of it is what is missing. The reasons stay.
pub fn lacks_what_is_not_due(operands: &[Operand], period: Period, setting: Setting<'_>) -> bool {
    let open = setting.not_due_from.is_some_and(|day| day <= period.end());
    let lacks = |o: &Operand| {
        let found = o.found.as_ref();
        found.is_none_or(|v| {
            let reasons = &v.figure.reasons;
            reasons.contains(&Reason::ValueMissing)
                || reasons.contains(&Reason::PartialPeriod)
                || (reasons.is_empty() && v.exact().is_none())
        })
    };
    let of_period = |o: &&Operand| o.period == period && o.role != Role::Plan;
    open && operands.iter().filter(of_period).any(lacks)
}

fn errors(setting: Setting<'_>) -> Errors<'_> {
    Errors {
        declared: setting.declared,
        measures: setting.measures,
    }
}
