//! Money in another currency: what a measure that is converted is declared by.

use crate::currency::Currency;

/// A measure in another currency, by rates of exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// The measure in the currencies of its figures.
    pub of: String,
    /// The currency of all figures.
    pub to: Currency,
    /// The rates, one for each other currency.
    pub rates: Vec<Rate>,
    /// Code of the area whose rates are used for areas that have none of their own.
    pub national: Option<String>,
}

/// A rate of exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The currency that is converted by it.
    pub from: Currency,
    /// The measure that is the rate.
    pub measure: String,
    /// It says how much of `from` one unit of the other currency is, so that it divides.
    pub divides: bool,
}

impl Conversion {
    /// The unit of a rate between two currencies: how much of the first one of the second is.
    #[must_use]
    pub fn unit(price: Currency, one: Currency) -> String {
        format!("{}_per_{}", price.code(), one.code())
    }

    /// The rate by which money in a unit is converted; none where it is in the currency already, or
    /// where there is no rate for it.
    #[must_use]
    pub fn rate(&self, unit: &str) -> Option<&Rate> {
        self.rates.iter().find(|rate| rate.from.code() == unit)
    }
}
