//! Files that a contract is drafted for.

use super::{Draft, ToDate, WritingDoubt, draft};
use crate::model::{
    AreaRegister, AreaUnit, Layout, Negative, NumberFormat, PercentSign, Status, ValueType,
};

fn areas() -> AreaRegister {
    let unit = |code: &str, name: &str| AreaUnit {
        code: code.into(),
        name_vi: name.into(),
        name_en: String::new(),
        level: String::new(),
        parent_code: String::new(),
        valid_from: "2004-01-01".parse().unwrap(),
        valid_to: None,
        aliases: vec![],
    };
    AreaRegister::new(vec![unit("01", "Hà Nội"), unit("48", "Đà Nẵng")], vec![])
}

fn drafted(text: &str) -> Draft {
    draft("a.csv", text.as_bytes(), &Layout::default(), &areas()).unwrap()
}

#[test]
fn a_long_table_is_understood() {
    let seen = drafted(
        "Bảng 5,,,,\nĐơn vị: Triệu đồng,,,,\nSTT;x\nTỉnh;Năm;Loại;Ghi chú;Số thu\nHà Nội;Sơ bộ 2024;A;;1.234,5\nHà Nội;2023;A;;x\n\
         Hà Nội;2023;B;;2,5\nHuế;2023;A;;1.000.000\nĐà Nẵng;2023;A;;..\n"
            .replace(",,,,", ";;;;")
            .as_str(),
    );
    assert_eq!(seen.layout.header_row, Some(4));
    assert_eq!(seen.layout.delimiter, b';');
    let area = seen.area.unwrap();
    assert_eq!(
        (
            area.column.as_str(),
            area.distinct,
            area.known,
            area.unknown
        ),
        ("Tỉnh", 3, 2, vec!["Huế".to_owned()])
    );
    let period = seen.period.unwrap();
    assert_eq!(
        (period.column.as_str(), period.range),
        ("Năm", ("2023".into(), "2024".into()))
    );
    assert_eq!(period.statuses, [Status::Preliminary]);
    let value = seen.value.unwrap();
    assert_eq!(
        (value.column.as_str(), value.value_type),
        ("Số thu", ValueType::Decimal)
    );
    assert_eq!(value.number, Some(NumberFormat::new(',', Some('.'))));
    // A letter may withhold a figure, or say that there is none.
    assert_eq!(
        (value.missing.len(), &value.flags[..]),
        (0, &[("x".to_owned(), 1)][..])
    );
    assert_eq!(seen.dimensions.len(), 1);
    assert_eq!(
        (
            seen.dimensions[0].column.as_str(),
            &seen.dimensions[0].values[..]
        ),
        ("Loại", &["A".to_owned(), "B".to_owned()][..])
    );
    assert_eq!(seen.units, [(2, "Đơn vị: Triệu đồng".to_owned())]);
    assert_eq!(
        (seen.same_key, seen.unused),
        (None, vec!["Ghi chú".to_owned()])
    );
    assert_eq!(seen.to_date, None);
}

#[test]
fn figures_to_date_are_suspected_by_their_header_or_by_how_they_rise() {
    let rows = |name: &str, values: [i64; 4]| {
        let months = (1..)
            .zip(values)
            .map(|(month, value)| format!("01,2024-{month:02},{value}"))
            .collect::<Vec<_>>()
            .join("\n");
        drafted(&format!("Tỉnh,Kỳ,{name}\n{months}\n")).to_date
    };
    assert_eq!(
        rows("Lũy kế", [3, 2, 5, 4]),
        Some(ToDate::Named("Lũy kế".into()))
    );
    assert_eq!(rows("Số", [10, 25, 33, 61]), Some(ToDate::Rising(1)));
    assert_eq!(rows("Số", [10, 12, 11, 13]), None);
    assert_eq!(
        drafted("Lũy kế từ đầu năm,,\nTỉnh,Kỳ,Số\n01,2024-01,3\n01,2024-02,2\n").to_date,
        Some(ToDate::Named("Lũy kế từ đầu năm".into()))
    );
    assert_eq!(
        drafted("Tỉnh,Kỳ,Lũy kế\n01,2023,3\n01,2024,2\n").to_date,
        None,
        "years are whole"
    );
}

