//! Checks how a source writes its periods, so that what is declared fits together.

use super::columns::{of_format, period_part};
use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{
    Contract, DayOf, Days, Finding, Format, Language, Origin, PeriodFormat, PeriodPart, PeriodWord,
    PeriodWriting, Slot, Template, WhichDay, month_names,
};
use chrono_tz::Tz;

/// The writing of the periods of a source.
pub(super) fn writing(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    (format, contract): (Option<Format>, &Contract),
    faults: &mut Vec<Finding>,
) -> PeriodWriting {
    let wide = raw.wide.as_ref().map(|wide| wide.columns.as_str());
    let span = at.key("columns").key("span");
    let columns = at.key("columns").key("period");
    let at = at.key("period");
    let office = contract.fiscal_year;
    let Some(period) = &raw.period else {
        return PeriodWriting {
            office,
            ..PeriodWriting::default()
        };
    };
    if !period.parts.is_empty() && raw.columns.contains_key("period") {
        let message = "the period comes from `parts` of `[source.period]` and from a column";
        faults.push(
            columns
                .error(rule::BAD_VALUE, message)
                .hint("leave one out"),
        );
    }
    let words = words(&at.key("words"), period, faults);
    let formats = formats(&at, period, &words, faults);
    let fiscal_year = period
        .fiscal_year
        .as_ref()
        .and_then(|raw| value::fiscal_year(&at.key("fiscal_year"), raw, faults));
    let writing = PeriodWriting {
        parts: parts(&at, period, (format, contract), faults),
        century: century(&at.key("century"), period.century.as_deref(), faults),
        days: days(&at, period, contract.zone, faults),
        era: value::optional(&at.key("era"), period.era.as_ref(), value::word, faults),
        office: office.filter(|_| fiscal_year.is_none()),
        fiscal_year,
        month_names: names(&at, period, faults),
        formats,
        words,
    };
    to_date(&span, raw, &writing, faults);
    part_of_header(&at.key("parts"), &writing, wide, faults);
    needed(&at, period, &writing, faults);
    parts_of_fiscal_years(&at, &writing, faults);
    writing
}

fn parts(
    at: &ConfigNode<'_>,
    raw: &raw::Period,
    terms: (Option<Format>, &Contract),
    faults: &mut Vec<Finding>,
) -> Vec<PeriodPart> {
    let (at, columns) = (at.key("parts"), at.key("columns"));
    value::repeated(&at, &raw.parts, faults);
    if raw.parts.len() == 1 {
        let hint = "map it as `period` under `[source.columns]`, or name the other column too";
        faults.push(
            at.error(rule::BAD_VALUE, "one column makes no parts")
                .hint(hint),
        );
    }
    let known: Vec<&str> = raw.parts.iter().map(String::as_str).collect();
    for name in raw.columns.keys().filter(|name| !raw.parts.contains(name)) {
        let hint = value::did_you_mean(name, "parts", &known);
        let message = format!("`{name}` is none of `parts`");
        faults.push(
            columns
                .key(name)
                .error(rule::UNKNOWN_NAME, message)
                .hint(hint),
        );
    }
    value::each(&at, &raw.parts, |at, text| {
        if let Some(origin) = raw.columns.get(text) {
            return period_part(&columns.key(text), origin, terms, faults);
        }
        let column = Origin::Column(value::text(at, text, faults));
        Some(PeriodPart {
            origin: of_format(column, terms.0),
            fill_down: false,
        })
    })
}

/// A figure to date of a source of fiscal years may run from January or from its first month.
fn to_date(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    writing: &PeriodWriting,
    faults: &mut Vec<Finding>,
) {
    let of_all = raw.columns.get("span").and_then(|o| o.constant.as_deref());
    if writing.fiscal_year.is_some() && of_all == Some("ytd") {
        let message = "figures to date of a source of fiscal years may run from January or from the \
            first month of its year";
        let hint = "ask the provider for figures of single months, quarters or whole fiscal years; \
            where they run from January, declare no `fiscal_year` for this source";
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
    }
}

