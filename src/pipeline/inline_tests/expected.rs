//! What came out, compared with what is expected.

use crate::model::{AreaRegister, Expect, InYear, Score, Span, Target, join};
use chrono::NaiveDate;
use num_rational::BigRational;
use std::collections::BTreeSet;

/// The scores that came out of a test.
pub(super) struct ScoresOfTest<'a> {
    pub(super) scores: &'a [Score],
    pub(super) areas: &'a AreaRegister,
    pub(super) targets: &'a [Target],
    /// The boundary that is meant where a test names none.
    pub(super) boundary: Option<NaiveDate>,
}

impl ScoresOfTest<'_> {
    /// What differs from one expectation.
    pub(super) fn failures(&self, expect: &Expect) -> Vec<String> {
        let span = if expect.span == Span::Period {
            String::new()
        } else {
            format!(" ({})", expect.span)
        };
        let what = format!(
            "{} of {} in {}{span}",
            expect.kpi, expect.area, expect.period
        );
        match self.expected(expect) {
            None => vec![format!("{what}: expected a score, there is none")],
            Some(score) => differences(expect, score)
                .into_iter()
                .map(|d| format!("{what}: {d}"))
                .collect(),
        }
    }

    fn expected(&self, expect: &Expect) -> Option<&Score> {
        let boundary = expect.boundary.or(self.boundary);
        let named = |s: &Score| {
            s.target
                .and_then(|i| self.targets.get(i))
                .map_or("", |t| t.id.as_str())
        };
        self.scores.iter().find(|s| {
            s.kpi == expect.kpi
                && Some(s.boundary) == boundary
                && (s.period, s.span) == (expect.period, expect.span)
                && self.areas.unit(s.area).code == expect.area
                && expect.target.as_deref().is_none_or(|t| named(s) == t)
        })
    }
}

/// Every way in which a score differs from what was expected.
fn differences(expect: &Expect, score: &Score) -> Vec<String> {
    let mut list = Vec::new();
    let mut compare = |name: &str, wanted: Option<String>, got: String| {
        if let Some(wanted) = wanted.filter(|w| *w != got) {
            list.push(format!("expected {name} `{wanted}`, got `{got}`"));
        }
    };
    // Exact: `0.2` is one fifth and nothing near it. Shown as a fraction when no decimal says it.
    let exact = score
        .value
        .as_ref()
        .map_or_else(|| "nothing".to_owned(), ToString::to_string);
    compare("value", expect.value.map(|v| v.ratio().to_string()), exact);
    compare(
        "verdict",
        expect.verdict.map(|v| v.to_string()),
        score.verdict.to_string(),
    );
    compare(
        "reason",
        expect.reason.map(|r| r.to_string()),
        score
            .reasons
            .first()
            .map_or_else(String::new, ToString::to_string),
    );
    let all = expect
        .reasons
        .as_ref()
        .map(|r| join(r.iter().collect::<BTreeSet<_>>()));
    compare("reasons", all, join(&score.reasons));
    let pace = |what: fn(&InYear) -> Option<&BigRational>| {
        score
            .in_year
            .as_deref()
            .and_then(what)
            .map_or_else(|| "nothing".to_owned(), ToString::to_string)
    };
    compare(
        "pace",
        expect.pace.map(|v| v.ratio().to_string()),
        pace(|y| Some(&y.share)),
    );
    compare(
        "projection",
        expect.projection.map(|v| v.ratio().to_string()),
        pace(|y| y.projection.as_ref()),
    );
    compare(
        "flags",
        expect
            .flags
            .as_ref()
            .map(|f| join(f.iter().collect::<BTreeSet<_>>())),
        join(&score.flags),
    );
    list
}
