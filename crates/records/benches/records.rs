//! The engine alone, for `tests/records.py`: takes a file of synthetic receipts in, or rolls data
//! files up, and prints what came out and how long it took.
//!
//! `records in FILE.csv OUT.parquet` and `records roll MEASURES FILE.parquet …`.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement speaks to a script"
)]

use chiso_model::{
    Aggregate, Delivers, Frequency, Predicate, RecordColumn, RecordLayout, RecordType,
};
use chiso_records::roll::{Asked, Content, Units, roll};
use chiso_records::{
    Areas, Bound, CellFault, Reading, RecordsError, gather, header, record_properties,
    record_schema,
};
use chrono::NaiveDate;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use std::fs::File;
use std::io::BufWriter;
use std::time::Instant;

/// Memory for what is sorted.
const ROOM: usize = 64 << 20;

/// Sixty-three provinces, `01` to `63`.
struct Provinces(Vec<String>);

impl Areas for Provinces {
    fn codes(&self) -> &[String] {
        &self.0
    }

    fn resolve(&self, text: &str, _: NaiveDate) -> Result<u32, CellFault> {
        let found = self.0.binary_search_by(|code| code.as_str().cmp(text));
        found
            .map(|at| u32::try_from(at).unwrap())
            .map_err(|_| CellFault {
                rule: "unknown_area",
                message: format!("`{text}` is no area"),
                hint: String::new(),
            })
    }
}

impl Units for Provinces {
    fn unit(&self, code: &str, _: NaiveDate) -> Option<(usize, NaiveDate, NaiveDate)> {
        Some((code.parse().ok()?, NaiveDate::MIN, NaiveDate::MAX))
    }
}

fn receipts() -> RecordLayout {
    let column = |name: &str, kind| RecordColumn {
        name: name.to_owned(),
        kind,
        one_of: Vec::new(),
        optional: false,
        min: None,
        max: None,
        unit: String::new(),
    };
    RecordLayout {
        columns: vec![
            column("receipt", RecordType::Text),
            column("paid_on", RecordType::Date),
            RecordColumn {
                one_of: ["cit", "fee", "land", "pit", "vat"]
                    .map(str::to_owned)
                    .to_vec(),
                ..column("kind", RecordType::Code)
            },
            column("payer", RecordType::Integer),
            RecordColumn {
                min: "0".parse().ok(),
                max: "1000000000".parse().ok(),
                ..column("amount", RecordType::Decimal(2))
            },
        ],
        key: vec!["receipt".to_owned()],
        date: "paid_on".to_owned(),
        delivers: Delivers::Append,
        periods: vec![Frequency::Monthly],
    }
}

fn provinces() -> Provinces {
    Provinces((1..=63).map(|n| format!("{n:02}")).collect())
}

fn take_in(from: &str, to: &str) {
    let (layout, provinces) = (receipts(), provinces());
    let (columns, line) = header(File::open(from).unwrap(), b',').unwrap();
    let field = |name: &str| Bound::Field(columns.iter().position(|c| c == name).unwrap());
    let reading = Reading {
        layout: &layout,
        header: &columns,
        area: field("province"),
        columns: layout.columns.iter().map(|c| field(&c.name)).collect(),
        delimiter: b',',
        missing: &[],
        decimal: b'.',
        grouping: None,
        areas: &provinces,
    };
    let started = Instant::now();
    let make = || tempfile::tempfile();
    let file = File::open(from).unwrap();
    let gathered = gather(&reading, file, (line, ROOM), &make).unwrap();
    let read = started.elapsed();
    let properties = record_properties(&layout).build();
    let options = ArrowWriterOptions::new()
        .with_properties(properties)
        .with_skip_arrow_metadata(true);
    let out = BufWriter::new(File::create(to).unwrap());
    let schema = record_schema(&layout);
    let mut writer = ArrowWriter::try_new_with_options(out, schema, options).unwrap();
    let write = |batch| {
        writer
            .write(&batch)
            .map_err(|e| RecordsError::Columns(e.to_string()))
    };
    gathered.batches(write).unwrap();
    writer.close().unwrap();
    println!(
        "{{\"read\": {}, \"faults\": {}, \"seconds\": {}, \"gathered\": {}}}",
        gathered.read(),
        gathered.faults().len(),
        started.elapsed().as_secs_f64(),
        read.as_secs_f64()
    );
}

/// The first measures of a list: sums and counts by kind, extremes and means.
fn measures(layout: &RecordLayout, count: usize) -> Vec<(Aggregate, Option<Predicate>)> {
    let columns = |name: &str| layout.kind(name);
    let values = [
        "sum(amount)",
        "count(receipt)",
        "max(amount)",
        "mean(amount)",
    ];
    let filters = [
        "",
        "kind = 'vat'",
        "kind IN ('pit', 'cit')",
        "amount >= 1000",
        "kind <> 'fee'",
    ];
    let all = filters
        .iter()
        .flat_map(|f| values.iter().map(move |v| (v, f)));
    let made = |(value, filter): (&&str, &&str)| {
        let value = Aggregate::parse(value, &columns).unwrap();
        (value, Predicate::parse(filter, &columns).ok())
    };
    all.take(count).map(made).collect()
}

fn roll_up(count: usize, files: &[String]) {
    let layout = receipts();
    let measures = measures(&layout, count);
    let asked: Vec<Asked<'_>> = measures
        .iter()
        .map(|(value, filter)| Asked {
            value,
            filter: filter.as_ref(),
        })
        .collect();
    let started = Instant::now();
    let files: Vec<File> = files.iter().map(|f| File::open(f).unwrap()).collect();
    let ranks: Vec<usize> = (0..files.len()).collect();
    let versions = roll((&files, &ranks), &layout, &asked, &provinces(), false).unwrap();
    let seconds = started.elapsed().as_secs_f64();
    let mut rows = Vec::new();
    for ((unit, month), versions) in versions {
        let mut whole = chiso_records::roll::Partial::none(&asked);
        versions
            .iter()
            .filter(|v| v.to.is_none())
            .for_each(|v| whole.add(&v.partial));
        let shown = whole.states.iter().map(|s| match &s.content {
            Content::Sum(sum) => format!("[{}, {sum}]", s.filled),
            Content::Max(most) => format!("[{}, {}]", s.filled, most.unwrap_or_default()),
            _ => format!("[{}, 0]", s.filled),
        });
        let shown: Vec<String> = shown.collect();
        rows.push(format!("[{unit}, {month}, [{}]]", shown.join(", ")));
    }
    println!(
        "{{\"seconds\": {seconds}, \"rows\": [{}]}}",
        rows.join(", ")
    );
}

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["in", from, to] => take_in(from, to),
        ["roll", count, ..] => roll_up(count.parse().unwrap(), &args[2..]),
        _ => println!("see tests/records.py"),
    }
}
