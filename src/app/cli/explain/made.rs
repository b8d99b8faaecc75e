//! The parts of an explanation that tell what a figure was put together from.

use crate::app::cli::explain::text::ExplanationText;
use crate::app::cli::table::named;
use crate::app::lang::Digits;
use crate::app::messages::say;
use crate::inspect::{ExplainedOperand, MadeOf};
use crate::model::{Dec, KpiKind, Making, MeasureValue, Role, Score};
use num_rational::BigRational;

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
        let name = |unit| {
            format!(
                "{} ({})",
                self.areas().unit(unit).name(true),
                self.areas().unit(unit).code
            )
        };
        let figures: Vec<Dec> = operand.parts.iter().map(|(_, v)| *v).collect();
        let head = if value.weighted() {
            say!(lang, "explain-merged", date = date)
        } else {
            say!(lang, "explain-sum-of", date = date)
        };
        if let Some(shown) = lang
            .parts(&figures, &value.figure.unit)
            .filter(|_| !figures.is_empty())
        {
            let parts = operand
                .parts
                .iter()
                .zip(shown.parts)
                .map(|((unit, _), text)| format!("{} {text}", name(*unit)));
            return format!(
                "  {head}: {} = {}",
                parts.collect::<Vec<_>>().join(" + "),
                shown.total
            );
        }
        let parts: Vec<String> = value.parts.iter().map(|(unit, _)| name(*unit)).collect();
        format!("  {head}: {}", parts.join(" + "))
    }

    /// How a figure was made from those of other measures.
    pub(super) fn making(&self, value: &MeasureValue) -> Option<String> {
        let lang = self.lang;
        let figure = |v: &MeasureValue| {
            v.figure.value.map_or_else(
                || "?".to_owned(),
                |d| lang.figure(&d.to_string(), &v.figure.unit, Digits::Short),
            )
        };
        let plain =
            |v: Option<Dec>| v.map_or_else(|| "?".to_owned(), |d| lang.digits(&d.to_string()));
        match &value.made.as_ref()?.how {
            Making::Real {
                nominal,
                index,
                base_index,
                base,
                national,
            } => {
                let of = |v: &Option<std::sync::Arc<MeasureValue>>| {
                    plain(v.as_ref().and_then(|v| v.figure.value))
                };
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
                    "  {prices}: {} × {} / {}{whose}",
                    figure(nominal),
                    of(base_index),
                    of(index)
                ))
            }
            Making::WeightedMean { weight, parts } => {
                let part = |p: &crate::model::Weighed| {
                    let weight = plain(p.weight.as_ref().and_then(|w| w.figure.value));
                    format!(
                        "{} {} × {weight}",
                        named(self.areas(), [&p.unit]),
                        plain(p.value)
                    )
                };
                let parts: Vec<String> = parts.iter().map(part).collect();
                Some(format!(
                    "  {}",
                    say!(
                        lang,
                        "explain-mean-weighted",
                        weight = weight,
                        parts = parts.join("; ")
                    )
                ))
            }
        }
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
        Some(format!(
            "  {:<10} {}",
            lang.say("explain-whole"),
            say!(
                lang,
                "explain-part-and-rest",
                part = of,
                rest = left,
                total = shown.total
            )
        ))
    }
}
