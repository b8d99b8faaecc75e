//! What a change is a change on, and whether it is one a year.
//!
//! An average rate of change a year is the root of a quotient, which mostly no fraction holds. It
//! is held to eighteen decimal places so that it compares with every threshold as the root itself
//! does: where the root lies between two such decimals it is the middle between them, which is
//! neither.

use super::root::Radicand;
use crate::period::Period;
use crate::series::months;
use crate::span::Span;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed};

/// Which period a change is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// The same period so many years before, by identity.
    YearsBefore(i32),
    /// So many periods of the same length before.
    PeriodsBefore(i32),
    /// One period for all.
    Period(Period),
}

impl Default for Base {
    fn default() -> Base {
        Base::YearsBefore(1)
    }
}

/// What a change is compared with, and whether it is one a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The period compared with.
    pub base: Base,
    /// The average change a year between the two periods, instead of the change between them.
    pub a_year: bool,
}

/// The periods whose change looks at a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparedBy {
    /// One period.
    One(Period),
    /// Any.
    Any,
}

impl Base {
    /// The period compared with, by name; none for week 53 where the year compared with has 52.
    #[must_use]
    pub fn named(self, period: Period) -> Option<Period> {
        match self {
            Base::YearsBefore(years) => period.years_before(years),
            Base::PeriodsBefore(periods) => Some(period.earlier(periods)),
            Base::Period(base) => Some(base),
        }
    }

    /// Whether a period can be compared with it. The period before a year to date is no year to
    /// date of as many months, and a month is not compared with a year.
    #[must_use]
    pub fn fits(self, period: Period, span: Span) -> bool {
        match self {
            Base::YearsBefore(_) => true,
            Base::PeriodsBefore(_) => span != Span::Ytd,
            Base::Period(base) => {
                let alike = span == Span::Period && base.frequency() == period.frequency();
                alike && base.start() < period.start()
            }
        }
    }

    /// The periods that are compared with a period.
    #[must_use]
    pub fn compared_by(self, base: Period) -> Option<ComparedBy> {
        match self {
            Base::YearsBefore(years) => base.years_before(-years).map(ComparedBy::One),
            Base::PeriodsBefore(periods) => Some(ComparedBy::One(base.earlier(-periods))),
            Base::Period(fixed) => (fixed == base).then_some(ComparedBy::Any),
        }
    }
}

/// So many years as months, in lowest terms: the power and the root that make a change one a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Yearly {
    /// The power of the quotient.
    pub power: u32,
    /// The root of that.
    pub root: u32,
}

impl Yearly {
    /// Between two periods of one length; `None` where the second is not the later one, and where
    /// two weeks are not the same one of two years.
    #[must_use]
    pub fn between(base: Period, now: Period) -> Option<Yearly> {
        let end = |period: Period| match period {
            Period::Week(year, _) if base.in_year(year) == Some(period) => Some(year * 12),
            Period::Week(..) => None,
            _ => Some(months(period, Span::Period).1),
        };
        let apart = u32::try_from(end(now)? - end(base)?)
            .ok()
            .filter(|m| *m > 0)?;
        let common = common_divisor(apart, 12);
        Some(Yearly {
            power: 12 / common,
            root: apart / common,
        })
    }

    /// A difference over all of the time as one a year.
    #[must_use]
    pub fn of_difference(self, difference: &BigRational) -> BigRational {
        let share = BigRational::new(self.power.into(), self.root.into());
        difference * share
    }

    /// A rate of change over all of the time as one a year, held as described above; `None` where
    /// the figures have different signs, which have no such rate.
    #[must_use]
    pub fn of_rate(self, rate: &BigRational) -> Option<BigRational> {
        let quotient = rate + BigRational::one();
        if quotient.is_negative() {
            return None;
        }
        let powered: BigRational = Pow::pow(quotient, self.power);
        if self.root == 1 {
            return Some(powered - BigRational::one());
        }
        let places: BigInt = Pow::pow(BigInt::from(10), 18_u32);
        let [numerator, denominator, unit] =
            [powered.numer(), powered.denom(), &places].map(|n| n.magnitude().clone());
        let radicand = Radicand {
            numerator,
            denominator,
            unit,
        };
        let (floor, exact) = radicand.root(self.root);
        let twice: BigInt = BigInt::from(floor) * 2 + i32::from(!exact);
        Some(BigRational::new(twice, places * 2) - BigRational::one())
    }
}

