//! One KPI on one boundary → its scores: value, verdict, reasons, flags.
//!
//! The order of judgement is the public contract: data-side reasons, then whether there is a
//! target, then whether the figures state their whole period, then met or not met by exact
//! comparison.

use crate::kpi::composite::Composite;
use crate::kpi::faults::{compares_part, mixed, out_of_range, reasons, redefined, small};
use crate::kpi::operands::{Mixed, flags_of, mixed_series, operands};
use crate::kpi::pace;
use crate::kpi::rank::Ranks;
use crate::kpi::rounding::{RoundingBound, rounded};
use crate::kpi::setting::Setting;
use crate::kpi::universe::{Measures, Universe, asked_by_targets, binding};
use crate::kpi::unusual;
use crate::kpi::value::value;
use crate::model::{
    Flag, Item, Kpi, Operand, Period, PlanStage, Reason, Role, Score, Span, Target, TargetOp,
    UnitId, Verdict,
};
use chrono::NaiveDate;
use num_rational::BigRational;
use std::collections::BTreeSet;

/// Every area, period and span that a KPI is answered for on a boundary.
#[must_use]
pub fn asked(kpi: &Kpi, setting: Setting<'_>) -> BTreeSet<(UnitId, Period, Span)> {
    let Setting {
        measures,
        targets,
        areas,
        boundary,
        ..
    } = setting;
    match composite(kpi, setting) {
        Some(parts) => parts
            .cells()
            .chain(asked_by_targets(kpi, targets, areas, boundary))
            .collect(),
        None => Universe::new(kpi, measures).cells(kpi, targets, areas, boundary),
    }
}

/// The parts of a KPI that is put together from others, each scored by the very code that scores it
/// alone.
fn composite(kpi: &Kpi, setting: Setting<'_>) -> Option<Composite> {
    Composite::new(kpi, setting, |part| score_all(part, setting))
}

/// Scores all that a KPI is asked for on a boundary, with what is said of each among the others; in
/// the order of area code, period, span and target.
#[must_use]
fn score_all(kpi: &Kpi, setting: Setting<'_>) -> Vec<Score> {
    let mut scores = score(kpi, setting, asked(kpi, setting));
    scores.sort_by_cached_key(|s| {
        (
            setting.areas.unit(s.area).code.clone(),
            s.period,
            s.span,
            s.target,
        )
    });
    unusual::mark(kpi, &mut scores, setting.areas);
    scores
}

/// Scores some cells of a KPI on a boundary, each by itself: whether a value is unusual among
/// others is for [`mark_unusual`](crate::kpi::mark_unusual). In the order of `asked`, several of
/// one cell in that of the targets.
#[must_use]
pub fn score(
    kpi: &Kpi,
    setting: Setting<'_>,
    asked: impl IntoIterator<Item = (UnitId, Period, Span)>,
) -> Vec<Score> {
    let Setting {
        measures,
        declared,
        targets,
        areas,
        boundary,
        as_of,
        ..
    } = setting;
    let ranks = Ranks::new(&kpi.kind, measures, areas, declared);
    let composite = composite(kpi, setting);
    let mut scores = Vec::new();
    for (area, period, span) in asked {
        let at = (area, period, span);
        let found = composite.as_ref().map_or_else(
            || operands(kpi, measures, area, period, span),
            |c| c.operands(kpi, at, setting),
        );
        let items = composite.as_ref().map_or_else(Vec::new, |c| c.items(at));
        let bound: Vec<(usize, &Target)> =
            binding(targets, kpi, areas, area, (period, span), |t| {
                t.decided_by(as_of)
            })
            .collect();
        let base = Assessed {
            items,
            ..Assessed::new(kpi, found, &ranks, (period, span), setting)
        };
        let key = (area, boundary, period, span);
        if bound.is_empty() {
            scores.push(base.judge(kpi, key, None, setting));
        }
        for target in bound {
            scores.push(base.judge(kpi, key, Some(target), setting));
        }
    }
    scores
}

/// Judges single scores of a KPI anew, with operands that were not used.
pub struct WithAlternatives<'a> {
    kpi: &'a Kpi,
    ranks: Ranks<'a>,
    setting: Setting<'a>,
}

