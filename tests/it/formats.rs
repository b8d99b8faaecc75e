//! Every format that a source may declare, with the program itself: the same three figures of the
//! invented country, written in each, become the same rows. What is declared here is what
//! `docs/SOURCES.md` shows.

use crate::support::{Project, cell, repository, table_rows};
use arrow::array::{ArrayRef, Float64Array, Int32Array, RecordBatch, StringArray};
use chiso::model::Format;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::sync::Arc;

/// What every file says: area, period and figure. The first area is an alias with Vietnamese
/// letters.
const WANT: [&str; 3] = [
    "C1 2021 1234.5 final",
    "C1 2022 7 preliminary",
    "C2 2021 6 final",
];
const CSV: &str = "Tỉnh,Năm,Số\nNúi Vàng,2021,1234.5\nNúi Vàng,Sơ bộ 2022,7\nSilverbrook,2021,6\n";

/// A workbook of one sheet, cells with digits as numbers.
pub fn workbook(sheet: &str, rows: &[&[&str]]) -> Vec<u8> {
    let cells = |row: &[&str]| -> String {
        let one = |text: &&str| match text.parse::<f64>() {
            Ok(_) => format!("<c><v>{text}</v></c>"),
            Err(_) => format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>"),
        };
        row.iter().map(one).collect()
    };
    let row = |row: &&[&str]| format!("<row>{}</row>", cells(row));
    let rows: String = rows.iter().map(row).collect();
    workbook_of_rows(sheet, &rows, &[])
}

/// A workbook of one sheet from its rows in XML; the cells may have these formats, from format 1 on.
pub fn workbook_of_rows(sheet: &str, rows: &str, formats: &[String]) -> Vec<u8> {
    let escaped = |code: &String| {
        let code = code.replace('&', "&amp;").replace('"', "&quot;");
        code.replace('<', "&lt;")
    };
    let formats: Vec<String> = formats.iter().map(escaped).collect();
    let formats: Vec<&str> = formats.iter().map(String::as_str).collect();
    workbook_in_xml((sheet, rows), ("", ""), &formats)
}

/// A workbook of one sheet, its name and its rows in XML, with what follows the list of sheets and
/// the rows, and the formats of cells in XML.
pub fn workbook_in_xml(
    (sheet, rows): (&str, &str),
    (after_sheets, after_rows): (&str, &str),
    formats: &[&str],
) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let kinds = format!(
        "<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
    );
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{office}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |all: &[String]| {
        let all = all.concat();
        format!("<Relationships xmlns=\"{package}/relationships\">{all}</Relationships>")
    };
    let (mut codes, mut styles) = (String::new(), String::new());
    for (code, id) in formats.iter().zip(200..) {
        _ = write!(codes, "<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>");
        _ = write!(styles, "<xf numFmtId=\"{id}\"/>");
    }
    let parts = [
        ("[Content_Types].xml", kinds),
        (
            "_rels/.rels",
            relations(&[relation("r1", "officeDocument", "xl/workbook.xml")]),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"{sheet}\" \
                    sheetId=\"1\" r:id=\"r1\"/></sheets>{after_sheets}</workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            relations(&[
                relation("r1", "worksheet", "worksheets/sheet1.xml"),
                relation("r2", "styles", "styles.xml"),
            ]),
        ),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet xmlns=\"{main}\"><numFmts>{codes}</numFmts><cellXfs><xf \
                    numFmtId=\"0\"/>{styles}</cellXfs></styleSheet>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData>{after_rows}</worksheet>"
            ),
        ),
    ];
    zipped(&parts.map(|(name, text)| (name, text.into_bytes())))
}

