//! The members of a JSON-stat dataset: its dimensions, values and status.

use super::super::{Undecodable, fault, too_many_cells};
use super::cells::{Cells, check};
use super::dimension::{JsonStatDimension, axis, whole};
use serde_json::{Map, Value};

/// A dataset while its cube is read.
pub(super) struct JsonStatDataset<'f> {
    pub(super) file: &'f str,
    pub(super) part: String,
    pub(super) members: Map<String, Value>,
}

impl JsonStatDataset<'_> {
    fn bad(&self, message: String) -> Undecodable {
        let mut finding = fault("unreadable", self.file, 0, message);
        finding.place.part.clone_from(&self.part);
        Box::new(finding.hint(
            "the file breaks the JSON-stat format: fetch it again, or ask for another format",
        ))
    }

    /// The dimensions, of at most so many cells together.
    pub(super) fn axes(&mut self, max_cells: usize) -> Result<Vec<JsonStatDimension>, Undecodable> {
        let Some(Value::Object(dimensions)) = self.members.remove("dimension") else {
            return Err(self.bad("`dimension` is missing or no object".to_owned()));
        };
        let list = |name: &str| {
            self.members
                .get(name)
                .or_else(|| dimensions.get(name))
                .and_then(Value::as_array)
                .ok_or_else(|| self.bad(format!("`{name}` is missing or no list")))
        };
        let (ids, sizes) = (list("id")?, list("size")?);
        if ids.len() != sizes.len() || ids.is_empty() {
            return Err(self.bad(format!(
                "`id` names {} dimensions and `size` {}",
                ids.len(),
                sizes.len()
            )));
        }
        let mut axes = Vec::with_capacity(ids.len());
        let mut total: usize = 1;
        for (id, size) in ids.iter().zip(sizes) {
            let id = id
                .as_str()
                .ok_or_else(|| self.bad("a name in `id` is no text".to_owned()))?;
            let size = whole(size).ok_or_else(|| {
                self.bad(format!("the size of dimension `{id}` is no whole number"))
            })?;
            total = total
                .checked_mul(size)
                .filter(|n| *n <= max_cells)
                .ok_or_else(|| too_many_cells(self.file, max_cells))?;
            axes.push(axis(id, dimensions.get(id), size).map_err(|message| self.bad(message))?);
        }
        Ok(axes)
    }

    pub(super) fn values(&mut self) -> Result<Cells, Undecodable> {
        match self.members.remove("value") {
            Some(Value::Array(list)) if !list.is_empty() => Ok(Cells::Dense(list)),
            Some(Value::Object(map)) if !map.is_empty() => Ok(Cells::Sparse(map)),
            None | Some(Value::Array(_) | Value::Object(_) | Value::Null) => Err(Box::new(
                fault(
                    "metadata_only",
                    self.file,
                    0,
                    "`value` is empty: this is metadata, not data",
                )
                .hint("ask the service for the data of the table"),
            )),
            Some(_) => Err(self.bad("`value` is neither a list nor an object".to_owned())),
        }
    }

    pub(super) fn status(&mut self) -> Result<Cells, Undecodable> {
        Ok(match self.members.remove("status") {
            Some(Value::Array(list)) => match list.as_slice() {
                // One status for all may also stand in a list.
                [Value::String(text)] => Cells::Same(text.clone()),
                [] => Cells::Same(String::new()),
                _ => Cells::Dense(list),
            },
            // Eurostat's answers of 2015 put the list one level deeper.
            Some(Value::Object(mut map)) => match map.remove("value") {
                Some(Value::Array(list)) => Cells::Dense(list),
                Some(other) => {
                    return Err(self.bad(format!("`status.value` is no list: {other}")));
                }
                None => Cells::Sparse(map),
            },
            Some(Value::String(text)) => Cells::Same(text),
            _ => Cells::Same(String::new()),
        })
    }

    /// Compares cells with the product of the sizes.
    pub(super) fn check(&self, cells: &Cells, name: &str, total: usize) -> Result<(), Undecodable> {
        check(cells, name, total).map_err(|message| self.bad(message))
    }
}
