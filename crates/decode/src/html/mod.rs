//! Tables of a web page, each a grid: cells that span columns or rows stand in every place that
//! they cover.
//!
//! A small reader of our own, because only `table`, `tr`, `th` and `td` matter and pages leave out
//! closing tags as HTML allows. A table within a cell is a table of its own. Tables are named by
//! their number, from 1. Scripts and styles are passed over.
//!
//! A cell has one text. What is raised, small or struck out in it is set apart as a remark, what is
//! hidden is left out, and lines are kept apart by a space and remarked; so digits of two texts
//! never join. Hidden rows and cells are read and remarked. A page that ends within a table is cut
//! off.

mod attributes;
mod cell;
mod effect;
mod entities;
mod markup;
mod open_table;
mod page;
mod pager;
mod spans;

use super::{Reading, Record, Shape, Table, Undecodable, fault, line_of};
use page::HtmlPage;

/// Every table of a page that has a cell.
pub(super) fn tables(reading: Reading<'_>, text: &str) -> Result<Vec<Table<'static>>, Undecodable> {
    let mut page = HtmlPage::new(reading);
    page.read(text)?;
    whole(reading.file_name, text, &page)?;
    let mut grids = page.done;
    grids.sort_by_key(|(number, _)| *number);
    if grids.is_empty() {
        let finding = fault(
            "unreadable",
            reading.file_name,
            0,
            "there is no table in this web page",
        );
        return Err(Box::new(finding.hint(
            "it may be a login or error page, or one that a script \
            fills: fetch it again, or save the table by hand",
        )));
    }
    Ok(grids
        .into_iter()
        .zip(1..)
        .map(|((_, rows), number)| table(number, rows))
        .collect())
}

/// That the page neither ends within a table nor says that it shows a part.
fn whole(file: &str, text: &str, page: &HtmlPage<'_>) -> Result<(), Undecodable> {
    if page.in_table() {
        let finding = fault(
            "truncated",
            file,
            line_of(text.as_bytes(), text.len()),
            "the page ends within a table",
        );
        return Err(Box::new(
            finding.hint("the file did not arrive whole: fetch it again"),
        ));
    }
    if let Some(said) = pager::says_more(&page.prose) {
        let finding = fault(
            "truncated",
            file,
            0,
            format!("the page says of itself that it shows a part: `{said}`"),
        );
        return Err(Box::new(finding.hint(
            "show all entries and save the page again, or take the file that the page offers",
        )));
    }
    Ok(())
}

fn table(number: usize, rows: Vec<Vec<String>>) -> Table<'static> {
    let part = number.to_string();
    let named = part.clone();
    let records = rows.into_iter().zip(1..).map(move |(cells, row)| {
        Ok(Record {
            part: named.clone(),
            row,
            cells,
        })
    });
    Table {
        part,
        shape: Shape::Grid { numbers: None },
        records: Box::new(records),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Reading, tables};
    use chiso_model::{Format, Layout};
    use std::borrow::Cow;

    fn show(page: &str) -> String {
        let layout = Layout::default();
        let reading = Reading {
            file_name: "f.html",
            format: Format::Html,
            layout: &layout,
            decimal: '.',
            pages: &[],
            max_cells: 1000,
        };
        match tables(reading, Cow::Borrowed(page.as_bytes())) {
            Ok(tables) => {
                let rows = |t: super::Table<'_>| {
                    t.records
                        .map(|r| r.unwrap().cells.join("~"))
                        .collect::<Vec<_>>()
                        .join(" | ")
                };
                tables
                    .into_iter()
                    .map(|t| format!("[{}] {}", t.part.clone(), rows(t)))
                    .collect::<Vec<_>>()
                    .join(" ")
            }
            Err(finding) => finding.to_string(),
        }
    }

    #[test]
    fn spans_nested_tables_and_tags_left_out() {
        for (page, want) in [
            (
                "<table><tr><th>T&#7881;nh<th>N&abreve;m&nbsp;2024<tr><td>Hà\n \
                    Nội<td>1&lt;2</table>",
                "[1] Tỉnh~Năm 2024 | Hà Nội~1<2",
            ),
            (
                "<TABLE><tr><td rowspan=2>Tỉnh</td><td \
                    colspan=\"2\">Thu</td></tr><tr><td>A</td><td>B</td></tr></TABLE>",
                "[1] Tỉnh~Thu~Thu\u{fdd0}c | Tỉnh\u{fdd0}c~A~B",
            ),
            (
                "<table><tr><td>a<table><tr><td>b</table>c</td><td>d</table>",
                "[1] a c\u{fdd0}l~d [2] b",
            ),
            (
                "<table><tr><td>1<!-- <td>2 --><script>'<td>3'</script></table>",
                "[1] 1",
            ),
            (
                "<table><tr><td rowspan=3>x<td>1<tr><td>2</table>",
                "[1] x~1 | x\u{fdd0}c~2",
            ),
        ] {
            assert_eq!(show(page), want);
        }
        for (cell, want) in [
            ("1234<sup>1</sup>", "1234\u{fdd0}a1"),
            ("<sup>1</sup>1234", "1234\u{fdd0}a1"),
            ("<span style='display:none'>7003</span>1234", "1234"),
            ("<span hidden>7<b>0</b>0</span>1234", "1234"),
            ("1<b>23</b>4", "1234"),
            ("1<br>234", "1 234\u{fdd0}l"),
            ("<p>1<p>234", "1 234\u{fdd0}l"),
            ("<br>1234<br>", "1234"),
            ("<small>1234</small>", "1234"),
            ("1<wbr>234", "1234"),
            ("12<!-- 9 -->34", "1234"),
            ("12<ins>34</ins>", "1234"),
            ("12<del>3</del>45", "1245\u{fdd0}a3"),
            ("12<script>3</script>", "12"),
            ("12<template>3</template>", "12"),
            ("1234<span style='font-size:0'>5</span>", "1234"),
            ("1234<span style='visibility: hidden'>5</span>", "1234"),
            ("<del>120</del>130", "130\u{fdd0}a120"),
            ("1234<a href='#n'>2</a>", "1234\u{fdd0}a2"),
            ("<a href='#n'>1234</a>", "1234"),
            (
                "<div>1<span class=sr-only>note</span></div>",
                "1\u{fdd0}anote",
            ),
            ("p < 0.05", "p < 0.05"),
        ] {
            assert_eq!(
                show(&format!("<table><tr><td>{cell}</td></tr></table>")),
                format!("[1] {want}"),
                "{cell}"
            );
        }
        assert_eq!(
            show("<table><tr style='display:none'><td>1<tr><td hidden>2</table>"),
            "[1] 1\u{fdd0}hrow or column | 2\u{fdd0}hrow or column"
        );
        assert!(
            show("<table><tr><td>1<tr><td>2")
                .starts_with("error[truncated]: f.html:1: the page ends within a table")
        );
        assert!(show("<table><tr><td>1</tab").starts_with("error[truncated]"));
        assert!(
            show("<table><tr><td>1</table><p>Showing 1 to 10 of 57 entries")
                .contains("`Showing 1 to 10 of 57`")
        );
        assert_eq!(
            show("<table><tr><td>1</table><p>Showing 1 to 57 of 57 entries"),
            "[1] 1"
        );
        assert!(
            show("<html><form>login</form>")
                .starts_with("error[unreadable]: f.html: there is no table in this web page")
        );
    }
}
