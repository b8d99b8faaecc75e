//! The shape of a table in a draft: rows that are none of it, and powers of ten that differ by row.

use crate::app::cli::draft::page::DraftPage;
use crate::app::cli::toml_text::{comment, quoted};
use crate::app::messages::say;
use crate::ingest::draft::UNIT_MULT;
use crate::model::Currency;

impl DraftPage<'_> {
    /// Rows that are left out, and where the table ends.
    pub(super) fn rows_apart(&self) -> Vec<String> {
        let apart = &self.found.apart;
        let again = apart.header_again.as_ref().map(|(column, times, row)| {
            let column = quoted(column);
            let why = say!(self.lang, "draft-header-again", number = times, row = row);
            let line = format!("leave_out = [{{ column = {column}, texts = [{column}] }}]");
            format!("{line} {}", comment(&why))
        });
        let end = apart.end.as_ref().map(|(pattern, row, text)| {
            let why = say!(self.lang, "draft-example", text = text, row = row);
            format!("ends = {{ text = {} }} {}", quoted(pattern), comment(&why))
        });
        let first = apart.first_record.as_ref().map(|(column, text)| {
            let (column, text) = (quoted(column), quoted(text));
            let why = comment(self.lang.say("draft-first-record"));
            format!("leave_out = [{{ column = {column}, texts = [{text}] }}] {why}")
        });
        let again = again.or(first);
        let unknown = self.unknown_areas().filter(|_| again.is_none());
        again.into_iter().chain(end).chain(unknown).collect()
    }

    /// Rows of no area of the register, which may be aggregates.
    fn unknown_areas(&self) -> Option<String> {
        let area = self.found.area.as_ref()?;
        let may_be = self.has_register && area.known > 0 && !area.lost_zero;
        let texts: Vec<String> = area.unknown.iter().map(|text| quoted(text)).collect();
        (may_be && !texts.is_empty()).then(|| {
            let (column, texts) = (quoted(&area.column), texts.join(", "));
            let line = format!("# leave_out = [{{ column = {column}, texts = [{texts}] }}]");
            Self::todo(&line, self.lang.say("draft-leave-out"))
        })
    }

    /// Words of the provider for how settled a figure is.
    pub(super) fn statuses(&self, lines: &mut Vec<String>) {
        let words = &self.found.status_words;
        if words.is_empty() {
            return;
        }
        lines.extend([String::new(), "[source.statuses]".to_owned()]);
        for (word, count) in words {
            let what = say!(
                self.lang,
                "draft-mark",
                number = count,
                example = "`{ status = \"final\" }`"
            );
            lines.push(Self::todo(&format!("{} = {{}}", quoted(word)), &what));
        }
    }

    /// The column of the figures, with the power of ten that the file states for all of them.
    pub(super) fn value_column(&self, name: &str, column: &str) -> String {
        let said = self.found.value.as_ref().and_then(|v| v.multiple.clone());
        let column = self.column(column);
        let (power, why) = match (self.found.powers.as_slice(), said) {
            ([power], _) => (
                power.clone(),
                say!(self.lang, "draft-power", column = UNIT_MULT),
            ),
            ([], Some((word, power))) => (
                power.to_string(),
                say!(self.lang, "draft-multiple", text = word),
            ),
            _ => return format!("{name} = {{ {column} }}"),
        };
        let why = comment(&why);
        format!("{name} = {{ {column}, unit_mult = {power} }} {why}")
    }

    /// What each unit of a column means: a currency by its code, else a person says it.
    pub(super) fn units_by_row(&self, lines: &mut Vec<String>) {
        let Some((_, texts)) = &self.found.unit_column else {
            return;
        };
        lines.extend([String::new(), "[source.units]".to_owned()]);
        lines.extend(texts.iter().map(|text| {
            let key = quoted(text);
            match Currency::of(&text.to_lowercase()) {
                Some(_) => format!("{key} = {{ unit = {} }}", quoted(&text.to_lowercase())),
                None => Self::todo(
                    &format!("{key} = {{ unit = \"\" }}"),
                    self.lang.say("draft-unit"),
                ),
            }
        }));
    }

    /// What each power of ten means, where they differ.
    pub(super) fn powers(&self, lines: &mut Vec<String>) {
        let powers = &self.found.powers;
        if powers.len() < 2 {
            return;
        }
        lines.extend([String::new(), "[source.units]".to_owned()]);
        for power in powers {
            lines.push(Self::todo(
                &format!("{power} = {{ unit = \"\", unit_mult = {power} }}"),
                self.lang.say("draft-unit"),
            ));
        }
    }
}
