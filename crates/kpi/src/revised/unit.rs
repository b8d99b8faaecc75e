//! What revisions are stated in.

use chiso_model::{Measure, MeasureValue};
use num_rational::BigRational;
use num_traits::{One, Signed};
use serde::{Deserialize, Serialize};

/// What revisions are stated in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RevisionUnit {
    /// Shares of the earlier figure, for amounts.
    Ratio,
    /// Differences in the unit of the figures, for rates, shares, scores and indices.
    Difference(String),
}

impl RevisionUnit {
    /// For figures of a measure in a unit; those of one that is not declared are taken for amounts.
    #[must_use]
    pub fn new(measure: &str, unit: &str, declared: &[Measure]) -> RevisionUnit {
        let amount = declared
            .iter()
            .find(|m| m.id == measure)
            .is_none_or(|m| m.is_amount(unit));
        if amount {
            RevisionUnit::Ratio
        } else {
            RevisionUnit::Difference(unit.to_owned())
        }
    }

    /// For a figure.
    #[must_use]
    pub fn of(value: &MeasureValue, declared: &[Measure]) -> RevisionUnit {
        RevisionUnit::new(&value.measure, &value.figure.unit, declared)
    }

    /// The word under which they are published, and what they are multiplied with: differences of
    /// percentages and of ratios are points.
    #[must_use]
    pub fn published(&self) -> (&str, i64) {
        match self {
            RevisionUnit::Ratio => ("ratio", 1),
            RevisionUnit::Difference(unit) => match unit.as_str() {
                "percent" | "%" => ("pp", 1),
                "ratio" | "share" => ("pp", 100),
                unit => (unit, 1),
            },
        }
    }

    /// A revision as it is published.
    #[must_use]
    pub fn scaled(&self, revision: &BigRational) -> BigRational {
        revision * BigRational::from_integer(self.published().1.into())
    }

    /// The distance from an earlier figure to a later one; `None` for a share of what is not
    /// positive.
    #[must_use]
    pub fn revision(&self, earlier: &BigRational, later: &BigRational) -> Option<BigRational> {
        match self {
            RevisionUnit::Ratio => earlier
                .is_positive()
                .then(|| later / earlier - BigRational::one()),
            RevisionUnit::Difference(_) => Some(later - earlier),
        }
    }
}
