//! Questions asked about a lake: where it stands, what a past release holds, why a figure is what
//! it is, and what a run would change.
//!
//! Nothing here changes what is published. It knows neither the terminal nor HTTP to users; `app`
//! shows what this returns.

mod answer;
mod causes;
mod changed_inputs;
mod computed_tables;
pub mod diff;
mod dry_run;
mod explain;
mod footing;
mod live_tables;
mod past_files;
mod past_release;
mod proof;
mod quarantine;
mod query;
mod question;
mod rebuild;
pub mod release_notes;
mod remake;
mod status;
mod study;
mod verdict_changes;
mod verify;

pub use computed_tables::{correlations_of, coverage_of, tables_of};
pub use dry_run::{NewDelivery, Plan, Unasked, plan};
pub use explain::{
    CheckResult, Explained, ExplainedCheck, ExplainedDelivery, ExplainedOperand, ExplainedRow,
    ExplainedSource, Explanation, LackingArea, LackingMember, Looked, Needed, Revisions, Union,
    explain_released, explain_score,
};
pub use past_release::Past;
pub use proof::{Proof, ProofStep, prove};
pub use quarantine::{
    QuarantinedInContext, QuarantinedObservation, cell, find_kept_aside, kept_aside, repairable,
    show_kept_aside,
};
pub use query::{Askable, askable, query};
pub use question::Question;
pub use rebuild::{Likeness, RemadeFile, rebuild};
pub use status::{DeliveryStatus, ProjectStatus, standing};
pub use study::{RowKey, Studied, study_row};
pub use verdict_changes::{VerdictChange, VerdictKey};
