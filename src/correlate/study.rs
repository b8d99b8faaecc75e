//! The rows of a study: every score, outcome, lag, design and run of periods, shared out among
//! threads; then which rows count.

use crate::correlate::assess::{Assessed, Draws, Found, assess};
use crate::correlate::pairs::{Book, Pair, StudyInputs};
use crate::correlate::sample::Sample;
use crate::model::{Association, Design, Method, Period, Refusal, Study};
use chiso_stats::{benjamini_hochberg, pearson};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One sample to be assessed under one design.
struct Task<'a> {
    score: &'a str,
    outcome: &'a str,
    lag: i32,
    design: Design,
    run: Run,
}

/// Pairs that belong together, and what must be said of them.
pub(super) struct Run {
    pub sample: Sample,
    pub refused: Option<Refusal>,
    pub remarks: Vec<String>,
}

impl Run {
    /// The period or periods of its outcomes.
    pub(super) fn period(&self) -> String {
        span(&self.sample.pairs)
    }
}

/// All rows of a study, ordered as asked for. What is seen is the same whatever the number of
/// threads.
#[must_use]
pub fn correlate(study: &Study, given: StudyInputs<'_>) -> Vec<Association> {
    let book = Book::new(study, given);
    let mut tasks = Vec::new();
    for (score, outcome) in study
        .outcomes
        .iter()
        .flat_map(|o| study.scores.iter().map(move |s| (s.as_str(), o.as_str())))
    {
        for lag in &study.lags {
            let pairs = book.pairs(score, outcome, *lag);
            for design in &study.designs {
                let task = |run: Run| Task {
                    score,
                    outcome,
                    lag: *lag,
                    design: *design,
                    run,
                };
                tasks.extend(runs(&book, *design, &pairs).into_iter().map(task));
            }
        }
    }
    let draws = Draws::new(study.resamples, study.seed);
    let mut rows: Vec<Association> = tasks
        .par_iter()
        .flat_map_iter(|task| rows_of(task, &book, &draws))
        .collect();
    count(study, &mut rows);
    contradictions(&mut rows);
    rows
}

/// The samples of a design: one a period for a cross-section, else one for each scheme, unless the
/// study pools them.
pub(super) fn runs(book: &Book<'_>, design: Design, pairs: &[Pair]) -> Vec<Run> {
    let study = book.study;
    if pairs.is_empty() {
        let refused = if book.lacks_control() {
            Refusal::NoControl
        } else {
            Refusal::NoPairs
        };
        return vec![Run {
            sample: Sample { pairs: vec![] },
            refused: Some(refused),
            remarks: vec![],
        }];
    }
    let mut groups: BTreeMap<String, Vec<Pair>> = BTreeMap::new();
    for pair in pairs {
        let key = match design {
            Design::CrossSection => pair.period.to_string(),
            _ if study.pool_schemes => String::new(),
            _ => pair.scheme.clone(),
        };
        groups.entry(key).or_default().push(pair.clone());
    }
    let all: BTreeSet<&str> = pairs.iter().map(|p| p.scheme.as_str()).collect();
    // Two schemes side by side in the same periods are no two series, and there is one row for a
    // span of periods.
    let mut spans: BTreeMap<String, Vec<Pair>> = BTreeMap::new();
    for pairs in groups.into_values() {
        spans.entry(span(&pairs)).or_default().extend(pairs);
    }
    let run = |mut pairs: Vec<Pair>| {
        pairs.sort_by_key(|p| (p.area, p.period));
        let schemes: BTreeSet<&str> = pairs.iter().map(|p| p.scheme.as_str()).collect();
        let refused = (schemes.len() > 1 && !study.pool_schemes).then_some(Refusal::SchemeBreak);
        let mut remarks = vec![];
        let list = |schemes: &BTreeSet<&str>| {
            schemes
                .iter()
                .map(|s| if s.is_empty() { "none stated" } else { s })
                .collect::<Vec<_>>()
                .join(", ")
        };
        if schemes.len() > 1 {
            remarks.push(format!(
                "scheme_break: schemes {}{}",
                list(&schemes),
                if study.pool_schemes {
                    ", pooled as declared"
                } else {
                    ""
                }
            ));
        } else if all.len() > 1 {
            remarks.push(format!(
                "scheme {} alone, not pooled with others",
                list(&schemes)
            ));
        }
        remarks.extend(missing(book, &pairs));
        let provisional = pairs.iter().filter(|p| p.provisional).count();
        if provisional > 0 {
            remarks.push(format!(
                "{provisional} of {} pairs with a figure that is not final",
                pairs.len()
            ));
        }
        Run {
            sample: Sample { pairs },
            refused,
            remarks,
        }
    };
    spans.into_values().map(run).collect()
}

