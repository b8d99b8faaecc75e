//! Periods as offices write them above their columns: `Sơ bộ 2024`, `Quý I/2024`, `6 tháng/2000`,
//! `Prel. 2024`, `2020M03`.
//!
//! A label may say three things at once: the period, how much of it the figure spans, and how
//! settled the figure is. It is read by a closed list of words in Vietnamese and English; a word
//! outside the list, a year of two digits, two statuses or a span to date without its end make it
//! unreadable, for a period that was guessed is a wrong figure in a right column. What one label
//! cannot say, its column does: [`Dashed`] tells months from fiscal years.

use crate::model::lookalike::lookalike;
use crate::model::period::{Period, Span};
use crate::model::status::{Status, words};
use std::borrow::Cow;

/// What a label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// The period; for a cumulative figure the one up to whose end it runs.
    pub period: Period,
    /// `Ytd` where the label says that the figure is cumulative, else `None`.
    pub span: Option<Span>,
    /// The status, where the label says one.
    pub status: Option<Status>,
}

/// Why a text is no label of a period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a period: {why}")]
pub struct LabelError {
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub why: Cow<'static, str>,
}

impl LabelError {
    /// Whether the label names a period all the same, and only leaves open up to when its figure
    /// runs.
    #[must_use]
    pub fn is_open_span(&self) -> bool {
        self.why == TO_DATE || self.why == BEGINNING
    }
}

/// A figure to date whose label does not say up to when.
const TO_DATE: &str = "it says a figure to date, and not up to which month or quarter";
/// The beginning of a year of unknown length.
const BEGINNING: &str = "it says the beginning of a year, and not how many months of it";

/// How a source's `2008-09` is meant, where its column alone does not show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodStyle {
    /// Year and month.
    Month,
}
words!(PeriodStyle, "style of periods", { Month => "month" });

/// What a label of the shape `yyyy-nn` may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dashed {
    /// Only a month: the two digits are not those of the next year.
    Month,
    /// A month, or a fiscal year: `2008-09`.
    MonthOrFiscalYear,
    /// Only a fiscal year: `2012-13`.
    FiscalYear,
}

impl Dashed {
    /// Reads the shape of a text; `None` when it has another.
    #[must_use]
    pub fn of(text: &str) -> Option<Dashed> {
        let (year, rest) = text.split_at_checked(4)?;
        let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        let end = rest.strip_prefix(['-', '/', '\u{2013}'])?;
        if !digits(year) || end.len() != 2 || !digits(end) {
            return None;
        }
        let (year, end) = (year.parse::<u32>().ok()?, end.parse::<u32>().ok()?);
        match (
            rest.starts_with('-') && (1..=12).contains(&end),
            (year + 1) % 100 == end,
        ) {
            (true, true) => Some(Dashed::MonthOrFiscalYear),
            (true, false) => Some(Dashed::Month),
            (false, true) => Some(Dashed::FiscalYear),
            (false, false) => None,
        }
    }
}

/// A piece of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Word(String),
    Number { value: u32, digits: usize },
}

/// What a phrase means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Status(Status),
    Cumulative,
    Quarter,
    Month,
    Named(u32),
    Ordinal(u32),
    Whole,
    Beginning,
    Nothing,
}

/// A label with its phrases understood; a year has four digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sense {
    Year(i32),
    Count(u32),
    Quarter,
    Month,
    Named(u32),
    Ordinal(u32),
}

