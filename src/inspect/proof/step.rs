//! One comparison of a proof.

/// One comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofStep {
    /// What was compared: `configuration`, `landing`, `table`, `cell`, `item`, `row`, `operand` or
    /// `score`.
    pub what: &'static str,
    /// Which one.
    pub subject: String,
    /// What it says.
    pub found: String,
    /// What it was compared with, and what that says.
    pub against: String,
    /// Whether the two agree; `None` when there was nothing to compare it with.
    pub holds: Option<bool>,
}

pub(super) fn step(
    what: &'static str,
    subject: impl Into<String>,
    found: impl Into<String>,
    against: impl Into<String>,
    holds: bool,
) -> ProofStep {
    ProofStep {
        what,
        subject: subject.into(),
        found: found.into(),
        against: against.into(),
        holds: Some(holds),
    }
}
