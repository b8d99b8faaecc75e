//! What a design and a method say of a sample.

use chiso_model::{Interval, LeftOut, Refusal, Regional, Significance};

/// What a design says of a sample.
pub(crate) struct Assessed {
    /// Observations used: pairs, or changes.
    pub n: usize,
    pub n_areas: usize,
    pub n_periods: usize,
    /// By method, in the order asked for.
    pub found: Vec<Found>,
}

/// What a method says.
pub(crate) struct Found {
    pub coefficient: Result<f64, Refusal>,
    pub interval: Option<Interval>,
    pub significance: Option<Significance>,
    pub left_out: Option<LeftOut>,
    /// With what regions have in common removed as well.
    pub regional: Option<Regional>,
}

impl Found {
    pub(crate) fn refused(why: Refusal) -> Found {
        Found {
            coefficient: Err(why),
            interval: None,
            significance: None,
            left_out: None,
            regional: None,
        }
    }
}
