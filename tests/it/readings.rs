//! What a delivery seems to say and does not: labels with two readings, notes within cells, parts
//! that pass for the whole, attributes that scale a figure. Each becomes the right figure, a
//! refusal with its place, or a warning; none passes in silence.

use crate::formats::workbook_in_xml;
use crate::support::{Outcome, Project, cell, table_rows};

pub(crate) const LONG: &str =
    "area_code = { column = \"a\" }\nperiod = { column = \"p\" }\nsmiths = { column = \"v\" }";

/// A project of the invented country with one dataset of one file.
pub(crate) fn project(file: &str, bytes: impl AsRef<[u8]>, keys: &str, columns: &str) -> Project {
    let project = Project::cashland();
    project.write(&format!("datasets/smiths/{file}"), bytes);
    let head = "kind = \"observations\"\ntitle = { en = \"Smiths\" }\nlicence = \"invented\"\ncitation = \"invented\"\n\
        [contract]\nvalue = { name = \"smiths\", type = \"decimal\", unit = \"smiths\" \
        }\nquarantine_limit = \"0 %\"\n";
    let source = format!(
        "[[source]]\nid = \"guild\"\nfile = \"smiths/{file}\"\n{keys}\n[source.columns]\nstatus = \
            {{ constant = \"final\" }}\n{columns}\n"
    );
    project.write("datasets/smiths.toml", format!("{head}{source}"));
    project
}

/// The delivery is refused, and this is reported.
#[track_caller]
pub(crate) fn refused(file: &str, bytes: impl AsRef<[u8]>, keys: &str, columns: &str, told: &str) {
    let project = project(file, bytes, keys, columns);
    project.chiso(&["run"]).exits(3).complains(told);
    assert!(
        !project.path("lake/tables/smiths/_delta_log").exists(),
        "figures were taken in: {told}"
    );
}

/// The delivery is read; gives what the run printed and the rows.
#[track_caller]
pub(crate) fn read(
    file: &str,
    bytes: impl AsRef<[u8]>,
    keys: &str,
    columns: &str,
) -> (Outcome, Vec<String>) {
    let project = project(file, bytes, keys, columns);
    let outcome = project.chiso(&["run"]).exits(0);
    let folder = project.path("lake/tables/smiths");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "parquet"));
    let names = ["area_code", "period", "smiths"];
    let mut rows: Vec<String> = files
        .flat_map(|f| table_rows(&f))
        .map(|row| names.map(|c| cell(&row, c).to_owned()).join(" "))
        .collect();
    rows.sort();
    (outcome, rows)
}

fn csv(rows: &[&str]) -> String {
    format!("a,p,v\n{}\n", rows.join("\n"))
}

