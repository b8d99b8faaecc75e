//! How a survey states the sampling error of its figures. Whatever the way, the error of a figure
//! is itself a figure of the same area and period, so other measures hold it.

use crate::decimal::Dec;
use crate::words;
use num_rational::BigRational;

/// The measures that state the sampling error of a measure's figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SamplingError {
    /// The standard error, in the unit of the figures.
    StandardError(String),
    /// The interval of a level around the figure.
    Interval {
        /// Its lower end.
        lower: String,
        /// Its upper end.
        upper: String,
        /// How often such an interval holds the true value.
        level: ConfidenceLevel,
    },
    /// The number of those asked, where the figure is a proportion of them.
    SampleSize {
        /// The number.
        size: String,
        /// The variance as a multiple of that of a simple random sample (L. Kish, *Survey
        /// Sampling*, 1965).
        design_effect: Dec,
    },
}

impl SamplingError {
    /// The measures that it names, each with the key that names it.
    #[must_use]
    pub fn measures(&self) -> Vec<(&'static str, &str)> {
        match self {
            SamplingError::StandardError(id) => vec![("standard_error", id)],
            SamplingError::Interval { lower, upper, .. } => {
                vec![("lower", lower), ("upper", upper)]
            }
            SamplingError::SampleSize { size, .. } => vec![("sample_size", size)],
        }
    }

    /// The measures that it names, to be renamed.
    pub fn measures_mut(&mut self) -> Vec<&mut String> {
        match self {
            SamplingError::StandardError(id) => vec![id],
            SamplingError::Interval { lower, upper, .. } => vec![lower, upper],
            SamplingError::SampleSize { size, .. } => vec![size],
        }
    }
}

/// The level of a stated interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConfidenceLevel {
    /// 90 %.
    Ninety,
    /// 95 %.
    NinetyFive,
    /// 99 %.
    NinetyNine,
}

words!(ConfidenceLevel, "confidence level", {
    Ninety => "0.90", NinetyFive => "0.95", NinetyNine => "0.99",
});

impl ConfidenceLevel {
    /// The standard normal deviate that leaves half of the rest on each side, to six decimals.
    #[must_use]
    pub fn deviate(self) -> BigRational {
        let micros: i64 = match self {
            ConfidenceLevel::Ninety => 1_644_854,
            ConfidenceLevel::NinetyFive => 1_959_964,
            ConfidenceLevel::NinetyNine => 2_575_829,
        };
        BigRational::new(micros.into(), 1_000_000.into())
    }
}
