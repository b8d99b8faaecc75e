//! What a page shows as files: the same rows in each form, no other ones, and how to cite them.

use crate::served::{ask, get};
use crate::site::{between, serve};
use crate::support::{Project, Row, cell, finished, table_rows};
use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use std::net::TcpStream;

/// Head and bytes of a file.
fn taken(address: &str, path: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = vec![];
    stream.read_to_end(&mut answer).unwrap();
    let at = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    let body = answer.split_off(at + 4);
    (String::from_utf8(answer).unwrap(), body)
}

/// The cells of a sheet of a workbook.
fn sheet(bytes: &[u8], n: usize) -> Vec<Vec<String>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut part = zip.by_name(&format!("xl/worksheets/sheet{n}.xml")).unwrap();
    part.read_to_string(&mut text).unwrap();
    let unescaped = |text: &str| {
        let text = text.replace("&lt;", "<").replace("&gt;", ">");
        text.replace("&quot;", "\"").replace("&amp;", "&")
    };
    let cell = |cell: &str| match cell.split_once("<v>") {
        Some((_, number)) => number.split('<').next().unwrap().to_owned(),
        None => unescaped(between(cell, "\"preserve\">", "</t>")),
    };
    let rows = text.split("<row>").skip(1);
    rows.map(|row| row.split("<c").skip(1).map(cell).collect())
        .collect()
}

/// Rows as texts by their columns, numbers as the shortest that reads as them.
fn texts(
    columns: &[String],
    rows: impl Iterator<Item = Vec<String>>,
) -> BTreeSet<Vec<(String, String)>> {
    // An instant is written in two ways.
    let plain = |text: String| {
        let text = text.replace("+00:00", "Z");
        text.parse::<f64>().map_or(text, |n| n.to_string())
    };
    let pair = |(name, text): (&String, String)| (name.clone(), plain(text));
    rows.map(|row| {
        columns
            .iter()
            .zip(row)
            .map(pair)
            .filter(|(_, t)| !t.is_empty())
            .collect()
    })
    .collect()
}

#[test]
fn the_rows_of_a_page_are_the_same_in_every_form() {
    let project = finished().copied();
    let (_served, address) = serve(&project);
    for (page, of_page) in [
        ("/latest/areas/01?period=2020", ["area_code", "01"]),
        (
            "/latest/kpis/new_firms_growth?period=2020",
            ["kpi", "new_firms_growth"],
        ),
    ] {
        let (_, csv) = get(&address, &format!("{page}&lang=en&format=csv"));
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let header: Vec<String> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        let rows = reader
            .records()
            .map(|r| r.unwrap().iter().map(str::to_owned).collect());
        let of_csv = texts(&header, rows);
        let is = |row: &Vec<(String, String)>| {
            let has = |name: &str, text: &str| {
                row.iter()
                    .any(|(n, t)| (n.as_str(), t.as_str()) == (name, text))
            };
            has("period", "2020") && has("boundary", "2025-06-30")
        };
        assert!(of_csv.len() > 5 && of_csv.iter().all(is), "{page}: {csv}");
        let place = |r: &Row| {
            ["period", "boundary", "breakdown", of_page[0]].map(|c| cell(r, c).to_owned())
        };
        let published = project.published("scorecard");
        let wanted = published.iter().filter(|r| {
            let region = cell(r, "area_level") != "province";
            place(r) == ["2020", "2025-06-30", "", of_page[1]] && !(region && of_page[0] == "kpi")
        });
        assert_eq!(wanted.count(), of_csv.len(), "{page}");

        let (head, book) = taken(&address, &format!("{page}&lang=en&format=xlsx"));
        assert!(
            head.contains("filename=") && head.contains(".xlsx"),
            "{head}"
        );
        let mut rows = sheet(&book, 1).into_iter();
        let columns = rows.next().unwrap();
        assert_eq!(columns, header);
        assert_eq!(texts(&columns, rows), of_csv, "{page}");
        let about = sheet(&book, 2).concat().join("\n");
        let release = project.release().unwrap();
        assert!(
            about.contains(&format!("/r/{release}/")) && about.contains("Release"),
            "{about}"
        );

        let (head, parquet) = taken(&address, &format!("{page}&lang=en&format=parquet"));
        assert!(head.to_lowercase().contains("rel=\"cite-as\""), "{head}");
        project.write("taken.parquet", &parquet);
        let rows = table_rows(&project.path("taken.parquet"));
        let rows = rows
            .iter()
            .map(|r| header.iter().map(|c| cell(r, c).to_owned()).collect());
        assert_eq!(texts(&header, rows), of_csv, "{page}");
        project.write("taken.xlsx", &book);
    }
    project
        .chiso(&["preview", "taken.xlsx"])
        .exits(0)
        .says("new_firms_growth");
}

#[test]
fn the_picture_of_a_series_is_a_file_that_stands_for_itself() {
    let project = finished().copied();
    let (_served, address) = serve(&project);
    let page = "/latest/kpis/new_firms_growth?area=01&period=2020&lang=vi";
    let (head, svg) = ask(&address, &format!("GET {page}&format=svg"), "");
    assert!(
        head.contains("image/svg+xml") && head.contains("new_firms_growth-01.svg"),
        "{head}"
    );
    let (_, html) = get(&address, page);
    let value = "-5,69 %";
    assert!(svg.contains(value) && html.contains(value), "{svg}");
    assert!(svg.contains("xmlns=") && svg.contains("<desc>"), "{svg}");
    assert!(!svg.contains("<style") && !svg.contains("class="), "{svg}");
}

#[test]
fn a_form_that_a_page_does_not_have_is_its_rows_and_a_page_without_rows_is_itself() {
    let project = Project::cashland();
    project.run();
    let (_served, address) = serve(&project);
    let (head, _) = ask(&address, "GET /latest/areas/C5?lang=en&format=svg", "");
    assert!(head.contains("text/csv"), "{head}");
    let (head, _) = ask(&address, "GET /latest/areas?lang=en&format=xlsx", "");
    assert!(head.contains("text/html"), "{head}");
}
