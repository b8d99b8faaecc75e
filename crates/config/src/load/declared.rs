//! What is declared about datasets: pipelines over them, and corrections and repairs of them.

use super::parsed::{Parsed, in_folder};
use crate::files::{CORRECTIONS, PIPELINES, REPAIRS};
use crate::pipeline::{self, PipelineFile};
use crate::schema::schema_of;
use crate::scope::Scope;
use crate::{correction, raw, repair};
use chiso_model::{Correction, Finding, Repair};
use std::collections::BTreeMap;

/// Pipelines, by id.
pub(super) fn read_pipelines(
    parsed: &[Parsed<'_>],
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> Vec<PipelineFile> {
    let schema = schema_of::<raw::Pipeline>(PIPELINES);
    let mut pipelines = vec![];
    for Parsed { file, document } in in_folder(parsed, PIPELINES) {
        if let Some(raw) = document.read::<raw::Pipeline>(&schema, faults) {
            pipelines.push(pipeline::check(
                &document.root(),
                &file.id,
                &raw,
                scope,
                faults,
            ));
        }
    }
    pipelines.sort_by(|a, b| a.pipeline.id.cmp(&b.pipeline.id));
    pipelines
}

/// Corrections, by dataset.
pub(super) fn read_corrections(
    parsed: &[Parsed<'_>],
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> BTreeMap<String, Vec<Correction>> {
    let schema = schema_of::<raw::Corrections>(CORRECTIONS);
    let mut corrections = BTreeMap::new();
    for Parsed { file, document } in in_folder(parsed, CORRECTIONS) {
        if let Some(raw) = document.read::<raw::Corrections>(&schema, faults) {
            corrections.insert(
                file.id.clone(),
                correction::check(&document.root(), &file.id, &raw, scope, faults),
            );
        }
    }
    corrections
}

/// Repairs, by dataset.
pub(super) fn read_repairs(
    parsed: &[Parsed<'_>],
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> BTreeMap<String, Vec<Repair>> {
    let schema = schema_of::<raw::Repairs>(REPAIRS);
    let mut repairs = BTreeMap::new();
    for Parsed { file, document } in in_folder(parsed, REPAIRS) {
        if let Some(raw) = document.read::<raw::Repairs>(&schema, faults) {
            repairs.insert(
                file.id.clone(),
                repair::check(&document.root(), &file.id, &raw, scope, faults),
            );
        }
    }
    repairs
}
