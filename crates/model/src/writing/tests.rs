//! Labels of offices under declarations, and declarations that are refused.

use super::*;
use crate::Label;

/// A writing with these formats.
fn formats(formats: &[&str], declared: PeriodWriting) -> PeriodWriting {
    let formats = formats
        .iter()
        .map(|f| PeriodFormat::new(f, &declared.words).unwrap_or_else(|e| panic!("{f}: {e}")))
        .collect();
    PeriodWriting {
        formats,
        ..declared
    }
}

fn plain() -> PeriodWriting {
    PeriodWriting::default()
}

fn read(writing: &PeriodWriting, text: &str) -> String {
    match writing.read(text) {
        Ok(PeriodRead {
            label:
                Label {
                    period,
                    span,
                    status,
                },
            ..
        }) => [
            Some(period.to_string()),
            span.map(|s| s.to_string()),
            status.map(|s| s.to_string()),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" "),
        Err(unread) => format!("! {}", unread.message()),
    }
}

fn check(writing: &PeriodWriting, cases: &[(&str, &str)]) {
    for (text, want) in cases {
        let got = read(writing, text);
        let same = match want.strip_prefix('!') {
            Some(part) => got.starts_with('!') && got.contains(part.trim()),
            None => got == *want,
        };
        assert!(same, "{text}: {got}");
    }
}

#[test]
fn a_letter_of_periods_of_another_length_is_refused() {
    for text in ["{year}-S{quarter}", "{year}-H{month}", "D{month}/{year}"] {
        let refused = PeriodFormat::new(text, &[]);
        let said = refused.err().map(|e| e.why).unwrap_or_default();
        assert!(said.contains("another length"), "{text}: {said}");
    }
    formats(
        &[
            "T{month}/{year}",
            "{year}-Q{quarter}",
            "S{half_year}/{year}",
            "{quarter}Q{year}",
        ],
        plain(),
    );
}

#[test]
fn formats_read_what_offices_write() {
    let words = vec![
        ("ƯTH".to_owned(), PeriodWord::Estimate),
        ("YTD".to_owned(), PeriodWord::ToDate),
        ("TH".to_owned(), PeriodWord::Final),
    ];
    let vietnam = formats(
        &[
            "T{month}/{year}",
            "{months}T/{year}",
            "Quí {quarter_roman}/{year}",
        ],
        PeriodWriting { words, ..plain() },
    );
    check(
        &vietnam,
        &[
            ("Quí I/2024", "2024-Q1"),
            ("Quí\u{a0}II/2024", "2024-Q2"),
            ("T1/2024", "2024-01"),
            ("6T/2024", "2024-06 ytd"),
            ("TH 2023", "2023 final"),
            ("2023 (TH)", "2023 final"),
            ("ƯTH 2024", "2024 estimate"),
            ("TH T3/2024", "2024-03 final"),
            ("YTD T3/2024", "2024-03 ytd"),
            ("YTD 2024", "! a figure to date, and not up to which"),
            ("TH ƯTH 2024", "! two statuses"),
            ("Quý III/2024", "2024-Q3"),
            ("T13/2024", "! fits none of the formats"),
            ("TH2024", "2024 final"),
            ("THE 2024", "! as a label"),
        ],
    );
    // What words leave over may have two readings still.
    assert_eq!(vietnam.undeclared("2008-09 TH").as_deref(), Some("2008-09"));
    assert_eq!(vietnam.undeclared("TH T3/2024"), None);
    let numbers = formats(
        &[
            "{year}{month}",
            "{year}/{month}",
            "{year}-{month}",
            "{year}.0",
            "{year}.0 {month}.0",
        ],
        plain(),
    );
    check(
        &numbers,
        &[
            ("202402", "2024-02"),
            ("20242", "! fits none"),
            ("2024/02", "2024-02"),
            ("2024-2", "2024-02"),
            ("2008-09", "2008-09"),
            ("2024.0", "2024"),
            ("2024.0 1.0", "2024-01"),
            ("2024.5", "! fits none"),
        ],
    );
    let apart = formats(&["{year} {month}", "{year} {half_year}"], plain());
    check(
        &apart,
        &[
            ("2020 1", "! it may be 2020-01 or 2020-S1"),
            ("2020 3", "2020-03"),
            ("2020 Q1", "2020-Q1"),
            ("2020 M03", "2020-03"),
        ],
    );
}

