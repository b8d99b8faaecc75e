//! What a reader must know in addition to the numbers.

use crate::assess::Found;
use crate::study::runs::Run;
use chiso_model::{Design, Method, Remark};
use chiso_stats::pearson;

/// What a reader must know in addition to the numbers.
pub(super) fn remarks(
    run: &Run,
    design: Design,
    method: Method,
    found: Option<&Found>,
    n: usize,
) -> Vec<Remark> {
    let mut remarks = run.remarks.clone();
    let Some(found) = found else {
        return remarks;
    };
    if let (Ok(coefficient), None) = (&found.coefficient, &found.interval) {
        remarks.push(Remark::NoInterval(coefficient.abs() >= 1.0));
    }
    if found.coefficient.is_ok() {
        let pairs = &run.sample.pairs;
        if design == Design::Within && n < pairs.len() {
            remarks.push(Remark::Lone(pairs.len() - n));
        }
        if design == Design::Pooled && method == Method::Pearson {
            let (x, y): (Vec<f64>, Vec<f64>) = pairs.iter().map(|p| (p.score, p.outcome)).unzip();
            remarks.extend(pearson(&x, &y).map(Remark::RawPooled));
        }
    }
    remarks
}
