//! The fault of an archive, with the file in it.

use super::super::{Undecodable, fault};

pub(super) const REFETCH: &str = "the archive is damaged: fetch it again";

pub(super) fn bad(
    file: &str,
    part: &str,
    rule: &'static str,
    message: impl Into<String>,
    hint: &str,
) -> Undecodable {
    let mut finding = fault(rule, file, 0, message);
    part.clone_into(&mut finding.place.part);
    Box::new(finding.hint(hint))
}
