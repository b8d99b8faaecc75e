//! The lines of an explanation in their order, and those about the verdict itself: the target it is held
//! against, and where a year that still runs is heading.

use crate::app::cli::explain::text::ExplanationText;
use crate::app::cli::{instead, parts};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::model::{Flag, InYear, KpiKind, Reason, Score, Target};
use num_rational::BigRational;
use num_traits::ToPrimitive;

impl ExplanationText<'_> {
    pub(super) fn lines(&self, explanation: &crate::inspect::Explanation) -> Vec<String> {
        let (lang, score) = (self.lang, &explanation.score);
        let unit = self.areas().unit(score.area);
        let target = score.target.map(|i| &self.explained.registers.targets[i]);
        let mut lines = vec![
            format!(
                "{}  [{}]",
                explanation.kpi.title.get(lang.is_vi()),
                explanation.kpi.id
            ),
            say!(
                lang,
                "explain-heading",
                name = unit.name(true),
                code = unit.code,
                period = self.period(score.period, score.span),
                boundary = score.boundary
            ),
            String::new(),
            format!(
                "  {:<10} {}",
                lang.say("explain-verdict"),
                self.verdict(score)
            ),
        ];
        lines.extend(self.shown(score, &explanation.kpi.kind).map(|v| {
            format!(
                "  {:<10} {v}  =  {}",
                lang.say("explain-value"),
                self.formula(&explanation.kpi.kind, score)
            )
        }));
        if score.value.is_none() {
            lines.push(format!(
                "  {:<10} {}",
                lang.say("explain-formula"),
                self.formula(&explanation.kpi.kind, score)
            ));
        }
        lines.extend(target.map(|t| self.target(t, score, &explanation.kpi.kind)));
        lines.extend(
            explanation
                .needed
                .as_ref()
                .zip(target)
                .map(|(n, t)| self.needed(n, t, score)),
        );
        lines.extend(
            score
                .in_year
                .as_ref()
                .into_iter()
                .flat_map(|y| self.in_year(y, explanation.kpi.kind.shown_as())),
        );
        lines.extend(
            score
                .in_year
                .as_ref()
                .map(|_| instead::usual_error(lang, explanation)),
        );
        lines.extend(score.reasons.iter().map(|r: &Reason| {
            format!(
                "  {:<10} {}: {}",
                lang.say("explain-reason"),
                r,
                lang.reason(*r)
            )
        }));
        lines.extend(score.flags.iter().map(|f: &Flag| {
            format!(
                "  {:<10} {}: {}",
                lang.say("explain-flag"),
                f,
                lang.flag(*f)
            )
        }));
        lines.extend(instead::like_for_like(lang, explanation));
        lines.extend(explanation.calendar.iter().flat_map(|c| self.calendar(c)));
        lines.extend(explanation.union.iter().flat_map(|u| self.union(u)));
        lines.extend(self.part_and_rest(&explanation.kpi.kind, score));
        lines.extend(
            explanation
                .revisions
                .iter()
                .filter(|_| target.is_some())
                .flat_map(|r| self.revisions(r, score)),
        );
        lines.extend(self.ranking(explanation));
        lines.extend(self.release());
        lines.extend(
            score
                .items
                .iter()
                .map(|item| parts::line(lang, item, &explanation.kpi.kind)),
        );
        for operand in explanation
            .operands
            .iter()
            .filter(|_| score.items.is_empty())
        {
            lines.push(String::new());
            lines.extend(self.operand(operand, explanation));
        }
        lines.push(String::new());
        lines
    }

    fn target(&self, target: &Target, score: &Score, kind: &KpiKind) -> String {
        let (lang, unit) = (self.lang, kind.value_unit());
        let margin = score
            .margin
            .as_ref()
            .and_then(ToPrimitive::to_f64)
            .map_or_else(String::new, |m| {
                say!(lang, "explain-margin-of", margin = lang.margin(m, unit))
            });
        let basis = if target.legal_basis.is_empty() {
            String::new()
        } else {
            format!("; {}", target.legal_basis)
        };
        format!(
            "  {:<10} {} {}  [{}{basis}]{margin}",
            lang.say("explain-target"),
            target.op.sign(),
            asked_of(lang, target, score, kind),
            target.id
        )
    }

    /// What is expected of a year that still runs, and where it is heading.
    fn in_year(&self, in_year: &InYear, unit: &str) -> Vec<String> {
        let lang = self.lang;
        let shown = |v: &Option<BigRational>| {
            v.as_ref()
                .and_then(ToPrimitive::to_f64)
                .map(|v| lang.value(v, unit))
        };
        let share = in_year.share.to_f64().unwrap_or_default();
        let mut lines = vec![format!(
            "  {:<10} {}",
            lang.say("explain-pace"),
            say!(
                lang,
                "explain-pace-expected",
                share = lang.value(share, "share")
            )
        )];
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

/// What a target asks, distinguishable from the value where the two are close; a bare number where
/// the units do not agree.
pub(super) fn asked_of(lang: Lang, target: &Target, score: &Score, kind: &KpiKind) -> String {
    if score.reasons.contains(&Reason::UnitMismatch) {
        return lang.digits(&target.value.to_string());
    }
    lang.target(
        target.value.to_f64(),
        score.value.as_ref().and_then(ToPrimitive::to_f64),
        kind.shown_as(),
    )
}