/// A part that the headers of figures side by side say: they carry it, and formats say which
/// headers do.
fn part_of_header(
    at: &ConfigNode<'_>,
    writing: &PeriodWriting,
    wide: Option<&str>,
    faults: &mut Vec<Finding>,
) {
    let carries = wide
        .and_then(|text| Template::parse(text).ok())
        .is_some_and(|template| template.names().any(|name| name == "period"));
    let part = writing.header_part().is_some();
    let (message, hint) = if part && !carries {
        (
            "a part of the period comes from headers, and none carries it",
            "write `{period}` where it stands in them, in `columns` of `[source.wide]`",
        )
    } else if !part && carries && !writing.parts.is_empty() {
        (
            "the headers of `[source.wide]` carry `period`, and no part of it comes from them",
            "name it among `parts`, as `Year`, and write `columns = { Year = { from = \"header\" } }`",
        )
    } else if part && writing.formats.is_empty() {
        (
            "a part of the period comes from headers, and no format says which headers these are",
            "write `formats`, with the parts in their order, as in `[\"{year} {month}\"]`",
        )
    } else {
        return;
    };
    faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
}

/// Words with what they say, the longer first: `lũy kế năm` holds `năm`.
fn words(
    at: &ConfigNode<'_>,
    raw: &raw::Period,
    faults: &mut Vec<Finding>,
) -> Vec<(String, PeriodWord)> {
    let mut words = Vec::new();
    for (word, meaning) in &raw.words {
        let at = at.key(word);
        let letters = word.chars().any(char::is_alphabetic);
        if !letters || word.chars().any(|c| c.is_ascii_digit()) || word.trim() != word {
            let hint = "write the word alone; what has digits is a format";
            let message = format!("`{word}` is no word of letters");
            faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
        }
        words.extend(value::word(&at, meaning, faults).map(|meaning| (word.clone(), meaning)));
    }
    words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    words
}

fn formats(
    at: &ConfigNode<'_>,
    raw: &raw::Period,
    words: &[(String, PeriodWord)],
    faults: &mut Vec<Finding>,
) -> Vec<PeriodFormat> {
    let key = at.key("formats");
    value::repeated(&key, &raw.formats, faults);
    let own = ["{fiscal_year}".to_owned()];
    let by_days = raw.days.as_deref() == Some(DayOf::FiscalYear.as_str());
    let written = if raw.formats.is_empty() && raw.fiscal_year.is_some() && !by_days {
        &own[..]
    } else {
        &raw.formats[..]
    };
    value::each(&key, written, |at, text| {
        PeriodFormat::new(text, words)
            .map_err(|error| {
                let message = format!("`{text}`: {}", error.why);
                faults.push(at.error(rule::BAD_VALUE, message).hint(error.hint));
            })
            .ok()
    })
}

/// The first year of a hundred.
fn century(at: &ConfigNode<'_>, raw: Option<&str>, faults: &mut Vec<Finding>) -> Option<i32> {
    let raw = raw?;
    let year = |text: &str| {
        let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse::<i32>().ok())?
    };
    let range = raw.split_once('-').and_then(|(a, b)| year(a).zip(year(b)));
    match range {
        Some((first, last)) if last - first == 99 => Some(first),
        _ => {
            let message = format!("`{raw}` is no range of a hundred years");
            faults.push(
                at.error(rule::BAD_VALUE, message)
                    .hint("write it as in `2000-2099` or `1950-2049`"),
            );
            None
        }
    }
}

fn days(
    at: &ConfigNode<'_>,
    raw: &raw::Period,
    zone: Tz,
    faults: &mut Vec<Finding>,
) -> Option<Days> {
    let which: Option<WhichDay> =
        value::optional(&at.key("day"), raw.day.as_ref(), value::word, faults);
    if raw.days.is_none() && raw.day.is_some() {
        let message = "it says which day stands for a period, and not for which";
        let hint = "declare `days = \"month\"` as well, or leave it out";
        faults.push(at.key("day").error(rule::BAD_VALUE, message).hint(hint));
    }
    let of = value::optional(&at.key("days"), raw.days.as_ref(), value::word, faults)?;
    Some(Days {
        of,
        which: which.unwrap_or_default(),
        zone,
    })
}