/// A zip archive.
pub fn zipped(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Runs one dataset in the invented country and gives its rows; `file` is its only file, `keys` go
/// into the source.
fn rows(file: &str, bytes: &[u8], keys: &str, columns: &str) -> Vec<String> {
    let project = Project::cashland();
    project.replace(
        "datasets/areas/areas.csv",
        "C1,,Goldmark,county,CL,2000-01-01,,,",
        "C1,,Goldmark,county,CL,2000-01-01,,Núi Vàng,",
    );
    project.write(&format!("datasets/smiths/{file}"), bytes);
    let head = "kind = \"observations\"\ntitle = { en = \"Smiths\" }\nlicence = \"invented\"\ncitation = \"invented\"\n\
        [contract]\nvalue = { name = \"smiths\", type = \"decimal\", unit = \"smiths\" \
        }\nquarantine_limit = \"0 %\"\n";
    let source = format!(
        "[[source]]\nid = \"guild\"\nfile = \"smiths/{file}\"\n{keys}\n[source.columns]\nstatus = \
            {{ constant = \"final\" }}\n{columns}\n"
    );
    project.write("datasets/smiths.toml", format!("{head}{source}"));
    project.chiso(&["check"]).exits(0);
    project.run();
    table("smiths", &project)
}

/// `area period value status` of every row of a table, sorted.
fn table(dataset: &str, project: &Project) -> Vec<String> {
    let folder = project.path(&format!("lake/tables/{dataset}"));
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "parquet"));
    let columns = ["area_code", "period", "smiths", "status"];
    let mut rows: Vec<String> = files
        .flat_map(|f| table_rows(&f))
        .map(|row| columns.map(|c| cell(&row, c).to_owned()).join(" "))
        .collect();
    rows.sort();
    rows
}

/// The columns of a file whose header is `area`, `period` and `figure`.
fn columns(area: &str, period: &str, figure: &str) -> String {
    format!(
        "area_code = {{ column = \"{area}\" }}\nperiod = {{ column = \"{period}\" }}\nsmiths = {{ \
            column = \"{figure}\" }}"
    )
}

#[track_caller]
fn reads(file: &str, bytes: impl AsRef<[u8]>, keys: &str, columns: &str) {
    assert_eq!(
        rows(file, bytes.as_ref(), keys, columns),
        WANT,
        "{file}: {keys}"
    );
}

