//! The keywords of a PX file, up to its figures.

use super::super::{Undecodable, fault, line_of};
use super::language::{Statements, in_language};
use super::statement::{statement, subject};
use std::collections::BTreeMap;

/// Keywords of notes on single figures; the last gives a mark that a footnote explains.
const NOTES: [&str; 3] = ["CELLNOTE", "CELLNOTEX", "DATANOTECELL"];

/// A note on single figures as it is written: its language, the values in brackets, and the text.
pub(super) struct WrittenNote {
    pub(super) language: Option<String>,
    pub(super) keys: Vec<String>,
    pub(super) text: String,
}

/// Keywords with their key in brackets, and what they say in the language that is read.
pub(super) struct Keywords {
    said: Statements,
    notes: Vec<WrittenNote>,
}

impl Keywords {
    /// Reads up to `DATA=` and gives where the figures begin.
    pub(super) fn read(
        file: &str,
        text: &str,
        language: &str,
    ) -> Result<(Keywords, usize), Undecodable> {
        let mut said = Statements::new();
        let mut others: BTreeMap<String, Statements> = BTreeMap::new();
        let mut notes = Vec::new();
        let mut at = 0;
        loop {
            let rest = &text[at..];
            at += rest.len()
                - rest
                    .trim_start_matches(|c: char| c.is_whitespace() || c == ';')
                    .len();
            let line = line_of(text.as_bytes(), at);
            if at == text.len() {
                let cut = Box::new(
                    fault("truncated", file, line, "the file ends before `DATA=`")
                        .hint("fetch it again; without figures it is no table"),
                );
                return Err(cut);
            }
            let (name, keys, value_at) = subject(file, text, at, line)?;
            let (keyword, other) = match name.split_once('[') {
                None => (name.as_str(), None),
                Some((keyword, other)) => {
                    let other = other.trim_end_matches(']').trim().to_lowercase();
                    (keyword.trim(), Some(other))
                }
            };
            if keyword == "DATA" {
                let said = in_language(file, said, others, language)?;
                return Ok((Keywords { said, notes }, value_at));
            }
            let (values, end) = statement(file, text, value_at, keyword, line)?;
            at = end;
            if NOTES.contains(&keyword) {
                notes.push(WrittenNote {
                    language: other,
                    keys,
                    text: values.join(", "),
                });
                continue;
            }
            let of_language = match other {
                None => &mut said,
                Some(other) => others.entry(other).or_default(),
            };
            let key = keys.into_iter().next().unwrap_or_default();
            of_language.insert((keyword.to_owned(), key), (line, values));
        }
    }

    /// Notes on single figures.
    pub(super) fn notes(&self) -> &[WrittenNote] {
        &self.notes
    }

    pub(super) fn list(&self, keyword: &str, key: &str) -> Option<&[String]> {
        self.said
            .get(&(keyword.to_owned(), key.to_owned()))
            .map(|(_, values)| values.as_slice())
    }

    pub(super) fn one(&self, keyword: &str, key: &str) -> &str {
        self.list(keyword, key)
            .and_then(<[String]>::first)
            .map_or("", String::as_str)
    }

    pub(super) fn line(&self, keyword: &str, key: &str) -> u64 {
        self.said
            .get(&(keyword.to_owned(), key.to_owned()))
            .map_or(0, |(line, _)| *line)
    }
}
