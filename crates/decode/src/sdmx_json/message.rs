//! The structure of a message: its dimensions and attributes, and the keys by which they are named.

use super::super::Undecodable;
use super::broken::bad;
use super::values::{Part, code, name};
use serde_json::Value;

/// The components of a message, by what they are said of.
pub(super) struct Message<'v> {
    pub(super) file: String,
    pub(super) at_set: Vec<Part<'v>>,
    pub(super) at_series: Vec<Part<'v>>,
    pub(super) at_observation: Vec<Part<'v>>,
    pub(super) measures: usize,
    pub(super) set_attributes: Vec<Part<'v>>,
    pub(super) group_attributes: Vec<Part<'v>>,
    pub(super) series_attributes: Vec<Part<'v>>,
    pub(super) observation_attributes: Vec<Part<'v>>,
}

impl<'v> Message<'v> {
    pub(super) fn new(file: &str, structure: &'v Value) -> Result<Message<'v>, Undecodable> {
        let parts = |kind: &str, level: &str| -> Result<Vec<Part<'v>>, Undecodable> {
            let list = structure
                .get(kind)
                .and_then(|k| k.get(level))
                .and_then(Value::as_array)
                .map(Vec::as_slice)
                .unwrap_or_default();
            list.iter().map(|part| component(file, part)).collect()
        };
        Ok(Message {
            file: file.to_owned(),
            at_set: parts("dimensions", "dataSet")?,
            at_series: parts("dimensions", "series")?,
            at_observation: parts("dimensions", "observation")?,
            measures: parts("measures", "observation")?.len().max(1),
            set_attributes: parts("attributes", "dataSet")?,
            group_attributes: parts("attributes", "dimensionGroup")?,
            series_attributes: parts("attributes", "series")?,
            observation_attributes: parts("attributes", "observation")?,
        })
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.at_set
            .iter()
            .chain(&self.at_series)
            .chain(&self.at_observation)
            .map(|p| p.id.clone())
            .collect()
    }

    pub(super) fn columns(&self) -> Vec<String> {
        let mut columns: Vec<String> = self
            .names()
            .into_iter()
            .flat_map(|id| [id.clone(), format!("{id}.name")])
            .collect();
        columns.extend(self.attributes().map(|p| p.id.clone()));
        columns
    }

    /// Attributes of every level, from the whole to the single observation.
    pub(super) fn attributes(&self) -> impl Iterator<Item = &Part<'v>> {
        self.set_attributes
            .iter()
            .chain(&self.group_attributes)
            .chain(&self.series_attributes)
            .chain(&self.observation_attributes)
    }

    /// `0:3:1`: the position of the value of each dimension.
    pub(super) fn key(
        &self,
        key: &str,
        parts: &[&Part<'_>],
        said: &mut Vec<(String, String)>,
    ) -> Result<(), Undecodable> {
        let positions: Vec<&str> = key.split(':').filter(|p| !p.is_empty()).collect();
        if positions.len() != parts.len() {
            return Err(bad(
                &self.file,
                format!(
                    "the key `{key}` has {} places, there are {} dimensions",
                    positions.len(),
                    parts.len()
                ),
            ));
        }
        for (part, position) in parts.iter().zip(positions) {
            let at = position.parse::<usize>().map_err(|_| {
                bad(
                    &self.file,
                    format!("the key `{key}` is no list of positions"),
                )
            })?;
            self.dimension(part, at, said)?;
        }
        Ok(())
    }

    pub(super) fn dimension(
        &self,
        part: &Part<'_>,
        at: usize,
        said: &mut Vec<(String, String)>,
    ) -> Result<(), Undecodable> {
        let Some(value) = part.values.get(at) else {
            return Err(bad(
                &self.file,
                format!(
                    "the dimension `{}` has no value at position {at}: it has {}",
                    part.id,
                    part.values.len()
                ),
            ));
        };
        said.push((part.id.clone(), code(value)));
        said.push((format!("{}.name", part.id), name(value)));
        Ok(())
    }
}

fn component<'v>(file: &str, part: &'v Value) -> Result<Part<'v>, Undecodable> {
    let id = part
        .get("id")
        .and_then(Value::as_str)
        .ok_or_else(|| bad(file, "a dimension or attribute has no `id`"))?;
    let values = part
        .get("values")
        .and_then(Value::as_array)
        .map(|v| v.iter().collect())
        .unwrap_or_default();
    Ok(Part {
        id: id.to_owned(),
        values,
        default: part.get("default"),
    })
}
