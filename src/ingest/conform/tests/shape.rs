//! Tables that are not one figure a row under one header: what becomes of their rows and columns,
//! and what is told of those that are not read.

use super::{account, dataset, read_text};
use crate::ingest::conform::Conformed;
use crate::model::{
    Dataset, DeliveryOutcome, Format, LeaveOut, Mode, NameOf, Origin, PeriodFormat, PeriodPart,
    Source, TableEnd, Template,
};

/// A dataset whose source is changed.
fn with(change: impl Fn(&mut Source)) -> Dataset {
    let mut dataset = dataset();
    let source = &mut dataset.sources[0];
    for (name, text) in [("event", "new"), ("status", "final")] {
        source
            .columns
            .insert(name.into(), Origin::Constant(text.into()));
    }
    change(source);
    dataset
}

/// The cells of some columns, a row a text, whole figures without their zeros.
fn cells(conformed: &Conformed, columns: &[&str]) -> Vec<String> {
    let rows = super::cells(conformed, columns).into_iter();
    rows.map(|row| row.replace(".000000", "")).collect()
}

/// Years stand side by side.
fn wide(columns: &str) -> Dataset {
    with(|source| {
        source.shape.wide = Template::parse(columns).ok();
        source.columns.remove("period");
        source.columns.remove("n");
    })
}

fn told(conformed: &Conformed, rule: &str) -> Vec<String> {
    let findings = conformed.findings.iter().filter(|f| f.rule == rule);
    findings.map(ToString::to_string).collect()
}

const SHOWN: [&str; 6] = ["area_code", "period", "n", "_row", "_col", "_raw"];

#[test]
fn every_figure_of_a_wide_table_has_its_cell() {
    let dataset = wide("{period}");
    let read = read_text(
        &dataset,
        "area;2020;Sơ bộ 2021;note;\n01;1;2;x;\n10;3;..;;\n",
    );
    assert_eq!(
        cells(&read, &SHOWN),
        [
            "01 2020 1 2 2020 1",
            "01 2021 2 2 Sơ bộ 2021 2",
            "10 2020 3 3 2020 3",
            "10 2021  3 Sơ bộ 2021 ..",
        ]
    );
    assert_eq!(account(&read), [4, 3, 0, 1]);
    assert_eq!(
        told(&read, "wide_unread"),
        [
            "warning[wide_unread]: f.csv, column `note`: 1 columns are neither mapped nor fit \
                `{period}`, and are not read: `note`\n  hint: list them under `unused_columns`, if \
                nothing of them is wanted"
        ]
    );
    // The remedy works.
    let mut known = dataset.clone();
    known.sources[0].unused_columns = vec!["note".into()];
    let read = read_text(&known, "area;2020;note\n01;1;x\n");
    assert!(told(&read, "wide_unread").is_empty());
}

#[test]
fn headers_carry_several_values_and_a_bad_cell_is_named_by_its_own_column() {
    let dataset = wide("{event} in {period}");
    let read = read_text(
        &dataset,
        "area;new in 2020;dissolved in 2020;sold in 2020\n01;1;2;3\n10;x;4;5\n",
    );
    assert_eq!(account(&read), [6, 3, 3, 0]);
    let bad: Vec<String> = read
        .quarantine
        .iter()
        .map(|q| format!("{} {} {}", q.rule, q.place.row, q.place.col))
        .collect();
    assert_eq!(
        bad,
        [
            "not_one_of 2 sold in 2020",
            "not_a_number 3 new in 2020",
            "not_one_of 3 sold in 2020"
        ]
    );
}

#[test]
fn two_columns_of_one_period_contradict_each_other_by_column() {
    let read = read_text(
        &wide("{period}"),
        "area;2020;2020-A1\n01;1;2\n10;3;3\n15;4;5\n",
    );
    let bad: Vec<String> = read
        .quarantine
        .iter()
        .map(|q| format!("{} {} {}", q.rule, q.place.row, q.place.col))
        .collect();
    assert_eq!(
        bad,
        [
            "duplicate_key 2 2020",
            "duplicate_key 2 2020-A1",
            "duplicate_key 3 2020-A1",
            "duplicate_key 4 2020",
            "duplicate_key 4 2020-A1",
        ]
    );
}

