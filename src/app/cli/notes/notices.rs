//! The correction notices of release notes: every verdict that is another one now.

use crate::app::cli::changed_verdict::{both, period_of, target_of, value_of};
use crate::app::cli::notes::text::NotesText;
use crate::app::messages::say;
use crate::inspect::release_notes::Notice;
use crate::model::shown_as;
use std::collections::BTreeSet;
use std::fmt::Write;

/// At most this many notices of one line are listed under a heading.
const MOST_SHORT: usize = 200;

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
        let values = |n: &&Notice| n.flip.verdict[0] == n.flip.verdict[1] && same_reason(n);
        let others = |n: &&Notice| !flipped(n) && !gone(n) && !same_reason(n);
        let reasons = lang.say("notes-other-reasons");
        let lost = lang.say("notes-lost-verdicts");
        self.short(
            text,
            reasons,
            &all.iter().filter(others).collect::<Vec<_>>(),
            |n| {
                format!(
                    "{} → {}",
                    self.reason(&n.flip.reason[0]),
                    self.reason(&n.flip.reason[1])
                )
            },
        );
        self.short(
            text,
            lost,
            &all.iter().filter(gone).collect::<Vec<_>>(),
            |n| self.verdict(&n.flip.verdict[0]),
        );
        let revised = lang.say("notes-values");
        self.short(
            text,
            revised,
            &all.iter().filter(values).collect::<Vec<_>>(),
            |n| {
                let unit = shown_as(&n.kind.0, &n.kind.1);
                let value = both([0, 1].map(|i| value_of(lang, &n.flip, i, unit)));
                format!("{value}, {}", self.verdict(&n.flip.verdict[1]))
            },
        );
    }

    fn short(
        &self,
        text: &mut String,
        heading: &str,
        notices: &[&Notice],
        said: impl Fn(&Notice) -> String,
    ) {
        if notices.is_empty() {
            return;
        }
        _ = write!(text, "## {heading}\n\n");
        for notice in notices.iter().take(MOST_SHORT) {
            _ = writeln!(
                text,
                "* {}: {} ({})",
                self.heading(notice),
                said(notice),
                self.why(notice)
            );
        }
        let left = notices.len().saturating_sub(MOST_SHORT);
        if left > 0 {
            let number = self.lang.digits(&left.to_string());
            _ = writeln!(text, "* {}", say!(self.lang, "notes-more", number = number));
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
        say!(
            lang,
            "notes-notice",
            title = pick(&notice.title, &flip.key.kpi),
            area = pick(&notice.area, &flip.key.area_code),
            area_code = flip.key.area_code,
            period = period_of(lang, flip, self.fiscal),
            kpi = flip.key.kpi,
            boundary = flip.key.boundary
        )
    }

    /// Label and text of every line of a notice: what was said, what is said now, and why.
    fn lines(&self, notice: &Notice) -> Vec<(&'static str, String)> {
        let (lang, flip) = (self.lang, &notice.flip);
        let verdict = both([0, 1].map(|i| self.verdict(&flip.verdict[i])));
        let unit = shown_as(&notice.kind.0, &notice.kind.1);
        let value = [0, 1].map(|i| value_of(lang, flip, i, unit));
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

    fn asked(&self, notice: &Notice, side: usize) -> String {
        let unit = shown_as(&notice.kind.0, &notice.kind.1);
        let asked = target_of(self.lang, &notice.flip, side, unit);
        match notice.flip.target_id[side].as_str() {
            "" => asked,
            id => format!("{asked} (`{id}`)"),
        }
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

/// Whether a verdict is not assessable for the same reason as before, or has none.
fn same_reason(notice: &Notice) -> bool {
    notice.flip.reason[0] == notice.flip.reason[1]
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
