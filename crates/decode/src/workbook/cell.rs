//! The text of a cell, and the remarks that go with it.

use super::super::letters::{Held, judged};
use super::about::{About, CellFormat, Sheet};
use super::format_sections::{Sections, Shown};
use super::shown_text::{ShownDigits, ShownText};
use crate::cell::{self, Remark};
use calamine::{CellErrorType, Data, ExcelDateTime};
use chiso_model::Encoding;

/// A cell's text with what is said of it.
pub(super) fn remarked(
    text: String,
    data: &Data,
    at: (u32, u32),
    about: &Sheet,
    encoding: Option<Encoding>,
) -> String {
    let mut cell = text;
    let digits = matches!(data, Data::String(_)) && cell.bytes().any(|b| b.is_ascii_digit());
    for said in about.cells.get(&at).into_iter().flatten() {
        remark(&mut cell, data, said, encoding);
    }
    if digits {
        cell::push(&mut cell, Remark::Typed);
    }
    if let Some(what) = about.hides(at) {
        cell::push(&mut cell, Remark::Hidden(what));
    }
    cell
}

fn remark(cell: &mut String, data: &Data, said: &About, encoding: Option<Encoding>) {
    let is_number = matches!(data, Data::Int(_) | Data::Float(_));
    match said {
        About::Stale(formula) => cell::push(cell, Remark::Stale(formula)),
        About::Shown(CellFormat::Percent(format)) if is_number => {
            cell::push(cell, Remark::Percent(format));
        }
        About::Shown(CellFormat::Scaled(format)) if is_number => {
            cell::push(cell, Remark::Scaled(format));
        }
        About::Shown(CellFormat::Sections(format, sections)) => {
            if let Some(number) = number_of(data) {
                by_sections(cell, number, (format, sections));
            }
        }
        About::Shown(CellFormat::Text(shown)) if is_number => as_text(cell, shown),
        About::Shown(CellFormat::Invisible(format)) if is_number => {
            cell::push(cell, Remark::Invisible(format));
        }
        About::Apart(own, apart) if matches!(data, Data::String(_)) => {
            *cell = read(own.trim(), encoding);
            cell::push(cell, Remark::Apart(&read(apart, encoding)));
        }
        _ => {}
    }
}

/// Says how a number is shown by its text.
fn as_text(cell: &mut String, shown: &ShownText) {
    if shown.words {
        cell::push(cell, Remark::Invisible(&shown.text));
    }
    if let Some((before, behind)) = &shown.around {
        let around = format!("{before}{}{behind}", cell::FIGURE);
        cell::push(cell, Remark::Within(&around));
    }
    match shown.digits {
        ShownDigits::Same => {}
        ShownDigits::Fewer => cell::push(cell, Remark::Scaled(&shown.text)),
        ShownDigits::Other => cell::push(cell, Remark::OtherDigits(&shown.text)),
    }
    cell::push(cell, Remark::Shown(&shown.text));
}

/// Says how a number is shown by the sections of its format.
fn by_sections(cell: &mut String, number: f64, (format, sections): (&str, &Sections)) {
    let shown = sections.text(number, cell::text(cell));
    match sections.show(number) {
        Shown::Words => cell::push(cell, Remark::Invisible(format)),
        Shown::OtherSign => cell::push(cell, Remark::OtherSign(format)),
        Shown::OtherDigits => cell::push(cell, Remark::OtherDigits(format)),
        Shown::Within(before, behind) => {
            let around = format!("{before}{}{behind}", cell::FIGURE);
            cell::push(cell, Remark::Within(&around));
        }
        Shown::Number => {}
    }
    if let Some(shown) = shown {
        cell::push(cell, Remark::Shown(&shown));
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "it is only held against bounds of a format"
)]
fn number_of(data: &Data) -> Option<f64> {
    match data {
        Data::Int(n) => Some(*n as f64),
        Data::Float(n) => Some(*n),
        _ => None,
    }
}

pub(super) fn text(data: &Data, decimal: char, encoding: Option<Encoding>) -> String {
    match data {
        Data::Empty => String::new(),
        Data::Int(n) => n.to_string(),
        Data::Float(n) => number(*n, decimal),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            read(text, encoding)
        }
        Data::Bool(b) => if *b { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(t) => moment(*t),
        Data::Error(e) => error(e).to_owned(),
    }
}

/// A text as it is held, or read again in the old encoding that is declared.
fn read(text: &str, encoding: Option<Encoding>) -> String {
    match judged(text, encoding) {
        (Held::Unicode, _) => text.to_owned(),
        (_, old) => old.into_owned(),
    }
}

/// Fifteen significant digits, as a spreadsheet shows them at most, without an exponent.
pub(crate) fn number(n: f64, decimal: char) -> String {
    let rounded = format!("{n:.14e}").parse::<f64>().unwrap_or(n);
    let plain = rounded.to_string();
    if decimal == '.' {
        plain
    } else {
        plain.replace('.', decimal.encode_utf8(&mut [0; 4]))
    }
}

/// `2024-03-31`, with the time if there is one. A time of day alone or a span of time is in hours,
/// minutes and seconds, as it is shown: the number of days by which the file holds it is no figure.
fn moment(t: ExcelDateTime) -> String {
    if t.is_duration() || t.as_f64() < 1.0 {
        return hours(t.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = t.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}

/// A number of days as `36:00:00`.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a sheet holds fewer days than fit, and they are rounded to seconds"
)]
fn hours(days: f64) -> String {
    let seconds = (days * 86_400.0).round() as i64;
    let (sign, all) = (if seconds < 0 { "-" } else { "" }, seconds.unsigned_abs());
    let (hours, minutes) = (all / 3600, all / 60 % 60);
    format!("{sign}{hours:02}:{minutes:02}:{:02}", all % 60)
}

const fn error(e: &CellErrorType) -> &'static str {
    match e {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#ERROR!",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn a_time_of_day_and_a_span_of_time_are_no_numbers() {
        for (days, kind, want) in [
            (1.5, ExcelDateTimeType::TimeDelta, "36:00:00"),
            (-0.5, ExcelDateTimeType::TimeDelta, "-12:00:00"),
            (0.25, ExcelDateTimeType::DateTime, "06:00:00"),
            (0.0, ExcelDateTimeType::DateTime, "00:00:00"),
            (45_292.0, ExcelDateTimeType::DateTime, "2024-01-01"),
            (
                45_292.25,
                ExcelDateTimeType::DateTime,
                "2024-01-01T06:00:00",
            ),
        ] {
            assert_eq!(moment(ExcelDateTime::new(days, kind, false)), want);
        }
    }
}
