//! What kind of workbook the first bytes of a file say that it is.

use super::super::archive::{LIMITS, ZipFile};
use super::super::{Reading, Undecodable, fault};
use chiso_model::Format;

/// The kinds of workbook, by their first bytes.
pub(super) enum WorkbookKind {
    Xls,
    Xlsx,
    Xlsb,
    Ods,
    /// One XML file, of Excel 2003.
    Xml2003,
}

/// What the first bytes say it is; an archive is unpacked to nowhere first.
pub(super) fn kind(reading: Reading<'_>, bytes: &[u8]) -> Result<WorkbookKind, Undecodable> {
    let file = reading.file_name;
    // The container of Office before 2007, or a bare stream of its records.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Ok(WorkbookKind::Xls);
    }
    if bytes.starts_with(&[0x09]) && reading.format == Format::Xls {
        return Ok(WorkbookKind::Xls);
    }
    if is_xml_of_2003(bytes) {
        return Ok(WorkbookKind::Xml2003);
    }
    if !bytes.starts_with(b"PK") {
        return Err(Box::new(
            fault(
                "unreadable",
                file,
                0,
                "this is no workbook, whatever its name says",
            )
            .hint("look at it with `chiso preview` and declare the format that it has"),
        ));
    }
    let mut zip = ZipFile::open(file, bytes, LIMITS)?;
    zip.check()?;
    of_members(&zip.names()).ok_or_else(|| {
        Box::new(
            fault("unreadable", file, 0, "this is an archive, but no workbook")
                .hint("declare the format of the file in it"),
        )
    })
}

fn is_xml_of_2003(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..2000).unwrap_or(bytes)).to_lowercase();
    head.contains("urn:schemas-microsoft-com:office:spreadsheet")
        || head.contains("progid=\"excel.sheet\"")
}

/// The kind of workbook that has these files in its archive.
fn of_members(names: &[String]) -> Option<WorkbookKind> {
    let has = |name: &str| {
        names
            .iter()
            .any(|n| n.replace('\\', "/").eq_ignore_ascii_case(name))
    };
    match () {
        () if has("content.xml") => Some(WorkbookKind::Ods),
        () if has("xl/workbook.bin") => Some(WorkbookKind::Xlsb),
        () if names.iter().any(|n| n.to_lowercase().contains("workbook"))
            || has("[content_types].xml") =>
        {
            Some(WorkbookKind::Xlsx)
        }
        () => None,
    }
}
