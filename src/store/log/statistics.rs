//! The bounds of key columns, by which engines skip files.

use crate::model::published::ColumnSpec;
use ::arrow::array::{Array, AsArray, RecordBatch};
use ::arrow::datatypes::{DataType, Date32Type};
use serde_json::{Map, json};
use std::collections::BTreeMap;

/// Longest text that goes into statistics; engines cut longer ones, and a cut maximum is wrong.
const STATISTICS_TEXT: usize = 64;

/// Number of rows, and the bounds of the key columns that are texts or days: what engines skip
/// files by.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Statistics {
    pub rows: u64,
    /// Smallest and largest of each key column, in the order of columns; `None` when nothing may be
    /// said.
    bounds: Vec<(String, Option<Bounds>)>,
}

#[derive(Clone, Debug)]
enum Bounds {
    Text(String, String),
    Day(i32, i32),
}

impl Statistics {
    /// Takes in the rows of a batch that has these columns.
    pub(in crate::store) fn add(&mut self, batch: &RecordBatch, columns: &[ColumnSpec]) {
        if batch.num_rows() == 0 {
            return;
        }
        let of_batch = || {
            columns
                .iter()
                .zip(batch.columns())
                .filter(|(c, _)| c.key)
                .map(|(c, array)| (c.name.clone(), of_array(array.as_ref())))
        };
        if self.rows == 0 {
            self.bounds = of_batch().collect();
        } else {
            for ((_, held), (_, found)) in self.bounds.iter_mut().zip(of_batch()) {
                *held = match (held.take(), found) {
                    (Some(Bounds::Text(a, b)), Some(Bounds::Text(c, d))) => {
                        Some(Bounds::Text(a.min(c), b.max(d)))
                    }
                    (Some(Bounds::Day(a, b)), Some(Bounds::Day(c, d))) => {
                        Some(Bounds::Day(a.min(c), b.max(d)))
                    }
                    _ => None,
                };
            }
        }
        self.rows += batch.num_rows() as u64;
    }

    pub(super) fn text(&self) -> String {
        let (mut low, mut high, mut nulls) = (Map::new(), Map::new(), Map::new());
        let day = |n: i32| Date32Type::to_naive_date_opt(n).map(|d| d.to_string());
        for (name, bounds) in &self.bounds {
            let (min, max) = match bounds {
                Some(Bounds::Text(min, max))
                    if min.len() <= STATISTICS_TEXT && max.len() <= STATISTICS_TEXT =>
                {
                    (min.clone(), max.clone())
                }
                Some(Bounds::Day(min, max)) => match (day(*min), day(*max)) {
                    (Some(min), Some(max)) => (min, max),
                    _ => continue,
                },
                _ => continue,
            };
            low.insert(name.clone(), min.into());
            high.insert(name.clone(), max.into());
            nulls.insert(name.clone(), json!(0)); // a key column has no nulls
        }
        json!({ "numRecords": self.rows, "minValues": low, "maxValues": high, "nullCount": nulls })
            .to_string()
    }
}

/// The smallest and the largest text of each column of which statistics say both.
pub(in crate::store) fn bounds(statistics: &str) -> BTreeMap<String, [String; 2]> {
    let said: serde_json::Value = serde_json::from_str(statistics).unwrap_or_default();
    let texts = |which: &str| said.get(which).and_then(|of| of.as_object());
    let (Some(low), Some(high)) = (texts("minValues"), texts("maxValues")) else {
        return BTreeMap::new();
    };
    let both = |(name, low): (&String, &serde_json::Value)| {
        let pair = [low.as_str()?, high.get(name)?.as_str()?];
        Some((name.clone(), pair.map(str::to_owned)))
    };
    low.iter().filter_map(both).collect()
}

fn of_array(array: &dyn Array) -> Option<Bounds> {
    match array.data_type() {
        DataType::Utf8 => {
            let texts = array.as_string::<i32>();
            let (min, max) = (texts.iter().flatten().min()?, texts.iter().flatten().max()?);
            Some(Bounds::Text(min.to_owned(), max.to_owned()))
        }
        DataType::Date32 => {
            let days = array.as_primitive::<Date32Type>();
            Some(Bounds::Day(
                days.iter().flatten().min()?,
                days.iter().flatten().max()?,
            ))
        }
        _ => None,
    }
}