#[test]
fn codes_that_lost_their_leading_zeros_are_seen() {
    let area = drafted("area,year,n\n1,2020,5\n48,2020,6\n").area.unwrap();
    assert_eq!(
        (area.known, area.unknown, area.lost_zero),
        (1, vec!["1".to_owned()], true)
    );
    assert!(
        !drafted("area,year,n\n9,2020,5\n48,2020,6\n")
            .area
            .unwrap()
            .lost_zero
    );
}

#[test]
fn what_is_not_known_is_left_open() {
    let seen = drafted("a,b\nx,1.234\ny,5.678\n");
    assert!(seen.area.is_none() && seen.period.is_none());
    assert_eq!(seen.value.unwrap().number, None, "thousands or a fraction");
    let wide = drafted("Tỉnh,2022,2023\nHà Nội,1,2\nĐà Nẵng,3,4\n");
    assert_eq!(wide.header_periods, ["2022", "2023"]);
    let value = wide.value.unwrap();
    assert_eq!((value.others.len(), value.figures), (0, 2));
    assert!(wide.dimensions.is_empty() && wide.unused.is_empty());
    // One header alone may be a name, and texts below labels are no figures.
    let one = drafted("Tỉnh,2022,x\nHà Nội,1,2\nĐà Nẵng,3,4\n");
    assert!(one.header_periods.is_empty());
    let texts = drafted("Tỉnh,2022,2023\nHà Nội,a,b\nĐà Nẵng,c,d\n");
    assert!(texts.header_periods.is_empty());
    let unit = drafted("area,year,UNIT,n\n01,2020,persons,1\n48,2020,persons,2\n");
    assert_eq!(unit.units, [(0, "UNIT: persons".to_owned())]);
    let twice = drafted("Tỉnh,Năm,Số\nHà Nội,2020,1\nHà Nội,2020,2\n");
    assert_eq!(twice.same_key, Some((2, 3)));
    assert_eq!(
        draft("a.csv", b"", &Layout::default(), &areas()).unwrap_err()[0].rule,
        "unreadable"
    );
    assert_eq!(
        draft("a.csv", b"a,b\n", &Layout::default(), &areas()).unwrap_err()[0].rule,
        "no_such_part"
    );
}

#[test]
fn how_periods_are_written_is_proposed_with_evidence() {
    let written = |text: &str| {
        let period = drafted(text).period.unwrap();
        let writing = period.writing.unwrap();
        (period.column, writing.parts, writing.line, writing.range)
    };
    let range = |first: &str, last: &str| (first.to_owned(), last.to_owned());
    let (column, parts, line, seen) =
        written("Area,Year,Month,Value\nHà Nội,2020,1,100\nHà Nội,2020,2,110\nĐà Nẵng,2020,1,50\n");
    assert_eq!(
        (column.as_str(), parts),
        ("Year", vec!["Year".into(), "Month".into()])
    );
    assert_eq!(
        (line.as_str(), seen),
        (
            "formats = [\"{year} {month}\"]",
            range("2020-01", "2020-02")
        )
    );
    let (column, parts, line, seen) = written(
        "Area,DATE,Value\nHà Nội,2020-01-01,100\nHà Nội,2020-02-01,110\nHà Nội,2020-03-01,50\n",
    );
    assert_eq!(
        (column.as_str(), parts.len(), line.as_str()),
        ("DATE", 0, "days = \"month\"")
    );
    assert_eq!(seen, range("2020-01", "2020-03"));
    let (column, _, line, _) =
        written("Area,Financial year,Value\nHà Nội,2008-09,1\nHà Nội,2009-10,2\n");
    assert_eq!(column, "Financial year");
    assert_eq!(line, "fiscal_year = { begins = \"\", named = \"both\" }");
    let (_, parts, line, seen) =
        written("Area,Năm,Kỳ,Value\nHà Nội,2020,6 tháng,100\nHà Nội,2020,Cả năm,230\n");
    assert_eq!(
        (parts, line.as_str()),
        (
            vec!["Năm".into(), "Kỳ".into()],
            "formats = [\"{year} {months} tháng\", \"{year} Cả năm\"]"
        )
    );
    assert_eq!(seen, range("2020", "2020"));
    let (column, _, line, seen) =
        written("Area,Tuần,Value\nHà Nội,Tuần 52/2020,1\nHà Nội,Tuần 53/2020,2\n");
    assert_eq!(
        (column.as_str(), line.as_str(), seen),
        (
            "Tuần",
            "formats = [\"Tuần {week}/{year}\"]",
            range("2020-W52", "2020-W53")
        )
    );
    let seen = drafted("Area,Tuần,Value\nHà Nội,Tuần 52/2020,1\n");
    let doubt = seen.period.unwrap().writing.unwrap().doubt;
    assert_eq!(doubt, Some(WritingDoubt::Weeks), "no file says which weeks");
    // A label of one reading needs no declaration.
    let plain = drafted("Area,Year,Value\nHà Nội,2020,100\nHà Nội,2021,110\n");
    assert!(plain.period.unwrap().writing.is_none());
}

