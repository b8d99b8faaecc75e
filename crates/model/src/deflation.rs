//! Real money: what a measure at constant prices is declared by.

use crate::period::Period;

/// Real money: a measure at the prices of another period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deflation {
    /// The measure in prices of its own period.
    pub of: String,
    /// The measure that is the price index.
    pub deflator: String,
    /// The period whose prices are used.
    pub base: Period,
    /// Code of the area whose index is used for areas that have none of their own.
    pub national: Option<String>,
}

impl Deflation {
    /// What exactly is counted at constant prices: figures of another price basis, nominal ones
    /// too, are something else.
    #[must_use]
    pub fn basis(&self, nominal: &str) -> String {
        let prices = format!("in_{}_prices_by_{}", self.base, self.deflator);
        if nominal.is_empty() {
            prices
        } else {
            format!("{nominal}_{prices}")
        }
    }
}