const fn common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ratio(n: i64, d: i64) -> BigRational {
        BigRational::new(n.into(), d.into())
    }

    #[test]
    fn a_year_a_quarter_and_a_fixed_base() {
        let at = |text: &str| text.parse::<Period>().unwrap();
        let cases = [
            (Base::YearsBefore(1), "2020-02", "2019-02"),
            (Base::YearsBefore(4), "2024-Q1", "2020-Q1"),
            (Base::PeriodsBefore(1), "2024-Q1", "2023-Q4"),
            (Base::PeriodsBefore(1), "2024-01", "2023-12"),
            (Base::PeriodsBefore(2), "2024", "2022"),
            (Base::Period(Period::Year(2020)), "2024", "2020"),
            (Base::YearsBefore(1), "2024-W10", "2023-W10"),
            (Base::YearsBefore(5), "2020-W53", "2015-W53"),
            (Base::PeriodsBefore(1), "2021-W01", "2020-W53"),
        ];
        for (base, now, then) in cases {
            assert_eq!(base.named(at(now)), Some(at(then)), "{base:?}");
            let back = base.compared_by(at(then)).unwrap();
            assert!(matches!(back, ComparedBy::Any) || back == ComparedBy::One(at(now)));
            assert!(base.fits(at(now), Span::Period));
        }
        let year_before = Base::YearsBefore(1);
        assert_eq!(year_before.named(at("2020-W53")), None, "2019 has 52 weeks");
        assert_eq!(year_before.compared_by(at("2020-W53")), None);
        let fixed = Base::Period(Period::Year(2020));
        for period in ["2020", "2019", "2024-Q1", "2024-03"] {
            assert!(!fixed.fits(at(period), Span::Period), "{period}");
        }
        assert!(!Base::PeriodsBefore(1).fits(at("2024-03"), Span::Ytd));
    }

    #[test]
    fn an_average_rate_is_the_root_of_the_quotient() {
        let over =
            |from: &str, to: &str| Yearly::between(from.parse().unwrap(), to.parse().unwrap());
        let two = over("2020", "2022").unwrap();
        assert_eq!(
            two.of_rate(&ratio(21, 100)),
            Some(ratio(1, 10)),
            "1.21 is 1.1 twice"
        );
        assert_eq!(
            two.of_rate(&ratio(-1, 1)),
            Some(ratio(-1, 1)),
            "all is gone"
        );
        assert_eq!(two.of_rate(&ratio(-2, 1)), None, "from plus to minus");
        assert_eq!(two.of_difference(&ratio(5, 1)), ratio(5, 2));
        let quarter = over("2019-Q4", "2020-Q1").unwrap();
        assert_eq!(
            quarter.of_rate(&ratio(1, 10)),
            Some(ratio(4641, 10000)),
            "1.1 four times"
        );
        assert_eq!(over("2020", "2020"), None);
        let weeks = over("2018-W10", "2020-W10").unwrap();
        assert_eq!(weeks.of_rate(&ratio(21, 100)), Some(ratio(1, 10)));
        assert_eq!(over("2020-W10", "2020-W11"), None, "no share of a year");
    }

    proptest! {
        /// The rate compares with a threshold as the power of the threshold does with the quotient.
        #[test]
        fn a_rate_a_year_compares_as_the_root_does(now in 1i64..5000, base in 1i64..5000, years in 1u32..12, wanted in -900_000i64..2_000_000) {
            let yearly = Yearly { power: 1, root: years };
            let threshold = ratio(wanted, 1_000_000);
            let rate = yearly.of_rate(&(ratio(now, base) - BigRational::one())).unwrap();
            let powered: BigRational = Pow::pow(&threshold + BigRational::one(), years);
            prop_assert_eq!(rate.cmp(&threshold), ratio(now, base).cmp(&powered));
            let exact: BigRational = Pow::pow(&threshold + BigRational::one(), years);
            prop_assert_eq!(yearly.of_rate(&(exact - BigRational::one())), Some(threshold));
        }
    }
}