/// Phrases in lower case, the longer before those they begin with.
const PHRASES: &[(&[&str], Mark)] = &[
    (&["ước", "tính"], Mark::Status(Status::Estimate)),
    (&["ước", "thực", "hiện"], Mark::Status(Status::Estimate)),
    (&["ước"], Mark::Status(Status::Estimate)),
    (&["estimated"], Mark::Status(Status::Estimate)),
    (&["estimate"], Mark::Status(Status::Estimate)),
    (&["est"], Mark::Status(Status::Estimate)),
    (&["sơ", "bộ"], Mark::Status(Status::Preliminary)),
    (&["preliminary"], Mark::Status(Status::Preliminary)),
    (&["prel"], Mark::Status(Status::Preliminary)),
    (&["pre"], Mark::Status(Status::Preliminary)),
    (&["chính", "thức"], Mark::Status(Status::Final)),
    (&["quyết", "toán"], Mark::Status(Status::Final)),
    (&["final"], Mark::Status(Status::Final)),
    (&["lũy", "kế"], Mark::Cumulative),
    (&["luỹ", "kế"], Mark::Cumulative),
    (&["cộng", "dồn"], Mark::Cumulative),
    (&["cumulative"], Mark::Cumulative),
    (&["year", "to", "date"], Mark::Cumulative),
    (&["ytd"], Mark::Cumulative),
    (&["to", "date"], Mark::Cumulative),
    (&["cumul"], Mark::Cumulative),
    (&["cum"], Mark::Cumulative),
    (&["accumulated"], Mark::Cumulative),
    (&["cumulé"], Mark::Cumulative),
    (&["à", "ce", "jour"], Mark::Cumulative),
    (&["a", "ce", "jour"], Mark::Cumulative),
    (&["quý"], Mark::Quarter),
    (&["quarter"], Mark::Quarter),
    (&["q"], Mark::Quarter),
    (&["tháng"], Mark::Month),
    (&["months"], Mark::Month),
    (&["month"], Mark::Month),
    (&["m"], Mark::Month),
    (&["january"], Mark::Named(1)),
    (&["february"], Mark::Named(2)),
    (&["march"], Mark::Named(3)),
    (&["april"], Mark::Named(4)),
    (&["may"], Mark::Named(5)),
    (&["june"], Mark::Named(6)),
    (&["july"], Mark::Named(7)),
    (&["august"], Mark::Named(8)),
    (&["september"], Mark::Named(9)),
    (&["october"], Mark::Named(10)),
    (&["november"], Mark::Named(11)),
    (&["december"], Mark::Named(12)),
    (&["jan"], Mark::Named(1)),
    (&["feb"], Mark::Named(2)),
    (&["mar"], Mark::Named(3)),
    (&["apr"], Mark::Named(4)),
    (&["jun"], Mark::Named(6)),
    (&["jul"], Mark::Named(7)),
    (&["aug"], Mark::Named(8)),
    (&["sep"], Mark::Named(9)),
    (&["oct"], Mark::Named(10)),
    (&["nov"], Mark::Named(11)),
    (&["dec"], Mark::Named(12)),
    (&["sept"], Mark::Named(9)),
    (&["i"], Mark::Ordinal(1)),
    (&["ii"], Mark::Ordinal(2)),
    (&["iii"], Mark::Ordinal(3)),
    (&["iv"], Mark::Ordinal(4)),
    (&["v"], Mark::Ordinal(5)),
    (&["vi"], Mark::Ordinal(6)),
    (&["vii"], Mark::Ordinal(7)),
    (&["viii"], Mark::Ordinal(8)),
    (&["ix"], Mark::Ordinal(9)),
    (&["x"], Mark::Ordinal(10)),
    (&["xi"], Mark::Ordinal(11)),
    (&["xii"], Mark::Ordinal(12)),
    (&["cả", "năm"], Mark::Whole),
    (&["đầu", "năm"], Mark::Beginning),
    (&["năm"], Mark::Nothing),
    (&["year"], Mark::Nothing),
    (&["the", "first"], Mark::Beginning),
    (&["first"], Mark::Beginning),
    (&["of"], Mark::Nothing),
];

impl std::str::FromStr for Label {
    type Err = LabelError;