/// What lacks score, outcome or control, in words.
fn missing(book: &Book<'_>, pairs: &[Pair]) -> Option<String> {
    let periods: BTreeSet<Period> = pairs.iter().map(|p| p.period).collect();
    let possible = book.areas.len() * periods.len();
    let what = if periods.len() == 1 {
        "areas"
    } else {
        "area-periods"
    };
    (pairs.len() < possible).then(|| {
        format!(
            "{} of {possible} {what} left out for want of a figure",
            possible - pairs.len()
        )
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

fn rows_of(task: &Task<'_>, book: &Book<'_>, draws: &Draws) -> Vec<Association> {
    let Task {
        score,
        outcome,
        lag,
        design,
        run,
    } = task;
    let study = book.study;
    let sample = &run.sample;
    let assessed = match run.refused {
        Some(_) => Assessed {
            n: sample.pairs.len(),
            n_areas: sample.areas().len(),
            n_periods: sample.periods().len(),
            found: vec![],
        },
        None => assess(
            sample,
            *design,
            &study.methods,
            study.min_areas,
            book.given.areas,
            draws,
        ),
    };
    let mut found = assessed.found.into_iter();
    let row = |method: &Method| {
        let found = found.next();
        let note = note(run, *design, *method, found.as_ref(), assessed.n);
        let Found {
            coefficient,
            interval,
            significance,
            left_out,
            regional,
        } = found.unwrap_or(Found {
            coefficient: Err(run.refused.unwrap_or(Refusal::NoPairs)),
            interval: None,
            significance: None,
            left_out: None,
            regional: None,
        });
        Association {
            study: study.id.clone(),
            outcome: (*outcome).to_owned(),
            score: (*score).to_owned(),
            design: *design,
            period: run.period(),
            lag: *lag,
            method: *method,
            boundary: book.given.boundary,
            n: assessed.n,
            n_areas: assessed.n_areas,
            n_periods: assessed.n_periods,
            coefficient,
            interval,
            significance,
            q_value: None,
            is_primary: false,
            left_out,
            regional,
            opposite: vec![],
            controls: study.controls.clone(),
            seed: study.seed,
            circular: book.circular(score, outcome),
            note,
        }
    };
    study.methods.iter().map(row).collect()
}

/// What a reader must know beside the numbers, in words.
fn note(run: &Run, design: Design, method: Method, found: Option<&Found>, n: usize) -> String {
    let mut remarks = run.remarks.clone();
    let Some(found) = found else {
        return remarks.join("; ");
    };
    if let (Ok(coefficient), None) = (&found.coefficient, &found.interval) {
        let why = if coefficient.abs() >= 1.0 {
            "the coefficient is 1 or -1"
        } else {
            "too few areas, or none can be left out"
        };
        remarks.push(format!("no interval: {why}"));
    }
    if found.coefficient.is_ok() {
        let pairs = &run.sample.pairs;
        if design == Design::Within && n < pairs.len() {
            remarks.push(format!("{} lone observations left out", pairs.len() - n));
        }
        if design == Design::Pooled && method == Method::Pearson {
            let (x, y): (Vec<f64>, Vec<f64>) = pairs.iter().map(|p| (p.score, p.outcome)).unzip();
            remarks.extend(
                pearson(&x, &y).map(|r| {
                    format!("raw pooled coefficient {r:.3}, which mixes areas and periods")
                }),
            );
        }
    }
    remarks.join("; ")
}

/// Coefficients of this size are no small matter, whatever their interval: Cohen's "moderate", for
/// τ two thirds of it.
const MODERATE: [f64; 2] = [0.3, 0.2];

/// Says of each row which other designs show the same score and outcome, with the same lag and
/// method, go together the other way. Two rows contradict each other when their signs differ and
/// both are clear, or both at least moderate.
fn contradictions(rows: &mut [Association]) {
    let strong = |r: &Association| {
        let bound = MODERATE[usize::from(r.method == Method::Kendall)];
        r.is_clear() || r.coefficient.is_ok_and(|c| c.abs() >= bound)
    };
    let mut pairs: BTreeMap<(String, String, i32, Method), Vec<usize>> = BTreeMap::new();
    for (i, row) in rows
        .iter()
        .enumerate()
        .filter(|(_, r)| r.coefficient.is_ok())
    {
        pairs
            .entry((row.score.clone(), row.outcome.clone(), row.lag, row.method))
            .or_default()
            .push(i);
    }
    for of_pair in pairs.into_values() {
        for i in &of_pair {
            let row = &rows[*i];
            let against = |o: &&Association| {
                let differ =
                    o.coefficient.unwrap_or_default() * row.coefficient.unwrap_or_default() < 0.0;
                o.design != row.design
                    && differ
                    && (o.is_clear() && row.is_clear() || strong(o) && strong(row))
            };
            let others: Vec<&Association> =
                of_pair.iter().map(|j| &rows[*j]).filter(against).collect();
            let designs: BTreeSet<Design> = others.iter().map(|o| o.design).collect();
            let shown: Vec<String> = others
                .iter()
                .filter_map(|o| {
                    Some(format!(
                        "{} {} {:+.2}",
                        o.design.as_str(),
                        o.period,
                        o.coefficient.ok()?
                    ))
                })
                .collect();
            let row = &mut rows[*i];
            row.opposite = designs.into_iter().collect();
            if !shown.is_empty() {
                let remark = format!("opposite sign: {}", shown.join(", "));
                row.note = if row.note.is_empty() {
                    remark
                } else {
                    format!("{remark}; {}", row.note)
                };
            }
        }
    }
}

/// Marks the row of each score and outcome that counts, and gives these their q-values. Of several
/// runs of periods the longest counts, of equally long ones the latest: the coefficient has no say
/// in it.
fn count(study: &Study, rows: &mut [Association]) {
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
