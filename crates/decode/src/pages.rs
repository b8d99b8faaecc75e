//! The pages of a delivery, or the files of its archive that are read together, and their names in
//! places.

use super::fault::{Undecodable, fault};
use super::packed;
use super::table::{DeliveryPage, Reading, Record};
use std::borrow::Cow;

/// The pages of a delivery; files of its archive that are not read go to `others`.
pub(super) fn pages<'a>(
    reading: Reading<'_>,
    bytes: &'a [u8],
    others: &mut Vec<String>,
) -> Result<Vec<DeliveryPage<Cow<'a, [u8]>>>, Undecodable> {
    if !reading.layout.members.is_empty() {
        let together = packed::files(reading, bytes)?;
        others.extend(together.others);
        let page = |(name, bytes)| DeliveryPage {
            name,
            content: Cow::Owned(bytes),
        };
        return Ok(together.files.into_iter().map(page).collect());
    }
    if reading.pages.is_empty() {
        return Ok(vec![DeliveryPage {
            name: String::new(),
            content: Cow::Borrowed(bytes),
        }]);
    }
    let mut rest = bytes;
    let mut pages = Vec::with_capacity(reading.pages.len());
    for (i, size) in reading.pages.iter().enumerate() {
        let name = format!("page {}", i + 1);
        let split = usize::try_from(*size)
            .ok()
            .and_then(|size| rest.split_at_checked(size));
        let Some((content, after)) = split else {
            return Err(on_page(too_short(reading.file_name), &name));
        };
        rest = after;
        pages.push(DeliveryPage {
            name,
            content: Cow::Borrowed(content),
        });
    }
    Ok(pages)
}

fn too_short(file: &str) -> Undecodable {
    let finding = fault(
        "unreadable",
        file,
        0,
        "the delivery is shorter than the pages in its receipt",
    );
    Box::new(
        finding.hint("restore the delivery from a backup, or remove its folder and fetch it again"),
    )
}

/// A record with the page on which it stands.
pub(super) fn named(
    record: Result<Record, Undecodable>,
    page: &str,
) -> Result<Record, Undecodable> {
    match record {
        Ok(record) if record.part.is_empty() => Ok(Record {
            part: page.to_owned(),
            ..record
        }),
        Ok(record) => Ok(Record {
            part: format!("{page}, {}", record.part),
            ..record
        }),
        Err(finding) => Err(on_page(finding, page)),
    }
}

/// A finding with the page of which it is said.
pub(super) fn on_page(mut finding: Undecodable, page: &str) -> Undecodable {
    let part = &mut finding.place.part;
    if part.is_empty() {
        page.clone_into(part);
    } else if !page.is_empty() {
        *part = format!("{page}, {part}");
    }
    finding
}
