//! The cube of a JSON-stat dataset, and the record of each of its figures.

use super::super::Record;
use super::super::Undecodable;
use super::cells::Cells;
use super::dataset::JsonStatDataset;
use super::dimension::JsonStatDimension;
use serde_json::{Map, Value};

pub(super) struct Cube {
    pub(super) part: String,
    pub(super) axes: Vec<JsonStatDimension>,
    pub(super) total: usize,
    values: Cells,
    status: Cells,
    updated: String,
}

impl Cube {
    pub(super) fn new(
        file: &str,
        part: String,
        members: Map<String, Value>,
        max_cells: usize,
    ) -> Result<Cube, Undecodable> {
        let mut dataset = JsonStatDataset {
            file,
            part,
            members,
        };
        let axes = dataset.axes(max_cells)?;
        let total = axes.iter().map(|axis| axis.codes.len()).product();
        let values = dataset.values()?;
        dataset.check(&values, "value", total)?;
        let status = dataset.status()?;
        dataset.check(&status, "status", total)?;
        let updated = dataset
            .members
            .get("updated")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        Ok(Cube {
            part: dataset.part,
            axes,
            total,
            values,
            status,
            updated,
        })
    }

    /// A label that is taken gives way to the id, and that to `<id>.label`.
    pub(super) fn columns(&self) -> Vec<String> {
        let fixed = ["value", "status", "updated"].map(str::to_owned);
        let mut taken: Vec<String> = fixed.to_vec();
        let mut columns = Vec::with_capacity(self.axes.len() * 2 + fixed.len());
        for axis in &self.axes {
            let names = [axis.label.clone(), axis.id.clone()];
            let name = names
                .into_iter()
                .find(|n| !n.is_empty() && !taken.contains(n))
                .unwrap_or_else(|| format!("{}.label", axis.id));
            taken.push(name.clone());
            columns.push(name);
            columns.push(format!("{}.code", axis.id));
        }
        columns.extend(fixed);
        if self.axes.iter().any(|axis| !axis.units.is_empty()) {
            columns.push(
                if taken.iter().any(|name| name == "unit") {
                    "unit.base"
                } else {
                    "unit"
                }
                .to_owned(),
            );
        }
        columns
    }

    pub(super) fn record(&self, position: usize) -> Record {
        let mut cells = Vec::with_capacity(self.axes.len() * 2 + 4);
        let mut stride = self.total;
        let mut unit = None;
        for axis in &self.axes {
            // The last dimension runs fastest. `total` is the product of the sizes, so no size is
            // zero here.
            stride /= axis.codes.len();
            let category = position / stride % axis.codes.len();
            cells.push(axis.labels[category].clone());
            cells.push(axis.codes[category].clone());
            unit = unit.or_else(|| axis.units.get(category));
        }
        cells.push(self.values.text(position));
        cells.push(self.status.text(position));
        cells.push(self.updated.clone());
        cells.extend(unit.cloned());
        Record {
            part: self.part.clone(),
            row: position as u64 + 1,
            cells,
        }
    }
}
