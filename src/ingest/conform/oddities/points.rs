//! Figures in which a point is a decimal sign or sets thousands apart: `1.234` is a little over one
//! in one file and one thousand two hundred and thirty-four in the next. Where the source declares
//! no `number` and no figure of the column shows which, a person must look.

use crate::decode::Record;
use crate::decode::cell::{self, Remark};
use crate::ingest::conform::bindings::Bindings;
use crate::model::{Finding, Format, Place, Source};

/// Looks for figures that have two readings, and for one that shows which is meant.
pub(super) struct Points {
    /// Whether it is known what a point is: because it is declared, or because a figure shows it.
    known: bool,
    /// Whether the format can hold figures as numbers.
    typed: bool,
    first: Option<(Place, String)>,
    count: u64,
}

/// What a text shows of the points in its column.
#[derive(Debug, PartialEq, Eq)]
enum PointEvidence {
    /// They are decimal signs: `1.5`, `0.123`, or figures of thousands have none: `1234`.
    Decimal,
    /// `1.234`.
    TwoReadings,
    /// Nothing.
    Unknown,
}

impl Points {
    pub(super) fn new(source: &Source) -> Points {
        let typed = matches!(source.format, Format::Xlsx | Format::Xls | Format::Ods);
        let texts = matches!(source.format, Format::Csv | Format::Html) || typed;
        Points {
            known: !texts || source.decimal_declared || source.postgres.is_some(),
            typed,
            first: None,
            count: 0,
        }
    }

    pub(super) fn see(&mut self, bindings: &Bindings<'_>, record: &Record, file: &str) {
        if self.known {
            return;
        }
        let at = &bindings.value;
        let typed = || cell::remarks(at.cell(record)).any(|r| r == Remark::Typed);
        if self.typed && !typed() {
            return;
        }
        match point(at.raw(record)) {
            PointEvidence::Decimal => self.known = true,
            PointEvidence::Unknown => {}
            PointEvidence::TwoReadings => {
                self.count += 1;
                self.first.get_or_insert_with(|| {
                    let place = Place {
                        file: file.to_owned(),
                        part: record.part.clone(),
                        row: record.row,
                        col: at.label().to_owned(),
                    };
                    (place, at.raw(record).trim().to_owned())
                });
            }
        }
    }

    /// What is to be known where nothing shows what a point is.
    pub(super) fn finding(self) -> Option<Finding> {
        let (place, text) = self.first.filter(|_| !self.known)?;
        let bare = text.replace('.', "");
        let message = format!(
            "`{text}` is read as a fraction and may be `{bare}` with its thousands set apart: every \
                figure with a point has three digits behind it, and none shows which is meant"
        );
        let hint = "declare `number = { decimal = \".\" }` if the point is a decimal sign, `number = \
            { decimal = \",\", grouping = \".\" }` if it sets thousands apart";
        let finding = Finding::warning("ambiguous_number", place, message).hint(hint);
        Some(Finding {
            count: self.count,
            ..finding.raw(text)
        })
    }
}

fn point(text: &str) -> PointEvidence {
    let digit = |c: char| c.is_ascii_digit();
    let Some((from, to)) = text.find(digit).zip(text.rfind(digit)) else {
        return PointEvidence::Unknown;
    };
    let (whole, fraction) = match text[from..=to].split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (&text[from..=to], None),
    };
    let mut all = [whole, fraction.unwrap_or_default()].into_iter();
    if !all.all(|part| part.bytes().all(|b| b.is_ascii_digit())) {
        return PointEvidence::Unknown;
    }
    match fraction {
        None if whole.len() > 3 && !whole.starts_with('0') => PointEvidence::Decimal,
        None => PointEvidence::Unknown,
        Some(fraction) if fraction.len() == 3 && whole.len() <= 3 && !whole.starts_with('0') => {
            PointEvidence::TwoReadings
        }
        Some(_) => PointEvidence::Decimal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_behind_a_point_have_two_readings() {
        for text in [
            "1.234", "12.345", "-123.456", "(1.234)", "1.234*", "1.234 p",
        ] {
            assert_eq!(point(text), PointEvidence::TwoReadings, "{text}");
        }
        for text in ["1.5", "1.2345", "0.123", "1234.567", "1234", "-0.500"] {
            assert_eq!(point(text), PointEvidence::Decimal, "{text}");
        }
        for text in [
            "999",
            "0",
            "..",
            "",
            "1.234.567",
            "1,234",
            "2020-01",
            "0123",
        ] {
            assert_eq!(point(text), PointEvidence::Unknown, "{text}");
        }
    }
}