    /// Reads a label in Unicode NFC, in any case. A canonical period (`2020-Q3`) is a label too.
    fn from_str(text: &str) -> Result<Label, LabelError> {
        if let Ok(period) = text.parse() {
            return Ok(Label {
                period,
                span: None,
                status: None,
            });
        }
        let failed = |why| LabelError {
            text: text.to_owned(),
            why: Cow::Borrowed(why),
        };
        // A letter that only looks like the one meant is named, for nobody can see it.
        let foreign = |why: &'static str| match lookalike(&text.replace('\u{a0}', " ")) {
            Some(found) => LabelError {
                text: text.to_owned(),
                why: Cow::Owned(format!("it has {found}")),
            },
            None => failed(why),
        };
        if let Some(read) = reporting(text) {
            return read
                .map(|period| Label {
                    period,
                    span: None,
                    status: None,
                })
                .map_err(failed);
        }
        if Dashed::of(text) == Some(Dashed::FiscalYear) {
            return Err(failed(
                "it is a fiscal year, which has no calendar year of its own",
            ));
        }
        let pieces = pieces(text).ok_or_else(|| foreign("it has signs that labels do not have"))?;
        let mut rest = pieces.as_slice();
        let (mut senses, mut status, mut cumulative) = (Vec::new(), None, false);
        let (mut whole_year, mut beginning) = (false, false);
        while let Some(first) = rest.first() {
            let (mark, length) = match first {
                Piece::Number { value, digits: 4 } => {
                    senses.push(Sense::Year(i32::try_from(*value).unwrap_or(0)));
                    (Mark::Nothing, 1)
                }
                Piece::Number {
                    value,
                    digits: 1 | 2,
                } => {
                    senses.push(Sense::Count(*value));
                    (Mark::Nothing, 1)
                }
                Piece::Number { .. } => {
                    return Err(failed("it has a number that is neither a year nor a month"));
                }
                Piece::Word(_) => phrase(rest)
                    .ok_or_else(|| foreign("it has a word that labels of periods do not have"))?,
            };
            match mark {
                Mark::Status(_) if status.is_some() => return Err(failed("it says two statuses")),
                Mark::Status(said) => status = Some(said),
                Mark::Cumulative => cumulative = true,
                Mark::Quarter => senses.push(Sense::Quarter),
                Mark::Month => senses.push(Sense::Month),
                Mark::Named(n) => senses.push(Sense::Named(n)),
                Mark::Ordinal(n) => senses.push(Sense::Ordinal(n)),
                Mark::Whole => whole_year = true,
                Mark::Beginning => beginning = true,
                Mark::Nothing => {}
            }
            rest = &rest[length..];
        }
        let (period, counted) = period(&senses).map_err(failed)?;
        let whole = matches!(period, Period::Year(_));
        if cumulative && whole && !whole_year {
            return Err(failed(TO_DATE));
        }
        if beginning && !counted {
            return Err(failed(BEGINNING));
        }
        // `(1) 2024` is a year with the mark of a note: a number is a month only where a sign joins
        // it to its year.
        if matches!(senses.as_slice(), [Sense::Count(_), Sense::Year(_)])
            && text.contains(['(', ')'])
        {
            return Err(failed(SHAPE));
        }
        Ok(Label {
            period,
            span: ((cumulative || counted) && !whole).then_some(Span::Ytd),
            status,
        })
    }
}

/// What is neither of the shapes of a label.
const SHAPE: &str =
    "its parts do not make a year, a quarter, a month or a number of months of a year";

