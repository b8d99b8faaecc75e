//! The lines of an explanation about what stands around the periods and areas compared: the
//! calendar, and the union that a changed area belongs to.

use crate::app::cli::explain::text::{ExplanationText, labelled};
use crate::app::cli::table::named;
use crate::app::messages::say;
use crate::inspect::Union;
use crate::model::{CalendarEffect, FeastDays, UnitId};
use chrono::NaiveDate;

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
        let told = say!(
            lang,
            "explain-union-of",
            before = named(areas, &union.component.from),
            from = union.from,
            after = named(areas, &union.component.to),
            to = union.to
        );
        let way = |(day, unit): &(NaiveDate, UnitId)| {
            let told = say!(
                lang,
                "explain-answered-on",
                day = day,
                names = named(areas, [unit]),
                code = areas.unit(*unit).code
            );
            labelled(lang.say("explain-answered"), &told)
        };
        let mut lines = if union.other_land {
            let told = say!(
                lang,
                "explain-other-land",
                name = named(areas, &union.component.to),
                from = union.from,
                to = union.to
            );
            vec![labelled(lang.say("explain-land"), &told)]
        } else {
            vec![labelled(lang.say("explain-union"), &told)]
        };
        lines.extend(union.answered.iter().map(way));
        lines.extend(
            self.unanswered(union)
                .map(|why| labelled(lang.say("explain-answered"), &why)),
        );
        lines
    }

    /// Why there is no answer, or none yet.
    fn unanswered(&self, union: &Union) -> Option<String> {
        let lang = self.lang;
        if !union.missing_weights.is_empty() {
            let listed = union
                .missing_weights
                .iter()
                .map(|w| format!("`{w}`"))
                .collect::<Vec<_>>()
                .join(", ");
            return Some(say!(lang, "explain-weight-missing", measures = listed));
        }
        let why = if union.adds_up {
            lang.say("explain-not-whole")
        } else if union.takes_weights {
            lang.say("explain-not-additive")
        } else {
            lang.say("explain-of-records")
        };
        union.answered.is_empty().then(|| why.to_owned())
    }
}
