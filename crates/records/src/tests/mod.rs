//! Records from text to columns and from columns to figures, in whole.

mod by_server;
mod register;
mod rolled;
mod taken;

use crate::fault::{CellFault, UnknownArea};
use crate::gather::gather;
use crate::gathered::Gathered;
use crate::reading::{Areas, Bound, Reading};
use arrow::array::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use chiso_model::{Delivers, Frequency, RecordColumn, RecordLayout, RecordType};
use chrono::NaiveDate;

/// Areas `01` and `02`; `Hà Nội` is a name of the first, and `00` was the two before.
pub(super) struct Two(Vec<String>);

impl Two {
    pub(super) fn new() -> Two {
        Two(vec!["01".to_owned(), "02".to_owned()])
    }
}

impl Areas for Two {
    fn codes(&self) -> &[String] {
        &self.0
    }

    fn resolve(&self, text: &str, _: NaiveDate) -> Result<u32, UnknownArea> {
        match text {
            "01" | "Hà Nội" => Ok(0),
            "02" => Ok(1),
            // It was an area until it became the two.
            "00" => Err(unknown(vec![0, 1])),
            _ => Err(unknown(Vec::new())),
        }
    }
}

fn unknown(may_be: Vec<u32>) -> UnknownArea {
    let fault = CellFault::new("unknown_area", "no area", "look again");
    UnknownArea { fault, may_be }
}

fn column(name: &str, kind: RecordType) -> RecordColumn {
    RecordColumn {
        name: name.to_owned(),
        kind,
        one_of: Vec::new(),
        optional: false,
        min: None,
        max: None,
        unit: String::new(),
    }
}

/// Receipts: a number, a day, a kind and an amount, which may be missing.
pub(super) fn receipts() -> RecordLayout {
    RecordLayout {
        columns: vec![
            column("id", RecordType::Text),
            column("paid_on", RecordType::Date),
            RecordColumn {
                one_of: vec!["fee".to_owned(), "tax".to_owned()],
                ..column("kind", RecordType::Code)
            },
            RecordColumn {
                optional: true,
                min: "0".parse().ok(),
                ..column("amount", RecordType::Decimal(2))
            },
        ],
        key: vec!["id".to_owned()],
        date: "paid_on".to_owned(),
        delivers: Delivers::Append,
        periods: vec![Frequency::Monthly],
        begins: None,
        empty_months: false,
        days_ahead: false,
    }
}

/// Gathers a text under the header `area,id,paid_on,kind,amount` in so much memory.
pub(super) fn gathered<T>(
    layout: &RecordLayout,
    text: &str,
    room: usize,
    look: impl FnOnce(&Gathered<'_>) -> T,
) -> Result<T, String> {
    let header = ["area", "id", "paid_on", "kind", "amount"].map(str::to_owned);
    let (areas, missing) = (Two::new(), vec!["-".to_owned()]);
    let reading = Reading {
        layout,
        header: &header,
        area: Bound::Field(0),
        columns: (1..5).map(Bound::Field).collect(),
        delimiter: b',',
        missing: &missing,
        decimal: b'.',
        grouping: None,
        point_declared: false,
        areas: &areas,
        period: None,
        years: 1800..=2126,
        until: None,
    };
    let text = format!("{}\n{text}", header.join(","));
    let make = || tempfile::tempfile();
    let found = gather(&reading, text.as_bytes(), (2, room), &make);
    found.map(|found| look(&found)).map_err(|e| e.to_string())
}

/// The rows of all batches.
pub(super) fn rows(gathered: &Gathered<'_>) -> Vec<String> {
    let mut all = Vec::new();
    let taken = gathered.batches(|batch| {
        all.extend(shown(&batch));
        Ok::<(), crate::RecordsError>(())
    });
    taken.unwrap();
    all
}

fn shown(batch: &RecordBatch) -> Vec<String> {
    let options = FormatOptions::default();
    let columns: Vec<ArrayFormatter<'_>> = batch
        .columns()
        .iter()
        .map(|column| ArrayFormatter::try_new(column.as_ref(), &options).unwrap())
        .collect();
    let row = |row: usize| {
        let cells = columns.iter().map(|c| c.value(row).to_string());
        cells.collect::<Vec<_>>().join(" ")
    };
    (0..batch.num_rows()).map(row).collect()
}
