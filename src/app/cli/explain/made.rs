//! The parts of an explanation that say what a figure was put together from.

use crate::app::cli::explain::text::{ExplanationText, labelled};
use crate::app::cli::table::named;
use crate::app::lang::Digits;
use crate::app::messages::say;
use crate::inspect::ExplainedOperand;
use crate::model::{
    Dec, Derivation, Input, KpiKind, MadeOf, Making, MeasureValue, OverTime, Role, Score, UnitId,
    Weighed,
};
use num_rational::BigRational;
use std::collections::BTreeSet;

impl ExplanationText<'_> {
    /// The units that a figure is put together from, each with its figure where they are known.
    /// Where they were added up, what is shown adds up; a mean, or what has no figure, has no sum.
    pub(super) fn sum(
        &self,
        operand: &ExplainedOperand,
        value: &MeasureValue,
        score: &Score,
    ) -> String {
        let lang = self.lang;
        let date = value
            .parts
            .first()
            .map_or(score.boundary, |(_, date)| *date);
        let head = match (value.weighted(), value.figure.value) {
            (true, _) => say!(lang, "explain-merged", date = date),
            (false, Some(_)) => say!(lang, "explain-sum-of", date = date),
            (false, None) => say!(lang, "explain-units-of", date = date),
        };
        let name = |unit: UnitId| named(self.areas(), [&unit]);
        let figures: Vec<Dec> = operand.parts.iter().map(|(_, v)| *v).collect();
        let shown = lang
            .parts(&figures, &value.figure.unit)
            .filter(|_| !figures.is_empty());
        let Some(shown) = shown else {
            // What was worked out from several periods has each unit once for each of them.
            let units: BTreeSet<UnitId> = value.parts.iter().map(|(unit, _)| *unit).collect();
            let parts: Vec<String> = units.into_iter().map(name).collect();
            return format!("  {head}: {}", parts.join("; "));
        };
        let units = operand.parts.iter().map(|(unit, _)| name(*unit));
        let mut parts: Vec<String> = units
            .zip(shown.parts)
            .map(|(name, text)| format!("{name} {text}"))
            .collect();
        if value.weighted() || value.figure.value.is_none() {
            // A unit that cannot be divided is looked for in the place of each of its successors.
            let mut seen = BTreeSet::new();
            parts.retain(|part| seen.insert(part.clone()));
            return format!("  {head}: {}", parts.join("; "));
        }
        format!("  {head}: {} = {}", parts.join(" + "), shown.total)
    }

    /// How a figure was made from those of other measures.
    pub(super) fn making(&self, value: &MeasureValue) -> Option<String> {
        match &value.made.as_ref()?.how {
            Making::Derived { by, inputs } => self.derived(by, inputs, value),
            Making::OverTime(way) => Some(format!("  {}", self.over_time(*way))),
            Making::WeightedMean { weight, parts } => Some(self.weighted_mean(weight, parts)),
            Making::SumOf(_) | Making::Value(_) => None,
        }
    }

    /// The operation, with the figures that it was done with; none where a figure is used as it is.
    fn derived(&self, by: &Derivation, inputs: &[Input], value: &MeasureValue) -> Option<String> {
        let lang = self.lang;
        let of = |place: usize| {
            let found = inputs.get(place).and_then(|i| i.found.as_deref());
            self.plain(found.and_then(|v| v.figure.value))
        };
        let (head, text) = match (by, inputs) {
            (Derivation::Real(real), _) => (
                say!(lang, "explain-constant-prices", base = real.base),
                format!(
                    "{} × {} / {}{}",
                    self.short(inputs.first()),
                    of(2),
                    of(1),
                    self.larger_area(inputs, value)
                        .map_or_else(String::new, |area| {
                            say!(lang, "explain-index-of", area = area)
                        })
                ),
            ),
            (Derivation::Ratio(ratio), _) => {
                let scale = lang.digits(&ratio.scale.to_string());
                let by = if ratio.scale == Dec::from_int(1) {
                    String::new()
                } else {
                    format!(" × {scale}")
                };
                let head = lang.say("explain-ratio").to_owned();
                (head, format!("{} / {}{by}", of(0), of(1)))
            }
            (Derivation::MovingAverage(average), all) => {
                let figures: Vec<String> = (0..all.len()).map(of).collect();
                let number = average.periods;
                (
                    say!(lang, "explain-mean-of-last", number = number),
                    format!("({}) / {number}", figures.join(" + ")),
                )
            }
            (Derivation::OfArea(_), _) => {
                let found = inputs.first().and_then(|i| i.found.as_ref());
                let area = found.map_or_else(String::new, |v| named(self.areas(), [&v.area]));
                (say!(lang, "explain-of-area", area = area), of(0))
            }
            (Derivation::Linked(_), [_]) | (Derivation::Converted(_), [] | [_]) => return None,
            (Derivation::Converted(_), all) => {
                let whose = self
                    .larger_area(inputs, value)
                    .map_or_else(String::new, |area| {
                        say!(lang, "explain-rate-of", area = area)
                    });
                let head = lang.say("explain-converted").to_owned();
                (head, format!("{}{whose}", self.converted(all)))
            }
            (Derivation::Linked(linked), _) => (
                say!(lang, "explain-linked", overlap = linked.overlap),
                format!("{} × {} / {}", of(0), of(1), of(2)),
            ),
        };
        Some(format!("  {head}: {text}"))
    }

    /// The amount in each currency, by its rate where it needs one.
    fn converted(&self, inputs: &[Input]) -> String {
        let mut text = String::new();
        for input in inputs {
            text.push_str(match input.what {
                MadeOf::InverseRate => " / ",
                MadeOf::Rate => " × ",
                _ if text.is_empty() => "",
                _ => " + ",
            });
            text.push_str(&self.short(Some(input)));
        }
        text
    }

    /// What a figure of all periods within its own is.
    fn over_time(&self, way: OverTime) -> &'static str {
        match way {
            OverTime::Max => self.lang.say("explain-largest-of"),
            OverTime::Min => self.lang.say("explain-smallest-of"),
            _ => self.lang.say("explain-mean-of"),
        }
    }

    /// A figure in its unit, with few digits.
    fn short(&self, input: Option<&Input>) -> String {
        let found = input.and_then(|i| i.found.as_deref());
        found
            .and_then(|v| Some((v.figure.value?, &v.figure.unit)))
            .map_or_else(
                || "?".to_owned(),
                |(d, unit)| self.lang.figure(&d.to_string(), unit, Digits::Short),
            )
    }

    /// The area of the price index or of the rate, where it is a larger one.
    fn larger_area(&self, inputs: &[Input], value: &MeasureValue) -> Option<String> {
        let mut others = inputs.iter().skip(1).filter_map(|i| i.found.as_ref());
        let other = others.find(|v| v.area != value.area)?;
        Some(named(self.areas(), [&other.area]))
    }

    /// A mean of the units' figures, each with its weight.
    fn weighted_mean(&self, weight: &str, parts: &[Weighed]) -> String {
        let part = |p: &Weighed| {
            let weight = self.plain(p.weight.as_ref().and_then(|w| w.figure.value));
            format!(
                "{} {} × {weight}",
                named(self.areas(), [&p.unit]),
                self.plain(p.value)
            )
        };
        let parts: Vec<String> = parts.iter().map(part).collect();
        format!(
            "  {}",
            say!(
                self.lang,
                "explain-mean-weighted",
                weight = weight,
                parts = parts.join("; ")
            )
        )
    }

    /// All digits of a figure, or that there is none.
    fn plain(&self, value: Option<Dec>) -> String {
        value.map_or_else(|| "?".to_owned(), |d| self.lang.digits(&d.to_string()))
    }

    /// What a figure is to the one that was made from it, in words.
    pub(super) fn made_of(&self, what: MadeOf, role: Role) -> &'static str {
        let lang = self.lang;
        match what {
            MadeOf::Nominal => lang.say("explain-nominal"),
            MadeOf::Index => lang.say("explain-price-index"),
            MadeOf::BaseIndex => lang.say("explain-price-index-base"),
            MadeOf::Weight => lang.say("explain-weight"),
            MadeOf::Numerator => lang.say("explain-numerator"),
            MadeOf::Denominator => lang.say("explain-denominator"),
            MadeOf::Averaged => lang.say("explain-averaged"),
            MadeOf::Unlinked => lang.say("explain-unlinked"),
            MadeOf::Older => lang.say("explain-older"),
            MadeOf::Overlap => lang.say("explain-overlap"),
            MadeOf::Amount => lang.say("explain-amount"),
            MadeOf::Rate | MadeOf::InverseRate => lang.say("explain-rate"),
            MadeOf::Above => lang.say("explain-above"),
            MadeOf::Below => lang.say("explain-below"),
            MadeOf::Member => lang.say("explain-member"),
            MadeOf::OlderOverlap => lang.say("explain-older-overlap"),
            MadeOf::Operand => lang.role(role),
        }
    }

    /// The part of a share, what is left, and the whole; what is shown adds up.
    pub(super) fn part_and_rest(&self, kind: &KpiKind, score: &Score) -> Option<String> {
        let lang = self.lang;
        if score.value.is_none() || !kind.formula().is_share() || kind.parts().is_some() {
            return None;
        }
        let figure = |role: Role| {
            score
                .operands
                .iter()
                .find(|o| o.role == role)?
                .found
                .as_ref()
                .map(|v| &v.figure)
        };
        let (part, whole) = (figure(Role::Part)?, figure(Role::Whole)?);
        let rest = whole.value?.checked_sub(part.value?)?;
        let negative = |d: Dec| d.ratio() < BigRational::from_integer(0.into());
        let shown = lang
            .parts(&[part.value?, rest], &whole.unit)
            .filter(|_| !negative(rest))?;
        let [of, left] = shown.parts.as_slice() else {
            return None;
        };
        Some(labelled(
            lang.say("explain-whole"),
            &say!(
                lang,
                "explain-part-and-rest",
                part = of,
                rest = left,
                total = shown.total
            ),
        ))
    }
}
