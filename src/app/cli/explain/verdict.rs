//! The lines of an explanation in their order, and those about the verdict itself: the target it is
//! compared with, and where a year that still runs is heading.

use crate::app::cli::as_of::known_by;
use crate::app::cli::explain::text::{ExplanationText, labelled};
use crate::app::cli::{instead, parts};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::inspect::Explanation;
use crate::model::{
    Dec, Flag, InYear, Kpi, KpiKind, Period, Reason, Role, Score, Target, shown_in,
};
use num_rational::BigRational;
use num_traits::ToPrimitive;

impl ExplanationText<'_> {
    /// All of them.
    pub(super) fn lines(&self, explanation: &Explanation) -> Vec<String> {
        let mut lines = self.heading(explanation);
        lines.extend(self.value_and_formula(explanation));
        lines.extend(self.against_target(explanation));
        lines.extend(self.sampling(&explanation.score));
        lines.extend(self.reasons_and_flags(&explanation.score));
        lines.extend(self.around(explanation));
        lines.extend(self.items_or_operands(explanation));
        lines.push(String::new());
        lines
    }

    fn heading(&self, explanation: &Explanation) -> Vec<String> {
        let (lang, score, kpi) = (self.lang, &explanation.score, &explanation.kpi);
        let unit = self.areas().unit(score.area);
        let of = say!(
            lang,
            "explain-heading",
            name = unit.name(true),
            code = unit.code,
            period = self.period(score.period, score.span),
            boundary = score.boundary
        );
        let known = known_by(lang, self.as_of, self.zone);
        vec![
            format!("{}  [{}]", kpi.title.get(lang.is_vi()), kpi.id),
            [Some(of), known]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", "),
            String::new(),
            labelled(lang.say("explain-verdict"), &self.verdict(score, &kpi.kind)),
        ]
    }

    /// The value with its formula, or the formula alone.
    fn value_and_formula(&self, explanation: &Explanation) -> Vec<String> {
        let (lang, score, kind) = (self.lang, &explanation.score, &explanation.kpi.kind);
        let formula = self.formula(kind, score);
        let value = self
            .shown(score, kind)
            .map(|v| labelled(lang.say("explain-value"), &format!("{v}  =  {formula}")));
        let alone = score
            .value
            .is_none()
            .then(|| labelled(lang.say("explain-formula"), &formula));
        value.into_iter().chain(alone).collect()
    }

    /// The target, what would just have been enough for it, and where a year that still runs is
    /// heading.
    fn against_target(&self, explanation: &Explanation) -> Vec<String> {
        let (score, kind) = (&explanation.score, &explanation.kpi.kind);
        let target = self.target_of(score);
        let needed = explanation.needed.as_ref().zip(target);
        let mut lines = Vec::new();
        lines.extend(target.map(|t| self.target(t, score, kind)));
        let note = target.map(|t| t.note.as_str()).filter(|n| !n.is_empty());
        lines.extend(note.map(|text| labelled("", &say!(self.lang, "explain-note", text = text))));
        lines.extend(needed.map(|(n, t)| self.needed(n, t, score)));
        if let Some(in_year) = &score.in_year {
            lines.extend(self.in_year(in_year, &explanation.kpi));
            lines.push(instead::usual_error(self.lang, explanation));
        }
        lines
    }

    fn reasons_and_flags(&self, score: &Score) -> Vec<String> {
        let lang = self.lang;
        let reason = |r: &Reason| {
            let why = if *r == Reason::BaseMissing && without_like(score) {
                lang.say("reason-base-missing-week")
            } else {
                lang.reason(*r)
            };
            let text = format!("{r}: {why}");
            labelled(lang.say("explain-reason"), &text)
        };
        let flag = |f: &Flag| {
            let text = format!("{}: {}", f, lang.flag(*f));
            labelled(lang.say("explain-flag"), &text)
        };
        let reasons = score.reasons.iter().map(reason);
        reasons.chain(score.flags.iter().map(flag)).collect()
    }

    /// What stands around the score: other bases, the calendar, union, rest, revisions, ranking,
    /// release.
    fn around(&self, explanation: &Explanation) -> Vec<String> {
        let score = &explanation.score;
        let revisions = explanation
            .revisions
            .iter()
            .filter(|_| score.target.is_some());
        let mut lines = Vec::new();
        lines.extend(instead::like_for_like(self.lang, explanation));
        lines.extend(explanation.calendar.iter().flat_map(|c| self.calendar(c)));
        lines.extend(explanation.union.iter().flat_map(|u| self.union(u)));
        lines.extend(self.part_and_rest(&explanation.kpi.kind, score));
        lines.extend(revisions.flat_map(|r| self.revisions(r, score)));
        lines.extend(self.contributed(explanation));
        lines.extend(self.ranking(explanation));
        lines.extend(self.release());
        lines
    }

    /// The parts that a verdict is put together from; where it has none, its operands.
    fn items_or_operands(&self, explanation: &Explanation) -> Vec<String> {
        let items = &explanation.score.items;
        let mut lines: Vec<String> = items
            .iter()
            .map(|item| parts::line(self.lang, item, &explanation.kpi.kind))
            .collect();
        if items.is_empty() {
            for operand in &explanation.operands {
                lines.push(String::new());
                lines.extend(self.operand(operand, explanation));
            }
        }
        lines
    }

    fn target(&self, target: &Target, score: &Score, kind: &KpiKind) -> String {
        let (lang, unit) = (
            self.lang,
            shown_in(kind.value_unit(), score.unit_of_figures()),
        );
        let margin = score
            .margin
            .as_ref()
            .and_then(ToPrimitive::to_f64)
            .map_or_else(String::new, |m| {
                let op = target.asked(score.period).op;
                format!(", {}", lang.distance(m, &unit, op, score.verdict))
            });
        let basis = if target.legal_basis.is_empty() {
            String::new()
        } else {
            format!("; {}", target.legal_basis)
        };
        format!(
            "  {:<10} {}  [{}{basis}]{margin}",
            lang.say("explain-target"),
            asked_of(lang, target, score, kind),
            target.id
        )
    }

    /// What is expected of a year that still runs, and where it is heading.
    fn in_year(&self, in_year: &InYear, kpi: &Kpi) -> Vec<String> {
        let (lang, unit) = (self.lang, kpi.kind.shown_as());
        let plan = kpi.pace.as_ref().and_then(|pace| pace.plan.as_ref());
        let shown = |v: &Option<BigRational>| {
            v.as_ref()
                .and_then(ToPrimitive::to_f64)
                .map(|v| lang.value(v, unit))
        };
        let share = in_year.share.to_f64().unwrap_or_default();
        let mut expected = say!(
            lang,
            "explain-pace-expected",
            share = lang.value(share, "share")
        );
        if let Some(plan) = plan {
            expected += &say!(lang, "explain-pace-plan", plan = plan);
        }
        let mut lines = vec![labelled(lang.say("explain-pace"), &expected)];
        if let (Some(middle), Some(low), Some(high)) = (
            shown(&in_year.projection),
            shown(&in_year.low),
            shown(&in_year.high),
        ) {
            let chance = in_year
                .probability
                .as_ref()
                .and_then(ToPrimitive::to_f64)
                .map_or_else(String::new, |p| {
                    say!(lang, "explain-probability", chance = lang.value(p, "share"))
                });
            lines.push(format!(
                "  {:<10} {middle} ({low} … {high}){chance}",
                lang.say("explain-projection")
            ));
        }
        lines
    }
}