#[test]
fn months_down_and_years_across_are_one_period() {
    let seen = drafted("Tỉnh,Tháng,2020,2021\nHà Nội,1,10,20\nHà Nội,2,11,21\nĐà Nẵng,1,1,2\n");
    let writing = seen.below_years.unwrap();
    assert_eq!(writing.parts, ["header", "Tháng"]);
    assert_eq!(
        writing.line,
        "columns = { header = { from = \"header\" } }, formats = [\"{year} {month}\"]"
    );
    assert_eq!(seen.header_periods, ["2020", "2021"]);
    assert!(seen.dimensions.is_empty() && seen.same_key.is_none());
    // Another column tells figures apart and is no part of a period.
    let seen = drafted("Tỉnh,Loại,2020,2021\nHà Nội,1,10,20\nHà Nội,2,11,21\n");
    assert!(seen.below_years.is_none());
    assert_eq!(seen.dimensions.len(), 1);
}

#[test]
fn a_column_of_currencies_says_the_unit_unless_it_tells_figures_apart() {
    let of = |rows: &str| drafted(&format!("Tỉnh,Năm,Currency,Value\n{rows}"));
    let seen = of("Hà Nội,2020,VND,10\nĐà Nẵng,2020,USD,2\n");
    let unit = (
        "Currency".to_owned(),
        vec!["VND".to_owned(), "USD".to_owned()],
    );
    assert_eq!((seen.unit_column, seen.dimensions.len()), (Some(unit), 0));
    let seen = of("Hà Nội,2020,VND,10\nHà Nội,2020,USD,2\n");
    assert_eq!((seen.unit_column, seen.dimensions.len()), (None, 1));
}

#[test]
fn a_multiple_that_the_header_says_is_proposed() {
    let multiple = |header: &str| {
        let seen = drafted(&format!("Tỉnh,Năm,{header}\nHà Nội,2020,1\n"));
        seen.value.unwrap().multiple
    };
    assert_eq!(
        multiple("Value (thousand units)"),
        Some(("thousand".to_owned(), 3))
    );
    assert_eq!(
        multiple("Giá trị (tỷ đồng)").map(|(_, power)| power),
        Some(9)
    );
    assert_eq!(multiple("Value"), None);
}

#[test]
fn forms_and_marks_of_figures_are_proposed() {
    let rows = |values: [&str; 4]| {
        let rows: Vec<String> = (2020..)
            .zip(values)
            .map(|(year, value)| format!("01;{year};{value}\n"))
            .collect();
        let seen = drafted(&format!("area;year;n\n{}", rows.concat()));
        seen.value.unwrap()
    };
    let marked = rows(["1.5 b", "2.5", "3.5 bp", "4.5*"]);
    assert_eq!(
        marked.marks,
        [
            ("*".to_owned(), 1),
            ("b".to_owned(), 1),
            ("bp".to_owned(), 1)
        ]
    );
    assert!(marked.unreadable.is_empty(), "{:?}", marked.unreadable);
    let negative = rows(["(1,234.5)", "2.5", "1.5E+06", "4.5"]);
    let number = negative.number.unwrap();
    assert_eq!(
        (number.negative, number.exponent),
        (Some(Negative::Parentheses), true)
    );
    let percent = rows(["1.5%", "2.5 %", "3.5%", "0"]);
    let number = percent.number.unwrap();
    assert_eq!(
        (number.percent, number.grouping, percent.mixed_percent),
        (Some(PercentSign::Sign), Some(','), None)
    );
    assert_eq!(
        rows(["1.5%", "0.5", "3.5%", "0"]).mixed_percent,
        Some((2, 1))
    );
    // What may change a figure is no mark.
    assert!(rows(["1.5 tr", "2.5", "3.5", "4.5"]).marks.is_empty());
}

