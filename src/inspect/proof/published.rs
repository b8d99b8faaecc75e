//! The published figures and verdicts compared with those made again from landing.

use crate::error::RunError;
use crate::evaluate::table_rows::LabelSources;
use crate::evaluate::tables::table_rows;
use crate::inspect::explain::score::{Explained, Whole};
use crate::inspect::past_release::Past;
use crate::inspect::proof::step::{ProofStep, step};
use crate::inspect::question::Question;
use crate::model::Kpi;
use crate::model::published::{TableSpec, release_tables};
use crate::store::{Record, encode_table, records, records_in};
use std::collections::{BTreeMap, BTreeSet};

/// The published figures and verdicts compared with those made again from landing.
pub(super) fn published(
    past: &Past,
    kpi: &Kpi,
    made: &Whole,
    question: Question,
) -> Result<Vec<ProofStep>, RunError> {
    if !question.published(&past.project) {
        return Ok(vec![ProofStep {
            what: "score",
            subject: kpi.id.clone(),
            found: "computed as asked, on another boundary or as of another day".to_owned(),
            against: "no release has it".to_owned(),
            holds: None,
        }]);
    }
    let explained = &made.explained;
    let names = LabelSources {
        measures: &past.project.measures,
        kpis: std::slice::from_ref(kpi),
        areas: &explained.registers.areas,
        targets: &explained.registers.targets,
    };
    let mut steps = Vec::new();
    for (what, table) in [("operand", "operands"), ("score", "scorecard")] {
        let spec = &release_tables()
            .into_iter()
            .find(|spec| spec.name == table)
            .ok_or(RunError::Internal("a published table is missing"))?;
        let rows = || table_rows(spec, (&made.computed, &made.history), names);
        let again = records_in(encode_table(spec, rows)?.bytes)?;
        match records(&past.release, table) {
            Ok(held) => steps.extend(compared(
                what,
                spec,
                (of_question(held, explained), of_question(again, explained)),
            )),
            Err(error) => steps.push(step(
                what,
                format!("releases/{}/{table}.parquet", past.release.id),
                error.to_string(),
                "landing",
                false,
            )),
        }
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
                score.kpi.to_string(),
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
    let mut steps = Vec::new();
    for row in held {
        let key = key(&row);
        let subject = filled(&key);
        steps.push(match made.remove(&key) {
            None => step(
                what,
                subject,
                shown(what, &row),
                "landing gives no such row",
                false,
            ),
            Some(again) => both(what, subject, &row, &again),
        });
    }
    steps.extend(made.iter().map(|(key, row)| {
        step(
            what,
            filled(key),
            "not published",
            format!("{} from landing", shown(what, row)),
            false,
        )
    }));
    steps
}

/// A row that was published, compared with the one made again.
fn both(what: &'static str, subject: String, row: &Record, again: &Record) -> ProofStep {
    // What only one of two programs knows is no difference of the other's making.
    let known = row.iter().filter_map(|(c, v)| Some((c, v, again.get(c)?)));
    let others: Vec<String> = known
        .filter(|(_, v, made)| v != made)
        .map(|(c, v, made)| format!("{c} `{v}` → `{made}`"))
        .collect();
    let against = if others.is_empty() {
        format!("{} from landing", shown(what, again))
    } else {
        format!("from landing: {}", others.join("; "))
    };
    step(
        what,
        subject,
        format!("published: {}", shown(what, row)),
        against,
        others.is_empty(),
    )
}

/// What a row says, in a few words.
fn shown(what: &str, row: &Record) -> String {
    let of = |c: &str| row.get(c).cloned().unwrap_or_default();
    let words = if what == "score" {
        [of("value"), of("verdict"), of("reasons")]
    } else {
        [of("role"), of("value"), of("unit")]
    };
    filled(&words)
}

/// The words that there are.
fn filled(words: &[String]) -> String {
    words
        .iter()
        .filter(|w| !w.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" ")
}
