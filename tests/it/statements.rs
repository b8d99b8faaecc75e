//! Figures that a delivery says and, elsewhere, does not: each is refused, and none is published in
//! silence.

use crate::readings::{LONG, merged_book, read, refused, row};

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