#[test]
fn two_digits_mean_what_is_declared() {
    let short = |century, era| {
        formats(
            &["{month_name}-{yy}"],
            PeriodWriting {
                century: Some(century),
                era,
                ..plain()
            },
        )
    };
    check(
        &short(2000, None),
        &[
            ("Jan-20", "2020-01"),
            ("sept.-99", "2099-09"),
            ("Mai-20", "! fits none"),
            ("20-Jan", "!"),
        ],
    );
    check(
        &short(1950, None),
        &[("Jan-49", "2049-01"), ("Jan-50", "1950-01")],
    );
    check(&short(2500, Some(Era::Buddhist)), &[("Jan-63", "2020-01")]);
    let french = PeriodWriting {
        month_names: month_names(Language::Fr),
        ..plain()
    };
    let french = formats(&["{month_name} {year}"], french);
    check(
        &french,
        &[
            ("août 2020", "2020-08"),
            ("Févr. 2020", "2020-02"),
            ("MAI 2020", "2020-05"),
        ],
    );
}

fn days(of: DayOf, which: WhichDay) -> PeriodWriting {
    PeriodWriting {
        days: Some(Days {
            of,
            which,
            zone: chrono_tz::Asia::Ho_Chi_Minh,
        }),
        ..plain()
    }
}

#[test]
fn days_stand_for_what_is_declared() {
    for day in ["2020-01-01", "2020-01-01T00:00:00+07:00"] {
        let why = format!("! `{day}` is a day, which may stand for 2020-01 (`days = \"month\"`)");
        check(&plain(), &[(day, &why)]);
    }
    check(
        &days(DayOf::Month, WhichDay::First),
        &[
            ("2020-02-01", "2020-02"),
            ("2020-02-01T00:00:00Z", "2020-02"),
            ("2020-02-01 00:00:00.000", "2020-02"),
            // The midnight of the office, as it and as UTC write it.
            ("2020-02-01T00:00:00+07:00", "2020-02"),
            ("2020-01-31T17:00:00Z", "2020-02"),
            ("2020-02-01T17:00:00Z", "!"),
            ("2020-02-01T00:00:00+09:00", "!"),
            ("2020-02-01T08:00:00+07:00", "!"),
            ("2020-02-29", "! declared to be the first of their `month`"),
            ("2020-02-30", "!"),
            ("2020", "2020"),
        ],
    );
    check(
        &days(DayOf::Quarter, WhichDay::Last),
        &[("2020-06-30", "2020-Q2"), ("2020-05-31", "!")],
    );
    check(
        &days(DayOf::Month, WhichDay::Any),
        &[("2020-02-11", "2020-02")],
    );
    let european = formats(&["{day}/{month}/{year}"], days(DayOf::Year, WhichDay::Last));
    check(
        &european,
        &[
            ("31/12/2024", "2024"),
            ("30/12/2024", "!"),
            ("31/02/2024", "! no such day"),
        ],
    );
    let both = formats(
        &["{day}/{month}/{year}", "{month}/{day}/{year}"],
        days(DayOf::Month, WhichDay::Any),
    );
    check(
        &both,
        &[
            ("01/02/2024", "! it may be 2024-02 or 2024-01"),
            ("31/01/2024", "2024-01"),
        ],
    );
}

