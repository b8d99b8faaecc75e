//! The lines of an explanation about revisions: the one that would just have been enough, and what
//! has become of the measure's figures.

use crate::app::cli::explain::text::{ExplanationText, labelled};
use crate::app::lang::Digits;
use crate::app::messages::say;
use crate::inspect::{Needed, Revisions};
use crate::kpi::RevisionUnit;
use crate::model::{Dec, Period, Score, Span, Target};
use num_rational::BigRational;
use num_traits::ToPrimitive;

impl ExplanationText<'_> {
    /// The figure that would just have been enough, and how far the one in hand is from it.
    pub(super) fn needed(&self, needed: &Needed, target: &Target, score: &Score) -> String {
        let lang = self.lang;
        let unit = unit_of(score);
        let current = score
            .operands
            .first()
            .and_then(|o| o.found.as_ref()?.figure.value)
            .map_or_else(String::new, |v| v.to_string());
        let figure = Dec::from_rational(&needed.figure).map_or_else(String::new, |d| d.to_string());
        let [figure, _] = lang.figures([&figure, &current], &unit, Digits::Short);
        labelled(
            lang.say("explain-needed"),
            &say!(
                lang,
                "explain-needed-revision",
                sign = target.op.sign(),
                figure = figure,
                revision = self.revision(&needed.unit, &needed.revision, true)
            ),
        )
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
        let unit = unit_of(score);
        let one = |of: &(Period, Span, Dec, Dec)| self.revised(revisions, of, &unit);
        std::iter::once(head)
            .chain(revisions.of_area.iter().map(one))
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
        let change = revisions.unit.revision(*first, *last).map_or_else(
            || "–".to_owned(),
            |r| self.revision(&revisions.unit, &r, true),
        );
        let period = self.period(*period, *span);
        let text = format!("{period}: {} → {} ({change})", shown(first), shown(last));
        labelled("", &text)
    }
}

/// The unit of the figures that a score is made from.
pub(super) fn unit_of(score: &Score) -> String {
    score
        .operands
        .iter()
        .find_map(|o| Some(o.found.as_ref()?.figure.unit.clone()))
        .unwrap_or_default()
}
