//! What was kept aside, as people look at it: which observations, what stands around them, what to
//! do.

use crate::config::Project;
use crate::env::Bounds;
use crate::error::RunError;
use crate::governance::registers::Registers;
use crate::governance::releases::release;
use crate::ingest::{self, Delivery, DeliveryContent, Found};
use crate::model::{Dataset, Place, Repair, Source, nearest};
use crate::pipeline::load::TableState;
use crate::store::{Lake, LandedDelivery, Ledger, QUARANTINE, sha256_hex};
use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use std::collections::{BTreeMap, BTreeSet};

/// An observation that was kept aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantinedObservation {
    /// Names its place: the same as long as the delivery is landed.
    pub id: String,
    /// Dataset.
    pub dataset: String,
    /// Delivery.
    pub delivery: String,
    /// Source of the delivery.
    pub source_id: String,
    /// Whether the delivery is what its source says now.
    pub current: bool,
    /// What became of the delivery as a whole; empty when the ledger does not know.
    pub outcome: String,
    /// Where it stands: the path of the delivered file, part, row and column.
    pub place: Place,
    /// The text at fault, as it stood.
    pub raw: String,
    /// The rule it breaks.
    pub rule: String,
    /// What is wrong with it.
    pub message: String,
}

/// One of them with what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantinedInContext {
    /// The observation.
    pub kept: QuarantinedObservation,
    /// What to do about it; empty when it is no longer kept aside under today's configuration.
    pub hint: String,
    /// Its row, as delivered.
    pub found: Option<Found>,
    /// Repairs declared for its row.
    pub repairs: Vec<Repair>,
}

/// The name of a place: stable over runs, contracts and repairs.
pub(super) fn id_of(dataset: &str, delivery: &str, place: &Place) -> String {
    let text = format!(
        "{dataset}\0{delivery}\0{}\0{}\0{}",
        place.part, place.row, place.col
    );
    format!(
        "q{}",
        sha256_hex(text.as_bytes())
            .chars()
            .take(10)
            .collect::<String>()
    )
}

/// Everything kept aside, of one dataset or of all, by dataset, delivery and place.
///
/// # Errors
/// When there is no lake, no such dataset, or the table cannot be read.
pub fn kept_aside(
    project: &Project,
    dataset: Option<&str>,
) -> Result<Vec<QuarantinedObservation>, RunError> {
    if let Some(id) = dataset {
        declared(project, id)?;
    }
    let lake = Lake::open_read(&project.lake)?;
    let gone = gone(&lake);
    let mut paths: BTreeMap<(String, String), String> = BTreeMap::new();
    for d in &project.datasets {
        paths.extend(
            lake.landed(&d.id)?
                .into_iter()
                .map(|l| ((d.id.clone(), l.delivery), l.receipt.path)),
        );
    }
    let mut outcomes = BTreeMap::new();
    if let Ok(ledger) = Ledger::open(&lake) {
        outcomes.extend(
            ledger
                .deliveries()?
                .into_iter()
                .map(|d| ((d.dataset, d.delivery), d.outcome.as_str().to_owned())),
        );
    }
    let mut all = Vec::new();
    for batch in lake.tables().read(QUARANTINE, None)? {
        for row in rows(&batch)? {
            if dataset.is_some_and(|d| d != row.dataset) {
                continue;
            }
            let key = (row.dataset.clone(), row.delivery.clone());
            // Of a dataset that is no longer declared nothing can be repaired.
            let Some(path) = paths.get(&key) else {
                continue;
            };
            let place = Place {
                file: path.clone(),
                ..row.place.clone()
            };
            let (current, outcome) = (
                !gone.contains(&key),
                outcomes.get(&key).cloned().unwrap_or_default(),
            );
            all.push(QuarantinedObservation {
                id: id_of(&key.0, &key.1, &place),
                place,
                current,
                outcome,
                ..row
            });
        }
    }
    all.sort_by(|a, b| {
        (&a.dataset, &a.delivery, &a.place, &a.rule).cmp(&(
            &b.dataset,
            &b.delivery,
            &b.place,
            &b.rule,
        ))
    });
    Ok(all)
}

