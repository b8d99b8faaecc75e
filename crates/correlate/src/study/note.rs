//! What a reader must know in addition to the numbers.

use crate::assess::Found;
use crate::study::runs::Run;
use chiso_model::{Design, Method};
use chiso_stats::pearson;

/// What a reader must know in addition to the numbers, in words.
pub(super) fn note(
    run: &Run,
    design: Design,
    method: Method,
    found: Option<&Found>,
    n: usize,
) -> String {
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
