//! Reads the table of a file that a contract is drafted for.

use super::file::DraftFile;
use super::guesses::Draft;
use super::one::{draft_table, faults};
use super::several::FileTables;
use super::unlisted;
use crate::ingest::preview::{Preview, preview};
use crate::model::{AreaRegister, Finding, Layout};

/// Looks at a file. `asked` is what somebody said about it: encoding, sheet, member.
///
/// # Errors
/// What keeps a table from being read, and `no_such_part` when it is not said which table is meant.
pub fn draft(
    file_name: &str,
    bytes: &[u8],
    asked: &Layout,
    areas: &AreaRegister,
) -> Result<Draft, Vec<Finding>> {
    let file = DraftFile {
        name: file_name,
        bytes,
        areas,
    };
    let seen = preview(file_name, bytes, asked);
    match unlisted::proposed(file, &seen, asked) {
        Some(layout) => drafted(file, &preview(file_name, bytes, &layout), &layout),
        None => drafted(file, &seen, asked),
    }
}

/// The draft of the table that is asked for, or that alone of several can be it.
fn drafted(file: DraftFile<'_>, seen: &Preview, asked: &Layout) -> Result<Draft, Vec<Finding>> {
    let refused = faults(seen);
    if !refused.is_empty() && (seen.format.is_some() || seen.tables.is_empty()) {
        return Err(refused);
    }
    match FileTables::of(file, seen, asked)? {
        FileTables::One(table) => draft_table(file, seen, table, asked).map(|(draft, _)| draft),
        FileTables::Several(several) => several.chosen(file, asked),
    }
}
