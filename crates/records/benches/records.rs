//! The engine alone, for `tests/records.py`: takes a file of synthetic receipts in, or rolls data
//! files up, and prints what came out and how long it took.
//!
//! `records in FILE.csv OUT.parquet`,
//! `records roll plain|varied append|replace MEASURE … -- FILE.parquet …` and
//! `records changed plain|varied MEASURE … -- FILE.parquet FILE.parquet`.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement speaks to a script"
)]

use chiso_model::{
    Aggregate, Dec, Delivers, Frequency, Predicate, RecordColumn, RecordLayout, RecordType,
};
use chiso_records::roll::{
    Asked, Content, Partial, State, Units, changes, neighbours, roll, snapshot_days,
};
use chiso_records::{
    Areas, Bound, CellFault, ColumnsWriter, Reading, UnknownArea, gather, header,
    record_properties, record_schema,
};
use chrono::{Datelike, NaiveDate};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::time::Instant;

/// Memory for what is sorted.
const ROOM: usize = 64 << 20;

/// Sixty-three provinces, `01` to `63`.
struct Provinces(Vec<String>);

impl Areas for Provinces {
    fn codes(&self) -> &[String] {
        &self.0
    }

    fn resolve(&self, text: &str, _: NaiveDate) -> Result<u32, UnknownArea> {
        let found = self.0.binary_search_by(|code| code.as_str().cmp(text));
        found
            .map(|at| u32::try_from(at).unwrap())
            .map_err(|_| UnknownArea {
                fault: CellFault {
                    rule: "unknown_area",
                    message: format!("`{text}` is no area"),
                    hint: String::new(),
                },
                may_be: Vec::new(),
            })
    }
}

impl Units for Provinces {
    fn unit(&self, code: &str, _: NaiveDate) -> Option<(usize, NaiveDate, NaiveDate)> {
        Some((code.parse().ok()?, NaiveDate::MIN, NaiveDate::MAX))
    }

    fn months_of_change(&self) -> BTreeSet<NaiveDate> {
        BTreeSet::new()
    }
}

/// The columns of receipts, and those that make them varied: each may be empty.
fn receipts(varied: bool, delivers: Delivers) -> RecordLayout {
    let column = |name: &str, kind| RecordColumn {
        name: name.to_owned(),
        kind,
        one_of: Vec::new(),
        optional: false,
        min: None,
        max: None,
        unit: String::new(),
    };
    let may_be_empty = |name: &str, kind| RecordColumn {
        optional: true,
        ..column(name, kind)
    };
    let codes = |codes: &[&str]| codes.iter().map(|c| (*c).to_owned()).collect();
    let mut columns = vec![
        column("receipt", RecordType::Text),
        column("paid_on", RecordType::Date),
        RecordColumn {
            one_of: codes(&["cit", "fee", "land", "pit", "vat"]),
            ..column("kind", RecordType::Code)
        },
        column("payer", RecordType::Integer),
        RecordColumn {
            min: "0".parse().ok(),
            max: "1000000000".parse().ok(),
            ..column("amount", RecordType::Decimal(2))
        },
    ];
    if varied {
        columns.extend([
            may_be_empty("change", RecordType::Decimal(3)),
            may_be_empty("due_on", RecordType::Date),
            may_be_empty("online", RecordType::Boolean),
            may_be_empty("office", RecordType::Text),
            RecordColumn {
                one_of: codes(&["desk", "post"]),
                ..may_be_empty("way", RecordType::Code)
            },
        ]);
    }
    RecordLayout {
        columns,
        key: vec!["receipt".to_owned()],
        date: "paid_on".to_owned(),
        delivers,
        periods: vec![Frequency::Monthly],
        begins: None,
        empty_months: false,
        days_ahead: false,
    }
}

fn provinces() -> Provinces {
    Provinces((1..=63).map(|n| format!("{n:02}")).collect())
}

fn take_in(from: &str, to: &str) {
    let provinces = provinces();
    let (columns, line) = header(File::open(from).unwrap(), b',').unwrap();
    let varied = columns.iter().any(|c| c == "office");
    let layout = receipts(varied, Delivers::Append);
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
        point_declared: true,
        areas: &provinces,
        period: None,
        years: 1800..=2126,
        until: None,
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
    let writer = ArrowWriter::try_new_with_options(out, schema.clone(), options).unwrap();
    let mut writer = ColumnsWriter::new(writer, schema).unwrap();
    gathered.batches(|batch| writer.write(&batch)).unwrap();
    writer.into_inner().unwrap().flush().unwrap();
    println!(
        "{{\"read\": {}, \"faults\": {}, \"seconds\": {}, \"gathered\": {}}}",
        gathered.read(),
        gathered.faults().len(),
        started.elapsed().as_secs_f64(),
        read.as_secs_f64()
    );
}

