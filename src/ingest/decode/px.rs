//! PC-Axis: keywords in text, then the figures of a cube in row-major order, one record a figure.
//!
//! Columns are as for JSON-stat: for each dimension its value's text and `<name>.code`, then
//! `value`, `unit` and `updated`. Dimensions run STUB before HEADING, the last fastest. Symbols for
//! missing figures (`".."`) stay as they stand.
//!
//! The figures are read one by one, so a large cube is held once, as text. Their number must be the
//! product of the sizes. Under KEYS each row begins with its own values, and rows of noughts alone
//! are left out (Statistics Sweden, "Data in the PX-file"): their figures are 0.
//!
//! Letters: UTF-8 if the bytes are, else what CODEPAGE says, else Windows-1252. A code page that
//! nobody knows is refused. A quote within a string (`"Stati"stics"`) is kept as a letter where
//! nothing hangs on the keyword and is a fault in those that the format requires.

use super::{
    Reading, Record, Records, Shape, Table, Undecodable, fault, line_of, repeated, too_many_cells,
};
use crate::model::Encoding;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Keywords that a file must have to be one (Statistics Sweden, PX file format), and those that
/// make the cube.
const REQUIRED: [&str; 16] = [
    "CHARSET",
    "CODEPAGE",
    "LANGUAGE",
    "DECIMALS",
    "MATRIX",
    "SUBJECT-CODE",
    "SUBJECT-AREA",
    "TITLE",
    "CONTENTS",
    "UNITS",
    "STUB",
    "HEADING",
    "VALUES",
    "CODES",
    "KEYS",
    "CONTVARIABLE",
];
/// Longest list of values that is believed.
const MAX_VALUES: usize = 5_000_000;

/// The cube of a file.
pub(super) fn table<'a>(
    reading: Reading<'a>,
    bytes: Cow<'a, [u8]>,
) -> Result<Table<'a>, Undecodable> {
    let encoding = match reading.layout.encoding {
        None => of_file(reading.file_name, &bytes)?,
        declared => declared,
    };
    let layout = crate::model::Layout {
        encoding,
        ..reading.layout.clone()
    };
    let text = super::text(
        Reading {
            layout: &layout,
            ..reading
        },
        bytes,
    )?;
    let (keywords, data_at) = Keywords::read(reading.file_name, &text)?;
    let cube = Cube::new(reading, &keywords)?;
    let columns = cube.columns();
    if let Some(name) = repeated(&columns) {
        return Err(Box::new(fault(
            "unreadable",
            reading.file_name,
            0,
            format!("two columns would be named `{name}`"),
        )));
    }
    let dimensions: Vec<String> = cube.axes.iter().map(|a| a.name.clone()).collect();
    let value = dimensions.len() * 2;
    let tokens = Tokens {
        file: reading.file_name,
        text,
        at: data_at,
        decimals: 0,
        like_the_one_before: false,
    };
    let records: Records<'a> = if cube.keyed > 0 {
        Box::new(Keyed::new(cube, tokens))
    } else {
        Box::new(Dense {
            cube,
            tokens,
            next: 0,
            whole: false,
            ended: false,
        })
    };
    Ok(Table {
        part: String::new(),
        shape: Shape::Figures {
            columns,
            dimensions,
            value,
        },
        records,
    })
}

/// What CODEPAGE says, unless the bytes are UTF-8 after all.
fn of_file(file: &str, bytes: &[u8]) -> Result<Option<Encoding>, Undecodable> {
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(None);
    }
    let head = String::from_utf8_lossy(bytes.get(..4096).unwrap_or(bytes)).to_lowercase();
    let page = head
        .split_once("codepage=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or("", |(page, _)| page);
    let page = page.trim();
    if page.is_empty() {
        return Ok(Some(Encoding::Windows1252));
    }
    let known = Encoding::named(page).ok_or_else(|| {
        let finding = fault(
            "unreadable",
            file,
            0,
            format!("`CODEPAGE` is `{page}`, which is no text encoding that is known"),
        );
        Box::new(finding.hint(
            "ask the office which encoding it is, and declare it as `encoding` of the source",
        ))
    })?;
    Ok(Some(known))
}

fn bad(file: &str, row: u64, message: impl Into<String>) -> Undecodable {
    Box::new(
        fault("unreadable", file, row, message)
            .hint("the file breaks the PX format: mend it, or ask its office for another format"),
    )
}