#[test]
fn a_label_has_one_reading_or_none() {
    let csv_keys = "format = \"csv\"";
    let years = csv(&["C1,2001-02,5", "C1,2002-03,6", "C2,2001-02,7"]);
    refused(
        "a.csv",
        &years,
        csv_keys,
        LONG,
        "error[ambiguous_period]: datasets/smiths/a.csv:2, column `p`: `2001-02` is a month or the \
            fiscal year 2001/02",
    );
    // What the office declares, or another month of the column, settles it.
    let (_, rows) = read(
        "a.csv",
        &years,
        "format = \"csv\"\nperiod_style = \"month\"",
        LONG,
    );
    assert_eq!(rows, ["C1 2001-02 5", "C1 2002-03 6", "C2 2001-02 7"]);
    let (_, rows) = read(
        "a.csv",
        csv(&["C1,2001-02,5", "C1,2001-11,6"]),
        csv_keys,
        LONG,
    );
    assert_eq!(rows, ["C1 2001-02 5", "C1 2001-11 6"]);
    for (label, told) in [
        ("2012-13", "`2012-13` is not a period: it is a fiscal year"),
        ("2012/13", "`2012/13` is not a period: it is a fiscal year"),
        (
            "YTD 2024",
            "it says a figure to date, and not up to which month or quarter",
        ),
        (
            "Lũy kế năm 2024",
            "it says a figure to date, and not up to which month or quarter",
        ),
        (
            "đầu năm 2024",
            "it says the beginning of a year, and not how many months of it",
        ),
        (
            "2564",
            "`2564` is no year of our time: of the Buddhist era it would be 2021",
        ),
        (
            "1399",
            "`1399` is no year of our time: of the Solar Hijri calendar it would be 2020",
        ),
        ("2078", "of the Bikram Sambat era it would be 2021"),
        ("2021-W53", "its year has no such week of ISO 8601"),
        ("Tuần 5/2021", "nothing says that it is one of ISO 8601"),
        ("2021-T1", "may be a third of a year, a quarter (trimestre)"),
        (
            "2021М03",
            "it has the letter U+041C (Cyrillic), which looks like `M`",
        ),
    ] {
        refused(
            "a.csv",
            csv(&[&format!("C1,{label},5")]),
            csv_keys,
            LONG,
            told,
        );
    }
    let (_, rows) = read(
        "a.csv",
        csv(&["C1,2021-A1,5", "C1,Lũy kế tháng 9/2021,4"]),
        csv_keys,
        LONG,
    );
    assert_eq!(rows, ["C1 2021 5", "C1 2021-09 4"]);
    // Reporting years that begin in July are none of the calendar.
    let july = "DATAFLOW,a,p,v,REPORTING_YEAR_START_DAY\nG:S(1.0),C1,2021-Q1,5,--07-01\n";
    refused(
        "a.csv",
        july,
        "format = \"sdmx-csv\"",
        LONG,
        "the reporting year of `2021-Q1` begins on `--07-01`",
    );
    // It is seen before a contract is written.
    let project = project("a.csv", &years, csv_keys, LONG);
    project
        .chiso(&["preview", "datasets/smiths/a.csv"])
        .exits(0)
        .says("may be a month or a fiscal year");
    project
        .chiso(&["draft", "datasets/smiths/a.csv", "--dataset", "other"])
        .says("2001-02");
}

#[test]
fn digits_of_a_page_never_join() {
    let page = |cells: &[&str]| {
        let rows: Vec<String> = cells
            .iter()
            .zip(2020..)
            .map(|(cell, year)| format!("<tr><td>C1<td>{year}<td>{cell}"))
            .collect();
        format!(
            "<!doctype html><html><table><tr><th>a<th>p<th>v{}</table></html>",
            rows.concat()
        )
    };
    let html = "format = \"html\"";
    for (cell, told) in [
        (
            "1234<sup>1</sup>",
            ":2, column `v`: behind `1234` the cell has `1`, set apart from it as a note is",
        ),
        ("1234<small>(2)</small>", "behind `1234` the cell has `(2)`"),
        ("1234<a href='#n3'>3</a>", "behind `1234` the cell has `3`"),
        ("<del>120</del>130", "behind `130` the cell has `120`"),
        ("1<br>234", "`1 234` stands on several lines of one cell"),
    ] {
        refused(
            "a.html",
            page(&[cell]),
            "format = \"html\"\nnumber = { decimal = \",\", grouping = \" \" }",
            LONG,
            told,
        );
    }
    let (_, rows) = read(
        "a.html",
        page(&[
            "<span style='display:none'>7003</span>1234",
            "<b>12</b>34",
            "<sup>1234</sup>",
        ]),
        html,
        LONG,
    );
    assert_eq!(rows, ["C1 2020 1234", "C1 2021 1234", "C1 2022 1234"]);
    // A note behind a name is reported, and the name is read.
    let named = "<!doctype html><html><table><tr><th>a<th>p<th>v<sup>*</sup><tr><td>C1<sup>2</sup><td>2021<td>5</table></html>";
    let (outcome, rows) = read("a.html", named, html, LONG);
    outcome.complains(
        "warning[note_set_apart]: datasets/smiths/a.html [1]:2, column `a`: `C1` is \
        followed by `2` in the same cell",
    );
    assert_eq!(rows, ["C1 2021 5"]);
    let hidden = "<!doctype html><html><table><tr><th>a<th>p<th>v<tr \
        hidden><td>C1<td>2021<td>5</table></html>";
    read("a.html", hidden, html, LONG)
        .0
        .complains("warning[hidden_cells]");
    refused(
        "a.html",
        &named[..named.len() - 20],
        html,
        LONG,
        "truncated",
    );
}