fn names(at: &ConfigNode<'_>, raw: &raw::Period, faults: &mut Vec<Finding>) -> Vec<(String, u32)> {
    let language: Option<Language> = value::optional(
        &at.key("language"),
        raw.language.as_ref(),
        value::word,
        faults,
    );
    if raw.month_names.is_empty() {
        return month_names(language.unwrap_or(Language::En));
    }
    let at = at.key("month_names");
    value::repeated(&at, &raw.month_names, faults);
    if raw.language.is_some() || raw.month_names.len() != 12 {
        let message = "they are the twelve names of the months, in place of a language";
        faults.push(
            at.error(rule::BAD_VALUE, message)
                .hint("write twelve names, January first, and no `language`"),
        );
    }
    let named = raw
        .month_names
        .iter()
        .map(|name| name.trim().to_lowercase());
    named.zip(1..).collect()
}

/// What else a declaration needs, and what is declared for nothing.
fn needed(
    at: &ConfigNode<'_>,
    raw: &raw::Period,
    writing: &PeriodWriting,
    faults: &mut Vec<Finding>,
) {
    let has = |slot: Slot| writing.formats.iter().any(|f| f.has(slot));
    // A format that is refused may have what nothing else has.
    let all_read = writing.formats.len() == raw.formats.len();
    let short = has(Slot::ShortYear) || has(Slot::ShortFiscalYear);
    let fiscal = { writing.formats.iter() }.any(PeriodFormat::is_fiscal)
        || writing
            .days
            .is_some_and(|days| days.of == DayOf::FiscalYear);
    let asked = [
        (
            short && raw.century.is_none(),
            "formats",
            "a format has a year of two digits, and no century is declared",
            "write `century = \"2000-2099\"`",
        ),
        (
            raw.century.is_some() && !short && all_read,
            "century",
            "no format has a year of two digits",
            "write `{yy}` or `{fiscal_yy}` in a format, or leave it out",
        ),
        (
            fiscal && raw.fiscal_year.is_none(),
            "formats",
            "fiscal years are asked for, and none is declared",
            "write `fiscal_year = { begins = \"04\", named = \"both\" }`",
        ),
        (
            raw.fiscal_year.is_some() && !fiscal && all_read && !raw.formats.is_empty(),
            "fiscal_year",
            "no format has a fiscal year",
            "write `{fiscal_year}` or `{fiscal_yy}` in a format, or leave it out",
        ),
        (
            has(Slot::Day) && raw.days.is_none(),
            "formats",
            "`{day}` is a day, and nothing says what days stand for",
            "write `days = \"month\"`, or another period that they stand for",
        ),
    ];
    for (wrong, key, message, hint) in asked {
        if wrong {
            faults.push(at.key(key).error(rule::BAD_VALUE, message).hint(hint));
        }
    }
}