#[test]
fn csv_in_every_encoding_and_packed() {
    let own = columns("Tỉnh", "Năm", "Số");
    reads("a.csv", CSV, "format = \"csv\"", &own);
    let utf16: Vec<u8> = [0xFEFF]
        .into_iter()
        .chain(CSV.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    reads("a.csv", utf16, "format = \"csv\"", &own);
    // `Núi Vàng` as the old encodings write it; names of columns and labels in ASCII.
    for (name, encoding) in [
        (&b"N\xfai V\xe0ng"[..], "windows-1258"),
        (b"N\xf3i V\xb5ng", "tcvn3"),
        (b"Nu\xf9i Va\xf8ng", "vni"),
        (b"N\xfai V\xe0ng", "viscii"),
    ] {
        let text = [
            b"t;n;s\n",
            name,
            b";2021;1.234,5\n",
            name,
            b";Prel. 2022;7\nSilverbrook;2021;6\n",
        ]
        .concat();
        let keys = format!(
            "format = \"csv\"\ndelimiter = \";\"\nencoding = \"{encoding}\"\nnumber = {{ decimal = \
                \",\", grouping = \".\" }}"
        );
        reads("a.csv", text, &keys, &columns("t", "n", "s"));
    }
    let packed = zipped(&[
        ("readme.txt", b"none".to_vec()),
        ("data/smiths.csv", CSV.into()),
    ]);
    reads(
        "a.zip",
        packed,
        "format = \"csv\"\nmember = \"data/smiths.csv\"",
        &own,
    );
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(CSV.as_bytes()).unwrap();
    reads("a.csv.gz", gz.finish().unwrap(), "format = \"csv\"", &own);
    let framed = format!("Report,,\nUnit: smiths,,\n,Time,Figures\n{CSV}Source: the guild,,\n");
    let keys = "format = \"csv\"\nheader_row = 3\nheader_rows = 2\nlast_row = 7";
    reads(
        "a.csv",
        framed,
        keys,
        &columns("Tỉnh", "Time / Năm", "Figures / Số"),
    );
}

#[test]
fn workbooks_and_web_pages() {
    let book = workbook(
        "Bảng 1",
        &[
            &["Smiths"],
            &["Tỉnh", "Năm", "Số"],
            &["Núi Vàng", "2021", "1234.5"],
            &["Núi Vàng", "Sơ bộ 2022", "7"],
            &["Silverbrook", "2021", "6"],
            &["Source: guild"],
        ],
    );
    reads(
        "a.xlsx",
        book,
        "format = \"xlsx\"\nsheet = \"Bảng 1\"\nheader_row = 2\nlast_row = 5",
        &columns("Tỉnh", "Năm", "Số"),
    );
    let sheet = "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
        xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet><table:table table:name=\"A\">ROWS</table:table></office:spreadsheet></office:body></office:document-content>";
    let text = |t: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{t}</text:p></table:table-cell>"
        )
    };
    let number = |t: &str| {
        format!(
            "<table:table-cell office:value-type=\"float\" \
                office:value=\"{t}\"><text:p>{t}</text:p></table:table-cell>"
        )
    };
    let row = |cells: [String; 3]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let rows = [
        row([text("Tỉnh"), text("Năm"), text("Số")]),
        row([text("Núi Vàng"), number("2021"), number("1234.5")]),
        row([text("Núi Vàng"), text("Sơ bộ 2022"), number("7")]),
        row([text("Silverbrook"), number("2021"), number("6")]),
    ];
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = format!(
        "<manifest:manifest \
            xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{kind}\"/></manifest:manifest>"
    );
    let parts = [
        ("mimetype", kind.into()),
        ("META-INF/manifest.xml", manifest.into_bytes()),
        (
            "content.xml",
            sheet.replace("ROWS", &rows.concat()).into_bytes(),
        ),
    ];
    reads(
        "a.ods",
        zipped(&parts),
        "format = \"ods\"",
        &columns("Tỉnh", "Năm", "Số"),
    );
    let page = "<!doctype html><html><table><tr><td>menu</td></tr></table><table><tr><th>Tỉnh<th>Năm<th>Số<tr><td rowspan=2>Núi Vàng<td>2021<td>1234.5\
        <tr><td>Sơ bộ 2022<td>7<tr><td>Silverbrook<td>2021<td>6</table></html>";
    reads(
        "a.html",
        page,
        "format = \"html\"\nsheet = \"2\"",
        &columns("Tỉnh", "Năm", "Số"),
    );
}

