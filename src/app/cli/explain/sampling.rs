//! The lines of an explanation about sampling errors: those of the figures, and what they leave
//! open of the verdict.

use crate::app::cli::explain::text::{ExplanationText, labelled};
use crate::app::messages::say;
use crate::model::{MeasureValue, Sampling, Score, SurveyFigure};

/// Digits of a standard error that say something.
const SIGNIFICANT: i32 = 4;

impl ExplanationText<'_> {
    /// What surveys say of the figures of a score.
    pub(super) fn sampling(&self, score: &Score) -> Vec<String> {
        let Some(sampling) = &score.sampling else {
            return vec![];
        };
        let figures = sampling.figures.iter().map(|f| self.survey_figure(f));
        let lines = figures.chain(self.left_open(sampling));
        let label = self.lang.say("explain-sampling");
        lines.map(|text| labelled(label, &text)).collect()
    }

    fn survey_figure(&self, figure: &SurveyFigure) -> String {
        let lang = self.lang;
        let of = format!("{} {}", lang.role(figure.role), figure.period);
        let stated = |v: &MeasureValue| format!("{} = {}", v.measure, self.figure(v));
        let stated: Vec<String> = figure.stated.iter().map(|v| stated(v)).collect();
        let stated = match stated.join(", ") {
            none if none.is_empty() => lang.say("explain-none").to_owned(),
            stated => stated,
        };
        let Some([below, above]) = figure.standard_error else {
            return say!(lang, "explain-sampling-unknown", of = of, stated = stated);
        };
        let [low, high] = [below, above].map(|error| lang.digits(&significant(error)));
        let error = if low == high {
            low
        } else {
            format!("−{low} / +{high}")
        };
        say!(
            lang,
            "explain-sampling-of",
            of = of,
            error = error,
            stated = stated
        )
    }

    fn left_open(&self, sampling: &Sampling) -> Vec<String> {
        let lang = self.lang;
        let chance = sampling.probability.map(|p| {
            let chance = lang.value(p, "share");
            say!(lang, "explain-sampling-probability", chance = chance)
        });
        let places = sampling
            .places
            .map(|[best, worst]| say!(lang, "explain-sampling-places", best = best, worst = worst));
        chance.into_iter().chain(places).collect()
    }
}

/// A positive number with the digits that say something, and no zeros at its end.
fn significant(number: f64) -> String {
    let places =
        (0..=15).find(|places| number * 10_f64.powi(*places) >= 10_f64.powi(SIGNIFICANT - 1));
    let places = usize::try_from(places.unwrap_or_default()).unwrap_or_default();
    let text = format!("{number:.places$}");
    if !text.contains('.') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::significant;

    #[test]
    fn a_standard_error_has_four_digits_at_most() {
        let shown = [0.6, 0.0051, 1.959_964, 2.5, 12_345.678, 0.0, 100.0].map(significant);
        assert_eq!(shown, ["0.6", "0.0051", "1.96", "2.5", "12346", "0", "100"]);
    }
}