#[test]
fn a_header_with_two_readings_or_none_is_refused() {
    // Of three ways in which it fits, one has a period.
    let one = read_text(&wide("{basis} {period}"), "area;of new firms 2020\n01;1\n");
    assert_eq!(
        cells(&one, &["basis", "period", "n"]),
        ["of new firms 2020 1"]
    );
    let two = read_text(&wide("{basis} {period}"), "area;new Sơ bộ 2020\n01;1\n");
    assert_eq!(
        told(&two, "wide_ambiguous").len(),
        1,
        "`Sơ bộ 2020` or `2020`"
    );
    let two = read_text(&wide("{event}/{basis}"), "area;a/b/c\n01;1\n");
    assert!(
        told(&two, "wide_ambiguous")[0].starts_with(
            "error[wide_ambiguous]: f.csv, column `a/b/c`: the header `a/b/c` fits \
                `{event}/{basis}` in more than one way"
        ),
        "{:?}",
        two.findings
    );
    let none = read_text(&wide("{period}"), "area;Note;2O20\n01;x;1\n");
    assert_eq!(
        told(&none, "column_missing"),
        [
            "error[column_missing]: f.csv: no column has a header that fits `{period}` with a \
                readable period\n  hint: correct `columns` of `[source.wide]`, or `header_row`; the \
                file has `Note`, `2O20`"
        ]
    );
}

#[test]
fn figures_below_no_header_are_told() {
    let read = read_text(&wide("{period}"), "area;2020;\n01;1;\n10;2;7\n");
    assert_eq!(account(&read), [2, 2, 0, 0]);
    assert_eq!(
        told(&read, "nameless_column"),
        [
            "warning[nameless_column]: f.csv:3: column C has no name in the header and holds \
                something in 1 rows, which is not read\n  hint: correct `header_row` or \
                `header_rows`, or ask the provider for a header there; if nothing of it is wanted, list \
                it as `[C]` under `unused_columns`"
        ]
    );
    let mut unused = wide("{period}");
    unused.sources[0].unused_columns = vec!["[C]".into()];
    let read = read_text(&unused, "area;2020;\n01;1;\n10;2;7\n");
    assert!(told(&read, "nameless_column").is_empty());
}

#[test]
fn columns_of_a_wide_table_are_not_new_ones() {
    let mut dataset = wide("{period}");
    dataset.contract.modes.column = Mode::Quarantine;
    let read = read_text(&dataset, "area;2020;note\n01;1;x\n10;2;\n");
    assert_eq!(account(&read), [2, 1, 1, 0]);
}

#[test]
fn rows_are_left_out_by_patterns_and_an_area_among_them_is_warned_of() {
    let dataset = with(|source| {
        source.shape.leave_out = vec![
            LeaveOut {
                column: "area".into(),
                texts: vec!["Total*".into(), "area".into()],
            },
            LeaveOut {
                column: "event".into(),
                texts: vec!["all".into()],
            },
        ];
    });
    let read = read_text(
        &dataset,
        "area;year;event;n\n01;2020;new;1\nTotal;2020;new;9\narea;year;event;n\nTotal \
            (rev.);2020;new;9\n10;2020;all;5\n",
    );
    assert_eq!(cells(&read, &["area_code", "n"]), ["01 1"]);
    assert_eq!(account(&read), [5, 1, 0, 4]);
    assert_eq!(
        told(&read, "left_out"),
        [
            "info[left_out]: f.csv:3, column `area`: 3 rows are left out as declared: `Total` × 1, \
                `Total (rev.)` × 1, `area` × 1",
            "info[left_out]: f.csv:6, column `event`: 1 rows are left out as declared: `all` × 1; 1 \
                of them have figures of areas that the register knows",
        ]
    );
    let careless = with(|source| {
        source.shape.leave_out = vec![LeaveOut {
            column: "area".into(),
            texts: vec!["1*".into()],
        }];
    });
    let read = read_text(
        &careless,
        "area;year;event;n\n01;2020;new;1\n10;2020;new;5\n",
    );
    assert_eq!(
        told(&read, "left_out"),
        [
            "warning[left_out]: f.csv:3, column `area`: 1 rows are left out as declared: `10` × 1; \
                1 of them have figures of areas that the register knows\n  hint: name in \
                `leave_out` only texts that are no area of the register"
        ]
    );
}

