//! Decoding in a second process with limits of memory and time, so that whatever a library does
//! with a file ends as one refused delivery.
//!
//! Delimited text is read by code of our own that holds a block at a time, and needs none. Every
//! other format, and whatever is packed, is decoded by `chiso decode-delivery`: the bytes go to its
//! standard input, and columns, records and faults come back as they are. Where the program cannot
//! start itself (tests of the library) decoding happens here, with the same result.

use super::decode::{self, Decoded, Reading, Record, Undecodable};
use crate::env::{Bounds, Ended, Input, Isolated, bound_this_process, isolate, may_isolate};
use crate::model::{Finding, Format, Layout, Place};
use serde::{Deserialize, Serialize};
use std::io::{self, BufReader, Read, Write};

/// The word with which the program starts itself; no command of people.
pub const COMMAND: &str = "decode-delivery";

/// Rule of a delivery that could not be decoded within the limits. It is tried again by every run
/// that has something to do, because another machine or another limit may have room for it.
pub const DECODE_LIMIT: &str = "decode_limit";

/// Records that cross together.
const AT_ONCE: usize = 256;

/// Bytes of cells beyond which no more records cross together.
const BYTES_AT_ONCE: usize = 1 << 18;

/// What is asked of the second process.
#[derive(Debug, Serialize, Deserialize)]
struct Request {
    file_name: String,
    format: Format,
    layout: Layout,
    decimal: char,
    pages: Vec<u64>,
    max_cells: usize,
    memory_mib: u64,
    seconds: u64,
}

/// What the second process says, in this order: a table, its records, the end; or a fault in place
/// of what would follow.
#[derive(Debug, Serialize, Deserialize)]
enum ChildMessage {
    Table {
        columns: Vec<String>,
        beside: Vec<String>,
    },
    Records(Vec<Record>),
    Fault(Finding),
    End,
}

/// Whether a file is decoded in a second process.
#[must_use]
pub fn is_isolated(reading: Reading<'_>, head: &[u8]) -> bool {
    let ours = matches!(reading.format, Format::Csv | Format::SdmxCsv) && !decode::is_packed(head);
    may_isolate() && !ours
}

/// As [`decode::decode`], within limits.
///
/// # Errors
/// As [`decode::decode`]; and [`DECODE_LIMIT`] when the file needs more than it is allowed.
pub fn decode<'a>(
    reading: Reading<'a>,
    bytes: &'a [u8],
    bounds: Bounds,
) -> Result<Decoded<'a>, Undecodable> {
    if is_isolated(reading, bytes) {
        decode_apart(reading, Input::Bytes(bytes), bounds)
    } else {
        decode::decode(reading, bytes)
    }
}

/// Decodes what a second process is given.
///
/// # Errors
/// As [`decode`].
pub fn decode_apart<'a>(
    reading: Reading<'a>,
    input: Input<'_>,
    bounds: Bounds,
) -> Result<Decoded<'a>, Undecodable> {
    let failed = |why: &dyn std::fmt::Display| {
        Box::new(limit(
            reading.file_name,
            format!("the process that decodes it cannot be started: {why}"),
        ))
    };
    let request = Request {
        file_name: reading.file_name.to_owned(),
        format: reading.format,
        layout: reading.layout.clone(),
        decimal: reading.decimal,
        pages: reading.pages.to_vec(),
        max_cells: reading.max_cells,
        memory_mib: bounds.memory_mib,
        seconds: bounds.seconds,
    };
    let request = serde_json::to_string(&request).map_err(|e| failed(&e))?;
    let process = isolate(&[COMMAND, &request], input, bounds).map_err(|e| failed(&e))?;
    let mut answer = ChildRecords {
        file_name: reading.file_name,
        bounds,
        said: Some(BufReader::new(process)),
        waiting: Vec::new().into_iter(),
    };
    match answer.hear()? {
        ChildMessage::Table { columns, beside } => Ok(Decoded {
            columns,
            records: Box::new(answer),
            beside,
        }),
        ChildMessage::Fault(finding) => Err(Box::new(finding)),
        ChildMessage::Records(_) | ChildMessage::End => Err(answer.broken()),
    }
}

/// The records that a second process sends. After an error there are no more.
struct ChildRecords<'a> {
    file_name: &'a str,
    bounds: Bounds,
    said: Option<BufReader<Isolated>>,
    waiting: std::vec::IntoIter<Record>,
}

impl ChildRecords<'_> {
    fn hear(&mut self) -> Result<ChildMessage, Undecodable> {
        let heard = self
            .said
            .as_mut()
            .map(rmp_serde::from_read::<_, ChildMessage>);
        match heard {
            Some(Ok(said)) => Ok(said),
            Some(Err(_)) | None => Err(self.broken()),
        }
    }

    /// Why nothing more comes.
    fn broken(&mut self) -> Undecodable {
        let file = self.file_name;
        let Bounds {
            memory_mib,
            seconds,
        } = self.bounds;
        let ended = self.said.take().map_or_else(
            || Ended::Failed("it ended".to_owned()),
            |said| said.into_inner().ended(),
        );
        Box::new(match ended {
            Ended::OutOfMemory => limit(
                file,
                format!("it needs more than {memory_mib} MiB of memory to be decoded"),
            ),
            Ended::OutOfTime => limit(
                file,
                format!("it needs more than {seconds} s of processor time to be decoded"),
            ),
            Ended::Well => fault(file, "its decoding ended before its end".to_owned()),
            Ended::Failed(why) => fault(file, format!("its decoding failed: {why}")),
        })
    }
}