/// A reporting period of SDMX (Section 6 of the technical notes) that is no calendar label:
/// `2020-A1`, `2020-S1`, `2020-W05`. Reporting years begin on 1 January unless the file says
/// otherwise, which its decoder looks at.
fn reporting(text: &str) -> Option<Result<Period, &'static str>> {
    let (year, rest) = text.split_at_checked(4)?;
    let year = year
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| year.parse::<i32>().ok())
        .flatten()
        .filter(|y| *y >= 1000)?;
    let dashed = rest.strip_prefix('-');
    let kind = dashed.unwrap_or(rest);
    let number = kind
        .get(1..)
        .filter(|n| n.len() <= 3 && n.bytes().all(|b| b.is_ascii_digit()))?;
    match (kind.as_bytes().first()?, number) {
        (b'A', "1") => Some(Ok(Period::Year(year))),
        (b'A', "") if dashed.is_none() => Some(Ok(Period::Year(year))),
        (b'S' | b'H', "1" | "2") => Some(Err(
            "it is a half-year, and periods are years, quarters and months",
        )),
        (b'T', "1" | "2" | "3") => Some(Err(
            "it is a third of a year, and periods are years, quarters and months",
        )),
        (b'W', n) if n.len() == 2 => Some(Err(
            "it is a week, and periods are years, quarters and months",
        )),
        (b'D', n) if n.len() == 3 => Some(Err(
            "it is a day, and periods are years, quarters and months",
        )),
        _ => None,
    }
}

/// The period, and whether the label counts months from the beginning of the year.
fn period(senses: &[Sense]) -> Result<(Period, bool), &'static str> {
    let month = |year, n| {
        if (1..=12).contains(&n) {
            Ok((Period::Month(year, n), false))
        } else {
            Err("there is no such month")
        }
    };
    let quarter = |year, n| {
        if (1..=4).contains(&n) {
            Ok((Period::Quarter(year, n), false))
        } else {
            Err("there is no such quarter")
        }
    };
    match *senses {
        [Sense::Year(year)] if (1000..=9999).contains(&year) => Ok((Period::Year(year), false)),
        [
            Sense::Year(year),
            Sense::Quarter,
            Sense::Count(n) | Sense::Ordinal(n),
        ]
        | [
            Sense::Quarter,
            Sense::Count(n) | Sense::Ordinal(n),
            Sense::Year(year),
        ] => quarter(year, n),
        [
            Sense::Year(year),
            Sense::Month,
            Sense::Count(n) | Sense::Ordinal(n),
        ]
        | [
            Sense::Month,
            Sense::Count(n) | Sense::Ordinal(n),
            Sense::Year(year),
        ]
        | [Sense::Count(n) | Sense::Named(n), Sense::Year(year)]
        | [Sense::Year(year), Sense::Named(n)] => month(year, n),
        [Sense::Count(n), Sense::Month, Sense::Year(year)] => {
            month(year, n).map(|(period, _)| (period, true))
        }
        _ if !senses.iter().any(|s| matches!(s, Sense::Year(_))) => {
            Err("it has no year of four digits")
        }
        _ => Err(SHAPE),
    }
}

/// The phrase that the pieces begin with, and its length.
fn phrase(pieces: &[Piece]) -> Option<(Mark, usize)> {
    let begins = |words: &[&str]| {
        words.len() <= pieces.len()
            && words
                .iter()
                .zip(pieces)
                .all(|(word, piece)| matches!(piece, Piece::Word(text) if text == word))
    };
    PHRASES
        .iter()
        .find(|(words, _)| begins(words))
        .map(|(words, mark)| (*mark, words.len()))
}

