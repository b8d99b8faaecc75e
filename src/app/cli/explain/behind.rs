//! The lines of an explanation that say what stands behind it: release, ranking, boundary steps,
//! where a figure was looked for, delivery, checks.

use crate::app::cli::explain::text::{ExplanationText, labelled};
use crate::app::lang::{Digits, Lang, moment};
use crate::app::messages::say;
use crate::inspect::{
    CheckResult, ExplainedCheck, ExplainedDelivery, ExplainedOperand, ExplainedRow, Explanation,
    Looked,
};
use crate::model::{Better, Dec, Relation, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

impl ExplanationText<'_> {
    /// The release whose figures are explained, and where its rows were read.
    pub(super) fn release(&self) -> Vec<String> {
        let (lang, release) = (self.lang, &self.explained.release);
        let known = release.manifest.known_day();
        let mut lines = vec![labelled(
            lang.say("explain-release"),
            &say!(
                lang,
                "explain-release-known",
                id = release.id,
                known = known,
                program = release.manifest.program()
            ),
        )];
        if self.proved {
            lines.push(labelled("", lang.say("explain-proved")));
        } else if self.explained.read_from == "landing" {
            lines.push(labelled("", lang.say("explain-rebuilt")));
        }
        lines
    }

    /// The areas that a rank is a place among, the best of them first.
    pub(super) fn ranking(&self, explanation: &Explanation) -> Option<String> {
        const SHOWN: usize = 10;
        let lang = self.lang;
        let unit = explanation.score.unit_of_figures();
        let of = |(area, value): &(UnitId, Dec)| {
            format!(
                "{} {}",
                self.areas().unit(*area).name(true),
                lang.figure(&value.to_string(), unit, Digits::Short)
            )
        };
        let mut field: Vec<&(UnitId, Dec)> = explanation.field.iter().collect();
        field.sort_by_key(|(_, value)| *value);
        let ranking = explanation.kpi.kind.ranking();
        if ranking.is_some_and(|ranking| ranking.better == Better::High) {
            field.reverse();
        }
        let mut named: Vec<String> = field.into_iter().take(SHOWN).map(of).collect();
        match explanation.field.len() {
            0 => return None,
            n if n > SHOWN => named.push(format!("… ({n})")),
            _ => {}
        }
        Some(format!(
            "  {:<10} {}",
            lang.say("explain-among"),
            named.join("; ")
        ))
    }

    /// Recorded changes of areas between the day of the source and the boundary.
    pub(super) fn steps(&self, operand: &ExplainedOperand) -> Vec<String> {
        operand
            .steps
            .iter()
            .map(|step| {
                format!(
                    "  {}",
                    say!(
                        self.lang,
                        "explain-boundary-step",
                        step = relation(self.lang, step)
                    )
                )
            })
            .collect()
    }

    /// Where a figure was looked for that is not there, or gave nothing.
    pub(super) fn looked(&self, operand: &ExplainedOperand) -> Vec<String> {
        let missing = operand
            .found
            .as_ref()
            .is_none_or(|v| v.figure.value.is_none());
        if missing {
            operand.asked.iter().map(|l| self.one_looked(l)).collect()
        } else {
            vec![]
        }
    }

    fn one_looked(&self, looked: &Looked) -> String {
        let lang = self.lang;
        let mut days: BTreeMap<UnitId, Vec<NaiveDate>> = BTreeMap::new();
        for (unit, day) in &looked.areas {
            days.entry(*unit).or_default().push(*day);
        }
        let code = |(unit, days): (&UnitId, &Vec<NaiveDate>)| {
            let first = days.iter().min().map(ToString::to_string);
            let last = days.iter().max().map(ToString::to_string);
            let days: BTreeSet<String> = first.into_iter().chain(last).collect();
            let days: Vec<String> = days.into_iter().collect();
            say!(
                lang,
                "explain-code-of",
                code = self.areas().unit(*unit).code,
                day = days.join(" … ")
            )
        };
        let areas: Vec<String> = days.iter().map(code).collect();
        let filter = if looked.filter.is_empty() {
            String::new()
        } else {
            format!(" where {}", looked.filter)
        };
        format!(
            "  {}",
            say!(
                lang,
                "explain-looked-in",
                dataset = looked.dataset,
                value = looked.value,
                filter = filter,
                areas = areas.join(" + "),
                said = self.counted(looked)
            )
        )
    }

    /// How many rows there were where a figure was looked for.
    fn counted(&self, looked: &Looked) -> String {
        let lang = self.lang;
        let mut said = vec![say!(lang, "explain-rows-found", number = looked.rows)];
        if looked.others > 0 {
            said.push(say!(lang, "explain-rows-other", number = looked.others));
        }
        if let Some((number, first)) = looked.later {
            let time = moment(first, self.zone);
            said.push(say!(
                lang,
                "explain-rows-later",
                number = number,
                time = time
            ));
        }
        if looked.kept_aside > 0 {
            said.push(say!(
                lang,
                "explain-rows-quarantined",
                number = looked.kept_aside
            ));
        }
        said.join("; ")
    }

    /// Hash and times of a row's delivery, and what its checks made of it.
    pub(super) fn delivered(&self, row: &ExplainedRow) -> Vec<String> {
        let mut lines: Vec<String> = row.delivery.iter().map(|d| self.delivery(d)).collect();
        if !row.dimensions.is_empty() {
            let named: Vec<String> = row
                .dimensions
                .iter()
                .map(|(name, value)| format!("{name} = {value}"))
                .collect();
            lines.push(format!("      {}", named.join(", ")));
        }
        let checks: Vec<String> = row.checks.iter().map(|c| self.check(c)).collect();
        if !checks.is_empty() {
            lines.push(format!(
                "      {}",
                say!(self.lang, "explain-checks", results = checks.join("; "))
            ));
        }
        lines
    }

    fn delivery(&self, delivery: &ExplainedDelivery) -> String {
        let lang = self.lang;
        let published = delivery.published_at.map_or_else(String::new, |t| {
            say!(lang, "explain-published-at", time = moment(t, self.zone))
        });
        format!(
            "      {}",
            say!(
                lang,
                "explain-delivery",
                hash = delivery.sha256,
                time = moment(delivery.fetched_at, self.zone),
                published = published
            )
        )
    }

    fn check(&self, check: &ExplainedCheck) -> String {
        let lang = self.lang;
        let result = match check.result {
            CheckResult::Passed => lang.say("explain-check-passed"),
            CheckResult::Confirmed => lang.say("explain-check-confirmed"),
            CheckResult::Told => lang.say("explain-check-flagged"),
            CheckResult::KeptAside => lang.say("explain-check-quarantined"),
            CheckResult::Unclear => lang.say("explain-check-unclear"),
        };
        let message = if check.message.is_empty() {
            String::new()
        } else {
            format!(": {}", check.message)
        };
        let rule = match check.rule.as_str() {
            "contract" => lang.say("explain-check-contract"),
            rule => rule,
        };
        format!("{rule} {result}{message}")
    }
}

/// A recorded change of areas in a few words.
pub(super) fn relation(lang: Lang, step: &Relation) -> String {
    let note = if step.note.is_empty() {
        String::new()
    } else {
        format!(" ({})", step.note)
    };
    format!(
        "{}: {} {} → {}{note}",
        step.date,
        lang.relation(step.kind),
        step.from_code,
        step.to_code
    )
}
