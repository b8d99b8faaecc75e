//! The correction notices of release notes: every verdict that is another one now.

use crate::app::cli::notes::text::{NotesText, dash};
use crate::app::messages::say;
use crate::inspect::release_notes::Notice;
use crate::model::{TargetOp, shown_as};
use std::collections::BTreeSet;
use std::fmt::Write;

impl NotesText<'_> {
    pub(super) fn notices(&self, text: &mut String) {
        let lang = self.lang;
        let flipped =
            |n: &&Notice| !n.flip.verdict[1].is_empty() && n.flip.verdict[0] != n.flip.verdict[1];
        let gone = |n: &&Notice| n.flip.verdict[1].is_empty();
        let all = &self.notes.notices;
        _ = write!(text, "## {}\n\n", lang.say("notes-notices"));
        if !all.iter().any(|n| flipped(&n)) {
            _ = write!(text, "{}\n\n", lang.say("notes-no-notice"));
        }
        for (i, notice) in all.iter().filter(flipped).enumerate() {
            _ = write!(text, "### {}. {}\n\n", i + 1, self.heading(notice));
            for (label, said) in self.lines(notice) {
                _ = writeln!(text, "* {label}: {said}");
            }
            text.push('\n');
        }
        let others = |n: &&Notice| !flipped(n) && !gone(n);
        let reasons = lang.say("notes-other-reasons");
        let lost = lang.say("notes-lost-verdicts");
        self.short(text, reasons, all.iter().filter(others).collect(), |n| {
            format!(
                "{} → {}",
                self.reason(&n.flip.reason[0]),
                self.reason(&n.flip.reason[1])
            )
        });
        self.short(text, lost, all.iter().filter(gone).collect(), |n| {
            self.verdict(&n.flip.verdict[0])
        });
    }

    fn short(
        &self,
        text: &mut String,
        heading: &str,
        notices: Vec<&Notice>,
        said: impl Fn(&Notice) -> String,
    ) {
        if notices.is_empty() {
            return;
        }
        _ = write!(text, "## {heading}\n\n");
        for notice in notices {
            _ = writeln!(
                text,
                "* {}: {} ({})",
                self.heading(notice),
                said(notice),
                self.why(notice)
            );
        }
        text.push('\n');
    }

    fn heading(&self, notice: &Notice) -> String {
        let (lang, flip) = (self.lang, &notice.flip);
        let pick = |both: &[String; 2], id: &str| {
            let [first, second] = if lang.is_vi() {
                [&both[0], &both[1]]
            } else {
                [&both[1], &both[0]]
            };
            [first.as_str(), second.as_str(), id]
                .into_iter()
                .find(|t| !t.is_empty())
                .unwrap_or_default()
                .to_owned()
        };
        let span = flip.key.span.parse().map_or("", |s| lang.span(s));
        let period = format!("{} {span}", flip.key.period);
        say!(
            lang,
            "notes-notice",
            title = pick(&notice.title, &flip.key.kpi),
            area = pick(&notice.area, &flip.key.area_code),
            area_code = flip.key.area_code,
            period = period.trim_end(),
            kpi = flip.key.kpi,
            boundary = flip.key.boundary
        )
    }

    /// Label and text of every line of a notice: what was said, what is said now, and why.
    fn lines(&self, notice: &Notice) -> Vec<(&'static str, String)> {
        let (lang, flip) = (self.lang, &notice.flip);
        let verdict = both([0, 1].map(|i| self.verdict(&flip.verdict[i])));
        let value = [0, 1].map(|i| self.value(notice, &flip.value[i], &flip.target[i]));
        let mut lines = vec![
            (lang.say("notes-verdict"), format!("**{verdict}**")),
            (lang.say("notes-value"), both(value)),
        ];
        if flip.reason.iter().any(|r| !r.is_empty()) {
            lines.push((
                lang.say("notes-reason"),
                both([0, 1].map(|i| self.reason(&flip.reason[i]))),
            ));
        }
        lines.extend([
            (
                lang.say("notes-target"),
                both([0, 1].map(|i| self.asked(notice, i))),
            ),
            (lang.say("notes-why"), self.why(notice)),
            (
                lang.say("notes-deliveries"),
                both(notice.deliveries.each_ref().map(listed)),
            ),
        ]);
        lines
    }

    /// A value or a target, distinguishable from the other where the two are close.
    fn value(&self, notice: &Notice, text: &str, other: &str) -> String {
        let (kind, unit) = (notice.kind.0.as_str(), notice.kind.1.as_str());
        let others = other.split(' ').filter_map(|word| word.parse().ok());
        let others: Vec<f64> = others.collect();
        text.parse::<f64>().map_or_else(
            |_| dash(text).to_owned(),
            |v| self.lang.value_against(v, &others, shown_as(kind, unit)),
        )
    }

    fn asked(&self, notice: &Notice, side: usize) -> String {
        let (asked, id) = (&notice.flip.target[side], &notice.flip.target_id[side]);
        let mut said = asked.split(' ');
        let (op, bounds) = (said.next().unwrap_or_default(), said);
        let mut bounds = bounds.map(|b| self.value(notice, b, &notice.flip.value[side]));
        let (Ok(op), Some(low)) = (op.parse::<TargetOp>(), bounds.next()) else {
            return "–".to_owned();
        };
        let id = if id.is_empty() {
            String::new()
        } else {
            format!(" (`{id}`)")
        };
        format!("{}{id}", self.lang.asked(op, &low, bounds.next()))
    }

    fn why(&self, notice: &Notice) -> String {
        notice
            .flip
            .why
            .iter()
            .map(|word| self.lang.cause(word))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// Before and now, once where they are the same.
fn both([before, now]: [String; 2]) -> String {
    if before == now {
        before
    } else {
        format!("{before} → {now}")
    }
}

fn listed(deliveries: &BTreeSet<String>) -> String {
    if deliveries.is_empty() {
        return "–".to_owned();
    }
    deliveries
        .iter()
        .map(|d| format!("`{d}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
