//! Rows and bad observations of a delivery on their way into files.

use crate::ingest::records::stated_period;
use crate::ingest::{OtherStatement, Out, Quarantined};
use crate::model::RecordLayout;
use crate::model::published::{ColumnSpec, Rows as TableRows, Value, observation_columns};
use crate::pipeline::conform_context::ConformInputs;
use crate::pipeline::deliveries::PendingDelivery;
use crate::pipeline::other_deliveries::StatementsByArea;
use crate::store::{QUARANTINE, Sorter, StoreError, TableWriter, quarantine_columns, to_batch};
use arrow::array::RecordBatch;

/// Rows and bad observations of a delivery on their way into files, before it is known whether the
/// tables will have them.
pub(super) struct DeliveryOutput<'a> {
    pub(super) bench: ConformInputs<'a>,
    pub(super) stocked: &'a PendingDelivery<'a>,
    pub(super) contract: &'a str,
    pub(super) rows: Option<TableWriter>,
    pub(super) quarantine: Option<TableWriter>,
    /// Memory for sorting.
    pub(super) room: usize,
    /// What other deliveries state.
    pub(super) around: StatementsByArea,
}

impl DeliveryOutput<'_> {
    fn writer(&self, table: &str, columns: &[ColumnSpec]) -> Result<TableWriter, StoreError> {
        self.bench.lake.tables().writer(
            table,
            columns,
            (&self.stocked.landed.receipt.sha256, self.contract),
        )
    }
}

impl DeliveryOutput<'_> {
    fn record_writer(
        &self,
        columns: &[ColumnSpec],
        layout: &RecordLayout,
    ) -> Result<TableWriter, StoreError> {
        let landed = &self.stocked.landed.receipt;
        let known_from = self.stocked.publication.at.unwrap_or(landed.fetched_at);
        let delivered = self.bench.delivery(&self.stocked.landed, None, &[]);
        let period = |source| stated_period(layout, source, &delivered);
        self.bench.lake.tables().record_writer(
            (&self.stocked.dataset.id, columns),
            layout,
            (&landed.sha256, self.contract),
            (known_from, landed.fetched_at),
            self.stocked.source.and_then(period),
        )
    }
}

impl Out for DeliveryOutput<'_> {
    fn rows(&mut self, batch: RecordBatch) -> Result<(), StoreError> {
        if self.rows.is_none() {
            let dataset = self.stocked.dataset;
            let columns = observation_columns(&dataset.contract);
            self.rows = Some(match &dataset.contract.records {
                None => self.writer(&dataset.id, &columns)?,
                Some(layout) => self.record_writer(&columns, layout)?,
            });
        }
        self.rows
            .as_mut()
            .map_or(Ok(()), |writer| writer.push(&batch))
    }

    fn quarantine(&mut self, bad: Vec<Quarantined>) -> Result<(), StoreError> {
        let columns = quarantine_columns();
        if self.quarantine.is_none() {
            self.quarantine = Some(self.writer(QUARANTINE, &columns)?);
        }
        let rows = TableRows {
            columns,
            rows: bad
                .iter()
                .map(|q| quarantine_row(self.stocked, q))
                .collect(),
        };
        let batch = to_batch(&rows)?;
        self.quarantine
            .as_mut()
            .map_or(Ok(()), |writer| writer.push(&batch))
    }

    fn others(&mut self, area_code: &str) -> Vec<OtherStatement> {
        self.around.remove(area_code).unwrap_or_default()
    }

    fn sorter(&self, share: usize) -> Sorter {
        self.bench.lake.sorter(self.room / share)
    }
}

fn quarantine_row(stocked: &PendingDelivery<'_>, q: &Quarantined) -> Vec<Value> {
    vec![
        stocked.dataset.id.as_str().into(),
        stocked.landed.delivery.as_str().into(),
        stocked.landed.receipt.source_id.as_str().into(),
        q.place.part.as_str().into(),
        Value::Int(i64::try_from(q.place.row).unwrap_or(i64::MAX)),
        q.place.col.as_str().into(),
        q.raw.as_str().into(),
        q.rule.into(),
        q.message.as_str().into(),
    ]
}
