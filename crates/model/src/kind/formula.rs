//! How a value follows from figures in their roles. A kind names its formula once, and the value,
//! the text of `explain`, the divisors and the unit of errors all follow from it.

use crate::decimal::common_divisor;
use crate::measure::Role;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive};

/// A formula over the figures of a KPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// The figure itself.
    Figure(Role),
    /// The first over the second.
    Ratio(Role, Role),
    /// The first over the second, less one.
    RelativeChange(Role, Role),
    /// The first less the second.
    Difference(Role, Role),
    /// One ratio less another, in percentage points.
    PointsChange([Role; 2], [Role; 2]),
    /// The place of the figure among those of other areas.
    Place(Role),
    /// The place of the first less that of the second.
    RankChange(Role, Role),
}

/// What the errors and revisions of a value are stated in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Shares of the value, which is proportional to its current figure.
    Share,
    /// Shares of the value plus one, which is proportional to its current figure.
    Rate,
    /// Differences: a change in points has no whole that an error is a share of.
    Points,
}

/// One number over another, in numbers of the machine where these hold them.
fn quotient(over: BigRational, under: BigRational) -> BigRational {
    let small = |of: &BigRational| Some((of.numer().to_i64()?, of.denom().to_i64()?));
    let (Some((a, b)), Some((c, d))) = (small(&over), small(&under)) else {
        return over / under;
    };
    let (numer, denom) = (i128::from(a) * i128::from(d), i128::from(b) * i128::from(c));
    let common = common_divisor(numer, denom);
    BigRational::new_raw((numer / common).into(), (denom / common).into())
}

/// A number less one: the fraction is reduced still.
fn less_one(number: &BigRational) -> BigRational {
    BigRational::new_raw(number.numer() - number.denom(), number.denom().clone())
}

impl Formula {
    /// The exact value; `None` without a figure that it needs, or when a divisor is not positive.
    pub fn value(
        self,
        figure: impl Fn(Role) -> Option<BigRational>,
        place: impl Fn(Role) -> Option<BigRational>,
    ) -> Option<BigRational> {
        let ratio = |over: Role, under: Role| {
            let (over, under) = (figure(over)?, figure(under)?);
            under.is_positive().then(|| quotient(over, under))
        };
        match self {
            Formula::Figure(role) => figure(role),
            Formula::Ratio(over, under) => ratio(over, under),
            Formula::RelativeChange(now, base) => Some(less_one(&ratio(now, base)?)),
            Formula::Difference(one, other) => Some(figure(one)? - figure(other)?),
            Formula::PointsChange([part, whole], [base_part, base_whole]) => {
                let change = ratio(part, whole)? - ratio(base_part, base_whole)?;
                Some(change * BigRational::from(BigInt::from(100)))
            }
            Formula::Place(role) => place(role),
            Formula::RankChange(now, base) => Some(place(now)? - place(base)?),
        }
    }

    /// The figures that it divides by.
    #[must_use]
    pub const fn divisors(self) -> [Option<Role>; 2] {
        match self {
            Formula::Ratio(_, under) | Formula::RelativeChange(_, under) => [Some(under), None],
            Formula::PointsChange([_, now], [_, before]) => [Some(now), Some(before)],
            Formula::Figure(_)
            | Formula::Difference(..)
            | Formula::Place(_)
            | Formula::RankChange(..) => [None, None],
        }
    }

    /// Whether it divides by the figure in a role.
    #[must_use]
    pub fn divides_by(self, role: Role) -> bool {
        self.divisors().contains(&Some(role))
    }

    /// The two things that a reader compares, each a figure or a ratio of figures.
    #[must_use]
    pub const fn compared(self) -> [Option<Formula>; 2] {
        match self {
            Formula::Figure(role) | Formula::Place(role) => [Some(Formula::Figure(role)), None],
            Formula::Ratio(one, other)
            | Formula::RelativeChange(one, other)
            | Formula::Difference(one, other)
            | Formula::RankChange(one, other) => {
                [Some(Formula::Figure(one)), Some(Formula::Figure(other))]
            }
            Formula::PointsChange([part, whole], [base_part, base_whole]) => [
                Some(Formula::Ratio(part, whole)),
                Some(Formula::Ratio(base_part, base_whole)),
            ],
        }
    }

    /// What errors and revisions of the value are stated in.
    #[must_use]
    pub const fn scale(self) -> Scale {
        match self {
            Formula::Figure(_) | Formula::Ratio(..) | Formula::Place(_) => Scale::Share,
            Formula::RelativeChange(..) => Scale::Rate,
            Formula::Difference(..) | Formula::PointsChange(..) | Formula::RankChange(..) => {
                Scale::Points
            }
        }
    }

    /// Whether it is made of places among other areas.
    #[must_use]
    pub const fn of_places(self) -> bool {
        matches!(self, Formula::Place(_) | Formula::RankChange(..))
    }

    /// Whether it is the share that a part is of its whole.
    #[must_use]
    pub const fn is_share(self) -> bool {
        matches!(self, Formula::Ratio(Role::Part, Role::Whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotient_is_exact_whatever_its_numbers() {
        let large = i64::MAX;
        for (a, b, c, d) in [
            (-6, 4, 9, 2),
            (0, 1, 7, 3),
            (large, 3, large, 9),
            (large, 7, 2, large),
        ] {
            let over = BigRational::new(a.into(), b.into());
            let under = BigRational::new(c.into(), d.into());
            let wide = BigRational::from(BigInt::from(large).pow(3));
            let found = quotient(over.clone(), under.clone());
            assert_eq!(found, &over / &under);
            assert_eq!(found.denom(), (&over / &under).denom(), "reduced");
            assert_eq!(quotient(over.clone(), wide.clone()), over / wide);
        }
    }
}
