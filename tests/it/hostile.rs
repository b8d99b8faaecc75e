//! Files that make a reader take all memory or never end: each costs its own delivery within the
//! limits, and the rest is published. The files are invented here.

use crate::support::{Outcome, Project, field};
use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};

/// Longest that a run may take on a busy machine, with the limits below.
const MOST: Duration = Duration::from_mins(2);

/// The invented country with one more dataset of one file, and small limits.
fn project(file: &str, bytes: &[u8], keys: &str) -> Project {
    let project = Project::cashland();
    project.write(&format!("datasets/smiths/{file}"), bytes);
    let head = "kind = \"observations\"\ntitle = { en = \"Smiths\" }\nlicence = \"invented\"\ncitation = \"invented\"\n\
        [contract]\nvalue = { name = \"smiths\", type = \"decimal\", unit = \"smiths\" \
        }\nquarantine_limit = \"0 %\"\n";
    let columns = "status = { constant = \"final\" }\narea_code = { column = \"area\" }\nperiod = \
        { column = \"year\" }\nsmiths = { column = \"n\" }\n";
    let source = format!(
        "[[source]]\nid = \"guild\"\nfile = \"smiths/{file}\"\n{keys}\n[source.columns]\n{columns}"
    );
    project.write("datasets/smiths.toml", format!("{head}{source}"));
    let limits = "\n[limits]\ndecode_memory_mib = 256\ndecode_seconds = 20\n";
    project.write("chiso.toml", project.read("chiso.toml") + limits);
    project
}

/// Runs; the file must be refused by a rule and everything else published.
#[track_caller]
fn refused(project: &Project, rule: &str, message: &str) -> Outcome {
    let begun = Instant::now();
    let run = project.chiso(&["run"]);
    assert!(begun.elapsed() < MOST, "{:?}", begun.elapsed());
    assert!(
        run.code == Some(3)
            && run
                .stderr
                .contains(&format!("error[{rule}]: datasets/smiths/"))
            && run.stderr.contains(message),
        "{run:?}"
    );
    assert!(!run.stderr.contains("panicked"), "{run:?}");
    assert_eq!(
        field(
            &project.score("dues_over_plan", "C1", "2022"),
            "current_value"
        ),
        "2100525"
    );
    project.chiso(&["verify"]).exits(0);
    run
}

const NUMBER: &str = "number = { decimal = \".\" }";

/// A container of Office before 2007 whose directory follows on itself.
fn circular() -> Vec<u8> {
    let mut header = vec![0u8; 512];
    header[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(24, &[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    put(44, &1u32.to_le_bytes()); // one sector of the allocation table
    put(48, &1u32.to_le_bytes()); // the directory begins in sector 1
    put(56, &4096u32.to_le_bytes());
    put(60, &0xFFFF_FFFEu32.to_le_bytes());
    put(68, &0xFFFF_FFFEu32.to_le_bytes());
    put(76, &0u32.to_le_bytes()); // the allocation table is in sector 0
    for at in (80..512).step_by(4) {
        put(at, &0xFFFF_FFFFu32.to_le_bytes());
    }
    let mut table = vec![0xFF; 512];
    table[..4].copy_from_slice(&0xFFFF_FFFDu32.to_le_bytes());
    table[4..8].copy_from_slice(&1u32.to_le_bytes()); // sector 1 is followed by sector 1
    [header, table, vec![0; 512]].concat()
}

#[test]
fn a_workbook_whose_blocks_run_in_a_circle() {
    let project = project("a.xls", &circular(), &format!("format = \"xls\"\n{NUMBER}"));
    let run = refused(
        &project,
        "decode_limit",
        "it needs more than 256 MiB of memory to be decoded",
    );
    assert!(run.stderr.contains("decode_memory_mib"), "{}", run.stderr);
    // Nothing new: it stays refused, and is reported again.
    project.chiso(&["run"]).exits(3).complains("decode_limit");
}

/// A small workbook in which very many cells hold one long text.
fn swelling(cells: usize) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{office}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |all: String| {
        format!("<Relationships xmlns=\"{package}/relationships\">{all}</Relationships>")
    };
    let rows: String =
        format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(100)).repeat(cells / 100);
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"xml\" \
                    ContentType=\"application/xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            relations(relation("r1", "officeDocument", "xl/workbook.xml")),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"s\" \
                    sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            relations(
                relation("r1", "worksheet", "worksheets/sheet1.xml")
                    + &relation("r2", "sharedStrings", "sharedStrings.xml"),
            ),
        ),
        (
            "xl/sharedStrings.xml",
            format!(
                "<sst xmlns=\"{main}\"><si><t>{}</t></si></sst>",
                "long ".repeat(6_500)
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_small_workbook_that_swells() {
    let bytes = swelling(12_000);
    assert!(bytes.len() < 100_000, "{}", bytes.len());
    let project = project("a.xlsx", &bytes, &format!("format = \"xlsx\"\n{NUMBER}"));
    refused(&project, "decode_limit", "more than 256 MiB of memory");
    // The remedy: with more memory it is read, and is reported for what it is.
    project.replace(
        "chiso.toml",
        "decode_memory_mib = 256",
        "decode_memory_mib = 4000",
    );
    let run = project.chiso(&["run"]).exits(3);
    assert!(!run.stderr.contains("decode_limit"), "{}", run.stderr);
}

/// SDMX-ML with one observation.
fn sdmx(attributes: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><StructureSpecificData><DataSet><Obs area=\"C1\" year=\"2021\" {attributes} OBS_VALUE=\"1\"/>\
         </DataSet></StructureSpecificData>"
    )
}

#[test]
fn an_observation_with_very_many_attributes() {
    use std::fmt::Write as _;
    let many = (0..200_000).fold(String::new(), |mut text, i| {
        _ = write!(text, " A{i}=\"{i}\"");
        text
    });
    let project = project("a.xml", sdmx(&many).as_bytes(), "format = \"sdmx-ml\"");
    refused(&project, "unreadable", "has more than 1000 attributes");
}

#[test]
fn many_groups_over_many_series_end_in_time() {
    use std::fmt::Write as _;
    let mut text = "<StructureSpecificData><DataSet>".to_owned();
    for i in 0..40_000 {
        _ = write!(text, "<Group area=\"G{i}\" G{}=\"1\"/>", i % 7);
    }
    for i in 0..40_000 {
        _ = write!(
            text,
            "<Series area=\"C{i}\"><Obs year=\"2021\" OBS_VALUE=\"1\"/></Series>"
        );
    }
    text.push_str("</DataSet></StructureSpecificData>");
    let project = project("a.xml", text.as_bytes(), "format = \"sdmx-ml\"");
    project.replace("chiso.toml", "decode_seconds = 20", "decode_seconds = 2");
    let begun = Instant::now();
    let run = project.chiso(&["run"]).exits(3);
    assert!(begun.elapsed() < MOST, "{:?}", begun.elapsed());
    assert!(run.stderr.contains("error["), "{}", run.stderr);
    assert_eq!(
        field(
            &project.score("dues_over_plan", "C1", "2022"),
            "current_value"
        ),
        "2100525"
    );
}

#[test]
fn a_packed_file_that_swells_within_the_ratio() {
    let text = format!("area,year,n\n{}", "C1,2021,1\n".repeat(30_000_000));
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text.as_bytes()).unwrap();
    let project = project(
        "a.csv",
        &gzip.finish().unwrap(),
        &format!("format = \"csv\"\n{NUMBER}"),
    );
    let run = project.chiso(&["run"]);
    let told = run.stderr.contains("decode_limit") || run.stderr.contains("archive_bomb");
    assert!(run.code == Some(3) && told, "{run:?}");
}

