//! The tables of release notes: verdicts, reasons, flags and rows before and now.

use crate::app::cli::notes::text::NotesText;
use crate::model::Verdict;
use std::fmt::Write;

impl NotesText<'_> {
    pub(super) fn counts(&self, text: &mut String) {
        let (lang, notes) = (self.lang, self.notes);
        let verdict = |word: &String| {
            word.parse::<Verdict>()
                .map_or_else(|_| word.clone(), |v| lang.verdict(v).to_owned())
        };
        let verdicts = notes
            .verdicts
            .iter()
            .map(|(word, counts)| (verdict(word), *counts))
            .collect();
        let heading = lang.say("notes-verdicts");
        self.table(text, heading, lang.say("notes-verdict"), verdicts);
        for (heading, first, counts) in [
            (
                lang.say("notes-reasons"),
                lang.say("notes-reason"),
                &notes.reasons,
            ),
            (
                lang.say("notes-flags"),
                lang.say("notes-flag"),
                &notes.flags,
            ),
            (
                lang.say("notes-tables"),
                lang.say("notes-table"),
                &notes.tables,
            ),
        ] {
            let changed = counts
                .iter()
                .filter(|(_, [a, b])| a != b)
                .map(|(name, counts)| (format!("`{name}`"), *counts))
                .collect::<Vec<_>>();
            if !changed.is_empty() {
                self.table(text, heading, first, changed);
            }
        }
    }

    /// Names with their counts before and now.
    fn table(&self, text: &mut String, heading: &str, first: &str, rows: Vec<(String, [u64; 2])>) {
        let lang = self.lang;
        let [was, is] = [lang.say("notes-before"), lang.say("notes-now")];
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
    }
}
