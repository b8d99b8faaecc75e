//! The lines of an explanation about revisions: the one that would just have been enough, and what
//! has become of the measure's figures.

use crate::app::cli::explain::text::{ExplanationText, labelled};
use crate::app::lang::Digits;
use crate::app::messages::say;
use crate::inspect::{Needed, Revisions};
use crate::kpi::RevisionUnit;
use crate::model::{Dec, Period, Score, Span, Target};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use std::cmp::Ordering;

/// At most this many revisions of the area are listed, the newest.
const MOST_SHOWN: usize = 12;

impl ExplanationText<'_> {
    /// The figure that would just have been enough, and how far the one in hand is from it.
    pub(super) fn needed(&self, needed: &Needed, target: &Target, score: &Score) -> String {
        let lang = self.lang;
        let unit = score.unit_of_figures();
        let current = score
            .operands
            .first()
            .and_then(|o| o.found.as_ref()?.figure.value);
        let figure = enough(&needed.figure, current, target.op.is_floor());
        // What is said of the figure is said of the one that is shown.
        let revision = figure
            .zip(current)
            .and_then(|(enough, now)| needed.unit.revision(&now.ratio(), &enough.ratio()))
            .unwrap_or_else(|| needed.revision.clone());
        let figure = figure.map_or_else(String::new, |d| d.to_string());
        let current = current.map_or_else(String::new, |v| v.to_string());
        let [figure, _] = lang.figures([&figure, &current], unit, Digits::Short);
        let size = self.revision(&needed.unit, &revision.abs(), false);
        let sign = target.op.sign();
        let order = revision.cmp(&BigRational::zero());
        let (figure, revision) = (&figure, &size);
        let said = match order {
            Ordering::Greater => say!(
                lang,
                "explain-needed-above",
                sign = sign,
                figure = figure,
                revision = revision
            ),
            Ordering::Less => say!(
                lang,
                "explain-needed-below",
                sign = sign,
                figure = figure,
                revision = revision
            ),
            Ordering::Equal => say!(lang, "explain-needed-same", sign = sign, figure = figure),
        };
        labelled(lang.say("explain-needed"), &said)
    }

    /// A revision as people see it: a share of the earlier figure, or a difference in its unit;
    /// with its sign, or its size only.
    fn revision(&self, unit: &RevisionUnit, revision: &BigRational, signed: bool) -> String {
        let value = unit.scaled(revision).to_f64().unwrap_or_default();
        self.lang.revision(value, unit.published().0, signed)
    }

    /// What has become of the measure's figures after they were first said.
    pub(super) fn revisions(&self, revisions: &Revisions, score: &Score) -> Vec<String> {
        let lang = self.lang;
        let told = say!(
            lang,
            "explain-revisions-known",
            measure = revisions.measure,
            revisions = self.sizes(revisions)
        );
        let head = labelled(lang.say("explain-revisions"), &told);
        let unit = score.unit_of_figures();
        let one = |of: &(Period, Span, Dec, Dec)| self.revised(revisions, of, unit);
        let left = revisions.of_area.len().saturating_sub(MOST_SHOWN);
        let more = (left > 0).then(|| {
            let measure = &revisions.measure;
            let said = say!(
                lang,
                "explain-revisions-more",
                number = left,
                measure = measure
            );
            labelled("", &said)
        });
        std::iter::once(head)
            .chain(more)
            .chain(revisions.of_area.iter().skip(left).map(one))
            .collect()
    }

    /// How many revisions are known, and how large they are where they are many enough.
    fn sizes(&self, revisions: &Revisions) -> String {
        let lang = self.lang;
        let size = |v: &BigRational| self.revision(&revisions.unit, v, false);
        let (number, status) = (revisions.sizes.len(), lang.status(revisions.status));
        match (&revisions.usual, revisions.sizes.last()) {
            (Some(usual), Some(most)) => {
                say!(
                    lang,
                    "explain-revisions-usual",
                    number = number,
                    status = status,
                    usual = size(usual),
                    largest = size(most)
                )
            }
            _ => {
                say!(
                    lang,
                    "explain-revisions-few",
                    number = number,
                    status = status
                )
            }
        }
    }

    /// A figure of the area as it was first said and as it is said now.
    fn revised(
        &self,
        revisions: &Revisions,
        (period, span, first, last): &(Period, Span, Dec, Dec),
        unit: &str,
    ) -> String {
        let shown = |v: &Dec| self.lang.figure(&v.to_string(), unit, Digits::Short);
        let change = revisions
            .unit
            .revision(&first.ratio(), &last.ratio())
            .map_or_else(
                || "–".to_owned(),
                |r| self.revision(&revisions.unit, &r, true),
            );
        let period = self.period(*period, *span);
        let text = format!("{period}: {} → {} ({change})", shown(first), shown(last));
        labelled("", &text)
    }
}

/// The figure that is enough, with as many places as the current one is stated with, so that nobody
/// is asked for a fraction of an enterprise: rounded to the side on which the target holds.
fn enough(figure: &BigRational, current: Option<Dec>, floor: bool) -> Option<Dec> {
    let places = current.map_or(0, |c| {
        let text = c.to_string();
        text.split_once('.').map_or(0, |(_, places)| places.len())
    });
    let scale = BigRational::from_integer(BigInt::from(10).pow(u32::try_from(places).ok()?));
    let scaled = figure * &scale;
    let whole = if floor { scaled.ceil() } else { scaled.floor() };
    Dec::from_rational(&(whole / scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_enough_is_stated_as_the_figure_is() {
        let of = |number: i64, by: i64, current: &str, floor: bool| {
            let figure = BigRational::new(number.into(), by.into());
            enough(&figure, current.parse().ok(), floor).map(|d| d.to_string())
        };
        let text = |t: &str| Some(t.to_owned());
        assert_eq!(of(332_532, 10, "26134", true), text("33254"), "enterprises");
        assert_eq!(of(332_532, 10, "26134", false), text("33253"));
        assert_eq!(of(100, 3, "12.5", true), text("33.4"));
        assert_eq!(of(33_254, 1, "26134", true), text("33254"), "exactly");
    }
}
