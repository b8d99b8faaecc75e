//! The query that a database is asked, and the mark up to which its rows are known.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{Finding, Lag, WATERMARK, Watermark};

/// One query that changes nothing.
pub(super) fn query(at: &ConfigNode<'_>, raw: &raw::Postgres, faults: &mut Vec<Finding>) -> String {
    let query = value::text(at, &raw.query, faults).trim().to_owned();
    only_asks(at, &query, faults);
    if query.ends_with(';') {
        faults.push(
            at.error(rule::BAD_VALUE, "the query ends with `;`")
                .hint("leave it out: it is one query"),
        );
    }
    match (&raw.watermark, query.contains(WATERMARK)) {
        (Some(w), false) => {
            let hint = format!(
                "ask for later rows only, as in `WHERE {} > {WATERMARK}`",
                w.column
            );
            faults.push(
                at.error(
                    rule::BAD_VALUE,
                    format!("the query does not use `{WATERMARK}`"),
                )
                .hint(hint),
            );
        }
        (None, true) => {
            let hint = "add `watermark = { column = \"updated_at\" }`";
            faults.push(
                at.error(
                    rule::MISSING_KEY,
                    format!("the query uses `{WATERMARK}`, and nothing says what that is"),
                )
                .hint(hint),
            );
        }
        _ => {}
    }
    query
}

fn only_asks(at: &ConfigNode<'_>, query: &str, faults: &mut Vec<Finding>) {
    let first = query
        .split(|c: char| !c.is_ascii_alphabetic())
        .find(|word| !word.is_empty())
        .unwrap_or_default()
        .to_ascii_lowercase();
    if !query.is_empty()
        && !query.starts_with("--")
        && !query.starts_with("/*")
        && !matches!(first.as_str(), "select" | "with" | "values" | "table")
    {
        let hint = "write one `SELECT`; nothing can be changed from here";
        faults.push(
            at.error(
                rule::BAD_VALUE,
                "the query does not begin with `SELECT` or `WITH`",
            )
            .hint(hint),
        );
    }
}

/// The column that grows, and how far back it is looked again.
pub(super) fn watermark(
    at: &ConfigNode<'_>,
    raw: &raw::Watermark,
    faults: &mut Vec<Finding>,
) -> Watermark {
    let lag = match &raw.lag {
        None => Lag::Time(0),
        Some(text) if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) => {
            let steps = text.parse::<u32>().unwrap_or_else(|_| {
                faults.push(
                    at.key("lag")
                        .error(rule::BAD_VALUE, format!("`{text}` is out of range"))
                        .hint("write fewer than 4294967296"),
                );
                0
            });
            Lag::Steps(u64::from(steps))
        }
        Some(text) => Lag::Time(value::milliseconds(&at.key("lag"), text, 0, faults).unwrap_or(0)),
    };
    Watermark {
        column: value::text(&at.key("column"), &raw.column, faults),
        lag,
    }
}
