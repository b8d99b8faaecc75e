//! What all KPIs of one evaluation are judged with.

use crate::evaluate::incremental::kept::Kept;
use crate::evaluate::inputs::Inputs;
use crate::model::BoundaryKey;
use crate::series::{Values, ValuesUpdated};
use std::collections::{BTreeMap, BTreeSet};

/// What all KPIs are judged with.
pub(super) struct Evaluation<'a> {
    pub(super) inputs: Inputs<'a>,
    pub(super) values: &'a BTreeMap<BoundaryKey, Values>,
    pub(super) mended: &'a BTreeMap<BoundaryKey, ValuesUpdated>,
    pub(super) broken: &'a BTreeSet<String>,
    pub(super) kept: Option<&'a Kept>,
}
