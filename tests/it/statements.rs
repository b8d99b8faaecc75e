//! Figures that a delivery says and, elsewhere, does not: each is refused, and none is published in
//! silence.

use crate::formats::zipped;
use crate::readings::{LONG, book, merged_book, project, read, refused, row};

const CSV: &str = "format = \"csv\"\nsuppressed = [\"c\"]\nzero = [\"nil\"]";

#[test]
fn a_figure_that_one_row_withholds_is_not_published_from_another() {
    for texts in [["c", "5"], ["5", "c"], ["nil", ".."]] {
        let rows = format!("a,p,v\nC1,2020,{}\nC1,2020,{}\n", texts[0], texts[1]);
        refused("a.csv", rows, CSV, LONG, "error[duplicate_key]");
    }
    let (outcome, rows) = read("a.csv", "a,p,v\nC1,2020,\nC1,2020,5\n", CSV, LONG);
    outcome.complains("has the same key (C1, 2020, guild) and an empty cell");
    assert_eq!(rows, ["C1 2020 5"]);
}

#[test]
fn what_a_merged_cell_covers_is_one_figure() {
    let xlsx = "format = \"xlsx\"\nzero = [\"-\"]\nmissing = [\"n/a\"]";
    let text = |t: &str| format!("<c t=\"inlineStr\"><is><t>{t}</t></is></c>");
    let book = |cell: &str, merged: &[&str]| {
        let rows = [row("C1", 2020, cell), row("C1", 2021, "")];
        merged_book(&rows.concat(), merged, "", &[])
    };
    for cell in ["<c><v>7</v></c>".to_owned(), text("7"), text("-")] {
        let told = "error[covered_figure]: datasets/smiths/a.xlsx [A]:3, column `v`: a merged cell that begins elsewhere covers this one";
        refused("a.xlsx", book(&cell, &["C2:C3"]), xlsx, LONG, told);
    }
    // That there is no figure may be said of several.
    let page = "<!doctype html><html><table><tr><th>a<th>p<th>v<tr><td rowspan=3>C1<td>2020<td \
        rowspan=2>n/a<tr><td>2021<tr><td>2022<td>5</table></html>";
    let html = "format = \"html\"\nmissing = [\"n/a\"]";
    assert_eq!(
        read("a.html", page, html, LONG).1,
        ["C1 2020 ", "C1 2021 ", "C1 2022 5"]
    );
    let one = page.replace("n/a", "7");
    refused("a.html", one, html, LONG, "error[covered_figure]");
    // A row that is higher than one line is one row, and a year over several rows is a label.
    let rows = [row("C1", 2020, "<c><v>7</v></c>"), row("C1", 2020, "")];
    let merged = ["A2:A3", "B2:B3", "C2:C3"];
    let higher = merged_book(&rows.concat(), &merged, "", &[]);
    assert_eq!(read("a.xlsx", higher, xlsx, LONG).1, ["C1 2020 7"]);
    let areas = ["C1", "C2"].map(|area| row(area, 2020, "<c><v>7</v></c>"));
    let second = areas[1].replace("<v>2020</v>", "");
    let labelled = merged_book(&[&areas[0], second.as_str()].concat(), &["B2:B3"], "", &[]);
    assert_eq!(
        read("a.xlsx", labelled, xlsx, LONG).1,
        ["C1 2020 7", "C2 2020 7"]
    );
}

#[test]
fn what_a_star_stands_for_does_not_change_the_unit() {
    let csv = "format = \"csv\"";
    let columns = |figure: &str| {
        format!(
            "area_code = {{ column = \"a\" }}\nperiod = {{ column = \"p\" }}\nsmiths = {{ {figure} }}"
        )
    };
    let star = columns("column = \"Value*\"");
    for (header, told) in [
        ("Value (thousand smiths)", "error[unit_mult_differs]"),
        ("Value growth %", "error[unit_mismatch]"),
        ("Value in USD", "error[unit_mismatch]"),
    ] {
        let file = format!("a,p,{header}\nC1,2020,5\n");
        refused("a.csv", &file, csv, &star, told);
        refused("a.csv", &file, csv, &columns("place = 3"), told);
        // Who writes it out has seen it.
        let exact = columns(&format!("column = \"{header}\""));
        assert_eq!(read("a.csv", &file, csv, &exact).1, ["C1 2020 5"]);
    }
    let thousand = "a,p,Value (thousand smiths)\nC1,2020,5\n";
    let declared = columns("column = \"Value*\", unit = \"smiths\", unit_mult = 3");
    assert_eq!(read("a.csv", thousand, csv, &declared).1, ["C1 2020 5000"]);
    let plain = "a,p,Value (as of June 2020)\nC1,2020,5\n";
    assert_eq!(read("a.csv", plain, csv, &star).1, ["C1 2020 5"]);
}

