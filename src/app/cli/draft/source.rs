//! The source of a draft: where the file lies, its format and how its numbers are written.

use crate::app::cli::draft::page::{DraftPage, listed};
use crate::app::cli::toml_text::{comment, quoted};
use crate::app::messages::say;
use crate::ingest::draft::{ValueGuess, WritingDoubt, WritingGuess};
use crate::model::NumberFormat;

impl DraftPage<'_> {
    pub(super) fn source(&self, lines: &mut Vec<String>) {
        lines.extend([
            String::new(),
            "[[source]]".to_owned(),
            "id = \"provider\"".to_owned(),
        ]);
        let http = self.address();
        if http.is_none() {
            lines.extend(self.path());
        }
        self.format(lines);
        lines.extend(self.rows_apart());
        if let Some(value) = &self.found.value {
            self.number(lines, value);
        }
        if let Some(period) = &self.found.period
            && let Some(writing) = &period.writing
        {
            lines.extend(self.writing(&period.column, writing));
        }
        if let Some(writing) = &self.found.below_years {
            lines.extend(self.writing("", writing));
        }
        if self.found.area.as_ref().is_some_and(|a| a.at_start) {
            lines.push(format!(
                "area_at = \"start\" {}",
                comment(self.lang.say("draft-area-at-start"))
            ));
        }
        if let Some(address) = http {
            lines.extend([String::new(), "[source.http]".to_owned()]);
            if address.contains('?') {
                let told = say!(
                    self.lang,
                    "draft-no-secret",
                    example = "`query = { key = { env = \"NAME\" } }`"
                );
                lines.push(comment(&told));
            }
            lines.push(format!("url = {}", quoted(&address)));
        }
    }

    /// How periods are written, with what shows it and what only a person knows.
    fn writing(&self, column: &str, writing: &WritingGuess) -> [String; 2] {
        let columns = if writing.parts.is_empty() {
            format!("`{column}`")
        } else {
            listed(&writing.parts)
        };
        let (first, last) = &writing.range;
        let evidence = comment(&say!(
            self.lang,
            "draft-period-written",
            columns = columns,
            read = writing.read,
            first = first,
            last = last
        ));
        let parts: Vec<String> = writing.parts.iter().map(|p| quoted(p)).collect();
        let parts = if parts.is_empty() {
            String::new()
        } else {
            format!("parts = [{}], ", parts.join(", "))
        };
        let letter = writing
            .letter
            .as_ref()
            .map(|letter| format!(" {}", comment(letter)));
        let letter = letter.unwrap_or_default();
        let line = format!("period = {{ {parts}{} }}{letter}", writing.line);
        let asked = writing.doubt.map(|doubt| match doubt {
            WritingDoubt::Century => self.lang.say("draft-which-century"),
            WritingDoubt::Days => self.lang.say("draft-which-days"),
            WritingDoubt::Fiscal => self.lang.say("draft-which-fiscal-year"),
            WritingDoubt::Era => self.lang.say("draft-which-era"),
            WritingDoubt::Weeks => self.lang.say("draft-which-weeks"),
            WritingDoubt::Words => self.lang.say("draft-which-words"),
        });
        [
            evidence,
            asked.map_or(line.clone(), |what| Self::todo(&line, what)),
        ]
    }

    fn address(&self) -> Option<String> {
        let text = self.file.to_string_lossy();
        (text.starts_with("http://") || text.starts_with("https://")).then(|| text.into_owned())
    }

    /// Where the file lies, seen from `datasets/`; or where to put it.
    fn path(&self) -> Vec<String> {
        let datasets = self
            .root
            .map(|root| root.join("datasets"))
            .and_then(|path| path.canonicalize().ok());
        let own = self.file.canonicalize().ok();
        let inside = own
            .zip(datasets)
            .and_then(|(own, datasets)| Some(own.strip_prefix(datasets).ok()?.to_path_buf()));
        let (path, told) = if let Some(path) = &inside {
            (
                path.iter()
                    .map(|p| p.to_string_lossy())
                    .collect::<Vec<_>>()
                    .join("/"),
                None,
            )
        } else {
            let told = self.lang.say("draft-copy-file");
            (format!("{}/{}", self.id, self.name), Some(comment(told)))
        };
        told.into_iter()
            .chain([format!("file = {}", quoted(&glob::Pattern::escape(&path)))])
            .collect()
    }

    fn number(&self, lines: &mut Vec<String>, value: &ValueGuess) {
        if !self.found.format.writes_plain_numbers() {
            lines.extend(self.notation(value));
        }
        lines.extend(self.missing(value));
        lines.extend(self.flags(&value.flags));
        lines.extend(self.dashes(value.dashes));
        if !value.unreadable.is_empty() {
            lines.push(comment(&say!(
                self.lang,
                "draft-unreadable-values",
                texts = listed(&value.unreadable)
            )));
        }
    }

    /// How numbers are written, where that is not as usual or has an example.
    fn notation(&self, value: &ValueGuess) -> Option<String> {
        let example = value
            .example
            .as_ref()
            .map(|(text, row)| say!(self.lang, "draft-example", text = text, row = row))
            .unwrap_or_default();
        match value.number {
            None => Some(format!(
                "number = {{ decimal = \"\" }} {}",
                comment(&say!(self.lang, "draft-decimal", example = example))
            )),
            Some(n) if n != NumberFormat::default() || !example.is_empty() => {
                let (keys, todo) = self.keys_of_number(n, value.mixed_percent);
                let todo = todo
                    .map(|todo| format!("TODO: {todo} "))
                    .unwrap_or_default();
                Some(format!(
                    "number = {{ {} }} {}",
                    keys.join(", "),
                    comment(&format!("{todo}{example}"))
                ))
            }
            Some(_) => None,
        }
    }
}

impl DraftPage<'_> {
    /// The keys of a number format, and what a person must answer about them.
    fn keys_of_number(
        &self,
        n: NumberFormat,
        mixed: Option<(u64, u64)>,
    ) -> (Vec<String>, Option<String>) {
        let mut keys = vec![format!("decimal = {}", quoted(&n.decimal.to_string()))];
        if let Some(grouping) = n.grouping {
            keys.push(format!("grouping = {}", quoted(&grouping.to_string())));
        }
        if let Some(negative) = n.negative {
            keys.push(format!("negative = {}", quoted(negative.as_str())));
        }
        if n.exponent {
            keys.push("forms = [\"exponent\"]".to_owned());
        }
        let todo = mixed.map(|(signed, bare)| {
            keys.push("percent = \"\"".to_owned());
            say!(
                self.lang,
                "draft-mixed-percent",
                signed = signed,
                bare = bare
            )
        });
        if let Some(percent) = n.percent.filter(|_| mixed.is_none()) {
            keys.push(format!("percent = {}", quoted(percent.as_str())));
        }
        (keys, todo)
    }

    /// Marks beside figures, of which only a person knows what they mean.
    pub(super) fn marks(&self, lines: &mut Vec<String>) {
        let marks = self
            .found
            .value
            .as_ref()
            .map(|value| value.marks.as_slice());
        let Some(marks) = marks.filter(|marks| !marks.is_empty()) else {
            return;
        };
        lines.extend([String::new(), "[source.marks]".to_owned()]);
        for (mark, count) in marks {
            let what = say!(
                self.lang,
                "draft-mark",
                number = count,
                example = "`{ note = \"…\" }`"
            );
            lines.push(Self::todo(&format!("{} = {{}}", quoted(mark)), &what));
        }
    }
}