/// Whether the week has none that it could be compared with: most years have no week 53.
fn without_like(score: &Score) -> bool {
    let base = |role: Role| matches!(role, Role::Base | Role::BasePart | Role::BaseWhole);
    matches!(score.period, Period::Week(..)) && !score.operands.iter().any(|o| base(o.role))
}

/// What a target asks of the period, distinguishable from the value where the two are close; bare
/// numbers where the units do not agree. Of a path or a level it is said what the whole is.
pub(super) fn asked_of(lang: Lang, target: &Target, score: &Score, kind: &KpiKind) -> String {
    let asked = target.asked(score.period);
    let value = score.value.as_ref().and_then(ToPrimitive::to_f64);
    let shown = |bound: &BigRational| {
        if score.reasons.contains(&Reason::UnitMismatch) {
            let number = Dec::from_rational(bound).map_or_else(String::new, |d| d.to_string());
            lang.digits(&number)
        } else {
            let bound = bound.to_f64().unwrap_or_default();
            let unit = shown_in(kind.shown_as(), score.unit_of_figures());
            lang.target(bound, value, &unit)
        }
    };
    let mut text = lang.asked(
        asked.op,
        &shown(&asked.value),
        asked.high.as_ref().map(shown),
    );
    if let Some(path) = &target.path {
        text += &say!(
            lang,
            "explain-on-path",
            rule = lang.path(path.rule),
            points = path.text(),
            end = shown(&target.value.ratio()),
            period = target.period_to
        );
    }
    if !target.area_level.is_empty() {
        text += &say!(lang, "explain-for-level", level = target.area_level);
    }
    text
}