#[test]
fn figures_that_differ_in_a_concept_of_sdmx_are_no_series() {
    let sdmx = "format = \"sdmx-csv\"";
    let file = |concept: &str, rows: [&str; 2]| {
        let rows = rows.map(|row| format!("G:S(1.0),C1,{row}\n"));
        format!("DATAFLOW,a,p,v,{concept}\n{}", rows.concat())
    };
    for (concept, rows, told) in [
        (
            "CURRENCY",
            ["2020,1,USD", "2021,2,VND"],
            "figures differ in it: `USD` and `VND`",
        ),
        (
            "UNIT_MEASURE",
            ["2020,1,PC", "2021,2,NUM"],
            "figures differ",
        ),
        ("BASE_PER", ["2020,1,2015", "2021,2,2020"], "figures differ"),
        ("s_adj", ["2020,1,SA", "2021,2,NSA"], "figures differ"),
        (
            "FREQ",
            ["2020-12,1,A", "2021,2,A"],
            "`FREQ` is `A`, and the period of the figure is read as `2020-12`",
        ),
        (
            "freq",
            ["2020-03,1,Q", "2021-06,2,Q"],
            "is read as `2020-03`",
        ),
    ] {
        let file = file(concept, rows);
        refused("a.csv", &file, sdmx, LONG, told);
        let unused = format!("{sdmx}\nunused_columns = [\"{concept}\"]");
        assert_eq!(read("a.csv", &file, &unused, LONG).1.len(), 2, "{concept}");
    }
    // What a mapped column tells apart is no series.
    let told_apart = |by: &str| {
        let rows = "G:S(1.0),C1,2020,1,USD,one\nG:S(1.0),C1,2021,2,VND,";
        format!("DATAFLOW,a,p,v,CURRENCY,base\n{rows}{by}\n")
    };
    let mapped = format!("{LONG}\nbasis = {{ column = \"base\" }}");
    assert_eq!(read("a.csv", told_apart("two"), sdmx, &mapped).1.len(), 2);
    refused("a.csv", told_apart("one"), sdmx, &mapped, "figures differ");
    let both = file("FREQ", ["2020,1,A", "2020-03,2,M"]);
    assert_eq!(read("a.csv", &both, sdmx, LONG).1.len(), 2);
    // What is left out makes no difference.
    let left_out = format!("{sdmx}\nleave_out = [{{ column = \"CURRENCY\", texts = [\"USD\"] }}]");
    let money = file("CURRENCY", ["2020,1,USD", "2021,2,VND"]);
    assert_eq!(read("a.csv", &money, &left_out, LONG).1, ["C1 2021 2"]);
}

