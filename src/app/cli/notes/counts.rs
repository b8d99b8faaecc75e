//! The tables of release notes: verdicts, reasons, flags and rows before and now.

use crate::app::cli::notes::text::NotesText;
use crate::model::Verdict;
use std::fmt::Write;

impl NotesText<'_> {
    pub(super) fn counts(&self, text: &mut String) {
        let lang = self.lang;
        let [was, is] = [lang.say("notes-before"), lang.say("notes-now")];
        let mut table = |heading: &str, first: &str, rows: Vec<(String, [u64; 2])>| {
            _ = write!(
                text,
                "## {heading}\n\n| {first} | {was} | {is} |\n|---|---:|---:|\n"
            );
            for (name, [before, after]) in rows {
                _ = writeln!(
                    text,
                    "| {name} | {} | {} |",
                    lang.digits(&before.to_string()),
                    lang.digits(&after.to_string())
                );
            }
            text.push('\n');
        };
        let verdict = |word: &String| {
            word.parse::<Verdict>()
                .map_or_else(|_| word.clone(), |v| lang.verdict(v).to_owned())
        };
        let verdicts = self
            .notes
            .verdicts
            .iter()
            .map(|(word, counts)| (verdict(word), *counts))
            .collect();
        table(
            lang.say("notes-verdicts"),
            lang.say("notes-verdict"),
            verdicts,
        );
        for (heading, first, counts) in [
            (
                lang.say("notes-reasons"),
                lang.say("notes-reason"),
                &self.notes.reasons,
            ),
            (
                lang.say("notes-flags"),
                lang.say("notes-flag"),
                &self.notes.flags,
            ),
            (
                lang.say("notes-tables"),
                lang.say("notes-table"),
                &self.notes.tables,
            ),
        ] {
            let changed = counts
                .iter()
                .filter(|(_, [a, b])| a != b)
                .map(|(name, counts)| (format!("`{name}`"), *counts))
                .collect::<Vec<_>>();
            if !changed.is_empty() {
                table(heading, first, changed);
            }
        }
    }
}