impl<'a> WithAlternatives<'a> {
    /// For a KPI on a boundary.
    #[must_use]
    pub fn new(kpi: &'a Kpi, setting: Setting<'a>) -> WithAlternatives<'a> {
        WithAlternatives {
            kpi,
            ranks: Ranks::new(&kpi.kind, setting.measures, setting.areas, setting.declared),
            setting,
        }
    }

    /// The score with other operands and all else the same: its target, the years before, the other
    /// areas that are ranked.
    #[must_use]
    pub fn score(&self, score: &Score, operands: Vec<Operand>) -> Score {
        let target = score
            .target
            .and_then(|i| Some((i, self.setting.targets.get(i)?)));
        let assessed = Assessed::new(
            self.kpi,
            operands,
            &self.ranks,
            (score.period, score.span),
            self.setting,
        );
        assessed.judge(
            self.kpi,
            (score.area, score.boundary, score.period, score.span),
            target,
            self.setting,
        )
    }
}

/// What the operands alone say.
struct Assessed<'a> {
    ranks: &'a Ranks<'a>,
    operands: Vec<Operand>,
    reasons: BTreeSet<Reason>,
    flags: BTreeSet<Flag>,
    value: Option<BigRational>,
    /// A figure of the period was published before it ended.
    to_date: bool,
    /// The parts of a KPI that is put together from others.
    items: Vec<Item>,
}