/// Tables that are not one figure a row under one header, as documents show them.
#[test]
fn tables_of_any_shape() {
    reads(
        "a.csv",
        "Smiths of the counties\n\nTỉnh,Năm,Số (as of May)\nNúi Vàng,2021,1234.5\n,Sơ bộ \
            2022,7\nTỉnh,Năm,Số (as of May)\nSilverbrook,2021,6\nAll (2),2021,1240.5\nSource: the \
            guild\nSilverbrook,none\n",
        "format = \"csv\"\nheader = [\"Tỉnh\", \"Số*\"]\nleave_out = [{ column = \"Tỉnh\", texts = \
            [\"All*\", \"Tỉnh\"] }]\nends = { text = \"Source:*\" }",
        "area_code = { column = \"Tỉnh\", fill = \"down\" }\nperiod = { place = 2 }\nsmiths = { column \
            = \"Số (as of *)\" }",
    );
    // The blank cell keeps its place, as a row without a value.
    let mut with_hole: Vec<&str> = WANT.to_vec();
    with_hole.push("C2 2022  preliminary");
    assert_eq!(
        rows(
            "a.csv",
            b"T\xe1\xbb\x89nh,2021,S\xc6\xa1 b\xe1\xbb\x99 2022\nGoldmark,1234.5,7\nSilverbrook,6,\n",
            "format = \"csv\"\nwide = { columns = \"{period}\" }",
            "area_code = { column = \"Tỉnh\" }"
        ),
        with_hole
    );
    let book = workbook(
        "Bảng 1",
        &[
            &["Tỉnh", "Năm", "Số", "", "Tỉnh", "Năm", "Số"],
            &["Núi Vàng", "2021", "1234.5", "", "Silverbrook", "2021", "6"],
            &["Núi Vàng", "Sơ bộ 2022", "7"],
        ],
    );
    reads(
        "a.xlsx",
        book,
        "format = \"xlsx\"\nblocks = [\"A:C\", \"E:G\"]",
        &columns("Tỉnh", "Năm", "Số"),
    );
    let table = |rows: &str| format!("<table><tr><th>Tỉnh<th>Năm<th>Số{rows}</table>");
    reads(
        "Silverbrook.html",
        format!(
            "{}{}",
            table("<tr><td>Núi Vàng<td>2021<td>1234.5<tr><td>Núi Vàng<td>Sơ bộ 2022<td>7"),
            table("<tr><td>Silverbrook<td>2021<td>6")
        ),
        "format = \"html\"\nsheets = \"*\"",
        &columns("Tỉnh", "Năm", "Số"),
    );
    assert_eq!(
        rows(
            "smiths-Silverbrook.csv",
            b"n,s\n2021,6\n",
            "format = \"csv\"",
            "area_code = { from = \"file\", pattern = \"smiths-{}.csv\" }\nperiod = { column = \"n\" \
                }\nsmiths = { column = \"s\" }"
        ),
        [WANT[2]]
    );
}

#[test]
fn other_ways_to_write_rows() {
    reads(
        "a.csv",
        "t,n,s,x\nNúi Vàng,2021,1234.5,\"a \\\"new, big\\\" one\"\nNúi Vàng,Sơ bộ \
            2022,7,\nSilverbrook,2021,6,\n",
        "format = \"csv\"\nescape = \"\\\\\"",
        &columns("t", "n", "s"),
    );
    reads(
        "a.txt",
        "T           N          S\nNúi Vàng    2021       1234.5\nNúi Vàng    Sơ bộ 2022      \
            7\nSilverbrook 2021            6\n",
        "format = \"csv\"\nheader_row = 1\nfixed = [{ name = \"t\", from = 1, to = 12 }, { name = \
            \"n\", from = 13, to = 22 }, { name = \"s\", from = 23, to = 30 }]",
        &columns("t", "n", "s"),
    );
    reads(
        "a.jsonl",
        "{\"t\":\"Núi Vàng\",\"n\":2021,\"s\":1234.5}\n{\"t\":\"Núi Vàng\",\"n\":\"Sơ bộ \
            2022\",\"s\":7}\n{\"t\":\"Silverbrook\",\"n\":2021,\"s\":6}\n",
        "format = \"json\"\nlines = true",
        &columns("t", "n", "s"),
    );
    reads(
        "a.json",
        "{\"values\":{\"X\":{\"Núi Vàng\":{\"2021\":1234.5,\"Sơ bộ \
            2022\":7},\"Silverbrook\":{\"2021\":6}}}}",
        "format = \"json\"\nrecords = \"values.X\"\nkeys = [\"area\", \"year\"]",
        &columns("area", "year", "value"),
    );
}

