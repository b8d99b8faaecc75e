//! The lines of an explanation about what areas add to a change.

use crate::app::cli::explain::text::{ExplanationText, labelled};
use crate::app::cli::table::named;
use crate::app::messages::say;
use crate::evaluate::Contributed;
use crate::inspect::Explanation;
use crate::kpi::{Contribution, Contributions, Lacking};
use crate::model::{Dec, UnitId};
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

impl ExplanationText<'_> {
    /// What each area adds, the most first; or which areas have no figure.
    pub(super) fn contributed(&self, explanation: &Explanation) -> Vec<String> {
        let Some(Contributed { level, found }) = &explanation.contributed else {
            return vec![];
        };
        let lang = self.lang;
        let label = lang.say("explain-contributions");
        match found {
            Ok(found) => {
                let unit = explanation.kpi.kind.value_unit();
                let head = say!(lang, "explain-contributions-of", level = level);
                let mut lines = vec![labelled(label, &head)];
                lines.extend(self.by_area(found, unit));
                lines
            }
            Err(lacking) => vec![labelled(label, &self.not_contributed(lacking))],
        }
    }

    fn by_area(&self, found: &Contributions, unit: &str) -> Vec<String> {
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
        let of_area = |part: &&Contribution| {
            let name = named(self.areas(), [&part.area]);
            let (base, now) = (figure(&part.base), figure(&part.now));
            format!("{name}: {}  ({base} → {now})", shown(&part.value))
        };
        let mut lines: Vec<String> = parts.iter().map(of_area).collect();
        if !found.not_explained.is_zero() {
            let rest = shown(&found.not_explained);
            lines.push(say!(lang, "explain-contributions-rest", value = rest));
        }
        lines.iter().map(|line| labelled("", line)).collect()
    }

    /// The areas without a figure, each with the reason.
    fn not_contributed(&self, lacking: &Lacking) -> String {
        let one = |(area, reason): (&UnitId, &crate::model::Reason)| {
            format!("{} ({reason})", named(self.areas(), [area]))
        };
        let areas: Vec<String> = lacking.iter().map(one).collect();
        let areas = areas.join(", ");
        say!(self.lang, "explain-contributions-lacking", areas = areas)
    }
}
