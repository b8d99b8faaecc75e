//! `chiso draft`: a first contract for a file, as TOML in which every guess says why and every line
//! that a person must fill says TODO.
//!
//! What only a person can say is written as an empty text, which `chiso check` refuses with file
//! and line: a draft never runs by accident.

use crate::app::cli::preview::{LookArgs, guessed};
use crate::app::cli::received::{Received, received};
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output;
use crate::config;
use crate::governance::Registers;
use crate::ingest::draft::{
    AreaGuess, Draft, PeriodGuess, ToDate, USUAL_MISSING, ValueGuess, draft as look,
};
use crate::model::{AreaRegister, Encoding, Finding, Layout, Place, STANDARD_COLUMNS, ValueType};
use clap::Args;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// What a contract is drafted for.
#[derive(Debug, Args)]
pub struct DraftArgs {
    #[command(flatten)]
    look: LookArgs,
    /// Identifier of the dataset [default: from the name of the file]
    #[arg(long, value_name = "ID")]
    dataset: Option<String>,
    /// Write to this file, which must not be there, in place of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Writes the draft; exit code 6 if the file cannot be read as a table.
pub fn draft(context: &Context, args: &DraftArgs) -> Result<(), Failure> {
    let Received { name, bytes } = received(&args.look.file)?;
    let stem = name.split('.').next().unwrap_or_default();
    let id = args
        .dataset
        .clone()
        .unwrap_or_else(|| identifier(stem, "dataset", &BTreeSet::new()));
    if identifier(&id, "", &BTreeSet::new()) != id {
        return Err(Failure::Usage(format!(
            "`{id}` is not an identifier: use lower-case letters a-z, digits and `_`, beginning \
                with a letter"
        )));
    }
    let root = context.root().ok();
    let areas = root.as_deref().map(registers);
    let none = AreaRegister::new(Vec::new(), Vec::new());
    let known = areas
        .as_ref()
        .and_then(|a| a.as_ref().ok())
        .unwrap_or(&none);
    let found = match look(&name, &bytes, &args.look.layout(), known) {
        Ok(found) => found,
        Err(findings) => {
            for finding in &findings {
                output::complain(&finding.to_string());
            }
            return Err(Failure::Code(6));
        }
    };
    let page = DraftPage {
        lang: context.lang,
        file: &args.look.file,
        name: &name,
        id: &id,
        root: root.as_deref(),
        has_register: known.units().next().is_some(),
        found: &found,
    };
    let text = page.text();
    match &args.output {
        None => Ok(output::line(text.trim_end())?),
        Some(path) => write(path, &text),
    }
}

/// The areas of a project; none when it has faults of its own.
fn registers(root: &Path) -> Result<AreaRegister, ()> {
    config::load(root)
        .map(|(project, _)| Registers::load(&project).areas)
        .map_err(drop)
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |rule, message: String, hint: &str| {
        let place = Place {
            file: path.display().to_string(),
            ..Place::default()
        };
        Failure::Faults(vec![Finding::error(rule, place, message).hint(hint)])
    };
    let file = std::fs::File::options()
        .write(true)
        .create_new(true)
        .open(path);
    let done = file.and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()));
    done.map_err(|e| match e.kind() {
        std::io::ErrorKind::AlreadyExists => failed(
            "duplicate",
            "the file is there already".to_owned(),
            "choose another name, or remove it first",
        ),
        _ => failed(
            "unreadable",
            format!("the file cannot be written: {e}"),
            "look at the folder and who may write there",
        ),
    })
}

/// A draft on its way to a page of TOML.
struct DraftPage<'a> {
    lang: Lang,
    file: &'a Path,
    name: &'a str,
    id: &'a str,
    root: Option<&'a Path>,
    has_register: bool,
    found: &'a Draft,
}