#[test]
fn what_a_number_format_writes_around_a_figure_is_text_beside_it() {
    let xlsx = "format = \"xlsx\"";
    let one = |value: &str, format: &str| {
        let rows = row("C1", 2020, &format!("<c s=\"1\"><v>{value}</v></c>"));
        book(&rows, "", &[format])
    };
    for (value, format, told) in [
        (
            "13",
            "0.0&quot;tr&quot;",
            "beside `13` stands `tr`, which may say a multiple",
        ),
        (
            "12.5",
            "0.0&quot;‰&quot;",
            "beside `12.5` stands `‰`, which may say a share",
        ),
        ("5", "0&quot; p&quot;", "error[undeclared_mark]"),
        ("5", "[$€-407] #,##0", "which may say a currency"),
        ("0.125", "&quot;-&quot;0.0", "error[other_sign]"),
        ("-12.5", "0.0;0.0", "error[other_sign]"),
        ("3", "[Red](0)", "error[other_sign]"),
        ("12.5", "0\\%", "error[not_a_number]"),
        ("0", "[&lt;1]&quot;&lt;1&quot;;0", "error[invisible_figure]"),
    ] {
        refused("a.xlsx", one(value, format), xlsx, LONG, told);
    }
    let marks = format!("{xlsx}\n[source.marks]\np = {{ status = \"preliminary\" }}");
    let percent = format!("{xlsx}\nnumber = {{ percent = \"sign_or_fraction\" }}");
    let sign = format!("{xlsx}\nnumber = {{ percent = \"sign\" }}");
    for (value, format, keys, figure) in [
        ("5", "0&quot; p&quot;", marks.as_str(), "5"),
        ("12.5", "0\\%", &percent, "12.5"),
        ("12.5", "0.0&quot;%&quot;", &sign, "12.5"),
        // The unit itself, and how accounts write figures.
        ("7", "0&quot; smiths&quot;", xlsx, "7"),
        ("-7", "#,##0_);[Red](#,##0)", xlsx, "-7"),
        ("-7", "0.00;[Red]0.00", xlsx, "-7"),
        (
            "0",
            "_-* #,##0_-;-* #,##0_-;_-* &quot;-&quot;??_-",
            xlsx,
            "0",
        ),
    ] {
        let (_, rows) = read("a.xlsx", one(value, format), keys, LONG);
        assert_eq!(rows, [format!("C1 2020 {figure}")], "{format}");
    }
}

/// A row of a workbook: area, period and figure as XML.
fn cells(area: &str, period: &str, figure: &str) -> String {
    format!("<row>{area}{period}{figure}</row>")
}

#[test]
fn a_label_is_what_the_number_format_of_its_cell_shows() {
    let text = |t: &str| format!("<c t=\"inlineStr\"><is><t>{t}</t></is></c>");
    let number = |style: u32, n: &str| format!("<c s=\"{style}\"><v>{n}</v></c>");
    let five = number(0, "5");
    let xlsx = "format = \"xlsx\"";
    let dated = |format: &str, held: &str| {
        book(&cells(&text("C1"), &number(1, held), &five), "", &[format])
    };
    for (format, held, period) in [
        ("0000&quot;-&quot;00", "202003", "2020-03"),
        ("0000&quot;-Q&quot;0", "20203", "2020-Q3"),
        ("0&quot;-01&quot;", "2020", "2020-01"),
        ("#,##0", "2020", "2020"),
        ("General", "2020", "2020"),
    ] {
        let (_, rows) = read("a.xlsx", dated(format, held), xlsx, LONG);
        assert_eq!(rows, [format!("C1 {period} 5")], "{format}");
    }
    // Zeros that are only shown are not asked for.
    let quarters = format!(
        "{xlsx}\nperiod = {{ parts = [\"p\", \"v\"], formats = [\"{{year}} {{quarter}}\"] }}"
    );
    let columns = "area_code = { column = \"a\" }\nsmiths = { place = 4 }";
    let row = cells(
        &text("C1"),
        &number(0, "2020"),
        &[number(1, "3"), number(0, "5")].concat(),
    );
    let head = cells(&text("a"), &text("p"), &[text("v"), text("n")].concat());
    let (_, rows) = read(
        "a.xlsx",
        book(&[head, row].concat(), "", &["00"]),
        &format!("{quarters}\nheader_row = 2"),
        columns,
    );
    assert_eq!(rows, ["C1 2020-Q3 5"]);
    // A plan is no figure of the year, and nobody may read 2020 alone.
    for (format, shown) in [
        ("&quot;KH &quot;0", "KH 2020"),
        ("&quot;YTD &quot;0", "YTD 2020"),
    ] {
        let told = format!("column `p`: `{shown}` is not a period");
        refused("a.xlsx", dated(format, "2020"), xlsx, LONG, &told);
    }
    let area = |format: &str, held: &str| {
        book(
            &cells(&number(1, held), &number(0, "2020"), &five),
            "",
            &[format],
        )
    };
    let (_, rows) = read("a.xlsx", area("&quot;C&quot;0", "1"), xlsx, LONG);
    assert_eq!(rows, ["C1 2020 5"]);
    let coded = "[=1]&quot;Goldmark&quot;;[=2]&quot;Silverbrook&quot;;0";
    let (_, rows) = read("a.xlsx", area(coded, "1"), xlsx, LONG);
    assert_eq!(rows, ["C1 2020 5"]);
    // So is a header.
    let head = cells(&text("area"), &number(1, "2020"), &number(1, "2021"));
    let wide = format!("{xlsx}\nheader_row = 2\nwide = {{ columns = \"Year {{period}}\" }}");
    let rows = [head, cells(&text("C1"), &number(0, "5"), &number(0, "6"))].concat();
    let years = book(&rows, "", &["&quot;Year &quot;0"]);
    let (_, rows) = read("a.xlsx", years, &wide, "area_code = { column = \"area\" }");
    assert_eq!(rows, ["C1 2020 5", "C1 2021 6"]);
}