#[test]
fn weeks_of_iso_8601_and_thirds_of_a_year_are_declared() {
    let weeks = [
        "Tuần {week}/{year}",
        "W{week} {year}",
        "KW {week}/{year}",
        "{year}{week}",
    ];
    check(
        &formats(&weeks, plain()),
        &[
            ("Tuần 12/2024", "2024-W12"),
            ("W1 2025", "2025-W01"),
            ("KW 53/2020", "2020-W53"),
            ("202453", "! 2024 has 52 weeks of ISO 8601"),
            ("Tuần 54/2020", "!"),
            ("Tuần 0/2020", "!"),
            ("2020-W09", "2020-W09"),
        ],
    );
    check(
        &formats(&["{year}-T{third}"], plain()),
        &[("2020-T3", "2020-T3"), ("2020-T4", "!")],
    );
    check(
        &formats(&["{year}-T{quarter}"], plain()),
        &[("2020-T3", "2020-Q3")],
    );
    check(&plain(), &[("2020-T3", "!"), ("2020-W53", "2020-W53")]);
    check(
        &days(DayOf::Week, WhichDay::First),
        &[
            ("2024-12-30", "2025-W01"),
            ("2024-12-29", "! declared to be the first of their `week`"),
        ],
    );
    check(
        &days(DayOf::Week, WhichDay::Last),
        &[("2021-01-03", "2020-W53")],
    );
    check(
        &days(DayOf::Week, WhichDay::Any),
        &[("2020-12-31", "2020-W53"), ("2021-01-03", "2020-W53")],
    );
    let from_2017 = PeriodWriting {
        era: Some(Era::Buddhist),
        ..plain()
    };
    check(&from_2017, &[("2563-W10", "2020-W10")]);
}

#[test]
fn fiscal_years_are_stretches_of_their_own() {
    let fiscal = |begins, named, of: &[&str]| {
        formats(
            of,
            PeriodWriting {
                fiscal_year: Some(FiscalYear { begins, named }),
                ..plain()
            },
        )
    };
    let india = [
        "{fiscal_year}",
        "{fiscal_year} Q{quarter}",
        "{month_name} {fiscal_year}",
        "{fiscal_year} H{half_year}",
    ];
    check(
        &fiscal(4, NamedBy::Both, &india),
        &[
            ("2008-09", "2008-04-01/P1Y"),
            ("1999/00", "1999-04-01/P1Y"),
            ("2008–2009", "2008-04-01/P1Y"),
            ("2008-10", "!"),
            ("2008-09 Q1", "2008-Q2"),
            ("2008-09 Q4", "2009-Q1"),
            ("March 2008-09", "2009-03"),
            ("April 2008-09", "2008-04"),
            (
                "2008-09 H1",
                "! a half-year of a fiscal year that begins with month 4",
            ),
            ("2008", "!"),
            ("2008-Q1", "!"),
        ],
    );
    check(
        &fiscal(7, NamedBy::End, &["FY{fiscal_year}"]),
        &[("FY2009", "2008-07-01/P1Y"), ("2009", "!")],
    );
    check(
        &fiscal(7, NamedBy::Start, &["{fiscal_year} H{half_year}"]),
        &[("2009 H1", "2009-S2"), ("2009 H2", "2010-S1")],
    );
    let short = |named, of: &str| PeriodWriting {
        century: Some(1950),
        ..fiscal(4, named, &[of])
    };
    check(
        &short(NamedBy::Start, "FY{fiscal_yy}"),
        &[
            ("FY20", "2020-04-01/P1Y"),
            ("FY99", "1999-04-01/P1Y"),
            ("FY2020", "!"),
        ],
    );
    check(
        &short(NamedBy::Both, "{fiscal_yy}"),
        &[
            ("08-09", "2008-04-01/P1Y"),
            ("99/00", "1999-04-01/P1Y"),
            ("08-10", "!"),
        ],
    );
    let thailand = PeriodWriting {
        era: Some(Era::Buddhist),
        fiscal_year: Some(FiscalYear {
            begins: 10,
            named: NamedBy::End,
        }),
        ..plain()
    };
    check(
        &formats(&["{fiscal_year}"], thailand),
        &[("2563", "2019-10-01/P1Y")],
    );
    let days = PeriodWriting {
        days: Some(Days {
            of: DayOf::FiscalYear,
            which: WhichDay::Last,
            zone: chrono_tz::Tz::UTC,
        }),
        fiscal_year: Some(FiscalYear {
            begins: 4,
            named: NamedBy::Both,
        }),
        ..plain()
    };
    check(
        &days,
        &[("2009-03-31", "2008-04-01/P1Y"), ("2009-04-01", "!")],
    );
}

