//! What all KPIs of one evaluation are judged with.

use crate::evaluate::incremental::kept::{ByPlace, Kept};
use crate::evaluate::inputs::Inputs;
use crate::series::{Values, ValuesUpdated};
use std::collections::BTreeSet;

/// What all KPIs are judged with.
pub(super) struct Evaluation<'a> {
    pub(super) inputs: Inputs<'a>,
    pub(super) values: &'a ByPlace<Values>,
    pub(super) mended: &'a ByPlace<ValuesUpdated>,
    pub(super) broken: &'a BTreeSet<String>,
    pub(super) kept: Option<&'a Kept>,
}
