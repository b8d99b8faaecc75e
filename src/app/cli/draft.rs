//! `chiso draft`: a first contract for a file, as TOML in which every guess says why and every line
//! that a person must fill says TODO.
//!
//! What only a person can say is written as an empty text, which `chiso check` refuses with file
//! and line: a draft never runs by accident.

use crate::app::cli::preview::{LookArgs, guessed};
use crate::app::cli::received::{Received, received};
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
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
    let page = Page {
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
struct Page<'a> {
    lang: Lang,
    file: &'a Path,
    name: &'a str,
    id: &'a str,
    root: Option<&'a Path>,
    has_register: bool,
    found: &'a Draft,
}

impl Page<'_> {
    fn text(&self) -> String {
        let mut lines = self.head();
        let names = self.contract(&mut lines);
        self.source(&mut lines);
        self.columns(&mut lines, &names);
        lines.join("\n") + "\n"
    }

    fn pick(&self, en: &'static str, vi: &'static str) -> &'static str {
        self.lang.pick(en, vi)
    }

    /// A key whose value only a person knows.
    fn todo(&self, line: &str, en: &'static str, vi: &'static str) -> String {
        format!("{line} # TODO: {}", self.pick(en, vi))
    }

    fn head(&self) -> Vec<String> {
        let (rows, whole) = self.found.rows;
        let looked = if whole {
            self.pick("rows", "dòng")
        } else {
            self.pick("rows looked at, of more", "dòng đầu đã xem, còn nữa")
        };
        let mut lines = vec![
            comment(&format!(
                "{} `{}`: {rows} {looked}.",
                self.pick("Drafted from", "Bản nháp từ"),
                self.name
            )),
            comment(self.pick(
                "Lines with TODO wait for you: `chiso check` refuses them while they are empty. \
                    Every other line is a guess, its evidence beside it.",
                "Các dòng TODO chờ bạn: `chiso check` từ chối khi còn để trống. Mọi dòng khác là \
                    phỏng đoán, căn cứ ghi bên cạnh.",
            )),
        ];
        lines.extend(
            self.found
                .guesses
                .iter()
                .map(|guess| comment(&guessed(self.lang, guess))),
        );
        if !self.has_register {
            lines.push(comment(self.pick(
                "No register of areas was found (no project here, or it has faults): areas were \
                    not compared.",
                "Không có danh mục địa bàn (không ở trong dự án, hoặc dự án có lỗi): chưa đối \
                    chiếu địa bàn.",
            )));
        }
        lines.push("kind = \"observations\"".to_owned());
        lines.push(self.todo(
            "title = { vi = \"\", en = \"\" }",
            "what the figures are, in at least one language",
            "các số này là gì, ít nhất một ngôn ngữ",
        ));
        lines.push(self.todo(
            "licence = \"\"",
            "under which licence the figures may be used",
            "giấy phép sử dụng số liệu",
        ));
        lines.push(self.todo("citation = \"\"", "how to cite them", "cách trích dẫn"));
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
                "dimensions = [] # {}",
                self.pick(
                    "area and period tell all rows apart",
                    "địa bàn và kỳ đủ phân biệt mọi dòng"
                )
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
                    self.pick("; some rows have none", "; có dòng để trống")
                } else {
                    ""
                };
                let why = format!(
                    "`{}`: {} {}{blanks}",
                    dimension.column,
                    dimension.distinct,
                    self.pick("values", "giá trị")
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
            let told = format!(
                "TODO: {} {first}, {second}",
                self.pick(
                    "nothing tells these rows apart, and they would be refused as repeated keys:",
                    "không có gì phân biệt các dòng này, chúng sẽ bị từ chối vì trùng khóa:"
                )
            );
            lines.push(comment(&told));
        }
        self.value(lines, value, &value_name);
        lines.push("quarantine_limit = \"0 %\"".to_owned());
        (dimensions, value_name)
    }

    fn value(&self, lines: &mut Vec<String>, value: Option<&ValueGuess>, name: &str) {
        let value_type = value.map_or(ValueType::Decimal, |v| v.value_type);
        if let Some(value) = value {
            lines.push(comment(&format!(
                "`{}`: {} {}",
                value.column,
                value.figures,
                self.pick("figures", "số")
            )));
            if !value.others.is_empty() {
                let told = self.pick(
                    "TODO: is it the right column? There are more columns of figures, and a \
                        dataset has one:",
                    "TODO: đã đúng cột chưa? Còn các cột số khác, mỗi bộ dữ liệu chỉ có một:",
                );
                lines.push(comment(&format!("{told} {}", listed(&value.others))));
            }
        }
        for (row, text) in &self.found.units {
            let place = if *row > 0 {
                format!("{} {row}", self.pick("row", "dòng"))
            } else {
                self.pick("a column", "tên cột").to_owned()
            };
            lines.push(comment(&format!(
                "{} ({place}): `{text}`",
                self.pick("speaks of a unit", "nói về đơn vị tính")
            )));
        }
        let line = format!(
            "value = {{ name = {}, type = {}, unit = \"\" }}",
            quoted(name),
            quoted(value_type.as_str())
        );
        lines.push(self.todo(
            &line,
            "the unit of a figure, as in \"enterprises\" or \"vnd\"",
            "đơn vị tính của số, như \"enterprises\" hoặc \"vnd\"",
        ));
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
            let why = self.pick(
                "the first row with texts in most columns",
                "dòng đầu tiên có chữ ở hầu hết các cột",
            );
            lines.push(format!("header_row = {row} # {why}"));
        }
        if let Some(value) = &self.found.value {
            self.number(lines, value);
        }
        if self.found.area.as_ref().is_some_and(|a| a.at_start) {
            let why = self.pick(
                "more areas are known on the first day of the period than on its last",
                "ngày đầu kỳ khớp nhiều địa bàn hơn ngày cuối kỳ",
            );
            lines.push(format!("area_at = \"start\" # {why}"));
        }
        if let Some(address) = http {
            lines.extend([String::new(), "[source.http]".to_owned()]);
            if address.contains('?') {
                let told = self.pick(
                    "a secret does not belong here: `query = { key = { env = \"NAME\" } }`",
                    "không ghi khóa bí mật ở đây: `query = { key = { env = \"NAME\" } }`",
                );
                lines.push(comment(told));
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
            let told = self.pick(
                "TODO: copy the file to this place below `datasets/`",
                "TODO: chép tệp vào chỗ này dưới `datasets/`",
            );
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
            .map(|(text, row)| format!("`{text}` ({} {row})", self.pick("row", "dòng")))
            .unwrap_or_default();
        if !self.found.format.writes_plain_numbers() {
            match value.number {
                None => {
                    let why = self.pick(
                        "TODO: `,` or `.`: thousands or a fraction?",
                        "TODO: `,` hay `.`: hàng nghìn hay phần thập phân?",
                    );
                    lines.push(format!(
                        "number = {{ decimal = \"\" }} {}",
                        comment(&format!("{why} {example}"))
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
            let told = self.pick(
                "TODO: these are no numbers so written, and would be kept aside:",
                "TODO: các chữ này không phải số theo cách viết trên, sẽ bị để riêng:",
            );
            lines.push(comment(&format!("{told} {}", listed(&value.unreadable))));
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
            None => lines.push(self.todo(
                &format!("{value_name} = {{ column = \"\" }}"),
                "the column of the figures: none was found",
                "cột số: không tìm thấy",
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
                lines.push(comment(&format!(
                    "{}: {said}",
                    self.pick(
                        "Labels of periods say their own status",
                        "Nhãn kỳ tự nói trạng thái"
                    )
                )));
            }
            lines.push(self.todo(
                "status = { constant = \"\" }",
                "`final`, `preliminary` or `estimate`",
                "`final` (chính thức), `preliminary` (sơ bộ) hoặc `estimate` (ước tính)",
            ));
        }
        if !self.found.unused.is_empty() {
            lines.push(comment(&format!(
                "{}: {}",
                self.pick("Columns not used", "Các cột không dùng"),
                listed(&self.found.unused)
            )));
        }
    }

    /// Figures that seem to run from the beginning of the year are declared so; whoever knows
    /// better writes `period`.
    fn to_date(&self, why: &ToDate) -> String {
        let why = match why {
            ToDate::Named(text) => format!("`{text}`"),
            ToDate::Rising(years) => {
                let rise = self.pick(
                    "the figures rise within each year, years of areas looked at:",
                    "số tăng dần trong mỗi năm, số năm đã xem:",
                );
                format!("{rise} {years}")
            }
        };
        let ask = self.pick(
            "TODO: is each figure the sum from January on? If not, write `period`",
            "TODO: mỗi số có phải lũy kế từ tháng 1? Nếu không, ghi `period`",
        );
        format!(
            "span = {{ constant = \"ytd\" }} {}",
            comment(&format!("{why}. {ask}"))
        )
    }

    fn area(&self, area: Option<&AreaGuess>) -> Vec<String> {
        let Some(area) = area else {
            return vec![self.todo(
                "area_code = { constant = \"\" }",
                "the area: no column of areas was found",
                "địa bàn: không tìm thấy cột địa bàn",
            )];
        };
        let mut lines = Vec::new();
        if self.has_register {
            let told = self.pick(
                "texts are codes or names of the register",
                "chữ là mã hoặc tên trong danh mục",
            );
            lines.push(comment(&format!(
                "`{}`: {}/{} {told}",
                area.column, area.known, area.distinct
            )));
        }
        if self.has_register && !area.unknown.is_empty() {
            let told = self.pick(
                "TODO: not in the register on the days of their rows, and kept aside until it has \
                    them as codes, names or aliases:",
                "TODO: chưa có trong danh mục vào ngày của dòng, bị để riêng cho đến khi có mã, \
                    tên hoặc tên khác:",
            );
            lines.push(comment(&format!("{told} {}", listed(&area.unknown))));
        }
        if area.lost_zero {
            lines.push(comment(self.pick(
                "TODO: with a leading zero most of these are codes of the register: a program took \
                    them for numbers. Have the column written as text; add no aliases.",
                "TODO: thêm số 0 ở đầu thì phần lớn là mã trong danh mục: phần mềm đã đọc mã thành \
                    số. Hãy xuất cột này dạng chữ; không khai tên khác.",
            )));
        }
        lines.push(format!(
            "area_code = {{ column = {} }}",
            quoted(&area.column)
        ));
        lines
    }

    fn period(&self, period: Option<&PeriodGuess>) -> Vec<String> {
        if let Some(period) = period {
            let told = self.pick("texts are labels of periods", "chữ là nhãn kỳ");
            let (first, last) = &period.range;
            let mut lines = vec![comment(&format!(
                "`{}`: {}/{} {told}, {first} … {last}",
                period.column, period.labels, period.distinct
            ))];
            if !period.unknown.is_empty() {
                let told = self.pick(
                    "TODO: no labels of periods, kept aside:",
                    "TODO: không phải nhãn kỳ, bị để riêng:",
                );
                lines.push(comment(&format!("{told} {}", listed(&period.unknown))));
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
            let told = self.pick(
                "Periods stand side by side in the header. A row may hold one figure: make the \
                    table long first. They are:",
                "Các kỳ nằm cạnh nhau ở tiêu đề. Mỗi dòng chỉ một số: hãy chuyển bảng sang dạng \
                    dài. Đó là:",
            );
            lines.push(comment(&format!(
                "{told} {}",
                listed(&self.found.header_periods)
            )));
        }
        lines.push(self.todo(
            "period = { constant = \"\" }",
            "the period of all rows, as in \"2020\": no column of periods was found",
            "kỳ của mọi dòng, như \"2020\": không tìm thấy cột kỳ",
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
