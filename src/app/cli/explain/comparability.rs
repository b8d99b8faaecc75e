//! The lines of an explanation about what stands around the periods and areas compared: the calendar,
//! and the union that a changed area belongs to.

use crate::app::cli::explain::text::ExplanationText;
use crate::app::cli::table::named;
use crate::app::messages::say;
use crate::inspect::Union;
use crate::model::{CalendarEffect, FeastDays};

impl ExplanationText<'_> {
    /// Feasts and working days of the two periods.
    pub(super) fn calendar(&self, effect: &CalendarEffect) -> Vec<String> {
        let lang = self.lang;
        let days = |all: &[chrono::NaiveDate]| {
            all.iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        };
        let feast = |f: &FeastDays| {
            let [first, second] = if lang.is_vi() {
                [&f.name_vi, &f.name_en]
            } else {
                [&f.name_en, &f.name_vi]
            };
            let moved = if f.moved {
                format!(" {}", lang.say("explain-feast-moved"))
            } else {
                String::new()
            };
            say!(
                lang,
                "explain-feast",
                feast = if first.is_empty() { second } else { first },
                now = days(&f.now),
                before = days(&f.before),
                moved = moved
            )
        };
        let working =
            |[now, then]: [u32; 2]| say!(lang, "explain-working-days", now = now, then = then);
        let told = effect
            .feasts
            .iter()
            .map(feast)
            .chain(effect.working_days.map(working));
        told.map(|text| format!("  {:<10} {text}", lang.say("explain-calendar")))
            .collect()
    }

    /// The union that a changed area belongs to, and where there is an answer.
    pub(super) fn union(&self, union: &Union) -> Vec<String> {
        let (lang, areas) = (self.lang, self.areas());
        let (before, after) = (
            named(areas, &union.component.from),
            named(areas, &union.component.to),
        );
        let mut lines = vec![format!(
            "  {:<10} {}",
            lang.say("explain-union"),
            say!(
                lang,
                "explain-union-of",
                before = before,
                from = union.from,
                after = after,
                to = union.to
            )
        )];
        let label = lang.say("explain-answered");
        let way = |(day, unit): &(chrono::NaiveDate, crate::model::UnitId)| {
            let code = &areas.unit(*unit).code;
            format!(
                "  {:<10} {}",
                label,
                say!(
                    lang,
                    "explain-answered-on",
                    day = day,
                    names = named(areas, [unit]),
                    code = code
                )
            )
        };
        lines.extend(union.answered.iter().map(way));
        if !union.missing_weights.is_empty() {
            let listed = union
                .missing_weights
                .iter()
                .map(|w| format!("`{w}`"))
                .collect::<Vec<_>>()
                .join(", ");
            lines.push(format!(
                "  {:<10} {}",
                label,
                say!(lang, "explain-weight-missing", measures = listed)
            ));
        } else if union.answered.is_empty() {
            let why = if union.adds_up {
                lang.say("explain-not-whole")
            } else {
                lang.say("explain-not-additive")
            };
            lines.push(format!("  {label:<10} {why}"));
        }
        lines
    }
}
