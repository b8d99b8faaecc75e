//! Explanations: from a verdict down to the cells it came from.

mod build;
mod comparability;
pub(super) mod explanation;
mod inputs;
mod provenance;
pub(super) mod score;
mod series;

pub use comparability::Union;
pub use explanation::{
    ExplainedOperand, ExplainedRow, ExplainedSource, Explanation, MadeOf, Needed, Revisions,
};
pub use provenance::{CheckResult, ExplainedCheck, ExplainedDelivery, Looked};
pub use score::{Explained, explain_score};
