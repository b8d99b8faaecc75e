//! The layout of a draft: what of it is not as usual, with what shows it or what a person has to
//! choose.

use crate::app::cli::draft::page::{DraftPage, listed};
use crate::app::cli::toml_text::{comment, quoted};
use crate::app::messages::say;
use crate::ingest::draft::{LayoutEvidence, SampledLetters};
use crate::model::{Encoding, Layout};

/// Most encodings that are named of those that read a text alike.
const ALIKE: usize = 3;

impl DraftPage<'_> {
    /// The format, and what of its layout is not as usual.
    pub(super) fn format(&self, lines: &mut Vec<String>) {
        let layout = &self.found.layout;
        lines.push(format!("format = {}", quoted(self.found.format.as_str())));
        if layout.delimiter != b',' {
            let sign = quoted(&char::from(layout.delimiter).to_string());
            lines.push(format!("delimiter = {sign}"));
        }
        let encoding = layout.encoding.filter(|e| *e != Encoding::Utf8);
        let texts = [
            ("encoding", encoding.map_or("", Encoding::as_str)),
            ("language", layout.language.as_str()),
            ("member", layout.member.as_str()),
            ("sheet", layout.sheet.as_str()),
            ("records", layout.records.as_str()),
        ];
        lines.extend(
            texts
                .iter()
                .filter_map(|(key, text)| self.text_of_layout(key, text)),
        );
        lines.extend(lists(layout));
        if layout.lines {
            lines.push("lines = true".to_owned());
        }
        if layout.excel_text {
            lines.push("excel_text = true".to_owned());
        }
        if layout.labels {
            lines.push("labels = \"both\"".to_owned());
        }
        if let Some(escape) = layout.escape {
            lines.push(format!("escape = {}", quoted(&escape.to_string())));
        }
        self.header(layout, lines);
    }

    fn header(&self, layout: &Layout, lines: &mut Vec<String>) {
        if layout.header_rows != 1 {
            let why = if layout.header_rows == 0 {
                self.lang.say("draft-no-header")
            } else {
                self.lang.say("draft-header-rows")
            };
            lines.push(format!(
                "header_rows = {} {}",
                layout.header_rows,
                comment(why)
            ));
        }
        if layout.header_fill {
            let why = comment(self.lang.say("draft-header-fill"));
            lines.push(format!("header_fill = \"right\" {why}"));
        }
        if let Some(row) = layout.header_row {
            let why = comment(self.lang.say("draft-header-row"));
            lines.push(format!("header_row = {row} {why}"));
        }
    }

    /// A key with a text: what shows it, or what there is to choose from.
    fn text_of_layout(&self, key: &str, text: &str) -> Option<String> {
        let said = self.found.evidence.iter().find(|(about, _)| *about == key);
        let line = format!("{key} = {}", quoted(text));
        let Some((_, evidence)) = said else {
            return (!text.is_empty()).then_some(line);
        };
        let open = format!("{key} = \"\"");
        Some(match evidence {
            LayoutEvidence::Tables(names) => {
                let names = listed(names);
                let what = if key == "member" {
                    say!(self.lang, "draft-which-member", names = names)
                } else {
                    say!(self.lang, "draft-which-sheet", names = names)
                };
                Self::todo(&open, &what)
            }
            LayoutEvidence::Encodings(read) => {
                let read: Vec<String> = read.iter().map(|letters| self.letters(letters)).collect();
                let what = say!(self.lang, "draft-which-letters", read = read.join("; "));
                Self::todo(&open, &what)
            }
            LayoutEvidence::Areas(with, without) => {
                let why = say!(self.lang, "draft-known-so", with = with, without = without);
                format!("{line} {}", comment(&why))
            }
            LayoutEvidence::Syllables(with, without) => {
                let why = say!(self.lang, "draft-words-so", with = with, without = without);
                format!("{line} {}", comment(&why))
            }
            LayoutEvidence::OnlyTable(of) => {
                let why = say!(self.lang, "draft-only-table", of = of);
                format!("{line} {}", comment(&why))
            }
        })
    }

    /// Encodings that read a text alike, the text, and how many areas the register knows then.
    fn letters(&self, letters: &SampledLetters) -> String {
        let named = letters.encodings.iter().take(ALIKE);
        let named: Vec<String> = named.map(|e| format!("`{e}`")).collect();
        let (named, sample) = (named.join(", "), &letters.sample);
        if letters.known == 0 {
            return format!("{named}: `{sample}`");
        }
        say!(
            self.lang,
            "draft-letters-known",
            encodings = named,
            sample = sample,
            known = letters.known
        )
    }
}

/// Keys with lists: levels of keys, places of columns, blocks.
fn lists(layout: &Layout) -> Vec<String> {
    let mut lines = Vec::new();
    if !layout.keys.is_empty() {
        let keys: Vec<String> = layout.keys.iter().map(|key| quoted(key)).collect();
        lines.push(format!("keys = [{}]", keys.join(", ")));
    }
    if !layout.fixed.is_empty() {
        lines.push("fixed = [".to_owned());
        lines.extend(layout.fixed.iter().map(|column| {
            let name = quoted(&column.name);
            let (from, to) = (column.from, column.to);
            format!("  {{ name = {name}, from = {from}, to = {to} }},")
        }));
        lines.push("]".to_owned());
    }
    if !layout.blocks.is_empty() {
        let blocks = layout.blocks.iter().map(|block| quoted(&block.to_string()));
        let blocks: Vec<String> = blocks.collect();
        lines.push(format!("blocks = [{}]", blocks.join(", ")));
    }
    lines
}