#[test]
fn years_of_an_era_begin_in_january() {
    let era = |era| PeriodWriting {
        era: Some(era),
        ..plain()
    };
    check(
        &era(Era::Buddhist),
        &[
            ("2563", "2020"),
            ("2563-Q1", "2020-Q1"),
            ("2483", "!"),
            ("2020", "!"),
        ],
    );
    let taiwan = formats(
        &["{year}/{month}", "{year}{month}", "{year}"],
        era(Era::Minguo),
    );
    check(
        &taiwan,
        &[
            ("109/1", "2020-01"),
            ("10901", "2020-01"),
            ("9912", "2010-12"),
            ("2020", "!"),
        ],
    );
}

#[test]
fn a_format_says_one_thing() {
    let words = [("Lũy kế năm".to_owned(), PeriodWord::ToDate)];
    for (format, why) in [
        ("{month}", "one year"),
        ("{year} {yy}", "one year"),
        ("{year} {quarter} {month}", "two parts"),
        ("{year} {day}", "no month"),
        ("{yaer}", "no placeholder"),
        ("{year", "pairs"),
        ("year}", "pairs"),
        ("Second quarter {year}", "`second` says which part"),
        ("Quarter {year}", "`quarter` says a quarter"),
        ("Quí {year}", "`quí` says a quarter"),
        ("H1 {year}", "digits"),
        ("January {year}", "`january` says which part"),
        ("YTD {year}", "to date"),
        ("Lũy kế năm {year}", "to date"),
        ("cumulative {fiscal_year} Q{quarter}", "to date"),
        ("Week {year}", "a week"),
        ("W{month}/{year}", "a week"),
        ("M{week}/{year}", "a month"),
        ("S{week}/{year}", "another length"),
        ("{week} tuần {year}", "may count them"),
        ("Lũy kế năm tuần {week}/{year}", "to date"),
        ("{fiscal_year} W{week}", "none of the calendar"),
        ("{year} {week} {month}", "two parts"),
        ("provisional {year}", "more of the figure"),
        ("{fiscal_year}-{month}", "may count from January"),
        (
            "{months} months of {fiscal_year}",
            "does not run from January",
        ),
        ("cả năm {month}/{year}", "which part"),
        ("{month} tháng {year}", "may count them"),
        ("{month}T/{year}", "may count them"),
        ("{quarter} quý {year}", "may count them"),
        ("{year}p", "may say more"),
        ("{year} (e)", "may say more"),
        ("Kế hoạch {year}", "may say more"),
        ("FY{year}", "may say more"),
        ("Niên vụ {year}", "may say more"),
    ] {
        let error = PeriodFormat::new(format, &words).expect_err(format);
        assert!(error.why.contains(why), "{format}: {error}");
        assert!(!error.hint.is_empty());
    }
    let nothing = [("Bảng".to_owned(), PeriodWord::Nothing)];
    assert!(PeriodFormat::new("Bảng {year}", &nothing).is_ok());
    // A letter of another alphabet is what the file has.
    assert!(PeriodFormat::new("{year}М{month}", &words).is_ok());
    // What a format says itself is carried.
    let carried = formats(
        &[
            "Sơ bộ {year}*",
            "{months} tháng đầu năm {year}*",
            "Lũy kế cả năm {year}*",
            "cumul T{quarter} {year}",
        ],
        plain(),
    );
    check(
        &carried,
        &[
            ("Sơ bộ 2024*", "2024 preliminary"),
            ("9 tháng đầu năm 2024*", "2024-09 ytd"),
            ("Lũy kế cả năm 2024*", "2024"),
            ("cumul T3 2024", "2024-Q3 ytd"),
        ],
    );
}
