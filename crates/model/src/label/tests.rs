//! Labels seen in real tables, and texts that are none.

use super::{Dashed, Label};

fn read(text: &str) -> String {
    match text.parse::<Label>() {
        Ok(Label {
            period,
            span,
            status,
        }) => {
            let words = [
                Some(period.to_string()),
                span.map(|s| s.to_string()),
                status.map(|s| s.to_string()),
            ];
            words.into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        Err(error) => format!("! {}", error.why),
    }
}

#[test]
fn labels_seen_in_real_tables() {
    let seen = [
        ("2020", "2020"),
        ("Năm 2020", "2020"),
        ("Sơ bộ 2024", "2024 preliminary"),
        ("SƠ BỘ - 2024", "2024 preliminary"),
        ("2024 (Sơ bộ)", "2024 preliminary"),
        ("Prel. 2024", "2024 preliminary"),
        ("Pre. 2015", "2015 preliminary"),
        ("Est. 2016", "2016 estimate"),
        ("Ước 2016", "2016 estimate"),
        ("Ước tính năm 2016", "2016 estimate"),
        ("Quyết toán 2015", "2015 final"),
        ("Quý I/2024", "2024-Q1"),
        ("Quý 3 năm 2024", "2024-Q3"),
        ("Q1/2024", "2024-Q1"),
        ("2020-Q1", "2020-Q1"),
        ("2020Q4", "2020-Q4"),
        ("2020M03", "2020-03"),
        ("2020-03", "2020-03"),
        ("Tháng 3/2024", "2024-03"),
        ("03/2024", "2024-03"),
        ("6 tháng/2000", "2000-06 ytd"),
        ("9 tháng đầu năm 2021", "2021-09 ytd"),
        ("Lũy kế 9 tháng 2021", "2021-09 ytd"),
        ("luỹ kế tháng 9/2021", "2021-09 ytd"),
        ("Ước 11 tháng 2021", "2021-11 ytd estimate"),
        ("First 6 months of 2000", "2000-06 ytd"),
        ("Lũy kế cả năm 2021", "2021"),
        ("2020-A1", "2020"),
        ("2020A", "2020"),
        ("2020-M03", "2020-03"),
        ("2020-S1", "2020-S1"),
        ("2020-H2", "2020-S2"),
        ("2020-01-01/P1Y", "2020"),
        ("2020-04-01/P1Y", "2020-04-01/P1Y"),
        ("2020-07-01/P6M", "2020-S2"),
        ("2020-05-01/P4M", "2020-T2"),
        ("2020-W05", "2020-W05"),
        ("2020W53", "2020-W53"),
        ("2024-12-30/P7D", "2025-W01"),
        ("2024-12-30T00:00:00/P1W", "2025-W01"),
        ("2020-04-01T00:00:00/P3M", "2020-Q2"),
        ("2020-04-01/P1M", "2020-04"),
        ("YTD Q3 2024", "2024-Q3 ytd"),
        ("Jan 2024", "2024-01"),
        ("2024 December", "2024-12"),
        ("2024 (ước tính)", "2024 estimate"),
        ("quý 4 năm 2023", "2023-Q4"),
        ("Tháng 3 năm 2024", "2024-03"),
        ("Tháng XII/2024", "2024-12"),
        ("Ước tính 9 tháng đầu năm 2024", "2024-09 ytd estimate"),
        ("March 2021", "2021-03"),
        ("Sept. 2021", "2021-09"),
    ];
    for (text, wanted) in seen {
        assert_eq!(read(text), wanted, "{text}");
    }
}

#[test]
fn a_pair_of_years_is_told_from_a_month_where_that_can_be() {
    for (text, want) in [
        ("2008-09", Some(Dashed::MonthOrFiscalYear)),
        ("2000-01", Some(Dashed::MonthOrFiscalYear)),
        ("2011-12", Some(Dashed::MonthOrFiscalYear)),
        ("2008-10", Some(Dashed::Month)),
        ("2012-13", Some(Dashed::FiscalYear)),
        ("1999-00", Some(Dashed::FiscalYear)),
        ("2008/09", Some(Dashed::FiscalYear)),
        ("2020-99", None),
        ("2020", None),
        ("2020-Q1", None),
    ] {
        assert_eq!(Dashed::of(text), want, "{text}");
    }
}

#[test]
fn nothing_is_guessed() {
    let refused = [
        ("lũy kế 9 tháng", "! it has no year of four digits"),
        ("Quý I", "! it has no year of four digits"),
        ("Jan-24", "! it has no year of four digits"),
        ("13/2024", "! there is no such month"),
        ("Quý V/2024", "! there is no such quarter"),
        ("Sơ bộ", "! it has no year of four digits"),
        (
            "Hà Nội",
            "! it has a word that labels of periods do not have",
        ),
        (
            "finale 2024",
            "! it has a word that labels of periods do not have",
        ),
        (
            "2024-01-15",
            "! its parts do not make a year, a quarter, a month or a number of months of a year",
        ),
        (
            "5 2024 1",
            "! its parts do not make a year, a quarter, a month or a number of months of a year",
        ),
        (
            "2000.5",
            "! its parts do not make a year, a quarter, a month or a number of months of a year",
        ),
        (
            "12 345",
            "! it has a number that is neither a year nor a month",
        ),
        (
            "202609",
            "! it has a number that is neither a year nor a month",
        ),
        ("Quý 5/2024", "! there is no such quarter"),
        (
            "6 tháng cuối năm 2000",
            "! it has a word that labels of periods do not have",
        ),
        ("Ước sơ bộ 2024", "! it says two statuses"),
        (
            "2019 - 2020",
            "! it names two years: a fiscal year, which has no calendar year of its own, or both together",
        ),
        (
            "20240131",
            "! it has a number that is neither a year nor a month",
        ),
        (
            "2021-W53",
            "! its year has no such week of ISO 8601, so that weeks may be counted otherwise there",
        ),
        (
            "2020W00",
            "! its year has no such week of ISO 8601, so that weeks may be counted otherwise there",
        ),
        (
            "Tuần 12/2024",
            "! it is a week, and nothing says that it is one of ISO 8601, from Monday to Sunday",
        ),
        (
            "KW 12/2024",
            "! it is a week, and nothing says that it is one of ISO 8601, from Monday to Sunday",
        ),
        (
            "2020-T1",
            "! `T` may be a third of a year, a quarter (trimestre) or a month (tháng)",
        ),
        (
            "2020-02-01/P3M",
            "! it is no half-year, third or quarter of the calendar",
        ),
        (
            "2020-04-01/P7D",
            "! it is seven days that do not begin with a Monday, as weeks of ISO 8601 do",
        ),
        (
            "2020-04-01/P5D",
            "! it is a stretch of time that is no year, half-year, third, quarter, month or week",
        ),
        (
            "YTD 2024",
            "! it says a figure to date, and not up to which month or quarter",
        ),
        (
            "2024 (year to date)",
            "! it says a figure to date, and not up to which month or quarter",
        ),
        (
            "Lũy kế năm 2021",
            "! it says a figure to date, and not up to which month or quarter",
        ),
        (
            "Ước lũy kế 2024",
            "! it says a figure to date, and not up to which month or quarter",
        ),
        (
            "Cumul 2024",
            "! it says a figure to date, and not up to which month or quarter",
        ),
        (
            "2024 à ce jour",
            "! it says a figure to date, and not up to which month or quarter",
        ),
        (
            "đầu năm 2024",
            "! it says the beginning of a year, and not how many months of it",
        ),
        (
            "First 2024",
            "! it says the beginning of a year, and not how many months of it",
        ),
        (
            "(1) 2024",
            "! its parts do not make a year, a quarter, a month or a number of months of a year",
        ),
        (
            "2012-13",
            "! it is a fiscal year, which has no calendar year of its own",
        ),
        (
            "2008/09",
            "! it is a fiscal year, which has no calendar year of its own",
        ),
        (
            "2020\u{41c}01",
            "! it has the letter U+041C (Cyrillic), which looks like `M`",
        ),
        (
            "2020\u{200b}",
            "! it has the sign U+200B (a space of no width), which cannot be seen",
        ),
        ("2020*", "! it has signs that labels do not have"),
        ("", "! it has no year of four digits"),
        (
            "0999",
            "! its parts do not make a year, a quarter, a month or a number of months of a year",
        ),
        (
            "Vụ đông xuân 2023-2024",
            "! it has a word that labels of periods do not have",
        ),
        (
            "so với 2023",
            "! it has a word that labels of periods do not have",
        ),
        (
            "Bình quân 2024",
            "! it has a word that labels of periods do not have",
        ),
        (
            "cuối năm 2024",
            "! it has a word that labels of periods do not have",
        ),
        (
            "2008-2009",
            "! it names two years: a fiscal year, which has no calendar year of its own, or both together",
        ),
        (
            "2024/2023",
            "! its parts do not make a year, a quarter, a month or a number of months of a year",
        ),
        (
            "2024-1",
            "! its parts do not make a year, a quarter, a month or a number of months of a year",
        ),
        (
            "31/12/2024",
            "! its parts do not make a year, a quarter, a month or a number of months of a year",
        ),
        ("20 24", "! it has no year of four digits"),
        ("Q02 0266", "! it has no year of four digits"),
        ("Tháng 0/2024", "! there is no such month"),
    ];
    for (text, wanted) in refused {
        assert_eq!(read(text), wanted, "{text}");
    }
}
