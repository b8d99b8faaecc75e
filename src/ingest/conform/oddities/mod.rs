//! What is odd about the cells of a delivery and no fault of one of them: labels that may be months
//! or fiscal years, numbers that a workbook shows otherwise than it holds them, figures with and
//! without a sign of per cent, texts among numbers, what is hidden, notes behind names.
//!
//! Most of it is a matter of a whole column, so it is gathered while rows are read and reported at
//! the end. What leaves two readings open refuses the delivery; the rest warns.

mod finding;
mod kind;
mod percent;
mod points;
mod unread;

use super::bindings::{Bindings, Bound};
use super::delivered::Delivery;
use super::observation::Fault;
use crate::decode::Record;
use crate::decode::cell::{self, Remark};
use crate::decode::text::tidy;
use crate::model::{
    Dashed, Dataset, Finding, Format, Frequency, PeriodStyle, PeriodWriting, Place, Source,
};
use finding::finding;
use kind::{OddityKind, Tallied};
use percent::Percents;
use points::Points;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Gathers while a delivery is read.
pub(super) struct Oddities<'a> {
    file: &'a str,
    /// Whether cells of the format can have remarks.
    remarked: bool,
    /// Whether a label of the shape `2008-09` can only be a month.
    months: bool,
    /// How its periods are written.
    writing: &'a PeriodWriting,
    /// The text of a period that was looked at last.
    last: String,
    /// Texts that are no periods as they are declared, and how often each stands.
    unread: BTreeMap<String, u64>,
    /// Labels that may be months or fiscal years.
    pairs: BTreeSet<String>,
    first_pair: Option<Place>,
    kinds: BTreeMap<OddityKind, Tallied>,
    /// Figures held as numbers.
    numbers: u64,
    percent: Percents,
    points: Points,
}