#[test]
fn a_header_within_the_table_that_says_otherwise_refuses_the_delivery() {
    let left_out = |wide: bool| {
        let mut dataset = if wide {
            self::wide("{period}")
        } else {
            with(|_| ())
        };
        dataset.sources[0].shape.leave_out = vec![LeaveOut {
            column: "area".into(),
            texts: ["area*", "Area*", "AREA*"].map(str::to_owned).to_vec(),
        }];
        dataset
    };
    for (wide, text, said) in [
        // Years that go on below: the figures are not those of the first header.
        (
            true,
            "area;2020;2021\n01;1;2\narea;2022;2023\n10;5;6\n",
            "`2022`",
        ),
        (
            true,
            "area;2020;2021\n01;1;2\nArea (cont.);2022;2023\n10;5;6\n",
            "`2022`",
        ),
        (
            false,
            "area;year;n;o\n01;2020;1;9\narea;year;o;n\n10;2020;9;2\n",
            "`o`",
        ),
        (
            false,
            "area;year;n\n01;2020;1\narea;year;n (thousand)\n10;2020;2\n",
            "`n (thousand)`",
        ),
        // In a column that is mapped to nothing, and known by the period alone.
        (
            false,
            "area;year;n;o\n01;2020;1;9\narea;year;n;p\n10;2020;9;2\n",
            "`p`",
        ),
        (
            false,
            "area;year;n\n01;2020;1\nregion;year;m\n10;2020;2\n",
            "`m`",
        ),
    ] {
        for dataset in [
            left_out(wide),
            if wide {
                self::wide("{period}")
            } else {
                with(|_| ())
            },
        ] {
            let read = read_text(&dataset, text);
            assert_eq!(read.outcome, DeliveryOutcome::Refused, "{text}");
            let refusal = &told(&read, "another_header")[0];
            assert!(refusal.contains("f.csv:3, column"), "{refusal}");
            assert!(refusal.contains(&format!("says {said} where")), "{refusal}");
        }
    }
    // Known by its years, whatever its first text is; not where the register knows the area.
    let by_years = |below: &str| {
        let mut dataset = left_out(true);
        dataset.sources[0].shape.leave_out[0].texts = vec!["Table*".into(), "Total".into()];
        read_text(
            &dataset,
            &format!("area;2020;2021\n01;1;2\n{below}\n10;5;6\n"),
        )
    };
    assert_eq!(
        told(&by_years("Table 2;2022;2023"), "another_header").len(),
        1
    );
    for below in [
        "Total;2022;2024",
        "Total;22;23",
        "15;2022;2023",
        "Table 2;2020;2021",
    ] {
        assert!(
            told(&by_years(below), "another_header").is_empty(),
            "{below}"
        );
    }
    // The same once more, in capitals or with blanks, is no other table.
    for header in [
        "area;2020;2021",
        "AREA;2020;2021",
        "area;;",
        "Area (cont.);2020;2021",
    ] {
        let read = read_text(
            &left_out(true),
            &format!("area;2020;2021\n01;1;2\n{header}\n10;5;6\n"),
        );
        assert_eq!(cells(&read, &["n"]), ["1", "2", "5", "6"], "{header}");
    }
}

