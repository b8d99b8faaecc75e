//! A study as declared: what is compared with what, and the row that counts.

use crate::bilingual::Bilingual;
use crate::period::Frequency;
use crate::words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Which differences are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Design {
    /// Areas with each other, in one period.
    CrossSection,
    /// Areas with each other within each period, all periods together.
    Pooled,
    /// Each area with itself over time, less what all areas have in common in a period.
    Within,
    /// Changes from one period to the next, less what all areas have in common.
    Difference,
}

words!(Design, "design", { CrossSection => "cross_section", Pooled => "pooled", Within => "within", Difference => "difference" });

/// How association is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Method {
    /// Product-moment coefficient r.
    Pearson,
    /// Rank coefficient ρ, equals given the average of their ranks.
    Spearman,
    /// Rank coefficient τ-b.
    Kendall,
}

words!(Method, "method", { Pearson => "pearson", Spearman => "spearman", Kendall => "kendall" });

/// The row of each score and outcome that counts; all others explore.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Primary {
    /// Its design.
    pub design: Design,
    /// Its method.
    pub method: Method,
    /// Its lag.
    pub lag: i32,
}

/// A study as declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Study {
    /// Identifier, unique in the project.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// Measures or KPIs whose association with outcomes is asked for.
    pub scores: Vec<String>,
    /// Measures or KPIs that are the results.
    pub outcomes: Vec<String>,
    /// Designs.
    pub designs: Vec<Design>,
    /// Methods.
    pub methods: Vec<Method>,
    /// Periods by which the score precedes the outcome; negative ones are leads.
    pub lags: Vec<i32>,
    /// What counts.
    pub primary: Primary,
    /// Measures or KPIs, of the score's period, that are removed first.
    pub controls: Vec<String>,
    /// Scores that contain an outcome in whole or in part.
    pub circular: Vec<String>,
    /// Level of the areas compared, as in the register of areas.
    pub level: String,
    /// Codes of the only areas compared; empty for all of the level.
    pub areas: Vec<String>,
    /// Frequency of the periods compared.
    pub frequency: Frequency,
    /// Boundary day; the project's first when `None`.
    pub boundary: Option<NaiveDate>,
    /// Fewer areas than this are refused.
    pub min_areas: usize,
    /// Resamples drawn for a p-value.
    pub resamples: u32,
    /// Seed of the generator; every row begins at it.
    pub seed: u32,
    /// Scores made by different schemes are taken for one series.
    pub pool_schemes: bool,
    /// Pipeline that declares it.
    pub pipeline: String,
}

impl Study {
    /// Every measure or KPI that it reads, each once.
    #[must_use]
    pub fn series(&self) -> Vec<&str> {
        let mut all: Vec<&str> = [&self.scores, &self.outcomes, &self.controls]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