/// Keywords without language, with their key in brackets, and what they say.
struct Keywords {
    said: BTreeMap<(String, String), (u64, Vec<String>)>,
}

impl Keywords {
    /// Reads up to `DATA=` and gives where the figures begin.
    fn read(file: &str, text: &str) -> Result<(Keywords, usize), Undecodable> {
        let mut said = BTreeMap::new();
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
            let (keyword, language) = name
                .split_once('[')
                .map_or((name.as_str(), false), |(k, _)| (k.trim(), true));
            if keyword == "DATA" {
                return Ok((Keywords { said }, value_at));
            }
            let (values, end) = statement(file, text, value_at, keyword, line)?;
            at = end;
            if !language {
                said.insert((keyword.to_owned(), keys), (line, values));
            }
        }
    }

    fn list(&self, keyword: &str, key: &str) -> Option<&[String]> {
        self.said
            .get(&(keyword.to_owned(), key.to_owned()))
            .map(|(_, values)| values.as_slice())
    }

    fn one(&self, keyword: &str, key: &str) -> &str {
        self.list(keyword, key)
            .and_then(<[String]>::first)
            .map_or("", String::as_str)
    }

    fn line(&self, keyword: &str, key: &str) -> u64 {
        self.said
            .get(&(keyword.to_owned(), key.to_owned()))
            .map_or(0, |(line, _)| *line)
    }
}

/// `KEYWORD("key")=`: the keyword with its language, the first key, and where the value begins.
fn subject(
    file: &str,
    text: &str,
    from: usize,
    line: u64,
) -> Result<(String, String, usize), Undecodable> {
    let mut in_quotes = false;
    let mut key = String::new();
    let mut keys = 0;
    let mut name = String::new();
    let mut depth = 0;
    for (at, c) in text[from..].char_indices() {
        match c {
            '"' => {
                in_quotes = !in_quotes;
                keys += u32::from(in_quotes);
            }
            _ if in_quotes => key.extend((keys == 1).then_some(c)),
            '=' if depth == 0 => return Ok((name.trim().to_uppercase(), key, from + at + 1)),
            '(' => depth += 1,
            ')' => depth -= 1,
            ';' | '\n' if depth == 0 => break,
            _ if depth == 0 => name.push(c),
            _ => {}
        }
        if name.len() > 200 {
            break;
        }
    }
    let shown: String = text[from..]
        .chars()
        .take(30)
        .collect::<String>()
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned();
    Err(bad(
        file,
        line,
        format!("`{shown}` is no keyword with a value: a quote or a `;` before it is astray"),
    ))
}

/// The values of a statement and where the next one begins. Strings that stand side by side are
/// one.
fn statement(
    file: &str,
    text: &str,
    from: usize,
    keyword: &str,
    line: u64,
) -> Result<(Vec<String>, usize), Undecodable> {
    let bytes = text.as_bytes();
    let mut values: Vec<String> = Vec::new();
    let mut open = false;
    let mut at = from;
    loop {
        match bytes.get(at) {
            None => {
                let message = format!("`{keyword}` is not ended by `;`");
                return Err(Box::new(
                    fault("truncated", file, line, message)
                        .hint("the file did not arrive whole: fetch it again"),
                ));
            }
            Some(b';') => return Ok((values, at + 1)),
            Some(b',') => {
                open = false;
                at += 1;
            }
            Some(b'"') => {
                let (string, end) = quoted(file, text, at, keyword, line)?;
                match values.last_mut().filter(|_| open) {
                    Some(last) => last.push_str(string),
                    None => values.push(string.to_owned()),
                }
                open = true;
                at = end;
            }
            Some(b) if b.is_ascii_whitespace() => at += 1,
            Some(_) => {
                let rest = &text[at..];
                let length = rest.find([',', ';', '"', '\n', '\r']).unwrap_or(rest.len());
                let word = rest[..length].trim();
                if word.starts_with("TLIST") {
                    // `TLIST(A1),"2003","2004"`: the scale is no value; `TLIST(A1,"1990"-"1995")`
                    // is kept as text.
                    let end = rest.find(')').map_or(length, |end| end + 1);
                    at += end;
                } else {
                    values.push(word.to_owned());
                    at += length;
                }
                open = false;
            }
        }
        if values.len() > MAX_VALUES {
            return Err(bad(
                file,
                line,
                format!("`{keyword}` has more than {MAX_VALUES} values"),
            ));
        }
    }
}

