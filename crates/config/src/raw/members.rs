//! Mirror of a code list: the part of `datasets/<id>.toml` that is of kind `members`.

use super::Bilingual;
use schemars::JsonSchema;
use serde::Deserialize;

/// A member of a dimension.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Member {
    /// Its code, as the figures name it.
    pub code: String,
    /// Its name.
    pub title: Bilingual,
    /// Code of the member that it is a part of. The figure of that one is what is stated under its
    /// code, or else the sum over its parts.
    pub parent: Option<String>,
    /// First day on which it exists. Leave out if it always did.
    pub valid_from: Option<String>,
    /// Last day on which it exists. Leave out while it does.
    pub valid_to: Option<String>,
}