/// A workbook of one sheet `A` with the header `a`, `p`, `v`; `book` goes into the workbook,
/// `styles` are number formats.
pub(crate) fn book(rows: &str, book: &str, styles: &[&str]) -> Vec<u8> {
    merged_book(rows, &[], book, styles)
}

/// A workbook with merged cells.
pub(crate) fn merged_book(rows: &str, merged: &[&str], book: &str, styles: &[&str]) -> Vec<u8> {
    let merged = merged.iter().map(|r| format!("<mergeCell ref=\"{r}\"/>"));
    let merged = format!("<mergeCells>{}</mergeCells>", merged.collect::<String>());
    let text = |t: &str| format!("<c t=\"inlineStr\"><is><t>{t}</t></is></c>");
    let header = ["a", "p", "v"].map(text).concat();
    let rows = format!("<row>{header}</row>{rows}");
    workbook_in_xml(("A", &rows), (book, &merged), styles)
}

/// A row of area, year and the XML of a cell.
pub(crate) fn row(area: &str, year: i32, cell: &str) -> String {
    format!("<row><c t=\"inlineStr\"><is><t>{area}</t></is></c><c><v>{year}</v></c>{cell}</row>")
}

#[test]
fn a_cell_of_a_workbook_is_more_than_its_value() {
    let xlsx = "format = \"xlsx\"";
    let sum = "<c><f>D2+E2</f><v>0</v></c>";
    refused(
        "a.xlsx",
        book(&row("C1", 2021, "<c><f>D2+E2</f><v></v></c>"), "", &[]),
        xlsx,
        LONG,
        "error[formula_not_computed]: datasets/smiths/a.xlsx [A]:2, column `v`: the cell holds the \
            formula `=D2+E2` and no value saved for it",
    );
    let marked = "<calcPr fullCalcOnLoad=\"1\"/>";
    refused(
        "a.xlsx",
        book(&row("C1", 2021, sum), marked, &[]),
        xlsx,
        LONG,
        "the workbook is marked for recalculation: `0`, saved for it",
    );
    let (_, rows) = read(
        "a.xlsx",
        book(&row("C1", 2021, "<c><f>D2+E2</f><v>9</v></c>"), "", &[]),
        xlsx,
        LONG,
    );
    assert_eq!(
        rows,
        ["C1 2021 9"],
        "a value saved by a spreadsheet program is one"
    );
    let raised = "<c t=\"inlineStr\"><is><r><t>1234</t></r><r><rPr><vertAlign \
        val=\"superscript\"/></rPr><t>1</t></r></is></c>";
    refused(
        "a.xlsx",
        book(&row("C1", 2021, raised), "", &[]),
        xlsx,
        LONG,
        "behind `1234` the cell has `1`, set apart from it",
    );
    let struck = raised.replace("<vertAlign val=\"superscript\"/>", "<strike/>");
    refused(
        "a.xlsx",
        book(&row("C1", 2021, &struck), "", &[]),
        xlsx,
        LONG,
        "behind `1234` the cell has `1`, set apart from it",
    );

    let percent = [
        row("C1", 2020, "<c s=\"1\"><v>0.125</v></c>"),
        row("C1", 2021, "<c><v>13.1</v></c>"),
    ]
    .concat();
    refused(
        "a.xlsx",
        book(&percent, "", &["0.0%"]),
        xlsx,
        LONG,
        "error[mixed_percent]: datasets/smiths/a.xlsx [A]:2, column `v`: `0.125` shown as `0.0%` has \
            a sign of per cent, and 1 other figures of the column have none, as `13.1`",
    );
    let declared = "format = \"xlsx\"\nnumber = { percent = \"sign_or_percent\" }";
    let (_, rows) = read("a.xlsx", book(&percent, "", &["0.0%"]), declared, LONG);
    assert_eq!(rows, ["C1 2020 12.5", "C1 2021 13.1"]);
    let unseen = [
        row("C1", 2020, "<c s=\"1\"><v>7777</v></c>"),
        row("C1", 2021, "<c><v>5</v></c>"),
    ]
    .concat();
    refused(
        "a.xlsx",
        book(&unseen, "", &[";;;"]),
        xlsx,
        LONG,
        "error[invisible_figure]: datasets/smiths/a.xlsx [A]:2, column `v`",
    );
    let (outcome, _) = read(
        "a.xlsx",
        book(
            &row("C1", 2020, "<c s=\"1\"><v>1234567</v></c>"),
            "",
            &["#,##0,"],
        ),
        xlsx,
        LONG,
    );
    outcome.complains("warning[shown_scaled]");
    let texts = [
        row("C1", 2020, "<c><v>1500</v></c>"),
        row("C1", 2021, "<c t=\"inlineStr\"><is><t>1.234</t></is></c>"),
    ]
    .concat();
    let (outcome, _) = read("a.xlsx", book(&texts, "", &[]), xlsx, LONG);
    outcome.complains(
        "warning[text_among_numbers]: datasets/smiths/a.xlsx [A]:3, column `v`: `1.234` is a text \
            in a column in which 1 figures are numbers",
    );
    let hidden = row("C1", 2020, "<c><v>7777</v></c>").replacen("<row>", "<row hidden=\"1\">", 1);
    let (outcome, _) = read("a.xlsx", book(&hidden, "", &[]), xlsx, LONG);
    outcome.complains(
        "warning[hidden_cells]: datasets/smiths/a.xlsx [A]:2, column `v`: the cell \
        stands in a hidden row, and is read",
    );
    // A row that ends early has blanks there, and a note below the table is no figure.
    let early = [
        row("C1", 2020, "<c><v>5</v></c>"),
        row("C1", 2021, ""),
        "<row><c t=\"inlineStr\"><is><t>Source: guild</t></is></c></row>".into(),
    ];
    let (_, rows) = read("a.xlsx", book(&early.concat(), "", &[]), xlsx, LONG);
    assert_eq!(rows, ["C1 2020 5", "C1 2021 "]);
}

