//! The fault of a workbook that cannot be read.

use super::super::{Undecodable, fault};

pub(super) fn bad(file: &str, sheet: &str, message: &str) -> Undecodable {
    let mut finding = fault(
        "unreadable",
        file,
        0,
        format!("the workbook cannot be read: {message}"),
    );
    sheet.clone_into(&mut finding.place.part);
    Box::new(
        finding.hint(
            "fetch it again, or open it in a spreadsheet and save it again without a password",
        ),
    )
}
