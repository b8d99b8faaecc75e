//! What a file shows before it is delivered: whether it can be decoded as declared, whether its mapped columns are there, and whether its
//! figures look like figures to date that are declared as those of single months.

use super::bindings::Bindings;
use super::{Content, Delivered};
use crate::ingest::cumulative::{Series, is_named};
use crate::ingest::decode::{self, Decoded, MAX_CELLS, Reading};
use crate::ingest::isolated;
use crate::ingest::number;
use crate::ingest::text::tidy;
use crate::model::{Dataset, Dec, Finding, Label, Place, Source};
use std::fs::File;

/// Records that are looked at.
const RECORDS: usize = 50_000;

/// Faults of a file against the declaration of its source, without making rows of it.
#[must_use]
pub fn heads(dataset: &Dataset, source: &Source, delivered: &Delivered<'_>) -> Vec<Finding> {
    let Source { format, layout, number, .. } = source;
    let reading = Reading { file_name: delivered.file_name, format: *format, layout, decimal: number.decimal, pages: &[], max_cells: MAX_CELLS };
    let looked = match delivered.content {
        Content::Held(bytes) => isolated::decode(reading, bytes, delivered.bounds).map(|decoded| look(dataset, source, delivered, decoded)),
        Content::File(path) => {
            let Ok(file) = File::open(path) else { return vec![] };
            match decode::decode_stream(reading, file) {
                Ok(decoded) => Ok(decoded.map_or_else(Vec::new, |decoded| look(dataset, source, delivered, decoded))),
                Err(finding) => Err(finding),
            }
        }
    };
    looked.unwrap_or_else(|finding| vec![*finding])
}

fn look(dataset: &Dataset, source: &Source, delivered: &Delivered<'_>, decoded: Decoded<'_>) -> Vec<Finding> {
    let bindings = match Bindings::new(dataset, source, delivered, &decoded.columns) {
        Ok(bindings) => bindings,
        Err(findings) => return findings,
    };
    if bindings.span.is_some() {
        return vec![];
    }
    let mut series = Series::default();
    for record in decoded.records.take(RECORDS) {
        let record = match record {
            Ok(record) => record,
            Err(finding) => return vec![*finding],
        };
        let Ok(label) = tidy(bindings.period.raw(&record)).parse::<Label>() else { continue };
        let figure = number::plain(bindings.value.raw(&record).trim(), source.number).ok().and_then(|plain| plain.parse::<Dec>().ok());
        if let (None, Some(figure)) = (label.span, figure) {
            let key = [Some(&bindings.area_code), bindings.source_id.as_ref()].into_iter().flatten().chain(&bindings.dimensions);
            series.see(key.map(|at| tidy(at.raw(&record)).into_owned()).collect(), label.period, figure);
        }
    }
    let column = bindings.value.label();
    let place = Place { file: delivered.file_name.to_owned(), col: column.to_owned(), ..Place::default() };
    let said = [column, source.layout.sheet.as_str()].into_iter().find(|text| is_named(text)).filter(|_| series.within_years());
    let message = match (said, series.rising()) {
        (Some(text), _) => format!("`{text}` speaks of figures to date, and they are read as those of single months or quarters"),
        (None, Some(years)) => {
            let times = if years == 1 { "in one year of one area".to_owned() } else { format!("in each of {years} years of areas") };
            format!("the figures rise from month to month {times}, as figures to date do, and are read as those of single months or quarters")
        }
        (None, None) => return vec![],
    };
    let hint = "write `span = { constant = \"ytd\" }` in `[source.columns]`, or `span = { constant = \"period\" }` if each is of its month alone";
    vec![Finding::warning("cumulative_as_period", place, message).hint(hint)]
}
