//! The operational tables as Parquet, written from the ledger. They move with the clock, so they
//! stand apart from releases.

use crate::model::Arrival;
use crate::model::published::{Rows, Value, ops_tables};
use crate::store::arrow::to_batch;
use crate::store::error::StoreError;
use crate::store::lake_folder::Lake;
use crate::store::ledger::{DeliveryRecord, FindingRecord, Ledger, RunOutcome, RunRecord};
use crate::store::occurrences::{Decision, DecisionRecord};
use crate::store::parquet::encode;
use std::collections::BTreeMap;

/// Writes `ops/*.parquet`, each in place of the last; `arrivals` as they stand now.
///
/// # Errors
/// When the ledger cannot be read or a file not written.
pub fn write_ops(lake: &Lake, ledger: &Ledger, arrivals: &[Arrival]) -> Result<(), StoreError> {
    lake.files().create_dir(&lake.ops_dir())?;
    for table in ops_tables() {
        let rows = match table.name {
            "deliveries" => ledger.deliveries()?.iter().map(delivery).collect(),
            "findings" => ledger.findings()?.iter().map(finding).collect(),
            "runs" => runs(ledger)?,
            _ => arrivals.iter().map(arrival).collect(),
        };
        let batch = to_batch(&Rows {
            columns: table.columns.clone(),
            rows,
        })?;
        let keys: Vec<&str> = table
            .columns
            .iter()
            .filter(|c| c.key)
            .map(|c| c.name.as_str())
            .collect();
        let notes = BTreeMap::from([("chiso.table".to_owned(), format!("ops/{}", table.name))]);
        lake.files().write(
            &lake.ops_dir().join(format!("{}.parquet", table.name)),
            &encode(&batch, &keys, &notes)?,
        )?;
    }
    Ok(())
}

fn delivery(d: &DeliveryRecord) -> Vec<Value> {
    vec![
        d.delivery.as_str().into(),
        d.dataset.as_str().into(),
        d.sha256.as_str().into(),
        d.fetched_at.into(),
        d.published_at.into(),
        count(d.read),
        count(d.accepted),
        count(d.quarantined),
        count(d.ignored),
        d.outcome.as_str().into(),
    ]
}

fn arrival(a: &Arrival) -> Vec<Value> {
    vec![
        a.dataset.as_str().into(),
        a.area_code.as_str().into(),
        a.period.to_string().into(),
        a.due_at.into(),
        a.arrived_at.into(),
        a.state.as_str().into(),
        a.delivery.as_str().into(),
        count(a.rows),
        count(a.expected_rows),
        a.reason.as_str().into(),
    ]
}

fn finding(f: &FindingRecord) -> Vec<Value> {
    vec![
        f.delivery.as_str().into(),
        f.rule.as_str().into(),
        f.place.to_string().into(),
        f.severity.as_str().into(),
        count(f.count),
        f.place.part.as_str().into(),
        if f.place.row == 0 {
            Value::Null
        } else {
            count(f.place.row)
        },
        f.place.col.as_str().into(),
        f.raw.as_deref().into(),
    ]
}

/// Every run, and every decision that no run reports, in the order of time.
fn runs(ledger: &Ledger) -> Result<Vec<Vec<Value>>, StoreError> {
    let runs = ledger.runs()?.into_iter().map(|r| (r.started_at, run(&r)));
    let without_a_run = |d: &DecisionRecord| !matches!(d.decision, Decision::Ran);
    let decisions = ledger
        .decisions()?
        .into_iter()
        .filter(without_a_run)
        .map(|d| (d.decided_at, decision(&d)));
    let mut rows: Vec<_> = runs.chain(decisions).collect();
    rows.sort_by_key(|(at, _)| *at);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

fn decision(d: &DecisionRecord) -> Vec<Value> {
    vec![
        format!("decision-{}", d.position).into(),
        d.pipeline.as_str().into(),
        d.due_at.into(),
        d.decided_at.into(),
        d.decided_at.into(),
        d.decision.as_str().into(),
        d.reason.as_str().into(),
        Value::Null,
        Value::Null,
    ]
}

fn run(r: &RunRecord) -> Vec<Value> {
    vec![
        r.run.as_str().into(),
        r.pipeline.as_str().into(),
        r.due_at.into(),
        r.started_at.into(),
        r.finished_at.into(),
        r.decision.as_str().into(),
        r.reason.as_str().into(),
        r.release.as_deref().into(),
        r.outcome.map(RunOutcome::as_str).into(),
    ]
}

fn count(n: u64) -> Value {
    Value::Int(i64::try_from(n).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::Files;
    use crate::store::frame;
    use crate::store::ledger::tests::{finding as found, new_run, record};

    #[test]
    fn the_ledger_becomes_four_tables() {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(dir.path(), Files::real()).unwrap();
        let mut ledger = Ledger::open(&lake).unwrap();
        for _ in 0..2 {
            ledger
                .record_deliveries(&[record("d2")], &[found("d2")])
                .unwrap();
            ledger.record_deliveries(&[record("d1")], &[]).unwrap();
            ledger.start_run(&new_run("2026-11-22T21:56:28Z")).unwrap();
            write_ops(&lake, &ledger, &[]).unwrap();
        }
        for (table, rows) in [
            ("deliveries", 2),
            ("findings", 1),
            ("arrivals", 0),
            ("runs", 2),
        ] {
            let spec = ops_tables().into_iter().find(|t| t.name == table).unwrap();
            let frame = frame(&lake.ops_dir().join(format!("{table}.parquet"))).unwrap();
            assert_eq!(frame.shape(), (rows, spec.columns.len()), "{table}");
        }
        let deliveries = frame(&lake.ops_dir().join("deliveries.parquet")).unwrap();
        assert_eq!(
            deliveries.column("delivery").unwrap().str().unwrap().get(0),
            Some("d1")
        );
    }
}