/// An `OpenDocument` workbook of one row: a number for each column, with the text that shows it.
fn ods(cells: [(&str, &str); 3]) -> Vec<u8> {
    let names = ["office", "table", "text"]
        .map(|name| format!(" xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""));
    let text = |t: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{t}</text:p></table:table-cell>"
        )
    };
    let number = |(held, shown): (&str, &str)| {
        format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{held}\"><text:p>{shown}\
                </text:p></table:table-cell>"
        )
    };
    let row = |cells: [String; 3]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let rows = [row(["a", "p", "v"].map(text)), row(cells.map(number))].concat();
    let content = format!(
        "<office:document-content{}><office:body><office:spreadsheet><table:table \
            table:name=\"A\">{rows}</table:table></office:spreadsheet></office:body>\
            </office:document-content>",
        names.concat()
    );
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = format!(
        "<manifest:manifest \
            xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><manifest:file-entry \
            manifest:full-path=\"/\" manifest:media-type=\"{kind}\"/></manifest:manifest>"
    );
    zipped(&[
        ("mimetype", kind.into()),
        ("META-INF/manifest.xml", manifest.into_bytes()),
        ("content.xml", content.into_bytes()),
    ])
}

#[test]
fn an_open_document_is_read_as_it_was_shown() {
    let keys = "format = \"ods\"";
    let shown = ods([("1", "C1"), ("202003", "2020-03"), ("1234", "1,234")]);
    assert_eq!(read("a.ods", shown, keys, LONG).1, ["C1 2020-03 1234"]);
    for (figure, told) in [
        (("5", "5 p"), "error[undeclared_mark]"),
        (
            ("5", "5 tr"),
            "beside `5` stands `tr`, which may say a multiple",
        ),
        (("5", "15"), "error[other_digits]"),
        (("3", "c"), "error[invisible_figure]"),
    ] {
        refused(
            "a.ods",
            ods([("1", "C1"), ("2020", "2020"), figure]),
            keys,
            LONG,
            told,
        );
    }
    for figure in [("5", "5.00"), ("-5", "(5)"), ("0", "-"), ("7", "7 smiths")] {
        let file = ods([("1", "C1"), ("2020", "2020"), figure]);
        let (_, rows) = read("a.ods", file, keys, LONG);
        assert_eq!(rows, [format!("C1 2020 {}", figure.0)], "{}", figure.1);
    }
}

#[test]
fn digits_that_a_number_format_writes_are_none_of_the_figure() {
    let xlsx = "format = \"xlsx\"\nnumber = { grouping = \",\" }";
    let one = |value: &str, format: &str| {
        let rows = row("C1", 2020, &format!("<c s=\"1\"><v>{value}</v></c>"));
        book(&rows, "", &[format])
    };
    for (value, format) in [
        ("5", "&quot;1&quot;0"),
        ("5", "0&quot;,000&quot;"),
        ("5", "0&quot;000&quot;"),
        ("15", "0\\.0"),
        ("15", "0&quot;5&quot;0"),
    ] {
        refused(
            "a.xlsx",
            one(value, format),
            xlsx,
            LONG,
            "error[other_digits]",
        );
    }
    for (value, format) in [("1234", "0\\.000"), ("1234", "#\\ ##0"), ("5", "000")] {
        let (_, rows) = read("a.xlsx", one(value, format), xlsx, LONG);
        assert_eq!(rows, [format!("C1 2020 {value}")], "{format}");
    }
}

