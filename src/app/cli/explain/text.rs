//! An explanation on its way to text: how areas, periods, values, verdicts and formulas are written
//! in it.

use crate::app::cli::AsOf;
use crate::app::cli::asked_period::for_people;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::inspect::Explained;
use crate::model::kind::{Formula, Yearly};
use crate::model::{
    AreaRegister, Better, Dec, FiscalYear, Flag, KpiKind, MeasureValue, Period, Ranked, Role,
    Score, Span, Target, shown_in,
};
use chrono_tz::Tz;
use num_traits::ToPrimitive;

/// An explanation as text.
pub(super) struct ExplanationText<'a> {
    pub(super) lang: Lang,
    pub(super) explained: &'a Explained,
    /// Times are shown in it.
    pub(super) zone: Tz,
    /// The fiscal year of the office.
    pub(super) fiscal: Option<FiscalYear>,
    /// The moment that was asked for, as it was written.
    pub(super) as_of: Option<AsOf>,
    /// Whether everything was computed again to be compared.
    pub(super) proved: bool,
}

impl ExplanationText<'_> {
    pub(super) fn areas(&self) -> &AreaRegister {
        &self.explained.registers.areas
    }

    /// The target that a score is compared with.
    pub(super) fn target_of(&self, score: &Score) -> Option<&Target> {
        self.explained.registers.targets.get(score.target?)
    }

    /// The value as people read it.
    pub(super) fn shown(&self, score: &Score, kind: &KpiKind) -> Option<String> {
        let bounds = self.target_of(score).map(|t| {
            let asked = t.asked(score.period);
            let bounds = std::iter::once(asked.value).chain(asked.high);
            bounds.filter_map(|bound| bound.to_f64()).collect()
        });
        let bounds: Vec<f64> = bounds.unwrap_or_default();
        let value = score.value.as_ref().and_then(ToPrimitive::to_f64);
        value.map(|v| {
            self.lang.value_against(
                v,
                &bounds,
                &shown_in(kind.shown_as(), score.unit_of_figures()),
            )
        })
    }

    pub(super) fn verdict(&self, score: &Score, kind: &KpiKind) -> String {
        let reason = score
            .reasons
            .first()
            .map_or_else(String::new, |r| format!(" ({r})"));
        let flags: Vec<Flag> = score.flags.iter().copied().collect();
        // A list may be flagged for its parts, and have no tolerance itself.
        let target = { self.target_of(score) }.filter(|t| t.tolerance != Dec::ZERO);
        let unit = shown_in(kind.value_unit(), score.unit_of_figures());
        let margin = |size: Dec| self.lang.margin(size.to_f64(), &unit);
        let tolerance = target.map(|target| margin(target.tolerance));
        let verdict = self.lang.verdict_flagged(score.verdict, &flags, tolerance);
        format!("{verdict}{reason}")
    }

    pub(super) fn period(&self, period: Period, span: Span) -> String {
        for_people(self.fiscal, (period, span), self.lang)
    }

    pub(super) fn formula(&self, kind: &KpiKind, score: &Score) -> String {
        let lang = self.lang;
        let shown = |role: Role| self.figure_of(role, score);
        let yearly = kind.yearly(&score.operands);
        match kind.formula() {
            Formula::Figure(role) => shown(role),
            Formula::Ratio(one, other) => format!("{} / {}", shown(one), shown(other)),
            Formula::RelativeChange(now, base) => match power(yearly) {
                Some(power) => format!("({} / {})^{power} − 1", shown(now), shown(base)),
                None => format!("{} / {} − 1", shown(now), shown(base)),
            },
            Formula::Difference(one, other) => match power(yearly) {
                Some(power) => format!("({} − {}) × {power}", shown(one), shown(other)),
                None => format!("{} − {}", shown(one), shown(other)),
            },
            Formula::PointsChange([part, whole], [base_part, base_whole]) => {
                let by = power(yearly).map_or_else(String::new, |power| format!(" × {power}"));
                format!(
                    "({} / {} − {} / {}) × 100{by}",
                    shown(part),
                    shown(whole),
                    shown(base_part),
                    shown(base_whole)
                )
            }
            Formula::Place(role) => self.place(&shown(role), kind, score),
            Formula::RankChange(..) => {
                let ranks = score.ranked.iter().map(|ranked| self.rank(ranked));
                let ranks: Vec<String> = ranks.collect();
                format!("{}{}", ranks.join(" − "), ranked_from(lang, kind))
            }
        }
    }

    /// The figure that a score has in a role, or which figure is missing.
    fn figure_of(&self, role: Role, score: &Score) -> String {
        let lang = self.lang;
        let found = score
            .operands
            .iter()
            .find(|o| o.role == role)
            .and_then(|o| o.found.as_ref());
        found.and_then(|v| number(v)).map_or_else(
            || say!(lang, "explain-no-figure", role = lang.role(role)),
            |text| lang.digits(&text),
        )
    }

    /// The place of a figure, and among how many from which end.
    fn place(&self, figure: &str, kind: &KpiKind, score: &Score) -> String {
        let lang = self.lang;
        let place = say!(lang, "explain-place-of", figure = figure);
        let areas = score.ranked.first().map_or(0, |ranked| ranked.areas);
        let ranked = lang.ranked(&areas.to_string());
        let level = kind.ranking().map_or("", |ranking| ranking.level);
        format!("{place}{}; {ranked} ({level})", ranked_from(lang, kind))
    }

    /// The rank among how many areas, or that there is none.
    fn rank(&self, ranked: &Ranked) -> String {
        let lang = self.lang;
        let rank = ranked.rank.map_or_else(
            || say!(lang, "explain-no-rank", role = lang.role(ranked.role)),
            |rank| lang.digits(&rank.to_string()),
        );
        let number = lang.digits(&ranked.areas.to_string());
        say!(lang, "explain-rank-of", rank = rank, number = number)
    }
}

/// From which end a rank counts.
fn ranked_from(lang: Lang, kind: &KpiKind) -> String {
    let better = kind.ranking().map(|ranking| ranking.better);
    let end = better.map(|better| match better {
        Better::High => lang.say("explain-highest-first"),
        Better::Low => lang.say("explain-lowest-first"),
    });
    end.map_or_else(String::new, |end| format!(", {end}"))
}

/// The power that makes a change one a year: `(1/4)`; none where it is 1.
fn power(yearly: Option<Yearly>) -> Option<String> {
    match yearly {
        None | Some(Yearly { power: 1, root: 1 }) => None,
        Some(Yearly { power, root: 1 }) => Some(power.to_string()),
        Some(Yearly { power, root }) => Some(format!("({power}/{root})")),
    }
}

/// A line of an explanation behind its label.
pub(super) fn labelled(label: &str, text: &str) -> String {
    format!("  {label:<10} {text}")
}

/// A figure as a number: to six decimal places, where these do not show one that is not zero as zero.
pub(super) fn number(value: &MeasureValue) -> Option<String> {
    let shown = value.figure.value?;
    let exact = || value.exact().and_then(|exact| exact.to_f64());
    let decimal = value.decimal().map(|decimal| decimal.to_string());
    decimal
        .or_else(|| exact().map(|exact| exact.to_string()))
        .or_else(|| Some(shown.to_string()))
}