#[test]
fn what_is_no_row_of_the_table_is_set_apart() {
    let seen = drafted(
        "Tỉnh,Năm,Số\nHà Nội,2020,1\n,2021,2\nTỉnh,Năm,Số\nĐà Nẵng,2020,3\n,2021,4\n,,\nNguồn: sổ \
         đăng ký,,\n",
    );
    let area = seen.area.unwrap();
    assert!(area.filled && area.unknown.is_empty());
    assert_eq!(seen.same_key, None);
    assert_eq!(
        seen.apart.header_again,
        Some(("Tỉnh".to_owned(), 1, 4)),
        "in row 4"
    );
    let (pattern, row, text) = seen.apart.end.unwrap();
    assert_eq!((pattern.as_str(), row), ("Nguồn:*", 8));
    assert_eq!(text, "Nguồn: sổ đăng ký");

    // A total among the groups is no area.
    let seen = drafted("Tỉnh,Năm,Số\nHà Nội,2020,1\n,2021,2\nTổng,2020,3\n,2021,4\n");
    let area = seen.area.unwrap();
    assert!(area.filled);
    assert_eq!(area.unknown, ["Tổng"]);

    // A name that stands on every row is no label of a group; a blank below it is missing.
    let seen = drafted("Tỉnh,Năm,Số\nHà Nội,2020,1\nHà Nội,2021,2\n,2022,3\n");
    assert!(seen.area.is_none_or(|area| !area.filled));
}

#[test]
fn a_year_whose_figures_are_all_blank_is_one_of_the_years_side_by_side() {
    let seen = drafted("Tỉnh,2020,2021,2022,Ghi chú\nHà Nội,1,2,,x\nĐà Nẵng,3,4,,x\n");
    assert_eq!(seen.header_periods, ["2020", "2021"]);
    assert_eq!(seen.unused, ["Ghi chú"]);
}

#[test]
fn notation_that_one_figure_shows_is_proposed() {
    let value = |rows: &str| {
        let seen = drafted(&format!("Tỉnh,Năm,Value\n{rows}"));
        seen.value.unwrap()
    };
    let found = value("Hà Nội,2020,1'234'567.5\nHà Nội,2021,12\n");
    assert_eq!(found.number, Some(NumberFormat::new('.', Some('\''))));
    let found = value("Hà Nội,2020,-\nHà Nội,2021,12\n");
    assert_eq!((found.dashes, found.missing.len()), (1, 0));
    let found = value("Hà Nội,2020,#DIV/0!\nHà Nội,2021,n/a\n");
    assert_eq!((found.column.as_str(), found.figures), ("Value", 0));
    assert_eq!(found.missing.len(), 2);
    assert!(found.unreadable.is_empty());
}

#[test]
fn powers_of_ten_and_words_of_status_are_seen() {
    let seen = drafted(
        "Tỉnh,Năm,OBS_VALUE,UNIT_MULT,Status\nHà Nội,2020,1,9,A\nHà Nội,2021,2,9,P\nĐà \
         Nẵng,2020,3,9,A\n",
    );
    assert_eq!(seen.powers, ["9"]);
    assert_eq!(seen.status.as_deref(), Some("Status"));
    assert_eq!(
        seen.status_words,
        [("A".to_owned(), 2), ("P".to_owned(), 1)]
    );
    let seen = drafted("Tỉnh,Năm,OBS_VALUE,UNIT_MULT\nHà Nội,2020,1,6\nĐà Nẵng,2020,3,0\n");
    assert_eq!(seen.powers, ["0", "6"]);
    let seen = drafted("Tỉnh,Năm,OBS_VALUE,UNIT_MULT\nHà Nội,2020,1,0\n");
    assert!(seen.powers.is_empty() && seen.status.is_none());
}
