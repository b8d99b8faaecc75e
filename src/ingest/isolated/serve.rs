//! The second process: it decodes what it is given and says what it finds.

use super::message::{ChildMessage, Request};
use crate::decode::{self, Decoded, Reading};
use crate::env::{Bounds, bound_this_process};
use std::io::{self, Read, Write};

/// Records that cross together.
const AT_ONCE: usize = 256;

/// Bytes of cells beyond which no more records cross together.
const BYTES_AT_ONCE: usize = 1 << 18;

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
            header_at,
            records,
            other_tables,
        }) => {
            say(
                &mut out,
                &ChildMessage::Table {
                    columns,
                    header_at,
                    other_tables,
                },
            )?;
            let last = send(&mut out, records)?;
            say(&mut out, &last)?;
        }
        Err(finding) => say(&mut out, &ChildMessage::Fault(*finding))?,
    }
    out.flush()
}

/// Sends records; gives what is to be said behind the last.
pub(super) fn send(out: &mut impl Write, records: decode::Records<'_>) -> io::Result<ChildMessage> {
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

pub(super) fn say(out: &mut impl Write, said: &ChildMessage) -> io::Result<()> {
    let bytes = rmp_serde::to_vec(said).map_err(io::Error::other)?;
    out.write_all(&bytes)
}
