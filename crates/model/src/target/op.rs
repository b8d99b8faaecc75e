//! How a value is compared with its target.

use crate::words;

/// How a value is compared with its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetOp {
    /// At least.
    Ge,
    /// More than.
    Gt,
    /// At most.
    Le,
    /// Less than.
    Lt,
    /// At least one value and at most another: a corridor.
    Between,
}
words!(TargetOp, "comparison", {
    Ge => "ge", Gt => "gt", Le => "le", Lt => "lt", Between => "between",
});

impl TargetOp {
    /// The mathematical sign, for people; a corridor has none before its two bounds.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            TargetOp::Ge => "≥",
            TargetOp::Gt => ">",
            TargetOp::Le => "≤",
            TargetOp::Lt => "<",
            TargetOp::Between => "",
        }
    }

    /// Whether more is better.
    #[must_use]
    pub const fn is_floor(self) -> bool {
        matches!(self, TargetOp::Ge | TargetOp::Gt)
    }
}