impl DraftPage<'_> {
    fn text(&self) -> String {
        let mut lines = self.head();
        let names = self.contract(&mut lines);
        self.source(&mut lines);
        self.columns(&mut lines, &names);
        lines.join("\n") + "\n"
    }

    /// A key whose value only a person knows.
    fn todo(line: &str, what: &str) -> String {
        format!("{line} # TODO: {what}")
    }

    fn head(&self) -> Vec<String> {
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

    /// The contract; returns the names of the dimensions and of the value.
    fn contract(&self, lines: &mut Vec<String>) -> (Vec<String>, String) {
        let mut taken: BTreeSet<String> =
            STANDARD_COLUMNS.iter().map(|c| (*c).to_owned()).collect();
        taken.extend(["area_date", "recorded_at", "withdrawn"].map(str::to_owned));
        let value = self.found.value.as_ref();
        let value_name = identifier(value.map_or("value", |v| &v.column), "value", &taken);
        taken.insert(value_name.clone());
        lines.extend([String::new(), "[contract]".to_owned()]);
        let mut dimensions = Vec::new();
        if self.found.dimensions.is_empty() {
            lines.push(format!(
                "dimensions = [] {}",
                comment(self.lang.say("draft-no-dimension"))
            ));
        } else {
            lines.push("dimensions = [".to_owned());
            for dimension in &self.found.dimensions {
                let name = identifier(&dimension.column, "dimension", &taken);
                taken.insert(name.clone());
                let listed: Vec<String> = dimension.values.iter().map(|v| quoted(v)).collect();
                let one_of = if listed.is_empty() {
                    String::new()
                } else {
                    format!(", one_of = [{}]", listed.join(", "))
                };
                let blanks = if dimension.has_blanks {
                    self.lang.say("draft-some-blank")
                } else {
                    ""
                };
                let why = say!(
                    self.lang,
                    "draft-dimension",
                    column = dimension.column,
                    distinct = dimension.distinct,
                    blanks = blanks
                );
                lines.push(format!(
                    "  {{ name = {}{one_of} }}, {}",
                    quoted(&name),
                    comment(&why)
                ));
                dimensions.push(name);
            }
            lines.push("]".to_owned());
        }
        if let Some((first, second)) = self.found.same_key {
            let told = say!(self.lang, "draft-same-key", first = first, second = second);
            lines.push(comment(&told));
        }
        self.value(lines, value, &value_name);
        lines.push("quarantine_limit = \"0 %\"".to_owned());
        (dimensions, value_name)
    }

    fn value(&self, lines: &mut Vec<String>, value: Option<&ValueGuess>, name: &str) {
        let value_type = value.map_or(ValueType::Decimal, |v| v.value_type);
        if let Some(value) = value {
            lines.push(comment(&say!(
                self.lang,
                "draft-value",
                column = value.column,
                figures = value.figures
            )));
            if !value.others.is_empty() {
                lines.push(comment(&say!(
                    self.lang,
                    "draft-other-values",
                    columns = listed(&value.others)
                )));
            }
        }
        for (row, text) in &self.found.units {
            let place = if *row > 0 {
                say!(self.lang, "draft-unit-row", row = row)
            } else {
                self.lang.say("draft-unit-column").to_owned()
            };
            lines.push(comment(&say!(
                self.lang,
                "draft-unit-seen",
                place = place,
                text = text
            )));
        }
        let line = format!(
            "value = {{ name = {}, type = {}, unit = \"\" }}",
            quoted(name),
            quoted(value_type.as_str())
        );
        lines.push(Self::todo(&line, self.lang.say("draft-unit")));
    }

    fn source(&self, lines: &mut Vec<String>) {
        lines.extend([
            String::new(),
            "[[source]]".to_owned(),
            "id = \"provider\"".to_owned(),
        ]);
        let http = self.address();
        if http.is_none() {
            lines.extend(self.path());
        }
        let Layout {
            delimiter,
            records,
            encoding,
            member,
            sheet,
            header_row,
            ..
        } = &self.found.layout;
        let format = self.found.format;
        lines.push(format!("format = {}", quoted(format.as_str())));
        if *delimiter != b',' {
            lines.push(format!(
                "delimiter = {}",
                quoted(&char::from(*delimiter).to_string())
            ));
        }
        if let Some(encoding) = encoding.filter(|e| *e != Encoding::Utf8) {
            lines.push(format!("encoding = {}", quoted(encoding.as_str())));
        }
        for (key, text) in [("member", member), ("sheet", sheet), ("records", records)] {
            if !text.is_empty() {
                lines.push(format!("{key} = {}", quoted(text)));
            }
        }
        if let Some(row) = header_row {
            lines.push(format!(
                "header_row = {row} {}",
                comment(self.lang.say("draft-header-row"))
            ));
        }
        if let Some(value) = &self.found.value {
            self.number(lines, value);
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
        let example = value
            .example
            .as_ref()
            .map(|(text, row)| say!(self.lang, "draft-example", text = text, row = row))
            .unwrap_or_default();
        if !self.found.format.writes_plain_numbers() {
            match value.number {
                None => {
                    lines.push(format!(
                        "number = {{ decimal = \"\" }} {}",
                        comment(&say!(self.lang, "draft-decimal", example = example))
                    ));
                }
                Some(n) if n.decimal != '.' || !example.is_empty() => {
                    let grouping = n.grouping.map_or_else(String::new, |g| {
                        format!(", grouping = {}", quoted(&g.to_string()))
                    });
                    lines.push(format!(
                        "number = {{ decimal = {}{grouping} }} {}",
                        quoted(&n.decimal.to_string()),
                        comment(&example)
                    ));
                }
                Some(_) => {}
            }
        }
        if !value.missing.is_empty() {
            let all: Vec<String> = USUAL_MISSING
                .iter()
                .copied()
                .chain(value.missing.iter().map(|(t, _)| t.as_str()))
                .map(quoted)
                .collect();
            let counts: Vec<String> = value
                .missing
                .iter()
                .map(|(text, n)| format!("`{text}` × {n}"))
                .collect();
            lines.push(format!(
                "missing = [{}] {}",
                all.join(", "),
                comment(&counts.join(", "))
            ));
        }
        if !value.unreadable.is_empty() {
            lines.push(comment(&say!(
                self.lang,
                "draft-unreadable-values",
                texts = listed(&value.unreadable)
            )));
        }
    }

    fn columns(&self, lines: &mut Vec<String>, (dimensions, value_name): &(Vec<String>, String)) {
        lines.extend([String::new(), "[source.columns]".to_owned()]);
        lines.extend(self.area(self.found.area.as_ref()));
        lines.extend(self.period(self.found.period.as_ref()));
        for (name, guess) in dimensions.iter().zip(&self.found.dimensions) {
            lines.push(format!("{name} = {{ column = {} }}", quoted(&guess.column)));
        }
        match &self.found.value {
            Some(value) => lines.push(format!(
                "{value_name} = {{ column = {} }}",
                quoted(&value.column)
            )),
            None => lines.push(Self::todo(
                &format!("{value_name} = {{ column = \"\" }}"),
                self.lang.say("draft-no-value-column"),
            )),
        }
        if let Some(column) = &self.found.status {
            lines.push(format!("status = {{ column = {} }}", quoted(column)));
        } else {
            let statuses = self
                .found
                .period
                .as_ref()
                .map(|p| p.statuses.as_slice())
                .unwrap_or_default();
            if !statuses.is_empty() {
                let said = statuses
                    .iter()
                    .map(|s| format!("`{s}`"))
                    .collect::<Vec<_>>()
                    .join(", ");
                lines.push(comment(&say!(
                    self.lang,
                    "draft-labels-status",
                    statuses = said
                )));
            }
            lines.push(Self::todo(
                "status = { constant = \"\" }",
                self.lang.say("draft-status"),
            ));
        }
        if !self.found.unused.is_empty() {
            lines.push(comment(&say!(
                self.lang,
                "draft-unused-columns",
                columns = listed(&self.found.unused)
            )));
        }
    }

    /// Figures that seem to run from the beginning of the year are declared so; whoever knows
    /// better writes `period`.
    fn to_date(&self, why: &ToDate) -> String {
        let why = match why {
            ToDate::Named(text) => format!("`{text}`"),
            ToDate::Rising(years) => {
                say!(self.lang, "draft-rising", years = years)
            }
        };
        format!(
            "span = {{ constant = \"ytd\" }} {}",
            comment(&say!(self.lang, "draft-to-date", why = why))
        )
    }

    fn area(&self, area: Option<&AreaGuess>) -> Vec<String> {
        let Some(area) = area else {
            return vec![Self::todo(
                "area_code = { constant = \"\" }",
                self.lang.say("draft-no-area-column"),
            )];
        };
        let mut lines = Vec::new();
        if self.has_register {
            lines.push(comment(&say!(
                self.lang,
                "draft-areas-known",
                column = area.column,
                known = area.known,
                distinct = area.distinct
            )));
        }
        if self.has_register && !area.unknown.is_empty() {
            lines.push(comment(&say!(
                self.lang,
                "draft-areas-unknown",
                texts = listed(&area.unknown)
            )));
        }
        if area.lost_zero {
            lines.push(comment(self.lang.say("draft-lost-zero")));
        }
        lines.push(format!(
            "area_code = {{ column = {} }}",
            quoted(&area.column)
        ));
        lines
    }

    fn period(&self, period: Option<&PeriodGuess>) -> Vec<String> {
        if let Some(period) = period {
            let (first, last) = &period.range;
            let mut lines = vec![comment(&say!(
                self.lang,
                "draft-periods-known",
                column = period.column,
                labels = period.labels,
                distinct = period.distinct,
                first = first,
                last = last
            ))];
            if !period.unknown.is_empty() {
                lines.push(comment(&say!(
                    self.lang,
                    "draft-periods-unknown",
                    texts = listed(&period.unknown)
                )));
            }
            lines.push(format!(
                "period = {{ column = {} }}",
                quoted(&period.column)
            ));
            lines.extend(self.found.to_date.iter().map(|why| self.to_date(why)));
            return lines;
        }
        let mut lines = Vec::new();
        if self.found.header_periods.len() > 1 {
            lines.push(comment(&say!(
                self.lang,
                "draft-header-periods",
                periods = listed(&self.found.header_periods)
            )));
        }
        lines.push(Self::todo(
            "period = { constant = \"\" }",
            self.lang.say("draft-no-period-column"),
        ));
        lines
    }
}

/// An identifier made of a text: `Số doanh nghiệp` is `so_doanh_nghiep`. One that is taken gets a
/// number.
fn identifier(text: &str, otherwise: &str, taken: &BTreeSet<String>) -> String {
    let plain: String = text
        .to_lowercase()
        .replace('đ', "d")
        .nfd()
        .filter(char::is_ascii)
        .collect();
    let words: Vec<&str> = plain
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let joined: String = words.join("_").chars().take(40).collect();
    let mut name = joined.trim_matches('_').to_owned();
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        name = if name.is_empty() || otherwise.is_empty() {
            otherwise.to_owned()
        } else {
            format!("{otherwise}_{name}")
        };
    }
    let numbered = (2..).map(|n| format!("{name}_{n}"));
    std::iter::once(name.clone())
        .chain(numbered)
        .find(|n| !taken.contains(n))
        .unwrap_or(name)
}

/// A text of TOML; the escapes of JSON are among those of TOML.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text)
        .to_string()
        .replace('\u{7f}', "\\u007f")
}

/// A comment on one line, whatever the file holds.
fn comment(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    format!("# {plain}")
}

fn listed(texts: &[String]) -> String {
    texts
        .iter()
        .map(|t| format!("`{}`", t.chars().take(60).collect::<String>()))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_ascii_and_free() {
        let taken = BTreeSet::from(["unit".to_owned()]);
        for (text, want) in [
            ("Số doanh nghiệp", "so_doanh_nghiep"),
            ("Đơn vị / Unit", "don_vi_unit"),
            ("unit", "unit_2"),
            ("2023", "value_2023"),
            ("…", "value"),
        ] {
            assert_eq!(identifier(text, "value", &taken), want);
        }
    }

    #[test]
    fn texts_of_a_file_cannot_leave_their_line() {
        assert_eq!(quoted("a\"b\n\\c\u{7f}"), "\"a\\\"b\\n\\\\c\\u007f\"");
        assert_eq!(comment("a\nkind = 1"), "# a kind = 1");
    }
}