#[test]
fn exchange_formats_of_statistics() {
    let px = "CHARSET=\"ANSI\";\nAXIS-VERSION=\"2013\";\nCODEPAGE=\"utf-8\";\nMATRIX=\"S1\";\nTITLE=\"Smiths\";\nSTUB=\"Tỉnh\";\nHEADING=\"Năm\";\n\
        VALUES(\"Tỉnh\")=\"Núi Vàng\",\"Silverbrook\";\nVALUES(\"Năm\")=\"2021\",\"Sơ bộ \
        2022\";\nDATA=\n1234.5 7\n6 \"..\";\n";
    // The cell that holds no figure keeps its place, as a row without a value.
    let mut with_hole: Vec<&str> = WANT.to_vec();
    with_hole.push("C2 2022  preliminary");
    let columns_of_cubes = columns("Tỉnh", "Năm", "value");
    assert_eq!(
        rows("a.px", px.as_bytes(), "format = \"px\"", &columns_of_cubes),
        with_hole
    );
    let cube = r#"{"version":"2.0","class":"dataset","id":["t","n"],"size":[2,2],"dimension":{"t":{"label":"Tỉnh","category":{"index":["a","b"],
        "label":{"a":"Núi Vàng","b":"Silverbrook"}}},"n":{"label":"Năm","category":{"index":["0","1"],"label":{"0":"2021","1":"Sơ bộ 2022"}}}},"value":[1234.5,7,6,null]}"#;
    assert_eq!(
        rows(
            "a.json",
            cube.as_bytes(),
            "format = \"json-stat\"",
            &columns_of_cubes
        ),
        with_hole
    );
    let sdmx = columns("REF_AREA", "TIME_PERIOD", "OBS_VALUE");
    let want_sdmx = WANT.map(|row| row.replace("preliminary", "final"));
    let csv = "DATAFLOW,REF_AREA,TIME_PERIOD,OBS_VALUE\nG:S(1.0),C1,2021,1234.5\nG:S(1.0),C1,2022,7\nG:S(1.0),C2,2021,6\n";
    assert_eq!(
        rows("a.csv", csv.as_bytes(), "format = \"sdmx-csv\"", &sdmx),
        want_sdmx
    );
    let xml = "<?xml version=\"1.0\"?><m:StructureSpecificData xmlns:m=\"http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message\"><m:DataSet>\
        <Series REF_AREA=\"C1\"><Obs TIME_PERIOD=\"2021\" OBS_VALUE=\"1234.5\"/><Obs TIME_PERIOD=\"2022\" OBS_VALUE=\"7\"/></Series>\
        <Series REF_AREA=\"C2\"><Obs TIME_PERIOD=\"2021\" \
        OBS_VALUE=\"6\"/></Series></m:DataSet></m:StructureSpecificData>";
    assert_eq!(
        rows("a.xml", xml.as_bytes(), "format = \"sdmx-ml\"", &sdmx),
        want_sdmx
    );
    let json = r#"{"data":{"dataSets":[{"action":"Replace","series":{"0":{"observations":{"0":[1234.5],"1":[7]}},"1":{"observations":{"0":[6]}}}}],
        "structure":{"dimensions":{"series":[{"id":"REF_AREA","values":[{"id":"C1"},{"id":"C2"}]}],"observation":[{"id":"TIME_PERIOD","values":[{"id":"2021"},{"id":"2022"}]}]}}}}"#;
    assert_eq!(
        rows("a.json", json.as_bytes(), "format = \"sdmx-json\"", &sdmx),
        want_sdmx
    );
}

