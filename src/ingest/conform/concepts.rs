//! Concepts of SDMX that say what a figure counts, in columns that are mapped to nothing: its unit,
//! currency, prices, base period, adjustment and frequency; and the column of units of any other
//! table. Figures that differ in one of them are no series, and a source that says nothing of it takes
//! them for one. What the mapped dimensions tell apart is no series either, and may differ.

use super::bindings::{Bindings, Bound};
use super::stated_concepts::{ConceptValue, SeriesKey, StatedConcepts, hint};
use crate::decode::Record;
use crate::decode::text::tidy;
use crate::model::{Finding, Period, Place};
use std::collections::BTreeMap;

/// Sees whether figures differ in a concept.
#[derive(Default)]
pub(super) struct Concepts {
    /// The first value of each concept, in the order of [`Attached::concepts`](super::bindings), of
    /// the figures of a series.
    first: BTreeMap<SeriesKey, Vec<Option<ConceptValue>>>,
    refusal: Option<Finding>,
}

impl Concepts {
    /// Looks at a record that gives a figure of a period.
    pub(super) fn see(
        &mut self,
        bindings: &Bindings<'_>,
        record: &Record,
        period: &str,
        file: &str,
    ) {
        if self.refusal.is_some() {
            return;
        }
        let frequency = || {
            let at = bindings.attached.frequency.as_ref()?;
            Some((at, other_frequency(at, record, period)?))
        };
        let fault = self.differs(bindings, record).or_else(frequency);
        self.refusal = fault.map(|(at, message)| finding(at, record, message, file));
    }

    /// The first concept in which a record differs from those of its series before.
    fn differs<'b>(
        &mut self,
        bindings: &'b Bindings<'_>,
        record: &Record,
    ) -> Option<(&'b Bound<'b>, String)> {
        let concepts = &bindings.attached.concepts;
        if concepts.is_empty() {
            return None;
        }
        let none = || vec![None; concepts.len()];
        let first = self.first.entry(series(bindings, record));
        let said = concepts.iter().zip(first.or_insert_with(none));
        { said }.find_map(|(at, first)| Some((at, differs(at, record, first)?)))
    }

    /// Why the delivery cannot be used.
    pub(super) fn refusal(&self) -> Option<Finding> {
        self.refusal.clone()
    }

    /// What the delivery says, for the next one to be compared with.
    pub(super) fn stated(self, bindings: &Bindings<'_>) -> StatedConcepts {
        let mut stated = StatedConcepts::default();
        for (series, values) in self.first {
            for (at, value) in bindings.attached.concepts.iter().zip(values) {
                let key = (at.label().to_owned(), series.clone());
                stated.0.extend(value.map(|value| (key, value)));
            }
        }
        stated
    }
}

fn series(bindings: &Bindings<'_>, record: &Record) -> SeriesKey {
    let named = [&bindings.unit, &bindings.basis, &bindings.scheme];
    let named = named.into_iter().flatten();
    let told_apart = bindings.dimensions.iter().chain(named);
    told_apart
        .map(|at| tidy(at.raw(record)).into_owned())
        .collect()
}

/// What is said of a second value of a concept. An empty cell states none.
fn differs(at: &Bound<'_>, record: &Record, first: &mut Option<ConceptValue>) -> Option<String> {
    let text = tidy(at.raw(record));
    if text.is_empty() {
        return None;
    }
    let first = first.get_or_insert_with(|| ConceptValue {
        text: text.clone().into_owned(),
        part: record.part.clone(),
        row: record.row,
    });
    (first.text != text).then(|| {
        format!(
            "`{}` is mapped to nothing, and figures differ in it: `{}` and `{text}`",
            at.label(),
            first.text
        )
    })
}

/// What is said of a frequency that is not that of the period: `A` of `2020-12`.
fn other_frequency(at: &Bound<'_>, record: &Record, period: &str) -> Option<String> {
    let text = tidy(at.raw(record));
    let code = text.split(':').next().unwrap_or_default().trim();
    let of_period = period.parse::<Period>().ok()?.frequency();
    let agrees = !["A", "S", "T", "Q", "M", "W"].contains(&code) || code == of_period.code();
    (!agrees).then(|| {
        format!(
            "`{}` is `{text}`, and the period of the figure is read as `{period}`",
            at.label()
        )
    })
}

fn finding(at: &Bound<'_>, record: &Record, message: String, file: &str) -> Finding {
    let name = at.label();
    let place = Place {
        file: file.to_owned(),
        part: record.part.clone(),
        row: record.row,
        col: name.to_owned(),
    };
    Finding::error("concept_differs", place, message)
        .raw(at.raw(record))
        .hint(hint(name))
}
