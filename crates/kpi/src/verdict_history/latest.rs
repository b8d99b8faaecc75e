//! The scores of the present, from those of the last moment of the history.
//!
//! Both are made by the same code from the same figures. The present knows more than a moment of
//! the past: which deliveries were refused, which periods have not ended, what the sampling errors
//! are, and what is unusual among others. Where any of that could say something of a KPI, it is
//! scored by itself.

use crate::sampling::of_survey;
use crate::score::{lacks_what_is_not_due, score_asked};
use crate::setting::Setting;
use chiso_model::{Kpi, Score, Verdict};
use chrono::NaiveDate;

/// What a KPI says since the last moment of its history.
#[derive(Debug, PartialEq)]
pub struct LatestScores {
    scores: Vec<Score>,
    day: Option<NaiveDate>,
}

impl LatestScores {
    pub(super) const fn new(scores: Vec<Score>, day: Option<NaiveDate>) -> LatestScores {
        LatestScores { scores, day }
    }

    /// All that the KPI is asked for in a setting of the present, each score on its own as
    /// [`score_asked`] makes it.
    #[must_use]
    pub fn scores(self, kpi: &Kpi, setting: Setting<'_>) -> Vec<Score> {
        if !self.day.is_some_and(|day| judged_alike(kpi, setting, day)) {
            return score_asked(kpi, setting);
        }
        let mut scores = self.scores;
        let without_value = |s: &&mut Score| s.target.is_some() && s.value.is_none();
        for score in scores.iter_mut().filter(without_value) {
            if lacks_what_is_not_due(&score.operands, score.period, setting) {
                score.verdict = Verdict::NotDue;
            }
        }
        scores
    }
}

/// Whether a setting of the present judges a KPI as the last moment of its history did, other than
/// what is not due.
fn judged_alike(kpi: &Kpi, setting: Setting<'_>, day: NaiveDate) -> bool {
    let item = kpi.kind.of_values();
    let put_together = [Some(kpi), item].into_iter().flatten();
    let composite = put_together.into_iter().any(|k| k.kind.parts().is_some());
    // What is unusual among the values of a KPI goes along with them.
    let unusual = item.is_some_and(|item| item.outlier.is_some());
    let measures = kpi.measures();
    let refused = measures.iter().any(|id| setting.broken.contains(*id));
    let of_survey = of_survey(kpi, setting.declared);
    let decided = setting.targets.iter().filter(|t| t.kpi == kpi.id);
    let mut decided = decided.map(|t| t.decided_by(setting.as_of) == t.decided_by(Some(day)));
    !composite && !unusual && !refused && !of_survey && decided.all(|alike| alike)
}