/// What a state of the table holds, of any dataset; `file`, `current`, `outcome` and `id` are left
/// open.
///
/// # Errors
/// When the table cannot be read.
pub(super) fn held_at(
    lake: &Lake,
    at: TableState,
) -> Result<Vec<QuarantinedObservation>, RunError> {
    let version = match at {
        TableState::Newest => None,
        TableState::Version(version) => Some(version),
        TableState::Absent => return Ok(vec![]),
    };
    let read = lake
        .tables()
        .read(QUARANTINE, version)?
        .iter()
        .map(rows)
        .collect::<Result<Vec<_>, _>>()?;
    Ok(read.into_iter().flatten().collect())
}

/// One of them, by id.
///
/// # Errors
/// As [`kept_aside`]; when nothing has this id.
pub fn find_kept_aside(project: &Project, id: &str) -> Result<QuarantinedObservation, RunError> {
    let all = kept_aside(project, None)?;
    let unknown = || {
        RunError::Unknown(format!(
            "nothing kept aside has the id `{id}`; `chiso quarantine list --all` shows what has"
        ))
    };
    all.iter().find(|k| k.id == id).cloned().ok_or_else(unknown)
}

/// One of them with its row and what to do, found by conforming its delivery once more in memory.
///
/// # Errors
/// As [`find_kept_aside`]; when its delivery cannot be read.
pub fn show_kept_aside(
    project: &Project,
    registers: &Registers,
    id: &str,
) -> Result<QuarantinedInContext, RunError> {
    let kept = find_kept_aside(project, id)?;
    let dataset = declared(project, &kept.dataset)?;
    let bench = RepairInputs::open(project, dataset, &kept.delivery)?;
    let Place { part, row, .. } = &kept.place;
    let conformed = ingest::conform(dataset, bench.source, &bench.delivered(), &registers.areas);
    let now = conformed
        .quarantine
        .into_iter()
        .find(|q| (&q.place.part, q.place.row) == (part, *row));
    let repairs = dataset
        .repairs
        .iter()
        .filter(|r| r.delivery == kept.delivery && (&r.part, r.row) == (part, *row))
        .cloned()
        .collect();
    let found = bench.find(part, *row)?;
    // Read by itself, a delivery does not show what other deliveries state.
    let by_check = dataset
        .contract
        .checks
        .iter()
        .any(|c| c.rule.as_str() == kept.rule);
    let confirm = || {
        "ask the provider; if they are right, name area and period in the check: \
        `confirmed = [{ area_code = \"…\", period = \"…\" }]`"
    };
    let hint = now.map_or_else(
        || {
            if by_check {
                confirm().to_owned()
            } else {
                String::new()
            }
        },
        |q| q.hint,
    );
    Ok(QuarantinedInContext {
        kept,
        hint,
        found,
        repairs,
    })
}

/// The text of a cell as delivered; of the whole row, its cells joined, when no column is named.
///
/// # Errors
/// When there is no such dataset, delivery, row or column.
pub fn cell(
    project: &Project,
    dataset: &str,
    delivery: &str,
    place: &Place,
) -> Result<String, RunError> {
    let dataset = declared(project, dataset)?;
    let found = RepairInputs::open(project, dataset, delivery)?.find(&place.part, place.row)?;
    let Some(found) = found else {
        let part = if place.part.is_empty() {
            String::new()
        } else {
            format!(" of `{}`", place.part)
        };
        return Err(RunError::Unknown(format!(
            "delivery `{delivery}` has no row {}{part}",
            place.row
        )));
    };
    if place.col.is_empty() {
        return Ok(found.cells.join(crate::model::CELLS_JOINED));
    }
    let cell = found
        .columns
        .iter()
        .position(|c| *c == place.col)
        .and_then(|i| found.cells.get(i).cloned());
    cell.ok_or_else(|| {
        let near = nearest(&place.col, found.columns.iter().map(String::as_str));
        let hint = near.map_or_else(
            || format!("the columns are {}", found.columns.join(", ")),
            |n| format!("did you mean `{n}`?"),
        );
        RunError::Unknown(format!(
            "row {} of delivery `{delivery}` has no column `{}`; {hint}",
            place.row, place.col
        ))
    })
}