#[test]
fn a_repair_confirms_a_cell_whose_fault_is_not_its_text() {
    let repaired = |file: Vec<u8>, value: &str| {
        let project = project("a.xlsx", file, "format = \"xlsx\"", LONG);
        project.chiso(&["run"]).exits(3);
        let id = project.rows(&["quarantine", "list"])[0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let why = ["--reason", "by letter", "--by", "N. T. Lan"];
        let repair = ["quarantine", "repair", &id, "--value", value];
        project.chiso(&[&repair[..], &why[..]].concat()).exits(0);
        project.chiso(&["run"]).exits(0);
    };
    let figure = row("C1", 2020, "<c s=\"1\"><v>5</v></c>");
    repaired(book(&figure, "", &["&quot;1&quot;0"]), "5");
    let label = figure
        .replace("<c s=\"1\">", "<c>")
        .replace("<c><v>2020", "<c s=\"1\"><v>2020");
    repaired(book(&label, "", &["&quot;KH &quot;0"]), "2020");
}

#[test]
fn a_header_within_the_table_that_says_otherwise_begins_another_table() {
    let csv = "format = \"csv\"\nleave_out = [{ column = \"a\", texts = [\"a\"] }]";
    let told = "error[another_header]: datasets/smiths/a.csv:3, column `v`: the row is a header and \
        says `v (thousand)` where the header of the table says `v`";
    let other = "a,p,v\nC1,2020,5\na,p,v (thousand)\nC2,2020,6\n";
    refused("a.csv", other, csv, LONG, told);
    let same = other.replace(" (thousand)", "");
    assert_eq!(read("a.csv", same, csv, LONG).1, ["C1 2020 5", "C2 2020 6"]);
    // The remedy.
    let ended = "format = \"csv\"\nlast_row = 2";
    assert_eq!(read("a.csv", other, ended, LONG).1, ["C1 2020 5"]);
}

#[test]
fn the_next_delivery_of_a_source_goes_on_with_its_concepts() {
    let file = |currency: &str, year: u32| {
        format!("DATAFLOW,a,p,v,CURRENCY\nG:S(1.0),C1,{year},{year},{currency}\n")
    };
    let sdmx = "format = \"sdmx-csv\"";
    let mut project = project("a-1.csv", file("USD", 2020), sdmx, LONG);
    project.replace("datasets/smiths.toml", "a-1.csv", "a-*.csv");
    project.chiso(&["run"]).exits(0);
    project.write("datasets/smiths/a-2.csv", file("VND", 2021));
    let told = "`CURRENCY` is mapped to nothing, and the figures say `VND` in it; those of the \
        delivery before";
    project
        .at("2026-12-01T08:00:00Z")
        .chiso(&["run"])
        .exits(3)
        .complains(told);
    // So is the file itself, sent again in another currency.
    project.write("datasets/smiths/a-2.csv", file("USD", 2021));
    project.at("2026-12-02T08:00:00Z").chiso(&["run"]).exits(0);
    project.write("datasets/smiths/a-2.csv", file("EUR", 2021));
    project
        .at("2026-12-03T08:00:00Z")
        .chiso(&["run"])
        .exits(3)
        .complains("say `EUR` in it");
    project.replace(
        "datasets/smiths.toml",
        sdmx,
        "format = \"sdmx-csv\"\nunused_columns = [\"CURRENCY\"]",
    );
    project.at("2026-12-04T08:00:00Z").chiso(&["run"]).exits(0);
}

#[test]
fn the_name_of_a_file_says_no_other_unit_than_the_one_declared() {
    let csv = "format = \"csv\"";
    let text = "a,p,v\nC1,2020,5\n";
    let named = |name: &str, pattern: &str, unit: &str| {
        let columns = LONG.replace("column = \"v\"", &format!("column = \"v\"{unit}"));
        let project = project(name, text, csv, &columns);
        project.replace(
            "datasets/smiths.toml",
            &format!("/{name}"),
            &format!("/{pattern}"),
        );
        project
    };
    let told = "`report (thousand).csv` has `thousand`, which may say that its figures are 10^3";
    let thousand = "report (thousand).csv";
    named(thousand, "report*.csv", "")
        .chiso(&["run"])
        .exits(3)
        .complains(told);
    let declared = ", unit = \"smiths\", unit_mult = 3";
    named(thousand, "report*.csv", declared)
        .chiso(&["run"])
        .exits(0);
    named(thousand, "report (thousand)*.csv", "")
        .chiso(&["run"])
        .exits(0);
    for name in ["report-000.csv", "report-tr.csv", "report-2020.csv"] {
        named(name, "report*.csv", "").chiso(&["run"]).exits(0);
    }
    let archive = zipped(&[("report (thousand).csv", text.as_bytes().to_vec())]);
    for key in ["member", "members"] {
        let keys = format!("{csv}\n{key} = \"report*.csv\"");
        refused("a.zip", &archive, &keys, LONG, "error[unit_mult_differs]");
        let exact = format!("{csv}\n{key} = \"report (thousand).csv\"");
        assert_eq!(read("a.zip", &archive, &exact, LONG).1, ["C1 2020 5"]);
    }
    // And what a header carries is no note where it is a unit.
    let wide = format!("{csv}\nwide = {{ columns = \"{{period}} ({{note}})\" }}");
    let area = "area_code = { column = \"a\" }";
    let file = "a,2020 (trđ)\nC1,5\n";
    refused("a.csv", file, &wide, area, "`trđ` has `trđ`, which may say");
    let noted = file.replace("trđ", "revised");
    assert_eq!(read("a.csv", noted, &wide, area).1, ["C1 2020 5"]);
}

#[test]
fn a_point_is_a_decimal_sign_where_a_figure_or_the_source_shows_it() {
    let csv =
        |figures: [&str; 2]| format!("a,p,v\nC1,2020,{}\nC1,2021,{}\n", figures[0], figures[1]);
    let plain = "format = \"csv\"";
    let two = csv(["1.234", "999"]);
    read("a.csv", &two, plain, LONG).0.complains(
        "warning[ambiguous_number]: datasets/smiths/a.csv:2, column `v`: `1.234` is read as a fraction and may be `1234`",
    );
    for (number, figure) in [
        ("decimal = \".\"", "1.234"),
        ("decimal = \",\", grouping = \".\"", "1234"),
    ] {
        let keys = format!("{plain}\nnumber = {{ {number} }}");
        let (outcome, rows) = read("a.csv", &two, &keys, LONG);
        assert!(!outcome.stderr.contains("ambiguous_number"), "{number}");
        assert_eq!(
            rows,
            [format!("C1 2020 {figure}"), "C1 2021 999".to_owned()]
        );
    }
    for other in ["1.5", "0.125", "1234"] {
        let (outcome, rows) = read("a.csv", csv(["1.234", other]), plain, LONG);
        assert!(!outcome.stderr.contains("ambiguous_number"), "{other}");
        assert_eq!(rows[0], "C1 2020 1.234");
    }
    let typed = book(&row("C1", 2020, "<c><v>1.234</v></c>"), "", &[]);
    let (outcome, rows) = read("a.xlsx", typed, "format = \"xlsx\"", LONG);
    assert!(!outcome.stderr.contains("ambiguous_number"), "a number");
    assert_eq!(rows, ["C1 2020 1.234"]);
}

#[test]
fn a_list_in_place_of_a_figure_is_not_a_missing_figure() {
    let json = "format = \"json\"";
    for nested in ["[5]", "{\"x\":5}"] {
        let file = format!(
            "[{{\"a\":\"C1\",\"p\":\"2020\",\"v\":1}},{{\"a\":\"C1\",\"p\":\"2021\",\"v\":{nested}}}]"
        );
        refused("a.json", file, json, LONG, "error[not_a_number]");
    }
}
