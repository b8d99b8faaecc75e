//! What the two processes say to each other.

use crate::decode::Record;
use crate::model::{Finding, Format, Layout};
use serde::{Deserialize, Serialize};

/// What is asked of the second process.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) file_name: String,
    pub(super) format: Format,
    pub(super) layout: Layout,
    pub(super) decimal: char,
    pub(super) pages: Vec<u64>,
    pub(super) max_cells: usize,
    pub(super) memory_mib: u64,
    pub(super) seconds: u64,
}

/// What the second process says, in this order: a table, its records, the end; or a fault in place
/// of what would follow.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum ChildMessage {
    Table {
        columns: Vec<String>,
        header_at: Option<(String, u64)>,
        other_tables: Vec<String>,
    },
    Records(Vec<Record>),
    Fault(Finding),
    End,
}
