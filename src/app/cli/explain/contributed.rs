//! The lines of an explanation about what areas and members add to a change.

use crate::app::cli::explain::text::{ExplanationText, labelled};
use crate::app::cli::table::named;
use crate::app::messages::say;
use crate::evaluate::{Contributed, PartsOf};
use crate::inspect::Explanation;
use crate::kpi::{Contribution, Contributions, Lacking, WholePart};
use crate::model::{Dec, Reason, shown_in};
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

impl ExplanationText<'_> {
    /// What each part adds, the most first; or which parts have no figure.
    pub(super) fn contributed(&self, explanation: &Explanation) -> Vec<String> {
        let all = explanation.contributed.iter();
        all.flat_map(|one| self.by_parts(explanation, one))
            .collect()
    }

    fn by_parts(&self, explanation: &Explanation, one: &Contributed) -> Vec<String> {
        let lang = self.lang;
        let label = lang.say("explain-contributions");
        match &one.found {
            Ok(found) => {
                let unit = explanation.kpi.kind.value_unit();
                let unit = shown_in(unit, explanation.score.unit_of_figures());
                let head = match &one.by {
                    PartsOf::Level(level) => {
                        say!(lang, "explain-contributions-of", level = level)
                    }
                    PartsOf::Dimension(dimension) => {
                        say!(lang, "explain-contributions-members", dimension = dimension)
                    }
                };
                let mut lines = vec![labelled(label, &head)];
                lines.extend(self.each_part(found, &one.by, &unit));
                lines
            }
            Err(lacking) => vec![labelled(label, &self.not_contributed(lacking))],
        }
    }

    fn each_part(&self, found: &Contributions, by: &PartsOf, unit: &str) -> Vec<String> {
        let lang = self.lang;
        let shown = |value: &BigRational| {
            let value = value.to_f64().unwrap_or_default();
            lang.margin(value, unit)
        };
        let figure = |value: &BigRational| {
            Dec::from_rational(value).map_or_else(String::new, |d| lang.digits(&d.to_string()))
        };
        let mut parts: Vec<&Contribution> = found.parts.iter().collect();
        parts.sort_by_key(|part| std::cmp::Reverse(part.value.abs()));
        let of_part = |part: &&Contribution| {
            let name = self.part_name(&part.part);
            let (base, now) = (figure(&part.base), figure(&part.now));
            format!("{name}: {}  ({base} → {now})", shown(&part.value))
        };
        let mut lines: Vec<String> = parts.iter().map(of_part).collect();
        if !found.not_explained.is_zero() {
            let rest = shown(&found.not_explained);
            lines.push(match by {
                PartsOf::Level(_) => say!(lang, "explain-contributions-rest", value = rest),
                PartsOf::Dimension(_) => {
                    say!(lang, "explain-contributions-rest-members", value = rest)
                }
            });
        }
        lines.iter().map(|line| labelled("", line)).collect()
    }

    fn part_name(&self, part: &WholePart) -> String {
        match part {
            WholePart::Area(area) => named(self.areas(), [area]),
            WholePart::Member { member, .. } => {
                format!("{} ({})", member.title.get(self.lang.is_vi()), member.code)
            }
        }
    }

    /// The parts without a figure, each with the reason.
    fn not_contributed(&self, lacking: &Lacking) -> String {
        let one =
            |(part, reason): &(WholePart, Reason)| format!("{} ({reason})", self.part_name(part));
        let parts: Vec<String> = lacking.iter().map(one).collect();
        let parts = parts.join(", ");
        say!(self.lang, "explain-contributions-lacking", areas = parts)
    }
}
