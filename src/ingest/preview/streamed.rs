//! Looks at a file of delimited text without holding it.

use super::seen::Preview;
use super::sniff::{self, Because};
use super::unpacked::{look_at_all, settled};
use crate::decode::{self, Reading, Undecodable};
use crate::model::{Finding, Format, Layout, Place};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Looks at a file of delimited text without holding it; `None` when it has to be held.
///
/// # Errors
/// When the file cannot be read.
pub fn preview_file(
    file_name: &str,
    path: &Path,
    asked: &Layout,
) -> std::io::Result<Option<Preview>> {
    let mut head = Vec::new();
    File::open(path)?
        .take(sniff::HEAD as u64)
        .read_to_end(&mut head)?;
    let sniffed = sniff::sniff(file_name, &head, asked);
    let guessed = sniffed
        .guesses
        .iter()
        .any(|g| g.because == Because::ValidUtf8);
    if !matches!(sniffed.format, Format::Csv | Format::SdmxCsv)
        || decode::is_packed(&head)
        || (guessed && !is_utf8(File::open(path)?)?)
    {
        return Ok(None);
    }
    let (mut preview, layout) = (Preview::nothing_yet(asked), sniffed.layout.clone());
    let looked = settled(file_name, file_name, sniffed, &layout, &mut preview)
        .and_then(|reading| look_through(reading, path, asked, &mut preview));
    match looked {
        Ok(None) => return Ok(None),
        Ok(Some(())) => {}
        Err(finding) => preview.findings.push(*finding),
    }
    preview.add_up();
    Ok(Some(preview))
}

/// Goes through the table of a file; `None` when it has to be held.
fn look_through(
    reading: Reading<'_>,
    path: &Path,
    asked: &Layout,
    preview: &mut Preview,
) -> Result<Option<()>, Undecodable> {
    let file_name = reading.file_name;
    let streamed = Reading {
        max_cells: usize::MAX,
        ..reading
    };
    let file = File::open(path).map_err(|e| unreadable(file_name, &e))?;
    decode::table_stream(streamed, file)?
        .map(|table| look_at_all(file_name, reading.format, vec![table], asked, preview))
        .transpose()
}

fn unreadable(file_name: &str, e: &std::io::Error) -> Undecodable {
    let place = Place {
        file: file_name.to_owned(),
        ..Place::default()
    };
    Box::new(Finding::error(
        "unreadable",
        place,
        format!("the file cannot be read: {e}"),
    ))
}

/// Whether all bytes are UTF-8, as far as they go.
fn is_utf8(mut file: File) -> std::io::Result<bool> {
    let mut bytes = Vec::new();
    loop {
        let from = bytes.len();
        file.by_ref().take(1 << 20).read_to_end(&mut bytes)?;
        let ended = bytes.len() == from;
        match std::str::from_utf8(&bytes) {
            Ok(_) if ended => return Ok(true),
            Ok(_) => bytes.clear(),
            Err(e) if e.error_len().is_some() => return Ok(false),
            Err(_) if ended => return Ok(true),
            Err(e) => _ = bytes.drain(..e.valid_up_to()),
        }
    }
}