#[test]
fn a_part_is_never_taken_for_the_whole() {
    let json = "format = \"json\"";
    let rows = r#"[{"a":"C1","p":"2021","v":5},{"a":"C2","p":"2021","v":6}]"#;
    for (text, told) in [
        (
            format!(r#"{{"success":true,"result":{{"limit":2,"total":5,"records":{rows}}}}}"#),
            "the answer holds 2 rows and says itself that there are 5 (`total`)",
        ),
        (
            format!(r#"[{{"page":1,"pages":3,"per_page":2,"total":5}},{rows}]"#),
            "the answer holds 2 rows and says itself that there are 5 (`total`)",
        ),
        (
            format!(r#"{{"count":3,"next":null,"results":{rows}}}"#),
            "says itself that there are 3 (`count`)",
        ),
        (
            format!(r#"{{"next":"https://stat.example/?page=2","data":{rows}}}"#),
            "says itself that there are more: `next`",
        ),
        (
            format!(r#"{{"data":{rows},"rows":{rows}}}"#),
            "declare `records` as one of `data`, `rows`",
        ),
    ] {
        refused("a.json", text, json, LONG, told);
    }
    let declared = "format = \"json\"\nrecords = \"answer.items\"";
    refused(
        "a.json",
        format!(r#"{{"answer":{{"items":{rows},"hasMore":true}}}}"#),
        declared,
        LONG,
        "says itself that there are more: `hasMore`",
    );
    let (_, got) = read(
        "a.json",
        format!(r#"{{"count":2,"next":null,"results":{rows}}}"#),
        json,
        LONG,
    );
    assert_eq!(got, ["C1 2021 5", "C2 2021 6"]);

    // A table that has grown beyond its declared end; what is another table, or a note, is none of
    // it.
    let ends = "format = \"csv\"\nlast_row = 3";
    let grown = csv(&[
        "C1,2020,5",
        "C1,2021,6",
        "C2,2020,7",
        "C2,2021,8",
        "Source: guild",
    ]);
    refused(
        "a.csv",
        &grown,
        ends,
        LONG,
        "error[rows_below]: datasets/smiths/a.csv:4: 2 rows directly below `last_row = 3` read as \
            figures of the table",
    );
    let (_, got) = read("a.csv", grown, "format = \"csv\"\nlast_row = 5", LONG);
    assert_eq!(got.len(), 4);
    for below in ["Source: guild", "\nC2,2020,7", "Total,2020,9\nC2,2020,7"] {
        let (_, got) = read("a.csv", csv(&["C1,2020,5", "C1,2021,6", below]), ends, LONG);
        assert_eq!(got, ["C1 2020 5", "C1 2021 6"], "{below}");
    }
}

#[test]
fn attributes_scale_and_qualify() {
    let xml = |series: &str| {
        format!(
            "<?xml version=\"1.0\"?><m:StructureSpecificData xmlns:m=\"http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message\" \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><m:DataSet>{series}</m:DataSet></m:StructureSpecificData>"
        )
    };
    let columns = "area_code = { column = \"REF_AREA\" }\nperiod = { column = \"TIME_PERIOD\" }\n";
    let series = |area: &str, power: &str, figure: &str| {
        format!(
            "<Series REF_AREA=\"{area}\" UNIT_MULT=\"{power}\"><Obs TIME_PERIOD=\"2021\" \
                OBS_VALUE=\"{figure}\"/></Series>"
        )
    };
    let mixed = xml(&[series("C1", "6", "12.5"), series("C2", "3", "900")].concat());
    let sdmx = "format = \"sdmx-ml\"";
    let millions = format!("{columns}smiths = {{ column = \"OBS_VALUE\", unit_mult = 6 }}");
    refused(
        "a.xml",
        &mixed,
        sdmx,
        &millions,
        "the file says `UNIT_MULT` 3, so the figure counts 10^3 of its unit, and the source \
            declares `unit_mult` 6",
    );
    let (_, rows) = read("a.xml", xml(&series("C1", "6", "12.5")), sdmx, &millions);
    assert_eq!(rows, ["C1 2021 12500000"]);
    let table = format!(
        "{columns}smiths = {{ column = \"OBS_VALUE\" }}\nunit = {{ column = \"UNIT_MULT\" }}\n[source.units]\n\
         6 = {{ unit = \"smiths\", unit_mult = 6 }}\n3 = {{ unit = \"smiths\", unit_mult = 3 }}"
    );
    let (_, rows) = read("a.xml", mixed, sdmx, &table);
    assert_eq!(
        rows,
        ["C1 2021 12500000", "C2 2021 900000"],
        "what the refusal advises works"
    );
    let plain = format!("{columns}smiths = {{ column = \"OBS_VALUE\" }}");
    refused(
        "a.csv",
        "DATAFLOW,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT\nG:S(1.0),C1,2021,5,3\n",
        "format = \"sdmx-csv\"",
        &plain,
        "the file says `UNIT_MULT` 3",
    );

    // Births and deaths of one area and year are two figures, distinguished by the type of the
    // observation.
    let cross = "<Group REF_AREA=\"C1\" TIME_PERIOD=\"2021\"><Obs xsi:type=\"m:BIRTHS\" OBS_VALUE=\"9\" REF_AREA=\"C1\" TIME_PERIOD=\"2021\"/>\
        <Obs xsi:type=\"m:DEATHS\" OBS_VALUE=\"4\" REF_AREA=\"C1\" TIME_PERIOD=\"2021\"/></Group>";
    let project = project(
        "a.xml",
        xml(cross),
        sdmx,
        &format!("{plain}\nevent = {{ column = \"MEASURE\" }}"),
    );
    project.replace(
        "datasets/smiths.toml",
        "[contract]\n",
        "[contract]\ndimensions = [{ name = \"event\" }]\n",
    );
    project.chiso(&["run"]).exits(0);

    let deleted = "DATAFLOW,ACTION,REF_AREA,TIME_PERIOD,OBS_VALUE\nG:S(1.0),I,C1,2021,5\nG:S(1.0),D,C2,2021,6\n";
    let (_, rows) = read("a.csv", deleted, "format = \"sdmx-csv\"", &plain);
    assert_eq!(
        rows,
        ["C1 2021 5", "C2 2021 "],
        "what is deleted is no figure"
    );
    // A data set without an action has that of the header, not that of the set before it.
    let sets = "<m:DataSet action=\"Delete\"><Series REF_AREA=\"C2\"><Obs TIME_PERIOD=\"2021\" OBS_VALUE=\"6\"/></Series></m:DataSet>\
        <m:DataSet><Series REF_AREA=\"C1\"><Obs TIME_PERIOD=\"2021\" OBS_VALUE=\"5\"/></Series></m:DataSet>";
    let two = xml("").replace("<m:DataSet></m:DataSet>", sets);
    let (_, mut rows) = read("a.xml", two, sdmx, &plain);
    rows.sort();
    assert_eq!(rows, ["C1 2021 5", "C2 2021 "]);
    let added = deleted.replace(",I,", ",A,");
    read("a.csv", added, "format = \"sdmx-csv\"", &plain)
        .0
        .complains("warning[partial_update]");

    let px = |page: &str, name: &[u8]| {
        let head = format!(
            "CHARSET=\"ANSI\";\nCODEPAGE=\"{page}\";\nMATRIX=\"S\";\nTITLE=\"S\";\nSTUB=\"a\";\nHEADING=\"p\";\nVALUES(\"a\")=\""
        );
        [head.as_bytes(), name, b"\",\"C2\";\nCODES(\"a\")=\"01\",\"02\";\nKEYS(\"a\")=CODES;\nVALUES(\"p\")=\"2021\";\nDATA=\n\"01\",5\n;\n"]
            .concat()
    };
    let cube = "area_code = { column = \"a\" }\nperiod = { column = \"p\" }\nsmiths = { column = \
        \"value\" }";
    let (_, rows) = read("a.px", px("windows-1250", b"C1"), "format = \"px\"", cube);
    assert_eq!(
        rows,
        ["C1 2021 5", "C2 2021 0"],
        "rows of zeros are left out under KEYS"
    );
    refused(
        "a.px",
        px("windows-1250", b"\xc8rnomelj"),
        "format = \"px\"",
        cube,
        "`Črnomelj` is no area",
    );
    // Wherever the keyword stands, and however it is spaced.
    let note = format!("NOTE=\"{}\";\nCODEPAGE = \n \"", "a long note ".repeat(500));
    let spaced = String::from_utf8_lossy(&px("windows-1250", b"@")).replace("CODEPAGE=\"", &note);
    let at = spaced.find('@').unwrap();
    refused(
        "a.px",
        [
            &spaced.as_bytes()[..at],
            b"\xc8rnomelj",
            &spaced.as_bytes()[at + 1..],
        ]
        .concat(),
        "format = \"px\"",
        cube,
        "`Črnomelj` is no area",
    );
    refused(
        "a.px",
        px("cp-775", b"\xc8rnomelj"),
        "format = \"px\"",
        cube,
        "`CODEPAGE` is `cp-775`, which is no text encoding that is known",
    );

    let set = |figure: u32| {
        format!(
            r#"{{"class":"dataset","id":["a","p"],"size":[1,1],"dimension":{{"a":{{"category":{{"index":["C1"]}}}},"p":{{"category":{{"index":["2021"]}}}}}},"value":[{figure}]}}"#
        )
    };
    let two = format!(r#"{{"births":{},"deaths":{}}}"#, set(9), set(4));
    refused(
        "a.json",
        &two,
        "format = \"json-stat\"",
        cube,
        "declare `sheet` as one of `births`, `deaths`",
    );
    let (_, rows) = read(
        "a.json",
        two,
        "format = \"json-stat\"\nsheet = \"deaths\"",
        cube,
    );
    assert_eq!(rows, ["C1 2021 4"]);
}

#[test]
fn what_the_eye_does_not_see_is_named_or_passed_over() {
    let csv_keys = "format = \"csv\"";
    let marked = format!("\u{feff}\u{feff}{}", csv(&["C1,2021,5"]));
    assert_eq!(read("a.csv", marked, csv_keys, LONG).1, ["C1 2021 5"]);
    let columns = LONG.replace("\"p\"", "\"Reference period\"");
    assert_eq!(
        read(
            "a.csv",
            "a,Reference\u{a0}period,v\nC1,2021,5\n",
            csv_keys,
            &columns
        )
        .1,
        ["C1 2021 5"]
    );
    refused(
        "a.csv",
        csv(&["\u{421}1,2021,5"]),
        csv_keys,
        LONG,
        "U+0421 (Cyrillic), which looks like `C`",
    );
    refused(
        "a.csv",
        csv(&[",2021,5"]),
        csv_keys,
        LONG,
        "the cell is empty, so nobody knows of which area the figure is",
    );
    refused(
        "a.json",
        "{\"a\":\"C1\",\"p\":\"2021\",\"v\":5}\n{\"a\":\"C2\",\"p\":\"2021\",\"v\":5}\n",
        "format = \"json\"",
        LONG,
        "this is JSON lines",
    );
    let xml = "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook \
        xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet><Table><Row>";
    refused(
        "a.xls",
        xml,
        "format = \"xls\"",
        LONG,
        "error[truncated]: datasets/smiths/a.xls: the workbook ends before its last element",
    );
    let (_, rows) = read(
        "a.csv",
        &b"a,p,v,n\nC1,2021,5,\xc8\n"[..],
        "format = \"csv\"\nencoding = \"windows-1250\"",
        LONG,
    );
    assert_eq!(rows, ["C1 2021 5"]);
}

#[test]
fn further_words_for_a_part_and_for_a_power_of_ten() {
    let cells = "<tr><td>C1</td><td>2021</td><td>5</td></tr>";
    for part in [
        "Hiển thị 1 đến 1 trong tổng số 57 mục",
        "Trang 1/3",
        "Page 1 of 3",
    ] {
        let page =
            format!("<table><tr><th>a</th><th>p</th><th>v</th></tr>{cells}</table><p>{part}</p>");
        refused(
            "a.html",
            page,
            "format = \"html\"",
            LONG,
            "the page says of itself that it shows a part",
        );
    }
    let json = "{\"meta\":{\"pagination\":{\"page\":1,\"page_count\":3}},\"data\":[{\"a\":\"C1\",\"p\":\"2021\",\"v\":5}]}";
    refused(
        "a.json",
        json,
        "format = \"json\"\nrecords = \"data\"",
        LONG,
        "says itself that there are more: `page_count` is 3",
    );

    let plain = "area_code = { column = \"REF_AREA\" }\nperiod = { column = \"TIME_PERIOD\" \
        }\nsmiths = { column = \"OBS_VALUE\" }";
    for (name, value) in [
        ("POWERCODE", "Millions"),
        ("SCALE", "6"),
        ("UNIT_MULTIPLIER", "6"),
        ("UNIT_MULT", "Millions"),
    ] {
        let csv =
            format!("DATAFLOW,REF_AREA,TIME_PERIOD,OBS_VALUE,{name}\nG:S(1.0),C1,2021,5,{value}\n");
        refused(
            "a.csv",
            &csv,
            "format = \"sdmx-csv\"",
            plain,
            &format!("the file says `{name}` 6, so the figure counts 10^6 of its unit"),
        );
        let scaled = plain.replace("OBS_VALUE\"", "OBS_VALUE\", unit_mult = 6");
        assert_eq!(
            read("a.csv", csv, "format = \"sdmx-csv\"", &scaled).1,
            ["C1 2021 5000000"],
            "{name}"
        );
    }
    let units = "DATAFLOW,REF_AREA,TIME_PERIOD,OBS_VALUE,POWERCODE\nG:S(1.0),C1,2021,5,Units\n";
    assert_eq!(
        read("a.csv", units, "format = \"sdmx-csv\"", plain).1,
        ["C1 2021 5"]
    );
    let other = "REF_AREA,TIME_PERIOD,OBS_VALUE,SCALE\nC1,2021,5,6\n";
    assert_eq!(
        read("a.csv", other, "format = \"csv\"", plain).1,
        ["C1 2021 5"],
        "outside SDMX the name means anything"
    );

    let cube = "area_code = { column = \"a\" }\nperiod = { column = \"p\" }\nsmiths = { column = \
        \"value\" }";
    let px = |unit: &str| {
        format!(
            "CHARSET=\"ANSI\";\nMATRIX=\"S\";\nTITLE=\"S\";\nUNITS=\"{unit}\";\nSTUB=\"a\";\nHEADING=\"p\";\nVALUES(\"a\")=\"C1\";\nVALUES(\"p\")=\"2021\";\nDATA=\n5\n;\n"
        )
    };
    for unit in ["1000 smiths", "thousands", "Thousand smiths"] {
        refused(
            "a.px",
            px(unit),
            "format = \"px\"",
            cube,
            "so the figure is 10^3 of its unit, and the source declares `unit_mult` 0",
        );
        let scaled = cube.replace("\"value\"", "\"value\", unit_mult = 3");
        assert_eq!(
            read("a.px", px(unit), "format = \"px\"", &scaled).1,
            ["C1 2021 5000"],
            "{unit}"
        );
    }
    let stat = |unit: &str| {
        format!(
            "{{\"class\":\"dataset\",\"id\":[\"c\",\"a\",\"p\"],\"size\":[1,1,1],\"value\":[5],\"dimension\":{{\"c\":{{\"category\":{{\"index\":[\"n\"],\
             \"unit\":{{\"n\":{unit}}}}}}},\"a\":{{\"category\":{{\"index\":[\"C1\"]}}}},\"p\":{{\"category\":{{\"index\":[\"2021\"]}}}}}}}}"
        )
    };
    for unit in [
        "{\"base\":\"Nghìn người\"}",
        "{\"base\":\"1000 persons\",\"decimals\":1}",
        "{\"base\":\"persons\",\"multiplier\":3}",
    ] {
        refused(
            "a.json",
            stat(unit),
            "format = \"json-stat\"",
            cube,
            "so the figure is 10^3 of its unit, and the source declares `unit_mult` 0",
        );
    }
    assert_eq!(
        read(
            "a.json",
            stat("{\"base\":\"number\",\"decimals\":0}"),
            "format = \"json-stat\"",
            cube
        )
        .1,
        ["C1 2021 5"]
    );
    for unit in ["smiths", "percent", ""] {
        assert_eq!(
            read("a.px", px(unit), "format = \"px\"", cube).1,
            ["C1 2021 5"],
            "{unit}"
        );
    }
}