#[test]
fn small_files_that_are_not_what_they_say_cost_their_own_delivery() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \
        \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><l>&b;</l>";
    let wide: String = ["a", "b", "c"]
        .map(|axis| {
            format!(
                "VALUES(\"{axis}\")={};\n",
                (0..2000)
                    .map(|i| format!("\"{i}\""))
                    .collect::<Vec<_>>()
                    .join(",")
            )
        })
        .concat();
    let cube =
        format!("CHARSET=\"ANSI\";\nMATRIX=\"m\";\nSTUB=\"a\",\"b\",\"c\";\n{wide}DATA=\n1;\n");
    let files: [(&str, Vec<u8>, &str); 7] = [
        ("a.xlsx", vec![], "this is no workbook"),
        (
            "b.xlsx",
            [b"PK\x05\x06".as_slice(), &[0; 18]].concat(),
            "this is an archive, but no workbook",
        ),
        ("c.json", vec![b'['; 200_000], "recursion limit exceeded"),
        (
            "d.parquet",
            [b"PAR1".as_slice(), &[7; 4096], b"PAR1"].concat(),
            "the Parquet file is damaged",
        ),
        ("e.xml", bomb.into(), "this is not well-formed XML"),
        ("f.px", cube.into(), "there are more than 200000000 cells"),
        (
            "g.html",
            b"<table>".repeat(50_000),
            "tables are nested deeper than 32",
        ),
    ];
    let project = project("x.csv", b"area,year,n\nC1,2022,5\n", "format = \"csv\"");
    let mut sources = vec![project.read("datasets/smiths.toml")];
    let columns = sources[0][sources[0].find("[source.columns]").unwrap()..].to_owned();
    for (file, bytes, _) in &files {
        let format = file.split_once('.').unwrap().1.replace("xml", "sdmx-ml");
        sources.push(format!(
            "[[source]]\nid = \"{}\"\nfile = \"smiths/{file}\"\nformat = \"{format}\"\n{columns}",
            &file[..1]
        ));
        project.write(&format!("datasets/smiths/{file}"), bytes);
    }
    project.write("datasets/smiths.toml", sources.concat());
    let run = project.chiso(&["run"]).exits(3);
    for (file, _, said) in &files {
        assert!(
            run.stderr.contains(&format!("datasets/smiths/{file}")) && run.stderr.contains(said),
            "{file}: {}",
            run.stderr
        );
    }
    assert!(!run.stderr.contains("panicked"), "{run:?}");
    assert_eq!(
        field(
            &project.score("dues_over_plan", "C1", "2022"),
            "current_value"
        ),
        "2100525"
    );
}