impl<'a> Assessed<'a> {
    fn new(
        kpi: &Kpi,
        operands: Vec<Operand>,
        ranks: &'a Ranks<'a>,
        (period, span): (Period, Span),
        setting: Setting<'_>,
    ) -> Assessed<'a> {
        let mut reasons = reasons(&kpi.kind, &operands, ranks, setting.broken);
        if redefined(&operands, setting.declared) {
            reasons.insert(Reason::DefinitionBreak);
        }
        let series = mixed_series(&operands, setting.declared);
        if series == Some(Mixed::Undeclared) {
            reasons.insert(Reason::SeriesMixed);
        }
        if compares_part(&operands, period) {
            reasons.insert(Reason::PartialPeriod);
        }
        let found = || {
            operands
                .iter()
                .filter_map(|o| Some((o.role, &o.found.as_ref()?.figure)))
        };
        let mut flags: BTreeSet<Flag> = operands.iter().flat_map(flags_of).collect();
        let to_date = operands
            .iter()
            .any(|o| o.period == period && flags_of(o).any(|f| f == Flag::ToDate))
            || ranks.to_date(period, span);
        flags.extend(to_date.then_some(Flag::ToDate));
        if found().any(|(role, f)| role == Role::Plan && f.plan_stage == Some(PlanStage::Submitted))
        {
            flags.insert(Flag::PlanNotAssigned);
        }
        let stated: BTreeSet<&str> = found()
            .map(|(_, f)| f.scheme.as_str())
            .chain(ranks.schemes(period, span))
            .filter(|s| !s.is_empty())
            .collect();
        if stated.len() > 1 {
            flags.insert(Flag::SchemeBreak);
        }
        if series == Some(Mixed::Spliced) || ranks.spliced(period, span) {
            flags.insert(Flag::SeriesSpliced);
        }
        if mixed(&operands) {
            flags.insert(Flag::VintageMixed);
        }
        if kpi.small_base.is_some_and(|least| small(&operands, least)) {
            flags.insert(Flag::SmallBase);
        }
        if !reasons.contains(&Reason::UnitMismatch) && out_of_range(&kpi.kind, &operands) {
            flags.insert(Flag::ShareOutOfRange);
        }
        let value = if reasons.is_empty() {
            value(&kpi.kind, &operands, ranks, RoundingBound::Exact)
        } else {
            None
        };
        Assessed {
            ranks,
            operands,
            reasons,
            flags,
            value,
            to_date,
            items: vec![],
        }
    }

    fn judge(
        &self,
        kpi: &Kpi,
        (area, boundary, period, span): (UnitId, NaiveDate, Period, Span),
        target: Option<(usize, &Target)>,
        setting: Setting<'_>,
    ) -> Score {
        let mut score = Score {
            kpi: kpi.id.clone(),
            area,
            boundary,
            period,
            span,
            target: target.map(|(i, _)| i),
            value: self.value.clone(),
            ranked: kpi.kind.ranking().map(|_| self.ranks.number(period, span)),
            margin: None,
            in_year: None,
            verdict: Verdict::NotAssessable,
            reasons: self.reasons.clone(),
            flags: self.flags.clone(),
            operands: self.operands.clone(),
            items: self.items.clone(),
        };
        let Some(value_now) = &self.value else {
            return score;
        };
        let Some((_, target)) = target else {
            score.verdict = Verdict::NoTarget;
            return score;
        };
        let stage = self
            .operands
            .iter()
            .find(|o| o.role == Role::Plan)
            .and_then(|o| o.found.as_ref()?.figure.plan_stage);
        if stage.is_some_and(|stage| !target.means(stage)) {
            // The plan that the target names is not the one in hand.
            score.reasons.insert(Reason::PlanMissing);
            score.value = None;
            return score;
        }
        if pace::runs(kpi, period, span) {
            self.judge_running(kpi, target, value_now, setting.measures, &mut score);
            return score;
        }
        let wanted = target.value.ratio();
        score.margin = Some(target.op.margin(value_now, &wanted));
        let (verdict, tolerated) = held(target, &wanted, value_now);
        score.verdict = if self.to_date {
            Verdict::NotDue
        } else {
            verdict
        };
        if tolerated && score.verdict == Verdict::Met {
            score.flags.insert(Flag::WithinTolerance);
        }
        if score.verdict != Verdict::NotDue && self.rounding_decides(kpi, target, &wanted, verdict)
        {
            score.flags.insert(Flag::InputRounding);
        }
        score
    }

    /// Judges a year that still runs: it is never `not_met`, and `met` only where the figure cannot
    /// fall any more.
    fn judge_running(
        &self,
        kpi: &Kpi,
        target: &Target,
        value: &BigRational,
        measures: &Measures<'_>,
        score: &mut Score,
    ) {
        let goal = target.value.ratio();
        let reached = |v: &BigRational| held(target, &goal, v).0 == Verdict::Met;
        score.in_year = pace::in_year(kpi, measures, (score.area, score.period), value, reached);
        let upwards = matches!(target.op, TargetOp::Ge | TargetOp::Gt);
        if upwards
            && kpi.pace.is_some_and(|p| p.non_decreasing)
            && !kpi.of_what_fell_due()
            && reached(value)
        {
            score.margin = Some(target.op.margin(value, &goal));
            score.verdict = Verdict::Met;
            return;
        }
        let Some(in_year) = &score.in_year else {
            score.verdict = Verdict::NotDue;
            return;
        };
        let wanted = pace::expected(&kpi.kind, target, &in_year.share);
        let (verdict, tolerated) = held(target, &wanted, value);
        score.margin = Some(target.op.margin(value, &wanted));
        score.verdict = if verdict == Verdict::Met {
            Verdict::OnTrack
        } else {
            Verdict::OffTrack
        };
        if tolerated {
            score.flags.insert(Flag::WithinTolerance);
        }
        if self.rounding_decides(kpi, target, &wanted, verdict) {
            score.flags.insert(Flag::InputRounding);
        }
    }

    /// Whether the verdict would be another one somewhere within the rounding of the inputs.
    fn rounding_decides(
        &self,
        kpi: &Kpi,
        target: &Target,
        wanted: &BigRational,
        verdict: Verdict,
    ) -> bool {
        // Where all figures are exact a rank leans nowhere; where others' are rounded it may.
        let leans = rounded(&self.operands) || kpi.kind.ranking().is_some();
        let at = |lean| value(&kpi.kind, &self.operands, self.ranks, lean);
        leans
            && [RoundingBound::Low, RoundingBound::High]
                .into_iter()
                .any(|lean| at(lean).is_none_or(|v| held(target, wanted, &v).0 != verdict))
    }
}

/// Met or not met when so much is wanted, and whether only thanks to the tolerance.
fn held(target: &Target, wanted: &BigRational, value: &BigRational) -> (Verdict, bool) {
    let margin = target.op.margin(value, wanted);
    if target.op.holds(&margin) {
        (Verdict::Met, false)
    } else if target.tolerance.is_positive() && margin >= -target.tolerance.ratio() {
        (Verdict::Met, true)
    } else {
        (Verdict::NotMet, false)
    }
}