/// Quarters and half-years of a fiscal year are those of the calendar, or none.
fn parts_of_fiscal_years(at: &ConfigNode<'_>, writing: &PeriodWriting, faults: &mut Vec<Finding>) {
    let Some(fiscal) = writing.fiscal_year else {
        return;
    };
    for format in writing.formats.iter().filter(|f| f.is_fiscal()) {
        let quarter = format.has(Slot::Quarter) || format.has(Slot::QuarterRoman);
        let (length, what) = match (quarter, format.has(Slot::HalfYear)) {
            (true, _) => (3, "quarters"),
            (_, true) => (6, "half-years"),
            _ => continue,
        };
        if !(fiscal.begins - 1).is_multiple_of(length) {
            let message = format!(
                "`{}`: {what} of a fiscal year that begins with month {} are none of the calendar",
                format.as_str(),
                fiscal.begins
            );
            let hint = "chiso has no such periods: ask the provider for months or fiscal years";
            faults.push(at.key("formats").error(rule::BAD_VALUE, message).hint(hint));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::sample::check_faults;

    /// What is said of `[source.period]` with these lines.
    fn said(lines: &str, message: &str, hint: &str) {
        let inline = lines.replace('\n', ", ");
        let declared = format!("format = \"json-stat\"\nperiod = {{ {inline} }}");
        check_faults(&[(
            "datasets/new_enterprises.toml",
            r#"format = "json-stat""#,
            &declared,
            &[message, hint],
        )]);
    }

    #[test]
    fn what_does_not_fit_together_is_told() {
        let at = |key: &str, what: &str| {
            format!(
                "error[bad_value]: datasets/new_enterprises.toml:19, column \
                    `source.period{key}`: {what}"
            )
        };
        said(
            r#"formats = ["{month_name}-{yy}"]"#,
            &at(
                ".formats",
                "a format has a year of two digits, and no century is declared",
            ),
            r#"  hint: write `century = "2000-2099"`"#,
        );
        said(
            r#"formats = ["Second quarter {year}"]"#,
            &at(
                ".formats",
                "`Second quarter {year}`: `second` says which part of a year it is, and the format \
                    does not",
            ),
            "  hint: write a placeholder in its place, such as `{quarter_roman}` or `{month_name}`",
        );
        said(
            "formats = [\"{yy}\"]\ncentury = \"2000-2100\"",
            &at(".century", "`2000-2100` is no range of a hundred years"),
            "  hint: write it as in `2000-2099` or `1950-2049`",
        );
        said(
            r#"fiscal_year = { begins = "01", named = "both" }"#,
            &at(
                ".fiscal_year.begins",
                "`01` is no first month of a fiscal year",
            ),
            "  hint: a fiscal year that begins in January is a year of the calendar: leave \
                `fiscal_year` out; in labels it is `{year}`",
        );
        said(
            "fiscal_year = { begins = \"03\", named = \"end\" }\nformats = [\"Q{quarter} {fiscal_year}\"]",
            &at(
                ".formats",
                "`Q{quarter} {fiscal_year}`: quarters of a fiscal year that begins with month 3 are \
                    none of the calendar",
            ),
            "  hint: chiso has no such periods: ask the provider for months or fiscal years",
        );
        said(
            r#"era = "hijri""#,
            &at(
                ".era",
                "`hijri` is not a era whose years begin on 1 January",
            ),
            "  hint: write one of `buddhist`, `minguo`",
        );
        said(
            "fiscal_year = { begins = \"04\", named = \"end\" }\nformats = [\"FY{yy}\"]",
            &at(
                ".formats",
                "`FY{yy}`: `fy` may say more of the year: that it is a fiscal one",
            ),
            "  hint: write `{fiscal_year}`, or `{fiscal_yy}` for two digits, and declare \
                `fiscal_year`",
        );
        said(
            r#"day = "last""#,
            &at(
                ".day",
                "it says which day stands for a period, and not for which",
            ),
            "  hint: declare `days = \"month\"` as well, or leave it out",
        );
    }

    #[test]
    fn parts_of_a_period_fit_what_carries_them() {
        let said = |lines: &str, key: &str, message: &str, hint: &str| {
            let at = "error[bad_value]: datasets/new_enterprises.toml:19, column `source.period";
            let at = if message.contains("none of") {
                at.replace("bad_value", "unknown_name")
            } else {
                at.to_owned()
            };
            let declared = format!("format = \"json-stat\"\nperiod = {{ {lines} }}");
            check_faults(&[(
                "datasets/new_enterprises.toml",
                r#"format = "json-stat""#,
                &declared,
                &[
                    &format!("{at}{key}`: {message}"),
                    &format!("  hint: {hint}"),
                    "error[bad_value]: datasets/new_enterprises.toml:26, column \
                        `source.columns.period`: the period comes from `parts` of \
                        `[source.period]` and from a column",
                    "  hint: leave one out",
                ],
            )]);
        };
        let format = r#"formats = ["{year} {month}"]"#;
        said(
            &format!(
                r#"parts = ["Year", "Month"], columns = {{ Year = {{ from = "header" }} }}, {format}"#
            ),
            ".parts",
            "a part of the period comes from headers, and none carries it",
            "write `{period}` where it stands in them, in `columns` of `[source.wide]`",
        );
        said(
            &format!(
                r#"parts = ["Year", "Month"], columns = {{ Yaer = {{ column = "Năm" }} }}, {format}"#
            ),
            ".columns.Yaer",
            "`Yaer` is none of `parts`",
            "did you mean `Year`?",
        );
    }
}
