//! Opens what is packed: a file alone, or each of the files of an archive.

use super::seen::Preview;
use super::sniff::{Because, Guess};
use super::unpacked::one;
use crate::decode::{self, Undecodable};
use crate::model::{Finding, Layout, Place, Severity};

/// Looks at a file, packed or not.
pub(super) fn look(
    file_name: &str,
    bytes: &[u8],
    asked: &Layout,
    preview: &mut Preview,
) -> Result<(), Undecodable> {
    if bytes.is_empty() {
        let place = Place {
            file: file_name.to_owned(),
            ..Place::default()
        };
        return Err(Box::new(
            Finding::error("unreadable", place, "the file is empty").hint("fetch it again"),
        ));
    }
    let listed = decode::members(file_name, bytes)?;
    if let Some(names) = &listed
        && asked.member.is_empty()
        && names.len() != 1
    {
        preview.guesses.push(container("zip"));
        preview.observations = names.len() as u64;
        for name in names {
            member(file_name, bytes, name, asked, preview);
        }
        return Ok(());
    }
    // A zip archive that lists no files is a workbook.
    let packed = (decode::is_packed(bytes) && !bytes.starts_with(b"PK")) || listed.is_some();
    if !packed {
        return one(file_name, file_name, bytes, asked, preview);
    }
    let Some((name, inner)) = decode::unpacked(file_name, bytes, asked)? else {
        return one(file_name, file_name, bytes, asked, preview);
    };
    let (is, own) = if name.is_empty() && bytes.starts_with(&[0x1F, 0x8B]) {
        ("gzip", file_name.trim_end_matches(".gz"))
    } else if name.is_empty() {
        ("zstd", file_name.trim_end_matches(".zst"))
    } else {
        ("zip", name.as_str())
    };
    preview.guesses.push(container(is));
    one(file_name, own, &inner, &without_member(asked), preview)?;
    if let Some(names) = listed {
        preview.observations = names.len() as u64;
    }
    Ok(())
}

/// What the file is packed as.
fn container(is: &str) -> Guess {
    Guess {
        about: "format",
        is: is.to_owned(),
        because: Because::Signature,
    }
}

/// How a member is read once it is taken out.
fn without_member(layout: &Layout) -> Layout {
    Layout {
        member: String::new(),
        ..layout.clone()
    }
}

/// One file of several; what is wrong with it does not hide the others.
fn member(file_name: &str, bytes: &[u8], name: &str, asked: &Layout, preview: &mut Preview) {
    let mut own = Preview {
        observations: 0,
        tables: Vec::new(),
        findings: Vec::new(),
        guesses: Vec::new(),
        ..preview.clone()
    };
    if let Err(mut finding) = look_at_member(file_name, bytes, name, asked, &mut own) {
        // A description next to the data (`datapackage.json`) is no fault of the archive.
        if finding.rule == "metadata_only" {
            finding.severity = Severity::Info;
        }
        if finding.place.part.is_empty() {
            name.clone_into(&mut finding.place.part);
        }
        preview.findings.push(*finding);
    }
    preview.findings.append(&mut own.findings);
    for mut table in own.tables {
        table.name = if table.name.is_empty() {
            name.to_owned()
        } else {
            format!("{name}: {}", table.name)
        };
        preview.tables.push(table);
    }
}

fn look_at_member(
    file_name: &str,
    bytes: &[u8],
    name: &str,
    asked: &Layout,
    own: &mut Preview,
) -> Result<(), Undecodable> {
    let layout = Layout {
        member: name.to_owned(),
        ..asked.clone()
    };
    let Some((_, inner)) = decode::unpacked(file_name, bytes, &layout)? else {
        return Ok(());
    };
    if decode::members(name, &inner)?.is_some() {
        let place = Place {
            file: file_name.to_owned(),
            part: name.to_owned(),
            ..Place::default()
        };
        let finding = Finding::error(
            "unreadable",
            place,
            "an archive within an archive is not opened",
        );
        return Err(Box::new(
            finding.hint("unpack it and look at the files in it"),
        ));
    }
    one(file_name, name, &inner, &without_member(&layout), own)
}
