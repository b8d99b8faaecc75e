//! One statement of a PX file: `KEYWORD("key")="value","value";`.

use super::super::{Undecodable, fault, line_of};
use super::broken::bad;

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

/// `KEYWORD("key")=`: the keyword with its language, the keys, and where the value begins.
pub(super) fn subject(
    file: &str,
    text: &str,
    from: usize,
    line: u64,
) -> Result<(String, Vec<String>, usize), Undecodable> {
    let mut in_quotes = false;
    let mut keys: Vec<String> = Vec::new();
    let mut name = String::new();
    let mut depth = 0;
    for (at, c) in text[from..].char_indices() {
        match c {
            '"' => {
                in_quotes = !in_quotes;
                keys.extend(in_quotes.then(String::new));
            }
            _ if in_quotes => keys.last_mut().into_iter().for_each(|key| key.push(c)),
            '=' if depth == 0 => return Ok((name.trim().to_uppercase(), keys, from + at + 1)),
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
    Err(no_keyword(file, line, &text[from..]))
}

fn no_keyword(file: &str, line: u64, rest: &str) -> Undecodable {
    let beginning: String = rest.chars().take(30).collect();
    let shown = beginning.lines().next().unwrap_or_default();
    bad(
        file,
        line,
        format!("`{shown}` is no keyword with a value: a quote or a `;` before it is astray"),
    )
}

/// The values of a statement and where the next one begins. Strings that stand side by side are
/// one.
pub(super) fn statement(
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
            None => return Err(not_ended(file, keyword, line)),
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
                let (value, length) = unquoted(&text[at..]);
                values.extend(value);
                at += length;
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

fn not_ended(file: &str, keyword: &str, line: u64) -> Undecodable {
    Box::new(
        fault(
            "truncated",
            file,
            line,
            format!("`{keyword}` is not ended by `;`"),
        )
        .hint("the file did not arrive whole: fetch it again"),
    )
}

/// A value without quotes, if it is one, and how far it reaches.
fn unquoted(rest: &str) -> (Option<String>, usize) {
    let length = rest.find([',', ';', '"', '\n', '\r']).unwrap_or(rest.len());
    let word = rest[..length].trim();
    if word.starts_with("TLIST") {
        // `TLIST(A1),"2003","2004"`: the scale is no value; `TLIST(A1,"1990"-"1995")` is kept as
        // text.
        return (None, rest.find(')').map_or(length, |end| end + 1));
    }
    (Some(word.to_owned()), length)
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