#[test]
fn a_table_ends_at_a_text_or_a_blank_row_and_what_is_below_is_told() {
    let ends = |end: TableEnd| with(move |source| source.shape.end = Some(end.clone()));
    let text = ends(TableEnd::Text("Source:*".into()));
    let table = "area;year;event;n\n01;2020;new;1\n";
    let read = read_text(&text, &format!("{table}Source: us\nNote\n"));
    assert_eq!(account(&read), [1, 1, 0, 0]);
    assert_eq!(
        told(&read, "table_end"),
        [
            "info[table_end]: f.csv:3: the table ends above `Source: us` as declared: 2 rows are not \
            read"
        ]
    );
    let read = read_text(&text, table);
    assert_eq!(
        told(&read, "table_end"),
        [
            "warning[table_end]: f.csv: no row begins with `Source:*`: the table is read to the end of \
                the file\n  hint: look whether another table stands below, and correct `ends` or \
                leave it out"
        ]
    );
    let blank = ends(TableEnd::BlankRow);
    let read = read_text(&blank, &format!("{table}\n10;2020;new;2\nNote\n"));
    assert_eq!(account(&read), [1, 1, 0, 0]);
    assert_eq!(
        told(&read, "table_end"),
        [
            "warning[table_end]: f.csv:4: the table ends above `10` as declared: 2 rows are not \
                read, and 1 of them, from row 4 on, read as figures of the table\n  hint: if they \
                belong to the table, correct `ends`; if to another one, declare a source for it"
        ]
    );
}

#[test]
fn a_filled_area_stops_where_it_cannot_be_known() {
    let dataset = with(|source| source.shape.fill_down = vec!["area_code".into()]);
    let read = read_text(
        &dataset,
        "area;year;event;n\n01;2020;new;1\n;2021;new;2\n\n;2022;new;3\n10;2020;new;4\n;2021;new;\
            5\n",
    );
    assert_eq!(
        cells(&read, &["area_code", "period", "n"]),
        ["01 2020 1", "01 2021 2", "10 2020 4", "10 2021 5"]
    );
    let bad: Vec<String> = read
        .quarantine
        .iter()
        .map(|q| format!("{} {}", q.rule, q.place.row))
        .collect();
    assert_eq!(bad, ["unknown_area 5"]);
}

#[test]
fn columns_by_pattern_and_place() {
    let pattern = |text: &str| {
        let text = text.to_owned();
        with(move |source| {
            source
                .columns
                .insert("n".into(), Origin::Column(text.clone()));
        })
    };
    let one = pattern("n (as of *)");
    let table = "area;year;n (as of 5 May)\n01;2020;1\n";
    assert_eq!(
        cells(&read_text(&one, table), &["n", "_col"]),
        ["1 n (as of 5 May)"]
    );
    let two = read_text(
        &one,
        "area;year;n (as of May);n (as of June)\n01;2020;1;2\n",
    );
    assert_eq!(
        told(&two, "column_ambiguous"),
        [
            "error[column_ambiguous]: f.csv: `n (as of *)` fits 2 columns, from which `n` is to \
                come: `n (as of May)`, `n (as of June)`\n  hint: write more of the name, or say \
                which with `place`"
        ]
    );
    // A name with a star is meant before a pattern is.
    let star = read_text(&pattern("n*"), "area;year;n*;no\n01;2020;1;2\n");
    assert_eq!(cells(&star, &["n"]), ["1"]);

    let place = |place: usize, header: Option<&str>| {
        let header = header.map(str::to_owned);
        with(move |source| {
            source.layout.places = vec![place];
            let header = header.clone();
            source
                .columns
                .insert("n".into(), Origin::Place { place, header });
        })
    };
    let alike = "area;year;n;n\n01;2020;1;2\n";
    for (dataset, want) in [
        (place(3, None), "1 n [C]"),
        (place(4, Some("n")), "2 n [D]"),
        (place(4, Some("n*")), "2 n [D]"),
    ] {
        assert_eq!(cells(&read_text(&dataset, alike), &["n", "_col"]), [want]);
    }
    let moved = read_text(&place(3, Some("n")), "area;year;x;n\n01;2020;1;2\n");
    assert!(
        told(&moved, "column_missing")[0]
            .contains("column 3, from which `n` is to come, is named `x` and not `n`")
    );
}

