//! Which pairs belong together under a design, and what must be said of them.

use crate::pairs::{Book, Pair};
use crate::sample::Sample;
use chiso_model::{Design, Period, Refusal, Remark};
use std::collections::{BTreeMap, BTreeSet};

/// Pairs that belong together, and what must be said of them.
pub(crate) struct Run {
    pub sample: Sample,
    pub refused: Option<Refusal>,
    pub remarks: Vec<Remark>,
}

impl Run {
    /// The period or periods of its outcomes.
    pub(crate) fn period(&self) -> String {
        span(&self.sample.pairs)
    }
}

/// The samples of a design: one per period for a cross-section, else one for each series, and for each
/// scheme unless the study pools them.
pub(crate) fn runs(book: &Book<'_>, design: Design, pairs: &[Pair]) -> Vec<Run> {
    if pairs.is_empty() {
        return vec![without_pairs(book)];
    }
    let all = (schemes(pairs).len(), series(pairs).len());
    by_span(book, design, pairs)
        .into_iter()
        .map(|pairs| run(book, pairs, all))
        .collect()
}

fn without_pairs(book: &Book<'_>) -> Run {
    let refused = if book.lacks_control() {
        Refusal::NoControl
    } else {
        Refusal::NoPairs
    };
    Run {
        sample: Sample { pairs: vec![] },
        refused: Some(refused),
        remarks: vec![],
    }
}

/// The pairs that a design keeps together, by the span of their periods.
fn by_span(book: &Book<'_>, design: Design, pairs: &[Pair]) -> Vec<Vec<Pair>> {
    let mut groups: BTreeMap<String, Vec<Pair>> = BTreeMap::new();
    for pair in pairs {
        let key = match design {
            Design::CrossSection => pair.period.to_string(),
            _ if book.study.pool_schemes => pair.series.clone(),
            _ => format!("{:?} {:?}", pair.scheme, pair.series),
        };
        groups.entry(key).or_default().push(pair.clone());
    }
    // Two schemes or series side by side in the same periods are no two runs, and there is one row for a
    // span of periods.
    let mut spans: BTreeMap<String, Vec<Pair>> = BTreeMap::new();
    for pairs in groups.into_values() {
        spans.entry(span(&pairs)).or_default().extend(pairs);
    }
    spans.into_values().collect()
}

fn schemes(pairs: &[Pair]) -> BTreeSet<&str> {
    pairs.iter().map(|p| p.scheme.as_str()).collect()
}

fn series(pairs: &[Pair]) -> BTreeSet<&str> {
    pairs.iter().map(|p| p.series.as_str()).collect()
}

/// One sample, of a study in which there are this many schemes and series.
fn run(book: &Book<'_>, mut pairs: Vec<Pair>, (of_schemes, of_series): (usize, usize)) -> Run {
    pairs.sort_by_key(|p| (p.area, p.period));
    let (schemes, series) = (schemes(&pairs), series(&pairs));
    let owned = |texts: &BTreeSet<&str>| texts.iter().map(|s| (*s).to_owned()).collect();
    let pooled = book.study.pool_schemes;
    let mut refused = (schemes.len() > 1 && !pooled).then_some(Refusal::SchemeBreak);
    let mut remarks = vec![];
    if schemes.len() > 1 {
        let schemes = owned(&schemes);
        remarks.push(Remark::Schemes { schemes, pooled });
    } else if of_schemes > 1 {
        let scheme = schemes.first().copied().unwrap_or_default();
        remarks.push(Remark::OneScheme(scheme.to_owned()));
    }
    if series.len() > 1 {
        refused = refused.or(Some(Refusal::SeriesMixed));
        remarks.push(Remark::SeriesMixed(owned(&series)));
    } else if of_series > 1 {
        let one = series.first().copied().unwrap_or_default();
        remarks.push(Remark::OneSeries(one.to_owned()));
    }
    remarks.extend(missing(book, &pairs));
    let provisional = pairs.iter().filter(|p| p.provisional).count();
    if provisional > 0 {
        remarks.push(Remark::Provisional {
            number: provisional,
            of: pairs.len(),
        });
    }
    Run {
        sample: Sample { pairs },
        refused,
        remarks,
    }
}

/// What has no score, outcome or control.
fn missing(book: &Book<'_>, pairs: &[Pair]) -> Option<Remark> {
    let periods: BTreeSet<Period> = pairs.iter().map(|p| p.period).collect();
    let possible = book.areas.count() * periods.len();
    (pairs.len() < possible).then(|| Remark::LeftOut {
        number: possible - pairs.len(),
        of: possible,
        periods: periods.len() != 1,
    })
}

/// `2017/2024`, or the one period.
fn span(pairs: &[Pair]) -> String {
    let periods = || pairs.iter().map(|p| p.period);
    match (periods().min(), periods().max()) {
        (Some(first), Some(last)) if first != last => format!("{first}/{last}"),
        (Some(only), _) => only.to_string(),
        _ => String::new(),
    }
}