/// A string from its opening quote, and where it ends. A quote that nothing can follow is a letter,
/// or a fault.
fn quoted<'t>(
    file: &str,
    text: &'t str,
    from: usize,
    keyword: &str,
    line: u64,
) -> Result<(&'t str, usize), Undecodable> {
    let start = from + 1;
    let mut at = start;
    loop {
        let Some(length) = text[at..].find('"') else {
            let message = format!("a quote in `{keyword}` is never closed");
            return Err(Box::new(
                fault("truncated", file, line, message)
                    .hint("the file did not arrive whole, or the quote is a slip"),
            ));
        };
        let end = at + length;
        let next = text[end + 1..].trim_start().bytes().next();
        if matches!(next, Some(b',' | b';' | b'"' | b')') | None) {
            return Ok((&text[start..end], end + 1));
        }
        if REQUIRED.contains(&keyword) {
            let row = line_of(text.as_bytes(), end);
            return Err(bad(
                file,
                row,
                format!("a quote stands within the text of `{keyword}`"),
            ));
        }
        at = end + 1;
    }
}

struct PxVariable {
    name: String,
    texts: Vec<String>,
    codes: Vec<String>,
    /// Keys of rows under KEYS: `true` by code, `false` by text.
    key: Option<bool>,
}

struct Cube {
    axes: Vec<PxVariable>,
    total: usize,
    /// Axes that stand as keys before each row.
    keyed: usize,
    /// Index of the axis that says what is counted, with a unit and a date for each value.
    contents: Option<usize>,
    units: Vec<String>,
    updated: Vec<String>,
}

impl Cube {
    fn new(reading: Reading<'_>, keywords: &Keywords) -> Result<Cube, Undecodable> {
        let file = reading.file_name;
        let stub = keywords.list("STUB", "").unwrap_or_default();
        let names: Vec<&String> = stub
            .iter()
            .chain(keywords.list("HEADING", "").unwrap_or_default())
            .collect();
        if names.is_empty() {
            return Err(bad(
                file,
                0,
                "neither `STUB` nor `HEADING` names a dimension",
            ));
        }
        let mut total: usize = 1;
        let mut axes = Vec::new();
        for name in names {
            let Some(texts) = keywords.list("VALUES", name).filter(|v| !v.is_empty()) else {
                return Err(bad(
                    file,
                    keywords.line("STUB", ""),
                    format!("the dimension `{name}` has no `VALUES`"),
                ));
            };
            total = total
                .checked_mul(texts.len())
                .filter(|n| n.saturating_mul(axes.len().saturating_add(1)) <= reading.max_cells)
                .ok_or_else(|| too_many_cells(file, reading.max_cells))?;
            let codes = [keywords.list("CODES", name), keywords.list("TIMEVAL", name)];
            // Codes that are not one for each value would name the wrong ones.
            let codes = codes
                .into_iter()
                .flatten()
                .find(|c| c.len() == texts.len())
                .unwrap_or(texts)
                .to_vec();
            let key = keywords
                .list("KEYS", name)
                .map(|k| k.first().is_some_and(|k| k.eq_ignore_ascii_case("CODES")));
            axes.push(PxVariable {
                name: name.clone(),
                texts: texts.to_vec(),
                codes,
                key,
            });
        }
        let keyed = axes.iter().take_while(|a| a.key.is_some()).count();
        if axes.iter().any(|a| a.key.is_some()) && keyed != stub.len() {
            return Err(bad(
                file,
                0,
                "`KEYS` is not given for every dimension of `STUB`, and for those alone",
            ));
        }
        let contents = axes
            .iter()
            .position(|a| a.name == keywords.one("CONTVARIABLE", ""));
        let per = |keyword: &str| -> Vec<String> {
            let same = keywords.one(keyword, "");
            let own = |text: &String| {
                Some(keywords.one(keyword, text))
                    .filter(|t| !t.is_empty())
                    .unwrap_or(same)
                    .to_owned()
            };
            contents.and_then(|i| axes.get(i)).map_or_else(
                || vec![same.to_owned()],
                |a| a.texts.iter().map(own).collect(),
            )
        };
        let (units, updated) = (per("UNITS"), per("LAST-UPDATED"));
        Ok(Cube {
            axes,
            total,
            keyed,
            contents,
            units,
            updated,
        })
    }