#[test]
fn answers_of_services_and_files_of_other_programs() {
    let list = r#"[{"a":"Núi Vàng","p":"2021","v":1234.5},{"a":"Núi Vàng","p":"Prel. 2022","v":7},{"a":"Silverbrook","p":"2021","v":6}]"#;
    let own = columns("a", "p", "v");
    reads("a.json", list, "format = \"json\"", &own);
    reads(
        "a.json",
        format!("{{\"answer\":{{\"rows\":{list}}}}}"),
        "format = \"json\"\nrecords = \"answer.rows\"",
        &own,
    );
    reads(
        "a.json",
        format!("[{{\"page\":1,\"per_page\":\"50\",\"total\":3}},{list}]"),
        "format = \"json\"",
        &own,
    );
    reads(
        "a.json",
        format!("{{\"success\":true,\"result\":{{\"records\":{list},\"total\":3}}}}"),
        "format = \"json\"",
        &own,
    );
    let web = r#"{"columns":[{"code":"a","text":"a"},{"code":"p","text":"p"},{"code":"v","text":"v"}],"data":[{"key":["Núi Vàng","2021"],"values":["1234.5"]},
        {"key":["Núi Vàng","Prel. 2022"],"values":["7"]},{"key":["Silverbrook","2021"],"values":["6"]}]}"#;
    reads("a.json", web, "format = \"json\"", &own);

    let field = |name: &str, kind: u8, length: u8| {
        let mut field = [0_u8; 32];
        field[..name.len()].copy_from_slice(name.as_bytes());
        (field[11], field[16]) = (kind, length);
        field
    };
    let mut dbf = vec![
        3,
        121,
        1,
        1,
        4,
        0,
        0,
        0,
        32 + 3 * 32 + 1,
        0,
        1 + 12 + 10 + 8,
        0,
    ];
    dbf.resize(32, 0);
    dbf.extend(
        [
            field("AREA", b'C', 12),
            field("YEAR", b'C', 10),
            field("SMITHS", b'N', 8),
        ]
        .concat(),
    );
    dbf.push(0x0D);
    for (mark, area, year, figure) in [
        (" ", &b"N\xfai V\xe0ng"[..], "2021", "1234.5"),
        (" ", b"N\xfai V\xe0ng", "Prel. 2022", "7"),
        ("*", b"Silverbrook", "2021", "5"),
        (" ", b"Silverbrook", "2021", "6"),
    ] {
        dbf.extend(
            mark.bytes()
                .chain(area.iter().copied())
                .chain(vec![b' '; 12 - area.len()]),
        );
        dbf.extend(format!("{year:10}{figure:>8}").bytes());
    }
    reads(
        "a.dbf",
        dbf,
        "format = \"dbf\"\nencoding = \"windows-1258\"",
        &columns("AREA", "YEAR", "SMITHS"),
    );

    let arrays: [(&str, ArrayRef); 3] = [
        ("area", Arc::new(StringArray::from(vec!["C1", "C1", "C2"]))),
        ("year", Arc::new(Int32Array::from(vec![2021, 2022, 2021]))),
        (
            "smiths",
            Arc::new(Float64Array::from(vec![1234.5, 7.0, 6.0])),
        ),
    ];
    let batch = RecordBatch::try_from_iter(arrays).unwrap();
    let mut writer =
        parquet::arrow::ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    let got = rows(
        "a.parquet",
        &writer.into_inner().unwrap(),
        "format = \"parquet\"",
        &columns("area", "year", "smiths"),
    );
    assert_eq!(got, WANT.map(|row| row.replace("preliminary", "final")));
}

#[test]
fn what_is_not_declared_is_told_with_what_there_is() {
    let project = Project::cashland();
    project.write(
        "datasets/workshops/invented.csv",
        zipped(&[("a.csv", b"x".to_vec()), ("b.csv", b"y".to_vec())]),
    );
    project
        .chiso(&["run"])
        .exits(3)
        .complains("the archive holds 2 files, and none is declared")
        .complains("declare `member` as one of `a.csv`, `b.csv`");
    project.replace(
        "datasets/workshops.toml",
        "format = \"csv\"\n",
        "format = \"csv\"\nsheet = \"1\"\nencoding = \"latin\"\n",
    );
    project
        .chiso(&["check"])
        .exits(6)
        .says("only a workbook, a web page or a JSON-stat bundle has a sheet")
        .says("`latin` is not a text encoding");
}

#[test]
fn every_format_is_described_and_tried() {
    let document = std::fs::read_to_string(repository().join("docs/SOURCES.md")).unwrap();
    let rows = || document.lines().filter_map(|line| line.split('|').nth(1));
    for format in Format::ALL {
        let name = format.as_str();
        let described = rows().any(|cell| cell.contains(&format!("`{name}`")));
        assert!(described, "docs/SOURCES.md has no row for `{name}`");
        // Old workbooks are tried on a corpus of files.
        let tried = include_str!("formats.rs").contains(&format!("format = \\\"{name}\\\""));
        assert!(
            tried || *format == Format::Xls,
            "`{name}` is not tried here"
        );
    }
}
