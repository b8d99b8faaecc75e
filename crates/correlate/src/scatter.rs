//! The points behind one row, for a picture.

use crate::pairs::{Book, StudyInputs};
use crate::study::runs;
use chiso_model::{Association, Design, Period, Study, UnitId};

/// One observation.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot {
    /// Area.
    pub area: UnitId,
    /// Period of the outcome.
    pub period: Period,
    /// Score, or what the design leaves of it.
    pub score: f64,
    /// Outcome, or what the design leaves of it.
    pub outcome: f64,
}

/// The observations of one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Scatter {
    /// Observations by area and period.
    pub dots: Vec<Dot>,
    /// They are deviations, not the figures themselves.
    pub deviations: bool,
}

/// The observations that a row of a study was made from; none when it was refused.
#[must_use]
pub fn scatter(study: &Study, given: StudyInputs<'_>, row: &Association) -> Scatter {
    let book = Book::new(study, given);
    let deviations = row.design != Design::CrossSection || !study.controls.is_empty();
    let pairs = book.pairs(&row.score, &row.outcome, row.lag);
    let mut dots = Vec::new();
    for run in runs(&book, row.design, &pairs)
        .into_iter()
        .filter(|r| r.period() == row.period && row.coefficient.is_ok())
    {
        let prepared = run.sample.prepared(row.design, None);
        let Ok(designed) = prepared.designed(&[]) else {
            continue;
        };
        for (i, of) in designed.of.iter().enumerate() {
            let pair = &run.sample.pairs[*of];
            let (score, outcome) = if deviations {
                (designed.x[i], designed.y[i])
            } else {
                (pair.score, pair.outcome)
            };
            dots.push(Dot {
                area: pair.area,
                period: pair.period,
                score,
                outcome,
            });
        }
    }
    Scatter { dots, deviations }
}
