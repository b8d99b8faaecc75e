//! What a source delivers, from files, an address or a database.

use crate::ingest::fetch::Fetched;
use crate::model::{Finding, Place, Source};
use crate::pipeline::source_content::SourceContent;
use crate::pipeline::source_files::SourceFile;
use crate::store::{LandedDelivery, Transfer};
use std::collections::BTreeSet;

/// Something that a source delivers.
pub(super) struct SourceDelivery {
    pub(super) file_name: String,
    pub(super) path: String,
    pub(super) content: SourceContent,
    pub(super) transfer: Option<Transfer>,
}

/// What a source says when it is asked.
pub(super) struct SourceAnswer {
    /// What it delivers.
    pub(super) came: Vec<SourceDelivery>,
    /// The delivery that still holds, where it delivers nothing.
    pub(super) still: Option<String>,
    /// What went wrong.
    pub(super) faults: Vec<Finding>,
}

impl SourceAnswer {
    /// Nothing but what was said last.
    pub(super) fn still(last: Option<&LandedDelivery>) -> SourceAnswer {
        SourceAnswer {
            came: vec![],
            still: last.map(|l| l.delivery.clone()),
            faults: vec![],
        }
    }
}

/// What an address or a database says: new bytes, or the delivery that still holds, with what went
/// wrong.
pub(super) fn fetched(
    asked: Result<Fetched, Box<Finding>>,
    source: &Source,
    last: Option<&LandedDelivery>,
) -> SourceAnswer {
    match asked {
        Ok(Fetched::New(fetch)) => {
            let extension = if fetch.transfer.pages.is_empty() {
                source.format.extension()
            } else {
                "pages"
            };
            let came = SourceDelivery {
                file_name: format!("{}.{extension}", source.id),
                path: fetch.address,
                content: SourceContent::Held(fetch.bytes),
                transfer: Some(fetch.transfer),
            };
            SourceAnswer {
                came: vec![came],
                still: None,
                faults: vec![],
            }
        }
        Ok(Fetched::Unchanged) => SourceAnswer::still(last),
        // No figures is what the source says; what it said before stays in use, and the remark
        // stays until it says more.
        Ok(Fetched::Nothing(finding)) | Err(finding) => SourceAnswer {
            faults: vec![*finding],
            ..SourceAnswer::still(last)
        },
    }
}

/// What files say that were read.
pub(super) fn from_files(
    (read, mut faults): (Vec<SourceFile>, Vec<Finding>),
    source: &Source,
    landed: &[LandedDelivery],
) -> SourceAnswer {
    let came = |r: SourceFile| SourceDelivery {
        file_name: r.file_name,
        path: r.path,
        content: r.content,
        transfer: None,
    };
    let came: Vec<SourceDelivery> = read.into_iter().map(came).collect();
    let unread: Vec<&str> = faults.iter().map(|f| f.place.file.as_str()).collect();
    let gone = gone(source, (&came, &unread), landed);
    faults.extend(gone);
    SourceAnswer {
        came,
        still: None,
        faults,
    }
}

/// Files that delivered figures before and are no longer there, while the source has others: worth
/// a remark, for what they said stays in use.
fn gone(
    source: &Source,
    (files, unread): (&[SourceDelivery], &[&str]),
    landed: &[LandedDelivery],
) -> Vec<Finding> {
    if files.is_empty() {
        return Vec::new();
    }
    let paths = files.iter().map(|f| f.path.as_str());
    let there: BTreeSet<&str> = paths.chain(unread.iter().copied()).collect();
    let held: BTreeSet<String> = files.iter().map(|f| f.content.sha256()).collect();
    let gone: BTreeSet<&str> = landed
        .iter()
        .filter(|l| {
            l.receipt.source_id == source.id
                && l.receipt.transfer.is_none()
                && !held.contains(&l.receipt.sha256)
        })
        .map(|l| l.receipt.path.as_str())
        .filter(|path| !there.contains(path))
        .collect();
    let remark = |path: &str| {
        let place = Place {
            file: path.to_owned(),
            ..Place::default()
        };
        Finding::warning(
            "file_gone",
            place,
            "the file delivered figures before and is no longer there; they stay in use",
        )
        .hint("deliver a file under the same name to revise or withdraw them")
    };
    gone.into_iter().map(remark).collect()
}