#[test]
fn names_carry_values() {
    let template = Template::parse("f{}.csv").ok();
    let of_file = |template: &Option<Template>| {
        let template = template.clone();
        with(move |source| {
            let template = template.clone();
            let of = NameOf::File;
            source
                .columns
                .insert("scheme".into(), Origin::Name { of, template });
        })
    };
    let table = "area;year;n\n01;2020;1\n";
    assert_eq!(
        cells(&read_text(&of_file(&None), table), &["scheme"]),
        ["f.csv"]
    );
    assert_eq!(
        told(&read_text(&of_file(&template), table), "name_unread"),
        [
            "error[name_unread]: f.csv: the file name `f.csv` does not fit `f{}.csv` in one way, \
                and `scheme` is to come from it\n  hint: correct `pattern`, or name the file as it \
                says"
        ]
    );
    let of_sheet = |pattern: Option<&str>| {
        let pattern = pattern.map(str::to_owned);
        with(move |source| {
            source.format = Format::Html;
            source.layout.sheets = "*".into();
            let template = pattern.as_deref().and_then(|p| Template::parse(p).ok());
            let of = NameOf::Sheet;
            source
                .columns
                .insert("scheme".into(), Origin::Name { of, template });
        })
    };
    let table = |n: &str| format!("<table><tr><td>area<td>year<td>n<tr><td>{n}</table>");
    let page = format!("{}{}", table("01<td>2020<td>1"), table("10<td>2020<td>2"));
    assert_eq!(
        cells(
            &read_text(&of_sheet(None), &page),
            &["area_code", "scheme", "_part"]
        ),
        ["01 1 1", "10 2 2"]
    );
    let none = read_text(&of_sheet(Some("Year {}")), &page);
    assert_eq!(none.outcome, DeliveryOutcome::Refused);
    assert!(
        told(&none, "name_unread")[0]
            .contains("the name `1` does not fit in one way what is declared")
    );
}

/// Parts that make a period together, and how it is then written.
fn parts(source: &mut Source, parts: Vec<(Origin, bool)>, format: &str) {
    source.columns.remove("period");
    source.period.formats = PeriodFormat::new(format, &[]).into_iter().collect();
    source.period.parts = parts
        .into_iter()
        .map(|(origin, fill_down)| PeriodPart { origin, fill_down })
        .collect();
}

#[test]
fn a_period_of_a_header_and_a_column() {
    let column = |name: &str| (Origin::Column(name.into()), false);
    let header = || {
        let of = NameOf::Header;
        (Origin::Name { of, template: None }, false)
    };
    // Months down, years across.
    let mut dataset = wide("{period}");
    parts(
        &mut dataset.sources[0],
        vec![column("month"), header()],
        "{month} {year}",
    );
    let read = read_text(
        &dataset,
        "area;month;2020;2021;total\n01;1;5;7;12\n01;2;6;8;14\n",
    );
    let found = cells(&read, &["period", "n", "_col"]);
    assert_eq!(
        found,
        [
            "2020-01 5 2020",
            "2020-02 6 2020",
            "2021-01 7 2021",
            "2021-02 8 2021"
        ]
    );
    assert!(told(&read, "wide_unread")[0].contains("`total`"));
    // Years down, months across.
    let mut dataset = wide("{period}");
    parts(
        &mut dataset.sources[0],
        vec![column("year"), header()],
        "{year} {month_name}",
    );
    let read = read_text(&dataset, "area;year;Jan;Feb\n01;2020;5;6\n");
    assert_eq!(cells(&read, &["period", "n"]), ["2020-01 5", "2020-02 6"]);
}

#[test]
fn a_period_of_names_constants_and_cells_that_are_filled() {
    let column = |name: &str, fill: bool| (Origin::Column(name.into()), fill);
    let dataset = with(move |source| {
        parts(
            source,
            vec![column("year", true), column("month", false)],
            "{year} {month}",
        );
    });
    let text = "area;year;month;n\n01;2020;1;5\n01;;2;6\n";
    assert_eq!(
        cells(&read_text(&dataset, text), &["period", "n"]),
        ["2020-01 5", "2020-02 6"]
    );
    let named = with(move |source| {
        let constant = Origin::Constant("2020".into());
        parts(
            source,
            vec![(constant, false), column("month", false)],
            "{year} {month}",
        );
    });
    let read = read_text(&named, "area;month;n\n01;1;5\n");
    assert_eq!(cells(&read, &["period", "n"]), ["2020-01 5"]);
}

