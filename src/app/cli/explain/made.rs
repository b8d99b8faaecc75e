//! The parts of an explanation that say what a figure was put together from.

use crate::app::cli::explain::text::{ExplanationText, labelled};
use crate::app::cli::table::named;
use crate::app::lang::Digits;
use crate::app::messages::say;
use crate::inspect::{ExplainedOperand, MadeOf};
use crate::model::{Dec, KpiKind, Making, MeasureValue, Role, Score, UnitId, Weighed};
use num_rational::BigRational;
use std::sync::Arc;

impl ExplanationText<'_> {
    /// The units that were added up, each with its figure where they are known; what is shown adds
    /// up.
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
        let head = if value.weighted() {
            say!(lang, "explain-merged", date = date)
        } else {
            say!(lang, "explain-sum-of", date = date)
        };
        let name = |unit: UnitId| named(self.areas(), [&unit]);
        let figures: Vec<Dec> = operand.parts.iter().map(|(_, v)| *v).collect();
        let shown = lang
            .parts(&figures, &value.figure.unit)
            .filter(|_| !figures.is_empty());
        let Some(shown) = shown else {
            let parts: Vec<String> = value.parts.iter().map(|(unit, _)| name(*unit)).collect();
            return format!("  {head}: {}", parts.join(" + "));
        };
        let units = operand.parts.iter().map(|(unit, _)| name(*unit));
        let parts: Vec<String> = units
            .zip(shown.parts)
            .map(|(name, text)| format!("{name} {text}"))
            .collect();
        format!("  {head}: {} = {}", parts.join(" + "), shown.total)
    }

    /// How a figure was made from those of other measures.
    pub(super) fn making(&self, value: &MeasureValue) -> Option<String> {
        match &value.made.as_ref()?.how {
            real @ Making::Real { .. } => self.deflated(real),
            Making::WeightedMean { weight, parts } => Some(self.weighted_mean(weight, parts)),
        }
    }

    /// A figure in constant prices: the nominal one, the indices and whose they are.
    fn deflated(&self, how: &Making) -> Option<String> {
        let Making::Real {
            nominal,
            index,
            base_index,
            base,
            national,
        } = how
        else {
            return None;
        };
        let lang = self.lang;
        let figure = nominal.figure.value.map_or_else(
            || "?".to_owned(),
            |d| lang.figure(&d.to_string(), &nominal.figure.unit, Digits::Short),
        );
        let of =
            |v: &Option<Arc<MeasureValue>>| self.plain(v.as_ref().and_then(|v| v.figure.value));
        let whose = index
            .as_ref()
            .or(base_index.as_ref())
            .filter(|_| *national)
            .map_or_else(String::new, |v| {
                say!(
                    lang,
                    "explain-index-of",
                    area = named(self.areas(), [&v.area])
                )
            });
        let prices = say!(lang, "explain-constant-prices", base = base);
        Some(format!(
            "  {prices}: {figure} × {} / {}{whose}",
            of(base_index),
            of(index)
        ))
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
    pub(super) fn made_of(&self, what: MadeOf) -> &'static str {
        let lang = self.lang;
        match what {
            MadeOf::Nominal => lang.say("explain-nominal"),
            MadeOf::Index => lang.say("explain-price-index"),
            MadeOf::BaseIndex => lang.say("explain-price-index-base"),
            MadeOf::Weight => lang.say("explain-weight"),
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
