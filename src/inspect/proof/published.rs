//! The published figures and verdicts against those made again from landing.

use crate::error::RunError;
use crate::evaluate::table_rows::LabelSources;
use crate::evaluate::tables::publish;
use crate::inspect::explain::score::{Explained, Whole};
use crate::inspect::past_release::Past;
use crate::inspect::proof::step::{ProofStep, step};
use crate::inspect::question::Question;
use crate::model::Kpi;
use crate::model::published::TableSpec;
use crate::store::{Record, encode_table, records, records_in, to_batch};
use std::collections::{BTreeMap, BTreeSet};

/// The published figures and verdicts against those made again from landing.
pub(super) fn published(
    past: &Past,
    kpi: &Kpi,
    made: &Whole,
    question: Question,
) -> Result<Vec<ProofStep>, RunError> {
    let explained = &made.explained;
    if !question.published(&past.project) {
        let found = "computed as asked, on another boundary or as of another day".to_owned();
        let against = "no release has it".to_owned();
        return Ok(vec![ProofStep {
            what: "score",
            subject: kpi.id.clone(),
            found,
            against,
            holds: None,
        }]);
    }
    let measures = &past.project.measures;
    let names = LabelSources {
        measures,
        kpis: std::slice::from_ref(kpi),
        areas: &explained.registers.areas,
        targets: &explained.registers.targets,
    };
    let all = publish(&made.computed, &made.history, names);
    let mut steps = Vec::new();
    for (what, table) in [("operand", "operands"), ("score", "scorecard")] {
        let (spec, rows) = all
            .iter()
            .find(|(spec, _)| spec.name == table)
            .ok_or(RunError::Internal("a published table is missing"))?;
        let again = records_in(encode_table(spec.clone(), &to_batch(rows)?)?.bytes)?;
        let held = match records(&past.release, table) {
            Ok(held) => held,
            Err(error) => {
                steps.push(step(
                    what,
                    format!("releases/{}/{table}.parquet", past.release.id),
                    error.to_string(),
                    "landing",
                    false,
                ));
                continue;
            }
        };
        steps.extend(compared(
            what,
            spec,
            (of_question(held, explained), of_question(again, explained)),
        ));
    }
    Ok(steps)
}

/// The rows of the scores that are explained.
fn of_question(rows: Vec<Record>, explained: &Explained) -> Vec<Record> {
    let keys: BTreeSet<[String; 4]> = explained
        .explanations
        .iter()
        .map(|e| {
            let score = &e.score;
            [
                score.kpi.clone(),
                explained.registers.areas.unit(score.area).code.clone(),
                score.boundary.to_string(),
                score.period.to_string(),
            ]
        })
        .collect();
    let key = |r: &Record| {
        ["kpi", "area_code", "boundary", "period"].map(|c| r.get(c).cloned().unwrap_or_default())
    };
    rows.into_iter()
        .filter(|r| keys.contains(&key(r)))
        .collect()
}

fn compared(
    what: &'static str,
    spec: &TableSpec,
    (held, again): (Vec<Record>, Vec<Record>),
) -> Vec<ProofStep> {
    let key = |r: &Record| -> Vec<String> {
        spec.columns
            .iter()
            .filter(|c| c.key)
            .map(|c| r.get(&c.name).cloned().unwrap_or_default())
            .collect()
    };
    let mut made: BTreeMap<Vec<String>, Record> = again.into_iter().map(|r| (key(&r), r)).collect();
    let shown = |r: &Record| {
        let of = |c: &str| r.get(c).cloned().unwrap_or_default();
        let words = if what == "score" {
            [of("value"), of("verdict"), of("reasons")]
        } else {
            [of("role"), of("value"), of("unit")]
        };
        words
            .into_iter()
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let named = |key: &[String]| {
        key.iter()
            .filter(|k| !k.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut steps = Vec::new();
    for row in held {
        let key = key(&row);
        steps.push(match made.remove(&key) {
            None => step(
                what,
                named(&key),
                shown(&row),
                "landing gives no such row",
                false,
            ),
            Some(again) => {
                // What only one of two programs knows is no difference of the other's making.
                let both = row.iter().filter(|(c, _)| again.contains_key(*c));
                let others: Vec<String> = both
                    .filter(|(c, v)| again.get(*c) != Some(v))
                    .map(|(c, v)| format!("{c} `{v}` → `{}`", again[c]))
                    .collect();
                let against = if others.is_empty() {
                    format!("{} from landing", shown(&again))
                } else {
                    format!("from landing: {}", others.join("; "))
                };
                step(
                    what,
                    named(&key),
                    format!("published: {}", shown(&row)),
                    against,
                    others.is_empty(),
                )
            }
        });
    }
    steps.extend(made.iter().map(|(key, row)| {
        step(
            what,
            named(key),
            "not published",
            format!("{} from landing", shown(row)),
            false,
        )
    }));
    steps
}