#[test]
fn a_row_that_is_left_out_names_its_group() {
    let left_out = |column: &str, text: &str| {
        let rule = LeaveOut {
            column: column.into(),
            texts: vec![text.into()],
        };
        with(move |source| {
            source.shape.fill_down = vec!["area_code".into()];
            source.shape.leave_out = vec![rule.clone()];
        })
    };
    // By another column: the rows below it are of its group.
    let text = "area;year;n;sex\n01;2019;9;Total\n;2020;4;Men\n;2021;5;Men\n";
    let read = read_text(&left_out("sex", "Total"), text);
    assert_eq!(cells(&read, &["area_code", "n"]), ["01 4", "01 5"]);
    // By its own column: they are left out as it is.
    let text = "area;year;n\n01;2020;4\nAll;2020;9\n;2021;8\n10;2020;1\n";
    let read = read_text(&left_out("area", "All*"), text);
    assert_eq!(cells(&read, &["area_code", "n"]), ["01 4", "10 1"]);
    assert!(told(&read, "left_out")[0].starts_with("info"));
    // What stood alone in its row may have been a remark, and is said.
    let text = "area;year;n\n01;2020;4\nNote: revised;;\n;2021;8\n";
    let read = read_text(&left_out("area", "Note*"), text);
    assert_eq!(cells(&read, &["area_code", "n"]), ["01 4"]);
    let said = &told(&read, "left_out")[0];
    assert!(
        said.starts_with("warning")
            && said
                .contains("1 of them are blank there and stand below a row that does not begin as"),
        "{said}"
    );
    // So is a total within a group: the row below it is one of the area, and is missing.
    let text = "area;year;sex;n\n01;2020;Men;4\n;2020;Women;5\nTotal;;;9\n;2020;Unknown;1\n";
    let all = text.replace("Total;;", "Total;2020;All");
    for text in [text, all.as_str()] {
        let sexes = || Origin::Column("sex".into());
        let mut dataset = left_out("area", "Total");
        dataset.sources[0].columns.insert("event".into(), sexes());
        dataset.contract.modes.value = Mode::Evolve;
        dataset.sources[0].shape.fill_down.push("period".into());
        let said = &told(&read_text(&dataset, text), "left_out")[0];
        assert!(
            said.starts_with("warning") && said.contains("1 of them are blank"),
            "{said}"
        );
    }
    // A header that is repeated begins no group.
    let text = "area;year;n\n01;2020;4\narea;year;n\n;2021;8\n";
    let read = read_text(&left_out("area", "area"), text);
    assert!(told(&read, "unknown_area")[0].contains("nothing is carried down across"));
}

#[test]
fn check_sees_figures_to_date_side_by_side_and_columns_that_are_not_read() {
    let dataset = wide("{period}");
    let months: Vec<String> = (1..=24)
        .map(|n| format!("{}-{:02}", 2019 + (n + 11) / 12, (n - 1) % 12 + 1))
        .collect();
    let rising: Vec<String> = (1..=24).map(|n| ((n - 1) % 12 + 1).to_string()).collect();
    let text = format!(
        "area;{};note\n01;{};x\n",
        months.join(";"),
        rising.join(";")
    );
    let delivered = super::Delivery {
        id: "abcdef012345",
        file_name: "f.csv",
        content: super::DeliveryContent::Held(text.as_bytes()),
        pages: &[],
        published_at: None,
        fetched_at: super::instant(super::FETCHED),
        bounds: crate::env::Bounds::default(),
    };
    let found =
        crate::ingest::conform::heads(&dataset, &dataset.sources[0], &delivered, &super::areas());
    let rules: Vec<&str> = found.iter().map(|f| f.rule.as_ref()).collect();
    assert_eq!(rules, ["cumulative_as_period", "wide_unread"]);
}