    /// A name that is taken gives way to `<name>.label`.
    fn columns(&self) -> Vec<String> {
        let fixed = ["value", "unit", "updated"].map(str::to_owned);
        let mut columns = Vec::with_capacity(self.axes.len() * 2 + fixed.len());
        for axis in &self.axes {
            columns.push(if fixed.contains(&axis.name) {
                format!("{}.label", axis.name)
            } else {
                axis.name.clone()
            });
            columns.push(format!("{}.code", axis.name));
        }
        columns.extend(fixed);
        columns
    }

    fn record(&self, position: usize, value: String) -> Record {
        let mut cells = Vec::with_capacity(self.axes.len() * 2 + 3);
        let mut stride = self.total;
        let mut content = 0;
        for (i, axis) in self.axes.iter().enumerate() {
            // No size is zero: a dimension without values is refused.
            stride /= axis.texts.len();
            let at = position / stride % axis.texts.len();
            cells.push(axis.texts[at].trim().to_owned());
            cells.push(axis.codes[at].clone());
            if self.contents == Some(i) {
                content = at;
            }
        }
        cells.push(value);
        cells.push(self.units.get(content).cloned().unwrap_or_default());
        cells.push(self.updated.get(content).cloned().unwrap_or_default());
        Record {
            part: String::new(),
            row: position as u64 + 1,
            cells,
        }
    }
}

/// Figures and symbols after `DATA=`, apart by spaces, line ends, commas or, at some offices, `;`
/// at the end of each line.
struct Tokens<'a> {
    file: &'a str,
    text: Cow<'a, str>,
    at: usize,
    /// Decimal places of the last figure, and whether those before it had as many.
    decimals: usize,
    like_the_one_before: bool,
}

impl Tokens<'_> {
    fn next(&mut self) -> Result<Option<String>, Undecodable> {
        let rest = &self.text[self.at..];
        let skipped = rest.len()
            - rest
                .trim_start_matches(|c: char| {
                    c.is_whitespace() || matches!(c, ',' | ';' | '\u{1a}')
                })
                .len();
        self.at += skipped;
        let rest = &self.text[self.at..];
        if let Some(inside) = rest.strip_prefix('"') {
            let Some(length) = inside.find('"') else {
                let message = "a quote among the figures is never closed";
                let line = line_of(self.text.as_bytes(), self.at);
                return Err(Box::new(
                    fault("truncated", self.file, line, message)
                        .hint("the file did not arrive whole: fetch it again"),
                ));
            };
            self.at += length + 2;
            return Ok(Some(inside[..length].to_owned()));
        }
        let length = rest
            .find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"'))
            .unwrap_or(rest.len());
        let token = rest[..length].to_owned();
        self.at += length;
        let decimals = token
            .split_once('.')
            .map_or(0, |(_, fraction)| fraction.len());
        (self.like_the_one_before, self.decimals) =
            (decimals > 0 && decimals == self.decimals, decimals);
        Ok(Some(token).filter(|t| !t.is_empty()))
    }

    fn line(&self) -> u64 {
        line_of(self.text.as_bytes(), self.at)
    }

    /// Too few or too many figures.
    fn wrong(&self, found: usize, total: usize) -> Undecodable {
        if found < total && !self.closed() {
            let message =
                format!("the figures are cut off: {found} of {total}, and no `;` at the end");
            return Box::new(
                fault("truncated", self.file, self.line(), message)
                    .hint("the file did not arrive whole: fetch it again"),
            );
        }
        let message = format!(
            "there are {found} figures, the product of the sizes is {total}: some are missing or \
                too many"
        );
        bad(self.file, self.line(), message)
    }

    /// Whether the last figure is whole: something stands behind it, or it has the decimals of the
    /// one before.
    fn whole(&self) -> bool {
        self.text
            .ends_with(|c: char| c.is_whitespace() || matches!(c, ';' | '"' | '\u{1a}'))
            || self.like_the_one_before
    }

    /// Whether the statement is ended. Offices do leave the sign out, so only a missing figure
    /// makes it matter.
    fn closed(&self) -> bool {
        self.text
            .trim_end_matches(|c: char| c.is_whitespace() || c == '\u{1a}')
            .ends_with(';')
    }
}

struct Dense<'a> {
    cube: Cube,
    tokens: Tokens<'a>,
    next: usize,
    /// Whether the figure last given is whole, should the file end there.
    whole: bool,
    ended: bool,
}

