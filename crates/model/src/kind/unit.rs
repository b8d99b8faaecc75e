//! Units that a KPI may declare for its values.

use crate::currency::Currency;
use crate::status::WordError;
use std::fmt;
use std::str::FromStr;

/// What the values of a `score` are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScoreUnit {
    /// Points of a score; not added up when areas merge.
    #[default]
    Score,
    /// A ratio, or percents, which are shown as ratios; not added up when areas merge.
    Ratio,
    /// A count.
    Count,
    /// Money in a currency.
    Money(Currency),
}

impl ScoreUnit {
    /// One of each: of money the đồng.
    pub const SAMPLES: &'static [ScoreUnit] = &[
        ScoreUnit::Score,
        ScoreUnit::Ratio,
        ScoreUnit::Count,
        ScoreUnit::Money(Currency::VND),
    ];

    /// The word in files and published tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ScoreUnit::Score => "score",
            ScoreUnit::Ratio => "ratio",
            ScoreUnit::Count => "count",
            ScoreUnit::Money(currency) => currency.code(),
        }
    }

    /// Whether a figure in a unit is one of these values as it is.
    #[must_use]
    pub fn fits(self, unit: &str) -> bool {
        match self {
            ScoreUnit::Money(currency) => unit == currency.code(),
            ScoreUnit::Ratio => matches!(unit, "ratio" | "percent"),
            ScoreUnit::Score | ScoreUnit::Count => true,
        }
    }

    /// Whether the value of a merged area is the sum of its parts'.
    #[must_use]
    pub const fn adds_up(self) -> bool {
        matches!(self, ScoreUnit::Count | ScoreUnit::Money(_))
    }
}

/// Whether amounts in a unit add up to that of a whole: points, percentages and indices do not.
#[must_use]
pub fn unit_adds_up(unit: &str) -> bool {
    const LEVELS: [&str; 7] = ["score", "points", "điểm", "index", "percent", "ratio", "pp"];
    !LEVELS.contains(&unit)
}

impl fmt::Display for ScoreUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for ScoreUnit {
    type Err = WordError;

    fn from_str(text: &str) -> Result<ScoreUnit, WordError> {
        match text {
            "score" => Ok(ScoreUnit::Score),
            "ratio" => Ok(ScoreUnit::Ratio),
            "count" => Ok(ScoreUnit::Count),
            _ => Currency::of(text)
                .map(ScoreUnit::Money)
                .ok_or_else(|| WordError {
                    text: text.to_owned(),
                    what: "unit of a score",
                    allowed: "`score`, `ratio`, `count`, or the code of a currency such as `vnd` \
                        or `eur`"
                        .to_owned(),
                }),
        }
    }
}
