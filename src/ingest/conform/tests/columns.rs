//! What the columns of a table say by their names, or by having none.

use super::{account, cells, dataset, read_text};
use crate::ingest::conform::Conformed;
use crate::model::{Dataset, DeliveryOutcome, Origin, Source};

/// A table of areas, years and figures, changed.
fn with(change: impl Fn(&mut Source)) -> Dataset {
    let mut dataset = dataset();
    let source = &mut dataset.sources[0];
    source.layout.delimiter = b',';
    for (name, text) in [("event", "new"), ("status", "final")] {
        let constant = Origin::Constant(text.into());
        source.columns.insert(name.into(), constant);
    }
    change(source);
    dataset
}

/// The same by places: area, year, figure.
fn by_places(change: impl Fn(&mut Source)) -> Dataset {
    with(|source| {
        source.layout.places = vec![1, 2, 3];
        for (name, place) in [("area_code", 1), ("period", 2), ("n", 3)] {
            let origin = Origin::Place {
                place,
                header: None,
            };
            source.columns.insert(name.into(), origin);
        }
        change(source);
    })
}

fn told(conformed: &Conformed, rule: &str) -> Vec<String> {
    let findings = conformed.findings.iter().filter(|f| f.rule == rule);
    findings.map(ToString::to_string).collect()
}

#[test]
fn a_table_without_a_header_is_read_from_its_first_row() {
    let bare = by_places(|source| source.layout.header_rows = 0);
    let read = read_text(&bare, "01,2020,1\n10,2020,2\n10,2021,3\n");
    assert_eq!(account(&read), [3, 3, 0, 0]);
    assert_eq!(
        cells(&read, &["area_code", "period", "_row", "_col"]),
        ["01 2020 1 [C]", "10 2020 2 [C]", "10 2021 3 [C]"]
    );
}

#[test]
fn a_row_that_is_taken_for_the_header_refuses_the_delivery() {
    let refusal = |dataset: &Dataset, text: &str| {
        let read = read_text(dataset, text);
        assert_eq!(read.outcome, DeliveryOutcome::Refused, "{text}");
        told(&read, "header_is_data").concat()
    };
    let places = by_places(|_| {});
    assert_eq!(
        refusal(&places, "\n01,2020,1\n10,2020,2\n"),
        "error[header_is_data]: f.csv:2: the row is taken for the header, and it holds what rows of \
            the table hold: `01`, `2020`, `1`\n  hint: if the table has no header, declare \
            `header_rows = 0` and take each column by its place, as in `{ place = 3 }`; else correct \
            `header_row` or `header_rows`"
    );
    // A text that stands twice has the letter of its column behind it.
    assert!(refusal(&places, "01,2020,2020\n10,2020,2\n").contains("`2020`, `2020`"));
    assert!(refusal(&places, "01,2020,..\n10,2020,2\n").contains("`01`, `2020`\n"));
    // A row of the table that is taken for the second row of the header.
    let two = by_places(|source| source.layout.header_rows = 2);
    assert!(!refusal(&two, "area,year,n\n01,2020,1\n10,2020,2\n").is_empty());
    // Names that someone took from the first row for names of columns.
    let named = with(|source| {
        for (name, text) in [("area_code", "01"), ("period", "2020"), ("n", "1")] {
            let origin = Origin::Column(text.into());
            source.columns.insert(name.into(), origin);
        }
    });
    assert!(!refusal(&named, "01,2020,1\n10,2020,2\n").is_empty());
    // A year above its figures is a name, and so is what a declaration says of a place.
    let year = by_places(|source| {
        let constant = Origin::Constant("2020".into());
        source.columns.insert("period".into(), constant);
    });
    assert_eq!(
        account(&read_text(&year, "area,x,2020\n01,x,1\n")),
        [1, 1, 0, 0]
    );
    let declared = by_places(|source| {
        for (name, place, header) in [("area_code", 1, "01"), ("period", 2, "2020")] {
            let header = Some(header.into());
            let origin = Origin::Place { place, header };
            source.columns.insert(name.into(), origin);
        }
    });
    assert_eq!(
        account(&read_text(&declared, "01,2020,n\n10,2021,1\n")),
        [1, 1, 0, 0]
    );
}

#[test]
fn a_column_without_a_name_behind_figures_may_hold_their_decimal_places() {
    let text = "area,year,n,\n01,2020,5,5\n10,2020,6,\n";
    let read = read_text(&with(|_| {}), text);
    assert_eq!(read.outcome, DeliveryOutcome::Refused);
    assert_eq!(
        told(&read, "nameless_column"),
        [
            "error[nameless_column]: f.csv:2: column D has no name and `5` directly behind the figure \
                `5`: they may be one figure with a decimal comma\n  hint: ask the provider for \
                figures in quotes or another separator; if the column is none of the figures, list \
                it as `[D]` under `unused_columns`"
        ]
    );
    let unused = with(|source| source.unused_columns = vec!["[D]".into()]);
    assert_eq!(account(&read_text(&unused, text)), [2, 2, 0, 0]);
    // Marks, a number of the row, and blanks are no decimal places.
    for (text, warnings) in [
        ("area,year,n,\n01,2020,5,r\n", 1),
        (",area,year,n\n7,01,2020,5\n", 1),
        ("area,year,n,\n01,2020,5,\n", 0),
    ] {
        let read = read_text(&with(|_| {}), text);
        assert_eq!(account(&read), [1, 1, 0, 0], "{text}");
        assert_eq!(told(&read, "nameless_column").len(), warnings, "{text}");
    }
}

#[test]
fn a_column_of_units_that_nothing_maps_must_not_differ() {
    for name in ["unit", "Units", "Đơn vị tính"] {
        let text = format!("area,year,n,{name}\n01,2020,5,households\n10,2020,6,persons\n");
        let read = read_text(&with(|_| {}), &text);
        assert_eq!(read.outcome, DeliveryOutcome::Refused, "{name}");
        let message = told(&read, "concept_differs").concat();
        assert!(message.contains("`households` and `persons`"), "{message}");
        let unused = with(|source| source.unused_columns = vec![name.into()]);
        assert_eq!(account(&read_text(&unused, &text)), [2, 2, 0, 0], "{name}");
    }
    // What it says of a multiple must be what is declared, also where it is the same on every row.
    let text = "area,year,n,unit\n01,2020,5,thousand\n";
    let mut strict = with(|_| {});
    strict.contract.quarantine_limit = crate::model::Dec::ZERO;
    let read = read_text(&strict, text);
    assert_eq!(read.outcome, DeliveryOutcome::Refused);
    let thousands = with(|source| {
        let unit = source.unit.as_mut().unwrap();
        unit.unit_mult = 3;
    });
    assert_eq!(account(&read_text(&thousands, text)), [1, 1, 0, 0]);
}
