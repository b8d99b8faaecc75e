//! The rounding of published inputs.

use chiso_model::{Dec, Operand};

/// Which way to lean within the rounding of the published inputs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum RoundingBound {
    /// The figures as they stand.
    Exact,
    /// Every input at the end of its rounding that makes the value smallest.
    Low,
    /// … largest.
    High,
}

/// Whether any input was published rounded.
pub fn rounded(operands: &[Operand]) -> bool {
    operands
        .iter()
        .filter_map(|o| o.found.as_ref())
        .any(|v| v.figure.rounding != Dec::ZERO)
}
