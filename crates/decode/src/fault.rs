//! Why a file cannot be read as a whole, and on which line.

use crate::repeated_name::{Unreadable, value};
use chiso_model::{Finding, Place};

/// Why a delivery cannot be read as a whole.
pub type Undecodable = Box<Finding>;

/// The JSON of a text; a fault names the line.
pub(super) fn parse(file: &str, part: &str, text: &str) -> Result<serde_json::Value, Undecodable> {
    value(text).map_err(|unreadable| match unreadable {
        Unreadable::Json(error) => not_json(file, part, text, &error),
        Unreadable::Repeated(name, line) => {
            let line = u64::try_from(line).unwrap_or(0);
            let message = format!("the name `{name}` stands twice in one object of this JSON");
            let mut finding = fault("unreadable", file, line, message);
            part.clone_into(&mut finding.place.part);
            Box::new(
                finding
                    .hint("ask the provider which of the two values counts; nobody else can say"),
            )
        }
    })
}

fn not_json(file: &str, part: &str, text: &str, e: &serde_json::Error) -> Undecodable {
    let line = u64::try_from(e.line()).unwrap_or(0);
    let cut = e.is_eof();
    if !cut && line > 1 && is_json_lines(text) {
        let finding = fault(
            "unreadable",
            file,
            line,
            "this is JSON lines: one value on each line, and not one value for the file",
        );
        return Box::new(finding.hint("declare `lines = true` in the source"));
    }
    let (rule, message, hint) = if let Some(word) = word_at(text, e).filter(|_| !cut) {
        (
            "unreadable",
            format!("this is not JSON: `{word}` is none of its values"),
            "ask the provider for JSON with `null` where there is no figure, `true` and `false`, and \
                texts in quotes",
        )
    } else if cut {
        let message = format!("the JSON is cut off: {e}");
        ("truncated", message, "fetch the file again")
    } else {
        let message = format!("this is not JSON: {e}");
        ("unreadable", message, "fetch the file again")
    };
    let mut finding = fault(rule, file, line, message);
    part.clone_into(&mut finding.place.part);
    Box::new(finding.hint(hint))
}

/// The word without quotes on which a text breaks off being JSON: `NaN`, `-Infinity`, `None`.
fn word_at<'t>(text: &'t str, e: &serde_json::Error) -> Option<&'t str> {
    let line = text.split('\n').nth(e.line().checked_sub(1)?)?;
    let at = e.column().checked_sub(1)?;
    let of_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '.');
    let (before, behind) = line.split_at_checked(at)?;
    let start = before.trim_end_matches(of_word).len();
    let end = at + behind.find(|c| !of_word(c)).unwrap_or(behind.len());
    let word = line.get(start..end)?;
    let begins = word
        .trim_start_matches('-')
        .starts_with(|c: char| c.is_ascii_alphabetic());
    let above = line[..start].trim_end();
    let value = above.ends_with([':', ',', '[']) || (above.is_empty() && e.line() > 1);
    (begins && value && word.len() <= 20).then_some(word)
}

/// Whether a text is one value after the other, each on its line.
fn is_json_lines(text: &str) -> bool {
    let lines = || text.lines().filter(|l| !l.trim().is_empty());
    let values = lines()
        .take(3)
        .filter(|l| l.trim_start().starts_with(['{', '[']));
    text.trim_start().starts_with('{')
        && values.count() >= 2
        && lines()
            .next()
            .is_some_and(|l| serde_json::from_str::<serde_json::Value>(l).is_ok())
}

pub(super) fn looks_like_html(file_name: &str) -> Undecodable {
    let finding = fault("html_page", file_name, 1, "this is a web page, not data");
    Box::new(finding.hint(
        "it looks like a login or error page that was answered in place of the \
        file: fetch it again, or save it by hand",
    ))
}

/// Whether the bytes begin a web page.
#[must_use]
pub fn is_html(bytes: &[u8]) -> bool {
    let bytes = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    [&b"<!doctype"[..], b"<html"].iter().any(|tag| {
        bytes
            .get(..tag.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(tag))
    })
}

/// Line on which a byte stands, from 1; LF, CRLF and CR each end a line.
pub(super) fn line_of(bytes: &[u8], at: usize) -> u64 {
    1 + line_ends(&bytes[..at])
}

/// How many line ends there are: LF, CRLF or CR alone.
pub(super) fn line_ends(bytes: &[u8]) -> u64 {
    let mut count = 0;
    let mut after_cr = false;
    for b in bytes {
        count += u64::from(*b == b'\r' || (*b == b'\n' && !after_cr));
        after_cr = *b == b'\r';
    }
    count
}

pub(super) fn fault(
    rule: &'static str,
    file_name: &str,
    row: u64,
    message: impl Into<String>,
) -> Finding {
    Finding::error(
        rule,
        Place {
            file: file_name.to_owned(),
            row,
            ..Place::default()
        },
        message,
    )
}

pub(super) fn too_many_cells(file_name: &str, max_cells: usize) -> Undecodable {
    let message = format!("there are more than {max_cells} cells");
    Box::new(
        fault("unreadable", file_name, 0, message)
            .hint("deliver the file in parts, by year or by area"),
    )
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_word_that_is_no_json_is_named() {
        for (text, word) in [
            ("[{\"v\":NaN}]", "`NaN` is none of its values"),
            ("[{\"v\": nan}]", "`nan` is none of its values"),
            (
                "[1,\n-Infinity]",
                "f.json:2: this is not JSON: `-Infinity` is none of its values",
            ),
            ("{\"ă\":None,\"b\":1}", "`None` is none of its values"),
            ("NaN", "this is not JSON: expected"),
            ("[{\"v\":1,}]", "this is not JSON"),
            ("[{a:1}]", "this is not JSON"),
        ] {
            let said = parse("f.json", "", text).unwrap_err().to_string();
            assert!(said.contains(word), "{said}");
        }
    }
}