/// Measures written `value` or `value where condition`.
fn measures(layout: &RecordLayout, texts: &[String]) -> Vec<(Aggregate, Option<Predicate>)> {
    let columns = |name: &str| layout.kind(name);
    let made = |text: &String| {
        let (value, filter) = text.split_once(" where ").unwrap_or((text, ""));
        let filter = (!filter.is_empty()).then(|| Predicate::parse(filter, &columns).unwrap());
        (Aggregate::parse(value, &columns).unwrap(), filter)
    };
    texts.iter().map(made).collect()
}

/// What is known of a measure once all files are: the records asked for, those that have the
/// column, what is added up, and of quantiles the two numbers between which they lie.
fn shown(state: &State, value: &Aggregate) -> String {
    let content = match &state.content {
        Content::Count => "0, 0".to_owned(),
        Content::Sum(sum) => format!("{sum}, 0"),
        Content::Min(n) | Content::Max(n) => format!("{}, 0", n.unwrap_or_default()),
        Content::Distinct(all) => format!("{}, 0", all.len()),
        Content::All(all) if all.is_empty() => "0, 0".to_owned(),
        Content::All(all) => {
            let mut all = all.clone();
            all.sort_unstable();
            let level = value.level.map_or(500_000, Dec::micros);
            let place = i128::try_from(all.len() - 1).unwrap() * level;
            let at = |place: i128| all[usize::try_from(place).unwrap()];
            format!(
                "{}, {}",
                at(place / 1_000_000),
                at((place + 999_999) / 1_000_000)
            )
        }
    };
    format!("[{}, {}, {content}]", state.asked, state.filled)
}

/// The arguments are the layout, what a delivery is, the measures, `--`, and the data files.
fn roll_up(varied: bool, delivers: Delivers, args: &[String]) {
    let layout = receipts(varied, delivers);
    let (texts, files) = args.split_at(args.iter().position(|a| a == "--").unwrap());
    let measures = measures(&layout, texts);
    let asked: Vec<Asked<'_>> = measures
        .iter()
        .map(|(value, filter)| Asked {
            value,
            filter: filter.as_ref(),
        })
        .collect();
    let started = Instant::now();
    let files: Vec<File> = files[1..].iter().map(|f| File::open(f).unwrap()).collect();
    let ranks: Vec<usize> = (0..files.len()).collect();
    let versions = roll(
        (&files, &ranks),
        &layout,
        &asked,
        &provinces(),
        (false, None),
    )
    .unwrap();
    let seconds = started.elapsed().as_secs_f64();
    let mut rows = Vec::new();
    for ((unit, month), versions) in versions {
        let mut whole = Partial::none(&asked);
        let in_force = versions.iter().filter(|v| v.to.is_none());
        in_force.for_each(|v| whole.add(&v.partial));
        if whole.records > 0 {
            rows.push(row((unit, month), &whole, &measures));
        }
    }
    println!(
        "{{\"seconds\": {seconds}, \"rows\": [{}]}}",
        rows.join(", ")
    );
}

/// The figures of a unit and month.
fn row(
    (unit, month): (usize, u32),
    partial: &Partial,
    measures: &[(Aggregate, Option<Predicate>)],
) -> String {
    let states = partial.states.iter().zip(measures);
    let states: Vec<String> = states
        .map(|(state, (value, _))| shown(state, value))
        .collect();
    format!("[{unit}, {month}, [{}]]", states.join(", "))
}

/// What has changed between two snapshots: the arguments are the layout, the measures, `--`, and the
/// data files.
fn changed(varied: bool, args: &[String]) {
    let layout = receipts(varied, Delivers::Snapshot);
    let (texts, files) = args.split_at(args.iter().position(|a| a == "--").unwrap());
    let measures = measures(&layout, texts);
    let asked: Vec<Asked<'_>> = measures
        .iter()
        .map(|(value, filter)| Asked {
            value,
            filter: filter.as_ref(),
        })
        .collect();
    let files: Vec<File> = files[1..].iter().map(|f| File::open(f).unwrap()).collect();
    let days = snapshot_days(&files, &layout).unwrap();
    let pairs = neighbours(&days, &[0, 1]);
    let found = changes(&files, &pairs, &layout, &asked, (&provinces(), false)).unwrap();
    let month = |file: usize| days[file].year().unsigned_abs() * 12 + days[file].month0();
    let (mut gone, mut appeared) = (Vec::new(), Vec::new());
    for (unit, change) in &found[1].units {
        gone.push(row((*unit, month(0)), &change.gone, &measures));
        appeared.push(row((*unit, month(1)), &change.appeared, &measures));
    }
    let (gone, appeared) = (gone.join(", "), appeared.join(", "));
    println!("{{\"gone\": [{gone}], \"appeared\": [{appeared}]}}");
}

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["in", from, to] => take_in(from, to),
        ["roll", layout, "append", ..] => roll_up(layout == "varied", Delivers::Append, &args[3..]),
        ["roll", layout, "replace", ..] => {
            roll_up(layout == "varied", Delivers::Replace, &args[3..]);
        }
        ["changed", layout, ..] => changed(layout == "varied", &args[2..]),
        _ => println!("see tests/records.py"),
    }
}
