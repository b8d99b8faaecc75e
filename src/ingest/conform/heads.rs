//! What a file shows before it is delivered: whether it can be decoded as declared, whether its
//! mapped columns are there, whether codes of areas lost their leading zero, whether periods have a
//! reading and may have their span, and whether figures look like figures to date that are declared as
//! those of single months.

use super::bindings::Bindings;
use super::labels::Labels;
use super::observation::Fault;
use super::row::qualifiers;
use super::{Delivery, DeliveryContent, Terms, data_header, period, wide};
use crate::decode::text::tidy;
use crate::decode::{self, Decoded, Reading, Record};
use crate::ingest::cumulative::{CumulativeSeries, is_named};
use crate::ingest::isolated;
use crate::ingest::number;
use crate::model::{AreaRegister, Dataset, Dec, Finding, PeriodRead, Place, Source};
use std::collections::BTreeMap;
use std::fs::File;

/// Records that are looked at.
const RECORDS: usize = 50_000;

/// Faults of a file against the declaration of its source, without making rows of it.
#[must_use]
pub fn heads(
    dataset: &Dataset,
    source: &Source,
    delivered: &Delivery<'_>,
    areas: &AreaRegister,
) -> Vec<Finding> {
    let reading = Reading {
        pages: &[],
        ..delivered.reading(source)
    };
    let looked = match delivered.content {
        DeliveryContent::Held(bytes) => isolated::decode(reading, bytes, delivered.bounds)
            .map(|decoded| look(dataset, source, delivered, decoded, areas)),
        DeliveryContent::File(path) => {
            let Ok(file) = File::open(path) else {
                return vec![];
            };
            match decode::decode_stream(reading, file) {
                Ok(decoded) => Ok(decoded.map_or_else(Vec::new, |decoded| {
                    look(dataset, source, delivered, decoded, areas)
                })),
                Err(finding) => Err(finding),
            }
        }
    };
    looked.unwrap_or_else(|finding| vec![*finding])
}

fn look(
    dataset: &Dataset,
    source: &Source,
    delivered: &Delivery<'_>,
    decoded: Decoded<'_>,
    areas: &AreaRegister,
) -> Vec<Finding> {
    let terms = Terms {
        dataset,
        source,
        delivered,
        areas,
    };
    if let Some(finding) = data_header::refusal(terms, &decoded) {
        return vec![finding];
    }
    let wide = match wide::columns(dataset, source, delivered, &decoded.columns) {
        Ok(wide) => wide,
        Err(findings) => return findings,
    };
    let all = match wide.bindings(dataset, source, delivered, &decoded.columns) {
        Ok(all) => all,
        Err(findings) => return findings,
    };
    let Some(bindings) = all.first() else {
        return vec![];
    };
    let (mut lost, mut series) = (Lost::default(), CumulativeSeries::default());
    let mut unread = UnreadPeriods::default();
    let labels = Labels::new(source, &all);
    for record in decoded.records.take(RECORDS) {
        let mut record = match record {
            Ok(record) => record,
            Err(finding) => return vec![*finding],
        };
        labels.show(&mut record);
        let area = tidy(bindings.area_code.raw(&record));
        lost.see(&area, areas);
        // What repairs put right is seen when they are applied.
        if areas.knows(&area) && dataset.repairs.is_empty() {
            unread.see(&all, source, &record);
        }
        for bindings in &all {
            see_figure(&mut series, bindings, source, &record);
        }
    }
    let place = |col: &str| Place {
        file: delivered.file_name.to_owned(),
        col: col.to_owned(),
        ..Place::default()
    };
    let codes = lost.found(place(bindings.area_code.label()));
    // Whoever maps the span has said what the figures are.
    let to_date = if bindings.span.is_none() {
        to_date(bindings, source, &series, place(bindings.value.label()))
    } else {
        None
    };
    let file = place("");
    codes
        .into_iter()
        .chain(unread.found(&file))
        .chain(to_date)
        .chain(wide.unread.clone())
        .collect()
}

/// The figure of a record, unless its label says that it is one to date.
fn see_figure(
    series: &mut CumulativeSeries,
    bindings: &Bindings<'_>,
    source: &Source,
    record: &Record,
) {
    let Ok(PeriodRead { label, .. }) = source.period.read(&bindings.period_text(record)) else {
        return;
    };
    let figure = number::plain(bindings.value.raw(record).trim(), source.number)
        .ok()
        .and_then(|plain| plain.parse::<Dec>().ok());
    if let (None, Some(figure)) = (label.span, figure) {
        let key = [Some(&bindings.area_code), bindings.source_id.as_ref()]
            .into_iter()
            .flatten()
            .chain(&bindings.dimensions);
        series.see(
            key.map(|at| tidy(at.raw(record)).into_owned()).collect(),
            label.period,
            figure,
        );
    }
}

