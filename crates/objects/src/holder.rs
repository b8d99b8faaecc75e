//! Who works on a lake, as others are told.

use serde::{Deserialize, Serialize};

/// Who works on the lake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Machine and folder: the same for every run of one folder.
    pub by: String,
    /// Since when, as its clock says.
    pub since: String,
    /// Which run of it.
    pub run: String,
}
