//! Figures with and without a sign of per cent in one column: `12.5%` beside `0.125`. Which of the
//! two a figure without the sign is, nobody can see, and one is a hundred times the other.

use crate::decode::Record;
use crate::decode::cell::{self, Remark};
use crate::ingest::conform::bindings::Bindings;
use crate::model::{Finding, Place, Source};

/// Counts figures with and without the sign, where the source does not declare it.
pub(super) struct Percents {
    declared: bool,
    /// The first figure with the sign, as it is shown.
    signed: Option<(Place, String)>,
    /// The first figure without it, other than zero, and how many there are.
    bare: Option<String>,
    bare_count: u64,
}

impl Percents {
    pub(super) fn new(source: &Source) -> Percents {
        Percents {
            declared: source.number.percent.is_some(),
            signed: None,
            bare: None,
            bare_count: 0,
        }
    }

    pub(super) fn declared(&self) -> bool {
        self.declared
    }

    pub(super) fn see(&mut self, bindings: &Bindings<'_>, record: &Record, file: &str) {
        if self.declared {
            return;
        }
        let at = &bindings.value;
        let text = at.raw(record).trim();
        let listed = || {
            let lists = [&bindings.missing, &bindings.suppressed, &bindings.zero];
            lists
                .iter()
                .any(|list| list.iter().any(|listed| listed == text))
        };
        if !text.bytes().any(|b| matches!(b, b'1'..=b'9')) || listed() {
            return;
        }
        let shown = cell::remarks(at.cell(record)).find_map(|remark| match remark {
            Remark::Percent(format) => Some(format!("{text}` shown as `{format}")),
            Remark::Within(around) if around.contains('%') => Some(format!(
                "{text}` shown as `{}",
                around.replace(cell::FIGURE, text)
            )),
            _ => None,
        });
        let written = || {
            let signed = text.ends_with('%') || text.starts_with('%');
            signed.then(|| text.to_owned())
        };
        if let Some(signed) = shown.or_else(written) {
            self.signed.get_or_insert_with(|| {
                let place = Place {
                    file: file.to_owned(),
                    part: record.part.clone(),
                    row: record.row,
                    col: at.label().to_owned(),
                };
                (place, signed)
            });
        } else if text.ends_with(|c: char| c.is_ascii_digit()) {
            self.bare_count += 1;
            self.bare.get_or_insert_with(|| text.to_owned());
        }
    }

    /// Why the delivery cannot be used.
    pub(super) fn refusal(&self) -> Option<Finding> {
        let ((place, signed), bare) = (self.signed.as_ref()?, self.bare.as_ref()?);
        let message = format!(
            "`{signed}` has a sign of per cent, and {} other figures of the column have none, as \
                `{bare}`: they may be in per cent or fractions of one, a hundred times less",
            self.bare_count
        );
        let hint = "declare `number = { percent = \"sign_or_percent\" }` if those without the sign \
            are in per cent, `\"sign_or_fraction\"` if they are fractions of one; figures are then \
            in per cent";
        Some(
            Finding::error("mixed_percent", place.clone(), message)
                .raw(signed.clone())
                .hint(hint),
        )
    }
}
