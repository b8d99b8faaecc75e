//! Which rows count, and their q-values.

use chiso_model::{Association, Study};
use chiso_stats::benjamini_hochberg;

/// Marks the row of each score and outcome that counts, and gives these their q-values. Of several
/// runs of periods the longest counts, of equally long ones the latest: the coefficient has no say
/// in it.
pub(super) fn count(study: &Study, rows: &mut [Association]) {
    let primary = study.primary;
    let mut chosen = Vec::new();
    for (score, outcome) in study
        .outcomes
        .iter()
        .flat_map(|o| study.scores.iter().map(move |s| (s, o)))
    {
        let candidates = rows.iter().enumerate().filter(|(_, r)| {
            (&r.score, &r.outcome) == (score, outcome)
                && (r.design, r.method, r.lag) == (primary.design, primary.method, primary.lag)
        });
        chosen.extend(
            candidates
                .max_by_key(|(_, r)| (r.coefficient.is_ok(), r.n_periods, r.period.clone()))
                .map(|(i, _)| i),
        );
    }
    for i in &chosen {
        rows[*i].is_primary = true;
    }
    chosen.retain(|i| rows[*i].significance.is_some());
    let p: Vec<f64> = chosen
        .iter()
        .filter_map(|i| Some(rows[*i].significance.as_ref()?.p))
        .collect();
    for (i, q) in chosen.into_iter().zip(benjamini_hochberg(&p)) {
        rows[i].q_value = Some(q);
    }
}