impl Dense<'_> {
    fn step(&mut self) -> Result<Option<Record>, Undecodable> {
        let total = self.cube.total;
        match self.tokens.next()? {
            Some(token) if self.next < total => {
                self.next += 1;
                self.whole = self.tokens.whole();
                Ok(Some(self.cube.record(self.next - 1, token)))
            }
            // The last token read is the end itself.
            None if self.next == total && self.whole => Ok(None),
            None if self.next == total => {
                let message = "the figures end within a figure: the last may be cut short";
                Err(Box::new(
                    fault("truncated", self.tokens.file, self.tokens.line(), message)
                        .hint("fetch the file again"),
                ))
            }
            None => Err(self.tokens.wrong(self.next, total)),
            Some(_) => Err(self.tokens.wrong(self.next + 1, total)),
        }
    }
}

impl Iterator for Dense<'_> {
    type Item = Result<Record, Undecodable>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let item = self.step().transpose();
        self.ended = !matches!(item, Some(Ok(_)));
        item
    }
}

/// Rows that begin with their keys, then those that were left out.
struct Keyed<'a> {
    cube: Cube,
    tokens: Tokens<'a>,
    /// Value or code → position, for each key.
    keys: Vec<BTreeMap<String, usize>>,
    /// Figures in a row.
    width: usize,
    seen: BTreeSet<usize>,
    row: usize,
    in_row: usize,
    left_out: usize,
    ended: bool,
}

impl<'a> Keyed<'a> {
    fn new(cube: Cube, tokens: Tokens<'a>) -> Keyed<'a> {
        let keys = cube.axes.iter().take(cube.keyed).map(|a| {
            if a.key == Some(true) {
                &a.codes
            } else {
                &a.texts
            }
        });
        let keys = keys
            .map(|list| {
                list.iter()
                    .enumerate()
                    .map(|(i, text)| (text.trim().to_owned(), i))
                    .collect()
            })
            .collect();
        let width = cube
            .axes
            .iter()
            .skip(cube.keyed)
            .map(|a| a.texts.len())
            .product();
        Keyed {
            cube,
            tokens,
            keys,
            width,
            seen: BTreeSet::new(),
            row: 0,
            in_row: width,
            left_out: 0,
            ended: false,
        }
    }

    /// Reads the keys of the next row; `None` after the last.
    fn begin(&mut self) -> Result<Option<()>, Undecodable> {
        let mut row = 0;
        for (i, keys) in self.keys.iter().enumerate() {
            let Some(token) = self.tokens.next()? else {
                return if i == 0 {
                    Ok(None)
                } else {
                    Err(self.tokens.wrong(i, self.keys.len()))
                };
            };
            let Some(at) = keys.get(token.trim()) else {
                let name = self.cube.axes.get(i).map_or("", |a| a.name.as_str());
                return Err(bad(
                    self.tokens.file,
                    self.tokens.line(),
                    format!("the row's key `{token}` is no value of `{name}`"),
                ));
            };
            row = row * keys.len() + at;
        }
        if !self.seen.insert(row) {
            return Err(bad(
                self.tokens.file,
                self.tokens.line(),
                "two rows have the same keys",
            ));
        }
        (self.row, self.in_row) = (row, 0);
        Ok(Some(()))
    }

    fn step(&mut self) -> Result<Option<Record>, Undecodable> {
        if self.in_row == self.width && self.begin()?.is_none() {
            if !self.tokens.closed() {
                let message = "the figures are not ended by `;`: rows may be missing";
                return Err(Box::new(
                    fault("truncated", self.tokens.file, self.tokens.line(), message)
                        .hint("fetch the file again"),
                ));
            }
            return Ok(self.missing());
        }
        let Some(token) = self.tokens.next()? else {
            return Err(self.tokens.wrong(self.in_row, self.width));
        };
        self.in_row += 1;
        Ok(Some(
            self.cube
                .record(self.row * self.width + self.in_row - 1, token),
        ))
    }

    fn missing(&mut self) -> Option<Record> {
        while self.left_out < self.cube.total {
            let position = self.left_out;
            self.left_out += 1;
            if !self.seen.contains(&(position / self.width)) {
                return Some(self.cube.record(position, "0".to_owned()));
            }
        }
        None
    }
}

impl Iterator for Keyed<'_> {
    type Item = Result<Record, Undecodable>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let item = self.step().transpose();
        self.ended = !matches!(item, Some(Ok(_)));
        item
    }
}
