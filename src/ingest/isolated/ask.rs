//! The process that asks: it starts the second one and takes its records.

use super::message::{ChildMessage, Request};
use crate::decode::{self, Decoded, Reading, Record, Undecodable};
use crate::env::{Bounds, Ended, Input, Isolated, isolate, may_isolate};
use crate::model::{Finding, Format, Place};
use std::io::BufReader;

/// The word with which the program starts itself; no command of people.
pub const COMMAND: &str = "decode-delivery";

/// Rule of a delivery that could not be decoded within the limits. It is tried again by every run
/// that has something to do, because another machine or another limit may have room for it.
pub const DECODE_LIMIT: &str = "decode_limit";

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
        ChildMessage::Table {
            columns,
            header_at,
            other_tables,
        } => Ok(Decoded {
            columns,
            header_at,
            records: Box::new(answer),
            other_tables,
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
            Ended::Well => fault(file, "its decoding stopped before the end".to_owned()),
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

pub(super) fn fault(file: &str, message: String) -> Finding {
    let place = Place {
        file: file.to_owned(),
        ..Place::default()
    };
    Finding::error("unreadable", place, message)
        .hint("fetch it again, or open it in its own program and save it again")
}