/// Runs of letters and runs of digits; the signs between them fall away. `None` at a sign that
/// labels do not have.
fn pieces(text: &str) -> Option<Vec<Piece>> {
    let text = text.to_lowercase();
    let mut pieces = Vec::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let same: fn(char) -> bool = if first.is_ascii_digit() {
            |c| c.is_ascii_digit()
        } else {
            char::is_alphabetic
        };
        let length = rest.find(|c| !same(c)).unwrap_or(rest.len());
        if length == 0 {
            if !matches!(
                first,
                ' ' | '\u{a0}' | '/' | '-' | '.' | '(' | ')' | ',' | ':' | '_' | '\n'
            ) {
                return None;
            }
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let (run, after) = rest.split_at(length);
        pieces.push(if first.is_ascii_digit() {
            Piece::Number {
                value: run.parse().ok()?,
                digits: run.len(),
            }
        } else {
            Piece::Word(run.to_owned())
        });
        rest = after;
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match text.parse::<Label>() {
            Ok(Label {
                period,
                span,
                status,
            }) => {
                let words = [
                    Some(period.to_string()),
                    span.map(|s| s.to_string()),
                    status.map(|s| s.to_string()),
                ];
                words.into_iter().flatten().collect::<Vec<_>>().join(" ")
            }
            Err(error) => format!("! {}", error.why),
        }
    }

    #[test]
    fn labels_seen_in_real_tables() {
        let seen = [
            ("2020", "2020"),
            ("Năm 2020", "2020"),
            ("Sơ bộ 2024", "2024 preliminary"),
            ("SƠ BỘ - 2024", "2024 preliminary"),
            ("2024 (Sơ bộ)", "2024 preliminary"),
            ("Prel. 2024", "2024 preliminary"),
            ("Pre. 2015", "2015 preliminary"),
            ("Est. 2016", "2016 estimate"),
            ("Ước 2016", "2016 estimate"),
            ("Ước tính năm 2016", "2016 estimate"),
            ("Quyết toán 2015", "2015 final"),
            ("Quý I/2024", "2024-Q1"),
            ("Quý 3 năm 2024", "2024-Q3"),
            ("Q1/2024", "2024-Q1"),
            ("2020-Q1", "2020-Q1"),
            ("2020Q4", "2020-Q4"),
            ("2020M03", "2020-03"),
            ("2020-03", "2020-03"),
            ("Tháng 3/2024", "2024-03"),
            ("03/2024", "2024-03"),
            ("6 tháng/2000", "2000-06 ytd"),
            ("9 tháng đầu năm 2021", "2021-09 ytd"),
            ("Lũy kế 9 tháng 2021", "2021-09 ytd"),
            ("luỹ kế tháng 9/2021", "2021-09 ytd"),
            ("Ước 11 tháng 2021", "2021-11 ytd estimate"),
            ("First 6 months of 2000", "2000-06 ytd"),
            ("Lũy kế cả năm 2021", "2021"),
            ("2020-A1", "2020"),
            ("2020A", "2020"),
            ("2020-M03", "2020-03"),
            ("YTD Q3 2024", "2024-Q3 ytd"),
            ("Jan 2024", "2024-01"),
            ("2024 December", "2024-12"),
            ("2024 (ước tính)", "2024 estimate"),
            ("quý 4 năm 2023", "2023-Q4"),
            ("Tháng 3 năm 2024", "2024-03"),
            ("Tháng XII/2024", "2024-12"),
            ("Ước tính 9 tháng đầu năm 2024", "2024-09 ytd estimate"),
            ("March 2021", "2021-03"),
            ("Sept. 2021", "2021-09"),
        ];
        for (text, wanted) in seen {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_pair_of_years_is_told_from_a_month_where_that_can_be() {
        for (text, want) in [
            ("2008-09", Some(Dashed::MonthOrFiscalYear)),
            ("2000-01", Some(Dashed::MonthOrFiscalYear)),
            ("2011-12", Some(Dashed::MonthOrFiscalYear)),
            ("2008-10", Some(Dashed::Month)),
            ("2012-13", Some(Dashed::FiscalYear)),
            ("1999-00", Some(Dashed::FiscalYear)),
            ("2008/09", Some(Dashed::FiscalYear)),
            ("2020-99", None),
            ("2020", None),
            ("2020-Q1", None),
        ] {
            assert_eq!(Dashed::of(text), want, "{text}");
        }
    }

    #[test]
    fn nothing_is_guessed() {
        let refused = [
            ("lũy kế 9 tháng", "! it has no year of four digits"),
            ("Quý I", "! it has no year of four digits"),
            ("Jan-24", "! it has no year of four digits"),
            ("13/2024", "! there is no such month"),
            ("Quý V/2024", "! there is no such quarter"),
            ("Sơ bộ", "! it has no year of four digits"),
            (
                "Hà Nội",
                "! it has a word that labels of periods do not have",
            ),
            (
                "finale 2024",
                "! it has a word that labels of periods do not have",
            ),
            (
                "2024-01-15",
                "! its parts do not make a year, a quarter, a month or a number of months of a year",
            ),
            (
                "5 2024 1",
                "! its parts do not make a year, a quarter, a month or a number of months of a year",
            ),
            (
                "2000.5",
                "! its parts do not make a year, a quarter, a month or a number of months of a year",
            ),
            (
                "12 345",
                "! it has a number that is neither a year nor a month",
            ),
            (
                "202609",
                "! it has a number that is neither a year nor a month",
            ),
            ("Quý 5/2024", "! there is no such quarter"),
            (
                "6 tháng cuối năm 2000",
                "! it has a word that labels of periods do not have",
            ),
            ("Ước sơ bộ 2024", "! it says two statuses"),
            (
                "2019 - 2020",
                "! its parts do not make a year, a quarter, a month or a number of months of a year",
            ),
            (
                "20240131",
                "! it has a number that is neither a year nor a month",
            ),
            (
                "2020-S1",
                "! it is a half-year, and periods are years, quarters and months",
            ),
            (
                "2020-H2",
                "! it is a half-year, and periods are years, quarters and months",
            ),
            (
                "2020-W05",
                "! it is a week, and periods are years, quarters and months",
            ),
            (
                "2020-T1",
                "! it is a third of a year, and periods are years, quarters and months",
            ),
            (
                "YTD 2024",
                "! it says a figure to date, and not up to which month or quarter",
            ),
            (
                "2024 (year to date)",
                "! it says a figure to date, and not up to which month or quarter",
            ),
            (
                "Lũy kế năm 2021",
                "! it says a figure to date, and not up to which month or quarter",
            ),
            (
                "Ước lũy kế 2024",
                "! it says a figure to date, and not up to which month or quarter",
            ),
            (
                "Cumul 2024",
                "! it says a figure to date, and not up to which month or quarter",
            ),
            (
                "2024 à ce jour",
                "! it says a figure to date, and not up to which month or quarter",
            ),
            (
                "đầu năm 2024",
                "! it says the beginning of a year, and not how many months of it",
            ),
            (
                "First 2024",
                "! it says the beginning of a year, and not how many months of it",
            ),
            (
                "(1) 2024",
                "! its parts do not make a year, a quarter, a month or a number of months of a year",
            ),
            (
                "2012-13",
                "! it is a fiscal year, which has no calendar year of its own",
            ),
            (
                "2008/09",
                "! it is a fiscal year, which has no calendar year of its own",
            ),
            (
                "2020\u{41c}01",
                "! it has the letter U+041C (Cyrillic), which looks like `M`",
            ),
            (
                "2020\u{200b}",
                "! it has the sign U+200B (a space of no width), which cannot be seen",
            ),
            ("2020*", "! it has signs that labels do not have"),
            ("", "! it has no year of four digits"),
            (
                "0999",
                "! its parts do not make a year, a quarter, a month or a number of months of a year",
            ),
            (
                "Vụ đông xuân 2023-2024",
                "! it has a word that labels of periods do not have",
            ),
            (
                "so với 2023",
                "! it has a word that labels of periods do not have",
            ),
            (
                "Bình quân 2024",
                "! it has a word that labels of periods do not have",
            ),
            (
                "cuối năm 2024",
                "! it has a word that labels of periods do not have",
            ),
            (
                "2024/2023",
                "! its parts do not make a year, a quarter, a month or a number of months of a year",
            ),
            (
                "2024-1",
                "! its parts do not make a year, a quarter, a month or a number of months of a year",
            ),
            (
                "31/12/2024",
                "! its parts do not make a year, a quarter, a month or a number of months of a year",
            ),
            ("20 24", "! it has no year of four digits"),
            ("Tháng 0/2024", "! there is no such month"),
        ];
        for (text, wanted) in refused {
            assert_eq!(read(text), wanted, "{text}");
        }
    }
}
