//! Explanations: from a verdict down to the cells it came from.

mod areas;
mod build;
mod checks;
mod comparability;
mod delivery;
pub(super) mod explanation;
mod inputs;
mod looked;
mod lookups;
mod members;
mod one_area;
mod operand;
mod provenance;
mod records;
mod release_inputs;
mod revisions;
mod rows;
pub(super) mod score;
mod series;

pub use checks::{CheckResult, ExplainedCheck};
pub use comparability::Union;
pub use delivery::ExplainedDelivery;
pub use explanation::{
    ExplainedOperand, ExplainedRow, ExplainedSource, Explanation, LackingArea, LackingMember,
    Needed, Revisions,
};
pub use looked::Looked;
pub use score::{Explained, explain_released, explain_score};