impl<'a> Oddities<'a> {
    pub(super) fn new(
        dataset: &Dataset,
        source: &'a Source,
        delivered: &Delivery<'a>,
    ) -> Oddities<'a> {
        let expected = &dataset.arrivals;
        let monthly = !expected.is_empty()
            && expected
                .iter()
                .all(|rule| rule.frequency == Frequency::Monthly);
        // SDMX knows no fiscal years in this notation: `2008-09` is a month of the calendar.
        let standard = matches!(
            source.format,
            Format::SdmxMl | Format::SdmxCsv | Format::SdmxJson
        );
        Oddities {
            file: delivered.file_name,
            remarked: matches!(
                source.format,
                Format::Xlsx | Format::Xls | Format::Ods | Format::Html
            ),
            months: source.period_style == Some(PeriodStyle::Month) || monthly || standard,
            writing: &source.period,
            last: String::new(),
            unread: BTreeMap::new(),
            pairs: BTreeSet::new(),
            first_pair: None,
            kinds: BTreeMap::new(),
            numbers: 0,
            percent: Percents::new(source),
            points: Points::new(source),
        }
    }

    /// Looks at the cells of a record that are used.
    pub(super) fn see(&mut self, bindings: &Bindings<'_>, record: &Record) {
        if !self.months {
            self.period(bindings, record);
        }
        if let Some(at) = &bindings.attached.action
            && let text @ ("Append" | "Merge" | "A" | "M") = tidy(at.raw(record)).as_ref()
        {
            self.add(OddityKind::Partial, at, record, text);
        }
        self.percent.see(bindings, record, self.file);
        self.points.see(bindings, record, self.file);
        if !self.remarked {
            return;
        }
        // Of columns side by side, the others of a row were looked at with the first.
        let looked = if bindings.nth == 0 { usize::MAX } else { 1 };
        for at in bindings.read().take(looked) {
            for remark in cell::remarks(at.cell(record)) {
                match remark {
                    Remark::Hidden(what) => self.add(OddityKind::Hidden, at, record, what),
                    // A figure with a note is a fault of its own.
                    Remark::Apart(note) if !std::ptr::eq(at, &raw const bindings.value) => {
                        self.add(OddityKind::Note, at, record, note);
                    }
                    _ => {}
                }
            }
        }
        self.number(&bindings.value, record);
    }

    fn period(&mut self, bindings: &Bindings<'_>, record: &Record) {
        let at = &bindings.period;
        if matches!(at, Bound::Constant { .. }) {
            return;
        }
        let text = bindings.period_text(record);
        if text == self.last {
            return;
        }
        text.as_ref().clone_into(&mut self.last);
        let text = if self.writing.is_plain() {
            text
        } else {
            let Some(rest) = self.writing.undeclared(&text) else {
                return;
            };
            Cow::Owned(rest)
        };
        match Dashed::of(&text) {
            Some(Dashed::Month) => self.months = true,
            Some(Dashed::MonthOrFiscalYear) => {
                if self.first_pair.is_none() {
                    self.first_pair = Some(self.place(at, record));
                }
                if !self.pairs.contains(text.as_ref()) {
                    self.pairs.insert(text.into_owned());
                }
            }
            _ => {}
        }
    }

    /// Keeps the text of a period that is not written as declared.
    pub(super) fn unread(&mut self, fault: &Fault) {
        let declared = !self.writing.is_plain();
        if !declared || !matches!(fault.rule, "bad_period" | "ambiguous_period") {
            return;
        }
        if let Some(count) = self.unread.get_mut(&fault.raw) {
            *count += 1;
        } else if self.unread.len() < unread::KEPT {
            self.unread.insert(fault.raw.clone(), 1);
        }
    }

    fn number(&mut self, at: &Bound<'_>, record: &Record) {
        let cell = at.cell(record);
        let text = tidy(cell::text(cell));
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            return;
        }
        let mut typed = false;
        for remark in cell::remarks(cell) {
            match remark {
                // A sign of per cent that is declared is heeded.
                Remark::Percent(_) if self.percent.declared() => {}
                Remark::Percent(shown) => self.add(OddityKind::Percent, at, record, shown),
                Remark::Scaled(shown) => self.add(OddityKind::Scaled, at, record, shown),
                Remark::Typed => {
                    typed = true;
                    self.add(OddityKind::Typed, at, record, "");
                }
                _ => {}
            }
        }
        self.numbers += u64::from(!typed);
    }

    fn place(&self, at: &Bound<'_>, record: &Record) -> Place {
        Place {
            file: self.file.to_owned(),
            part: record.part.clone(),
            row: record.row,
            col: at.label().to_owned(),
        }
    }

    fn add(&mut self, kind: OddityKind, at: &Bound<'_>, record: &Record, detail: &str) {
        if let Some(seen) = self.kinds.get_mut(&kind) {
            seen.count += 1;
            return;
        }
        let seen = Tallied {
            place: self.place(at, record),
            raw: at.raw(record).to_owned(),
            detail: detail.to_owned(),
            count: 1,
        };
        self.kinds.insert(kind, seen);
    }

    /// Why the delivery cannot be used: its labels have two readings.
    pub(super) fn refusal(&self) -> Option<Finding> {
        self.percent.refusal().or_else(|| self.two_periods())
    }

    fn two_periods(&self) -> Option<Finding> {
        let place = self.first_pair.clone().filter(|_| !self.months)?;
        let first = self.pairs.first()?;
        let message = format!(
            "`{first}` is a month or the fiscal year {}, and so is every other such label of the \
                column ({} in all)",
            fiscal(first),
            self.pairs.len()
        );
        let hint = "say which in `[source.period]`: `formats = [\"{year}-{month}\"]` for months; for \
            fiscal years their first month, as in `fiscal_year = { begins = \"04\", named = \"both\" }`";
        Some(
            Finding::error("ambiguous_period", place, message)
                .raw(first.clone())
                .hint(hint),
        )
    }

    /// What is to be known about a delivery that is used.
    pub(super) fn finish(self) -> Vec<Finding> {
        let numbers = self.numbers;
        let unread = unread::finding(self.file, self.unread);
        self.kinds
            .into_iter()
            .filter_map(|(kind, seen)| finding(kind, seen, numbers))
            .chain(unread)
            .chain(self.points.finding())
            .collect()
    }
}

/// `2008-09` as `2008/09`.
fn fiscal(label: &str) -> String {
    label.replace('-', "/")
}
