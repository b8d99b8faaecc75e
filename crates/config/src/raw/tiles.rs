//! Mirror of a tile map: the part of `datasets/<id>.toml` that is of kind `areas`.

use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A map of areas on a grid, each a tile of the same size.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tiles {
    /// First day whose areas it shows, until the next map. Leave out if the areas never changed.
    pub valid_from: Option<String>,
    /// The rows from north to south: codes of areas from west to east with blanks between them, and
    /// `.` where there is none. A code that stands more than once has parts that lie apart.
    pub grid: Vec<String>,
    /// What tiles are called, by code of the area, one label for each of its tiles. Default: the name
    /// of the area.
    #[serde(default)]
    pub labels: BTreeMap<String, Vec<String>>,
}