fn declared<'p>(project: &'p Project, id: &str) -> Result<&'p Dataset, RunError> {
    project.dataset(id).ok_or_else(|| {
        let near = nearest(id, project.datasets.iter().map(|d| d.id.as_str()));
        RunError::Unknown(near.map_or_else(
            || format!("no dataset `{id}`"),
            |n| format!("no dataset `{id}`; did you mean `{n}`?"),
        ))
    })
}

/// Deliveries that the release in force knows to be superseded; none when nothing was published
/// yet.
fn gone(lake: &Lake) -> BTreeSet<(String, String)> {
    let release = release(lake, None).ok();
    let listed = release.iter().flat_map(|r| r.manifest.deliveries());
    let gone = listed.filter(|d| !d.current);
    gone.map(|d| (d.dataset.clone(), d.delivery.clone()))
        .collect()
}

/// A delivery out of landing.
struct RepairInputs<'p> {
    source: &'p Source,
    landed: LandedDelivery,
    bytes: Vec<u8>,
    pages: Vec<u64>,
}

impl<'p> RepairInputs<'p> {
    fn open(
        project: &Project,
        dataset: &'p Dataset,
        delivery: &str,
    ) -> Result<RepairInputs<'p>, RunError> {
        let lake = Lake::open_read(&project.lake)?;
        let landed = lake
            .landed(&dataset.id)?
            .into_iter()
            .find(|l| l.delivery == delivery);
        let Some(landed) = landed else {
            return Err(RunError::Unknown(format!(
                "dataset `{}` has no delivery `{delivery}`; `chiso status` shows those there are",
                dataset.id
            )));
        };
        let Some(source) = dataset
            .sources
            .iter()
            .find(|s| s.id == landed.receipt.source_id)
        else {
            return Err(RunError::Unknown(format!(
                "source `{}` of delivery `{delivery}` is no longer declared",
                landed.receipt.source_id
            )));
        };
        let (bytes, pages) = (lake.read(&landed)?, landed.receipt.pages());
        Ok(RepairInputs {
            source,
            landed,
            bytes,
            pages,
        })
    }

    fn delivered(&self) -> Delivery<'_> {
        let receipt = &self.landed.receipt;
        Delivery {
            id: &self.landed.delivery,
            file_name: &receipt.path,
            content: DeliveryContent::Held(&self.bytes),
            pages: &self.pages,
            published_at: self.source.published_at.or(receipt.published_at),
            fetched_at: receipt.fetched_at,
            bounds: Bounds::default(),
        }
    }

    fn find(&self, part: &str, row: u64) -> Result<Option<Found>, RunError> {
        ingest::find(self.source, &self.delivered(), (part, row))
            .map_err(|finding| RunError::Unknown(finding.to_string()))
    }
}

/// Rows of the table, as far as it knows them.
fn rows(batch: &RecordBatch) -> Result<Vec<QuarantinedObservation>, RunError> {
    let column = |name: &str| {
        batch
            .column_by_name(name)
            .ok_or(RunError::Internal("the table of quarantine lacks a column"))
    };
    let text = |name: &str| {
        column(name)?
            .as_string_opt::<i32>()
            .ok_or(RunError::Internal(
                "the table of quarantine has a column of another type",
            ))
    };
    let (dataset, delivery, source) = (text("dataset")?, text("delivery")?, text("source_id")?);
    let (part, col, raw, rule, message) = (
        text("part")?,
        text("col")?,
        text("raw")?,
        text("rule")?,
        text("message")?,
    );
    let row = column("row")?
        .as_primitive_opt::<Int64Type>()
        .ok_or(RunError::Internal(
            "the table of quarantine has rows that are no numbers",
        ))?;
    let at = |a: &arrow::array::StringArray, i: usize| {
        if a.is_null(i) {
            String::new()
        } else {
            a.value(i).to_owned()
        }
    };
    let one = |i: usize| QuarantinedObservation {
        id: String::new(),
        dataset: at(dataset, i),
        delivery: at(delivery, i),
        source_id: at(source, i),
        current: true,
        outcome: String::new(),
        place: Place {
            file: String::new(),
            part: at(part, i),
            row: u64::try_from(row.value(i)).unwrap_or(0),
            col: at(col, i),
        },
        raw: at(raw, i),
        rule: at(rule, i),
        message: at(message, i),
    };
    Ok((0..batch.num_rows()).map(one).collect())
}
