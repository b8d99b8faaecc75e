//! Totals over the members of a dimension that a measure asks for.

use crate::members::MemberList;
use std::sync::Arc;

/// A dimension of which the total over all members is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalOver {
    /// The dimension.
    pub dimension: String,
    /// Its members.
    pub members: Arc<MemberList>,
    /// The member whose parts are asked for; none for all members.
    pub of: Option<String>,
}

impl TotalOver {
    /// Whether a code is that of the total.
    #[must_use]
    pub fn is_total(&self, code: &str) -> bool {
        match &self.of {
            Some(of) => of == code,
            None => self.members.is_total(code),
        }
    }
}
