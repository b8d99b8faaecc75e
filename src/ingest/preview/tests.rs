//! Files as they come, and what a look at them says.

use super::*;
use crate::model::Period;
use crate::model::{Format, Layout};

fn look(name: &str, text: &str) -> Preview {
    preview(name, text.as_bytes(), &Layout::default())
}

#[test]
fn a_table_of_an_office_as_it_comes() {
    let text = "\u{feff}\"Doanh nghiệp theo tỉnh\"\n\n\"Tỉnh\";\"2023\";\"Sơ bộ 2024\"\nHà \
        Nội;1.234;2,5\nHuế;..;3.456,5\n";
    let seen = look("a.csv", text);
    assert_eq!(seen.format, Some(Format::Csv));
    let said: Vec<(&str, &str)> = seen
        .guesses
        .iter()
        .map(|g| (g.about, g.is.as_str()))
        .collect();
    assert_eq!(
        said,
        [("format", "csv"), ("encoding", "utf-8"), ("delimiter", ";")]
    );
    let table = &seen.tables[0];
    assert_eq!((table.rows, table.width, table.header_row), (5, 3, Some(3)));
    assert_eq!(table.columns, ["Tỉnh", "2023", "Sơ bộ 2024"]);
    assert_eq!(table.numbers[&2].locale(), Locale::Comma);
    assert_eq!(table.labels[0].0, "Sơ bộ 2024");
    assert_eq!(table.labels[0].1.period, Period::Year(2024));
    assert_eq!(
        (seen.figures.count, seen.figures.to_string().as_str()),
        (2, "2024.234"),
        "the year of the header and `1.234`, as a program reads it"
    );
    let finding = seen
        .findings
        .iter()
        .find(|f| f.rule == "ambiguous_numbers")
        .unwrap();
    assert!(
        finding.to_string().starts_with(
            "warning[ambiguous_numbers]: a.csv:4, column `2023`: \
            `1.234` is thousands or a fraction"
        ),
        "{finding}"
    );
}

#[test]
fn labels_are_read_composed_and_figures_are_none() {
    assert_eq!(
        label("So\u{31b} bo\u{323}\u{302} 2024").map(|l| l.status),
        Some(Some(crate::model::Status::Preliminary))
    );
    for text in ["Hà Nội", "", "1899", "2345", "12 345", "2000.5", "202609"] {
        assert_eq!(label(text), None, "{text}");
    }
}

#[test]
fn what_is_wrong_is_told_and_nothing_is_counted_twice() {
    let seen = look("a.csv", "a,b\n1,\"2\n");
    assert_eq!(seen.findings[0].rule, "truncated");
    assert_eq!((seen.observations, seen.tables[0].rows), (1, 1));
    assert_eq!(look("a.csv", "").findings[0].message, "the file is empty");
    assert_eq!(
        look("a.json", "{\"class\":\"dimension\"}").findings[0].rule,
        "metadata_only"
    );
}

#[test]
fn periods_that_need_a_declaration_are_told_where_nothing_is_a_label() {
    let told = |text: &str| {
        let seen = preview("a.csv", text.as_bytes(), &Layout::default());
        let mut found = seen
            .findings
            .into_iter()
            .filter(|f| f.rule == "undeclared_period");
        found.next().map(|f| (f.count, f.to_string()))
    };
    let (count, text) = told("a,p,v\nx,2020-01-01,5\nx,2020-02-01,6\n").unwrap();
    assert_eq!(count, 2);
    assert!(
        text.contains("2020-01 (`days = \"month\"`), 2020-Q1"),
        "{text}"
    );
    let (_, text) = told("a,p,v\nx,Jan-20,5\nx,Feb-20,6\n").unwrap();
    assert!(text.contains("`century = \"2000-2099\"`"), "{text}");
    assert_eq!(told("a,p,v\nx,2020-01,5\nx,2020-02,6\n"), None);
    assert_eq!(
        told("a,p,known,v\nx,2020,2021-01-05,5\nx,2021,2022-01-05,6\n"),
        None
    );
}
