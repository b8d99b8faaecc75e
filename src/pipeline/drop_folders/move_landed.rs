//! Moves landed files when it is known what became of them.

use crate::model::{Finding, Place};
use crate::pipeline::drop_folders::listing::FileSignature;
use crate::pipeline::drop_folders::moved::{REFUSED, TAKEN};
use crate::pipeline::drop_folders::take::Dropped;
use crate::store::{FindingRecord, Lake, move_file, write_note};

/// Moves landed files; `fate` tells whether the rows of a delivery are in use, and nothing when
/// that is not known yet. A file that someone has written again meanwhile stays: the next look
/// takes it.
pub fn move_all_landed(
    lake: &Lake,
    dropped: &[Dropped],
    fate: impl Fn(&str, &str) -> Option<bool>,
    faults: &[FindingRecord],
) -> Vec<Finding> {
    let mut findings = vec![];
    for file in dropped {
        let (Some(used), Some(parent)) = (fate(&file.dataset, &file.delivery), file.path.parent())
        else {
            continue;
        };
        if FileSignature::of(&file.path) != Some(file.seen) {
            continue;
        }
        let done = move_file(
            lake.files(),
            &file.path,
            &parent.join(if used { TAKEN } else { REFUSED }),
            &file.name,
        );
        let noted = done.and_then(|to| {
            if used {
                Ok(())
            } else {
                write_note(lake.files(), &to, &why(file, faults))
            }
        });
        if let Err(error) = noted {
            let place = Place {
                file: file.path.to_string_lossy().into_owned(),
                ..Place::default()
            };
            let message = format!(
                "the file is landed as delivery `{}` and cannot be moved: {error}",
                file.delivery
            );
            findings.push(
                Finding::warning("drop_not_moved", place, message)
                    .hint("let chiso write in the folder, or move the file away"),
            );
        }
    }
    findings
}

pub(super) fn why(file: &Dropped, faults: &[FindingRecord]) -> String {
    let its = faults
        .iter()
        .filter(|f| f.dataset == file.dataset && f.delivery == file.delivery);
    let said: Vec<String> = its.map(|f| f.clone().into_finding().to_string()).collect();
    format!(
        "Nothing of this file is used; what was delivered before stays in use.\n\ndataset {}, delivery {}\n\n{}\n\nPut the corrected file into the folder \
         above under the same name.\n",
        file.dataset,
        file.delivery,
        said.join("\n")
    )
}
