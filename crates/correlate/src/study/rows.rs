//! The rows of a study, shared out among threads, in the order asked for.

use crate::assess::{Assessed, Draws, Found, assess};
use crate::pairs::Book;
use crate::study::contradictions::contradictions;
use crate::study::primary::count;
use crate::study::remarks::remarks;
use crate::study::runs::{Run, runs};
use chiso_model::{Association, Design, Method, Refusal};
use rayon::prelude::*;

/// One sample to be assessed under one design.
struct Task<'a> {
    score: &'a str,
    outcome: &'a str,
    lag: i32,
    design: Design,
    run: Run,
}

/// All rows of the study of a book, ordered as asked for. What is seen is the same whatever the
/// number of threads.
pub(super) fn rows(book: &Book<'_>) -> Vec<Association> {
    let study = book.study;
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
                tasks.extend(runs(book, *design, &pairs).into_iter().map(task));
            }
        }
    }
    let draws = Draws::new(study.resamples, study.seed);
    let mut rows: Vec<Association> = tasks
        .par_iter()
        .flat_map_iter(|task| rows_of(task, book, &draws))
        .collect();
    count(study, &mut rows);
    contradictions(&mut rows);
    rows
}

fn rows_of(task: &Task<'_>, book: &Book<'_>, draws: &Draws) -> Vec<Association> {
    let assessed = assessed(task, book, draws);
    let counts = Counts {
        n: assessed.n,
        n_areas: assessed.n_areas,
        n_periods: assessed.n_periods,
    };
    let mut found = assessed.found.into_iter();
    let methods = &book.study.methods;
    methods
        .iter()
        .map(|method| row(task, book, *method, &counts, found.next()))
        .collect()
}

/// What the design says of the sample; of a refused one only how large it is.
fn assessed(task: &Task<'_>, book: &Book<'_>, draws: &Draws) -> Assessed {
    let (study, sample) = (book.study, &task.run.sample);
    match task.run.refused {
        Some(_) => Assessed {
            n: sample.pairs.len(),
            n_areas: sample.areas().len(),
            n_periods: sample.periods().len(),
            found: vec![],
        },
        None => assess(
            sample,
            task.design,
            &study.methods,
            study.min_areas,
            &book.areas,
            draws,
        ),
    }
}

/// How large a sample is.
struct Counts {
    n: usize,
    n_areas: usize,
    n_periods: usize,
}

fn row(
    task: &Task<'_>,
    book: &Book<'_>,
    method: Method,
    counts: &Counts,
    found: Option<Found>,
) -> Association {
    let (study, run) = (book.study, &task.run);
    let remarks = remarks(run, task.design, method, found.as_ref(), counts.n);
    let refused = || Found::refused(run.refused.unwrap_or(Refusal::NoPairs));
    let Found {
        coefficient,
        interval,
        significance,
        left_out,
        regional,
    } = found.unwrap_or_else(refused);
    Association {
        study: study.id.clone(),
        outcome: task.outcome.to_owned(),
        score: task.score.to_owned(),
        design: task.design,
        period: run.period(),
        lag: task.lag,
        method,
        boundary: book.boundary,
        n: counts.n,
        n_areas: counts.n_areas,
        n_periods: counts.n_periods,
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
        circular: book.circular(task.score, task.outcome),
        remarks,
    }
}
