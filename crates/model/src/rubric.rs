//! Scoring rubrics as data: which scheme holds in which years, its criteria, and the points that a
//! value earns.
//!
//! Points come from verified bands only. What nobody has verified earns nothing and says so; it is
//! never guessed.

use crate::bilingual::Bilingual;
use crate::decimal::Dec;
use crate::kpi::Kpi;
use crate::verdict::Reason;
use num_rational::BigRational;

/// A rubric: the schemes that followed each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rubric {
    /// File stem of its TOML.
    pub id: String,
    /// Its schemes, by first year.
    pub schemes: Vec<Scheme>,
}

/// A set of criteria as one decision laid it down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// The decision.
    pub id: String,
    /// First year that is judged by it.
    pub valid_from: i32,
    /// Last year; `None` while it holds.
    pub valid_to: Option<i32>,
    /// Where the scheme was read.
    pub source: String,
    /// Its criteria, as declared.
    pub criteria: Vec<Criterion>,
}

impl Scheme {
    /// Whether a year is judged by it.
    #[must_use]
    pub fn holds(&self, year: i32) -> bool {
        self.valid_from <= year && self.valid_to.is_none_or(|last| year <= last)
    }
}

/// One criterion of a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Identifier within the scheme.
    pub id: String,
    /// Field that it belongs to.
    pub field: String,
    /// Title.
    pub title: Bilingual,
    /// Most points that can be earned.
    pub maximum: Dec,
    /// The KPI whose value is looked up in the bands; empty when none computes it.
    pub kpi: String,
    /// That KPI.
    pub item: Option<Box<Kpi>>,
    /// Somebody has compared the bands with the decision.
    pub verified: bool,
    /// Bands of values; they do not overlap.
    pub bands: Vec<Band>,
    /// Where the criterion was read.
    pub source: String,
}

impl Criterion {
    /// The points that a value earns.
    ///
    /// # Errors
    /// The reason why none can be said: no band holds the value, or nobody has verified the bands.
    pub fn points(&self, value: &BigRational) -> Result<Dec, Reason> {
        let band = self
            .bands
            .iter()
            .find(|b| b.holds(value))
            .ok_or(Reason::BandMissing)?;
        if self.verified {
            Ok(band.points)
        } else {
            Err(Reason::BandUnverified)
        }
    }
}

/// Values that earn the same points: from the lower bound on, and below the upper one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Smallest value in it; any below the upper bound when `None`.
    pub from: Option<Dec>,
    /// Smallest value above it; none when `None`.
    pub below: Option<Dec>,
    /// Points.
    pub points: Dec,
}

impl Band {
    /// Whether a value lies in it. Compared exactly.
    #[must_use]
    pub fn holds(&self, value: &BigRational) -> bool {
        self.from.is_none_or(|from| *value >= from.ratio())
            && self.below.is_none_or(|below| *value < below.ratio())
    }

    /// Whether some value lies in both.
    #[must_use]
    pub fn overlaps(&self, other: &Band) -> bool {
        let before = |a: &Band, b: &Band| {
            a.below
                .zip(b.from)
                .is_some_and(|(below, from)| below <= from)
        };
        !before(self, other) && !before(other, self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn band(from: &str, below: &str, points: &str) -> Band {
        Band {
            from: from.parse().ok(),
            below: below.parse().ok(),
            points: points.parse().unwrap(),
        }
    }

    fn criterion(verified: bool) -> Criterion {
        Criterion {
            id: "c".into(),
            field: "1".into(),
            title: Bilingual::default(),
            maximum: Dec::from_int(10),
            kpi: String::new(),
            item: None,
            verified,
            bands: vec![
                band("1", "", "10"),
                band("0.9", "1", "8"),
                band("0.7", "0.9", "4.5"),
            ],
            source: String::new(),
        }
    }

    fn ratio(a: i64, b: i64) -> BigRational {
        BigRational::new(a.into(), b.into())
    }

    #[test]
    fn a_band_begins_with_its_lower_bound_and_ends_before_its_upper_one() {
        let points = |a, b| criterion(true).points(&ratio(a, b)).map(|p| p.to_string());
        assert_eq!(points(1, 1).as_deref(), Ok("10"));
        assert_eq!(
            points(9_999_999_999, 10_000_000_000).as_deref(),
            Ok("8"),
            "a hair below is below"
        );
        assert_eq!(points(9, 10).as_deref(), Ok("8"));
        assert_eq!(points(7, 10).as_deref(), Ok("4.5"));
        assert_eq!(points(2, 3), Err(Reason::BandMissing));
    }

    #[test]
    fn what_is_not_verified_earns_nothing() {
        assert_eq!(
            criterion(false).points(&ratio(1, 1)),
            Err(Reason::BandUnverified)
        );
        assert_eq!(
            criterion(false).points(&ratio(1, 2)),
            Err(Reason::BandMissing)
        );
    }

    #[test]
    fn bands_that_touch_do_not_overlap() {
        assert!(!band("0.9", "1", "8").overlaps(&band("1", "", "10")));
        assert!(band("0.9", "1.1", "8").overlaps(&band("1", "", "10")));
        assert!(band("", "", "0").overlaps(&band("1", "2", "10")));
    }
}
