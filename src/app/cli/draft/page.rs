//! A draft on its way to a page of TOML, and the head of that page.

use crate::app::cli::preview::guessed;
use crate::app::cli::toml_text::{comment, quoted};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::ingest::draft::Draft;
use crate::model::letters;
use std::path::Path;

/// A draft on its way to a page of TOML.
pub(super) struct DraftPage<'a> {
    pub(super) lang: Lang,
    pub(super) file: &'a Path,
    pub(super) name: &'a str,
    pub(super) id: &'a str,
    pub(super) root: Option<&'a Path>,
    pub(super) has_register: bool,
    pub(super) found: &'a Draft,
}

impl DraftPage<'_> {
    /// A key whose value only a person knows.
    pub(super) fn todo(line: &str, what: &str) -> String {
        format!("{line} # TODO: {what}")
    }

    /// Where a column is: by its name, or by its place where there is no header.
    pub(super) fn column(&self, name: &str) -> String {
        let layout = &self.found.layout;
        let is_named = |place: &&usize| name == format!("[{}]", letters(**place));
        let place = layout.places.iter().find(is_named);
        match place.filter(|_| layout.header_rows == 0) {
            Some(place) => format!("place = {place}"),
            None => format!("column = {}", quoted(name)),
        }
    }

    pub(super) fn head(&self) -> Vec<String> {
        let (rows, whole) = self.found.rows;
        let name = self.name;
        let from = if whole {
            say!(self.lang, "draft-head", name = name, number = rows)
        } else {
            say!(self.lang, "draft-head-in-part", name = name, number = rows)
        };
        let mut lines = vec![comment(&from), comment(self.lang.say("draft-how-to-read"))];
        lines.extend(
            self.found
                .guesses
                .iter()
                .map(|guess| comment(&guessed(self.lang, guess))),
        );
        if !self.has_register {
            lines.push(comment(self.lang.say("draft-no-register")));
        }
        lines.push("kind = \"observations\"".to_owned());
        lines.push(Self::todo(
            "title = { vi = \"\", en = \"\" }",
            self.lang.say("draft-title"),
        ));
        lines.push(Self::todo("licence = \"\"", self.lang.say("draft-licence")));
        lines.push(Self::todo(
            "citation = \"\"",
            self.lang.say("draft-citation"),
        ));
        lines
    }
}

pub(super) fn listed(texts: &[String]) -> String {
    texts
        .iter()
        .map(|t| format!("`{}`", t.chars().take(60).collect::<String>()))
        .collect::<Vec<_>>()
        .join(", ")
}