impl Iterator for ChildRecords<'_> {
    type Item = Result<Record, Undecodable>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(record) = self.waiting.next() {
                return Some(Ok(record));
            }
            self.said.as_ref()?;
            match self.hear() {
                Ok(ChildMessage::Records(records)) => self.waiting = records.into_iter(),
                Ok(ChildMessage::End) => {
                    self.said = None;
                    return None;
                }
                Ok(ChildMessage::Fault(finding)) => {
                    self.said = None;
                    return Some(Err(Box::new(finding)));
                }
                Ok(ChildMessage::Table { .. }) => return Some(Err(self.broken())),
                Err(finding) => return Some(Err(finding)),
            }
        }
    }
}

fn limit(file: &str, message: String) -> Finding {
    let place = Place {
        file: file.to_owned(),
        ..Place::default()
    };
    Finding::error(DECODE_LIMIT, place, message).hint(
        "the file may be damaged or hostile: open it in its own program and save it again, or ask where it comes from; \
         if it is sound, raise `decode_memory_mib` or `decode_seconds` in `[limits]` of chiso.toml \
         and run again",
    )
}

fn fault(file: &str, message: String) -> Finding {
    let place = Place {
        file: file.to_owned(),
        ..Place::default()
    };
    Finding::error("unreadable", place, message)
        .hint("fetch it again, or open it in its own program and save it again")
}

/// The second process: limits itself, decodes standard input and says on standard output what it
/// finds.
///
/// # Errors
/// When it is asked what it does not understand, or nobody listens.
pub fn serve(request: &str) -> io::Result<()> {
    let Request {
        file_name,
        format,
        layout,
        decimal,
        pages,
        max_cells,
        memory_mib,
        seconds,
    } = serde_json::from_str(request)?;
    bound_this_process(Bounds {
        memory_mib,
        seconds,
    });
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let reading = Reading {
        file_name: &file_name,
        format,
        layout: &layout,
        decimal,
        pages: &pages,
        max_cells,
    };
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match decode::decode(reading, &bytes) {
        Ok(Decoded {
            columns,
            records,
            beside,
        }) => {
            say(&mut out, &ChildMessage::Table { columns, beside })?;
            let last = send(&mut out, records)?;
            say(&mut out, &last)?;
        }
        Err(finding) => say(&mut out, &ChildMessage::Fault(*finding))?,
    }
    out.flush()
}

/// Sends records; gives what is to be said behind the last.
fn send(out: &mut impl Write, records: decode::Records<'_>) -> io::Result<ChildMessage> {
    let (mut waiting, mut bytes) = (Vec::with_capacity(AT_ONCE), 0);
    for record in records {
        match record {
            Ok(record) => {
                bytes += record.cells.iter().map(String::len).sum::<usize>();
                waiting.push(record);
            }
            Err(finding) => {
                say(out, &ChildMessage::Records(waiting))?;
                return Ok(ChildMessage::Fault(*finding));
            }
        }
        if waiting.len() == AT_ONCE || bytes > BYTES_AT_ONCE {
            say(out, &ChildMessage::Records(std::mem::take(&mut waiting)))?;
            bytes = 0;
        }
    }
    say(out, &ChildMessage::Records(waiting))?;
    Ok(ChildMessage::End)
}

fn say(out: &mut impl Write, said: &ChildMessage) -> io::Result<()> {
    let bytes = rmp_serde::to_vec(said).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a table sends comes back as it was.
    #[test]
    fn records_cross_unchanged() {
        let all: Vec<Record> = (1..=600)
            .map(|row| Record {
                part: "Bảng 1".into(),
                row,
                cells: vec![row.to_string(), "1,5 \u{0}".into()],
            })
            .collect();
        let mut bytes = Vec::new();
        say(
            &mut bytes,
            &ChildMessage::Table {
                columns: vec!["Tỉnh".into()],
                beside: vec!["Bảng 2".into()],
            },
        )
        .unwrap();
        let last = send(&mut bytes, Box::new(all.clone().into_iter().map(Ok))).unwrap();
        say(&mut bytes, &last).unwrap();
        let mut from = bytes.as_slice();
        let mut hear = || rmp_serde::from_read::<_, ChildMessage>(&mut from).unwrap();
        assert!(
            matches!(hear(), ChildMessage::Table { columns, beside } if columns == ["Tỉnh"] && beside == ["Bảng 2"])
        );
        let mut came = Vec::new();
        let end = loop {
            match hear() {
                ChildMessage::Records(records) => came.extend(records),
                end => break end,
            }
        };
        assert!(matches!(end, ChildMessage::End) && came == all);
    }

    #[test]
    fn a_fault_among_records_comes_behind_those_before_it() {
        let broken = Box::new(fault("a.xml", "the file ends within `Obs`".to_owned()));
        let records = vec![
            Ok(Record {
                part: String::new(),
                row: 1,
                cells: vec![],
            }),
            Err(broken.clone()),
        ];
        let mut bytes = Vec::new();
        let last = send(&mut bytes, Box::new(records.into_iter())).unwrap();
        assert!(matches!(last, ChildMessage::Fault(finding) if finding == *broken));
        assert!(
            matches!(rmp_serde::from_read::<_, ChildMessage>(bytes.as_slice()).unwrap(), ChildMessage::Records(records) if records.len() == 1)
        );
    }
}