/// Figures to date that would be read as those of single months or quarters.
fn to_date(
    bindings: &Bindings<'_>,
    source: &Source,
    series: &CumulativeSeries,
    place: Place,
) -> Option<Finding> {
    let column = bindings.value.label();
    let said = [column, source.layout.sheet.as_str()]
        .into_iter()
        .find(|text| is_named(text))
        .filter(|_| series.within_years());
    let message = match (said, series.rising()) {
        (Some(text), _) => format!(
            "`{text}` speaks of figures to date, and they are read as those of single months or \
                quarters"
        ),
        (None, Some(years)) => {
            let times = if years == 1 {
                "in one year of one area".to_owned()
            } else {
                format!("in each of {years} years of areas")
            };
            format!(
                "the figures rise from month to month {times}, as figures to date do, and are read \
                    as those of single months or quarters"
            )
        }
        (None, None) => return None,
    };
    let hint = "write `span = { constant = \"ytd\" }` in `[source.columns]`, or `span = { constant \
        = \"period\" }` if each is of its month alone";
    Some(Finding::warning("cumulative_as_period", place, message).hint(hint))
}

/// Periods of rows of known areas that a run would refuse, by what it would say.
#[derive(Default)]
struct UnreadPeriods(BTreeMap<String, (Fault, u64, u64)>);

impl UnreadPeriods {
    fn see(&mut self, all: &[Bindings<'_>], source: &Source, record: &Record) {
        // Which rows are left out is known only when all of them are read, and a row without a figure is
        // not asked for its period.
        let stated = |bindings: &&Bindings<'_>| {
            let figure = tidy(bindings.value.raw(record));
            !figure.is_empty() && !source.missing.iter().any(|text| *text == *figure)
        };
        let asked = all.iter().filter(|_| source.shape.leave_out.is_empty());
        for bindings in asked.filter(stated) {
            if let Some(fault) = refusal(bindings, source, record) {
                let key = format!("{} {}", fault.col, fault.raw);
                let held = self.0.entry(key).or_insert((fault, record.row, 0));
                held.2 += 1;
            }
        }
    }

    fn found(self, file: &Place) -> Vec<Finding> {
        let of = |(fault, row, count): (Fault, u64, u64)| {
            let place = Place {
                row,
                col: fault.col,
                ..file.clone()
            };
            let finding = Finding::warning(fault.rule, place, fault.message).raw(&fault.raw);
            Finding {
                count,
                ..finding.hint(fault.hint)
            }
        };
        self.0.into_values().map(of).collect()
    }
}

/// Why a run would refuse the period of a row, or its span.
fn refusal(bindings: &Bindings<'_>, source: &Source, record: &Record) -> Option<Fault> {
    let text = bindings.period_text(record);
    if text.is_empty() {
        return None;
    }
    match period::read_text(bindings, &text, source) {
        Ok(label) => qualifiers::span(bindings, record, label, source).err(),
        Err(_) if bindings.period_text_held(record).is_some() => None,
        Err(unread) => Some(period::fault(
            bindings,
            &text,
            unread.rule(),
            unread.message(),
            unread.hint(),
        )),
    }
}

/// Codes of areas that are none, and would be with a zero before them.
#[derive(Default)]
struct Lost {
    first: Option<String>,
    count: u64,
}

impl Lost {
    fn see(&mut self, text: &str, areas: &AreaRegister) {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if digits && !areas.knows(text) && areas.knows(&format!("0{text}")) {
            self.first.get_or_insert_with(|| text.to_owned());
            self.count += 1;
        }
    }

    fn found(self, place: Place) -> Option<Finding> {
        let code = self.first?;
        let message = format!(
            "`{code}` is no area, and `0{code}` is: the code lost its leading zero on the way"
        );
        let hint =
            "ask for the column as text, and add no alias: rows with such a code are quarantined";
        let finding = Finding::warning("code_lost_zero", place, message)
            .raw(&code)
            .hint(hint);
        Some(Finding {
            count: self.count,
            ..finding
        })
    }
}
